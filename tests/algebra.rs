//! The laws of stored builds, 10,000 random cases each: patches apply and invert, corrections can be taken
//! back, growing and shrinking equals building anew, and a filtered graph is the graph of what is left.

use demarche::article::Record;
use demarche::graph::{
    self, Build, Correction, Edge, Filter, Graph, Judgement, Node, Nodes, Patch, Store, diff, filter, fold,
    merge,
};
use demarche::schema::{Layer, Schema};
use demarche::statement::{Evidence, Modality, Participant, Statement};
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);
const CASES: u32 = 10_000;
const ARTICLES: [&str; 4] = ["a", "b", "c", "d"];
const ACTORS: [&str; 4] = ["state:RUS", "state:USA", "official:vladimir-putin", "organization:new-one"];
const TARGETS: [&str; 4] = ["system:nmd", "treaty:abm", "proposal:new-plan", "state:USA"];

fn participant(id: &str, mention: &str) -> Participant {
    let kind = id.split(':').next().unwrap().to_owned();
    Participant { id: id.to_owned(), kind, label: format!("The {id}"), mention: mention.to_owned() }
}

prop_compose! {
    fn statement()(
        (article, actor, target) in (select(&ARTICLES[..]), select(&ACTORS[..]), select(&TARGETS[..])),
        mention in select(&["it", "the thing", ""][..]),
        relation in select(&["supports", "opposes", "negotiates", "threatens_withdrawal", "not_in_schema"][..]),
        sign in -1i8..=1,
        modality in select(&[Modality::Asserted, Modality::Denied, Modality::Intended, Modality::Conditional][..]),
        (about, represents) in (prop::option::of(Just("treaty:inf")), prop::option::of(Just("state:RUS"))),
        date in prop::option::of(select(&["2000", "2000-06", "2000-06-13", "1999-12-31"][..])),
        publisher in prop::option::of(select(&["One", "Two"][..])),
        (text, start) in (select(&["same words", "same\nwords", "other words", ""][..]), 0usize..5),
        confidence in 0.0..=1.0,
    ) -> Statement {
        let mut statement = Statement {
            id: String::new(), article: article.to_owned(), actor: participant(actor, mention),
            relation: relation.to_owned(), sign, target: participant(target, mention),
            about: about.map(|id| participant(id, "")), modality, speaker: None,
            represents: represents.map(str::to_owned), date: date.map(str::to_owned),
            publisher: publisher.map(str::to_owned),
            evidence: Evidence { start, end: start + text.len(), text: text.to_owned() },
            rule: "random".to_owned(), confidence,
        };
        statement.id = statement.content_id();
        statement
    }
}

fn record(id: &str, text: u8) -> Record {
    let entity = serde_json::json!({ "id": "treaty:abm", "type": "treaty", "label": "ABM", "mentions": ["it", "ABM"] });
    serde_json::from_value(serde_json::json!({
        "id": id, "hash": format!("hash-{id}-{text}"), "text_hash": format!("text-{id}-{text}"), "entities": [entity],
    }))
    .unwrap()
}

/// Some of the articles, each in one of two versions, with statements.
fn store() -> impl Strategy<Value = Store> {
    (prop::collection::vec(statement(), 0..12), prop::array::uniform4(prop::option::of(0u8..2))).prop_map(
        |(statements, versions)| {
            let records: Vec<Record> = ARTICLES
                .iter()
                .zip(versions)
                .filter_map(|(id, version)| Some(record(id, version?)))
                .collect();
            let own = |statement: &Statement| records.iter().any(|record| record.id == statement.article);
            let statements = statements.into_iter().filter(own).collect();
            merge([Store { statements, records: records.clone() }]).0
        },
    )
}

prop_compose! {
    fn judgement()(
        kind in 0..6,
        (one, other) in (select(&ACTORS[..]), select(&TARGETS[..])),
        statement in any::<prop::sample::Index>(),
        relation in prop::option::of(select(&["opposes", "supports"][..])),
        target in prop::option::of(select(&TARGETS[..])),
        author in select(&["anna", "boris"][..]),
    ) -> (i32, String, String, prop::sample::Index, Option<String>, Option<String>, String) {
        (kind, one.to_owned(), other.to_owned(), statement, relation.map(str::to_owned), target.map(str::to_owned), author.to_owned())
    }
}

