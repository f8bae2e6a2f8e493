//! The exports as files: what is written comes back the same, and pictures can be read.

use demarche::article::Record;
use demarche::export::{Content, Dialect, Format, Options};
use demarche::graph::{Edge, Filter, Graph, Node, Nodes, by_statement, filter, fold};
use demarche::import::import;
use demarche::schema::{Layer, Schema};
use demarche::statement::{self, Statement};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);

const READ_BACK: [Format; 3] = [Format::Graphml, Format::Gexf, Format::NodeLink];

/// The graph of `tests/clients/nasty.jsonl`: every kind of text that breaks files.
fn nasty() -> (Graph, Vec<Statement>) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients/nasty.jsonl");
    let lines = statement::read(std::fs::read(path).unwrap().as_slice(), path).unwrap();
    assert!(lines.malformed.is_empty());
    let statements: Vec<Statement> = lines.statements.into_iter().map(|(_, statement)| statement).collect();
    (fold(&statements, &[], &SCHEMA, Nodes::Connected), statements)
}

fn written(graph: &Graph, statements: &[Statement], format: Format, options: Options) -> String {
    let records: &[Record] = &[];
    let content = Content { graph, statements, records, schema: &SCHEMA };
    let mut bytes = Vec::new();
    for (_, write) in format.files() {
        write(&content, options, &mut bytes).unwrap();
    }
    String::from_utf8(bytes).unwrap_or_else(|error| format!("{} bytes", error.into_bytes().len()))
}

fn read_back(text: &str) -> Graph {
    let (graph, remarks) = import(text, "test", &SCHEMA).unwrap();
    assert!(remarks.is_empty(), "{remarks:?}");
    graph
}

#[test]
fn a_hard_graph_reads_back_the_same_once_its_text_is_fit_for_files() {
    let (graph, _) = nasty();
    for format in READ_BACK {
        let once = read_back(&written(&graph, &[], format, Options::default()));
        assert_eq!(once.edges.len(), graph.edges.len());
        // Forbidden characters are gone and labels on one line; from there on nothing changes any more.
        let twice = read_back(&written(&once, &[], format, Options::default()));
        assert_eq!(once, twice, "{format:?}");
        let label = |id: &str| once.nodes.iter().find(|node| node.id == id).unwrap().label.clone();
        assert_eq!(label("official:nul-name"), "Nul Name");
        assert_eq!(label("proposal:quotes"), "\"Quoted\" & <tagged> 'plan'");
        assert_eq!(label("proposal:007"), "007");
        let texts: Vec<&str> = once
            .edges
            .iter()
            .filter_map(|edge| Some(edge.evidence.as_ref()?.evidence.text.as_str()))
            .collect();
        assert!(texts.contains(&"Two\nlines\tand a tab\r\nand a carriage return"), "{format:?}: {texts:?}");
        assert!(texts.contains(&"He said \"no\" & <never>; a \\ backslash, a trailing one\\"), "{format:?}");
    }
}

