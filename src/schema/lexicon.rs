//! Lexicon: the words that carry stances, modality and speech, and the look of page furniture.

use super::files::{Files, Row};
use super::{Knowledge, NodeType, Role, SchemaError};
use crate::statement::Modality;
use indexmap::IndexMap;
use regex::Regex;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Memory that patterns searched at once may take (bytes).
const LARGEST_PATTERNS: usize = 64 << 20;
/// Memory that a search of them may keep for the next, by thread (bytes).
const LARGEST_CACHE: usize = 32 << 20;

/// The words and patterns that reading uses.
#[derive(Debug)]
pub struct Lexicon {
    /// Dictionary forms of verbs that the language engine takes for others, by form in lower case: "hoped" is no hop.
    pub dictionary_forms: BTreeMap<String, String>,
    /// Words before a cue that set its modality.
    pub modality: BTreeMap<String, Modality>,
    /// Dictionary forms of verbs of saying, and whether they are such in the passive alone: "was quoted".
    pub reporting: BTreeMap<String, bool>,
    /// Nouns that after a national adjective stand for the state: "officials".
    pub offices: Vec<String>,
    /// Titles before a person's name: "Defense Minister".
    pub titles: Vec<String>,
    /// What people are called by what they do: "senator", "spokesman", "analyst".
    pub roles: Vec<RoleWord>,
    /// Nouns that head descriptions of treaties, systems and proposals.
    pub heads: Vec<HeadWord>,
    /// Nouns for bodies that positions may be held by: "opposition", "committee".
    pub bodies: Vec<BodyWord>,
    /// Phrases for two or three actors, "both sides", or one, "the country".
    pub collectives: Vec<Collective>,
    /// Nouns that leave the acting to whom they belong, by dictionary form: "group", "office", "report".
    pub transparent: BTreeMap<String, TransparentNoun>,
    /// Words that make a description one of the field: "nuclear", "arms"; in lower case.
    pub field_words: BTreeSet<String>,
    /// Abbreviations with a full stop that do not end a sentence.
    pub abbreviations: BTreeSet<String>,
    /// Surnames that are common words or first names too: they count after a title or the full name only.
    pub common_names: BTreeSet<String>,
    /// Nouns for people who act together, by dictionary form.
    pub groups: BTreeMap<String, GroupNumber>,
    /// Words that end the name of a firm, newspaper or school: "Airlines".
    pub institutions: BTreeSet<String>,
    /// Acts by the noun that takes them up: "launch".
    pub acts: FxHashMap<String, Act>,
    /// Types of what verbs are done to when nothing else is named: "sign it", "deploy it".
    pub instrument_verbs: BTreeMap<String, Vec<String>>,
    /// First names that only women or only men bear.
    pub first_names: BTreeMap<String, Gender>,
    /// Titles and nouns for women or for men, in lower case.
    pub gendered_words: BTreeMap<String, Gender>,
    /// Classes of things that a head may take up besides its own, by its words.
    pub wider_heads: BTreeMap<String, Vec<String>>,
    /// Auxiliaries, prepositions, pronouns and the like, by word in lower case.
    pub functions: BTreeMap<String, WordClass>,
    /// Lines that are page furniture.
    pub furniture: FurniturePatterns,
    /// Where a text states its date and publisher, best source first.
    pub metadata: MetadataPatterns,
    /// What a dateline at the begin of a paragraph looks like.
    pub datelines: Vec<Regex>,
    /// Forms of written dates with the groups `year`, `month` and `day`.
    pub dates: Vec<Regex>,
    /// Month numbers by name in lower case.
    pub months: BTreeMap<String, i8>,
    /// Where a web page states its date: CSS selector and attribute, best first.
    pub page_dates: Vec<(String, String)>,
    /// Where a web page states its publisher, in the same form.
    pub page_publishers: Vec<(String, String)>,
    /// Expressions of time.
    pub times: TimeWords,
}

