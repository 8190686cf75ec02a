//! What the store tells a turn of the desk.

use crate::conversation::desk::DeskSituation;
use crate::service::receive::Service;
use crate::store::{Sql, StoreError, desk, lines, links, tickets};

/// So many lines of one ticket are told.
const LINES: i64 = 100;

/// So many lines of earlier talk are told.
const EARLIER: i64 = 40;

/// What concerns a customer who does something; `connected`: there is a group that is in reach.
pub(in crate::service) fn of_customer(
    service: &Service,
    sql: &mut dyn Sql,
    customer: &str,
    connected: bool,
) -> Result<DeskSituation, StoreError> {
    let bot = &*service.bot;
    Ok(DeskSituation {
        connected,
        ticket: tickets::latest(sql, bot, customer)?,
        banned: desk::is_banned(sql, bot, customer)?,
        ..DeskSituation::default()
    })
}

/// What concerns staff who do something in a customer's topic.
pub(in crate::service) fn in_topic(
    service: &Service,
    sql: &mut dyn Sql,
    customer: &str,
    connected: bool,
) -> Result<DeskSituation, StoreError> {
    let bot = &*service.bot;
    let mut situation = of_customer(service, sql, customer, connected)?;
    if let Some(ticket) = &situation.ticket {
        situation.lines = lines::of(sql, bot, customer, Some(ticket.number), LINES)?;
    }
    situation.earlier = lines::of(sql, bot, customer, None, EARLIER)?;
    situation.linked = links::with_status(sql, bot, customer)?.into_iter().map(|(link, _)| link).collect();
    Ok(situation)
}
