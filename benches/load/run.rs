//! The rows of the table, one after another.

use std::time::{Duration, Instant};

use crate::api::Api;
use crate::bot::{Bots, Taken, Updates};
use crate::options::Options;
use crate::place;
use crate::postgres_server;

/// Before anything is measured, everybody asks so often.
const WARM_UP: u64 = 1;

/// When nothing was answered for so long, something is lost.
const PATIENCE: Duration = Duration::from_secs(60);

/// So long it is waited for messages that nobody asked for.
const QUIET: Duration = Duration::from_secs(1);

/// Memory is shown after every so many answers.
const SHOWN_EVERY: u64 = 100_000;

/// One way of running the bot.
struct Row {
    updates: Updates,
    on_server: bool,
    replicas: usize,
}

impl Row {
    fn name(&self) -> String {
        let updates = if self.updates == Updates::Polling { "polling" } else { "webhook" };
        let store = if self.on_server { "postgresql" } else { "sqlite" };
        format!("{updates}, {store} x {}", self.replicas)
    }
}

fn rows(options: &Options) -> Vec<Row> {
    let ways = [(false, 1), (true, 1), (true, 3)];
    let rows = [Updates::Polling, Updates::Webhook].into_iter();
    let rows = rows.flat_map(|updates| ways.map(|(on_server, replicas)| Row { updates, on_server, replicas }));
    rows.filter(|row| options.only.iter().all(|word| row.name().contains(word))).collect()
}

/// Measures all rows and prints them.
///
/// # Errors
/// When a question was not answered once, or nothing could be measured.
pub async fn all(options: &Options) -> Result<(), String> {
    println!("{}", place::machine());
    if let Some(updates) = options.updates {
        let row = rows(options).into_iter().next().ok_or("no row has these words")?;
        println!("{}", row.name());
        return Running::start(&row, options).await?.many(updates).await;
    }
    println!(
        "{:<26} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>8} {:>7}",
        "", "answers/s", "CPU ms", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "RSS MB", "threads"
    );
    for row in rows(options) {
        let mut running = Running::start(&row, options).await?;
        let full = running.full(options.time).await?;
        let (steady, percentiles) = running.steady(options.time, options.rate).await?;
        let [p50, p95, p99] = percentiles.map(|time| time.as_secs_f64() * 1000.0);
        println!(
            "{:<26} {:>9.0} {:>9.3} {p50:>9.1} {p95:>9.1} {p99:>9.1} {:>9.3} {:>8.0} {:>7}",
            row.name(),
            full.a_second(),
            full.processor_ms(),
            steady.processor_ms(),
            steady.taken.memory as f64 / 1024.0,
            steady.taken.threads,
        );
    }
    println!("answers/s and CPU at full load; p50 to p99, CPU and memory at {} questions a second", options.rate);
    Ok(())
}

/// What was measured in some time.
struct Measured {
    answers: u64,
    time: Duration,
    taken: Taken,
}

impl Measured {
    fn a_second(&self) -> f64 {
        self.answers as f64 / self.time.as_secs_f64()
    }

    /// Processor time of the bot for one answer.
    fn processor_ms(&self) -> f64 {
        self.taken.processor.as_secs_f64() * 1000.0 / self.answers.max(1) as f64
    }
}

/// A bot that runs, with its customers.
struct Running {
    api: Api,
    bots: Bots,
}

impl Running {
    /// Starts it, and has everybody ask.
    async fn start(row: &Row, options: &Options) -> Result<Running, String> {
        let api = Api::start(options.conversations).await.map_err(|error| error.to_string())?;
        let store = row.on_server.then(|| careful().database());
        let bots = Bots::start(&api.url, row.updates, store.as_deref(), row.replicas);
        let bots = bots.map_err(|error| error.to_string())?;
        let is_webhook = row.updates == Updates::Webhook;
        let replicas = row.replicas;
        api.wait(move |state| state.introduced >= replicas && (is_webhook || state.polled)).await;
        if is_webhook {
            api.post_to(&bots.addresses).map_err(|error| error.to_string())?;
        }
        let mut running = Running { api, bots };
        running.ask(options.open);
        running.until(WARM_UP * options.conversations as u64).await?;
        Ok(running)
    }

