//! The verdict over everything that it rests on: a table, and rules that hold of every line of it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::super::key::HashKey;
use super::super::order::{Cancellation, Kind, OrderNumber, Return, Shipment};
use super::*;

const NOW: UnixMs = 1_795_073_400_000;
const MINUTE: i64 = 60 * 1000;
const MAX_AGE: i64 = 30 * MINUTE;

/// How old data is: fresh, just not too old, too old, from a clock a little ahead, from one far ahead.
const AGES: [(i64, Age); 6] = [
    (0, Age::Fresh),
    (MAX_AGE, Age::Fresh),
    (MAX_AGE + 1, Age::Old),
    (-CLOCK_TOLERANCE_MS, Age::Fresh),
    (-CLOCK_TOLERANCE_MS - 1, Age::Future),
    (-60 * MINUTE, Age::Future),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Age {
    Fresh,
    Old,
    Future,
}

/// What siblings an order has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    NotKnown,
    Nothing,
    Unpaid,
    Paid,
    Cancelled,
}

const BESIDE: [Beside; 5] = [Beside::NotKnown, Beside::Nothing, Beside::Unpaid, Beside::Paid, Beside::Cancelled];

/// One line of the table of everything.
#[derive(Debug, Clone, Copy)]
struct Case {
    status: Status,
    cash: bool,
    paid: bool,
    age: (i64, Age),
    beside: Beside,
    tracked: bool,
}

/// Every status × cash on delivery × paid time × age × siblings × tracking number.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for status in Status::ALL {
        for bits in 0..8 {
            let (cash, paid, tracked) = (bits & 1 > 0, bits & 2 > 0, bits & 4 > 0);
            for age in AGES {
                cases.extend(BESIDE.map(|beside| Case { status: *status, cash, paid, age, beside, tracked }));
            }
        }
    }
    cases
}

fn order(end: u8, status: Status) -> Order {
    let number = OrderNumber::new(&format!("57646141303878575{end}")).unwrap();
    let buyer = Some(HashKey::of_secret("a secret of the tests").buyer("b1"));
    Order { buyer, created_at: Some(NOW - 600 * MINUTE), ..Order::new(number, status, NOW) }
}

fn paid(end: u8) -> Order {
    Order { paid_at: Some(NOW - 590 * MINUTE), ..order(end, Status::ToShip) }
}

impl Case {
    fn order(self) -> Order {
        let shipment = Shipment { courier: None, tracking_number: Some("JX1234567890".to_owned()) };
        Order {
            kind: Kind { cash_on_delivery: self.cash, ..Kind::default() },
            paid_at: self.paid.then_some(NOW - 590 * MINUTE),
            shipments: if self.tracked { vec![shipment] } else { Vec::new() },
            known_at: NOW - self.age.0,
            ..order(1, self.status)
        }
    }

    fn siblings(self) -> Vec<Order> {
        match self.beside {
            Beside::NotKnown | Beside::Nothing => Vec::new(),
            Beside::Unpaid => vec![order(2, Status::Unpaid)],
            Beside::Paid => vec![paid(2)],
            Beside::Cancelled => vec![order(2, Status::Cancelled)],
        }
    }

    fn judged(self) -> Judgement {
        judged(&self.order(), (self.beside != Beside::NotKnown).then(|| self.siblings()).as_deref())
    }
}

fn judged(order: &Order, siblings: Option<&[Order]>) -> Judgement {
    let siblings = siblings.map_or(Siblings::Unknown, Siblings::Known);
    judge(Basis::Order { order, siblings }, NOW, MAX_AGE)
}

/// The table for fresh data: the verdict without a paid time and without cash on delivery, with cash on delivery
/// alone, with a paid time alone, and with both. Old data, and data from the future: below.
const TABLE: [(&str, [Verdict; 4]); 12] = {
    use Verdict::*;
    [
        ("unpaid", [DoNotShip, DoNotShip, DoNotShip, DoNotShip]),
        ("paid_on_hold", [DoNotShip, DoNotShip, DoNotShip, DoNotShip]),
        ("to_ship", [CheckFirst, ShipCod, Ship, Ship]),
        ("awaiting_collection", [CheckFirst, ShipCod, Ship, Ship]),
        ("in_transit", [NothingToShip, NothingToShip, NothingToShip, NothingToShip]),
        ("delivered", [NothingToShip, NothingToShip, NothingToShip, NothingToShip]),
        ("completed", [NothingToShip, NothingToShip, NothingToShip, NothingToShip]),
        ("cancel_requested", [DoNotShip, DoNotShip, DoNotShip, DoNotShip]),
        ("cancelled", [DoNotShip, DoNotShip, DoNotShip, DoNotShip]),
        ("returning", [DoNotShip, DoNotShip, DoNotShip, DoNotShip]),
        ("refunded", [DoNotShip, DoNotShip, DoNotShip, DoNotShip]),
        ("unknown", [CheckFirst, CheckFirst, CheckFirst, CheckFirst]),
    ]
};

