//! Answers of TikTok Shop, whole and with holes.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use serde_json::json;

use super::*;

const NUMBER: &str = "576461413038785752";

fn number() -> OrderNumber {
    OrderNumber::new(NUMBER).expect("a number")
}

fn key() -> HashKey {
    HashKey::of_secret("k")
}

/// An order with fields laid over those of one that is to be shipped.
fn order_with(fields: Value) -> Order {
    read(&object_with(fields), &number(), "toko", &key(), 1_700_000_500_000)
}

fn object_with(fields: Value) -> Value {
    let mut object = json!({
        "id": NUMBER, "status": "AWAITING_SHIPMENT", "create_time": 1_700_000_000, "update_time": 1_700_000_200,
        "paid_time": 1_700_000_100, "is_cod": false, "payment_method_name": "GoPay", "is_buyer_request_cancel": false,
        "payment": {"currency": "IDR", "total_amount": "105000", "sub_total": "95000"}, "user_id": "7494",
        "shipping_type": "TIKTOK", "tracking_number": "", "cancel_order_sla_time": 1_700_090_000,
        "recipient_address": {"name": "A", "phone_number": "(+62)812****4821"},
        "line_items": [
            {"product_name": "Kaos", "sku_name": "Merah, L", "tracking_number": ""},
            {"product_name": "Kaos", "sku_name": "Merah, L"},
            {"product_name": "Topi", "sku_name": "Default"},
        ],
    });
    if let (Some(object), Value::Object(fields)) = (object.as_object_mut(), fields) {
        object.extend(fields);
    }
    object
}

#[test]
fn a_whole_order() {
    let order = order_with(json!({}));
    assert_eq!(
        (order.status, order.raw_status.as_str(), order.shop.as_str()),
        (Status::ToShip, "AWAITING_SHIPMENT", "toko")
    );
    assert_eq!((order.created_at, order.paid_at), (Some(1_700_000_000_000), Some(1_700_000_100_000)));
    assert_eq!((order.pay_by, order.known_at), (None, 1_700_000_500_000));
    assert_eq!(order.total, Some(Money { minor: 10_500_000, currency: Currency::IDR }));
    let items: Vec<_> = order.items.iter().map(|item| (item.name.as_str(), item.quantity)).collect();
    assert_eq!(items, [("Kaos (Merah, L)", 2), ("Topi", 1)]);
    assert_eq!((order.shipments.len(), order.cancellation, order.return_state), (0, None, None));
    assert_eq!(order.buyer, Some(key().buyer("7494")));
    assert_eq!((order.phone, order.phone_end), (None, Some(key().phone_end(&number(), "4821"))));
}

#[test]
fn an_order_of_which_little_is_said() {
    let order = read(&json!({"id": NUMBER}), &number(), "toko", &key(), 5);
    assert_eq!(order, Order { shop: "toko".to_owned(), ..Order::new(number(), Status::Unknown, 5) });
    let order = order_with(json!({
        "status": "SOMETHING_NEW", "paid_time": 0, "create_time": "1700000000", "payment": {"total_amount": "1"},
        "line_items": null, "recipient_address": {"phone_number": "(+62)812****48**"}, "user_id": 7494, "is_cod": null,
    }));
    assert_eq!((order.status, order.raw_status.as_str()), (Status::Unknown, "SOMETHING_NEW"));
    assert_eq!((order.paid_at, order.created_at, order.total), (None, Some(1_700_000_000_000), None));
    assert_eq!((order.phone_end, order.buyer), (None, Some(key().buyer("7494"))));
}

#[test]
fn a_telephone_number_in_clear_is_hashed_whole() {
    let order = order_with(json!({"recipient_address": {"phone_number": "+62 812-3456-4821"}}));
    assert_eq!(order.phone, Some(key().phone("6281234564821")));
}

#[test]
fn statuses_with_what_stands_beside_them() {
    for (fields, expected) in [
        (json!({"status": "UNPAID"}), Status::Unpaid),
        (json!({"status": "UNPAID", "is_on_hold_order": true}), Status::Unpaid),
        (json!({"status": "ON_HOLD"}), Status::PaidOnHold),
        (json!({"is_on_hold_order": true}), Status::PaidOnHold),
        (json!({"is_on_hold_order": true, "is_buyer_request_cancel": true}), Status::CancelRequested),
        (json!({"status": "AWAITING_COLLECTION", "is_buyer_request_cancel": true}), Status::CancelRequested),
        (json!({"status": "IN_TRANSIT", "is_buyer_request_cancel": true}), Status::InTransit),
        (json!({"status": "CANCELLED", "is_buyer_request_cancel": true}), Status::Cancelled),
        (json!({"status": "CANCEL"}), Status::Cancelled),
    ] {
        assert_eq!(order_with(fields.clone()).status, expected, "{fields}");
    }
    let unpaid = order_with(json!({"status": "UNPAID", "paid_time": 0}));
    assert_eq!(unpaid.pay_by, Some(1_700_090_000_000));
    let kind = order_with(json!({"is_cod": true, "order_type": "PRE_ORDER", "shipping_type": "SELLER"})).kind;
    assert_eq!(kind, Kind { cash_on_delivery: true, pre_order: true, digital: false, shipped_by_seller: true });
}

