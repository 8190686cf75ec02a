//! Orders that a buyer has proven: the list of them, the card of each, and news of those that are watched.

use super::look_up::{Finding, Purpose};
use super::situation::Linked;
use super::{Act, card, end_of, look_up, page, proving, unreachable, words};
use crate::conversation::Button;
use crate::conversation::effect::Effect;
use crate::conversation::page::{Part, Saying, line};
use crate::conversation::reply::{Phrase, Placement, Toast};
use crate::conversation::turn::{Start, Turn};
use crate::orders::{Order, OrderNumber, Watcher};

/// So many linked orders are listed.
const MOST_LISTED: usize = 20;

/// Somebody asks for their order without its number.
pub fn wanted(turn: Start<'_>) -> Turn {
    let orders = &turn.context.situation.orders;
    let going_on: Vec<&Linked> =
        orders.linked.iter().filter(|linked| !linked.status.is_some_and(|status| status.is_over())).collect();
    match (orders.connected, going_on.as_slice()) {
        (false, _) => super::unavailable(turn),
        (true, [only]) => {
            let number = only.link.number.clone();
            show(turn, &number, None)
        }
        (true, _) if orders.linked.is_empty() => proving::number_wanted(turn),
        (true, _) => list(turn, Placement::New),
    }
}

/// The linked orders, a button each.
pub fn list(turn: Start<'_>, placement: Placement) -> Turn {
    let orders = &turn.context.situation.orders;
    if !orders.connected {
        return super::unavailable(turn);
    }
    if orders.linked.is_empty() {
        return proving::number_wanted(turn);
    }
    let buttons = orders.linked.iter().take(MOST_LISTED).map(|linked| vec![Button::LinkedOrder(linked.clone())]);
    let buttons = buttons.collect();
    page(turn, placement, vec![line(Saying::OrdersLinked)], buttons, "orders_listed")
}

/// Shows a linked order as it is now; perhaps it is watched from now on, or no more.
pub fn show(turn: Start<'_>, number: &OrderNumber, watch: Option<bool>) -> Turn {
    let Some(linked) = turn.context.situation.orders.linked(number) else {
        // The button of a card whose order was unlinked since.
        return proving::asked(turn, std::slice::from_ref(number), &[]);
    };
    let shop = linked.link.shop.clone();
    look_up(turn, vec![number.clone()], Purpose::Show { shop, watch })
}

/// A linked order was looked up.
pub fn found(turn: Start<'_>, finding: &Finding, shop: &str, watch: Option<bool>) -> Turn {
    // A message that a button stands on is changed.
    let placement = if turn.moment.pressed_message.is_some() { Placement::InPlace } else { Placement::New };
    let is_linked = |linked: &Linked| linked.link.number == finding.number && linked.link.shop == shop;
    if !turn.context.situation.orders.linked.iter().any(is_linked) {
        // It was unlinked, or everything was erased, while it was looked up.
        return turn.silent("order_not_linked");
    }
    let Some(order) = finding.in_shop(shop) else {
        if !finding.found.complete {
            return unreachable(turn, placement, &finding.number);
        }
        let parts = vec![Part::Words(words(Saying::OrderGone).with("end", end_of(&finding.number)))];
        return page(turn, placement, parts, vec![], "order_gone");
    };
    let mut ended = card::show(turn, order, placement, watch);
    match watch {
        Some(true) => {
            ended.effects.push(Effect::Watch(order.link(), Watcher::Buyer, order.status));
            ended.toast = Some(Toast::Phrase(Phrase::ToastWatching));
        }
        Some(false) => {
            ended.effects.push(Effect::Unwatch(order.number.clone()));
            ended.toast = Some(Toast::Phrase(Phrase::ToastWatchingNoMore));
        }
        None => {}
    }
    ended
}

/// The order is linked no more.
pub fn unlink(turn: Start<'_>, number: &OrderNumber) -> Turn {
    let parts = vec![Part::Words(words(Saying::OrderUnlinked).with("end", end_of(number)))];
    let mut ended = page(turn, Placement::InPlace, parts, vec![vec![Button::Order(Act::List)]], "order_unlinked");
    ended.effects.push(Effect::Unlink(number.clone()));
    ended
}

/// News of a watched order: its card, led by what is new.
pub fn news(turn: Start<'_>, order: &Order, lead: Saying, outcome: &'static str) -> Turn {
    if turn.context.situation.orders.linked(&order.number).is_none() {
        return turn.silent("order_not_linked");
    }
    let mut ended = card::led_by(turn, order, lead);
    ended.note.outcome = outcome;
    ended
}
