//! Telegram: updates in, messages out. The only room that knows Telegram.
//!
//! In reading order: [`client`] (one request, one answer), [`me`] (who the bot is, and links to it), [`trouble`] (waiting for Telegram),
//! [`polling`] (when an update is confirmed), [`incoming`] (what an update means), `shapes` (what is read
//! of it), `addressed` (whether it is meant for the bot), `post` (what people wrote, to be passed on),
//! `membership` (the bot comes, goes, may more or less), [`asides`] (pressed buttons, typing signs),
//! `inline` (suggestions), [`outgoing`] (deliveries), `letters` (what people wrote), with `composing` and `plan` (its
//! texts and steps), `topics` and `rights` (of a support group), `obstacles` (what a failure means), `markup`,
//! [`files`] (what customers send as files),
//! `username` (whose token it is), `inspect` (how the bot stands, for who looks after it), [`intake`] (whether updates are taken),
//! [`webhook`](Webhook) with `registration` (updates that Telegram sends by itself), [`limits`] (what the bot allows itself
//! to send) with `allowance` (the same over several replicas) and `queues` (of those who wait for it), [`profile`] (its name,
//! texts and command lists), and
//! here the front door that runs them: [`serve`].
//!
//! What is absent here: decisions about a conversation, wording, and anything that is kept. Whoever
//! calls [`serve`] gives a [`FrontDoor`] for what comes in and a worker for what goes out.

mod addressed;
mod allowance;
pub mod asides;
pub mod chat;
pub mod client;
mod composing;
pub mod files;
pub mod incoming;
mod inline;
mod inspect;
pub mod intake;
mod letters;
pub mod limits;
mod markup;
pub mod me;
mod membership;
mod obstacles;
pub mod outgoing;
mod plan;
pub mod polling;
mod post;
pub mod profile;
mod queues;
mod registration;
mod rights;
mod shapes;
mod topics;
pub mod trouble;
mod username;
mod webhook;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use secrecy::{ExposeSecret, SecretString};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub use client::{ApiFailure, Client};
pub use inspect::{GroupState, WebhookState, host_of};
pub use intake::Intake;
pub use me::Me;
pub use outgoing::TelegramCourier;
pub use trouble::Pace;
pub use username::{TokenCheck, check_token};

use crate::service::{Asker, Incoming, Received, Replica, Service, Suggestions};
use crate::settings::{self, Limits};
use crate::store::StoreError;
use asides::Asides;
use registration::Registration;
use trouble::Trouble;

/// The longest text of one message, in UTF-16 units.
pub const MESSAGE_UNITS: usize = 4096;

const WRONG_TOKEN: &str = "Telegram knows no bot with the token of telegram.token; \
    ask @BotFather for it (/mybots, then API Token) and set telegram.token or TANYA_TELEGRAM__TOKEN";

/// Who takes in what customers do: the service, or a stub in tests.
pub trait FrontDoor: Send + Sync + 'static {
    /// Takes in a batch; returns, in its order, what became of each. `Ok` means that everything is
    /// stored: the updates are confirmed to Telegram then.
    ///
    /// The future fails only while nothing can be stored: the same batch is handed in until it is taken.
    fn receive(&self, batch: Vec<Incoming>) -> impl Future<Output = Result<Vec<Received>, StoreError>> + Send;

    /// Notes an update that nobody can read, so that it leaves a trace; as [`FrontDoor::receive`].
    fn pass_over(&self, update: i64) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The articles that fit what somebody types in another chat: who it is, as [`Author::id`](crate::conversation::desk::post::Author::id) names them,
    /// and whether that chat is a group. Nothing is stored of it.
    fn suggest(&self, query: String, asker: Asker) -> impl Future<Output = Suggestions> + Send;

    /// Hears the bot's username once Telegram has told it: links that are shown as text need it.
    fn introduced(&self, _username: &str) -> impl Future<Output = ()> + Send {
        async {}
    }
}

impl FrontDoor for Service {
    async fn receive(&self, batch: Vec<Incoming>) -> Result<Vec<Received>, StoreError> {
        Service::receive(self, batch).await
    }

    async fn pass_over(&self, update: i64) -> Result<(), StoreError> {
        Service::pass_over(self, update, None).await
    }

    async fn suggest(&self, query: String, asker: Asker) -> Suggestions {
        Service::suggest(self, query, asker).await
    }

    async fn introduced(&self, username: &str) {
        Service::introduced(self, username).await;
    }
}

