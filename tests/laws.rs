//! The laws of the graph, 10,000 random sets of statements each: order and partition never matter, removing
//! equals never having read, opposite signs never merge, nothing is lost. And one of reading, on random texts.

use demarche::article::{Options, Record};
use demarche::graph::{Graph, Nodes, Store, fold, merge};
use demarche::schema::{Layer, Schema};
use demarche::statement::{Evidence, Modality, Participant, Statement};
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);

const CASES: u32 = 10_000;
const ARTICLES: [&str; 4] = ["a", "b", "c", "d"];

fn participant(ids: &'static [&'static str]) -> impl Strategy<Value = Participant> {
    (select(ids), select(&["It", "the thing", ""][..])).prop_map(|(id, mention)| Participant {
        id: id.to_owned(),
        kind: id.split(':').next().unwrap().to_owned(),
        // Writers may label one thing in different ways.
        label: format!("{id}{mention}"),
        mention: mention.to_owned(),
    })
}

prop_compose! {
    fn statement()(
        article in select(&ARTICLES[..]),
        actor in participant(&["state:RUS", "state:USA", "official:vladimir-putin", "organization:new-one"]),
        target in participant(&["system:nmd", "treaty:abm", "proposal:new-plan", "state:USA"]),
        relation in select(&["supports", "opposes", "negotiates", "agrees", "not_in_schema"][..]),
        sign in -1i8..=1,
        modality in select(&[Modality::Asserted, Modality::Denied, Modality::Intended, Modality::Conditional][..]),
        speaker in prop::option::of(select(&["official:vladimir-putin", "organization:new-one", "state:DEU"][..])),
        about in prop::option::of(participant(&["treaty:inf"])),
        date in prop::option::of(select(&["2000", "2000-06", "2000-06-13", "1999-12-31"][..])),
        publisher in prop::option::of(select(&["One", "Two"][..])),
        text in select(&["same words", "same\nwords", "other words", ""][..]),
        start in 0usize..5,
        confidence in select(&[0.25, 0.5, 1.0][..]),
    ) -> Statement {
        let mut statement = Statement {
            id: String::new(), article: article.to_owned(), actor, relation: relation.to_owned(), sign, target, about,
            modality, speaker: speaker.map(str::to_owned), represents: None, date: date.map(str::to_owned),
            publisher: publisher.map(str::to_owned),
            evidence: Evidence { start, end: start + text.len(), text: text.to_owned() },
            rule: "random".to_owned(), confidence,
        };
        statement.id = statement.content_id();
        statement
    }
}

fn record(id: &str) -> Record {
    serde_json::from_value(serde_json::json!({ "id": id, "hash": format!("hash-of-{id}") })).unwrap()
}

/// The store of the articles `ids`: their records and statements.
fn store(statements: &[Statement], ids: &[&str]) -> Store {
    let own = statements.iter().filter(|statement| ids.contains(&statement.article.as_str()));
    Store { statements: own.cloned().collect(), records: ids.iter().map(|id| record(id)).collect() }
}

