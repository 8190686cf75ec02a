//! The group of the desk hears of changed knowledge that cannot be taken over, and when it is sound again.
//!
//! Each is said once over all replicas: what was told last stands in the store, and whoever changes it tells.
//!
//! What is absent here: what is wrong with the knowledge, and whether it is used.

use super::{group, is_lost};
use crate::conversation::page::{Saying, Value, Words};
use crate::service::delivery::Delivery;
use crate::service::receive::Service;
use crate::service::transact::payloads;
use crate::store::{Sql, StoreError, options, outbox};

/// The fault that the group was told of last; the name of an option.
const TOLD: &str = "knowledge_fault_told";

/// So many faults are quoted; the others are counted.
const QUOTED: usize = 3;

/// A fault may quote a long line: so many of its characters are shown.
const LONGEST_FAULT: usize = 300;

/// Tells the group of faults, unless it was told of these. `print` stands for the contents that have them. Returns
/// whether it was told now.
///
/// # Errors
/// What the store says.
pub async fn tell_faults(service: &Service, print: &str, faults: &[String]) -> Result<bool, StoreError> {
    let (print, all) = (print.to_owned(), faults.len());
    let quoted = faults.iter().take(QUOTED).map(|fault| fault.chars().take(LONGEST_FAULT).collect::<String>());
    let words = Words::new(Saying::DeskKnowledgeFaulty)
        .with("count", Value::Number(all))
        .with("faults", Value::Text(quoted.collect::<Vec<_>>().join("\n")));
    tell(service, words, move |before| (before.as_ref() != Some(&print)).then_some(Some(print))).await
}

/// Tells the group that the knowledge is sound again, where it was told of faults. Returns whether it was told now.
///
/// # Errors
/// What the store says.
pub async fn tell_sound(service: &Service) -> Result<bool, StoreError> {
    tell(service, Words::new(Saying::DeskKnowledgeSound), |before| before.map(|_| None)).await
}

/// Says something in the group where `decide`, given what was told last, has something new to note. Without a group in
/// reach nothing is noted: whoever connects one later is told then.
async fn tell(
    service: &Service,
    words: Words,
    decide: impl FnOnce(Option<String>) -> Option<Option<String>> + Send + 'static,
) -> Result<bool, StoreError> {
    let around = service.clone();
    let told = service.store.transaction(move |sql: &mut dyn Sql| {
        let bot = &*around.bot;
        sql.lock(&format!("{bot} desk"))?;
        let Some(desk) = group(sql, bot)? else { return Ok(false) };
        if is_lost(sql, bot)? {
            return Ok(false);
        }
        let Some(noted) = decide(options::get(sql, bot, TOLD)?) else { return Ok(false) };
        options::set(sql, bot, TOLD, noted.as_deref())?;
        let message = around.voice.message(&around.library, vec![words], super::locale(&around));
        outbox::append(sql, bot, &desk, &payloads(&[Delivery::Send(message)])?, None)?;
        Ok(true)
    });
    let told = told.await?;
    if told {
        service.outbox_grew.notify_one();
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::fakes::service_in_memory;

    #[tokio::test]
    async fn the_group_hears_once_of_each_fault_and_once_that_all_is_well() -> Result<(), StoreError> {
        let (service, _) = service_in_memory()?;
        let other_replica = service.clone();
        let faults = ["a.md:1: error: x".to_owned()];
        assert!(!tell_faults(&service, "one", &faults).await?, "there is no group");
        assert!(!tell_sound(&service).await?);
        let bot = service.bot.clone();
        service.store.transaction(move |sql| super::super::connect(sql, &bot, "telegram:-1")).await?;
        assert!(!tell_sound(&service).await?, "nobody was told of a fault");
        assert!(tell_faults(&service, "one", &faults).await?);
        assert!(!tell_faults(&other_replica, "one", &faults).await?);
        assert!(tell_faults(&service, "two", &faults).await?, "other contents, other faults");
        assert!(tell_sound(&other_replica).await?);
        assert!(!tell_sound(&service).await?);
        assert!(tell_faults(&service, "one", &faults).await?, "it was broken again");
        Ok(())
    }
}
