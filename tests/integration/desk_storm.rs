//! The storm: two hundred customers and the staff write to each other at random while everything goes wrong that can.
//!
//! The budget of the group is enforced with a minute that is a fraction of a second long, in the fake server and in the
//! settings of the program; 429, 5xx, lost connections and answers that break off come at random, and the program is
//! killed again and again. At the end each side has received everything that the other wrote, in order, and nothing
//! twice but the letter that was under way when the program was killed. What is done is the same in every run with the
//! same seed; what it meets is not.
//!
//! A longer run, with another seed:
//! `TANYA_STORM_SECONDS=600 TANYA_STORM_SEED=7 cargo test --test integration desk_storm -- --nocapture`

mod ledger;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use self::ledger::{Ledger, Side};
use crate::fake_bot_api::{FakeBotApi, Fault, Media, State};
use crate::program::Program;
use crate::random::Random;

const GROUP: i64 = -1_001_234_567_890;
const AGENTS: [i64; 4] = [9_001, 9_002, 9_003, 9_004];
const CUSTOMERS: usize = 200;
const SEED: u64 = 20_261_121;

/// So many things are done, where no time is set.
const ACTS: usize = 1_000;

/// So many words and files may be under way: more are written when some have arrived.
const UNDER_WAY: usize = 4_000;

/// The program is killed after so many things at the least, and at the most twice as many.
const ACTS_TO_KILL: usize = 140;

/// The group's budget: Telegram's 20, but of a minute of this length.
const BUDGET: (usize, Duration) = (20, Duration::from_millis(300));

/// Time enough for a slow machine.
const PATIENCE: Duration = Duration::from_secs(240);

/// After so long without a message nothing is waited for any more: longer than the longest wait between two attempts.
const QUIET: Duration = Duration::from_secs(45);

/// In these words a person is wanted.
const OPENING: &str = "saya mau bicara dengan orang";

fn some_customer(random: &mut Random) -> i64 {
    i64::try_from(random.below(CUSTOMERS)).unwrap() + 1
}

/// What goes wrong with about one call in thirty.
fn fault(random: &mut Random, method: &str) -> Option<Fault> {
    match random.below(1000) {
        _ if method == "getMe" => None,
        0..3 => Some(Fault::Flood(1)),
        3..16 => Some(Fault::Json(500)),
        16..22 => Some(Fault::Html(502)),
        22..32 => Some(Fault::Lost),
        32..35 => Some(Fault::DoneThenCut),
        _ => None,
    }
}

/// A setting of the storm.
fn set<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok().map(|value| value.parse().ok().expect("TANYA_STORM_SECONDS and _SEED are numbers"))
}

/// Everything that writes, and what it knows.
struct Storm<'a> {
    api: &'a FakeBotApi,
    random: Random,
    ledger: Mutex<Ledger>,
}

