//! Two accounts of one order made into one: rows of the same file, and newer data over older.
//!
//! What is not decided here is which of two accounts is the newer: see `known_at` and the store.

use super::order::{Item, Order, Status};

/// Joins to an order what another row of the same file says of it: its items and parcels are collected, and what
/// the first row lacks is taken from the other. An order whose rows differ in status is as far as the row that
/// lacks most, and cancelled or refunded only when all of it is. The outcome does not depend on the order of the
/// rows, and a row that is joined twice changes nothing.
pub fn join(order: &mut Order, row: Order) {
    if stage(row.status) < stage(order.status) {
        order.status = row.status;
        order.raw_status = row.raw_status;
    }
    for item in row.items {
        join_item(&mut order.items, item);
    }
    for shipment in row.shipments {
        if !order.shipments.contains(&shipment) {
            order.shipments.push(shipment);
        }
    }
    order.kind.cash_on_delivery |= row.kind.cash_on_delivery;
    order.kind.pre_order |= row.kind.pre_order;
    order.kind.digital |= row.kind.digital;
    order.kind.shipped_by_seller |= row.kind.shipped_by_seller;
    order.updated_at = order.updated_at.max(row.updated_at);
    fill(&mut order.payment_method, row.payment_method);
    fill(&mut order.created_at, row.created_at);
    fill(&mut order.paid_at, row.paid_at);
    fill(&mut order.pay_by, row.pay_by);
    fill(&mut order.total, row.total);
    fill(&mut order.cancellation, row.cancellation);
    fill(&mut order.return_state, row.return_state);
    fill(&mut order.buyer, row.buyer);
    fill(&mut order.phone, row.phone);
    fill(&mut order.phone_end, row.phone_end);
}

fn join_item(items: &mut Vec<Item>, item: Item) {
    match items.iter_mut().find(|known| known.name == item.name) {
        Some(known) => known.quantity = known.quantity.max(item.quantity),
        None => items.push(item),
    }
}

/// What is known of an order when newer data comes. The new data stands. What it does not tell is kept where that
/// cannot have changed or does not contradict the new status:
///
/// - who ordered, when, and what an order is (pre-order, digital, shipped by the seller): for good;
/// - the total, the items and the payment method: until another is told. Paid to the courier stays so where the new
///   data tells neither a payment method nor a payment;
/// - the time of payment: unless the order is unpaid or to be shipped now;
/// - the time to pay by: while it is unpaid; the parcels: once it is on its way or further; cancellation and return:
///   while the status is of that kind; the time of the last change: while the status is the same.
pub fn renewed(old: &Order, mut new: Order) -> Order {
    let silent_on_payment = new.payment_method.is_none() && new.paid_at.is_none();
    new.kind.cash_on_delivery |= silent_on_payment && old.kind.cash_on_delivery;
    new.kind.pre_order |= old.kind.pre_order;
    new.kind.digital |= old.kind.digital;
    new.kind.shipped_by_seller |= old.kind.shipped_by_seller;
    fill(&mut new.created_at, old.created_at);
    fill(&mut new.buyer, old.buyer.clone());
    fill(&mut new.phone, old.phone.clone());
    fill(&mut new.phone_end, old.phone_end.clone());
    fill(&mut new.payment_method, old.payment_method.clone());
    fill(&mut new.total, old.total);
    if new.items.is_empty() {
        new.items.clone_from(&old.items);
    }
    keep_by_status(old, &mut new);
    new
}

fn keep_by_status(old: &Order, new: &mut Order) {
    use Status::{CancelRequested, Cancelled, Completed, Delivered, InTransit, Refunded, Returning, Unknown, Unpaid};
    if new.status == Unpaid {
        fill(&mut new.pay_by, old.pay_by);
    } else if !matches!(new.status, Status::ToShip | Status::AwaitingCollection) {
        // An order that is to be shipped is paid only as far as the newest data says so.
        fill(&mut new.paid_at, old.paid_at);
    }
    let may_be_shipped = !matches!(new.status, Unpaid | Status::PaidOnHold | Status::ToShip);
    if new.shipments.is_empty() && may_be_shipped && new.status != Unknown {
        new.shipments.clone_from(&old.shipments);
    }
    if matches!(new.status, CancelRequested | Cancelled | Refunded) {
        fill(&mut new.cancellation, old.cancellation.clone());
    }
    if matches!(new.status, Returning | Refunded | Completed | Delivered | InTransit) && new.status == old.status {
        fill(&mut new.return_state, old.return_state);
    }
    if new.status == old.status {
        fill(&mut new.updated_at, old.updated_at);
    }
}

/// The same as [`renewed`] for rows of a file that may be a part of the order: items and parcels that are among those
/// known take the others not away.
pub fn renewed_by_rows(old: &Order, rows: Order) -> Order {
    let mut new = renewed(old, rows);
    if new.items.iter().all(|item| old.items.contains(item)) {
        new.items.clone_from(&old.items);
    }
    if !new.shipments.is_empty() && new.shipments.iter().all(|parcel| old.shipments.contains(parcel)) {
        new.shipments.clone_from(&old.shipments);
    }
    new
}

