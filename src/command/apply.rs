//! `demarche apply BUILD PATCH`: turns one build into another by what `diff --format patch` wrote.

use super::output::Output;
use super::{SchemaArg, build, manifest, stored};
use anyhow::Context;
use demarche::article::copies;
use demarche::graph::{self, Patch};
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
    let build = graph::apply(build, &patch)?;
    let output = Output::new(args.output.as_ref().unwrap_or(&args.build))?;
    // A patch does not tell what was skipped.
    let skipped = manifest::skipped(&args.build);
    for path in build::write(&build, &copies::groups(&build.records), &skipped, output, &schema)? {
        writeln!(out, "{}", path.display())?;
    }
    Ok(ExitCode::SUCCESS)
}
