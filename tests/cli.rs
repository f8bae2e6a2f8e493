//! The command line: a good and a bad run of every command, bad input, and what stays the same.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn demarche() -> Command {
    let mut command = Command::cargo_bin("demarche").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn stderr(output: &std::process::Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn stdout(output: &std::process::Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The files of a folder with their contents.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())).collect()
}

/// Builds the folder `corpus` into a new folder and returns both output and files.
fn build(corpus: &Path, arguments: &[&str]) -> (std::process::Output, BTreeMap<String, Vec<u8>>) {
    let out = tempfile::tempdir().unwrap();
    let output =
        demarche().arg("build").arg(corpus).args(arguments).arg("-o").arg(out.path()).output().unwrap();
    (output, contents(out.path()))
}

const STORY: &str = "MOSCOW, June 13, 2000 (Example Wire) -- Russia opposes the National Missile Defense.\n";

#[test]
fn the_example_graph_in_out_is_current() {
    let (output, built) = build(Path::new("examples/articles"), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let committed = contents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("out"));
    assert_eq!(built.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, bytes) in built {
        assert!(
            bytes == committed[&name],
            "out/{name} is old; run `cargo run --release -- build examples/articles -o out`"
        );
    }
}

#[test]
fn the_example_graph_is_sound() {
    let output = demarche().args(["validate", "out", "--corpus", "examples/articles"]).output().unwrap();
    assert!(
        stdout(&output).ends_with(" warnings\n") && stdout(&output).contains("0 errors"),
        "{}",
        stdout(&output)
    );
    assert!(output.status.success());
}

#[test]
fn threads_and_the_order_of_files_change_no_byte() {
    let (_, one) = build(Path::new("examples/articles"), &["--threads", "1"]);
    let (_, two) = build(Path::new("examples/articles"), &["--threads", "2"]);
    assert_eq!(one, two);
    let mut files: Vec<_> =
        fs::read_dir("examples/articles").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.reverse();
    let out = tempfile::tempdir().unwrap();
    demarche().arg("build").args(&files).arg("-o").arg(out.path()).assert().success();
    assert_eq!(contents(out.path()), one);
}

#[test]
fn shards_merge_to_the_bytes_of_one_build() {
    let (_, whole) = build(Path::new("examples/articles"), &[]);
    let mut files: Vec<_> =
        fs::read_dir("examples/articles").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let dir = tempfile::tempdir().unwrap();
    let (left, right, merged) = (dir.path().join("1"), dir.path().join("2"), dir.path().join("merged"));
    demarche().arg("extract").args(&files[..5]).arg("-o").arg(&left).assert().success();
    demarche().arg("extract").args(&files[5..]).arg("-o").arg(&right).assert().success();
    demarche().arg("merge").arg(&right).arg(&left).arg("-o").arg(&merged).assert().success();
    assert_eq!(contents(&merged), whole);
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()).collect()
}

#[test]
fn formats_agree_with_their_json_schemas() {
    let (_, files) = build(Path::new("examples/articles"), &["--text"]);
    let check = |format: &str, lines: Vec<&[u8]>| {
        let schema = demarche::schema::Schema::json_schema(format).unwrap();
        let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
        assert!(!lines.is_empty());
        for line in lines {
            let value = serde_json::from_slice(line).unwrap();
            if let Err(error) = validator.validate(&value) {
                panic!("{format}: {error} at {} in {value}", error.instance_path());
            }
        }
    };
    check("statement", lines(&files["statements.jsonl"]));
    check("article", lines(&files["articles.jsonl"]));
    check("graph", vec![&files["graph.json"]]);
}

#[test]
fn records_with_text_are_a_corpus_again() {
    let (_, files) = build(Path::new("examples/articles"), &["--text"]);
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("articles.jsonl"), &files["articles.jsonl"]).unwrap();
    let (_, again) = build(dir.path(), &["--text"]);
    assert_eq!(again["statements.jsonl"], files["statements.jsonl"]);
    assert_eq!(again["graph.json"], files["graph.json"]);
}

