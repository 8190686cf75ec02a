//! The crash test: the real program is killed again and again while it answers, and loses nothing.
//!
//! Two hundred customers ask five questions each while it is killed, and one more when all is quiet.
//! What the answers are, and in which order, is found out first, from one customer per language who
//! is in no hurry.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::fake_bot_api::{FakeBotApi, State, TOKEN};
use crate::program::Program;

const CUSTOMERS: i64 = 200;
const KILLS: usize = 6;
const SEED: u64 = 20_261_120;
/// How many messages may wait at most: they arrive while others are answered.
const BACKLOG: usize = 150;
/// So many sends the program has under way at most: taken by Telegram perhaps, and not settled yet.
const UNDER_WAY: usize = 32;
/// Time enough for a slow machine; the test takes seconds.
const PATIENCE: Duration = Duration::from_secs(180);

/// Plain questions, each with one sure answer, all of one language in one chat.
const QUESTIONS: [[&str; 5]; 3] = [
    [
        "bagaimana cara membatalkan pesanan?",
        "bagaimana cara bayar di indomaret atau alfamart?",
        "berapa lama kode pembayaran berlaku sebelum kedaluwarsa?",
        "bagaimana cara melacak paket dengan nomor resi?",
        "bagaimana cara menarik dana hasil penjualan?",
    ],
    ["怎么取消订单？", "怎么在便利店付款？", "付款码多久过期？", "怎么查快递物流？", "卖家怎么提现货款？"],
    [
        "how do I cancel my order?",
        "how do I pay at an Indomaret or Alfamart cashier?",
        "how long is the payment code valid before it expires?",
        "how do I track my parcel with the tracking number?",
        "how do I withdraw my sales proceeds as a seller?",
    ],
];

/// Random numbers that are the same in every run.
struct Random(u64);

impl Random {
    /// A number from 0 to below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// The customers in random order, each as often as there are questions.
    fn arrivals(&mut self) -> Vec<i64> {
        let mut arrivals: Vec<i64> = (0..5).flat_map(|_| 1..=CUSTOMERS).collect();
        for place in (1..arrivals.len()).rev() {
            arrivals.swap(place, self.below(place + 1));
        }
        arrivals
    }
}

fn language_of(customer: i64) -> usize {
    usize::try_from(customer).unwrap() % QUESTIONS.len()
}

/// A customer's question after so many others. The one when all is quiet is the first one again.
fn question(customer: i64, place: usize) -> &'static str {
    QUESTIONS[language_of(customer)][place % 5]
}

/// The answers of a customer who waits for each before asking on.
async fn answers_to(api: &FakeBotApi, customer: i64) -> Vec<String> {
    for place in 0..=5 {
        api.text(customer, question(customer, place));
        let answered = move |state: &State| state.sent_to(customer).len() > place;
        api.wait_at_most(PATIENCE, "a question is answered", answered).await;
    }
    let answers = api.texts_to(customer);
    let all_change = answers.windows(2).all(|pair| pair[0] != pair[1]);
    assert!(all_change && answers.len() == 6, "one answer for each question, and another for the next: {answers:?}");
    answers
}

/// How many answers came twice in a row; an error when one is missing or out of order.
fn repetitions(expected: &[String], actual: &[String]) -> Result<usize, String> {
    let mut rest = actual;
    for answer in expected {
        let times = rest.iter().take_while(|text| *text == answer).count();
        if times == 0 {
            return Err(format!("expected {answer:?}, then came {:?} of {actual:?}", rest.first()));
        }
        rest = &rest[times..];
    }
    if rest.is_empty() { Ok(actual.len() - expected.len()) } else { Err(format!("too many: {rest:?}")) }
}

/// The customers ask; as many as fit wait for an answer at any time.
async fn ask(api: &FakeBotApi, arrivals: &[i64], answered_before: usize) {
    let mut asked = vec![0; usize::try_from(CUSTOMERS).unwrap() + 1];
    for (place, customer) in arrivals.iter().enumerate() {
        let next = &mut asked[usize::try_from(*customer).unwrap()];
        api.text(*customer, question(*customer, *next));
        *next += 1;
        let room = move |state: &State| state.sent() + BACKLOG > answered_before + place;
        api.wait_at_most(PATIENCE, "there is room for another question", room).await;
    }
}

