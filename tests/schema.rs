//! Holds the data under `schema/` to its word: it loads, it is sorted, its examples read as they say.

use demarche::Reader;
use demarche::article::Article;
use demarche::schema::{Example, Layer, Schema, SchemaError};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/schema"))
}

fn files(below: &str, extension: &str) -> Vec<std::path::PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(folder().join(below))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    found.sort();
    found
}

#[test]
fn there_are_eighteen_stance_and_six_context_relations() {
    let count = |layer| SCHEMA.relations.values().filter(|relation| relation.layer == layer).count();
    assert_eq!((count(Layer::Stance), count(Layer::Context)), (18, 6));
}

#[test]
fn every_relation_is_told_by_examples_and_counter_examples() {
    for relation in SCHEMA.relations.values() {
        assert!(relation.examples.len() >= 2, "{}: examples", relation.id);
        assert!(relation.counterexamples.len() >= 2, "{}: counter-examples", relation.id);
        assert!(relation.reads.contains("{actor}") && relation.reads.contains("{target}"), "{}", relation.id);
        assert_eq!(relation.plover.is_none(), relation.layer == Layer::Context, "{}: plover", relation.id);
        for example in &relation.examples {
            assert!(example.edge.is_some() == example.edges.is_empty(), "{}: {}", relation.id, example.text);
        }
    }
}

#[test]
fn tables_are_sorted_by_their_first_column_and_free_of_copies() {
    for path in files("knowledge", "csv").into_iter().chain(files("lexicon", "csv")) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains('\r') && text.ends_with('\n'), "{}: line ends", path.display());
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        for pair in rows.windows(2) {
            assert!(pair[0][0] <= pair[1][0], "{}: `{}` after `{}`", path.display(), pair[1][0], pair[0][0]);
        }
        let distinct: BTreeSet<_> = rows.iter().collect();
        assert_eq!(distinct.len(), rows.len(), "{}: a row stands twice", path.display());
    }
}

#[test]
fn lists_in_cells_have_no_empty_or_double_items() {
    for path in files("knowledge", "csv") {
        let mut reader = csv::Reader::from_path(&path).unwrap();
        for row in reader.records() {
            let row = row.unwrap();
            for cell in row.iter().filter(|cell| cell.contains('|')) {
                let items: Vec<&str> = cell.split('|').collect();
                let distinct: BTreeSet<&&str> = items.iter().collect();
                assert!(
                    items.iter().all(|item| !item.is_empty() && item.trim() == *item),
                    "{}: {cell}",
                    path.display()
                );
                assert_eq!(distinct.len(), items.len(), "{}: {cell}", path.display());
            }
        }
    }
}

#[test]
fn wikidata_ids_are_well_formed_and_unique() {
    let mut seen = BTreeSet::new();
    for entity in SCHEMA.knowledge.entities.values() {
        if let Some(id) = entity.attributes.get("wikidata") {
            let digits = id.strip_prefix('Q').unwrap_or_default();
            assert!(!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()), "{}: {id}", entity.id);
            assert!(seen.insert(id.clone()), "{}: {id} belongs to another entity too", entity.id);
        }
    }
}

#[test]
fn every_member_of_the_united_nations_is_there() {
    let states = SCHEMA.knowledge.entities.values().filter(|e| e.kind == "state").count();
    assert!(states >= 193 + 2 + 5, "{states} states");
    for id in ["state:VAT", "state:PSE", "state:TWN", "state:SUN", "state:YUG", "state:DDR", "state:CSK"] {
        assert!(SCHEMA.knowledge.entities.contains_key(id), "{id}");
    }
}

#[test]
fn officials_hold_an_office() {
    let officials = SCHEMA.knowledge.entities.values().filter(|entity| entity.kind == "official");
    for official in officials {
        assert!(SCHEMA.knowledge.facts_of("represents", &official.id).next().is_some(), "{}", official.id);
    }
}

/// Cases of the relation files that are not read right yet, one `relation: text` a line.
const NOT_YET: &str = include_str!("not-yet.txt");

