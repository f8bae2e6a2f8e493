//! `demarche apply BUILD PATCH`: turns one build into another by what `diff --format patch` wrote.

use super::build::{COPIES, add_store, lines};
use super::output::Output;
use super::{SchemaArg, manifest, stored};
use anyhow::Context;
use demarche::article::copies;
use demarche::export::{Content, Format, Options};
use demarche::graph::{self, Build, Patch, Store};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Apply a patch that `demarche diff --format patch` wrote to the build it was made from
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the build
    build: PathBuf,
    /// The patch, or - for standard input
    patch: PathBuf,
    /// Go the way back, from the new build to the old one
    #[arg(short, long)]
    reverse: bool,
    /// Folder for the results; the build itself if not given
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    schema: SchemaArg,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let build = stored::read(&args.build)?.build(&args.build)?;
    let input: Box<dyn BufRead> = if args.patch == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        let file =
            File::open(&args.patch).with_context(|| format!("{}: cannot be read", args.patch.display()))?;
        Box::new(BufReader::new(file))
    };
    let patch = Patch::read(input, &args.patch.display().to_string())?;
    let patch = if args.reverse { patch.inverse() } else { patch };
    let Build { graph, statements, records, corrections, originals } = graph::apply(build, &patch)?;
    let mut output = Output::new(args.output.as_ref().unwrap_or(&args.build))?;
    output.add("graph.json", |mut file| graph.write(&mut file))?;
    let store = Store { statements, records };
    // A patch does not tell what was skipped.
    add_store(&mut output, &store, &manifest::skipped(&args.build))?;
    output.add(COPIES, |file| lines(&copies::groups(&store.records), file))?;
    if !corrections.is_empty() || output.replaces(stored::CORRECTIONS) {
        output.add(stored::CORRECTIONS, |file| lines(&corrections, file))?;
    }
    if !originals.is_empty() || output.replaces(stored::ORIGINALS) {
        output.add(stored::ORIGINALS, |file| lines(&originals, file))?;
    }
    let Store { statements, records } = &store;
    let content = Content { graph: &graph, statements, records, schema: &schema };
    for (name, write) in Format::BUILD.iter().flat_map(|format| format.files()) {
        output.add(name, |file| write(&content, Options::BUILD, file))?;
    }
    for path in output.publish()? {
        writeln!(out, "{}", path.display())?;
    }
    Ok(ExitCode::SUCCESS)
}
