//! What each side of every conversation wrote, and whether the other side has received it: once, whole, in order.
//!
//! Everything that is written is numbered, per conversation and side: every word, and every file. What arrives is read
//! back as those numbers, so that it does not matter how the bot has joined, split or labelled it. The rule that says
//! what may come twice is a pure function, [`repetitions`].

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tokio::time::Instant;

use crate::fake_bot_api::{Sent, State};

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Customer,
    Staff,
}

impl Side {
    pub const BOTH: [Side; 2] = [Side::Customer, Side::Staff];

    /// What the words and files of a side begin with, and the words that are added by a change.
    fn signs(self) -> (&'static str, &'static str) {
        match self {
            Side::Customer => ("xqc", "xqd"),
            Side::Staff => ("xqs", "xqt"),
        }
    }
}

/// A number in letters: digits could be taken for a code, and masked.
fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

fn number(letters: &str) -> Option<usize> {
    let digit = |letter: char| ('a'..='j').contains(&letter).then(|| char::from(letter as u8 - b'a' + b'0'));
    letters.chars().map(digit).collect::<Option<String>>()?.parse().ok()
}

/// The conversation and number of a word, or of a file's name, with this sign.
fn read(word: &str, sign: &str) -> Option<(i64, usize)> {
    let (customer, item) = word.strip_prefix(sign)?.split_once('q')?;
    Some((i64::try_from(number(customer)?).ok()?, number(item)?))
}

/// One side of a conversation.
#[derive(Default)]
struct Written {
    /// When each word or file was written.
    at: Vec<Instant>,
    /// With which of them each message or album begins.
    begins: Vec<usize>,
    /// So many have arrived on the other side.
    arrived: usize,
    /// So many words were added by changes.
    changes: usize,
    /// Short texts that were written, by their message.
    texts: Vec<(i64, String)>,
    /// Messages of the other side as they are shown here, which can be answered.
    seen: Vec<i64>,
}

/// All conversations.
#[derive(Default)]
pub struct Ledger {
    written: BTreeMap<(i64, Side), Written>,
    /// Where the customers' words stand in the group.
    topics: BTreeMap<i64, i64>,
    /// So much of what the bot has sent was looked at.
    looked_at: usize,
    /// How long everything took to arrive, by its writer.
    pub delays: BTreeMap<Side, Vec<Duration>>,
}

/// A message of the bot that holds something of one conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Received {
    run: usize,
    album: Option<String>,
    items: Vec<usize>,
}

impl Ledger {
    fn of(&mut self, customer: i64, side: Side) -> &mut Written {
        self.written.entry((customer, side)).or_default()
    }

    /// Begins a message or an album.
    pub fn begin(&mut self, customer: i64, side: Side) {
        let written = self.of(customer, side);
        written.begins.push(written.at.len());
    }

    /// The next word, or the name of the next file.
    pub fn next(&mut self, customer: i64, side: Side) -> String {
        let written = self.of(customer, side);
        written.at.push(Instant::now());
        let item = written.at.len() - 1;
        format!("{}{}q{}", side.signs().0, letters(usize::try_from(customer).unwrap()), letters(item))
    }

    /// The next words.
    pub fn words(&mut self, customer: i64, side: Side, count: usize) -> String {
        (0..count).map(|_| self.next(customer, side)).collect::<Vec<_>>().join(" ")
    }

    /// A short text was written in this message.
    pub fn wrote(&mut self, customer: i64, side: Side, message: i64, text: String) {
        self.of(customer, side).texts.push((message, text));
    }

    /// A message that was written, and what it is changed into.
    pub fn change(&mut self, customer: i64, side: Side, pick: usize) -> Option<(i64, String)> {
        let written = self.of(customer, side);
        let place = pick.checked_rem(written.texts.len())?;
        let (added, who) = (letters(written.changes), letters(usize::try_from(customer).unwrap()));
        written.changes += 1;
        let (message, text) = &mut written.texts[place];
        text.push_str(&format!(" {}{who}q{added}", side.signs().1));
        Some((*message, text.clone()))
    }

    /// A message of the other side that a side can answer.
    pub fn answerable(&mut self, customer: i64, side: Side, pick: usize) -> Option<i64> {
        let seen = &self.of(customer, side).seen;
        seen.get(pick.checked_rem(seen.len())?).copied()
    }

