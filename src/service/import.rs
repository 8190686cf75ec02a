//! An import: the orders of a file, put into the store in portions so that turns get between.
//!
//! How a file is read is the business of [`crate::orders::import`].

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use crate::orders::import::{self, Options, Progress, Report, Unreadable};
use crate::orders::{Order, OrderNumber, UnixMs};
use crate::store::ids::new_id;
use crate::store::orders::{self, Upserted};
use crate::store::{Sql, Store, StoreError};

/// A file of JSON lines may name shops; of so many it is noted how fresh they are.
const MOST_SHOPS: usize = 1000;

/// What came of an import. An order whose rows stand far apart in a file counts once for each place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Orders that were not known.
    pub new: u64,
    /// Orders of which something is new.
    pub changed: u64,
    /// Orders of which nothing is new.
    pub unchanged: u64,
    /// Orders of which newer data is known.
    pub older: u64,
    /// The first refused rows.
    pub refused: Vec<import::Refused>,
    /// All refused rows.
    pub refused_count: u64,
    /// As of when the data is true; none when the file held no orders.
    pub newest_at: Option<UnixMs>,
    /// The numbers of the first orders, as many as were asked for.
    pub numbers: Vec<OrderNumber>,
}

impl Summary {
    /// How many orders could be read.
    pub fn orders(&self) -> u64 {
        self.new + self.changed + self.unchanged + self.older
    }

    fn count(&mut self, upserted: Upserted) {
        match upserted {
            Upserted::New => self.new += 1,
            Upserted::Changed => self.changed += 1,
            Upserted::Unchanged => self.unchanged += 1,
            Upserted::Older => self.older += 1,
        }
    }
}

/// Why an import ended early. What was read before that is kept; importing again does no harm.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The file as a whole cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The store cannot keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Imports the orders of a file. Waits for the store after each portion, so it must not be called on a thread that
/// runs futures: hand it to `spawn_blocking` there.
///
/// # Errors
/// When the file as a whole cannot be read, or the store cannot keep a portion.
pub fn import<S: Read + Seek>(
    store: &Store,
    source: &mut S,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Summary, ImportError> {
    let unavailable = |error: std::io::Error| StoreError::Unavailable(error.to_string());
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(unavailable)?;
    let mut summary = Summary::default();
    let mut shops = BTreeSet::new();
    let name = new_id(options.now);
    let mut take = |portion: Vec<Order>| {
        let name = name.clone();
        if shops.len() < MOST_SHOPS {
            shops.extend(portion.iter().map(|order| order.shop.clone()));
        }
        let kept = runtime.block_on(store.transaction(move |sql| keep(sql, &portion, &name)))?;
        kept.into_iter().for_each(|upserted| summary.count(upserted));
        Ok::<(), ImportError>(())
    };
    let report = import::read(source, options, &mut take, progress)?;
    if let Some(newest_at) = report.newest_at {
        let now = options.now;
        runtime.block_on(store.transaction(move |sql| {
            shops.iter().try_for_each(|shop| orders::note_import(sql, shop, newest_at, now))
        }))?;
    }
    let Report { newest_at, refused, refused_count, numbers } = report;
    Ok(Summary { refused, refused_count, newest_at, numbers, ..summary })
}

fn keep(sql: &mut dyn Sql, portion: &[Order], import: &str) -> Result<Vec<Upserted>, StoreError> {
    orders::lock_shops(sql, portion)?;
    portion.iter().map(|order| orders::upsert_rows(sql, order, import)).collect()
}
