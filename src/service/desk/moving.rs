//! What becomes of the group itself: it moves, the bot is put out of it or comes back, a topic is closed by hand.

use super::{LOST, PREFIX, is_lost, refresh_list};
use crate::conversation::page::{self, Saying};
use crate::conversation::{Placement, Role};
use crate::service::changes::tell;
use crate::service::incoming::{What, group_of};
use crate::service::receive::Service;
use crate::service::transact::{Arrival, lock_of};
use crate::store::{Sql, StoreError, options, outbox, people, topics};

/// Does what an arrival means to the group of the desk; says what that was, or nothing where it is about nothing of
/// this.
pub(super) fn of_group(
    service: &Service,
    sql: &mut dyn Sql,
    arrival: &Arrival,
    what: &What,
) -> Result<Option<&'static str>, StoreError> {
    let (bot, desk) = (&*service.bot, group_of(&arrival.conversation.0));
    match what {
        What::Moved(to) => {
            moved(sql, bot, desk, &to.0)?;
            Ok(Some("desk_moved"))
        }
        What::PutOut => {
            lost(service, sql)?;
            Ok(Some("desk_lost"))
        }
        What::RightsChanged | What::Joined => {
            found_again(sql, bot)?;
            options::set(sql, bot, super::PLAIN, None)?;
            super::tasks::look_round(sql, bot, desk)?;
            Ok(Some("desk_rights"))
        }
        What::TopicClosed | What::TopicReopened => {
            let closed = matches!(what, What::TopicClosed);
            let number = arrival.conversation.0.split_once('/').and_then(|(_, topic)| topic.parse().ok());
            if let Some(number) = number
                && let Some(found) = topics::of_topic(sql, bot, desk, number)?
            {
                sql.lock(&lock_of(bot, &found.conversation))?;
                if let Some(topic) = topics::of_topic(sql, bot, desk, number)? {
                    topics::save(sql, bot, &topics::Topic { closed, ..topic })?;
                }
            }
            Ok(Some("desk_topic"))
        }
        _ => Ok(None),
    }
}

/// The group has another number: it is the desk under that one, and its topics are opened anew.
pub(in crate::service) fn moved(sql: &mut dyn Sql, bot: &str, from: &str, to: &str) -> Result<(), StoreError> {
    sql.lock(&super::lock(bot))?;
    topics::moved(sql, bot, from, to)?;
    options::set(sql, bot, options::SUPPORT_GROUP, Some(to))?;
    options::set(sql, bot, super::LIST, None)?;
    options::set(sql, bot, super::PLAIN, None)?;
    super::changes::open_topics(sql, bot)?;
    found_again(sql, bot)
}

/// The group is out of reach: what is for it waits, and the owners are told, once.
pub(in crate::service) fn lost(service: &Service, sql: &mut dyn Sql) -> Result<(), StoreError> {
    let bot = &*service.bot;
    sql.lock(&super::lock(bot))?;
    if is_lost(sql, bot)? {
        return Ok(());
    }
    let now = sql.now()?;
    options::set(sql, bot, LOST, Some(&now.to_string()))?;
    for owner in people::all(sql, Some(bot))?.into_iter().filter(|person| person.role == Role::Owner) {
        let parts = vec![page::line(Saying::DeskLost)];
        tell(service, sql, &owner.conversation, page::reply(service.default_language, Placement::New, parts, vec![]))?;
    }
    Ok(())
}

/// The group is in reach again.
pub(in crate::service) fn found_again(sql: &mut dyn Sql, bot: &str) -> Result<(), StoreError> {
    options::set(sql, bot, LOST, None)?;
    outbox::hasten(sql, bot, PREFIX)?;
    refresh_list(sql, bot)
}