    /// The topic in which staff see what a customer writes.
    pub fn topic(&self, customer: i64) -> Option<i64> {
        self.topics.get(&customer).copied()
    }

    /// How many words and files were written and have not arrived.
    pub fn outstanding(&self) -> usize {
        self.written.values().map(|written| written.at.len() - written.arrived).sum()
    }

    /// How many words and files were written.
    pub fn total(&self) -> usize {
        self.written.values().map(|written| written.at.len()).sum()
    }

    /// Looks at what the bot has sent since the last time.
    pub fn look(&mut self, state: &State, group: i64) {
        for posted in &state.posted[self.looked_at..] {
            let (side, there) =
                if posted.chat == group { (Side::Customer, Side::Staff) } else { (Side::Staff, Side::Customer) };
            let all = state.sent_to(posted.chat);
            let Ok(place) = all.binary_search_by_key(&posted.message, |sent| sent.id) else { continue };
            let Some((customer, items)) = items(&all[place], side) else { continue };
            self.of(customer, there).seen.push(posted.message);
            self.topics.extend(all[place].topic.map(|topic| (customer, topic)));
            let written = self.written.entry((customer, side)).or_default();
            let until = items.last().map_or(0, |last| last + 1).min(written.at.len());
            let new = written.at[written.arrived.min(until)..until].iter();
            self.delays.entry(side).or_default().extend(new.map(|at| posted.at.saturating_duration_since(*at)));
            written.arrived = written.arrived.max(until);
        }
        self.looked_at = state.posted.len();
    }

    /// How many words that were added by changes are not shown on the other side.
    pub fn missing_changes(&self, state: &State, group: i64) -> usize {
        let mut shown = BTreeSet::new();
        let mut chats: BTreeSet<i64> = self.written.keys().map(|(customer, _)| *customer).collect();
        chats.insert(group);
        for sent in chats.iter().flat_map(|chat| state.sent_to(*chat)) {
            shown
                .extend(sent.text.split_whitespace().filter(|word| word.starts_with("xqd") || word.starts_with("xqt")));
        }
        self.written.values().map(|written| written.changes).sum::<usize>().saturating_sub(shown.len())
    }

    /// Checks every conversation; returns how often something came twice.
    ///
    /// # Errors
    /// The first fault of each conversation that has one.
    pub fn check(&self, state: &State, group: i64) -> Result<usize, Vec<String>> {
        let runs: BTreeMap<(i64, i64), usize> =
            state.posted.iter().map(|posted| ((posted.chat, posted.message), posted.run)).collect();
        let mut received: BTreeMap<(i64, Side), Vec<Received>> = BTreeMap::new();
        let chats: BTreeSet<i64> = self.written.keys().map(|(customer, _)| *customer).collect();
        for (chat, side) in chats.iter().map(|chat| (*chat, Side::Staff)).chain([(group, Side::Customer)]) {
            for sent in state.sent_to(chat) {
                let Some((customer, items)) = items(sent, side) else { continue };
                let run = runs.get(&(chat, sent.id)).copied().unwrap_or_default();
                let message = Received { run, album: sent.album.clone(), items };
                received.entry((customer, side)).or_default().push(message);
            }
        }
        let mut faults = Vec::new();
        let mut twice = 0;
        for ((customer, side), written) in &self.written {
            let received = received.remove(&(*customer, *side)).unwrap_or_default();
            match repetitions(&written.begins, written.at.len(), &received) {
                Ok(times) => twice += times,
                Err(fault) => faults.push(format!("{side:?} of conversation {customer}: {fault}")),
            }
        }
        faults.extend(received.keys().map(|(customer, side)| format!("{side:?} of {customer}: nobody wrote this")));
        if faults.is_empty() { Ok(twice) } else { Err(faults) }
    }
}