#[test]
fn examples_read_as_they_say_and_counter_examples_do_not() {
    let reader = Reader::new(&SCHEMA);
    let known: BTreeSet<&str> =
        NOT_YET.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut wrong = BTreeSet::new();
    for relation in SCHEMA.relations.values().filter(|relation| relation.layer == Layer::Stance) {
        let read = |example: &Example| -> Vec<String> {
            let article = Article::new("example", &example.text);
            reader.read(&article).statements.iter().map(demarche::statement::Statement::shown).collect()
        };
        let expected = |example: &Example| -> Vec<String> {
            example.edge.iter().chain(&example.edges).cloned().collect()
        };
        let of_relation = |edge: &String| {
            edge.contains(&format!("-[{}]", relation.id)) || edge.contains(&format!("-[{},", relation.id))
        };
        let missed =
            relation.examples.iter().filter(|e| expected(e).iter().any(|edge| !read(e).contains(edge)));
        let mistaken = relation.counterexamples.iter().filter(|e| {
            read(e).iter().any(of_relation) || expected(e).iter().any(|edge| !read(e).contains(edge))
        });
        wrong.extend(missed.chain(mistaken).map(|example| format!("{}: {}", relation.id, example.text)));
    }
    let wrong: BTreeSet<&str> = wrong.iter().map(String::as_str).collect();
    let broken: Vec<_> = wrong.difference(&known).collect();
    let mended: Vec<_> = known.difference(&wrong).collect();
    assert!(broken.is_empty(), "no longer read right:\n{broken:#?}");
    assert!(mended.is_empty(), "read right now; take them out of tests/not-yet.txt:\n{mended:#?}");
}

/// Lays `files` over the schema and returns the fault that loading finds.
fn fault(files: &[(&str, &str)]) -> String {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Schema::load(dir.path()).map(|_| ()).unwrap_err().to_string()
}

const STATES: &str = "id,label,aliases,adjectives,people,capital,seats,wikidata,start,end,successors\n";
const CUES: &str = "words,part,frame,target,relation,modality,negated,example,counter\n";

