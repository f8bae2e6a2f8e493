//! What the frames read, before anything is decided, in minimal pairs.

use super::*;
use crate::language::Engine;
use crate::mention::{self, Gazetteer, Scope};
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);
static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::new(&SCHEMA));
static STANCES: LazyLock<Stances<'_>> = LazyLock::new(|| Stances::new(&SCHEMA, Model::embedded()));

/// Checks the best reading of `actor` on `target`, both by entity id, in `text`: relation and modality; `""` for none.
#[track_caller]
fn check(text: &str, actor: &str, target: &str, expected: &str) {
    let article = Article::new("test", text);
    let parsed = Parsed::new(&article, &mut Engine::new(crate::language::Model::embedded()))
        .corrected(&SCHEMA.lexicon.dictionary_forms);
    let mentions = mention::find(&article, &parsed, &SCHEMA, &GAZETTEER, Scope::Field);
    let is = |mention: usize, id: &str| mentions.entities[mentions.mentions[mention].entity].id == id;
    for id in [actor, target] {
        assert!((0..mentions.mentions.len()).any(|mention| is(mention, id)), "no {id} in {text:?}");
    }
    let candidates = STANCES.candidates(&parsed, &mentions, false);
    let readings =
        candidates.iter().filter(|c| is(c.actor, actor) && is(c.target, target)).flat_map(|c| &c.readings);
    let best = readings.min_by_key(|reading| (reading.actor, reading.depth));
    let shown = best.map(|reading| match reading.modality {
        Modality::Asserted => reading.relation.clone(),
        modality => format!("{}, {}", reading.relation, modality.as_str()),
    });
    assert_eq!(shown.unwrap_or_default(), expected, "{actor} on {target} in {text:?}");
}

#[test]
fn operators_turn_a_cue_only_for_who_does_them() {
    check("Turkey dropped its opposition to NMD.", "state:TUR", "system:nmd", "supports");
    check("Turkey described its opposition to NMD.", "state:TUR", "system:nmd", "opposes");
    check(
        "Russia condemned the American decision to withdraw from the ABM treaty.",
        "state:USA",
        "treaty:abm",
        "withdraws",
    );
    check(
        "America reversed its decision to withdraw from the ABM treaty.",
        "state:USA",
        "treaty:abm",
        "supports",
    );
}

#[test]
fn what_another_doubts_or_does_not_certify_is_nobodys_position() {
    let complies = |said: &str, expected: &str| {
        let text = format!("{said} Iran complies with the NPT.");
        check(&text, "state:IRN", "treaty:npt", expected);
    };
    complies("Oslo certified that", "upholds");
    complies("Oslo did not certify that", "");
    complies("Oslo declined to certify that", "");
    complies("Oslo believes that", "upholds");
    complies("Oslo doubts that", "");
    complies("Oslo denied that", "");
    complies("It is clear that", "upholds");
    complies("It is unclear whether", "");
    complies("Oslo hopes that", "");
    check("Iran denied that it complies with the NPT.", "state:IRN", "treaty:npt", "opposes");
}

#[test]
fn a_noun_and_its_verb_turn_once() {
    check("Oslo protested against the decision to leave the NPT.", "state:NOR", "treaty:npt", "supports");
    check("Oslo protested against the decision to keep the NPT.", "state:NOR", "treaty:npt", "opposes");
}

#[test]
fn who_is_to_be_persuaded_has_not_acted_yet() {
    check("Oslo persuaded Iran to leave the NPT.", "state:IRN", "treaty:npt", "withdraws");
    check("Oslo hopes to persuade Iran to leave the NPT.", "state:IRN", "treaty:npt", "");
    check("Oslo hopes to persuade Iran to leave the NPT.", "state:NOR", "treaty:npt", "opposes");
    check("Oslo sent a letter to persuade Iran to leave the NPT.", "state:IRN", "treaty:npt", "");
    check("Oslo failed to persuade Iran to leave the NPT.", "state:IRN", "treaty:npt", "");
}

