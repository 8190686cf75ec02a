//! What the store tells a turn before it is taken: asked once, in the transaction of the turn.

use super::desk;
use super::incoming::group_of;
use super::orders;
use super::receive::Service;
use super::transact::Arrival;
use crate::conversation::desk::DeskSituation;
use crate::conversation::owner::access::is_grant;
use crate::conversation::{Command, Event, Hours, Place, Secret, Session, Situation, SupportGroup};
use crate::store::{Sql, StoreError, invitations, notices, options, people, secrets};

/// The payload of `/start` that claims to grant something.
pub(super) fn grant_payload(arrival: &Arrival) -> Option<&str> {
    match &arrival.event {
        Ok(Event::Commanded(Command::Start(Some(payload)))) if is_grant(payload) => Some(payload),
        _ => None,
    }
}

/// Everything about the sender and the shop that a turn may need; `customer` is whose topic at the desk it
/// is in. Most of it is asked for owners only.
pub(super) fn load(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    session: &Session,
    customer: Option<&str>,
) -> Result<Situation, StoreError> {
    let (bot, conversation) = (&*service.bot, arrival.conversation.0.as_str());
    let mut situation = of_shop(sql, bot, arrival.moment.now, Some(conversation))?;
    situation.standing = people::standing(sql, bot, conversation)?;
    if let Some(payload) = grant_payload(arrival) {
        situation.opened = Some(invitations::look_up(sql, bot, conversation, payload)?);
    }
    situation.orders = orders::situation(service, sql, arrival, session)?;
    if situation.standing.owner {
        situation.people = people::all(sql, Some(bot))?;
    }
    let at_desk = matches!(arrival.event, Ok(Event::AtDesk(_)));
    let connected = situation.desk.connected;
    situation.desk = match customer {
        Some(customer) => desk::situation::in_topic(service, sql, customer, connected)?,
        None if arrival.moment.place == Place::Private => {
            desk::situation::of_customer(service, sql, conversation, connected)?
        }
        None => DeskSituation::default(),
    };
    if situation.hours.as_ref().is_none_or(|hours| hours.openings.is_empty()) {
        situation.hours = service.desk.hours.clone().or(situation.hours);
    }
    if at_desk || situation.standing.owner || !situation.standing.shops.is_empty() {
        situation.secret = Some(Secret::new(secrets::new_secret()?));
    }
    Ok(situation)
}

/// What concerns everybody: notices, hours, whether there is a support group.
pub(super) fn of_shop(
    sql: &mut dyn Sql,
    bot: &str,
    now: i64,
    conversation: Option<&str>,
) -> Result<Situation, StoreError> {
    let set = options::all(sql, bot)?;
    let group = match set.get(options::SUPPORT_GROUP) {
        None => SupportGroup::None,
        Some(group) if Some(group.as_str()) == conversation.map(group_of) => SupportGroup::Here,
        Some(_) => SupportGroup::Elsewhere,
    };
    Ok(Situation {
        notices: notices::active(sql, bot, now)?,
        hours: set.get(options::HOURS).and_then(|json| hours(json)),
        group,
        desk: DeskSituation { connected: desk::is_connected(&set), ..DeskSituation::default() },
        link: set.get(options::USERNAME).map(|name| format!("https://t.me/{name}")),
        ..Situation::default()
    })
}

/// The hours as they were stored. What cannot be read, another version of the program has written.
fn hours(json: &str) -> Option<Hours> {
    serde_json::from_str(json)
        .inspect_err(|error| tracing::warn!(column = error.column(), "the working hours could not be read"))
        .ok()
}
