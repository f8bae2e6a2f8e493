//! Every format that corpora come in: a file in, its articles out. Texts are our own.

use demarche::article::{Options, read_corpus};
use demarche::schema::Schema;
use std::io::Write;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::embedded);

const TALKS: &str = "Talks between Norland and Sudland ended without a result.";

/// Reads a corpus of one file; each article as `id | date [from] | publisher | title | text`, problems as told.
fn read(name: &str, bytes: &[u8], options: &Options) -> String {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(name), bytes).unwrap();
    let corpus = read_corpus(&[dir.path().to_owned()], options, &SCHEMA).unwrap();
    let mut lines: Vec<String> = corpus
        .articles
        .iter()
        .map(|article| {
            let date = article.date.as_ref().map(|found| format!("{} [{}]", found.value, found.from));
            let publisher = article.publisher.as_ref().map(|found| found.value.clone());
            let title = article.title.clone();
            let parts =
                [Some(article.id.clone()), date, publisher, title, Some(article.text.replace('\n', "/"))];
            parts.map(|part| part.unwrap_or("-".to_owned())).join(" | ")
        })
        .collect();
    lines.extend(corpus.skipped.iter().map(ToString::to_string));
    lines.join("\n")
}

#[track_caller]
fn check(name: &str, content: impl AsRef<[u8]>, expected: &str) {
    assert_eq!(read(name, content.as_ref(), &Options::default()), expected, "{name}");
}

#[track_caller]
fn check_mapped(name: &str, mapping: &str, content: &str, expected: &str) {
    let options = Options { mapping: mapping.parse().unwrap(), ..Options::default() };
    assert_eq!(read(name, content.as_bytes(), &options), expected, "{name}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // The checked way refuses what a hostile archive has.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn json_lines_json_and_their_mapping() {
    let line = format!(
        r#"{{"id": "a", "title": "Talks", "date": "2007-06-08", "publisher": "Wire", "text": "{TALKS}"}}"#
    );
    let article = format!("a | 2007-06-08 [field] | Wire | Talks | {TALKS}");
    check("x.jsonl", &line, &article);
    check("x.ndjson", format!("\u{feff}{line}\r\n\n"), &article);
    check("x.json", &line, &article);
    check(
        "x.json",
        format!("[{line}, {line}]"),
        &format!("{article}\nx.json:2: holds the article `a` once more; nothing is lost; it counts once"),
    );
    check("x.json", format!(r#"{{"status": "ok", "total": 1, "articles": [{line}]}}"#), &article);
    check(
        "x.json",
        format!("{line}\n{line}").replacen("\"a\"", "\"b\"", 1),
        &format!("{article}\n{}", article.replacen('a', "b", 1)),
    );
    check_mapped(
        "x.json",
        "text=body,publisher=source.name,id=key,date=at",
        &format!(
            r#"[{{"key": 7, "at": "June 8, 2007", "source": {{"name": "Wire"}}, "body": ["{TALKS}", "They failed."]}}]"#
        ),
        &format!("7 | 2007-06-08 [field] | Wire | - | {TALKS}//They failed."),
    );
    check(
        "x.json",
        r#"[{"body": "T", "head": "H"}]"#,
        "x.json:1: has no `text`; its other fields are `body`, `head`; name the field with the text: --map text=FIELD",
    );
    check(
        "x.json",
        format!("[{line}, {{"),
        &format!(
            "{article}\nx.json: is no JSON (EOF while parsing an object at line 1 column {}); mend it; what stands before that place was read",
            line.len() + 4
        ),
    );
}

#[test]
fn markup_in_a_field_is_no_text() {
    let text = format!("<p>{TALKS}</p><script>alert(1)</script><p>They <b>failed</b> &amp; ended.</p>");
    check(
        "x.jsonl",
        serde_json::json!({"id": "a", "text": text}).to_string(),
        &format!("a | - | - | - | {TALKS}//They failed & ended."),
    );
}

#[test]
fn tables() {
    check(
        "x.csv",
        format!("id,date,text\na,2007-06-08,\"{TALKS}\nThey \"\"failed\"\".\"\n"),
        &format!("a | 2007-06-08 [field] | - | - | {TALKS}/They \"failed\"."),
    );
    check("x.tsv", format!("id\ttext\na\t{TALKS}\n"), &format!("a | - | - | - | {TALKS}"));
    check_mapped("x.csv", "text=Body", &format!("id,Body\na,{TALKS}\n"), &format!("a | - | - | - | {TALKS}"));
    check(
        "x.csv",
        b"id,text\na,The minister of G\xe9orgie said no.\n",
        "a | - | - | - | The minister of Géorgie said no.",
    );
    check(
        "x.csv",
        "id,body\na,T\n",
        "x.csv: has no column `text`; its columns are `id`, `body`; name the column with the text: --map text=COLUMN",
    );
}

#[test]
fn feeds() {
    let rss = format!(
        r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Gazette</title>
        <item><title>Talks &amp; more</title><link>https://gazette.example/1</link><guid>g1</guid><pubDate>Fri, 08 Jun 2007 10:00:00 GMT</pubDate>
        <description>A teaser.</description><content:encoded><![CDATA[<p>{TALKS}</p><p>They failed.</p>]]></content:encoded></item></channel></rss>"#
    );
    check("x.rss", rss, &format!("g1 | 2007-06-08 [field] | Gazette | Talks & more | {TALKS}//They failed."));
    let atom = format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title><entry><id>e1</id><title>Talks</title><link href="https://gazette.example/1"/>
        <published>2007-06-08T10:00:00Z</published><updated>2009-01-01T00:00:00Z</updated>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TALKS}</p><p>They <em>failed</em>.</p></div></content></entry></feed>"#
    );
    check("x.atom", atom, &format!("e1 | 2007-06-08 [field] | Gazette | Talks | {TALKS}//They failed."));
}

#[test]
fn news_exchange_formats() {
    let nitf = format!(
        r#"<?xml version="1.0" encoding="ISO-8859-1"?><nitf><head><title>Talks</title><docdata><doc-id id-string="n1"/><date.issue norm="20070608T101500Z"/><doc.copyright holder="Wire"/></docdata></head>
        <body><body.head><hedline><hl1>Talks fail</hl1></hedline><dateline>GENEVA</dateline></body.head><body.content><block><p>{TALKS}</p><media><media-caption>A table.</media-caption></media><p>They failed.</p></block></body.content></body></nitf>"#
    );
    check(
        "x.xml",
        &nitf,
        &format!("n1 | 2007-06-08 [field] | Wire | Talks fail | GENEVA//{TALKS}//They failed."),
    );
    let newsml = format!(
        r#"<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="urn:n2"><itemMeta><provider><name>Wire</name></provider><versionCreated>2009-01-01T00:00:00Z</versionCreated></itemMeta>
        <contentMeta><contentCreated>2007-06-08T10:00:00Z</contentCreated><headline>Talks fail</headline></contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>No text</title></head><body><p>{TALKS}</p><p>They failed.</p></body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>"#
    );
    check(
        "y.xml",
        newsml,
        &format!("urn:n2 | 2007-06-08 [field] | Wire | Talks fail | {TALKS}//They failed."),
    );
    check(
        "z.xml",
        "<a><b>T</b></a>",
        "z.xml: holds none of the elements item, entry, nitf and newsItem, in which XML has news; convert it to JSON Lines, or leave it out",
    );
}

#[test]
fn xml_reaches_nothing_outside_and_expands_nothing() {
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "the secret").unwrap();
    let xml = format!(
        r#"<!DOCTYPE rss [<!ENTITY out SYSTEM "file://{}"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
        <rss><channel><item><guid>g</guid><description>Talks &out; &c; failed.</description></item></channel></rss>"#,
        secret.path().display()
    );
    check("x.xml", xml, "g | - | - | - | Talks   failed.");
}

