//! Stances: who takes which position on what, in which words.
//!
//! A *cue* of the lexicon ("opposes", "opposition to") licenses a relation. This first reader knows no
//! syntax: it looks for the ends of a cue within its sentence by the order of words. The nearest fitting
//! mention before a verb is its subject unless a preposition governs it, the nearest after it its object
//! unless another cue stands between; a passive turns them. Reported speech counts for the speaker where
//! an official speaks for his own state. Negation denies a stance, it does not turn it.

mod cues;

pub use cues::Cues;

use crate::article::Article;
use crate::language::Parsed;
use crate::mention::{self, Form, Mentions};
use crate::schema::{Cue, Frame, Part, Relation, Role, Schema, WordClass};
use crate::statement::{Evidence, Modality, Participant, Statement};
use crate::words::{Sentence, Token};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// An end of a cue stands at most this many tokens away from it.
const REACH: usize = 24;
/// Words of modality stand at most this many tokens before their cue.
const MODALITY_REACH: usize = 10;
/// A verb of saying stands at most this many tokens behind its subject.
const REPORTING_REACH: usize = 4;
/// Words between a verb and the noun it governs: "scrapped his predecessor's plan for".
const GOVERNED_GAP: usize = 4;
/// Words between a holder and the noun it owns: "Moscow's long-standing opposition to".
const HOLDER_GAP: usize = 2;

/// Returns the statements that `article` makes, in text order, one for each position.
///
/// `mentions` come resolved and sorted. A position that the article repeats is returned once, with its
/// first evidence. Cannot fail. O(tokens).
pub fn find(
    article: &Article,
    parsed: &Parsed,
    mentions: &Mentions,
    schema: &Schema,
    cues: &Cues,
) -> Vec<Statement> {
    let sentences: Vec<Sentence> = parsed.sentences.iter().map(sentence).collect();
    let mentions = outermost(mentions);
    let mut statements = Vec::new();
    let mut rest = mentions.as_slice();
    for (index, sentence) in sentences.iter().enumerate() {
        let count = rest.partition_point(|mention| mention.sentence <= index);
        let (own, later) = rest.split_at(count);
        rest = later;
        if own.len() > 1 {
            let reader = Reader { article, sentence, mentions: own, schema, cues, matches: Vec::new() };
            reader.read(&mut statements);
        }
    }
    first_of_each(statements)
}

/// A mention with what it names at hand.
struct Mention {
    sentence: usize,
    tokens: Range<usize>,
    span: crate::article::Span,
    entity: String,
    kind: String,
    label: String,
    represents: Option<String>,
    form: Form,
}

/// The mentions that lie within no other.
fn outermost(Mentions { entities, mentions }: &Mentions) -> Vec<Mention> {
    let mut outer: Vec<&mention::Mention> = Vec::new();
    for mention in mentions {
        let within = outer
            .last()
            .is_some_and(|last| last.sentence == mention.sentence && last.tokens.end > mention.tokens.start);
        if !within {
            outer.push(mention);
        }
    }
    let named = |mention: &mention::Mention| {
        let entity = &entities[mention.entity];
        Mention {
            sentence: mention.sentence,
            tokens: mention.tokens.clone(),
            span: mention.span,
            entity: entity.id.clone(),
            kind: entity.kind.clone(),
            label: entity.label.clone(),
            represents: entity.represents.clone(),
            form: mention.form,
        }
    };
    outer.into_iter().map(named).collect()
}

/// The tokens of a sentence as cues are looked up among them.
fn sentence(sentence: &crate::language::Sentence) -> Sentence {
    let token = |token: &crate::language::Token| {
        let key = token.text.replace('’', "'").to_lowercase();
        Token { span: token.span, key: if key == "n't" { "not".to_owned() } else { key } }
    };
    Sentence { tokens: sentence.tokens().iter().map(token).collect() }
}

/// Whether a word is an adverb by its form; "early" and "only" are too short to tell.
fn is_adverb(key: &str) -> bool {
    key.len() > 5 && key.ends_with("ly")
}

