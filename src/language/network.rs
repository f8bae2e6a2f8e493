//! From words to vectors: hash embeddings, a mixing layer and four convolutions over neighbouring tokens.
//!
//! Two networks of this form exist, one shared by tagger and parser, one for the entity recognizer; they
//! differ in their weights and in the attributes they look at. The mixing layer sees a single word, so its
//! output is kept by word. A text's vectors do not depend on what else is in the batch.

use std::ops::Range;

use super::hash::row_keys;
use super::kernels::{Convolution, InstructionSet, Maxout, Norm, Tiles, WIDTH, add_norm, convolve, maxout};
use super::vocabulary::{MOST_WORDS, Vocabulary, WordId};
use super::weights::{ModelError, Weights};

/// Rows kept free on either side of a text.
///
/// The published network pads a text with four rows of zeros at each end and computes them like any other.
/// The outermost is never seen by a token, so three are kept here.
pub(crate) const PADDING: usize = 3;
/// Padding rows on either side that each convolution has to compute; the others do not reach a token.
const MARGINS: [usize; 4] = [1, 2, 1, 0];
/// The hash seed of the first attribute; each further one has the next.
const FIRST_SEED: u32 = 8;
/// Words whose mixing layer is computed at once.
const MIXED_AT_ONCE: usize = 256;

/// An attribute's hash table.
struct Table {
    rows: usize,
    /// Rows x 96.
    values: Vec<f32>,
}

/// A layer and the normalization of its outputs.
struct Block<L> {
    layer: L,
    norm: Norm,
}

impl<L> Block<L> {
    /// Reads the tensors whose names begin with `name`; `layer` makes the layer of its weights and biases.
    fn read(
        weights: &Weights<'_>,
        name: &str,
        inputs: usize,
        layer: impl Fn(&[f32], &[f32]) -> L,
    ) -> Result<Self, ModelError> {
        let vector = |part: &str| weights.tensor(&format!("{name}.{part}"), &[WIDTH]);
        Ok(Self {
            layer: layer(
                &weights.tensor(&format!("{name}.W"), &[WIDTH, 3, inputs])?,
                &weights.tensor(&format!("{name}.b"), &[WIDTH, 3])?,
            ),
            norm: Norm::new(&vector("G")?, &vector("beta")?),
        })
    }
}

/// Memory that [`Network::encode`] reuses.
#[derive(Default)]
pub(crate) struct Buffers {
    /// The rows that a layer computes.
    ranges: Vec<Range<usize>>,
    tiles: Tiles,
    /// A layer's outputs before normalization.
    units: Vec<f32>,
}

/// One token-to-vector network with `ATTRIBUTES` attributes, whose rows of embeddings are `STRIDE` = 96 x as
/// many wide.
pub(crate) struct Network<const ATTRIBUTES: usize, const STRIDE: usize> {
    tables: Vec<Table>,
    mixer: Block<Maxout>,
    convolutions: Vec<Block<Convolution>>,
    /// What the first convolution makes of a padding row that sees nothing but padding.
    edge: [f32; WIDTH],
}

/// The network of tagger and parser: normal form, prefix, suffix, shape, blank after, white space.
pub(crate) type SharedNetwork = Network<6, 576>;
/// The network of the entity recognizer: the first four of these.
pub(crate) type EntityNetwork = Network<4, 384>;

impl<const ATTRIBUTES: usize, const STRIDE: usize> Network<ATTRIBUTES, STRIDE> {
    /// Reads the tensors whose names begin with `name`.
    pub(crate) fn read(weights: &Weights<'_>, name: &str) -> Result<Self, ModelError> {
        const TABLES: [(&str, usize); 6] = [
            ("NORM", 5000),
            ("PREFIX", 1000),
            ("SUFFIX", 2500),
            ("SHAPE", 2500),
            ("SPACY", 50),
            ("IS_SPACE", 50),
        ];
        let tables = TABLES[..ATTRIBUTES].iter().map(|&(attribute, rows)| {
            let values = weights.tensor(&format!("{name}.embed.{attribute}"), &[rows, WIDTH])?;
            Ok(Table { rows, values })
        });
        let mut network = Self {
            tables: tables.collect::<Result<_, ModelError>>()?,
            mixer: Block::read(weights, &format!("{name}.mix"), STRIDE, |weights, bias| {
                Maxout::new(STRIDE, weights, bias)
            })?,
            convolutions: (0..MARGINS.len())
                .map(|layer| Block::read(weights, &format!("{name}.enc{layer}"), 3 * WIDTH, Convolution::new))
                .collect::<Result<_, _>>()?,
            edge: [0.0; WIDTH],
        };
        let mut rows = vec![0.0; 3 * WIDTH];
        let mut buffers = Buffers::default();
        buffers.ranges.push(1..2);
        network.convolve(InstructionSet::best(), 0, &mut rows, &mut buffers);
        network.edge.copy_from_slice(&rows[WIDTH..2 * WIDTH]);
        Ok(network)
    }

