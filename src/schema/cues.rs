//! Cues: the words that carry stances, and what other words do with them.

use super::files::{Files, Row};
use super::lexicon::choice;
use super::{Layer, Relation, SchemaError};
use crate::statement::Modality;
use indexmap::IndexMap;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The words that reading stances uses.
#[derive(Debug)]
pub struct CueTables {
    /// Words that license a stance.
    pub cues: Vec<Cue>,
    /// Words that change the stance of their complement.
    pub operators: Vec<Operator>,
    /// Words for what happens to a thing.
    pub events: Vec<Event>,
    /// Words of praise and blame.
    pub evaluations: Vec<Evaluation>,
    /// Words by what they mean for a stance, sorted by word.
    pub classes: Vec<WordMeaning>,
}

/// A word or phrase that licenses a relation, and where its ends stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Dictionary forms, the head first; the others hang below it in the tree, in text order.
    pub words: String,
    /// What its head is.
    pub part: Part,
    /// Where actor and target stand.
    pub frame: Frame,
    /// What the target may be.
    pub target: TargetKind,
    /// The relation it licenses.
    pub relation: String,
    /// A modality that comes with the words.
    pub modality: Option<Modality>,
    /// The relation of its negation where that is a position of its own: "does not accept" opposes.
    pub negated: Option<String>,
    /// A sentence in which it is read, actor in `[]`, target in `{}`.
    pub example: String,
    /// A sentence in which it must not be read.
    pub counter: String,
}

/// The part of speech of a cue's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective or participle.
    Adjective,
    /// An adverb.
    Adverb,
    /// A preposition and what belongs to it: "in favor of".
    Phrase,
}

/// Where actor and target stand around a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// The actor is the logical subject or holder, the target the object.
    SubjectObject,
    /// The thing is the subject, the actor the object: "the plan worries Moscow".
    ObjectSubject,
    /// Actor and target are joint subjects: "Russia and China agreed".
    Reciprocal,
    /// The actor says it of the target: "Paris called the deal a disaster".
    Judgement,
}

/// What the target of a cue may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetKind {
    /// A treaty, system or proposal.
    Object,
    /// A state, organization or official.
    Actor,
    /// Either.
    Any,
}

/// A word that takes another predicate as complement, and what it does with that predicate's stance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// Dictionary forms, the head first.
    pub words: String,
    /// What its head is.
    pub part: Part,
    /// What it does.
    pub effect: OperatorEffect,
}

/// What an operator does with the stance of its complement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OperatorEffect {
    /// Wants or furthers it: "calls for scrapping", "began to deploy".
    Keep,
    /// Is against it or stops it: "refuses to sign", "blocked the sale".
    Flip,
    /// Says that it is not so: "denied developing".
    Deny,
    /// Plans it: "vowed to".
    Intend,
    /// Makes it depend on something: "would consider".
    Conditional,
    /// Does not bring it about: "failed to".
    Fail,
    /// Says it of somebody else: "said that Iran develops".
    Attribute,
    /// Reproaches somebody with it, who may deny it: "accused Iran of developing".
    Accuse,
    /// Wants somebody else to do it: "urged Iran to sign".
    Ask,
    /// Wants somebody else not to do it, or stops him: "kept Iran from testing".
    Forbid,
    /// Brings somebody else to do it: "forced Iran to sign".
    Make,
    /// Makes it possible, which is not doing it: "allowed Iran to test", "the ability to test".
    Allow,
}

impl OperatorEffect {
    /// Its name in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            OperatorEffect::Keep => "keep",
            OperatorEffect::Flip => "flip",
            OperatorEffect::Deny => "deny",
            OperatorEffect::Intend => "intend",
            OperatorEffect::Conditional => "conditional",
            OperatorEffect::Fail => "fail",
            OperatorEffect::Attribute => "attribute",
            OperatorEffect::Accuse => "accuse",
            OperatorEffect::Ask => "ask",
            OperatorEffect::Forbid => "forbid",
            OperatorEffect::Make => "make",
            OperatorEffect::Allow => "allow",
        }
    }
}

/// A word for what happens to a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Dictionary forms, the head first.
    pub words: String,
    /// What its head is.
    pub part: Part,
    /// What it does to the thing.
    pub effect: EventEffect,
}

/// What an event does to the thing it happens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventEffect {
    /// Brings it about or strengthens it: "signing of", "deployment of".
    Favours,
    /// Ends or weakens it: "withdrawal from", "ban on".
    Harms,
    /// Keeps to it: "compliance with".
    Holds,
    /// Goes against it: "violation of".
    Breaks,
    /// Leaves it as it is: "talks on".
    Neutral,
}

impl EventEffect {
    /// Its name in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            EventEffect::Favours => "favours",
            EventEffect::Harms => "harms",
            EventEffect::Holds => "holds",
            EventEffect::Breaks => "breaks",
            EventEffect::Neutral => "neutral",
        }
    }
}

/// An evaluative word: what it says of a thing, whoever says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// Dictionary forms.
    pub words: String,
    /// Its part of speech.
    pub part: Part,
    /// +1 praise, -1 blame.
    pub sign: i8,
    /// What sort of praise or blame it is: `feeling` is what its subject feels, `misdeed` what somebody did.
    pub class: String,
}

/// A word and the class of words that say the same about who does what to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordMeaning {
    /// Dictionary form.
    pub word: String,
    /// Its part of speech.
    pub part: Part,
    /// Name of the class.
    pub class: String,
}

