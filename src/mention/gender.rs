//! Whether a person is a woman or a man, as far as the first name or a title tells.

use super::Finder;
use crate::language::Word;
use crate::schema::Gender;

impl Finder<'_> {
    /// Whether "he" or "she" at `pronoun` may mean the person with the head `head` in a sentence: `entity`, or
    /// somebody who is none. A person of unknown gender may be meant by either.
    pub(super) fn agrees(&self, pronoun: Word, number: usize, head: usize, entity: Option<usize>) -> bool {
        let asked = pronoun_gender(pronoun);
        let word = self.sentence(number).word(head);
        let known = entity.map_or_else(|| self.gender_of_noun(word), |entity| self.gender(entity));
        asked.is_none() || known.is_none() || asked == known
    }

    /// The gender of a person of the article: by the first name, else by a title that he is named with.
    fn gender(&self, entity: usize) -> Option<Gender> {
        let entity = &self.found.entities[entity];
        let lexicon = &self.schema.lexicon;
        let first = entity.label.split(' ').next().and_then(|name| lexicon.first_names.get(name));
        let titled = || {
            let mut words = entity.names.iter().flat_map(|name| {
                name.rsplit_once(char::is_whitespace).map_or("", |(title, _)| title).split_whitespace()
            });
            words.find_map(|word| lexicon.gendered_words.get(&word.to_lowercase()))
        };
        first.or_else(titled).copied()
    }

    /// The gender of a person by the noun or name `word` and what stands before it.
    fn gender_of_noun(&self, word: Word) -> Option<Gender> {
        let lexicon = &self.schema.lexicon;
        let tokens = word.sentence().tokens();
        let name =
            word.named_entity().and_then(|name| lexicon.first_names.get(tokens[name.tokens.start].text));
        let mut phrase = word.noun_phrase().start.min(word.index())..word.index() + 1;
        let told = || phrase.find_map(|i| lexicon.gendered_words.get(&tokens[i].text.to_lowercase()));
        name.or_else(told).copied().or_else(|| pronoun_gender(word))
    }
}

/// The gender of a pronoun.
fn pronoun_gender(pronoun: Word) -> Option<Gender> {
    let has = |feature| pronoun.morph.split('|').any(|own| own == feature);
    match (has("Gender=Fem"), has("Gender=Masc")) {
        (true, false) => Some(Gender::Feminine),
        (false, true) => Some(Gender::Masculine),
        _ => None,
    }
}