/// A store and corrections, most of which speak of it.
fn corrected() -> impl Strategy<Value = (Store, Vec<Correction>)> {
    (store(), prop::collection::vec(judgement(), 0..5)).prop_map(|(store, judgements)| {
        let mut corrections: Vec<Correction> = Vec::new();
        for (kind, one, other, index, relation, target, author) in judgements {
            let ids: Vec<&String> = store.statements.iter().map(|statement| &statement.id).collect();
            let statement = if ids.is_empty() { "st_none".to_owned() } else { (*index.get(&ids)).clone() };
            let judgement = match kind {
                0 => Judgement::Same { node: one, into: other },
                1 => Judgement::Different { nodes: [one, other] },
                2 => Judgement::Wrong { statement },
                3 => Judgement::Change { statement, relation, actor: None, target, modality: None },
                4 => Judgement::Alias { alias: "It".to_owned(), means: other, article: None },
                _ => Judgement::Undo {
                    correction: corrections.first().map_or("c_none".to_owned(), |first| first.id.clone()),
                },
            };
            let (date, reason) = ("2026-01-01".to_owned(), "for a reason".to_owned());
            let mut correction = Correction { id: String::new(), judgement, author, date, reason };
            correction.id = correction.content_id();
            corrections.push(correction);
        }
        (store, graph::unite([corrections]))
    })
}

/// What a build of `store` under `corrections` stores.
fn build(store: Store, corrections: Vec<Correction>) -> Build {
    let corrected = graph::correct(store, &corrections, &SCHEMA);
    let graph = fold(&corrected.store.statements, corrected.records(), &SCHEMA, Nodes::Connected);
    let Store { statements, records } = corrected.store;
    Build { graph, statements, records, corrections, originals: corrected.originals }
}

/// The files of a build.
fn bytes(build: &Build) -> Vec<u8> {
    let mut bytes = Vec::new();
    build.graph.write(&mut bytes).unwrap();
    demarche::statement::write(&build.statements, &mut bytes).unwrap();
    bytes.extend(serde_json::to_vec(&(&build.records, &build.corrections, &build.originals)).unwrap());
    bytes
}

/// A graph of any nodes and edges, without statements.
fn any_graph() -> impl Strategy<Value = Build> {
    let edge = (
        select(&ACTORS[..]),
        select(&TARGETS[..]),
        select(&["supports", "opposes"][..]),
        any::<bool>(),
        1u8..4,
    );
    (prop::collection::vec(edge, 0..10), prop::collection::btree_map(select(&ACTORS[..]), 0u8..3, 0..4)).prop_map(
        |(edges, nodes)| {
            let edge = |(source, target, relation, denied, weight): (&str, &str, &str, bool, u8)| {
                let denial = if denied { "-denied" } else { "" };
                serde_json::from_value::<Edge>(serde_json::json!({
                    "id": format!("e:{source}.{relation}{denial}.{target}"), "source": source, "target": target,
                    "relation": relation, "sign": SCHEMA.sign(relation), "denied": denied, "weight": weight,
                }))
                .unwrap()
            };
            let mut edges: Vec<Edge> = edges.into_iter().map(edge).collect();
            edges.sort_by(|a, b| a.id.cmp(&b.id));
            edges.dedup_by(|a, b| a.id == b.id);
            let node = |(id, label): (&str, u8)| Node { id: id.to_owned(), label: format!("{label}"), ..Node::default() };
            let graph = Graph { meta: graph::Meta::default(), nodes: nodes.into_iter().map(node).collect(), edges };
            Build { graph, statements: Vec::new(), records: Vec::new(), corrections: Vec::new(), originals: Vec::new() }
        },
    )
}

fn check_patch(old: &Build, new: &Build) -> Result<(), TestCaseError> {
    let patch = graph::patch(old, new);
    prop_assert_eq!(&graph::apply(old.clone(), &patch).unwrap(), new);
    let mut written = Vec::new();
    patch.write(&mut written).unwrap();
    let read = Patch::read(&written[..], "patch").unwrap();
    prop_assert_eq!(&read, &patch);
    prop_assert_eq!(&graph::apply(new.clone(), &read.inverse()).unwrap(), old);
    prop_assert!(graph::patch(old, old).is_empty());
    let same = diff::diff(&graph::patch(old, old), &SCHEMA, &|_| None);
    prop_assert_eq!(same, diff::Diff::default());
    if !patch.nodes.is_empty() || !patch.edges.is_empty() {
        prop_assert!(graph::apply(new.clone(), &patch).is_err(), "a patch fits only what it was made from");
    }
    check_diff(old, new, &patch)
}