#[test]
fn sgml_collections() {
    let reuters = "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"NO\" NEWID=\"17\">\n<DATE> 3-MAR-1987 15:44:56.07</DATE>\n<TEXT>&#2;\n<TITLE>TALKS &amp; MORE</TITLE>\n<DATELINE>    GENEVA, March 3 - </DATELINE><BODY>Talks of A&B failed &lt;again>.\n&#3;</BODY></TEXT>\n</REUTERS>\n";
    check(
        "x.sgm",
        reuters,
        "17 | 1987-03-03 [field] | Reuters | TALKS & MORE | GENEVA, March 3 - Talks of A&B failed <again>.",
    );
    let doc = "<DOC id=\"WIRE_20070608.0017\" type=\"story\">\n<HEADLINE>\nTalks fail\n</HEADLINE>\n<TEXT>\n<P>\nTalks failed.\n</P>\n<P>\nThey ended.\n</P>\n</TEXT>\n</DOC>\n";
    check(
        "y.sgml",
        doc,
        "WIRE_20070608.0017 | 2007-06-08 [name] | - | Talks fail | Talks failed.//They ended.",
    );
}

#[test]
fn packed_files_and_archives() {
    let text = TALKS.as_bytes();
    let line = serde_json::json!({"id": "a", "text": TALKS}).to_string();
    check("x.txt.gz", gzip(text), &format!("x | - | - | - | {TALKS}"));
    let other = line.replacen("\"a\"", "\"b\"", 1);
    let parts = [gzip(line.as_bytes()), gzip(b"\n"), gzip(other.as_bytes())].concat();
    check("x.jsonl.gz", parts, &format!("a | - | - | - | {TALKS}\nb | - | - | - | {TALKS}"));
    check("x.jsonl.zst", [zstd(line.as_bytes()), zstd(b"\n")].concat(), &format!("a | - | - | - | {TALKS}"));
    check(
        "x.tar",
        tar(&[("n/a.txt", text), (".hidden.txt", text)]),
        &format!("x.tar/n/a | - | - | - | {TALKS}"),
    );
    check("x.tgz", gzip(&tar(&[("a.txt", text)])), &format!("x.tar/a | - | - | - | {TALKS}"));
    check(
        "x.zip",
        zip(&[("n/a.txt", text), ("n/b.jsonl.gz", &gzip(line.as_bytes())), ("__MACOSX/a.txt", text)]),
        &format!("a | - | - | - | {TALKS}\nx.zip/n/a | - | - | - | {TALKS}"),
    );
    check(
        "x.zip",
        &zip(&[("a.txt", text)])[..60],
        "x.zip: is no readable zip archive (invalid Zip archive: Could not find EOCD); check that it is whole",
    );
    let cut = gzip(TALKS.repeat(1000).as_bytes());
    check(
        "x.txt.gz",
        &cut[..cut.len() / 2],
        "x.txt.gz: cannot be read (incomplete deflate stream); check that it is whole",
    );
}

