//! Treaties, systems and proposals by description: noun phrases with a head of the lexicon.
//!
//! "tougher sanctions on Iran", "its nuclear weapons", "a missile treaty". The words beside the head tell who
//! has it (its holder) and whom or what it is for (its object); a description that the knowledge owns with
//! its holder put in ("Iran's nuclear programme") is that entity, one that the knowledge owns in a context
//! ("the nuclear deal") likewise. Other descriptions of one class whose holder and object do not contradict
//! each other are one entity of the article. A bare head ("the plan") takes up the last of its class, or is
//! left alone.

mod groups;

use self::groups::grouped;
use super::text::is_hyphen;
use super::{Finder, Form, How, Mention, form, is_headline};
use crate::article::Span;
use crate::language::{EntityType, Label, Pos, Tag, Token, Word};
use crate::schema::{HeadWord, NameKind, Needs, Part, Role, WordClass};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Longest phrase behind a head that is read as part of the description (tokens).
const LONGEST_COMPLEMENT: usize = 8;
/// Longest name of a description (tokens).
const LONGEST_NAME: usize = 18;
/// A bare head takes up what was named at most this many sentences before.
const BARE_REACH: usize = 6;

/// A description as it stands in the text.
struct Thing<'a> {
    sentence: usize,
    /// Without determiner, with what has it and what it is for.
    tokens: Range<usize>,
    /// What it is called, shortest first.
    names: Vec<Span>,
    head: usize,
    word: &'a HeadWord,
    /// Id of who has it.
    holder: Option<String>,
    /// Id of whom or what it is for.
    object: Option<String>,
    /// Words beside the head that tell it from others, in lower case.
    content: Vec<String>,
    /// Whether the words beside the head are what it needs.
    describes: bool,
    /// "the plan", "this plan", "its plan".
    definite: bool,
    /// "Such a plan".
    such: bool,
    /// The knowledge has it.
    known: Option<usize>,
    /// A number that makes it unique: a resolution's.
    number: Option<String>,
}

/// What stands behind the head of a description.
struct Behind {
    /// First token after it.
    end: usize,
    /// Whether it has a word of the field.
    field: bool,
    /// Whom it is with or between, if the phrase names him and nobody of his.
    partner: bool,
    holder: Option<String>,
    object: Option<String>,
}

impl<'a> Finder<'a> {
    /// Finds treaties, systems and proposals by description.
    pub(super) fn things(&mut self) {
        let mut things: Vec<Thing<'a>> = Vec::new();
        for number in 0..self.words.len() {
            self.things_of(number, &mut things);
        }
        self.infer_holders(&mut things);
        self.settle_known(&mut things);
        self.settle_named(&mut things);
        self.settle_called(&mut things);
        self.settle_only(&mut things);
        self.settle_verbs(&mut things);
        self.settle_taken_up(&mut things);
        let mut entities: Vec<Option<usize>> = things.iter().map(|_| None).collect();
        for (place, thing) in things.iter().enumerate() {
            if let Some(known) = thing.known {
                let id = self.schema.knowledge.entities[known].id.clone();
                entities[place] = Some(self.known(&id));
            }
        }
        for group in grouped(&things) {
            let entity = self.described(&group, &things);
            for member in group.members {
                entities[member] = Some(entity);
            }
        }
        self.take_up(&things, &mut entities);
        self.take_ahead(&things, &mut entities);
        self.take_prospective(&things, &mut entities);
        for (thing, entity) in things.into_iter().zip(entities) {
            let Some(entity) = entity else { continue };
            let how = if thing.describes || thing.known.is_some() { How::Description } else { How::Definite };
            // "the treaty draft" names the draft treaty, "the draft" does not.
            let names = thing.describes || thing.known.is_some() || thing.word.words.contains(' ');
            if names {
                for span in thing.names {
                    let name = self.article.text[span.start..span.end].to_owned();
                    self.found.entities[entity].names.insert(name);
                }
            }
            self.describe(thing.sentence, thing.tokens, thing.head, entity, how);
        }
    }

    /// Adds the mention of a description, unless it would cross another.
    fn describe(&mut self, sentence: usize, tokens: Range<usize>, head: usize, entity: usize, how: How) {
        // "easing of sanctions" stands where "easing" stands.
        let within = |word: &Word| tokens.start <= word.index() && word.index() < head;
        let root = self.sentence(sentence).word(head).ancestors().take_while(within).last();
        let head = root.map_or(head, Word::index);
        let crosses = |m: &Mention| {
            let (a, b) = (&m.tokens, &tokens);
            a.start < b.start && b.start < a.end && a.end < b.end
                || b.start < a.start && a.start < b.end && b.end < a.end
        };
        let tokens = if self.mentions_of(sentence).any(crosses) { head..head + 1 } else { tokens };
        let form = form(self.sentence(sentence), head, tokens.end);
        let form =
            if self.sentence(sentence).tokens()[head].label == Label::Poss { Form::Possessive } else { form };
        let span = self.sentence(sentence).span_of(tokens.clone());
        self.push(Mention { sentence, tokens, head, span, entity, form, how });
    }

    fn things_of(&self, number: usize, things: &mut Vec<Thing<'a>>) {
        let sentence = self.sentence(number);
        let words = &self.words[number];
        let headline = is_headline(words);
        let mut at = 0;
        while at < words.len() {
            let heads = self.gazetteer.heads.all_at(words, at).filter_map(|(length, place)| {
                let head = words[at + length - 1].token;
                let token = &sentence.tokens()[head];
                let noun = matches!(token.pos, Pos::Noun | Pos::Propn);
                let modifies =
                    matches!(token.label, Label::Compound | Label::Amod | Label::Nmod) && token.head > head;
                // "Brown Missiles and Space" is a firm.
                let firm = token.pos == Pos::Propn
                    && !headline
                    && sentence.word(head).named_entity().is_some_and(|name| {
                        name.kind == EntityType::Org && name.tokens.start < words[at].token
                    });
                let place = (*place)?;
                let system = self.schema.lexicon.heads[place].kind == "system";
                (noun && !modifies && !(firm && system)).then_some((length, head, place))
            });
            let Some((length, head, place)) = heads.last() else {
                at += 1;
                continue;
            };
            let named = self.mentions_of(number).any(|m| m.tokens.contains(&head));
            if !named {
                let first = words[at].token;
                things.push(self.thing(number, first, head, &self.schema.lexicon.heads[place]));
            }
            at += length;
        }
    }

