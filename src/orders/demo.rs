//! Orders to try the bot with: one or more in every status, with times relative to the present.
//!
//! They belong to nobody: the telephone number is that of no order but these.

use super::key::HashKey;
use super::order::{
    Actor, Cancellation, Currency, Item, Kind, Money, Order, OrderNumber, Return, Shipment, Status, UnixMs,
};
use super::phone;

/// The telephone number of all demo orders, as a buyer would write it.
pub const PHONE: &str = "081234567890";

/// What the numbers of all demo orders begin with; `0001` to `0016` follow.
pub const NUMBERS_BEGIN: &str = "57646141303878";

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A demo order before its times are known.
struct Demo {
    /// Its number ends in this.
    end: u32,
    status: Status,
    /// The platform's word for the status.
    raw: &'static str,
    /// It was placed so long ago, in milliseconds.
    age: i64,
    /// Whether its payment is confirmed.
    paid: bool,
    method: &'static str,
    /// Its price in whole rupiah.
    rupiah: i64,
    item: &'static str,
    /// The numbers of its parcels.
    parcels: &'static [&'static str],
}

/// The demo orders of a shop, as they are at a time:
///
/// | ends in | what it shows |
/// |---|---|
/// | 0001 | unpaid, to be paid at a minimarket, three hours left |
/// | 0002, 0003 | the same buyer: one unpaid, one paid and to be shipped |
/// | 0004 | paid, on hold |
/// | 0005 | cash on delivery, to be shipped |
/// | 0006 | pre-order, to be shipped |
/// | 0007 | waiting for the courier |
/// | 0008 | on its way in two parcels |
/// | 0009 | delivered |
/// | 0010 | completed |
/// | 0011 | cancellation asked for |
/// | 0012 | cancelled by the buyer before it was paid |
/// | 0013 | cancelled after it was shipped |
/// | 0014 | being returned |
/// | 0015 | refunded |
/// | 0016 | in a status that is not known |
pub fn orders(now: UnixMs, key: &HashKey, shop: &str) -> Vec<Order> {
    DEMOS.iter().filter_map(|demo| demo.order(now, key, shop)).collect()
}

#[rustfmt::skip]
const DEMOS: &[Demo] = &[
    demo(1, Status::Unpaid, "UNPAID", 21 * HOUR, false, "Indomaret", 105_000, "Tas kanvas", &[]),
    demo(2, Status::Unpaid, "UNPAID", 4 * HOUR, false, "BCA Virtual Account", 89_000, "Botol minum", &[]),
    demo(3, Status::ToShip, "AWAITING_SHIPMENT", 3 * HOUR, true, "GoPay", 89_000, "Botol minum", &[]),
    demo(4, Status::PaidOnHold, "ON_HOLD", 30 * MINUTE, true, "GoPay", 45_500, "Kaus kaki", &[]),
    demo(5, Status::ToShip, "AWAITING_SHIPMENT", 5 * HOUR, false, "Cash on delivery", 132_000, "Lampu meja", &[]),
    demo(6, Status::ToShip, "AWAITING_SHIPMENT", 2 * DAY, true, "QRIS", 310_000, "Jaket rajut", &[]),
    demo(7, Status::AwaitingCollection, "AWAITING_COLLECTION", DAY, true, "OVO", 76_000, "Topi", &["JX3049582716"]),
    demo(8, Status::InTransit, "IN_TRANSIT", 3 * DAY, true, "DANA", 254_000, "Sepatu", &["JX3049582717", "JX3049582718"]),
    demo(9, Status::Delivered, "DELIVERED", 5 * DAY, true, "GoPay", 68_000, "Buku catatan", &["JX3049582719"]),
    demo(10, Status::Completed, "COMPLETED", 12 * DAY, true, "QRIS", 150_000, "Payung", &["JX3049582720"]),
    demo(11, Status::CancelRequested, "AWAITING_SHIPMENT", 6 * HOUR, true, "GoPay", 99_000, "Kemeja", &[]),
    demo(12, Status::Cancelled, "CANCELLED", 2 * DAY, false, "Alfamart", 57_000, "Dompet", &[]),
    demo(13, Status::Cancelled, "CANCELLED", 4 * DAY, true, "OVO", 120_000, "Celana", &["JX3049582721"]),
    demo(14, Status::Returning, "DELIVERED", 9 * DAY, true, "DANA", 215_000, "Tas ransel", &["JX3049582722"]),
    demo(15, Status::Refunded, "COMPLETED", 15 * DAY, true, "GoPay", 175_000, "Selimut", &["JX3049582723"]),
    demo(16, Status::Unknown, "SOMETHING_NEW", 2 * DAY, true, "QRIS", 64_000, "Gelas", &[]),
];

