//! What can be wrong with a file of orders, as a whole and row by row.
//!
//! Nothing of what a file holds is in any of these, the last four characters of an order number aside: they may be
//! shown and logged.

/// What is wrong with a row. It may be shown and logged: nothing of the row is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Longer than 1 MB, or a quote that nobody closes.
    #[error("it is longer than 1 MB, or a quote in it is never closed")]
    TooLong,
    /// A line that is not JSON.
    #[error("it is not JSON")]
    NoJson,
    /// A field of a JSON object, in one sentence.
    #[error("{0}")]
    Field(String),
    /// No order number.
    #[error("the order number is missing")]
    NoNumber,
    /// An order number of another form.
    #[error("the order number is not one")]
    WrongNumber,
    /// A spreadsheet took the order number for a number and rounded it.
    #[error("a spreadsheet has rounded the order number; import the file as it was exported")]
    RoundedNumber,
    /// A column that must not be empty.
    #[error("\"{0}\" is empty")]
    Empty(&'static str),
    /// A column that should hold a time.
    #[error("\"{0}\" is not a time")]
    NoTime(&'static str),
    /// A column that should hold an amount of money.
    #[error("\"{0}\" is not an amount")]
    NoAmount(&'static str),
    /// A column that should hold a whole number.
    #[error("\"{0}\" is not a whole number")]
    NoQuantity(&'static str),
    /// It belongs to another shop.
    #[error("it is an order of another shop")]
    OtherShop,
}

/// A row that was not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its line, or its row in a sheet, counted from 1.
    pub line: u64,
    /// The last four characters of its order number, where it has one.
    pub order_end: Option<String>,
    /// What is wrong with it.
    pub fault: Fault,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "line {}", self.line)?;
        if let Some(end) = &self.order_end {
            write!(formatter, " (order …{end})")?;
        }
        write!(formatter, ": {}", self.fault)
    }
}

/// Why a file as a whole cannot be read: one sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing is in it.
    #[error("the file is empty")]
    Empty,
    /// The disk or the network says so.
    #[error("the file cannot be read: {0}")]
    Io(String),
    /// UTF-16.
    #[error("the file is written in UTF-16: save it as CSV UTF-8, or import the XLSX file")]
    Utf16,
    /// A JSON list instead of lines.
    #[error("the file holds a JSON list: write one JSON object per line")]
    JsonList,
    /// An Excel file of the old format, or one with a password.
    #[error("the file is an old Excel file or has a password: save it as XLSX or CSV without one")]
    OldExcel,
    /// No header of an export.
    #[error(
        "the file holds no orders: it has neither the columns \"Order ID\" and \"Order Status\" nor \"No. Pesanan\" \
         and \"Status Pesanan\", and is not JSON lines"
    )]
    NoOrders,
    /// The export of returns.
    #[error("the file is the export of returns: import the export of orders")]
    Returns,
    /// A damaged XLSX file.
    #[error("the XLSX file is damaged or incomplete: export it again")]
    Damaged,
    /// An XLSX file that is too large.
    #[error("the XLSX file is larger than {0} MB: export it as CSV, or fewer orders at a time")]
    TooLarge(u64),
    /// An XLSX file that unpacks to too much.
    #[error("the XLSX file holds too much: export it as CSV, or fewer orders at a time")]
    TooMuch,
    /// Nothing in it tells how old it is.
    #[error("the file holds no time that tells how old it is: if it was exported just now, say so")]
    NoTimes,
}

impl From<std::io::Error> for Unreadable {
    fn from(error: std::io::Error) -> Unreadable {
        Unreadable::Io(error.kind().to_string())
    }
}
