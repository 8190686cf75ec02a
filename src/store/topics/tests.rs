//! How topics are found, and which nobody uses.

use super::*;
use crate::conversation::desk::ticket::{Ended, State, Ticket};
use crate::knowledge::Audience;
use crate::language::Language;
use crate::store::copies::Writer;
use crate::store::tested::Connection;
use crate::store::tickets;

const BOT: &str = "bot";
const DESK: &str = "telegram:-100";

type Tested = Result<(), StoreError>;

fn of(conversation: &str, desk: &str, topic: i64) -> Topic {
    Topic {
        conversation: conversation.to_owned(),
        desk: desk.to_owned(),
        topic: Some(topic),
        name: "#1 Ani".to_owned(),
        icon: "done".to_owned(),
        card: Some(topic + 1),
        closed: true,
    }
}

fn whose(topics: &[Topic]) -> Vec<&str> {
    topics.iter().map(|topic| topic.conversation.as_str()).collect()
}

#[test]
fn a_topic_is_kept_as_it_is_now_and_found_by_customer_and_number() -> Tested {
    let mut store = Connection::for_tests(5)?;
    let first = of("telegram:1", DESK, 7);
    save(&mut store, BOT, &first)?;
    assert_eq!(get(&mut store, BOT, "telegram:1")?, Some(first));
    let topic = Topic { name: "#2 Ani".to_owned(), card: None, closed: false, ..of("telegram:1", DESK, 9) };
    save(&mut store, BOT, &topic)?;
    save(&mut store, BOT, &of("telegram:2", DESK, 8))?;
    save(&mut store, BOT, &of("telegram:3", "telegram:-200", 9))?;
    assert_eq!(get(&mut store, BOT, "telegram:1")?, Some(topic.clone()));
    assert_eq!(of_topic(&mut store, BOT, DESK, 9)?, Some(topic));
    assert_eq!((of_topic(&mut store, BOT, DESK, 7)?, of_topic(&mut store, "other", DESK, 9)?), (None, None));
    assert_eq!(whose(&all_of(&mut store, BOT, DESK)?), ["telegram:1", "telegram:2"]);
    remove(&mut store, BOT, "telegram:1")?;
    assert_eq!(get(&mut store, BOT, "telegram:1")?, None);
    Ok(())
}

#[test]
fn no_name_is_shown_in_a_log() {
    assert!(!format!("{:?}", of("telegram:1", DESK, 7)).contains("Ani"));
}

#[test]
fn a_group_that_became_another_has_no_topics_and_no_copies_yet() -> Tested {
    let mut store = Connection::for_tests(5)?;
    save(&mut store, BOT, &of("telegram:1", DESK, 7))?;
    save(&mut store, BOT, &of("telegram:2", "telegram:-200", 7))?;
    copies::note(&mut store, BOT, "telegram:1", DESK, Writer::Customer, &[1], &[10])?;
    moved(&mut store, BOT, DESK, "telegram:-300")?;
    let expected = Topic { topic: None, card: None, closed: false, ..of("telegram:1", "telegram:-300", 7) };
    assert_eq!(get(&mut store, BOT, "telegram:1")?, Some(expected));
    assert_eq!(get(&mut store, BOT, "telegram:2")?, Some(of("telegram:2", "telegram:-200", 7)));
    assert_eq!(copies::at_desk(&mut store, BOT, "telegram:1", 1)?, Vec::<i64>::new());
    Ok(())
}

fn ticket(conversation: &str, ended: Option<i64>) -> Ticket {
    Ticket {
        number: 0,
        conversation: conversation.to_owned(),
        name: String::new(),
        language: Language::English,
        role: Audience::Buyer,
        state: if ended.is_some() { State::Ended } else { State::Waiting },
        holder: None,
        opened_at: 1,
        waiting_since: None,
        answered_at: None,
        first_reply_at: None,
        taken_at: None,
        ended: ended.map(|at| (at, Ended::Resolved)),
        rating: None,
        rating_asked: false,
        reminded: 0,
        language_told: false,
    }
}

#[test]
fn topics_that_nobody_uses_any_more_are_found() -> Tested {
    let mut store = Connection::for_tests(5)?;
    let tickets: [(&str, &[Option<i64>]); 5] = [
        ("telegram:1", &[]),
        ("telegram:2", &[Some(9)]),
        ("telegram:3", &[Some(9), Some(10)]),
        ("telegram:4", &[Some(9), None]),
        ("telegram:5", &[Some(3), Some(4)]),
    ];
    for (number, (conversation, ended)) in (7..).zip(tickets) {
        save(&mut store, BOT, &of(conversation, DESK, number))?;
        for ended in ended {
            tickets::open(&mut store, BOT, &ticket(conversation, *ended))?;
        }
    }
    tickets::open(&mut store, "other", &ticket("telegram:1", None))?;
    assert_eq!(whose(&unused_since(&mut store, BOT, 10, 9)?), ["telegram:1", "telegram:2", "telegram:5"]);
    assert_eq!(whose(&unused_since(&mut store, BOT, 10, 1)?), ["telegram:1"]);
    assert_eq!(unused_since(&mut store, "other", 10, 9)?, []);
    Ok(())
}

#[test]
fn topics_are_found_by_their_indexes() -> Tested {
    let mut store = Connection::for_tests(5)?;
    let mut plan = |fitting: &str, values: &[Value]| -> Result<String, StoreError> {
        let rows = store.query(&format!("EXPLAIN QUERY PLAN {SELECT} {fitting}"), values)?;
        Ok(rows.iter().map(|row| row.text(3).map(str::to_owned)).collect::<Result<Vec<_>, _>>()?.join("; "))
    };
    let of_topic = plan(OF_TOPIC, &[BOT.into(), DESK.into(), 7.into()])?;
    assert_eq!(of_topic, "SEARCH desk_topics USING INDEX desk_topics_topic (bot=? AND desk=? AND topic=?)");
    let unused = plan(UNUSED, &[BOT.into(), 0.into(), 1.into()])?;
    assert!(unused.contains("tickets_conversation (bot=? AND conversation=?)"), "{unused}");
    Ok(())
}