#[test]
fn the_table_of_everything() {
    let cases = cases();
    assert_eq!(cases.len(), 12 * 8 * 6 * 5);
    for case in cases {
        let (_, row) = TABLE.iter().find(|(word, _)| *word == case.status.word()).unwrap();
        let fresh = row[usize::from(case.cash) + 2 * usize::from(case.paid)];
        let expected = match (case.age.1, fresh) {
            (Age::Fresh, verdict) => verdict,
            (_, Verdict::DoNotShip) => Verdict::DoNotShip,
            _ => Verdict::CheckFirst,
        };
        assert_eq!(case.judged().verdict, expected, "{case:?}");
    }
}

/// Statuses in which an order must not be shipped.
fn is_danger(status: Status) -> bool {
    ["unpaid", "paid_on_hold", "cancelled", "cancel_requested", "returning", "refunded"].contains(&status.word())
}

#[test]
fn rules_that_hold_always() {
    for case in cases() {
        let judgement = case.judged();
        let verdict = judgement.verdict;
        let leaves = matches!(verdict, Verdict::Ship | Verdict::ShipCod);
        assert!(verdict != Verdict::Ship || case.paid, "never OK without a paid time: {case:?}");
        assert!(verdict != Verdict::ShipCod || case.cash && !case.paid, "only cash is cash: {case:?}");
        assert!(!leaves || case.age.1 == Age::Fresh, "never on old data or data from the future: {case:?}");
        assert!(!leaves || matches!(case.status, Status::ToShip | Status::AwaitingCollection), "{case:?}");
        assert_eq!(verdict == Verdict::DoNotShip, is_danger(case.status), "a danger is told at any age: {case:?}");
        assert_eq!(judgement.as_of, Some(NOW - case.age.0), "{case:?}");
        let without = Case { tracked: false, ..case }.judged();
        assert_eq!((verdict, judgement.reason), (without.verdict, without.reason), "tracking is no payment: {case:?}");
        let alone = Case { beside: Beside::NotKnown, ..case }.judged();
        assert_eq!((verdict, judgement.reason), (alone.verdict, alone.reason), "siblings change no verdict: {case:?}");
        assert_eq!(judgement.tracking_is_no_payment, case.tracked && !case.paid && !case.cash, "{case:?}");
        let left = case.tracked && is_danger(case.status);
        assert!(!judgement.already_shipped || left, "{case:?}");
    }
}

#[test]
fn rules_on_siblings_that_hold_always() {
    for case in cases() {
        let judgement = case.judged();
        let fits = matches!(judgement.verdict, Verdict::Ship | Verdict::ShipCod);
        match (case.beside, &judgement.duplicates) {
            (Beside::NotKnown, duplicates) => assert_eq!(*duplicates, Duplicates::NotChecked, "{case:?}"),
            (Beside::Nothing, duplicates) => assert_eq!(*duplicates, Duplicates::None, "{case:?}"),
            (beside, Duplicates::Some { siblings, advice }) => {
                assert_eq!(siblings.len(), 1, "{case:?}");
                assert_eq!(siblings[0].is_paid, beside == Beside::Paid, "{case:?}");
                assert_eq!(siblings[0].number.end(), "5752");
                assert!(*advice != Advice::ShipThis || fits, "never against the verdict: {case:?}");
                if fits && beside == Beside::Paid {
                    assert_eq!(*advice, Advice::AskTheBuyer, "both are paid: {case:?}");
                }
                if fits && beside != Beside::Paid {
                    assert_eq!(*advice, Advice::ShipThis, "the other has fallen: {case:?}");
                }
                if matches!(case.status, Status::Unpaid | Status::Cancelled) && beside == Beside::Paid && !case.cash {
                    // What was unpaid long ago may be paid by now.
                    let unclear = case.status == Status::Unpaid && case.age.1 == Age::Old;
                    let other = Advice::ShipOther(siblings[0].number.clone());
                    assert_eq!(*advice, if unclear { Advice::CheckAll } else { other }, "{case:?}");
                }
            }
            (beside, duplicates) => panic!("{beside:?} {duplicates:?}"),
        }
    }
}

