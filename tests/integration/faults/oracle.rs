//! What came of a storm: every question answered, in order, once; and what came twice, with the reason.

use std::time::Duration;

use tanya::store::Store;
use tokio::time::Instant;

use super::crowd::{Crowd, LEARNT, QUESTIONS};
use crate::fake_bot_api::{FakeBotApi, State};

/// A program has so many sends under way at most: taken by Telegram perhaps, and not settled yet.
const UNDER_WAY: usize = 32;

/// Something that may leave sends under way: taken by Telegram, and not settled in the store.
#[derive(Debug, Clone, Copy)]
pub struct Blow {
    /// When it began to fall.
    pub from: Instant,
    /// When it had fallen.
    pub until: Instant,
    /// So many programs it struck.
    pub programs: usize,
}

/// What came twice, by its reason.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Twice {
    /// Under way at a blow.
    pub at_a_blow: usize,
    /// Telegram's answer to the first one did not arrive.
    pub unheard: usize,
}

/// Every customer was answered all questions in order; what came twice is counted and has a reason each.
pub fn judge(api: &FakeBotApi, crowd: &Crowd, blows: &[Blow], unheard: usize) -> Twice {
    let mut twice = Twice::default();
    let mut of_each_blow = vec![0; blows.len()];
    for customer in 1..=crowd.customers {
        let texts = api.texts_to(customer);
        let repeated = repetitions(&crowd.expected(customer, crowd.questions + 1), &texts);
        let repeated = repeated.unwrap_or_else(|fault| panic!("customer {customer}: {fault}"));
        if repeated.is_empty() {
            continue;
        }
        let arrived = api.look(|state| arrivals(state, customer));
        for place in repeated {
            let (first, second) = (arrived[place - 1], arrived[place]);
            match blows.iter().position(|blow| first <= blow.until && second >= blow.from) {
                Some(blow) => {
                    of_each_blow[blow] += 1;
                    twice.at_a_blow += 1;
                }
                None => twice.unheard += 1,
            }
        }
    }
    for (blow, count) in blows.iter().zip(&of_each_blow) {
        assert!(*count <= UNDER_WAY * blow.programs, "{count} messages came twice after one blow");
    }
    assert!(twice.unheard <= unheard, "{} messages came twice without a reason", twice.unheard - unheard);
    twice
}

/// When the messages of the bot to a customer arrived.
fn arrivals(state: &State, customer: i64) -> Vec<Instant> {
    state.posted.iter().filter(|posted| posted.chat == customer).map(|posted| posted.at).collect()
}

/// The places of answers that came twice in a row; an error when one is missing or out of order.
fn repetitions(expected: &[&str], actual: &[String]) -> Result<Vec<usize>, String> {
    let (mut repeated, mut place) = (Vec::new(), 0);
    for answer in expected {
        let times = actual[place..].iter().take_while(|text| text == answer).count();
        if times == 0 {
            return Err(format!("expected {answer:?}, then came {:?} of {actual:?}", actual.get(place)));
        }
        repeated.extend(place + 1..place + times);
        place += times;
    }
    if place == actual.len() { Ok(repeated) } else { Err(format!("too many: {:?}", &actual[place..])) }
}

/// In the store every question was handled once, whatever was answered how often, and nothing waits to be sent.
/// The programs have ended.
pub async fn judge_store(url: &str, crowd: &Crowd) {
    let store = Store::open(url).unwrap();
    let count = |query: &'static str| store.transaction(move |sql| sql.query(query, &[])?[0].int(0));
    let handled = count("SELECT COUNT(*) FROM journal WHERE outcome = 'sure'").await.unwrap();
    let most = count(
        "SELECT MAX(turns) FROM (SELECT COUNT(*) AS turns FROM journal WHERE outcome = 'sure' GROUP BY conversation) AS t",
    );
    let (each, learners) = (crowd.questions + 1, QUESTIONS.len());
    let asked = usize::try_from(crowd.customers).unwrap() * each + learners * LEARNT;
    assert_eq!(usize::try_from(handled), Ok(asked), "every question was handled once");
    assert_eq!(usize::try_from(most.await.unwrap()), Ok(each.max(LEARNT)), "nobody's question was handled twice");
    assert_eq!(count("SELECT COUNT(*) FROM outbox WHERE bot = 'telegram:4242'").await.unwrap(), 0, "all is sent");
}

/// What the log of a bot under way must not contain.
pub fn assert_nothing_private(log: &str, token: &str) {
    let secret = token.split(':').next_back().unwrap();
    for private in QUESTIONS.iter().flatten().chain([&secret]) {
        assert!(!log.contains(private), "{private} is in the log");
    }
}

/// So many a second.
pub fn rate(count: usize, time: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of a test are small")]
    let count = count as f64;
    count / time.as_secs_f64()
}

#[test]
fn a_lost_a_late_and_a_foreign_answer_are_noticed() {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let expected = ["a", "b", "c"];
    assert_eq!(repetitions(&expected, &texts(&["a", "b", "c"])), Ok(vec![]));
    assert_eq!(repetitions(&expected, &texts(&["a", "b", "b", "c", "c"])), Ok(vec![2, 4]));
    for wrong in [&["a", "c"][..], &["a", "c", "b"], &["a", "b", "a", "c"], &["a", "b", "c", "d"], &[]] {
        assert!(repetitions(&expected, &texts(wrong)).is_err(), "{wrong:?}");
    }
}
