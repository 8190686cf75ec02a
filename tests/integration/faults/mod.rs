//! Proof under faults: the real programs are driven through whatever can go wrong outside of them, and an oracle counts
//! what every customer sent and received.
//!
//! In reading order: `crowd` (who asks, and what must be answered), `storm` (what goes wrong meanwhile), `oracle` (what
//! came of it).
//!
//! The storms here are short. A long one, with the seed that it printed or another:
//! `TANYA_FAULTS_UPDATES=100000 TANYA_FAULTS_SEED=7 cargo test --test integration faults::storms -- --nocapture --test-threads 1`

mod clocks;
mod crowd;
mod disk;
mod oracle;
mod passing;
mod storm;
mod storms;
