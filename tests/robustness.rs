//! What happens to a corpus that is hostile, broken or large, and to a run that is killed.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

const STORY: &str = "MOSCOW, June 13, 2000 (Example Wire) -- Russia opposes the National Missile Defense.\n";

fn demarche(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("demarche").unwrap();
    command.args(arguments);
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The files of a folder with their contents.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())).collect()
}

/// Runs a command on `corpus` with the output folder `out`.
fn run(command: &str, corpus: &Path, out: &Path, more: &[&str]) -> Output {
    demarche(&[command]).arg(corpus).arg("-o").arg(out).args(more).output().unwrap()
}

/// A corpus of `count` articles in several formats, with copies, duplicates and broken ones among them.
fn mixed_corpus(folder: &Path, count: usize) {
    let article = |n: usize| {
        let spoke = |k| format!("Delegate {n} of group {k} spoke for {} minutes.", n * k % 97);
        let filler = (0..40).map(spoke).collect::<Vec<_>>().join(" ");
        format!(
            "GENEVA, June {}, 2000 (Example Wire) -- Russia opposes START II. NATO supports the INF treaty. {filler}",
            n % 28 + 1
        )
    };
    let mut lines = String::new();
    for n in 0..count {
        match n % 4 {
            0 => fs::write(folder.join(format!("a{n}.txt")), article(n)).unwrap(),
            1 => fs::write(folder.join(format!("a{n}.md")), article(n - 1) + "It was raining.").unwrap(),
            2 => {
                let line =
                    serde_json::json!({ "id": format!("l{n}"), "text": article(n), "date": "2001-02-03" });
                lines += &format!("{line}\n");
            }
            _ => lines += &format!("{{\"id\": \"broken{n}\", \"text\": \"cut\n"),
        }
    }
    fs::write(folder.join("lines.jsonl"), lines).unwrap();
    fs::write(folder.join("a0.text"), article(0)).unwrap();
    fs::write(folder.join("picture.png"), b"\x89PNG").unwrap();
}

