//! Which messages are paired, and how they are found from either side.

use super::*;
use crate::store::tested::Connection;
use crate::store::topics::{self, Topic};

const BOT: &str = "bot";
const ANI: &str = "telegram:1";
const DESK: &str = "telegram:-100";

type Tested = Result<(), StoreError>;

fn noted(customer: &[i64], desk: &[i64]) -> Result<Connection, StoreError> {
    let mut store = Connection::for_tests(5)?;
    note(&mut store, BOT, ANI, DESK, Writer::Customer, customer, desk)?;
    Ok(store)
}

fn kept(store: &mut Connection) -> Result<Vec<Pair>, StoreError> {
    Ok(of(store, BOT, ANI)?.into_iter().map(|copy| (copy.customer_message, copy.desk_message)).collect())
}

#[test]
fn messages_are_paired() -> Tested {
    let both = |customer, desk| (Some(customer), Some(desk));
    let table: [(&[i64], &[i64], &[Pair]); 7] = [
        (&[1], &[10], &[both(1, 10)]),
        (&[1], &[10, 11], &[both(1, 10), both(1, 11)]),
        (&[1, 2], &[10], &[both(1, 10), both(2, 10)]),
        (&[1, 2], &[10, 11], &[both(1, 10), both(2, 11)]),
        (&[1, 2, 3], &[10, 11], &[both(1, 10), both(1, 11), both(2, 10), both(2, 11), both(3, 10), both(3, 11)]),
        (&[], &[10, 11], &[(None, Some(10)), (None, Some(11))]),
        (&[1], &[], &[(Some(1), None)]),
    ];
    for (customer, desk, expected) in table {
        let mut store = noted(customer, desk)?;
        assert_eq!(kept(&mut store)?, expected);
        note(&mut store, BOT, ANI, DESK, Writer::Customer, customer, desk)?;
        assert_eq!(kept(&mut store)?, expected, "noted twice");
    }
    assert_eq!(kept(&mut noted(&[], &[])?)?, []);
    Ok(())
}

#[test]
fn copies_are_found_from_either_side() -> Tested {
    let mut store = noted(&[2, 1], &[10])?;
    note(&mut store, BOT, ANI, DESK, Writer::Staff, &[3], &[21, 20])?;
    note(&mut store, BOT, ANI, DESK, Writer::Bot, &[], &[30])?;
    note(&mut store, BOT, "telegram:2", DESK, Writer::Customer, &[1], &[40])?;
    note(&mut store, "other", ANI, DESK, Writer::Customer, &[1], &[50])?;
    assert_eq!((at_desk(&mut store, BOT, ANI, 1)?, at_desk(&mut store, BOT, ANI, 3)?), (vec![10], vec![20, 21]));
    assert_eq!(at_customer(&mut store, BOT, DESK, 10)?, [1, 2]);
    assert_eq!(at_customer(&mut store, BOT, DESK, 30)?, Vec::<i64>::new());
    assert_eq!(at_customer(&mut store, BOT, "telegram:-200", 10)?, Vec::<i64>::new());
    for (message, expected) in [(10, Some(ANI)), (30, Some(ANI)), (40, Some("telegram:2")), (50, None)] {
        assert_eq!(whose(&mut store, BOT, DESK, message)?.as_deref(), expected, "{message}");
    }
    let joined = [10, 20, 30, 40].map(|message| is_joined(&mut store, BOT, ANI, message));
    assert_eq!(joined, [Ok(true), Ok(false), Ok(false), Ok(false)]);
    Ok(())
}

fn topic(desk: &str) -> Topic {
    Topic {
        conversation: ANI.to_owned(),
        desk: desk.to_owned(),
        topic: Some(7),
        name: "#1".to_owned(),
        icon: "done".to_owned(),
        card: Some(8),
        closed: false,
    }
}

#[test]
fn the_numbers_of_a_former_group_name_nothing_in_the_present_one() -> Tested {
    let mut store = noted(&[1, 2], &[10])?;
    topics::save(&mut store, BOT, &topic("telegram:-200"))?;
    assert_eq!((at_desk(&mut store, BOT, ANI, 1)?, is_joined(&mut store, BOT, ANI, 10)?), (vec![], false));
    note(&mut store, BOT, ANI, "telegram:-200", Writer::Customer, &[1], &[10])?;
    assert_eq!((at_desk(&mut store, BOT, ANI, 1)?, is_joined(&mut store, BOT, ANI, 10)?), (vec![10], false));
    Ok(())
}

#[test]
fn of_a_group_that_became_another_only_the_customers_side_stays() -> Tested {
    let mut store = noted(&[1], &[10, 11])?;
    note(&mut store, BOT, ANI, DESK, Writer::Bot, &[], &[30])?;
    moved(&mut store, BOT, DESK, "telegram:-200")?;
    assert_eq!(kept(&mut store)?, [(Some(1), None), (Some(1), None)]);
    assert_eq!(at_desk(&mut store, BOT, ANI, 1)?, Vec::<i64>::new());
    assert_eq!(whose(&mut store, BOT, DESK, 10)?, None);
    note(&mut store, BOT, ANI, "telegram:-200", Writer::Customer, &[1], &[10])?;
    assert_eq!(at_customer(&mut store, BOT, "telegram:-200", 10)?, [1]);
    Ok(())
}

#[test]
fn the_first_writer_stays() -> Tested {
    let mut store = Connection::for_tests(5)?;
    for writer in [Writer::Staff, Writer::Customer] {
        note(&mut store, BOT, ANI, DESK, writer, &[1], &[10])?;
    }
    assert_eq!(of(&mut store, BOT, ANI)?.first().map(|copy| copy.writer), Some(Writer::Staff));
    Ok(())
}

#[test]
fn copies_are_erased_per_customer_and_forgotten_in_their_time() -> Tested {
    let mut store = noted(&[1, 2], &[10])?;
    note(&mut store, BOT, "telegram:2", DESK, Writer::Customer, &[1], &[40])?;
    assert_eq!((forget(&mut store, 5, 9)?, forget(&mut store, 6, 1)?), (0, 1));
    erase(&mut store, BOT, ANI)?;
    assert_eq!(kept(&mut store)?, []);
    assert_eq!(forget(&mut store, 6, 9)?, 1);
    Ok(())
}

#[test]
fn copies_are_found_by_their_indexes() -> Tested {
    let mut store = Connection::for_tests(5)?;
    let plans = [
        (AT_DESK, ANI, "desk_copies_customer (bot=? AND conversation=? AND customer_message=?)"),
        (AT_CUSTOMER, DESK, "desk_copies_desk (bot=? AND desk=? AND desk_message=?)"),
    ];
    for (query, whom, index) in plans {
        let plan = store.query(&format!("EXPLAIN QUERY PLAN {query}"), &[BOT.into(), whom.into(), 1.into()])?;
        assert_eq!(plan[0].text(3)?, format!("SEARCH desk_copies USING INDEX {index}"));
    }
    Ok(())
}
