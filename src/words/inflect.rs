//! Inflected forms of dictionary words: what a cue of the lexicon may look like in a text.

use std::collections::HashMap;

/// All forms of a verb: the word itself, third person, past and participle.
///
/// `irregular` gives the forms that rules do not (said, withdrew, committed) by dictionary form.
pub fn verb_forms(lemma: &str, irregular: &HashMap<String, Vec<String>>) -> Vec<String> {
    let stem = lemma.strip_suffix('e').unwrap_or(lemma);
    let mut forms = vec![lemma.to_owned(), with_s(lemma), format!("{stem}ing")];
    match irregular.get(lemma) {
        Some(known) => forms.extend(known.iter().cloned()),
        None => forms.push(match lemma.strip_suffix('y') {
            Some(base) if !ends_in_vowel(base) => format!("{base}ied"),
            _ => format!("{stem}ed"),
        }),
    }
    forms.sort();
    forms.dedup();
    forms
}

/// Singular and plural of a noun.
pub fn noun_forms(lemma: &str) -> Vec<String> {
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

    #[track_caller]
    fn check(lemma: &str, expected: &[&str]) {
        let irregular = HashMap::from([("say".to_owned(), vec!["said".to_owned()])]);
        assert_eq!(verb_forms(lemma, &irregular), expected);
    }

    #[test]
    fn verbs_inflect() {
        check("oppose", &["oppose", "opposed", "opposes", "opposing"]);
        check("deny", &["denied", "denies", "deny", "denying"]);
        check("press", &["press", "pressed", "presses", "pressing"]);
        check("say", &["said", "say", "saying", "says"]);
    }

    #[test]
    fn nouns_inflect() {
        assert_eq!(noun_forms("objection"), ["objection", "objections"]);
        assert_eq!(noun_forms("policy"), ["policy", "policies"]);
    }
}
