//! `demarche export GRAPH --to FORMAT`: a stored graph in another program's format.

use super::filter::FilterArgs;
use super::output::Output;
use super::{SchemaArg, stored};
use anyhow::{Context, bail};
use clap::builder::PossibleValue;
use demarche::export::{self, Content, Format, Options};
use demarche::graph::{Graph, by_statement};
use demarche::statement::{Statement, is_portable};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write a graph in the format of another program
#[derive(clap::Args)]
pub struct Args {
    /// Folder of a build, or a graph.json
    #[arg(required_unless_present = "list")]
    graph: Option<PathBuf>,
    /// Format to write
    #[arg(long, value_enum, required_unless_present = "list")]
    to: Option<FormatArg>,
    /// Tell the formats, what opens them, what each holds and lacks
    #[arg(long)]
    list: bool,
    /// Folder for the files; without it a format of one file goes to standard output
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// What an edge stands for
    #[arg(long, value_enum, default_value = "aggregated")]
    edges: Edges,
    /// Nodes to write
    #[arg(long, value_enum, default_value = "all")]
    nodes: Nodes,
    /// Program that graphml is for; all but strict add what its XML schema forbids
    #[arg(long, value_enum, default_value = "strict", value_name = "PROGRAM")]
    dialect: Dialect,
    /// Call the edges of node-link JSON `links`, as D3 wants
    #[arg(long)]
    links: bool,
    /// Put an apostrophe before text in csv and statements that a spreadsheet would take for a formula
    #[arg(long)]
    guard_formulas: bool,
    #[command(flatten)]
    schema: SchemaArg,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Clone, Copy)]
struct FormatArg(Format);

impl clap::ValueEnum for FormatArg {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [FormatArg; Format::ALL.len()] = {
            let mut all = [FormatArg(Format::Graphml); Format::ALL.len()];
            let mut index = 0;
            while index < all.len() {
                all[index] = FormatArg(Format::ALL[index]);
                index += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let about = self.0.about();
        Some(PossibleValue::new(about.name).help(about.opens))
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Edges {
    /// All that an actor says of a target in one relation
    Aggregated,
    /// One statement
    Statements,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Nodes {
    /// Every node of the graph
    All,
    /// Those with an edge
    Connected,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Dialect {
    Strict,
    Gephi,
    Neo4j,
    Yed,
    Visone,
}

impl From<Dialect> for export::Dialect {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Strict => Self::Strict,
            Dialect::Gephi => Self::Gephi,
            Dialect::Neo4j => Self::Neo4j,
            Dialect::Yed => Self::Yed,
            Dialect::Visone => Self::Visone,
        }
    }
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let (Some(path), Some(FormatArg(format))) = (&args.graph, args.to) else {
        list(out)?;
        return Ok(ExitCode::SUCCESS);
    };
    let schema = args.schema.load()?;
    let stored = stored::read(path)?;
    if let Some(finding) = stored.malformed.first() {
        bail!("{}: {}", finding.place, finding.message);
    }
    let (_, mut graph) = stored
        .graph
        .with_context(|| format!("{}: holds no graph; make one with `demarche merge`", path.display()))?;
    check(&graph)?;
    let mut statements: Vec<Statement> =
        stored.statements.into_iter().map(|(_, statement)| statement).collect();
    graph = args.filter.apply(&graph, &statements, stored.records.as_deref().unwrap_or_default(), &schema)?;
    if matches!(args.nodes, Nodes::Connected) {
        let ends: BTreeSet<&str> =
            graph.edges.iter().flat_map(|edge| [edge.source.as_str(), edge.target.as_str()]).collect();
        graph.nodes.retain(|node| ends.contains(node.id.as_str()));
    }
    let told: BTreeSet<&str> =
        graph.edges.iter().flat_map(|edge| edge.statements.iter().map(String::as_str)).collect();
    statements.retain(|statement| told.contains(statement.id.as_str()));
    if matches!(args.edges, Edges::Statements) {
        graph = by_statement(&graph, &statements, &schema);
    }
    let records = stored.records.unwrap_or_default();
    let content = Content { graph: &graph, statements: &statements, records: &records, schema: &schema };
    let options = Options {
        dialect: args.dialect.into(),
        links: args.links,
        guard_formulas: args.guard_formulas,
        draw_no_facts: false,
    };
    match (&args.output, format.files()) {
        (Some(folder), files) => {
            let mut output = Output::new(folder)?;
            for (name, write) in files {
                output.add(name, |file| write(&content, options, file))?;
            }
            for path in output.publish()? {
                writeln!(out, "{}", path.display())?;
            }
        }
        (None, [(_, write)]) => write(&content, options, out)?,
        (None, files) => {
            bail!("{} is {} files; name a folder for them with -o", format.about().name, files.len())
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(out: &mut dyn Write) -> std::io::Result<()> {
    for format in Format::ALL {
        let about = format.about();
        let names: Vec<&str> = format.files().iter().map(|(name, _)| *name).collect();
        writeln!(out, "{:12}{}", about.name, names.join(", "))?;
        for (title, text) in [("opens in", about.opens), ("holds", about.holds), ("lacks", about.lacks)] {
            writeln!(out, "  {title:10}{text}")?;
        }
    }
    Ok(())
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
    if let Some(id) = nodes.intersection(&edges).next() {
        bail!("a node and an edge share the id `{id}`; {hint}");
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
