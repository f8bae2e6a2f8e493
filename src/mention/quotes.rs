//! Quotations: which words an article gives as somebody's own, and whose.

use super::Finder;
use crate::language::{Label, Parsed, Pos, Sentence, Tag, Word};
use crate::schema::{Role, WordClass};

/// Sentences over which a quotation goes on without its speaker being named again.
const CARRIED: usize = 3;

/// For each sentence and token whether it stands between quotation marks.
///
/// An open quotation ends with its paragraph, unless the next one opens with a mark again or one of the next closes
/// it.
pub(super) fn quoted(parsed: &Parsed) -> Vec<Vec<bool>> {
    let mut open = false;
    let mut all = Vec::with_capacity(parsed.sentences.len());
    for (number, sentence) in parsed.sentences.iter().enumerate() {
        let new = number == 0 || parsed.paragraph[number] != parsed.paragraph[number - 1];
        if new && open && !sentence.words().next().is_some_and(is_mark) {
            open = closes_later(&parsed.sentences[number..]);
        }
        let inside = |word: Word| {
            if is_mark(word) {
                open = opens(word).unwrap_or(!open);
                return false;
            }
            open
        };
        all.push(sentence.words().map(inside).collect());
    }
    all
}

/// Whether the first mark in the next `sentences` closes a quotation; one that stands apart does at their ends.
fn closes_later(sentences: &[Sentence]) -> bool {
    let marks =
        sentences.iter().take(CARRIED).flat_map(|sentence| sentence.words().filter(|word| is_mark(*word)));
    marks.take(1).any(|mark| match opens(mark) {
        Some(opens) => !opens,
        None => mark.index() + 1 == mark.sentence().tokens().len(),
    })
}

fn is_mark(word: Word) -> bool {
    // A tagger's guess is not enough: it takes apostrophes for marks.
    matches!(word.text, "\"" | "“" | "”" | "``" | "''" | "`")
}

/// Whether a clause is an infinitive or asks: "to leave", "when it comes".
fn open_clause(clause: Word) -> bool {
    clause.label == Label::Xcomp
        || clause.dependents().any(|word| word.tag == Tag::To || matches!(word.tag, Tag::Wrb | Tag::Wp))
}

/// Whether a verb of seeming has a clause behind it, or nothing: "it appears that", not "it appears in court".
fn seems(verb: Word) -> bool {
    let mut behind =
        verb.dependents().filter(|word| word.index() > verb.index() && word.label != Label::Punct);
    behind.all(|word| matches!(word.label, Label::Ccomp | Label::Csubj | Label::Mark))
}

/// Whether a mark opens a quotation; by the blanks around it where it is straight.
fn opens(mark: Word) -> Option<bool> {
    match mark.text {
        "“" | "``" | "`" => Some(true),
        "”" | "''" => Some(false),
        _ => {
            let tokens = mark.sentence().tokens();
            let at = mark.index();
            let tight = |before: usize, after: usize| {
                tokens.get(before).zip(tokens.get(after)).is_some_and(|(b, a)| b.span.end == a.span.start)
            };
            match (at > 0 && tight(at - 1, at), tight(at, at + 1)) {
                (false, true) => Some(true),
                (true, false) => Some(false),
                _ => None,
            }
        }
    }
}

