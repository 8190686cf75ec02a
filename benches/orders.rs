//! How long it takes to import 100,000 orders, and to look one up among a million, alone and in a whole turn, on
//! SQLite on disk.

use std::fmt::Write;
use std::io::Cursor;
use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::tz::TimeZone;
use tanya::app;
use tanya::conversation::Role;
use tanya::orders::import::{self, Options};
use tanya::orders::{HashKey, Order, OrderNumber, Status};
use tanya::service::import::import;
use tanya::service::{ConversationId, Incoming, Service, What};
use tanya::settings::Settings;
use tanya::store::{Store, links, orders, people};
use tokio::runtime::Runtime;

const ROWS: u64 = 100_000;
const ORDERS: u64 = 1_000_000;

/// So many orders are kept in one transaction while the table is filled.
const TOGETHER: u64 = 20_000;

const FIRST: u64 = 576_461_413_038_000_000;

fn csv() -> String {
    let mut text = "Order ID,Order Status,Order Substatus,Product Name,Variation,Quantity,Order Amount,Created Time,\
                    Paid Time,Buyer Username,Phone #,Payment Method\n"
        .to_owned();
    for row in 0..ROWS {
        // Strings take whatever is written to them.
        let _ = writeln!(
            text,
            "{}\t,Perlu dikirim,Perlu dikirim,Tas kanvas,Merah,1,Rp105.000,19/11/2026 14:30:00\t,\
             19/11/2026 14:35:00\t,buyer{row},(+62)812*****4821,GoPay",
            FIRST + row
        );
    }
    text
}

fn json_lines() -> String {
    let mut text = String::new();
    for row in 0..ROWS {
        let _ = writeln!(
            text,
            "{{\"id\":\"{}\",\"status\":\"to_ship\",\"created_at\":\"2026-11-19T07:30:00Z\",\
             \"paid_at\":\"2026-11-19T07:35:00Z\",\"total\":{{\"amount\":\"105000\",\"currency\":\"IDR\"}},\
             \"items\":[{{\"name\":\"Tas kanvas\",\"quantity\":1}}],\"buyer\":\"u{row}\"}}",
            FIRST + row
        );
    }
    text
}

fn options() -> Options {
    Options {
        shop: "Toko".to_owned(),
        only_this_shop: false,
        key: HashKey::of_secret("bench"),
        zone: TimeZone::get(import::ZONE).unwrap_or(TimeZone::UTC),
        now: 1_797_000_000_000,
        just_now: false,
        xlsx_bytes: import::XLSX_BYTES,
        numbers_kept: 0,
    }
}

/// A folder for stores, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("tanya-bench-orders-{}", std::process::id()));
        assert!(std::fs::create_dir_all(&path).is_ok(), "the bench needs a temporary folder");
        Folder(path)
    }

    fn store(&self, name: &str) -> Store {
        let url = format!("sqlite:{}", self.0.join(name).display());
        Store::open(&url).unwrap_or_else(|error| panic!("the bench cannot start: {error}"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind in the temporary folder harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn imports(criterion: &mut Criterion) {
    let folder = Folder::new();
    let mut group = criterion.benchmark_group("import 100,000 orders");
    group.sample_size(10);
    for (name, text) in [("CSV", csv()), ("JSON lines", json_lines())] {
        let mut count = 0;
        group.bench_function(name, |bench| {
            bench.iter(|| {
                count += 1;
                let store = folder.store(&format!("{name}-{count}.db"));
                let imported = import(&store, &mut Cursor::new(&text), &options(), &mut |_| {});
                assert_eq!(imported.map(|summary| summary.new), Ok(ROWS));
            });
        });
    }
    group.finish();
}

/// So many buyers have proven an order of theirs.
const BUYERS: u64 = 1000;

fn look_up(criterion: &mut Criterion) {
    let folder = Folder::new();
    let store = folder.store("million.db");
    let Ok(runtime) = Runtime::new() else { panic!("the bench needs a runtime") };
    for begin in (0..ORDERS).step_by(usize::try_from(TOGETHER).unwrap_or(1)) {
        let filled = runtime.block_on(store.transaction(move |sql| {
            for row in begin..begin + TOGETHER {
                if let Some(order) = order(row) {
                    orders::upsert(sql, &order)?;
                }
            }
            Ok(())
        }));
        assert_eq!(filled, Ok(()));
    }
    let mut next: u64 = 0;
    criterion.bench_function("look an order up among 1,000,000, transaction included", |bench| {
        bench.iter(|| {
            next = (next + 382_019) % ORDERS;
            let Some(wanted) = OrderNumber::new(&(FIRST + next).to_string()) else { return };
            let found = runtime.block_on(store.transaction(move |sql| orders::find(sql, &wanted)));
            assert_eq!(found.map(|found| found.len()), Ok(1));
        });
    });
    turns(criterion, &runtime, store);
}

/// Whole turns among a million orders, with everything that is stored of them.
fn turns(criterion: &mut Criterion, runtime: &Runtime, store: Store) {
    let built = Settings::parse("", "the bench", std::iter::empty()).map_err(anyhow::Error::from);
    let built = built.and_then(|settings| runtime.block_on(app::service(&settings, "sqlite::memory:", "bench", 4096)));
    let service = match built {
        Ok(service) => Service { store, ..service },
        Err(error) => panic!("the bench cannot start: {error:#}"),
    };
    let people = service.store.transaction(|sql| {
        for row in 0..BUYERS {
            if let Some(order) = order(row * 997) {
                links::link_to(sql, "bench", &format!("buyer:{row}"), &order.link(), None)?;
            }
            people::grant(sql, "bench", &format!("seller:{row}"), &Role::Seller("Toko".to_owned()), None)?;
        }
        Ok(())
    });
    assert_eq!(runtime.block_on(people), Ok(()));
    let mut update = 0;
    for who in ["buyer", "seller"] {
        criterion.bench_function(&format!("a {who}'s order among 1,000,000, a whole turn"), |bench| {
            bench.iter(|| {
                update += 1;
                let row = u64::try_from(update).unwrap_or_default() % BUYERS;
                let what = What::Text((FIRST + row * 997).to_string());
                let incoming = Incoming::new(update, ConversationId(format!("{who}:{row}")), what);
                assert!(runtime.block_on(service.receive(vec![incoming])).is_ok());
            });
        });
    }
}

fn order(row: u64) -> Option<Order> {
    let number = OrderNumber::new(&(FIRST + row).to_string())?;
    let created_at = 1_790_000_000_000 + i64::try_from(row).ok()?;
    let buyer = Some(HashKey::of_secret("bench").buyer(&format!("buyer{}", row / 3)));
    let order = Order::new(number, Status::ToShip, 1_797_000_000_000);
    Some(Order { shop: "Toko".to_owned(), created_at: Some(created_at), buyer, ..order })
}

criterion_group!(benches, imports, look_up);
criterion_main!(benches);
