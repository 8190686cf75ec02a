//! From what a transport hands in to a committed turn: [`Service::receive`].

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;
use tracing::{Instrument, Span};

use super::desk::SupportDesk;
use super::incoming::{ConversationId, Incoming, What};
use super::known::Renewed;
use super::orders::{Errand, OrderDesk};
use super::reading::{Poison, Reading};
use super::transact::{Arrival, Committed, Origin, lock_of, pass_over, transact};
use crate::conversation::{Event, Moment};
use crate::knowledge::Library;
use crate::language::Language;
use crate::measures;
use crate::store::{Clock, Pending, Store, StoreError, options};
use crate::understanding::Understand;
use crate::voice::Voice;

/// What happened to one update.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Received {
    /// The pop-up for a pressed button, worded in the customer's language.
    pub toast: Option<String>,
    /// It had been received before, and changed nothing.
    pub duplicate: bool,
    /// The answer is held back for a moment, in case more words follow, or something is looked up for it: the
    /// transport may show that it is being written.
    pub held: bool,
}

/// Everything that a turn needs; cheap to clone.
#[derive(Clone)]
pub struct Service {
    /// The bot that receives, as the store knows it: two bots may share a store.
    pub bot: Arc<str>,
    /// Where everything is kept.
    pub store: Store,
    /// What the bot knows.
    pub library: Arc<Library>,
    /// What understands.
    pub understanding: Arc<dyn Understand>,
    /// What came in place of these two since the start; see [`Service::current`].
    pub renewed: Renewed,
    /// What words replies.
    pub voice: Arc<Voice>,
    /// The language where nothing tells another.
    pub default_language: Language,
    /// Orders: what is set, and where they come from.
    pub orders: Arc<OrderDesk>,
    /// The desk: what is set about it.
    pub desk: Arc<SupportDesk>,
    /// The longest text of one message, in UTF-16 units.
    pub message_units: usize,
    /// So long an answer is held back that more words may make needless; zero where nothing is.
    pub patience: Duration,
    /// Told after every commit that there may be something to carry.
    pub outbox_grew: Arc<Notify>,
    /// Where an outside system hears of tickets: told likewise. `None` where nobody is to be told.
    pub events: Option<Arc<Notify>>,
    /// Tells when something happens.
    pub clock: Clock,
}

/// An update whose text is being understood.
struct Begun {
    incoming: Incoming,
    reading: Reading,
    /// When it was handed in.
    since: Instant,
    span: Span,
}

/// A turn that is on its way into the store, and the update it came from.
struct Queued {
    arrival: Arrival,
    pending: Pending<Committed>,
    /// When it was handed in.
    since: Instant,
    span: Span,
}

impl Service {
    /// Takes in a batch of updates: the texts are understood side by side, the turns stored in the
    /// order of the batch, each in a transaction of its own. Returns, in that order, what happened.
    ///
    /// An update that makes the program panic is noted, answered with an apology and passed over.
    ///
    /// # Errors
    /// When a turn could not be stored. The batch is then to be handed in again: those of its
    /// updates that were stored change nothing the second time.
    pub async fn receive(&self, batch: Vec<Incoming>) -> Result<Vec<Received>, StoreError> {
        let service = self.current();
        // Turns go into the store as soon as theirs are understood, while later texts are still being read.
        let (begun, in_order) = unbounded_channel();
        let ((), queued) = tokio::join!(service.read(batch, begun), service.queue_all(in_order));
        let queued = queued?;
        let mut received = Ok(Vec::with_capacity(queued.len()));
        for turn in queued {
            let span = turn.span.clone();
            let one = service.committed(turn).instrument(span).await;
            received = received.and_then(|mut all: Vec<Received>| {
                all.push(one?);
                Ok(all)
            });
        }
        received
    }

    /// Notes an update that the transport cannot read at all, so that it is not lost without a trace
    /// and does not come again.
    ///
    /// # Errors
    /// When that could not be stored.
    pub async fn pass_over(&self, update: i64, conversation: Option<&ConversationId>) -> Result<(), StoreError> {
        let noted = self.note(Origin::Update(update), conversation.cloned(), Poison::Unreadable).await;
        noted.inspect(|()| measures::update("unreadable"))
    }

    /// Remembers the bot's username, which links that are shown to owners need. When that fails, the one
    /// of the last start stays.
    pub async fn introduced(&self, username: &str) {
        let (bot, username) = (Arc::clone(&self.bot), username.to_owned());
        let kept = self.store.transaction(move |sql| options::set(sql, &bot, options::USERNAME, Some(&username)));
        if let Err(error) = kept.await {
            tracing::warn!(%error, "the bot's username could not be kept");
        }
    }

    /// The group of the staff, where one is connected; none while the store cannot tell.
    pub async fn support_group(&self) -> Option<ConversationId> {
        let bot = Arc::clone(&self.bot);
        let set = self.store.transaction(move |sql| options::all(sql, &bot)).await;
        let set = set.inspect_err(|error| tracing::warn!(%error, "the support group could not be looked up"));
        set.ok()?.remove(options::SUPPORT_GROUP).map(ConversationId)
    }

