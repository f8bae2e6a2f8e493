//! `demarche export GRAPH --to FORMAT`: a stored graph in another program's format.

use super::output::Output;
use super::{SchemaArg, stored};
use anyhow::{Context, bail};
use demarche::export::{Format, is_portable};
use demarche::graph::Graph;
use demarche::schema::Layer;
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
    };
    match (&args.output, format.files()) {
        (Some(folder), files) => {
            let mut output = Output::new(folder)?;
            for (name, write) in files {
                output.add(name, |file| write(&graph, &schema, file))?;
            }
            for path in output.publish()? {
                writeln!(out, "{}", path.display())?;
            }
        }
        (None, [(_, write)]) => write(&graph, &schema, out)?,
        (None, files) => {
            bail!("{} is {} files; name a folder for them with -o", format.name(), files.len())
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses a graph whose file no program could open.
fn check(graph: &Graph) -> anyhow::Result<()> {
    let ids = graph.nodes.iter().map(|node| &node.id).chain(graph.edges.iter().map(|edge| &edge.id));
    let ends = graph.edges.iter().flat_map(|edge| [&edge.source, &edge.target]);
    if let Some(id) = ids.chain(ends).find(|id| !is_portable(id)) {
        bail!("the id `{id}` cannot stand in graph files; `demarche validate` tells where it is");
    }
    if let Some(edge) = graph.edges.iter().find(|edge| !edge.weight.is_finite() || edge.weight <= 0.0) {
        bail!("the edge `{}` has the weight {}; `demarche validate` tells more", edge.id, edge.weight);
    }
    Ok(())
}
