//! Exports of orders that a seller sends as a file: for which shop, what came of it, and what of it may be
//! shipped.

use super::act::mark;
use super::look_up::{ImportReport, Imported, OrderFile};
use super::{Act, card, page, selling, words};
use crate::conversation::effect::Effect;
use crate::conversation::event::FileReference;
use crate::conversation::page::{Part, Saying, Value, line};
use crate::conversation::reply::{Phrase, Placement};
use crate::conversation::turn::{Start, Turn};
use crate::conversation::{Button, Medium};
use crate::orders::UnixMs;

/// How the names of files of orders end.
const ENDINGS: &[&str] = &[".csv", ".xlsx", ".jsonl", ".ndjson", ".json", ".txt", ".tsv", ".xls"];

/// So many lines of refused rows are named.
const MOST_LINES: usize = 10;

/// Whether a file is one that a seller sends to have it imported.
pub fn takes(turn: &Start<'_>, medium: Medium, file: Option<&FileReference>) -> bool {
    let named = |file: &FileReference| {
        let name = file.name.as_deref().unwrap_or_default().to_lowercase();
        ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    medium == Medium::Document && !turn.context.situation.standing.shops.is_empty() && file.is_some_and(named)
}

/// A seller has sent a file.
pub fn sent(mut turn: Start<'_>, file: FileReference) -> Turn {
    turn.session.settled();
    let shops = turn.context.situation.standing.shops.clone();
    let sent = OrderFile { file, shop: None, sent_at: turn.moment.sent_at, just_exported: false };
    if let [shop] = shops.as_slice() {
        return fetch(turn, OrderFile { shop: Some(shop.clone()), ..sent });
    }
    turn.session.file = Some(sent);
    let choices = shops.into_iter().map(|shop| vec![Button::FileForShop(shop)]).collect();
    page(turn, Placement::New, vec![line(Saying::FileWhichShop)], choices, "file_which_shop")
}

/// The file that was sent is for one of their shops.
pub fn for_shop(turn: Start<'_>, wanted: u32) -> Turn {
    let shop = turn.context.situation.standing.shops.iter().find(|shop| mark(shop) == wanted).cloned();
    match (turn.session.file.clone(), shop) {
        (Some(file), Some(shop)) => fetch(turn, OrderFile { shop: Some(shop), ..file }),
        _ => turn.toast(Phrase::ToastUnknown, "unknown_button"),
    }
}

/// The file that was sent at a time was exported just before. Data is as old as its file, however late the button is
/// pressed.
pub fn just_exported(turn: Start<'_>, sent_at: UnixMs) -> Turn {
    let file = turn.session.file.clone().filter(|file| file.shop.is_some() && file.sent_at == sent_at);
    match file {
        Some(file) => fetch(turn, OrderFile { just_exported: true, ..file }),
        None => turn.toast(Phrase::ToastUnknown, "unknown_button"),
    }
}

fn fetch(mut turn: Start<'_>, file: OrderFile) -> Turn {
    if file.shop.as_ref().is_none_or(|shop| !turn.context.situation.standing.shops.contains(shop)) {
        return turn.toast(Phrase::ToastUnknown, "not_a_seller");
    }
    turn.session.file = Some(file.clone());
    let mut ended = turn.silent("file_fetched");
    ended.effects.push(Effect::Import(file));
    ended
}

/// What came of importing a file.
pub fn imported(turn: Start<'_>, file: OrderFile, imported: Imported) -> Turn {
    let shop = file.shop.clone().unwrap_or_default();
    if !turn.context.situation.standing.shops.contains(&shop) {
        return turn.silent("not_a_seller");
    }
    match imported {
        Imported::Read(report) => read(turn, &file, &report),
        Imported::TooLarge => failed(turn, Saying::FileTooLarge),
        Imported::Unreadable => failed(turn, Saying::FileUnreadable),
        Imported::Gone => failed(turn, Saying::FileGone),
    }
}

fn failed(turn: Start<'_>, saying: Saying) -> Turn {
    page(turn, Placement::New, vec![line(saying)], vec![], "file_refused")
}

fn read(turn: Start<'_>, file: &OrderFile, report: &ImportReport) -> Turn {
    let number = |count: usize| Value::Number(count);
    let mut parts = vec![Part::Words(
        words(Saying::FileImported)
            .with("shop", Value::Text(report.shop.clone()))
            .with("new", number(report.new))
            .with("changed", number(report.changed))
            .with("unchanged", number(report.unchanged)),
    )];
    if report.refused > 0 {
        let mut lines: Vec<String> = report.refused_lines.iter().take(MOST_LINES).map(ToString::to_string).collect();
        lines.extend((report.refused > MOST_LINES).then(|| "…".to_owned()));
        let refused = words(Saying::FileRefusedRows).with("number", number(report.refused));
        parts.push(Part::Words(refused.with("lines", Value::List(lines))));
    }
    if let Some(newest_at) = report.newest_at {
        // Whoever has pressed the button is not asked for it again.
        let saying = if file.just_exported { Saying::OrderAsOf } else { Saying::FileAsOf };
        parts.push(Part::Words(words(saying).with("at", card::moment(&turn, newest_at))));
    }
    let (table, watches) = selling::table(&turn, &report.findings);
    parts.extend(table);
    let mut buttons = Vec::new();
    if !file.just_exported {
        buttons.push(vec![Button::Order(Act::JustExported(file.sent_at))]);
    }
    let mut ended = page(turn, Placement::New, parts, buttons, "file_imported");
    ended.effects.extend(watches);
    ended
}

/// The newest data of a shop is older than a day.
pub fn are_old(turn: Start<'_>, shop: String, newest_at: UnixMs) -> Turn {
    if !turn.context.situation.standing.shops.contains(&shop) {
        return turn.silent("not_a_seller");
    }
    let at = card::moment(&turn, newest_at);
    let parts = vec![Part::Words(words(Saying::OrdersAreOld).with("shop", Value::Text(shop)).with("at", at))];
    page(turn, Placement::New, parts, vec![], "orders_are_old")
}