#[test]
fn a_killed_run_goes_on_and_ends_with_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    mixed_corpus(&corpus, 400);
    let started = std::time::Instant::now();
    let output = run("build", &corpus, &dir.path().join("whole"), &["--fail-on", "never"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let (time, whole) = (started.elapsed(), contents(&dir.path().join("whole")));
    let out = dir.path().join("killed");
    let mut journals = Vec::new();
    for tenth in 1..=10 {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_demarche"))
            .arg("build")
            .arg(&corpus)
            .arg("-o")
            .arg(&out)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(time * tenth / 11);
        child.kill().unwrap();
        child.wait().unwrap();
        journals.push(fs::metadata(out.join(".demarche-journal")).map_or(0, |file| file.len()));
    }
    assert!(journals.iter().any(|length| *length > 0), "no run was killed while it read");
    run("build", &corpus, &out, &["--fail-on", "never"]);
    assert_eq!(contents(&out), whole);
}

#[test]
fn a_torn_journal_loses_its_last_line_only() {
    let dir = tempfile::tempdir().unwrap();
    let (corpus, out) = (dir.path().join("corpus"), dir.path().join("out"));
    fs::create_dir(&corpus).unwrap();
    fs::write(corpus.join("a.txt"), STORY).unwrap();
    // A folder in the way lets the run read everything and write nothing.
    fs::create_dir_all(out.join("graph.dot")).unwrap();
    assert_eq!(run("build", &corpus, &out, &[]).status.code(), Some(2));
    fs::remove_dir(out.join("graph.dot")).unwrap();
    let journal = out.join(".demarche-journal");
    let whole = fs::read(&journal).unwrap();
    for torn in
        [&whole[..whole.len() - 7], &whole[..10], &[&whole[..], b"0123 half a li"].concat()[..], b"\xff\xfe"]
    {
        fs::write(&journal, torn).unwrap();
        let output = run("build", &corpus, &out, &[]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(!journal.exists());
        assert_eq!(String::from_utf8_lossy(&contents(&out)["articles.jsonl"]).lines().count(), 1);
    }
}

#[test]
fn a_file_that_changes_between_a_kill_and_the_next_run_is_read_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (corpus, out) = (dir.path().join("corpus"), dir.path().join("out"));
    fs::create_dir(&corpus).unwrap();
    fs::write(corpus.join("a.txt"), STORY).unwrap();
    fs::write(corpus.join("b.txt"), "Iran supports the INF treaty.").unwrap();
    fs::create_dir_all(out.join("graph.dot")).unwrap();
    assert_eq!(run("build", &corpus, &out, &[]).status.code(), Some(2));
    fs::remove_dir(out.join("graph.dot")).unwrap();
    fs::write(corpus.join("a.txt"), STORY.replace("opposes", "supports")).unwrap();
    fs::remove_file(corpus.join("b.txt")).unwrap();
    run("build", &corpus, &out, &[]);
    run("build", &corpus, &dir.path().join("fresh"), &[]);
    assert_eq!(contents(&out), contents(&dir.path().join("fresh")));
}

#[test]
fn shards_merge_in_any_order_to_the_bytes_of_one_run() {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    mixed_corpus(&corpus, 60);
    run("build", &corpus, &dir.path().join("whole"), &["--fail-on", "never"]);
    let whole = contents(&dir.path().join("whole"));
    let parts: Vec<_> = (1..=4).map(|k| dir.path().join(format!("part{k}"))).collect();
    for (k, part) in parts.iter().enumerate() {
        let output = run("extract", &corpus, part, &["--shard", &format!("{}/4", k + 1)]);
        assert!(output.status.success(), "{}", stderr(&output));
    }
    for order in [[0, 1, 2, 3], [3, 1, 0, 2]] {
        let merged = dir.path().join("merged");
        demarche(&["merge", "--fail-on", "never"])
            .args(order.map(|k| &parts[k]))
            .arg("-o")
            .arg(&merged)
            .assert()
            .success();
        let merged = contents(&merged);
        let differing: Vec<_> = whole.keys().filter(|name| merged.get(*name) != whole.get(*name)).collect();
        assert!(differing.is_empty(), "{order:?}: {differing:?}");
    }
    let output = demarche(&["extract", "x", "--shard", "5/4"]).output().unwrap();
    assert!(stderr(&output).contains("write k/n with k from 1 to n"), "{}", stderr(&output));
}

/// The README's recipes for many machines, run as they stand there; only the names of folders are filled in.
#[cfg(unix)]
#[test]
fn the_recipes_for_many_machines_give_the_bytes_of_one_run() {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("CORPUS");
    fs::create_dir(&corpus).unwrap();
    mixed_corpus(&corpus, 24);
    run("build", &corpus, &dir.path().join("whole"), &["--fail-on", "never"]);
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let after = |mark: &str| readme.split_once(mark).unwrap_or_else(|| panic!("no `{mark}` in README.md")).1;
    let parallel = after("# GNU parallel").lines().nth(1).unwrap();
    let merge = after("# GNU parallel").lines().nth(2).unwrap();
    let slurm = after("# Slurm").lines().nth(1).unwrap();
    let kubernetes = after("command: [sh, -c, '").split_once("']").unwrap().0;
    let tasks = |script: &str, variables: &str, tasks: std::ops::RangeInclusive<usize>| -> String {
        let task = |task: usize| format!("({}\n{script})\n", variables.replace('%', &task.to_string()));
        tasks.map(task).collect()
    };
    let slurm =
        tasks(slurm, "export SLURM_CPUS_PER_TASK=1 SLURM_ARRAY_TASK_ID=% SLURM_ARRAY_TASK_COUNT=3", 1..=3);
    let kubernetes = kubernetes.replace("/data/corpus", "CORPUS").replace("/data/", "").replace("/64", "/3");
    let kubernetes = tasks(&kubernetes, "export JOB_COMPLETION_INDEX=%", 0..=2);
    let program = Path::new(env!("CARGO_BIN_EXE_demarche")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    for (name, script) in [("parallel", parallel), ("slurm", &slurm), ("kubernetes", &kubernetes)] {
        let is_there = |program| std::process::Command::new(program).arg("--version").output().is_ok();
        if name == "parallel" && !is_there("parallel") {
            assert!(std::env::var_os("CI").is_none(), "GNU parallel is missing");
            eprintln!("SKIPPED: GNU parallel is not here");
            continue;
        }
        let _ = fs::remove_dir_all(dir.path().join("parts"));
        let script = format!("set -e\n{script}\n{merge} --fail-on never\n");
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &script]).current_dir(dir.path()).env("PATH", &path);
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{name}: {}", stderr(&output));
        assert!(contents(&dir.path().join("out")) == contents(&dir.path().join("whole")), "{name} differs");
    }
}