    /// So many ask, and for each who is answered another one.
    fn ask(&self, open: usize) {
        self.api.look(|state| {
            state.asking = true;
            (0..open).for_each(|_| state.ask());
        });
    }

    /// Waits until there are so many answers in all.
    async fn until(&mut self, answers: u64) -> Result<(), String> {
        let (mut last, mut since) = (0, Instant::now());
        loop {
            let answered = self.api.look(|state| state.customers.answered);
            if answered >= answers {
                return Ok(());
            }
            if answered > last {
                (last, since) = (answered, Instant::now());
            } else if since.elapsed() > PATIENCE {
                let open = self.api.look(|state| state.customers.open);
                return Err(format!("nothing is answered any more: {open} questions are open"));
            }
            self.bots.taken()?;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Nobody asks on; waits until all is answered, once.
    async fn quiet(&mut self) -> Result<(), String> {
        let asked = self.api.look(|state| {
            state.asking = false;
            state.customers.answered + state.customers.open
        });
        self.until(asked).await?;
        tokio::time::sleep(QUIET).await;
        match self.api.look(|state| (state.customers.open, state.customers.unasked)) {
            (0, 0) => Ok(()),
            (open, unasked) => Err(format!("{open} questions got no message, and {unasked} messages no question")),
        }
    }

    /// At full load, for some time; then all is answered.
    async fn full(&mut self, time: Duration) -> Result<Measured, String> {
        let before = self.bots.taken()?;
        self.api.look(|state| state.customers.begin());
        let begun = Instant::now();
        tokio::time::sleep(time).await;
        let measured = self.measured(before, begun)?;
        self.quiet().await?;
        Ok(measured)
    }

    /// At a steady rate, whatever was answered; the second value is how long half, most and nearly all answers took.
    async fn steady(&mut self, time: Duration, rate: u32) -> Result<(Measured, [Duration; 3]), String> {
        let ask_for = async |api: &Api, time: Duration| {
            let (begun, mut due) = (Instant::now(), 0);
            let mut tick = tokio::time::interval(Duration::from_millis(1));
            while begun.elapsed() < time {
                tick.tick().await;
                let now = (begun.elapsed().as_secs_f64() * f64::from(rate)) as u64;
                api.look(|state| (due..now).for_each(|_| state.ask()));
                due = now;
            }
        };
        ask_for(&self.api, Duration::from_secs(1)).await;
        let before = self.bots.taken()?;
        self.api.look(|state| state.customers.begin());
        let begun = Instant::now();
        ask_for(&self.api, time).await;
        let measured = self.measured(before, begun)?;
        let percentiles = self.api.look(|state| state.customers.percentiles([0.5, 0.95, 0.99]));
        self.quiet().await?;
        Ok((measured, percentiles))
    }

    fn measured(&mut self, before: Taken, begun: Instant) -> Result<Measured, String> {
        let taken = self.bots.taken()?;
        let answers = self.api.look(|state| state.customers.since_begun()) as u64;
        let processor = taken.processor.saturating_sub(before.processor);
        Ok(Measured { answers, time: begun.elapsed(), taken: Taken { processor, ..taken } })
    }

    /// So many answers at full load, with the memory now and then.
    async fn many(mut self, updates: u64) -> Result<(), String> {
        let begun = Instant::now();
        let mut next = 0;
        while next < updates {
            next = (next + SHOWN_EVERY).min(updates);
            self.until(next).await?;
            let taken = self.bots.taken()?;
            let (memory, seconds) = (taken.memory as f64 / 1024.0, begun.elapsed().as_secs());
            println!("{next:>9} answers, {seconds:>5} s: {memory:.0} MB resident, {} threads", taken.threads);
        }
        self.quiet().await
    }
}

/// The server of all rows, which is as careful with the disk as one that serves.
fn careful() -> &'static postgres_server::Server {
    static CAREFUL: std::sync::OnceLock<postgres_server::Server> = std::sync::OnceLock::new();
    CAREFUL.get_or_init(postgres_server::Server::careful)
}
