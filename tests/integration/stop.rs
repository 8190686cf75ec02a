//! The real program is stopped as a supervisor stops it, and started where it already runs.

use std::time::{Duration, Instant};

use crate::fake_bot_api::{FakeBotApi, State};
use crate::program::Program;

const CUSTOMERS: i64 = 100;
const FIRST: &str = "how do I cancel my order?";
const SECOND: &str = "how do I track my parcel with the tracking number?";
/// Time enough for a slow machine.
const PATIENCE: Duration = Duration::from_secs(120);

fn all_ask(api: &FakeBotApi, question: &str) {
    for customer in 1..=CUSTOMERS {
        api.text(customer, question);
    }
}

async fn until_all_have(api: &FakeBotApi, messages: usize) {
    let all = move |state: &State| (1..=CUSTOMERS).all(|customer| state.sent_to(customer).len() >= messages);
    api.wait_at_most(PATIENCE, "everybody has an answer", all).await;
}

/// Asks the program to end as a supervisor does, who kills after ten seconds.
fn stop(program: &mut Program<'_>) {
    let begun = Instant::now();
    let ended = program.terminate();
    assert!(begun.elapsed() < Duration::from_secs(10), "it took {:?}", begun.elapsed());
    assert_eq!(ended.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_while_it_answers_it_ends_in_time_and_answers_every_message_once() {
    let api = FakeBotApi::with_latency(Duration::from_millis(300)).await;
    let mut program = Program::start(&api);
    all_ask(&api, FIRST);
    api.wait_at_most(PATIENCE, "it answers", |state| state.sent() >= 20).await;

    stop(&mut program);
    let answered = api.look(State::sent);
    assert!(answered < usize::try_from(CUSTOMERS).unwrap(), "it was stopped too late");

    program.start_again();
    until_all_have(&api, 1).await;
    // An answer that is sent twice comes before the next one to the same customer.
    all_ask(&api, SECOND);
    until_all_have(&api, 2).await;
    for customer in 1..=CUSTOMERS {
        let texts = api.texts_to(customer);
        assert!(texts.len() == 2 && texts[0] != texts[1], "customer {customer}: {texts:?}");
    }
    api.assert_no_violations();
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_while_telegram_is_silent_it_ends_in_time_too() {
    let api = FakeBotApi::with_latency(2 * PATIENCE).await;
    let mut program = Program::start(&api);
    api.text(1, FIRST);
    api.wait_at_most(PATIENCE, "it answers", |state| state.open_sends == 1).await;
    stop(&mut program);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_one_on_the_same_store_ends_with_one_sentence() {
    let api = FakeBotApi::start().await;
    let program = Program::start(&api);
    api.wait_at_most(PATIENCE, "the first one polls", |state| state.open_polls == 1).await;
    let second = program.start_another();
    let sentence = format!(
        "tanya: another `tanya serve` runs on sqlite://{}; stop it first, or set another store.url\n",
        program.store().display()
    );
    assert_eq!(String::from_utf8_lossy(&second.stderr), sentence);
    assert_eq!(second.status.code(), Some(1));
    assert_eq!(api.called("getMe"), 1);
}
