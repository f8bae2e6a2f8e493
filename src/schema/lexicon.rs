//! Lexicon: the words that carry stances, modality and speech, and the look of page furniture.

use super::files::{Files, Row};
use super::{Layer, Relation, SchemaError};
use crate::statement::Modality;
use indexmap::IndexMap;
use regex::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The words and patterns that reading uses.
#[derive(Debug)]
pub struct Lexicon {
    /// Words that license a stance.
    pub cues: Vec<Cue>,
    /// Words that change the stance of their complement.
    pub operators: Vec<Operator>,
    /// Words for what happens to a thing.
    pub events: Vec<Event>,
    /// Words of praise and blame.
    pub evaluations: Vec<Evaluation>,
    /// Irregular forms by dictionary form.
    pub irregular: HashMap<String, Vec<String>>,
    /// Words before a cue that set its modality.
    pub modality: Vec<ModalityWord>,
    /// Dictionary forms of verbs of saying.
    pub reporting: Vec<String>,
    /// Nouns that after a national adjective stand for the state: "officials".
    pub offices: Vec<String>,
    /// Titles before a person's name: "Defense Minister".
    pub titles: Vec<String>,
    /// Abbreviations with a full stop that do not end a sentence.
    pub abbreviations: BTreeSet<String>,
    /// Surnames that are common words or first names too: they count after a title or the full name only.
    pub common_names: BTreeSet<String>,
    /// Auxiliaries, prepositions, pronouns and the like, by word in lower case.
    pub functions: BTreeMap<String, WordClass>,
    /// Lines that are page furniture.
    pub furniture: Vec<FurniturePattern>,
    /// Where a text states its date and publisher, best source first.
    pub metadata: Vec<MetadataPattern>,
    /// What a dateline at the begin of a paragraph looks like.
    pub datelines: Vec<Regex>,
    /// Forms of written dates with the groups `year`, `month` and `day`.
    pub dates: Vec<Regex>,
    /// Month numbers by name in lower case.
    pub months: BTreeMap<String, i8>,
    /// How often a careful reader agrees with a statement, by the part of speech of its cue.
    pub confidence: BTreeMap<Part, f64>,
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
    /// Says it of somebody else: "accused Iran of developing".
    Attribute,
    /// Wants somebody else to do it: "urged Iran to sign".
    Ask,
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

/// An evaluative word: what it says of a thing, whoever says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// Dictionary forms.
    pub words: String,
    /// Its part of speech.
    pub part: Part,
    /// +1 praise, -1 blame.
    pub sign: i8,
}

/// A word that, before a cue in its clause, sets the modality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModalityWord {
    /// One or more words as they stand.
    pub words: String,
    /// `denied`, `intended` or `conditional`.
    pub modality: String,
}

/// Closed classes of words that tell a noun phrase from what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordClass {
    /// Forms of have and do, and the modals.
    Auxiliary,
    /// Forms of be.
    Copula,
    /// "with", "of", "on".
    Preposition,
    /// Prepositions that make a capital a mere place: "in Moscow".
    Place,
    /// "by", before the actor of a passive.
    Agent,
    /// "and", "or".
    Coordinator,
    /// "but", "that", "who".
    Conjunction,
    /// "as": opens a clause ("as Russia quit") or names a role ("known as").
    Either,
    /// "the", "its".
    Determiner,
    /// "he", "she": a person named before.
    Person,
    /// "we", "I": whoever speaks.
    Speaker,
    /// Other pronouns.
    Pronoun,
    /// "also", "again", days of the week.
    Adverb,
}

/// A line of page furniture.
#[derive(Debug)]
pub struct FurniturePattern {
    /// Matches one whole trimmed line.
    pub regex: regex::bytes::Regex,
    /// Whether everything after the line is furniture too.
    pub rest: bool,
}

