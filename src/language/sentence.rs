//! A sentence: its tokens, the tree over them, and its named entities.
//!
//! Walk the tree by name: `sentence.root()`, then [`Word::subject`], [`Word::objects`], [`Word::complement`]
//! and so on.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, Range};

use super::names::{EntityType, Label, Pos, Tag};
use crate::article::Span;

/// A token: a word, a part of one ("n't"), or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// As it stands in the article.
    pub text: &'t str,
    /// Where it stands in the article.
    pub span: Span,
    /// One blank follows in the paragraph's text.
    pub space_after: bool,
    /// Dictionary form.
    pub lemma: Cow<'t, str>,
    /// Penn tag.
    pub tag: Tag,
    /// Universal part of speech.
    pub pos: Pos,
    /// Universal morphological features, sorted: `Number=Sing|Person=3`; empty if it has none.
    pub morph: &'static str,
    /// Place of its head in the sentence; a root is its own head.
    pub head: usize,
    /// How it depends on its head.
    pub label: Label,
    /// Type of the named entity it is part of.
    pub entity: Option<EntityType>,
}

impl Token<'_> {
    /// Whether it is a noun in the plural.
    pub fn is_plural_noun(&self) -> bool {
        matches!(self.tag, Tag::Nns | Tag::Nnps)
    }
}

/// A named entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its type.
    pub kind: EntityType,
    /// Its tokens' places in the sentence.
    pub tokens: Range<usize>,
}

/// A sentence of an article. It has at least one token, and its tokens are in text order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence<'t> {
    tokens: Vec<Token<'t>>,
    entities: Vec<Entity>,
    /// Where each token's dependents begin in `dependents`; one more at the end.
    first_dependent: Vec<u32>,
    /// Dependents by head, in text order.
    dependents: Vec<u32>,
}

impl<'t> Sentence<'t> {
    /// A sentence of `tokens` (not empty, heads within) and `entities` (in text order, not overlapping).
    pub(crate) fn new(mut tokens: Vec<Token<'t>>, entities: Vec<Entity>) -> Self {
        for entity in &entities {
            for token in &mut tokens[entity.tokens.clone()] {
                token.entity = Some(entity.kind);
            }
        }
        let mut first_dependent = vec![0; tokens.len() + 2];
        let arcs = || tokens.iter().enumerate().filter(|(index, token)| token.head != *index);
        for (_, token) in arcs() {
            first_dependent[token.head + 2] += 1;
        }
        for index in 2..first_dependent.len() {
            first_dependent[index] += first_dependent[index - 1];
        }
        let mut dependents = vec![0; arcs().count()];
        for (index, token) in arcs() {
            let place: &mut u32 = &mut first_dependent[token.head + 1];
            dependents[*place as usize] = index as u32;
            *place += 1;
        }
        Self { tokens, entities, first_dependent, dependents }
    }

    /// Gives verbs the dictionary forms that `dictionary` has, by form in lower case.
    pub(super) fn correct(&mut self, dictionary: &BTreeMap<String, String>) {
        for token in self.tokens.iter_mut().filter(|token| token.pos == Pos::Verb) {
            let capital = token.text.contains(char::is_uppercase).then(|| token.text.to_lowercase());
            if let Some(lemma) = dictionary.get(capital.as_deref().unwrap_or(token.text)) {
                token.lemma = Cow::Owned(lemma.clone());
            }
        }
    }

    /// Its tokens in text order; never empty.
    pub fn tokens(&self) -> &[Token<'t>] {
        &self.tokens
    }

    /// Its named entities in text order; they do not overlap.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// Where it stands in the article.
    pub fn span(&self) -> Span {
        self.span_of(0..self.tokens.len())
    }

    /// Where the tokens `range` (not empty) stand in the article.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        Span { start: self.tokens[range.start].span.start, end: self.tokens[range.end - 1].span.end }
    }

    /// The words from left to right.
    pub fn words(&self) -> impl DoubleEndedIterator<Item = Word<'_, 't>> + ExactSizeIterator {
        (0..self.tokens.len()).map(|index| self.word(index))
    }

    /// The word at place `index`. Panics if there is none.
    pub fn word(&self, index: usize) -> Word<'_, 't> {
        assert!(index < self.tokens.len(), "a sentence of {} tokens has no word {index}", self.tokens.len());
        Word { sentence: self, index }
    }

    /// The word that governs the others, the first if there are several.
    pub fn root(&self) -> Word<'_, 't> {
        self.words().find(Word::is_root).unwrap_or(self.word(0))
    }

    /// The first word whose token covers or follows the byte `offset` of the article.
    pub fn word_at(&self, offset: usize) -> Option<Word<'_, 't>> {
        let index = self.tokens.partition_point(|token| token.span.end <= offset);
        (index < self.tokens.len()).then(|| self.word(index))
    }
}

