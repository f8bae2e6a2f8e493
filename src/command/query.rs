//! `demarche query QUESTION`: who holds which position on what, when, in which words.

use super::table::{self, Form};
use super::{SchemaArg, Terminal, stored};
use anyhow::{Context, bail};
use demarche::graph::Filter;
use demarche::graph::query::{self, Answer, Asker, EdgePattern, NameError, NodePattern, Pattern, questions};
use demarche::schema::is_date;
use demarche::statement::{Modality, Statement};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

pub use demarche::graph::query::nearest;

/// Ask a graph who holds which position on what, when, in which words
///
/// Exit codes: 0 answered, 1 no answer, 2 could not run.
#[derive(clap::Args)]
#[command(after_help = QUESTIONS)]
pub struct Args {
    /// A pattern like 'Russia -[opposes]-> NMD', or a ready question; none if flags say it
    #[arg(value_name = "QUESTION")]
    question: Vec<String>,
    /// Folder of a build, or a graph.json
    #[arg(short, long, value_name = "GRAPH", default_value = "out")]
    graph: PathBuf,
    /// Who holds the position: a name, an id or a type
    #[arg(long, value_name = "NODE")]
    who: Option<String>,
    /// Relation, or several with commas
    #[arg(long, value_name = "RELATION", value_delimiter = ',')]
    relation: Vec<String>,
    /// On what: a name, an id or a type
    #[arg(long, value_name = "NODE")]
    what: Option<String>,
    /// What positions between two actors are about
    #[arg(long, value_name = "NODE")]
    about: Option<String>,
    /// Sign: +, 0 or -
    #[arg(long, value_name = "SIGN", allow_hyphen_values = true, value_delimiter = ',')]
    sign: Vec<String>,
    /// asserted, intended, conditional or denied; all but denied if not given
    #[arg(long, value_delimiter = ',', value_parser = super::modality)]
    modality: Vec<Modality>,
    /// Said on this date or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<String>,
    /// Said on this date or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<String>,
    /// Part of a publisher's name
    #[arg(long, value_name = "NAME")]
    publisher: Vec<String>,
    /// Least confidence of a statement, 0 to 1
    #[arg(long, value_name = "P", value_parser = super::probability)]
    min_confidence: Option<f64>,
    /// Count officials for the state or organization they speak for
    #[arg(long)]
    via_officials: bool,
    /// With position-of: year by year
    #[arg(long)]
    over_time: bool,
    /// At most so many answers; 0 for all
    #[arg(long, value_name = "N", default_value_t = 0)]
    limit: usize,
    /// How answers are written
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
    #[command(flatten)]
    schema: SchemaArg,
}

const QUESTIONS: &str = "\
Patterns:
  'Russia -[opposes]-> NMD'                        an edge between two names
  'state -[-]-> treaty:abm'                        a type, any negative position, an id
  '? -[opposes|concerned]-> system'                anybody, one of two relations
  '? -[supports, conditional]-> treaty'            with a modality
  'state <-[represents]- ? -[-]-> ? <-[deploys]- USA'   several hops
  A name holds for an alias, too; -[...]- is either direction; facts need their relation's name.

Ready questions:
  who-opposes X, who-supports X    everybody on that side, the most often first
  position-of A on X               all that A says on X; --over-time year by year
  agree A B                        on what both take a position, and whether the same
  disputes                         pairs on opposite sides of the same thing
  timeline X                       all statements by and on X in order of date
  path A B                         a shortest way from A to B, with its evidence
  central                          who and what the positions turn around";