#[test]
fn firms_and_citizens_are_not_their_state() {
    check("American and Russian officials signed deals.", "state:USA", "state:RUS", "agrees");
    check("American and Russian companies signed deals.", "state:USA", "state:RUS", "");
}

#[test]
fn forms_that_the_engine_takes_for_other_verbs_are_read() {
    check("Iran hoped to leave the NPT.", "state:IRN", "treaty:npt", "withdraws, intended");
    check("Iran hopped to the bus to read the NPT.", "state:IRN", "treaty:npt", "");
}

#[test]
fn a_noun_with_an_owner_is_not_the_position_of_who_has_the_verb() {
    check("Russia described the American rejection of NMD.", "state:RUS", "system:nmd", "");
    check("Russia described the American rejection of NMD.", "state:USA", "system:nmd", "opposes");
    check("Russia voiced rejection of NMD.", "state:RUS", "system:nmd", "opposes");
}

#[test]
fn what_is_said_of_an_act_is_said_of_its_owner() {
    check("Moscow rejected Washington's demand.", "state:RUS", "state:USA", "disagrees");
    check("Moscow rejected a map of a road that leaves France.", "state:RUS", "state:FRA", "");
    check("Moscow welcomed the French decision.", "state:RUS", "state:FRA", "agrees");
    check("Moscow welcomed the tourists whom France sent.", "state:RUS", "state:FRA", "");
    check("Moscow welcomed the decision about France.", "state:RUS", "state:FRA", "");
}

#[test]
fn possessors_and_datives_stand_for_the_preposition_of_a_cue() {
    check("Sudan expelled the ambassador of Germany.", "state:SDN", "state:DEU", "criticizes");
    check("Sudan expelled Germany's ambassador.", "state:SDN", "state:DEU", "criticizes");
    check("Sudan saw a dealer near Germany's embassy.", "state:SDN", "state:DEU", "");
    check("Vienna gave an ultimatum to Belgrade.", "state:AUT", "state:SRB", "pressures");
    check("Vienna gave Belgrade an ultimatum.", "state:AUT", "state:SRB", "pressures");
    check("Vienna gave Belgrade a library.", "state:AUT", "state:SRB", "");
    check("Vienna gave Belgrade a deadline to answer.", "state:AUT", "state:SRB", "pressures");
    check("Vienna gave Belgrade a reason to answer.", "state:AUT", "state:SRB", "");
}

#[test]
fn who_made_a_demand_stands_behind_by_from_and_of_alike() {
    check("Belgrade rejected the call of NATO.", "state:SRB", "organization:nato", "disagrees");
    check("Belgrade rejected a call by NATO.", "state:SRB", "organization:nato", "disagrees");
    check("Belgrade rejected a call from NATO.", "state:SRB", "organization:nato", "disagrees");
    check("Belgrade rejected a book on the calls of NATO.", "state:SRB", "organization:nato", "");
    // What an accusation is about stands behind "of" as well.
    check("Belgrade rejected criticism from Russia.", "state:SRB", "state:RUS", "disagrees");
    check("Belgrade voiced criticism of Russia.", "state:SRB", "state:RUS", "criticizes");
    check("Belgrade rejected criticism of Russia.", "state:SRB", "state:RUS", "");
}

#[test]
fn who_issues_a_statement_says_what_it_says() {
    check("Serbia issued a statement condemning NATO.", "state:SRB", "organization:nato", "criticizes");
    check("Serbia rejected a statement condemning NATO.", "state:SRB", "organization:nato", "");
    check("Serbia's statement condemned NATO.", "state:SRB", "organization:nato", "criticizes");
    check(
        "A Security Council resolution condemned Serbia.",
        "organization:un-security-council",
        "state:SRB",
        "criticizes",
    );
    check("Serbia has plans to deploy the S-300.", "state:SRB", "system:s-300", "deploys, intended");
    check("Serbia opposed plans to deploy the S-300.", "state:SRB", "system:s-300", "opposes");
}

