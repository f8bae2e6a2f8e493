//! What is named, by which entity, in minimal pairs.

use super::*;
use crate::article::Found;
use crate::language::{Engine, Model};
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);
static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::new(&SCHEMA));

/// Checks the mentions of `text`, published at `date`, as `words=entity`; `~` marks an adjective, `'` a possessive.
#[track_caller]
fn check_at(date: Option<&str>, text: &str, expected: &str) {
    let mut article = Article::new("test", text);
    article.date = date.map(|value| Found { value: value.to_owned(), from: "field".to_owned() });
    let parsed = Parsed::new(&article, &mut Engine::new(Model::embedded()));
    let Mentions { entities, mentions } = find(&article, &parsed, &SCHEMA, &GAZETTEER);
    let shown: Vec<String> = mentions
        .iter()
        .map(|m| {
            let mark = match m.form {
                Form::Name => "",
                Form::Possessive => "'",
                Form::Adjective => "~",
            };
            format!("{}{mark}={}", &text[m.span.start..m.span.end], entities[m.entity].id)
        })
        .collect();
    assert_eq!(shown.join(", "), expected, "in {text:?}");
}

#[track_caller]
fn check(text: &str, expected: &str) {
    check_at(Some("2007-10-13"), text, expected);
}

#[test]
fn names_are_found_in_any_line_break_and_hyphenation() {
    check(
        "At the talks in the old halls of Geneva last week the United\nStates rejected it.",
        "United\nStates=state:USA",
    );
    check("US-Russia talks", "US~=state:USA, Russia=state:RUS");
    check("the anti-ballistic  missile treaty", "anti-ballistic  missile treaty=treaty:abm");
}

#[test]
fn case_tells_acronyms_from_words() {
    check("They told us to start again.", "");
    check("The US signed START II.", "US=state:USA, START II=treaty:start-2");
    check("A new start is needed.", "");
    check("New START is needed.", "New START=treaty:new-start");
    check("MOSCOW REJECTS SHIELD", "MOSCOW~=state:RUS");
}

#[test]
fn a_capital_is_a_government_unless_it_is_a_place() {
    check("Moscow rejected it.", "Moscow=state:RUS");
    check("They met in Moscow.", "");
    check("the talks with Moscow", "Moscow=state:RUS");
}

#[test]
fn national_adjectives_need_a_noun_that_stands_for_the_state() {
    check("Russian officials objected.", "Russian officials=state:RUS");
    check("Senior U.S. defense officials objected.", "U.S. defense officials=state:USA");
    check("Russian winters are long.", "Russian~=state:RUS");
    check("Iran's foreign ministry objected.", "Iran's foreign ministry=state:IRN");
    check("Iran's neighbours objected.", "Iran'=state:IRN");
}

#[test]
fn titles_and_nationality_belong_to_the_person() {
    check(
        "Russian President Vladimir Putin spoke.",
        "Russian President Vladimir Putin=official:vladimir-putin",
    );
    check(
        "U.S. Defense Secretary Robert Gates spoke.",
        "U.S. Defense Secretary Robert Gates=official:robert-gates",
    );
    check(
        "Russian visitors and Vladimir Putin spoke.",
        "Russian~=state:RUS, Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn a_surname_means_whom_the_article_names_or_who_was_in_office() {
    check("Gates said no.", "Gates=official:robert-gates");
    check_at(Some("1975-01-01"), "Gates said no.", "");
    check_at(Some("2001-08-08"), "President Bush said no.", "President Bush=official:george-w-bush");
    check_at(Some("1990-08-08"), "President Bush said no.", "President Bush=official:george-hw-bush");
    check_at(None, "President Bush said no.", "");
    check("Jeb Bush said no.", "");
    check("Gates Foundation said no.", "");
}

#[test]
fn a_surname_that_is_a_word_needs_a_title() {
    check_at(Some("2017-05-01"), "In May Russia left.", "Russia=state:RUS");
    check_at(Some("2017-05-01"), "Prime Minister May left.", "Prime Minister May=official:theresa-may");
}

#[test]
fn the_government_of_a_leader_is_the_state() {
    check_at(Some("2003-01-01"), "The Bush administration said no.", "Bush administration=state:USA");
    check_at(Some("2003-01-01"), "Bush said no.", "Bush=official:george-w-bush");
}

#[test]
fn a_state_of_the_past_is_itself() {
    check_at(Some("1988-02-26"), "Moscow rejected it.", "Moscow=state:SUN");
    check_at(Some("2008-02-26"), "Moscow rejected it.", "Moscow=state:RUS");
    check_at(Some("1988-02-26"), "Soviet officials rejected it.", "Soviet officials=state:SUN");
}

#[test]
fn a_newspaper_is_no_city() {
    check("The Washington Post reported it.", "");
    check("Washington reported it.", "Washington=state:USA");
}
