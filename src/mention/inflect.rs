//! Inflected forms of the nouns of the lexicon.

/// Singular and plural of a noun.
pub(super) fn noun_forms(lemma: &str) -> Vec<String> {
    vec![lemma.to_owned(), with_s(lemma)]
}

fn with_s(lemma: &str) -> String {
    match lemma.strip_suffix('y') {
        Some(base) if !ends_in_vowel(base) => format!("{base}ies"),
        _ if ["s", "sh", "ch", "x", "z", "o"].iter().any(|end| lemma.ends_with(end)) => format!("{lemma}es"),
        _ => format!("{lemma}s"),
    }
}

fn ends_in_vowel(word: &str) -> bool {
    word.ends_with(['a', 'e', 'i', 'o', 'u'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_inflect() {
        assert_eq!(noun_forms("objection"), ["objection", "objections"]);
        assert_eq!(noun_forms("policy"), ["policy", "policies"]);
    }
}