#[test]
fn what_an_act_does_is_not_done_to_its_owner() {
    check("Oslo criticized Iran's refusal of inspections.", "state:NOR", "state:IRN", "disagrees");
    check("Oslo welcomed the American rejection of NMD.", "state:NOR", "state:USA", "agrees");
    check("Oslo welcomed the rejection of NMD.", "state:NOR", "system:nmd", "opposes");
}

#[test]
fn what_is_refused_and_has_no_contrary_is_denied() {
    check("Belgrade refused to condemn Russia.", "state:SRB", "state:RUS", "criticizes, denied");
    check("Belgrade agreed to condemn Russia.", "state:SRB", "state:RUS", "criticizes");
    check("Belgrade refused to support Russia.", "state:SRB", "state:RUS", "disagrees");
}

#[test]
fn who_is_ready_to_or_plans_to_does() {
    check("Norway is ready to send aid to Mali.", "state:NOR", "state:MLI", "cooperates, intended");
    check("Norway is a country that others send aid to Mali from.", "state:NOR", "state:MLI", "");
    check("Russia has plans to deploy the S-300.", "state:RUS", "system:s-300", "deploys, intended");
    check("Russia has maps to show where others deploy the S-300.", "state:RUS", "system:s-300", "");
    check(
        "Poland watched Russia's plans to deploy the S-300.",
        "state:RUS",
        "system:s-300",
        "deploys, intended",
    );
    check("Poland watched Russia's plans to deploy the S-300.", "state:POL", "system:s-300", "");
}

#[test]
fn adjectives_that_share_a_noun_both_stand_there() {
    check("Russian and Indian negotiators met.", "state:RUS", "state:IND", "negotiates");
    check("Russian negotiators met at an Indian hotel.", "state:RUS", "state:IND", "");
    check("Russian and Indian ministers condemned Iran.", "state:RUS", "state:IRN", "criticizes");
}

#[test]
fn the_last_preposition_of_a_cue_hangs_on_its_words() {
    check("Moscow rejected the claim of Kiev.", "state:RUS", "state:UKR", "disagrees");
    check("Moscow rejected Kiev's claim on the price of gas.", "state:RUS", "state:UKR", "disagrees");
    check("Moscow rejected the claim on the price of the gas of Kiev.", "state:RUS", "state:UKR", "");
}

#[test]
fn a_cue_within_a_longer_one_is_left_out() {
    check("India broke off talks with Pakistan.", "state:IND", "state:PAK", "disagrees");
    check("India held talks with Pakistan.", "state:IND", "state:PAK", "negotiates");
}

#[test]
fn the_holder_of_an_office_is_named_as_a_whole() {
    check("Germany summoned the Turkish ambassador.", "state:DEU", "state:TUR", "criticizes");
    check("Germany saw a guest of the Turkish ambassador.", "state:DEU", "state:TUR", "");
    check("The Indian prime minister condemned Russia.", "state:IND", "state:RUS", "criticizes");
    check("A reader of Indian novels condemned Russia.", "state:IND", "state:RUS", "");
}

#[test]
fn a_preposition_of_a_cue_is_not_the_to_of_an_infinitive() {
    check("Pakistan agreed to provide aid to Nepal.", "state:PAK", "state:NPL", "cooperates");
    check("Pakistan refused to provide aid to Nepal.", "state:PAK", "state:NPL", "disagrees");
    check("Pakistan agreed to provide aid near Nepal.", "state:PAK", "state:NPL", "");
}

#[test]
fn what_somebody_says_must_be_done_presses_who_must_do_it() {
    check("Russia said Israel must end the attacks.", "state:RUS", "state:ISR", "pressures");
    check("Russia said Israel had ended the attacks.", "state:RUS", "state:ISR", "");
}

