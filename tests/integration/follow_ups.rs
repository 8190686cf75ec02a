//! Follow-ups of people who were just answered, `tests/follow_ups/*.txt`, on the real core and knowledge:
//!
//! ```text
//! id | cancel-order | cara batalin pesanan | kalau sudah dikirim? | cannot-cancel !
//! ```
//!
//! What a known seller asks stands in `roles.txt`, as `id | uang saya kapan cair | seller-withdraw`.
//!
//! A line is a language, the article that is on the screen, the question that it answered (`-` where it was picked
//! from the menu), the follow-up, and the articles that answer it. With `-` nothing here does. `!` marks a pair of
//! articles that differ in a single circumstance (paid or not, shipped or not, arrived or not): the wrong one must
//! not be given as if it were the right one.

use std::fmt::Write;
use std::path::Path;

use tanya::conversation::desk::DeskRules;
use tanya::conversation::{Button, Content, Context, Event, Moment, Session, Situation, Turn, take_turn};
use tanya::knowledge::ArticleId;
use tanya::language::Language;
use tanya::orders::{HashKey, Rules};
use tanya::understanding::{Outcome, Understood};

use crate::shipped::{Shipped, shipped};

/// At least this share is answered rightly, or asked back with the right article among the choices.
const RIGHT: f32 = 0.8;
/// At least this share is answered rightly without asking back.
const ANSWERED: f32 = 0.6;
/// At most this share is given a wrong article as if it were the right one.
const WRONG: f32 = 0.05;

struct Case {
    language: Language,
    shown: ArticleId,
    asked: String,
    text: String,
    accepted: Vec<ArticleId>,
    polar: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    Right,
    Offered,
    Missed,
    Wrong,
}

fn case(line: &str) -> Case {
    let columns: Vec<&str> = line.split(" | ").collect();
    let [language, shown, asked, text, accepted] = columns[..] else { panic!("five columns are wanted: {line}") };
    let accepted_ids = accepted.split_whitespace().filter(|word| !matches!(*word, "!" | "-"));
    Case {
        language: language.parse().unwrap(),
        shown: ArticleId::from(shown),
        asked: asked.to_owned(),
        text: text.to_owned(),
        accepted: accepted_ids.map(ArticleId::from).collect(),
        polar: accepted.ends_with('!'),
    }
}

fn context<'a>(shipped: &'a Shipped, rules: &'a Rules, desk: &'a DeskRules) -> Context<'a> {
    Context {
        library: &shipped.library,
        understanding: &shipped.mind,
        default_language: Language::Indonesian,
        rules,
        desk,
        situation: Situation::default(),
    }
}

fn said(text: &str, understood: Understood) -> Event {
    Event::Said { text: text.to_owned(), understood: Box::new(understood), edited: false, album: None }
}

/// The session of somebody who was answered with the article of a case.
fn answered(context: &Context<'_>, case: &Case) -> Session {
    let moment = Moment { language_hint: Some(case.language), ..Moment::default() };
    let event = match case.asked.as_str() {
        "-" => Event::Pressed(Button::Article(case.shown.clone())),
        asked => {
            let understood = context.understanding.understand(asked);
            said(asked, Understood { outcome: Outcome::Sure(case.shown.clone()), ..understood })
        }
    };
    take_turn(context, Session::default(), event, moment).session
}

fn play(context: &Context<'_>, case: &Case) -> Turn {
    let session = answered(context, case);
    let understood = context.understanding.understand(&case.text);
    let moment = Moment { now: 30_000, sent_at: 30_000, language_hint: Some(case.language), ..Moment::default() };
    take_turn(context, session, said(&case.text, understood), moment)
}

fn came(case: &Case, turn: &Turn) -> Came {
    let Some(reply) = &turn.reply else { return Came::Missed };
    let offered = reply.buttons.iter().flatten().filter_map(|button| match button {
        Button::Article(id) => Some(id),
        _ => None,
    });
    match &reply.content {
        Content::Article(id) if case.accepted.contains(id) => Came::Right,
        Content::Article(_) => Came::Wrong,
        _ if case.accepted.is_empty() => Came::Right,
        _ if offered.into_iter().any(|id| case.accepted.contains(id)) => Came::Offered,
        _ => Came::Missed,
    }
}