#[test]
fn every_input_has_its_outcome() {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    mixed_corpus(&corpus, 12);
    run("build", &corpus, &dir.path().join("out"), &["--fail-on", "never"]);
    let manifest = String::from_utf8(contents(&dir.path().join("out"))["inputs.jsonl"].clone()).unwrap();
    let lines: Vec<serde_json::Value> =
        manifest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let shown: Vec<String> = lines
        .iter()
        .map(|line| match line["outcome"].as_str().unwrap() {
            "read" => format!("{} {}", line["input"].as_str().unwrap(), line["articles"]),
            _ => format!(
                "{}: {}",
                line["input"].as_str().unwrap(),
                line["why"].as_str().unwrap().split(' ').take(4).collect::<Vec<_>>().join(" ")
            ),
        })
        .collect();
    let expected = "a0.text 1, a1.md 1, a4.txt 1, a5.md 1, a8.txt 1, a9.md 1, lines.jsonl 3, \
                    a0.txt: holds the article `a0`, lines.jsonl:2: is no JSON article, lines.jsonl:4: is no JSON article, \
                    lines.jsonl:6: is no JSON article, picture.png: is no file of";
    assert_eq!(shown.join(", "), expected);
}

#[test]
fn copies_count_once_and_can_be_dropped_or_kept() {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    mixed_corpus(&corpus, 8);
    let build = |copies: &str| {
        let out = dir.path().join(copies);
        let output = run("build", &corpus, &out, &["--fail-on", "never", "--copies", copies]);
        assert!(output.status.success(), "{}", stderr(&output));
        let validated = demarche(&["validate"]).arg(&out).output().unwrap();
        assert!(validated.status.success(), "{}", String::from_utf8_lossy(&validated.stdout));
        contents(&out)
    };
    let count =
        |files: &BTreeMap<String, Vec<u8>>, name: &str| String::from_utf8_lossy(&files[name]).lines().count();
    let (group, drop, keep) = (build("group"), build("drop"), build("keep"));
    assert_eq!(
        String::from_utf8_lossy(&group["copies.jsonl"]),
        "{\"first\":\"a0\",\"articles\":[\"a0\",\"a1\"],\"publishers\":[\"Example Wire\"]}\n{\"first\":\"a4\",\"articles\":[\"a4\",\"a5\"],\"publishers\":[\"Example Wire\"]}\n"
    );
    assert_eq!(
        (count(&group, "articles.jsonl"), count(&drop, "articles.jsonl"), count(&keep, "articles.jsonl")),
        (6, 4, 6)
    );
    assert_eq!((count(&drop, "copies.jsonl"), count(&keep, "copies.jsonl")), (0, 0));
    assert!(String::from_utf8_lossy(&drop["inputs.jsonl"]).contains("is a copy of the article `a0`"));
}