/// A noun for a person by what he does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleWord {
    /// Dictionary form.
    pub words: String,
    /// What it makes of him.
    pub class: RoleClass,
    /// The offices of `represents.csv` that it may mean when it takes up somebody named before.
    pub offices: Vec<String>,
}

/// In which number a noun is a group's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupNumber {
    /// "Workers".
    Plural,
    /// Also "the observer team", if something tells which.
    Any,
}

/// The gender of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// A woman's.
    Feminine,
    /// A man's.
    Masculine,
}

/// Whether a role makes a person a political actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleClass {
    /// It does: "senator".
    Political,
    /// It does with a state or body: "NATO spokesman", not "a company spokesman".
    General,
    /// It does with the seat of a government right before it: "a State Department analyst".
    Staff,
    /// It does not: "reporter".
    Outsider,
}

/// What a noun like "launch" takes up: who did it was told by other words before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Verbs that tell it: "fired"; any verb if there is none.
    pub verbs: Vec<String>,
    /// Verbs that tell it with the noun: "conducted".
    pub done: Vec<String>,
    /// Whether it is said rather than done: "the accusation".
    pub said: bool,
    /// Verbs that answer it: their object takes it up without an article, too ("denied *charges*"), a pronoun only there.
    pub answered: Vec<String>,
}

/// A noun that heads descriptions of a treaty, system or proposal: "sanctions", "missile shield".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadWord {
    /// Dictionary form; the last word inflects.
    pub words: String,
    /// Node type of what it describes.
    pub kind: String,
    /// Descriptions of one class may mean the same.
    pub class: String,
    /// What makes it a description rather than a word.
    pub needs: Needs,
}

impl HeadWord {
    /// Whether the words beside the head tell one thing of its class from another: two plans for Iran differ,
    /// "new sanctions" and "tougher sanctions" on Iran do not.
    pub fn tells_by_content(&self) -> bool {
        !matches!(self.needs, Needs::Nothing | Needs::Holder | Needs::State)
    }
}

/// A phrase for two or three actors named before, or for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collective {
    /// As it is written.
    pub words: String,
    /// The node types it may stand for, parted by bars.
    pub kinds: String,
    /// How many it stands for; none if for the body whose members they are.
    pub count: usize,
    /// Ids of those it always stands for: "the two Koreas".
    pub members: Vec<String>,
}

/// A noun for a body of people that may act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyWord {
    /// Dictionary form; the last word inflects.
    pub words: String,
    /// When it is a body of its own.
    pub needs: BodyNeeds,
    /// The class of the bodies of the knowledge that it takes up besides those named with it: "the chamber".
    pub class: String,
}

/// What a noun for a body needs to be one that acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyNeeds {
    /// A state beside it, and the plural: "Finnish rebels", "rebels in Syria".
    State,
    /// A state beside it or shortly before: "the parliament".
    Only,
    /// A body it is part of: "hawks in the Senate".
    Body,
    /// A number above two: "five other nations".
    Number,
    /// Capitals, as the end of a name: "the Committee" is none, "Brown Committee" is.
    Name,
}

/// What a noun needs beside it to describe something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// Nothing: "sanctions".
    Nothing,
    /// A state or body that has it: "Russian weapons".
    Holder,
    /// A state that has it or that it is for: "the U.S.-Soviet summit".
    State,
    /// A state or body that has it or that it is for, or a word of the field: "a test ban", "a ban on missiles".
    Anchor,
    /// As for an anchor, or a verb of planning: "a Norwegian summit", "proposed a summit".
    Planned,
    /// A word of the field: "a missile treaty".
    Field,
    /// A word of the field, a year, a name, or a state and a matter: "the 1868 treaty", "the Hill Treaty", "the
    /// Soviet grain accord".
    Title,
    /// As for a title, or a noun that tells what it is about: "an extradition treaty".
    Matter,
    /// A name, or a date and a state or body of states: "the Hill Declaration", "the 1868 declaration of the Soviet
    /// government".
    Date,
    /// A state or body whom it is with or between, or a word of the field before it: "talks with Iran", not "talks with
    /// an Iranian doctor".
    Partner,
    /// A body of states that passed it: "a U.N. resolution".
    Body,
    /// Something of its class named before: "the system", "the sale".
    Antecedent,
}

