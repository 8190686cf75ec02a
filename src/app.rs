//! The only place that builds everything from settings and ties it together.
//!
//! [`Knowledge`] is what every command needs and what works offline; [`service`] adds the store for
//! those that hold conversations.

use std::fs::TryLockError;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::conversation;
use crate::conversation::desk::DeskRules;
use crate::conversation::desk::deadlines::Deadlines;
use crate::knowledge::{self, Files, Library, Problem, Severity};
use crate::language::Language;
use crate::operate::health::Health;
use crate::operate::reload::{Judged, Reloading};
use crate::operate::{self, retention, sampling, watch};
use crate::orders::Rules;
use crate::orders::number::Shapes;
use crate::service::desk;
use crate::service::{Known, OrderDesk, Renewed, Replica, Service, SupportDesk, Worker, watching};
use crate::settings::Settings;
use crate::store::{self, Store, outbox};
use crate::telegram::{self, Client, MESSAGE_UNITS};
use crate::understanding::Mind;
use crate::voice::Voice;

/// People who send a question in pieces send the next piece within about this time.
const PATIENCE: Duration = Duration::from_millis(2500);

/// The knowledge and the wording of one bot, with everything that is wrong with them.
pub struct Knowledge {
    /// The articles and what belongs to them.
    pub library: Arc<Library>,
    /// The wording.
    pub voice: Arc<Voice>,
    /// What is set about the desk.
    pub desk: DeskRules,
    /// Everything wrong, sorted by file.
    pub problems: Vec<Problem>,
    /// What stands for the contents of the merchant's folder; see [`Files::print`].
    pub print: String,
}

impl Knowledge {
    /// Reads the shipped knowledge and, over it, the folder of the settings.
    ///
    /// # Errors
    /// When the folder cannot be read. Faults in files are no error here: they are in `problems`.
    pub fn read(settings: &Settings) -> anyhow::Result<Knowledge> {
        let folder = settings.knowledge.path.as_ref();
        Ok(Knowledge::of(settings, folder.map(|folder| merchants_folder(folder)).transpose()?))
    }

    /// The shipped knowledge with the merchant's files over it.
    fn of(settings: &Settings, merchants: Option<Files>) -> Knowledge {
        let print = merchants.as_ref().map(Files::print).unwrap_or_default();
        let layers: Vec<Files> = std::iter::once(Files::shipped_knowledge()).chain(merchants).collect();
        let loaded = knowledge::load(&layers);
        let (voice, faults) = Voice::load(&Files::shipped_locales(), &settings.shop.name);
        let voice = voice.keeping(settings.privacy);
        let mut problems = knowledge::check(&loaded, &layers);
        problems.extend(faults);
        Knowledge {
            library: Arc::new(loaded.library),
            voice: Arc::new(voice),
            desk: desk_rules(settings),
            problems,
            print,
        }
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
    pub fn context<'a>(
        &'a self,
        mind: &'a Mind,
        default_language: Language,
        rules: &'a Rules,
    ) -> conversation::Context<'a> {
        let situation = conversation::Situation::default();
        let desk = &self.desk;
        conversation::Context { library: &self.library, understanding: mind, default_language, rules, desk, situation }
    }
}

/// A service over a store: what holds conversations. Opens the store that the URL names.
///
/// # Errors
/// When the knowledge has faults, or the store cannot be opened.
pub async fn service(settings: &Settings, store_url: &str, bot: &str, message_units: usize) -> anyhow::Result<Service> {
    Ok(service_and_print(settings, store_url, bot, message_units).await?.0)
}

/// The same with what stands for the contents of the merchant's folder.
async fn service_and_print(
    settings: &Settings,
    store_url: &str,
    bot: &str,
    message_units: usize,
) -> anyhow::Result<(Service, String)> {
    // The store first: it fails at once, where the knowledge takes a second.
    let store = Store::open_with_connections(store_url, settings.store.connections)?;
    let orders = order_desk(settings, &store).await?;
    let knowledge = Knowledge::sound(settings)?;
    let mind = knowledge.mind(settings.shop.language)?;
    let service = Service {
        bot: Arc::from(bot),
        store,
        library: knowledge.library,
        understanding: Arc::new(mind),
        renewed: Renewed::default(),
        voice: knowledge.voice,
        default_language: settings.shop.language,
        orders: Arc::new(orders),
        desk: Arc::new(support_desk(settings)),
        message_units,
        patience: Duration::ZERO,
        outbox_grew: Arc::default(),
        events: None,
        clock: store::system_clock(),
    };
    Ok((service, knowledge.print))
}

/// What a service needs to know of orders.
async fn order_desk(settings: &Settings, store: &Store) -> anyhow::Result<OrderDesk> {
    let key = operate::orders::hash_key(settings, store).await?;
    let shapes = Shapes::new(&settings.orders.numbers).map_err(anyhow::Error::msg)?;
    let sources = operate::orders::order_sources(settings, store, key.clone(), store::system_clock())?;
    let max_age_ms = i64::from(settings.orders.max_age_minutes) * 60 * 1000;
    Ok(OrderDesk {
        rules: Rules { shapes, proof: settings.orders.proof.clone(), key, max_age_ms },
        sources,
        zone: settings.orders.time_zone.clone(),
        xlsx_bytes: u64::from(settings.orders.xlsx_megabytes) * 1024 * 1024,
    })
}

