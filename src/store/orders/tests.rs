//! Tests of the table of orders.

use super::*;
use crate::orders::{Item, Shipment, Status};
use crate::store::tested::Connection;

type Tested = Result<(), StoreError>;

fn number(text: &str) -> OrderNumber {
    OrderNumber::new(text).unwrap_or_else(|| unreachable!())
}

fn told(status: Status, known_at: UnixMs) -> Order {
    Order { shop: "Toko".to_owned(), ..Order::new(number("576461413038785752"), status, known_at) }
}

fn changed_at(store: &mut Connection) -> Result<i64, StoreError> {
    store.query("SELECT changed_at FROM orders", &[])?[0].int(0)
}

#[test]
fn older_data_never_replaces_newer_and_a_status_that_changes_is_noted() -> Tested {
    let mut store = Connection::for_tests(100)?;
    assert!(is_empty(&mut store)?);
    assert_eq!(upsert(&mut store, &told(Status::Unpaid, 10))?, Upserted::New);
    assert!(!is_empty(&mut store)?);
    store.set_time(200);
    assert_eq!(upsert(&mut store, &told(Status::Unpaid, 10))?, Upserted::Unchanged);
    assert_eq!(upsert(&mut store, &told(Status::Unpaid, 20))?, Upserted::Unchanged);
    assert_eq!(changed_at(&mut store)?, 100);
    assert_eq!(upsert(&mut store, &told(Status::Cancelled, 19))?, Upserted::Older);
    let known = find_in_shop(&mut store, &number("576461413038785752"), "Toko")?;
    assert_eq!(known, Some(told(Status::Unpaid, 20)));
    assert_eq!(upsert(&mut store, &told(Status::ToShip, 30))?, Upserted::Changed);
    assert_eq!(changed_at(&mut store)?, 200);
    store.set_time(300);
    let paid = Order { paid_at: Some(25), ..told(Status::ToShip, 31) };
    assert_eq!(upsert(&mut store, &paid)?, Upserted::Changed);
    assert_eq!(changed_at(&mut store)?, 200);
    // It is paid only as far as the newest data says so.
    assert_eq!(upsert(&mut store, &told(Status::ToShip, 32))?, Upserted::Changed);
    assert_eq!(find(&mut store, &paid.number)?, [told(Status::ToShip, 32)]);
    Ok(())
}

#[test]
fn orders_of_one_number_in_two_shops_are_two() -> Tested {
    let mut store = Connection::for_tests(0)?;
    upsert(&mut store, &told(Status::ToShip, 10))?;
    let other = Order { shop: "Warung".to_owned(), ..told(Status::Unpaid, 20) };
    upsert(&mut store, &other)?;
    assert_eq!(find(&mut store, &other.number)?, [other.clone(), told(Status::ToShip, 10)]);
    assert_eq!(find_in_shop(&mut store, &other.number, "Warung")?, Some(other));
    assert_eq!(find(&mut store, &number("1"))?, []);
    Ok(())
}

#[test]
fn rows_of_one_file_are_joined_and_the_same_file_again_changes_nothing() -> Tested {
    let mut store = Connection::for_tests(0)?;
    let row = |name: &str, known_at| {
        let shipment = Shipment { courier: None, tracking_number: Some(name.to_owned()) };
        let item = Item { name: name.to_owned(), quantity: 1 };
        Order { items: vec![item], shipments: vec![shipment], ..told(Status::ToShip, known_at) }
    };
    let names = |store: &mut Connection| {
        let known = find(store, &number("576461413038785752"))?;
        Ok::<_, StoreError>(known[0].items.iter().map(|item| item.name.clone()).collect::<Vec<_>>())
    };
    assert_eq!(upsert_rows(&mut store, &row("one", 10), "a")?, Upserted::New);
    assert_eq!(upsert_rows(&mut store, &row("two", 10), "a")?, Upserted::Changed);
    for (known_at, import) in [(10, "a"), (10, "b"), (11, "c"), (11, "d")] {
        for name in ["one", "two"] {
            assert_eq!(upsert_rows(&mut store, &row(name, known_at), import)?, Upserted::Unchanged);
        }
        assert_eq!(names(&mut store)?, ["one", "two"]);
    }
    assert_eq!(upsert_rows(&mut store, &row("three", 12), "e")?, Upserted::Changed);
    assert_eq!(names(&mut store)?, ["three"]);
    assert_eq!(upsert_rows(&mut store, &row("two", 11), "f")?, Upserted::Older);
    Ok(())
}