    /// The embedding of one word: for each attribute the sum of four rows of its table.
    fn embed(&self, ids: [u64; ATTRIBUTES], embedding: &mut [f32]) {
        let (parts, _) = embedding.as_chunks_mut::<WIDTH>();
        for ((seed, table), (id, part)) in (FIRST_SEED..).zip(&self.tables).zip(ids.into_iter().zip(parts)) {
            let rows = row_keys(id, seed).map(|key| {
                let start = key as usize % table.rows * WIDTH;
                &table.values[start..start + WIDTH]
            });
            for (place, value) in part.iter_mut().enumerate() {
                *value = rows[0][place] + rows[1][place] + rows[2][place] + rows[3][place];
            }
        }
    }

    /// One convolution with its residual, in place: each row of the buffers' ranges sees one row on either side.
    fn convolve(&self, set: InstructionSet, layer: usize, rows: &mut [f32], buffers: &mut Buffers) {
        let Buffers { ranges, tiles, units } = buffers;
        let block = &self.convolutions[layer];
        units.resize(rows.len(), 0.0);
        convolve(set, &block.layer, rows, ranges, tiles, units);
        add_norm(set, &block.norm, units, ranges, rows);
    }

    /// Replaces the mixed words in `rows` by the vectors of the tokens in `texts`.
    ///
    /// `texts` are the rows of the tokens of each text, at least twice [`PADDING`] apart and `PADDING` away
    /// from either end.
    pub(crate) fn encode(
        &self,
        set: InstructionSet,
        texts: &[Range<usize>],
        rows: &mut [f32],
        buffers: &mut Buffers,
    ) {
        for (layer, margin) in MARGINS.into_iter().enumerate() {
            buffers.ranges.clear();
            buffers.ranges.extend(texts.iter().map(|text| text.start - margin..text.end + margin));
            self.convolve(set, layer, rows, buffers);
            if layer == 0 {
                let (rows, _) = rows.as_chunks_mut::<WIDTH>();
                for text in texts {
                    rows[text.start - PADDING..text.start - 1].fill(self.edge);
                    rows[text.end + 1..text.end + PADDING].fill(self.edge);
                }
            }
        }
    }
}

/// The mixing layer's outputs by word, for one network. A cache: see [`Vocabulary`].
pub(crate) struct Mixed<const ATTRIBUTES: usize, const STRIDE: usize> {
    /// Place in `outputs` by word and variant; [`Mixed::ABSENT`] if not there.
    places: Vec<u32>,
    outputs: Vec<[f32; WIDTH]>,
    /// Words and variants to be computed next.
    missing: Vec<(WordId, usize)>,
    /// Scratch: embeddings and maxout units of [`MIXED_AT_ONCE`] words.
    embeddings: Vec<f32>,
    units: Vec<f32>,
}

impl<const ATTRIBUTES: usize, const STRIDE: usize> Default for Mixed<ATTRIBUTES, STRIDE> {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            // Grown bit by bit it would be copied time and again; what is not used costs no memory.
            outputs: Vec::with_capacity(MOST_WORDS * Self::VARIANTS),
            missing: Vec::new(),
            embeddings: vec![0.0; MIXED_AT_ONCE * STRIDE],
            units: vec![0.0; MIXED_AT_ONCE * WIDTH],
        }
    }
}

impl<const ATTRIBUTES: usize, const STRIDE: usize> Mixed<ATTRIBUTES, STRIDE> {
    const ABSENT: u32 = u32::MAX;
    /// A word counts twice, with and without a blank after it, where the network looks at that.
    const VARIANTS: usize = if ATTRIBUTES > 4 { 2 } else { 1 };

    /// Forgets everything; to be called when the vocabulary has been emptied.
    pub(crate) fn clear(&mut self) {
        self.places.clear();
        self.outputs.clear();
    }

    /// Writes the mixed vectors of `tokens` (word, blank after it) to `rows`, 96 numbers a token.
    pub(crate) fn gather(
        &mut self,
        set: InstructionSet,
        network: &Network<ATTRIBUTES, STRIDE>,
        vocabulary: &Vocabulary,
        tokens: impl Iterator<Item = (WordId, bool)>,
        rows: &mut [f32],
    ) {
        self.places.resize(vocabulary.len() * Self::VARIANTS, Self::ABSENT);
        let (rows, _) = rows.as_chunks_mut::<WIDTH>();
        let mut pending = Vec::new();
        for ((word, space_after), row) in tokens.zip(rows) {
            let variant = if Self::VARIANTS == 2 { usize::from(space_after) } else { 0 };
            let place = &mut self.places[word.0 as usize * Self::VARIANTS + variant];
            if *place == Self::ABSENT {
                *place = (self.outputs.len() + self.missing.len()) as u32;
                self.missing.push((word, variant));
            }
            match self.outputs.get(*place as usize) {
                Some(output) => *row = *output,
                None => pending.push((*place as usize, row)),
            }
        }
        self.mix(set, network, vocabulary);
        for (place, row) in pending {
            *row = self.outputs[place];
        }
    }

