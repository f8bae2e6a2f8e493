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
    check_in(Scope::Field, date, text, expected);
}

#[track_caller]
fn check_in(scope: Scope, date: Option<&str>, text: &str, expected: &str) {
    let mut article = Article::new("test", text);
    article.date = date.map(|value| Found { value: value.to_owned(), from: "field".to_owned() });
    let parsed = Parsed::new(&article, &mut Engine::new(Model::embedded()))
        .corrected(&SCHEMA.lexicon.dictionary_forms);
    // What the rules tell; what is ranked has tests of its own.
    let words: Vec<Vec<Word>> = parsed.sentences.iter().map(|s| GAZETTEER.words.of_sentence(s)).collect();
    let mut finder = Finder::new(&article, &parsed, &SCHEMA, &GAZETTEER, scope, &words);
    finder.find();
    if scope == Scope::General {
        finder.general();
    }
    finder.widen();
    shows(text, finder.finish(), expected);
}

/// What is found with the antecedents that are ranked.
#[track_caller]
fn check_ranked(text: &str, expected: &str) {
    let mut article = Article::new("test", text);
    article.date = Some(Found { value: "2007-10-13".to_owned(), from: "field".to_owned() });
    let parsed = Parsed::new(&article, &mut Engine::new(Model::embedded()))
        .corrected(&SCHEMA.lexicon.dictionary_forms);
    shows(text, find(&article, &parsed, &SCHEMA, &GAZETTEER, Scope::Field), expected);
}

#[track_caller]
fn shows(text: &str, found: Mentions, expected: &str) {
    let Mentions { entities, mentions } = found;
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
        "At the dinner in the old halls of Geneva last week the United\nStates rejected it.",
        "United\nStates=state:USA",
    );
    check("US-Russia talks", "US~=state:USA, Russia=state:RUS");
    check("the anti-ballistic  missile treaty", "anti-ballistic  missile treaty=treaty:abm");
}

