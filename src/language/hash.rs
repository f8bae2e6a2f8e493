//! The two hashes that lead from an attribute of a token to rows of the embedding tables.
//!
//! A string becomes a 64-bit id (`MurmurHash64A`, seed 1, as in spaCy's string store); an id becomes four
//! rows of a table (`MurmurHash3` x64-128 of the id's eight bytes, as in thinc's `HashEmbed`).

/// `MurmurHash64A` of `bytes` with seed 1.
pub(crate) fn murmur64a(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut hash = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        let mut k = u64::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> R;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut word = [0; 8];
        word[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(M);
    }
    hash ^= hash >> R;
    hash = hash.wrapping_mul(M);
    hash ^ (hash >> R)
}

/// Four 32-bit keys of `id`; each modulo the number of rows picks one row of an embedding table.
pub(crate) fn row_keys(id: u64, seed: u32) -> [u32; 4] {
    let seed = u64::from(seed);
    let mut h1 = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    h1 ^= seed ^ 8;
    let mut h2 = seed ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

/// `MurmurHash3`'s finalizer.
fn mix(mut h: u64) -> u64 {
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[cfg(test)]
#[allow(clippy::unreadable_literal, reason = "hashes are not read")]
mod tests {
    use super::*;

    #[test]
    fn strings_hash_as_in_spacy() {
        for (text, hash) in [
            ("a", 11901859001352538922),
            ("apple", 8566208034543834098),
            ("Xxxxx", 16072095006890171862),
            ("the Kremlin", 16903793259920125210),
            ("naïve", 16224804062388677344),
            ("“", 16073121960489476521),
        ] {
            assert_eq!(murmur64a(text.as_bytes()), hash, "of {text:?}");
        }
    }

    #[test]
    fn ids_pick_rows_as_in_thinc() {
        assert_eq!(row_keys(0, 8), [0, 0, 0, 0]);
        assert_eq!(row_keys(0, 11), [3211867976, 2044022225, 3076925725, 183887857]);
        assert_eq!(row_keys(1, 13), [1266879892, 1356517611, 318478807, 3343674364]);
        assert_eq!(row_keys(8371576883953258727, 8), [4221302096, 3424840097, 4184469496, 842292850]);
    }
}