#[test]
fn every_reason_is_given() {
    for (status, cash, is_paid, reason) in [
        (Status::ToShip, false, true, Reason::Paid),
        (Status::AwaitingCollection, true, true, Reason::Paid),
        (Status::ToShip, true, false, Reason::PaidToCourier),
        (Status::Unpaid, false, false, Reason::Unpaid),
        (Status::Unpaid, false, true, Reason::Unpaid),
        (Status::Unpaid, true, false, Reason::NotReleased),
        (Status::PaidOnHold, false, true, Reason::OnHold),
        (Status::CancelRequested, false, true, Reason::CancelRequested),
        (Status::Cancelled, false, false, Reason::Cancelled),
        (Status::Returning, false, true, Reason::Returning),
        (Status::Refunded, false, true, Reason::Refunded),
        (Status::InTransit, false, true, Reason::InTransit),
        (Status::Delivered, true, false, Reason::Delivered),
        (Status::Completed, false, true, Reason::Completed),
        (Status::ToShip, false, false, Reason::NeitherPaidNorCash),
        (Status::Unknown, false, true, Reason::UnknownStatus),
    ] {
        let case = Case { status, cash, paid: is_paid, age: AGES[0], beside: Beside::Nothing, tracked: false };
        assert_eq!(case.judged().reason, reason, "{status:?} {cash} {is_paid}");
    }
    assert_eq!(judged(&Order { known_at: NOW - MAX_AGE - 1, ..paid(1) }, None).reason, Reason::TooOld);
    assert_eq!(judged(&Order { known_at: NOW + 60 * MINUTE, ..paid(1) }, None).reason, Reason::FromTheFuture);
    assert_eq!(judged(&Order { paid_at: Some(NOW + 60 * MINUTE), ..paid(1) }, None).reason, Reason::FromTheFuture);
    for (basis, reason) in [(Basis::NotFound, Reason::NotFound), (Basis::Unreachable, Reason::Unreachable)] {
        let judgement = judge(basis, NOW, MAX_AGE);
        assert_eq!((judgement.verdict, judgement.reason, judgement.as_of), (Verdict::CheckFirst, reason, None));
    }
}

#[test]
fn what_is_noted_on_an_order_to_ship_is_checked_first() {
    let noted = Order { cancellation: Some(Cancellation::default()), ..paid(1) };
    assert_eq!(judged(&noted, None).reason, Reason::CancellationNoted);
    for (state, verdict) in [
        (Return::Requested, Verdict::CheckFirst),
        (Return::Done, Verdict::CheckFirst),
        (Return::Unknown, Verdict::CheckFirst),
        (Return::Rejected, Verdict::Ship),
        (Return::Withdrawn, Verdict::Ship),
    ] {
        assert_eq!(judged(&Order { return_state: Some(state), ..paid(1) }, None).verdict, verdict, "{state:?}");
    }
    // A paid time of 0 is none.
    assert_eq!(judged(&Order { paid_at: Some(0), ..paid(1) }, None).reason, Reason::NeitherPaidNorCash);
}

#[test]
fn a_parcel_that_may_have_left_is_to_be_stopped() {
    for status in Status::ALL {
        let tracked =
            Case { status: *status, cash: false, paid: true, age: AGES[2], beside: Beside::Nothing, tracked: true };
        let stopped = ["unpaid", "paid_on_hold", "cancelled", "cancel_requested"].contains(&status.word());
        assert_eq!(tracked.judged().already_shipped, stopped, "{status:?}");
        assert!(!Case { tracked: false, ..tracked }.judged().already_shipped, "{status:?}");
    }
}

