//! `demarche import FILE`: a graph that another program edited, as graph.json again.

use super::SchemaArg;
use super::output::Output;
use anyhow::Context;
use demarche::import::import;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Read a graph back from `GraphML`, GEXF or node-link JSON
#[derive(clap::Args)]
pub struct Args {
    /// File that `export` wrote, also after another program edited it
    file: PathBuf,
    /// Folder for graph.json; without it the graph goes to standard output
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    schema: SchemaArg,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let name = args.file.display().to_string();
    let text = std::fs::read_to_string(&args.file).with_context(|| format!("{name}: cannot be read"))?;
    let (graph, remarks) = import(&text, &name, &schema).with_context(|| name.clone())?;
    for remark in &remarks {
        eprintln!("note: {remark}");
    }
    match &args.output {
        Some(folder) => {
            let mut output = Output::new(folder)?;
            output.add("graph.json", |mut file| graph.write(&mut file))?;
            for path in output.publish()? {
                writeln!(out, "{}", path.display())?;
            }
        }
        None => graph.write(&mut &mut *out)?,
    }
    Ok(ExitCode::SUCCESS)
}
