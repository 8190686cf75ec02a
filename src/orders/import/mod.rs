//! Orders out of a file: the export of the Seller Center (TikTok Shop and Tokopedia) or of Shopee as CSV or XLSX, or
//! lines of JSON as in [`super::json`].
//!
//! In reading order: `faults` (what can be wrong), `kind` (what a file is, told by its content), `lines` (lines and CSV records of any size),
//! `archive` and `workbook` (XLSX), `columns` (which column holds what), `values` (amounts and times), `rows` (from a
//! row to an order), and [`read`] here, which ties them together.
//!
//! **Memory.** CSV and JSON lines take the same memory however long the file is: rows are gathered in portions of
//! [`PORTION`] orders. An export has a row per article, and rows of one order need not be neighbours; where they are
//! further apart than a portion, the order is handed on twice and whoever keeps it joins the two
//! ([`super::merge::join`]), which is why all rows of a file have one [`Order::known_at`]. An XLSX file is read row by
//! row too, but its shared texts are held in memory, so that its size is limited.
//!
//! **Age.** All orders of a file are as old as the newest time inside it, which a first pass finds, unless it is said
//! to have been exported just now.
//!
//! What is absent here: the store, and any personal data beyond keyed hashes.

mod archive;
mod columns;
mod faults;
mod kind;
mod lines;
mod rows;
mod values;
mod workbook;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::io::{BufReader, Read, Seek, SeekFrom};

use jiff::tz::TimeZone;

pub use self::faults::{Fault, Refused, Unreadable};
use self::kind::FileKind;
use self::lines::{Lines, Records};
use self::rows::{Content, Reading, Rows, Sink};
use super::{HashKey, Order, OrderNumber, UnixMs, merge};

/// So many orders are gathered before they are handed on.
pub const PORTION: usize = 500;

/// So many refused rows are kept; all are counted.
pub const REFUSED_KEPT: usize = 1000;

/// The greatest size of an XLSX file where nothing else is set, in bytes.
pub const XLSX_BYTES: u64 = 50 * 1024 * 1024;

/// The zone of the times in an export where nothing else is said.
pub const ZONE: &str = "Asia/Jakarta";

/// How far a reading is, told after so many rows.
const ROWS_PER_PROGRESS: u64 = 500;

/// How a file is to be read.
#[derive(Debug, Clone)]
pub struct Options {
    /// The shop whose orders they are, where the file does not tell.
    pub shop: String,
    /// A row of another shop is refused, where the file tells the shop (JSON lines do).
    pub only_this_shop: bool,
    /// The key of the hashes of personal data.
    pub key: HashKey,
    /// The zone of the times, for exports.
    pub zone: TimeZone,
    /// The time, in Unix milliseconds.
    pub now: UnixMs,
    /// The file was exported just now: its data is as old as `now`.
    pub just_now: bool,
    /// The greatest size of an XLSX file in bytes.
    pub xlsx_bytes: u64,
    /// The numbers of so many orders are kept in the [`Report`], for whoever wants to ask about them.
    pub numbers_kept: usize,
}

/// How far a reading is. A file may be read twice; both count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that were read.
    pub done: u64,
    /// Bytes that are to be read.
    pub all: u64,
}

/// What came of a reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// As of when the orders are true; none when there are no orders.
    pub newest_at: Option<UnixMs>,
    /// The first refused rows, at most [`REFUSED_KEPT`].
    pub refused: Vec<Refused>,
    /// All refused rows.
    pub refused_count: u64,
    /// The numbers of the first orders, each once, at most as many as were asked for.
    pub numbers: Vec<OrderNumber>,
}

/// Reads all orders of a file, and hands them on in portions in the order of the file. An order may come again in a
/// later portion with more of its rows. `progress` hears how far it is.
///
/// # Errors
/// When the file as a whole cannot be read, and what `take` says.
pub fn read<S, E>(
    source: &mut S,
    options: &Options,
    take: &mut dyn FnMut(Vec<Order>) -> Result<(), E>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, E>
where
    S: Read + Seek,
    E: From<Unreadable>,
{
    let mut file = File::open(source, options)?;
    let known_at = if options.just_now { Some(options.now) } else { file.newest(options, progress)? };
    let mut gathered = Gathered::new(options);
    let mut rows = Rows::new(options, known_at.unwrap_or_default());
    let pass = u64::from(!options.just_now);
    file.each_row::<E>(pass, progress, &mut |line, content| {
        match rows.read(line, content).map_err(E::from)? {
            Reading::Order(_) if known_at.is_none() => return Err(Unreadable::NoTimes.into()),
            Reading::Order(part) => gathered.add(part.order, take)?,
            Reading::Refused(refused) => gathered.report.refuse(refused),
            Reading::Nothing => {}
        }
        Ok(())
    })?;
    if rows.lacks_header() {
        return Err(Unreadable::NoOrders.into());
    }
    gathered.hand_on(take)?;
    Ok(Report { newest_at: known_at, ..gathered.report })
}

impl Report {
    fn refuse(&mut self, refused: Refused) {
        self.refused_count += 1;
        if self.refused.len() < REFUSED_KEPT {
            self.refused.push(refused);
        }
    }
}

/// The orders of a portion.
struct Gathered<'a> {
    options: &'a Options,
    report: Report,
    orders: Vec<Order>,
    /// Where each order stands, by its number and shop.
    places: HashMap<(OrderNumber, String), usize>,
    /// The numbers that are in the report.
    noted: HashSet<OrderNumber>,
}