#[test]
fn extract_writes_statements_to_standard_output() {
    let output = demarche().args(["extract", "-"]).write_stdin(STORY).output().unwrap();
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["actor"]["id"], "state:RUS");
    assert_eq!(line["relation"], "opposes");
    assert_eq!(line["target"]["id"], "system:nmd");
    assert_eq!(line["date"], "2000-06-13");
    assert_eq!(line["evidence"]["text"], "Russia opposes the National Missile Defense.");
    assert_eq!(line["evidence"]["start"], STORY.find("Russia").unwrap());
}

#[test]
fn standard_input_may_be_json_lines() {
    let line = format!(
        "{}\n",
        serde_json::json!({ "id": "one", "text": STORY, "date": "1999-01-02", "desk": "foreign" })
    );
    let output = demarche().args(["extract", "-"]).write_stdin(line).output().unwrap();
    let statement: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&statement["article"], &statement["date"]), (&"one".into(), &"1999-01-02".into()));
}

#[test]
fn bad_files_cost_only_themselves() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
    write("good.txt", STORY.as_bytes());
    write("empty.txt", b"  \n");
    write("binary.txt", b"\x7fELF\x02\x01\x01\0\0\0");
    write("latin.txt", b"Russia opposes the NMD, the minister of G\xe9orgie said.\n");
    write("picture.png", b"\x89PNG");
    let lines = [
        r#"{"id": "l1", "text": "NATO supports START II."}"#.to_owned(),
        r#"{"id": "l2", "text": "cut off"#.to_owned(),
        r#"{"id": "l3", "date": "sometime", "text": "Iran opposes START II."}"#.to_owned(),
        r#"{"id": "l4"}"#.to_owned(),
    ];
    write("lines.jsonl", lines.join("\n").as_bytes());
    let (output, files) = build(dir.path(), &[]);
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&files["statements.jsonl"]).lines().count(), 4);
    let told = stderr(&output);
    for line in [
        "skipped: empty.txt: is empty; take it out, or fill it",
        "skipped: binary.txt: is binary (byte 4 is a control character that text does not have); export the article as text",
        "skipped: picture.png: is no file of a known format",
        "skipped: lines.jsonl:2: is no JSON article (EOF while parsing a string at line 1 column 29); mend or remove the line",
        "skipped: lines.jsonl:4: has no `text`; put the article's text into the field `text`",
        "note: latin.txt: byte 41 is not UTF-8; read as windows-1252; save the file as UTF-8 if its names look wrong",
        "note: lines.jsonl:3: its date `sometime` is no date and is left out; write YYYY-MM-DD, YYYY-MM or YYYY",
    ] {
        assert!(told.contains(line), "missing: {line}\nin: {told}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_costs_only_itself() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("good.txt"), STORY).unwrap();
    fs::write(dir.path().join("secret.txt"), STORY).unwrap();
    fs::set_permissions(dir.path().join("secret.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    // Root reads everything; a dangling link cannot be read by anybody.
    symlink(dir.path().join("nowhere.txt"), dir.path().join("dangling.txt")).unwrap();
    symlink(dir.path(), dir.path().join("loop")).unwrap();
    let (output, files) = build(dir.path(), &["--fail-on", "never"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!files["statements.jsonl"].is_empty());
    assert!(stderr(&output).contains("dangling.txt: cannot be read"), "{}", stderr(&output));
    assert!(stderr(&output).contains("loop"), "{}", stderr(&output));
}

#[test]
fn one_id_for_two_articles_is_an_error_that_names_both() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), STORY).unwrap();
    fs::write(dir.path().join("a.md"), "Another story.").unwrap();
    let output = demarche().arg("extract").arg(dir.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert!(told.contains("a.md and a.txt are different articles with the same id `a`"), "{told}");
}

#[test]
fn the_same_article_twice_counts_once() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), STORY).unwrap();
    fs::write(dir.path().join("a.md"), STORY).unwrap();
    let output = demarche().arg("extract").arg(dir.path()).output().unwrap();
    assert_eq!(stdout(&output).lines().count(), 1);
    assert!(stderr(&output).contains("a.txt: holds the article `a` once more"), "{}", stderr(&output));
}

#[test]
fn a_huge_single_line_is_read() {
    let sentence = "Russia opposes the National Missile Defense and the weather is fine in 1 of 2 towns, ";
    let text = sentence.repeat(1_000_000 / sentence.len());
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("huge.txt"), text).unwrap();
    let (output, files) = build(dir.path(), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!files["statements.jsonl"].is_empty());
}