#[test]
fn what_somebody_is_asked_to_do_is_the_askers_wish() {
    check("Paris urged London to withdraw from the ABM treaty.", "state:FRA", "treaty:abm", "opposes");
    check("Paris urged London to withdraw from the ABM treaty.", "state:GBR", "treaty:abm", "");
    check("Paris urged London not to withdraw from the ABM treaty.", "state:FRA", "treaty:abm", "supports");
    check("Paris forced London to withdraw from the ABM treaty.", "state:GBR", "treaty:abm", "withdraws");
    check("Paris forced London to withdraw from the ABM treaty.", "state:FRA", "treaty:abm", "");
    check("London was asked to sign the CTBT.", "state:GBR", "treaty:ctbt", "");
    check("Paris wants London to sign the CTBT.", "state:GBR", "treaty:ctbt", "");
    check("London asked to join the CTBT.", "state:GBR", "treaty:ctbt", "supports");
    check("Paris said that London should sign the CTBT.", "state:FRA", "treaty:ctbt", "supports");
    check("Paris said that London should sign the CTBT.", "state:GBR", "treaty:ctbt", "");
    check("Paris said that it should sign the CTBT.", "state:FRA", "treaty:ctbt", "supports, conditional");
}

#[test]
fn what_somebody_can_do_or_is_accused_of_is_not_done() {
    check("Iran is able to build the Shahab-3.", "state:IRN", "system:shahab-3", "");
    check("Iran is proud to build the Shahab-3.", "state:IRN", "system:shahab-3", "deploys");
    check("Cheap steel enabled Iran to build the Shahab-3.", "state:IRN", "system:shahab-3", "");
    check("Paris accused Iran of building the Shahab-3.", "state:IRN", "system:shahab-3", "");
    check("Paris accused Iran of building the Shahab-3.", "state:FRA", "state:IRN", "criticizes");
    check("Paris kept Iran from building the Shahab-3.", "state:IRN", "system:shahab-3", "");
    check("Paris kept Iran from building the Shahab-3.", "state:FRA", "system:shahab-3", "opposes");
}

#[test]
fn a_gerund_behind_as_or_of_tells_what_the_object_does() {
    check("Paris described Iran as opposing the NPT.", "state:IRN", "treaty:npt", "opposes");
    check("Paris described Iran as opposing the NPT.", "state:FRA", "treaty:npt", "");
    check("Paris described Iran while opposing the NPT.", "state:FRA", "treaty:npt", "opposes");
}

#[test]
fn who_did_what_somebody_speaks_of_is_left_open() {
    check("Paris said that the S-300 deployed last year is old.", "state:FRA", "system:s-300", "");
    check("Paris said that the S-300 deployed by Russia is old.", "state:RUS", "system:s-300", "deploys");
}

#[test]
fn a_negation_may_be_a_position_of_its_own() {
    check("Ankara will never accept the CFE treaty.", "state:TUR", "treaty:cfe", "opposes");
    check("Ankara will accept the CFE treaty.", "state:TUR", "treaty:cfe", "supports, intended");
    check("Ankara does not support the CFE treaty.", "state:TUR", "treaty:cfe", "supports, denied");
    check("Ankara violated the CFE treaty.", "state:TUR", "treaty:cfe", "opposes");
    check("Ankara denied that it violated the CFE treaty.", "state:TUR", "treaty:cfe", "upholds");
    check("Rome urged Ankara not to violate the CFE treaty.", "state:ITA", "treaty:cfe", "upholds");
    check("Ankara failed to comply with the CFE treaty.", "state:TUR", "treaty:cfe", "opposes");
}

#[test]
fn who_ends_what_is_anothers_opposes_it() {
    check("Iran halted its nuclear programme.", "state:IRN", "system:irn-nuclear-programme", "withdraws");
    check("Israel halted Iran's nuclear programme.", "state:ISR", "system:irn-nuclear-programme", "opposes");
}

#[test]
fn what_is_to_be_relieved_is_one_thing() {
    let relief = "proposal:sanctions-relief";
    check("Tehran wants the lifting of sanctions.", "state:IRN", relief, "supports");
    check("Paris opposed the lifting of sanctions.", "state:FRA", relief, "opposes");
}

#[test]
fn who_votes_an_effort_down_does_not_make_it() {
    check(
        "The Senate made an effort to ban the S-400.",
        "organization:us-senate",
        "system:s-400",
        "opposes, intended",
    );
    check(
        "The Senate voted down an effort to ban the S-400.",
        "organization:us-senate",
        "system:s-400",
        "supports",
    );
}

