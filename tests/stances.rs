//! The lexicon's examples and counter-examples, read whole: minimal pairs of what must come out and what must not.

use demarche::Reader;
use demarche::article::Article;
use demarche::schema::{Cue, Schema};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);

/// Cases that are not read right yet, one `relation: sentence` a line, sorted.
const NOT_YET: &str = include_str!("not-yet-cues.txt");

/// A sentence without the marks of its ends, and the byte ranges of actor and target.
fn unmarked(marked: &str) -> (String, [(usize, usize); 2]) {
    let (mut text, mut ends) = (String::new(), [(0, 0); 2]);
    for c in marked.chars() {
        match c {
            '[' => ends[0].0 = text.len(),
            ']' => ends[0].1 = text.len(),
            '{' => ends[1].0 = text.len(),
            '}' => ends[1].1 = text.len(),
            _ => text.push(c),
        }
    }
    (text, ends)
}

/// What is wrong with the reading of a cue's sentences.
fn check(cue: &Cue, reader: &Reader<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let (text, [actor, target]) = unmarked(&cue.example);
    let named = |range: (usize, usize), mention: &str| {
        let words = &text[range.0..range.1];
        words.contains(mention) || mention.contains(words)
    };
    let read = reader.read(&Article::new("example", &text)).statements;
    let sign = SCHEMA.sign(&cue.relation);
    let symmetric = SCHEMA.is_symmetric(&cue.relation);
    let comes_out = read.iter().any(|s| {
        let straight = named(actor, &s.actor.mention) && named(target, &s.target.mention);
        let turned = named(target, &s.actor.mention) && named(actor, &s.target.mention);
        s.sign == sign && (straight || symmetric && turned)
    });
    if !comes_out {
        wrong.push(format!("{}: {}", cue.relation, cue.example));
    }
    if !cue.counter.is_empty() {
        let read = reader.read(&Article::new("counter", &cue.counter)).statements;
        if read.iter().any(|s| s.relation == cue.relation) {
            wrong.push(format!("not {}: {}", cue.relation, cue.counter));
        }
    }
    wrong
}

#[test]
fn examples_come_out_and_counter_examples_do_not() {
    let reader = Reader::new(&SCHEMA);
    // Those made of the words of praise and blame have no sentence of their own.
    let written = |cue: &&Cue| !cue.example.is_empty();
    let found: BTreeSet<String> =
        SCHEMA.cues.cues.par_iter().filter(written).flat_map_iter(|cue| check(cue, &reader)).collect();
    let known: BTreeSet<String> = NOT_YET
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    if std::env::var_os("UPDATE_NOT_YET").is_some() {
        let mut list: String = NOT_YET.split_inclusive('\n').take_while(|l| l.starts_with('#')).collect();
        list.extend(found.iter().map(|line| format!("{line}\n")));
        std::fs::write("tests/not-yet-cues.txt", list).unwrap();
        return;
    }
    let broken: Vec<_> = found.difference(&known).collect();
    let mended: Vec<_> = known.difference(&found).collect();
    assert!(broken.is_empty(), "no longer read right:\n{broken:#?}");
    assert!(mended.is_empty(), "read right now; take them out of tests/not-yet-cues.txt:\n{mended:#?}");
}

#[test]
fn a_relation_that_the_weights_do_not_know_is_read_by_its_frame() {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let supports = std::fs::read_to_string("schema/relations/supports.toml").unwrap();
    let head = supports.split("[[").next().unwrap().replace("\"supports\"", "\"juggles\"");
    write("relations/juggles.toml", &head);
    write(
        "lexicon/cues.csv",
        "words,part,frame,target,relation,modality,negated,example,counter\njuggle,verb,subject-object,object,juggles,,,,\n",
    );
    let schema = Schema::load(dir.path()).unwrap();
    let reader = Reader::new(&schema);
    let read = |text: &str| -> Vec<String> {
        let statements = reader.read(&Article::new("a", text)).statements;
        statements.iter().map(demarche::statement::Statement::shown).collect()
    };
    assert_eq!(read("Russia juggled START II."), ["Russia -[juggles]-> START II"]);
    assert_eq!(read("Russia slept when START II was juggled in a circus."), Vec::<String>::new());
}
