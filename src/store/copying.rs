//! Everything that one store holds, brought into another: from SQLite to PostgreSQL and back.
//!
//! The source is read as it is at one moment. What was copied is noted in the target with each portion, in the same
//! transaction: a copy that was broken off goes on where it was, and until it is whole nobody serves on its target. At
//! the end both are counted and summed up, table by table. Where a copy goes on later, its source may have changed
//! meanwhile: what then differs is copied anew. Memory holds one portion at a time.
//!
//! It is synchronous and must not be used on a thread of an async runtime. What is absent here: any knowledge of what
//! the tables mean.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::options;
use super::snapshot::Snapshot;
use super::sql::{Row, Sql, Store, StoreError, Value, shown};
use super::tables::{Table, tables};

/// So many rows are copied in one transaction.
const PORTION: usize = 500;

/// So many rows are written with one statement.
const TOGETHER: usize = 50;

/// The name of the option, of no bot, that says how far an unfinished copy has come.
const MARKER: &str = "unfinished_copy";

/// A copy that differs is made anew so often, from the first table that differs.
const REPAIRS: usize = 2;

/// What a copy tells of itself while it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<'a> {
    /// So many rows are to be copied; so many of them were copied before.
    Begins(u64, u64),
    /// So many rows of a table were copied.
    Copied(&'a str, u64),
    /// Both sides of a table are compared.
    Compares(&'a str),
    /// From this table on the source has changed since the copy was begun: it is copied anew.
    Again(&'a str),
}

/// What a table holds on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The table.
    pub table: String,
    /// How many rows it has.
    pub rows: u64,
    /// The sum over all rows, whatever their order.
    pub sum: u128,
}

/// How far a copy has come: the table at which it is, and the key of the last row that was copied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Marker {
    from: String,
    table: String,
    after: Option<Vec<serde_json::Value>>,
}

/// Copies everything from one store to another, which must be empty or hold a copy from the same source that was broken
/// off. Returns what both hold, by table.
///
/// # Errors
/// One sentence when the source is no store of this version, the target holds something else, or both differ at the end.
pub fn copy(from: &str, to: &str, watch: &mut dyn FnMut(Step<'_>)) -> Result<Vec<Verified>, StoreError> {
    if from == to {
        return Err(StoreError::Refused("both stores are the same: name two".to_owned()));
    }
    let mut source = Snapshot::open(from)?;
    is_of_this_version(&mut source, from)?;
    if is_unfinished(source.sql())? {
        return Err(StoreError::Refused(format!(
            "{} holds a copy that was broken off: finish that first",
            shown(from)
        )));
    }
    let mut copy = Copy { source, target: Target::open(to)?, to, from: shown(from), tables: tables() };
    let mut marker = copy.begin()?;
    let resumed = marker.after.is_some() || marker.table != copy.tables[0].name;
    let (all, done) = (counted(copy.source.sql(), &copy.tables)?, copy.target.counted(&copy.tables)?);
    watch(Step::Begins(all, done));
    for _ in 0..=REPAIRS {
        copy.go_on(marker, watch)?;
        let (verified, differs) = copy.compare(watch)?;
        let Some(table) = differs else { return copy.finish().map(|()| verified) };
        if !resumed {
            return Err(differing(&table));
        }
        watch(Step::Again(&table));
        marker = copy.back_to(&table)?;
    }
    Err(StoreError::Refused("the source changes faster than it can be compared: begin again".to_owned()))
}

/// Whether a store holds a copy that was broken off, on which nobody should serve.
///
/// # Errors
/// What the database says.
pub fn is_unfinished(sql: &mut dyn Sql) -> Result<bool, StoreError> {
    Ok(options::get(sql, "", MARKER)?.is_some())
}

fn differing(table: &str) -> StoreError {
    StoreError::Refused(format!("the copy of {table} differs from its source: empty the target and begin again"))
}

fn is_of_this_version(source: &mut Snapshot, url: &str) -> Result<(), StoreError> {
    let (applied, known) = source.versions()?;
    if applied == known {
        return Ok(());
    }
    Err(StoreError::Refused(format!(
        "the tables of {} are at number {applied} and this version of tanya knows {known}: use the version that serves \
         on it, or let this one bring it up to date first (`tanya serve`)",
        shown(url)
    )))
}

/// A store that is written, waited for on this thread.
struct Target {
    store: Store,
    runtime: tokio::runtime::Runtime,
}

impl Target {
    fn open(url: &str) -> Result<Target, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime =
            runtime.map_err(|error| StoreError::Unavailable(format!("no runtime could be started: {error}")))?;
        Ok(Target { store: Store::open_with_connections(url, 1)?, runtime })
    }

    fn run<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&mut dyn Sql) -> Result<T, StoreError> + Send + 'static,
    {
        self.runtime.block_on(self.store.transaction(work))
    }

    fn counted(&self, tables: &[Table]) -> Result<u64, StoreError> {
        let tables = tables.to_vec();
        self.run(move |sql| counted(sql, &tables)).map(|rows| rows.saturating_sub(1))
    }
}