#[test]
fn hostile_text_costs_no_more_than_its_length() {
    // Each of these took minutes when a step looked back to the begin of a run.
    let runs = [
        format!("NMD.{}", ")".repeat(400_000)),
        "a&".repeat(400_000),
        "1,".repeat(400_000),
        "a.".repeat(400_000),
    ];
    for run in runs {
        let output = demarche().args(["extract", "-"]).write_stdin(format!("{STORY}{run}")).output().unwrap();
        assert_eq!(stdout(&output).lines().count(), 1, "{}", &run[..8]);
    }
}

#[test]
fn articles_without_an_id_get_one_from_their_content() {
    let dir = tempfile::tempdir().unwrap();
    let line = |publisher: &str| serde_json::json!({ "text": STORY, "publisher": publisher }).to_string();
    fs::write(dir.path().join("wire.jsonl"), [line("One"), line("Two"), line("One")].join("\n")).unwrap();
    let (output, files) = build(dir.path(), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(String::from_utf8_lossy(&files["articles.jsonl"]).lines().count(), 2);
    let edge = String::from_utf8_lossy(&files["edges.csv"]).into_owned();
    assert!(edge.contains("One; Two"), "both publishers, one weight: {edge}");
}

#[test]
fn a_file_counts_once_whatever_ways_lead_to_it() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("sub")).unwrap();
    let file = dir.path().join("sub/a.txt");
    fs::write(&file, STORY).unwrap();
    let run = |inputs: [&Path; 2]| demarche().arg("extract").args(inputs).output().unwrap().stdout;
    let once = run([dir.path(), &file]);
    assert_eq!(once, run([&file, dir.path()]));
    assert!(String::from_utf8(once).unwrap().contains("\"article\":\"sub/a\""));
}

#[test]
fn an_output_that_nobody_reads_loses_nothing() {
    let out = tempfile::tempdir().unwrap();
    let script = format!("{} build examples/articles -o \"$0\" | true", env!("CARGO_BIN_EXE_demarche"));
    let status = std::process::Command::new("sh").args(["-c", &script]).arg(out.path()).status().unwrap();
    assert!(status.success());
    assert_eq!(contents(out.path()).len(), 11);
}

#[test]
fn a_folder_in_the_way_of_a_file_is_told_before_anything_is_replaced() {
    let out = tempfile::tempdir().unwrap();
    fs::create_dir(out.path().join("graph.dot")).unwrap();
    let output = demarche().args(["build", "examples/articles", "-o"]).arg(out.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("graph.dot: is a folder"), "{}", stderr(&output));
    assert!(!out.path().join("graph.json").exists());
}

#[test]
fn an_output_folder_that_cannot_be_made_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let output =
        demarche().args(["build", "examples/articles", "-o"]).arg(file.join("out")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("the output folder cannot be made; choose another with -o"),
        "{}",
        stderr(&output)
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), "in the way");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_what_was_there() {
    // A limit on the size of files makes writing fail like a full disk does.
    let out = tempfile::tempdir().unwrap();
    demarche().args(["build", "examples/articles", "-o"]).arg(out.path()).assert().success();
    let before = contents(out.path());
    let program = env!("CARGO_BIN_EXE_demarche");
    let script =
        format!("trap '' XFSZ; ulimit -f 8; exec {program} build examples/articles --nodes all -o \"$0\"");
    let output = std::process::Command::new("sh")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["-c", &script])
        .arg(out.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("what was there before is untouched"), "{}", stderr(&output));
    let mut after = contents(out.path());
    assert!(after.remove(".demarche-journal").is_some(), "what was read is kept");
    assert_eq!(after, before);
    demarche().args(["build", "examples/articles", "-o"]).arg(out.path()).assert().success();
    assert_eq!(contents(out.path()), before);
}

