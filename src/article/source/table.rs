//! Tables: CSV and TSV, the first row naming the columns.

use super::super::fields::{Fields, Mapping};
use super::{Content, Halt, LARGEST_ARTICLE, Sink, decoded, stem};
use serde_json::{Map, Value};
use std::io::BufRead;

/// Reads a table with one article a row.
pub(super) fn read(name: &str, separator: u8, input: &mut dyn BufRead, sink: &mut Sink) -> Result<(), Halt> {
    let meter = decoded(input, None)?;
    let budget = meter.budget();
    let mut table = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(meter);
    let columns = table.headers().map_err(no_table)?.clone();
    let mapping: &Mapping = sink.mapping;
    if columns.is_empty() {
        return Ok(());
    }
    if !columns.iter().any(|column| column == mapping.text()) {
        let columns =
            columns.iter().take(12).map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ");
        let what = format!("has no column `{}`; its columns are {columns}", mapping.text());
        return Err(Halt::Bad(what, "name the column with the text: --map text=COLUMN"));
    }
    let mut row = csv::StringRecord::new();
    loop {
        budget.renew();
        match table.read_record(&mut row) {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(error) => return Err(no_table(error)),
        }
        let number = row.position().map_or(0, csv::Position::line);
        let place = format!("{name}:{number}");
        let cells = columns.iter().zip(&row).filter(|(_, cell)| !cell.is_empty());
        let cells: Map<String, Value> = cells.map(|(c, cell)| (c.to_owned(), Value::from(cell))).collect();
        match Fields::new(cells, mapping) {
            Ok(fields) => sink.piece(place, stem(name), Content::Fields(Box::new(fields)))?,
            Err(what) => sink.problem(&place, what, "mend or remove the row")?,
        }
    }
}

fn no_table(error: csv::Error) -> Halt {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => Halt::Bad(
            format!("has a row of more than {} MB", LARGEST_ARTICLE >> 20),
            "look for a quotation mark that is never closed; what stands before was read",
        ),
        csv::ErrorKind::Io(error) => Halt::Io(error),
        kind => {
            Halt::Bad(format!("is no table ({kind:?})"), "mend it; what stands before that place was read")
        }
    }
}