    /// The proposal that a resolution is while it is only proposed, or if no states agreed on it: "Chile tabled a
    /// resolution", "a draft UN resolution", "a French-drafted resolution", "a Senate resolution".
    fn drafted(&self, number: usize, noun: Word, word: &HeadWord) -> Option<&'a HeadWord> {
        if word.needs != Needs::Body {
            return None;
        }
        let heads = &self.schema.lexicon.heads;
        let draft = heads.iter().find(|head| head.words.strip_prefix("draft ") == Some(&word.words))?;
        let is_draft = |word: Word| draft.words.split(' ').next() == Some(&*word.lemma);
        let told = |word: Word| is_draft(word) || self.is_sponsored(number, word);
        let modified = noun.dependents_as(&[Label::Amod, Label::Compound, Label::Nmod]).any(told);
        let before = [Label::Amod, Label::Compound, Label::Nmod, Label::Poss];
        let mut owners = noun.dependents_as(&before).filter_map(|word| self.at(number, word.index()));
        let domestic = owners.any(|owner| self.is_domestic(&self.found.entities[owner.entity].id))
            || self.passed_by(number, noun).is_some_and(|id| self.is_domestic(&id));
        (modified || domestic || self.tabled_by(noun).is_some()).then_some(draft)
    }

    /// Whether somebody proposes or plans what `noun` names, "planned a summit", or the next date is its own, "a summit
    /// next month".
    fn is_planned(&self, noun: Word) -> bool {
        let to_come = |date: Word| {
            date.entity == Some(EntityType::Date)
                && date.dependents_as(&[Label::Amod]).any(|word| word.lemma == "next")
        };
        if noun.dependents_as(&[Label::Npadvmod]).any(to_come) {
            return true;
        }
        let verb = noun.governor().filter(|_| matches!(noun.label, Label::Dobj | Label::Nsubjpass));
        verb.is_some_and(|verb| self.means(verb, Part::Verb, &["offer-propose", "plan-decide"]))
    }

    /// The verb that proposes the resolution `noun`: "Chile *tabled* a resolution".
    fn tabled_by<'s>(&self, noun: Word<'s, 's>) -> Option<Word<'s, 's>> {
        let verb = noun.governor().filter(|_| noun.label == Label::Dobj)?;
        let done_to = self.schema.lexicon.instrument_verbs.get(&*verb.lemma)?;
        (done_to[..] == ["proposal"]).then_some(verb)
    }

    /// Whether a word before a noun tells whose draft it is: "a French-*drafted* resolution".
    fn is_sponsored(&self, number: usize, word: Word) -> bool {
        let before = |m: &Mention| m.tokens.contains(&word.index()) || m.tokens.end + 1 == word.index();
        let joined = |m: &Mention| self.article.text[m.span.end..].starts_with('-');
        self.mentions_of(number).any(|m| before(m) && joined(m))
    }

    /// Reads the noun phrase with the head `head`; the words of the lexicon begin at token `first`.
    fn thing(&self, number: usize, first: usize, head: usize, word: &'a HeadWord) -> Thing<'a> {
        let sentence = self.sentence(number);
        let tokens = sentence.tokens();
        let noun = sentence.word(head);
        let draft = self.drafted(number, noun, word);
        let word = draft.unwrap_or(word);
        let phrase = noun.noun_phrase();
        // A phrase does not reach over a verb, whatever the tree says.
        // But "follow-up" has none.
        let hyphen = |token: &Token| is_hyphen(token.text);
        let joined = |i: usize| {
            !tokens[i].space_after && tokens.get(i + 1).is_some_and(hyphen)
                || i > 0 && hyphen(&tokens[i - 1]) && !tokens[i - 1].space_after
        };
        let breaks = |i: &usize| {
            matches!(tokens[*i].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Vb | Tag::In)
                && !joined(*i)
        };
        let begin = (phrase.start..first).rev().find(breaks).map_or(phrase.start, |i| i + 1).min(first);
        let core = self.core(number, begin, first);
        let such = word.kind != "system" && is_such(noun, begin..first);
        // "Slash such weapons": those spoken of.
        let such_many = noun.tag == Tag::Nns
            && word.kind == "system"
            && tokens[begin..first].iter().any(|token| token.lemma == "such");
        let definite =
            tokens[begin..first].iter().any(makes_definite) || is_said_of_it(noun) || such || such_many;
        let (holder, object) = self.parties(number, begin..first, word, draft.is_some());
        let behind = self.behind(number, head, word);
        let end = behind.end;
        let field = behind.field || self.has_field(number, core..first);
        let (holder, object) = (holder.or(behind.holder), object.or(behind.object));
        let number_after = number_behind(noun).filter(|_| word.needs == Needs::Body);
        let passed = |id: &String| word.needs == Needs::Body || draft.is_some() && self.is_domestic(id);
        let holder = holder.or_else(|| self.passed_by(number, noun).filter(passed));
        let holder = holder.or_else(|| self.side_of_doer(number, draft.and(self.tabled_by(noun))?));
        let body = holder.iter().chain(&object).any(|id| self.binds_states(id));
        let sides = holder.is_some() || object.is_some();
        let describes = match word.needs {
            Needs::Nothing => true,
            Needs::Holder => holder.is_some(),
            Needs::State => holder.iter().chain(&object).any(|id| self.role_of(id) == Role::Government),
            Needs::Anchor => field || sides,
            Needs::Planned => field || sides || is_one(noun) && self.is_planned(noun),
            Needs::Field | Needs::Title | Needs::Matter => {
                field
                    || self.has_field(number, first..head)
                    || word.kind == "treaty" && object.as_deref().is_some_and(|id| self.makes_treaties(id))
                    || word.kind == "treaty" && is_one(noun) && self.is_concluded(noun)
                    || word.needs == Needs::Matter
                        && !noun.is_plural_noun()
                        && (core..first).any(|i| self.is_matter(number, i))
                    || word.needs != Needs::Field && self.is_titled(number, core..head, holder.as_deref())
            }
            Needs::Date => {
                let bound = holder.iter().chain(&object).any(|id| self.makes_treaties(id));
                self.is_named(number, core..head) || bound && self.is_dated(number, core..head)
            }
            Needs::Partner => {
                // "U.S.-Soviet talks"
                let before = |m: &&Mention| begin <= m.tokens.start && m.tokens.end <= first;
                let sides = self.mentions_of(number).filter(before).filter_map(|m| self.side(m));
                let joint = sides.collect::<BTreeSet<String>>().len() > 1;
                joint || behind.partner || self.has_field(number, core..first)
            }
            Needs::Body => body || number_after.is_some(),
            Needs::Antecedent => false,
        };
        let content = self.content(number, word, core..first, head, end);
        let whole = self.skip_determiners(number, begin, first);
        let names = self.called(number, first, head, word, [whole, core, end]);
        let mut thing = Thing {
            sentence: number,
            tokens: whole..end,
            names,
            head,
            word,
            holder,
            object,
            content,
            describes: describes && !such_many,
            definite,
            such: such || such_many,
            known: None,
            number: number_after.map(|token| token.text.to_owned()),
        };
        if thing.number.is_some() {
            thing.tokens.end = thing.tokens.end.max(head + 2);
            thing.names = vec![sentence.span_of(core..head + 2), sentence.span_of(head..head + 2)];
        }
        thing.known = self.known_thing(&thing, core);
        // "Broad agreement that the tests must end" binds nobody.
        let says = noun.dependents_as(&[Label::Acl, Label::Relcl]).any(says_that);
        thing.describes &= word.kind != "treaty" || !says || thing.known.is_some();
        thing
    }

    /// The words beside the head of a description that tell it from others, in lower case; what needs a word of the field
    /// is told apart also by those behind it, up to token `end`.
    fn content(
        &self,
        number: usize,
        word: &HeadWord,
        before: Range<usize>,
        head: usize,
        end: usize,
    ) -> Vec<String> {
        let tokens = self.sentence(number).tokens();
        // "A five-day summit"
        let timed = |token: &Token| matches!(token.entity, Some(EntityType::Date | EntityType::Time));
        let tells = |token: &Token| {
            is_year(token)
                || matches!(token.pos, Pos::Noun | Pos::Propn | Pos::Adj)
                    && !timed(token)
                    && !self.is_vague(token)
        };
        let behind = matches!(word.needs, Needs::Field | Needs::Title | Needs::Matter);
        before
            .chain(if behind { head + 1..end } else { head..head })
            .filter(|i| word.tells_by_content() && tells(&tokens[*i]) && self.at(number, *i).is_none())
            .filter(|i| *i < head || self.at(number, tokens[*i].head).is_none())
            .map(|i| tokens[i].text.to_lowercase())
            .collect()
    }

    /// Who has what is described and whom it is for, by the words `before` its head; `drafted` if it is a draft of
    /// somebody's.
    fn parties(
        &self,
        number: usize,
        before: Range<usize>,
        word: &HeadWord,
        drafted: bool,
    ) -> (Option<String>, Option<String>) {
        let tokens = self.sentence(number).tokens();
        let (mut holder, mut object): (Option<String>, Option<String>) = (None, None);
        for mention in
            self.mentions_of(number).filter(|m| before.start <= m.tokens.start && m.tokens.end <= before.end)
        {
            // "a French-drafted resolution" is not France's.
            if drafted && self.article.text[mention.span.end..].starts_with('-') {
                continue;
            }
            // Nor "a French-built radar".
            let made =
                tokens.get(mention.tokens.end + 1).is_some_and(|t| matches!(t.tag, Tag::Vbn | Tag::Vbd));
            if word.kind == "system" && made && is_hyphen(tokens[mention.tokens.end].text) {
                continue;
            }
            let Some(side) = self.side(mention) else { continue };
            let noun_form = mention.form == Form::Adjective && !self.is_adjective(mention);
            // "the U.S.-Russian accord"
            let second = word.kind == "treaty"
                && holder.as_ref().is_some_and(|first| *first != side && self.makes_treaties(first))
                && self.makes_treaties(&side);
            if (noun_form || second) && word.kind != "system" && object.is_none() {
                object = Some(side);
            } else {
                holder = holder.or(Some(side));
            }
        }
        (holder, object)
    }

    /// What the description with the head `head` is called, shortest first; it may start at token `whole` or `core`
    /// and end at `end`.
    fn called(
        &self,
        number: usize,
        first: usize,
        head: usize,
        word: &HeadWord,
        [whole, core, end]: [usize; 3],
    ) -> Vec<Span> {
        let sentence = self.sentence(number);
        let mut names = vec![sentence.span_of(core..head + 1)];
        if whole < core {
            names.push(sentence.span_of(whole..head + 1));
        }
        if end > head + 1 {
            names.push(sentence.span_of(core..end));
        }
        for end in self.ends(number, head, core).into_iter().filter(|other| *other != end) {
            names.push(sentence.span_of(core..end));
            if whole < core {
                names.push(sentence.span_of(whole..end));
            }
        }
        if first < head && first > core && word.kind != "system" {
            names.push(sentence.span_of(first..head + 1));
        }
        let plain = self.skip_vague(number, core, first);
        if core < plain && plain < first {
            names.push(sentence.span_of(plain..head + 1));
        }
        names
    }

    /// The entity of the knowledge that a description means by its own words.
    fn known_thing(&self, thing: &Thing, core: usize) -> Option<usize> {
        let noun = self.sentence(thing.sentence).word(thing.head);
        let called = || {
            Some(thing.word)
                .filter(|word| word.kind == "treaty")
                .and_then(|_| self.called_so(thing.sentence, noun))
        };
        let about = || {
            let reach = core..noun.subtree().end.min(thing.head + 1 + 2 * LONGEST_COMPLEMENT);
            Some(thing.word).filter(|word| word.class == "treaty").and_then(|_| self.about(thing, reach))
        };
        self.in_context(thing, core).or_else(called).or_else(about)
    }

    /// The treaty of the knowledge that a noun beside its name says to be one: "the X treaty, a nuclear pact".
    fn called_so(&self, number: usize, noun: Word) -> Option<usize> {
        let copula = || noun.governor().filter(|verb| noun.label == Label::Attr && verb.lemma == "be");
        let named = match noun.label {
            Label::Appos => noun.governor(),
            _ => copula().and_then(Word::subject),
        };
        let mention = self.mentions_of(number).find(|m| Some(m.head) == named.map(Word::index))?;
        let entity = &self.found.entities[mention.entity];
        if entity.kind != "treaty" || mention.how != How::Name {
            return None;
        }
        self.schema.knowledge.entities.get_index_of(&entity.id)
    }

    /// Lets "the arms treaty" be the treaty that the article names, if it names just one.
    fn settle_only(&self, things: &mut [Thing]) {
        let known = &self.schema.knowledge.entities;
        let of_things = things.iter().filter(|thing| thing.word.kind == "treaty").filter_map(|t| t.known);
        let mut treaties: BTreeSet<usize> = of_things.collect();
        let named = self.found.mentions.iter().map(|m| &self.found.entities[m.entity]);
        treaties.extend(named.filter(|e| e.kind == "treaty").filter_map(|e| known.get_index_of(&e.id)));
        let (Some(only), 1) = (treaties.first().copied(), treaties.len()) else { return };
        for thing in things.iter_mut().filter(|thing| thing.word.kind == "treaty" && thing.definite) {
            let plain = thing.content.is_empty() && thing.number.is_none() && thing.known.is_none();
            let sides = thing.holder.is_some() || thing.object.is_some();
            let one = self.sentence(thing.sentence).tokens()[thing.head].tag == Tag::Nn;
            if thing.describes && plain && !sides && one && thing.word.class == "treaty" {
                thing.known = Some(only);
            }
        }
    }

    /// Whether the words before a treaty tell which it is: a year, a name, or a state that has it and its matter.
    fn is_titled(&self, number: usize, mut before: Range<usize>, holder: Option<&str>) -> bool {
        self.is_dated(number, before.clone())
            || self.is_named(number, before.clone())
            || holder.is_some_and(|id| self.role_of(id) == Role::Government)
                && before.any(|i| self.is_matter(number, i))
    }

    /// Whether the words before a head are its name: "the Hill Treaty".
    fn is_named(&self, number: usize, before: Range<usize>) -> bool {
        let tokens = self.sentence(number).tokens();
        let capital = |i: usize| tokens[i].text.starts_with(char::is_uppercase);
        before.end > before.start
            && (before.end - 1..=before.end).all(|i| capital(i) && tokens[i].pos == Pos::Propn)
            && !is_headline(&self.words[number])
    }

    /// Whether the words before a head tell when it was made: "the Aug. 20 accord".
    fn is_dated(&self, number: usize, mut before: Range<usize>) -> bool {
        let tokens = self.sentence(number).tokens();
        // With a month: "a 10-year accord" tells no date.
        let dated = |i: usize| {
            let date = self.sentence(number).word(i).named_entity();
            let date = date.filter(|date| date.kind == EntityType::Date && tokens[i].tag == Tag::Cd);
            date.is_some_and(|date| tokens[date.tokens.clone()].iter().any(|token| token.pos == Pos::Propn))
        };
        before.any(|i| is_year(&tokens[i]) || dated(i))
    }

    /// Whether the token before a treaty's head tells what it is about: "an *extradition* treaty".
    fn is_matter(&self, number: usize, token: usize) -> bool {
        let noun = &self.sentence(number).tokens()[token];
        // "a 10-year accord"
        noun.pos == Pos::Noun && noun.entity != Some(EntityType::Date) && self.at(number, token).is_none()
    }

    /// Whose deed the verb tells.
    fn side_of_doer(&self, number: usize, verb: Word) -> Option<String> {
        self.at(number, verb.logical_subject()?.index()).and_then(|mention| self.side(mention))
    }

    /// The body whose act the noun is: "The Security Council passed a resolution".
    fn passed_by(&self, number: usize, noun: Word) -> Option<String> {
        let verb = noun.governor().filter(|_| noun.label == Label::Dobj)?;
        let subject = verb.logical_subject()?;
        let named = self.mentions_of(number).find(|m| m.head == subject.index())?;
        (self.kind(named) == Role::Body).then(|| self.found.entities[named.entity].id.clone())
    }

    /// Whether what the body `id` resolves binds states.
    pub(super) fn binds_states(&self, id: &str) -> bool {
        self.role_of(id) == Role::Body && !self.is_domestic(id)
    }

    /// Whether `id` is a parliament or party, whose resolutions bind no states.
    fn is_domestic(&self, id: &str) -> bool {
        let known = self.schema.knowledge.entities.get(id);
        let class = known.and_then(|body| body.attributes.get("class"));
        class.is_some_and(|class| matches!(&**class, "parliament" | "party"))
    }

    /// Whether agreements with `id` are treaties; those with a parliament are a state's own affair.
    fn makes_treaties(&self, id: &str) -> bool {
        self.role_of(id) == Role::Government || self.binds_states(id)
    }

    /// Where the words behind the head of a description may end: "cuts", "cuts in arms", "cuts in arms to a half".
    fn ends(&self, number: usize, head: usize, core: usize) -> Vec<usize> {
        let sentence = self.sentence(number);
        let last = |range: Range<usize>| {
            range.rev().find(|i| sentence.tokens()[*i].pos != Pos::Punct).map_or(head + 1, |i| i + 1)
        };
        let mut ends = Vec::new();
        let mut end = head + 1;
        let noun = sentence.word(head);
        let behind = noun.dependents().filter(|word| word.index() > head);
        for word in behind.chain(self.purpose_of(noun)) {
            let reach = word.subtree();
            let belongs = matches!(word.label, Label::Prep | Label::Acl) || word.governor() != Some(noun);
            if !belongs || reach.start != end {
                break;
            }
            // "an accord to share charts", "an accord to share charts with Oslo"
            let objects = sentence.words().take(reach.end).skip(reach.start);
            for object in objects.filter(|word| matches!(word.label, Label::Pobj | Label::Dobj)) {
                ends.push(last(head..object.noun_phrase().end));
            }
            end = reach.end;
            ends.push(last(head..end));
        }
        ends.retain(|end| end - core <= LONGEST_NAME);
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    /// Reads what stands behind the head of a description: "of Iran", "on missiles", "to cut missiles".
    fn behind(&self, number: usize, head: usize, word: &HeadWord) -> Behind {
        let noun = self.sentence(number).word(head);
        let mut behind = Behind { end: head + 1, field: false, partner: false, holder: None, object: None };
        let instrument = word.kind == "treaty" || word.class == "draft-treaty";
        for preposition in noun.dependents_as(&[Label::Prep]).filter(|p| p.index() > head) {
            // "between warring Norway and Chile": the tree may take the adjective for a verb.
            let side_by_side = || {
                let clause =
                    preposition.dependent(Label::Pcomp).filter(|_| &*preposition.lemma == "between")?;
                clause.dependents_as(&[Label::Dobj, Label::Nsubj]).next()
            };
            let complement = preposition.dependent(Label::Pobj);
            let Some(complement) = complement.or_else(|| side_by_side().filter(|_| instrument)) else {
                behind.field |= instrument && self.tells_matter(number, preposition);
                continue;
            };
            let dated = matches!(
                complement.entity,
                Some(EntityType::Date | EntityType::Time | EntityType::Money | EntityType::Percent)
            );
            let reach = complement.subtree();
            let inner = preposition.index() + 1..reach.end;
            let field = self.has_field(number, inner.clone());
            // "The sale of $1 billion in missiles"
            let priced = complement.entity == Some(EntityType::Money) && field;
            let far = preposition.index() != behind.end || reach.end - behind.end > LONGEST_COMPLEMENT;
            if dated && !priced || far {
                break;
            }
            if self.is_met_with(number, preposition, complement) {
                break;
            }
            // "Missiles on both sides" are not the one's.
            let several =
                |m: &&Mention| m.how == How::Collective && self.sentence(number).word(m.head).tag == Tag::Nns;
            let one = || self.mentions_of(number).filter(move |m| !several(m));
            let side = one().find(|m| m.head == complement.index()).and_then(|m| self.side(m));
            behind.partner |= side.is_some() && matches!(&*preposition.lemma, "with" | "between" | "among");
            // "Sanctions for Turkey's Russian arms purchases" are on who buys.
            let bought = &*preposition.lemma == "for" && self.means(complement, Part::Noun, &["get-have"]);
            let side = side.or_else(|| {
                let phrase = complement.noun_phrase();
                let buys = |m: &&Mention| !bought || self.sentence(number).word(m.head).label == Label::Poss;
                let within = |m: &&Mention| phrase.start <= m.tokens.start && m.tokens.end <= phrase.end;
                one().filter(within).find(buys).and_then(|m| self.side(m))
            });
            // "between the rebels and Chile"
            let mut others = complement.conjuncts().filter(|_| instrument);
            let side = side.or_else(|| others.find_map(|other| self.side(self.at(number, other.index())?)));
            let has = matches!(&*preposition.lemma, "by" | "from")
                || &*preposition.lemma == "of" && word.kind == "system";
            if side.is_none() && !field {
                break;
            }
            behind.field |= field;
            match side {
                Some(side) if has => behind.holder = behind.holder.or(Some(side)),
                Some(side) => behind.object = behind.object.or(Some(side)),
                None => {}
            }
            behind.end = reach.end;
        }
        // "a plan to deploy missiles in Poland", "a treaty which would cut missiles"
        let clauses = || noun.dependents_as(&[Label::Acl, Label::Relcl]).filter(|verb| verb.index() > head);
        let purposes = || self.purpose_of(noun).filter(|_| instrument).into_iter();
        let tells = |clause: &Word| clause.label == Label::Acl || instrument && is_one(noun);
        let mut telling = clauses().filter(tells).chain(purposes());
        behind.field |= telling.any(|clause| self.has_field(number, near(head, clause)));
        // "treaties banning whale hunts"
        behind.field |= word.kind == "treaty"
            && noun.dependents_as(&[Label::Acl]).any(|verb| verb.tag == Tag::Vbg && self.is_limiting(verb));
        // "a deal to share charts with NATO"
        let partner = || {
            let with = clauses()
                .chain(purposes())
                .flat_map(Word::prepositional_objects)
                .find(|(with, _)| &*with.lemma == "with");
            let named =
                with.and_then(|(_, noun)| self.mentions_of(number).find(|m| m.head == noun.index()))?;
            self.side(named)
        };
        // "an accord reached by Norway and Chile", "an accord guaranteeing Norway's safety"
        let bound = || {
            let mut told = noun.dependents_as(&[Label::Acl]).filter(|_| noun.tag == Tag::Nn);
            let told = told.find_map(|clause| self.side_told(number, clause));
            told.filter(|id| self.role_of(id) == Role::Government)
        };
        if word.kind == "treaty" && behind.object.is_none() {
            behind.object = partner().or_else(bound);
        }
        behind
    }

    /// Whether a preposition tells with whom something is talked about rather than whose it is: "discussed the treaty
    /// with his colleagues".
    fn is_met_with(&self, number: usize, preposition: Word, whom: Word) -> bool {
        let verb = preposition.ancestors().find(|word| !word.is_nominal() && word.pos != Pos::Adp);
        let talks = verb.is_some_and(|verb| self.means(verb, Part::Verb, &["meet-talk"]));
        let person = || {
            let named = self.mentions_of(number).find(|m| m.head == whom.index());
            named.is_some_and(|m| self.is_person(m.entity) || m.how == How::Office)
                || self.is_role(number, whom.index())
        };
        &*preposition.lemma == "with" && talks && person()
    }

    /// The first whom a clause tells to do something, to be done something to, or to have what is done something to.
    fn side_told(&self, number: usize, clause: Word) -> Option<String> {
        let done = [Label::Nsubj, Label::Dobj, Label::Dative, Label::Poss];
        let near =
            |word: &Word| matches!(word.label, Label::Ccomp | Label::Xcomp) || done.contains(&word.label);
        let below = clause
            .dependents()
            .filter(near)
            .flat_map(|word| std::iter::once(word).chain(word.dependents_as(&done)));
        let mut sides = clause.agent().into_iter().chain(below);
        sides.find_map(|word| self.side(self.at(number, word.index())?))
    }

    /// What a treaty told of for the first time is made to do, if its verb has it: "they signed a pact to share charts".
    fn purpose_of<'s>(&self, noun: Word<'s, 's>) -> Option<Word<'s, 's>> {
        let verb = noun.governor().filter(|verb| noun.label == Label::Dobj && self.concludes(&verb.lemma))?;
        if noun.dependents_as(&[Label::Det, Label::Poss]).any(|word| makes_definite(&word)) {
            return None;
        }
        let mut clauses = verb.dependents_as(&[Label::Advcl, Label::Xcomp]);
        clauses.find(|clause| clause.is_infinitive() && clause.subtree().start == noun.subtree().end)
    }

    /// Whether a verb is done to treaties: "sign".
    fn concludes(&self, lemma: &str) -> bool {
        let done_to = self.schema.lexicon.instrument_verbs.get(lemma);
        done_to.is_some_and(|kinds| kinds.iter().any(|kind| kind == "treaty"))
    }

    /// Whether a clause behind a preposition has a word of the field: "a treaty on reducing missiles".
    fn tells_matter(&self, number: usize, preposition: Word) -> bool {
        let clause = preposition.dependent(Label::Pcomp).filter(|_| &*preposition.lemma == "on");
        clause.is_some_and(|clause| self.has_field(number, near(preposition.index(), clause)))
    }

    /// Whether a treaty is told by where or when it was made: "a treaty signed in Oslo", "a treaty reached last week".
    fn is_concluded(&self, noun: Word) -> bool {
        let made = |verb: &Word| verb.tag == Tag::Vbn && self.concludes(&verb.lemma);
        let told = |(preposition, noun): (Word, Word)| {
            matches!(&*preposition.lemma, "in" | "at")
                && (is_year(&noun) || matches!(noun.entity, Some(EntityType::Gpe | EntityType::Date)))
        };
        let dated = |word: Word| word.label == Label::Npadvmod && word.entity == Some(EntityType::Date);
        noun.dependents_as(&[Label::Acl])
            .filter(made)
            .any(|verb| verb.prepositional_objects().any(told) || verb.dependents().any(dated))
    }

    /// The state, body or person that a mention within a description stands for; persons for their side.
    fn side(&self, mention: &Mention) -> Option<String> {
        let entity = &self.found.entities[mention.entity];
        match self.role(&entity.kind) {
            Role::Object => None,
            Role::Person => Some(entity.represents.clone().unwrap_or_else(|| entity.id.clone())),
            Role::Government | Role::Body => Some(entity.id.clone()),
        }
    }

    /// Whether the words of a mention are an adjective of its state: "Russian", "U.S.", not "Iran".
    fn is_adjective(&self, mention: &Mention) -> bool {
        let text = &self.article.text[mention.span.start..mention.span.end];
        let known = self.schema.knowledge.entities.get(&self.found.entities[mention.entity].id);
        known.is_some_and(|entity| {
            entity.names.iter().any(|name| name.kind == NameKind::Adjective && name.text == text)
                || self.role(&entity.kind) == Role::Body
        })
    }

    /// The first token of a phrase that is no determiner.
    pub(super) fn skip_determiners(&self, number: usize, begin: usize, first: usize) -> usize {
        let tokens = self.sentence(number).tokens();
        let skipped = |i: &usize| {
            matches!(
                tokens[*i].tag,
                Tag::Dt | Tag::Pdt | Tag::OpenQuote | Tag::CloseQuote | Tag::PrpPossessive
            ) || matches!(tokens[*i].pos, Pos::Punct | Pos::Adv)
        };
        (begin..first).find(|i| !skipped(i)).unwrap_or(first)
    }

    /// The first token of a phrase behind the words that tell only how many or which: "half a dozen UN resolutions".
    fn skip_vague(&self, number: usize, core: usize, first: usize) -> usize {
        let tokens = self.sentence(number).tokens();
        let start = (core..first)
            .find(|i| !self.is_vague(&tokens[*i]) && !matches!(tokens[*i].tag, Tag::Dt | Tag::Cc));
        start.unwrap_or(first)
    }

    fn is_vague(&self, token: &Token) -> bool {
        self.schema.lexicon.is_of_class(token.text, WordClass::Vague)
    }

    /// The first token of a phrase behind determiners and what has it.
    fn core(&self, number: usize, begin: usize, first: usize) -> usize {
        let tokens = self.sentence(number).tokens();
        let possessor =
            (begin..first).rev().find(|i| matches!(tokens[*i].tag, Tag::Pos | Tag::PrpPossessive));
        let begin = possessor.map_or(begin, |i| i + 1);
        self.skip_determiners(number, begin, first)
    }

    /// Whether a word of the field, or a treaty, system or proposal, stands within `range`.
    fn has_field(&self, number: usize, range: Range<usize>) -> bool {
        let words = &self.words[number];
        let start = words.partition_point(|word| word.token < range.start);
        words[start..]
            .iter()
            .take_while(|w| w.token < range.end)
            .any(|w| self.gazetteer.field.contains(&w.key))
            || self.mentions_of(number).any(|m| {
                range.start <= m.tokens.start && m.tokens.end <= range.end && self.kind(m) == Role::Object
            })
    }

    /// The entity of the knowledge that a description means in an article like this.
    fn in_context(&self, thing: &Thing, core: usize) -> Option<usize> {
        let words = &self.words[thing.sentence];
        let start = words.partition_point(|word| word.token < core);
        let end = words.partition_point(|word| word.token < thing.tokens.end);
        let knowledge = &self.schema.knowledge;
        let mut best: Option<(usize, usize)> = None;
        for at in start..end {
            if words[at].token > thing.head {
                break;
            }
            for (length, names) in self.gazetteer.context_names.all_at(&words[..end], at) {
                if words[at + length - 1].token < thing.head {
                    continue;
                }
                for name in names.iter().map(|place| &knowledge.context_names[*place]) {
                    let timely = self.is_timely(name.start.as_deref(), name.end.as_deref());
                    let present =
                        name.with.is_empty() || name.with.iter().any(|id| self.places.contains_key(id));
                    // "the nuclear deal with North Korea" is not the one with Iran.
                    let sides = || thing.object.iter().chain(&thing.holder);
                    let other = |side: &String| {
                        !name.with.contains(side)
                            && knowledge
                                .context_names
                                .iter()
                                .any(|n| n.entity != name.entity && n.with.contains(side))
                    };
                    let about = sides().any(|side| name.with.contains(side));
                    if timely
                        && present
                        && (about || !sides().any(other))
                        && best.is_none_or(|(l, _)| l < length)
                    {
                        let entity = knowledge.entities.get_index_of(&name.entity)?;
                        best = Some((length, entity));
                    }
                }
            }
        }
        best.map(|(_, entity)| entity)
    }

    /// The treaty of the knowledge whose name in context says what a treaty is told to be about: "a treaty to
    /// ban medium-range missiles".
    fn about(&self, thing: &Thing, reach: Range<usize>) -> Option<usize> {
        let sentence = self.sentence(thing.sentence);
        let knowledge = &self.schema.knowledge;
        let words: BTreeSet<String> = sentence.tokens()[reach]
            .iter()
            .flat_map(|token| token.lemma.split('-'))
            .map(str::to_lowercase)
            .collect();
        let named = knowledge.context_names.iter().filter_map(|name| {
            let (about, _) = name.words.rsplit_once(' ')?;
            let mut parts = about.split([' ', '-']).peekable();
            let count = parts.clone().count();
            let timely = || self.is_timely(name.start.as_deref(), name.end.as_deref());
            let all = count >= 2 && parts.all(|part| words.contains(&part.to_lowercase()));
            let index = knowledge.entities.get_index_of(&name.entity)?;
            let same = knowledge.entities[index].kind == thing.word.kind;
            let fits = all && same && timely() && self.is_present(&name.with);
            (fits && !self.is_with_others(thing, &name.with)).then_some((count, index))
        });
        // The fullest: "long-range nuclear missiles" are not any nuclear missiles.
        named.rev().max_by_key(|(count, _)| *count).map(|(_, index)| index)
    }

    /// Whether the words behind a treaty's head name states, none of which is among `with`: "between Iran and others".
    fn is_with_others(&self, thing: &Thing, with: &[String]) -> bool {
        let behind = |m: &&Mention| thing.head < m.tokens.start && m.tokens.end <= thing.tokens.end;
        let named = self.mentions_of(thing.sentence).filter(behind).filter_map(|m| self.side(m));
        let states: Vec<String> = named.filter(|side| self.role_of(side) == Role::Government).collect();
        !with.is_empty() && !states.is_empty() && !states.iter().any(|state| with.contains(state))
    }

    /// Gives systems without a holder the one that the article gives to most others of their class, else the
    /// state whose deed the sentence tells.
    fn infer_holders(&self, things: &mut [Thing]) {
        let mut by_class: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
        let mut all: BTreeMap<String, usize> = BTreeMap::new();
        for thing in things.iter().filter(|thing| thing.word.kind == "system") {
            if let Some(holder) = thing.holder.as_ref().filter(|id| self.role_of(id) != Role::Person) {
                *by_class.entry(&thing.word.class).or_default().entry(holder.clone()).or_default() += 1;
                *all.entry(holder.clone()).or_default() += 1;
            }
        }
        let most = |counts: &BTreeMap<String, usize>| {
            let total: usize = counts.values().sum();
            let best = counts.iter().max_by_key(|(id, count)| (**count, std::cmp::Reverse((*id).clone())));
            best.filter(|(_, count)| **count * 2 > total).map(|(id, _)| id.clone())
        };
        let chosen: BTreeMap<String, String> = by_class
            .iter()
            .filter_map(|(class, counts)| Some(((*class).to_owned(), most(counts)?)))
            .collect();
        let dominant = most(&all).filter(|id| all[id] >= 3);
        let open = |thing: &&mut Thing| thing.holder.is_none() && !thing.such;
        for thing in things.iter_mut().filter(|thing| thing.word.kind == "system").filter(open) {
            let word = self.sentence(thing.sentence).word(thing.head);
            let verb = word.ancestors().find(|w| matches!(w.pos, Pos::Verb | Pos::Aux));
            let object_of = verb.filter(|verb| word.governor() == Some(*verb) && word.label == Label::Dobj);
            // "The United States accuses Iran of building missiles": Iran does.
            let accused = |verb: Word<'a, 'a>| {
                let preposition = verb.governor().filter(|_| verb.label == Label::Pcomp)?;
                preposition.governor()?.dependent(Label::Dobj)
            };
            let doer = object_of.and_then(|verb| accused(verb).or_else(|| verb.logical_subject()));
            // What several do is nobody's own.
            let alone =
                doer.filter(|noun| *noun == noun.first_conjunct() && noun.conjuncts().next().is_none());
            let doer = alone.and_then(|subject| {
                self.at(thing.sentence, subject.index()).and_then(|mention| self.side(mention))
            });
            let doer = doer.filter(|id| self.role_of(id) == Role::Government);
            // "Russia will develop new weapons": its own, whichever.
            let builds = object_of.is_some_and(|verb| {
                let done_to = self.schema.lexicon.instrument_verbs.get(&*verb.lemma);
                done_to.is_some_and(|kinds| kinds.contains(&thing.word.kind))
            });
            thing.describes |= thing.word.needs == Needs::Holder && builds && doer.is_some();
            thing.holder = chosen.get(&thing.word.class).cloned().or_else(|| dominant.clone()).or(doer);
        }
    }

    /// Recognises descriptions that the knowledge owns with their holder put in.
    fn settle_known(&self, things: &mut [Thing]) {
        for thing in things.iter_mut().filter(|thing| thing.known.is_none() && thing.word.kind == "system") {
            let Some(holder) = thing.holder.as_ref().and_then(|id| self.schema.knowledge.entities.get(id))
            else {
                continue;
            };
            let core = thing.names[0];
            let core = &self.article.text[core.start..core.end];
            let class = thing.word.class.replace('-', " ");
            thing.known = [core, &thing.word.words, &class].into_iter().find_map(|words| {
                let adjectives = holder.names.iter().filter(|name| name.kind == NameKind::Adjective);
                let with = adjectives.map(|name| format!("{} {words}", name.text));
                let full = std::iter::once(format!("{}'s {words}", holder.label)).chain(with);
                full.filter_map(|name| self.gazetteer.owner(&name))
                    .find(|owner| self.schema.knowledge.entities[*owner].kind == thing.word.kind)
            });
        }
    }

    /// Lets "the missiles" be the system that was last named, if its names have that word.
    fn settle_named(&self, things: &mut [Thing]) {
        let mut told = (0, 0);
        for thing in things.iter_mut() {
            let last = told;
            if thing.describes && thing.word.kind == "system" {
                told = (thing.sentence, thing.head);
            }
            // Whoever is guessed to have it; what it is called tells more.
            let guessed = thing.known.is_some_and(|known| self.is_of_holder(thing, known));
            let bare = thing.definite && thing.object.is_none() && (thing.known.is_none() || guessed);
            if !bare || !self.is_head_alone(thing) || thing.word.kind != "system" {
                continue;
            }
            let known = &self.schema.knowledge.entities;
            // "The weapons" are whatever weapons were told of last.
            let named =
                self.last_named(thing).filter(|(at, _)| thing.word.needs != Needs::Holder || *at > last);
            let named = named.and_then(|(_, entity)| entity);
            let place = named.and_then(|entity| known.get_index_of(&self.found.entities[entity].id));
            if !guessed {
                thing.known = place;
            } else if let Some((entity, place)) = named.zip(place)
                && !self.is_of_holder(thing, place)
                && self.may_have(thing, entity)
            {
                thing.known = Some(place);
            }
        }
    }

    /// Lets "the embargo" be the one of the knowledge that was called so last, unless another was told of since.
    fn settle_called(&self, things: &mut [Thing]) {
        let mut told: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for thing in things.iter_mut().filter(|thing| thing.word.kind == "proposal") {
            let bare = thing.definite && thing.holder.is_none() && thing.object.is_none();
            if !thing.describes || thing.known.is_some() || thing.such || !bare || !self.is_head_alone(thing)
            {
                told.insert(&thing.word.class, (thing.sentence, thing.head));
                continue;
            }
            let named =
                self.last_named(thing).filter(|(at, _)| told.get(&*thing.word.class).is_none_or(|t| at > t));
            let entity = named.and_then(|(_, entity)| entity);
            thing.known =
                entity.and_then(|e| self.schema.knowledge.entities.get_index_of(&self.found.entities[e].id));
        }
    }

    /// Whether the entity `known` is all that the holder of a thing has of its class: "Iran's missile programme".
    fn is_of_holder(&self, thing: &Thing, known: usize) -> bool {
        let entities = &self.schema.knowledge.entities;
        let holder = thing.holder.as_ref().and_then(|id| entities.get(id));
        holder.is_some_and(|holder| {
            let label = &entities[known].label;
            holder.names.iter().any(|name| label.starts_with(&name.text)) || label.starts_with(&holder.label)
        })
    }

    /// Whether a bare thing may be the system `entity`: it is no other state's, or the article keeps to it. "Its
    /// missiles" are all it has.
    fn may_have(&self, thing: &Thing, entity: usize) -> bool {
        let tokens = self.sentence(thing.sentence).tokens();
        let owned = thing.head > 0 && tokens[thing.head - 1].tag == Tag::PrpPossessive;
        let holders = &self.found.entities[entity].holders;
        let apart = !holders.is_empty() && thing.holder.as_ref().is_some_and(|id| !holders.contains(id));
        let before = |m: &&Mention| m.entity == entity && m.sentence <= thing.sentence;
        let often = self.found.mentions.iter().filter(before).nth(1).is_some();
        let told = self.sentence(thing.sentence).word(thing.head).dependents_as(&[Label::Acl, Label::Relcl]);
        !owned && (!apart || often) && told.into_iter().next().is_none()
    }

    /// Lets "the ban" be what was told by its verb: "an effort to ban nuclear tests".
    fn settle_verbs(&self, things: &mut [Thing]) {
        for thing in things.iter_mut().filter(|t| t.definite && !t.describes && t.word.needs == Needs::Anchor)
        {
            let told = |number: usize| {
                let before = |word: &Word| number < thing.sentence || word.index() < thing.head;
                let mut verbs = self
                    .sentence(number)
                    .words()
                    .filter(before)
                    .filter(|word| word.pos == Pos::Verb && *word.lemma == *thing.word.words);
                verbs.any(|verb| {
                    let done = verb.dependents_as(&[Label::Dobj, Label::Nsubjpass]).next();
                    done.is_some_and(|noun| self.has_field(number, noun.noun_phrase()))
                })
            };
            let alone = thing.content.is_empty() && thing.holder.is_none() && thing.object.is_none();
            thing.describes = alone && (thing.sentence.saturating_sub(1)..=thing.sentence).any(told);
        }
    }

    /// Lets a treaty that is told of for the first time, and how it was made, be one if the article goes on with it: "a
    /// partial accord worked out by envoys. The accord".
    fn settle_taken_up(&self, things: &mut [Thing]) {
        for place in 0..things.len() {
            let thing = &things[place];
            let noun = self.sentence(thing.sentence).word(thing.head);
            let told =
                noun.dependents_as(&[Label::Acl, Label::Relcl]).any(|clause| clause.index() > thing.head);
            let open = thing.word.kind == "treaty" && !thing.describes && thing.known.is_none();
            let one = is_one(noun) && noun.tag == Tag::Nn && !thing.such && thing.word.needs != Needs::Field;
            if !open || !one || !told || thing.content.is_empty() {
                continue;
            }
            let mut near =
                things[place + 1..].iter().take_while(|other| other.sentence <= thing.sentence + BARE_REACH);
            let next = near.find(|other| other.word.class == thing.word.class);
            let again = next.is_some_and(|next| {
                next.definite
                    && next.word.words == thing.word.words
                    && next.content.is_empty()
                    && self.is_head_alone(next)
            });
            things[place].describes = again;
        }
    }

    /// Lets bare heads that stand before the only thing of their class be that: "The treaty is near. The arms treaty".
    fn take_ahead(&self, things: &[Thing], entities: &mut [Option<usize>]) {
        let mut only: BTreeMap<&str, Option<usize>> = BTreeMap::new();
        let mut count = |class, entity| {
            let one = only.entry(class).or_insert(Some(entity));
            *one = one.filter(|one| *one == entity);
        };
        for (thing, entity) in things.iter().zip(&*entities) {
            if let Some(entity) = entity {
                count(&*thing.word.class, *entity);
            }
        }
        for mention in &self.found.mentions {
            if self.found.entities[mention.entity].kind == "treaty" {
                count("treaty", mention.entity);
            }
        }
        for place in 0..things.len() {
            let thing = &things[place];
            let bare = thing.content.is_empty() && thing.holder.is_none() && thing.object.is_none();
            let open = entities[place].is_none() && thing.definite && thing.word.tells_by_content();
            let open = open && thing.word.needs != Needs::Antecedent;
            let Some(Some(entity)) = only.get(&*thing.word.class).filter(|_| bare && open) else { continue };
            let near = (place + 1..things.len())
                .take_while(|other| things[*other].sentence <= thing.sentence + BARE_REACH)
                .any(|other| entities[other] == Some(*entity));
            if near && !self.is_told(thing) && thing.word.kind != "system" {
                entities[place] = Some(*entity);
            }
        }
    }

    /// Lets "any deal" be the treaty that is still to come, if the article speaks of no other up to there.
    fn take_prospective(&self, things: &[Thing], entities: &mut [Option<usize>]) {
        for (place, thing) in things.iter().enumerate() {
            let tokens = self.sentence(thing.sentence).tokens();
            let another = |word: &String| {
                let tells = |class| self.schema.lexicon.is_of_class(word, class);
                tells(WordClass::Another) || tells(WordClass::Earlier)
            };
            let matter = |i: usize| !matches!(tokens[i].pos, Pos::Adj | Pos::Adv | Pos::Det | Pos::Pron);
            let bare = thing.holder.is_none()
                && thing.object.is_none()
                && !thing.such
                && !thing.content.iter().any(another)
                && !(thing.tokens.start..thing.head).any(matter);
            if entities[place].is_some() || thing.definite || thing.word.class != "treaty" || !bare {
                continue;
            }
            let only = self.only_treaty(things, entities, place);
            entities[place] = only.filter(|treaty| self.is_prospective(*treaty, things, entities));
        }
    }

    /// Whether a treaty was still to be made when the article was written, or is told of as one to be made.
    fn is_prospective(&self, treaty: usize, things: &[Thing], entities: &[Option<usize>]) -> bool {
        let Some(known) = self.schema.knowledge.entities.get(&self.found.entities[treaty].id) else {
            let mut told = things.iter().zip(entities).filter(|(_, entity)| **entity == Some(treaty));
            return told.next().is_some_and(|(thing, _)| !thing.definite);
        };
        let made = known.attributes.get("signed").or(known.start.as_ref());
        self.date().zip(made).is_some_and(|(today, made)| today < made.as_str())
    }

    /// Lets bare heads take up the last thing of their class that was named shortly before.
    fn take_up(&self, things: &[Thing], entities: &mut [Option<usize>]) {
        for place in 0..things.len() {
            let thing = &things[place];
            // "the weapon of fear", "the financial system" take up nothing.
            let told = self.sentence(thing.sentence).word(thing.head).dependents_as(&[Label::Prep]);
            let modified = !self.starts_at_head(thing);
            let other = told.into_iter().any(|p| p.index() == thing.head + 1 && &*p.lemma == "of")
                // "Our future weapons" are more than the missile named last.
                || thing.word.class == "arms" && modified && !thing.such
                || thing.word.needs == Needs::Antecedent
                    && (!thing.content.is_empty() || self.is_told(thing) || self.is_mine(thing))
                    && !is_said_of_it(self.sentence(thing.sentence).word(thing.head));
            if entities[place].is_some() || !thing.definite || other {
                continue;
            }
            let wider = self.schema.lexicon.wider_heads.get(&thing.word.words);
            let same = |other: usize| {
                let Thing { word, holder, content, .. } = &things[other];
                let arms = thing.such && word.kind == "system" && thing.word.class == "arms";
                // "The draft" is not the "earlier resolution".
                let another = |word: &String| {
                    self.schema.lexicon.is_of_class(word, WordClass::Earlier) && !thing.content.contains(word)
                };
                !content.iter().any(another)
                    && self.agrees_in_number(thing, other, things, entities)
                    && (word.class == thing.word.class
                        || arms
                        || word.kind == thing.word.kind && thing.word.class == "arms"
                        || wider.is_some_and(|classes| classes.contains(&word.class)))
                    && (thing.holder.is_none() || holder.is_none() || *holder == thing.holder)
            };
            let earlier = (0..place).rev().find(|other| same(*other) && entities[*other].is_some());
            let earlier =
                earlier.map(|other| ((things[other].sentence, things[other].head), entities[other]));
            let by_name = thing.word.class == "treaty" || thing.word.kind == "proposal" || wider.is_some();
            let named = by_name && !thing.such;
            let named = named.then(|| self.last_named(thing)).flatten().filter(|(_, entity)| {
                let holders = &self.found.entities[entity.unwrap_or_default()].holders;
                holders.is_empty() || thing.holder.as_ref().is_none_or(|holder| holders.contains(holder))
            });
            let last = [earlier, named].into_iter().flatten().max_by_key(|(at, _)| *at);
            let last = last.filter(|(at, _)| thing.sentence - at.0 <= BARE_REACH);
            if let Some((at, _)) = last
                && self.is_another_since(things, entities, place, at.0)
            {
                continue;
            }
            if let Some((_, entity)) = last {
                entities[place] = entity;
            } else if thing.word.needs == Needs::Planned && self.is_bare(thing) {
                // What is to come is spoken of from afar, if it is the only one.
                let told = (0..place).filter(|other| things[*other].word.class == thing.word.class);
                let all: BTreeSet<usize> = told.filter_map(|other| entities[other]).collect();
                entities[place] = all.first().copied().filter(|_| all.len() == 1);
            } else if thing.word.class == "treaty"
                && !thing.such
                && thing.content.is_empty()
                && !self.is_told(thing)
            {
                entities[place] = self.only_treaty(things, entities, place);
            }
        }
    }

    /// Whether a thing is told of in the plural.
    fn is_plural(&self, thing: &Thing) -> bool {
        self.sentence(thing.sentence).tokens()[thing.head].is_plural_noun()
    }

    /// Whether no word that belongs to a thing's name stands before its head.
    fn starts_at_head(&self, thing: &Thing) -> bool {
        thing.names[0] == self.sentence(thing.sentence).span_of(thing.head..thing.head + 1)
    }

    /// Whether a thing is called by its head only: "the missiles".
    fn is_head_alone(&self, thing: &Thing) -> bool {
        thing.names.len() == 1 && self.starts_at_head(thing)
    }

    /// Whether a thing may take up what that at `other` is by its number: "the bills" are not the bill.
    fn agrees_in_number(
        &self,
        thing: &Thing,
        other: usize,
        things: &[Thing],
        entities: &[Option<usize>],
    ) -> bool {
        let same = |place: &usize| {
            *place == other || entities[*place].is_some() && entities[*place] == entities[other]
        };
        let many = || (0..things.len()).filter(same).any(|place| self.is_plural(&things[place]));
        thing.word.kind == "system" || !self.is_plural(thing) || many()
    }

    /// Whether another was told of right before, from sentence `start` on, in the same words as the thing at
    /// `place`, and is no entity: "trade deals were signed. The deals".
    fn is_another_since(
        &self,
        things: &[Thing],
        entities: &[Option<usize>],
        place: usize,
        start: usize,
    ) -> bool {
        let thing = &things[place];
        let start = start.max(thing.sentence.saturating_sub(1));
        let mut since = (0..place).rev().take_while(|other| things[*other].sentence >= start);
        let earlier = |word: &String| self.schema.lexicon.is_of_class(word, WordClass::Earlier);
        since.any(|other| {
            // "Held talks" may be those named before, "held trade talks" are others.
            let content = &things[other].content;
            let other_kind = thing.word.kind == "system" || !content.is_empty();
            let new = entities[other].is_none() && !things[other].definite && !content.iter().any(earlier);
            new && other_kind
                && things[other].word.words == thing.word.words
                && self.is_plural(thing) == self.is_plural(&things[other])
        })
    }

    /// The treaty that the article speaks of up to the thing at `place`, if it speaks of one only: "the accord".
    fn only_treaty(&self, things: &[Thing], entities: &[Option<usize>], place: usize) -> Option<usize> {
        let thing = &things[place];
        let named = self.found.mentions.iter().filter(|m| m.sentence <= thing.sentence).map(|m| m.entity);
        let told = (0..place).filter(|other| things[*other].word.kind == "treaty");
        let all = named.chain(told.filter_map(|other| entities[other]));
        let treaties: BTreeSet<usize> =
            all.filter(|one| self.found.entities[*one].kind == "treaty").collect();
        treaties.first().copied().filter(|_| treaties.len() == 1 && !self.is_plural(thing))
    }

    /// Whether nothing tells which thing is meant: "the summit", not "the summit last year".
    fn is_bare(&self, thing: &Thing) -> bool {
        let noun = self.sentence(thing.sentence).word(thing.head);
        let told =
            noun.dependents_as(&[Label::Prep, Label::Npadvmod, Label::Acl, Label::Relcl]).next().is_some();
        !told && self.is_head_alone(thing) && !self.is_plural(thing)
    }

    /// Whether a thing is called one person's own: "my meeting".
    fn is_mine(&self, thing: &Thing) -> bool {
        let owner = self.sentence(thing.sentence).word(thing.head).dependent(Label::Poss);
        owner.is_some_and(|owner| owner.morph.contains("Person=1") && owner.morph.contains("Number=Sing"))
    }

    /// Whether the words behind a head tell what it is: "measures to punish him".
    fn is_told(&self, thing: &Thing) -> bool {
        let clauses =
            self.sentence(thing.sentence).word(thing.head).dependents_as(&[Label::Acl, Label::Relcl]);
        clauses.into_iter().any(|clause| clause.tag == Tag::Vb)
    }

    /// The last treaty of the knowledge named before a bare head, or what was called by the same noun.
    fn last_named(&self, thing: &Thing) -> Option<((usize, usize), Option<usize>)> {
        let start = thing.sentence.saturating_sub(BARE_REACH);
        (start..=thing.sentence).rev().find_map(|number| {
            let before = |m: &&Mention| number < thing.sentence || m.tokens.end <= thing.head;
            let lemma = &*self.sentence(thing.sentence).tokens()[thing.head].lemma;
            let of_kind = |m: &&Mention| {
                let entity = &self.found.entities[m.entity];
                let known = self.schema.knowledge.entities.get(&entity.id);
                let called = |name: &str| name.to_lowercase().trim_end_matches('s').ends_with(lemma);
                // "The deals" are not the deal.
                let agrees = self.sentence(number).word(m.head).is_plural_noun() || !self.is_plural(thing);
                // "The EU's arms embargo" may be known for a treaty.
                let same_noun = thing.word.kind == "proposal"
                    && self.kind(m) == Role::Object
                    && *self.sentence(number).tokens()[m.head].lemma == *lemma;
                (entity.kind == thing.word.kind || same_noun)
                    && (agrees || thing.word.class != "treaty")
                    && (thing.word.class == "treaty"
                        || same_noun
                        || known.is_some_and(|k| k.names.iter().any(|name| called(&name.text))))
            };
            let last =
                self.mentions_of(number).filter(before).filter(of_kind).max_by_key(|m| m.tokens.start)?;
            Some(((number, last.head), Some(last.entity)))
        })
    }
}