pub(super) fn read(files: &Files, relations: &IndexMap<String, Relation>) -> Result<CueTables, SchemaError> {
    let evaluations = evaluations(files)?;
    let mut cues = cues(files, relations)?;
    let known: BTreeSet<String> = cues.iter().map(|cue| cue.words.clone()).collect();
    // What somebody feels says nothing of him; what a cue says already is said.
    let judges =
        |evaluation: &&Evaluation| evaluation.class != "feeling" && !known.contains(&evaluation.words);
    cues.extend(evaluations.iter().filter(judges).flat_map(judgements));
    Ok(CueTables {
        cues,
        operators: operators(files)?,
        events: events(files)?,
        evaluations,
        classes: classes(files)?,
    })
}

fn cues(files: &Files, relations: &IndexMap<String, Relation>) -> Result<Vec<Cue>, SchemaError> {
    let columns =
        ["words", "part", "frame", "target", "relation", "modality", "negated", "example", "counter"];
    let mut cues = Vec::new();
    for row in files.table("lexicon/cues.csv", &columns)? {
        let position = |column: &str| match relations.get(row.get(column)) {
            None => Err(row.error(column, "is unknown; the folder relations/ has one file for each")),
            Some(relation) if relation.layer == Layer::Context => {
                Err(row.error(column, "is a fact, no position; a cue needs a position"))
            }
            Some(relation) => Ok(relation.id.clone()),
        };
        let negated = row.optional("negated").map(|_| position("negated")).transpose()?;
        let modality =
            match row.optional("modality") {
                None => None,
                Some(name) => Some(name.parse().map_err(|()| {
                    row.error("modality", "is none of asserted, intended, conditional, denied")
                })?),
            };
        cues.push(Cue {
            words: dictionary_form(&row)?,
            part: choice(&row, "part")?,
            frame: choice(&row, "frame")?,
            target: choice(&row, "target")?,
            relation: position("relation")?,
            modality,
            negated,
            example: row.get("example").to_owned(),
            counter: row.get("counter").to_owned(),
        });
    }
    Ok(cues)
}

fn operators(files: &Files) -> Result<Vec<Operator>, SchemaError> {
    let rows = files.table("lexicon/operators.csv", &["words", "part", "effect", "example", "counter"])?;
    let operator = |row: &Row| {
        let (words, part, effect) = (dictionary_form(row)?, choice(row, "part")?, choice(row, "effect")?);
        Ok(Operator { words, part, effect })
    };
    rows.iter().map(operator).collect()
}

fn events(files: &Files) -> Result<Vec<Event>, SchemaError> {
    let rows = files.table("lexicon/events.csv", &["words", "part", "effect", "example", "counter"])?;
    let event = |row: &Row| {
        let (words, part, effect) = (dictionary_form(row)?, choice(row, "part")?, choice(row, "effect")?);
        Ok(Event { words, part, effect })
    };
    rows.iter().map(event).collect()
}

/// What it is to say a word of praise or blame of a thing, and of an actor.
fn judgements(evaluation: &Evaluation) -> impl Iterator<Item = Cue> + '_ {
    let kinds =
        [(TargetKind::Object, ["supports", "opposes"]), (TargetKind::Actor, ["agrees", "criticizes"])];
    // Of an actor a verb says something if it is a misdeed: "cheated", not "collapsed".
    let fits = |(target, _): &(TargetKind, _)| {
        *target == TargetKind::Object || evaluation.part != Part::Verb || evaluation.class == "misdeed"
    };
    kinds.into_iter().filter(fits).map(|(target, [praise, blame])| {
        let (relation, negated) = if evaluation.sign > 0 { (praise, blame) } else { (blame, praise) };
        Cue {
            words: evaluation.words.clone(),
            part: evaluation.part,
            frame: Frame::Judgement,
            target,
            relation: relation.to_owned(),
            modality: None,
            negated: Some(negated.to_owned()),
            example: String::new(),
            counter: String::new(),
        }
    })
}

fn evaluations(files: &Files) -> Result<Vec<Evaluation>, SchemaError> {
    let evaluation = |row: &Row| {
        let sign = match row.get("sign") {
            "1" => 1,
            "-1" => -1,
            _ => return Err(row.error("sign", "is neither `1` nor `-1`")),
        };
        let class = row.get("class").to_owned();
        Ok(Evaluation { words: dictionary_form(row)?, part: choice(row, "part")?, sign, class })
    };
    files
        .table("lexicon/evaluations.csv", &["words", "part", "sign", "class"])?
        .iter()
        .map(evaluation)
        .collect()
}

/// The cell `words`, which must say something.
fn dictionary_form(row: &Row) -> Result<String, SchemaError> {
    if row.get("words").trim().is_empty() {
        return Err(row.error("words", "is empty; give the dictionary form"));
    }
    Ok(row.get("words").to_owned())
}

fn classes(files: &Files) -> Result<Vec<WordMeaning>, SchemaError> {
    let meaning = |row: &Row| {
        let class = row.get("class").to_owned();
        Ok(WordMeaning { word: dictionary_form(row)?, part: choice(row, "part")?, class })
    };
    let rows = files.table("lexicon/classes.csv", &["words", "part", "class"])?;
    let mut meanings = rows.iter().map(meaning).collect::<Result<Vec<WordMeaning>, SchemaError>>()?;
    // Rows of an extension stand behind the others.
    meanings.sort_by(|a, b| a.word.cmp(&b.word));
    Ok(meanings)
}
