//! Whose words a sentence gives: direct, indirect and mixed quotation, inverted and parenthetical speakers,
//! "according to", and speakers carried over from the sentence before.

use crate::language::{Label, Parsed, Pos, Sentence, Tag, Word};
use crate::mention::Mentions;
use crate::schema::{Lexicon, Role, Schema, WordClass};

/// Sentences over which an unnamed speaker goes on.
const CARRIED: usize = 3;

/// Who speaks in one sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// The speakers named in it: index of the mention, and the first and last token of their words' scope.
    pub reports: Vec<Report>,
    /// The mention of an earlier sentence whose speaker goes on speaking here.
    pub carried: Option<usize>,
    /// For each token, whether it stands between quotation marks.
    pub quoted: Vec<bool>,
}

/// A report within a sentence: who says what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Index of the speaker's mention in the article.
    pub speaker: usize,
    /// Token of the verb of saying, or of "according".
    pub verb: usize,
    /// For each token, whether it is part of what is said.
    pub said: Vec<bool>,
}

impl Speech {
    /// The speaker of token `index`: the innermost report around it, else who goes on speaking.
    pub fn speaker(&self, index: usize) -> Option<usize> {
        let around = self.reports.iter().filter(|report| report.said[index]);
        let innermost = around.min_by_key(|report| report.said.iter().filter(|said| **said).count());
        innermost.map(|report| report.speaker).or(self.carried)
    }
}

/// Who speaks in each sentence of an article.
pub fn attribute(parsed: &Parsed<'_>, mentions: &Mentions, schema: &Schema) -> Vec<Speech> {
    let mut all = Vec::with_capacity(parsed.sentences.len());
    let mut last: Option<(usize, usize)> = None;
    let mut open = false;
    let mut first = 0;
    for (number, sentence) in parsed.sentences.iter().enumerate() {
        while first < mentions.mentions.len() && mentions.mentions[first].sentence < number {
            first += 1;
        }
        let new_paragraph = number == 0 || parsed.paragraph[number] != parsed.paragraph[number - 1];
        // An open quotation ends with its paragraph, unless the next one opens with a mark again.
        if new_paragraph && !starts_with_quote(sentence) {
            open = false;
        }
        let was_open = open;
        let quoted = quoted(sentence, &mut open);
        let own = mentions.mentions[first..].iter().take_while(|m| m.sentence == number);
        let heads: Vec<(usize, usize)> = own.enumerate().map(|(i, m)| (m.head, first + i)).collect();
        let denotes = |word: Word<'_, '_>| {
            let is_actor = |index: usize| {
                schema.role(&mentions.entities[mentions.mentions[index].entity].kind) != Role::Object
            };
            heads
                .iter()
                .find(|(head, index)| *head == word.index() && is_actor(*index))
                .map(|(_, index)| *index)
        };
        let mut speech = Speech { reports: reports(sentence, schema, denotes), carried: None, quoted };
        if speech.reports.is_empty() {
            let goes_on = was_open
                || starts_with_quote(sentence)
                || mostly(&speech.quoted)
                || speaks_in_first_person(sentence);
            speech.carried = last
                .filter(|(_, sentence)| goes_on && number - sentence <= CARRIED)
                .map(|(mention, _)| mention);
            if let (Some(mention), true) = (speech.carried, goes_on) {
                last = Some((mention, number));
            }
        }
        if let Some(report) = speech.reports.first() {
            last = Some((report.speaker, number));
        }
        all.push(speech);
    }
    all
}

fn is_quote(word: Word<'_, '_>) -> bool {
    matches!(word.tag, Tag::OpenQuote | Tag::CloseQuote)
        || matches!(word.text, "\"" | "“" | "”" | "``" | "''")
}

fn starts_with_quote(sentence: &Sentence<'_>) -> bool {
    sentence.words().next().is_some_and(is_quote)
}

/// Marks the tokens between quotation marks; `open` tells whether a quotation is open before and after.
fn quoted(sentence: &Sentence<'_>, open: &mut bool) -> Vec<bool> {
    let mark = |word: Word<'_, '_>| {
        if is_quote(word) {
            *open = match word.text {
                "“" | "``" => true,
                "”" | "''" => false,
                _ => !*open,
            };
            return false;
        }
        *open
    };
    sentence.words().map(mark).collect()
}

fn mostly(quoted: &[bool]) -> bool {
    quoted.iter().filter(|quoted| **quoted).count() * 2 > quoted.len()
}

fn speaks_in_first_person(sentence: &Sentence<'_>) -> bool {
    sentence.words().any(is_first_person)
}

/// "we", "I", "our": whoever speaks.
pub fn is_first_person(word: Word<'_, '_>) -> bool {
    word.pos == Pos::Pron && word.morph.contains("Person=1")
}

fn reports(
    sentence: &Sentence<'_>,
    schema: &Schema,
    denotes: impl Fn(Word<'_, '_>) -> Option<usize>,
) -> Vec<Report> {
    let mut found = Vec::new();
    for word in sentence.words() {
        if word.pos == Pos::Verb && schema.lexicon.is_reporting(&word.lemma, word.is_passive()) {
            let Some(subject) = word.logical_subject() else { continue };
            let named = denotes(subject).or_else(|| subject.appositions().find_map(&denotes));
            let Some(speaker) = named else { continue };
            found.push(Report { speaker, verb: word.index(), said: scope(word, subject, &schema.lexicon) });
        } else if word.lemma == "accord" || word.text.eq_ignore_ascii_case("according") {
            let objects = word.prepositional_objects().map(|(_, object)| object);
            let Some((speaker, object)) = objects.into_iter().find_map(|o| Some((denotes(o)?, o))) else {
                continue;
            };
            let own = object.subtree();
            let said = (0..sentence.tokens().len()).map(|i| !own.contains(&i) && i != word.index()).collect();
            found.push(Report { speaker, verb: word.index(), said });
        }
    }
    found
}

/// The tokens of what the verb of saying `verb` reports: its complements, else all but its subject.
fn scope(verb: Word<'_, '_>, subject: Word<'_, '_>, lexicon: &Lexicon) -> Vec<bool> {
    let length = verb.sentence().tokens().len();
    let mut said = vec![false; length];
    let complements =
        [Label::Ccomp, Label::Xcomp, Label::Dobj, Label::Prep, Label::Parataxis, Label::Advcl, Label::Dative];
    let is_of_time = |word: Word<'_, '_>| lexicon.is_of_class(word.text, WordClass::Time);
    // "commented after the House voted": he does not say that it did.
    let tells_when = |complement: &Word<'_, '_>| {
        complement.index() > verb.index()
            && match complement.label {
                Label::Prep => is_of_time(*complement),
                Label::Advcl => complement.dependents_as(&[Label::Mark, Label::Advmod]).any(is_of_time),
                _ => false,
            }
    };
    let is_said = |word: &Word<'_, '_>| complements.contains(&word.label) && !tells_when(word);
    for complement in verb.dependents().filter(is_said) {
        for index in complement.subtree() {
            said[index] = true;
        }
    }
    // "X is Y, he said": the parser may hang the verb of saying below what is said.
    if matches!(verb.label, Label::Parataxis | Label::Advcl | Label::Ccomp | Label::Dep)
        && !said.iter().any(|said| *said)
        && let Some(governor) = verb.governor()
    {
        for index in governor.subtree() {
            said[index] = true;
        }
    }
    let own = subject.subtree();
    // A subject with a clause of its own may reach over half the sentence; only its phrase is left out.
    said[own.start..own.end.min(subject.index() + 1)].fill(false);
    said[verb.index()] = false;
    said
}