#[expect(clippy::too_many_arguments, reason = "a row of the table above")]
const fn demo(
    end: u32,
    status: Status,
    raw: &'static str,
    age: i64,
    paid: bool,
    method: &'static str,
    rupiah: i64,
    item: &'static str,
    parcels: &'static [&'static str],
) -> Demo {
    Demo { end, status, raw, age, paid, method, rupiah, item, parcels }
}

impl Demo {
    /// `None` never happens: the numbers are sound.
    fn order(&self, now: UnixMs, key: &HashKey, shop: &str) -> Option<Order> {
        let number = OrderNumber::new(&format!("{NUMBERS_BEGIN}{:04}", self.end))?;
        let created_at = now - self.age;
        let parcel = |tracking_number: &&str| Shipment {
            courier: Some("J&T Express".to_owned()),
            tracking_number: Some((*tracking_number).to_owned()),
        };
        Some(Order {
            shop: shop.to_owned(),
            raw_status: self.raw.to_owned(),
            kind: self.kind(),
            payment_method: Some(self.method.to_owned()),
            created_at: Some(created_at),
            paid_at: self.paid.then_some(created_at + 5 * MINUTE),
            pay_by: (self.status == Status::Unpaid).then_some(created_at + DAY),
            updated_at: Some(created_at + self.age / 2),
            total: Some(Money { minor: self.rupiah * 100, currency: Currency::IDR }),
            items: vec![Item { name: self.item.to_owned(), quantity: 1 }],
            shipments: self.parcels.iter().map(parcel).collect(),
            cancellation: self.cancellation(),
            return_state: self.return_state(),
            buyer: Some(key.buyer(&self.buyer())),
            phone: phone::normal(PHONE).map(|phone| key.phone(&phone)),
            phone_end: phone::end(PHONE).map(|digits| key.phone_end(&number, &digits)),
            ..Order::new(number, self.status, now)
        })
    }

    /// The second and the third are of one buyer, the others of one each.
    fn buyer(&self) -> String {
        let of = if self.end == 3 { 2 } else { self.end };
        format!("demo-{of}")
    }

    fn kind(&self) -> Kind {
        Kind { cash_on_delivery: self.end == 5, pre_order: self.end == 6, ..Kind::default() }
    }

    fn cancellation(&self) -> Option<Cancellation> {
        let (by, reason) = match self.end {
            11 => (Actor::Buyer, "Ingin mengubah alamat pengiriman"),
            12 => (Actor::Buyer, "Tidak jadi membeli"),
            13 => (Actor::Platform, "Pengiriman paket gagal"),
            _ => return None,
        };
        Some(Cancellation { by: Some(by), reason: Some(reason.to_owned()) })
    }

    fn return_state(&self) -> Option<Return> {
        match self.status {
            Status::Returning => Some(Return::OnItsWay),
            Status::Refunded => Some(Return::Done),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMs = 1_795_073_400_000;

    #[test]
    fn every_status_is_shown_and_every_number_is_of_eighteen_digits() {
        let all = orders(NOW, &HashKey::of_secret("k"), "Toko");
        assert_eq!(all.len(), DEMOS.len());
        for status in Status::ALL {
            assert!(all.iter().any(|order| order.status == *status), "{status:?}");
        }
        for (count, order) in (1..).zip(&all) {
            assert_eq!(order.number.as_str().len(), 18);
            assert_eq!(order.number.end(), format!("{count:04}"));
            assert!(order.created_at < order.updated_at && order.updated_at < Some(NOW));
        }
    }

    #[test]
    fn the_orders_show_what_the_table_says() {
        let key = HashKey::of_secret("k");
        let all = orders(NOW, &key, "Toko");
        assert_eq!(all[0].pay_by, Some(NOW + 3 * HOUR));
        assert_eq!(all[1].buyer, all[2].buyer);
        assert_ne!(all[0].buyer, all[1].buyer);
        assert!(all[4].kind.cash_on_delivery && all[4].paid_at.is_none() && all[5].kind.pre_order);
        assert_eq!(all[7].shipments.len(), 2);
        assert!(all[12].cancellation.is_some() && !all[12].shipments.is_empty());
        assert!(all.iter().all(|order| order.phone == Some(key.phone("6281234567890"))));
    }
}
