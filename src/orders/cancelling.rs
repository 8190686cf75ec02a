//! Whether a buyer can still cancel an order, and what to do instead.
//!
//! The platform's published rules for buyers, without their hours and days, which change. What is said of it is
//! worded elsewhere; only the app knows for certain, and shows a button or does not.

use super::order::{Kind, Status};

/// Whether and how an order can be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cancelling {
    /// At any time, by the buyer alone; nothing was paid, so there is nothing to give back.
    Freely,
    /// By the buyer alone, while the time to think again runs; the money comes back.
    WhileOnHold,
    /// Often until the parcel is on its way, mostly without the seller's consent.
    OftenPossible,
    /// It can be asked for; the seller may have to agree.
    SellerMayDecide,
    /// Often impossible: codes and top-ups. The seller or the platform can be asked.
    RarelyDigital,
    /// Asked for already; it is being decided.
    AskedFor,
    /// No more: it is on its way. Paid to the courier, so the parcel may be refused, unopened and unpaid.
    RefuseAtTheDoor,
    /// No more: it is on its way. It can be given back after it has come.
    ReturnWhenItComes,
    /// No more: it was delivered. It can be given back if there is a valid reason.
    ReturnNow,
    /// No more: what was bought is a code or a top-up that was delivered. A faulty one is reported.
    ReportIfFaulty,
    /// No more: it is closed.
    Closed,
    /// It is cancelled already.
    CancelledAlready,
    /// A return or a refund is going on or done.
    ReturnedAlready,
    /// The status is not known: only the app can tell.
    SeeTheApp,
}

impl Cancelling {
    /// Whether the buyer may still get rid of the order before it is on its way.
    pub fn is_possible(self) -> bool {
        use Cancelling::{Freely, OftenPossible, RarelyDigital, SellerMayDecide, WhileOnHold};
        matches!(self, Freely | WhileOnHold | OftenPossible | SellerMayDecide | RarelyDigital)
    }
}

/// Whether an order of such a status and kind can be cancelled.
pub fn cancelling(status: Status, kind: Kind) -> Cancelling {
    match status {
        Status::Unpaid => Cancelling::Freely,
        Status::PaidOnHold => Cancelling::WhileOnHold,
        Status::ToShip | Status::AwaitingCollection => before_it_leaves(kind),
        Status::InTransit if kind.digital => Cancelling::ReportIfFaulty,
        Status::InTransit if kind.cash_on_delivery => Cancelling::RefuseAtTheDoor,
        Status::InTransit => Cancelling::ReturnWhenItComes,
        Status::Delivered if kind.digital => Cancelling::ReportIfFaulty,
        Status::Delivered => Cancelling::ReturnNow,
        Status::Completed => Cancelling::Closed,
        Status::CancelRequested => Cancelling::AskedFor,
        Status::Cancelled => Cancelling::CancelledAlready,
        Status::Returning | Status::Refunded => Cancelling::ReturnedAlready,
        Status::Unknown => Cancelling::SeeTheApp,
    }
}

fn before_it_leaves(kind: Kind) -> Cancelling {
    if kind.digital {
        Cancelling::RarelyDigital
    } else if kind.pre_order || kind.shipped_by_seller {
        Cancelling::SellerMayDecide
    } else {
        Cancelling::OftenPossible
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All sixteen kinds.
    fn kinds() -> Vec<Kind> {
        let on = |bits: u8, bit: u8| bits & bit != 0;
        (0..16)
            .map(|bits| Kind {
                cash_on_delivery: on(bits, 1),
                pre_order: on(bits, 2),
                digital: on(bits, 4),
                shipped_by_seller: on(bits, 8),
            })
            .collect()
    }

    /// The table: a column for ordinary orders, and for each of cash on delivery (c), pre-order (p), digital (d)
    /// and shipped by the seller (s). Where several hold, the first of d, p or s, c decides.
    const TABLE: [(&str, [Cancelling; 5]); 12] = {
        use Cancelling::*;
        [
            ("unpaid", [Freely, Freely, Freely, Freely, Freely]),
            ("paid_on_hold", [WhileOnHold, WhileOnHold, WhileOnHold, WhileOnHold, WhileOnHold]),
            ("to_ship", [OftenPossible, OftenPossible, SellerMayDecide, RarelyDigital, SellerMayDecide]),
            ("awaiting_collection", [OftenPossible, OftenPossible, SellerMayDecide, RarelyDigital, SellerMayDecide]),
            ("in_transit", [ReturnWhenItComes, RefuseAtTheDoor, ReturnWhenItComes, ReportIfFaulty, ReturnWhenItComes]),
            ("delivered", [ReturnNow, ReturnNow, ReturnNow, ReportIfFaulty, ReturnNow]),
            ("completed", [Closed; 5]),
            ("cancel_requested", [AskedFor; 5]),
            ("cancelled", [CancelledAlready; 5]),
            ("returning", [ReturnedAlready; 5]),
            ("refunded", [ReturnedAlready; 5]),
            ("unknown", [SeeTheApp; 5]),
        ]
    };

    fn expected(row: &[Cancelling; 5], status: Status, kind: Kind) -> Cancelling {
        let [ordinary, cash, pre_order, digital, by_seller] = *row;
        match kind {
            Kind { digital: true, .. } => digital,
            // Once it has left, it matters only who is paid.
            Kind { cash_on_delivery: true, .. } if status == Status::InTransit => cash,
            Kind { pre_order: true, .. } => pre_order,
            Kind { shipped_by_seller: true, .. } => by_seller,
            Kind { cash_on_delivery: true, .. } => cash,
            _ => ordinary,
        }
    }

    #[test]
    fn every_status_and_kind() {
        assert_eq!(TABLE.len(), Status::ALL.len());
        for (word, row) in TABLE {
            let status = Status::of_word(word).unwrap_or_else(|| panic!("no status {word}"));
            for kind in kinds() {
                assert_eq!(cancelling(status, kind), expected(&row, status, kind), "{word} {kind:?}");
            }
        }
    }

    #[test]
    fn nothing_is_promised_once_it_has_left() {
        use Status::{AwaitingCollection, PaidOnHold, ToShip, Unpaid};
        for status in Status::ALL {
            for kind in kinds() {
                let early = matches!(status, Unpaid | PaidOnHold | ToShip | AwaitingCollection);
                assert_eq!(cancelling(*status, kind).is_possible(), early, "{status:?} {kind:?}");
                // The parcel of an order that is paid already is not refused at the door.
                let refused = cancelling(*status, kind) == Cancelling::RefuseAtTheDoor;
                assert!(!refused || kind.cash_on_delivery, "{status:?} {kind:?}");
            }
        }
    }
}