/// Keeps the first statement of each position in text order.
fn first_of_each(statements: Vec<Statement>) -> Vec<Statement> {
    let mut seen = BTreeMap::new();
    for (index, statement) in statements.into_iter().enumerate() {
        let about = statement.about.as_ref().map(|about| about.id.clone());
        let (actor, target) = (statement.actor.id.clone(), statement.target.id.clone());
        let key = (actor, statement.relation.clone(), target, about, statement.modality);
        seen.entry(key).or_insert((index, statement));
    }
    let mut first: Vec<(usize, Statement)> = seen.into_values().collect();
    first.sort_by_key(|(index, _)| *index);
    // One sentence may tell a position on two matters; the id does not tell them apart.
    let mut ids = BTreeSet::new();
    first.retain(|(_, statement)| ids.insert(statement.id.clone()));
    first.into_iter().map(|(_, statement)| statement).collect()
}

/// Reads one sentence.
struct Reader<'a> {
    article: &'a Article,
    sentence: &'a Sentence,
    mentions: &'a [Mention],
    schema: &'a Schema,
    cues: &'a Cues,
    /// The cues of the sentence with their tokens, in order, not overlapping.
    matches: Vec<(Range<usize>, &'a [Cue])>,
}

/// How two mentions of a list are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    And,
    Comma,
}

/// The two ends of a cue; several of one side distribute.
struct Ends<'a> {
    actors: Vec<&'a Mention>,
    targets: Vec<&'a Mention>,
    /// First token after the last end that stands behind the cue.
    end: usize,
    /// The end that stands right before the cue; words between them colour it.
    ahead: &'a Mention,
}

impl<'a> Reader<'a> {
    fn read(mut self, statements: &mut Vec<Statement>) {
        self.matches = self.matches();
        for (tokens, cues) in &self.matches {
            if self.is_governed_cue(tokens) {
                continue;
            }
            for cue in *cues {
                let Some(relation) = self.schema.relations.get(&cue.relation) else { continue };
                if let Some(ends) = self.ends(cue, tokens, relation) {
                    self.state(cue, tokens, relation, &ends, statements);
                }
            }
        }
    }

    fn matches(&self) -> Vec<(Range<usize>, &'a [Cue])> {
        let tokens = &self.sentence.tokens;
        let mut matches = Vec::new();
        let mut at = 0;
        let mut mentions = self.mentions.iter().peekable();
        while at < tokens.len() {
            while mentions.next_if(|mention| mention.tokens.end <= at).is_some() {}
            let within = mentions.peek().filter(|mention| mention.tokens.contains(&at));
            if let Some(mention) = within {
                at = mention.tokens.end;
            } else if let Some((length, cues)) = self.cues.phrases.at(tokens, at) {
                if cues[0].part != Part::Verb || !self.is_in_noun_phrase(at) {
                    matches.push((at..at + length, cues.as_slice()));
                }
                at += length;
            } else {
                at += 1;
            }
        }
        matches
    }

    /// Whether the verb at token `at` is a noun by what stands before it: "its back", "Russian help", "early warning".
    fn is_in_noun_phrase(&self, at: usize) -> bool {
        let tokens = &self.sentence.tokens;
        let Some(before) = at.checked_sub(1) else { return false };
        let named = self.mentions.iter().find(|mention| mention.tokens.contains(&before));
        if self.class(before) == Some(WordClass::Determiner)
            || named.is_some_and(|m| m.form == Form::Adjective)
        {
            return true;
        }
        let plain =
            tokens[before].is_word() && self.class(before).is_none() && !is_adverb(&tokens[before].key);
        tokens[at].key.ends_with("ing") && plain && named.is_none()
    }

    fn role(&self, mention: &Mention) -> Role {
        self.schema.role(&mention.kind)
    }

    fn class(&self, index: usize) -> Option<WordClass> {
        let token = self.sentence.tokens.get(index)?;
        self.schema.lexicon.functions.get(&token.key).copied()
    }

