//! Stances in minimal pairs a word apart; what must not come out counts as much.

use crate::article::{Article, Found};
use crate::schema::Schema;
use crate::{Reader, Reading};
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);
static READER: LazyLock<Reader<'static>> = LazyLock::new(|| Reader::new(&SCHEMA));

fn read(text: &str) -> Reading {
    let mut article = Article::new("test", text);
    article.date = Some(Found { value: "2001-08-08".to_owned(), from: "field".to_owned() });
    READER.read(&article)
}

/// Checks the stances of `text`, joined by `; ` in text order.
#[track_caller]
fn check(text: &str, expected: &str) {
    let shown: Vec<String> =
        read(text).statements.iter().map(super::super::statement::Statement::shown).collect();
    assert_eq!(shown.join("; "), expected, "in {text:?}");
}

#[test]
fn subject_and_object_stand_around_the_verb() {
    check("Russia opposes the NMD.", "Russia -[opposes]-> National Missile Defense");
    check("Russia opposes the weather.", "");
    check("In talks with China, Russia opposes the NMD.", "Russia -[opposes]-> National Missile Defense");
    check("Russia mentions the NMD.", "");
}

#[test]
fn a_passive_turns_the_ends() {
    check("The NMD was rejected by Russia.", "Russia -[opposes]-> National Missile Defense");
    check("The NMD was rejected in Russia.", "");
    check("Russia rejected the NMD.", "Russia -[opposes]-> National Missile Defense");
}

#[test]
fn negation_denies_and_does_not_turn() {
    check("NATO does not oppose the NMD.", "NATO -[opposes, denied]-> National Missile Defense");
    check("NATO doesn't oppose the NMD.", "NATO -[opposes, denied]-> National Missile Defense");
    check("NATO opposes the NMD.", "NATO -[opposes]-> National Missile Defense");
}

#[test]
fn conditions_colour_the_stance() {
    check("Russia would oppose the NMD.", "Russia -[opposes, conditional]-> National Missile Defense");
}

#[test]
fn a_condition_may_open_the_clause() {
    check(
        "If Russia opposes the NMD, talks end.",
        "Russia -[opposes, conditional]-> National Missile Defense",
    );
    check("Since Russia opposes the NMD, talks end.", "Russia -[opposes]-> National Missile Defense");
}

#[test]
fn lists_distribute() {
    check(
        "Russia and China oppose the NMD.",
        "Russia -[opposes]-> National Missile Defense; China -[opposes]-> National Missile Defense",
    );
    check("Russia, unlike China, opposes the NMD.", "Russia -[opposes]-> National Missile Defense");
}

#[test]
fn a_nearer_cue_takes_the_object() {
    check(
        "Russia opposes the U.S. desire to amend the ABM treaty.",
        "United States -[seeks_change]-> Anti-Ballistic Missile Treaty",
    );
}

#[test]
fn holders_stand_before_their_noun() {
    check("Moscow's opposition to the NMD grew.", "Russia -[opposes]-> National Missile Defense");
    check("Russian opposition to the NMD grew.", "Russia -[opposes]-> National Missile Defense");
    check("The opposition to the NMD grew.", "");
}

#[test]
fn an_official_who_speaks_for_his_state_holds_its_position() {
    check(
        "Vladimir Putin said Russia opposes the NMD.",
        "Vladimir Putin -[opposes]-> National Missile Defense",
    );
    check("Donald Rumsfeld said Russia opposes the NMD.", "Russia -[opposes]-> National Missile Defense");
}

#[test]
fn who_reports_another_is_the_speaker() {
    let reading = read("Donald Rumsfeld said Russia opposes the NMD.");
    assert_eq!(reading.statements[0].speaker.as_deref(), Some("official:donald-rumsfeld"));
    let reading = read("Russia opposes the NMD, Donald Rumsfeld said.");
    assert_eq!(reading.statements[0].speaker.as_deref(), Some("official:donald-rumsfeld"));
    let reading = read("Russia opposes the NMD, but Donald Rumsfeld said more talks will help.");
    assert_eq!(reading.statements[0].speaker, None);
    let reading = read("Vladimir Putin said Russia opposes the NMD.");
    assert_eq!(reading.statements[0].speaker, None);
    assert_eq!(reading.statements[0].represents.as_deref(), Some("state:RUS"));
}

#[test]
fn a_pronoun_without_a_name_has_no_stance() {
    check("It opposes the NMD, Russia says.", "");
}

#[test]
fn evidence_is_the_sentence_word_for_word() {
    let text = "Talks went on. Russia opposes\nthe NMD. Then they ended.";
    let evidence = &read(text).statements[0].evidence;
    assert_eq!(evidence.text, "Russia opposes\nthe NMD.");
    assert_eq!(&text[evidence.start..evidence.end], evidence.text);
}

#[test]
fn one_sentence_gives_one_statement_an_id() {
    let text = "The United States accused Russia of violating the INF treaty and Washington accused Russia of violating the CFE treaty.";
    let ids: Vec<String> = read(text).statements.into_iter().map(|statement| statement.id).collect();
    let distinct: std::collections::BTreeSet<&String> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len());
}

#[test]
fn other_news_has_no_stance() {
    check("Russia opposes the tax plan.", "");
    check("Germany beat Brazil 7-1 in the semi-final.", "");
    check("The senator welcomed his supporters in Ohio.", "");
}