impl<'a> Gathered<'a> {
    fn new(options: &'a Options) -> Gathered<'a> {
        let (places, noted) = (HashMap::new(), HashSet::new());
        Gathered { options, report: Report::default(), orders: Vec::new(), places, noted }
    }

    fn add<E>(&mut self, order: Order, take: &mut dyn FnMut(Vec<Order>) -> Result<(), E>) -> Result<(), E> {
        let name = (order.number.clone(), order.shop.clone());
        if let Some(known) = self.places.get(&name).and_then(|place| self.orders.get_mut(*place)) {
            merge::join(known, order);
            return Ok(());
        }
        if self.orders.len() >= PORTION {
            self.hand_on(take)?;
        }
        if self.report.numbers.len() < self.options.numbers_kept && self.noted.insert(order.number.clone()) {
            self.report.numbers.push(order.number.clone());
        }
        self.places.insert(name, self.orders.len());
        self.orders.push(order);
        Ok(())
    }

    fn hand_on<E>(&mut self, take: &mut dyn FnMut(Vec<Order>) -> Result<(), E>) -> Result<(), E> {
        self.places.clear();
        let orders = std::mem::take(&mut self.orders);
        if orders.is_empty() { Ok(()) } else { take(orders) }
    }
}

/// A file of a known kind.
struct File<'a, S> {
    source: &'a mut S,
    kind: FileKind,
    bytes: u64,
    passes: u64,
}

impl<'a, S: Read + Seek> File<'a, S> {
    fn open(source: &'a mut S, options: &Options) -> Result<File<'a, S>, Unreadable> {
        let bytes = source.seek(SeekFrom::End(0))?;
        source.rewind()?;
        let kind = FileKind::of(&mut *source)?;
        if matches!(kind, FileKind::Xlsx) {
            if bytes > options.xlsx_bytes {
                return Err(Unreadable::TooLarge(options.xlsx_bytes / 1024 / 1024));
            }
            source.rewind()?;
            archive::check(BufReader::new(&mut *source), options.xlsx_bytes)?;
        }
        Ok(File { source, kind, bytes, passes: if options.just_now { 1 } else { 2 } })
    }

    /// The newest time of all rows.
    fn newest(&mut self, options: &Options, progress: &mut dyn FnMut(Progress)) -> Result<Option<UnixMs>, Unreadable> {
        let mut rows = Rows::new(options, options.now);
        let mut newest = None;
        self.each_row::<Unreadable>(0, progress, &mut |line, content| {
            if let Reading::Order(part) = rows.read(line, content)? {
                newest = newest.max(part.newest);
            }
            Ok(())
        })?;
        Ok(newest.map(|newest: UnixMs| newest.min(options.now)))
    }

    /// Hands all rows to a sink, and tells now and then how far it is.
    fn each_row<E: From<Unreadable>>(
        &mut self,
        pass: u64,
        progress: &mut dyn FnMut(Progress),
        sink: &mut Sink<'_, E>,
    ) -> Result<(), E> {
        self.source.rewind().map_err(Unreadable::from)?;
        let (bytes, all) = (self.bytes, self.bytes * self.passes);
        let count = Cell::new(0);
        let mut rows: u64 = 0;
        let mut counted: Box<Sink<'_, E>> = Box::new(|line, content| {
            if rows.is_multiple_of(ROWS_PER_PROGRESS) {
                progress(Progress { done: pass * bytes + bytes.min(count.get()), all });
            }
            rows += 1;
            sink(line, content)
        });
        let source = Counting { source: &mut *self.source, count: &count };
        match self.kind {
            FileKind::Xlsx => workbook::each_row(source, &mut *counted),
            FileKind::JsonLines => each_line(source, &mut *counted),
            FileKind::Csv { delimiter } => each_record(source, delimiter, &mut *counted),
        }?;
        drop(counted);
        progress(Progress { done: (pass + 1) * bytes, all });
        Ok(())
    }
}

fn each_line<E: From<Unreadable>>(source: impl Read, sink: &mut Sink<'_, E>) -> Result<(), E> {
    let mut lines = Lines::new(BufReader::new(source));
    while let Some(line) = lines.next().map_err(Unreadable::from)? {
        let content = match line.bytes {
            None => Content::Broken(Fault::TooLong),
            Some(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
            Some(bytes) => serde_json::from_slice(&bytes).map_or(Content::Broken(Fault::NoJson), Content::Object),
        };
        sink(line.number, content)?;
    }
    Ok(())
}

fn each_record<E: From<Unreadable>>(source: impl Read, delimiter: u8, sink: &mut Sink<'_, E>) -> Result<(), E> {
    let mut records = Records::new(BufReader::new(source), delimiter);
    while let Some(record) = records.next().map_err(Unreadable::from)? {
        sink(record.line, record.cells.map_or(Content::Broken(Fault::TooLong), Content::Cells))?;
    }
    Ok(())
}

/// Counts what is read.
struct Counting<'a, S> {
    source: &'a mut S,
    count: &'a Cell<u64>,
}

impl<S: Read> Read for Counting<'_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

impl<S: Seek> Seek for Counting<'_, S> {
    fn seek(&mut self, position: SeekFrom) -> std::io::Result<u64> {
        self.source.seek(position)
    }
}

#[cfg(test)]
mod tests;
