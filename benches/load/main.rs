//! How much the real program carries, from the update to the message that Telegram gets: whole answers in a second, how
//! long one takes at a steady rate, processor time and memory.
//!
//! The program runs as it is shipped, as one process or several, against a small Bot API in this process, with the
//! limits that it sets itself off. Every question must get exactly one message; a run in which one gets none or two fails.
//!
//! `cargo bench --bench load -- --help` names what can be chosen.
//!
//! What is absent here: faults, and what the answers say. Other tests look at both.

mod api;
mod bot;
mod customers;
mod options;
mod place;
#[path = "../../tests/postgres_server/mod.rs"]
#[expect(dead_code, reason = "tests need more of it")]
mod postgres_server;
mod run;

use options::Options;

fn main() {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(help) => return println!("{help}"),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let measured = match runtime {
        Ok(runtime) => runtime.block_on(run::all(&options)),
        Err(error) => panic!("there is no runtime: {error}"),
    };
    if let Err(fault) = measured {
        println!("{fault}");
        std::process::exit(1);
    }
}