/// What a message of the bot holds that this side wrote, and in which conversation; nothing for cards, which have
/// buttons in the group, and for changed words, which say so.
fn items(sent: &Sent, side: Side) -> Option<(i64, Vec<usize>)> {
    let is_card = side == Side::Customer && !sent.buttons.is_empty();
    if is_card || sent.text.starts_with('✎') {
        return None;
    }
    let sign = side.signs().0;
    let words = sent.file.as_deref().into_iter().chain(sent.text.split_whitespace());
    let found: Vec<(i64, usize)> = words.filter_map(|word| read(word, sign)).collect();
    let customer = found.first()?.0;
    assert!(found.iter().all(|(other, _)| *other == customer), "two conversations in one message");
    Some((customer, found.into_iter().map(|(_, item)| item).collect()))
}

/// How often something came twice. It may where the bot was killed while it sent it: then the whole letter comes once
/// more in a later run, and it is the last one of the run before it.
fn repetitions(begins: &[usize], total: usize, received: &[Received]) -> Result<usize, String> {
    let mut came: Vec<usize> = vec![0; total];
    let (mut next, mut twice) = (0, 0);
    let mut repeated_in = None;
    for (place, message) in received.iter().enumerate() {
        let (Some(first), Some(last)) = (message.items.first().copied(), message.items.last().copied()) else {
            continue;
        };
        if message.items.windows(2).any(|pair| pair[1] != pair[0] + 1) || last >= total {
            return Err(format!("torn or foreign: {:?} of {total}", message.items));
        }
        if first > next {
            return Err(format!("expected {next}, then came {first} of {total}"));
        }
        if first < next {
            let again: Vec<&Received> = came[first..next].iter().map(|place| &received[*place]).collect();
            let in_one_run = again.iter().any(|earlier| earlier.run >= message.run);
            if in_one_run || repeated_in == Some(message.run) {
                return Err(format!("{first} to {next} of {total} came twice in run {}", message.run));
            }
            let one_message = came[first..next].iter().all(|place| *place == came[first]);
            let one_album = again.iter().all(|earlier| earlier.album.is_some() && earlier.album == again[0].album);
            let one_written = !begins.iter().any(|begin| (first + 1..next).contains(begin));
            if !(one_message || one_album || one_written) {
                return Err(format!("{first} to {next} of {total} came twice and were no single letter"));
            }
            repeated_in = Some(message.run);
            twice += 1;
        }
        came[first..=last].fill(place);
        next = last + 1;
    }
    if next == total { Ok(twice) } else { Err(format!("{next} of {total} came")) }
}

#[test]
fn what_is_lost_late_torn_or_doubled_is_noticed() {
    let check = |received: &[(usize, &[usize])]| {
        let message = |(run, items): &(usize, &[usize])| Received { run: *run, album: None, items: items.to_vec() };
        repetitions(&[0, 1, 2, 5], 6, &received.iter().map(message).collect::<Vec<_>>())
    };
    assert_eq!(check(&[(1, &[0]), (1, &[1, 2, 3, 4, 5])]), Ok(0), "joined");
    assert_eq!(check(&[(1, &[0, 1]), (1, &[2, 3]), (1, &[4]), (1, &[5])]), Ok(0), "split");
    assert_eq!(
        check(&[(1, &[0, 1]), (2, &[0, 1, 2, 3, 4]), (2, &[5])]),
        Ok(1),
        "once more after a kill, with the next"
    );
    assert_eq!(check(&[(1, &[0, 1]), (1, &[2, 3]), (2, &[2, 3]), (2, &[4, 5])]), Ok(1), "a part once more");
    for (wrong, received) in [
        ("lost", &[(1, &[0][..]), (1, &[2, 3, 4, 5])][..]),
        ("lost at the end", &[(1, &[0, 1, 2, 3, 4])]),
        ("out of order", &[(1, &[1]), (1, &[0]), (1, &[2, 3, 4, 5])]),
        ("torn", &[(1, &[0, 1, 2, 4, 5])]),
        ("twice without a kill", &[(1, &[0]), (1, &[0]), (1, &[1, 2, 3, 4, 5])]),
        ("two letters twice", &[(1, &[0]), (1, &[1]), (2, &[0]), (2, &[1, 2, 3, 4, 5])]),
        ("twice in the run after", &[(1, &[0]), (2, &[0]), (2, &[0]), (2, &[1, 2, 3, 4, 5])]),
        ("foreign", &[(1, &[0, 1, 2, 3, 4, 5, 6])]),
        ("nothing", &[]),
    ] {
        assert!(check(received).is_err(), "{wrong}");
    }
}
