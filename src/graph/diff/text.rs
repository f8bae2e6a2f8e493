//! Differences for people: grouped by who and on what, old words beside new ones.

use super::{Diff, Difference, End, Kind, Side, Strength, Words};
use anstyle::{AnsiColor, Style as Ansi};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How text is written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Colours, for a terminal that shows them.
    pub color: bool,
    /// Columns to fill.
    pub width: usize,
}

/// At most so many quotes stand on each side; the rest is counted.
const QUOTES: usize = 3;
/// A summary names at most so many positions that turned.
const TURNS: usize = 12;

const OLD: Ansi = Ansi::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
const NEW: Ansi = Ansi::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const TURN: Ansi = Ansi::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow))).bold();
const HEAD: Ansi = Ansi::new().bold();
const FAINT: Ansi = Ansi::new().dimmed();

impl Style {
    fn paint(self, ansi: Ansi, text: &str) -> String {
        if self.color && !text.is_empty() { format!("{ansi}{text}{ansi:#}") } else { text.to_owned() }
    }
}

impl Kind {
    fn turns(self) -> bool {
        self <= Kind::Turned
    }

    fn ansi(self) -> Ansi {
        match self {
            Kind::Added | Kind::NodeAdded | Kind::FactAdded | Kind::ArticleAdded => NEW,
            Kind::Removed | Kind::NodeRemoved | Kind::FactRemoved | Kind::ArticleRemoved => OLD,
            _ => TURN,
        }
    }

    fn word(self) -> &'static str {
        self.name().split_once('-').map_or("", |(_, word)| word)
    }

    fn about(self) -> &'static str {
        self.name().split_once('-').map_or("", |(about, _)| about)
    }
}

/// Counts by kind and by cause and the positions that turned; fits a screen.
pub fn summary(diff: &Diff, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for note in &diff.notes {
        writeln!(out, "{} {note}", style.paint(TURN, "note"))?;
    }
    if diff.differences.is_empty() {
        return writeln!(out, "no differences");
    }
    for about in ["article", "node", "position", "fact"] {
        let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
        for difference in diff.differences.iter().filter(|difference| difference.code.about() == about) {
            *counts.entry(difference.code).or_default() += 1;
        }
        if !counts.is_empty() {
            let told = counts
                .iter()
                .map(|(kind, count)| style.paint(kind.ansi(), &format!("{count} {}", kind.word())));
            writeln!(
                out,
                "{} {}",
                style.paint(HEAD, &format!("{:11}", format!("{about}s"))),
                told.collect::<Vec<_>>().join(", ")
            )?;
        }
    }
    let mut causes: BTreeMap<_, usize> = BTreeMap::new();
    for difference in &diff.differences {
        let mut reasons: Vec<_> = difference.causes.iter().map(|cause| cause.reason).collect();
        reasons.dedup();
        for reason in reasons {
            *causes.entry(reason).or_default() += 1;
        }
    }
    if !causes.is_empty() {
        let told = causes.iter().map(|(reason, count)| {
            let name = serde_json::to_value(reason).ok().and_then(|name| name.as_str().map(str::to_owned));
            format!("{} ({count})", name.unwrap_or_default().replace('-', " "))
        });
        writeln!(out, "{} {}", style.paint(HEAD, "causes     "), told.collect::<Vec<_>>().join(", "))?;
    }
    let turns: Vec<_> = diff.differences.iter().filter(|difference| difference.code.turns()).collect();
    if !turns.is_empty() {
        writeln!(out)?;
    }
    for turn in turns.iter().take(TURNS) {
        let relations =
            |side: &Option<Side>| side.as_ref().map_or(String::new(), |side| side.relations.join(", "));
        let word = style.paint(turn.code.ansi(), &format!("{:11}", turn.code.word()));
        let (old, new) = (relations(&turn.old), relations(&turn.new));
        writeln!(out, "{word} {}: {} → {}", pair(turn), style.paint(OLD, &old), style.paint(NEW, &new))?;
    }
    if turns.len() > TURNS {
        writeln!(out, "            ... and {} more", turns.len() - TURNS)?;
    }
    Ok(())
}