/// How [`serve`] goes about it.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the bot allows itself to send.
    pub limits: Limits,
    /// What Telegram shows of the bot; see [`profile::entries`] and [`profile::desk_entries`].
    pub profile: Vec<profile::Entry>,
    /// How long to wait when Telegram or the store does not answer.
    pub pace: Pace,
    /// Where it is told whether updates are taken.
    pub intake: Intake,
    /// How long everything in flight has to finish once the bot is told to stop.
    pub stop_within: Duration,
    /// Where Telegram sends updates; they are polled for where there is none.
    pub webhook: Option<Webhook>,
    /// This process among several; nothing where it is the only one.
    pub replica: Option<Replica>,
}

/// Where Telegram sends updates, and where they are taken in.
#[derive(Debug, Clone)]
pub struct Webhook {
    listen: SocketAddr,
    path: String,
    registration: Registration,
}

impl Webhook {
    /// The webhook of the settings, where there is one.
    ///
    /// # Errors
    /// When its URL or its certificate cannot be read: one sentence for the operator.
    pub fn of(settings: &settings::Telegram) -> anyhow::Result<Option<Webhook>> {
        let (Some(webhook), Some(token)) = (&settings.webhook, &settings.token) else { return Ok(None) };
        let certificate = webhook.certificate.as_ref().map(std::fs::read_to_string).transpose();
        let certificate = certificate.context("telegram.webhook.certificate cannot be read: name a file in PEM")?;
        let secret = webhook.secret.clone().unwrap_or_else(|| registration::derived_secret(token));
        let (url, path) = (webhook.url.clone(), webhook::path_of(&webhook.url)?);
        Ok(Some(Webhook { listen: webhook.listen, path, registration: Registration { url, secret, certificate } }))
    }
}

impl Plan {
    /// The usual waits, and eight seconds to stop: with what comes after that, the program is gone
    /// within ten.
    pub fn new(limits: Limits, profile: Vec<profile::Entry>) -> Plan {
        Plan {
            limits,
            profile,
            pace: Pace::default(),
            intake: Intake::default(),
            stop_within: Duration::from_secs(8),
            webhook: None,
            replica: None,
        }
    }
}

/// The name of the bot that has a token, for the store: `telegram:` and the bot's id, which is the
/// part of the token that is no secret.
pub fn bot_name(token: &SecretString) -> Arc<str> {
    let id = token.expose_secret().split_once(':').map_or("unknown", |(id, _)| id);
    Arc::from(format!("telegram:{id}"))
}

/// Runs the bot until it is told to stop: updates go to the door, and the worker gets a courier for
/// what goes out. After the word to stop, everything in flight has the plan's time to finish.
///
/// # Errors
/// When Telegram does not know the token, or a part ends that must not: one sentence for the
/// operator. An unreachable Telegram is waited for.
pub async fn serve<D, W, F>(
    client: Client,
    plan: Plan,
    door: D,
    worker: W,
    stop: CancellationToken,
) -> anyhow::Result<()>
where
    D: FrontDoor,
    W: FnOnce(TelegramCourier, CancellationToken) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let me = match stop.run_until_cancelled(introduce(&client, &plan)).await {
        Some(introduced) => Arc::new(introduced?),
        None => return Ok(()),
    };
    if let Some(username) = &me.username {
        door.introduced(username).await;
    }
    let stop = stop.child_token();
    let asides = Asides::new(client.clone(), Arc::clone(&me));
    let courier = TelegramCourier::new(client.clone(), plan.limits, Arc::clone(&me));
    let courier = courier.together(plan.limits, plan.replica.clone());
    let mut parts = JoinSet::new();
    parts.spawn(carry(worker(courier, stop.clone()), stop.clone()));
    parts.spawn(publish(client.clone(), plan.clone(), stop.clone()));
    let taking = Taking { client, me, door: Arc::new(door), asides: asides.clone(), plan };
    let stop_within = taking.plan.stop_within;
    parts.spawn(taking.run(stop.clone()));
    let fault = stop.run_until_cancelled(first_fault(&mut parts, &stop)).await.flatten();
    stop.cancel();
    let all_ended = async {
        while parts.join_next().await.is_some() {}
        asides.finished().await;
    };
    if tokio::time::timeout(stop_within, all_ended).await.is_err() {
        tracing::warn!("not everything in flight was finished; what was not settled is carried after the next start");
    }
    fault.map_or(Ok(()), Err)
}

