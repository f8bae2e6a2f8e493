//! Runs the model over paragraphs: text in, sentences out.

use std::ops::Range;

use super::entities::Recognizer;
use super::kernels::{InstructionSet, WIDTH, linear};
use super::model::Model;
use super::names::{EntityType, Tag};
use super::network::{Buffers, Mixed, PADDING};
use super::paragraph::Paragraph;
use super::parser::State;
use super::ruler::{Reading, RulerToken};
use super::segment::segments;
use super::sentence::{Entity, Sentence, Token};
use super::transition::Scratch;
use super::tree::Tree;
use super::vocabulary::{RawToken, Vocabulary};

/// Tokens from which on a batch is run; keeps weights in the processor's cache without much memory.
const BATCH: usize = 512;

/// Reads paragraphs with a [`Model`]; one a thread.
///
/// An engine holds a cache of the words it has met (at most some 40 MB) and working memory. Neither ever
/// changes a result: sentences depend on the paragraph alone.
pub struct Engine<'m> {
    model: &'m Model,
    set: InstructionSet,
    vocabulary: Vocabulary,
    mixed: Mixed<6, 576>,
    entity_mixed: Mixed<4, 384>,
    work: Work,
}

/// A piece of a paragraph's text that is run on its own: nearly always all of it.
struct Segment<'a, 't> {
    /// Its paragraph's place among those given.
    number: usize,
    paragraph: &'a Paragraph<'t>,
    /// Byte range in the paragraph's text.
    range: Range<usize>,
    /// Its tokens in the batch.
    tokens: Range<usize>,
}

/// Working memory, reused from batch to batch. Lists by token run over all texts of a batch.
#[derive(Default)]
struct Work {
    tokens: Vec<RawToken>,
    /// Rows of the tokens of each text.
    texts: Vec<Range<usize>>,
    /// Vectors, 96 numbers a row; between texts lie rows of padding.
    rows: Vec<f32>,
    buffers: Buffers,
    tag_scores: Vec<f32>,
    scratch: Scratch,
    state: State,
    tree: Tree,
    ruler_tokens: Vec<RulerToken>,
    matches: Vec<(u32, u16)>,
    readings: Vec<Reading>,
    /// Head by token, counted from the text's first token.
    heads: Vec<usize>,
    sentence_start: Vec<bool>,
    /// Token ranges in the batch.
    entities: Vec<(Range<usize>, EntityType)>,
}

impl<'m> Engine<'m> {
    /// An engine with empty caches, on the best instruction set that the processor has.
    pub fn new(model: &'m Model) -> Self {
        Self::with_instruction_set(model, InstructionSet::best())
    }

    /// An engine on a given instruction set, for tests and measurements.
    pub fn with_instruction_set(model: &'m Model, set: InstructionSet) -> Self {
        Self {
            model,
            set,
            vocabulary: Vocabulary::default(),
            mixed: Mixed::default(),
            entity_mixed: Mixed::default(),
            work: Work::default(),
        }
    }