#[test]
fn validate_answers_with_its_exit_code() {
    let code =
        |arguments: &[&str]| demarche().arg("validate").args(arguments).output().unwrap().status.code();
    assert_eq!(code(&["tests/findings/good.jsonl"]), Some(0));
    assert_eq!(code(&["tests/findings/sign.jsonl"]), Some(1));
    assert_eq!(code(&["tests/findings/sign.jsonl", "--fail-on", "never"]), Some(0));
    assert_eq!(code(&["tests/findings/both-signs.jsonl"]), Some(0));
    assert_eq!(code(&["tests/findings/both-signs.jsonl", "--fail-on", "warning"]), Some(1));
    assert_eq!(code(&["tests/findings/nowhere.jsonl"]), Some(2));
}

#[test]
fn findings_say_where_what_and_what_to_do() {
    let output = demarche().args(["validate", "tests/findings/sign.jsonl"]).output().unwrap();
    let expected = "error[sign] tests/findings/sign.jsonl:1: `opposes` has the sign -1, not 1\n  \
                    hint: take the sign of the relation's file\n1 errors, 0 warnings\n";
    assert_eq!(stdout(&output), expected);
}

#[test]
fn merge_takes_statements_of_others_and_reports_what_it_leaves_out() {
    let out = tempfile::tempdir().unwrap();
    let inputs =
        ["tests/findings/good.jsonl", "tests/findings/malformed.jsonl", "tests/findings/id-form.jsonl"];
    let output = demarche().arg("merge").args(inputs).arg("-o").arg(out.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains("error[malformed] tests/findings/malformed.jsonl:2: is no statement"), "{told}");
    assert!(
        told.contains("error[id-form] tests/findings/id-form.jsonl:1: id `system:the shield`; left out"),
        "{told}"
    );
    assert_eq!(fs::read_to_string(out.path().join("statements.jsonl")).unwrap().lines().count(), 1);
    let output =
        demarche().args(["merge", "tests/findings/good.json", "-o"]).arg(out.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("holds a graph but no statements"), "{}", stderr(&output));
}

#[test]
fn evidence_that_cannot_be_checked_is_told() {
    let output = demarche()
        .args(["validate", "tests/findings/good.jsonl", "--corpus", "examples/articles"])
        .output()
        .unwrap();
    assert!(stdout(&output).contains("warning[unknown-article]"), "{}", stdout(&output));
}

#[test]
fn validate_finds_fields_where_build_found_them() {
    let dir = tempfile::tempdir().unwrap();
    let (corpus, out) = (dir.path().join("table.csv"), dir.path().join("out"));
    fs::write(&corpus, format!("id,body\n1,\"{}\"\n", STORY.trim())).unwrap();
    let fields = ["--map", "text=body"];
    demarche().arg("build").arg(&corpus).args(fields).arg("-o").arg(&out).assert().success();
    let validate = || {
        let mut command = demarche();
        command.arg("validate").arg(&out).args(fields).arg("--corpus").arg(&corpus);
        command.output().unwrap()
    };
    assert!(validate().status.success(), "{}", stdout(&validate()));
    let statements = out.join("statements.jsonl");
    let changed = fs::read_to_string(&statements).unwrap().replace("opposes the", "rejects the");
    fs::write(&statements, changed).unwrap();
    assert!(stdout(&validate()).contains("error[evidence-differs]"), "{}", stdout(&validate()));
}