/// Every edge that came or went is told once, every edge told is in its graph, and each has a cause.
fn check_diff(old: &Build, new: &Build, patch: &Patch) -> Result<(), TestCaseError> {
    let found = diff::diff(patch, &SCHEMA, &|_| None);
    let ids = |build: &Build| -> BTreeSet<String> {
        build
            .graph
            .edges
            .iter()
            .filter(|edge| edge.layer == Layer::Stance)
            .map(|edge| edge.id.clone())
            .collect()
    };
    let (before, after) = (ids(old), ids(new));
    let positions = || found.differences.iter().filter(|d| d.code.name().starts_with("position"));
    let told = |side: fn(&diff::Difference) -> &Option<diff::Side>| -> BTreeSet<String> {
        positions().filter_map(|d| side(d).as_ref()).flat_map(|side| side.edges.clone()).collect()
    };
    let (told_old, told_new) = (told(|d| &d.old), told(|d| &d.new));
    prop_assert!(told_old.is_subset(&before), "{:?}", told_old.difference(&before));
    prop_assert!(told_new.is_subset(&after), "{:?}", told_new.difference(&after));
    // Nothing is renamed in these graphs, or all of a node's places are.
    if found
        .differences
        .iter()
        .all(|d| !matches!(d.code.name(), "node-renamed" | "node-merged" | "node-split"))
    {
        prop_assert!(before.difference(&after).all(|id| told_old.contains(id)), "{found:#?}");
        prop_assert!(after.difference(&before).all(|id| told_new.contains(id)), "{found:#?}");
    }
    for difference in positions() {
        prop_assert!(!difference.causes.is_empty(), "{difference:#?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn patches_of_builds_apply_and_invert(old in corrected(), new in corrected()) {
        check_patch(&build(old.0, old.1), &build(new.0, new.1))?;
    }

    #[test]
    fn patches_of_any_graphs_apply_and_invert(old in any_graph(), new in any_graph()) {
        check_patch(&old, &new)?;
    }

    #[test]
    fn corrections_can_be_taken_back_and_have_no_order((store, corrections) in corrected()) {
        let applied = graph::correct(store.clone(), &corrections, &SCHEMA);
        prop_assert_eq!(&graph::restore(applied.store.statements.clone(), &applied.originals), &store.statements);
        prop_assert_eq!(&applied.store.records, &store.records);
        let ids: BTreeSet<&str> = applied.store.statements.iter().map(|s| s.id.as_str()).collect();
        prop_assert_eq!(ids.len(), applied.store.statements.len());
        let reversed: Vec<Correction> = corrections.iter().rev().cloned().collect();
        let again = graph::correct(store, &reversed, &SCHEMA);
        prop_assert_eq!(&again.store, &applied.store);
        prop_assert_eq!(&again.originals, &applied.originals);
        prop_assert_eq!(again.records(), applied.records());
        prop_assert_eq!(again.unapplied, applied.unapplied);
    }

    #[test]
    fn growing_and_shrinking_equal_building_anew((store, corrections) in corrected(), article in select(&ARTICLES[..])) {
        let whole = build(store.clone(), corrections.clone());
        let restored = |build: &Build| Store {
            statements: graph::restore(build.statements.clone(), &build.originals),
            records: build.records.clone(),
        };
        let part = |store: Store, keep: &dyn Fn(&str) -> bool| Store {
            statements: store.statements.into_iter().filter(|s| keep(&s.article)).collect(),
            records: store.records.into_iter().filter(|r| keep(&r.id)).collect(),
        };
        let never_read = build(part(store.clone(), &|id| id != article), corrections.clone());
        let removed = build(part(restored(&whole), &|id| id != article), corrections.clone());
        prop_assert_eq!(bytes(&removed), bytes(&never_read));
        let (grown, _) = merge([restored(&removed), part(store, &|id| id == article)]);
        prop_assert_eq!(bytes(&build(grown, corrections)), bytes(&whole));
    }

    #[test]
    fn a_filtered_graph_is_the_graph_of_what_is_left(
        store in store(),
        relation in prop::option::of(select(&["opposes", "negotiates"][..])),
        modality in prop::option::of(select(&[Modality::Denied, Modality::Asserted][..])),
        from in prop::option::of(select(&["2000", "2000-06-13"][..])),
        publisher in prop::option::of(Just("one")),
        least in prop::option::of(0.0..1.0),
    ) {
        let graph = fold(&store.statements, &store.records, &SCHEMA, Nodes::Connected);
        let conditions = Filter {
            relations: relation.into_iter().map(str::to_owned).collect(),
            modalities: modality.into_iter().collect(),
            from: from.map(str::to_owned),
            publishers: publisher.into_iter().map(str::to_owned).collect(),
            min_confidence: least,
            ..Filter::default()
        };
        let left: Vec<Statement> = store.statements.iter().filter(|s| conditions.takes(s)).cloned().collect();
        let stances = |graph: &Graph| -> Vec<Edge> {
            graph.edges.iter().filter(|edge| edge.layer == Layer::Stance).cloned().collect()
        };
        let filtered = filter(&graph, &store.statements, &store.records, &SCHEMA, &conditions);
        prop_assert_eq!(stances(&filtered), stances(&fold(&left, &[], &SCHEMA, Nodes::Connected)));
        for edge in &filtered.edges {
            prop_assert!([&edge.source, &edge.target].iter().all(|id| filtered.nodes.iter().any(|n| n.id == **id)));
        }
    }
}