/// What a service needs to know of the desk.
fn support_desk(settings: &Settings) -> SupportDesk {
    const MINUTE_MS: i64 = 60 * 1000;
    let desk = &settings.desk;
    let deadlines = Deadlines {
        remind_ms: desk.remind_minutes.iter().map(|minutes| i64::from(*minutes) * MINUTE_MS).collect(),
        silence_ms: i64::from(desk.silence_hours) * 60 * MINUTE_MS,
    };
    SupportDesk::new(desk_rules(settings), deadlines, Some(desk.hours.clone()), desk.digest)
}

fn desk_rules(settings: &Settings) -> DeskRules {
    let desk = &settings.desk;
    DeskRules {
        language: desk.language,
        reads: desk.reads.clone(),
        shows_names: desk.show_names,
        reply_minutes: desk.reply_minutes,
        return_ms: i64::from(desk.return_hours) * 60 * 60 * 1000,
    }
}

/// Runs the Telegram bot until it is told to stop.
///
/// # Errors
/// One sentence for the operator: no token or a wrong one, faults of the knowledge, a store that does
/// not open or that another bot uses.
pub async fn serve(settings: &Settings, stop: CancellationToken) -> anyhow::Result<()> {
    // What fails at once comes before what takes a second.
    let client = Client::new(&settings.telegram)?;
    let updates = telegram::Webhook::of(&settings.telegram)?;
    let token = settings.telegram.token.as_ref().context("telegram.token is not set")?;
    let bot = telegram::bot_name(token);
    let _alone = alone(&settings.store.url)?;
    let events = settings.desk.events.as_ref().map(|_| Arc::default());
    let health = Health::default();
    // Before the articles, whose reading takes its time: that the process lives is told at once.
    let metrics = watched(settings, &health, &stop).await?;
    let (service, print) = service_and_print(settings, &settings.store.url, &bot, MESSAGE_UNITS).await?;
    refuse_unfinished(&service.store).await?;
    let service = Service { patience: PATIENCE, events, ..service };
    let shared = store::is_shared(&settings.store.url);
    let replica = Replica::new(&service, shared);
    if !shared {
        release_leases(&service).await?;
    }
    set_desk(settings, &service).await?;
    desk::tasks::arm_digest(&service).await?;
    let plan = telegram::Plan::new(settings.telegram.limits, profile(settings, &service).await);
    let plan = telegram::Plan { webhook: updates, replica: Some(replica.clone()), ..plan };
    health.started(Arc::clone(&service.bot), service.store.clone(), plan.intake.clone());
    if let Some(metrics) = metrics {
        tokio::spawn(sampling::run(service.store.clone(), Arc::clone(&service.bot), metrics, stop.clone()));
    }
    let reloading = reloading(settings, &service, print, health).map(|reloading| reloading.run(stop.clone()));
    let reloading = reloading.map(tokio::spawn);
    let mut cleaning = tokio::spawn(clean(settings.clone(), service.clone(), replica, stop.clone()));
    let watching = tokio::spawn(watching::run(service.clone(), stop.clone()));
    let webhook = order_webhook(settings, &service, &stop);
    let telling = operate::events::start(settings.desk.events.as_ref(), &service, !shared, &stop)?;
    let worker_of = service.clone();
    let worker = move |courier, stop| Arc::new(Worker::new(&worker_of, Arc::new(courier)).alone(!shared)).run(stop);
    let served = telegram::serve(client, plan, service, worker, stop).await;
    if stop_cleaning(&mut cleaning).await.is_err() {
        cleaning.abort();
    }
    watching.abort();
    webhook.abort();
    // What it was telling is told again after the next start, under the same id.
    telling.abort();
    reloading.inspect(JoinHandle::abort);
    served
}

/// Tells those who watch how the bot is, where an address is set; returns what collects the metrics.
async fn watched(
    settings: &Settings,
    health: &Health,
    stop: &CancellationToken,
) -> anyhow::Result<Option<metrics_exporter_prometheus::PrometheusHandle>> {
    let Some(address) = &settings.watch.listen else { return Ok(None) };
    let listener = watch::listen(address).await?;
    let metrics = watch::collect()?;
    let (told, stopping, ended) = (health.clone(), stop.clone(), CancellationToken::new());
    tokio::spawn(async move {
        stopping.cancelled().await;
        told.stopping();
    });
    // It answers until the process ends: that the bot is stopping is something to be told.
    tokio::spawn(watch::serve(listener, health.clone(), metrics.clone(), ended));
    Ok(Some(metrics))
}

/// What takes over changed articles, where there is a folder of the merchant's and it is to be looked at.
fn reloading(settings: &Settings, service: &Service, print: String, health: Health) -> Option<Reloading> {
    let folder = settings.knowledge.path.clone()?;
    let every = settings.knowledge.reload;
    let around = settings.clone();
    let judge = move |files| judged(&around, files).unwrap_or_else(|error| Judged::Faulty(vec![format!("{error:#}")]));
    let (judge, service) = (Arc::new(judge), service.clone());
    (!every.is_zero()).then(|| Reloading { folder, print, every, judge, service, health })
}

