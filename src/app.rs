//! The only place that builds everything from settings and ties it together.
//!
//! [`Knowledge`] is what every command needs and what works offline; [`service`] adds the store for
//! those that hold conversations.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};

use crate::conversation;
use crate::knowledge::{self, Files, Library, Problem, Severity};
use crate::language::Language;
use crate::service::Service;
use crate::settings::Settings;
use crate::store::{self, Store};
use crate::understanding::Mind;
use crate::voice::Voice;

/// The knowledge and the wording of one bot, with everything that is wrong with them.
pub struct Knowledge {
    /// The articles and what belongs to them.
    pub library: Arc<Library>,
    /// The wording.
    pub voice: Arc<Voice>,
    /// Everything wrong, sorted by file.
    pub problems: Vec<Problem>,
}

impl Knowledge {
    /// Reads the shipped knowledge and, over it, the folder of the settings.
    ///
    /// # Errors
    /// When the folder cannot be read. Faults in files are no error here: they are in `problems`.
    pub fn read(settings: &Settings) -> anyhow::Result<Knowledge> {
        let mut layers = vec![Files::shipped_knowledge()];
        if let Some(folder) = &settings.knowledge.path {
            layers.push(merchants_folder(folder)?);
        }
        let loaded = knowledge::load(&layers);
        let (voice, wording) = Voice::load(&Files::shipped_locales(), &settings.shop.name);
        let mut problems = knowledge::check(&loaded, &layers);
        problems.extend(wording);
        Ok(Knowledge { library: Arc::new(loaded.library), voice: Arc::new(voice), problems })
    }

    /// The same, for commands that answer: faults that would reach a customer are refused, all at
    /// once.
    ///
    /// # Errors
    /// As [`Knowledge::read`], and when there is any problem of [`Severity::Error`].
    pub fn sound(settings: &Settings) -> anyhow::Result<Knowledge> {
        let knowledge = Knowledge::read(settings)?;
        let errors: Vec<String> = errors(&knowledge.problems).map(ToString::to_string).collect();
        if !errors.is_empty() {
            bail!("the knowledge has faults; mend them and start again:\n{}", errors.join("\n"));
        }
        Ok(knowledge)
    }

    /// The understanding of this knowledge. Takes about a second.
    ///
    /// # Errors
    /// When the index cannot be built.
    pub fn mind(&self, fallback: Language) -> anyhow::Result<Mind> {
        Mind::build(&self.library, fallback)
    }

    /// What a turn may look at.
    pub fn context<'a>(&'a self, mind: &'a Mind, default_language: Language) -> conversation::Context<'a> {
        conversation::Context { library: &self.library, understanding: mind, default_language }
    }
}

/// A service over a store: what holds conversations. Opens the store that the URL names.
///
/// # Errors
/// When the knowledge has faults, or the store cannot be opened.
pub fn service(settings: &Settings, store_url: &str, bot: &str, message_units: usize) -> anyhow::Result<Service> {
    // The store first: it fails at once, where the knowledge takes a second.
    let store = Store::open(store_url)?;
    let knowledge = Knowledge::sound(settings)?;
    let mind = knowledge.mind(settings.shop.language)?;
    Ok(Service {
        bot: Arc::from(bot),
        store,
        library: knowledge.library,
        understanding: Arc::new(mind),
        voice: knowledge.voice,
        default_language: settings.shop.language,
        message_units,
        outbox_grew: Arc::default(),
        clock: store::system_clock(),
    })
}

/// The problems that keep a bot from starting.
pub fn errors(problems: &[Problem]) -> impl Iterator<Item = &Problem> {
    problems.iter().filter(|problem| problem.severity == Severity::Error)
}

/// The settings of a file and the environment, with the knowledge folder of the command line.
///
/// # Errors
/// With every fault of the settings.
pub fn settings(file: Option<&Path>, knowledge: Option<PathBuf>) -> anyhow::Result<Settings> {
    let mut settings = Settings::read(file)?;
    if knowledge.is_some() {
        settings.knowledge.path = knowledge;
    }
    Ok(settings)
}

fn merchants_folder(folder: &Path) -> anyhow::Result<Files> {
    Files::of_folder(folder).context("the knowledge folder cannot be read; check knowledge.path or --knowledge")
}