/// Kills the program after random numbers of answers, and starts it again at once.
async fn kill(api: &FakeBotApi, program: &mut Program<'_>, random: &mut Random, messages: usize) {
    let answered_before = api.look(State::sent);
    let mut moments: Vec<usize> = (0..KILLS).map(|_| random.below(messages)).collect();
    moments.sort_unstable();
    for moment in moments {
        let reached = move |state: &State| state.sent() >= answered_before + moment;
        api.wait_at_most(PATIENCE, "so much is answered", reached).await;
        program.kill();
        program.start_again();
    }
}

/// How many answers of each run of the program came once more in a later one, to the customers who are
/// counted: what the end of that run left open. A run begins with `getMe`.
fn repeated_of_each_run(state: &State) -> Vec<usize> {
    let mut repeated: Vec<usize> = Vec::new();
    let mut last = BTreeMap::new();
    for call in &state.calls {
        match call.method.as_str() {
            "getMe" => repeated.push(0),
            "sendMessage" => {
                let (run, text) = (repeated.len() - 1, &call.arguments["text"]);
                let customer = call.arguments["chat_id"].as_i64().filter(|chat| (1..=CUSTOMERS).contains(chat));
                let before = customer.and_then(|customer| last.insert(customer, (run, text)));
                let again = before.filter(|(earlier, same)| *earlier < run && *same == text);
                again.into_iter().for_each(|(earlier, _)| repeated[earlier] += 1);
            }
            _ => {}
        }
    }
    repeated
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_answers_every_message_once_and_in_order() {
    let api = FakeBotApi::with_latency(Duration::from_millis(10)).await;
    let mut program = Program::start(&api);
    let mut expected = Vec::new();
    for customer in [900, 901, 902] {
        assert_eq!(language_of(customer), expected.len());
        expected.push(answers_to(&api, customer).await);
    }

    let mut random = Random(SEED);
    let arrivals = random.arrivals();
    let asking = ask(&api, &arrivals, api.look(State::sent));
    let killing = kill(&api, &mut program, &mut random, arrivals.len());
    tokio::join!(asking, killing);
    api.wait_at_most(PATIENCE, "everybody has all answers", |state| {
        (1..=CUSTOMERS).all(|customer| state.sent_to(customer).len() >= 5)
    })
    .await;
    // An answer that is sent twice comes before the next one to the same customer: with one more for
    // everybody, nothing can be on its way any more.
    for customer in 1..=CUSTOMERS {
        api.text(customer, question(customer, 5));
    }
    api.wait_at_most(PATIENCE, "everybody has the last answer", |state| {
        (1..=CUSTOMERS).all(|customer| {
            let (sent, answers) = (state.sent_to(customer), &expected[language_of(customer)]);
            sent.len() >= answers.len() && sent.last().map(|last| &last.text) == answers.last()
        })
    })
    .await;

    let mut twice = 0;
    for customer in 1..=CUSTOMERS {
        let repeated = repetitions(&expected[language_of(customer)], &api.texts_to(customer));
        twice += repeated.unwrap_or_else(|fault| panic!("customer {customer}: {fault}"));
    }
    // Nothing comes twice but the last answer to a customer before a kill, and only as many as the
    // program can have had under way then.
    let repeated = api.look(repeated_of_each_run);
    assert!(repeated.iter().all(|count| *count <= UNDER_WAY), "repeated of each run: {repeated:?}");
    assert_eq!(repeated.iter().sum::<usize>(), twice, "repeated of each run: {repeated:?}");
    assert_nothing_private(&program.log());
    api.assert_no_violations();
}

fn assert_nothing_private(log: &str) {
    assert!(log.contains("received") && log.contains("carried"), "the log is not that of a bot that answers");
    let secret = TOKEN.split(':').next_back().unwrap();
    for private in QUESTIONS.iter().flatten().chain([&secret]) {
        assert!(!log.contains(private), "{private} is in the log");
    }
}

#[test]
fn a_lost_a_late_and_a_foreign_answer_are_noticed() {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let expected = texts(&["a", "b", "c"]);
    assert_eq!(repetitions(&expected, &texts(&["a", "b", "c"])), Ok(0));
    assert_eq!(repetitions(&expected, &texts(&["a", "b", "b", "c", "c"])), Ok(2));
    for wrong in [&["a", "c"][..], &["a", "c", "b"], &["a", "b", "a", "c"], &["a", "b", "c", "d"], &[]] {
        assert!(repetitions(&expected, &texts(wrong)).is_err(), "{wrong:?}");
    }
}
