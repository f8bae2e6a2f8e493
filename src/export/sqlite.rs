//! An `SQLite` database: tables of nodes, edges, statements and articles with indexes and two views.
//!
//! `sqlite.sql` holds the tables with a comment on every column; the comments are in the database, too.
//! Text is cleaned as in every other format, labels are on one line.

use super::fields::{clean, line};
use super::{Content, Options};
use crate::article::Record;
use crate::graph::{Meta, Node};
use crate::statement::Statement;
use rusqlite::{Connection, MAIN_DB, ToSql, params};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

/// The tables, indexes and views, with comments on what each column means.
pub const TABLES: &str = include_str!("sqlite.sql");

/// The database of `content`, in memory.
pub fn database(content: &Content) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    // Edges come before the articles they refer to, and others' graphs may come without articles.
    connection.pragma_update(None, "foreign_keys", false)?;
    let database = connection.transaction()?;
    database.execute_batch(TABLES)?;
    add_meta(&database, &content.graph.meta)?;
    add_nodes(&database, &content.graph.nodes)?;
    add_edges(&database, content)?;
    add_statements(&database, content)?;
    add_articles(&database, content.records)?;
    database.commit()?;
    Ok(connection)
}

/// The bytes of the database file; held in memory whole before the first is written.
pub(super) fn write(content: &Content, _: Options, out: &mut dyn Write) -> io::Result<()> {
    let mut database = database(content).map_err(io::Error::other)?;
    out.write_all(&database.serialize(MAIN_DB).map_err(io::Error::other)?)
}

fn add_meta(database: &Connection, meta: &Meta) -> rusqlite::Result<()> {
    let mut insert = database.prepare("INSERT INTO meta VALUES (?, ?)")?;
    let fields = serde_json::to_value(meta).expect("strings and numbers always serialize");
    for (key, value) in fields.as_object().into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        insert.execute([key, &text])?;
    }
    Ok(())
}

fn add_nodes(database: &Connection, nodes: &[Node]) -> rusqlite::Result<()> {
    let mut insert = database.prepare("INSERT INTO nodes VALUES (?, ?, ?, ?)")?;
    let mut alias = database.prepare("INSERT OR IGNORE INTO aliases VALUES (?, ?)")?;
    let mut attribute = database.prepare("INSERT OR IGNORE INTO attributes VALUES (?, ?, ?)")?;
    for node in nodes {
        insert.execute(params![node.id, node.kind, line(&node.label), node.statements])?;
        for name in &node.aliases {
            alias.execute(params![node.id, line(name)])?;
        }
        for (name, value) in &node.attributes {
            attribute.execute(params![node.id, name, clean(value)])?;
        }
    }
    Ok(())
}

fn add_edges(database: &Connection, content: &Content) -> rusqlite::Result<()> {
    let mut insert =
        database.prepare("INSERT INTO edges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut article = database.prepare("INSERT OR IGNORE INTO edge_articles VALUES (?, ?)")?;
    let mut about = database.prepare("INSERT OR IGNORE INTO edge_about VALUES (?, ?)")?;
    for edge in &content.graph.edges {
        let quote = edge.evidence.as_ref();
        let values: [&dyn ToSql; 17] = [
            &edge.id,
            &edge.source,
            &edge.target,
            &edge.relation,
            &edge.sign,
            &edge.layer.as_str(),
            &edge.denied,
            &content.schema.is_symmetric(&edge.relation),
            &edge.weight,
            &edge.confidence,
            &edge.first,
            &edge.last,
            &edge.role.as_deref().map(clean),
            &quote.map(|quote| clean(&quote.evidence.text)),
            &quote.map(|quote| &quote.article),
            &quote.map(|quote| quote.evidence.start),
            &quote.map(|quote| quote.evidence.end),
        ];
        insert.execute(values)?;
        for id in &edge.articles {
            article.execute([&edge.id, id])?;
        }
        for id in &edge.about {
            about.execute([&edge.id, id])?;
        }
    }
    Ok(())
}

fn add_statements(database: &Connection, content: &Content) -> rusqlite::Result<()> {
    let edges = content.graph.edges.iter();
    let ids = edges.flat_map(|edge| edge.statements.iter().map(|id| (id.as_str(), edge.id.as_str())));
    let edges: HashMap<&str, &str> = ids.collect();
    let mut insert = database.prepare(
        "INSERT OR IGNORE INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for statement in content.statements {
        let Statement { actor, target, about, evidence, .. } = statement;
        let values: [&dyn ToSql; 21] = [
            &statement.id,
            &edges.get(statement.id.as_str()),
            &statement.article,
            &actor.id,
            &mention(&actor.mention),
            &statement.relation,
            &statement.sign,
            &target.id,
            &mention(&target.mention),
            &about.as_ref().map(|about| &about.id),
            &about.as_ref().and_then(|about| mention(&about.mention)),
            &statement.modality.as_str(),
            &statement.speaker,
            &statement.represents,
            &statement.date,
            &statement.publisher.as_deref().map(line),
            &clean(&evidence.text),
            &evidence.start,
            &evidence.end,
            &statement.rule,
            &statement.confidence,
        ];
        insert.execute(values)?;
    }
    Ok(())
}

/// The words of a mention, if the writer says them.
fn mention(text: &str) -> Option<Cow<'_, str>> {
    (!text.is_empty()).then(|| line(text))
}

fn add_articles(database: &Connection, records: &[Record]) -> rusqlite::Result<()> {
    let mut insert =
        database.prepare("INSERT OR IGNORE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut mention = database.prepare("INSERT OR IGNORE INTO mentions VALUES (?, ?, ?)")?;
    for record in records {
        let values: [&dyn ToSql; 10] = [
            &record.id,
            &record.title.as_deref().map(line),
            &record.date,
            &record.date_from,
            &record.publisher.as_deref().map(line),
            &record.publisher_from,
            &record.url,
            &record.file,
            &record.hash,
            &record.text,
        ];
        insert.execute(values)?;
        for entity in &record.entities {
            for words in &entity.mentions {
                mention.execute(params![record.id, entity.id, line(words)])?;
            }
        }
    }
    Ok(())
}