fn words() -> impl Strategy<Value = String> {
    "[A-Za-z0-9=+@é][ -~éяא]{0,12}[A-Za-z0-9;&<>\"'\\\\]"
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

prop_compose! {
    fn node(kind: &'static str)(
        slug in "[a-z]{1,3}", label in words(), aliases in prop::collection::btree_set(words(), 0..3),
        wikidata in prop::option::of("Q[0-9]{1,4}"), statements in 0usize..4,
    ) -> Node {
        let attributes = wikidata.map(|id| ("wikidata".to_owned(), id)).into_iter().collect();
        Node {
            id: format!("{kind}:{slug}"), kind: kind.to_owned(), label, aliases: aliases.into_iter().collect(),
            attributes, articles: vec!["a".to_owned()], statements,
        }
    }
}

prop_compose! {
    fn graph()(
        states in prop::collection::vec(node("state"), 1..5), treaties in prop::collection::vec(node("treaty"), 1..4),
        pairs in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3usize, words(), 1..5u8), 0..8),
    ) -> Graph {
        let unique = |mut nodes: Vec<Node>| {
            nodes.sort_by(|a, b| a.id.cmp(&b.id));
            nodes.dedup_by(|a, b| a.id == b.id);
            nodes
        };
        let nodes = unique(states.into_iter().chain(treaties).collect());
        let mut edges: Vec<Edge> = Vec::new();
        for (source, target, relation, text, weight) in pairs {
            let (source, target) = (&source.get(&nodes).id, &target.get(&nodes).id);
            let relation = ["supports", "opposes", "undecided"][relation];
            edges.push(serde_json::from_value(serde_json::json!({
                "id": format!("e:{source}.{relation}.{target}"), "source": source, "target": target,
                "relation": relation, "sign": SCHEMA.sign(relation), "weight": f64::from(weight) / 3.0,
                "publishers": [text], "articles": ["a", "b"], "first": "2001-02", "confidence": 0.1 + f64::from(weight) / 7.0,
                "modalities": { "asserted": weight }, "statements": ["st_1", "st_2"],
                "evidence": { "article": "a", "start": 3, "end": 9, "text": text },
            })).unwrap());
        }
        edges.sort_by(|a, b| a.id.cmp(&b.id));
        edges.dedup_by(|a, b| a.id == b.id);
        Graph { meta: demarche::graph::Meta::default(), nodes, edges }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_written_reads_back_the_same(graph in graph()) {
        for format in READ_BACK {
            let back = read_back(&written(&graph, &[], format, Options::default()));
            prop_assert_eq!(&back, &graph, "{:?}", format);
        }
        for dialect in [Dialect::Gephi, Dialect::Neo4j, Dialect::Yed, Dialect::Visone] {
            let text = written(&graph, &[], Format::Graphml, Options { dialect, ..Options::default() });
            let (back, _) = import(&text, "test", &SCHEMA).unwrap();
            prop_assert_eq!(&back.edges, &graph.edges, "{:?}", dialect);
        }
        let links = Options { links: true, ..Options::default() };
        prop_assert_eq!(&read_back(&written(&graph, &[], Format::NodeLink, links)), &graph);
    }

    #[test]
    fn no_format_fails_on_any_graph(graph in graph()) {
        for format in Format::ALL {
            prop_assert!(!written(&graph, &[], format, Options::default()).is_empty(), "{:?}", format);
        }
    }
}

#[test]
fn an_edited_file_is_read_with_what_changed_told() {
    let (graph, _) = nasty();
    let text = written(&graph, &[], Format::Graphml, Options::default());
    // As Gephi would: a new position, a new column, a colour, and an edge deleted.
    let key = |id: &str, kind: &str| {
        format!("<key id=\"{id}\" for=\"node\" attr.name=\"{id}\" attr.type=\"{kind}\"/>")
    };
    let keys = [key("x", "float"), key("y", "float"), key("r", "int"), key("note", "string")].concat();
    let text = text.replacen("<key ", &format!("{keys}<key "), 1);
    let data = "<data key=\"x\">12.5</data><data key=\"y\">-3.0</data><data key=\"r\">255</data><data key=\"note\">mine</data>";
    let text = text.replacen("<node id=\"state:RUS\">", &format!("<node id=\"state:RUS\">{data}"), 1);
    let begin = text.find("  <edge ").unwrap();
    let end = begin + text[begin..].find("</edge>").unwrap() + "</edge>".len();
    let text = format!("{}{}", &text[..begin], &text[end..]);
    let (read, remarks) = import(&text, "edited.graphml", &SCHEMA).unwrap();
    assert_eq!(read.edges.len(), graph.edges.len() - 1);
    let russia = read.nodes.iter().find(|node| node.id == "state:RUS").unwrap();
    let value = |key: &str| russia.attributes.get(key).map(String::as_str);
    assert_eq!(
        (value("x"), value("y"), value("note"), value("r")),
        (Some("12.5"), Some("-3.0"), Some("mine"), None)
    );
    let remarks: Vec<String> = remarks.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(remarks.join("\n"));
}

#[test]
fn bad_files_are_told_with_their_place() {
    let check = |text: &str, expected: &str| {
        let error = import(text, "file", &SCHEMA).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    };
    check("", "is neither");
    check("<html></html>", "is neither");
    check("<graphml>\n<graph>\n</graphml>", "line 3: is no sound XML");
    check("<graphml>&nothing;</graphml>", "line 1: is no sound XML (unknown entity");
    check("{\"nodes\": []}", "is no node-link JSON");
    let graph = "<graphml><graph><node id='a'/><edge source='a' target='b'/><node/></graph></graphml>";
    let (graph, remarks) = import(graph, "file", &SCHEMA).unwrap();
    assert_eq!((graph.nodes.len(), graph.edges.len()), (1, 0));
    assert_eq!(remarks.len(), 3, "{remarks:?}");
}

