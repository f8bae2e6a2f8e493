//! `demarche correct BUILD ...`: appends a judgement to a build's corrections and applies them.

use super::add::Base;
use super::build::Made;
use super::output::Output;
use super::{FailOn, SchemaArg};
use anyhow::bail;
use clap::Subcommand;
use demarche::graph::{self, Correction, Judgement};
use demarche::schema::{Layer, Schema};
use demarche::statement::{Modality, Statement};
use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Correct nodes and statements of a build; every correction can be undone and outlives rebuilding
///
/// Corrections stand in the build's corrections.jsonl, which later builds into the same folder apply.
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the build
    build: PathBuf,
    #[command(subcommand)]
    judgement: JudgementArg,
    /// Who judges; else the environment variable USER
    #[arg(long, global = true, value_name = "NAME")]
    author: Option<String>,
    /// When, YYYY-MM-DD; today if not given
    #[arg(long, global = true, value_name = "DATE")]
    date: Option<String>,
    /// Why
    #[arg(long, global = true, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    schema: SchemaArg,
}

#[derive(Subcommand)]
enum JudgementArg {
    /// One node is nothing but another, which takes its place
    Same {
        /// The node that goes
        node: String,
        /// The node that stays
        into: String,
    },
    /// Two nodes are not the same
    Different {
        /// One node
        one: String,
        /// The other
        other: String,
    },
    /// A statement is not what its article says
    Wrong {
        /// Its id
        statement: String,
    },
    /// A statement's words mean something else
    Change {
        /// Its id
        statement: String,
        /// The right relation
        #[arg(long)]
        relation: Option<String>,
        /// The right actor, a node id
        #[arg(long)]
        actor: Option<String>,
        /// The right target, a node id
        #[arg(long)]
        target: Option<String>,
        /// The right modality
        #[arg(long, value_parser = super::modality)]
        modality: Option<Modality>,
    },
    /// Words mean a node
    Alias {
        /// The words
        alias: String,
        /// The node they mean
        means: String,
        /// Only in this article
        #[arg(long)]
        article: Option<String>,
    },
    /// An earlier correction no longer holds
    Undo {
        /// Its id
        correction: String,
    },
    /// List the corrections
    List,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let mut base = Base::read(&args.build, &schema)?;
    let Some(judgement) = args.judgement.judgement() else {
        list(&base.corrections, out)?;
        return Ok(ExitCode::SUCCESS);
    };
    check(&judgement, &base, &schema)?;
    let user = || std::env::var("USER").or_else(|_| std::env::var("USERNAME")).ok();
    let Some(author) = args.author.clone().or_else(user).filter(|author| !author.trim().is_empty()) else {
        bail!("who corrects is not known; give --author");
    };
    let Some(reason) = args.reason.clone().filter(|reason| !reason.trim().is_empty()) else {
        bail!("a correction needs a reason for those who read it later; give --reason");
    };
    let date = args.date.clone().unwrap_or_else(today);
    if !demarche::schema::is_date(&date) {
        bail!("`{date}` is no date; write YYYY-MM-DD");
    }
    let mut correction = Correction { id: String::new(), judgement, author, date, reason };
    correction.id = correction.content_id();
    if base.corrections.iter().any(|known| known.id == correction.id) {
        bail!("this correction was made before ({}); if it was undone, give another --reason", correction.id);
    }
    let id = correction.id.clone();
    base.corrections = graph::unite([base.corrections, vec![correction]]);
    let output = Output::new(&args.build)?;
    writeln!(out, "correction  {id}; undo it with `demarche correct {} undo {id}`", args.build.display())?;
    let told = format!("{} as before", base.store.records.len());
    let made = Made::new(base.store, Vec::new(), HashMap::new(), &schema, base.nodes, base.corrections);
    made.skipping(base.skipped).finish(output, &schema, &told, FailOn::Error, out)
}

/// The day by the system's clock, in UTC: the one place that looks at it.
fn today() -> String {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    now.date().to_string()
}

impl JudgementArg {
    fn judgement(&self) -> Option<Judgement> {
        let text = |text: &String| text.clone();
        Some(match self {
            Self::Same { node, into } => Judgement::Same { node: text(node), into: text(into) },
            Self::Different { one, other } => Judgement::Different { nodes: [text(one), text(other)] },
            Self::Wrong { statement } => Judgement::Wrong { statement: text(statement) },
            Self::Change { statement, relation, actor, target, modality } => Judgement::Change {
                statement: text(statement),
                relation: relation.clone(),
                actor: actor.clone(),
                target: target.clone(),
                modality: *modality,
            },
            Self::Alias { alias, means, article } => {
                Judgement::Alias { alias: text(alias), means: text(means), article: article.clone() }
            }
            Self::Undo { correction } => Judgement::Undo { correction: text(correction) },
            Self::List => return None,
        })
    }
}