#[test]
fn a_later_file_of_the_same_age_is_no_part_of_the_first() -> Tested {
    let mut store = Connection::for_tests(0)?;
    upsert_rows(&mut store, &told(Status::ToShip, 10), "a")?;
    assert_eq!(upsert_rows(&mut store, &told(Status::Cancelled, 10), "b")?, Upserted::Changed);
    let known = find(&mut store, &number("576461413038785752"))?;
    assert_eq!(known[0].status, Status::Cancelled);
    Ok(())
}

#[test]
fn other_orders_of_a_buyer_are_those_of_the_same_shop_around_the_same_time() -> Tested {
    let mut store = Connection::for_tests(0)?;
    let key = HashKey::of_secret("k");
    let placed = |digits: &str, buyer: &str, shop: &str, created_at| Order {
        shop: shop.to_owned(),
        buyer: Some(key.buyer(buyer)),
        created_at: Some(created_at),
        ..Order::new(number(digits), Status::ToShip, 10)
    };
    let one = placed("1", "u", "Toko", 1000);
    let (soon, early) = (placed("2", "u", "Toko", 1100), placed("3", "u", "Toko", 900));
    let strangers = [placed("4", "u", "Toko", 1101), placed("5", "v", "Toko", 1000), placed("6", "u", "Warung", 1000)];
    for order in [&one, &soon, &early].into_iter().chain(&strangers) {
        upsert(&mut store, order)?;
    }
    assert_eq!(others_of_buyer(&mut store, &one, 100)?, [soon, early]);
    assert_eq!(others_of_buyer(&mut store, &told(Status::ToShip, 10), 100)?, []);
    Ok(())
}

#[test]
fn what_nobody_heard_of_for_long_is_forgotten_unless_somebody_has_proven_it() -> Tested {
    let mut store = Connection::for_tests(50)?;
    for digits in ["1", "2", "3", "4"] {
        let known_at = if digits == "3" { 100 } else { 50 };
        upsert(&mut store, &Order::new(number(digits), Status::Completed, known_at))?;
    }
    let link = "INSERT INTO order_links (bot, conversation, number, shop, proven_at) VALUES ('b', 'c', '2', '', 0)";
    store.execute(link, &[])?;
    assert_eq!(forget(&mut store, 50, 10)?, 0);
    assert_eq!(forget(&mut store, 100, 1)?, 1);
    assert_eq!(forget(&mut store, 100, 10)?, 1);
    let left = ["1", "2", "3", "4"].map(|digits| find(&mut store, &number(digits)).map(|found| found.len()));
    assert_eq!(left, [Ok(0), Ok(1), Ok(1), Ok(0)]);
    Ok(())
}

#[test]
fn freshness_is_that_of_the_newest_import_and_is_told_once() -> Tested {
    let mut store = Connection::for_tests(0)?;
    note_import(&mut store, "Toko", 100, 110)?;
    note_told(&mut store, "Toko", 200)?;
    note_import(&mut store, "Toko", 90, 210)?;
    let fresh =
        |newest_at, imported_at, told_at| Freshness { shop: "Toko".to_owned(), newest_at, imported_at, told_at };
    assert_eq!(freshness(&mut store)?, [fresh(100, 210, Some(200))]);
    note_import(&mut store, "Toko", 101, 220)?;
    assert_eq!(freshness(&mut store)?, [fresh(101, 220, None)]);
    Ok(())
}

#[test]
fn the_key_of_the_hashes_is_made_once() -> Tested {
    let mut store = Connection::for_tests(0)?;
    let key = hash_key(&mut store)?;
    assert_eq!(hash_key(&mut store)?, key);
    assert_ne!(hash_key(&mut Connection::for_tests(0)?)?, key);
    Ok(())
}

#[tokio::test]
async fn the_table_is_a_source() -> Tested {
    let store = Store::open("sqlite::memory:")?;
    let order = told(Status::ToShip, 10);
    let kept = order.clone();
    store.transaction(move |sql| upsert(sql, &kept)).await?;
    let table = OrderTable { store };
    assert_eq!(table.name(), "table");
    assert_eq!(table.find(&order.number).await, Ok(vec![order.clone()]));
    assert_eq!(table.find(&number("1")).await, Ok(Vec::new()));
    Ok(())
}
