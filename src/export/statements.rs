//! The statements as one flat table: every field, with labels, title and address of the article.

use super::fields::{clean, line};
use super::{Content, Options, formula};
use crate::article::Record;
use crate::statement::Participant;
use std::collections::HashMap;
use std::io::{self, Write};

const COLUMNS: [&str; 30] = [
    "id",
    "date",
    "actor",
    "actor_label",
    "actor_kind",
    "actor_mention",
    "relation",
    "sign",
    "modality",
    "target",
    "target_label",
    "target_kind",
    "target_mention",
    "about",
    "about_label",
    "about_kind",
    "about_mention",
    "speaker",
    "speaker_label",
    "represents",
    "represents_label",
    "confidence",
    "evidence",
    "article",
    "title",
    "publisher",
    "url",
    "evidence_start",
    "evidence_end",
    "rule",
];

pub(super) fn write(content: &Content, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let articles: HashMap<&str, &Record> =
        content.records.iter().map(|record| (record.id.as_str(), record)).collect();
    let labels: HashMap<&str, &str> =
        content.graph.nodes.iter().map(|node| (node.id.as_str(), node.label.as_str())).collect();
    let label =
        |id: &Option<String>| id.as_deref().and_then(|id| labels.get(id)).copied().unwrap_or_default();
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for statement in content.statements {
        let article = articles.get(statement.article.as_str());
        let (actor, target, evidence) = (&statement.actor, &statement.target, &statement.evidence);
        let about =
            |field: fn(&Participant) -> &String| statement.about.as_ref().map_or("", |about| field(about));
        let numbers = [
            statement.sign.to_string(),
            format!("{:?}", statement.confidence),
            evidence.start.to_string(),
            evidence.end.to_string(),
        ];
        let of_article = |field: fn(&Record) -> &Option<String>| {
            article.and_then(|article| field(article).as_deref()).unwrap_or_default()
        };
        let fields: [&str; COLUMNS.len()] = [
            &statement.id,
            statement.date.as_deref().unwrap_or_default(),
            &actor.id,
            &actor.label,
            &actor.kind,
            &actor.mention,
            &statement.relation,
            &numbers[0],
            statement.modality.as_str(),
            &target.id,
            &target.label,
            &target.kind,
            &target.mention,
            about(|about| &about.id),
            about(|about| &about.label),
            about(|about| &about.kind),
            about(|about| &about.mention),
            statement.speaker.as_deref().unwrap_or_default(),
            label(&statement.speaker),
            statement.represents.as_deref().unwrap_or_default(),
            label(&statement.represents),
            &numbers[1],
            &evidence.text,
            &statement.article,
            of_article(|article| &article.title),
            statement.publisher.as_deref().unwrap_or_default(),
            of_article(|article| &article.url),
            &numbers[2],
            &numbers[3],
            &statement.rule,
        ];
        for (column, field) in COLUMNS.iter().zip(fields) {
            let text = if *column == "evidence" { clean(field) } else { line(field) };
            // A sign may begin with a minus and is no formula.
            if *column == "sign" {
                writer.write_field(text.as_ref())?;
            } else {
                writer.write_field(formula(&text, options).as_ref())?;
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}
