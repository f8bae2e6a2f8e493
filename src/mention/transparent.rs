//! Nouns that leave the acting to whom they belong: "a group of British lawmakers", "Putin's office", "a UN
//! report". The mention grows by them, so that it stands where the noun stands.
//!
//! Source of the term: transparent nouns of `FrameNet` (Fillmore, Johnson and Petruck 2003).

use super::{Finder, Mention, form, head};
use crate::language::{Label, Word};
use crate::schema::{Role, TransparentNoun};
use std::ops::Range;

impl Finder<'_> {
    /// Widens the mentions of actors to the transparent nouns over them.
    pub(super) fn widen(&mut self) {
        for number in 0..self.words.len() {
            for place in self.by_sentence[number].clone() {
                if let Some(tokens) = self.widened(&self.found.mentions[place]) {
                    let sentence = self.sentence(number);
                    let noun = head(sentence, &tokens);
                    let form = form(sentence, noun, tokens.end);
                    let span = sentence.span_of(tokens.clone());
                    let old = &self.found.mentions[place];
                    self.found.mentions[place] = Mention { tokens, head: noun, span, form, ..old.clone() };
                }
            }
        }
    }

    /// The tokens of a mention with the transparent noun that it belongs to, if there is one.
    fn widened(&self, mention: &Mention) -> Option<Range<usize>> {
        let sentence = self.sentence(mention.sentence);
        let named = sentence.word(mention.head);
        let over = match named.label {
            Label::Pobj => named.governor().filter(|word| matches!(&*word.lemma, "of" | "by" | "from"))?,
            _ => named,
        };
        let noun = over.governor()?;
        let class = self.schema.lexicon.transparent.get(&noun.lemma.to_lowercase())?;
        let role = self.kind(mention);
        // "His U.N. speech" is not the U.N.'s.
        let others = noun.dependent(Label::Poss).is_some_and(|owner| owner != named);
        let owned =
            matches!(named.label, Label::Poss | Label::Compound | Label::Amod | Label::Nmod) && !others;
        let fits = match class {
            TransparentNoun::Part => over.lemma == "of" && over.label == Label::Prep,
            TransparentNoun::Office => role == Role::Person && named.label == Label::Poss,
            TransparentNoun::Voice => speaks(noun) && (owned || over.label == Label::Prep),
            TransparentNoun::Private => false,
        };
        if role == Role::Object || !fits || !noun.is_nominal() && *class != TransparentNoun::Part {
            return None;
        }
        let first = noun.index().min(mention.tokens.start);
        let last = (noun.index() + 1).max(mention.tokens.end);
        let free = self.mentions_of(mention.sentence).all(|other| {
            let apart = other.tokens.end <= first || last <= other.tokens.start;
            let within = first <= other.tokens.start && other.tokens.end <= last;
            apart || within && other.head != noun.index()
        });
        free.then_some(first..last)
    }
}

/// Whether what the noun says is told: "the report accused Iran", not "the report on Iran was late".
fn speaks(noun: Word<'_, '_>) -> bool {
    noun.label == Label::Nsubj && noun.governor().is_some_and(|verb| verb.lemma != "be")
        || noun.governor().is_some_and(|by| noun.label == Label::Pobj && by.label == Label::Agent)
}