#[test]
fn formulas_are_guarded_on_request_alone() {
    let (graph, statements) = nasty();
    for format in [Format::Csv, Format::Statements] {
        let plain = written(&graph, &statements, format, Options::default());
        assert!(plain.contains(",=SUM(A1:A9),"), "{format:?}");
        let guard = Options { guard_formulas: true, ..Options::default() };
        let guarded = written(&graph, &statements, format, guard);
        assert!(guarded.contains(",'=SUM(A1:A9),") && !guarded.contains(",=SUM"), "{format:?}");
        assert!(guarded.contains(",-1,"), "a sign is no formula");
    }
}

#[test]
fn an_edge_a_statement_keeps_every_statement_and_fact() {
    let (graph, statements) = nasty();
    let single = by_statement(&graph, &statements, &SCHEMA);
    let facts = graph.edges.iter().filter(|edge| edge.layer == Layer::Context).count();
    assert_eq!(single.edges.len(), statements.len() + facts);
    assert!(single.edges.iter().all(|edge| (edge.weight - 1.0).abs() < 1e-9 && edge.statements.len() <= 1));
    let ids = |graph: &Graph| -> BTreeSet<String> {
        graph.edges.iter().flat_map(|edge| edge.statements.clone()).collect()
    };
    assert_eq!(ids(&single), ids(&graph));
}

#[test]
fn dialects_say_the_relation_where_their_program_looks() {
    let (graph, _) = nasty();
    let written = |dialect| written(&graph, &[], Format::Graphml, Options { dialect, ..Options::default() });
    assert!(written(Dialect::Gephi).contains(" label=\"supports denied\">"));
    assert!(written(Dialect::Neo4j).contains(" label=\"SUPPORTS\">"));
    assert!(written(Dialect::Yed).contains("<y:NodeLabel>Russia</y:NodeLabel>"));
    assert!(written(Dialect::Visone).contains("<visone:shapeNode><y:ShapeNode>"));
    assert!(!written(Dialect::Strict).contains(" label=\""));
}

/// Numbers of an attribute of an element.
fn number(element: &str, name: &str) -> f64 {
    let begin = element.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
    element[begin..begin + element[begin..].find('"').unwrap()].parse().unwrap()
}

#[test]
fn labels_of_a_picture_never_cover_each_other() {
    let build = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("out");
    let examples: Graph = serde_json::from_slice(&std::fs::read(build.join("graph.json")).unwrap()).unwrap();
    let positions =
        filter(&examples, &[], &[], &SCHEMA, &Filter { without_facts: true, ..Filter::default() });
    for graph in [nasty().0, positions, examples] {
        let svg = written(&graph, &[], Format::Svg, Options::default());
        assert_eq!(svg.matches("class=\"node\"").count(), graph.nodes.len());
        assert_eq!(svg.matches("class=\"edge\"").count(), graph.edges.len());
        // A letter is at least 0.22 of its size wide, so boxes of that width are the least that is covered.
        let boxes: Vec<(f64, f64, f64, f64)> = svg
            .lines()
            .filter(|line| line.starts_with("<text") && line.contains("text-anchor"))
            .map(|line| {
                let letters = line[line.find('>').unwrap()..].matches(|c: char| c.is_alphabetic()).count();
                let (x, y, size) = (number(line, "x"), number(line, "y"), number(line, "font-size"));
                #[expect(clippy::cast_precision_loss, reason = "short texts")]
                let half = letters as f64 * size * 0.11;
                (x - half, y - size * 0.7, x + half, y)
            })
            .collect();
        for (index, a) in boxes.iter().enumerate() {
            for b in &boxes[index + 1..] {
                assert!(a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1, "{a:?} covers {b:?}");
            }
        }
    }
}

#[test]
fn a_picture_of_a_large_graph_shows_its_most_connected_part() {
    let (mut graph, _) = nasty();
    let (model, state) = (graph.edges[0].clone(), graph.nodes[0].clone());
    let hub = graph.nodes[0].id.clone();
    for index in 0..400 {
        let id = format!("state:x{index:03}");
        graph.edges.push(Edge {
            id: format!("e:x{index:03}"),
            source: id.clone(),
            target: hub.clone(),
            ..model.clone()
        });
        graph.nodes.push(Node { id, label: format!("State {index}"), ..state.clone() });
    }
    let svg = written(&graph, &[], Format::Svg, Options::default());
    assert_eq!(svg.matches("class=\"node\"").count(), 150);
    let all = graph.nodes.len();
    assert!(svg.contains(&format!("Shown are the 150 nodes of {all} with the most edges.")));
}