#[test]
fn text_quoted_at_length_is_no_copy_and_counts_once() {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    let spoke =
        |n: usize| format!("Delegate {n} spoke for {} minutes on matter {}. ", n * 7 % 61, n * 31 % 97);
    let speech = "Russia opposes the National Missile Defense. NATO supports the INF treaty.";
    let own: String = (0..60).map(spoke).collect();
    let other: String = (100..180).map(spoke).collect();
    let files = [
        ("wire.txt", format!("{own}\n\n{speech} {}", spoke(61))),
        (
            "report.txt",
            format!("{other}\n\nThe agency put it so:\n\n“{speech} {}”\n\n{}", spoke(61), spoke(190)),
        ),
        ("other.txt", "At the talks, Russia opposes the National Missile Defense.".to_owned()),
    ];
    for (name, text) in files {
        fs::write(corpus.join(name), text).unwrap();
    }
    let output = run("build", &corpus, &dir.path().join("out"), &["--fail-on", "never"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let files = contents(&dir.path().join("out"));
    assert!(files["copies.jsonl"].is_empty(), "{}", String::from_utf8_lossy(&files["copies.jsonl"]));
    let graph: serde_json::Value = serde_json::from_slice(&files["graph.json"]).unwrap();
    let mut weights = BTreeMap::new();
    for edge in graph["edges"].as_array().unwrap().iter().filter(|edge| edge["layer"] == "stance") {
        let articles = edge["articles"].as_array().unwrap().len();
        weights.insert(edge["id"].as_str().unwrap(), (edge["weight"].as_f64().unwrap(), articles));
    }
    let expected = BTreeMap::from([
        ("e:organization:nato.supports.treaty:inf", (1.0, 2)),
        // Words of its own are a saying of its own.
        ("e:state:RUS.opposes.system:nmd", (2.0, 3)),
    ]);
    assert_eq!(weights, expected);
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), STORY).unwrap();
    let out = dir.path().join("out");
    let mut first = std::process::Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["extract", "-", "-o"])
        .arg(&out)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let patience = std::time::Instant::now();
    while !out.join(".demarche-journal").exists() && patience.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(200));
    let second = run("build", &dir.path().join("a.txt"), &out, &[]);
    assert_eq!(second.status.code(), Some(2));
    assert!(stderr(&second).contains("another run is writing there"), "{}", stderr(&second));
    first.stdin.take().unwrap().write_all(STORY.as_bytes()).unwrap();
    assert!(first.wait().unwrap().success());
}

