//! `demarche schema list|find|check`: what the program knows.

use super::SchemaArg;
use anyhow::bail;
use clap::Subcommand;
use demarche::language::render::aligned;
use demarche::schema::{Entity, Fact, Schema};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

/// List, search and check what the program knows: entities, names, facts, words
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    schema: SchemaArg,
}

#[derive(Subcommand)]
enum Action {
    /// List the known entities of a type, or how many there are of each
    List {
        /// A node type: state, organization, official, treaty, system
        #[arg(value_name = "TYPE")]
        kind: Option<String>,
    },
    /// Find entities by words of their names, or one by its id, with all that is known of it
    Find {
        /// Words of a name, whatever their case and hyphens, or an id
        words: String,
    },
    /// Check all files; a fault is told with file, line, value and remedy
    Check,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    match &args.action {
        Action::List { kind: None } => counts(&schema, out)?,
        Action::List { kind: Some(kind) } => {
            if !schema.nodes.contains_key(kind) {
                let types: Vec<&str> = schema.nodes.keys().map(String::as_str).collect();
                bail!("`{kind}` is no node type; there are {}", types.join(", "));
            }
            let entities = schema.knowledge.entities.values().filter(|entity| entity.kind == *kind);
            let rows: Vec<_> =
                entities.map(|entity| [entity.id.clone(), entity.label.clone(), life(entity)]).collect();
            aligned_left(&rows, out)?;
        }
        Action::Find { words } => {
            if let Some(entity) = schema.knowledge.entities.get(words) {
                show(entity, &schema, out)?;
                return Ok(ExitCode::SUCCESS);
            }
            let found = schema.knowledge.named(words);
            if found.is_empty() {
                eprintln!("no known entity has `{words}` in a name");
                return Ok(ExitCode::from(1));
            }
            let row = |(entity, names): &(&Entity, Vec<&str>)| {
                [entity.id.clone(), entity.label.clone(), life(entity), names.join(" | ")]
            };
            aligned_left(&found.iter().map(row).collect::<Vec<_>>(), out)?;
        }
        Action::Check => {
            writeln!(out, "sound")?;
            counts(&schema, out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// How much there is of everything.
fn counts(schema: &Schema, out: &mut dyn Write) -> std::io::Result<()> {
    let knowledge = &schema.knowledge;
    let mut rows = Vec::new();
    for kind in schema.nodes.keys() {
        let entities = || knowledge.entities.values().filter(|entity| entity.kind == *kind);
        let names: usize = entities().map(|entity| entity.names.len()).sum();
        rows.push([entities().count().to_string(), kind.clone(), format!("{names} names")]);
    }
    let mut facts: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in &knowledge.facts {
        *facts.entry(&fact.relation).or_default() += 1;
    }
    rows.extend(
        facts
            .into_iter()
            .map(|(relation, count)| [count.to_string(), relation.to_owned(), "facts".to_owned()]),
    );
    let lexicon = &schema.lexicon;
    for (what, count) in [
        ("publishers", knowledge.publishers.len()),
        ("names in context", knowledge.context_names.len()),
        ("heads of descriptions", lexicon.heads.len()),
        ("bodies", lexicon.bodies.len()),
        ("roles", lexicon.roles.len()),
        ("titles", lexicon.titles.len()),
        ("cues", schema.cues.cues.len()),
    ] {
        rows.push([count.to_string(), what.to_owned(), String::new()]);
    }
    aligned(&rows, out)
}

/// All that is known of an entity.
fn show(entity: &Entity, schema: &Schema, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}  {}  {}", entity.id, entity.label, life(entity))?;
    for name in &entity.names {
        writeln!(out, "  {:<10} {}", format!("{:?}", name.kind).to_lowercase(), name.text)?;
    }
    for (key, value) in &entity.attributes {
        writeln!(out, "  {key:<10} {value}")?;
    }
    let facts = &schema.knowledge.facts;
    for Fact { relation, source, target, role, start, end } in
        facts.iter().filter(|fact| fact.source == entity.id || fact.target == entity.id)
    {
        let role = role.as_ref().map(|role| format!(" as {role}")).unwrap_or_default();
        writeln!(out, "  {source} {relation} {target}{role}{}", period(start.as_ref(), end.as_ref()))?;
    }
    Ok(())
}

fn life(entity: &Entity) -> String {
    period(entity.start.as_ref(), entity.end.as_ref()).trim_start().to_owned()
}

/// " 1991 to 2009", " since 1991", " until 2009", or nothing.
fn period(start: Option<&String>, end: Option<&String>) -> String {
    match (start, end) {
        (None, None) => String::new(),
        (Some(start), None) => format!(" since {start}"),
        (None, Some(end)) => format!(" until {end}"),
        (Some(start), Some(end)) => format!(" {start} to {end}"),
    }
}

/// Writes `rows` with all columns to the left.
fn aligned_left<const N: usize>(rows: &[[String; N]], out: &mut dyn Write) -> std::io::Result<()> {
    let widest = rows.iter().map(|row| row[0].chars().count()).max().unwrap_or(0);
    let padded = rows.iter().map(|row| {
        let mut row = row.clone();
        row[0] = format!("{:<widest$}", row[0]);
        row
    });
    aligned(&padded.collect::<Vec<_>>(), out)
}