/// Whether `token` is a year of our time.
fn is_year(token: &Token) -> bool {
    let text = token.text.as_bytes();
    token.tag == Tag::Cd
        && text.len() == 4
        && matches!(text[0], b'1' | b'2')
        && text.iter().all(u8::is_ascii_digit)
}

/// Whether `noun` is what "it" is said to be, and so the one spoken of: "it is a good bill".
fn is_said_of_it(noun: Word) -> bool {
    let copula = noun.governor().filter(|verb| noun.label == Label::Attr && verb.lemma == "be");
    copula.and_then(Word::subject).is_some_and(|subject| subject.text.eq_ignore_ascii_case("it"))
}

/// Whether a clause says what a noun is about rather than which it is: "agreement that the tests must end"; the tree
/// may take "that" for a second object.
fn says_that(clause: Word) -> bool {
    let that = |label| clause.dependents_as(label).any(|word| word.lemma == "that");
    that(&[Label::Mark]) || that(&[Label::Dobj]) && clause.dependents_as(&[Label::Dobj]).count() > 1
}

/// What `clause` says behind the word at `head`, not too far from it.
fn near(head: usize, clause: Word) -> Range<usize> {
    head + 1..clause.subtree().end.min(head + 1 + 2 * LONGEST_COMPLEMENT)
}

/// The number behind `noun`, if it may be a resolution's.
fn number_behind<'s>(noun: Word<'s, '_>) -> Option<&'s Token<'s>> {
    let next = noun.sentence().tokens().get(noun.index() + 1);
    next.filter(|t| matches!(t.text.len(), 3 | 4) && t.text.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether `noun` is told of for the first time: "a treaty".
fn is_one(noun: Word) -> bool {
    noun.dependents_as(&[Label::Det]).any(|word| matches!(&*word.lemma, "a" | "an" | "another"))
}

/// Whether `noun` is one like what was spoken of: "such a treaty".
fn is_such(noun: Word, before: Range<usize>) -> bool {
    is_one(noun) && noun.sentence().tokens()[before].iter().any(|token| token.lemma == "such")
}

/// Whether a word before a noun tells that it is known which one is meant: "the", "Russia's".
pub(super) fn makes_definite(token: &Token) -> bool {
    matches!(token.tag, Tag::Dt | Tag::PrpPossessive | Tag::Pos)
        && !matches!(&*token.lemma, "a" | "an" | "any" | "some" | "no" | "another" | "every")
}
