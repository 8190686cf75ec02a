//! The rows of the first sheet of an XLSX file, cell by cell. What the sheet says of its own size is not looked at:
//! some exports are wrong about it, and write a row for each cell of the header.

use std::io::{BufReader, Read, Seek};

use calamine::{DataRef, Reader, Xlsx};

use super::Unreadable;
use super::rows::{Content, Sink};

/// An export has about sixty columns; what stands further to the right is not read.
const MOST_COLUMNS: usize = 512;

/// Hands every row to the sink.
pub(super) fn each_row<R: Read + Seek, E: From<Unreadable>>(source: R, sink: &mut Sink<'_, E>) -> Result<(), E> {
    let mut workbook = Xlsx::new(BufReader::new(source)).map_err(|_| Unreadable::Damaged)?;
    let sheet = workbook.sheet_names().first().cloned().ok_or(Unreadable::Damaged)?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|_| Unreadable::Damaged)?;
    let mut row: Option<(u32, Vec<String>)> = None;
    while let Some(cell) = cells.next_cell().map_err(|_| Unreadable::Damaged)? {
        let (number, column) = cell.get_position();
        if let Some((done, finished)) = row.take_if(|(current, _)| *current != number) {
            sink(u64::from(done) + 1, Content::Cells(finished))?;
        }
        let (_, texts) = row.get_or_insert_with(|| (number, Vec::new()));
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column < MOST_COLUMNS {
            texts.resize(texts.len().max(column + 1), String::new());
            texts[column] = text(cell.get_value());
        }
    }
    match row {
        Some((number, texts)) => sink(u64::from(number) + 1, Content::Cells(texts)),
        None => Ok(()),
    }
}

/// A cell as the CSV export would write it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::DateTime(time) => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Bool(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A number as people write it; in powers of ten where it has lost digits, so that it is not taken for an id.
fn decimal(number: f64) -> String {
    /// Spreadsheets keep fifteen digits.
    const MOST_EXACT: f64 = 1e15;
    if number.abs() >= MOST_EXACT { format!("{number:e}") } else { number.to_string() }
}
