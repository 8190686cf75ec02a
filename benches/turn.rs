//! How long a whole turn takes: understanding, deciding, wording and the commit, on SQLite on disk and on a PostgreSQL
//! server on the same machine, with eight connections, that writes to the disk as carefully as one that serves.

#[path = "../tests/postgres_server/mod.rs"]
#[expect(dead_code, reason = "tests need more of it")]
mod postgres_server;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tanya::app;
use tanya::service::{ConversationId, Incoming, Service, What};
use tanya::settings::Settings;
use tokio::runtime::Runtime;

static NEXT: AtomicI64 = AtomicI64::new(1);

/// A question of one of a thousand customers.
fn question() -> Incoming {
    let update = NEXT.fetch_add(1, Ordering::Relaxed);
    let customer = ConversationId(format!("telegram:{}", update % 1000));
    Incoming::new(update, customer, What::Text("gmn cara byr di indomart kak".to_owned()))
}

fn turn(criterion: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("tanya-bench-{}", std::process::id()));
    if let Err(error) = std::fs::create_dir_all(&folder) {
        panic!("the bench cannot start: {error:#}");
    }
    measure(criterion, "SQLite", &format!("sqlite:{}", folder.join("turn.db").display()));
    measure(criterion, "PostgreSQL", &postgres_server::Server::careful().database());
    // What stays behind in the temporary folder harms nobody.
    let _ = std::fs::remove_dir_all(folder);
}

/// Measures turns on the store of a URL: one at a time, and several that arrive together.
fn measure(criterion: &mut Criterion, store: &str, url: &str) {
    let prepared =
        Settings::parse("", "the bench", std::iter::empty()).map_err(anyhow::Error::from).and_then(|settings| {
            let runtime = Runtime::new()?;
            Ok((runtime.block_on(app::service(&settings, url, "bench", 4096))?, runtime))
        });
    let (service, runtime): (Service, Runtime) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => panic!("the bench cannot start: {error:#}"),
    };
    let service = Arc::new(service);
    let mut group = criterion.benchmark_group(format!("a whole turn on {store}, commit included"));
    for together in [1_u64, 10, 100] {
        group.throughput(Throughput::Elements(together));
        group.bench_with_input(BenchmarkId::from_parameter(together), &together, |bench, together| {
            bench.to_async(&runtime).iter(|| async {
                let batch = (0..*together).map(|_| question()).collect();
                service.receive(batch).await
            });
        });
    }
    group.finish();
}

criterion_group!(benches, turn);
criterion_main!(benches);