#[test]
fn a_demand_is_addressed_to_whom_it_names() {
    check("Oslo urged Paris to keep Chad waiting.", "state:NOR", "state:FRA", "pressures");
    check("Oslo urged Paris to keep Chad waiting.", "state:NOR", "state:TCD", "");
    check("Oslo urged Paris and Chad to wait.", "state:NOR", "state:TCD", "pressures");
}

#[test]
fn whose_representative_it_is_stands_before_him() {
    let body = "organization:united-nations";
    check("Chad's envoy to the United Nations condemned Mali.", body, "state:MLI", "");
    check("Chad's envoy to the United Nations condemned Mali.", "state:TCD", "state:MLI", "criticizes");
    check("The envoy of the United Nations condemned Mali.", body, "state:MLI", "criticizes");
}

#[test]
fn what_is_scheduled_has_not_happened() {
    check(
        "The next meeting between Chad and Mali drew protests.",
        "state:TCD",
        "state:MLI",
        "negotiates, intended",
    );
    check("The last meeting between Chad and Mali drew protests.", "state:TCD", "state:MLI", "negotiates");
    check("Chad is to meet Mali in Rome.", "state:TCD", "state:MLI", "negotiates, intended");
    check("Chad is in Rome to meet Mali.", "state:TCD", "state:MLI", "negotiates");
    check("A meeting between Chad and Mali is scheduled.", "state:TCD", "state:MLI", "negotiates, intended");
}

#[test]
fn nothing_is_guessed_across_clauses_side_by_side() {
    let paired = |text: &str| {
        let article = Article::new("test", text);
        let parsed = Parsed::new(&article, &mut Engine::new(crate::language::Model::embedded()))
            .corrected(&SCHEMA.lexicon.dictionary_forms);
        let mentions = mention::find(&article, &parsed, &SCHEMA, &GAZETTEER, Scope::Field);
        let is = |m: usize, id: &str| mentions.entities[mentions.mentions[m].entity].id == id;
        let candidates = STANCES.candidates(&parsed, &mentions, false);
        candidates.iter().any(|c| is(c.actor, "state:VNM") && is(c.target, "system:s-400"))
    };
    assert!(!paired("Ankara showed the S-400, but Vietnam celebrated a feast."));
    assert!(paired("Ankara showed the S-400 while Vietnam celebrated a feast."));
}

/// The statements of `text`, not below the confidence `least`.
fn statements(text: &str, scope: Scope, least: Option<f64>) -> Vec<Statement> {
    let article = Article::new("test", text);
    let parsed = Parsed::new(&article, &mut Engine::new(crate::language::Model::embedded()))
        .corrected(&SCHEMA.lexicon.dictionary_forms);
    let mentions = mention::find(&article, &parsed, &SCHEMA, &GAZETTEER, scope);
    STANCES.find(&article, &parsed, &mentions, least)
}

#[test]
fn a_topic_needs_a_frame() {
    let holds = |text: &str| {
        let all = statements(text, Scope::General, None);
        all.into_iter().find(|s| s.target.id == "proposal:toll-bridge").map(|s| s.relation)
    };
    assert_eq!(holds("Norway opposes the toll bridge.").as_deref(), Some("opposes"));
    assert_eq!(holds("Norway voiced support for the toll bridge.").as_deref(), Some("supports"));
    assert_eq!(holds("Norway has ferries, which pass the toll bridge."), None);
}

#[test]
fn who_opposes_it_does_not_uphold_it() {
    let relations = |text: &str| -> Vec<String> {
        let all = statements(text, Scope::Field, Some(0.0)).into_iter();
        let signed = all.filter(|s| s.actor.id == "state:NOR" && s.sign != 0);
        signed.filter(|s| s.target.id == "proposal:sanctions-irn").map(|s| s.relation).collect()
    };
    assert_eq!(relations("Norway opposes the sanctions on Iran."), ["opposes"]);
    assert_eq!(relations("Norway supports the sanctions on Iran."), ["supports"]);
}