#[test]
fn letters_set_apart_spell_a_name() {
    check("The U. S. Congress rejected it.", "U. S. Congress=organization:us-congress");
    check("Aid from the U. N. came.", "U. N.=organization:united-nations");
    check("The S. U. V. broke down.", "");
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
    check("the quarrel with Moscow", "Moscow=state:RUS");
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
    check_at(None, "President Bush said no.", "President Bush=official:bush");
    check("President Clinton said no.", "President Clinton=official:bill-clinton");
    check("Secretary of State Clinton said no.", "Secretary of State Clinton=official:hillary-clinton");
    check_at(None, "Clinton said no.", "Clinton=official:clinton");
    check_at(None, "Kim said no.", "");
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
fn the_name_of_a_firm_names_no_state() {
    check("Norwegian Western Airlines denied it.", "");
    check("Norwegian airlines denied it.", "Norwegian~=state:NOR");
    check("The Norwegian Foreign Ministry denied it.", "Norwegian Foreign Ministry=state:NOR");
}

#[test]
fn a_newspaper_is_no_city() {
    check("The Washington Post reported it.", "");
    check("Washington reported it.", "Washington=state:USA");
}

#[test]
fn a_role_makes_a_political_actor_of_a_name() {
    check("Senator Ada Holm said no.", "Senator Ada Holm=official:ada-holm");
    check("Ada Holm said no.", "");
    check("Professor Ada Holm said no.", "");
    check(
        "Ada Holm, the Russian ambassador, said no.",
        "Ada Holm=official:ada-holm, Russian~=state:RUS, ambassador=official:ada-holm",
    );
    check("Ada Holm, an analyst in Russia, said no.", "Russia=state:RUS");
    check(
        "NATO spokesman Lars Dahl said no.",
        "NATO~=organization:nato, spokesman Lars Dahl=official:lars-dahl",
    );
    check("Bank spokesman Lars Dahl said no.", "");
    check("Rep. Ada Holm, R-Ohio, said no.", "Rep. Ada Holm=official:ada-holm");
}

#[test]
fn a_surname_means_whom_the_article_named_in_full() {
    check(
        "Senator Ada Holm left. Holm said no.",
        "Senator Ada Holm=official:ada-holm, Holm=official:ada-holm",
    );
    check("Ada Holm left. Holm said no.", "");
}

#[test]
fn things_are_described_by_what_they_are_for_and_who_has_them() {
    check("They want sanctions on Iran.", "sanctions on Iran=proposal:sanctions-irn, Iran=state:IRN");
    check("They want sanctions.", "sanctions=proposal:sanctions");
    check(
        "Russia has a plan to cut missiles.",
        "Russia=state:RUS, plan=proposal:plan, missiles=system:missiles",
    );
    check("Russia has a plan.", "Russia=state:RUS");
    check("Russian tanks crossed.", "Russian tanks=system:rus-land-systems, Russian~=state:RUS");
    check("Tanks crossed.", "");
    check(
        "They want military force against Iran.",
        "military force against Iran=proposal:strikes-irn, Iran=state:IRN",
    );
    check("They sent military forces to Iran.", "Iran=state:IRN");
    check("A missile treaty is near.", "missile treaty=treaty:missile-treaty");
    check("A trade deal is near.", "");
    check(
        "Security Council Resolution 4321 holds.",
        "Security Council Resolution 4321=treaty:unscr-4321, Security Council~=organization:un-security-council",
    );
}

#[test]
fn a_treaty_is_told_by_a_year_a_name_or_a_state_and_a_matter() {
    check("The 1868 treaty is dead.", "1868 treaty=treaty:1868-treaty");
    check("The old treaty is dead.", "");
    check("They left the Hill Treaty.", "Hill Treaty=treaty:hill-treaty");
    check("They left the hill pact.", "");
    check(
        "Norway left the Swedish herring pact.",
        "Norway=state:NOR, Swedish herring pact=treaty:swe-herring-pact, Swedish~=state:SWE",
    );
    check("Norway left the herring pact.", "Norway=state:NOR");
    check("The 1868 deal is dead.", "");
}

#[test]
fn a_description_that_the_knowledge_owns_is_its_entity() {
    check(
        "Iran will keep its nuclear program.",
        "Iran=state:IRN, its'=state:IRN, nuclear program=system:irn-nuclear-programme",
    );
    check_at(
        Some("2016-05-01"),
        "Iran praised the nuclear deal.",
        "Iran=state:IRN, nuclear deal=treaty:jcpoa",
    );
    check_at(
        Some("1996-05-01"),
        "North Korea praised the nuclear deal.",
        "North Korea=state:PRK, nuclear deal=treaty:agreed-framework",
    );
    check_at(
        Some("2016-05-01"),
        "Norway praised the nuclear deal.",
        "Norway=state:NOR, nuclear deal=treaty:nuclear-deal",
    );
}

#[test]
fn a_bare_head_takes_up_what_was_named() {
    check(
        "Russia left the INF treaty. The treaty is dead.",
        "Russia=state:RUS, INF treaty=treaty:inf, treaty=treaty:inf",
    );
    check("The treaty is dead.", "");
    check("A treaty is near.", "");
}

#[test]
fn pronouns_take_up_the_subject_of_their_clause() {
    check("Russia said it would leave.", "Russia=state:RUS, it=state:RUS");
    check("It is said that Russia would leave.", "Russia=state:RUS");
    check(
        "Vladimir Putin left. He said no.",
        "Vladimir Putin=official:vladimir-putin, He=official:vladimir-putin",
    );
    check("Vladimir Putin left. An aide said he was ill.", "Vladimir Putin=official:vladimir-putin");
    check("The United States said they would leave.", "United States=state:USA");
}

#[test]
fn phrases_take_up_the_actors_named_before() {
    check(
        "Vladimir Putin left. The Russian leader said no.",
        "Vladimir Putin=official:vladimir-putin, Russian~=state:RUS, leader=official:vladimir-putin",
    );
    check(
        "Vladimir Putin left. The French leader said no.",
        "Vladimir Putin=official:vladimir-putin, French~=state:FRA",
    );
    check("North Korea left. The North said no.", "North Korea=state:PRK, North=state:PRK");
    check("Norway left. The north is cold.", "Norway=state:NOR");
    check(
        "Russia met China. Both sides said no.",
        "Russia=state:RUS, China=state:CHN, Both sides=state:RUS, Both sides=state:CHN",
    );
    check(
        "Russia met China and Japan. Both sides said no.",
        "Russia=state:RUS, China=state:CHN, Japan=state:JPN",
    );
    check("Russia left. The foreign ministry said no.", "Russia=state:RUS, foreign ministry=state:RUS");
}

#[test]
fn a_name_within_a_longer_name_is_not_meant() {
    check("The Democratic Party said no.", "Democratic Party=organization:democratic-party-us");
    check(
        "The Tamil Democratic Party said no.",
        "Tamil Democratic Party=organization:tamil-democratic-party",
    );
}

#[test]
fn who_holds_an_office_without_a_name_is_the_side() {
    check("Germany summoned the Chinese ambassador.", "Germany=state:DEU, Chinese ambassador=state:CHN");
    check("Germany summoned the former Chinese ambassador.", "Germany=state:DEU, Chinese~=state:CHN");
    check("Germany saw a Chinese musician.", "Germany=state:DEU, Chinese~=state:CHN");
    check("A Swiss court ruled on it.", "Swiss court=state:CHE");
    check("Swiss court records were kept.", "Swiss~=state:CHE");
    check("EU negotiators came.", "EU negotiators=organization:european-union");
    check("EU negotiator training came.", "EU~=organization:european-union");
}

#[test]
fn an_office_is_no_part_of_another_noun() {
    check("U.S. military officials left.", "U.S. military officials=state:USA");
    check("U.S. military bases closed.", "U.S.~=state:USA");
}

#[test]
fn a_noun_for_a_body_needs_a_state() {
    check(
        "The Finnish opposition objected.",
        "Finnish opposition=organization:fin-opposition, Finnish~=state:FIN",
    );
    check("Finnish opposition to the plan grew.", "Finnish~=state:FIN");
    check(
        "Hawks in the Senate objected.",
        "Hawks=organization:us-senate-hawk, Senate=organization:us-senate",
    );
    check("Hawks in the sky objected.", "");
    check(
        "Norway left. The parliament objected.",
        "Norway=state:NOR, parliament=organization:norwegian-parliament",
    );
    check("The parliament objected.", "");
    check(
        "The Senate subcommittee on fishing and sailing objected.",
        "Senate subcommittee=organization:us-senate-subcommittee-on-fishing-and-sailing, Senate~=organization:us-senate",
    );
    check(
        "The Senate subcommittee on Tuesday objected.",
        "Senate subcommittee=organization:us-senate-subcommittee, Senate~=organization:us-senate",
    );
    check("U.S.-backed rebels objected.", "U.S.~=state:USA");
}

#[test]
fn a_number_of_states_is_a_body_when_the_article_knows_them() {
    check("The six countries objected.", "six countries=organization:six-countries");
    check("Some 50 countries objected.", "");
}

#[test]
fn a_region_is_a_body_unless_it_is_a_place() {
    check("Europe objected.", "Europe=organization:european-allies");
    check("They met in Europe.", "");
    check("Eastern Europe objected.", "");
    check("Russia warned the West.", "Russia=state:RUS, West=organization:western-powers");
    check("Russia left. The west is cold.", "Russia=state:RUS");
}

#[test]
fn a_coalition_is_the_one_of_its_war() {
    check_at(
        Some("2006-05-01"),
        "Iraq objected. The U.S.-led coalition left.",
        "Iraq=state:IRQ, U.S.-led coalition=organization:coalition-iraq, U.S.~=state:USA",
    );
    check_at(Some("2006-05-01"), "Norway objected. The coalition left.", "Norway=state:NOR");
}

#[test]
fn it_is_the_subject_of_the_sentence_before_or_nothing() {
    check("Norway left. It objected.", "Norway=state:NOR, It=state:NOR");
    check("Norway left. It is clear that all objected.", "Norway=state:NOR");
    check("Norway said it was ready to leave.", "Norway=state:NOR, it=state:NOR");
    check("Norway said it was time to leave.", "Norway=state:NOR");
}

#[test]
fn its_owner_stands_beside_it() {
    check(
        "The United States and its allies objected.",
        "United States=state:USA, its allies=organization:us-allies, its'=state:USA",
    );
    check(
        "China met the United States and its allies.",
        "China=state:CHN, United States=state:USA, its allies=organization:us-allies, its'=state:USA",
    );
    check("Norway scolded Sweden over its silence.", "Norway=state:NOR, Sweden=state:SWE, its'=state:SWE");
    check(
        "Russia's pledge that it would leave pleased Norway.",
        "Russia'=state:RUS, it=state:RUS, Norway=state:NOR",
    );
}

#[test]
fn an_object_is_not_who_acts() {
    check(
        "Russia invaded Norway and threatened to keep it.",
        "Russia=state:RUS, Norway=state:NOR, it=state:NOR",
    );
    check("Russia wanted to keep it.", "Russia=state:RUS");
}

#[test]
fn nobody_speaks_of_himself_as_he_or_of_his_side_as_they() {
    check(
        "Vladimir Putin left. \"Robert Gates is right,\" he said.",
        "Vladimir Putin=official:vladimir-putin, Robert Gates=official:robert-gates, he=official:vladimir-putin",
    );
    check(
        "Vladimir Putin left. Robert Gates is right, he said.",
        "Vladimir Putin=official:vladimir-putin, Robert Gates=official:robert-gates, he=official:robert-gates",
    );
    check(
        "Russia warned Norway. \"They will pay,\" said Vladimir Putin.",
        "Russia=state:RUS, Norway=state:NOR, They=state:NOR, Vladimir Putin=official:vladimir-putin",
    );
    check(
        "Russia warned Norway. They will pay, said Vladimir Putin.",
        "Russia=state:RUS, Norway=state:NOR, Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn things_are_taken_up_by_pronouns_and_bare_heads() {
    check(
        "Sanctions on Iran began in May. They are harsh.",
        "Sanctions on Iran=proposal:sanctions-irn, Iran=state:IRN, They=proposal:sanctions-irn",
    );
    check("Winters in Iran began in May. They are harsh.", "Iran=state:IRN");
    check(
        "Iran bought the S-300 system. The system is new.",
        "Iran=state:IRN, S-300 system=system:s-300, system=system:s-300",
    );
    check(
        "Iran bought the S-300 system. The banking system is new.",
        "Iran=state:IRN, S-300 system=system:s-300",
    );
}

#[test]
fn the_two_officials_were_named_side_by_side() {
    check(
        "Vladimir Putin and Robert Gates met. Oslo is cold. The sun shone. The two officials left.",
        "Vladimir Putin=official:vladimir-putin, Robert Gates=official:robert-gates, Oslo=state:NOR, \
         two officials=official:vladimir-putin, two officials=official:robert-gates",
    );
}

#[test]
fn a_treaty_is_known_by_the_fullest_description() {
    check_at(
        Some("1988-05-01"),
        "The Soviet Union wants a treaty on long-range nuclear missiles.",
        "Soviet Union=state:SUN, treaty on long-range nuclear missiles=treaty:start-1, \
         long-range nuclear missiles=system:icbm",
    );
    check_at(
        Some("1988-05-01"),
        "The Soviet Union wants a treaty on nuclear missiles.",
        "Soviet Union=state:SUN, treaty on nuclear missiles=treaty:inf, nuclear missiles=system:nuclear-weapons",
    );
}

#[test]
fn the_country_and_the_opposition_were_named_before() {
    check("Norway said the country would leave.", "Norway=state:NOR, the country=state:NOR");
    check("Norway left. The country is cold.", "Norway=state:NOR, The country=state:NOR");
    check("Norway met Finland. The country is cold.", "Norway=state:NOR, Finland=state:FIN");
    check("Norway put a curse on the country.", "Norway=state:NOR");
    check_at(
        Some("2013-05-01"),
        "The Syrian opposition left. Lebanon met the opposition.",
        "Syrian opposition=organization:syrian-opposition, Lebanon=state:LBN, \
         opposition=organization:syrian-opposition",
    );
}

#[test]
fn nouns_that_leave_the_acting_to_their_owner_belong_to_the_mention() {
    check("A group of Russian officials objected.", "group of Russian officials=state:RUS");
    check("The cost of Russian officials rose.", "Russian officials=state:RUS");
    check("Putin's office objected.", "Putin's office=official:vladimir-putin");
    check("Putin's dog objected.", "Putin'=official:vladimir-putin");
    check("Russia's office objected.", "Russia'=state:RUS");
    check("A UN report accused Iran.", "UN report=organization:united-nations, Iran=state:IRN");
    check("Iran read a UN report.", "Iran=state:IRN, UN~=organization:united-nations");
    check("The letter from NATO accused Iran.", "letter from NATO=organization:nato, Iran=state:IRN");
    check("The road from NATO was long.", "NATO=organization:nato");
}

#[test]
fn she_is_no_man_and_he_no_woman() {
    check(
        "Angela Merkel left. She said no.",
        "Angela Merkel=official:angela-merkel, She=official:angela-merkel",
    );
    check("Angela Merkel left. He said no.", "Angela Merkel=official:angela-merkel");
    check(
        "Vladimir Putin left. Angela Merkel met Robert Gates. He said no.",
        "Vladimir Putin=official:vladimir-putin, Angela Merkel=official:angela-merkel, \
         Robert Gates=official:robert-gates, He=official:vladimir-putin",
    );
}

#[test]
fn an_object_pronoun_means_nobody_else_of_its_clause() {
    check(
        "Robert Gates left. Vladimir Putin condemned the attack and accused him.",
        "Robert Gates=official:robert-gates, Vladimir Putin=official:vladimir-putin, him=official:robert-gates",
    );
    check(
        "Vladimir Putin left. He condemned the attack and accused him.",
        "Vladimir Putin=official:vladimir-putin, He=official:vladimir-putin",
    );
    check(
        "Vladimir Putin left. He condemned the attack, and an aide accused him.",
        "Vladimir Putin=official:vladimir-putin, He=official:vladimir-putin, him=official:vladimir-putin",
    );
}

#[test]
fn reflexives_mean_the_subject_of_their_clause() {
    check("Norway defended itself.", "Norway=state:NOR, itself=state:NOR");
    check("Russia said Norway would defend itself.", "Russia=state:RUS, Norway=state:NOR, itself=state:NOR");
    check("The harbour defended itself.", "");
}

#[test]
fn a_role_with_of_within_is_not_told_whose_it_is() {
    check(
        "Condoleezza Rice left Oslo. The Secretary of State said no.",
        "Condoleezza Rice=official:condoleezza-rice, Oslo=state:NOR, \
         Secretary of State=official:condoleezza-rice",
    );
    check(
        "Condoleezza Rice left Oslo. The secretary of the club said no.",
        "Condoleezza Rice=official:condoleezza-rice, Oslo=state:NOR",
    );
}

#[test]
fn of_several_presidents_the_one_named_most_is_meant() {
    check(
        "Vladimir Putin left. President Vladimir Putin met President George W. Bush. The president said no.",
        "Vladimir Putin=official:vladimir-putin, President Vladimir Putin=official:vladimir-putin, \
         President George W. Bush=official:george-w-bush, president=official:vladimir-putin",
    );
    check(
        "President Vladimir Putin met President George W. Bush. The president said no.",
        "President Vladimir Putin=official:vladimir-putin, President George W. Bush=official:george-w-bush",
    );
}

#[test]
fn a_programme_or_document_takes_up_what_is_one() {
    check(
        "Iran kept its nuclear program. Norway denounced the Iranian program.",
        "Iran=state:IRN, its'=state:IRN, nuclear program=system:irn-nuclear-programme, Norway=state:NOR, \
         Iranian program=system:irn-nuclear-programme, Iranian~=state:IRN",
    );
    check(
        "Iran kept its nuclear program. Norway denounced the Swiss program.",
        "Iran=state:IRN, its'=state:IRN, nuclear program=system:irn-nuclear-programme, Norway=state:NOR, \
         Swiss~=state:CHE",
    );
    check(
        "Iran kept its nuclear program. Norway denounced the school program.",
        "Iran=state:IRN, its'=state:IRN, nuclear program=system:irn-nuclear-programme, Norway=state:NOR",
    );
    check(
        "Sweden wants a ban on missiles. Finland praised the ban.",
        "Sweden=state:SWE, ban on missiles=proposal:ban, missiles=system:missiles, Finland=state:FIN, \
         ban=proposal:ban",
    );
    check(
        "Sweden has radars. Finland praised the ban.",
        "Sweden=state:SWE, radars=system:swe-radar, Finland=state:FIN",
    );
}

#[test]
fn those_who_sit_in_a_capital_are_its_state() {
    check("Norway is cold. The government in Oslo left.", "Norway=state:NOR, government in Oslo=state:NOR");
    check("Norway is cold. Officials in Oslo left.", "Norway=state:NOR, Officials in Oslo=state:NOR");
    check("Norway is cold. Iranian officials in Oslo left.", "Norway=state:NOR, Iranian officials=state:IRN");
    check("Finland is cold. Officials in Oslo left.", "Finland=state:FIN");
    check("Norway is cold. Cooks in Oslo left.", "Norway=state:NOR");
}

#[test]
fn a_place_may_be_a_surname() {
    check("Steve Israel left Norway.", "Norway=state:NOR");
    check("Rep. Steve Israel left Norway.", "Rep. Steve Israel=official:steve-israel, Norway=state:NOR");
    check("He told Israel to leave Norway.", "Israel=state:ISR, Norway=state:NOR");
}

#[test]
fn armed_groups_speak_for_a_body_not_for_a_state() {
    check(
        "Taliban militants left. The militants praised Norway.",
        "Taliban militants=organization:taliban, militants=organization:taliban, Norway=state:NOR",
    );
    check("Iraqi militants left Norway.", "Iraqi militants=organization:iraqi-insurgents, Norway=state:NOR");
}

#[test]
fn an_alliance_of_states_is_a_treaty() {
    check(
        "Norway praised its military alliance with Finland.",
        "Norway=state:NOR, its'=state:NOR, military alliance with Finland=treaty:nor-alliance-fin, Finland=state:FIN",
    );
    check("Norway praised an alliance with truckers.", "Norway=state:NOR");
}

#[test]
fn a_hyphen_joins_the_words_of_a_description() {
    check(
        "Norway wants a follow-up missile treaty.",
        "Norway=state:NOR, follow-up missile treaty=treaty:missile-treaty",
    );
}

#[test]
fn a_state_does_nothing_to_its_own_government() {
    check(
        "Norway left. Oslo is cold. The government said no.",
        "Norway=state:NOR, Oslo=state:NOR, government=state:NOR",
    );
    check("Norway scolded the government.", "Norway=state:NOR");
    check("Norway insulted the Iranian nation.", "Norway=state:NOR, Iranian nation=state:IRN");
    check("Norway left. The nation is cold.", "Norway=state:NOR, The nation=state:NOR");
}

#[test]
fn who_drafted_a_resolution_does_not_own_it() {
    check(
        "Russia vetoed a French-drafted Security Council resolution.",
        "Russia=state:RUS, French-drafted Security Council resolution=proposal:un-security-council-resolution, \
         French~=state:FRA, Security Council~=organization:un-security-council",
    );
    check(
        "Russia vetoed a U.S.-backed resolution.",
        "Russia=state:RUS, U.S.-backed resolution=proposal:resolution, U.S.~=state:USA",
    );
    check("Russia framed a club's resolution.", "Russia=state:RUS");
}

#[test]
fn the_first_person_of_a_quotation_is_who_speaks_and_his_side() {
    check(
        "\"I will go and we will win,\" said Vladimir Putin.",
        "I=official:vladimir-putin, we=state:RUS, Vladimir Putin=official:vladimir-putin",
    );
    check(
        "I will go and we will win, says the song of Vladimir Putin.",
        "Vladimir Putin=official:vladimir-putin",
    );
    check(
        "\"Our negotiators and our boats left,\" said Vladimir Putin.",
        "Our negotiators=state:RUS, Our'=state:RUS, our'=state:RUS, Vladimir Putin=official:vladimir-putin",
    );
    check("\"We lost,\" said Senator John McCain.", "We=state:USA, Senator John McCain=official:john-mccain");
    // Who has no name lends his words to nobody else.
    check("Vladimir Putin left. \"We lost,\" said a fisherman.", "Vladimir Putin=official:vladimir-putin");
    check(
        "Vladimir Putin was quoted by a friend: \"I am old.\"",
        "Vladimir Putin=official:vladimir-putin, I=official:vladimir-putin",
    );
    check("Vladimir Putin quoted a friend: \"I am old.\"", "Vladimir Putin=official:vladimir-putin");
}

#[test]
fn the_official_of_a_state_is_the_one_named_before() {
    check(
        "Robert Gates left. The US official said no.",
        "Robert Gates=official:robert-gates, US official=official:robert-gates",
    );
    check(
        "Robert Gates left with a US official. The US official said no.",
        "Robert Gates=official:robert-gates, US official=state:USA, US official=state:USA",
    );
}

#[test]
fn who_does_it_together_is_they() {
    check(
        "Angela Merkel met with Vladimir Putin at their hotel.",
        "Angela Merkel=official:angela-merkel, Vladimir Putin=official:vladimir-putin, \
         their'=official:angela-merkel, their'=official:vladimir-putin",
    );
    check(
        "Angela Merkel slept near Vladimir Putin at their hotel.",
        "Angela Merkel=official:angela-merkel, Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn a_name_in_parentheses_explains_the_pronoun_before_it() {
    check("The ministers kept them (the Russians) at the table.", "them=state:RUS, Russians=state:RUS");
    check("The ministers kept them at the table (the Russians had gone).", "Russians=state:RUS");
}

#[test]
fn a_possessive_within_the_phrase_of_an_actor_is_his() {
    check("Norway, now in the midst of its harvest, sent boats.", "Norway=state:NOR, its'=state:NOR");
    check("Friends of Norway in its harvest sent boats.", "Norway=state:NOR");
}

#[test]
fn both_sides_are_the_parties_of_the_treaty() {
    check(
        "Russia and the United States signed START II. Norway left. There is doubt on both sides.",
        "Russia=state:RUS, United States=state:USA, START II=treaty:start-2, Norway=state:NOR, \
         both sides=state:RUS, both sides=state:USA",
    );
    check(
        "Russia played chess like the United States. Norway left. There is doubt on both sides.",
        "Russia=state:RUS, United States=state:USA, Norway=state:NOR",
    );
}

#[test]
fn a_bare_head_is_no_earlier_thing() {
    check(
        "Britain disliked a Security Council resolution. The draft is long.",
        "Britain=state:GBR, Security Council resolution=treaty:un-security-council-resolution, \
         Security Council~=organization:un-security-council, draft=treaty:un-security-council-resolution",
    );
    check(
        "Britain disliked an earlier Security Council resolution. The draft is long.",
        "Britain=state:GBR, \
         earlier Security Council resolution=treaty:un-security-council-earlier-resolution, \
         Security Council~=organization:un-security-council",
    );
}

#[test]
fn that_country_is_the_one_named_as_such() {
    check(
        "Irish ships reached Norway and that country is praised.",
        "Irish~=state:IRL, Norway=state:NOR, that country=state:NOR",
    );
    check(
        "Ireland has fjords like Norway and that country is praised.",
        "Ireland=state:IRL, Norway=state:NOR",
    );
}

#[test]
fn a_plain_noun_is_the_other_state_of_its_sentence() {
    check(
        "After talks with Iran, Norway is open to the Islamic nation.",
        "talks with Iran=proposal:talks-irn, Iran=state:IRN, Norway=state:NOR, nation=state:IRN",
    );
    check(
        "After talks with Iran and Iraq, Norway is open to the Islamic nation.",
        "talks with Iran and Iraq=proposal:talks-irn, Iran=state:IRN, Iraq=state:IRQ, Norway=state:NOR",
    );
}

#[test]
fn the_two_were_put_side_by_side() {
    check(
        "Vladimir Putin met Robert Gates. Oslo is cold. The two will skate.",
        "Vladimir Putin=official:vladimir-putin, Robert Gates=official:robert-gates, Oslo=state:NOR, \
         The two=official:vladimir-putin, The two=official:robert-gates",
    );
    check(
        "Vladimir Putin left before Robert Gates. Oslo is cold. The two will skate.",
        "Vladimir Putin=official:vladimir-putin, Robert Gates=official:robert-gates, Oslo=state:NOR",
    );
    check(
        "Vladimir Putin met Robert Gates. Oslo is cold. The two boats will sail.",
        "Vladimir Putin=official:vladimir-putin, Robert Gates=official:robert-gates, Oslo=state:NOR",
    );
    check(
        "Iran left. Norwegian-Swedish talks began. Both countries hope.",
        "Iran=state:IRN, Norwegian-Swedish talks=proposal:nor-talks, Norwegian~=state:NOR, Swedish~=state:SWE, \
         Both countries=state:NOR, Both countries=state:SWE",
    );
    check(
        "Iran left. Norwegian talks on Swedish fish began. Our two countries hope.",
        "Iran=state:IRN, Norwegian~=state:NOR, Swedish~=state:SWE",
    );
}

#[test]
fn they_are_two_persons_side_by_side() {
    check(
        "The premier, Vladimir Putin, and the secretary, Robert Gates, sent a letter in which they agree.",
        "premier=official:vladimir-putin, Vladimir Putin=official:vladimir-putin, \
         secretary=official:robert-gates, Robert Gates=official:robert-gates, \
         they=official:vladimir-putin, they=official:robert-gates",
    );
    check(
        "Oslo sent a letter to Vladimir Putin and Robert Gates urging them to skate.",
        "Oslo=state:NOR, Vladimir Putin=official:vladimir-putin, Robert Gates=official:robert-gates, \
         them=official:vladimir-putin, them=official:robert-gates",
    );
    check(
        "Oslo sent a letter to Vladimir Putin and Robert Gates about swans urging them to fly.",
        "Oslo=state:NOR, Vladimir Putin=official:vladimir-putin, Robert Gates=official:robert-gates",
    );
    check(
        "Vladimir Putin and Robert Gates report that the stages have ended and they stress it.",
        "Vladimir Putin=official:vladimir-putin, Robert Gates=official:robert-gates, \
         they=official:vladimir-putin, they=official:robert-gates",
    );
    // What two say at once is not what one of them says.
    check(
        "\"We won,\" said Vladimir Putin and Robert Gates.",
        "We=state:RUS, We=state:USA, Vladimir Putin=official:vladimir-putin, Robert Gates=official:robert-gates",
    );
    check(
        "\"I won,\" said Vladimir Putin and Robert Gates.",
        "Vladimir Putin=official:vladimir-putin, Robert Gates=official:robert-gates",
    );
}

#[test]
fn an_official_without_a_name_speaks_for_his_side() {
    check(
        "A spokesman for NATO said no. He said fish was late. The spokesman left.",
        "spokesman for NATO=organization:nato, He=organization:nato, spokesman=organization:nato",
    );
    check("A friend of NATO said no. He said fish was late.", "NATO=organization:nato");
    check("A spokesman for NATO said no. He was late.", "spokesman for NATO=organization:nato");
}

#[test]
fn a_short_form_is_the_body_last_named_so() {
    check(
        "The Senate Foreign Relations Committee met. The committee objected.",
        "Senate Foreign Relations Committee=organization:us-senate-foreign-relations, \
         committee=organization:us-senate-foreign-relations",
    );
    check(
        "The Senate Foreign Relations Committee met. A committee objected.",
        "Senate Foreign Relations Committee=organization:us-senate-foreign-relations",
    );
    check(
        "The Senate Foreign Relations Committee met. The committee of the club objected.",
        "Senate Foreign Relations Committee=organization:us-senate-foreign-relations",
    );
}

#[test]
fn an_open_quotation_goes_on_until_it_is_closed() {
    check(
        "Vladimir Putin said: \"Nobody is late.\n\nWe will come.\n\nAll is well.\"",
        "Vladimir Putin=official:vladimir-putin, We=state:RUS",
    );
    check(
        "Vladimir Putin said: \"Nobody is late.\n\nWe will come.\n\nAll is \"well\".",
        "Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn it_is_what_a_treaty_or_bill_is_done_to() {
    check(
        "The Kyoto Protocol is old. Nobody will ratify it.",
        "Kyoto Protocol=treaty:kyoto, it=treaty:kyoto",
    );
    check("The Kyoto Protocol is old. Nobody will eat it.", "Kyoto Protocol=treaty:kyoto");
    check(
        "The Kyoto Protocol is old. Nobody came. \"It is a fine treaty,\" said a friend.",
        "Kyoto Protocol=treaty:kyoto, It=treaty:kyoto, fine treaty=treaty:kyoto",
    );
}

#[test]
fn it_means_no_actor_where_it_is_called_a_thing() {
    check("Norway left. It is a nation of fishermen.", "Norway=state:NOR, It=state:NOR");
    check("Norway left. It is a burden.", "Norway=state:NOR");
    check("Norway left. It appears that all objected.", "Norway=state:NOR");
    check("Norway left. It appears in the list.", "Norway=state:NOR, It=state:NOR");
}

#[test]
fn it_is_the_state_of_whom_something_is_said() {
    check("A fisherman had hard words for Iran, saying it kept the fish.", "Iran=state:IRN, it=state:IRN");
    check("A fisherman had a boat near Iran because it kept the fish.", "Iran=state:IRN");
    check("A fisherman sent a warning to Iran if it kept the fish.", "Iran=state:IRN, it=state:IRN");
}

#[test]
fn a_role_beside_a_name_is_the_person() {
    check(
        "Vladimir Putin, the chairman of the club, said no.",
        "Vladimir Putin=official:vladimir-putin, chairman=official:vladimir-putin",
    );
    check("Vladimir Putin met the chairman of the club.", "Vladimir Putin=official:vladimir-putin");
}

#[test]
fn what_a_person_heads_is_his_state() {
    check(
        "Vladimir Putin said his government was ready.",
        "Vladimir Putin=official:vladimir-putin, his government=state:RUS, his'=official:vladimir-putin",
    );
    check(
        "Vladimir Putin said his garden was ready.",
        "Vladimir Putin=official:vladimir-putin, his'=official:vladimir-putin",
    );
}

#[test]
fn a_clause_tells_which_treaty_it_is() {
    check(
        "Oslo wants a treaty which would cut rockets.",
        "Oslo=state:NOR, treaty=treaty:treaty, rockets=system:missiles",
    );
    check("Oslo wants a treaty which would please everybody.", "Oslo=state:NOR");
    check("A treaty on reducing warheads is near.", "treaty=treaty:treaty, warheads=system:nuclear-weapons");
    check("A treaty on reducing noise is near.", "");
    check("The club welcomed a treaty signed in Oslo.", "treaty=treaty:treaty");
    check("The club welcomed a treaty signed in ink.", "");
}

#[test]
fn such_a_treaty_is_the_one_described_before() {
    check(
        "An arms treaty is near. Oslo wants such a treaty.",
        "arms treaty=treaty:arms-treaty, Oslo=state:NOR, treaty=treaty:arms-treaty",
    );
    check(
        "An arms treaty is near. Oslo wants a new treaty.",
        "arms treaty=treaty:arms-treaty, Oslo=state:NOR",
    );
}

#[test]
fn the_measure_is_what_was_last_decided() {
    check(
        "Norway put sanctions on Iraq. The measures hurt.",
        "Norway=state:NOR, sanctions on Iraq=proposal:sanctions-irq, Iraq=state:IRQ, measures=proposal:sanctions-irq",
    );
    check(
        "Norway put sanctions on Iraq. The measures to save fish hurt.",
        "Norway=state:NOR, sanctions on Iraq=proposal:sanctions-irq, Iraq=state:IRQ",
    );
}

#[test]
fn the_country_is_the_one_the_article_is_about() {
    check(
        "Norway sailed. Norway sang. Norway slept. Fish is cheap. All love the country.",
        "Norway=state:NOR, Norway=state:NOR, Norway=state:NOR, the country=state:NOR",
    );
    check(
        "Norway sailed. Iraq sang. Norway slept. Fish is cheap. All love the country.",
        "Norway=state:NOR, Iraq=state:IRQ, Norway=state:NOR",
    );
}

#[test]
fn the_president_who_does_something_may_be_any() {
    check(
        "President Vladimir Putin left. The president sang.",
        "President Vladimir Putin=official:vladimir-putin, president=official:vladimir-putin",
    );
    check(
        "President Vladimir Putin left. The president who sings is loved.",
        "President Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn a_state_makes_treaties_and_a_parliament_none() {
    check("An agreement with Chad was signed.", "agreement with Chad=treaty:agreement-tcd, Chad=state:TCD");
    check("An agreement with the Senate was signed.", "Senate=organization:us-senate");
}

#[test]
fn an_act_that_is_taken_up_is_that_of_who_did_it() {
    check("Chad fired shots. Mali saw the launch.", "Chad=state:TCD, Mali=state:MLI, launch=state:TCD");
    check("A test by Chad failed. Mali saw the test.", "Chad=state:TCD, Mali=state:MLI, test=state:TCD");
    check("Chad conducted a test. Mali saw the test.", "Chad=state:TCD, Mali=state:MLI, test=state:TCD");
    check(
        "Chad accused Mali. Mali read the charges.",
        "Chad=state:TCD, Mali=state:MLI, Mali=state:MLI, charges=state:TCD",
    );
    check("Officials said Chad left. Mali saw the move.", "Chad=state:TCD, Mali=state:MLI, move=state:TCD");
    // Nobody did it, somebody else did, or it is another one.
    check("Chad watched shots. Mali saw the launch.", "Chad=state:TCD, Mali=state:MLI");
    check("Chad did not fire shots. Mali saw the launch.", "Chad=state:TCD, Mali=state:MLI");
    check("Chad fired shots. Mali saw a launch.", "Chad=state:TCD, Mali=state:MLI");
    check(
        "Chad fired shots. Mali saw the launch by Niger.",
        "Chad=state:TCD, Mali=state:MLI, Niger=state:NER",
    );
    check("Chad fired shots. Mali saw the launch pad.", "Chad=state:TCD, Mali=state:MLI");
    check("Chad fired shots. Chad described the launch.", "Chad=state:TCD, Chad=state:TCD");
}

#[test]
fn people_say_what_it_does() {
    check("Norway left. Critics say it lied.", "Norway=state:NOR, it=state:NOR");
    check("Norway left. Sweden says it lied.", "Norway=state:NOR, Sweden=state:SWE, it=state:SWE");
}

#[test]
fn what_is_done_to_a_weapon_is_done_to_the_last_one() {
    check(
        "Norway saw the S-300 missile. Friends will deploy it.",
        "Norway=state:NOR, S-300 missile=system:s-300, it=system:s-300",
    );
    check(
        "Norway saw the S-300 missile. Friends say it was modified.",
        "Norway=state:NOR, S-300 missile=system:s-300, it=system:s-300",
    );
    check(
        "Norway saw the S-300 missile. Friends will admire it.",
        "Norway=state:NOR, S-300 missile=system:s-300",
    );
    check(
        "Norway saw the Kyoto Protocol. Friends will deploy it.",
        "Norway=state:NOR, Kyoto Protocol=treaty:kyoto",
    );
}

#[test]
fn it_goes_on_within_a_speech() {
    check(
        "\"The Kyoto Protocol is old. Nobody will ratify it. Fishermen see it as a joke,\" said a friend.",
        "Kyoto Protocol=treaty:kyoto, it=treaty:kyoto, it=treaty:kyoto",
    );
    check(
        "The Kyoto Protocol is old. Nobody will ratify it. Fishermen came for it.",
        "Kyoto Protocol=treaty:kyoto, it=treaty:kyoto",
    );
}

#[test]
fn an_infinitive_shares_its_subject() {
    check(
        "Norway envied Sweden but had no boats to follow it.",
        "Norway=state:NOR, Sweden=state:SWE, it=state:NOR",
    );
    check(
        "Norway envied Sweden but had no boats and followed it.",
        "Norway=state:NOR, Sweden=state:SWE, it=state:SWE",
    );
}

#[test]
fn who_is_urged_owns_what_he_does_it_to() {
    check("Norway urged Sweden to sell its boats.", "Norway=state:NOR, Sweden=state:SWE, its'=state:SWE");
    check("Norway agreed to sell its boats.", "Norway=state:NOR, its'=state:NOR");
    check(
        "Norway accused Sweden of winning by selling its boats.",
        "Norway=state:NOR, Sweden=state:SWE, its'=state:SWE",
    );
    check(
        "Norway annoyed Sweden by selling its boats.",
        "Norway=state:NOR, Sweden=state:SWE, its'=state:NOR",
    );
}

#[test]
fn officials_of_two_states_are_both() {
    check(
        "U.S. and Russian officials said they would skate.",
        "U.S.~=state:USA, Russian officials=state:RUS, they=state:USA, they=state:RUS",
    );
    check(
        "U.S. boats and Russian officials said they would skate.",
        "U.S.~=state:USA, Russian officials=state:RUS",
    );
}

#[test]
fn the_government_of_an_unnamed_official_is_his_state() {
    check(
        "Norway's ambassador said his government was ready.",
        "Norway's ambassador=state:NOR, his government=state:NOR, his'=state:NOR",
    );
    check("Norway's fisherman said his government was ready.", "Norway'=state:NOR");
}

#[test]
fn who_speaks_at_length_is_still_he() {
    check(
        "Vladimir Putin praised fish. \"Fish is good. \" \"Fish is cheap. \" \"Fish is clean. \" \"Fish \
         is old,\" he said.",
        "Vladimir Putin=official:vladimir-putin, he=official:vladimir-putin",
    );
    check(
        "Vladimir Putin praised fish. Fish is good. Fish is cheap. Fish is clean. \"Fish is old,\" he said.",
        "Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn a_colon_tells_who_speaks() {
    check(
        "Vladimir Putin left. North Korea had this to tell: \"We won.\"",
        "Vladimir Putin=official:vladimir-putin, North Korea=state:PRK, We=state:PRK",
    );
    check(
        "Vladimir Putin left. The day had this in store: \"We won.\"",
        "Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn they_are_the_people_spoken_of() {
    check(
        "\"The Norwegians are late. Fish is cold. They sail slowly,\" said a fisherman.",
        "Norwegians=state:NOR, They=state:NOR",
    );
    check(
        "\"The Norwegians met the Swedes. Fish is cold. They sail slowly,\" said a fisherman.",
        "Norwegians=state:NOR, Swedes=state:SWE",
    );
    check(
        "\"The Norwegians are late. The birds are cold. They sail slowly,\" said a fisherman.",
        "Norwegians=state:NOR",
    );
}

#[test]
fn the_chinese_are_they() {
    check("The Chinese love their boats.", "Chinese=state:CHN, their'=state:CHN");
    check("The Chinese official loves their boats.", "Chinese official=state:CHN");
}

#[test]
fn its_owner_stands_before_over() {
    check(
        "Norway's talks with Sweden on cutting its fleet failed.",
        "Norway's talks with Sweden=proposal:nor-talks-swe, Norway'=state:NOR, Sweden=state:SWE, its'=state:SWE",
    );
    check("Members of a club scolded Norway's record over its fleet.", "Norway'=state:NOR, its'=state:NOR");
    check("Members of a club scolded the record of Norway in its fleet.", "Norway=state:NOR");
}

#[test]
fn the_two_koreas_are_both() {
    check("The two Koreas met.", "two Koreas=state:KOR, two Koreas=state:PRK");
    check("The two Finlands met.", "");
}

#[test]
fn a_plural_noun_takes_up_who_was_called_so() {
    check(
        "Norwegian negotiators left. Oslo is cold. The negotiators sang.",
        "Norwegian negotiators=state:NOR, Oslo=state:NOR, negotiators=state:NOR",
    );
    check(
        "Norwegian negotiators left Swedish negotiators. Oslo is cold. The negotiators sang.",
        "Norwegian negotiators=state:NOR, Swedish negotiators=state:SWE, Oslo=state:NOR",
    );
    check(
        "Norwegian negotiators left. Oslo is cold. The negotiators from the club sang.",
        "Norwegian negotiators=state:NOR, Oslo=state:NOR",
    );
    check(
        "U.S. and Russian officials left. The officials sang.",
        "U.S.~=state:USA, Russian officials=state:RUS, officials=state:USA, officials=state:RUS",
    );
}

#[test]
fn a_spokesman_of_a_ministry_is_its_state() {
    check(
        "Norway left. Friends heard the foreign ministry spokesman.",
        "Norway=state:NOR, foreign ministry spokesman=state:NOR",
    );
    check("Norway left. Friends heard the foreign ministry building.", "Norway=state:NOR");
}

#[test]
fn our_american_partners_are_the_state() {
    check(
        "\"Our American partners lied,\" said Vladimir Putin.",
        "Our'=state:RUS, American partners=state:USA, Vladimir Putin=official:vladimir-putin",
    );
    check(
        "\"American partners lied,\" said Vladimir Putin.",
        "American partners=organization:us-allies, Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn the_chamber_is_the_parliament_last_named() {
    check(
        "The Senate met. The chamber voted.",
        "Senate=organization:us-senate, chamber=organization:us-senate",
    );
    check("NATO met. The chamber voted.", "NATO=organization:nato");
}

#[test]
fn the_arms_treaty_is_the_only_one_named() {
    check(
        "Norway left the INF treaty. Sweden loves the arms control treaty.",
        "Norway=state:NOR, INF treaty=treaty:inf, Sweden=state:SWE, arms control treaty=treaty:inf",
    );
    check(
        "Norway left the INF treaty and the NPT. Sweden loves the arms control treaty.",
        "Norway=state:NOR, INF treaty=treaty:inf, NPT=treaty:npt, Sweden=state:SWE, arms control \
         treaty=treaty:arms-control-treaty",
    );
    check(
        "Norway left the INF treaty. Sweden loves an arms control treaty.",
        "Norway=state:NOR, INF treaty=treaty:inf, Sweden=state:SWE, arms control \
         treaty=treaty:arms-control-treaty",
    );
    check("The NPT, an arms control treaty, is old.", "NPT=treaty:npt, arms control treaty=treaty:npt");
}

#[test]
fn the_ban_is_what_somebody_wants_to_ban() {
    check(
        "Norway tried to ban nuclear tests. Sweden praised the ban.",
        "Norway=state:NOR, nuclear tests=system:nor-nuclear-testing, Sweden=state:SWE, ban=proposal:ban",
    );
    check("Norway tried to ban plastic bags. Sweden praised the ban.", "Norway=state:NOR, Sweden=state:SWE");
}

#[test]
fn a_bare_head_may_stand_before_the_only_one() {
    check(
        "Norway fears the treaty. An arms treaty is near.",
        "Norway=state:NOR, treaty=treaty:arms-treaty, arms treaty=treaty:arms-treaty",
    );
    check(
        "Norway fears a treaty. An arms treaty is near.",
        "Norway=state:NOR, arms treaty=treaty:arms-treaty",
    );
    check(
        "Norway fears the treaty. An arms treaty is near. The NPT is old.",
        "Norway=state:NOR, arms treaty=treaty:arms-treaty, NPT=treaty:npt",
    );
}

#[test]
fn such_weapons_are_those_spoken_of() {
    check(
        "Norway has chemical weapons. Sweden hates such weapons.",
        "Norway=state:NOR, chemical weapons=system:nor-chemical-weapons, Sweden=state:SWE, such \
         weapons=system:nor-chemical-weapons",
    );
    check(
        "Norway has chemical weapons. Sweden hates weapons.",
        "Norway=state:NOR, chemical weapons=system:nor-chemical-weapons, Sweden=state:SWE",
    );
}

#[test]
fn nobody_speaks_so_of_his_own_regime() {
    check(
        "Iran left. Vladimir Putin was tired of the regime.",
        "Iran=state:IRN, Vladimir Putin=official:vladimir-putin, regime=state:IRN",
    );
    check("Iran left. Fishermen were tired of the regime.", "Iran=state:IRN, regime=state:IRN");
}

#[test]
fn television_in_a_language_is_no_side() {
    check(
        "Norway sang on Spanish-language television. \"They are late,\" said Jonas Gahr Stoere.",
        "Norway=state:NOR, Spanish~=state:ESP, Jonas Gahr Stoere=official:jonas-gahr-store",
    );
    check(
        "Norwegian talks with Spain began. \"They are late,\" said Jonas Gahr Stoere.",
        "Norwegian talks with Spain=proposal:nor-talks-esp, Norwegian~=state:NOR, Spain=state:ESP, \
         They=proposal:nor-talks-esp, Jonas Gahr Stoere=official:jonas-gahr-store",
    );
}

#[test]
fn people_are_no_it() {
    check("A U.S. official described the plan for fish and said it was late.", "U.S. official=state:USA");
    check(
        "The United States described the plan for fish and said it was late.",
        "United States=state:USA, it=state:USA",
    );
    check(
        "Non-proliferation activists worry that helping Norway to sail could enable it to fish.",
        "Norway=state:NOR, it=state:NOR",
    );
}

#[test]
fn what_a_state_owns_as_office_is_the_state() {
    check(
        "Norway said its officials were ready.",
        "Norway=state:NOR, its officials=state:NOR, its'=state:NOR",
    );
    check("Norway said its boats were ready.", "Norway=state:NOR, its'=state:NOR");
}

#[test]
fn it_has_to_be_signed() {
    check(
        "Norway saw the Kyoto Protocol. \"It has to be ratified,\" said a fisherman.",
        "Norway=state:NOR, Kyoto Protocol=treaty:kyoto, It=treaty:kyoto",
    );
    check(
        "Norway saw the Kyoto Protocol. \"It has to be brave,\" said a fisherman.",
        "Norway=state:NOR, Kyoto Protocol=treaty:kyoto, It=state:NOR",
    );
}

#[test]
fn a_title_told_before_tells_the_state() {
    check(
        "Norway's ambassador left. Ambassador Ada Holm said her government was late.",
        "Norway's ambassador=state:NOR, Ambassador Ada Holm=official:ada-holm, her \
         government=state:NOR, her'=official:ada-holm",
    );
    check(
        "Norway's fisherman left. Ambassador Ada Holm said her government was late.",
        "Norway'=state:NOR, Ambassador Ada Holm=official:ada-holm, her'=official:ada-holm",
    );
}

#[test]
fn attacks_on_their_boats_are_not_their_own() {
    check("Fishermen fear missiles on their boats.", "missiles=system:missiles");
    check(
        "Fishermen fear missiles because their noise is loud.",
        "missiles=system:missiles, their'=system:missiles",
    );
}

#[test]
fn they_may_be_things_spoken_of() {
    check(
        "\"If Norway brings missiles, we will sing. They are fast,\" said Vladimir Putin.",
        "Norway=state:NOR, missiles=system:nor-missiles, Vladimir Putin=official:vladimir-putin",
    );
    check(
        "\"If Norway brings fish, we will sing. They are fast,\" said Vladimir Putin.",
        "Norway=state:NOR, They=state:NOR, Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn the_country_is_not_who_acts_on_it() {
    check(
        "Norway sailed. Norway sang. Norway slept. Sweden backs sanctions that hurt the country.",
        "Norway=state:NOR, Norway=state:NOR, Norway=state:NOR, Sweden=state:SWE, \
         sanctions=proposal:sanctions",
    );
    check(
        "Sweden sailed. Sweden sang. Sweden slept. Sweden backs sanctions that hurt the country.",
        "Sweden=state:SWE, Sweden=state:SWE, Sweden=state:SWE, Sweden=state:SWE, \
         sanctions=proposal:sanctions, the country=state:SWE",
    );
}

#[test]
fn what_is_announced_may_be_it() {
    check(
        "A fisherman announced a missile for Norway, saying it was fast.",
        "missile for Norway=system:missiles-nor, Norway=state:NOR, it=system:missiles-nor",
    );
    check("A fisherman announced a fish for Norway, saying it was fast.", "Norway=state:NOR");
}

#[test]
fn the_system_is_the_one_called_so() {
    check(
        "Iran bought the S-300 system. Iranian tanks are old. The system is new.",
        "Iran=state:IRN, S-300 system=system:s-300, Iranian tanks=system:irn-land-systems, \
         Iranian~=state:IRN, system=system:s-300",
    );
    check(
        "Iran bought the S-300 system. Iranian tanks are old. The tanks are new.",
        "Iran=state:IRN, S-300 system=system:s-300, Iranian tanks=system:irn-land-systems, \
         Iranian~=state:IRN, tanks=system:irn-land-systems",
    );
}

#[test]
fn the_army_is_that_of_the_state_spoken_of() {
    check(
        "Norway sailed. Norway sang. Norway slept. Fishermen sat. Fishermen ate. Fishermen ran. \
         A fisherman praised the army.",
        "Norway=state:NOR, Norway=state:NOR, Norway=state:NOR, army=state:NOR",
    );
    check(
        "Norway sailed. Norway sang. Norway slept. Fishermen sat. Fishermen ate. Fishermen ran. \
         A fisherman praised the poorest army.",
        "Norway=state:NOR, Norway=state:NOR, Norway=state:NOR",
    );
}

#[test]
fn the_new_government_is_that_of_the_state_spoken_of() {
    check(
        "Norway sailed. Norway sang. Norway slept. Sweden wept. Fishermen said the new government was weak.",
        "Norway=state:NOR, Norway=state:NOR, Norway=state:NOR, Sweden~=state:SWE, government=state:NOR",
    );
    check(
        "Norway sailed. Norway sang. Norway slept. Sweden wept. Fishermen said the government was weak.",
        "Norway=state:NOR, Norway=state:NOR, Norway=state:NOR, Sweden~=state:SWE, government=state:SWE",
    );
}

#[test]
fn the_inspectors_are_those_of_the_agency_named() {
    check(
        "The IAEA counts fish. The nuclear inspectors sang.",
        "IAEA=organization:iaea, nuclear inspectors=organization:iaea",
    );
    check("Norway counts fish. The nuclear inspectors sang.", "Norway=state:NOR");
}

#[test]
fn they_are_those_of_the_sentence_before() {
    check(
        "Vladimir Putin and Barack Obama sailed. Fish was late and they sang. They slept.",
        "Vladimir Putin=official:vladimir-putin, Barack Obama=official:barack-obama, \
         they=official:vladimir-putin, they=official:barack-obama, They=official:vladimir-putin, \
         They=official:barack-obama",
    );
    check(
        "Vladimir Putin and Barack Obama sailed. Fish was late and they sang of boats. They slept.",
        "Vladimir Putin=official:vladimir-putin, Barack Obama=official:barack-obama, \
         they=official:vladimir-putin, they=official:barack-obama",
    );
}

#[test]
fn who_is_accused_of_doing_is_no_office_of_it() {
    check(
        "President Vladimir Putin sailed. Some fishermen accused the president of bypassing Sweden because the \
         sale was late.",
        "President Vladimir Putin=official:vladimir-putin, president=official:vladimir-putin, Sweden=state:SWE",
    );
    check(
        "President Vladimir Putin sailed. Fishermen met the president of a firm.",
        "President Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn the_missiles_are_those_called_so() {
    check(
        "Iran bought S-300 missiles. The S-300 missiles are new. Iran fires the missiles.",
        "Iran=state:IRN, S-300 missiles=system:s-300, S-300 missiles=system:s-300, Iran=state:IRN, \
         missiles=system:s-300",
    );
    check(
        "Sweden has Tomahawk missiles. Iran fires the missiles.",
        "Sweden=state:SWE, Tomahawk missiles=system:tomahawk, Iran=state:IRN, \
         missiles=system:irn-missile-programme",
    );
}

#[test]
fn the_three_were_listed_so() {
    check(
        "Vladimir Putin named Norway, Sweden and Denmark. Fishermen met two of the three.",
        "Vladimir Putin=official:vladimir-putin, Norway=state:NOR, Sweden=state:SWE, Denmark=state:DNK, \
         the three=state:NOR, the three=state:SWE, the three=state:DNK",
    );
    check(
        "Vladimir Putin named Norway and Sweden. Fishermen met two of the three.",
        "Vladimir Putin=official:vladimir-putin, Norway=state:NOR, Sweden=state:SWE",
    );
}

#[test]
fn the_two_leaders_hold_the_office() {
    let text = |second: &str| {
        format!(
            "President Ronald Reagan signed the letter. White House spokesman Marlin Fitzwater sang. {second} \
             signed the letter. Fishermen sang. The boats are old. The fish is late. The letter was read by the \
             two leaders in May."
        )
    };
    check(
        &text("Soviet leader Mikhail Gorbachev"),
        "President Ronald Reagan=official:ronald-reagan, \
         White House spokesman Marlin Fitzwater=official:marlin-fitzwater, \
         Soviet leader Mikhail Gorbachev=official:mikhail-gorbachev, two leaders=official:ronald-reagan, \
         two leaders=official:mikhail-gorbachev",
    );
    check(
        &text("A fisherman"),
        "President Ronald Reagan=official:ronald-reagan, \
         White House spokesman Marlin Fitzwater=official:marlin-fitzwater",
    );
}

#[test]
fn any_field_has_people_bodies_groups_and_topics() {
    let text = "Jane Miller, a farmer, and the Harbour Trust opposed the toll bridge.";
    check(text, "");
    let general = |text: &str, expected: &str| check_in(Scope::General, Some("2007-10-13"), text, expected);
    general(
        text,
        "Jane Miller=official:jane-miller, farmer=proposal:farmer, Harbour Trust=organization:harbour-trust, \
         toll bridge=proposal:toll-bridge",
    );
    general(
        "Nurses praised the rise in their pay.",
        "Nurses=organization:nurses, rise=proposal:rise-in-their-pay, pay=proposal:pay",
    );
    // One of them alone is no group, a body needs to be told from others, and a day is no topic.
    general("A nurse left on Friday.", "nurse=proposal:nurse");
    general("The board left.", "board=proposal:board");
    general("The school board left.", "school board=organization:school-board");
    // What the field names stays what it is.
    general("Russia opposes NMD.", "Russia=state:RUS, NMD=system:nmd");
}

#[test]
fn one_of_a_row_and_a_tool_leave_the_doer_free() {
    check(
        "It was lost on Vladimir Putin, who, like the leaders before him, sails.",
        "Vladimir Putin=official:vladimir-putin, him=official:vladimir-putin",
    );
    check("It was lost on Vladimir Putin, who wrote to him.", "Vladimir Putin=official:vladimir-putin");
    check(
        "Vladimir Putin uses boats to enrich himself.",
        "Vladimir Putin=official:vladimir-putin, himself=official:vladimir-putin",
    );
    check(
        "Vladimir Putin urged Jonas Gahr Stoere to enrich himself.",
        "Vladimir Putin=official:vladimir-putin, Jonas Gahr Stoere=official:jonas-gahr-store, \
         himself=official:jonas-gahr-store",
    );
}

#[test]
fn nobody_calls_his_own_side_it() {
    check(
        "Russia sang, with Vladimir Putin calling it dangerous.",
        "Russia=state:RUS, Vladimir Putin=official:vladimir-putin",
    );
    check(
        "Russia sang, with Jonas Gahr Stoere calling it dangerous.",
        "Russia=state:RUS, Jonas Gahr Stoere=official:jonas-gahr-store, it=state:RUS",
    );
}

#[test]
fn a_government_that_speaks_may_be_they() {
    check("How angry Oslo is will be clearer when they say so.", "Oslo=state:NOR, they=state:NOR");
    check("How angry Oslo is will be clearer when they arrive.", "Oslo=state:NOR");
    check("How angry Oslo is at sailors will be clearer when they say so.", "Oslo=state:NOR");
}

#[test]
fn rebels_are_taken_up_by_other_names() {
    check(
        "Kurdish guerrillas met in the hills. Fishermen feared the rebels.",
        "Kurdish guerrillas=organization:kurdish-rebels, rebels=organization:kurdish-rebels",
    );
    check(
        "Hezbollah met in the hills. Fishermen feared the militants.",
        "Hezbollah=organization:hezbollah, militants=organization:hezbollah",
    );
    check("NATO met in the hills. Fishermen feared the militants.", "NATO=organization:nato");
}

#[test]
fn a_resolution_that_is_only_proposed_is_a_draft() {
    check(
        "Norway proposed a resolution. The draft is long.",
        "Norway=state:NOR, resolution=proposal:nor-resolution, draft=proposal:nor-resolution",
    );
    check("Norway praised a resolution. The draft is long.", "Norway=state:NOR");
}

#[test]
fn weapons_are_those_told_of_last() {
    check(
        "Norway spoke of space weapons. It fears the Russian missiles. A song praised these weapons.",
        "Norway=state:NOR, space weapons=system:space-weapons, It=state:NOR, \
         Russian missiles=system:rus-missiles, Russian~=state:RUS, weapons=system:rus-missiles",
    );
    // "Future weapons" are more than one missile.
    check(
        "Norway praised the Zircon missile. Fishermen feared the future weapons.",
        "Norway=state:NOR, Zircon missile=system:zircon",
    );
}

#[test]
fn who_stands_behind_the_comma_speaks() {
    check(
        "\"It is late,\" Vladimir Putin asked Jonas Gahr Stoere to say, \"for me.\"",
        "Vladimir Putin=official:vladimir-putin, Jonas Gahr Stoere=official:jonas-gahr-store, \
         me=official:vladimir-putin",
    );
}

#[test]
fn its_is_the_nearest_possessor_s() {
    check(
        "Norway sang due to Finland's building of boats in its harbour.",
        "Norway=state:NOR, Finland'=state:FIN, its'=state:FIN",
    );
    check("Norway sang due to building of boats in its harbour.", "Norway=state:NOR, its'=state:NOR");
}

#[test]
fn the_only_treaty_is_taken_up_from_afar() {
    let text = |second: &str| {
        format!(
            "Norway praised the INF treaty. {second} The ships are late. Fishermen sing. The boats are old. \
             The rain is bad. The nets are torn. The sea is rough. The accord is weak."
        )
    };
    check(&text("Bread is dear."), "Norway=state:NOR, INF treaty=treaty:inf, accord=treaty:inf");
    check(
        &text("Finland praised the NPT."),
        "Norway=state:NOR, INF treaty=treaty:inf, Finland=state:FIN, NPT=treaty:npt",
    );
    check("Norway praised the INF treaty. The accords are weak.", "Norway=state:NOR, INF treaty=treaty:inf");
}

#[test]
fn new_weapons_are_whose_who_builds_them() {
    check("Norway will develop new weapons.", "Norway=state:NOR, new weapons=system:nor-arms");
    check("Norway will condemn new weapons.", "Norway=state:NOR");
}

#[test]
fn friends_and_former_officials_are_not_the_state() {
    check("Pro-Russian mayors left.", "");
    check("Pro-NATO mayors left.", "");
    check("Russian mayors left.", "Russian~=state:RUS");
    check("A former Bush administration official spoke.", "Bush administration~=state:USA");
    check("A Bush administration official spoke.", "Bush administration official=state:USA");
    check("Last week Bush administration officials spoke.", "Bush administration officials=state:USA");
}

#[test]
fn a_subject_between_owns_what_follows() {
    check(
        "Norway will end its tests if Sweden stops its patrols.",
        "Norway=state:NOR, its'=state:NOR, Sweden=state:SWE, its'=state:SWE",
    );
    check(
        "Norway will end its tests if the talks cover its patrols.",
        "Norway=state:NOR, its'=state:NOR, its'=state:NOR",
    );
}

#[test]
fn who_makes_a_claim_is_its_it() {
    check(
        "Sweden dismissed a claim by Norway that it had left the treaty.",
        "Sweden=state:SWE, Norway=state:NOR, it=state:NOR",
    );
    check(
        "Sweden dismissed the oil from Norway that it had bought.",
        "Sweden=state:SWE, Norway=state:NOR, it=state:SWE",
    );
}

#[test]
fn a_speaker_names_his_side_beside_another() {
    check(
        "\"We want Norway and the United States to join their efforts,\" President Bush said.",
        "We=state:USA, Norway=state:NOR, United States=state:USA, their'=state:NOR, their'=state:USA, President Bush=official:george-w-bush",
    );
    check(
        "\"We want the United States to join their efforts,\" President Bush said.",
        "We=state:USA, United States=state:USA, President Bush=official:george-w-bush",
    );
}

#[test]
fn the_committee_of_a_speaker_is_no_they() {
    check(
        "Russia dropped the plan. \"It is clear,\" said Senator Joe Biden, chairman of the Senate Foreign Relations Committee. \"They are building ships.\"",
        "Russia=state:RUS, It=state:RUS, Senator Joe Biden=official:joe-biden, chairman=official:joe-biden, Senate Foreign Relations Committee=organization:us-senate-foreign-relations, They=state:RUS",
    );
    check(
        "Russia dropped the plan. \"It is clear,\" Senator Joe Biden told NATO. \"They are building ships.\"",
        "Russia=state:RUS, It=state:RUS, Senator Joe Biden=official:joe-biden, NATO=organization:nato, They=state:RUS",
    );
}

#[test]
fn pressure_is_put_on_the_owner() {
    check(
        "Japan increased pressure on Norway to curb its fishing.",
        "Japan=state:JPN, Norway=state:NOR, its'=state:NOR",
    );
    check("Japan increased pressure on Norway to protect its fishing.", "Japan=state:JPN, Norway=state:NOR");
}

#[test]
fn no_treaty_has_missiles() {
    check_at(
        Some("2015-07-20"),
        "Israel rejected the deal with Iran that limits its missiles.",
        "Israel=state:ISR, deal=treaty:jcpoa, Iran=state:IRN, missiles=system:missiles",
    );
    check_at(
        Some("2015-07-20"),
        "Israel liked the deal with Iran but not its terms.",
        "Israel=state:ISR, Iran=state:IRN, its'=state:ISR",
    );
}

#[test]
fn many_treaties_tell_of_one() {
    check(
        "The Kyoto Protocol is in force. Like all climate treaties, it sets limits.",
        "Kyoto Protocol=treaty:kyoto, it=treaty:kyoto",
    );
    check(
        "The Kyoto Protocol is in force. Under the Helsinki treaty, it sets limits.",
        "Kyoto Protocol=treaty:kyoto, Helsinki treaty=treaty:helsinki, it=treaty:helsinki",
    );
}

#[test]
fn six_party_talks_are_talks_of_their_own() {
    check(
        "Iran left talks with the Europeans. The six-party talks will resume. Seoul returned to the talks.",
        "Iran=state:IRN, talks with the Europeans=proposal:talks-european-allies, \
         Europeans=organization:european-allies, six-party talks=proposal:six-party-talks, Seoul=state:KOR, \
         talks=proposal:six-party-talks",
    );
    check(
        "The six-party talks resumed. Iran left nuclear talks with the Europeans. Seoul praised the talks.",
        "six-party talks=proposal:six-party-talks, Iran=state:IRN, nuclear talks with the Europeans=proposal:nuclear-talks-european-allies, Europeans=organization:european-allies, Seoul=state:KOR, talks=proposal:nuclear-talks-european-allies",
    );
}

#[test]
fn new_deals_are_not_the_treaty() {
    check(
        "Japan supports the START Treaty. The firms signed two trade deals. The deals cover steel.",
        "Japan=state:JPN, START Treaty=treaty:start-1",
    );
    check(
        "Japan supports the START Treaty. The firms signed two papers. The deal covers missiles.",
        "Japan=state:JPN, START Treaty=treaty:start-1, deal=treaty:start-1, missiles=system:missiles",
    );
}

#[test]
fn weapons_told_of_are_more_than_those_included() {
    check(
        "Bush will sell weapons, including missile defenses, to Norway. The weapons would help.",
        "Bush=official:george-w-bush, missile defenses=system:missile-defence, Norway=state:NOR",
    );
    check(
        "Bush will sell missile defenses to Norway. The weapons would help.",
        "Bush=official:george-w-bush, missile defenses=system:us-missile-defence, Norway=state:NOR, weapons=system:us-missile-defence",
    );
}

#[test]
fn the_measures_are_several() {
    check(
        "The Pentagon budget passed. The measure is long.",
        "Pentagon budget=proposal:legislation-usa, Pentagon~=state:USA, measure=proposal:legislation-usa",
    );
    check(
        "The Pentagon budget passed. The measures are long.",
        "Pentagon budget=proposal:legislation-usa, Pentagon~=state:USA",
    );
}

#[test]
fn committees_of_two_chambers_are_not_the_one_s() {
    check(
        "He told the committees in the House and Senate.",
        "House=organization:us-house, Senate=organization:us-senate",
    );
    check(
        "He told the committees in the House.",
        "committees=organization:us-house-committee, House=organization:us-house",
    );
}

#[test]
fn a_named_embargo_is_taken_up() {
    check(
        "The EU kept its arms embargo on China. The embargo is old. The US ended its embargo on Vietnam.",
        "EU=organization:european-union, its'=organization:european-union, arms embargo on China=treaty:eu-arms-embargo-china, embargo=treaty:eu-arms-embargo-china, US=state:USA, its'=state:USA, embargo on Vietnam=proposal:usa-embargo-vnm, Vietnam=state:VNM",
    );
    check(
        "The EU kept its arms embargo on China. The US ended its embargo on Vietnam. The embargo was old.",
        "EU=organization:european-union, its'=organization:european-union, arms embargo on China=treaty:eu-arms-embargo-china, US=state:USA, its'=state:USA, embargo on Vietnam=proposal:usa-embargo-vnm, Vietnam=state:VNM, embargo=proposal:usa-embargo-vnm",
    );
}

#[test]
fn an_agreement_with_others_is_another() {
    check_at(
        Some("2015-07-20"),
        "Lawmakers debate the agreement between Norway and Sweden on nuclear power. Saudi Arabia is worried.",
        "agreement between Norway and Sweden on nuclear power=treaty:nuclear-power-agreement-nor, Norway=state:NOR, Sweden=state:SWE, Saudi Arabia=state:SAU",
    );
    check_at(
        Some("2015-07-20"),
        "Lawmakers debate the agreement with Saudi Arabia on nuclear power. Saudi Arabia is worried.",
        "agreement with Saudi Arabia on nuclear power=treaty:us-saudi-123, Saudi Arabia=state:SAU, Saudi Arabia=state:SAU",
    );
}

#[test]
fn nobody_calls_his_own_state_the_reclusive_nation() {
    check(
        "North Korea sank a boat. Washington said the reclusive nation must stop.",
        "North Korea=state:PRK, Washington=state:USA, nation=state:PRK",
    );
    check(
        "North Korea sank a boat. A sign that the reclusive nation is afraid is near.",
        "North Korea=state:PRK, nation=state:PRK",
    );
}

#[test]
fn the_country_is_not_that_of_one_of_two_named() {
    check_at(
        Some("2016-03-01"),
        "North Korea's foreign minister Ri Su Yong warned the United States. He defended the country's right.",
        "North Korea's foreign minister Ri Su Yong=official:ri-su-yong, United States=state:USA, He=official:ri-su-yong",
    );
    check_at(
        Some("2016-03-01"),
        "Officials warned the United States. One defended the country's right.",
        "United States=state:USA, the country'=state:USA",
    );
}

#[test]
fn the_president_of_a_state_is_he_who_holds_it() {
    check_at(
        Some("2015-07-20"),
        "Vladimir Putin sailed. The president of Russia met nobody.",
        "Vladimir Putin=official:vladimir-putin, president=official:vladimir-putin, Russia=state:RUS",
    );
    check_at(
        Some("2015-07-20"),
        "Xi Jinping sailed. The president of Russia met nobody.",
        "Xi Jinping=official:xi-jinping, Russia=state:RUS",
    );
    check_at(
        Some("2015-07-20"),
        "Vladimir Putin sailed. A friend of Russia met nobody.",
        "Vladimir Putin=official:vladimir-putin, Russia=state:RUS",
    );
}

#[test]
fn the_sides_were_put_side_by_side() {
    check(
        "Iran and six world powers opened talks. The sides will meet again.",
        "Iran=state:IRN, six world powers=organization:p5-1, The sides=state:IRN, The sides=organization:p5-1",
    );
    check("Officials opened a school in Iran. The sides will meet again.", "Iran=state:IRN");
    check(
        "Iran and six world powers opened talks. The sides of the road were full.",
        "Iran=state:IRN, six world powers=organization:p5-1",
    );
}

#[test]
fn nothing_is_its_own() {
    check(
        "Iran's missile was seen. Its missiles fly far.",
        "Iran's missile=system:irn-missile-programme, Iran'=state:IRN, missiles=system:irn-missile-programme",
    );
    check(
        "Iran's missile was seen. Its range is long.",
        "Iran's missile=system:irn-missile-programme, Iran'=state:IRN, Its'=system:irn-missile-programme",
    );
}

#[test]
fn a_resolution_that_no_states_agreed_on_is_a_proposal() {
    check(
        "Chile read a draft U.N. resolution on Iran.",
        "Chile=state:CHL, draft U.N. resolution on Iran=proposal:united-nations-resolution-irn, U.N.~=organization:united-nations, Iran=state:IRN",
    );
    check(
        "Chile read a U.N. resolution on Iran.",
        "Chile=state:CHL, U.N. resolution on Iran=treaty:united-nations-resolution-irn, U.N.~=organization:united-nations, Iran=state:IRN",
    );
    check(
        "The U.S. Senate passed a resolution.",
        "U.S. Senate=organization:us-senate, resolution=proposal:us-senate-resolution",
    );
    check(
        "The Security Council passed a resolution.",
        "Security Council=organization:un-security-council, resolution=treaty:un-security-council-resolution",
    );
}

#[test]
fn how_many_there_are_is_no_name() {
    check(
        "Chile read half a dozen relevant U.N. resolutions.",
        "Chile=state:CHL, dozen relevant U.N. resolutions=treaty:united-nations-resolution, U.N.~=organization:united-nations",
    );
    check(
        "Chile read the previous U.N. resolution.",
        "Chile=state:CHL, previous U.N. resolution=treaty:united-nations-previous-resolution, U.N.~=organization:united-nations",
    );
}

#[test]
fn a_matter_makes_a_treaty_but_no_deal() {
    check(
        "Norway and Chile have an extradition treaty.",
        "Norway=state:NOR, Chile=state:CHL, extradition treaty=treaty:extradition-treaty",
    );
    check("Norway and Chile have an extradition deal.", "Norway=state:NOR, Chile=state:CHL");
    check("Norway and Chile have a fair treaty.", "Norway=state:NOR, Chile=state:CHL");
}

#[test]
fn any_deal_is_the_one_still_to_come() {
    check_at(
        Some("2015-03-01"),
        "Envoys discussed the Iran nuclear deal. Any fair deal needs a vote.",
        "Iran nuclear deal=treaty:jcpoa, fair deal=treaty:jcpoa",
    );
    for other in ["Any new deal", "Any trade deal", "Any deal with Chile"] {
        let text = format!("Envoys discussed the Iran nuclear deal. {other} needs a vote.");
        let chile =
            if other.ends_with("Chile") { ", deal with Chile=treaty:deal-chl, Chile=state:CHL" } else { "" };
        check_at(Some("2015-03-01"), &text, &format!("Iran nuclear deal=treaty:jcpoa{chile}"));
    }
    check_at(
        Some("2017-03-01"),
        "Envoys discussed the Iran nuclear deal. Any fair deal needs a vote.",
        "Iran nuclear deal=treaty:jcpoa",
    );
    check(
        "Envoys want a nuclear deal with Chile. Any deal needs a vote.",
        "nuclear deal with Chile=treaty:nuclear-deal-chl, Chile=state:CHL, deal=treaty:nuclear-deal-chl",
    );
    check(
        "The nuclear deal with Chile is dead. Any deal needs a vote.",
        "nuclear deal with Chile=treaty:nuclear-deal-chl, Chile=state:CHL",
    );
}

#[test]
fn a_treaty_is_told_by_what_it_was_signed_for() {
    check(
        "Norway and Chile sign agreements to boost trade with NATO.",
        "Norway=state:NOR, Chile=state:CHL, agreements=treaty:agreement-nato, NATO=organization:nato",
    );
    check(
        "The INF treaty is near. The clubs want to sign the treaty to cut missiles.",
        "INF treaty=treaty:inf, treaty=treaty:inf, missiles=system:missiles",
    );
    check(
        "Norway and Chile read agreements to boost trade with a firm.",
        "Norway=state:NOR, Chile=state:CHL",
    );
}

#[test]
fn a_treaty_is_told_by_its_parties() {
    check(
        "The Norwegian-Chilean agreement is good.",
        "Norwegian-Chilean agreement=treaty:nor-agreement-chl, Norwegian~=state:NOR, Chilean~=state:CHL",
    );
    check("The Norwegian-made agreement is good.", "Norwegian~=state:NOR");
    check(
        "An agreement between the locals and Chile is near.",
        "agreement between the locals and Chile=treaty:locals-agreement-chl, Chile=state:CHL",
    );
    check("An agreement between the locals and the owners is near.", "");
    check(
        "They want a formal agreement guaranteeing Chile's safety.",
        "formal agreement=treaty:formal-agreement-chl, Chile'=state:CHL",
    );
    check("They want a formal agreement letting firms in Chile dig wells.", "Chile=state:CHL");
}

#[test]
fn a_treaty_is_told_by_what_it_bans_and_when_it_was_made() {
    check("They left old treaties limiting fleets.", "old treaties=treaty:old-treaty");
    check("They left old treaties praising fleets.", "");
    check("They left a secret agreement reached last week.", "secret agreement=treaty:secret-agreement");
    check("They left a secret agreement reached by phone.", "");
}

#[test]
fn what_is_unclear_or_up_to_somebody_is_no_state() {
    let named = "Norway=state:NOR";
    check("Norway built boats. It is unclear if they float.", named);
    check("Norway built boats. It is bigger if the sea is wide.", "Norway=state:NOR, It=state:NOR");
    check("Norway built boats, and it was up to the crews to sail.", named);
    check("Norway built boats, and it was up at sea.", "Norway=state:NOR, it=state:NOR");
    check("Norway builds when it comes to boats.", named);
    check("Norway builds when it comes home.", "Norway=state:NOR, it=state:NOR");
}

#[test]
fn what_is_made_stronger_may_be_a_treaty() {
    check(
        "Norway signed the INF Treaty and made it tougher.",
        "Norway=state:NOR, INF Treaty=treaty:inf, it=treaty:inf",
    );
    check("Norway says it would 'absolutely' talk.", "Norway=state:NOR, it=state:NOR");
    check(
        "Norway signed the INF Treaty and made it easier to sail.",
        "Norway=state:NOR, INF Treaty=treaty:inf",
    );
}

#[test]
fn nobody_is_named_in_the_clause_of_his_own_pronoun() {
    check(
        "Norway read the note, saying that it worsened Norway's case.",
        "Norway=state:NOR, Norway'=state:NOR",
    );
    check(
        "Norway read the note, saying that it worsened Finland's case.",
        "Norway=state:NOR, it=state:NOR, Finland'=state:FIN",
    );
    // Where it lies is told of anything.
    check("Norway said it was building boats in Norway.", "Norway=state:NOR, it=state:NOR, Norway=state:NOR");
}

#[test]
fn a_phrase_that_opens_the_clause_leads_up_to_its_subject() {
    check_at(
        Some("2015-07-20"),
        "Vladimir Putin sailed. In his speech, Barack Obama said no.",
        "Vladimir Putin=official:vladimir-putin, his'=official:barack-obama, Barack Obama=official:barack-obama",
    );
    check_at(
        Some("2015-07-20"),
        "Vladimir Putin sailed. His speech moved Barack Obama.",
        "Vladimir Putin=official:vladimir-putin, His speech=official:vladimir-putin, Barack Obama=official:barack-obama",
    );
    check_at(
        Some("2015-07-20"),
        "Vladimir Putin sailed. In his speech, Bob Smith said no.",
        "Vladimir Putin=official:vladimir-putin",
    );
    check(
        "Norway sailed. In its report, NATO said no.",
        "Norway=state:NOR, its'=organization:nato, NATO=organization:nato",
    );
    check("In a note to Norway on its harbour, NATO said no.", "Norway=state:NOR, NATO=organization:nato");
}

#[test]
fn a_speaker_who_names_his_side_goes_on_with_it() {
    check(
        "\"Norway stressed that it will sail with its crews,\" Norway's foreign ministry said.",
        "Norway=state:NOR, it=state:NOR, its'=state:NOR, Norway's foreign ministry=state:NOR",
    );
    check(
        "\"It will sail with its crews,\" Norway's foreign ministry said.",
        "Norway's foreign ministry=state:NOR",
    );
}

#[test]
fn what_a_state_has_that_does_it_is_its() {
    check(
        "NATO watched Norway, which sank its boats.",
        "NATO=organization:nato, Norway=state:NOR, its'=state:NOR",
    );
    check("NATO watched the boat, which sank its ferry.", "NATO=organization:nato");
}

#[test]
fn the_object_of_the_next_verb_is_that_of_the_one_before() {
    check(
        "Norway praised the INF Treaty and the New START, read the INF Treaty and signed it.",
        "Norway=state:NOR, INF Treaty=treaty:inf, New START=treaty:new-start, INF Treaty=treaty:inf, it=treaty:inf",
    );
    check(
        "Norway praised the INF Treaty and the New START, read the note and burned it.",
        "Norway=state:NOR, INF Treaty=treaty:inf, New START=treaty:new-start",
    );
}

#[test]
fn a_speech_calls_a_state_they() {
    check(
        "\"Finland's harbour shows that Finland will keep their boats,\" Vladimir Putin said.",
        "Finland'=state:FIN, Finland=state:FIN, their'=state:FIN, Vladimir Putin=official:vladimir-putin",
    );
    check(
        "\"Finland's harbour shows the crews that Finland's captains keep their boats,\" Vladimir Putin said.",
        "Finland'=state:FIN, Finland'=state:FIN, Vladimir Putin=official:vladimir-putin",
    );
    check(
        "Finland's harbour shows that Finland will keep their boats.",
        "Finland'=state:FIN, Finland=state:FIN",
    );
}

#[test]
fn the_words_within_a_quotation_are_those_of_whom_it_quotes() {
    check(
        "Vladimir Putin said: \"Farmers say, 'It is my field.'\"",
        "Vladimir Putin=official:vladimir-putin",
    );
    check(
        "Vladimir Putin said: \"It is my field.\"",
        "Vladimir Putin=official:vladimir-putin, my'=official:vladimir-putin",
    );
    check_at(
        Some("2015-07-20"),
        "Vladimir Putin said Barack Obama would say, \"I am late.\"",
        "Vladimir Putin=official:vladimir-putin, Barack Obama=official:barack-obama, I=official:barack-obama",
    );
}

#[test]
fn a_letter_asks_something_of_whom_it_is_sent_to() {
    let named = "Vladimir Putin=official:vladimir-putin, Barack Obama=official:barack-obama";
    check_at(
        Some("2015-07-20"),
        "Vladimir Putin signed a letter to Barack Obama that thanked him.",
        &format!("{named}, him=official:barack-obama"),
    );
    check_at(
        Some("2015-07-20"),
        "Vladimir Putin signed a letter to Barack Obama about a boat that pleased him.",
        &format!("{named}, him=official:vladimir-putin"),
    );
}

#[test]
fn what_is_in_a_phrase_belongs_to_whose_phrase_it_is() {
    let named = "Vladimir Putin=official:vladimir-putin, Barack Obama'=official:barack-obama";
    check_at(
        Some("2015-07-20"),
        "Vladimir Putin mocked Barack Obama's insistence on keeping his boat.",
        &format!("{named}, his'=official:barack-obama"),
    );
    check_at(
        Some("2015-07-20"),
        "Vladimir Putin mocked Barack Obama's insistence and kept his boat.",
        &format!("{named}, his'=official:vladimir-putin"),
    );
}

#[test]
fn who_lets_himself_be_fooled_is_the_subject() {
    check(
        "Vladimir Putin let himself be fooled.",
        "Vladimir Putin=official:vladimir-putin, himself=official:vladimir-putin",
    );
    check(
        "Vladimir Putin saw that the harbour let itself be fooled.",
        "Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn our_planet_is_everybodys() {
    check(
        "\"We love our planet,\" Vladimir Putin said.",
        "We=state:RUS, Vladimir Putin=official:vladimir-putin",
    );
    check(
        "\"We love our harbour,\" Vladimir Putin said.",
        "We=state:RUS, our'=state:RUS, Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn a_long_quotation_keeps_its_speaker() {
    let middle = "It is cold. It is late. It is dark. It is wet.";
    check(
        &format!("\"The sea is wide,\" Vladimir Putin said. \"{middle} I am here.\""),
        "Vladimir Putin=official:vladimir-putin, I=official:vladimir-putin",
    );
    check(
        &format!("\"The sea is wide,\" Vladimir Putin said. {middle} \"I am here.\""),
        "Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn the_regime_is_the_one_called_so_before() {
    let far = "The sea was calm. Finland and Sweden waited. It was late.";
    check(
        &format!("The Norwegian regime built boats. {far} The regime will sail."),
        "Norwegian regime=state:NOR, Finland=state:FIN, Sweden=state:SWE, regime=state:NOR",
    );
    check(
        &format!("The Norwegian regime and the Danish regime built boats. {far} The regime will sail."),
        "Norwegian regime=state:NOR, Danish regime=state:DNK, Finland=state:FIN, Sweden=state:SWE",
    );
}

#[test]
fn the_two_sides_stand_where_something_is_said_to_be_between_them() {
    check(
        "Sweden told of a match between Norway and Finland and praised the two sides.",
        "Sweden=state:SWE, Norway=state:NOR, Finland=state:FIN, two sides=state:NOR, two sides=state:FIN",
    );
    check(
        "Sweden told of a match between Norway and the fishermen and praised the two sides.",
        "Sweden=state:SWE, Norway=state:NOR",
    );
}

#[test]
fn our_countries_are_the_speakers_and_another() {
    check(
        "\"Our countries are friends,\" Vladimir Putin told Norway.",
        "Our'=state:RUS, Vladimir Putin=official:vladimir-putin, Norway=state:NOR",
    );
    check(
        "Russia sailed. Vladimir Putin said of Norway: \"Our countries are friends.\"",
        "Russia=state:RUS, Vladimir Putin=official:vladimir-putin, Norway=state:NOR, Our countries=state:RUS, Our countries=state:NOR, Our'=state:RUS, \
         Our'=state:NOR",
    );
}

#[test]
fn an_open_pronoun_means_who_is_likeliest() {
    check_ranked("\"We will not sail,\" the fishermen of the village said.", "");
    check_ranked(
        "Vladimir Putin met Angela Merkel in Sochi. They spoke for an hour about their plans.",
        "Vladimir Putin=official:vladimir-putin, Angela Merkel=official:angela-merkel, \
         their'=official:vladimir-putin, their'=official:angela-merkel",
    );
    check_ranked(
        "Vladimir Putin met fishermen in Sochi. They spoke for an hour about their plans.",
        "Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn nobody_is_likely_who_cannot_be_meant() {
    check_ranked(
        "Vladimir Putin scolded a fisherman and accused him of theft.",
        "Vladimir Putin=official:vladimir-putin",
    );
    check_ranked(
        "Iran spoke of its nuclear program. Norway bought fish from a Swiss program.",
        "Iran=state:IRN, its'=state:IRN, nuclear program=system:irn-nuclear-programme, Norway=state:NOR, Swiss~=state:CHE",
    );
    check_ranked("Norway has ships. It sailed to Norway.", "Norway=state:NOR, Norway=state:NOR");
}

#[test]
fn talks_are_with_somebody_or_about_something() {
    check(
        "Norway opened talks with Sweden.",
        "Norway=state:NOR, talks with Sweden=proposal:talks-swe, Sweden=state:SWE",
    );
    check("Norway opened talks with a Swedish singer.", "Norway=state:NOR, Swedish~=state:SWE");
    check("Norway opened talks with Sweden's Volvo.", "Norway=state:NOR, Sweden'=state:SWE");
}

#[test]
fn a_declaration_has_a_date_and_a_state_or_a_name() {
    check(
        "The 1982 declaration of the Norwegian government is old.",
        "1982 declaration of the Norwegian government=treaty:1982-declaration-nor, Norwegian government=state:NOR",
    );
    check("The 1982 declaration of the fishermen is old.", "");
    check("The declaration of the Norwegian government is old.", "Norwegian government=state:NOR");
    check("The 10-year accord is old.", "");
}

#[test]
fn a_treaty_is_what_the_article_goes_on_with() {
    check(
        "Envoys worked out a partial accord signed in silence. The accord is short.",
        "partial accord=treaty:partial-accord, accord=treaty:partial-accord",
    );
    check("Envoys worked out a partial accord signed in silence. It is cold.", "");
    check("There is broad agreement that Norway must leave. The agreement is old.", "Norway=state:NOR");
}

#[test]
fn we_are_those_whom_the_words_beside_it_tell() {
    check(
        "\"We in NATO like boats,\" Robert Gates said.",
        "We=organization:nato, NATO=organization:nato, Robert Gates=official:robert-gates",
    );
    check("\"We in the valley sail,\" Robert Gates said.", "Robert Gates=official:robert-gates");
    check("\"We all sail,\" Robert Gates said.", "Robert Gates=official:robert-gates");
    check("\"We sail,\" Robert Gates said.", "We=state:USA, Robert Gates=official:robert-gates");
    check(
        "Sweden and Norway said: \"We sail.\"",
        "Sweden=state:SWE, Norway=state:NOR, We=state:SWE, We=state:NOR",
    );
}

#[test]
fn what_a_speaker_owns_is_an_office_of_two_words_too() {
    check(
        "\"Our armed services float,\" Robert Gates said.",
        "Our armed services=state:USA, Our'=state:USA, Robert Gates=official:robert-gates",
    );
    check(
        "\"Our armed baskets float,\" Robert Gates said.",
        "Our'=state:USA, Robert Gates=official:robert-gates",
    );
}

#[test]
fn all_members_of_a_body_are_the_body() {
    check(
        "The European Union met in Oslo. The member states want boats.",
        "European Union=organization:european-union, member states=organization:european-union",
    );
    check("The choir met in Oslo. The member states want boats.", "");
    check(
        "Chile gave boats to the 35 members of the IAEA board.",
        "Chile=state:CHL, members=organization:iaea, IAEA board=organization:iaea",
    );
    check("Chile gave boats to the 35 members of the board.", "Chile=state:CHL");
    check("NATO met. The two member states want boats.", "NATO=organization:nato");
}

#[test]
fn the_nations_of_a_number_in_digits_are_one_actor() {
    check("The 35 nations like boats.", "35 nations=organization:35-nations");
    check("Some 35 nations like boats.", "");
}

#[test]
fn he_is_an_official_without_a_name_who_was_taken_up() {
    check(
        "A NATO spokesman praised boats. The spokesman said boats float. He said boats sink.",
        "NATO spokesman=organization:nato, spokesman=organization:nato, He=organization:nato",
    );
    check(
        "A NATO spokesman praised boats. The spokesman left. He bought red boats.",
        "NATO spokesman=organization:nato, spokesman=organization:nato",
    );
}

#[test]
fn the_leader_of_a_party_leads_its_state() {
    check(
        "Hu Jintao came. The Communist Party leader likes boats.",
        "Hu Jintao=official:hu-jintao, Communist Party leader=official:hu-jintao, \
         Communist Party~=organization:communist-party",
    );
    check(
        "Robert Gates came. The Communist Party leader likes boats.",
        "Robert Gates=official:robert-gates, Communist Party~=organization:communist-party",
    );
    // The tree takes the leader for the poet.
    check(
        "Hu Jintao came. Asked about the poet Li Bai, the Communist Party leader said: \"We sail.\"",
        "Hu Jintao=official:hu-jintao, Communist Party leader=official:hu-jintao, \
         Communist Party~=organization:communist-party, We=state:CHN",
    );
}

#[test]
fn nobody_punishes_his_own() {
    check(
        "Norway told Sweden to lift sanctions on its navy.",
        "Norway=state:NOR, Sweden=state:SWE, sanctions on its navy=proposal:sanctions-nor, its navy=state:NOR, \
         its'=state:NOR",
    );
    check(
        "Norway told Sweden to paint its navy.",
        "Norway=state:NOR, Sweden=state:SWE, its navy=state:SWE, its'=state:SWE",
    );
    check(
        "Norway opposed sanctions on its navy.",
        "Norway=state:NOR, sanctions on its navy=proposal:sanctions-nor, its'=state:NOR, navy=state:NOR",
    );
    check(
        "Norway condemned Sweden's sanctions on its own people.",
        "Norway=state:NOR, Sweden's sanctions on its own people=proposal:swe-sanctions, Sweden'=state:SWE, its'=state:SWE",
    );
}

#[test]
fn they_are_he_who_talks_and_those_he_talks_with() {
    check(
        "Robert Gates discussed the storms with Norway and they looked for boats.",
        "Robert Gates=official:robert-gates, Norway=state:NOR, they=official:robert-gates, they=state:NOR",
    );
    check(
        "Robert Gates hid the storms with Norway and they looked for boats.",
        "Robert Gates=official:robert-gates, Norway=state:NOR",
    );
}

#[test]
fn it_is_the_subject_of_the_clause_that_its_sentence_begins_with() {
    check(
        "Norway left. While the House bill bans mines, it allows boats.",
        "Norway=state:NOR, House bill=proposal:us-house-legislation, House~=organization:us-house, \
         it=proposal:us-house-legislation",
    );
    check(
        "While the House liked mines, it allows boats.",
        "House=organization:us-house, it=organization:us-house",
    );
}

#[test]
fn them_are_the_states_that_the_sentence_before_lists() {
    check(
        "Attempts by Norway, Sweden and Chile to sail failed. But to stop them would be wrong.",
        "Norway=state:NOR, Sweden=state:SWE, Chile=state:CHL, them=state:NOR, them=state:SWE, them=state:CHL",
    );
    check(
        "Attempts by Norway, Sweden and Chile to sail failed. But to stop boats that carry them would be wrong.",
        "Norway=state:NOR, Sweden=state:SWE, Chile=state:CHL",
    );
}

#[test]
fn its_is_the_state_whose_adjective_tells_of_the_deed() {
    check(
        "Chile told of Norwegian threats to its neighbour.",
        "Chile=state:CHL, Norwegian~=state:NOR, its'=state:NOR",
    );
    check(
        "Chile told of Norwegian threats and its neighbour.",
        "Chile=state:CHL, Norwegian~=state:NOR, its'=state:CHL",
    );
    check(
        "Chile rejected Norwegian criticism of its boats.",
        "Chile=state:CHL, Norwegian~=state:NOR, its'=state:CHL",
    );
    check(
        "Chile met Norwegian threats to its boats.",
        "Chile=state:CHL, Norwegian~=state:NOR, its'=state:CHL",
    );
}

#[test]
fn a_summit_that_is_planned_is_a_proposal() {
    check(
        "Chile proposed a summit. The summit would be long.",
        "Chile=state:CHL, summit=proposal:summit, summit=proposal:summit",
    );
    check("Chile left a summit. The summit was long.", "Chile=state:CHL");
}

#[test]
fn a_treaty_is_not_with_those_it_is_discussed_with() {
    check(
        "Chile discussed breaches of a missile treaty with Norwegian officials.",
        "Chile=state:CHL, missile treaty=treaty:missile-treaty, Norwegian officials=state:NOR",
    );
    check(
        "Chile discussed breaches of a missile treaty with Norway.",
        "Chile=state:CHL, missile treaty with Norway=treaty:missile-treaty-nor, Norway=state:NOR",
    );
}

#[test]
fn a_role_is_the_person_named_behind_what_he_heads() {
    check(
        "The chairman of the Hill Committee, Robert Gates, and the president of the Dale Commission, Vladimir Putin, came.",
        "chairman=official:robert-gates, Hill Committee=organization:hill-committee, \
         Robert Gates=official:robert-gates, president=official:vladimir-putin, \
         Dale Commission=organization:dale-commission, Vladimir Putin=official:vladimir-putin",
    );
    check("The chairman of the Hill Committee came.", "Hill Committee=organization:hill-committee");
    // An aide is not his chief.
    check(
        "A spokesman for the president, Vladimir Putin, came.",
        "president=official:vladimir-putin, Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn it_goes_on_as_what_is_done_something_to() {
    check(
        "Sweden and Chile voted on the missile bill. Some oppose it. Norway does not like it either.",
        "Sweden=state:SWE, Chile=state:CHL, missile bill=proposal:missile-legislation, \
         it=proposal:missile-legislation, Norway=state:NOR, it=proposal:missile-legislation",
    );
    check(
        "Sweden and Chile voted on the missile bill. Some oppose it. Norway came late for it.",
        "Sweden=state:SWE, Chile=state:CHL, missile bill=proposal:missile-legislation, \
         it=proposal:missile-legislation, Norway=state:NOR",
    );
}

#[test]
fn names_of_descriptions_have_no_time_or_praise() {
    check(
        "Vladimir Putin will go to a five-day missile summit.",
        "Vladimir Putin=official:vladimir-putin, five-day missile summit=proposal:missile-summit",
    );
    check(
        "Chile tabled an interesting missile proposal.",
        "Chile=state:CHL, interesting missile proposal=proposal:missile-proposal",
    );
    check(
        "Chile tabled an underwater missile proposal.",
        "Chile=state:CHL, underwater missile proposal=proposal:underwater-missile-proposal",
    );
}

#[test]
fn a_name_with_a_political_role_beside_it_is_a_person() {
    check(
        "\"I float,\" said Yukihiko Ikumo, a Japanese lawmaker.",
        "I=official:yukihiko-ikumo, Yukihiko Ikumo=official:yukihiko-ikumo, Japanese~=state:JPN, \
         lawmaker=official:yukihiko-ikumo",
    );
    check("\"I float,\" said Yukihiko Ikumo, a Japanese baker.", "Japanese~=state:JPN");
}

#[test]
fn the_committee_of_a_name_is_a_body() {
    check(
        "The Defence Committee told of boats. The committee likes them.",
        "Defence Committee=organization:defence-committee, committee=organization:defence-committee",
    );
    check("The defence committee told of boats. The committee likes them.", "");
}

#[test]
fn a_sale_has_what_is_sold_behind_its_price() {
    check(
        "The sale of $7 billion in weaponry to Chile is near.",
        "sale of $7 billion in weaponry to Chile=system:weaponry-arms-sales-chl, Chile=state:CHL",
    );
    check("The sale of $7 billion in boats to Chile is near.", "Chile=state:CHL");
}

#[test]
fn themselves_are_those_whose_ability_it_is() {
    check(
        "He praised the ability of Norwegians to feed themselves.",
        "Norwegians=state:NOR, themselves=state:NOR",
    );
    check("He praised the ability of children to feed themselves near Norwegians.", "Norwegians=state:NOR");
}

#[test]
fn their_is_who_gets_the_same_before() {
    check(
        "Boats will go this year to the Norwegians, perhaps to their friends.",
        "Norwegians=state:NOR, their'=state:NOR",
    );
    check(
        "Norway saw that boats will go this year to the harbours, perhaps to their friends.",
        "Norway=state:NOR",
    );
}

#[test]
fn it_is_no_actor_behind_a_thing_that_is_done() {
    check(
        "Norway said that the arms treaty was hurried to have it ready.",
        "Norway=state:NOR, arms treaty=treaty:arms-treaty, it=treaty:arms-treaty",
    );
    check("Norway said that it had it ready.", "Norway=state:NOR, it=state:NOR");
}

#[test]
fn we_are_those_it_was_said_of_before() {
    check(
        "Robert Gates said, \"we in NATO like boats.\" \"But we have seen no boats,\" said Gates.",
        "Robert Gates=official:robert-gates, we=organization:nato, NATO=organization:nato, \
         we=organization:nato, Gates=official:robert-gates",
    );
    check(
        "Robert Gates said, \"we in NATO like boats.\" \"But we have seen no boats,\" said Vladimir Putin.",
        "Robert Gates=official:robert-gates, we=organization:nato, NATO=organization:nato, we=state:RUS, \
         Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn a_noun_is_what_it_is_said_to_be_called() {
    check(
        "Chile likes the grouping, known as NATO.",
        "Chile=state:CHL, grouping=organization:nato, NATO=organization:nato",
    );
    check("Chile likes the grouping, seen as NATO.", "Chile=state:CHL, NATO=organization:nato");
    check("A ship named Vladimir Putin sank.", "Vladimir Putin=official:vladimir-putin");
}

#[test]
fn them_are_who_was_helped() {
    check(
        "Chile said that boats would help the Norwegians sail and would permit them to fish.",
        "Chile=state:CHL, Norwegians=state:NOR, them=state:NOR",
    );
    check(
        "Chile said that boats would help the fishermen sail near Norwegians and would permit them to fish.",
        "Chile=state:CHL, Norwegians=state:NOR",
    );
}

#[test]
fn nobody_speaks_of_his_own_remarks() {
    check(
        "Sergei Lavrov said: \"The remarks of Robert Gates are bad. We regret the remarks.\"",
        "Sergei Lavrov=official:sergei-lavrov, Robert Gates=official:robert-gates, We=state:RUS, \
         remarks=official:robert-gates",
    );
    check(
        "Robert Gates told of boats. Norway regretted the remarks.",
        "Robert Gates=official:robert-gates, Norway=state:NOR, remarks=official:robert-gates",
    );
}

#[test]
fn an_office_of_a_state_is_the_state() {
    check(
        "\"We will not sail,\" the foreign ministry of Norway said.",
        "We=state:NOR, foreign ministry of Norway=state:NOR, Norway=state:NOR",
    );
    check("\"We will not sail,\" the weather of Norway said.", "Norway=state:NOR");
}

#[test]
fn what_is_done_to_treaties_is_done_to_the_one_named() {
    check(
        "Norway will keep the Outer Space Treaty as long as others respect it.",
        "Norway=state:NOR, Outer Space Treaty=treaty:outer-space, it=treaty:outer-space",
    );
    check(
        "Sweden says Norway broke the Outer Space Treaty with a missile that exceeds its limits.",
        "Sweden=state:SWE, Norway=state:NOR, Outer Space Treaty=treaty:outer-space, missile=system:missiles, \
         its'=treaty:outer-space",
    );
    check(
        "Sweden says Norway fired a missile that exceeds its limits.",
        "Sweden=state:SWE, Norway=state:NOR, missile=system:nor-missiles, its'=system:nor-missiles",
    );
}

#[test]
fn who_blames_another_does_not_mean_himself() {
    check(
        "Norway has sent boats despite complaints by Sweden that it breaks the rules.",
        "Norway=state:NOR, Sweden=state:SWE, it=state:NOR",
    );
    check(
        "Norway has sent boats despite promises by Sweden that it keeps the rules.",
        "Norway=state:NOR, Sweden=state:SWE, it=state:SWE",
    );
    check(
        "Norway rejected claims by supporters of the missile ban that it would help them.",
        "Norway=state:NOR, missile ban=proposal:missile-ban, it=proposal:missile-ban",
    );
}

#[test]
fn it_goes_on_with_what_its_clause_began_with() {
    check(
        "Norway sang well. Although the transcript has much of the song, it leaves out the end.",
        "Norway=state:NOR",
    );
    check(
        "Norway sang well. Although the ministry has much of the song, it leaves out the end.",
        "Norway=state:NOR, ministry=state:NOR, it=state:NOR",
    );
    check("China sang. The book was a success but it was not good.", "China=state:CHN");
    check("The attack angered Norway, but it did not leave.", "Norway=state:NOR, it=state:NOR");
    check("Norwegian officials came. A group of poets said they sailed.", "Norwegian officials=state:NOR");
    check(
        "NATO said boats float. Poets said fish swim. It added that ships sink.",
        "NATO=organization:nato, It=organization:nato",
    );
    check(
        "NATO said boats float. The report said fish swim. It added that ships sink.",
        "NATO=organization:nato",
    );
    check(
        "Democrats said while sanctions on Iran should stay, they must not grow.",
        "Democrats=organization:democratic-party-us, sanctions on Iran=proposal:sanctions-irn, Iran=state:IRN, \
         they=proposal:sanctions-irn",
    );
}

#[test]
fn nobody_opposes_himself() {
    check("Norway opposed it.", "Norway=state:NOR");
    check("Norway, which opposed it, came.", "Norway=state:NOR");
    check("Sweden came. Norway opposed it.", "Sweden=state:SWE, Norway=state:NOR, it=state:SWE");
}

#[test]
fn a_party_is_many() {
    check(
        "House Democrats, who opposed it, came. It left.",
        "House Democrats=organization:democratic-party-us",
    );
    check("The United States came. It left.", "United States=state:USA, It=state:USA");
}

#[test]
fn two_meet() {
    check(
        "Vladimir Putin will visit George W. Bush. He said he would raise it when they meet.",
        "Vladimir Putin=official:vladimir-putin, George W. Bush=official:george-w-bush, \
         He=official:vladimir-putin, he=official:vladimir-putin, they=official:vladimir-putin, \
         they=official:george-w-bush",
    );
    check(
        "Vladimir Putin will visit George W. Bush. He said he would raise it when they sail.",
        "Vladimir Putin=official:vladimir-putin, George W. Bush=official:george-w-bush, \
         He=official:vladimir-putin, he=official:vladimir-putin",
    );
    check(
        "Vladimir Putin came before George W. Bush left. It will be their fourth meeting.",
        "Vladimir Putin=official:vladimir-putin, George W. Bush=official:george-w-bush, \
         their'=official:vladimir-putin, their'=official:george-w-bush",
    );
    check(
        "Vladimir Putin came before George W. Bush left. It will be their fourth boat.",
        "Vladimir Putin=official:vladimir-putin, George W. Bush=official:george-w-bush",
    );
}

#[test]
fn plural_things_right_before_are_they() {
    check(
        "The pact bars sales of landmines if they could be used at sea.",
        "sales of landmines=system:arms-sales, landmines=system:landmines, they=system:landmines",
    );
    check(
        "The pact bars sales of landmines to farmers if they could use boats.",
        "sales of landmines=system:arms-sales, landmines=system:landmines",
    );
}

#[test]
fn a_noun_beside_a_name_is_called_so() {
    check(
        "Norway sent boats to its neighbours Sweden and Finland.",
        "Norway=state:NOR, its'=state:NOR, neighbours=state:SWE, neighbours=state:FIN, Sweden=state:SWE, \
         Finland=state:FIN",
    );
    check(
        "Vladimir Putin, the sponsor of the race, left.",
        "Vladimir Putin=official:vladimir-putin, sponsor=official:vladimir-putin",
    );
    // The group is the committee.
    check(
        "Sen. Paul Poet, chairman of the Fishing Committee, the largest group in Oslo, spoke.",
        "Sen. Paul Poet=official:paul-poet, chairman=official:paul-poet, \
         Fishing Committee=organization:fishing-committee",
    );
    check("They spoke of Vladimir Putin, the crisis, and oil.", "Vladimir Putin=official:vladimir-putin");
    check(
        "The sanctions Norway and Sweden opposed were lifted.",
        "sanctions=proposal:sanctions, Norway=state:NOR, Sweden=state:SWE",
    );
    check(
        "Vladimir Putin met his counterpart.",
        "Vladimir Putin=official:vladimir-putin, his'=official:vladimir-putin",
    );
    check(
        "Vladimir Putin met his Chinese counterpart Hu Jintao.",
        "Vladimir Putin=official:vladimir-putin, his'=official:vladimir-putin, \
         Chinese counterpart=official:hu-jintao, Hu Jintao=official:hu-jintao",
    );
    check(
        "Vladimir Putin met his Chinese counterpart, Hu Jintao, in Oslo.",
        "Vladimir Putin=official:vladimir-putin, his'=official:vladimir-putin, \
         Chinese counterpart=official:hu-jintao, Hu Jintao=official:hu-jintao",
    );
    check(
        "Vladimir Putin met his Norwegian counterpart.",
        "Vladimir Putin=official:vladimir-putin, his'=official:vladimir-putin, Norwegian counterpart=state:NOR",
    );
    // The tree has two subjects.
    check(
        "The head of parliament's fishing committee, Vladimir Putin earlier said boats are good.",
        "head=official:vladimir-putin, Vladimir Putin=official:vladimir-putin",
    );
}

#[test]
fn an_analyst_of_a_ministry_is_the_states() {
    check(
        "Paul Poet, a State Department analyst, spoke.",
        "Paul Poet=official:paul-poet, State Department~=state:USA",
    );
    check("Paul Poet, a Norway analyst, spoke.", "Norway~=state:NOR");
    check("Paul Poet, a State Department correspondent, spoke.", "State Department~=state:USA");
}

#[test]
fn the_president_leads_the_government_of_his_name() {
    check(
        "The Bush administration came. The president likes boats.",
        "Bush administration=state:USA, president=official:george-w-bush",
    );
    check(
        "The Bush administration came. Norwegian officials said the president likes boats.",
        "Bush administration=state:USA, Norwegian officials=state:NOR",
    );
    check(
        "The Putin government came. The Bush administration left. The president likes boats.",
        "Putin government=state:RUS, Bush administration=state:USA",
    );
}

#[test]
fn a_summit_to_come_is_planned() {
    check(
        "They spoke of a summit in Oslo next month. The summit will be long.",
        "summit=proposal:summit, summit=proposal:summit",
    );
    check("They spoke of a summit in Oslo last month. The summit was long.", "");
    check(
        "They planned a summit. Boats came. Boats left. Boats sank. Boats rose. Boats swam. Boats flew. Boats \
         sang. The summit was long.",
        "summit=proposal:summit, summit=proposal:summit",
    );
    check("They planned a summit. My meeting was long.", "summit=proposal:summit");
    check(
        "They planned a summit. Boats came. Boats left. Boats sank. Boats rose. Boats swam. Boats flew. Boats \
         sang. Boats dried. Boats burned. The summit in Lyon was long.",
        "summit=proposal:summit",
    );
    check("They planned a summit. The meeting was long.", "summit=proposal:summit, meeting=proposal:summit");
}

#[test]
fn allegations_of_something_are_told_by_themselves() {
    check(
        "Norway accused Sweden. The talks failed over the allegations.",
        "Norway=state:NOR, Sweden=state:SWE, allegations=state:NOR",
    );
    check(
        "Norway accused Sweden. The talks failed over the allegations of theft.",
        "Norway=state:NOR, Sweden=state:SWE",
    );
}

#[test]
fn those_who_did_it_are_not_the_two_named() {
    check(
        "Norway and Sweden met. The two countries left.",
        "Norway=state:NOR, Sweden=state:SWE, two countries=state:NOR, two countries=state:SWE",
    );
    check(
        "Norway and Sweden met. The two countries that signed it left.",
        "Norway=state:NOR, Sweden=state:SWE",
    );
}

#[test]
fn who_was_enabled_is_it() {
    check(
        "Critics fear that letting Norway build boats could enable it to fish.",
        "Norway=state:NOR, it=state:NOR",
    );
    check("Critics fear that letting Norway build boats could sink it.", "Norway=state:NOR");
    check(
        "In Oslo, Norway's top official warned Western powers they would face trouble.",
        "Norway's top official=state:NOR, Western powers=organization:western-powers, \
         they=organization:western-powers",
    );
    check(
        "They bought boats from the Norwegian leaders themselves.",
        "Norwegian leaders=state:NOR, themselves=state:NOR",
    );
}
