//! What people write, for the benches that understand it.

/// Messages of many lengths and kinds, none of them from the evaluation.
pub const MESSAGES: &[&str] = &[
    "gmn cara byr di indomart kak",
    "怎么取消订单",
    "how do i pay with gopay",
    "min paketnya udh seminggu ga gerak2, kurirnya ditelpon ga diangkat. gimana dong?",
    "我昨天付了钱，银行也扣款了，可是订单还是显示待付款，怎么办？",
    "I returned the shoes two weeks ago and the seller said ok, but there is still nothing in my account",
    "payment",
    "besok hujan ga ya",
    "kalau alfamart gimana",
    "refund 多久",
];