/// Checks the evidence of what `actor` holds on `target`, both by entity id, in `text`.
#[track_caller]
fn check_evidence(text: &str, actor: &str, target: &str, expected: &str) {
    let statements = statements(text, Scope::Field, Some(0.0));
    let found = statements.iter().filter(|s| s.actor.id == actor && s.target.id == target && s.sign != 0);
    let surest = found.max_by(|a, b| a.confidence.total_cmp(&b.confidence));
    assert_eq!(surest.map(|s| s.evidence.text.as_str()), Some(expected), "{actor} on {target} in {text:?}");
}

#[test]
fn evidence_is_the_clause_that_a_reader_needs() {
    check_evidence(
        "Chad condemned Mali, and Niger praised a film.",
        "state:TCD",
        "state:MLI",
        "Chad condemned Mali",
    );
    check_evidence(
        "Niger praised a film, and Chad condemned Mali.",
        "state:TCD",
        "state:MLI",
        "Chad condemned Mali.",
    );
    check_evidence(
        "While Niger praised a film, Chad condemned Mali.",
        "state:TCD",
        "state:MLI",
        "Chad condemned Mali.",
    );
    check_evidence(
        "Chad condemned Mali, which praised a film.",
        "state:TCD",
        "state:MLI",
        "Chad condemned Mali",
    );
    // A contrast needs both sides.
    check_evidence(
        "Niger praised a film, but Chad condemned Mali.",
        "state:TCD",
        "state:MLI",
        "Niger praised a film, but Chad condemned Mali.",
    );
    // A condition is no aside.
    check_evidence(
        "If Niger leaves, Chad will condemn Mali.",
        "state:TCD",
        "state:MLI",
        "If Niger leaves, Chad will condemn Mali.",
    );
}

#[test]
fn evidence_names_who_holds_the_position() {
    check_evidence(
        "Putin arrived in Rome. He condemned Chad.",
        "official:vladimir-putin",
        "state:TCD",
        "Putin arrived in Rome. He condemned Chad.",
    );
    check_evidence(
        "Putin arrived in Rome. He condemned Chad. Putin again condemned Chad on Monday.",
        "official:vladimir-putin",
        "state:TCD",
        "Putin again condemned Chad on Monday.",
    );
}

#[test]
fn evidence_tells_what_it_takes_up() {
    let text = |then: &str| format!("Mali drilled a well. {then}");
    let needs_both = text("This shows that Chad opposes the ABM treaty.");
    check_evidence(&needs_both, "state:TCD", "treaty:abm", &needs_both);
    let alone = "This week Chad opposed the ABM treaty.";
    check_evidence(&text(alone), "state:TCD", "treaty:abm", alone);
}

#[test]
fn relative_pronouns_and_small_clauses_lead_to_the_target() {
    check("The CFE treaty, which Russia wants to amend, is old.", "state:RUS", "treaty:cfe", "seeks_change");
    check("Oslo considers Chad a threat.", "state:NOR", "state:TCD", "perceives_threat");
    check("Oslo considers Chad a friend.", "state:NOR", "state:TCD", "");
}

#[test]
fn who_judges_an_act_judges_who_did_it() {
    let launch = "North Korea fired a rocket on Sunday. ";
    let told = |then: &str| format!("{launch}{then}");
    let check = |then: &str, relation: &str| check(&told(then), "state:NOR", "state:PRK", relation);
    check("Norway condemned the launch.", "criticizes");
    check("Norway described the test as a threat.", "perceives_threat");
    check("Norway called the move a provocation.", "criticizes");
    check("Norway said the launch was a mistake.", "criticizes");
    // What speaks for the deed is no word for who did it.
    check("Norway, which trades with North Korea, praised the launch.", "");
    check("Norway told North Korea of the launch.", "");
}

#[test]
fn who_rejects_words_contradicts_who_said_them() {
    check("Chad accused Mali of theft. Mali rejected the accusation.", "state:MLI", "state:TCD", "disagrees");
    check("Chad spoke of Mali. Mali told Chad of the accusation.", "state:MLI", "state:TCD", "");
}

