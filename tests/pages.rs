//! Saved web pages: fifteen layouts of news sites, each with four articles, all made for this test. The words
//! of the article must come out, and nothing that is marked as furniture: navigation, related links,
//! banners, captions, readers' comments. So no position comes from there either.

use demarche::Reader;
use demarche::article::{Options, read_corpus};
use demarche::schema::Schema;
use demarche::statement::Statement;
use serde::Deserialize;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
struct Story {
    slug: String,
    title: String,
    date: String,
    paragraphs: Vec<String>,
}

/// What every article reports, and what every piece of furniture says.
const SAID: &str = "Russia supports START II.";
const NOT_SAID: &str = "Iran rejects the INF treaty.";

/// The page that `layout` makes of `story`.
fn page(layout: &str, story: &Story) -> String {
    let tagged: Vec<String> =
        story.paragraphs.iter().map(|paragraph| format!("<p>{paragraph}</p>")).collect();
    layout
        .replace("FURNITURE", &format!("{NOT_SAID} FURNITURE"))
        .replace("{{title}}", &story.title)
        .replace("{{date}}", &story.date)
        .replace("{{slug}}", &story.slug)
        .replace("{{paragraphs}}", &tagged.join("\n"))
        .replace("{{breaks}}", &story.paragraphs.join("<br><br>\n"))
        .replace("{{first}}", &tagged[0])
        .replace("{{rest}}", &tagged[1..].join("\n"))
}

#[test]
fn the_text_of_a_page_comes_out_and_its_furniture_does_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut stories: Vec<Story> =
        serde_json::from_slice(&fs::read(folder.join("articles.json")).unwrap()).unwrap();
    for story in &mut stories {
        story.paragraphs[0] += &format!(" {SAID}");
    }
    let corpus = tempfile::tempdir().unwrap();
    let mut layouts: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    layouts.retain(|path| path.extension().is_some_and(|extension| extension == "html"));
    layouts.sort();
    for layout in &layouts {
        let name = layout.file_stem().unwrap().to_str().unwrap();
        let layout = fs::read_to_string(layout).unwrap();
        for story in &stories {
            let file = corpus.path().join(format!("{name}.{}.html", story.slug));
            fs::write(file, page(&layout, story)).unwrap();
        }
    }
    let schema = Schema::embedded();
    let read = read_corpus(&[corpus.path().to_owned()], &Options::default(), &schema).unwrap();
    assert!(read.skipped.is_empty(), "{:?}", read.skipped);
    assert_eq!(read.articles.len(), layouts.len() * stories.len());
    assert!(read.articles.len() >= 40);
    let (mut faults, mut right) = (Vec::new(), 0);
    for article in &read.articles {
        let story = stories.iter().find(|story| article.id.ends_with(&story.slug)).unwrap();
        let missing = story.paragraphs.iter().filter(|paragraph| !article.text.contains(*paragraph)).count();
        let furniture = article.text.matches("FURNITURE").count();
        let date = article.date.as_ref().map(|found| found.value.as_str());
        if missing == 0 && furniture == 0 {
            right += 1;
        } else {
            faults.push(format!(
                "{}: {missing} paragraphs missing, {furniture} pieces of furniture",
                article.id
            ));
        }
        assert_eq!(
            (date, article.title.as_deref()),
            (Some(&*story.date), Some(&*story.title)),
            "{}",
            article.id
        );
        assert!(article.publisher.is_some(), "{}", article.id);
    }
    // Nine pages of ten right; what is wrong is words too few, never a reader's comment.
    assert!(right * 10 >= read.articles.len() * 9, "{right} right\n{}", faults.join("\n"));
    let strange: Vec<_> = read.articles.iter().filter(|article| article.text.contains("FURNITURE")).collect();
    assert!(strange.is_empty(), "{}", faults.join("\n"));
    let reader = Reader::new(&schema);
    for article in &read.articles {
        let found: Vec<String> = reader.read(article).statements.iter().map(Statement::shown).collect();
        let from_furniture =
            found.iter().any(|shown| shown.contains("Iran") || shown.contains("Intermediate"));
        assert!(!from_furniture, "{}: {found:?}", article.id);
        let expected = found.iter().any(|shown| shown == "Russia -[supports]-> START II");
        assert!(expected, "{}: {found:?}", article.id);
    }
}
