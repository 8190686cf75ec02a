//! Every way of proving an order, and the ways that must not do.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::civil::date;

use super::*;
use crate::orders::order::{Currency, Kind};

/// 19 November 2026, 07:30:12 UTC: 14:30 in WIB, 15:30 in WITA, 16:30 in WIT.
const CREATED: UnixMs = 1_795_073_412_000;

fn key() -> HashKey {
    HashKey::of_secret("a secret of the tests")
}

fn number() -> OrderNumber {
    OrderNumber::new("576461413038785752").unwrap()
}

fn order() -> Order {
    let (key, number) = (key(), number());
    Order {
        created_at: Some(CREATED),
        total: Money::of_decimal("105000", Currency::IDR),
        phone: Some(key.phone("6281234567890")),
        phone_end: Some(key.phone_end(&number, "7890")),
        ..Order::new(number, Status::ToShip, CREATED)
    }
}

fn time(hour: i8, minute: i8) -> Fact {
    Fact::Time(date(2026, 11, 19).at(hour, minute, 0, 0))
}

fn end(digits: &str) -> Fact {
    Fact::PhoneEnd(digits.to_owned())
}

fn of(facts: &[Fact]) -> Vec<Evidence> {
    facts.iter().filter_map(|fact| evidence(&key(), &number(), fact)).collect()
}

fn shared(phone: &str) -> Vec<Evidence> {
    contact(&key(), &number(), phone)
}

fn is_proof(order: &Order, evidence: &[Evidence]) -> bool {
    proves(&key(), order, evidence, &FactKind::ALL, true)
}

const RIGHT_TOTAL: Fact = Fact::Total(10_500_000);
const WRONG_TOTAL: Fact = Fact::Total(10_500_100);

#[test]
fn every_choice_of_right_wrong_and_missing_facts() {
    // Each of three facts is not told, told rightly, or told wrongly.
    let times = [None, Some(time(14, 30)), Some(time(14, 31))];
    let totals = [None, Some(RIGHT_TOTAL), Some(WRONG_TOTAL)];
    let ends = [None, Some(end("7890")), Some(end("7891"))];
    for choice in 0..27 {
        let told = [choice % 3, choice / 3 % 3, choice / 9];
        let facts: Vec<Fact> =
            [&times[told[0]], &totals[told[1]], &ends[told[2]]].into_iter().flatten().cloned().collect();
        let right = told.iter().filter(|state| **state == 1).count();
        let wrong = told.contains(&2);
        assert_eq!(is_proof(&order(), &of(&facts)), right >= 2 && !wrong, "{told:?}");
        assert!(!proves(&key(), &order(), &of(&facts), &FactKind::ALL, false), "{told:?}");
        assert_eq!(is_complete(&of(&facts), &FactKind::ALL), facts.len() >= 2, "{told:?}");
    }
}

#[test]
fn the_time_is_right_in_any_zone_of_indonesia_and_to_the_minute() {
    for (hour, minute, right) in [
        (14, 30, true),
        (15, 30, true),
        (16, 30, true),
        (7, 30, false),
        (13, 30, false),
        (17, 30, false),
        (14, 29, false),
    ] {
        assert_eq!(is_proof(&order(), &of(&[time(hour, minute), RIGHT_TOTAL])), right, "{hour}:{minute}");
    }
    // Seconds do not matter, and another day does.
    let seconds = Fact::Time(date(2026, 11, 19).at(14, 30, 59, 0));
    assert!(is_proof(&order(), &of(&[seconds, RIGHT_TOTAL])));
    let other_day = Fact::Time(date(2026, 11, 20).at(14, 30, 0, 0));
    assert!(!is_proof(&order(), &of(&[other_day, RIGHT_TOTAL])));
}

#[test]
fn two_of_one_kind_are_no_pair() {
    assert!(!is_proof(&order(), &of(&[time(14, 30), time(15, 30)])));
    assert!(!is_proof(&order(), &of(&[end("7890"), end("7890")])));
    // A contact is worth its last four digits once.
    let mut twice = shared("6289999997890");
    twice.extend(of(&[end("7890")]));
    assert!(!is_proof(&order(), &twice));
}

#[test]
fn a_contact_is_a_proof_alone_and_its_end_is_not() {
    assert!(is_proof(&order(), &shared("6281234567890")));
    // The limits on pairs do not keep the owner out.
    assert!(proves(&key(), &order(), &shared("6281234567890"), &[FactKind::Contact], false));
    let masked = Order { phone: None, ..order() };
    assert!(!is_proof(&masked, &shared("6281234567890")));
    let with_total: Vec<_> = shared("6281234567890").into_iter().chain(of(&[RIGHT_TOTAL])).collect();
    assert!(is_proof(&masked, &with_total));
    assert!(!proves(&key(), &masked, &with_total, &FactKind::ALL, false));
}

#[test]
fn a_contact_that_does_not_fit_is_no_wrong_fact() {
    let others: Vec<_> = shared("6281111111111").into_iter().chain(of(&[time(14, 30), RIGHT_TOTAL])).collect();
    assert!(is_proof(&order(), &others));
    assert!(!is_proof(&order(), &shared("6281111111111")));
    // Nor is a typed end of a number a contact.
    let retold: Vec<_> =
        of(&[end("7890")]).into_iter().map(|piece| Evidence { kind: FactKind::Contact, ..piece }).collect();
    assert!(!is_proof(&order(), &retold));
}

