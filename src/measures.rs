//! What is counted: every metric with its name, its unit and what it is for, and a function for each to count it.
//!
//! Counting costs next to nothing where nobody collects. Names follow Prometheus
//! (<https://prometheus.io/docs/practices/naming/>): base units, `_total` for what only grows. Labels are words that the
//! program knows beforehand.
//!
//! What is absent here: collecting and showing (see [`crate::operate::watch`]), and any label that stands for a person, a
//! chat, or what somebody wrote. `conversation` and `understanding` count nothing.

use std::time::Duration;

use metrics::{Unit, counter, gauge, histogram};

use crate::language::Language;

/// What kind of number a metric is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// It only grows.
    Counter,
    /// It goes up and down.
    Gauge,
    /// How many values there were up to each of these bounds.
    Histogram(&'static [f64]),
}

/// A metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Its name.
    pub name: &'static str,
    /// What kind of number it is.
    pub kind: Kind,
    /// The unit of the number.
    pub unit: Unit,
    /// What it tells.
    pub description: &'static str,
}

/// Bounds for what takes milliseconds, in seconds.
const QUICK: &[f64] = &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Bounds for how long people wait, in seconds.
const PATIENT: &[f64] = &[30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0, 43200.0, 86400.0];

/// Bounds for a probability.
const SHARES: &[f64] = &[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

macro_rules! measures {
    ($($constant:ident = $name:literal, $kind:expr, $unit:ident, $description:literal;)*) => {
        $(const $constant: &str = $name;)*

        /// All of them.
        pub const ALL: &[Measure] = &[
            $(Measure { name: $name, kind: $kind, unit: Unit::$unit, description: $description },)*
        ];
    };
}

measures! {
    BUILD = "tanya_build_info", Kind::Gauge, Count, "Always 1; the label says which version runs";
    READY = "tanya_ready", Kind::Gauge, Count, "1 while the bot serves, 0 while it does not; /readyz says why";
    UPDATES = "tanya_updates_total", Kind::Counter, Count, "Updates taken in, by kind";
    TURNS = "tanya_turns_total", Kind::Counter, Count, "What came of them, by outcome and language of the reply";
    TURN = "tanya_turn_duration_seconds", Kind::Histogram(QUICK), Seconds, "From an update handed in to its turn stored";
    SEARCH = "tanya_search_duration_seconds", Kind::Histogram(QUICK), Seconds, "Understanding one text";
    CONFIDENCE = "tanya_answer_confidence", Kind::Histogram(SHARES), Count, "Confidence of the best hit, from 0 to 1, by language";
    OUTBOX = "tanya_outbox_entries", Kind::Gauge, Count, "What waits to be carried, by queue";
    OUTBOX_AGE = "tanya_outbox_oldest_seconds", Kind::Gauge, Seconds, "Age of the oldest entry that is due, by queue";
    DELIVERIES = "tanya_deliveries_total", Kind::Counter, Count, "Attempts to carry an entry, by queue and result";
    DELIVERY = "tanya_delivery_duration_seconds", Kind::Histogram(QUICK), Seconds, "Carrying one entry, by queue";
    FLOODS = "tanya_telegram_too_many_requests_total", Kind::Counter, Count, "Requests that Telegram answered with 429";
    FAILURES = "tanya_telegram_failures_total", Kind::Counter, Count, "Requests to Telegram that failed, by reason, 429 included";
    LOOK_UPS = "tanya_order_lookups_total", Kind::Counter, Count, "Look-ups of orders, by source and result";
    TICKETS = "tanya_tickets_open", Kind::Gauge, Count, "Open tickets, by who has to act: staff or customer";
    TICKETS_AGE = "tanya_tickets_waiting_oldest_seconds", Kind::Gauge, Seconds, "How long the customer waits who has waited longest for staff";
    FIRST_REPLY = "tanya_first_reply_seconds", Kind::Histogram(PATIENT), Seconds, "From a ticket opened to the first reply of staff";
    STORE_ERRORS = "tanya_store_errors_total", Kind::Counter, Count, "Transactions that failed, by reason";
    KNOWLEDGE_READ = "tanya_knowledge_reloads_total", Kind::Counter, Count, "Changed articles that were read, by result";
    KNOWLEDGE_FAULTS = "tanya_knowledge_faults", Kind::Gauge, Count, "Errors in the articles that are there but not used; 0 where they are used";
}

/// The bot runs, in this version.
pub fn build(version: &'static str) {
    gauge!(BUILD, "version" => version).set(1.0);
}

/// Whether the bot serves.
pub fn ready(ready: bool) {
    gauge!(READY).set(f64::from(u8::from(ready)));
}

/// An update of a kind was taken in.
pub fn update(kind: &'static str) {
    counter!(UPDATES, "kind" => kind).increment(1);
}

/// A turn is stored.
pub fn turn(outcome: &'static str, language: Option<Language>, confidence: Option<f32>, took: Duration) {
    let language = language.map_or("none", Language::code);
    counter!(TURNS, "outcome" => outcome, "language" => language).increment(1);
    histogram!(TURN).record(took.as_secs_f64());
    if let Some(confidence) = confidence {
        histogram!(CONFIDENCE, "language" => language).record(f64::from(confidence));
    }
}

/// A text was understood.
pub fn search(took: Duration) {
    histogram!(SEARCH).record(took.as_secs_f64());
}

/// So many entries wait in a queue, the oldest that is due for so many milliseconds.
pub fn outbox(queue: &'static str, entries: i64, oldest_ms: i64) {
    gauge!(OUTBOX, "queue" => queue).set(entries as f64);
    gauge!(OUTBOX_AGE, "queue" => queue).set(seconds(oldest_ms));
}

/// Carrying an entry of a queue came to this.
pub fn delivery(queue: &'static str, result: &'static str, took: Duration) {
    counter!(DELIVERIES, "queue" => queue, "result" => result).increment(1);
    histogram!(DELIVERY, "queue" => queue).record(took.as_secs_f64());
}

/// Telegram asked to wait.
pub fn flood() {
    counter!(FLOODS).increment(1);
}

/// A request to Telegram failed.
pub fn telegram_failure(reason: &'static str) {
    counter!(FAILURES, "reason" => reason).increment(1);
}

/// A source was asked for an order: `found`, `none` or `unreachable`.
pub fn look_up(source: &'static str, result: &'static str) {
    counter!(LOOK_UPS, "source" => source, "result" => result).increment(1);
}

/// So many tickets wait for staff, so many for their customers; the first of those has waited for so many milliseconds.
pub fn tickets(staff: i64, customers: i64, longest_ms: i64) {
    gauge!(TICKETS, "waits_for" => "staff").set(staff as f64);
    gauge!(TICKETS, "waits_for" => "customer").set(customers as f64);
    gauge!(TICKETS_AGE).set(seconds(longest_ms));
}

/// Staff have answered a ticket for the first time, so many milliseconds after it was opened.
pub fn first_reply(after_ms: i64) {
    histogram!(FIRST_REPLY).record(seconds(after_ms));
}

/// A transaction failed.
pub fn store_error(reason: &'static str) {
    counter!(STORE_ERRORS, "reason" => reason).increment(1);
}

/// Changed articles were read, and are used or not.
pub fn knowledge_read(sound: bool) {
    counter!(KNOWLEDGE_READ, "result" => if sound { "used" } else { "faulty" }).increment(1);
}

/// The articles that are there have so many errors.
pub fn knowledge_faults(faults: usize) {
    gauge!(KNOWLEDGE_FAULTS).set(faults as f64);
}

/// Tells the recorder what each metric is.
pub fn describe() {
    for Measure { name, kind, unit, description } in ALL {
        match kind {
            Kind::Counter => metrics::describe_counter!(*name, *unit, *description),
            Kind::Gauge => metrics::describe_gauge!(*name, *unit, *description),
            Kind::Histogram(_) => metrics::describe_histogram!(*name, *unit, *description),
        }
    }
}

fn seconds(milliseconds: i64) -> f64 {
    milliseconds.max(0) as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_prometheus_wants_them() {
        for Measure { name, kind, unit, description } in ALL {
            assert!(name.starts_with("tanya_") && !description.ends_with('.'), "{name}");
            assert_eq!(name.ends_with("_total"), *kind == Kind::Counter, "{name}");
            assert_eq!(name.trim_end_matches("_total").ends_with("_seconds"), *unit == Unit::Seconds, "{name}");
        }
    }
}
