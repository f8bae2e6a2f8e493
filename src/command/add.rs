//! `demarche add BUILD CORPUS...`: reads more articles into a stored build.

use super::build::Made;
use super::corpus::{self, CorpusArgs, Harvest};
use super::output::Output;
use super::{CopiesArg, FailOn, SchemaArg, manifest, stored};
use anyhow::bail;
use demarche::article::Problem;
use demarche::graph::{self, Nodes, Store};
use demarche::schema::Schema;
use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Read more articles into a build; only they are read, and the result is that of building all anew
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the build
    build: PathBuf,
    #[command(flatten)]
    corpus: CorpusArgs,
    /// Folder for the results; the build itself if not given
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Let an article take the place of another one with its id
    #[arg(long)]
    replace: bool,
    /// What to do with copies of one text; say what the build was told
    #[arg(long, value_enum, default_value = "group")]
    copies: CopiesArg,
    /// Findings from which on the exit code is 1
    #[arg(long, value_enum, default_value = "error")]
    fail_on: FailOn,
    #[command(flatten)]
    schema: SchemaArg,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    args.corpus.sources.threads.apply()?;
    let schema = args.schema.load()?;
    let mut base = Base::read(&args.build, &schema)?;
    let folder = args.output.as_ref().unwrap_or(&args.build);
    let output = Output::new(folder)?;
    let keep_text = base.store.records.iter().any(|record| record.text.is_some());
    let Harvest { store: new, mut conflicts, mut skipped, journal } =
        args.corpus.read(&schema, None, keep_text, folder)?;
    let added = new.records.len();
    let known: HashMap<&str, &str> =
        base.store.records.iter().map(|record| (record.id.as_str(), record.hash.as_str())).collect();
    let replaced: BTreeSet<String> = new
        .records
        .iter()
        .filter(|record| known.get(record.id.as_str()).is_some_and(|known| *known != record.hash))
        .map(|record| record.id.clone())
        .collect();
    if let Some(id) = replaced.first().filter(|_| !args.replace) {
        bail!(
            "another article `{id}` is in the build ({} such); --replace lets the new one take its place",
            replaced.len()
        );
    }
    base.without(&replaced);
    skipped.append(&mut base.skipped);
    let parts = [base.store, new];
    skipped.extend(corpus::repeated(&parts));
    let (mut store, more) = graph::merge(parts);
    conflicts.extend(more);
    skipped.extend(args.copies.settle(&mut store));
    let told = format!(
        "{} added, {} replaced, {} in all",
        added - replaced.len(),
        replaced.len(),
        store.records.len()
    );
    let made = Made::new(store, conflicts, HashMap::new(), &schema, base.nodes, base.corrections);
    let made = made.skipping(skipped);
    let paths = made.write(output, &schema)?;
    journal.remove();
    made.report(&paths, &told, args.fail_on, out)
}

/// A stored build that is to grow or shrink.
pub struct Base {
    /// What was read, before corrections.
    pub store: Store,
    /// Inputs that were skipped.
    pub skipped: Vec<Problem>,
    /// Its corrections.
    pub corrections: Vec<graph::Correction>,
    /// Which entities became nodes.
    pub nodes: Nodes,
}

impl Base {
    /// Reads the build in `folder`; fails if it was made by another program or schema, for then the result
    /// would be that of no build.
    pub fn read(folder: &std::path::Path, schema: &Schema) -> anyhow::Result<Base> {
        let truth = stored::read_truth(folder)?.filter(|(_, stored)| stored.records.is_some());
        let Some((meta, mut stored)) = truth else {
            bail!("{}: is no folder of a build; make one with `demarche build`", folder.display());
        };
        if let Some(finding) = stored.malformed.first() {
            bail!("{}: {} {}; build it anew", folder.display(), finding.place, finding.message);
        }
        if meta.schema != schema.fingerprint || meta.version != env!("CARGO_PKG_VERSION") {
            bail!(
                "{}: was built with another {}; build it anew, or name its schema with --schema",
                folder.display(),
                if meta.schema == schema.fingerprint { "version of the program" } else { "schema" }
            );
        }
        let nodes = if meta.nodes == "all" { Nodes::All } else { Nodes::Connected };
        let corrections = std::mem::take(&mut stored.corrections);
        Ok(Base { store: stored.store(), skipped: manifest::skipped(folder), corrections, nodes })
    }

    /// Takes the articles `ids` out.
    pub fn without(&mut self, ids: &BTreeSet<String>) {
        self.store.records.retain(|record| !ids.contains(&record.id));
        self.store.statements.retain(|statement| !ids.contains(&statement.article));
    }
}
