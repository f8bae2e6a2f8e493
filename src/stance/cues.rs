//! Cues of the lexicon, ready to be found among tokens.

use crate::schema::{Cue, Part, Schema};
use crate::statement::Modality;
use crate::words::{Phrases, noun_forms, verb_forms};
use std::collections::HashSet;

/// The inflected cues, words of modality and verbs of saying of a schema.
#[derive(Debug, Default)]
pub struct Cues {
    pub(super) phrases: Phrases<Vec<Cue>>,
    pub(super) modality: Phrases<Option<Modality>>,
    reporting: HashSet<String>,
}

impl Cues {
    /// Compiles the cues of `schema`.
    pub fn new(schema: &Schema) -> Cues {
        let lexicon = &schema.lexicon;
        let mut cues = Cues::default();
        for cue in &lexicon.cues {
            let (first, rest) = cue.words.split_at(cue.words.find(' ').unwrap_or(cue.words.len()));
            let forms = match cue.part {
                Part::Verb => verb_forms(first, &lexicon.irregular),
                Part::Noun => noun_forms(first),
                Part::Phrase => vec![first.to_owned()],
            };
            for form in forms {
                if let Some(known) = cues.phrases.entry(&format!("{form}{rest}")) {
                    known.push(cue.clone());
                }
            }
        }
        for word in &lexicon.modality {
            if let Some(modality) = cues.modality.entry(&word.words) {
                *modality = word.modality.parse().ok();
            }
        }
        let verbs = lexicon.reporting.iter();
        cues.reporting = verbs.flat_map(|verb| verb_forms(verb, &lexicon.irregular)).collect();
        cues
    }

    /// Whether `key` is a form of a verb of saying.
    pub(super) fn is_reporting(&self, key: &str) -> bool {
        self.reporting.contains(key)
    }
}
