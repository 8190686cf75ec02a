//! Lines and CSV records of a file of any size, in memory that does not grow with it.
//!
//! Nothing here knows what a line means. A line or record of more than 1 MB is handed on as broken.

use std::collections::VecDeque;
use std::io::BufRead;

/// The longest line and the longest CSV record, in bytes.
pub(super) const LONGEST: usize = 1024 * 1024;

/// After a quote that nobody closes, the lines behind it are read again as records of their own; at most so many
/// times in a file, since each time costs up to [`LONGEST`].
const MOST_RECOVERIES: u32 = 32;

/// A line and its number, counted from 1; without content when it is too long.
pub(super) struct Line {
    pub number: u64,
    pub bytes: Option<Vec<u8>>,
}

/// The lines of a file, without their ends and without a byte order mark.
pub(super) struct Lines<R> {
    source: R,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    pub fn new(source: R) -> Lines<R> {
        Lines { source, number: 0 }
    }

    /// The next line; `None` at the end of the file.
    pub fn next(&mut self) -> std::io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut read = 0;
        let mut too_long = false;
        loop {
            let buffer = self.source.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = &buffer[..end.unwrap_or(buffer.len())];
            too_long |= bytes.len() + part.len() > LONGEST;
            if !too_long {
                bytes.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            read += used;
            self.source.consume(used);
            if end.is_some() {
                break;
            }
        }
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        Ok(Some(Line { number: self.number, bytes: (!too_long).then_some(bytes) }))
    }
}

/// A record and the number of its first line; without cells when it is too long.
pub(super) struct Record {
    pub line: u64,
    pub cells: Option<Vec<String>>,
}

/// The records of a CSV file (RFC 4180, read leniently): cells in quotes may hold the delimiter, line ends and
/// doubled quotes.
pub(super) struct Records<R> {
    lines: Lines<R>,
    delimiter: u8,
    again: VecDeque<Line>,
    recoveries: u32,
}

impl<R: BufRead> Records<R> {
    pub fn new(source: R, delimiter: u8) -> Records<R> {
        Records { lines: Lines::new(source), delimiter, again: VecDeque::new(), recoveries: 0 }
    }

    /// The next record; `None` at the end of the file.
    pub fn next(&mut self) -> std::io::Result<Option<Record>> {
        let Some(first) = self.line()? else { return Ok(None) };
        let line = first.number;
        let Some(bytes) = first.bytes else { return Ok(Some(Record { line, cells: None })) };
        let mut parser = Parser::default();
        parser.feed(&bytes, self.delimiter);
        let mut size = bytes.len();
        let mut behind: VecDeque<Line> = VecDeque::new();
        while parser.is_open() {
            let Some(next) = self.line()? else { return Ok(Some(self.unclosed(line, behind))) };
            let Some(bytes) = &next.bytes else {
                behind.push_back(next);
                return Ok(Some(self.unclosed(line, behind)));
            };
            parser.feed_end_of_line();
            parser.feed(bytes, self.delimiter);
            size += bytes.len() + 1;
            behind.push_back(next);
            if size > LONGEST {
                return Ok(Some(self.unclosed(line, behind)));
            }
        }
        Ok(Some(Record { line, cells: Some(parser.cells()) }))
    }

    fn line(&mut self) -> std::io::Result<Option<Line>> {
        match self.again.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next(),
        }
    }

    /// A record whose quote nobody closes: it is broken, what stands behind its first line is read again.
    fn unclosed(&mut self, line: u64, mut behind: VecDeque<Line>) -> Record {
        if self.recoveries < MOST_RECOVERIES {
            self.recoveries += 1;
            behind.append(&mut self.again);
            self.again = behind;
        }
        Record { line, cells: None }
    }
}

/// Takes a record apart, a line at a time.
#[derive(Default)]
struct Parser {
    cells: Vec<String>,
    cell: Vec<u8>,
    state: State,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Begin,
    Plain,
    Quoted,
    /// A quote inside quotes: the end of the cell, or the first of two.
    Quote,
}

