//! What is kept of a ticket, which are found, and what becomes of the numbers.

use super::*;
use crate::language::Language;
use crate::store::desk::{Gap, gaps, note_gap};
use crate::store::tested::Connection;

const BOT: &str = "bot";

type Tested = Result<(), StoreError>;

/// A ticket that waits since it was opened.
fn waiting_since(conversation: &str, at: i64) -> Ticket {
    Ticket {
        number: 99,
        conversation: conversation.to_owned(),
        name: "Ani".to_owned(),
        ..Ticket::opened(Language::Indonesian, Audience::Buyer, at)
    }
}

fn taken(conversation: &str, at: i64, waiting_since: Option<i64>) -> Ticket {
    Ticket { state: State::Taken, waiting_since, ..self::waiting_since(conversation, at) }
}

fn ended(conversation: &str, at: i64, end: i64) -> Ticket {
    Ticket { state: State::Ended, ended: Some((end, Ended::Left)), ..waiting_since(conversation, at) }
}

fn opened(store: &mut Connection, ticket: Ticket) -> Result<Ticket, StoreError> {
    let number = open(store, BOT, &ticket)?;
    Ok(Ticket { number, ..ticket })
}

fn numbers(tickets: &[Ticket]) -> Vec<i64> {
    tickets.iter().map(|ticket| ticket.number).collect()
}

#[test]
fn all_of_a_ticket_is_kept() -> Tested {
    let mut store = Connection::for_tests(5)?;
    let first = opened(&mut store, waiting_since("telegram:1", 5))?;
    assert_eq!(get(&mut store, BOT, 1)?, Some(first.clone()));
    for end in Ended::ALL {
        let full = Ticket {
            conversation: "telegram:2".to_owned(),
            name: "王芳".to_owned(),
            language: Language::Chinese,
            role: Audience::Seller,
            state: State::Ended,
            holder: Some(Agent { id: "telegram:9".to_owned(), name: "Budi".to_owned() }),
            opened_at: 10,
            waiting_since: None,
            answered_at: Some(11),
            first_reply_at: Some(12),
            taken_at: Some(13),
            ended: Some((14, end)),
            rating: Some(false),
            rating_asked: true,
            reminded: 2,
            language_told: true,
            ..first.clone()
        };
        save(&mut store, BOT, &full)?;
        assert_eq!(get(&mut store, BOT, 1)?, Some(full));
    }
    save(&mut store, BOT, &first)?;
    assert_eq!(get(&mut store, BOT, 1)?, Some(first));
    assert_eq!(get(&mut store, "other", 1)?, None);
    Ok(())
}

#[test]
fn numbers_count_per_bot_and_are_never_given_again() -> Tested {
    let mut store = Connection::for_tests(5)?;
    for (bot, number) in [(BOT, 1), (BOT, 2), ("other", 1), (BOT, 3)] {
        assert_eq!(open(&mut store, bot, &waiting_since("telegram:1", 5))?, number);
    }
    erase(&mut store, BOT, "telegram:1")?;
    assert_eq!((get(&mut store, BOT, 3)?, get(&mut store, "other", 1)?.is_some()), (None, true));
    assert_eq!(open(&mut store, BOT, &waiting_since("telegram:1", 5))?, 4);
    options::set(&mut store, BOT, options::TICKET_NUMBER, None)?;
    assert_eq!(open(&mut store, BOT, &waiting_since("telegram:1", 5))?, 5);
    Ok(())
}

#[test]
fn an_erased_ticket_is_not_saved_back() -> Tested {
    let mut store = Connection::for_tests(5)?;
    let ticket = opened(&mut store, waiting_since("telegram:1", 5))?;
    let gap = |ticket| Gap { ticket, at: 5, language: Language::English, question: "?".into(), answer: "!".into() };
    let of_another = opened(&mut store, waiting_since("telegram:2", 5))?.number;
    note_gap(&mut store, BOT, &gap(ticket.number))?;
    note_gap(&mut store, BOT, &gap(of_another))?;
    erase(&mut store, BOT, "telegram:1")?;
    save(&mut store, BOT, &ticket)?;
    assert_eq!(latest(&mut store, BOT, "telegram:1")?, None);
    assert_eq!(gaps(&mut store, None, 0)?, [gap(of_another)]);
    Ok(())
}