impl fmt::Display for Sentence<'_> {
    /// The words with single blanks between those that had any white space between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (last, others) = self.tokens.split_last().expect("a sentence has a token");
        for token in others {
            write!(f, "{}{}", token.text, if token.space_after { " " } else { "" })?;
        }
        f.write_str(last.text)
    }
}

/// A token in its place in the tree. Copy it freely; it dereferences to its [`Token`].
#[derive(Clone, Copy)]
pub struct Word<'s, 't> {
    sentence: &'s Sentence<'t>,
    index: usize,
}

impl<'t> Deref for Word<'_, 't> {
    type Target = Token<'t>;

    fn deref(&self) -> &Token<'t> {
        &self.sentence.tokens[self.index]
    }
}

impl PartialEq for Word<'_, '_> {
    /// The same place in the same sentence.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.sentence, other.sentence) && self.index == other.index
    }
}

impl Eq for Word<'_, '_> {}

impl fmt::Debug for Word<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.text, self.index)
    }
}

const SUBJECTS: &[Label] = &[Label::Nsubj, Label::Nsubjpass, Label::Csubj, Label::Csubjpass];
/// Prepositions behind which a gerund tells what the object does: "described the tests as *breaking* the treaty".
const OF_THE_OBJECT: &[&str] = &["as", "for", "from", "into", "of"];
const COMPLEMENTS: &[Label] =
    &[Label::Ccomp, Label::Xcomp, Label::Acomp, Label::Attr, Label::Oprd, Label::Pcomp];
/// What a noun phrase takes in besides its head, apart from what is attached behind.
const NOUN_MODIFIERS: &[Label] = &[
    Label::Amod,
    Label::Advmod,
    Label::Case,
    Label::Compound,
    Label::Det,
    Label::Neg,
    Label::Nmod,
    Label::Npadvmod,
    Label::Nummod,
    Label::Poss,
    Label::Predet,
    Label::Quantmod,
    Label::Punct,
];

impl<'s, 't> Word<'s, 't> {
    /// Its place in the sentence.
    pub fn index(self) -> usize {
        self.index
    }

    /// The sentence it is in.
    pub fn sentence(self) -> &'s Sentence<'t> {
        self.sentence
    }

    /// True if nothing governs it.
    pub fn is_root(&self) -> bool {
        self.head == self.index
    }

    /// The word that governs it; none for a root.
    pub fn governor(self) -> Option<Self> {
        (!self.is_root()).then(|| self.sentence.word(self.head))
    }