/// All of a diff, the summary first.
pub fn write(diff: &Diff, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let counts = Diff { notes: diff.notes.clone(), differences: diff.differences.clone() };
    summary_without_turns(&counts, style, out)?;
    for (about, title) in [("article", "Articles"), ("node", "Nodes")] {
        let of: Vec<_> = diff.differences.iter().filter(|d| d.code.about() == about).collect();
        if of.is_empty() {
            continue;
        }
        writeln!(out, "\n{}", style.paint(HEAD, title))?;
        for difference in of {
            line(difference, style, out)?;
        }
    }
    let mut pairs: BTreeMap<_, Vec<&Difference>> = BTreeMap::new();
    for difference in diff.differences.iter().filter(|difference| difference.code.about() == "position") {
        pairs.entry((&difference.actor, &difference.target)).or_default().push(difference);
    }
    let mut pairs: Vec<_> = pairs.into_values().collect();
    // Pairs whose position turned come first, flips before all, then by name.
    let first = |group: &[&Difference]| group.iter().map(|d| d.code).min().filter(|kind| kind.turns());
    pairs.sort_by_key(|group| (first(group).is_none(), first(group), pair(group[0])));
    for group in pairs {
        writeln!(out, "\n{}", style.paint(HEAD, &pair(group[0])))?;
        for difference in group {
            position(difference, style, out)?;
        }
    }
    let facts: Vec<_> =
        diff.differences.iter().filter(|difference| difference.code.about() == "fact").collect();
    if !facts.is_empty() {
        writeln!(out, "\n{}", style.paint(HEAD, "Facts"))?;
    }
    for fact in facts {
        line(fact, style, out)?;
    }
    Ok(())
}