/// What a transparent noun is to the actor whom it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransparentNoun {
    /// Some of them: "a group of lawmakers".
    Part,
    /// Those around a person: "the prime minister's office".
    Office,
    /// What they say or write, where it speaks itself: "a UN report accuses".
    Voice,
    /// Not transparent: those of a state who do not act for it, "U.S. companies".
    Private,
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
    /// Adjectives whose infinitive tells what their subject does: "it is ready to leave".
    Raising,
    /// Adjectives of what is not known, whose "if" clause is what they are said of: "it is unclear if".
    Doubt,
    /// What belongs to everybody, so that "our" tells of no speaker: "our planet".
    Everybody,
    /// Adjectives that tell of an earlier thing than the one at hand: "the previous resolution".
    Earlier,
    /// Adjectives that tell of another thing than the one at hand: "a new deal".
    Another,
    /// Words that tell how many, which or how good what is named is, and not what: "several", "the relevant resolutions",
    /// "a historic treaty".
    Vague,
    /// Participles before another name: "the project, *known* as".
    Naming,
    /// What a treaty has that may be violated: "its provisions".
    Provision,
    /// Somebody of another's: "his counterpart".
    Counterpart,
    /// "pro", before a hyphen: a friend of what is named behind it.
    Friend,
    /// "by", before the actor of a passive.
    Agent,
    /// "and", "or".
    Coordinator,
    /// "but", "that", "who".
    Conjunction,
    /// "after", "when": tells when something is said or done, and is no part of what is said.
    Time,
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

/// What lines of page furniture look like, all patterns searched at once.
#[derive(Debug)]
pub struct FurniturePatterns {
    /// Each matches one whole trimmed line.
    pub lines: regex::bytes::RegexSet,
    /// By pattern, whether everything after the line is furniture too.
    pub rest: Vec<bool>,
}

/// Places where a text states its date, its publisher or both, best first.
#[derive(Debug)]
pub struct MetadataPatterns {
    /// Tells in one search which of `places` a line looks like.
    pub lines: regex::RegexSet,
    /// By pattern.
    pub places: Vec<MetadataPattern>,
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

/// Expressions of time and the words around them: `times.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeWords {
    /// From Monday on, in lower case.
    pub weekdays: Vec<String>,
    /// Words before an expression that make it no point in time.
    pub bounds: Vec<String>,
    /// Words before an expression in its clause that put it into the future.
    pub future: Vec<String>,
    /// Expressions, longer ones first.
    pub expressions: Vec<TimeExpression>,
    /// Numbers in words.
    pub numbers: BTreeMap<String, i32>,
}

/// One way to word a time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeExpression {
    /// A regular expression with the placeholders that `times.toml` explains.
    pub pattern: String,
    /// What it counts in.
    pub unit: TimeUnit,
    /// How many units back; else the text says so.
    pub back: Option<i32>,
}