    /// Takes in what an errand came to. The same entry of the outbox, by its destination and position, is taken once
    /// only.
    ///
    /// # Errors
    /// When the turn could not be stored: the errand is then to be done again.
    pub(super) async fn came_back(&self, from: (&str, i64), errand: &Errand, event: Event) -> Result<(), StoreError> {
        let now = (self.clock)();
        let arrival = Arrival {
            origin: Origin::Errand(from.0.to_owned(), from.1),
            conversation: ConversationId(errand.conversation.clone()),
            message: errand.message,
            pressed_message: errand.pressed_message,
            edited: errand.edited,
            moment: Moment { now, sent_at: now, place: errand.place, ..Moment::default() },
            event: Ok(event),
            incoming: None,
        };
        let (since, span) = (Instant::now(), self.span(&arrival.origin));
        let pending = span.in_scope(|| self.store_turn(&arrival));
        let queued = Queued { pending, arrival, since, span: span.clone() };
        self.committed(queued).instrument(span).await.map(drop)
    }

    /// Begins to read a batch, and passes each update on when its reading has begun.
    async fn read(&self, batch: Vec<Incoming>, begun: UnboundedSender<Begun>) {
        for incoming in batch {
            let (since, span) = (Instant::now(), self.span(&Origin::Update(incoming.update)));
            let reading = Reading::begin(&self.understanding, &incoming).instrument(span.clone()).await;
            // Nobody listens any more where a turn before this one could not be queued.
            if begun.send(Begun { incoming, reading, since, span }).is_err() {
                return;
            }
        }
    }

    /// Queues the turns of updates in order, each as soon as its text is understood.
    async fn queue_all(&self, mut in_order: UnboundedReceiver<Begun>) -> Result<Vec<Queued>, StoreError> {
        let mut queued = Vec::new();
        while let Some(begun) = in_order.recv().await {
            let span = begun.span.clone();
            queued.push(self.queue(begun).instrument(span).await?);
        }
        Ok(queued)
    }

    /// Queues the turn of an update as soon as its text is understood.
    async fn queue(&self, begun: Begun) -> Result<Queued, StoreError> {
        let Begun { incoming, reading, since, span } = begun;
        let event = reading.finish().await?;
        let now = (self.clock)();
        let whole = Some(Arc::new(incoming.clone()));
        let Incoming { update, conversation, message, pressed_message, place, .. } = incoming;
        let Incoming { language_hint, script_hint, .. } = incoming;
        let edited = matches!(incoming.what, What::Edited(_) | What::Overheard { edited: true, .. });
        let sent_at = incoming.sent_at.unwrap_or(now);
        let moment = Moment { now, sent_at, place, language_hint, script_hint, ..Moment::default() };
        let origin = Origin::Update(update);
        let arrival =
            Arrival { origin, conversation, message, pressed_message, edited, moment, event, incoming: whole };
        Ok(Queued { pending: self.store_turn(&arrival), arrival, since, span })
    }

    /// What everything that is logged about an update stands in: neither who nor what.
    fn span(&self, origin: &Origin) -> Span {
        tracing::info_span!("update", bot = &*self.bot, %origin)
    }

    fn store_turn(&self, arrival: &Arrival) -> Pending<Committed> {
        let (service, arrival) = (self.clone(), arrival.clone());
        let conversation = lock_of(&self.bot, &arrival.conversation.0);
        let span = Span::current();
        self.store.turn(&conversation, move |sql| span.in_scope(|| transact(&service, sql, &arrival)))
    }

    /// Waits for the commit. A turn that the store will never have becomes poison; one that it
    /// cannot have now is the caller's to bring again.
    async fn committed(&self, queued: Queued) -> Result<Received, StoreError> {
        let Queued { mut arrival, pending, since, .. } = queued;
        let mut committed = pending.await;
        if let Err(error) = &committed
            && is_permanent(error)
        {
            tracing::error!(conversation = arrival.conversation.opaque(), %error, "a turn failed");
            arrival.event = Err(Poison::Store);
            committed = self.store_turn(&arrival).await;
        }
        match committed {
            Ok(committed) => Ok(self.heard(&arrival, committed, since)),
            Err(error) if is_permanent(&error) => {
                self.note(arrival.origin, Some(arrival.conversation), Poison::Store).await?;
                Ok(Received::default())
            }
            Err(error) => Err(error),
        }
    }

    fn heard(&self, arrival: &Arrival, committed: Committed, since: Instant) -> Received {
        if committed.queued {
            self.outbox_grew.notify_one();
        }
        let Committed { outcome, language, confidence, .. } = committed;
        if let Some(incoming) = arrival.incoming.as_ref().filter(|_| !committed.received.duplicate) {
            measures::update(incoming.what.kind());
        }
        let took = since.elapsed();
        measures::turn(outcome, language, confidence, took);
        let (conversation, language) = (arrival.conversation.opaque(), language.map(Language::code));
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        match committed.poison {
            Some(poison) => {
                tracing::error!(conversation, outcome, language, ms, "passed over: {}", poison.note());
            }
            None => tracing::info!(conversation, outcome, language, ms, "received"),
        }
        committed.received
    }

    async fn note(
        &self,
        origin: Origin,
        conversation: Option<ConversationId>,
        poison: Poison,
    ) -> Result<(), StoreError> {
        let moment = Moment { now: (self.clock)(), ..Moment::default() };
        let bot = Arc::clone(&self.bot);
        let opaque = conversation.as_ref().map(ConversationId::opaque);
        tracing::error!(%origin, conversation = opaque, outcome = "poison", "passed over: {}", poison.note());
        self.store.transaction(move |sql| pass_over(sql, &bot, &origin, conversation.as_ref(), moment, poison)).await
    }
}

/// Whether trying again is no use.
fn is_permanent(error: &StoreError) -> bool {
    matches!(error, StoreError::Shape(_) | StoreError::Panicked)
}

#[cfg(test)]
mod tests;
