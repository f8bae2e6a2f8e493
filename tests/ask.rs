//! Questions, comparisons and corrections on the command line, over a small graph of known statements.

use assert_cmd::Command;
use demarche::schema::Schema;
use demarche::statement::Statement;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Date, publisher, article, actor, relation, target, modality, who is represented, words.
const STORY: &str = "
2000-06-13|Wire|a1|state:RUS|opposes|system:nmd|asserted||Russia opposes the NMD.
2001-05-02|Daily|a2|state:RUS|opposes|system:nmd|asserted||Moscow remains against NMD, a spokesman said.
2001-05-02|Daily|a2|state:USA|deploys|system:nmd|intended||Washington will build the NMD.
2001-06-18|Daily|a3|official:vladimir-putin|threatens_withdrawal|treaty:start-2|conditional|state:RUS|Mr Putin may leave START II if the ABM treaty goes.
2001-06-18|Daily|a3|official:vladimir-putin|opposes|treaty:start-2|denied|state:RUS|Mr Putin does not oppose START II as such.
2000-04-14|Wire|a4|state:RUS|supports|treaty:start-2|asserted||Russia backs START II.
2002-06-14|Wire|a5|state:RUS|withdraws|treaty:start-2|asserted||Russia walks away from START II.
2001-12-14|Wire|a6|state:CHN|concerned|treaty:abm|asserted||China is worried about the ABM treaty.
2001-12-14|Wire|a6|state:USA|withdraws|treaty:abm|asserted||Washington leaves the ABM treaty.
2001-12-14|Wire|a6|state:RUS|upholds|treaty:abm|asserted||Moscow stands by the ABM treaty.
2001-12-15|Wire|a7|state:RUS|negotiates|state:USA|asserted||Russia and the United States hold talks.";

/// Statements and articles of the story as JSON Lines, each line through `edit`.
fn story(edit: impl Fn(&str) -> Option<String>) -> [String; 2] {
    let schema = Schema::embedded();
    let mut lines = String::new();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for line in STORY.trim().lines().filter_map(edit) {
        let cells: Vec<&str> = line.split('|').collect();
        let [date, publisher, article, actor, relation, target, modality, represents, words] = cells[..]
        else {
            panic!("{line}")
        };
        let participant = |id: &str| {
            let label = &schema.knowledge.entities[id].label;
            serde_json::json!({ "id": id, "type": id.split(':').next(), "label": label, "mention": label })
        };
        let mut statement: Statement = serde_json::from_value(serde_json::json!({
            "id": "", "article": article, "actor": participant(actor), "relation": relation,
            "sign": schema.sign(relation), "target": participant(target), "modality": modality,
            "represents": Some(represents).filter(|id| !id.is_empty()), "date": date, "publisher": publisher,
            "evidence": { "start": 0, "end": words.len(), "text": words }, "rule": "hand", "confidence": 0.9,
        }))
        .unwrap();
        statement.id = statement.content_id();
        lines.push_str(&serde_json::to_string(&statement).unwrap());
        lines.push('\n');
        texts.entry(article.to_owned()).or_default().push_str(words);
    }
    let record = |(id, text): (&String, &String)| {
        let hash =
            format!("{:016x}", text.bytes().fold(7u64, |hash, byte| hash.wrapping_mul(31) + u64::from(byte)));
        format!("{}\n", serde_json::json!({ "id": id, "hash": hash, "text_hash": hash }))
    };
    [lines, texts.iter().map(record).collect()]
}

/// A build of the story in `dir`, as `name`.
fn build(dir: &Path, name: &str, edit: impl Fn(&str) -> Option<String>) -> PathBuf {
    let read = dir.join(format!("{name}-read"));
    fs::create_dir(&read).unwrap();
    let [statements, articles] = story(edit);
    fs::write(read.join("statements.jsonl"), statements).unwrap();
    fs::write(read.join("articles.jsonl"), articles).unwrap();
    let folder = dir.join(name);
    run(&["merge", read.to_str().unwrap(), "-o", folder.to_str().unwrap()]);
    folder
}

fn same(line: &str) -> Option<String> {
    Some(line.to_owned())
}

