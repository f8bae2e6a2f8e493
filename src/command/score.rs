//! `demarche score GOLD STATEMENTS`: how well statements agree with an annotation.

use super::SchemaArg;
use demarche::score::{Gold, Level, Score, compare, read_gold};
use demarche::statement::{self, Statement};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Compare statements with gold annotation: precision, recall and F1, by level and by relation
#[derive(clap::Args)]
pub struct Args {
    /// Folder of annotations, one JSON file an article
    gold: PathBuf,
    /// Statements, one JSON object a line
    statements: PathBuf,
    /// List what was missed and what was wrong at the signed level
    #[arg(long)]
    detail: bool,
    #[command(flatten)]
    schema: SchemaArg,
}

pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let schema = args.schema.load()?;
    let gold = read_gold(&args.gold)?;
    let name = args.statements.display().to_string();
    let file = super::stored::open(&args.statements)?;
    let lines = statement::read(file, &name)?;
    for problem in &lines.malformed {
        eprintln!("skipped: {problem}");
    }
    let mut by_article: BTreeMap<&str, Vec<&Statement>> = BTreeMap::new();
    for (_, statement) in &lines.statements {
        by_article.entry(&statement.article).or_default().push(statement);
    }
    let none = Vec::new();
    let pairs: Vec<(&String, &Gold, &Vec<&Statement>)> =
        gold.iter().map(|(id, gold)| (id, gold, by_article.get(id.as_str()).unwrap_or(&none))).collect();
    for level in Level::ALL {
        let mut total = Score::default();
        for (id, gold, statements) in &pairs {
            let comparison = compare(statements, gold, level, &schema);
            total += comparison.score;
            if args.detail && level == Level::Signed {
                for index in comparison.missed {
                    let missed = &gold.statements[index];
                    writeln!(out, "MISSED\t{id}\t{}\t{}", missed.shown, missed.evidence)?;
                }
                for index in comparison.wrong {
                    let wrong = statements[index];
                    writeln!(
                        out,
                        "WRONG\t{id}\t{}\t{}",
                        wrong.shown(),
                        wrong.evidence.text.replace('\n', " ")
                    )?;
                }
            }
        }
        show(level.name(), total, out)?;
    }
    writeln!(out)?;
    for relation in schema.relations.values() {
        let mut total = Score::default();
        for (_, gold, statements) in &pairs {
            let own: Vec<&Statement> =
                statements.iter().copied().filter(|s| s.relation == relation.id).collect();
            let comparison = compare(&own, gold, Level::Typed, &schema);
            total.right += comparison.score.right;
            total.found += comparison.score.found;
            let is_of = |index: &usize| gold.statements[*index].relations[0] == relation.id;
            let musts = gold.statements.iter().filter(|g| g.must && g.relations[0] == relation.id).count();
            let all = compare(statements, gold, Level::Typed, &schema);
            total.must += musts;
            total.hit += musts - all.missed.iter().filter(|index| is_of(index)).count();
        }
        if total.found + total.must > 0 {
            show(&relation.id, total, out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One line of the report: precision, recall and their harmonic mean.
pub fn show(name: &str, score: Score, out: &mut dyn Write) -> std::io::Result<()> {
    let Score { right, found, hit, must } = score;
    let (p, r, f1) = (score.precision(), score.recall(), score.f1());
    writeln!(out, "{name:<20} P {p:.3} ({right}/{found})  R {r:.3} ({hit}/{must})  F1 {f1:.3}")
}