impl Parser {
    fn feed(&mut self, bytes: &[u8], delimiter: u8) {
        for byte in bytes {
            match (self.state, *byte) {
                (State::Begin, b'"') => self.state = State::Quoted,
                (State::Quoted, b'"') => self.state = State::Quote,
                (State::Quote, b'"') => self.push(b'"', State::Quoted),
                (State::Quoted, byte) => self.push(byte, State::Quoted),
                (_, byte) if byte == delimiter => self.end_cell(),
                (_, byte) => self.push(byte, State::Plain),
            }
        }
    }

    fn feed_end_of_line(&mut self) {
        self.push(b'\n', State::Quoted);
    }

    fn push(&mut self, byte: u8, state: State) {
        self.cell.push(byte);
        self.state = state;
    }

    fn is_open(&self) -> bool {
        self.state == State::Quoted
    }

    fn end_cell(&mut self) {
        self.cells.push(decoded(std::mem::take(&mut self.cell)));
        self.state = State::Begin;
    }

    /// The cells; the carriage return of a line end is the last cell's, where values lose it.
    fn cells(mut self) -> Vec<String> {
        if self.cell.last() == Some(&b'\r') {
            self.cell.pop();
        }
        self.end_cell();
        self.cells
    }
}

/// The text of bytes. What is not UTF-8 is read as Latin-1: a program of an older Windows wrote it.
fn decoded(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| error.as_bytes().iter().copied().map(char::from).collect())
}

/// What stands between the cells of a CSV file, by its first line: the mark that stands there most often.
pub(super) fn delimiter(first_line: &[u8]) -> u8 {
    let count = |mark: u8| first_line.iter().filter(|byte| **byte == mark).count();
    let (commas, semicolons, tabs) = (count(b','), count(b';'), count(b'\t'));
    match () {
        // Ids of exports are followed by a TAB, so that a TAB counts only where nothing else divides.
        () if commas == 0 && semicolons == 0 && tabs > 0 => b'\t',
        () if semicolons > commas => b';',
        () => b',',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &[u8]) -> Vec<(u64, Option<Vec<String>>)> {
        let mut records = Records::new(text, b',');
        std::iter::from_fn(|| records.next().ok().flatten()).map(|record| (record.line, record.cells)).collect()
    }

    fn cells(line: u64, cells: &[&str]) -> (u64, Option<Vec<String>>) {
        (line, Some(cells.iter().map(|cell| (*cell).to_owned()).collect()))
    }

    #[test]
    fn records_are_read_with_quotes_line_ends_and_marks() {
        let text = b"\xef\xbb\xbfa,b\r\n\"1,\"\"x\"\"\",\"two\r\nlines\"\r\n5\" pipe,\"q\"z\n\xe9,\n\nlast";
        let expected = [
            cells(1, &["a", "b"]),
            cells(2, &["1,\"x\"", "two\r\nlines"]),
            cells(4, &["5\" pipe", "qz"]),
            cells(5, &["é", ""]),
            cells(6, &[""]),
            cells(7, &["last"]),
        ];
        assert_eq!(records(text), expected);
    }

    #[test]
    fn a_line_that_is_too_long_is_broken_and_the_next_is_read() {
        let mut text = vec![b'x'; LONGEST + 1];
        text.extend(b"\na,b\n");
        assert_eq!(records(&text), [(1, None), cells(2, &["a", "b"])]);
        assert_eq!(records(&[b'x'; LONGEST])[0].1.as_ref().map(Vec::len), Some(1));
    }

    #[test]
    fn after_an_unclosed_quote_the_lines_behind_it_are_read() {
        assert_eq!(records(b"\"open,1\na,b\nc,d"), [(1, None), cells(2, &["a", "b"]), cells(3, &["c", "d"])]);
        let mut text = b"\"open\n".to_vec();
        text.extend(b"a,b\n".repeat(300_000));
        let read = records(&text);
        assert_eq!((read.len(), &read[0]), (300_001, &(1, None)));
    }

    #[test]
    fn quotes_that_never_close_cost_no_more_than_the_file_is_long() {
        let text = b"x\",\"\n".repeat(1_000_000);
        let read = records(&text);
        assert!(read.len() < 100, "{}", read.len());
    }

    #[test]
    fn the_delimiter_is_told_by_the_header() {
        for (line, expected) in [("Order ID\t,Order Status", b','), ("a;b;c", b';'), ("a\tb", b'\t'), ("a", b',')] {
            assert_eq!(delimiter(line.as_bytes()), expected, "{line}");
        }
    }
}