/// What an expression of time counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeUnit {
    /// Days.
    Day,
    /// The latest day of that name.
    Weekday,
    /// Weeks from Monday on.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// `page.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageFile {
    dates: Vec<PagePlace>,
    publishers: Vec<PagePlace>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PagePlace {
    select: String,
    attribute: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceEntry {
    from: String,
    pattern: String,
}

pub(super) fn read(
    files: &Files,
    nodes: &IndexMap<String, NodeType>,
    knowledge: &Knowledge,
) -> Result<Lexicon, SchemaError> {
    let words = |path: &str, column: &'static str| -> Result<Vec<String>, SchemaError> {
        Ok(files.table(path, &[column])?.iter().map(|row| row.get(column).to_owned()).collect())
    };
    let dictionary_forms = files.table("lexicon/dictionary_forms.csv", &["form", "lemma"])?;
    let dictionary_forms = dictionary_forms
        .iter()
        .map(|row| Ok((filled(row, "form")?, filled(row, "lemma")?)))
        .collect::<Result<_, SchemaError>>()?;
    let (metadata, datelines, dates, months) = metadata(files)?;
    let reporting = reporting(files)?;
    let page: PageFile = files.toml("lexicon/page.toml")?;
    let places = |places: Vec<PagePlace>| places.into_iter().map(|p| (p.select, p.attribute)).collect();
    Ok(Lexicon {
        times: files.toml("lexicon/times.toml")?,
        page_dates: places(page.dates),
        page_publishers: places(page.publishers),
        dictionary_forms,
        modality: modality(files)?,
        offices: words("lexicon/offices.csv", "words")?,
        titles: words("lexicon/titles.csv", "words")?,
        roles: roles(files)?,
        heads: heads(files, nodes)?,
        bodies: bodies(files)?,
        collectives: collectives(files, nodes, knowledge)?,
        transparent: transparent(files)?,
        field_words: words("lexicon/field_words.csv", "word")?.iter().map(|w| w.to_lowercase()).collect(),
        abbreviations: words("lexicon/abbreviations.csv", "word")?.into_iter().collect(),
        common_names: words("lexicon/common_names.csv", "word")?.into_iter().collect(),
        groups: groups(files)?,
        institutions: words("lexicon/institutions.csv", "word")?.into_iter().collect(),
        acts: acts(files, &reporting)?,
        reporting,
        instrument_verbs: instrument_verbs(files, nodes)?,
        first_names: genders(files, "lexicon/first_names.csv", "name")?,
        gendered_words: genders(files, "lexicon/gendered_words.csv", "word")?,
        wider_heads: files
            .table("lexicon/wider_heads.csv", &["words", "classes"])?
            .iter()
            .map(|row| (row.get("words").to_owned(), row.list("classes").map(str::to_owned).collect()))
            .collect(),
        functions: functions(files)?,
        furniture: furniture(files)?,
        metadata,
        datelines,
        dates,
        months,
    })
}

fn acts(files: &Files, reporting: &BTreeMap<String, bool>) -> Result<FxHashMap<String, Act>, SchemaError> {
    let list = |row: &Row, column: &str| row.list(column).map(str::to_owned).collect();
    let act = |row: &Row| {
        let said = row.list("verbs").any(|verb| reporting.contains_key(verb));
        let answered = list(row, "answered");
        let act = Act { verbs: list(row, "verbs"), done: list(row, "done"), said, answered };
        Ok((filled(row, "noun")?, act))
    };
    files.table("lexicon/acts.csv", &["noun", "verbs", "done", "answered"])?.iter().map(act).collect()
}

/// Reads a cell as one of an enum's names.
pub(super) fn choice<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Result<T, SchemaError> {
    let value = serde_json::Value::String(row.get(column).to_owned());
    serde_json::from_value(value).map_err(|error| row.error(column, format!("is wrong: {error}")))
}

fn roles(files: &Files) -> Result<Vec<RoleWord>, SchemaError> {
    let rows = files.table("lexicon/roles.csv", &["words", "class", "offices"])?;
    rows.iter()
        .map(|row| {
            let offices = row.list("offices").map(str::to_owned).collect();
            Ok(RoleWord { words: filled(row, "words")?, class: choice(row, "class")?, offices })
        })
        .collect()
}

fn heads(files: &Files, nodes: &IndexMap<String, NodeType>) -> Result<Vec<HeadWord>, SchemaError> {
    let columns = ["words", "type", "class", "needs"];
    let mut heads = Vec::new();
    let mut lines: HashMap<String, u64> = HashMap::new();
    for row in files.table("lexicon/heads.csv", &columns)? {
        if nodes.get(row.get("type")).is_none_or(|node| node.role != Role::Object) {
            return Err(
                row.error("type", "is no node type that positions are taken on; nodes.toml lists them")
            );
        }
        if let Some(line) = lines.insert(row.get("words").to_owned(), row.line)
            && row.layer == 0
        {
            return Err(row.error("words", format!("stands in line {line} too; take one out")));
        }
        heads.push(HeadWord {
            words: filled(&row, "words")?,
            kind: row.get("type").to_owned(),
            class: filled(&row, "class")?,
            needs: choice(&row, "needs")?,
        });
    }
    Ok(heads)
}

