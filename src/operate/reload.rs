//! Changed articles are taken over while the bot runs: [`Reloading`].
//!
//! The folder is looked at every few seconds, by names, sizes and times; what has changed must stay the same for one
//! more look before it is read, so that a copy that is half written is not. Now and then the contents are compared
//! although nothing seems to have changed: some folders tell the time in whole seconds. What was read is judged on a
//! thread of its own and takes the place of the old in one step. What has errors, or cannot be read at all, changes
//! nothing: the log, `/readyz` and the support group say so.
//!
//! What is absent here: what is wrong with articles, and how they are understood; see [`Judge`].

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::health::Health;
use crate::knowledge::{Files, Look};
use crate::service::desk::knowledge::{tell_faults, tell_sound};
use crate::service::{Known, Service};
use crate::store::StoreError;

/// After so many looks the contents are compared although nothing seems to have changed, and a group that could not
/// be told is tried again.
const THOROUGH: u32 = 12;

/// What stands for contents that cannot be read.
const UNREADABLE: &str = "unreadable";

/// What becomes of the files of a folder.
pub enum Judged {
    /// They are sound: this is known from now on.
    Sound(Known),
    /// They have these errors, one sentence each.
    Faulty(Vec<String>),
}

/// Reads the files of a folder, checks them and builds what understands by them. May take seconds.
pub type Judge = Arc<dyn Fn(Files) -> Judged + Send + Sync>;

/// The folder of a running bot.
pub struct Reloading {
    /// The folder.
    pub folder: PathBuf,
    /// What stands for the contents that the bot started with; see [`Files::print`].
    pub print: String,
    /// Between two looks.
    pub every: Duration,
    /// Who judges what was read.
    pub judge: Judge,
    /// Who takes it over.
    pub service: Service,
    /// Who is told how things are.
    pub health: Health,
}

/// What the folder looked like, and which look is to be acted on.
#[derive(Default)]
struct Settling {
    /// As it was last read.
    read: Option<Look>,
    /// As it was at the last look.
    before: Option<Look>,
    looks: u32,
}

impl Settling {
    /// Whether the folder is to be read: it has changed since, and not between the last two looks.
    fn is_due(&mut self, look: &Look) -> bool {
        self.looks = self.looks.wrapping_add(1);
        let has_settled = self.before.as_ref() == Some(look);
        self.before = Some(look.clone());
        has_settled && (self.read.as_ref() != Some(look) || self.looks.is_multiple_of(THOROUGH))
    }
}

/// What one reading came to.
enum Reading {
    /// The folder was being changed: it is to be looked at again.
    Unsettled,
    /// These contents are known already.
    Same(String),
    /// New contents, judged.
    New(String, Judged),
}

/// What the group has to be told, as long as it was not.
enum News {
    Faults(String, Vec<String>),
    Sound,
}

impl Reloading {
    /// Looks until it is told to stop.
    pub async fn run(self, stop: CancellationToken) {
        let mut rounds = tokio::time::interval(self.every);
        rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut state = State { used: self.print.clone(), ..State::default() };
        while stop.run_until_cancelled(rounds.tick()).await.is_some() {
            if stop.run_until_cancelled(self.round(&mut state)).await.is_none() {
                return;
            }
        }
    }

    async fn round(&self, state: &mut State) {
        let folder = self.folder.clone();
        match blocking(move || Look::at(&folder)).await {
            Ok(look) => {
                state.failures = 0;
                if state.settling.is_due(&look) {
                    self.read(state, look).await;
                }
            }
            Err(error) => self.note_unreadable(state, &error.to_string()),
        }
        if state.is_time_to_tell() {
            self.tell(state).await;
        }
    }

    async fn read(&self, state: &mut State, look: Look) {
        let (folder, judge) = (self.folder.clone(), Arc::clone(&self.judge));
        let (known, expected) = ([Some(state.used.clone()), state.faulty.clone()], look.clone());
        let reading = blocking(move || read(&folder, &expected, &known, &*judge)).await;
        match reading {
            Err(error) => return self.note_unreadable(state, &error.to_string()),
            Ok(Reading::Unsettled) => return,
            Ok(Reading::Same(print)) if print == state.used => self.note_sound(state),
            Ok(Reading::Same(_)) => {}
            Ok(Reading::New(print, Judged::Sound(known))) => {
                let articles = known.library.articles.len();
                self.service.renewed.replace(known);
                state.used = print;
                crate::measures::knowledge_read(true);
                tracing::info!(articles, "the articles have changed, and are used from now on");
                self.note_sound(state);
            }
            Ok(Reading::New(print, Judged::Faulty(faults))) => {
                crate::measures::knowledge_read(false);
                self.note_faults(state, print, faults);
            }
        }
        state.settling.read = Some(look);
    }