    /// The words that govern it, from its own head up to the root.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        // A tree has no loops; the bound holds even if one were handed in.
        std::iter::successors(self.governor(), |word| word.governor()).take(self.sentence.tokens.len())
    }

    /// The words it governs, in text order.
    pub fn dependents(self) -> impl DoubleEndedIterator<Item = Self> {
        let Sentence { first_dependent, dependents, .. } = self.sentence;
        let range = first_dependent[self.index] as usize..first_dependent[self.index + 1] as usize;
        dependents[range].iter().map(move |&index| self.sentence.word(index as usize))
    }

    /// Its dependents with one of `labels`, in text order.
    pub fn dependents_as(self, labels: &'s [Label]) -> impl DoubleEndedIterator<Item = Self> {
        self.dependents().filter(|dependent| labels.contains(&dependent.label))
    }

    /// Its first dependent labelled `label`.
    pub fn dependent(self, label: Label) -> Option<Self> {
        self.dependents().find(|dependent| dependent.label == label)
    }

    /// Its own grammatical subject, of an active or passive verb: a noun or a clause.
    pub fn subject(self) -> Option<Self> {
        self.dependents_as(SUBJECTS).next()
    }

    /// Its subject, or the one it shares with the verb it is attached to.
    ///
    /// A conjunct, an open complement ("agreed to *withdraw*", "is ready to *withdraw*") or a participle
    /// ("*saying* that ...") without subject takes that of its head, a complement the head's object if it has
    /// one ("urged Russia to *withdraw*"); a participle or infinitive behind a noun takes the noun, as does a
    /// relative clause whose subject is "who" or "which". Behind some prepositions a gerund is the object's, too
    /// ("accused Russia of *breaking* it").
    pub fn logical_subject(self) -> Option<Self> {
        let mut word = self;
        for _ in 0..self.sentence.tokens.len() {
            if let Some(subject) = word.subject() {
                let is_relative = word.label == Label::Relcl && matches!(subject.tag, Tag::Wdt | Tag::Wp);
                return if is_relative { word.governor() } else { Some(subject) };
            }
            let head = word.governor()?;
            match word.label {
                Label::Acl | Label::Relcl if head.is_nominal() => return Some(head),
                Label::Xcomp | Label::Ccomp => {
                    if let Some(object) = head.dependents_as(&[Label::Dobj, Label::Dative]).next() {
                        return Some(object);
                    }
                }
                Label::Conj | Label::Advcl | Label::Acomp | Label::Dep => {}
                Label::Pcomp => {
                    let verb = head.governor()?;
                    if OF_THE_OBJECT.contains(&&*head.lemma)
                        && let Some(object) = verb.dependents_as(&[Label::Dobj]).next()
                    {
                        return Some(object);
                    }
                    word = verb;
                    continue;
                }
                _ => return None,
            }
            word = head;
        }
        None
    }

    /// Who does it, where the verb is passive: the noun after "by".
    pub fn agent(self) -> Option<Self> {
        self.dependent(Label::Agent)?.dependent(Label::Pobj)
    }

    /// Its direct objects, with those coordinated to them, in text order within each.
    pub fn objects(self) -> impl Iterator<Item = Self> {
        self.dependents_as(&[Label::Dobj])
            .flat_map(|object| std::iter::once(object).chain(object.conjuncts()))
    }

    /// To whom: its indirect object, bare or after "to".
    pub fn indirect_object(self) -> Option<Self> {
        let dative = self.dependent(Label::Dative)?;
        Some(dative.dependent(Label::Pobj).unwrap_or(dative))
    }

    /// Its complement: the head of a clause, an infinitive, or what a copula ascribes; the first if there are
    /// several.
    pub fn complement(self) -> Option<Self> {
        self.dependents_as(COMPLEMENTS).next()
    }

    /// The particle of a phrasal verb: "pulled *out*".
    pub fn particle(self) -> Option<Self> {
        self.dependent(Label::Prt)
    }

    /// Prepositions it governs, each with the nouns after it.
    ///
    /// A preposition behind a preposition counts as well: "out *of the treaty*".
    pub fn prepositional_objects(self) -> impl Iterator<Item = (Self, Self)> {
        let prepositions = self.dependents_as(&[Label::Prep, Label::Agent, Label::Prt, Label::Dative]);
        let inner = |outer: Self| std::iter::once(outer).chain(outer.dependents_as(&[Label::Prep]));
        prepositions.flat_map(inner).flat_map(|preposition| {
            let objects = preposition.dependents_as(&[Label::Pobj]);
            let all = objects.flat_map(|object| std::iter::once(object).chain(object.conjuncts()));
            all.map(move |object| (preposition, object))
        })
    }

    /// Its auxiliaries and modals, in text order.
    pub fn auxiliaries(self) -> impl Iterator<Item = Self> {
        self.dependents_as(&[Label::Aux, Label::Auxpass])
    }

    /// True if a negation is attached to it: "not", "n't", "never".
    pub fn negated(self) -> bool {
        self.dependent(Label::Neg).is_some()
    }

    /// True for a passive verb.
    pub fn is_passive(self) -> bool {
        self.dependents()
            .any(|word| matches!(word.label, Label::Auxpass | Label::Nsubjpass | Label::Csubjpass))
    }

    /// True for a verb with "to".
    pub fn is_infinitive(self) -> bool {
        self.tag == Tag::Vb && self.dependents_as(&[Label::Aux]).any(|word| word.tag == Tag::To)
    }

    /// True for nouns, names and pronouns.
    pub fn is_nominal(self) -> bool {
        matches!(self.pos, Pos::Noun | Pos::Propn | Pos::Pron)
    }

    /// The words coordinated to it that follow it, nearest first.
    pub fn conjuncts(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.dependent(Label::Conj), |word| word.dependent(Label::Conj))
            .take(self.sentence.tokens.len())
    }

    /// The first of the words it is coordinated to; itself if that is none.
    #[must_use]
    pub fn first_conjunct(self) -> Self {
        let is_conjunct = |word: &Self| word.label == Label::Conj;
        let mut word = self;
        while let Some(governor) =
            word.governor().filter(|_| is_conjunct(&word)).filter(|head| head.index < word.index)
        {
            word = governor;
        }
        word
    }

    /// Its appositions: "Putin, the *president*".
    pub fn appositions(self) -> impl Iterator<Item = Self> {
        self.dependents_as(&[Label::Appos])
    }

    /// The places of all words below it, itself included, from the first to the last.
    pub fn subtree(self) -> Range<usize> {
        let (mut first, mut last) = (self.index, self.index);
        let mut open = vec![self];
        // A loop cannot be; should one be handed in, the bound ends it.
        for _ in 0..=self.sentence.tokens.len() {
            let Some(word) = open.pop() else { break };
            (first, last) = (first.min(word.index), last.max(word.index));
            open.extend(word.dependents());
        }
        first..last + 1
    }

    /// The noun phrase it heads: from its first determiner or modifier to itself, without what is attached
    /// behind.
    pub fn noun_phrase(self) -> Range<usize> {
        let before = self.dependents().filter(|word| word.index < self.index);
        let modifiers = before.rev().take_while(|word| NOUN_MODIFIERS.contains(&word.label));
        let first =
            modifiers.filter(|word| word.label != Label::Punct).map(|word| word.subtree().start).min();
        first.unwrap_or(self.index).min(self.index)..self.index + 1
    }

    /// The named entity it is part of.
    pub fn named_entity(self) -> Option<&'s Entity> {
        self.sentence.entities.iter().find(|entity| entity.tokens.contains(&self.index))
    }
}
