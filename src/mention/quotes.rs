//! Quotations: which words an article gives as somebody's own, and whose.

use super::Finder;
use crate::language::{Label, Parsed, Sentence, Tag, Word};

/// Sentences over which a quotation goes on without its speaker being named again.
const CARRIED: usize = 3;

/// For each sentence and token whether it stands between quotation marks.
///
/// An open quotation ends with its paragraph, unless the next one opens with a mark again.
pub(super) fn quoted(parsed: &Parsed) -> Vec<Vec<bool>> {
    let mut open = false;
    let mut all = Vec::with_capacity(parsed.sentences.len());
    for (number, sentence) in parsed.sentences.iter().enumerate() {
        let new = number == 0 || parsed.paragraph[number] != parsed.paragraph[number - 1];
        if new && !sentence.words().next().is_some_and(is_mark) {
            open = false;
        }
        let inside = |word: Word| {
            if is_mark(word) {
                open = match word.text {
                    "“" | "``" => true,
                    "”" | "''" => false,
                    _ => !open,
                };
                return false;
            }
            open
        };
        all.push(sentence.words().map(inside).collect());
    }
    all
}

fn is_mark(word: Word) -> bool {
    // A tagger's guess is not enough: it takes apostrophes for marks.
    matches!(word.tag, Tag::OpenQuote | Tag::CloseQuote) && !matches!(word.text, "'" | "’" | "‘" | "`")
        || matches!(word.text, "\"" | "“" | "”" | "``" | "''")
}

impl Finder<'_> {
    /// Who speaks the quotation at token `index`: the subject of a verb of saying beside it, here or before.
    pub(super) fn speaker(&self, number: usize, index: usize) -> Option<usize> {
        if !self.quoted[number][index] {
            return None;
        }
        for back in 0..=CARRIED.min(number) {
            let at = number - back;
            if let Some(speaker) = self.sentence(at).words().find_map(|verb| self.says(at, verb)) {
                return Some(speaker);
            }
        }
        None
    }

    /// The actor who says something with `verb`, if that is a verb of saying outside quotations.
    fn says(&self, number: usize, verb: Word) -> Option<usize> {
        let subject = verb.subject().filter(|_| self.is_reporting(number, verb))?;
        let mut names = self.mentions_of(number).filter(|m| m.head == subject.index());
        names.next().map(|mention| mention.entity)
    }

    /// Whether `verb` tells of words outside quotations: "he said".
    pub(super) fn is_reporting(&self, number: usize, verb: Word) -> bool {
        !self.quoted[number][verb.index()]
            && self.schema.lexicon.reporting.iter().any(|lemma| **lemma == *verb.lemma)
    }

    /// Whether "it" stands for a clause or for nothing: "it is clear that", "it takes time to".
    pub(super) fn is_expletive(sentence: &Sentence, pronoun: Word) -> bool {
        let Some(verb) = pronoun.governor().filter(|_| pronoun.text.eq_ignore_ascii_case("it")) else {
            return false;
        };
        let subject = matches!(pronoun.label, Label::Nsubj | Label::Nsubjpass | Label::Expl);
        let clause = |word: &Word| {
            matches!(word.label, Label::Ccomp | Label::Xcomp | Label::Advcl | Label::Csubj | Label::Csubjpass)
                && word.index() > verb.index()
        };
        let says_of = verb.dependents().any(|word| {
            clause(&word)
                || matches!(word.label, Label::Acomp | Label::Attr | Label::Oprd)
                    && word.dependents().any(|word| clause(&word) || word.label == Label::Relcl)
        });
        let copula = matches!(&*verb.lemma, "be" | "seem" | "appear" | "become" | "take" | "remain" | "look");
        // "make it easier to", "see it as": an object before an adjective.
        let object = !subject
            && matches!(&*verb.lemma, "make" | "find" | "think" | "consider")
            && sentence.words().any(|word| word.label == Label::Acomp || word.label == Label::Ccomp);
        subject && (copula && says_of || verb.is_passive() && verb.dependents().any(|w| w.label == Label::Ccomp))
            || object
            || pronoun.label == Label::Expl
    }
}