    /// A folder that cannot be read may be one that is being moved, or a network that is away for a moment.
    fn note_unreadable(&self, state: &mut State, error: &str) {
        state.failures += 1;
        if state.failures == 2 {
            let shown = self.folder.display();
            let fault = format!("the folder {shown} cannot be read ({error}); check knowledge.path and its rights");
            self.note_faults(state, UNREADABLE.to_owned(), vec![fault]);
        }
    }

    fn note_faults(&self, state: &mut State, print: String, faults: Vec<String>) {
        tracing::error!(
            faults = faults.len(),
            "the articles have changed and cannot be used; the last good ones stay:\n{}",
            faults.join("\n")
        );
        self.health.note_knowledge(&faults);
        state.faulty = Some(print.clone());
        state.news = Some((News::Faults(print, faults), false));
    }

    fn note_sound(&self, state: &mut State) {
        if state.faulty.take().is_some() {
            tracing::info!("the articles are in order again");
        }
        self.health.note_knowledge(&[]);
        state.news = Some((News::Sound, false));
    }

    /// Tells the group. Where that fails, and where there is none yet that could be told of faults, it is tried again.
    async fn tell(&self, state: &mut State) {
        let Some((news, tried)) = &mut state.news else { return };
        *tried = true;
        let service = self.service.current();
        let told: Result<bool, StoreError> = match news {
            News::Faults(print, faults) => tell_faults(&service, print, faults).await,
            News::Sound => tell_sound(&service).await,
        };
        match (told, &state.news) {
            (Ok(_), Some((News::Sound, _))) | (Ok(true), _) => state.news = None,
            (Ok(false), _) => {}
            (Err(error), _) => tracing::warn!(%error, "the support group could not be told of the articles"),
        }
    }
}

/// Where the looking stands.
#[derive(Default)]
struct State {
    settling: Settling,
    /// What stands for the contents in use.
    used: String,
    /// What stands for the contents that are there and cannot be used.
    faulty: Option<String>,
    /// So often in a row the folder could not be read.
    failures: u32,
    /// What the group has to be told, and whether that was tried.
    news: Option<(News, bool)>,
}

impl State {
    fn is_time_to_tell(&self) -> bool {
        self.news.as_ref().is_some_and(|(_, tried)| !tried || self.settling.looks.is_multiple_of(THOROUGH))
    }
}

/// Reads and judges a folder that looked like this, unless its contents are known.
fn read(
    folder: &Path,
    look: &Look,
    known: &[Option<String>],
    judge: &(dyn Fn(Files) -> Judged + Send + Sync),
) -> std::io::Result<Reading> {
    let files = Files::of_folder(folder).map_err(std::io::Error::other)?;
    if Look::at(folder)? != *look {
        return Ok(Reading::Unsettled);
    }
    let print = files.print();
    if known.contains(&Some(print.clone())) {
        return Ok(Reading::Same(print));
    }
    let judged = judge(files);
    Ok(Reading::New(print, judged))
}

/// Does what may take its time on a thread of its own. A panic there is a failure like others.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> std::io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(std::io::Error::other("reading them failed")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_once_it_has_settled() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let look = |text: &str| {
            std::fs::write(folder.path().join("a.md"), text)?;
            Look::at(folder.path())
        };
        let (one, half, two) = (Look::at(folder.path())?, look("ab")?, look("abcd")?);
        let mut settling = Settling::default();
        assert_eq!([&one, &one].map(|look| settling.is_due(look)), [false, true]);
        settling.read = Some(one.clone());
        assert_eq!([&one, &half, &two, &two].map(|look| settling.is_due(look)), [false, false, false, true]);
        settling.read = Some(two.clone());
        let again: Vec<bool> = (0..12).map(|_| settling.is_due(&two)).collect();
        assert_eq!(again.iter().filter(|due| **due).count(), 1, "now and then it is read anyway");
        Ok(())
    }
}