    fn ends(&self, cue: &Cue, tokens: &Range<usize>, relation: &Relation) -> Option<Ends<'a>> {
        let (domain, range) = (&relation.domain, &relation.range);
        let verb = cue.part == Part::Verb;
        let turned = match cue.frame {
            Frame::SubjectObject if verb && self.class(tokens.end) == Some(WordClass::Agent) => true,
            Frame::SubjectObject if verb && self.is_passive(tokens) => return None,
            Frame::SubjectObject | Frame::HolderObject => false,
            Frame::ObjectSubject => true,
            Frame::Reciprocal => {
                let mut actors = self.before(tokens.start, domain)?;
                let ahead = actors[actors.len() - 1];
                let targets = actors.split_off(1);
                return (!targets.is_empty()).then_some(Ends { actors, targets, end: tokens.end, ahead });
            }
        };
        let (before, after) = if turned { (range, domain) } else { (domain, range) };
        let behind = self.after(self.governed_cue(relation, tokens.end).unwrap_or(tokens.end), after)?;
        let holder = (cue.frame == Frame::HolderObject).then(|| self.holder(tokens.start, before)).flatten();
        // A noun that somebody else owns is not its subject's: "his predecessor's plan for".
        let owned =
            cue.part == Part::Noun && tokens.start > 0 && self.sentence.tokens[tokens.start - 1].key == "'s";
        let subject = || (!owned).then(|| self.before(tokens.start, before)).flatten();
        let ahead = holder.map(|holder| vec![holder]).or_else(subject)?;
        // A preposition between a verb and an actor makes him somebody else's: "accused the firm of arming Iran".
        let direct = tokens.end..behind[0].tokens.start;
        if verb
            && !turned
            && range.iter().any(|kind| domain.contains(kind))
            && direct.into_iter().any(|i| self.is_preposition(i))
        {
            return None;
        }
        let end = behind[behind.len() - 1].tokens.end;
        let last = ahead[ahead.len() - 1];
        let (actors, targets) = if turned { (behind, ahead) } else { (ahead, behind) };
        Some(Ends { actors, targets, end, ahead: last })
    }

    /// The end of a noun cue that a cue against something governs: "threatened to suspend adherence to".
    ///
    /// The noun's object is then the verb's as well, and the noun makes no statement of its own.
    fn governed_cue(&self, relation: &Relation, end: usize) -> Option<usize> {
        let (tokens, cues) = self.matches.iter().find(|(tokens, _)| tokens.start >= end)?;
        let noun = cues.iter().any(|cue| {
            let sign = self.schema.sign(&cue.relation);
            cue.part == Part::Noun && sign > 0
        });
        let near = (end..tokens.start).len() <= GOVERNED_GAP
            && (end..tokens.start).all(|i| {
                self.class(i).is_none_or(|class| class == WordClass::Determiner)
                    && self.sentence.tokens[i].is_word()
            });
        (relation.sign < 0 && noun && near).then_some(tokens.end)
    }

    /// Whether the noun cue at `tokens` is governed by a cue against something.
    fn is_governed_cue(&self, tokens: &Range<usize>) -> bool {
        let earlier = self.matches.iter().rev().find(|(other, _)| other.end <= tokens.start);
        earlier.is_some_and(|(other, cues)| {
            cues.iter()
                .filter_map(|cue| self.schema.relations.get(&cue.relation))
                .any(|relation| self.governed_cue(relation, other.end) == Some(tokens.end))
        })
    }

    /// A form of "be" before a verb that is no "-ing" form makes it passive.
    fn is_passive(&self, tokens: &Range<usize>) -> bool {
        if self.sentence.tokens[tokens.start].key.ends_with("ing") {
            return false;
        }
        let before = (0..tokens.start).rev().take(3);
        before
            .take_while(|i| {
                self.class(*i).is_some_and(|c| {
                    matches!(c, WordClass::Adverb | WordClass::Copula | WordClass::Auxiliary)
                })
            })
            .any(|i| self.class(i) == Some(WordClass::Copula))
    }

    /// The subject before token `end`: the nearest free mention of one of `types`, and what is joined to it.
    fn before(&self, end: usize, types: &[String]) -> Option<Vec<&'a Mention>> {
        if self.is_asked_for(end) {
            return None;
        }
        let mentions = &self.mentions[..self.mentions.partition_point(|m| m.tokens.end <= end)];
        // "U.S. plans to deploy": the holder of the noun is the subject of its infinitive.
        let infinitive = end.checked_sub(1).is_some_and(|i| self.sentence.tokens[i].key == "to");
        let holds = |m: &Mention| infinitive && m.form != Form::Name && m.tokens.end + HOLDER_GAP + 1 >= end;
        let nearest =
            mentions.iter().rposition(|m| types.contains(&m.kind) && (self.is_free(m) || holds(m)))?;
        let subject = &mentions[nearest];
        let between = subject.tokens.end..end;
        if between.len() > REACH {
            return None;
        }
        for index in between.rev() {
            match self.class(index) {
                Some(WordClass::Speaker) => return self.speaker(index, types).map(|speaker| vec![speaker]),
                Some(WordClass::Pronoun) if !self.is_governed(index) => return None,
                Some(WordClass::Person) if self.role(subject) != Role::Person => return None,
                _ => {}
            }
        }
        let mut joined = vec![subject];
        for other in mentions[..nearest].iter().rev() {
            let first = joined[joined.len() - 1];
            let linked = match self.link(other, first) {
                Some(Link::And) => true,
                Some(Link::Comma) => joined.len() > 1,
                None => false,
            };
            if !linked || !types.contains(&other.kind) || !self.is_free(other) {
                break;
            }
            joined.push(other);
        }
        joined.reverse();
        Some(joined)
    }

    /// Whether the infinitive at token `verb` is what one actor wants of another: "urged Iran to sign".
    fn is_asked_for(&self, verb: usize) -> bool {
        let between_actors = |cue: &Cue| {
            let relation = self.schema.relations.get(&cue.relation);
            relation.is_some_and(|r| !r.symmetric && r.range.iter().any(|kind| r.domain.contains(kind)))
        };
        let Some(to) = verb.checked_sub(1).filter(|i| self.sentence.tokens[*i].key == "to") else {
            return false;
        };
        self.matches.iter().filter(|(tokens, cues)| tokens.end <= to && cues.iter().any(between_actors)).any(
            |(tokens, _)| self.mentions.iter().any(|m| m.tokens.start >= tokens.end && m.tokens.end <= to),
        )
    }

    /// The object after token `start`: the nearest mention of one of `types`, and what is joined to it.
    fn after(&self, start: usize, types: &[String]) -> Option<Vec<&'a Mention>> {
        let fits = |mention: &&&Mention| {
            mention.tokens.start >= start && types.contains(&mention.kind) && mention.form == Form::Name
        };
        let nearest = self.mentions.iter().enumerate().find(|(_, mention)| fits(&mention));
        let (index, first) = nearest?;
        let between = start..first.tokens.start;
        let mark = |i: usize| {
            matches!(self.sentence.tokens[i].key.as_str(), ";" | ":" | "\"" | "“" | "”")
                || matches!(
                    self.class(i),
                    // Words that open another clause or belong to another verb.
                    Some(WordClass::Conjunction | WordClass::Auxiliary | WordClass::Copula)
                )
        };
        if between.len() > REACH || self.has_cue(&between) || between.clone().any(mark) {
            return None;
        }
        let mut joined = vec![first];
        let mut sure = 1;
        for other in self.mentions[index + 1..].iter().filter(|other| other.form == Form::Name) {
            let link = self.link(joined[joined.len() - 1], other);
            if link.is_none() || !types.contains(&other.kind) {
                break;
            }
            joined.push(other);
            if link == Some(Link::And) {
                sure = joined.len();
            }
        }
        // Commas alone do not make a list.
        joined.truncate(sure);
        Some(joined)
    }

    /// The possessive or adjective right before the noun at token `noun`.
    fn holder(&self, noun: usize, types: &[String]) -> Option<&'a Mention> {
        let mention = self.mentions.iter().rfind(|mention| mention.tokens.end <= noun)?;
        let gap = &self.sentence.tokens[mention.tokens.end..noun];
        let words = gap.iter().filter(|token| token.key != "'s" && token.key != "'");
        let close = words.clone().count() <= HOLDER_GAP && words.clone().all(Token::is_word);
        let holds = matches!(mention.form, Form::Possessive | Form::Adjective);
        (types.contains(&mention.kind) && holds && close).then_some(mention)
    }

    /// Whether a mention may be a subject: a name that no preposition governs.
    fn is_free(&self, mention: &Mention) -> bool {
        mention.form == Form::Name && !self.is_governed(mention.tokens.start)
    }

    /// Whether a preposition stands before the noun phrase that begins at token `start`.
    fn is_governed(&self, start: usize) -> bool {
        self.opening(start).is_some_and(|index| self.is_preposition(index))
    }

    /// The word before the noun phrase that begins at token `start`, over its determiners.
    fn opening(&self, start: usize) -> Option<usize> {
        (0..start).rev().find(|i| self.class(*i) != Some(WordClass::Determiner))
    }

    /// Whether token `index` is a form of a verb of saying.
    fn says(&self, index: usize) -> bool {
        self.sentence.tokens.get(index).is_some_and(|token| self.cues.is_reporting(&token.key))
    }

    /// Whether a cue begins within `range`.
    fn has_cue(&self, range: &Range<usize>) -> bool {
        self.matches.iter().any(|(tokens, _)| range.contains(&tokens.start))
    }

    fn is_preposition(&self, index: usize) -> bool {
        matches!(self.class(index), Some(WordClass::Preposition | WordClass::Place | WordClass::Agent))
    }

    /// What joins two mentions, if only commas, "and" and determiners stand between them.
    fn link(&self, left: &Mention, right: &Mention) -> Option<Link> {
        let between = left.tokens.end..right.tokens.start;
        let mut link = None;
        for index in between {
            match self.class(index) {
                Some(WordClass::Coordinator) => link = Some(Link::And),
                Some(WordClass::Determiner) => {}
                _ if self.sentence.tokens[index].key == "," => link = link.or(Some(Link::Comma)),
                _ => return None,
            }
        }
        link
    }

    /// Who says "we" at token `index`: the mention beside a verb of saying.
    fn speaker(&self, index: usize, types: &[String]) -> Option<&'a Mention> {
        let speaks = |mention: &&Mention| {
            let (start, end) = (mention.tokens.start, mention.tokens.end);
            mention.form == Form::Name
                && (self.says(end) || start.checked_sub(1).is_some_and(|i| self.says(i)))
        };
        let fitting = self.mentions.iter().filter(|m| types.contains(&m.kind)).filter(speaks);
        fitting.min_by_key(|mention| mention.tokens.start.abs_diff(index))
    }

    /// Who reports what `subject` does, if a verb of saying tells; `end` is the first token after the report.
    fn reporter(&self, subject: &Mention, end: usize) -> Option<&'a Mention> {
        let tokens = &self.sentence.tokens;
        let is_actor =
            |m: &&Mention| m.form == Form::Name && m.entity != subject.entity && self.role(m) != Role::Object;
        let before =
            self.mentions.iter().rev().filter(|m| m.tokens.end <= subject.tokens.start).find(is_actor);
        let reports = |mention: &Mention| {
            let verb = mention.tokens.end..(mention.tokens.end + REPORTING_REACH).min(subject.tokens.start);
            verb.into_iter().any(|i| self.says(i))
        };
        if let Some(mention) = before.filter(|m| self.is_free(m) && reports(m)) {
            return Some(mention);
        }
        // "..., Putin said" and "..., said Putin": behind a comma or a quote, with nothing said after it.
        let after = self.mentions.iter().filter(|m| m.tokens.start >= end).find(is_actor)?;
        let phrase = match after.tokens.start.checked_sub(1) {
            Some(verb) if self.says(verb) => verb..after.tokens.end,
            _ if self.says(after.tokens.end) => after.tokens.start..after.tokens.end + 1,
            _ => return None,
        };
        let parted = phrase.start > 0 && !tokens[phrase.start - 1].is_word();
        let last =
            tokens.get(phrase.end).is_none_or(|next| !next.is_word() || self.class(phrase.end).is_some());
        (parted && last).then_some(after)
    }

    /// How the words between the end before a cue and the cue colour it: denied before conditional
    /// before intended.
    ///
    /// `ahead` is the end before the cue; a word like "if" may stand before it.
    fn modality(&self, cue: &Cue, tokens: &Range<usize>, ahead: &Mention) -> Modality {
        if let Some(fixed) = cue.modality.as_deref().and_then(|name| name.parse().ok()) {
            return fixed;
        }
        let words = &self.sentence.tokens;
        let low = tokens.start.saturating_sub(MODALITY_REACH).max(ahead.tokens.end.min(tokens.start));
        let opening =
            self.opening(ahead.tokens.start).filter(|i| self.class(*i) == Some(WordClass::Conjunction));
        let mut modality = Modality::Asserted;
        for at in opening.into_iter().chain(low..tokens.start) {
            if let Some((length, Some(found))) = self.cues.modality.at(words, at)
                && at + length <= tokens.start
            {
                modality = modality.max(*found);
            }
        }
        modality
    }

    fn participant(&self, mention: &Mention) -> Participant {
        let text = &self.article.text[mention.span.start..mention.span.end];
        Participant {
            id: mention.entity.clone(),
            kind: mention.kind.clone(),
            label: mention.label.clone(),
            mention: text.to_owned(),
        }
    }

    fn state(
        &self,
        cue: &Cue,
        tokens: &Range<usize>,
        relation: &Relation,
        ends: &Ends,
        statements: &mut Vec<Statement>,
    ) {
        let date = self.article.date.as_ref().map(|date| date.value.clone());
        let represented = |official: &Mention| official.represents.clone();
        let span = self.sentence.span();
        let text = self.article.text[span.start..span.end].to_owned();
        for (subject, target) in ends.actors.iter().flat_map(|a| ends.targets.iter().map(move |t| (*a, *t))) {
            let (mut actor, mut speaker) = (subject, None);
            if let Some(reporter) = self.reporter(subject, ends.end) {
                let own = self.role(reporter) == Role::Person
                    && represented(reporter).as_deref() == Some(&subject.entity);
                if own && relation.domain.contains(&reporter.kind) {
                    actor = reporter;
                } else {
                    speaker = Some(reporter.entity.clone());
                }
            }
            let side = |mention: &Mention| represented(mention).unwrap_or_else(|| mention.entity.clone());
            // What goes both ways goes between two sides, not within one.
            if actor.entity == target.entity || relation.symmetric && side(actor) == side(target) {
                continue;
            }
            let mut statement = Statement {
                id: String::new(),
                article: self.article.id.clone(),
                actor: self.participant(actor),
                relation: relation.id.clone(),
                sign: relation.sign,
                target: self.participant(target),
                about: self.about(target, ends.end),
                modality: self.modality(cue, tokens, ends.ahead),
                speaker,
                represents: (self.role(actor) == Role::Person).then(|| represented(actor)).flatten(),
                date: date.clone(),
                publisher: self.article.publisher.as_ref().map(|publisher| publisher.value.clone()),
                evidence: Evidence { start: span.start, end: span.end, text: text.clone() },
                rule: format!("{}/{}", relation.id, cue.words.replace(' ', "-")),
                confidence: self.schema.lexicon.confidence.get(&cue.part).copied().unwrap_or(0.5),
            };
            statement.id = statement.content_id();
            statements.push(statement);
        }
    }

    /// Between two actors: the first treaty, system or proposal named after the target.
    fn about(&self, target: &Mention, end: usize) -> Option<Participant> {
        let is_object = |mention: &&Mention| self.role(mention) == Role::Object;
        if is_object(&target) {
            return None;
        }
        let after = self.mentions.iter().filter(|mention| mention.tokens.start >= end);
        let object = after.into_iter().find(is_object)?;
        let between = end..object.tokens.start;
        (!self.has_cue(&between) && between.len() <= REACH / 2).then(|| self.participant(object))
    }
}

#[cfg(test)]
mod tests;