fn fill<T>(known: &mut Option<T>, other: Option<T>) {
    if known.is_none() {
        *known = other;
    }
}

/// How far a row is; the lowest of an order's rows is the order's status.
fn stage(status: Status) -> usize {
    const STAGES: [Status; 12] = [
        Status::Unpaid,
        Status::PaidOnHold,
        Status::CancelRequested,
        Status::Unknown,
        Status::Returning,
        Status::ToShip,
        Status::AwaitingCollection,
        Status::InTransit,
        Status::Delivered,
        Status::Completed,
        Status::Refunded,
        Status::Cancelled,
    ];
    STAGES.iter().position(|stage| *stage == status).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::{Cancellation, Currency, HashKey, Money, OrderNumber, Shipment};

    fn order(status: Status) -> Order {
        let number = OrderNumber::new("576461413038785752").unwrap_or_else(|| unreachable!());
        Order::new(number, status, 5)
    }

    fn item(name: &str, quantity: u32) -> Item {
        Item { name: name.to_owned(), quantity }
    }

    #[test]
    fn the_status_of_an_order_is_that_of_the_row_that_lacks_most() {
        use Status::{CancelRequested, Cancelled, Completed, InTransit, Refunded, Returning, ToShip, Unknown, Unpaid};
        let table = [
            ([ToShip, Cancelled], ToShip),
            ([InTransit, ToShip], ToShip),
            ([ToShip, CancelRequested], CancelRequested),
            ([ToShip, Unpaid], Unpaid),
            ([Completed, Returning], Returning),
            ([Completed, Refunded], Completed),
            ([Cancelled, Refunded], Refunded),
            ([ToShip, Unknown], Unknown),
            ([Cancelled, Cancelled], Cancelled),
        ];
        for ([one, other], expected) in table {
            for (first, second) in [(one, other), (other, one)] {
                let mut whole = order(first);
                join(&mut whole, order(second));
                assert_eq!(whole.status, expected, "{first:?} and {second:?}");
            }
        }
        for status in Status::ALL {
            assert_eq!(Status::ALL.iter().filter(|other| stage(**other) == stage(*status)).count(), 1, "{status:?}");
        }
    }

    #[test]
    fn rows_are_collected_and_the_same_row_twice_changes_nothing() {
        let mut whole = Order { items: vec![item("Tas", 1)], total: None, ..order(Status::ToShip) };
        let total = Some(Money { minor: 5, currency: Currency::IDR });
        let row = Order { items: vec![item("Topi", 2)], total, ..order(Status::ToShip) };
        join(&mut whole, row.clone());
        assert_eq!((whole.items.as_slice(), whole.total), ([item("Tas", 1), item("Topi", 2)].as_slice(), total));
        let once = whole.clone();
        join(&mut whole, row.clone());
        assert_eq!(whole, once);
        assert_eq!(renewed_by_rows(&whole, row.clone()).items, whole.items);
        assert_eq!(renewed_by_rows(&row, once.clone()).items, once.items);
    }

    #[test]
    fn newer_data_stands_and_what_it_does_not_tell_is_kept_where_that_is_right() {
        let key = HashKey::of_secret("k");
        let old = Order {
            created_at: Some(1),
            paid_at: Some(2),
            buyer: Some(key.buyer("u")),
            phone: Some(key.phone("628")),
            total: Some(Money { minor: 5, currency: Currency::IDR }),
            items: vec![item("Tas", 1)],
            shipments: vec![Shipment { courier: None, tracking_number: Some("JX1".to_owned()) }],
            cancellation: Some(Cancellation::default()),
            updated_at: Some(3),
            ..order(Status::InTransit)
        };
        let new = renewed(&old, Order { known_at: 9, ..order(Status::Delivered) });
        assert_eq!((new.status, new.known_at), (Status::Delivered, 9));
        assert_eq!((new.created_at, new.paid_at, new.updated_at), (Some(1), Some(2), None));
        assert_eq!((&new.buyer, &new.phone, &new.items), (&old.buyer, &old.phone, &old.items));
        assert_eq!((&new.shipments, &new.cancellation), (&old.shipments, &None));
        for unpaid in [renewed(&old, order(Status::Unpaid)), renewed_by_rows(&old, order(Status::Unpaid))] {
            assert_eq!((unpaid.paid_at, unpaid.shipments), (None, Vec::new()));
        }
        assert_eq!(renewed(&old, order(Status::InTransit)).updated_at, Some(3));
    }

    #[test]
    fn cash_on_delivery_stays_unless_the_new_data_tells_of_another_payment() {
        let mut old = order(Status::ToShip);
        old.kind.cash_on_delivery = true;
        assert!(renewed(&old, order(Status::ToShip)).kind.cash_on_delivery);
        let paid = Order { paid_at: Some(7), ..order(Status::ToShip) };
        assert!(!renewed(&old, paid).kind.cash_on_delivery);
        let method = Order { payment_method: Some("GoPay".to_owned()), ..order(Status::ToShip) };
        assert!(!renewed(&old, method).kind.cash_on_delivery);
    }
}