#[test]
fn the_total_of_an_order_paid_to_the_courier_counts_neither_way() {
    let cash = Order { kind: Kind { cash_on_delivery: true, ..Kind::default() }, ..order() };
    assert!(!is_proof(&cash, &of(&[time(14, 30), RIGHT_TOTAL])));
    assert!(!is_proof(&cash, &of(&[end("7890"), RIGHT_TOTAL])));
    assert!(is_proof(&cash, &of(&[time(14, 30), end("7890"), RIGHT_TOTAL])));
    assert!(is_proof(&cash, &of(&[time(14, 30), end("7890"), WRONG_TOTAL])));
}

#[test]
fn what_the_source_does_not_know_counts_neither_way() {
    let bare = Order::new(number(), Status::ToShip, CREATED);
    let all = of(&[time(14, 30), RIGHT_TOTAL, end("7890")]);
    assert!(!is_proof(&bare, &all));
    assert!(!is_proof(&bare, &of(&[Fact::Time(date(1970, 1, 1).at(7, 0, 0, 0)), Fact::Total(0)])));
    assert!(is_proof(&Order { phone_end: None, ..order() }, &all));
    assert!(!is_proof(&Order { phone_end: None, total: None, ..order() }, &all));
}

#[test]
fn what_is_not_accepted_does_not_count() {
    use FactKind::{Contact, PhoneEnd, Time, Total};
    let pair = of(&[time(14, 30), RIGHT_TOTAL]);
    assert!(proves(&key(), &order(), &pair, &[Time, Total], true));
    for accepted in [&[Time][..], &[Total], &[Time, PhoneEnd], &[Contact], &[]] {
        assert!(!proves(&key(), &order(), &pair, accepted, true), "{accepted:?}");
        assert!(!is_complete(&pair, accepted), "{accepted:?}");
    }
    assert!(!proves(&key(), &order(), &shared("6281234567890"), &[Time, Total, PhoneEnd], true));
    assert!(!is_complete(&shared("6281234567890"), &[Time, Total, PhoneEnd]));
    assert!(is_complete(&shared("6281234567890"), &[Contact]));
}

#[test]
fn evidence_is_of_one_order_and_one_key() {
    let other = OrderNumber::new("576461413038785753").unwrap();
    let facts = [time(14, 30), RIGHT_TOTAL, end("7890")];
    let elsewhere: Vec<_> = facts.iter().filter_map(|fact| evidence(&key(), &other, fact)).collect();
    assert!(!is_proof(&order(), &elsewhere));
    let keyed = HashKey::of_secret("another");
    let strange: Vec<_> = facts.iter().filter_map(|fact| evidence(&keyed, &number(), fact)).collect();
    assert!(!is_proof(&order(), &strange));
    assert_eq!(evidence(&key(), &number(), &Fact::Code("ABCDE-FGHJ2".to_owned())), None);
    let shown = format!("{:?}", of(&facts));
    assert!(!shown.contains("7890") && !shown.contains("105"), "{shown}");
}

#[test]
fn a_correction_takes_the_place_of_what_was_wrong() {
    let mut told = of(&[time(14, 31), RIGHT_TOTAL]);
    keep(&mut told, of(&[time(14, 30)]));
    assert_eq!(told.len(), 2);
    assert!(is_proof(&order(), &told));
    keep(&mut told, shared("6281111111111"));
    keep(&mut told, shared("6281234567890"));
    assert_eq!(told.len(), 4);
}

#[test]
fn an_order_that_does_not_exist_is_not_proven() {
    let right = shared("6281234567890");
    let orders = [order(), Order { shop: "other".to_owned(), phone: None, ..order() }];
    let found = proven(&key(), &number(), &orders, &right, &FactKind::ALL, true);
    assert_eq!(found, [&orders[0]]);
    assert!(proven(&key(), &number(), &[], &right, &FactKind::ALL, true).is_empty());
}

#[test]
fn totals_of_all_currencies_are_compared_in_hundredths() {
    for (decimal, code, expected) in [
        ("105000", "IDR", Some(10_500_000)),
        ("12.5", "USD", Some(1250)),
        ("700", "JPY", Some(70_000)),
        ("1.250", "KWD", Some(125)),
        ("1.255", "KWD", None),
    ] {
        let money = Money::of_decimal(decimal, Currency::new(code).unwrap()).unwrap();
        assert_eq!(hundredths(money), expected, "{decimal} {code}");
    }
    let yen = Order { total: Money::of_decimal("700", Currency::new("JPY").unwrap()), ..order() };
    assert!(is_proof(&yen, &of(&[time(14, 30), Fact::Total(70_000)])));
}

#[test]
fn an_empty_hash_equals_nothing() {
    let (none, some) = (Digest(String::new()), Digest("00".to_owned()));
    assert!(!same(&none, &none) && !same(&none, &some) && same(&some, &some));
}