#[test]
fn names_in_archives_lead_nowhere() {
    let text = TALKS.as_bytes();
    check(
        "x.tar",
        tar(&[("../../a.txt", text), ("/etc/b.txt", text)]),
        &format!("x.tar/a | - | - | - | {TALKS}\nx.tar/etc/b | - | - | - | {TALKS}"),
    );
    check(
        "x.zip",
        zip(&[("../a.txt", text), ("C:\\b.txt", text)]),
        &format!("x.zip/C:/b | - | - | - | {TALKS}\nx.zip/a | - | - | - | {TALKS}"),
    );
}

#[test]
fn archives_in_archives_have_a_bottom() {
    let mut archive = zip(&[("a.txt", TALKS.as_bytes())]);
    for _ in 0..5 {
        archive = zip(&[("x.zip", &archive)]);
    }
    check("x.zip", archive, "x.zip/x.zip/x.zip/x.zip/x.zip: lies more than 4 archives deep; unpack it first");
}

#[test]
fn web_archives() {
    let page = format!(
        "<html><head><title>Talks</title><meta property=\"article:published_time\" content=\"2007-06-08\"></head><body><nav><a href=/>Home</a></nav><article><h1>Talks</h1><p>{TALKS}</p></article></body></html>"
    );
    let answer =
        |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
    let record = |kind: &str, block: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://gazette.example/talks\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let archive = [
        record("warcinfo", "software: x"),
        record("request", "GET / HTTP/1.1\r\n\r\n"),
        record("response", &answer(&page)),
    ]
    .concat();
    for (name, bytes) in [("x.warc", archive.clone().into_bytes()), ("x.warc.gz", gzip(archive.as_bytes()))] {
        let found = read(name, &bytes, &Options::default());
        assert!(found.starts_with("x-"), "{found}");
        assert!(found.ends_with(&format!(" | 2007-06-08 [page] | - | Talks | {TALKS}")), "{found}");
    }
    check(
        "x.warc",
        &archive[..archive.len() - 100],
        "x.warc: ends within record 3; check that it is whole; what stands before was read",
    );
    check(
        "x.warc",
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nHTTP",
        "x.warc: ends within record 1; check that it is whole; what stands before was read\nx.warc:1: is a page of more than 64 MB; leave it out",
    );
}

#[test]
fn names_say_what_files_do_not() {
    let options =
        Options { names: vec!["{date}_{publisher}_{title}.txt".parse().unwrap()], ..Options::default() };
    assert_eq!(
        read("2007-06-08_Coast_Wire.txt", TALKS.as_bytes(), &options),
        format!("2007-06-08_Coast_Wire | 2007-06-08 [name] | Coast | Wire | {TALKS}")
    );
    check("2007-06-08-talks.txt", TALKS, &format!("2007-06-08-talks | 2007-06-08 [name] | - | - | {TALKS}"));
    check(
        "20070608.txt",
        "June 9, 2007\n\nTalks failed.",
        "20070608 | 2007-06-09 [line] | - | - | June 9, 2007//Talks failed.",
    );
}

#[test]
fn other_languages_are_skipped() {
    let german = "Die Gespräche zwischen den beiden Ländern sind am Dienstag ohne Ergebnis zu Ende gegangen. Der Minister sagte, man werde im Herbst noch einmal verhandeln, aber ohne Zugeständnisse der anderen Seite werde es keinen Vertrag geben, und die Regierung bereite sich auf ein Scheitern vor.";
    check("a.txt", german, "a.txt: is in German; only English is read; leave it out, or translate it");
    let russian = "Переговоры между двумя странами закончились во вторник без результата. Министр заявил, что осенью стороны встретятся ещё раз, но без уступок другой стороны договора не будет, и правительство готовится к провалу переговоров и к новым расходам.";
    check("a.txt", russian, "a.txt: is in Russian; only English is read; leave it out, or translate it");
    let names = "Zdravko Petrović and Jürgen Müller-Großmann met François Lefèvre, Đorđe Šćepanović, Søren Ødegård and Nuño Ibáñez in Łódź, and all of them rejected the plan of Željko Čović and Győző Szűcs to move the talks to Besançon or to Ústí nad Labem.";
    check("a.txt", names, &format!("a | - | - | - | {names}"));
}
