//! Tests of reading whole files, without a store.

use std::io::Cursor;

use super::*;
use crate::orders::{Item, Status};

const NOW: UnixMs = 1_795_100_000_000;

fn options() -> Options {
    Options {
        shop: "Toko".to_owned(),
        only_this_shop: false,
        key: HashKey::of_secret("k"),
        zone: TimeZone::get(ZONE).unwrap_or(TimeZone::UTC),
        now: NOW,
        just_now: false,
        xlsx_bytes: XLSX_BYTES,
        numbers_kept: 3,
    }
}

fn read_with(text: &str, options: &Options) -> Result<(Vec<Vec<Order>>, Report), Unreadable> {
    let mut portions = Vec::new();
    let mut take = |portion| {
        portions.push(portion);
        Ok::<(), Unreadable>(())
    };
    let report = read(&mut Cursor::new(text.as_bytes()), options, &mut take, &mut |_| {})?;
    Ok((portions, report))
}

fn csv(rows: impl IntoIterator<Item = String>) -> String {
    let rows: Vec<String> = rows.into_iter().collect();
    format!("Order ID,Order Status,Created Time,Product Name\n{}\n", rows.join("\n"))
}

fn row(number: usize, product: &str) -> String {
    format!("{number:018},To ship,19/11/2026 14:30:00,{product}")
}

#[test]
fn rows_of_an_order_are_joined_within_a_portion_and_handed_on_again_beyond_it() -> Result<(), Unreadable> {
    let near = (0..10).map(|number| row(number, "a")).chain([row(0, "b")]);
    let (portions, report) = read_with(&csv(near), &options())?;
    let items = |order: &Order| order.items.iter().map(|item: &Item| item.name.clone()).collect::<Vec<_>>();
    assert_eq!((portions.len(), portions[0].len()), (1, 10));
    assert_eq!(items(&portions[0][0]), ["a", "b"]);
    assert_eq!(report.numbers.len(), 3);
    let far = (0..PORTION + 1).map(|number| row(number, "a")).chain([row(0, "b")]);
    let (portions, _) = read_with(&csv(far), &options())?;
    assert_eq!(portions.iter().map(Vec::len).collect::<Vec<_>>(), [PORTION, 2]);
    assert_eq!((items(&portions[0][0]), items(&portions[1][1])), (vec!["a".to_owned()], vec!["b".to_owned()]));
    assert_eq!(portions[0][0].known_at, portions[1][1].known_at);
    Ok(())
}

#[test]
fn data_is_as_old_as_the_newest_time_that_is_not_in_the_future() -> Result<(), Unreadable> {
    let at = |text: &str| values::time(text, &options().zone);
    let rows = ["19/11/2026 14:30:00", "19/11/2026 15:00:00", "01/01/2030 00:00:00", "18/11/2026 00:00:00"];
    let text = csv(rows.iter().enumerate().map(|(number, time)| format!("{number:018},To ship,{time},x")));
    let (portions, report) = read_with(&text, &options())?;
    assert_eq!(report.newest_at, at(rows[1]));
    assert!(portions[0].iter().all(|order| Some(order.known_at) == at(rows[1])));
    assert_eq!(portions[0][2].created_at, at(rows[2]));
    let now = Options { just_now: true, ..options() };
    assert_eq!(read_with(&text, &now)?.1.newest_at, Some(NOW));
    // A clock that runs a little fast makes no data newer than now.
    let early = Options { now: at(rows[1]).unwrap_or_default() - 60_000, ..options() };
    assert_eq!(read_with(&text, &early)?.1.newest_at, Some(early.now));
    Ok(())
}

#[test]
fn a_file_without_times_is_read_only_when_its_age_is_said() -> Result<(), Unreadable> {
    let text = "{\"id\":\"1\",\"status\":\"unpaid\"}\n";
    assert_eq!(read_with(text, &options()).err(), Some(Unreadable::NoTimes));
    let now = Options { just_now: true, ..options() };
    assert_eq!(read_with(text, &now)?.0[0][0].status, Status::Unpaid);
    let (portions, report) = read_with("Order ID,Order Status\n", &options())?;
    assert_eq!((portions.len(), report), (0, Report::default()));
    Ok(())
}

#[test]
fn a_table_of_something_else_is_refused_as_a_whole() {
    let table = [
        ("", Unreadable::Empty),
        ("<html><body>Please log in</body></html>", Unreadable::NoOrders),
        ("name,price\nx,1\n", Unreadable::NoOrders),
        ("Return Order ID,Order ID,Order Status\n1,2,Selesai\n", Unreadable::Returns),
        ("[{\"id\":\"1\"}]", Unreadable::JsonList),
        ("PK\x03\x04 and no archive", Unreadable::Damaged),
    ];
    for (text, expected) in table {
        assert_eq!(read_with(text, &options()).err(), Some(expected), "{text}");
    }
    let long = format!("{}Order ID,Order Status\n", "x\n".repeat(20));
    assert_eq!(read_with(&long, &options()).err(), Some(Unreadable::NoOrders));
}

#[test]
fn refused_rows_are_all_counted_and_the_first_are_kept() -> Result<(), Unreadable> {
    let rows = (0..REFUSED_KEPT + 5).map(|_| "x,To ship,19/11/2026 14:30:00,".to_owned());
    let (_, report) = read_with(&csv(rows.chain([row(1, "a")])), &options())?;
    // The first of them might be the descriptions of the columns.
    assert_eq!((report.refused.len(), report.refused_count), (REFUSED_KEPT, REFUSED_KEPT as u64 + 4));
    assert_eq!(report.refused[0].to_string(), "line 3: the order number is not one");
    Ok(())
}

#[test]
fn progress_grows_to_the_whole() -> Result<(), Unreadable> {
    let text = csv((0..5000).map(|number| row(number, "a")));
    let mut told = Vec::new();
    let mut take = |_| Ok::<(), Unreadable>(());
    read(&mut Cursor::new(text.as_bytes()), &options(), &mut take, &mut |progress| told.push(progress))?;
    let all = text.len() as u64 * 2;
    assert!(told.len() > 10 && told.is_sorted_by_key(|progress| progress.done));
    assert_eq!(told.last(), Some(&Progress { done: all, all }));
    Ok(())
}

#[test]
fn orders_of_another_shop_are_refused_where_only_one_is_wanted() -> Result<(), Unreadable> {
    let text = "{\"id\":\"1\",\"status\":\"unpaid\",\"shop\":\"Warung\",\"created_at\":\"2026-11-19T07:00:00Z\"}\n\
                {\"id\":\"2\",\"status\":\"unpaid\",\"created_at\":\"2026-11-19T07:00:00Z\"}\n";
    let shops =
        |read: (Vec<Vec<Order>>, Report)| read.0.concat().into_iter().map(|order| order.shop).collect::<Vec<_>>();
    assert_eq!(shops(read_with(text, &options())?), ["Warung", "Toko"]);
    let (portions, report) = read_with(text, &Options { only_this_shop: true, ..options() })?;
    assert_eq!(report.refused[0].fault, Fault::OtherShop);
    assert_eq!(shops((portions, report)), ["Toko"]);
    Ok(())
}
