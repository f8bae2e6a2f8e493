//! `demarche export GRAPH --to FORMAT`: a stored graph in another program's format.

use super::output::Output;
use super::{SchemaArg, stored};
use anyhow::{Context, bail};
use demarche::export::{Content, Format};
use demarche::graph::Graph;
use demarche::schema::Layer;
use demarche::statement::{Statement, is_portable};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write a graph as `GraphML`, DOT or CSV
#[derive(clap::Args)]
pub struct Args {
    /// Folder of a build, or a graph.json
    graph: PathBuf,
    /// Format to write
    #[arg(long, value_enum)]
    to: FormatArg,
    /// Folder for the files; without it a format of one file goes to standard output
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Leave out the facts (represents, `party_to` ...) and the nodes that no position touches
    #[arg(long)]
    without_facts: bool,
    #[command(flatten)]
    schema: SchemaArg,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FormatArg {
    /// networkx, igraph, Gephi, Cytoscape, yEd, visone
    Graphml,
    /// Graphviz
    Dot,
    /// Gephi's two tables, also for pandas, R and spreadsheets
    Csv,
    /// SQLite database: tables of nodes, edges, statements and articles
    Sqlite,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let stored = stored::read(&args.graph)?;
    if let Some(finding) = stored.malformed.first() {
        bail!("{}: {}", finding.place, finding.message);
    }
    let (_, mut graph) = stored.graph.with_context(|| {
        format!("{}: holds no graph; make one with `demarche merge`", args.graph.display())
    })?;
    check(&graph)?;
    if args.without_facts {
        graph.edges.retain(|edge| edge.layer == Layer::Stance);
        let ends: BTreeSet<&str> =
            graph.edges.iter().flat_map(|edge| [edge.source.as_str(), edge.target.as_str()]).collect();
        graph.nodes.retain(|node| ends.contains(node.id.as_str()));
    }
    let format = match args.to {
        FormatArg::Graphml => Format::Graphml,
        FormatArg::Dot => Format::Dot,
        FormatArg::Csv => Format::Csv,
        FormatArg::Sqlite => Format::Sqlite,
    };
    let statements: Vec<Statement> = stored.statements.into_iter().map(|(_, statement)| statement).collect();
    let records = stored.records.unwrap_or_default();
    let content = Content { graph: &graph, statements: &statements, records: &records, schema: &schema };
    match (&args.output, format.files()) {
        (Some(folder), files) => {
            let mut output = Output::new(folder)?;
            for (name, write) in files {
                output.add(name, |file| write(&content, file))?;
            }
            for path in output.publish()? {
                writeln!(out, "{}", path.display())?;
            }
        }
        (None, [(_, write)]) => write(&content, out)?,
        (None, files) => {
            bail!("{} is {} files; name a folder for them with -o", format.name(), files.len())
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses a graph that programs would refuse or silently change.
fn check(graph: &Graph) -> anyhow::Result<()> {
    let nodes: BTreeSet<&str> = graph.nodes.iter().map(|node| node.id.as_str()).collect();
    let edges: BTreeSet<&str> = graph.edges.iter().map(|edge| edge.id.as_str()).collect();
    let hint = "`demarche validate` tells where";
    if nodes.len() < graph.nodes.len() || edges.len() < graph.edges.len() {
        bail!("two nodes or two edges share an id; {hint}");
    }
    if let Some(id) = nodes.iter().chain(&edges).find(|id| !is_portable(id)) {
        bail!("the id `{id}` cannot stand in graph files; {hint}");
    }
    for edge in &graph.edges {
        if let Some(end) = [&edge.source, &edge.target].into_iter().find(|end| !nodes.contains(end.as_str()))
        {
            bail!("the edge `{}` ends at `{end}`, which is no node; {hint}", edge.id);
        }
        if !edge.weight.is_finite() || edge.weight <= 0.0 {
            bail!("the edge `{}` has the weight {}; {hint}", edge.id, edge.weight);
        }
    }
    Ok(())
}