/// Refuses what could not be meant: a correction of what is not there is a slip of the pen.
fn check(judgement: &Judgement, base: &Base, schema: &Schema) -> anyhow::Result<()> {
    let participants = base.store.statements.iter().flat_map(Statement::participants);
    let named = base.store.records.iter().flat_map(|record| &record.entities);
    let mut nodes: BTreeSet<&str> = participants.map(|end| end.id.as_str()).collect();
    nodes.extend(named.map(|named| named.id.as_str()));
    let statements: BTreeSet<&str> = base.store.statements.iter().map(|s| s.id.as_str()).collect();
    let known = |id: &str, among: &BTreeSet<&str>, what: &str, hint: &str| {
        if among.contains(id) {
            return Ok(());
        }
        let near = super::query::nearest(id, among.iter().copied());
        bail!("there is no {what} `{id}`{hint}{}", super::query::or_one_of(&near))
    };
    let node = |id: &str| known(id, &nodes, "node", " here");
    // What a correction brings in need not have been read anywhere.
    let anything = |id: &str| {
        let kind = id.split_once(':').map_or("", |(kind, _)| kind);
        if schema.nodes.contains_key(kind) && demarche::statement::is_portable(id) {
            return Ok(());
        }
        bail!(
            "`{id}` is no node id; write type:name, with a type of {}",
            schema.nodes.keys().cloned().collect::<Vec<_>>().join(", ")
        )
    };
    let statement = |id: &str| {
        known(id, &statements, "statement", " as read (a corrected one goes by the id in originals.jsonl)")
    };
    match judgement {
        Judgement::Same { node: one, into } => {
            if one == into {
                bail!("`{one}` is the same as itself; name two nodes");
            }
            node(one).and_then(|()| anything(into))
        }
        Judgement::Different { nodes: [one, other] } => node(one).and_then(|()| node(other)),
        Judgement::Wrong { statement: id } => statement(id),
        Judgement::Change { statement: id, relation, actor, target, modality } => {
            statement(id)?;
            if relation.is_none() && actor.is_none() && target.is_none() && modality.is_none() {
                bail!("nothing to change; give --relation, --actor, --target or --modality");
            }
            if let Some(relation) = relation
                && schema.relations.get(relation).is_none_or(|relation| relation.layer == Layer::Context)
            {
                let stances = schema.relations.values().filter(|relation| relation.layer == Layer::Stance);
                let stances: Vec<&str> = stances.map(|relation| relation.id.as_str()).collect();
                bail!("`{relation}` is no position; positions are {}", stances.join(", "));
            }
            [actor, target].into_iter().flatten().try_for_each(|id| anything(id))
        }
        Judgement::Alias { means, .. } => anything(means),
        Judgement::Undo { correction } => {
            let corrections = base.corrections.iter().map(|correction| correction.id.as_str()).collect();
            known(correction, &corrections, "correction", "; `list` shows them")
        }
    }
}

fn list(corrections: &[Correction], out: &mut dyn Write) -> anyhow::Result<()> {
    let undone = graph::undone(corrections);
    for correction in corrections {
        let what = match &correction.judgement {
            Judgement::Same { node, into } => format!("{node} is {into}"),
            Judgement::Different { nodes: [one, other] } => format!("{one} is not {other}"),
            Judgement::Wrong { statement } => format!("{statement} is wrong"),
            Judgement::Change { statement, relation, actor, target, modality } => {
                let parts = [
                    relation.as_deref().map(|relation| format!("relation {relation}")),
                    actor.as_deref().map(|actor| format!("actor {actor}")),
                    target.as_deref().map(|target| format!("target {target}")),
                    modality.map(|modality| format!("modality {}", modality.as_str())),
                ];
                format!("{statement} has {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
            }
            Judgement::Alias { alias, means, article } => {
                let place = article.as_ref().map_or(String::new(), |article| format!(" in {article}"));
                format!("“{alias}”{place} means {means}")
            }
            Judgement::Undo { correction } => format!("{correction} is undone"),
        };
        let state = if undone.contains(correction.id.as_str()) { " (undone)" } else { "" };
        writeln!(out, "{}  {what}{state}", correction.id)?;
        writeln!(out, "                {}, {}: {}", correction.date, correction.author, correction.reason)?;
    }
    if corrections.is_empty() {
        writeln!(out, "no corrections")?;
    }
    Ok(())
}
