//! Features: what can be said of a candidate, as names that a person can read and numbers to look up.

/// The features of one candidate: hashes for the model, names on demand.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// FNV-1a hashes of the names.
    pub hashes: Vec<u64>,
    /// The names, if they were asked for.
    pub names: Option<Vec<String>>,
}

impl Features {
    /// An empty list; `named` keeps the names beside the hashes.
    pub fn new(named: bool) -> Features {
        Features { hashes: Vec::with_capacity(64), names: named.then(Vec::new) }
    }

    /// Adds the feature called by `parts`, joined by blanks.
    pub fn add(&mut self, parts: &[&str]) {
        let mut hash = Hash::default();
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                hash.write(" ");
            }
            hash.write(part);
        }
        if self.hashes.contains(&hash.0) {
            return;
        }
        self.hashes.push(hash.0);
        if let Some(names) = &mut self.names {
            names.push(parts.join(" "));
        }
    }
}

/// The hash of a feature's whole name.
pub fn hash(name: &str) -> u64 {
    let mut hash = Hash::default();
    hash.write(name);
    hash.0
}

struct Hash(u64);

impl Default for Hash {
    fn default() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn write(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
