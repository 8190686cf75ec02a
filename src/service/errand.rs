//! Doing what the worker has to do that is no message: looking orders up, and importing a file that was sent.
//! What it comes to goes through the front door, as an event of the conversation that waits.

use std::io::Cursor;

use super::delivery::{Carried, Courier, Fetched};
use super::desk::tasks;
use super::import::{ImportError, Summary, import};
use super::orders::{Errand, Task, look_up, look_up_here};
use super::receive::Service;
use crate::conversation::orders::{Finding, ImportReport, Imported};
use crate::conversation::{Event, Findings, LookUp, News, OrderFile, Purpose};
use crate::orders::import::Options;
use crate::store::outbox::Claim;
use crate::store::{StoreError, people};

/// Does an errand. It is settled once the event is stored; until then it is done again.
pub(super) async fn run<C: Courier>(service: &Service, courier: &C, claim: &Claim, errand: &Errand) -> Carried {
    let event = match &errand.what {
        Task::LookUp(wanted) => match look_up(service, &errand.conversation, wanted.clone()).await {
            Ok(findings) => Event::Found(Box::new(findings)),
            Err(error) => return Carried::Failed(error.to_string()),
        },
        Task::Import(file) => match imported(service, courier, claim, errand, file).await {
            Ok(imported) => Event::Happened(Box::new(News::Imported(file.clone(), imported))),
            Err(why) => return why,
        },
        Task::Desk(task) => return tasks::run(service, courier, claim, errand, task).await,
    };
    match service.came_back((&claim.destination, claim.position), errand, event).await {
        Ok(()) => Carried::Done,
        Err(error) => Carried::Failed(error.to_string()),
    }
}

/// The largest file that is fetched, in bytes: what Telegram lets a bot download
/// (<https://core.telegram.org/bots/api#getfile>).
const LARGEST_FILE: u64 = 20 * 1024 * 1024;

/// So many orders of a file are judged.
const MOST_JUDGED: usize = 1000;

/// So many of them are looked up in one transaction, so that turns get between.
const PORTION: usize = 100;

/// So often fetching a file is tried.
const FETCHED_AT_MOST: i64 = 6;

/// Imports a file of orders, while whoever sent it still sells in that shop.
async fn imported<C: Courier>(
    service: &Service,
    courier: &C,
    claim: &Claim,
    errand: &Errand,
    file: &OrderFile,
) -> Result<Imported, Carried> {
    let (bot, conversation, shop) = (service.bot.clone(), errand.conversation.clone(), file.shop.clone());
    let allowed = service.store.transaction(move |sql| {
        let standing = people::standing(sql, &bot, &conversation)?;
        Ok(shop.is_some_and(|shop| standing.shops.contains(&shop)))
    });
    match allowed.await {
        Err(error) => Err(Carried::Failed(error.to_string())),
        Ok(false) => Ok(Imported::Gone),
        Ok(true) => match fetched(service, courier, file).await {
            Err(Carried::Failed(_)) if claim.attempts + 1 >= FETCHED_AT_MOST => Ok(Imported::Gone),
            done => done,
        },
    }
}

/// Fetches a file of orders and imports it for the shop of whoever sent it.
async fn fetched<C: Courier>(service: &Service, courier: &C, file: &OrderFile) -> Result<Imported, Carried> {
    let bytes = match courier.fetch(&file.file, LARGEST_FILE).await {
        Fetched::Bytes(bytes) => bytes,
        Fetched::TooLarge => return Ok(Imported::TooLarge),
        Fetched::Gone(why) => {
            tracing::warn!(why, "a file that a seller sent could not be fetched");
            return Ok(Imported::Gone);
        }
        Fetched::Later(why) => return Err(Carried::Failed(why)),
    };
    let options = Options {
        shop: file.shop.clone().unwrap_or_default(),
        only_this_shop: true,
        key: service.orders.rules.key.clone(),
        zone: service.orders.zone.clone(),
        // A file is as old as the message that brought it, however late it is fetched.
        now: if file.just_exported { file.sent_at } else { (service.clock)() },
        just_now: file.just_exported,
        xlsx_bytes: service.orders.xlsx_bytes,
        numbers_kept: MOST_JUDGED,
    };
    let (store, shop) = (service.store.clone(), options.shop.clone());
    let importing = tokio::task::spawn_blocking(move || import(&store, &mut Cursor::new(bytes), &options, &mut |_| {}));
    match importing.await {
        Ok(Ok(summary)) => reported(service, shop, summary).await.map_err(|error| Carried::Failed(error.to_string())),
        Ok(Err(ImportError::Store(error))) => Err(Carried::Failed(error.to_string())),
        Ok(Err(ImportError::Unreadable(_))) | Err(_) => Ok(Imported::Unreadable),
    }
}

/// What the seller is told of an import: its orders are looked up as they stand in the table now.
async fn reported(service: &Service, shop: String, summary: Summary) -> Result<Imported, StoreError> {
    let mut findings: Vec<Finding> = Vec::with_capacity(summary.numbers.len());
    for portion in summary.numbers.chunks(PORTION) {
        let look_up = LookUp { numbers: portion.to_vec(), purpose: Purpose::Judge(vec![shop.clone()]), further: false };
        let found: Findings = service.store.transaction(move |sql| look_up_here(sql, look_up)).await?;
        findings.extend(found.findings);
    }
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Ok(Imported::Read(Box::new(ImportReport {
        shop,
        new: count(summary.new),
        changed: count(summary.changed),
        unchanged: count(summary.unchanged + summary.older),
        refused: count(summary.refused_count),
        refused_lines: summary.refused.iter().map(|refused| count(refused.line)).collect(),
        newest_at: summary.newest_at,
        findings,
    })))
}