#[test]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn a_broken_file_is_named_with_line_value_and_remedy() {
    let cases = [
        (
            "lexicon/cues.csv",
            format!("{CUES}like,verb,subject-object,object,likes,,,,\n"),
            "lexicon/cues.csv:2: relation `likes` is unknown; the folder relations/ has one file for each",
        ),
        (
            "lexicon/cues.csv",
            format!("{CUES}ban,particle,subject-object,object,opposes,,,,\n"),
            "lexicon/cues.csv:2: part `particle` is wrong: unknown variant `particle`, expected one of `verb`, `noun`, `adjective`, `adverb`, `phrase`",
        ),
        (
            "lexicon/cues.csv",
            "relation,words\n".to_owned(),
            "lexicon/cues.csv:1: line `relation,words` is not the header; it must be `words,part,frame,target,relation,modality,negated,example,counter`",
        ),
        (
            "knowledge/states.csv",
            format!("{STATES}state:ATL,Atlantis,Russia,,,,,,,,\n"),
            "knowledge/states.csv:2: name `Russia` is a name of `state:RUS` as well",
        ),
        (
            "knowledge/states.csv",
            format!("{STATES}state:ATL,Atlantis,,,,,,,1900-02-30,,\n"),
            "knowledge/states.csv:2: start `1900-02-30` is no date; write YYYY-MM-DD, YYYY-MM or YYYY",
        ),
        (
            "knowledge/states.csv",
            format!("{STATES}organization:atl,Atlantis,,,,,,,,,\n"),
            "knowledge/states.csv:2: id `organization:atl` must be `state:` and letters, digits or hyphens",
        ),
        (
            "knowledge/states.csv",
            format!("{STATES}state:ATL,Atlantis,,,,,,,,,state:MUU\n"),
            "knowledge/states.csv:2: successors `state:MUU` names `state:MUU`, which no table has",
        ),
        (
            "knowledge/states.csv",
            format!("{STATES}state:ATL,Atlantis,,,,,,,,,\nstate:ATL,Atlantis,,,,,,,,,\n"),
            "knowledge/states.csv:3: id `state:ATL` stands in line 2 too; take one out",
        ),
        (
            "knowledge/party_to.csv",
            "source,target,start,end\nstate:RUS,treaty:none,,\n".to_owned(),
            "knowledge/party_to.csv:2: target `treaty:none` is in no knowledge table; add it there or correct the id",
        ),
        (
            "knowledge/party_to.csv",
            "source,target,start,end\ntreaty:abm,treaty:abm,,\n".to_owned(),
            "knowledge/party_to.csv:2: source `treaty:abm` is no state",
        ),
        (
            "lexicon/furniture.csv",
            "pattern,scope,note\n(,line,\n".to_owned(),
            "lexicon/furniture.csv:2: pattern `(` is no regular expression",
        ),
        (
            "knowledge/state.csv",
            STATES.to_owned(),
            "knowledge/state.csv: is no part of a schema; check its name and folder",
        ),
        (
            "lexicon/cues.csv",
            format!("{CUES}join,verb,subject-object,object,party_to,,,,\n"),
            "lexicon/cues.csv:2: relation `party_to` is a fact, no position; a cue needs a position",
        ),
        (
            "lexicon/heads.csv",
            "words,type,class,needs\nbase,state,base,nothing\n".to_owned(),
            "lexicon/heads.csv:2: type `state` is no node type that positions are taken on",
        ),
        (
            "lexicon/heads.csv",
            "words,type,class,needs\nbase,system,base,luck\n".to_owned(),
            "lexicon/heads.csv:2: needs `luck` is wrong: unknown variant `luck`",
        ),
        (
            "lexicon/roles.csv",
            "words,class,offices\n,political,\n".to_owned(),
            "lexicon/roles.csv:2: words `` is empty; fill it or take the line out",
        ),
        (
            "lexicon/collectives.csv",
            "words,type,count,members\nboth treaties,treaty,2,\n".to_owned(),
            "lexicon/collectives.csv:2: type `treaty` is no node type that acts",
        ),
        (
            "lexicon/collectives.csv",
            "words,type,count,members\nboth Atlantises,state,2,state:ATL\n".to_owned(),
            "lexicon/collectives.csv:2: members `state:ATL` names `state:ATL`, which no table has",
        ),
        (
            "lexicon/instrument_verbs.csv",
            "lemma,types\nsign,luck\n".to_owned(),
            "lexicon/instrument_verbs.csv:2: types `luck` has what is no node type",
        ),
        (
            "knowledge/context_names.csv",
            "entity,words,with,start,end\ntreaty:none,the pact,,,\n".to_owned(),
            "knowledge/context_names.csv:2: entity `treaty:none` is in no knowledge table",
        ),
        (
            "knowledge/context_names.csv",
            "entity,words,with,start,end\ntreaty:abm,pact,state:ATL,,\n".to_owned(),
            "knowledge/context_names.csv:2: with `state:ATL` names `state:ATL`, which no table has",
        ),
        ("relations/opposes.toml", "id = \"against\"".to_owned(), "relations/opposes.toml: "),
    ];
    for (path, text, expected) in cases {
        let fault = fault(&[(path, &text)]);
        assert!(fault.starts_with(expected), "expected: {expected}\nfound:    {fault}");
    }
}

#[test]
fn a_relation_with_an_unknown_type_is_refused() {
    let text = std::fs::read_to_string(folder().join("relations/opposes.toml")).unwrap();
    let broken = text.replace("range = [\"treaty\"", "range = [\"wish\"");
    let fault = fault(&[("relations/opposes.toml", &broken)]);
    assert_eq!(fault, "relations/opposes.toml:6: range `wish` is no node type; nodes.toml lists them");
}

#[test]
fn a_folder_extends_the_schema() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("knowledge")).unwrap();
    let row = format!("{STATES}state:ATL,Atlantis,Atlantean Republic,Atlantean,Atlanteans,Poseidonis,,,,,\n");
    std::fs::write(dir.path().join("knowledge/states.csv"), row).unwrap();
    let extended = Schema::load(dir.path()).unwrap();
    assert!(extended.knowledge.entities.contains_key("state:ATL"));
    assert!(extended.knowledge.entities.contains_key("state:RUS"));
    assert_ne!(extended.fingerprint, SCHEMA.fingerprint);
}

#[test]
fn a_folder_with_node_types_is_a_schema_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::copy(folder().join("nodes.toml"), dir.path().join("nodes.toml")).unwrap();
    let error = Schema::load(dir.path()).unwrap_err();
    assert!(matches!(&error, SchemaError::Missing { path } if path == "knowledge/states.csv"), "{error}");
}