struct Copy<'a> {
    source: Snapshot,
    target: Target,
    to: &'a str,
    from: String,
    tables: Vec<Table>,
}

impl Copy<'_> {
    /// Where to begin: in an empty target, or where an earlier copy was broken off.
    fn begin(&self) -> Result<Marker, StoreError> {
        let (from, tables, to) = (self.from.clone(), self.tables.clone(), shown(self.to));
        self.target.run(move |sql| {
            sql.lock(MARKER)?;
            if let Some(marker) = marked(sql)? {
                if marker.from == from && tables.iter().any(|table| table.name == marker.table) {
                    return Ok(marker);
                }
                let other = marker.from;
                return Err(StoreError::Refused(format!(
                    "{to} holds a copy from {other} that was broken off: finish that, or name an empty store"
                )));
            }
            if let Some(table) = tables.iter().find_map(|table| is_used(sql, table).transpose()) {
                let table = table?;
                return Err(StoreError::Refused(format!(
                    "{to} is not empty (there are {table} in it): name an empty store"
                )));
            }
            let marker = Marker { from, table: tables[0].name.clone(), after: None };
            mark(sql, &marker).map(|()| marker)
        })
    }

    /// Copies from the marker to the end.
    fn go_on(&mut self, mut marker: Marker, watch: &mut dyn FnMut(Step<'_>)) -> Result<(), StoreError> {
        let tables = self.tables.clone();
        let first = tables.iter().position(|table| table.name == marker.table).unwrap_or_default();
        for table in &tables[first..] {
            if table.name != marker.table {
                marker = self.noted(&marker, table, None, Vec::new())?;
            }
            loop {
                let after = marker.after.as_deref().map(values);
                let rows = portion(self.source.sql(), table, after.as_deref())?;
                let Some(last) = rows.last() else { break };
                let key = table.key_places().into_iter().map(|place| plain(&last.0[place])).collect();
                let copied = rows.len() as u64;
                marker = self.noted(&marker, table, Some(key), rows)?;
                watch(Step::Copied(&table.name, copied));
            }
        }
        Ok(())
    }

    /// Writes rows, and how far that is, in one transaction.
    fn noted(
        &self,
        before: &Marker,
        table: &Table,
        after: Option<Vec<serde_json::Value>>,
        rows: Vec<Row>,
    ) -> Result<Marker, StoreError> {
        let marker = Marker { from: self.from.clone(), table: table.name.clone(), after };
        let (before, after, table) = (before.clone(), marker.clone(), table.clone());
        self.target.run(move |sql| {
            sql.lock(MARKER)?;
            if marked(sql)?.as_ref() != Some(&before) {
                return Err(StoreError::Refused("another copy goes on into the same store: stop one".to_owned()));
            }
            rows.chunks(TOGETHER).try_for_each(|rows| insert(sql, &table, rows))?;
            mark(sql, &after)
        })?;
        Ok(marker)
    }

    /// What both sides hold, and the first table in which they differ.
    fn compare(&mut self, watch: &mut dyn FnMut(Step<'_>)) -> Result<(Vec<Verified>, Option<String>), StoreError> {
        let mut written = Snapshot::open(self.to)?;
        let mut verified = Vec::new();
        for table in &self.tables {
            watch(Step::Compares(&table.name));
            let sides = (summed(self.source.sql(), table)?, summed(written.sql(), table)?);
            if sides.0 != sides.1 {
                return Ok((verified, Some(table.name.clone())));
            }
            verified.push(sides.0);
        }
        Ok((verified, None))
    }

    /// Forgets what was copied of a table and of those after it.
    fn back_to(&self, table: &str) -> Result<Marker, StoreError> {
        let marker = Marker { from: self.from.clone(), table: table.to_owned(), after: None };
        let (noted, tables) = (marker.clone(), self.tables.clone());
        self.target.run(move |sql| {
            for table in tables.iter().skip_while(|table| table.name != noted.table) {
                sql.execute(&format!("DELETE FROM {}", table.name), &[])?;
            }
            mark(sql, &noted)
        })?;
        Ok(marker)
    }

    fn finish(&self) -> Result<(), StoreError> {
        self.target.run(|sql| options::set(sql, "", MARKER, None))
    }
}

fn marked(sql: &mut dyn Sql) -> Result<Option<Marker>, StoreError> {
    let marker = options::get(sql, "", MARKER)?;
    let unreadable = |error: serde_json::Error| StoreError::Shape(error.to_string());
    marker.map(|marker| serde_json::from_str(&marker).map_err(unreadable)).transpose()
}

fn mark(sql: &mut dyn Sql, marker: &Marker) -> Result<(), StoreError> {
    let text = serde_json::to_string(marker).map_err(|error| StoreError::Shape(error.to_string()))?;
    options::set(sql, "", MARKER, Some(&text))
}

/// The name of a table that has rows.
fn is_used(sql: &mut dyn Sql, table: &Table) -> Result<Option<String>, StoreError> {
    let rows = sql.query(&format!("SELECT 1 FROM {} LIMIT 1", table.name), &[])?;
    Ok((!rows.is_empty()).then(|| table.name.clone()))
}

fn counted(sql: &mut dyn Sql, tables: &[Table]) -> Result<u64, StoreError> {
    let mut all = 0;
    for table in tables {
        let rows = sql.query(&format!("SELECT COUNT(*) FROM {}", table.name), &[])?;
        all += rows.first().map_or(Ok(0), |row| row.int(0))?.unsigned_abs();
    }
    Ok(all)
}

/// The next rows behind a key.
fn portion(sql: &mut dyn Sql, table: &Table, after: Option<&[Value]>) -> Result<Vec<Row>, StoreError> {
    let (columns, key) = (table.columns.join(", "), table.key.join(", "));
    let places: Vec<String> = (1..=table.key.len()).map(|place| format!("?{place}")).collect();
    let behind = after.map(|_| format!("WHERE ({key}) > ({}) ", places.join(", "))).unwrap_or_default();
    let query = format!("SELECT {columns} FROM {} {behind}ORDER BY {key} LIMIT {PORTION}", table.name);
    sql.query(&query, after.unwrap_or_default())
}

fn insert(sql: &mut dyn Sql, table: &Table, rows: &[Row]) -> Result<(), StoreError> {
    let width = table.columns.len();
    let row = |number: usize| {
        let places: Vec<String> = (1..=width).map(|place| format!("?{}", number * width + place)).collect();
        format!("({})", places.join(", "))
    };
    let places: Vec<String> = (0..rows.len()).map(row).collect();
    let statement = format!("INSERT INTO {} ({}) VALUES {}", table.name, table.columns.join(", "), places.join(", "));
    let values: Vec<Value> = rows.iter().flat_map(|row| row.0.iter().cloned()).collect();
    sql.execute(&statement, &values).map(drop)
}

/// A table summed up, portion by portion; the marker of a copy is no part of it.
fn summed(sql: &mut dyn Sql, table: &Table) -> Result<Verified, StoreError> {
    let mut all = Verified { table: table.name.clone(), rows: 0, sum: 0 };
    let mut after: Option<Vec<Value>> = None;
    loop {
        let rows = portion(sql, table, after.as_deref())?;
        let Some(last) = rows.last() else { return Ok(all) };
        after = Some(table.key_places().into_iter().map(|place| last.0[place].clone()).collect());
        let marker = Value::Text(MARKER.to_owned());
        for row in rows.iter().filter(|row| table.name != "options" || !row.0.contains(&marker)) {
            all.rows += 1;
            all.sum = all.sum.wrapping_add(number_of(row));
        }
    }
}

/// A row as a number: 128 bits of a hash over its values, each with its kind and length.
fn number_of(row: &Row) -> u128 {
    let mut hash = Sha256::new();
    for value in &row.0 {
        match value {
            Value::Null => hash.update([0]),
            Value::Int(number) => {
                hash.update([1]);
                hash.update(number.to_be_bytes());
            }
            Value::Text(text) => {
                hash.update([2]);
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
        }
    }
    hash.finalize().iter().take(16).fold(0, |number, byte| (number << 8) | u128::from(*byte))
}

fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Int(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Null => serde_json::Value::Null,
    }
}

fn values(key: &[serde_json::Value]) -> Vec<Value> {
    let value = |one: &serde_json::Value| match (one.as_i64(), one.as_str()) {
        (Some(number), _) => Value::Int(number),
        (None, Some(text)) => Value::Text(text.to_owned()),
        (None, None) => Value::Null,
    };
    key.iter().map(value).collect()
}
