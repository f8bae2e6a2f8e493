//! Names of the knowledge: which stretches of text are one, and which entity each means.

use super::gazetteer::Candidate;
use super::text::{Case, Word, is_hyphen};
use super::{Finder, Form, Gazetteer, How, form, head, is_headline, slug};
use crate::article::Span;
use crate::language::{EntityType, Label, Pos, Sentence, Tag};
use crate::schema::{BodyNeeds, Entity, NameKind, Role, WordClass, overlaps, within};
use std::collections::BTreeSet;
use std::ops::Range;

/// Words allowed between a national adjective and its noun: "senior U.S. defense officials".
const OFFICE_GAP: usize = 2;
/// Words of the name of a firm behind that of a state: "Ukraine International Airlines".
const LONGEST_INSTITUTION: usize = 4;
/// Words looked back for a title.
pub(super) const LONGEST_TITLE: usize = 7;

/// The entities that the article names by more than a surname, a capital or a seat.
pub(super) fn named_in_full(sentences: &[Vec<Word>], gazetteer: &Gazetteer) -> BTreeSet<usize> {
    let mut persons = BTreeSet::new();
    for words in sentences {
        let mut at = 0;
        while at < words.len() {
            let found = gazetteer.names(words, at);
            if let Some((_, candidates)) = &found {
                let full = candidates
                    .iter()
                    .filter(|c| !matches!(c.kind, NameKind::Short | NameKind::Capital | NameKind::Seat));
                persons.extend(full.filter_map(|candidate| candidate.entity));
            }
            at += found.map_or(1, |(length, _)| length);
        }
    }
    persons
}

/// Whether a national adjective names its people: "the Chinese", not "the Russian".
fn is_people(sentence: &Sentence, tokens: &Range<usize>) -> bool {
    let before = tokens.start.checked_sub(1).map(|i| &sentence.tokens()[i]);
    let several = matches!(sentence.tokens()[tokens.end - 1].tag, Tag::Jj | Tag::Nnps);
    tokens.len() == 1 && several && before.is_some_and(|token| token.lemma == "the")
}

/// Whom or what a name of the knowledge means.
enum Bearer {
    /// Place among the entities of the knowledge.
    One(usize),
    /// One of several officials whom nothing tells apart, all for the state or body of this id: "Ivanov" of
    /// Russia.
    Either(String),
}

/// A name of the knowledge in a sentence.
struct Named {
    words: Range<usize>,
    /// Id of whom or what it means, none for a surname that several officials share.
    entity: Option<String>,
    form: Form,
    how: How,
    /// Whom a person's title says that he speaks for: "Russian envoy X".
    side: Option<String>,
}