#[test]
fn which_of_several_orders_to_ship() {
    use Advice::*;
    let old = |order: Order| Order { known_at: NOW - MAX_AGE - 1, ..order };
    let cash = |end| Order { kind: Kind { cash_on_delivery: true, ..Kind::default() }, ..order(end, Status::ToShip) };
    let two = || OrderNumber::new("576461413038785752").unwrap();
    for (this, others, expected) in [
        (paid(1), vec![order(2, Status::Unpaid)], ShipThis),
        (paid(1), vec![order(2, Status::CancelRequested), order(3, Status::Refunded)], ShipThis),
        (cash(1), vec![order(2, Status::Unpaid)], ShipThis),
        (order(1, Status::Unpaid), vec![paid(2)], ShipOther(two())),
        (order(1, Status::Unpaid), vec![order(3, Status::Cancelled), cash(2)], ShipOther(two())),
        (order(1, Status::Cancelled), vec![paid(2), paid(3)], AskTheBuyer),
        (paid(1), vec![paid(2)], AskTheBuyer),
        (paid(1), vec![cash(2)], AskTheBuyer),
        (paid(1), vec![order(2, Status::PaidOnHold)], AskTheBuyer),
        (paid(1), vec![order(2, Status::InTransit)], AskTheBuyer),
        (order(1, Status::Delivered), vec![paid(2)], AskTheBuyer),
        (paid(1), vec![paid(2), order(3, Status::Unknown)], AskTheBuyer),
        (paid(1), vec![order(2, Status::Unknown)], CheckAll),
        (paid(1), vec![old(paid(2))], CheckAll),
        (old(paid(1)), vec![order(2, Status::Unpaid)], CheckAll),
        (order(1, Status::ToShip), vec![paid(2)], CheckAll),
        (order(1, Status::Unpaid), vec![order(2, Status::Unpaid)], ShipNone),
        (order(1, Status::Delivered), vec![order(2, Status::Cancelled)], ShipNone),
        (order(1, Status::InTransit), vec![order(2, Status::Delivered)], ShipNone),
        (order(1, Status::PaidOnHold), vec![order(2, Status::Unpaid)], ShipNone),
    ] {
        let Duplicates::Some { advice, .. } = judged(&this, Some(&others)).duplicates else { panic!("no siblings") };
        assert_eq!(
            advice,
            expected,
            "{:?} beside {:?}",
            this.status,
            others.iter().map(|other| other.status).collect::<Vec<_>>()
        );
    }
}

#[test]
fn siblings_are_other_orders_of_the_same_two_days() {
    let at = |created_at| Order { created_at: Some(created_at), ..paid(2) };
    let this = paid(1);
    let created = this.created_at.unwrap();
    for (other, counts) in [
        (at(created - DUPLICATE_WINDOW_MS), true),
        (at(created + DUPLICATE_WINDOW_MS), true),
        (at(created - DUPLICATE_WINDOW_MS - 1), false),
        (at(created + DUPLICATE_WINDOW_MS + 1), false),
        (at(i64::MIN), false),
        (paid(1), false),
        (Order { created_at: None, ..paid(2) }, true),
    ] {
        let counted = judged(&this, Some(std::slice::from_ref(&other))).duplicates != Duplicates::None;
        assert_eq!(counted, counts, "{:?}", other.created_at);
    }
    let nobodys = Order { buyer: None, ..paid(1) };
    assert_eq!(judged(&nobodys, Some(&[paid(2)])).duplicates, Duplicates::NotChecked);
}

#[test]
fn verdicts_are_sorted_worst_first() {
    let mut sorted = Verdict::ALL;
    sorted.sort();
    assert_eq!(sorted, Verdict::ALL);
    assert_eq!((sorted[0], sorted[4]), (Verdict::DoNotShip, Verdict::NothingToShip));
}

#[test]
fn a_seller_is_alerted_when_an_order_falls() {
    for before in Status::ALL {
        for after in Status::ALL {
            let falls = ["unpaid", "cancelled", "cancel_requested"].contains(&after.word());
            let revived = *before == Status::Cancelled;
            assert_eq!(must_stop(*before, *after), falls && before != after && !revived, "{before:?} {after:?}");
        }
    }
}

#[test]
fn extreme_times_are_no_trouble() {
    for known_at in [i64::MIN, i64::MAX, 0] {
        for now in [i64::MIN, i64::MAX, 0] {
            let order = Order { known_at, ..paid(1) };
            let judgement = judge(Basis::Order { order: &order, siblings: Siblings::Known(&[]) }, now, MAX_AGE);
            let may = known_at == now && now == i64::MAX;
            assert_eq!(judgement.verdict == Verdict::Ship, may, "{known_at} {now}");
        }
    }
}
