//! Transcripts of talks about orders with every word that is to be seen, `tests/orders/<language>/*.txt`, on the
//! whole service:
//!
//! ```text
//! # a comment
//! > mana pesanan …0001?            what the customer writes; …0001 stands for the whole number of a demo order
//! > …0001–…0060                    all these numbers, one a line
//! > [2]                            presses the second button of the last message
//! > (contact 0812…)                shares a telephone number of their own; (contact of somebody else) another's
//! > (file today.csv)               sends a file of tests/fixtures/orders
//! > {code}                         the one-time code that the bot told last, wherever that was
//! @ another buyer                  from now on somebody else acts
//! = seller of Toko Melati          whoever acts is a seller of the shop from now on
//! = +25m                           time passes, in s, m, h or d
//! = order …0003 is cancelled       the platform says so now; {"paid_at": null} may follow, fields of the order
//! = order …0003 is gone            nobody knows of it any more
//! = the order system is down       a second source cannot be reached; "is up" ends that
//! = the same                       what they were told last is what the one before them was, but for the numbers
//! ```
//!
//! The demo orders are imported when the clock begins, which stands still but for `= +`. What the bot says follows
//! each line: `<` begins a message, `~` one in the place of another, `(…)` is a pop-up, `<<` goes to somebody who
//! does not act. With the variable `BLESS` set, the transcripts are rewritten as it happened: read the difference.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::{Captures, Regex};
use tanya::language::Language;
use tanya::orders::demo;
use tanya::voice::{Message, MessageButton, Press};

use crate::order_stage::{Said, Stage};

#[tokio::test]
async fn orders_are_talked_about_in_indonesian_as_written() {
    go_as_written(Language::Indonesian, "id").await;
}

#[tokio::test]
async fn orders_are_talked_about_in_chinese_as_written() {
    go_as_written(Language::Chinese, "zh").await;
}

#[tokio::test]
async fn orders_and_all_else_are_talked_about_in_traditional_chinese_as_written() {
    go_as_written(Language::Chinese, "zh-hant").await;
}

#[tokio::test]
async fn orders_are_talked_about_in_english_as_written() {
    go_as_written(Language::English, "en").await;
}

async fn go_as_written(language: Language, folder: &str) {
    let mut differences = String::new();
    for file in files_in(folder) {
        let written = std::fs::read_to_string(&file).unwrap();
        let happened = play(language, &written).await.0;
        if happened != written && std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, &happened).unwrap();
        } else if happened != written {
            writeln!(differences, "{}\n{}", file.display(), first_difference(&written, &happened)).unwrap();
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

/// Phrases that no transcript can come to: of a shop that accepts neither a shared number nor a code, of the menu of
/// Telegram, and of a button that old messages have.
const UNSAID: [&str; 3] = ["proof-two-of", "command-orders", "button-order-show"];

#[test]
fn every_phrase_about_orders_stands_in_a_transcript_of_its_language() {
    let values = Regex::new("\\{[^}]*\\}").unwrap();
    for language in Language::ALL {
        let said: String = files(language).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
        let unsaid: Vec<String> = phrases(language)
            .into_iter()
            .filter(|(key, words)| {
                let longest = values.split(words).map(str::trim).max_by_key(|words| words.len());
                !UNSAID.contains(&key.as_str()) && !said.contains(longest.unwrap_or_default())
            })
            .map(|(key, _)| key)
            .collect();
        assert!(unsaid.is_empty(), "{language}: {unsaid:?}");
    }
}

/// The phrases of a language about orders, each with its first line.
fn phrases(language: Language) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language.code()).join("orders.ftl");
    let mut phrases: Vec<(String, String)> = Vec::new();
    for line in std::fs::read_to_string(path).unwrap().lines().filter(|line| !line.starts_with('#')) {
        match line.split_once(" =") {
            Some((key, words)) if !line.starts_with(' ') => phrases.push((key.to_owned(), words.trim().to_owned())),
            _ => {
                let last = phrases.last_mut().filter(|(_, words)| words.is_empty());
                last.into_iter().for_each(|(_, words)| words.push_str(line.trim()));
            }
        }
    }
    assert!(phrases.len() > 150, "{} phrases", phrases.len());
    phrases
}

