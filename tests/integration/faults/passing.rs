//! One call of Telegram's goes wrong: only the chat concerned waits, and not for long.

use std::time::Duration;

use tokio::time::Instant;

use super::crowd::QUESTIONS;
use crate::fake_bot_api::{FakeBotApi, Fault, State};
use crate::program::Program;

/// Time enough for a slow machine, and for a request that is given up after 30 s.
const PATIENCE: Duration = Duration::from_secs(120);

/// Who has passing trouble waits no longer.
const LONGEST_DELAY: Duration = Duration::from_secs(3);

/// So many others ask meanwhile.
const OTHERS: i64 = 20;

/// When the first message to a customer arrived.
fn first_to(state: &State, customer: i64) -> Option<Instant> {
    state.posted.iter().find(|posted| posted.chat == customer).map(|posted| posted.at)
}

async fn begin(api: &FakeBotApi) -> Program<'_> {
    let program = Program::start(api);
    api.text(90_000, QUESTIONS[0][0]);
    api.wait_at_most(PATIENCE, "it serves", |state| !state.sent_to(90_000).is_empty()).await;
    program
}

/// One customer's answer goes wrong, then others ask; the delay of that one, once all have their answers.
async fn delay_of_one(api: &FakeBotApi, one: i64, fault: Fault) -> Duration {
    let failed = api.called("sendMessage");
    api.fail("sendMessage", 1, fault);
    let asked = Instant::now();
    api.text(one, QUESTIONS[0][0]);
    api.wait_at_most(PATIENCE, "the answer goes wrong", move |state| state.called("sendMessage") > failed).await;
    let others = one + 1..=one + OTHERS;
    for other in others.clone() {
        api.text(other, QUESTIONS[0][1]);
    }
    let all = move |state: &State| (one..=one + OTHERS).all(|customer| !state.sent_to(customer).is_empty());
    api.wait_at_most(PATIENCE, "everybody is answered", all).await;
    let at = |customer| api.look(|state| first_to(state, customer)).unwrap();
    let first = at(one);
    if !matches!(fault, Fault::DoneThenCut | Fault::DoneThenGarbled) {
        for other in others {
            assert!(at(other) < first, "{fault:?}: customer {other} waited, too");
        }
    }
    first - asked
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_goes_wrong_once_delays_its_chat_by_three_seconds_at_most_and_no_other() {
    let api = FakeBotApi::start().await;
    let _program = begin(&api).await;
    let faults = [
        Fault::Json(500),
        Fault::Json(503),
        Fault::Html(502),
        Fault::Lost,
        Fault::DoneThenCut,
        Fault::DoneThenGarbled,
        Fault::Flood(1),
    ];
    for (place, fault) in (0..).zip(faults) {
        let delay = delay_of_one(&api, 1 + 100 * place, fault).await;
        assert!(delay <= LONGEST_DELAY, "{fault:?}: {delay:?}");
    }
    // What receives updates is in nobody's way for longer, either.
    for (place, fault) in (10..).zip([Fault::Json(500), Fault::Html(502), Fault::Lost, Fault::DoneThenCut]) {
        let (polls, customer) = (api.called("getUpdates"), 1 + 100 * place);
        api.fail("getUpdates", 1, fault);
        // Whatever arrives ends the poll that is open, and the next one goes wrong.
        api.text(customer, QUESTIONS[0][0]);
        api.wait_at_most(PATIENCE, "a poll goes wrong", move |state| state.called("getUpdates") > polls).await;
        let asked = Instant::now();
        api.text(customer + 1, QUESTIONS[0][1]);
        api.wait_at_most(PATIENCE, "it is answered", move |state| !state.sent_to(customer + 1).is_empty()).await;
        let delay = api.look(|state| first_to(state, customer + 1)).unwrap() - asked;
        assert!(delay <= LONGEST_DELAY, "{fault:?} of a poll: {delay:?}");
    }
    api.assert_no_violations();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_never_answered_is_given_up_and_made_again_and_delays_no_other_chat() {
    let api = FakeBotApi::start().await;
    let _program = begin(&api).await;
    let delay = delay_of_one(&api, 1, Fault::Nothing).await;
    assert!(delay <= Duration::from_secs(40), "{delay:?}");
    assert_eq!(api.sent_to(1).len(), 1);
    api.assert_no_violations();
}