fn bodies(files: &Files) -> Result<Vec<BodyWord>, SchemaError> {
    let rows = files.table("lexicon/bodies.csv", &["words", "needs", "class"])?;
    rows.iter()
        .map(|row| {
            let class = row.get("class").to_owned();
            Ok(BodyWord { words: filled(row, "words")?, needs: choice(row, "needs")?, class })
        })
        .collect()
}

fn transparent(files: &Files) -> Result<BTreeMap<String, TransparentNoun>, SchemaError> {
    let rows = files.table("lexicon/transparent.csv", &["lemma", "class"])?;
    rows.iter().map(|row| Ok((filled(row, "lemma")?, choice(row, "class")?))).collect()
}

fn instrument_verbs(
    files: &Files,
    nodes: &IndexMap<String, NodeType>,
) -> Result<BTreeMap<String, Vec<String>>, SchemaError> {
    let rows = files.table("lexicon/instrument_verbs.csv", &["lemma", "types"])?;
    rows.iter()
        .map(|row| {
            let kinds: Vec<String> = row.list("types").map(str::to_owned).collect();
            if kinds.is_empty() || !kinds.iter().all(|kind| nodes.contains_key(kind)) {
                return Err(row.error("types", "has what is no node type; nodes.toml lists them"));
            }
            Ok((filled(row, "lemma")?, kinds))
        })
        .collect()
}

fn collectives(
    files: &Files,
    nodes: &IndexMap<String, NodeType>,
    knowledge: &Knowledge,
) -> Result<Vec<Collective>, SchemaError> {
    let rows = files.table("lexicon/collectives.csv", &["words", "type", "count", "members"])?;
    rows.iter()
        .map(|row| {
            let acts = |kind| nodes.get(kind).is_some_and(|node| node.role != Role::Object);
            if !row.get("type").split('|').all(acts) {
                return Err(row.error("type", "is no node type that acts; nodes.toml lists them"));
            }
            let members: Vec<String> = row.list("members").map(str::to_owned).collect();
            if let Some(unknown) = members.iter().find(|id| !knowledge.entities.contains_key(*id)) {
                return Err(row.error("members", format!("names `{unknown}`, which no table has")));
            }
            let count = row.get("count").parse().ok().filter(|count| (0..=3).contains(count));
            let Some(count) = count else {
                return Err(row.error("count", "is neither 0, 1, 2 nor 3"));
            };
            Ok(Collective { words: filled(row, "words")?, kinds: row.get("type").to_owned(), count, members })
        })
        .collect()
}

/// A cell that must say something.
fn filled(row: &Row, column: &str) -> Result<String, SchemaError> {
    if row.get(column).trim().is_empty() {
        return Err(row.error(column, "is empty; fill it or take the line out"));
    }
    Ok(row.get(column).to_owned())
}

fn modality(files: &Files) -> Result<BTreeMap<String, Modality>, SchemaError> {
    let modality = |row: &Row| {
        let fault = |()| row.error("modality", "is none of asserted, intended, conditional, denied");
        Ok((row.get("words").to_owned(), row.get("modality").parse().map_err(fault)?))
    };
    files.table("lexicon/modality.csv", &["words", "modality"])?.iter().map(modality).collect()
}