impl Storm<'_> {
    /// One side of one conversation does something.
    fn act(&mut self) {
        let customer = some_customer(&mut self.random);
        let topic = self.ledger.get_mut().unwrap().topic(customer);
        let side = if topic.is_some() && self.random.below(2) == 0 { Side::Staff } else { Side::Customer };
        match self.random.below(100) {
            0..58 => self.text(customer, side),
            58..66 => self.file(customer, side, "photo"),
            66..71 => self.file(customer, side, "sticker"),
            71..77 => self.album(customer, side),
            77..88 => self.reply(customer, side),
            88..91 => self.long(customer, side),
            91..94 => self.long_caption(customer, side),
            _ => self.change(customer, side),
        }
    }

    fn words(&mut self, customer: i64, side: Side, count: usize) -> String {
        self.ledger.get_mut().unwrap().words(customer, side, count)
    }

    fn begin(&mut self, customer: i64, side: Side) {
        self.ledger.get_mut().unwrap().begin(customer, side);
    }

    /// A message with these fields; returns its number.
    fn send(&mut self, customer: i64, side: Side, fields: Value) -> i64 {
        let agent = AGENTS[self.random.below(AGENTS.len())];
        let topic = self.ledger.get_mut().unwrap().topic(customer);
        match side {
            Side::Customer => self.api.sends(customer, &Media { fields }),
            Side::Staff => self.api.staff_message(GROUP, topic, agent, fields),
        }
    }

    fn text(&mut self, customer: i64, side: Side) {
        let count = 1 + self.random.below(5);
        self.begin(customer, side);
        let text = self.words(customer, side, count);
        let message = self.send(customer, side, json!({"text": text}));
        self.ledger.get_mut().unwrap().wrote(customer, side, message, text);
    }

    /// A file under which there may be words.
    fn file(&mut self, customer: i64, side: Side, kind: &str) {
        self.begin(customer, side);
        let media = self.captioned(customer, side, kind);
        self.send(customer, side, media.fields);
    }

    fn captioned(&mut self, customer: i64, side: Side, kind: &str) -> Media {
        let media = Media::file(kind, &self.words(customer, side, 1));
        match self.random.below(2) {
            1 if kind != "sticker" => media.saying(&self.words(customer, side, 2)),
            _ => media,
        }
    }

    fn album(&mut self, customer: i64, side: Side) {
        let count = 2 + self.random.below(3);
        self.begin(customer, side);
        let all: Vec<Media> = (0..count).map(|_| self.captioned(customer, side, "photo")).collect();
        let topic = self.ledger.get_mut().unwrap().topic(customer);
        match side {
            Side::Customer => self.api.sends_album(customer, &all),
            Side::Staff => self.api.staff_album(GROUP, topic, AGENTS[0], &all),
        };
    }

    /// An answer to something of the other side.
    fn reply(&mut self, customer: i64, side: Side) {
        let pick = self.random.below(1 << 20);
        let Some(to) = self.ledger.get_mut().unwrap().answerable(customer, side, pick) else { return };
        let topic = self.ledger.get_mut().unwrap().topic(customer);
        self.begin(customer, side);
        let text = self.words(customer, side, 2);
        match side {
            Side::Customer => self.api.replies(customer, to, &text),
            Side::Staff => self.api.staff_reply(GROUP, topic, AGENTS[1], to, &text),
        };
    }

    /// As much as Telegram takes, which is too much for one message once there is a label on it.
    fn long(&mut self, customer: i64, side: Side) {
        self.begin(customer, side);
        let text = self.as_long_as(customer, side, 4_096);
        self.send(customer, side, json!({"text": text}));
    }

    fn long_caption(&mut self, customer: i64, side: Side) {
        self.begin(customer, side);
        let media = Media::file("photo", &self.words(customer, side, 1));
        let words = self.as_long_as(customer, side, 1_024);
        self.send(customer, side, media.saying(&words).fields);
    }

    fn as_long_as(&mut self, customer: i64, side: Side, units: usize) -> String {
        let mut text = self.words(customer, side, 1);
        while text.len() + 16 < units {
            text.push(' ');
            text.push_str(&self.words(customer, side, 1));
        }
        format!("{text}{}", " .".repeat((units - text.len()) / 2))
    }

    fn change(&mut self, customer: i64, side: Side) {
        let pick = self.random.below(1 << 20);
        let Some((message, text)) = self.ledger.get_mut().unwrap().change(customer, side, pick) else { return };
        match side {
            Side::Customer => self.api.edit(customer, message, &text),
            Side::Staff => self.api.staff_edit(GROUP, message, &text),
        };
    }

    /// Everybody says one more thing: whatever was still under way must be there before it. Staff answer what they see.
    async fn last_words(&mut self) {
        for side in Side::BOTH {
            for customer in 1..=CUSTOMERS {
                self.text(i64::try_from(customer).unwrap(), side);
            }
            self.under_way(0, "the last words arrive").await;
        }
    }

    /// Waits until no more than so many words and files are under way, or nothing has come for so long that nothing will.
    async fn under_way(&self, most: usize, what: &str) {
        let since = Instant::now();
        let few = |state: &State| {
            let mut ledger = self.ledger.lock().unwrap();
            ledger.look(state, GROUP);
            let is_quiet = state.posted.last().is_some_and(|last| last.at.max(since).elapsed() > QUIET);
            ledger.outstanding() <= most || is_quiet
        };
        self.api.wait_at_most(PATIENCE, what, few).await;
    }

    /// Says how late things were.
    fn report(&mut self) -> BTreeMap<Side, [Duration; 3]> {
        let ledger = self.ledger.get_mut().unwrap();
        let shares = |delays: &mut Vec<Duration>| {
            delays.sort_unstable();
            [50, 99, 100].map(|share| delays[(delays.len() * share / 100).min(delays.len() - 1)])
        };
        ledger.delays.iter_mut().map(|(side, delays)| (*side, shares(delays))).collect()
    }
}