impl Finder<'_> {
    /// Finds the names of the knowledge, and the offices of its states.
    pub(super) fn names(&mut self) {
        for number in 0..self.words.len() {
            let named = self.names_of(number);
            let words = &self.words[number];
            for Named { words: range, entity, form, how, side } in named {
                let span = Span { start: words[range.start].span.start, end: words[range.end - 1].span.end };
                let entity = match entity {
                    Some(known) => self.known(&known),
                    None => self.namesake(&words[range.end - 1]),
                };
                let represents = &mut self.found.entities[entity].represents;
                *represents = represents.take().or(side);
                let tokens = words[range.start].token..words[range.end - 1].token + 1;
                self.add_at(number, tokens, span, entity, form, how);
            }
        }
    }

    fn names_of(&self, number: usize) -> Vec<Named> {
        let (sentence, words) = (self.sentence(number), &self.words[number]);
        let mut found: Vec<Named> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let Some((length, candidates)) = self.gazetteer.names(words, at) else {
                at += 1;
                continue;
            };
            let end = at + length;
            let tokens = words[at].token..words[end - 1].token + 1;
            let (entity, kind) = match self.resolve(&candidates, sentence, words, at..end) {
                Some((Bearer::One(entity), kind)) => (entity, kind),
                Some((Bearer::Either(represents), _)) => {
                    let form = form(sentence, head(sentence, &tokens), tokens.end);
                    let (start, side) = self.title_start(words, at, &mut found);
                    let side = Some(side.unwrap_or(represents));
                    found.push(Named { words: start..end, entity: None, form, how: How::Name, side });
                    at = end;
                    continue;
                }
                None => {
                    at = end;
                    continue;
                }
            };
            let mut entity = self.knowledge(entity);
            let mut form = form(sentence, head(sentence, &tokens), tokens.end);
            if kind == NameKind::Adjective && form == Form::Name && !is_people(sentence, &tokens) {
                form = Form::Adjective;
            }
            let role = self.role(&entity.kind);
            if role == Role::Government
                && let Some(institution) = self.institution(words, end)
            {
                at = institution;
                continue;
            }
            let follows_name = found.last().is_some_and(|last| last.words.end == at);
            if role == Role::Government && !follows_name && self.is_surname(sentence, &tokens) {
                at = end;
                continue;
            }
            let part = length > 1
                && matches!(role, Role::Body | Role::Object)
                && self.within_longer(sentence, words, &tokens, role == Role::Body);
            if part || self.is_of_friends(sentence, tokens.start) {
                at = end;
                continue;
            }
            let (mut range, mut how) = (at..end, How::Name);
            if let Some(office) = self.office(sentence, words, end, entity)
                && !self.is_former(sentence.word(words[office - 1].token))
                && let Some(state) = self.side_of_office(entity)
            {
                (entity, form, how) = (state, Form::Name, How::Office);
                range.end = office;
            }
            let mut side = None;
            if self.role(&entity.kind) == Role::Person {
                (range.start, side) = self.title_start(words, at, &mut found);
            }
            at = range.end;
            found.push(Named { words: range, entity: Some(entity.id.clone()), form, how, side });
        }
        found
    }

    /// Whether who bears the office `noun` did so once: "a former U.S. official".
    fn is_former(&self, noun: crate::language::Word) -> bool {
        noun.dependents_as(&[Label::Amod])
            .any(|word| self.schema.lexicon.is_of_class(word.text, WordClass::Earlier))
    }

    /// Whether the name at token `start` tells only whose friends others are: "pro-*Russian* rebels".
    fn is_of_friends(&self, sentence: &Sentence, start: usize) -> bool {
        let Some([prefix, hyphen]) = start.checked_sub(2).map(|i| &sentence.tokens()[i..start]) else {
            return false;
        };
        is_hyphen(hyphen.text)
            && !prefix.space_after
            && self.schema.lexicon.is_of_class(prefix.text, WordClass::Friend)
    }

    /// The place of the person whom the article calls by the surname `word` alone.
    fn namesake(&mut self, word: &Word) -> usize {
        let name = self.written(word).to_owned();
        self.place(super::Entity {
            id: format!("official:{}", slug(&name)),
            kind: "official".to_owned(),
            label: name,
            known: false,
            represents: None,
            holders: Vec::new(),
            names: BTreeSet::new(),
        })
    }

    /// The end of the name of a firm, newspaper or school that a state's name before `end` begins: "American
    /// Airlines".
    fn institution(&self, words: &[Word], end: usize) -> Option<usize> {
        let capital = |word: &&Word| matches!(word.case, Case::Initial | Case::Upper);
        let rest = words[end..].iter().take(LONGEST_INSTITUTION).take_while(capital);
        let ends = |word: &Word| self.schema.lexicon.institutions.contains(self.written(word));
        let last = rest.enumerate().filter(|(_, word)| ends(word)).map(|(index, _)| index).last();
        last.filter(|_| !is_headline(words)).map(|index| end + index + 1)
    }

    /// Whether the name of a state or city is a person's surname: "Steve *Israel*".
    fn is_surname(&self, sentence: &Sentence, name: &Range<usize>) -> bool {
        let tokens = sentence.tokens();
        let last = &tokens[name.end - 1];
        let before = name.start.checked_sub(1).map(|index| &tokens[index]);
        // "Kerry Iran talks": whoever stands before the name of a modifier has no part in it.
        let modifies = matches!(last.label, Label::Compound | Label::Amod | Label::Nmod);
        let given = before.is_some_and(|token| {
            token.tag == Tag::Nnp
                && token.label == Label::Compound
                && self.schema.lexicon.first_names.contains_key(token.text)
        });
        name.len() == 1 && last.tag == Tag::Nnp && given && !modifies
    }

    /// Whether the recognizer reads a name of several words as part of a longer one: "Kurdish Democratic Party".
    ///
    /// `body` tells whether words before the name count: "Reagan's Strategic Defense Initiative" is no other.
    fn within_longer(&self, sentence: &Sentence, words: &[Word], tokens: &Range<usize>, body: bool) -> bool {
        let all = sentence.tokens();
        let name = |index: usize| {
            matches!(all[index].pos, Pos::Propn | Pos::Adj)
                && all[index].text.starts_with(char::is_uppercase)
                && !matches!(all[index].tag, Tag::Pos)
        };
        let longer = sentence.entities().iter().find(|entity| {
            matches!(entity.kind, EntityType::Org | EntityType::Law)
                && entity.tokens.start <= tokens.start
                && entity.tokens.end >= tokens.end
        });
        longer.is_some_and(|entity| {
            // "the U.S. Senate" begins with a name of its own.
            let article = usize::from(all[entity.tokens.start].label == Label::Det);
            let begin = words.partition_point(|word| word.token < entity.tokens.start + article);
            let known = self.gazetteer.names(words, begin).map_or(0, |(length, _)| length);
            let first = words.get(begin + known).map_or(tokens.start, |word| word.token).min(tokens.start);
            body && (first..tokens.start).any(name)
                || (tokens.end..entity.tokens.end).any(|i| name(i) && all[i].tag == Tag::Nnp)
        })
    }

    fn knowledge(&self, index: usize) -> &Entity {
        &self.schema.knowledge.entities[index]
    }

    /// The one entity a name can mean here, and by which sort of name.
    fn resolve(
        &self,
        candidates: &[&Candidate],
        sentence: &Sentence,
        words: &[Word],
        range: Range<usize>,
    ) -> Option<(Bearer, NameKind)> {
        let certain = candidates.iter().find(|c| c.kind != NameKind::Short && c.kind != NameKind::Capital);
        if let Some(candidate) = certain {
            let tokens = words[range.start].token..words[range.end - 1].token + 1;
            if candidate.entity.is_some_and(|body| self.is_region(sentence, body, &tokens)) {
                return None;
            }
            return Some((Bearer::One(self.at_its_time(candidate.entity?)), candidate.kind));
        }
        if let Some(capital) = candidates.iter().find(|c| c.kind == NameKind::Capital) {
            let place = self.is_place(sentence, words[range.start].token..words[range.end - 1].token + 1);
            let capital = Bearer::One(self.at_its_time(capital.entity?));
            return (!place).then_some((capital, NameKind::Capital));
        }
        if self.part_of_longer_name(sentence, words, &range) {
            return None;
        }
        let span = words[range.start].span.start..words[range.end - 1].span.end;
        let common = self.schema.lexicon.common_names.contains(&self.article.text[span]);
        let mut persons: Vec<usize> = candidates.iter().filter_map(|c| c.entity).collect();
        let in_full = |person: &usize| self.in_full.contains(person);
        let title = self.title(words, range.start);
        let in_office = |person: &usize| (title.is_some() || !common) && self.in_office(*person);
        let titled = |person: &usize| title.is_some_and(|title| self.had_title(*person, title));
        // "President Clinton" is no other Clinton.
        if persons.iter().any(titled) {
            persons.retain(titled);
        }
        let tests: [&dyn Fn(&usize) -> bool; 3] = [&in_full, &in_office, &titled];
        let one = tests.into_iter().find_map(|test| {
            let fitting: Vec<usize> = persons.iter().copied().filter(|person| test(person)).collect();
            match fitting[..] {
                [] => None,
                [one] => Some(one),
                _ => self.contemporary(&fitting),
            }
        });
        let bearer = one.map(Bearer::One).or_else(|| {
            let holders: Vec<usize> = persons.into_iter().filter(|person| in_office(person)).collect();
            self.common_side(&holders).map(Bearer::Either)
        });
        Some((bearer?, NameKind::Short))
    }

    /// Id of the one state or body for which each of `persons` spoke, at the article's date if it has one.
    fn common_side(&self, persons: &[usize]) -> Option<String> {
        let sides = |person: &usize| -> BTreeSet<&str> {
            let terms = self.schema.knowledge.facts_of("represents", &self.knowledge(*person).id);
            let timely = terms.filter(|term| {
                self.date().is_none_or(|date| within(date, term.start.as_deref(), term.end.as_deref()))
            });
            timely.map(|term| term.target.as_str()).collect()
        };
        let common = persons.iter().map(sides).reduce(|all, own| &all & &own)?;
        match common.into_iter().collect::<Vec<_>>()[..] {
            [one] => Some(one.to_owned()),
            _ => None,
        }
    }

    /// Whether the name of a body is a mere place here: "in Europe", "Eastern Europe", not "Europe wants".
    fn is_region(&self, sentence: &Sentence, body: usize, tokens: &Range<usize>) -> bool {
        let region = |kind| matches!(kind, EntityType::Loc | EntityType::Gpe);
        let word = sentence.word(head(sentence, tokens));
        self.role(&self.knowledge(body).kind) == Role::Body
            && word.named_entity().is_some_and(|entity| region(entity.kind))
            && (self.is_place(sentence, tokens.clone()) || word.noun_phrase().start < tokens.start)
    }

    /// The words of the title before the word at `at`.
    fn title<'w>(&self, words: &'w [Word], at: usize) -> Option<&'w [Word]> {
        let start = self.gazetteer.titles.ending_at(words, at.saturating_sub(LONGEST_TITLE), at)?;
        Some(&words[start..at])
    }

    /// Whether an official ever held an office of which `title` speaks: "President", not "Mr.".
    fn had_title(&self, person: usize, title: &[Word]) -> bool {
        let before =
            |start: &Option<String>| self.date().is_none_or(|date| within(date, start.as_deref(), None));
        self.schema.knowledge.facts_of("represents", &self.knowledge(person).id).any(|fact| {
            let role = fact.role.as_deref().unwrap_or_default();
            let holds =
                |word: &Word| role.split(' ').any(|part| part.eq_ignore_ascii_case(self.written(word)));
            before(&fact.start) && title.iter().all(holds)
        })
    }

    /// Whether a stretch of time fits the article: by its date, else by the terms of most officials whom it
    /// names in full.
    pub(super) fn is_timely(&self, start: Option<&str>, end: Option<&str>) -> bool {
        if let Some(date) = self.date() {
            return within(date, start, end);
        }
        let (mut all, mut fitting) = (0, 0);
        for person in &self.in_full {
            let mut terms =
                self.schema.knowledge.facts_of("represents", &self.knowledge(*person).id).peekable();
            all += usize::from(terms.peek().is_some());
            let fits = terms.any(|term| overlaps((term.start.as_deref(), term.end.as_deref()), (start, end)));
            fitting += usize::from(fits);
        }
        start.is_none() && end.is_none() || fitting * 2 > all
    }

    /// Of several officials the one who was in office with most others whom the article names in full.
    fn contemporary(&self, persons: &[usize]) -> Option<usize> {
        let terms = |person: usize| self.schema.knowledge.facts_of("represents", &self.knowledge(person).id);
        let met = |person: usize| {
            let others = self.in_full.iter().filter(|other| **other != person);
            others
                .filter(|other| {
                    terms(**other).any(|theirs| {
                        let theirs = (theirs.start.as_deref(), theirs.end.as_deref());
                        terms(person).any(|own| overlaps((own.start.as_deref(), own.end.as_deref()), theirs))
                    })
                })
                .count()
        };
        let mut counts: Vec<(usize, usize)> = persons.iter().map(|person| (met(*person), *person)).collect();
        counts.sort_unstable();
        match counts[..] {
            [.., (second, _), (first, person)] if first > second => Some(person),
            _ => None,
        }
    }

    /// A state of another time gives way to its predecessor: Moscow of 1988 is the Soviet Union's.
    fn at_its_time(&self, index: usize) -> usize {
        let entity = self.knowledge(index);
        let Some(date) = &self.article.date else {
            // Without a date: the predecessor if the article names it and not the other.
            let named = |index: &usize| self.in_full.contains(index);
            let earlier = self.gazetteer.predecessors(index).iter().copied().find(named);
            return earlier.filter(|_| !named(&index)).unwrap_or(index);
        };
        if within(&date.value, entity.start.as_deref(), entity.end.as_deref()) {
            return index;
        }
        self.gazetteer
            .predecessors(index)
            .iter()
            .copied()
            .find(|other| {
                let other = self.knowledge(*other);
                within(&date.value, other.start.as_deref(), other.end.as_deref())
            })
            .unwrap_or(index)
    }

    /// Whether an official held an office at the article's date; without a date, whether ever.
    fn in_office(&self, index: usize) -> bool {
        let date = self.date();
        self.schema
            .knowledge
            .facts_of("represents", &self.knowledge(index).id)
            .any(|fact| date.is_none_or(|date| within(date, fact.start.as_deref(), fact.end.as_deref())))
    }

    /// Whether a surname is a piece of somebody or something else's name: "Jeb Bush", "Ford Motor".
    fn part_of_longer_name(&self, sentence: &Sentence, words: &[Word], range: &Range<usize>) -> bool {
        let capital = |index: usize| {
            let word = &words[index];
            let tag = sentence.tokens()[word.token].tag;
            !matches!(word.case, Case::Lower) && matches!(tag, Tag::Nnp | Tag::Nnps)
        };
        let before = range.start > 0 && !self.has_title(words, range.start) && capital(range.start - 1);
        let after = range.end < words.len()
            && capital(range.end)
            && self.gazetteer.offices.at(words, range.end).is_none();
        (before || after) && !is_headline(words)
    }

    fn has_title(&self, words: &[Word], at: usize) -> bool {
        self.title(words, at).is_some()
    }

    /// The end of a noun like "officials" that makes a mention at `end` its government or body.
    fn office(&self, sentence: &Sentence, words: &[Word], end: usize, entity: &Entity) -> Option<usize> {
        let mut at = end;
        let mark = |word: &Word| &self.article.text[word.span.start..word.span.end];
        if words.get(at).is_some_and(|word| mark(word).starts_with(['\'', '’'])) {
            at += 1;
        }
        let gap = if self.role(&entity.kind) == Role::Government { OFFICE_GAP } else { 0 };
        for begin in at..=at + gap {
            let word = |index: usize| {
                let pos = sentence.tokens()[words[index].token].pos;
                matches!(pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num)
            };
            if begin >= words.len() || begin > at && !word(begin - 1) {
                return None;
            }
            if let Some((length, ())) = self.gazetteer.offices.at(words, begin) {
                // "Iraqi militants" do not speak for Iraq as "Taliban militants" do for the Taliban.
                let body = self.gazetteer.bodies.at(words, begin).and_then(|(_, place)| *place);
                let group = |place: usize| self.schema.lexicon.bodies[place].needs == BodyNeeds::State;
                if body.is_some_and(group) && self.role(&entity.kind) == Role::Government {
                    return None;
                }
                // "U.S. military bases", "government agencies" are no offices.
                let last = &sentence.tokens()[words[begin + length - 1].token];
                // "Russia's counterpart" is another's.
                if at > end && self.schema.lexicon.is_of_class(last.text, WordClass::Counterpart) {
                    return None;
                }
                let modifies = matches!(last.label, Label::Compound | Label::Amod | Label::Nmod)
                    && last.head > words[begin + length - 1].token;
                return (!modifies || is_headline(words)).then_some(begin + length);
            }
        }
        None
    }

    /// The government or body an office noun behind the entity speaks of.
    fn side_of_office<'e>(&'e self, entity: &'e Entity) -> Option<&'e Entity> {
        match self.role(&entity.kind) {
            Role::Government | Role::Body => Some(entity),
            Role::Person => {
                let date = self.date();
                let represented = self.schema.knowledge.represented(&entity.id, date)?;
                let entity = self.schema.knowledge.entities.get(represented);
                entity.filter(|entity| self.role(&entity.kind) == Role::Government)
            }
            Role::Object => None,
        }
    }

    /// Where the title and nationality before a person's name at `at` begin, and whose they are; names within
    /// are dropped.
    fn title_start(&self, words: &[Word], at: usize, found: &mut Vec<Named>) -> (usize, Option<String>) {
        let Some(mut start) = self.gazetteer.titles.ending_at(words, at.saturating_sub(LONGEST_TITLE), at)
        else {
            return (at, None);
        };
        let mut side = None;
        while let Some(last) = found.last() {
            let gap = last.words.end.min(start)..start;
            let possessive = |index: usize| self.written(&words[index]).starts_with(['\'', '’']);
            let person = last
                .entity
                .as_ref()
                .is_none_or(|id| self.role(&self.schema.knowledge.entities[id].kind) == Role::Person);
            if person || !gap.into_iter().all(possessive) {
                break;
            }
            start = start.min(last.words.start);
            side = found.pop().and_then(|named| named.entity);
        }
        (start, side)
    }

    /// The id of the state whose capital the name at `words[at]` is.
    pub(super) fn capital_of(&self, words: &[Word], at: usize) -> Option<String> {
        let (_, candidates) = self.gazetteer.names(words, at)?;
        let capital = candidates.iter().find(|candidate| candidate.kind == NameKind::Capital)?;
        Some(self.knowledge(self.at_its_time(capital.entity?)).id.clone())
    }

    /// Whether the name at `tokens` is where something happens: "in Moscow".
    pub(super) fn is_place(&self, sentence: &Sentence, tokens: Range<usize>) -> bool {
        let before = tokens.start.checked_sub(1).map(|index| &sentence.tokens()[index]);
        before.is_some_and(|token| {
            token.pos == Pos::Adp && self.schema.lexicon.is_of_class(token.text, WordClass::Place)
        })
    }

    pub(super) fn written(&self, word: &Word) -> &str {
        &self.article.text[word.span.start..word.span.end]
    }
}
