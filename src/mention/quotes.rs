//! Quotations: which words an article gives as somebody's own, and whose.

use super::{Finder, Mention};
use crate::language::{Label, Parsed, Pos, Sentence, Tag, Word};
use crate::schema::{Role, TransparentNoun, WordClass};
use std::collections::BTreeSet;

/// Sentences over which a quotation goes on without its speaker being named again.
const CARRIED: usize = 3;
/// So many if nothing but the quotation stands between.
const CARRIED_ON: usize = 8;

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

/// Whether a clause is one with "whether", or with "if" after a word of `doubt`.
fn asks(clause: Word, doubt: bool) -> bool {
    clause.dependents_as(&[Label::Mark]).any(|mark| mark.lemma == "whether" || doubt && mark.lemma == "if")
}

/// Whether a verb is that of "it is up to somebody".
fn is_up_to(verb: Word) -> bool {
    let up = verb.lemma == "be" || matches!(verb.text, "'s" | "’s");
    let mut up = verb.dependents().filter(|word| up && word.lemma == "up");
    up.any(|up| {
        let mut to = up.dependents_as(&[Label::Prep]).filter(|to| to.lemma == "to");
        // "Up to 300 men"
        to.any(|to| to.dependent(Label::Pobj).is_some_and(|whom| whom.dependent(Label::Nummod).is_none()))
    })
}

/// Whether a verb is that of "when it comes to".
fn comes_to(verb: Word) -> bool {
    verb.lemma == "come"
        && verb.dependents().any(|word| word.tag == Tag::Wrb)
        && verb.dependents_as(&[Label::Prep]).any(|to| to.lemma == "to")
}

/// Who says something: the subject, or the noun right before that the tree takes for another's: "asked about X, the
/// leader said".
pub(super) fn teller<'s, 't>(verb: Word<'s, 't>) -> Option<Word<'s, 't>> {
    let before = || {
        let noun = verb.sentence().word(verb.index().checked_sub(1)?);
        Some(noun).filter(|noun| noun.label == Label::Appos && noun.tag == Tag::Nn)
    };
    verb.subject().or_else(before)
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
    /// Who speaks the quotation at token `index`, if he is alone.
    pub(super) fn speaker(&self, number: usize, index: usize) -> Option<usize> {
        let speakers = self.speakers(number, index);
        speakers.first().copied().filter(|_| speakers.len() == 1)
    }

    /// All who speak the quotation at token `index`: the subjects of a verb of saying beside it, here or before.
    pub(super) fn speakers(&self, number: usize, index: usize) -> BTreeSet<usize> {
        let acts = |mention: Option<&Mention>| -> BTreeSet<usize> {
            mention.filter(|m| self.kind(m) != Role::Object).map(|m| m.entity).into_iter().collect()
        };
        if !self.quoted[number][index] {
            return BTreeSet::new();
        }
        if let Some(teller) = self.quoted_teller(number, index) {
            return acts(self.named_by(number, teller));
        }
        let on = (1..=CARRIED_ON.min(number)).take_while(|back| self.is_all_quoted(number - back)).count();
        for back in 0..=(on + 1).max(CARRIED).min(number) {
            let at = number - back;
            let told =
                if back == 0 { Some(index) } else { self.quoted[at].iter().rposition(|quoted| *quoted) };
            // "X said that Y would say "..."": Y.
            let nearest = told.and_then(|token| {
                self.sentence(at).word(token).ancestors().find(|verb| self.is_reporting(at, *verb))
            });
            let others = self.sentence(at).words().filter(|verb| self.is_reporting(at, *verb));
            let reporting = nearest.into_iter().chain(others);
            let named = |subject: Word| self.named_by(at, self.voice_of(at, subject));
            let mut unnamed = false;
            // "The minister had this to say: "...""
            if back == 0
                && let Some(subject) = self.introduced(number, index)
            {
                return self.side_by_side(at, subject).unwrap_or_else(|| acts(named(subject)));
            }
            for subject in reporting.filter_map(teller) {
                match named(subject) {
                    Some(mention) => {
                        let all = self.side_by_side(at, subject);
                        return all.unwrap_or_else(|| BTreeSet::from([mention.entity]));
                    }
                    // "He" is still to be found; somebody without a name speaks for himself.
                    None => unnamed |= subject.tag != Tag::Prp,
                }
            }
            if unnamed {
                return BTreeSet::new();
            }
            if back == 0
                && let Some(mention) = self.behind_comma(number).and_then(named)
            {
                return acts(Some(mention));
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
                return acts(Some(mention));
            }
        }
        BTreeSet::new()
    }

    /// Who says what stands in quotation marks within a quotation: "\"Farmers say, 'It is not our field.'\"".
    fn quoted_teller(&self, number: usize, index: usize) -> Option<Word<'_, '_>> {
        let sentence = self.sentence(number);
        let verb = sentence.word(index).ancestors().find(|verb| {
            let inner = |i: usize| matches!(sentence.tokens()[i].text, "'" | "‘" | "`");
            self.quoted[number][verb.index()]
                && self.schema.lexicon.is_reporting(&verb.lemma, verb.is_passive())
                && (verb.index()..index).any(inner)
        })?;
        verb.logical_subject()
    }

    /// Whose voice the subject of a verb of saying is: the ministry's, of "a statement from the ministry".
    pub(super) fn voice_of<'w>(&self, number: usize, subject: Word<'w, 'w>) -> Word<'w, 'w> {
        let class = self.schema.lexicon.transparent.get(&subject.lemma.to_lowercase());
        let voice = class == Some(&TransparentNoun::Voice) && self.named_by(number, subject).is_none();
        let mut makers =
            subject.prepositional_objects().filter(|(by, _)| matches!(&*by.lemma, "by" | "from"));
        makers.next().filter(|_| voice).map_or(subject, |(_, maker)| maker)
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
        let colon = (0..start).rev().find(|i| !is_mark(sentence.word(*i)))?;
        if sentence.tokens()[colon].text != ":" {
            return None;
        }
        let main = sentence.words().take(colon).find(Word::is_root)?;
        // "X quoted a friend: "...""
        let told = main.objects().all(|object| object.tag == Tag::Dt);
        main.subject().filter(|subject| told && subject.index() < colon)
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
            let doubt = self.schema.lexicon.is_of_class(word.text, WordClass::Doubt);
            let open = |clause: Word| open_clause(clause) || asks(clause, doubt);
            word.dependents().any(|w| told(&w) || done(&w) || w.label == Label::Relcl)
                || verb.dependents().any(|w| told(&w) || done(&w) && open(w))
        });
        let takes = &*verb.lemma == "take" && verb.dependents().any(|word| done(&word));
        // "make it easier to", not "make it stronger"
        let small = verb.pos == Pos::Adj
            && verb.label == Label::Ccomp
            && verb.governor().into_iter().chain([verb]).any(|above| {
                above.dependents().any(|word| word.index() > verb.index() && (told(&word) || done(&word)))
            });
        let as_idiom = subject && (is_up_to(verb) || comes_to(verb));
        pronoun.label == Label::Expl
            || small
            || as_idiom
            || subject && copula && (extraposed || takes)
            || subject && verb.is_passive() && verb.dependents().any(|word| told(&word))
            || subject && matches!(&*verb.lemma, "seem" | "appear") && seems(verb)
            || as_seen
    }
}