#[test]
fn export_writes_each_format() {
    for (format, begin) in [
        ("graphml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"),
        ("gexf", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"),
        ("dot", "digraph demarche {"),
    ] {
        let output = demarche().args(["export", "out", "--to", format]).output().unwrap();
        assert!(stdout(&output).starts_with(begin), "{format}");
        assert_eq!(output.stdout, fs::read(format!("out/graph.{format}")).unwrap());
    }
    let dir = tempfile::tempdir().unwrap();
    for format in demarche::export::Format::ALL {
        let name = format.about().name;
        demarche()
            .args(["export", "out", "--to", name, "--without-facts", "-o"])
            .arg(dir.path())
            .assert()
            .success();
        for (file, _) in format.files() {
            assert!(fs::metadata(dir.path().join(file)).unwrap().len() > 0, "{file}");
        }
    }
    assert!(!fs::read_to_string(dir.path().join("edges.csv")).unwrap().contains("party_to"));
    let output = demarche().args(["export", "out", "--to", "csv"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output), "error: csv is 2 files; name a folder for them with -o\n");
    let output = demarche().args(["export", "tests/findings/weight.json", "--to", "dot"]).output().unwrap();
    assert!(stderr(&output).contains("has the weight 0"), "{}", stderr(&output));
}

#[test]
fn export_lists_its_formats() {
    let output = demarche().args(["export", "--list"]).output().unwrap();
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn export_cuts_down_and_takes_apart() {
    let participant = |id: &str| {
        let kind = id.split(':').next().unwrap();
        serde_json::json!({ "id": id, "type": kind, "label": if id == "state:CHN" { "China" } else { id } })
    };
    let statement = |(index, words): (usize, [&str; 3])| {
        serde_json::json!({
            "id": format!("st_{index:012x}"), "article": "a", "actor": participant(words[0]), "relation": words[1],
            "sign": if words[1] == "opposes" { -1 } else { 1 }, "target": participant(words[2]),
            "modality": "asserted", "evidence": { "start": index, "end": index + 5, "text": format!("say {index}") },
        })
        .to_string()
    };
    let statements = [
        ["state:RUS", "opposes", "system:nmd"],
        ["state:RUS", "opposes", "system:nmd"],
        ["state:CHN", "supports", "treaty:abm"],
    ];
    let lines: Vec<String> = statements.into_iter().enumerate().map(statement).collect();
    let dir = tempfile::tempdir().unwrap();
    demarche()
        .args(["merge", "-", "--fail-on", "never", "-o"])
        .arg(dir.path())
        .write_stdin(lines.join("\n"))
        .assert()
        .success();
    let edges = |arguments: &[&str]| -> Vec<String> {
        let output = demarche()
            .arg("export")
            .arg(dir.path())
            .args(["--to", "node-link", "--without-facts"])
            .args(arguments)
            .output()
            .unwrap();
        let graph: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        let edges = graph["edges"].as_array().unwrap().iter();
        edges
            .map(|edge| {
                format!("{} {} {}", edge["source"], edge["relation"], edge["target"]).replace('"', "")
            })
            .collect()
    };
    let (opposes, supports) =
        ("state:RUS opposes system:nmd".to_owned(), "state:CHN supports treaty:abm".to_owned());
    assert_eq!(edges(&[]), [supports.clone(), opposes.clone()]);
    assert_eq!(edges(&["--sign", "-"]), std::slice::from_ref(&opposes));
    assert_eq!(edges(&["--relation", "supports"]), std::slice::from_ref(&supports));
    assert_eq!(edges(&["--around", "China"]), [supports]);
    assert_eq!(edges(&["--min-weight", "2"]), std::slice::from_ref(&opposes));
    assert_eq!(edges(&["--edges", "statements", "--sign", "-"]), [opposes.clone(), opposes]);
    let output = demarche()
        .arg("export")
        .arg(dir.path())
        .args(["--to", "dot", "--relation", "opposse"])
        .output()
        .unwrap();
    assert!(stderr(&output).contains("did you mean opposes"), "{}", stderr(&output));
}

#[test]
fn import_brings_an_export_back() {
    let dir = tempfile::tempdir().unwrap();
    let graph = fs::read_to_string("out/graph.json").unwrap();
    for format in ["graphml", "gexf", "node-link"] {
        let exported = demarche().args(["export", "out", "--to", format]).output().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, exported.stdout).unwrap();
        let output = demarche().arg("import").arg(&file).output().unwrap();
        assert_eq!(stderr(&output), "", "{format}");
        // Names that a line break cuts in the articles stand on one line in files.
        let read = |text: &str| {
            let mut graph: demarche::graph::Graph = serde_json::from_str(text).unwrap();
            for alias in graph.nodes.iter_mut().flat_map(|node| &mut node.aliases) {
                *alias = alias.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            graph
        };
        assert_eq!(read(&stdout(&output)), read(&graph), "{format}");
    }
    fs::write(dir.path().join("file"), "no graph").unwrap();
    let output = demarche().arg("import").arg(dir.path().join("file")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("is neither GraphML nor GEXF nor node-link JSON"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_faulty_schema_is_told() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("lexicon")).unwrap();
    fs::write(
        dir.path().join("lexicon/cues.csv"),
        "words,part,frame,target,relation,modality,negated,example,counter\nlike,verb,subject-object,object,likes,,,,\n",
    )
    .unwrap();
    let output =
        demarche().args(["extract", "examples/articles", "--schema"]).arg(dir.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("lexicon/cues.csv:2: relation `likes` is unknown"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn completions_and_manual_pages_are_printed() {
    demarche().args(["completions", "bash"]).assert().success();
    demarche().args(["man"]).assert().success();
    demarche().args(["man", "build"]).assert().success();
    demarche().args(["man", "nothing"]).assert().code(2);
}

#[test]
fn help_pages() {
    let mut pages = String::new();
    for command in [
        "",
        "build",
        "extract",
        "merge",
        "add",
        "remove",
        "correct",
        "validate",
        "query",
        "sql",
        "diff",
        "apply",
        "export",
        "import",
        "explain",
        "schema",
        "completions",
        "man",
    ] {
        let arguments: Vec<&str> =
            [command, "--help"].into_iter().filter(|argument| !argument.is_empty()).collect();
        let output = demarche().env("COLUMNS", "100").args(&arguments).output().unwrap();
        pages.push_str(&format!("$ demarche {}\n{}\n", arguments.join(" "), stdout(&output)));
    }
    insta::assert_snapshot!(pages);
}

#[test]
fn the_readme_sentence_becomes_the_readme_edges() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let sentence: Vec<&str> = readme.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    let output = demarche().args(["extract", "-"]).write_stdin(sentence.join("\n")).output().unwrap();
    let mut found: Vec<String> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str::<demarche::statement::Statement>(line).unwrap().shown())
        .collect();
    found.sort();
    let block = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let edge = |line: &str| {
        let words: Vec<&str> = line.trim_end_matches(['+', '−', '0']).split_whitespace().collect();
        words.join(" ")
    };
    let mut promised: Vec<String> = block.lines().map(edge).collect();
    promised.sort();
    assert_eq!(found, promised);
}

#[test]
fn the_picture_shows_the_positions_of_the_example_graph() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let picture = fs::read_to_string(root.join("out/graph.svg")).unwrap();
    let graph: serde_json::Value =
        serde_json::from_slice(&fs::read(root.join("out/graph.json")).unwrap()).unwrap();
    let positions = graph["edges"].as_array().unwrap().iter().filter(|edge| edge["layer"] == "stance");
    let ids: Vec<&str> = positions.map(|edge| edge["id"].as_str().unwrap()).collect();
    let missing: Vec<_> = ids.iter().filter(|id| !picture.contains(&format!("id=\"{id}\""))).collect();
    assert!(
        missing.is_empty() && picture.matches("class=\"edge\"").count() == ids.len(),
        "old picture, lacks {missing:?}"
    );
    assert!(fs::read_to_string(root.join("README.md")).unwrap().contains("](out/graph.svg)"));
}

#[test]
fn the_database_holds_the_graph_its_statements_and_articles() {
    let dir = tempfile::tempdir().unwrap();
    demarche().args(["export", "out", "--to", "sqlite", "-o"]).arg(dir.path()).assert().success();
    let database = rusqlite::Connection::open(dir.path().join("graph.sqlite")).unwrap();
    let count = |query: &str| database.query_row(query, [], |row| row.get::<_, usize>(0)).unwrap();
    let graph: demarche::graph::Graph = serde_json::from_slice(&fs::read("out/graph.json").unwrap()).unwrap();
    let stances = graph.edges.iter().filter(|edge| edge.layer == demarche::schema::Layer::Stance).count();
    assert_eq!(count("SELECT count(*) FROM nodes"), graph.nodes.len());
    assert_eq!(count("SELECT count(*) FROM edges"), graph.edges.len());
    assert_eq!(count("SELECT count(*) FROM positions"), stances);
    assert_eq!(count("SELECT count(*) FROM quotes"), graph.meta.statements);
    assert_eq!(count("SELECT count(*) FROM statements WHERE edge IS NULL"), 0);
    assert_eq!(count("SELECT count(*) FROM articles"), graph.meta.articles);
    // Every reference leads somewhere.
    assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    // Equal input, equal bytes.
    let again = tempfile::tempdir().unwrap();
    demarche().args(["export", "out", "--to", "sqlite", "-o"]).arg(again.path()).assert().success();
    assert_eq!(contents(dir.path()), contents(again.path()));
}
