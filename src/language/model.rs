//! The trained model: weights and tables, embedded in the binary and shared by all threads.

use std::sync::LazyLock;

use super::attributes::Attributes;
use super::entities::{self, Recognizer};
use super::kernels::{Packed, WIDTH};
use super::lemmatizer::{Inflection, Lemmatizer};
use super::names::Tag;
use super::network::{EntityNetwork, SharedNetwork};
use super::parser::{self, Parser};
use super::ruler::Ruler;
use super::tables::Tables;
use super::tokenizer::Tokenizer;
use super::transition::Transition;
use super::weights::{ModelError, Weights};

pub(super) static WEIGHTS: &[u8] = include_bytes!("../../model/weights.safetensors");
static TABLES: &str = include_str!("../../model/tables.json");

/// Everything learned or listed that the engine needs; immutable, shared by reference.
///
/// spaCy's `en_core_web_sm` 3.8.0: see `model/README.md` for its source and licences.
pub struct Model {
    pub(super) tokenizer: Tokenizer,
    pub(super) attributes: Attributes,
    pub(super) shared: SharedNetwork,
    pub(super) tagger: Packed,
    pub(super) parser: Parser,
    pub(super) ruler: Ruler,
    /// By number of a set of morphological features.
    pub(super) inflections: Vec<Inflection>,
    pub(super) lemmatizer: Lemmatizer,
    pub(super) entity_network: EntityNetwork,
    pub(super) recognizer: Recognizer,
}

impl Model {
    /// The embedded model; read at the first call (some 20 ms), then at hand.
    pub fn embedded() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            Model::from_safetensors(WEIGHTS).expect("the embedded model is sound: a test reads it")
        });
        &MODEL
    }

    /// A model with the embedded tables and other weights, half or single precision.
    pub fn from_safetensors(weights: &[u8]) -> Result<Self, ModelError> {
        let weights = Weights::read(weights)?;
        let tables: Tables = serde_json::from_str(TABLES)?;
        if !tables.tags.iter().map(String::as_str).eq(Tag::ALL.iter().map(|tag| tag.name())) {
            return Err(ModelError::Unknown { kind: "order of tags", name: tables.tags.join(" ") });
        }
        let tags = tables.tags.len();
        let tagger = weights.tensor("tagger.W", &[tags, WIDTH])?;
        let tagger_bias = weights.tensor("tagger.b", &[tags])?;
        let moves = Transition::<{ parser::FEATURES }>::read(&weights, "parser", tables.parser_moves.len())?;
        let entity_moves =
            Transition::<{ entities::FEATURES }>::read(&weights, "ner", tables.entity_moves.len())?;
        let ruler = Ruler::new(tables.ruler)?;
        Ok(Self {
            shared: SharedNetwork::read(&weights, "tok2vec")?,
            tagger: Packed::new(tags, WIDTH, |o, i| tagger[o * WIDTH + i], |o| tagger_bias[o]),
            parser: Parser::new(moves, &tables.parser_moves)?,
            inflections: ruler.morphs.iter().map(|features| Inflection::new(features)).collect(),
            ruler,
            lemmatizer: Lemmatizer::new(tables.lemma_rules, tables.characters.letter.clone()),
            entity_network: EntityNetwork::read(&weights, "ner.tok2vec")?,
            recognizer: Recognizer::new(entity_moves, &tables.entity_moves)?,
            tokenizer: Tokenizer::new(tables.rules, tables.characters.clone(), tables.affixes),
            attributes: Attributes {
                symbols: tables.symbols,
                base_norms: tables.base_norms,
                lexeme_norms: tables.lexeme_norms,
                characters: tables.characters,
            },
        })
    }
}