/// `megabytes` of zeros, packed.
fn bomb(megabytes: usize) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..megabytes {
        packer.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    packer.finish().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn bombs_and_giants_cost_neither_memory_nor_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    fs::write(corpus.join("good.txt"), STORY).unwrap();
    fs::write(corpus.join("bomb.txt.gz"), bomb(400)).unwrap();
    fs::write(corpus.join("bomb.jsonl.gz"), bomb(400)).unwrap();
    fs::write(corpus.join("bomb.csv.gz"), [b"text,id\n\"".as_slice(), b""].concat()).unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(corpus.join("bomb.zip")).unwrap());
    zip.start_file("a.txt", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..200 {
        zip.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    zip.start_file("b.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"NATO supports START II.").unwrap();
    zip.finish().unwrap();
    // Gigabytes that take no room on disk.
    for name in ["giant.txt", "giant.jsonl"] {
        fs::File::create(corpus.join(name)).unwrap().set_len(2 << 30).unwrap();
    }
    for name in ["giant.csv", "giant.json", "giant.xml", "giant.html", "giant.sgm", "giant.warc"] {
        fs::File::create(corpus.join(name)).unwrap().set_len(300 << 20).unwrap();
    }
    let program = env!("CARGO_BIN_EXE_demarche");
    // The limit on memory is the test: address space for the program, its threads and a few articles.
    let script = format!("ulimit -v 1500000; exec {program} extract \"$0\" -o \"$1\" --threads 2");
    let output = std::process::Command::new("sh")
        .args(["-c", &script])
        .arg(&corpus)
        .arg(dir.path().join("out"))
        .output()
        .unwrap();
    let told = stderr(&output);
    assert!(output.status.success(), "{told}");
    let articles = &contents(&dir.path().join("out"))["articles.jsonl"];
    assert_eq!(String::from_utf8_lossy(articles).lines().count(), 2, "{told}");
    for line in [
        "bomb.txt.gz: cannot be read (it unpacks to more than 200 times its size)",
        "bomb.jsonl.gz: cannot be read (it unpacks to more than 200 times its size)",
        "bomb.zip/a.txt: unpacks to more than 200 times its size",
        "giant.txt: cannot be read (one article in it is larger than 64 MB)",
        "giant.jsonl:1: is a line of more than 64 MB",
    ] {
        assert!(told.contains(line), "missing: {line}\nin: {told}");
    }
    for name in
        ["giant.csv", "giant.json", "giant.xml", "giant.html", "giant.sgm", "giant.warc", "bomb.csv.gz"]
    {
        assert!(told.contains(&format!("skipped: {name}")), "nothing about {name} in: {told}");
    }
}

#[cfg(unix)]
#[test]
fn strange_names_links_and_pipes() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    fs::create_dir_all(corpus.join("deep/er")).unwrap();
    for name in [
        &b"new\nline.txt"[..],
        b"bell\x07\x1b[31m.txt",
        b"quote'\".txt",
        b"\xff\xfe.txt",
        "Zürich – Москва.txt".as_bytes(),
        b"-o.txt",
        b"=cmd.txt",
    ] {
        fs::write(corpus.join(OsStr::from_bytes(name)), STORY).unwrap();
    }
    fs::write(corpus.join(OsStr::from_bytes(b"bad\x1b[2J.png")), b"x").unwrap();
    symlink(&corpus, corpus.join("deep/er/up")).unwrap();
    symlink("b", corpus.join("a")).unwrap();
    symlink("a", corpus.join("b")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(corpus.join("pipe.txt")).status().unwrap();
    assert!(made.success());
    let out = dir.path().join("out");
    let output = run("build", &corpus, &out, &["--fail-on", "never"]);
    let told = stderr(&output);
    assert!(output.status.success(), "{told}");
    assert_eq!(String::from_utf8_lossy(&contents(&out)["articles.jsonl"]).lines().count(), 7, "{told}");
    assert!(!told.contains('\u{1b}') && told.contains("\\u{1b}"), "{told}");
    assert!(told.contains("a loop of links") && told.contains("is no regular file"), "{told}");
}

#[test]
fn a_thousand_broken_files_cost_only_themselves() {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    let endings =
        ["txt", "html", "json", "jsonl", "csv", "xml", "sgm", "warc", "zip", "tar", "gz", "zst", "warc.gz"];
    for n in 0..1000_usize {
        let noise: Vec<u8> = (0..n % 700).map(|k| u8::try_from((k * k + n * 31) % 251).unwrap()).collect();
        fs::write(corpus.join(format!("n{n}.{}", endings[n % endings.len()])), noise).unwrap();
    }
    for n in 0..5 {
        fs::write(corpus.join(format!("good{n}.txt")), STORY).unwrap();
    }
    let out = dir.path().join("out");
    let output = run("build", &corpus, &out, &["--fail-on", "never"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let articles = String::from_utf8(contents(&out)["articles.jsonl"].clone()).unwrap();
    let (good, noise): (Vec<_>, Vec<_>) = articles.lines().partition(|line| line.contains("\"id\":\"good"));
    assert_eq!(good.len(), 5);
    // A few bytes without a control character among them are a text, if a strange one.
    assert!(noise.len() <= 5, "{noise:?}");
    assert!(stderr(&output).contains("more of this kind"), "{}", stderr(&output));
}

#[test]
fn a_page_that_nests_without_end_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("good.txt"), STORY).unwrap();
    for (name, tag) in
        [("div", "<div>"), ("b", "<b>"), ("p", "<p>"), ("table", "<table><tr><td>"), ("list", "<ul><li>")]
    {
        fs::write(dir.path().join(format!("{name}.html")), format!("<html><body>{}x", tag.repeat(60_000)))
            .unwrap();
    }
    let output = demarche(&["extract"]).arg(dir.path()).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("div.html: nests elements more than"), "{}", stderr(&output));
}