fn settings() -> Vec<(&'static str, String)> {
    vec![
        ("TANYA_TELEGRAM__LIMITS", "standard".to_owned()),
        ("TANYA_TELEGRAM__GROUP_MESSAGES", BUDGET.0.to_string()),
        ("TANYA_TELEGRAM__GROUP_WINDOW_SECONDS", BUDGET.1.as_secs_f64().to_string()),
        ("TANYA_TELEGRAM__MESSAGES_PER_SECOND", "1000".to_owned()),
        ("TANYA_DESK__GROUP", GROUP.to_string()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_conversations_come_through_a_storm_whole() {
    let seconds: Option<u64> = set("TANYA_STORM_SECONDS");
    let api = FakeBotApi::with_latency(Duration::from_millis(3)).await;
    api.open_desk(GROUP, &AGENTS);
    api.limit_groups(BUDGET.0, BUDGET.1, Some(0.1));
    let settings = settings();
    let settings: Vec<(&str, &str)> = settings.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let mut program = Program::start_with(&api, &settings);
    let seed = set("TANYA_STORM_SEED").unwrap_or(SEED);
    let mut storm = Storm { api: &api, random: Random(seed), ledger: Mutex::default() };
    let mut troubles = Random(seed + 1);
    api.trouble(move |method| fault(&mut troubles, method));

    let begun = Instant::now();
    for customer in 1..=CUSTOMERS {
        api.text(i64::try_from(customer).unwrap(), OPENING);
    }
    let (mut acts, mut kills, mut memory) = (0, 0, 0);
    let mut kill_at = ACTS_TO_KILL;
    while seconds.map_or(acts < ACTS, |seconds| begun.elapsed() < Duration::from_secs(seconds)) {
        storm.act();
        acts += 1;
        storm.under_way(UNDER_WAY, "something of what was written arrives").await;
        if acts == kill_at {
            memory = memory.max(program.peak_memory().unwrap_or_default());
            program.kill();
            program.start_again();
            kills += 1;
            kill_at += ACTS_TO_KILL + storm.random.below(ACTS_TO_KILL);
        }
    }
    let (stormy, edits) = (begun.elapsed(), api.called("editMessageText"));
    let posted = api.look(|state| state.posted.len());
    api.no_trouble();
    storm.under_way(0, "everything that was written arrives").await;
    storm.last_words().await;
    let cuts = api.look(|state| state.starts + state.called("sendMessage") / 100);
    let changed = |state: &State| storm.ledger.lock().unwrap().missing_changes(state, GROUP) <= cuts;
    api.wait_at_most(PATIENCE, "what was changed is shown", changed).await;

    let checked = api.look(|state| storm.ledger.lock().unwrap().check(state, GROUP));
    let to_group = api.look(|state| state.posted.iter().filter(|posted| posted.chat == GROUP).count());
    let delays = storm.report();
    println!(
        "{acts} acts, {kills} kills, {} words and files in {:.0?}; {} messages, {to_group} to the group; {} refused for the \
         budget; edits {edits} in {stormy:.0?}, {} in all; {posted} messages before the calm; peak memory {memory} KiB; \
         delays (half, 99 %, all): {:?}; twice: {checked:?}",
        storm.ledger.lock().unwrap().total(),
        begun.elapsed(),
        api.look(|state| state.posted.len()),
        api.look(|state| state.floods),
        api.called("editMessageText"),
        delays,
    );
    let twice = checked.unwrap_or_else(|faults| panic!("{} faults: {faults:#?}", faults.len()));
    assert!((kills >= 4 || seconds.is_some()) && twice <= kills * 32, "{kills} kills, {twice} letters twice");
    let log = program.log();
    assert!(!log.contains("xqc") && !log.contains("xqs"), "what people write is in the log");
    api.assert_no_violations();
}