#[test]
fn praise_and_blame_are_positions_of_who_utters_them() {
    let check = |text: &str, relation: &str| check(text, "official:angela-merkel", "treaty:inf", relation);
    check("Merkel called the INF treaty a disaster.", "opposes");
    check("Merkel considers the INF treaty a triumph.", "supports");
    check("Merkel described the INF treaty as a failure.", "opposes");
    check("The INF treaty was branded a failure by Merkel.", "opposes");
    check("\"The INF treaty is a terrible bargain,\" Merkel said.", "opposes");
    check("Merkel said the INF treaty was not a bad bargain.", "supports");
    check("Merkel said the INF treaty would undermine stability.", "opposes");
    check("Merkel said it would be a mistake to sign the INF treaty.", "opposes");
    // What is good or bad is something else.
    check("Merkel read a terrible novel about the INF treaty.", "");
    check("Merkel said a terrible singer knew the INF treaty.", "");
    check("Merkel, a failure in Bonn, read the INF treaty.", "");
}

#[test]
fn praise_and_blame_of_actors_are_agreement_and_criticism() {
    let check = |text: &str, relation: &str| check(text, "state:TCD", "state:MLI", relation);
    check("Chad said Mali was reckless.", "criticizes");
    check("Chad called Mali's conduct a disgrace.", "criticizes");
    check("Chad said Mali was wrong.", "criticizes");
    check("Chad received a terrible letter from Mali.", "");
}

#[test]
fn what_is_said_of_a_thing_leaves_who_made_it() {
    check(
        "Chad protested against the sanctions imposed by Mali.",
        "state:MLI",
        "proposal:sanctions",
        "supports",
    );
    check(
        "Chad planned to protest against the sanctions.",
        "state:TCD",
        "proposal:sanctions",
        "opposes, intended",
    );
}

#[test]
fn who_meet_another_do_not_meet_each_other() {
    check("Chad and Mali met with Niger to discuss the ABM treaty.", "state:TCD", "state:MLI", "");
    check("Chad and Mali met to discuss the ABM treaty.", "state:TCD", "state:MLI", "negotiates");
}

#[test]
fn who_denies_a_charge_contradicts_who_made_it() {
    let check = |text: &str, expected| check(text, "state:RUS", "state:USA", expected);
    check("Washington accused Russia of breaking the INF treaty. Moscow denies this.", "disagrees");
    check("Washington accused Russia of breaking the INF treaty. Moscow repeated this to Washington.", "");
    check("Washington accused Russia of breaking the INF treaty, which Moscow denies.", "disagrees");
    check("Washington accused Russia of breaking the INF treaty, a charge Moscow denies.", "disagrees");
    check("Washington accused Russia of breaking the INF treaty, a charge Moscow knows.", "");
    check("Washington blamed Moscow for the attack. Russia has denied involvement.", "disagrees");
    check("Washington warned Moscow of an attack. Russia has doubled its involvement, Washington said.", "");
}

#[test]
fn what_somebody_demands_of_another_is_not_done_by_either() {
    let demand = "Beijing repeated its demand that Washington scrap NMD.";
    check(demand, "state:CHN", "state:USA", "pressures");
    check(demand, "state:USA", "system:nmd", "");
    let claim = "The meeting dealt with American claims that Pyongyang is testing the Taepodong.";
    check(claim, "state:USA", "system:taepodong", "");
    check(
        "The meeting dealt with American plans to test the Taepodong.",
        "state:USA",
        "system:taepodong",
        "deploys, intended",
    );
}

#[test]
fn who_waits_for_another_to_act_presses_him() {
    let check = |text: &str, expected| check(text, "state:FRA", "state:IRN", expected);
    check("France will not lift the embargo until Iran stops the tests.", "pressures");
    check("France will not sell wine until Iran has a summer.", "");
    check("France will not resume the talks unless Iran stops the tests.", "pressures");
}