struct Output {
    code: i32,
    out: String,
    err: String,
}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("demarche").unwrap();
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Output { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// Asks the story's graph, and shows what a reader sees.
fn asked(folder: &Path, arguments: &[&str]) -> String {
    let [command, rest @ ..] = arguments else { panic!() };
    let Output { code, out, err } = run(&[&[*command, "-g", folder.to_str().unwrap()], rest].concat());
    let shown: Vec<String> = arguments
        .iter()
        .map(|a| {
            if a.chars().all(|c| c.is_ascii_alphanumeric() || "-_:".contains(c)) {
                (*a).to_owned()
            } else {
                format!("'{a}'")
            }
        })
        .collect();
    let err = err.replace(folder.to_str().unwrap(), "GRAPH");
    format!("$ demarche {}\n{out}{err}[{code}]\n\n", shown.join(" "))
}

#[test]
fn questions_and_their_answers() {
    let dir = tempfile::tempdir().unwrap();
    let folder = build(dir.path(), "graph", same);
    let mut text = String::new();
    for arguments in [
        &["query", "Russia -[opposes]-> NMD"][..],
        &["query", "--who", "Russia", "--relation", "opposes", "--what", "NMD"],
        &["query", "state -[-]-> treaty:abm"],
        &["query", "? -[opposes|concerned]-> system"],
        &["query", "Russia -[-]-> START II", "--via-officials"],
        &["query", "? -[opposes, denied]-> treaty"],
        &["query", "USA -[negotiates]-> Russia"],
        &["query", "official -[represents]-> state"],
        &["query", "state <-[represents]- official -[-]-> treaty"],
        &["query", "? -[-]-> ? <-[deploys]- USA"],
        &["query", "Russia -[-]-> system", "--to", "2000", "--publisher", "wire"],
        &["query", "Russia -[-]-> system", "--to", "1999"],
        &["query", "--sign", "-", "--what", "treaty:abm", "--format", "csv"],
        &["query", "Russia -[opposes]-> NMD", "--format", "jsonl", "--to", "2000"],
        &["query", "who-opposes", "NMD"],
        &["query", "position-of", "Russia", "on", "START II", "--via-officials"],
        &["query", "position-of", "Russia", "on", "START II", "--over-time"],
        &["query", "agree", "Russia", "USA"],
        &["query", "disputes"],
        &["query", "timeline", "START II"],
        &["query", "path", "China", "START II"],
        &["query", "central", "--limit", "3"],
        &["query", "Russia -[opposs]-> NMD"],
        &["query", "Russia -[opposes] NMD"],
        &["query", "Rusia -[opposes]-> NMD"],
        &["query", "Russia -[opposes]-> CTBT"],
        &["query", "who-opose", "NMD"],
        &["query", "position-of", "Russia"],
        &["query"],
        &[
            "sql",
            "SELECT actor, relation, target, weight FROM positions WHERE sign < 0 ORDER BY weight DESC, edge",
        ],
        &[
            "sql",
            "SELECT date, evidence FROM quotes WHERE target = 'START II' ORDER BY date",
            "--format",
            "jsonl",
        ],
        &["sql", "SELECT id FROM edges WHERE relation = 'none'"],
        &["sql", "DELETE FROM edges"],
        &["sql", "SELECT nothing FROM nowhere"],
    ] {
        text.push_str(&asked(&folder, arguments));
    }
    insta::assert_snapshot!(text);
}

/// The files of a build, by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())).collect()
}

/// The story as told later: one position turns, one hardens, one article is gone and one new.
fn later(line: &str) -> Option<String> {
    if line.contains("|a7|") {
        return None;
    }
    Some(
        line.replace(
            "|opposes|system:nmd|asserted||Russia opposes the NMD.",
            "|supports|system:nmd|asserted||Russia supports the NMD.",
        )
        .replace(
            "|concerned|treaty:abm|asserted||China is worried",
            "|opposes|treaty:abm|asserted||China protests, being worried",
        )
        .replace(
            "|upholds|treaty:abm|asserted||Moscow stands by",
            "|upholds|treaty:abm|conditional||Moscow may stand by",
        ),
    )
}

#[test]
fn differences_for_people_and_programs() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (build(dir.path(), "old", same), build(dir.path(), "new", later));
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    let mut text = String::new();
    for arguments in [
        &["diff", "OLD", "NEW"][..],
        &["diff", "OLD", "NEW", "--summary"],
        &["diff", "OLD", "OLD"],
        &["diff", "OLD", "NEW", "--format", "jsonl"],
        &["diff", "OLD", "NEW", "--format", "dot", "--changed-only"],
        &["diff", "OLD", "NEW", "--summary", "--fail-on", "node-merged"],
        &["diff", "OLD", "NEW", "--summary", "--fail-on", "flip,removed"],
        &["diff", "OLD", "NEW", "--fail-on", "turned-around"],
        &["diff", "OLD", "NOWHERE"],
    ] {
        let given: Vec<&str> = arguments
            .iter()
            .map(|a| match *a {
                "OLD" => old,
                "NEW" => new,
                other => other,
            })
            .collect();
        let Output { code, out, err } = run(&given);
        text.push_str(&format!("$ demarche {}\n{out}{err}[{code}]\n\n", arguments.join(" ")));
    }
    insta::assert_snapshot!(text);
    for format in ["graphml", "svg"] {
        let written = run(&["diff", old, new, "--format", format]).out;
        let mut reader = quick_xml::Reader::from_str(&written);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        for mark in ["added", "removed", "changed", "same"] {
            assert!(written.contains(mark), "{format} lacks what is {mark}");
        }
    }
}