#[test]
fn the_latest_ticket_of_a_customer_is_the_one_with_the_highest_number() -> Tested {
    let mut store = Connection::for_tests(5)?;
    opened(&mut store, waiting_since("telegram:1", 50))?;
    let second = opened(&mut store, ended("telegram:1", 10, 20))?;
    opened(&mut store, waiting_since("telegram:2", 60))?;
    assert_eq!(latest(&mut store, BOT, "telegram:1")?, Some(second));
    assert_eq!(latest(&mut store, BOT, "telegram:3")?, None);
    Ok(())
}

#[test]
fn the_open_and_the_waiting_come_oldest_first() -> Tested {
    let mut store = Connection::for_tests(5)?;
    let tickets = [
        waiting_since("telegram:1", 30),
        taken("telegram:2", 10, Some(40)),
        taken("telegram:3", 20, None),
        ended("telegram:4", 5, 6),
        Ticket { waiting_since: None, ..waiting_since("telegram:5", 35) },
    ];
    for ticket in &tickets {
        open(&mut store, BOT, ticket)?;
    }
    open(&mut store, "other", &waiting_since("telegram:1", 1))?;
    assert_eq!(numbers(&open_tickets(&mut store, BOT)?), [2, 3, 1, 5]);
    for (most, expected) in [(9, vec![1, 5, 2]), (1, vec![1]), (0, vec![])] {
        let (first, all) = waiting(&mut store, BOT, most)?;
        assert_eq!((numbers(&first), all), (expected, 3));
    }
    Ok(())
}

#[test]
fn what_was_opened_or_ended_in_a_time_is_found_once() -> Tested {
    let mut store = Connection::for_tests(5)?;
    for (at, end) in [(5, 9), (5, 10), (10, 11), (19, 30), (20, 21), (5, 20)] {
        open(&mut store, BOT, &ended("telegram:1", at, end))?;
    }
    assert_eq!(numbers(&between(&mut store, BOT, 10, 20)?), [2, 3, 4]);
    Ok(())
}

#[test]
fn only_the_ended_are_forgotten() -> Tested {
    let mut store = Connection::for_tests(5)?;
    for ticket in [waiting_since("telegram:1", 1), ended("telegram:1", 1, 9), ended("telegram:1", 1, 10)] {
        open(&mut store, BOT, &ticket)?;
    }
    assert_eq!((forget(&mut store, 11, 1)?, forget(&mut store, 10, 9)?), (1, 0));
    assert_eq!((forget(&mut store, 11, 9)?, forget(&mut store, 11, 9)?), (1, 0));
    assert!(get(&mut store, BOT, 1)?.is_some());
    Ok(())
}

#[test]
fn a_word_that_nobody_knows_is_named_without_what_it_says() -> Tested {
    let mut store = Connection::for_tests(5)?;
    opened(&mut store, waiting_since("telegram:1", 5))?;
    store.execute("UPDATE tickets SET state = 'secret'", &[])?;
    let expected = StoreError::Shape("a ticket has an unknown state".to_owned());
    assert_eq!(get(&mut store, BOT, 1), Err(expected));
    Ok(())
}

#[test]
fn tickets_are_found_by_their_indexes() -> Tested {
    let mut store = Connection::for_tests(5)?;
    let mut plan = |fitting: &str, values: &[Value]| -> Result<Vec<String>, StoreError> {
        let query = format!("EXPLAIN QUERY PLAN SELECT {COLUMNS} FROM tickets WHERE bot = ?1 AND {fitting}");
        store.query(&query, values)?.iter().map(|row| row.text(3).map(str::to_owned)).collect()
    };
    let latest = plan(LATEST, &[BOT.into(), "telegram:1".into()])?;
    assert_eq!(latest, ["SEARCH tickets USING INDEX tickets_conversation (bot=? AND conversation=?)"]);
    let open = plan(OPEN, &[BOT.into()])?;
    assert_eq!(open, ["SEARCH tickets USING INDEX tickets_open (bot=?)"]);
    let waiting = plan(WAITING, &[BOT.into()])?;
    assert_eq!(waiting, ["SEARCH tickets USING INDEX tickets_open (bot=?)"]);
    Ok(())
}