/// Changed files of the merchant's, as a start would judge them.
fn judged(settings: &Settings, files: Files) -> anyhow::Result<Judged> {
    let knowledge = Knowledge::of(settings, Some(files));
    let faults: Vec<String> = errors(&knowledge.problems).map(ToString::to_string).collect();
    if !faults.is_empty() {
        return Ok(Judged::Faulty(faults));
    }
    let understanding = Arc::new(knowledge.mind(settings.shop.language)?);
    Ok(Judged::Sound(Known { library: knowledge.library, understanding }))
}

/// Nobody serves on a store into which another one is being copied: half of it is not there yet.
async fn refuse_unfinished(store: &Store) -> anyhow::Result<()> {
    if store.transaction(store::copying::is_unfinished).await? {
        bail!(
            "the store holds a copy that was broken off: begin the same `tanya store copy` or `restore` again to finish it"
        );
    }
    Ok(())
}

/// Lets it give back its lease, so that another replica goes on at once.
async fn stop_cleaning(cleaning: &mut JoinHandle<()>) -> Result<(), tokio::time::error::Elapsed> {
    tokio::time::timeout(Duration::from_millis(500), cleaning).await.map(drop)
}

/// Forgets what was kept long enough; of several replicas one does. It may be broken off at any time.
async fn clean(settings: Settings, service: Service, replica: Replica, stop: CancellationToken) {
    let clean = |told: CancellationToken| {
        let forgetting = retention::run(service.store.clone(), settings.privacy, settings.orders.keep_days);
        let tidying = desk::tasks::tidy(service.clone(), settings.privacy.transcript_days);
        async move {
            told.run_until_cancelled(async { tokio::join!(forgetting, tidying) }).await;
        }
    };
    replica.while_leading("cleaning", &stop, clean).await;
}

/// Gives back what the worker of an earlier start had leased. Only where this process is the only one on the store:
/// elsewhere another may be carrying it, and leases end by themselves.
async fn release_leases(service: &Service) -> anyhow::Result<()> {
    let bot = service.bot.clone();
    let released = service.store.transaction(move |sql| {
        outbox::release_all_leases(sql, &outbox::errands_of(&bot))?;
        outbox::release_all_leases(sql, &outbox::events_of(&bot))?;
        outbox::release_all_leases(sql, &bot)
    });
    released.await?;
    Ok(())
}

/// The group of the settings is the desk, where there is one.
async fn set_desk(settings: &Settings, service: &Service) -> anyhow::Result<()> {
    let Some(group) = settings.desk.group else { return Ok(()) };
    let (bot, group) = (service.bot.clone(), telegram::chat::group(group));
    Ok(service.store.transaction(move |sql| desk::connect(sql, &bot, &group.0)).await?)
}

/// What Telegram shows of the bot: to everybody, and to the staff in their group.
pub async fn profile(settings: &Settings, service: &Service) -> Vec<telegram::profile::Entry> {
    let (voice, language) = (&service.voice, settings.shop.language);
    let group = service.support_group().await.and_then(|group| telegram::chat::chat(&group));
    let desk = group
        .map(|(group, _)| telegram::profile::desk_entries(voice, group, settings.desk.language))
        .unwrap_or_default();
    let mut profile = telegram::profile::entries(voice, language, settings.telegram.profile);
    // Before the name, which may have to wait.
    profile.splice(0..0, desk);
    profile
}

/// Takes in what TikTok Shop tells of orders by itself, where that is set up. Without it the bot goes on: orders are
/// asked for as well.
fn order_webhook(settings: &Settings, service: &Service, stop: &CancellationToken) -> JoinHandle<()> {
    let (tiktok, store, clock) = (settings.orders.tiktok.clone(), service.store.clone(), Arc::clone(&service.clock));
    let (sources, stop) = (service.orders.sources.clone(), stop.clone());
    tokio::spawn(async move {
        let Some(tiktok) = tiktok else { return };
        if let Err(error) = operate::order_webhook::run(&tiktok, sources, store, clock, stop).await {
            tracing::error!("notifications of orders are not taken in: {error:#}");
        }
    })
}

/// A file store is for one serving process: a second one would send what the first is sending. The
/// lock is held as long as the returned file is, and goes with the process however it ends.
///
/// # Errors
/// When another process serves on it, or the file takes no lock.
pub fn alone(store_url: &str) -> anyhow::Result<Option<std::fs::File>> {
    let Some(path) = store::file_of(store_url) else { return Ok(None) };
    let path = format!("{path}.lock");
    let file = std::fs::File::create(&path).with_context(|| {
        format!("the store cannot be locked: {path} cannot be written; check the folder of store.url and its rights")
    })?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            bail!("another `tanya serve` runs on {store_url}; stop it first, or set another store.url")
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(|| {
            format!(
                "the store cannot be locked: {path} takes no lock; name a file on a disk of this machine in store.url"
            )
        }),
    }
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