#[test]
fn the_readme_shows_what_diff_writes() {
    let dir = tempfile::tempdir().unwrap();
    for (name, verb) in [("old", "opposes"), ("new", "supports")] {
        let article = serde_json::json!({
            "id": "2001-05-02-talks", "date": "2001-05-02", "publisher": "Daily", "text": format!("Russia {verb} the NMD."),
        });
        fs::write(dir.path().join("corpus.jsonl"), format!("{article}\n")).unwrap();
        let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
        run(&["build", &path("corpus.jsonl"), "-o", &path(name)]);
    }
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let written = run(&["diff", &path("old"), &path("new")]).out;
    let readme = fs::read_to_string("README.md").unwrap();
    assert!(
        readme.contains(&format!("$ demarche diff old new\n{written}```")),
        "the README lacks\n{written}"
    );
}

#[test]
fn a_patch_leads_there_and_back_to_the_byte() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (build(dir.path(), "old", same), build(dir.path(), "new", later));
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (patch, there, back) = (dir.path().join("patch"), dir.path().join("there"), dir.path().join("back"));
    fs::write(&patch, run(&["diff", &text(&old), &text(&new), "--format", "patch"]).out).unwrap();
    run(&["apply", &text(&old), &text(&patch), "-o", &text(&there)]);
    assert_eq!(files(&there), files(&new));
    run(&["apply", &text(&new), &text(&patch), "--reverse", "-o", &text(&back)]);
    assert_eq!(files(&back), files(&old));
    let unfit = run(&["apply", &text(&new), &text(&patch), "-o", &text(&back)]);
    assert_eq!(unfit.code, 2);
    assert!(
        unfit.err.contains("apply the patch to the build it was made from")
            || unfit.err.contains("apply it to"),
        "{}",
        unfit.err
    );
    assert_eq!(files(&back), files(&old), "nothing was written");
    fs::write(&patch, "no patch").unwrap();
    assert!(run(&["apply", &text(&old), &text(&patch)]).err.contains("is no patch"));
}

#[test]
fn broken_files_are_told_with_their_place() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (build(dir.path(), "old", same), build(dir.path(), "new", same));
    let statements = new.join("statements.jsonl");
    let whole = fs::read_to_string(&statements).unwrap();
    fs::write(&statements, &whole[..whole.len() - 40]).unwrap();
    let told = run(&["diff", old.to_str().unwrap(), new.to_str().unwrap()]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("statements.jsonl:11"), "{}", told.err);
    let told = run(&["query", "-g", new.to_str().unwrap(), "disputes"]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("statements.jsonl:11"), "{}", told.err);
    // Changed by hand: read whole, compared by what it says.
    fs::write(&statements, &whole).unwrap();
    let graph = fs::read_to_string(new.join("graph.json")).unwrap();
    let value: serde_json::Value =
        serde_json::from_str(&graph.replace("\"weight\":2.0", "\"weight\":7.0")).unwrap();
    fs::write(new.join("graph.json"), serde_json::to_string_pretty(&value).unwrap()).unwrap();
    let told = run(&["diff", old.to_str().unwrap(), new.to_str().unwrap()]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("no cause found"), "{}{}", told.out, told.err);
}

