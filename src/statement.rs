//! The statement: one claim of one article, with the words that make it. All else is derived from it.
//!
//! Statements are written one JSON object a line (`statement.schema.json`). Any extractor may write
//! them; [`read`] takes what has the right shape and reports the other lines.

use crate::article::Problem;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

/// Who takes which position on what, in which words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// `st_` and 12 hex digits: a hash of article, span, actor, relation, target and modality.
    pub id: String,
    /// Id of the article that says so.
    pub article: String,
    /// Who holds the position.
    pub actor: Participant,
    /// A stance relation.
    pub relation: String,
    /// The relation's sign: +1 for, 0 open, -1 against.
    pub sign: i8,
    /// What or whom the position is on.
    pub target: Participant,
    /// Between two actors: the treaty, system or proposal at issue.
    #[serde(default)]
    pub about: Option<Participant>,
    /// How the article says it.
    pub modality: Modality,
    /// Node id of who said so, when that is not the actor.
    #[serde(default)]
    pub speaker: Option<String>,
    /// Node id of the state or organization an official speaks for.
    #[serde(default)]
    pub represents: Option<String>,
    /// When it was said, `YYYY-MM-DD` or shorter; `None` when unknown.
    #[serde(default)]
    pub date: Option<String>,
    /// Publisher of the article.
    #[serde(default)]
    pub publisher: Option<String>,
    /// The words that say so; empty text is a finding of `validate`.
    #[serde(default)]
    pub evidence: Evidence,
    /// The rule that read it.
    #[serde(default)]
    pub rule: String,
    /// Probability that a careful reader would agree.
    #[serde(default = "certain")]
    pub confidence: f64,
}

fn certain() -> f64 {
    1.0
}

/// One end of a statement: an entity and the words that name it there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Participant {
    /// Node id, `type:slug`.
    pub id: String,
    /// Node type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Usual name of the entity.
    pub label: String,
    /// The words of this article; empty if the writer does not say.
    #[serde(default)]
    pub mention: String,
}

/// A slice of an article's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// First byte in the article's text.
    pub start: usize,
    /// First byte after.
    pub end: usize,
    /// Exactly the bytes `start..end`.
    pub text: String,
}

/// How an article says that a position is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// As so.
    Asserted,
    /// As planned or announced.
    Intended,
    /// As depending on something.
    Conditional,
    /// As not so.
    Denied,
}

impl Modality {
    /// The name used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Modality::Asserted => "asserted",
            Modality::Intended => "intended",
            Modality::Conditional => "conditional",
            Modality::Denied => "denied",
        }
    }
}

impl std::str::FromStr for Modality {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        [Modality::Asserted, Modality::Intended, Modality::Conditional, Modality::Denied]
            .into_iter()
            .find(|modality| modality.as_str() == name)
            .ok_or(())
    }
}

impl Statement {
    /// The id that the statement's content gives it.
    pub fn content_id(&self) -> String {
        let key = (
            &self.article,
            self.evidence.start,
            self.evidence.end,
            &self.actor.id,
            &self.relation,
            &self.target.id,
            self.modality,
        );
        // JSON keeps the parts apart whatever characters they hold.
        let key = serde_json::to_vec(&key).expect("strings and numbers always serialize");
        format!("st_{}", &blake3::hash(&key).to_hex()[..12])
    }

    /// The statement in one line, `Russia -[opposes, denied]-> NMD`.
    pub fn shown(&self) -> String {
        let modality = match self.modality {
            Modality::Asserted => String::new(),
            other => format!(", {}", other.as_str()),
        };
        format!("{} -[{}{modality}]-> {}", self.actor.label, self.relation, self.target.label)
    }

    /// The first field that must say something and does not.
    fn empty_field(&self) -> Option<&'static str> {
        let fields = [
            ("article", &self.article),
            ("actor.label", &self.actor.label),
            ("target.label", &self.target.label),
        ];
        fields.into_iter().find(|(_, value)| value.trim().is_empty()).map(|(name, _)| name)
    }

    /// Every entity that takes part: actor, target and what it is about.
    pub fn participants(&self) -> impl Iterator<Item = &Participant> {
        [&self.actor, &self.target].into_iter().chain(&self.about)
    }
}

/// Whether `id` survives in every graph format: a letter, then ASCII letters, digits and `. _ - :`.
pub fn is_portable(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_alphabetic())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b':'))
}

/// Statements read from a file, each with its line, and the lines that are none.
#[derive(Debug, Default)]
pub struct Lines {
    /// Line number from 1 and statement.
    pub statements: Vec<(usize, Statement)>,
    /// Lines that do not have the shape of a statement.
    pub malformed: Vec<Problem>,
}

/// Reads statements from JSON Lines; `name` is the file's name for messages.
///
/// A line that is no statement costs only itself. Fails only when reading itself fails.
pub fn read(input: impl BufRead, name: &str) -> std::io::Result<Lines> {
    let mut lines = Lines::default();
    for (index, line) in input.split(b'\n').enumerate() {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
        let problem = match serde_json::from_slice::<Statement>(line) {
            Ok(statement) => match statement.empty_field() {
                None => {
                    lines.statements.push((index + 1, statement));
                    continue;
                }
                Some(field) => format!("its `{field}` is empty"),
            },
            Err(error) => error.to_string(),
        };
        lines.malformed.push(Problem {
            place: format!("{name}:{}", index + 1),
            what: format!("is no statement ({problem})"),
            remedy: "compare the line with statement.schema.json".to_owned(),
        });
    }
    Ok(lines)
}

/// Writes statements as JSON Lines in the order given.
pub fn write<'a>(
    statements: impl IntoIterator<Item = &'a Statement>,
    out: &mut impl Write,
) -> std::io::Result<()> {
    for statement in statements {
        serde_json::to_writer(&mut *out, statement)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