/// Everything a build stores, as bytes.
fn bytes(store: &Store, nodes: Nodes) -> Vec<u8> {
    let mut bytes = Vec::new();
    fold(&store.statements, &store.records, &SCHEMA, nodes).write(&mut bytes).unwrap();
    demarche::statement::write(&store.statements, &mut bytes).unwrap();
    bytes.extend(serde_json::to_vec(&store.records).unwrap());
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn order_and_partition_never_matter(
        statements in prop::collection::vec(statement(), 0..40),
        order in Just(ARTICLES.to_vec()).prop_shuffle(),
        cut in 0usize..=4,
        seed in any::<u64>(),
    ) {
        let (whole, conflicts) = merge([store(&statements, &ARTICLES)]);
        let mut shuffled = statements.clone();
        // A cheap permutation; the order within an article is free as well.
        shuffled.sort_by_key(|statement| blake3::hash(format!("{seed}{}", statement.id).as_bytes()).to_hex().to_string());
        let (left, right) = order.split_at(cut);
        let (first, _) = merge([store(&shuffled, right)]);
        let (parts, part_conflicts) = merge([first, store(&shuffled, left), store(&statements, &ARTICLES)]);
        prop_assert_eq!(bytes(&parts, Nodes::All), bytes(&whole, Nodes::All));
        prop_assert_eq!(bytes(&parts, Nodes::Connected), bytes(&whole, Nodes::Connected));
        prop_assert_eq!(part_conflicts, conflicts);
    }

    #[test]
    fn removing_an_article_equals_never_having_read_it(
        statements in prop::collection::vec(statement(), 0..40),
        removed in select(&ARTICLES[..]),
    ) {
        let (whole, _) = merge([store(&statements, &ARTICLES)]);
        let without: Vec<&str> = ARTICLES.into_iter().filter(|id| *id != removed).collect();
        let (never_read, _) = merge([store(&statements, &without)]);
        let kept = Store {
            statements: whole.statements.into_iter().filter(|s| s.article != removed).collect(),
            records: whole.records.into_iter().filter(|r| r.id != removed).collect(),
        };
        prop_assert_eq!(bytes(&kept, Nodes::Connected), bytes(&never_read, Nodes::Connected));
    }

    #[test]
    fn opposite_signs_never_merge_and_nothing_is_lost(statements in prop::collection::vec(statement(), 0..40)) {
        let (store, conflicts) = merge([store(&statements, &ARTICLES)]);
        let graph: Graph = fold(&store.statements, &store.records, &SCHEMA, Nodes::Connected);
        let by_id: BTreeMap<&str, &Statement> = store.statements.iter().map(|s| (s.id.as_str(), s)).collect();
        let mut told = BTreeSet::new();
        for edge in graph.edges.iter().filter(|edge| edge.layer == Layer::Stance) {
            for id in &edge.statements {
                let statement = by_id[id.as_str()];
                prop_assert_eq!(statement.sign, edge.sign);
                prop_assert_eq!(&statement.relation, &edge.relation);
                prop_assert_eq!(statement.modality == Modality::Denied, edge.denied);
                prop_assert!(told.insert(id.clone()), "{} stands in two edges", id);
            }
            let nodes = [&edge.source, &edge.target].map(|id| graph.nodes.iter().any(|node| node.id == *id));
            prop_assert_eq!(nodes, [true, true]);
            prop_assert!(edge.weight >= 1.0 && edge.weight <= f64::from(u32::try_from(edge.statements.len()).unwrap()));
        }
        prop_assert_eq!(told.len(), store.statements.len());
        let distinct: BTreeSet<&String> = statements.iter().map(|statement| &statement.id).collect();
        prop_assert_eq!(distinct.len(), store.statements.len());
        prop_assert!(conflicts.iter().all(|conflict| by_id.contains_key(conflict.id.as_str())));
        let ids: Vec<&String> = graph.edges.iter().map(|edge| &edge.id).collect();
        prop_assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "edge ids are unique and sorted");
    }

    #[test]
    fn a_graph_written_and_read_is_the_same_graph(statements in prop::collection::vec(statement(), 0..20)) {
        let (store, _) = merge([store(&statements, &ARTICLES)]);
        let graph = fold(&store.statements, &store.records, &SCHEMA, Nodes::All);
        let mut bytes = Vec::new();
        graph.write(&mut bytes).unwrap();
        prop_assert_eq!(serde_json::from_slice::<Graph>(&bytes).unwrap(), graph);
    }
}

proptest! {
    // Reading a text takes longer than folding statements.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_text_is_read_without_a_panic_and_evidence_is_exact(text in "(?s).{0,400}") {
        let reader = demarche::Reader::new(&SCHEMA);
        let text = format!("{text} Russia opposes the NMD. {text} Moscow's U.S. officials' {text}");
        let line = serde_json::json!({ "id": "x", "text": text }).to_string();
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("x.jsonl"), line).unwrap();
        let corpus = demarche::article::read_corpus(&[dir.path().to_owned()], &Options::default(), &SCHEMA).unwrap();
        for article in &corpus.articles {
            for statement in reader.read(article).statements {
                let evidence = statement.evidence;
                prop_assert_eq!(article.text.get(evidence.start..evidence.end), Some(evidence.text.as_str()));
            }
        }
    }
}
