//! What the store tells of how things stand, read every few seconds for the metrics: what waits to be carried, and who
//! waits for staff.
//!
//! Every replica on a store reads the same: of these numbers the highest is the right one, not their sum.

use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;

use crate::measures;
use crate::store::{Sql, Store, StoreError, outbox, tickets};

/// Between two readings.
const EVERY: Duration = Duration::from_secs(10);

/// What the store tells at one moment.
struct Sample {
    /// Each queue: how many entries wait, and since how many milliseconds the oldest of them is due.
    queues: [(&'static str, (i64, i64)); 3],
    /// How many tickets wait for staff, how many for their customers, and how long the first of those in milliseconds.
    tickets: (i64, i64, i64),
}

/// Reads until it is told to stop.
pub async fn run(store: Store, bot: Arc<str>, metrics: PrometheusHandle, stop: CancellationToken) {
    let mut rounds = tokio::time::interval(EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stop.run_until_cancelled(rounds.tick()).await.is_some() {
        // Nobody may be asking for the metrics: what was collected must not pile up.
        metrics.run_upkeep();
        let of = Arc::clone(&bot);
        match store.transaction(move |sql| sample(sql, &of)).await {
            Ok(sample) => show(&sample),
            Err(error) => tracing::debug!(%error, "what waits could not be counted"),
        }
    }
}

fn sample(sql: &mut dyn Sql, bot: &str) -> Result<Sample, StoreError> {
    let now = sql.now()?;
    let mut queue = |name, bot: &str| Ok::<_, StoreError>((name, outbox::standing(sql, bot, now)?));
    let queues = [
        queue("messages", bot)?,
        queue("errands", &outbox::errands_of(bot))?,
        queue("events", &outbox::events_of(bot))?,
    ];
    Ok(Sample { queues, tickets: tickets::standing(sql, bot, now)? })
}

fn show(sample: &Sample) {
    for (queue, (entries, oldest_ms)) in sample.queues {
        measures::outbox(queue, entries, oldest_ms);
    }
    let (staff, customers, longest_ms) = sample.tickets;
    measures::tickets(staff, customers, longest_ms);
}
