//! Coreference: which actor a pronoun stands for. Precision before recall.

use super::{Finder, Form, How, Mention};
use crate::language::{Label, Pos, Tag, Word};
use crate::schema::Role;

/// A person may be taken up this many sentences later.
const PERSON_REACH: usize = 2;

impl Finder<'_> {
    /// Finds third-person pronouns that stand for an actor.
    pub(super) fn pronouns(&mut self) {
        for number in 0..self.words.len() {
            let sentence = self.sentence(number);
            for word in sentence.words().filter(|word| matches!(word.tag, Tag::Prp | Tag::PrpPossessive)) {
                let text = word.text.to_lowercase();
                let entity = match text.as_str() {
                    "he" | "him" | "his" | "she" | "her" | "hers" => self.person_before(number, word),
                    "it" | "its" => self.subject_of(number, word, false),
                    "they" | "their" | "them" => self.subject_of(number, word, true),
                    _ => None,
                };
                if let Some(entity) = entity {
                    let form = if word.tag == Tag::PrpPossessive { Form::Possessive } else { Form::Name };
                    self.add(number, word.index()..word.index() + 1, entity, form, How::Pronoun);
                }
            }
        }
    }

    /// The person whom "he" at `pronoun` means: the last subject who is one, here or shortly before.
    fn person_before(&self, number: usize, pronoun: Word) -> Option<usize> {
        for back in 0..=PERSON_REACH.min(number) {
            let at = number - back;
            let sentence = self.sentence(at);
            // Persons of the sentence: known ones, others who are no actors, and those without a name.
            let mut persons: Vec<(usize, Option<usize>)> = Vec::new();
            for mention in self.mentions_of(at).filter(|m| self.is_person(m.entity)) {
                persons.push((mention.head, Some(mention.entity)));
            }
            persons.extend(self.outsiders.iter().filter(|(s, _)| *s == at).map(|(_, head)| (*head, None)));
            for word in sentence.words() {
                let free = !persons.iter().any(|(head, _)| *head == word.index());
                if free && word.pos == Pos::Noun && word.tag == Tag::Nn && self.is_role(at, word.index()) {
                    let governs = persons.iter().any(|(head, _)| {
                        let person = sentence.word(*head);
                        person.governor() == Some(word) || word.governor() == Some(person)
                    });
                    if !governs {
                        persons.push((word.index(), None));
                    }
                }
            }
            persons.retain(|(head, _)| back > 0 || *head < pronoun.index() && !self.bound(pronoun, *head));
            let subject = |head: usize| matches!(sentence.word(head).label, Label::Nsubj | Label::Nsubjpass);
            let mut subjects: Vec<&(usize, Option<usize>)> =
                persons.iter().filter(|p| subject(p.0)).collect();
            subjects.sort_unstable();
            let chosen = if back == 0 { subjects.last().copied() } else { subjects.first().copied() };
            if let Some((_, entity)) = chosen {
                return *entity;
            }
            let mut entities: Vec<Option<usize>> = persons.iter().map(|(_, entity)| *entity).collect();
            entities.sort_unstable();
            entities.dedup();
            match entities[..] {
                [] => {}
                [one] => return one,
                _ => return None,
            }
        }
        None
    }

    /// Whether a pronoun and a name are arguments of one verb, so that they cannot mean the same.
    fn bound(&self, pronoun: Word, name: usize) -> bool {
        let name = pronoun.sentence().word(name);
        pronoun.tag == Tag::Prp
            && pronoun.governor().is_some()
            && pronoun.governor() == name.governor()
            && matches!(pronoun.label, Label::Dobj | Label::Dative | Label::Nsubj)
    }

    /// The state or body that "it" or "they" means: the subject of the clause it stands in or belongs to.
    fn subject_of(&self, number: usize, pronoun: Word, plural: bool) -> Option<usize> {
        let possessive = pronoun.tag == Tag::PrpPossessive;
        let own_clause = pronoun.ancestors().find(|word| matches!(word.pos, Pos::Verb | Pos::Aux))?;
        let mut clause = Some(own_clause);
        if !possessive {
            // The subject of the clause is the pronoun itself, or binds it; look at the clause above.
            clause = own_clause.ancestors().find(|word| matches!(word.pos, Pos::Verb | Pos::Aux));
        }
        for _ in 0..3 {
            let verb = clause?;
            if let Some(subject) = verb.subject().filter(|subject| subject.index() != pronoun.index()) {
                if let Some(entity) = self.pronoun_at(number, subject) {
                    return Some(entity);
                }
                let mention = self.mentions_of(number).find(|m| m.head == subject.index())?;
                return self.fits(mention, subject, plural).then_some(mention.entity);
            }
            clause = verb.ancestors().find(|word| matches!(word.pos, Pos::Verb | Pos::Aux));
        }
        None
    }

    /// What an earlier pronoun in the same sentence was taken for.
    fn pronoun_at(&self, number: usize, subject: Word) -> Option<usize> {
        let mention =
            self.mentions_of(number).find(|m| m.head == subject.index() && m.how == How::Pronoun)?;
        (!self.is_person(mention.entity)).then_some(mention.entity)
    }

    /// Whether "it" or "they" can mean what `mention` names.
    fn fits(&self, mention: &Mention, subject: Word, plural: bool) -> bool {
        let several = subject.conjuncts().next().is_some();
        let plural_noun = matches!(subject.tag, Tag::Nns | Tag::Nnps);
        mention.form == Form::Name
            && !several
            && matches!(self.kind(mention), Role::Government | Role::Body)
            && (plural_noun == plural || mention.how == How::Name)
    }

    /// Whether the word at `token` is a person by his role: "a spokesman".
    fn is_role(&self, number: usize, token: usize) -> bool {
        let words = &self.words[number];
        let at = words.partition_point(|word| word.token < token);
        at < words.len() && self.gazetteer.roles.at(&words[at..=at], 0).is_some()
    }
}