    /// The sentences of one paragraph, in order. See [`Engine::read`], which is faster for several.
    pub fn sentences<'t>(&mut self, paragraph: &Paragraph<'t>) -> Vec<Sentence<'t>> {
        self.read(std::slice::from_ref(paragraph)).pop().unwrap_or_default()
    }

    /// The sentences of each paragraph, in order; leave out what need not be read.
    ///
    /// A paragraph is read by itself: its neighbours, and what the engine has read before, make no
    /// difference. Texts of more than 8 KiB are divided at a sentence's end if one can be told, else at white
    /// space. Linear in the text; some 15 microseconds a token.
    pub fn read<'t>(&mut self, paragraphs: &[Paragraph<'t>]) -> Vec<Vec<Sentence<'t>>> {
        let mut sentences: Vec<Vec<Sentence<'t>>> = paragraphs.iter().map(|_| Vec::new()).collect();
        let mut batch = Vec::new();
        self.start_batch();
        for (number, paragraph) in paragraphs.iter().enumerate() {
            for range in segments(paragraph.text()) {
                let first = self.work.tokens.len();
                let text = &paragraph.text()[range.clone()];
                self.vocabulary.tokenize(self.model, text, &mut self.work.tokens);
                let tokens = first..self.work.tokens.len();
                if !tokens.is_empty() {
                    batch.push(Segment { number, paragraph, range, tokens });
                }
                if self.work.tokens.len() >= BATCH {
                    self.run(&batch, &mut sentences);
                    batch.clear();
                    self.start_batch();
                }
            }
        }
        self.run(&batch, &mut sentences);
        sentences
    }

    /// Makes room for a batch.
    fn start_batch(&mut self) {
        self.work.tokens.clear();
        if self.vocabulary.trim() {
            self.mixed.clear();
            self.entity_mixed.clear();
        }
    }

    /// Analyses the tokens of a batch and appends the sentences to those of their paragraphs.
    fn run<'t>(&mut self, batch: &[Segment<'_, 't>], sentences: &mut [Vec<Sentence<'t>>]) {
        if batch.is_empty() {
            return;
        }
        self.lay_out(batch);
        self.tag_and_parse(batch);
        self.find_entities(batch);
        let mut entities = self.work.entities.as_slice();
        for segment in batch {
            let starts = segment.tokens.clone().filter(|&token| self.work.sentence_start[token]);
            let mut first = segment.tokens.start;
            for end in starts.skip(1).chain([segment.tokens.end]) {
                let inside = entities.partition_point(|(range, _)| range.start < end);
                sentences[segment.number].push(self.sentence(segment, first..end, &entities[..inside]));
                entities = &entities[inside..];
                first = end;
            }
        }
    }

    /// Assigns rows to the tokens, with padding around each text.
    fn lay_out(&mut self, batch: &[Segment<'_, '_>]) {
        let mut row = 0;
        self.work.texts.clear();
        for segment in batch {
            let first = row + PADDING;
            row = first + segment.tokens.len() + PADDING;
            self.work.texts.push(first..row - PADDING);
        }
    }

    /// Fills `rows` with zeros, to gather mixed words in.
    fn clear_rows(&mut self) {
        let length = self.work.texts.last().map_or(0, |text| text.end + PADDING) * WIDTH;
        self.work.rows.clear();
        self.work.rows.resize(length, 0.0);
    }

    /// Tags, trees, and what the attribute ruler makes of them.
    fn tag_and_parse(&mut self, batch: &[Segment<'_, '_>]) {
        self.clear_rows();
        let Self { model, set, vocabulary, mixed, work, .. } = self;
        for (segment, text) in batch.iter().zip(&work.texts) {
            let tokens =
                work.tokens[segment.tokens.clone()].iter().map(|token| (token.word, token.space_after));
            let rows = &mut work.rows[text.start * WIDTH..text.end * WIDTH];
            mixed.gather(*set, &model.shared, vocabulary, tokens, rows);
        }
        model.shared.encode(*set, &work.texts, &mut work.rows, &mut work.buffers);
        work.readings.clear();
        work.heads.clear();
        work.sentence_start.clear();
        for (segment, text) in batch.iter().zip(&work.texts) {
            let tokens = &work.tokens[segment.tokens.clone()];
            let is_space = |token: usize| vocabulary.word(tokens[token].word).is_space;
            let mut prepared =
                model.parser.transition.prepare(*set, &work.rows, text.clone(), &mut work.scratch);
            model.parser.parse(tokens.len(), &mut prepared, &mut work.state);
            work.tree.build(&work.state, is_space);
            let scores = model.tagger.padded_outputs();
            work.tag_scores.resize(tokens.len() * scores, 0.0);
            linear::<WIDTH>(*set, &model.tagger, &work.rows, text.clone(), &mut work.tag_scores);
            work.ruler_tokens.clear();
            let tagged = tokens.iter().zip(work.tag_scores.chunks(scores)).zip(&work.tree.labels);
            work.ruler_tokens.extend(tagged.map(|((token, scores), &label)| {
                let word = vocabulary.word(token.word);
                RulerToken { tag: best_tag(scores), label, word: word.in_ruler, is_space: word.is_space }
            }));
            model.ruler.read(&work.ruler_tokens, &mut work.matches, &mut work.readings);
            work.heads.extend_from_slice(&work.tree.heads);
            work.sentence_start.extend_from_slice(&work.tree.sentence_start);
        }
    }

    /// Named entities.
    fn find_entities(&mut self, batch: &[Segment<'_, '_>]) {
        self.clear_rows();
        let Self { model, set, vocabulary, entity_mixed, work, .. } = self;
        for (segment, text) in batch.iter().zip(&work.texts) {
            let tokens =
                work.tokens[segment.tokens.clone()].iter().map(|token| (token.word, token.space_after));
            let rows = &mut work.rows[text.start * WIDTH..text.end * WIDTH];
            entity_mixed.gather(*set, &model.entity_network, vocabulary, tokens, rows);
        }
        model.entity_network.encode(*set, &work.texts, &mut work.rows, &mut work.buffers);
        work.entities.clear();
        for (segment, text) in batch.iter().zip(&work.texts) {
            let tokens = &work.tokens[segment.tokens.clone()];
            let is_space = |token: usize| vocabulary.word(tokens[token].word).is_space;
            let transition = &model.recognizer.transition;
            let mut prepared = transition.prepare(*set, &work.rows, text.clone(), &mut work.scratch);
            let first = work.entities.len();
            let sentence_start = &work.sentence_start[segment.tokens.clone()];
            Recognizer::find(sentence_start, is_space, &mut prepared, &mut work.entities);
            for (range, _) in &mut work.entities[first..] {
                *range = range.start + segment.tokens.start..range.end + segment.tokens.start;
            }
        }
    }

    /// Makes a sentence of the tokens `range` of the batch, which lie in `segment`.
    fn sentence<'t>(
        &self,
        segment: &Segment<'_, 't>,
        range: Range<usize>,
        entities: &[(Range<usize>, EntityType)],
    ) -> Sentence<'t> {
        let Self { model, work, .. } = self;
        let tokens = range.clone().map(|index| {
            let (raw, reading) = (&work.tokens[index], &work.readings[index]);
            let (text, span) = segment.paragraph.locate(segment.range.start + raw.start, raw.end - raw.start);
            let head = segment.tokens.start + work.heads[index];
            let morph = usize::from(reading.morph);
            Token {
                text,
                span,
                space_after: raw.space_after,
                lemma: match reading.lemma {
                    Some(lemma) => lemma.into(),
                    None => model.lemmatizer.lemma(text, reading.pos, model.inflections[morph]),
                },
                tag: reading.tag,
                pos: reading.pos,
                morph: model.ruler.morphs[morph],
                head: if range.contains(&head) { head } else { index } - range.start,
                label: reading.label,
                entity: None,
            }
        });
        let local = |&(ref tokens, kind): &(Range<usize>, EntityType)| Entity {
            kind,
            tokens: tokens.start - range.start..tokens.end - range.start,
        };
        Sentence::new(tokens.collect(), entities.iter().map(local).collect())
    }
}

/// The best of a token's tags, the first of equals. Scores beyond the last tag are padding.
fn best_tag(scores: &[f32]) -> Tag {
    let mut best = 0;
    for tag in 1..Tag::ALL.len() {
        if scores[tag] > scores[best] {
            best = tag;
        }
    }
    Tag::ALL[best]
}