    /// Computes the missing outputs.
    fn mix(&mut self, set: InstructionSet, network: &Network<ATTRIBUTES, STRIDE>, vocabulary: &Vocabulary) {
        for words in self.missing.chunks(MIXED_AT_ONCE) {
            for (&(id, variant), embedding) in words.iter().zip(self.embeddings.chunks_mut(STRIDE)) {
                let word = vocabulary.word(id);
                let [norm, prefix, suffix, shape] = word.ids;
                let all = [norm, prefix, suffix, shape, variant as u64, u64::from(word.is_space)];
                network.embed(std::array::from_fn(|attribute| all[attribute]), embedding);
            }
            let mixer = &network.mixer;
            maxout::<STRIDE>(set, &mixer.layer, &self.embeddings, words.len(), &mut self.units);
            let first = self.outputs.len();
            self.outputs.resize(first + words.len(), [0.0; WIDTH]);
            let (rows, outputs) = (0..words.len(), self.outputs[first..].as_flattened_mut());
            add_norm(set, &mixer.norm, &self.units, std::slice::from_ref(&rows), outputs);
        }
        self.missing.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::trace::{self, MODEL, assert_close, layers};

    /// Compares every layer of `network` with the traces, on every instruction set.
    fn check<const ATTRIBUTES: usize, const STRIDE: usize>(
        network: &Network<ATTRIBUTES, STRIDE>,
        name: &str,
    ) {
        for record in trace::traces() {
            let text = record["text"].as_str().expect("a text");
            for set in InstructionSet::available() {
                let layers = layers(text, network, set);
                let word = layers.vocabulary.word(layers.tokens[0].word);
                let [norm, prefix, suffix, shape] = word.ids;
                let ids = [norm, prefix, suffix, shape, u64::from(layers.tokens[0].space_after), 0];
                let mut embedding = vec![0.0; STRIDE];
                network.embed(std::array::from_fn(|attribute| ids[attribute]), &mut embedding);
                assert_close(&embedding, &record[format!("{name}.embed[0][:6]")], "embedding");
                assert_close(&layers.mixed, &record[format!("{name}.mix[0][:6]")], "mixed");
                let (vectors, _) = layers.vectors.as_chunks::<WIDTH>();
                let vectors = &vectors[PADDING..PADDING + layers.tokens.len()];
                assert_close(&vectors[0], &record[format!("{name}.out[0][:6]")], "first vector");
                assert_close(
                    &vectors[vectors.len() - 1],
                    &record[format!("{name}.out[-1][:6]")],
                    "last vector",
                );
                let sums: Vec<f32> = vectors.iter().map(|vector| vector.iter().sum()).collect();
                assert_close(&sums, &record[format!("{name}.out_rowsum")], "sums");
            }
        }
    }

    #[test]
    fn vectors_are_those_of_the_traces() {
        check(&MODEL.0.shared, "tok2vec");
        check(&MODEL.0.entity_network, "ner.tok2vec");
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let text =
            "The allies' 1,500 inspectors won't return to the site, a spokeswoman said -- \"not this year\".";
        let bits = |set| {
            let shared = layers(text, &MODEL.0.shared, set).vectors;
            let entity = layers(text, &MODEL.0.entity_network, set).vectors;
            shared.into_iter().chain(entity).map(f32::to_bits).collect::<Vec<_>>()
        };
        let all = InstructionSet::available().into_iter().map(bits).collect::<Vec<_>>();
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn a_text_has_the_same_vectors_in_any_batch() {
        let network = &MODEL.0.shared;
        let set = InstructionSet::best();
        let alone = layers("Talks failed.", network, set).vectors;
        let text = PADDING..PADDING + 3;
        let second = text.end + 2 * PADDING..text.end + 2 * PADDING + 3;
        let mut rows = vec![0.0; (second.end + PADDING) * WIDTH];
        let mixed = layers("Talks failed.", network, set).mixed;
        for range in [&text, &second] {
            rows[range.start * WIDTH..range.end * WIDTH].copy_from_slice(&mixed);
        }
        network.encode(set, &[text.clone(), second.clone()], &mut rows, &mut Buffers::default());
        for range in [text.clone(), second] {
            let vectors = &rows[range.start * WIDTH..range.end * WIDTH];
            assert_eq!(vectors, &alone[text.start * WIDTH..text.end * WIDTH]);
        }
    }
}