#[test]
fn corrections_are_applied_kept_and_undone() {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    fs::write(corpus.join("a.txt"), "Russia opposes the National Missile Defense. China opposes START II.\n")
        .unwrap();
    let folder = dir.path().join("out");
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (corpus, out) = (text(&corpus), text(&folder));
    run(&["build", &corpus, "-o", &out]);
    let before = files(&folder);
    let query = |question: &str| run(&["query", "-g", &out, question, "--format", "csv"]);
    let id =
        query("Russia -[opposes]-> NMD").out.lines().nth(1).unwrap().rsplit(',').next().unwrap().to_owned();
    let why = ["--author", "anna", "--date", "2026-01-05", "--reason", "read again"];
    let correct = |what: &[&str]| run(&[&["correct", &out], what, &why].concat());

    let made = correct(&["change", &id, "--relation", "concerned"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert_eq!(query("Russia -[opposes]-> NMD").code, 1);
    assert_eq!(query("Russia -[concerned]-> NMD").code, 0);
    assert_eq!(run(&["validate", &out]).out, "0 errors, 0 warnings\n");
    let corrected = files(&folder);
    run(&["build", &corpus, "-o", &out]);
    assert_eq!(files(&folder), corrected, "building again keeps the correction");
    let plain = dir.path().join("plain");
    run(&["build", &corpus, "-o", &text(&plain)]);
    let told = run(&["diff", &text(&plain), &out]);
    assert!(told.out.contains("softened") && told.out.contains("(correction c_"), "{}", told.out);

    assert_eq!(correct(&["same", "state:CHN", "state:RUS"]).code, 0);
    assert_eq!(query("Russia -[opposes]-> START II").code, 0);
    let conflict = correct(&["different", "state:CHN", "state:RUS"]);
    assert_eq!(conflict.code, 1);
    assert!(conflict.err.contains("error[correction-conflict]"), "{}", conflict.err);
    let listed = run(&["correct", &out, "list"]).out;
    assert!(
        listed.contains("state:CHN is state:RUS\n") && listed.contains("2026-01-05, anna: read again"),
        "{listed}"
    );
    for line in listed.lines().filter(|line| line.starts_with("c_")) {
        assert_ne!(correct(&["undo", line.split(' ').next().unwrap()]).code, 2);
    }
    let mut after = files(&folder);
    after.remove("corrections.jsonl");
    assert_eq!(after.remove("originals.jsonl"), Some(Vec::new()));
    assert_eq!(after, before, "undone corrections leave no trace but their history");

    for (arguments, told) in [
        (&["wrong", "st_1"][..], "there is no statement `st_1`"),
        (&["same", "state:CHM", "state:RUS"], "there is no node `state:CHM` here; did you mean state:CHN"),
        (&["change", &id], "nothing to change"),
        (&["change", &id, "--relation", "likes"], "`likes` is no position"),
    ] {
        let refused = correct(arguments);
        assert_eq!(refused.code, 2);
        assert!(refused.err.contains(told), "{}", refused.err);
    }
    assert!(run(&["correct", &out, "wrong", &id, "--author", "anna"]).err.contains("give --reason"));
}

#[test]
fn articles_added_and_removed_equal_building_anew() {
    let dir = tempfile::tempdir().unwrap();
    let mut articles: Vec<PathBuf> =
        fs::read_dir("examples/articles").unwrap().map(|entry| entry.unwrap().path()).collect();
    articles.sort();
    let copy = |name: &str, range: std::ops::Range<usize>| -> String {
        let folder = dir.path().join(name);
        fs::create_dir(&folder).unwrap();
        for article in &articles[range] {
            fs::copy(article, folder.join(article.file_name().unwrap())).unwrap();
        }
        folder.to_str().unwrap().to_owned()
    };
    let (all, some, rest) =
        (copy("all", 0..articles.len()), copy("some", 0..6), copy("rest", 6..articles.len()));
    let out = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let whole = out("whole");
    run(&["build", &all, "-o", &whole]);
    run(&["build", &some, "-o", &out("part")]);
    let added = run(&["add", &out("part"), &rest, "-o", &out("grown")]);
    assert_eq!(added.code, 0, "{}", added.err);
    assert_eq!(files(Path::new(&out("grown"))), files(Path::new(&whole)));
    let ids: Vec<String> = fs::read_to_string(Path::new(&whole).join("articles.jsonl"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|record| !Path::new(&some).join(record["file"].as_str().unwrap()).exists())
        .map(|record| record["id"].as_str().unwrap().to_owned())
        .collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let removed = run(&[&["remove", &whole], &ids[..], &["-o", &out("shrunk")]].concat());
    assert_eq!(removed.code, 0, "{}", removed.err);
    assert_eq!(files(Path::new(&out("shrunk"))), files(Path::new(&out("part"))));
    let unknown = run(&["remove", &whole, "2000-04-14-duma-start-3"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean 2000-04-14-duma-start-2"), "{}", unknown.err);
    let mut text = fs::read_to_string(&articles[0]).unwrap();
    text.push_str("\nRussia opposes the National Missile Defense.\n");
    let edited = dir.path().join(articles[0].file_name().unwrap());
    fs::write(&edited, text).unwrap();
    let edited = edited.to_str().unwrap();
    assert!(run(&["add", &whole, edited]).err.contains("--replace lets the new one take its place"));
    assert_eq!(run(&["add", &whole, edited, "--replace"]).code, 0);
}

#[test]
fn commands_of_the_readme_answer() {
    let readme = fs::read_to_string("README.md").unwrap();
    let commands: Vec<&str> = readme
        .lines()
        .filter(|line| ["demarche query", "demarche sql"].iter().any(|begin| line.starts_with(begin)))
        .collect();
    assert!(commands.len() > 5);
    for command in commands {
        let words = command.replacen("demarche", env!("CARGO_BIN_EXE_demarche"), 1);
        let output = std::process::Command::new("sh").args(["-c", &words]).output().unwrap();
        // What the example articles say changes with the reading of them; a question must be understood.
        let understood = matches!(output.status.code(), Some(0 | 1));
        assert!(understood, "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
