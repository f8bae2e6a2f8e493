//! Which chunks are addresses on the web or of mail, and so one token.
//!
//! spaCy's pattern reads: optional scheme, optional user and `@`, then an IPv4 address in public use or a
//! domain name, then optional port and path. It backtracks; as none of the characters that end one part may
//! stand in the next, the same can be decided by splitting, in time linear in the chunk.

use crate::language::characters::Characters;

/// True if all of `chunk` (no white space in it) is an address.
pub(super) fn is_address(chunk: &str, characters: &Characters) -> bool {
    if !chunk.contains('.') {
        return false;
    }
    let after_scheme = chunk.split_once("://").filter(|(scheme, _)| is_scheme(scheme, characters));
    let after_user = chunk.match_indices('@').filter(|&(at, _)| at > 0).map(|(at, _)| &chunk[at + 1..]);
    [chunk]
        .into_iter()
        .chain(after_scheme.map(|(_, rest)| rest))
        .chain(after_user)
        .any(|rest| is_host(rest, characters))
}

/// `[\w+\-.]{2,}`
fn is_scheme(scheme: &str, characters: &Characters) -> bool {
    scheme.chars().nth(1).is_some()
        && scheme.chars().all(|c| matches!(c, '+' | '-' | '.') || characters.word.contains(c))
}

/// A host, then an optional port and path.
fn is_host(rest: &str, characters: &Characters) -> bool {
    let end = rest.find([':', '/', '?', '#', '@']).unwrap_or(rest.len());
    let (host, mut rest) = rest.split_at(end);
    if let Some(port) = rest.strip_prefix(':') {
        rest = port.trim_start_matches(|c| characters.decimal.contains(c));
        if !(2..=5).contains(&port[..port.len() - rest.len()].chars().count()) {
            return false;
        }
    }
    (rest.is_empty() || rest.starts_with(['/', '?', '#']))
        && (is_domain(host, characters) || is_public_ipv4(host, characters))
}

/// Labels of 1 to 64 characters and a top-level domain of 2 to 63, none of them capital.
fn is_domain(host: &str, characters: &Characters) -> bool {
    let inner = |c: char| matches!(c, '0'..='9' | 'A'..='Z' | 'a'..='z' | '\u{a1}'..='\u{ffff}');
    let is_label = |label: &str| {
        label.starts_with(inner)
            && label.ends_with(inner)
            && label.chars().all(|c| inner(c) || matches!(c, '_' | '-'))
            && label.chars().count() <= 64
    };
    host.rsplit_once('.').is_some_and(|(labels, top)| {
        top.chars().all(|c| characters.latin_lower.contains(c))
            && (2..=63).contains(&top.chars().count())
            && labels.split('.').all(is_label)
    })
}

/// Four numbers of an address that is neither private, local nor multicast.
fn is_public_ipv4(host: &str, characters: &Characters) -> bool {
    let parts: Vec<Vec<char>> = host.split('.').take(5).map(|part| part.chars().take(4).collect()).collect();
    let [first, second, third, last] = parts.as_slice() else { return false };
    let decimal = |c: char| characters.decimal.contains(c);
    let small = |part: &[char]| match *part {
        ['1'..='9'] => true,
        ['1'..='9', d] => decimal(d),
        ['1', c, d] => decimal(c) && decimal(d),
        _ => false,
    };
    let is_first = small(first)
        || matches!(first[..], ['2', '0' | '1', d] if decimal(d))
        || matches!(first[..], ['2', '2', '0'..='3']);
    let is_middle = |part: &[char]| match *part {
        [d] | ['2', '0'..='4', d] => decimal(d),
        [c, d] | ['1', c, d] => decimal(c) && decimal(d),
        ['2', '5', '0'..='5'] => true,
        _ => false,
    };
    let is_last = small(last)
        || matches!(last[..], ['2', '0'..='4', d] if decimal(d))
        || matches!(last[..], ['2', '5', '0'..='4']);
    let reserved = match (&first[..], &second[..]) {
        (['1', '7', '2'], ['2', d]) => decimal(*d),
        (first, second) => matches!(
            (first, second),
            (['1', '0'] | ['1', '2', '7'], _)
                | (['1', '6', '9'], ['2', '5', '4'])
                | (['1', '9', '2'], ['1', '6', '8'])
                | (['1', '7', '2'], ['1', '6'..='9'] | ['3', '0' | '1'])
        ),
    };
    is_first && is_middle(second) && is_middle(third) && is_last && !reserved
}
