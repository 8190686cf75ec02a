//! How the bot is: [`Health`], which `/readyz` tells.
//!
//! The bot is ready when the store keeps what it is given, updates are taken, and the articles are loaded. Whoever asks
//! has something written to the store, so that a full disk and a store that can only be read are seen. Changed articles
//! that cannot be used are told as well, but the bot is ready all the same: it serves with the last good ones, and a
//! replica that is taken out of service would answer nobody at all.
//!
//! What is absent here: anything that mends what is wrong.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

use crate::store::{Store, options};
use crate::telegram::Intake;

/// So long the store has to answer.
const STORE_TIMEOUT: Duration = Duration::from_secs(3);

/// For so long an answer of the store is good: whoever asks more often writes no more often.
const PROBED: Duration = Duration::from_secs(1);

/// Trouble with Telegram that passes sooner is none.
const GRACE: Duration = Duration::from_secs(10);

/// What is written to see whether the store keeps it; the name of an option.
const PROBE: &str = "health_probe";

/// What is wrong with a part of the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The part: `start`, `stop`, `store`, `updates` or `knowledge`.
    pub part: &'static str,
    /// One sentence.
    pub reason: String,
}

/// What `/readyz` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether the bot serves.
    pub ready: bool,
    /// Why it does not.
    pub reasons: Vec<Reason>,
    /// What is wrong although it serves.
    pub degraded: Vec<Reason>,
}

/// How the bot is, shared by those who know and those who tell.
#[derive(Clone, Default)]
pub struct Health {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    known: Mutex<Known>,
    /// When the store was tried last, and what it said.
    probed: tokio::sync::Mutex<Option<(Instant, Option<String>)>>,
}

#[derive(Default)]
struct Known {
    serving: Option<Serving>,
    stopping: bool,
    faults: Vec<String>,
}

/// What is there once the bot serves.
#[derive(Clone)]
struct Serving {
    bot: Arc<str>,
    store: Store,
    intake: Intake,
}

impl Health {
    /// The articles are loaded and the store is open: from now on it is told how these are.
    pub fn started(&self, bot: Arc<str>, store: Store, intake: Intake) {
        self.known().serving = Some(Serving { bot, store, intake });
    }

    /// The program was told to stop.
    pub fn stopping(&self) {
        self.known().stopping = true;
    }

    /// The articles that are there have these faults; none where they are the ones in use.
    pub fn note_knowledge(&self, faults: &[String]) {
        crate::measures::knowledge_faults(faults.len());
        self.known().faults = faults.to_vec();
    }

    /// How the bot is now.
    pub async fn readiness(&self) -> Readiness {
        let (serving, stopping, faults) = {
            let known = self.known();
            (known.serving.clone(), known.stopping, known.faults.clone())
        };
        let mut reasons = Vec::new();
        if stopping {
            reasons.push(Reason { part: "stop", reason: "the program is stopping".to_owned() });
        }
        match serving {
            None => reasons.push(Reason { part: "start", reason: "the articles are being read".to_owned() }),
            Some(serving) => {
                let store = self.store_trouble(&serving).await;
                reasons.extend(store.map(|reason| Reason { part: "store", reason }));
                let updates = serving.intake.trouble(GRACE);
                reasons.extend(updates.map(|reason| Reason { part: "updates", reason }));
            }
        }
        let degraded = faults.into_iter().map(|reason| Reason { part: "knowledge", reason }).collect();
        let ready = reasons.is_empty();
        crate::measures::ready(ready);
        Readiness { ready, reasons, degraded }
    }

    /// What is wrong with the store, found by writing to it.
    async fn store_trouble(&self, serving: &Serving) -> Option<String> {
        let mut probed = self.inner.probed.lock().await;
        if let Some((at, said)) = &*probed
            && at.elapsed() < PROBED
        {
            return said.clone();
        }
        let bot = Arc::clone(&serving.bot);
        let written = serving.store.transaction(move |sql| {
            let now = sql.now()?;
            options::set(sql, &bot, PROBE, Some(&now.to_string()))
        });
        let said = match tokio::time::timeout(STORE_TIMEOUT, written).await {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some(format!("the store has not answered within {} s", STORE_TIMEOUT.as_secs())),
        };
        *probed = Some((Instant::now(), said.clone()));
        said
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.inner.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreError;

    fn parts(reasons: &[Reason]) -> Vec<&'static str> {
        reasons.iter().map(|reason| reason.part).collect()
    }

    #[tokio::test]
    async fn it_is_ready_once_everything_is_and_faulty_articles_do_not_change_that() -> Result<(), StoreError> {
        let health = Health::default();
        assert_eq!(parts(&health.readiness().await.reasons), ["start"]);
        let (store, intake) = (Store::open("sqlite::memory:")?, Intake::default());
        health.started(Arc::from("bot"), store, intake.clone());
        assert!(health.readiness().await.ready);
        intake.note("Telegram does not answer");
        assert!(health.readiness().await.ready, "it may pass");
        // Only here: a clock that stands still would make the store too slow.
        tokio::time::pause();
        tokio::time::advance(GRACE * 2).await;
        tokio::time::resume();
        assert_eq!(parts(&health.readiness().await.reasons), ["updates"]);
        intake.over();
        health.note_knowledge(&["a.md: error: x".to_owned()]);
        let readiness = health.readiness().await;
        assert!(readiness.ready);
        assert_eq!(parts(&readiness.degraded), ["knowledge"]);
        health.stopping();
        assert_eq!(parts(&health.readiness().await.reasons), ["stop"]);
        Ok(())
    }

    #[tokio::test]
    async fn a_store_that_cannot_be_written_is_named() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("a.db");
        let url = format!("sqlite:{}", file.display());
        let health = Health::default();
        let store = Store::open(&url)?;
        health.started(Arc::from("bot"), store.clone(), Intake::default());
        store
            .transaction(|sql| {
                sql.execute("CREATE TRIGGER refuse BEFORE INSERT ON options BEGIN SELECT RAISE(ABORT, 'x'); END", &[])
            })
            .await?;
        let readiness = health.readiness().await;
        assert_eq!(parts(&readiness.reasons), ["store"]);
        assert!(!readiness.ready);
        Ok(())
    }
}
