//! How long it takes to understand a text, and how much memory that needs, with 100 to 100,000 articles; and
//! what the worst messages cost. Prints the median and the 99th of a hundred, and fails over the limits.

mod messages;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use messages::MESSAGES;
use tanya::knowledge::{self, Article, ArticleId, ArticleText, Audience, Files, Library, TopicId};
use tanya::language::Language;
use tanya::understanding::{Mind, Understand};

/// So many messages are measured per size.
const MEASURED: usize = 2_000;

fn main() {
    let shipped = knowledge::load(&[Files::shipped_knowledge()]).library;
    println!("{:>9}{:>12}{:>12}{:>12}{:>12}", "articles", "ready", "median", "99 of 100", "memory");
    let small = curve(&shipped, 0);
    for added in [100, 1_000, 10_000] {
        curve(&shipped, added);
    }
    let large = curve(&shipped, 100_000);
    let worst = worst_message(&shipped);
    println!("the worst of the messages of 4,096 characters: {worst:?}");
    assert!(small < Duration::from_millis(1), "the shipped knowledge takes {small:?}");
    assert!(large < Duration::from_millis(10), "100,000 articles take {large:?}");
    assert!(worst < Duration::from_millis(20), "a message takes {worst:?}");
}

/// Measures one size, prints its line, and gives its 99th of a hundred.
fn curve(shipped: &Library, added: usize) -> Duration {
    let mut library = shipped.clone();
    for number in 0..added {
        let article = synthetic(number);
        library.articles.insert(article.id.clone(), article);
    }
    let start = Instant::now();
    let mind = built(&library);
    let ready = start.elapsed();
    drop(library);
    for text in MESSAGES {
        black_box(mind.understand(text));
    }
    let mut times: Vec<Duration> = (0..MEASURED)
        .map(|at| {
            let text = match at % 2 {
                0 => MESSAGES[at / 2 % MESSAGES.len()].to_owned(),
                _ => question(at * 7919 % added.max(1), at),
            };
            let start = Instant::now();
            black_box(mind.understand(&text));
            start.elapsed()
        })
        .collect();
    times.sort();
    let (median, high) = (times[MEASURED / 2], times[MEASURED * 99 / 100]);
    println!(
        "{:>9}{:>12.2?}{:>12.2?}{:>12.2?}{:>9} MiB",
        shipped.articles.len() + added,
        ready,
        median,
        high,
        resident()
    );
    high
}

/// The slowest of some messages that were made to be slow.
fn worst_message(shipped: &Library) -> Duration {
    let mind = built(shipped);
    let fill = |piece: &str| piece.chars().cycle().take(4_096).collect::<String>();
    let pieces = [
        "a",
        "退款",
        "退款怎么还没到账。",
        "a b ",
        "refund? ",
        "1 ",
        "5770 1234 5678 9012 34 ",
        "batalin2in ",
        "не ",
        "🙂",
        "ab\u{301}",
    ];
    let shuffled: String = MESSAGES.iter().cycle().flat_map(|text| [text, ". "]).take(400).collect();
    let texts = pieces.iter().map(|piece| fill(piece)).chain([shuffled.chars().take(4_096).collect()]);
    let time = |text: String| {
        let start = Instant::now();
        black_box(mind.understand(&text));
        start.elapsed()
    };
    texts.map(time).max().unwrap_or_default()
}

fn built(library: &Library) -> Mind {
    match Mind::build(library, Language::Indonesian) {
        Ok(mind) => mind,
        Err(error) => panic!("the library must be understood: {error}"),
    }
}

/// An article of made-up words, with a title and five questions.
fn synthetic(number: usize) -> Article {
    let text = ArticleText {
        title: word(number).to_owned() + " " + &word(number / 7 + 31),
        questions: (0..5).map(|at| question(number, at)).collect(),
        keywords: vec![word(number)],
        examples: Vec::new(),
        body: Vec::new(),
        reviewed: None,
    };
    let language = [Language::Indonesian, Language::English][number % 2];
    Article {
        id: ArticleId(format!("made-up-{number}")),
        topic: TopicId("paying".to_owned()),
        audience: Audience::Buyer,
        related: Vec::new(),
        reviewed: toml::value::Date { year: 2026, month: 1, day: 1 },
        owner: String::new(),
        source: String::new(),
        counter: BTreeMap::new(),
        texts: BTreeMap::from([(language, text)]),
    }
}

fn question(article: usize, at: usize) -> String {
    let frames = ["how do I", "bagaimana cara", "where is the", "kenapa", "can you tell me about"];
    format!("{} {} {} {}", frames[at % 5], word(article), word(article / 7 + 31), word(article * 31 + at))
}

/// A word that can be spoken, of one of some tens of thousands.
fn word(number: usize) -> String {
    let syllables = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "pa", "ge", "hi", "do", "ju"];
    let mut rest = number.wrapping_mul(2_654_435_761) % 759_375;
    let mut word = String::new();
    for _ in 0..5 {
        word.push_str(syllables[rest % syllables.len()]);
        rest /= syllables.len();
    }
    word
}

/// The memory that this process has in use, in MiB.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok()).map_or(0, |kib| kib / 1024)
}