/// `text` in lower case; copied only if it is not.
pub(crate) fn lower_case(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

impl Lexicon {
    /// Whether `word`, in whatever case, is a function word of this class.
    pub fn is_of_class(&self, word: &str, class: WordClass) -> bool {
        self.functions.get(&*lower_case(word)) == Some(&class)
    }

    /// The modality that `word`, in whatever case, sets.
    pub fn modality_of(&self, word: &str) -> Option<Modality> {
        self.modality.get(&*lower_case(word)).copied()
    }

    /// Whether a verb is one of saying, in this voice.
    pub fn is_reporting(&self, lemma: &str, passive: bool) -> bool {
        self.reporting.get(lemma).is_some_and(|only_passive| passive || !only_passive)
    }
}

fn reporting(files: &Files) -> Result<BTreeMap<String, bool>, SchemaError> {
    let rows = files.table("lexicon/reporting.csv", &["lemma", "voice"])?;
    let verb = |row: &Row| match row.get("voice") {
        "" => Ok((row.get("lemma").to_owned(), false)),
        "passive" => Ok((row.get("lemma").to_owned(), true)),
        _ => Err(row.error("voice", "is no voice; write \"passive\", or nothing")),
    };
    rows.iter().map(verb).collect()
}

fn functions(files: &Files) -> Result<BTreeMap<String, WordClass>, SchemaError> {
    files
        .table("lexicon/function_words.csv", &["word", "class"])?
        .iter()
        .map(|row| Ok((row.get("word").to_owned(), choice(row, "class")?)))
        .collect()
}

fn groups(files: &Files) -> Result<BTreeMap<String, GroupNumber>, SchemaError> {
    let rows = files.table("lexicon/groups.csv", &["word", "number"])?;
    rows.iter().map(|row| Ok((filled(row, "word")?, choice(row, "number")?))).collect()
}

/// Reads a table of words, in its column `column`, with the gender that they tell.
fn genders(files: &Files, path: &str, column: &'static str) -> Result<BTreeMap<String, Gender>, SchemaError> {
    let rows = files.table(path, &[column, "gender"])?;
    rows.iter().map(|row| Ok((filled(row, column)?, choice(row, "gender")?))).collect()
}

fn furniture(files: &Files) -> Result<FurniturePatterns, SchemaError> {
    let (mut patterns, mut rest) = (Vec::new(), Vec::new());
    let dot = Regex::new(r"(^|[^\\])\.\{").expect("a constant");
    let rows = files.table("lexicon/furniture.csv", &["pattern", "scope", "note"])?;
    for row in &rows {
        // A counted dot costs ten times as much per character as per byte, and start-up waits for it.
        let pattern = dot.replace_all(row.get("pattern"), "$1(?-u:.){");
        patterns.push(format!("(?i)^(?:{pattern})$"));
        rest.push(match row.get("scope") {
            "line" => false,
            "rest" => true,
            _ => return Err(row.error("scope", "is neither `line` nor `rest`")),
        });
    }
    let lines = regex::bytes::RegexSetBuilder::new(&patterns)
        .size_limit(LARGEST_PATTERNS)
        .dfa_size_limit(LARGEST_CACHE)
        .build();
    let lines = lines.map_err(|error| {
        let alone = |pattern: &String| regex::bytes::Regex::new(pattern).err();
        let broken = rows.iter().zip(&patterns).find_map(|(row, pattern)| Some((row, alone(pattern)?)));
        match broken {
            Some((row, error)) => row.error("pattern", format!("is no regular expression: {error}")),
            None => SchemaError::Malformed {
                path: "lexicon/furniture.csv".to_owned(),
                message: format!("all patterns together: {error}"),
            },
        }
    })?;
    Ok(FurniturePatterns { lines, rest })
}

type Patterns = (MetadataPatterns, Vec<Regex>, Vec<Regex>, BTreeMap<String, i8>);

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
    let places = places.collect::<Result<Vec<_>, SchemaError>>()?;
    let lines = regex::RegexSetBuilder::new(places.iter().map(|place| place.regex.as_str()))
        .size_limit(LARGEST_PATTERNS)
        .dfa_size_limit(LARGEST_CACHE)
        .build()
        .map_err(|error| SchemaError::Malformed {
            path: PATH.to_owned(),
            message: format!("all places together: {error}"),
        })?;
    Ok((
        MetadataPatterns { lines, places },
        datelines.collect::<Result<_, SchemaError>>()?,
        dates.collect::<Result<_, SchemaError>>()?,
        file.months,
    ))
}