fn in_words(turn: &Turn) -> String {
    let Some(reply) = &turn.reply else { return "-".to_owned() };
    let buttons = reply.buttons.iter().flatten().filter_map(|button| match button {
        Button::Article(id) => Some(id.as_str()),
        _ => None,
    });
    match &reply.content {
        Content::Article(id) => format!("[{id}] {:?}", reply.asides),
        Content::Phrase(phrase) => format!("{{{}}} {}", phrase.key(), buttons.collect::<Vec<_>>().join(" ")),
        other => format!("{other:?}"),
    }
}

fn cases(file: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/follow_ups").join(file);
    let written = std::fs::read_to_string(path).unwrap();
    written.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn follow_ups_are_read_against_what_was_just_shown() {
    let (rules, desk) = (Rules::with_key(HashKey::of_secret("key")), DeskRules::default());
    let context = context(shipped(), &rules, &desk);
    let (mut right, mut answered, mut wrong, mut all) = (0_u16, 0_u16, 0_u16, 0_u16);
    let (mut report, mut polar) = (String::new(), String::new());
    for line in cases("follow_ups.txt") {
        let case = case(&line);
        let turn = play(&context, &case);
        let came = came(&case, &turn);
        all += 1;
        right += u16::from(matches!(came, Came::Right | Came::Offered));
        answered += u16::from(came == Came::Right);
        wrong += u16::from(came == Came::Wrong);
        if came != Came::Right {
            writeln!(report, "{came:?}: {line}\n    {}", in_words(&turn)).unwrap();
        }
        if case.polar && came == Came::Wrong {
            writeln!(polar, "{line}\n    {}", in_words(&turn)).unwrap();
        }
    }
    println!("{all} follow-ups: {right} right or offered, {answered} answered, {wrong} wrong\n{report}");
    let share = |count: u16| f32::from(count) / f32::from(all);
    assert!(all >= 60, "only {all} follow-ups were found");
    assert!(polar.is_empty(), "answered for the opposite circumstance:\n{polar}");
    assert!(share(right) >= RIGHT && share(answered) >= ANSWERED && share(wrong) <= WRONG, "{report}");
}

/// What is said to somebody on the sellers' list: the articles, the first of them shown or offered first.
fn said_to_a_seller(context: &Context<'_>, text: &str) -> Vec<ArticleId> {
    let understood = context.understanding.understand(text);
    let turn = take_turn(context, Session::default(), said(text, understood), Moment::default());
    let Some(reply) = turn.reply else { return Vec::new() };
    if let Content::Article(id) = reply.content {
        return vec![id];
    }
    let choices = reply.buttons.into_iter().flatten().filter_map(|button| match button {
        Button::Article(id) => Some(id),
        _ => None,
    });
    choices.collect()
}

#[test]
fn what_a_known_seller_asks_is_asked_by_a_seller() {
    let (rules, desk) = (Rules::with_key(HashKey::of_secret("key")), DeskRules::default());
    let mut context = context(shipped(), &rules, &desk);
    context.situation.standing.shops = vec!["Toko Melati".to_owned()];
    let (mut first, mut named, mut all) = (0_u16, 0_u16, 0_u16);
    let mut report = String::new();
    for line in cases("roles.txt") {
        let columns: Vec<&str> = line.split(" | ").collect();
        let [_, text, accepted] = columns[..] else { panic!("three columns are wanted: {line}") };
        let accepted: Vec<ArticleId> = accepted.split_whitespace().map(ArticleId::from).collect();
        let said = said_to_a_seller(&context, text);
        all += 1;
        first += u16::from(said.first().is_some_and(|id| accepted.contains(id)));
        named += u16::from(said.iter().any(|id| accepted.contains(id)));
        if !said.first().is_some_and(|id| accepted.contains(id)) {
            writeln!(report, "{line}\n    {said:?}").unwrap();
        }
    }
    let share = |count: u16| f32::from(count) / f32::from(all);
    assert!(share(first) >= RIGHT && share(named) >= 0.9, "{first} first and {named} named of {all}:\n{report}");
}

#[test]
fn both_roles_are_offered_where_both_ask_the_same() {
    let (rules, desk) = (Rules::with_key(HashKey::of_secret("key")), DeskRules::default());
    let mut context = context(shipped(), &rules, &desk);
    context.situation.standing.shops = vec!["Toko Melati".to_owned()];
    for text in ["batalin pesanan gimana", "how do i cancel an order", "怎么取消订单"] {
        let said = said_to_a_seller(&context, text);
        let for_sellers = said.iter().any(|id| id.as_str().starts_with("seller-"));
        assert!(for_sellers && said.contains(&ArticleId::from("cancel-order")), "{text}: {said:?}");
    }
}
