//! The customers of a storm: what they ask, what they must be answered, and who asks when.

use std::time::Duration;

use serde_json::Value;

use crate::fake_bot_api::{FakeBotApi, State};
use crate::random::Random;

/// Plain questions, each with one sure answer, all of one language in one chat.
pub const QUESTIONS: [[&str; 5]; 3] = [
    [
        "bagaimana cara membatalkan pesanan?",
        "bagaimana cara bayar di indomaret atau alfamart?",
        "berapa lama kode pembayaran berlaku sebelum kedaluwarsa?",
        "bagaimana cara melacak paket dengan nomor resi?",
        "bagaimana cara mengubah alamat pengiriman?",
    ],
    ["怎么取消订单？", "怎么在便利店付款？", "付款码多久过期？", "怎么查快递物流？", "怎么修改收货地址？"],
    [
        "how do I cancel my order?",
        "how do I pay at an Indomaret or Alfamart cashier?",
        "how long is the payment code valid before it expires?",
        "how do I track my parcel with the tracking number?",
        "how do I change my delivery address?",
    ],
];

/// Those from whom the answers are learnt have numbers from here on; a language each.
pub const FIRST_LEARNER: i64 = 90_000_000;

/// Each of them asks so often: every question, and the first one again.
pub const LEARNT: usize = 6;

/// One update in so many comes once more, some time later.
const REPEATED: usize = 10;

/// Customers who ask one question after the other, over and over.
pub struct Crowd {
    /// So many customers, numbered from 1 on.
    pub customers: i64,
    /// Each asks so many questions.
    pub questions: usize,
    /// The answers of each language: to the first question of all, then to the others in a row, and to the first again.
    answers: Vec<Vec<String>>,
}

impl Crowd {
    /// Finds out what the answers are, from one customer per language who is in no hurry.
    pub async fn learn(api: &FakeBotApi, customers: i64, questions: usize, patience: Duration) -> Crowd {
        let mut answers = Vec::new();
        for learner in (FIRST_LEARNER..).take(QUESTIONS.len()) {
            assert_eq!(language_of(learner), answers.len());
            answers.push(answers_to(api, learner, patience).await);
        }
        Crowd { customers, questions, answers }
    }

    /// What a customer asks after so many questions.
    fn question(customer: i64, place: usize) -> &'static str {
        QUESTIONS[language_of(customer)][place % 5]
    }

    /// What a customer must be answered to so many questions.
    pub fn expected(&self, customer: i64, questions: usize) -> Vec<&str> {
        let answers = &self.answers[language_of(customer)];
        let answer = |place: usize| if place == 0 { &answers[0] } else { &answers[1 + (place - 1) % 5] };
        (0..questions).map(|place| answer(place).as_str()).collect()
    }

    /// The customers ask in random order; as many as `backlog` wait for an answer at any time. Some updates come
    /// `again` although they were confirmed, after later ones.
    pub async fn ask(&self, api: &FakeBotApi, random: &mut Random, backlog: usize, again: bool, patience: Duration) {
        let mut arrivals: Vec<i64> = (0..self.questions).flat_map(|_| 1..=self.customers).collect();
        random.shuffle(&mut arrivals);
        let mut asked = vec![0; usize::try_from(self.customers).unwrap() + 1];
        let answered_before = api.look(|state| state.posted.len());
        let mut earlier: Option<Value> = None;
        for (place, customer) in arrivals.iter().enumerate() {
            let next = &mut asked[usize::try_from(*customer).unwrap()];
            api.text(*customer, Crowd::question(*customer, *next));
            *next += 1;
            if again && random.below(REPEATED) == 0 {
                // One that is not confirmed yet would overtake those before it.
                let waits = |update: &Value| api.look(|state| state.updates.contains(update));
                if let Some(update) = earlier.take_if(|update| !waits(update)) {
                    api.repeat(update);
                }
                earlier = earlier.or_else(|| api.look(|state| state.updates.back().cloned()));
            }
            let room = move |state: &State| state.posted.len() + backlog > answered_before + place;
            api.wait_at_most(patience, "there is room for another question", room).await;
        }
    }

    /// Everybody asks once more, one question after their last one.
    pub fn ask_once_more(&self, api: &FakeBotApi) {
        for customer in 1..=self.customers {
            api.text(customer, Crowd::question(customer, self.questions));
        }
    }

    /// Everybody has an answer to so many questions, the last of them last.
    pub async fn all_answered(&self, api: &FakeBotApi, questions: usize, patience: Duration) {
        let waiting_for = |state: &State| {
            (1..=self.customers).find(|customer| {
                let (sent, expected) = (state.sent_to(*customer), self.expected(*customer, questions));
                sent.len() < questions || sent.last().map(|last| last.text.as_str()) != expected.last().copied()
            })
        };
        let all = api.wait_at_most(patience * 2, "everybody has all answers", |state| waiting_for(state).is_none());
        if tokio::time::timeout(patience, all).await.is_err() {
            let customer = api.look(waiting_for).unwrap();
            let (expected, sent) = (self.expected(customer, questions), api.texts_to(customer));
            panic!("customer {customer} waits in vain: expected {expected:#?}, but has {sent:#?}");
        }
    }
}

fn language_of(customer: i64) -> usize {
    usize::try_from(customer).unwrap() % QUESTIONS.len()
}

/// The answers of a customer who waits for each before asking on.
async fn answers_to(api: &FakeBotApi, customer: i64, patience: Duration) -> Vec<String> {
    for place in 0..LEARNT {
        api.text(customer, Crowd::question(customer, place));
        let answered = move |state: &State| state.sent_to(customer).len() > place;
        api.wait_at_most(patience, "a question is answered", answered).await;
    }
    let answers = api.texts_to(customer);
    let all_change = answers.windows(2).all(|pair| pair[0] != pair[1]);
    assert!(
        all_change && answers.len() == LEARNT,
        "one answer for each question, and another for the next: {answers:?}"
    );
    answers
}