#[test]
fn who_cancelled_and_why() {
    for (word, by) in
        [("SELLER", Some(Actor::Seller)), ("BUYER", Some(Actor::Buyer)), ("SYSTEM", Some(Actor::Platform)), ("X", None)]
    {
        let fields = json!({"status": "CANCELLED", "cancellation_initiator": word, "cancel_reason": "Stok habis"});
        let reason = Some("Stok habis".to_owned());
        assert_eq!(order_with(fields).cancellation, Some(Cancellation { by, reason }));
    }
    let of_piece =
        json!({"status": "CANCELLED", "line_items": [{"cancel_user": "OPERATOR", "cancel_reason": "Hilang"}]});
    let expected = Cancellation { by: Some(Actor::Platform), reason: Some("Hilang".to_owned()) };
    assert_eq!(order_with(of_piece).cancellation, Some(expected));
    assert_eq!(order_with(json!({"cancel_reason": "Stok habis"})).cancellation, None, "nothing was cancelled");
}

#[test]
fn parcels_of_pieces_packages_and_the_order_are_told_once() {
    let order = order_with(json!({
        "status": "IN_TRANSIT", "tracking_number": "JX1", "shipping_provider": "J&T",
        "line_items": [
            {"product_name": "Kaos", "tracking_number": "JX1", "shipping_provider_name": "J&T Express"},
            {"product_name": "Topi", "tracking_number": "JX2"},
            {"product_name": "Batal", "display_status": "CANCELLED"},
        ],
        "packages": [{"id": "1"}, {"id": "2", "tracking_number": "JX2"}],
    }));
    let parcel = |courier: &str, number: &str| Shipment {
        courier: Some(courier.to_owned()),
        tracking_number: Some(number.to_owned()),
    };
    assert_eq!(order.shipments, [parcel("J&T Express", "JX1"), parcel("J&T", "JX2")]);
    assert_eq!(order.items.len(), 2, "what was cancelled is left out");
}

#[test]
fn an_answer_is_searched_for_the_number() {
    let object = object_with(json!({}));
    assert_eq!(of_number(&json!({"orders": [object]}), &number()).map(|found| found.is_some()), Ok(true));
    for none in [json!({"orders": []}), json!({"orders": null}), json!({}), Value::Null] {
        assert_eq!(of_number(&none, &number()), Ok(None));
    }
    assert!(of_number(&json!({"orders": [object_with(json!({"id": "576461413038785753"}))]}), &number()).is_err());
    assert!(of_number(&json!({"orders": 1}), &number()).is_err());
}

#[test]
fn the_last_word_on_a_cancellation_counts() {
    let with = |fields: Value, word: &str| {
        let mut order = order_with(fields);
        let entry = |status: &str, at: i64| {
            json!({"order_id": NUMBER, "cancel_status": status, "role": "BUYER", "create_time": at,
                "cancel_reason_text": "Salah alamat", "cancel_type": "REQUEST_CANCEL_REFUND"})
        };
        let other = json!({"order_id": "1", "cancel_status": "CANCELLATION_REQUEST_PENDING", "create_time": 99});
        let entries = [entry(word, 20), entry("CANCELLATION_REQUEST_CANCELLED", 10), other];
        add_cancellations(&mut order, &json!({"cancellations": entries}));
        (order.status, order.return_state, order.cancellation.and_then(|cancellation| cancellation.by))
    };
    let buyer = Some(Actor::Buyer);
    assert_eq!(with(json!({}), "CANCELLATION_REQUEST_PENDING"), (Status::CancelRequested, None, buyer));
    assert_eq!(with(json!({"status": "IN_TRANSIT"}), "CANCELLATION_REQUEST_PENDING"), (Status::InTransit, None, buyer));
    assert_eq!(with(json!({}), "CANCELLATION_REQUEST_CANCELLED"), (Status::ToShip, None, None));
    let cancelled = json!({"status": "CANCELLED"});
    let done = (Status::Cancelled, Some(Return::Done), buyer);
    assert_eq!(with(cancelled.clone(), "CANCELLATION_REQUEST_COMPLETE"), done);
    assert_eq!(with(cancelled, "CANCELLATION_REQUEST_SUCCESS").1, Some(Return::Accepted));
}

#[test]
fn the_last_word_on_a_return_counts() {
    let with = |status: &str, word: &str, amount: &str| {
        let mut order = order_with(json!({"status": status}));
        let refund = json!({"currency": "IDR", "refund_total": amount});
        let entry = json!({"order_id": NUMBER, "return_status": word, "update_time": 20, "refund_amount": refund});
        add_returns(&mut order, &json!({"return_orders": [entry]}));
        (order.status, order.return_state)
    };
    let all = "105000";
    let pending = with("DELIVERED", "RETURN_OR_REFUND_REQUEST_PENDING", all);
    assert_eq!(pending, (Status::Returning, Some(Return::Requested)));
    let done = with("COMPLETED", "RETURN_OR_REFUND_REQUEST_COMPLETE", all);
    assert_eq!(done, (Status::Refunded, Some(Return::Done)));
    let part = with("COMPLETED", "RETURN_OR_REFUND_REQUEST_COMPLETE", "5000");
    assert_eq!(part, (Status::Completed, Some(Return::Done)));
    let rejected = with("DELIVERED", "REFUND_OR_RETURN_REQUEST_REJECT", all);
    assert_eq!(rejected, (Status::Delivered, Some(Return::Rejected)));
    assert_eq!(with("DELIVERED", "SOMETHING_NEW", all), (Status::Delivered, Some(Return::Unknown)));
}
