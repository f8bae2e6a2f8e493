//! The words that say so: the main clause that holds both ends and the cue, and what names them before.

use super::Candidate;
use crate::article::Span;
use crate::language::{Label, ParagraphKind, Parsed, Pos, Sentence, Tag, Token, Word};
use crate::mention::{Mention, Mentions};
use crate::schema::Lexicon;
use std::ops::Range;

/// Sentences that evidence reaches back for a name.
const FARTHEST_NAME: usize = 4;
/// How clear a sentence is whose end is named in one before it.
const NAMED_BEFORE: f64 = 0.9;
/// How clear a sentence is whose end is named nowhere near.
const UNNAMED: f64 = 0.6;

/// The clause of a candidate; from the sentence that names an end, if it only says "he" or nothing of it.
pub(super) fn evidence(
    parsed: &Parsed<'_>,
    mentions: &Mentions,
    candidate: &Candidate,
    about: Option<usize>,
    is_read: bool,
    lexicon: &Lexicon,
) -> Span {
    let sentence = &parsed.sentences[candidate.sentence];
    let naming =
        [candidate.actor, candidate.target].map(|mention| naming(mentions, candidate.sentence, mention));
    let reach = |naming: &Option<usize>| {
        naming.filter(|other| candidate.sentence - mentions.mentions[*other].sentence <= FARTHEST_NAME)
    };
    let first = naming.iter().filter_map(reach).map(|m| mentions.mentions[m].sentence).min();
    let is_headline =
        |other: usize| parsed.paragraphs[parsed.paragraph[other]].kind == ParagraphKind::Headline;
    let before = candidate.sentence.checked_sub(1).filter(|other| !is_headline(*other));
    let taken_up = before.filter(|_| takes_up(sentence));
    let first = first.into_iter().chain(taken_up).min().unwrap_or(candidate.sentence);
    let speaker = candidate.readings.iter().filter_map(|reading| reading.speaker);
    let ends = [Some(candidate.actor), Some(candidate.target), about];
    let ends = ends.into_iter().chain(naming).flatten().chain(speaker);
    let inside = ends.map(|m| &mentions.mentions[m]).filter(|m| m.sentence == candidate.sentence);
    let mut needed: Vec<usize> = inside.map(|m| m.head).collect();
    needed.extend(candidate.readings.iter().map(|reading| reading.head));
    let carried = mentions.mentions[candidate.actor].sentence != candidate.sentence;
    let mut clause = 0..sentence.tokens().len();
    if !carried {
        clause = main_clause(sentence, &needed);
        if is_read {
            clause = without_asides(sentence, clause, &needed, lexicon);
        }
    }
    let span = sentence.span_of(clause);
    let start = if first < candidate.sentence { parsed.sentences[first].span().start } else { span.start };
    Span { start, end: span.end }
}

/// Whether `sentence` begins with a word for what the one before says: "This would be a mistake", not "This plan".
fn takes_up(sentence: &Sentence<'_>) -> bool {
    let leads = |word: &Word<'_, '_>| {
        word.pos == Pos::Punct || matches!(word.label, Label::Cc | Label::Advmod | Label::Punct)
    };
    let is_subject = |word: &Word<'_, '_>| matches!(word.label, Label::Nsubj | Label::Nsubjpass);
    let points = |word: &Word<'_, '_>| {
        matches!(&*word.lemma, "this" | "that" | "these" | "those") && word.tag == Tag::Dt
    };
    sentence.words().find(|word| !leads(word)).is_some_and(|word| points(&word) && is_subject(&word))
}

/// How well a reader sees in the sentence of `candidate` who its ends are: 1 where names stand there, less where one
/// is named before, least where that is far.
pub(super) fn clarity(mentions: &Mentions, candidate: &Candidate) -> f64 {
    let of_end = |mention: usize| match naming(mentions, candidate.sentence, mention) {
        Some(other) => match candidate.sentence - mentions.mentions[other].sentence {
            0 => 1.0,
            1..=FARTHEST_NAME => NAMED_BEFORE,
            _ => UNNAMED,
        },
        None => UNNAMED,
    };
    of_end(candidate.actor).min(of_end(candidate.target))
}

/// The mention that names the entity of `mention` where `sentence` stands: in it, else the last before.
fn naming(mentions: &Mentions, sentence: usize, mention: usize) -> Option<usize> {
    let all = &mentions.mentions;
    let names = |other: &Mention| other.entity == all[mention].entity && other.how.is_name();
    if names(&all[mention]) && all[mention].sentence == sentence {
        return Some(mention);
    }
    let last = all.partition_point(|other| other.sentence <= sentence);
    all[..last].iter().rposition(names)
}