fn summary_without_turns(diff: &Diff, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    summary(diff, style, &mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    writeln!(out, "{}", text.split("\n\n").next().unwrap_or_default().trim_end())
}

/// `Russia → National Missile Defense`.
fn pair(difference: &Difference) -> String {
    let label = |end: &Option<End>| end.as_ref().map_or(String::new(), |end| end.label.clone());
    format!("{} → {}", label(&difference.actor), label(&difference.target))
}

/// The causes, in parentheses.
fn because(difference: &Difference, style: Style) -> String {
    let mut causes: Vec<String> = difference.causes.iter().take(QUOTES).map(super::Cause::shown).collect();
    if difference.causes.len() > QUOTES {
        causes.push(format!("{} more", difference.causes.len() - QUOTES));
    }
    if causes.is_empty() { String::new() } else { style.paint(FAINT, &format!("  ({})", causes.join("; "))) }
}

/// An article, a node or a fact on a line, its fields below.
fn line(difference: &Difference, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let word = style.paint(difference.code.ansi(), &format!("{:9}", difference.code.word()));
    let nodes = |side: &Option<Side>| {
        let nodes = side.iter().flat_map(|side| &side.nodes).map(shown).collect::<Vec<_>>();
        nodes.join(", ")
    };
    let what = match (&difference.article, &difference.node, &difference.actor) {
        (Some(article), _, _) => article.clone(),
        (_, Some(_), _) if matches!(difference.code, Kind::NodeMerged | Kind::NodeSplit) => {
            format!("{} → {}", nodes(&difference.old), nodes(&difference.new))
        }
        (_, Some(node), _) => shown(node),
        _ => {
            let side = difference.new.as_ref().or(difference.old.as_ref());
            let relation = side.map_or(String::new(), |side| side.relations.join(", "));
            let label = |end: &Option<End>| end.as_ref().map_or(String::new(), |end| end.label.clone());
            format!("{} -[{relation}]-> {}", label(&difference.actor), label(&difference.target))
        }
    };
    writeln!(out, "  {word} {what}{}", because(difference, style))?;
    fields(difference, style, out)
}

fn fields(difference: &Difference, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (name, (old, new)) in &difference.fields {
        if let (Some(old), Some(new)) = (old.as_array(), new.as_array()) {
            let lost: Vec<String> = old.iter().filter(|item| !new.contains(item)).map(plain).collect();
            let won: Vec<String> = new.iter().filter(|item| !old.contains(item)).map(plain).collect();
            let told =
                [(lost, "−", OLD), (won, "+", NEW)].into_iter().filter(|(items, ..)| !items.is_empty());
            let told =
                told.map(|(items, mark, ansi)| style.paint(ansi, &format!("{mark} {}", items.join(", "))));
            writeln!(out, "            {name}: {}", told.collect::<Vec<_>>().join("  "))?;
        } else {
            let (old, new) = (style.paint(OLD, &plain(old)), style.paint(NEW, &plain(new)));
            writeln!(out, "            {name}: {old} → {new}")?;
        }
    }
    Ok(())
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "nothing".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn shown(end: &End) -> String {
    format!("{} [{}]", end.label, end.id)
}

fn position(difference: &Difference, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (old, new) = (difference.old.as_ref(), difference.new.as_ref());
    let relations = |side: &Side| format!("{} {}", side.relations.join(", "), sign(side.sign));
    let what = match (old, new) {
        (Some(old), Some(new)) if difference.code.turns() => {
            format!("{} → {}", style.paint(OLD, &relations(old)), style.paint(NEW, &relations(new)))
        }
        (Some(old), Some(new)) => {
            let (old, relation) = (old.strength.as_ref(), relations(new));
            let (old, new) = (old.map(strength), new.strength.as_ref().map(strength));
            if old == new {
                relation
            } else {
                format!("{relation}: {} → {}", old.unwrap_or_default(), new.unwrap_or_default())
            }
        }
        (Some(side), None) | (None, Some(side)) => {
            let strength = side.strength.as_ref().map_or(String::new(), |s| format!(": {}", strength(s)));
            format!("{}{strength}", relations(side))
        }
        (None, None) => String::new(),
    };
    let word = style.paint(difference.code.ansi(), &format!("{:11}", difference.code.word()));
    writeln!(out, "  {word} {what}{}", because(difference, style))?;
    fields(difference, style, out)?;
    let quotes = |side: Option<&Side>| side.map_or(Vec::new(), |side| side.quotes.clone());
    // Quotes beside attributes would repeat what did not change.
    if difference.code != Kind::Changed {
        beside(&quotes(old), &quotes(new), style, out)?;
    }
    Ok(())
}

fn sign(sign: Option<i8>) -> &'static str {
    match sign {
        Some(1..) => "+",
        Some(0) => "0",
        Some(_) => "−",
        None => "",
    }
}

/// `4 statements in 3 articles, 2 publishers, 2000-06-13 to 2001`.
fn strength(strength: &Strength) -> String {
    let many = |count: usize, thing: &str| format!("{count} {thing}{}", if count == 1 { "" } else { "s" });
    let mut text =
        format!("{} in {}", many(strength.statements, "statement"), many(strength.articles, "article"));
    if strength.publishers.len() > 1 {
        text.push_str(&format!(", {}", many(strength.publishers.len(), "publisher")));
    }
    match (&strength.first, &strength.last) {
        (Some(first), Some(last)) if first == last => text.push_str(&format!(", {first}")),
        (Some(first), Some(last)) => text.push_str(&format!(", {first} to {last}")),
        _ => {}
    }
    text
}

/// Old words on the left, new ones on the right; one column where only one side has any.
fn beside(old: &[Words], new: &[Words], style: Style, out: &mut dyn Write) -> io::Result<()> {
    const INDENT: usize = 4;
    const GAP: usize = 3;
    let room = style.width.max(60) - INDENT;
    let both = !old.is_empty() && !new.is_empty();
    let column = if both { (room - GAP) / 2 } else { room };
    let left = quoted(old, "−", column);
    let right = quoted(new, "+", column);
    if !both {
        for (line, faint) in left.iter().chain(&right) {
            let ansi = if *faint {
                FAINT
            } else if old.is_empty() {
                NEW
            } else {
                OLD
            };
            writeln!(out, "    {}", style.paint(ansi, line))?;
        }
        return Ok(());
    }
    for row in 0..left.len().max(right.len()) {
        let empty = (String::new(), false);
        let ((before, faint_before), (after, faint_after)) =
            (left.get(row).unwrap_or(&empty), right.get(row).unwrap_or(&empty));
        let blank = " ".repeat(column.saturating_sub(textwrap::core::display_width(before)) + GAP);
        let before = style.paint(if *faint_before { FAINT } else { OLD }, before);
        let after = style.paint(if *faint_after { FAINT } else { NEW }, after);
        writeln!(out, "{}", format!("    {before}{blank}{after}").trim_end())?;
    }
    Ok(())
}

/// Quotes in lines of at most `width`, each with whether it is by the way.
fn quoted(words: &[Words], mark: &str, width: usize) -> Vec<(String, bool)> {
    let mut lines = Vec::new();
    for quote in words.iter().take(QUOTES) {
        let date = quote.date.as_deref().unwrap_or("undated");
        let publisher = quote.publisher.as_deref().map_or(String::new(), |publisher| format!(" {publisher}"));
        let source = format!("{mark} {date}{publisher} [{}]", quote.article);
        lines.extend(textwrap::wrap(&source, width).into_iter().map(|line| (line.into_owned(), true)));
        let text = format!("“{}”", quote.text.split_whitespace().collect::<Vec<_>>().join(" "));
        let options = textwrap::Options::new(width).initial_indent("  ").subsequent_indent("  ");
        lines.extend(textwrap::wrap(&text, options).into_iter().map(|line| (line.into_owned(), false)));
    }
    if words.len() > QUOTES {
        lines.push((format!("  ... and {} more", words.len() - QUOTES), true));
    }
    lines
}