impl Finder<'_> {
    /// Who speaks the quotation at token `index`: the subject of a verb of saying beside it, here or before.
    pub(super) fn speaker(&self, number: usize, index: usize) -> Option<usize> {
        if !self.quoted[number][index] {
            return None;
        }
        for back in 0..=CARRIED.min(number) {
            let at = number - back;
            let reporting = self.sentence(at).words().filter(|verb| self.is_reporting(at, *verb));
            let named = |subject: Word| self.named_by(at, subject);
            let mut unnamed = false;
            // "The minister had this to say: "...""
            if back == 0
                && let Some(mention) = self.introduced(number, index).and_then(named)
            {
                return Some(mention.entity).filter(|_| self.kind(mention) != Role::Object);
            }
            for subject in reporting.filter_map(Word::subject) {
                match named(subject) {
                    // Whose words several say at once are nobody's own.
                    Some(mention) => return Some(mention.entity).filter(|_| self.is_alone(at, subject)),
                    // "He" is still to be found; somebody without a name speaks for himself.
                    None => unnamed |= subject.tag != Tag::Prp,
                }
            }
            if unnamed {
                return None;
            }
            if back == 0
                && let Some(mention) = self.behind_comma(number).and_then(named)
            {
                return Some(mention.entity).filter(|_| self.kind(mention) != Role::Object);
            }
            // "X accused Y of "granting favours". "He has failed us.""
            if back > 0
                && self.quoted[at].contains(&true)
                && let Some(mention) = self
                    .sentence(at)
                    .words()
                    .find(|word| word.label == Label::Root && !self.quoted[at][word.index()])
                    .and_then(|verb| named(verb.subject()?))
            {
                return Some(mention.entity).filter(|_| self.kind(mention) != Role::Object);
            }
        }
        None
    }

    /// The subject right behind a quotation that a comma ends, whatever he does: "\"...,\" X asked Y to tell Z".
    fn behind_comma(&self, number: usize) -> Option<Word<'_, '_>> {
        let sentence = self.sentence(number);
        let tokens = sentence.tokens();
        let mut subjects = sentence.words().filter(|word| word.label == Label::Nsubj);
        subjects.find(|subject| {
            let start = subject.noun_phrase().start;
            !self.quoted[number][subject.index()]
                && start > 1
                && is_mark(sentence.word(start - 1))
                && tokens[start - 2].text == ","
                && subject.governor().is_some_and(|verb| verb.index() > subject.index())
        })
    }

    /// The subject of the clause whose colon opens the quotation at token `index`.
    fn introduced(&self, number: usize, index: usize) -> Option<Word<'_, '_>> {
        let sentence = self.sentence(number);
        let start = (0..index).rev().find(|i| !self.quoted[number][*i])?;
        let colon = start.checked_sub(1).filter(|i| sentence.tokens()[*i].text == ":")?;
        let main = sentence.words().take(colon).find(Word::is_root)?;
        // "X quoted a friend: "...""
        let told = main.objects().all(|object| object.tag == Tag::Dt);
        main.subject().filter(|subject| told && subject.index() < colon)
    }

    /// Whether a subject names one only.
    fn is_alone(&self, number: usize, subject: Word) -> bool {
        self.side_by_side(number, subject).is_none_or(|all| all.len() == 1)
    }

    /// Whether `verb` tells of words outside quotations: "he said".
    pub(super) fn is_reporting(&self, number: usize, verb: Word) -> bool {
        !self.quoted[number][verb.index()] && self.schema.lexicon.is_reporting(&verb.lemma, verb.is_passive())
    }

    /// Whether "it" stands for a clause or for nothing: "it is clear that", "making it easier to".
    pub(super) fn is_expletive(&self, pronoun: Word) -> bool {
        let Some(verb) = pronoun.governor().filter(|_| pronoun.text.eq_ignore_ascii_case("it")) else {
            return false;
        };
        // "As I see it"
        let as_seen = pronoun.label == Label::Dobj
            && &*verb.lemma == "see"
            && verb.dependents_as(&[Label::Mark]).any(|mark| &*mark.lemma == "as");
        let subject = matches!(pronoun.label, Label::Nsubj | Label::Nsubjpass);
        let told = |word: &Word| {
            matches!(word.label, Label::Ccomp | Label::Csubj | Label::Csubjpass)
                && word.index() > verb.index()
        };
        let done = |word: &Word| {
            matches!(word.label, Label::Xcomp | Label::Advcl | Label::Acl) && word.index() > verb.index()
        };
        // "It is ready to leave" is somebody's state, "it is time to leave" nobody's.
        let own = |word: &Word| self.schema.lexicon.is_of_class(word.text, WordClass::Raising);
        let ascribed = verb.dependents_as(&[Label::Acomp, Label::Attr, Label::Oprd]).next();
        let copula = verb.pos == Pos::Aux
            || verb.text.ends_with("’s")
            || matches!(&*verb.lemma, "be" | "seem" | "appear" | "become" | "remain" | "take");
        let extraposed = ascribed.filter(|word| !own(word)).is_some_and(|word| {
            word.dependents().any(|w| told(&w) || done(&w) || w.label == Label::Relcl)
                || verb.dependents().any(|w| told(&w) || done(&w) && open_clause(w))
        });
        let takes = &*verb.lemma == "take" && verb.dependents().any(|word| done(&word));
        // "make it easier to"
        let small = verb.pos == Pos::Adj && verb.label == Label::Ccomp;
        pronoun.label == Label::Expl
            || small
            || subject && copula && (extraposed || takes)
            || subject && verb.is_passive() && verb.dependents().any(|word| told(&word))
            || subject && matches!(&*verb.lemma, "seem" | "appear") && seems(verb)
            || as_seen
    }
}