/// The subject of the clause whose verb `word` is.
pub(super) fn clause_subject<'s, 't>(word: Word<'s, 't>) -> Option<Word<'s, 't>> {
    word.subject().filter(|_| word.pos != Pos::Noun)
}

/// The main clause that holds all tokens `needed`; the whole sentence if none does.
///
/// Clauses are parted only before a coordinated verb with a subject of its own: "Oslo left, and Paris stayed".
fn main_clause(sentence: &Sentence<'_>, needed: &[usize]) -> Range<usize> {
    let tokens = sentence.tokens();
    let mut clause = 0..tokens.len();
    let mut verb = sentence.root();
    // "They have no meeting, but he will bump into him": a contrast belongs to both.
    let contrasts = |word: Word<'_, '_>| word.dependents_as(&[Label::Cc]).any(|cc| &*cc.lemma != "and");
    let has_subject =
        |word: &Word<'_, '_>| clause_subject(*word).is_some_and(|subject| subject.index() < word.index());
    while let Some(next) = verb.dependents_as(&[Label::Conj]).find(has_subject).filter(|_| !contrasts(verb)) {
        let reach = next.subtree();
        if tokens[reach.end.min(clause.end)..clause.end].iter().any(|token| token.pos != Pos::Punct) {
            break;
        }
        if needed.iter().all(|token| (clause.start..reach.start).contains(token)) {
            clause.end = reach.start;
            break;
        }
        if !needed.iter().all(|token| *token >= reach.start) {
            break;
        }
        (clause.start, verb) = (reach.start, next);
    }
    if clause.len() < tokens.len() && is_quotation_cut(&tokens[clause.clone()]) {
        return 0..tokens.len();
    }
    trimmed(tokens, clause)
}

/// `clause` without subordinate clauses at its edges, set off by a comma, that hold no token `needed`; conditions stay,
/// and so does at the beginning what has no subject: "Pushing Oslo to pay, Paris accused a bank".
fn without_asides(
    sentence: &Sentence<'_>,
    clause: Range<usize>,
    needed: &[usize],
    lexicon: &Lexicon,
) -> Range<usize> {
    let tokens = sentence.tokens();
    let is_comma = |index: usize| &*tokens[index].text == ",";
    let is_aside = |word: &Word<'_, '_>| {
        let reach = word.subtree();
        let sets_modality = |other: Word<'_, '_>| lexicon.modality_of(other.text).is_some();
        let conditional = word.dependents_as(&[Label::Mark, Label::Advmod, Label::Aux]).any(sets_modality);
        matches!(word.label, Label::Advcl | Label::Relcl | Label::Acl)
            && !conditional
            && !needed.iter().any(|token| reach.contains(token))
            && !is_quotation_cut(&tokens[reach])
    };
    let mut clause = clause;
    for word in sentence.words().filter(is_aside) {
        let reach = word.subtree();
        let is_end =
            || tokens[reach.end.min(clause.end)..clause.end].iter().all(|token| token.pos == Pos::Punct);
        if reach.start > clause.start && reach.start < clause.end && is_comma(reach.start - 1) && is_end() {
            clause.end = reach.start;
        } else if reach.start == clause.start
            && reach.end < clause.end
            && is_comma(reach.end)
            && clause_subject(word).is_some()
        {
            clause.start = reach.end;
        }
    }
    trimmed(tokens, clause)
}

/// `clause` without the commas and conjunctions where it was parted.
fn trimmed(tokens: &[Token<'_>], clause: Range<usize>) -> Range<usize> {
    let joins = |index: &usize| {
        let token = &tokens[*index];
        token.label == Label::Cc
            || token.pos == Pos::Punct && !matches!(token.tag, Tag::OpenQuote | Tag::CloseQuote)
    };
    let start =
        if clause.start == 0 { 0 } else { clause.clone().find(|i| !joins(i)).unwrap_or(clause.start) };
    let end = if clause.end == tokens.len() {
        clause.end
    } else {
        clause.clone().rev().find(|i| !joins(i)).map_or(clause.end, |i| i + 1)
    };
    start..end
}

/// Whether a quotation begins or ends within `tokens` and does not do both.
fn is_quotation_cut(tokens: &[Token<'_>]) -> bool {
    tokens.iter().filter(|token| matches!(token.tag, Tag::OpenQuote | Tag::CloseQuote)).count() % 2 == 1
}