/// A date of an option.
pub fn date(text: &str) -> Result<String, String> {
    if is_date(text) { Ok(text.to_owned()) } else { Err("write YYYY-MM-DD, YYYY-MM or YYYY".to_owned()) }
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let (graph, statements) = load(&args.graph)?;
    let mut asker = Asker::new(&graph, &statements, &schema);
    asker.via_officials = args.via_officials;
    asker.filter = Filter {
        from: args.from.clone(),
        to: args.to.clone(),
        publishers: args.publisher.iter().cloned().collect(),
        min_confidence: args.min_confidence,
        ..Filter::default()
    };
    let answers = match ask(args, &mut asker, &schema) {
        Ok(answers) => answers,
        Err(error) if matches!(error.downcast_ref(), Some(NameError::Absent { .. })) => {
            eprintln!("{error}");
            return Ok(ExitCode::from(1));
        }
        Err(error) => return Err(error),
    };
    if answers.is_empty() {
        eprintln!("no answer in {}", args.graph.display());
        if args.format == Form::Json {
            writeln!(out, "[]")?;
        }
        return Ok(ExitCode::from(1));
    }
    let shown = if args.limit == 0 { answers.len() } else { args.limit.min(answers.len()) };
    table::answers(&answers[..shown], args.format, &Terminal::stdout(), out)?;
    if shown < answers.len() {
        eprintln!("{shown} of {} answers; --limit 0 shows all", answers.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// The graph and its statements, sorted by id.
pub fn load(path: &std::path::Path) -> anyhow::Result<(demarche::graph::Graph, Vec<Statement>)> {
    if !path.exists() {
        bail!(
            "{}: is not there; make a graph with `demarche build`, or name one with --graph",
            path.display()
        );
    }
    let build = stored::read(path)?.build(path)?;
    Ok((build.graph, build.statements))
}

fn ask<'g>(
    args: &Args,
    asker: &mut Asker<'g>,
    schema: &demarche::schema::Schema,
) -> anyhow::Result<Vec<Answer<'g>>> {
    if let Some(about) = &args.about {
        asker.about = match asker.resolve(about)? {
            NodePattern::Any => BTreeSet::new(),
            NodePattern::Ids(ids) => ids,
            NodePattern::Kind(kind) => {
                let nodes = asker.graph().nodes.iter().filter(|node| node.kind == kind);
                nodes.map(|node| node.id.clone()).collect()
            }
        };
    }
    let words: Vec<&str> = args.question.iter().map(String::as_str).collect();
    let node = |name: &str, asker: &Asker| asker.resolve(name);
    Ok(match &words[..] {
        [] => by_flags(args, asker, schema)?,
        ["who-opposes", name @ ..] if !name.is_empty() => {
            questions::who(asker, -1, &node(&name.join(" "), asker)?)
        }
        ["who-supports", name @ ..] if !name.is_empty() => {
            questions::who(asker, 1, &node(&name.join(" "), asker)?)
        }
        ["position-of", rest @ ..] => {
            let Some(on) =
                rest.iter().position(|word| *word == "on").filter(|on| *on > 0 && on + 1 < rest.len())
            else {
                bail!("position-of needs two names: demarche query position-of Russia on NMD");
            };
            let (actor, target) = (rest[..on].join(" "), rest[on + 1..].join(" "));
            questions::position(asker, &node(&actor, asker)?, &node(&target, asker)?, args.over_time)
        }
        ["agree", one, other] => questions::agree(asker, &node(one, asker)?, &node(other, asker)?),
        ["path", one, other] => questions::path(asker, &node(one, asker)?, &node(other, asker)?),
        ["disputes"] => questions::disputes(asker),
        ["central"] => questions::central(asker),
        ["timeline", name @ ..] if !name.is_empty() => {
            questions::timeline(asker, &node(&name.join(" "), asker)?)
        }
        [ready @ ("who-opposes" | "who-supports" | "timeline" | "agree" | "path"), ..] => {
            let names = if matches!(*ready, "agree" | "path") {
                "two names; put one of several words in quotes"
            } else {
                "a name"
            };
            bail!("{ready} needs {names}")
        }
        words => {
            let question = words.join(" ");
            if !question.contains('[') {
                let ready = [
                    "who-opposes",
                    "who-supports",
                    "position-of",
                    "agree",
                    "disputes",
                    "timeline",
                    "path",
                    "central",
                ];
                if let Some(near) = nearest(words[0], ready).first() {
                    bail!("`{}` is no question; did you mean `{near}`?", words[0]);
                }
            }
            // A name that the graph lacks is no fault of the question, unlike one that nobody knows.
            let mut absent = None;
            let parsed = query::parse(&question, schema, |name| {
                let resolved = asker.resolve(name);
                if let Err(error @ NameError::Absent { .. }) = &resolved {
                    absent = Some(error.clone());
                }
                resolved
            });
            if let Some(absent) = absent {
                return Err(absent.into());
            }
            let mut pattern = parsed?;
            let flags = edge(args, schema)?;
            for edge in &mut pattern.edges {
                edge.relations.extend(flags.relations.iter().cloned());
                edge.signs.extend(&flags.signs);
                edge.modalities.extend(&flags.modalities);
            }
            for (name, node) in [(&args.who, 0), (&args.what, pattern.nodes.len() - 1)] {
                if let Some(name) = name {
                    pattern.nodes[node] = asker.resolve(name)?;
                }
            }
            asker.find(&pattern)
        }
    })
}

/// The answers to what flags alone ask.
fn by_flags<'g>(
    args: &Args,
    asker: &Asker<'g>,
    schema: &demarche::schema::Schema,
) -> anyhow::Result<Vec<Answer<'g>>> {
    let any =
        |name: &Option<String>| name.as_deref().map_or(Ok(NodePattern::Any), |name| asker.resolve(name));
    if args.who.is_none()
        && args.what.is_none()
        && args.relation.is_empty()
        && args.sign.is_empty()
        && args.about.is_none()
    {
        bail!(
            "nothing is asked; write a pattern like 'Russia -[opposes]-> NMD', a ready question or flags (see --help)"
        );
    }
    let edge = edge(args, schema)?;
    Ok(asker.find(&Pattern { nodes: vec![any(&args.who)?, any(&args.what)?], edges: vec![edge] }))
}

/// The edge that the flags describe.
fn edge(args: &Args, schema: &demarche::schema::Schema) -> anyhow::Result<EdgePattern> {
    let mut edge =
        EdgePattern { modalities: args.modality.iter().copied().collect(), ..EdgePattern::default() };
    for (flag, items) in [("--relation", &args.relation), ("--sign", &args.sign)] {
        for item in items {
            edge.add(item, schema).map_err(|what| anyhow::anyhow!("`{item}` is {what}")).context(flag)?;
        }
    }
    Ok(edge)
}

/// `; did you mean a or b?`.
pub fn or_one_of(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("; did you mean {}?", names.join(" or ")) }
}