/// The transcripts of a language.
pub fn files(language: Language) -> Vec<PathBuf> {
    files_in(language.code())
}

/// The transcripts of a folder.
fn files_in(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/orders").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The first line that differs, with those around it.
fn first_difference(written: &str, happened: &str) -> String {
    let at = written.lines().zip(happened.lines()).take_while(|(written, happened)| written == happened).count();
    let around = |text: &str| text.lines().skip(at.saturating_sub(3)).take(12).collect::<Vec<_>>().join("\n  ");
    format!("line {}, written:\n  {}\nhappened:\n  {}\n", at + 1, around(written), around(happened))
}

/// Plays a transcript and writes it down as it happened; returns the one-time codes that were told as well.
pub async fn play(language: Language, written: &str) -> (String, Vec<String>) {
    let mut play = Play { stage: Stage::new(language).await, who: String::new(), told: Vec::new(), codes: Vec::new() };
    play.follow("@ a buyer").await;
    let mut happened = String::new();
    let mut before = "#";
    let mut talked = false;
    for line in written.lines().filter(|line| is_direction(line)) {
        let begins = line.starts_with(['#', '@']) && !before.starts_with(['#', '@']);
        if talked || begins {
            happened.push('\n');
        }
        writeln!(happened, "{line}").unwrap();
        let answer = play.follow(line).await;
        (before, talked) = (line, !answer.is_empty());
        happened.push_str(&answer);
    }
    (happened, play.codes)
}

/// Whether a line says what happens; the others are what the bot said.
fn is_direction(line: &str) -> bool {
    ["> ", "@ ", "= ", "#"].iter().any(|start| line.starts_with(start))
}

struct Play {
    stage: Stage,
    who: String,
    /// Who acted, and what they were told last, with only dots for the numbers of orders.
    told: Vec<(String, String)>,
    /// The one-time codes that were told.
    codes: Vec<String>,
}

impl Play {
    /// Does what a line says; returns what the bot said to that.
    async fn follow(&mut self, line: &str) -> String {
        match line.split_once(' ') {
            Some((">", act)) => self.act(act).await,
            Some(("@", who)) => {
                self.who = who.to_owned();
                self.told.push((who.to_owned(), String::new()));
                self.stage.enter(who);
            }
            Some(("=", what)) => self.happen(what).await,
            _ => {}
        }
        let said = self.stage.said();
        let answer: String = said.iter().map(|(to, said)| self.written(to, said)).collect();
        if let Some((_, told)) = self.told.last_mut().filter(|_| !answer.is_empty()) {
            *told = END.replace_all(&answer, "…").into_owned();
        }
        answer
    }

    async fn act(&mut self, act: &str) {
        let inside = |start: &str| act.strip_prefix(start).and_then(|rest| rest.strip_suffix(')'));
        if let Some(place) = act.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            self.stage.press(place.parse().unwrap()).await;
        } else if act == "(contact of somebody else)" {
            self.stage.share(demo::PHONE, false).await;
        } else if let Some(phone) = inside("(contact ") {
            self.stage.share(phone, true).await;
        } else if let Some(name) = inside("(file ") {
            self.stage.send_file(name).await;
        } else {
            let text = act.replace("{code}", self.codes.last().map_or("", String::as_str));
            self.stage.say(&whole_numbers(&text)).await;
        }
    }

    async fn happen(&mut self, what: &str) {
        if let Some(shop) = what.strip_prefix("seller of ") {
            self.stage.become_seller(shop).await;
        } else if let Some(time) = what.strip_prefix('+') {
            self.stage.pass(milliseconds(time)).await;
        } else if let Some(order) = what.strip_prefix("order …") {
            let (end, rest) = order.split_once(" is ").unwrap();
            let (status, further) = rest.split_once(' ').unwrap_or((rest, ""));
            match status {
                "gone" => self.stage.forget_order(end).await,
                status => self.stage.change_order(end, status, further).await,
            }
        } else if what == "the same" {
            let [.., one, other] = self.told.as_slice() else { panic!("only one has acted") };
            assert!(one.0 != other.0 && !one.1.is_empty());
            assert_eq!(one.1, other.1);
        } else {
            match what {
                "the order system is down" => self.stage.set_down(true),
                "the order system is up" => self.stage.set_down(false),
                other => panic!("{other:?} cannot happen"),
            }
        }
    }

    /// Something that the bot said, as it stands in the transcript.
    fn written(&mut self, to: &str, said: &Said) -> String {
        let (mark, text, buttons) = match said {
            Said::New(message) => ("<", self.marked(message), message.buttons.concat()),
            Said::InPlace(message) => ("~", self.marked(message), message.buttons.concat()),
            Said::Buttons(buttons) => ("~", String::new(), buttons.clone()),
            Said::Toast(text) => return format!("({text})\n"),
        };
        let mark = if to == self.who { mark.to_owned() } else { format!("<< {to}:") };
        let mut written = format!("{mark} {}", text.replace('\n', "\n  "));
        for (number, button) in (1..).zip(&buttons) {
            write!(written, "\n  [{number}] {}", label(button)).unwrap();
        }
        written.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    /// The text of a message, `**bold**` and `to be copied` in their marks; a one-time code, which is of chance, is
    /// remembered and stands there as `{code}`.
    fn marked(&mut self, message: &Message) -> String {
        let flat = message.flat();
        let ends = |stretches: &[(usize, usize)], unit| {
            stretches.iter().filter(|(from, length)| *from == unit || from + length == unit).count()
        };
        let (mut text, mut unit) = (String::new(), 0);
        for letter in flat.text.chars().map(Some).chain([None]) {
            text.push_str(&"**".repeat(ends(&flat.bold, unit)));
            text.push_str(&"`".repeat(ends(&flat.code, unit)));
            text.extend(letter);
            unit += letter.map_or(0, char::len_utf16);
        }
        self.codes.extend(CODE.find(&text).map(|code| code.as_str().to_owned()));
        CODE.replace_all(&text, "{code}").into_owned()
    }
}

fn label(button: &MessageButton) -> String {
    match &button.press {
        Press::Contact { .. } => format!("{} (contact)", button.label),
        Press::Data { .. } => button.label.clone(),
        _ => format!("{} (link)", button.label),
    }
}

/// One-time codes.
static CODE: LazyLock<Regex> = LazyLock::new(|| Regex::new("[B-Z][2-9B-Z]{4}-[2-9B-Z]{4}[2-9]").unwrap());

/// The end of an order number.
static END: LazyLock<Regex> = LazyLock::new(|| Regex::new("…[0-9]{4}").unwrap());

/// A text in which the ends of numbers stand for the whole numbers.
pub fn whole_numbers(text: &str) -> String {
    static SPAN: LazyLock<Regex> = LazyLock::new(|| Regex::new("…([0-9]{4})–…([0-9]{4})").unwrap());
    let each = |found: &Captures<'_>| {
        let [from, to] = [1, 2].map(|group| found[group].parse::<u32>().unwrap());
        (from..=to).map(|end| format!("…{end:04}")).collect::<Vec<_>>().join("\n")
    };
    END.replace_all(&SPAN.replace_all(text, each), |end: &Captures<'_>| end[0].replace('…', demo::NUMBERS_BEGIN))
        .into_owned()
}

fn milliseconds(time: &str) -> i64 {
    let (number, unit) = time.split_at(time.len() - 1);
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        other => panic!("{other:?} is no unit of time"),
    };
    number.parse::<i64>().unwrap() * seconds * 1000
}