/// A place where a text states its date, its publisher or both.
#[derive(Debug)]
pub struct MetadataPattern {
    /// Name of the place: `dateline`, `credit`, ...
    pub from: String,
    /// Matches within one trimmed line; groups `date`, `year`, `publisher` (a known
    /// one) and `written` (any).
    pub regex: Regex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetadataFile {
    months: BTreeMap<String, i8>,
    dates: Vec<String>,
    datelines: Vec<String>,
    places: Vec<PlaceEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceEntry {
    from: String,
    pattern: String,
}

pub(super) fn read(files: &Files, relations: &IndexMap<String, Relation>) -> Result<Lexicon, SchemaError> {
    let words = |path: &str, column: &'static str| -> Result<Vec<String>, SchemaError> {
        Ok(files.table(path, &[column])?.iter().map(|row| row.get(column).to_owned()).collect())
    };
    let irregular = files.table("lexicon/irregular.csv", &["lemma", "forms"])?;
    let irregular = irregular
        .iter()
        .map(|row| (row.get("lemma").to_owned(), row.list("forms").map(str::to_owned).collect()))
        .collect();
    let (metadata, datelines, dates, months) = metadata(files)?;
    Ok(Lexicon {
        cues: cues(files, relations)?,
        operators: operators(files)?,
        events: events(files)?,
        evaluations: evaluations(files)?,
        irregular,
        modality: modality(files)?,
        reporting: words("lexicon/reporting.csv", "lemma")?,
        offices: words("lexicon/offices.csv", "words")?,
        titles: words("lexicon/titles.csv", "words")?,
        abbreviations: words("lexicon/abbreviations.csv", "word")?.into_iter().collect(),
        common_names: words("lexicon/common_names.csv", "word")?.into_iter().collect(),
        functions: functions(files)?,
        furniture: furniture(files)?,
        metadata,
        datelines,
        dates,
        months,
        confidence: confidence(files)?,
    })
}

/// Reads a cell as one of an enum's names.
fn choice<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Result<T, SchemaError> {
    let value = serde_json::Value::String(row.get(column).to_owned());
    serde_json::from_value(value).map_err(|error| row.error(column, format!("is wrong: {error}")))
}

fn cues(files: &Files, relations: &IndexMap<String, Relation>) -> Result<Vec<Cue>, SchemaError> {
    let columns = ["words", "part", "frame", "target", "relation", "modality", "example", "counter"];
    let mut cues = Vec::new();
    for row in files.table("lexicon/cues.csv", &columns)? {
        match relations.get(row.get("relation")) {
            None => {
                return Err(row.error("relation", "is unknown; the folder relations/ has one file for each"));
            }
            Some(relation) if relation.layer == Layer::Context => {
                return Err(row.error("relation", "is a fact, no position; a cue needs a position"));
            }
            Some(_) => {}
        }
        let modality = match row.optional("modality") {
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
            relation: row.get("relation").to_owned(),
            modality,
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

fn evaluations(files: &Files) -> Result<Vec<Evaluation>, SchemaError> {
    let evaluation = |row: &Row| {
        let sign = match row.get("sign") {
            "1" => 1,
            "-1" => -1,
            _ => return Err(row.error("sign", "is neither `1` nor `-1`")),
        };
        Ok(Evaluation { words: dictionary_form(row)?, part: choice(row, "part")?, sign })
    };
    files.table("lexicon/evaluations.csv", &["words", "part", "sign", "note"])?.iter().map(evaluation).collect()
}

/// The cell `words`, which must say something.
fn dictionary_form(row: &Row) -> Result<String, SchemaError> {
    if row.get("words").trim().is_empty() {
        return Err(row.error("words", "is empty; give the dictionary form"));
    }
    Ok(row.get("words").to_owned())
}

fn modality(files: &Files) -> Result<Vec<ModalityWord>, SchemaError> {
    let mut words = Vec::new();
    for row in files.table("lexicon/modality.csv", &["words", "modality"])? {
        if row.get("modality").parse::<crate::statement::Modality>().is_err() {
            return Err(row.error("modality", "is none of asserted, intended, conditional, denied"));
        }
        words.push(ModalityWord {
            words: row.get("words").to_owned(),
            modality: row.get("modality").to_owned(),
        });
    }
    Ok(words)
}

fn functions(files: &Files) -> Result<BTreeMap<String, WordClass>, SchemaError> {
    files
        .table("lexicon/function_words.csv", &["word", "class"])?
        .iter()
        .map(|row| Ok((row.get("word").to_owned(), choice(row, "class")?)))
        .collect()
}

fn confidence(files: &Files) -> Result<BTreeMap<Part, f64>, SchemaError> {
    let mut confidence = BTreeMap::new();
    for row in files.table("lexicon/confidence.csv", &["part", "confidence"])? {
        let share = row.get("confidence").parse().ok().filter(|share| (0.0..=1.0).contains(share));
        let share = share.ok_or_else(|| row.error("confidence", "is no number from 0 to 1"))?;
        confidence.insert(choice(&row, "part")?, share);
    }
    Ok(confidence)
}

fn furniture(files: &Files) -> Result<Vec<FurniturePattern>, SchemaError> {
    let mut patterns = Vec::new();
    let dot = Regex::new(r"(^|[^\\])\.\{").expect("a constant");
    for row in files.table("lexicon/furniture.csv", &["pattern", "scope", "note"])? {
        // A counted dot costs ten times as much per character as per byte, and start-up waits for it.
        let pattern = dot.replace_all(row.get("pattern"), "$1(?-u:.){");
        let regex = regex::bytes::Regex::new(&format!("(?i)^(?:{pattern})$"))
            .map_err(|error| row.error("pattern", format!("is no regular expression: {error}")))?;
        let rest = match row.get("scope") {
            "line" => false,
            "rest" => true,
            _ => return Err(row.error("scope", "is neither `line` nor `rest`")),
        };
        patterns.push(FurniturePattern { regex, rest });
    }
    Ok(patterns)
}

type Patterns = (Vec<MetadataPattern>, Vec<Regex>, Vec<Regex>, BTreeMap<String, i8>);

/// Compiles `metadata.toml`: `{month}`, `{date}` and `{publisher}` stand for all written forms.
fn metadata(files: &Files) -> Result<Patterns, SchemaError> {
    const PATH: &str = "lexicon/metadata.toml";
    let file: MetadataFile = files.toml(PATH)?;
    let any = |mut words: Vec<&str>| {
        // Longest first, so that "sept" is not cut to "sep".
        words.sort_unstable_by_key(|word| (std::cmp::Reverse(word.len()), *word));
        words.dedup();
        words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|")
    };
    let month = any(file.months.keys().map(String::as_str).collect());
    let unnamed = Regex::new(r"\?<\w+>").expect("a constant");
    let plain = |form: &str| unnamed.replace_all(form, "?:").replace("{month}", &month);
    let date = file.dates.iter().map(|form| plain(form)).collect::<Vec<_>>().join("|");
    let compile = |pattern: &str| {
        let full = pattern
            .replace("{date}", &format!("(?<date>{date})"))
            .replace("{month}", &format!("(?i:{month})"))
            .replace("{publisher}", r"(?<publisher>[\p{L}\d][^()\[\]|]+?)");
        Regex::new(&full).map_err(|error| SchemaError::Malformed {
            path: PATH.to_owned(),
            message: format!("pattern `{pattern}`: {error}"),
        })
    };
    let places = file.places.iter().map(|place| {
        Ok(MetadataPattern { from: place.from.clone(), regex: compile(&format!("(?i){}", place.pattern))? })
    });
    let dates = file.dates.iter().map(|form| compile(&format!("(?i)^(?:{form})(?:[ ,].*)?$")));
    let datelines = file.datelines.iter().map(|pattern| compile(pattern));
    Ok((
        places.collect::<Result<_, SchemaError>>()?,
        datelines.collect::<Result<_, SchemaError>>()?,
        dates.collect::<Result<_, SchemaError>>()?,
        file.months,
    ))
}
