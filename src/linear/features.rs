//! Features: what can be said of a candidate, as names that a person can read and numbers to look up.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Features of a usual candidate.
const USUAL: usize = 160;
/// Longest name that is joined without memory of its own (bytes).
const LONGEST_NAME: usize = 128;

/// The features of one candidate: hashes for the model, names on demand.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// Hashes of the names, as [`hash`] makes them.
    pub hashes: Vec<u64>,
    /// The names, if they were asked for.
    pub names: Option<Vec<String>>,
    /// A bit for each hash by its lowest digits: what has none here is new.
    seen: [u64; 8],
}

impl Features {
    /// An empty list; `named` keeps the names beside the hashes.
    pub fn new(named: bool) -> Features {
        Features { hashes: Vec::with_capacity(USUAL), names: named.then(Vec::new), seen: [0; 8] }
    }

    /// A list that begins like `other`.
    pub fn like(other: &Features) -> Features {
        let mut hashes = Vec::with_capacity(USUAL.max(other.hashes.len()));
        hashes.extend_from_slice(&other.hashes);
        Features { hashes, names: other.names.clone(), seen: other.seen }
    }

    /// Adds the feature called by `parts`, joined by blanks.
    pub fn add(&mut self, parts: &[&str]) {
        let hash = joined_hash(parts);
        let seen = &mut self.seen[(hash >> 6 & 7) as usize];
        let bit = 1 << (hash & 63);
        if *seen & bit != 0 && self.hashes.contains(&hash) {
            return;
        }
        *seen |= bit;
        self.hashes.push(hash);
        if let Some(names) = &mut self.names {
            names.push(parts.join(" "));
        }
    }
}

/// The hash of a feature's whole name.
pub fn hash(name: &str) -> u64 {
    hash_of(name.as_bytes())
}

fn hash_of(name: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name);
    hasher.finish()
}

/// The hash of `parts` joined by blanks.
fn joined_hash(parts: &[&str]) -> u64 {
    let length = parts.iter().map(|part| part.len() + 1).sum::<usize>();
    if length > LONGEST_NAME {
        return hash(&parts.join(" "));
    }
    let mut name = [b' '; LONGEST_NAME];
    let mut end = 0;
    for part in parts {
        name[end..end + part.len()].copy_from_slice(part.as_bytes());
        end += part.len() + 1;
    }
    hash_of(&name[..end.saturating_sub(1)])
}