/// Asks Telegram who the bot is, however long Telegram takes to answer.
async fn introduce(client: &Client, plan: &Plan) -> anyhow::Result<Me> {
    plan.intake.note("Telegram has not answered yet");
    let mut trouble = Trouble::of_intake(plan.pace, &plan.intake);
    loop {
        match client.me().await {
            Ok(me) => {
                trouble.over();
                match plan.webhook {
                    None => {
                        tracing::info!(username = me.username, "the bot is known to Telegram and polls for updates")
                    }
                    Some(_) => {
                        tracing::info!(username = me.username, "the bot is known to Telegram and is sent updates")
                    }
                }
                if !me.inline {
                    tracing::info!(
                        "nobody can ask the bot in other chats: send /setinline to @BotFather to switch it on"
                    );
                }
                return Ok(me);
            }
            Err(ApiFailure::Unauthorized) => anyhow::bail!(WRONG_TOKEN),
            Err(ApiFailure::Refused { code: 404, .. }) => anyhow::bail!("{WRONG_TOKEN}; or telegram.api_url is wrong"),
            Err(failure) => tokio::time::sleep(trouble.note(&failure)).await,
        }
    }
}

/// Whoever takes updates in.
struct Taking<D> {
    client: Client,
    me: Arc<Me>,
    door: Arc<D>,
    asides: Asides,
    plan: Plan,
}

impl<D: FrontDoor> Taking<D> {
    async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        match &self.plan.webhook {
            Some(webhook) => self.listen(webhook, &stop).await,
            None => self.poll_as_the_only_one(&stop).await,
        }
    }

    /// Takes in what Telegram sends; every replica does.
    async fn listen(&self, webhook: &Webhook, stop: &CancellationToken) -> anyhow::Result<()> {
        let listener = tokio::net::TcpListener::bind(webhook.listen).await.with_context(|| {
            format!("telegram.webhook.listen: {} cannot be listened on; is it in use?", webhook.listen)
        })?;
        let Webhook { path, registration, .. } = webhook;
        let address = webhook::Address { path: path.clone(), secret: registration.secret.clone() };
        let (door, me) = (Arc::clone(&self.door), Arc::clone(&self.me));
        let beside = (self.asides.clone(), self.plan.intake.clone());
        let serving = webhook::serve(listener, address, door, me, beside, stop.clone());
        let trouble = Trouble::of_intake(self.plan.pace, &self.plan.intake);
        let telling = registration.set(&self.client, self.plan.replica.as_ref(), trouble, stop);
        tokio::join!(serving, telling).0
    }

    /// Of several replicas one polls and the others stand by.
    async fn poll_as_the_only_one(&self, stop: &CancellationToken) -> anyhow::Result<()> {
        let polled = match &self.plan.replica {
            None => Some(self.poll(stop.clone()).await),
            Some(replica) => replica.while_leading("polling", stop, |told| self.poll(told)).await,
        };
        polled.unwrap_or(Ok(())).map_err(|_| anyhow::anyhow!(WRONG_TOKEN))
    }

    async fn poll(&self, stop: CancellationToken) -> Result<(), ApiFailure> {
        registration::remove(&self.client, self.plan.pace, &stop).await;
        polling::poll(&self.client, &self.me, &self.door, &self.asides, (self.plan.pace, &self.plan.intake), &stop)
            .await
    }
}

/// Of several replicas one brings the profile in line at a time. Harmless to break off: what is missing is written at
/// the next start.
async fn publish(client: Client, plan: Plan, stop: CancellationToken) -> anyhow::Result<()> {
    let publish = |told: CancellationToken| {
        let (client, plan) = (&client, &plan);
        async move {
            told.run_until_cancelled(profile::publish(client, &plan.profile, plan.pace)).await;
        }
    };
    match &plan.replica {
        None => publish(stop).await,
        Some(replica) => {
            replica.while_leading("profile", &stop, publish).await;
        }
    }
    Ok(())
}

/// The worker must not end before it is told to.
async fn carry(worker: impl Future<Output = ()>, stop: CancellationToken) -> anyhow::Result<()> {
    worker.await;
    anyhow::ensure!(stop.is_cancelled(), "the worker that carries the outbox ended by itself");
    Ok(())
}

/// Waits until a part ends that must not, and says how; nothing where all of them end because they are told to.
async fn first_fault(parts: &mut JoinSet<anyhow::Result<()>>, stop: &CancellationToken) -> Option<anyhow::Error> {
    while let Some(ended) = parts.join_next().await {
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(fault)) => return Some(fault),
            // What a panic says may hold a customer's words; its place stands in the log.
            Err(_) => return Some(anyhow::anyhow!("a part of the bot failed; the log says where")),
        }
    }
    (!stop.is_cancelled()).then(|| anyhow::anyhow!("all parts of the bot ended by themselves"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bot_is_named_by_the_part_of_its_token_that_is_no_secret() {
        assert_eq!(&*bot_name(&SecretString::from("4242:secret")), "telegram:4242");
        assert_eq!(&*bot_name(&SecretString::from("secret")), "telegram:unknown");
    }
}