#[test]
fn a_reported_future_is_intended_and_a_condition_stays_one() {
    let check = |text: &str, expected| check(text, "state:FRA", "treaty:ctbt", expected);
    check("Macron said that France would ratify the CTBT.", "supports, intended");
    check("Macron said that France would ratify the CTBT if Germany did.", "supports, conditional");
    check("France would ratify the CTBT.", "supports, conditional");
    check("Macron says that France will not be the first to ratify the CTBT.", "supports, denied");
    check("Macron says that France was the first to ratify the CTBT.", "supports");
}

/// Whether the article's statements hold one of `actor` on `target` of sign `sign`.
#[track_caller]
fn check_stated(text: &str, actor: &str, target: &str, sign: i8, expected: bool) {
    let article = Article::new("test", text);
    let parsed = Parsed::new(&article, &mut Engine::new(crate::language::Model::embedded()))
        .corrected(&SCHEMA.lexicon.dictionary_forms);
    let mentions = mention::find(&article, &parsed, &SCHEMA, &GAZETTEER, Scope::Field);
    let stated = STANCES.find(&article, &parsed, &mentions, None);
    let is = |s: &Statement| s.actor.id == actor && s.target.id == target && s.sign == sign;
    assert_eq!(stated.iter().any(is), expected, "{actor} on {target} in {text:?}");
}

#[test]
fn what_one_says_of_another_is_not_the_others_answer() {
    let charge = "The White House accused Iran of cheating and mocked its leaders.";
    check_stated(charge, "state:USA", "state:IRN", -1, true);
    check_stated(charge, "state:IRN", "state:USA", -1, false);
    let war = "The White House and Iran accused each other of cheating.";
    check_stated(war, "state:USA", "state:IRN", -1, true);
    check_stated(war, "state:IRN", "state:USA", -1, true);
}

#[test]
fn when_one_speaks_is_not_what_one_says() {
    let treaty = "treaty:abm";
    check("Oslo commented after France rejected the ABM treaty.", "state:NOR", treaty, "");
    check("Oslo spoke when France rejected the ABM treaty.", "state:NOR", treaty, "");
    check("Oslo said after the vote that it rejects the ABM treaty.", "state:NOR", treaty, "opposes");
}

#[test]
fn who_speaks_of_a_deed_did_not_do_it() {
    check("Oslo said the attack on Syria was long.", "state:NOR", "state:SYR", "");
    check("Oslo said its attack on Syria was long.", "state:NOR", "state:SYR", "pressures");
    check("Oslo warned of an attack by Syria.", "state:NOR", "state:SYR", "perceives_threat");
}

#[test]
fn little_support_is_none() {
    check("Oslo offered support for NMD.", "state:NOR", "system:nmd", "supports");
    check("Oslo offered little support for NMD.", "state:NOR", "system:nmd", "supports, denied");
    check("Oslo offered poor people support for NMD.", "state:NOR", "system:nmd", "supports");
}

#[test]
fn a_world_without_weapons_has_none() {
    let weapons = "system:nuclear-weapons";
    check("Oslo wants a world without nuclear weapons.", "state:NOR", weapons, "opposes");
    check("Oslo wants a zone free of nuclear weapons.", "state:NOR", weapons, "opposes");
    check("Oslo wants a world of nuclear weapons.", "state:NOR", weapons, "supports");
}

#[test]
fn what_one_is_called_one_is_judged_to_be() {
    check("India called Pakistan a terrorist state.", "state:IND", "state:PAK", "criticizes");
    check("India called Pakistan a neighbouring state.", "state:IND", "state:PAK", "");
    check("The terrorist called Pakistan a state, India said.", "state:IND", "state:PAK", "");
}

#[test]
fn what_is_done_without_is_not_done() {
    check("Oslo left without consulting Russia.", "state:NOR", "state:RUS", "negotiates, denied");
    check("Oslo left after consulting Russia.", "state:NOR", "state:RUS", "negotiates");
    check("Oslo did not leave without consulting Russia.", "state:NOR", "state:RUS", "negotiates");
    check("Oslo will not buy boats without consulting Russia.", "state:NOR", "state:RUS", "negotiates");
}
