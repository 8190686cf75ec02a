//! Updates by long polling: [`poll`].
//!
//! The invariants: an update is confirmed to Telegram (the offset moves past it) only after the front
//! door has taken its whole batch; while the front door cannot, the same batch is tried again and
//! nothing is confirmed; no single update, whatever its shape, is in the way of the others. The
//! offset lives in memory only: after a start Telegram hands out again what was not confirmed, and
//! the front door recognises what it already has. What is typed in other chats is answered beside all
//! this, and is nothing that could be lost.

use std::sync::Arc;

use serde_json::value::RawValue;
use teloxide::payloads::{GetUpdates, GetUpdatesSetters};
use teloxide::types::{AllowedUpdate, CallbackQueryId};
use tokio_util::sync::CancellationToken;

use super::FrontDoor;
use super::asides::Asides;
use super::client::{ApiFailure, Client};
use super::incoming::{self, InlineQuery, Reading};
use super::intake::Intake;
use super::me::Me;
use super::trouble::{Backoff, Pace, Trouble};
use crate::service::{ConversationId, Incoming, Received};
use crate::store::StoreError;

/// How long Telegram keeps a poll open while there is nothing new, in seconds.
const POLL_SECONDS: u32 = 30;

/// A server that answers sooner that there is nothing new does not keep polls open.
const HASTY: std::time::Duration = std::time::Duration::from_millis(500);

/// The kinds of updates that are wanted, with Telegram's names for them.
pub(super) const KINDS: [(&str, AllowedUpdate); 5] = [
    ("message", AllowedUpdate::Message),
    ("edited_message", AllowedUpdate::EditedMessage),
    ("callback_query", AllowedUpdate::CallbackQuery),
    ("my_chat_member", AllowedUpdate::MyChatMember),
    ("inline_query", AllowedUpdate::InlineQuery),
];

/// Polls until it is stopped, which it is at once, also in the middle of a long poll.
///
/// # Errors
/// When Telegram does not know the token (any more). Every other trouble is waited out.
pub async fn poll<D: FrontDoor>(
    client: &Client,
    me: &Me,
    door: &Arc<D>,
    asides: &Asides,
    (pace, intake): (Pace, &Intake),
    stop: &CancellationToken,
) -> Result<(), ApiFailure> {
    let mut offset = None;
    let mut trouble = Trouble::of_intake(pace, intake);
    loop {
        let asked = tokio::time::Instant::now();
        let Some(answer) = stop.run_until_cancelled(updates(client, offset)).await else { return Ok(()) };
        let wait = match answer {
            Ok(raw) => {
                trouble.over();
                let mut batch = Batch::read(&raw, me);
                batch.suggest(asides, door);
                if !batch.deliver(&**door, asides, (pace, intake), stop).await {
                    return Ok(());
                }
                // An empty answer means that all is confirmed. The offset is forgotten then: Telegram may
                // begin to count anew, lower, after a quiet week.
                offset = batch.next_offset;
                let hasty = batch.length == 0 && asked.elapsed() < HASTY;
                (hasty || batch.stuck()).then_some(pace.first)
            }
            // Behind some servers a sound token is refused once in a while.
            Err(ApiFailure::Unauthorized) => match stop.run_until_cancelled(client.me()).await {
                Some(Err(ApiFailure::Unauthorized)) => return Err(ApiFailure::Unauthorized),
                _ => Some(trouble.note(&ApiFailure::Unauthorized)),
            },
            Err(failure) => Some(trouble.note(&failure)),
        };
        if let Some(wait) = wait {
            stop.run_until_cancelled(tokio::time::sleep(wait)).await;
        }
    }
}

/// Asks for updates, each kept as it was sent: one that cannot be read must not spoil the others.
async fn updates(client: &Client, offset: Option<i32>) -> Result<Vec<Box<RawValue>>, ApiFailure> {
    let mut ask = GetUpdates::new().timeout(POLL_SECONDS).allowed_updates(KINDS.map(|(_, kind)| kind));
    if let Some(offset) = offset {
        ask = ask.offset(offset);
    }
    client.ask(&ask).await
}

/// The updates of one answer, or the one that came to the webhook, read.
#[derive(Default)]
pub(super) struct Batch {
    incoming: Vec<Incoming>,
    /// The numbers of those that cannot be read.
    unreadable: Vec<i64>,
    /// The pressed buttons, each with the place of its event in `incoming` where it has one.
    callbacks: Vec<(CallbackQueryId, Option<usize>)>,
    /// What is being typed in other chats.
    inline: Vec<InlineQuery>,
    /// One more than the highest number; the numbers may be lower than those of the batch before.
    next_offset: Option<i32>,
    length: usize,
}

impl Batch {
    pub(super) fn read(raw: &[Box<RawValue>], me: &Me) -> Batch {
        let mut batch = Batch { length: raw.len(), ..Batch::default() };
        for update in raw {
            batch.add(incoming::read(update, me));
        }
        batch
    }

    fn add(&mut self, reading: Reading) {
        let Reading { update, incoming, callback, inline, unknown } = reading;
        self.inline.extend(inline);
        if let Some(kind) = unknown {
            tracing::warn!(update, kind, "an update that cannot be read is passed over");
            self.unreadable.extend(update);
        }
        let next = update.map(|number| i32::try_from(number.saturating_add(1)).unwrap_or(i32::MAX));
        self.next_offset = self.next_offset.max(next);
        if let Some(callback) = callback {
            let place = incoming.is_some().then_some(self.incoming.len());
            self.callbacks.push((callback, place));
        }
        self.incoming.extend(incoming);
    }

    /// Hands the batch in until it is taken, then has its buttons answered, and shows where an answer
    /// is held back; `false` when stopped before that.
    async fn deliver<D: FrontDoor>(
        &self,
        door: &D,
        asides: &Asides,
        (pace, intake): (Pace, &Intake),
        stop: &CancellationToken,
    ) -> bool {
        let Some(received) = self.hand_in(door, (pace, intake), stop).await else { return false };
        self.tell(&received, asides);
        true
    }

    /// Has suggested for what is being typed in other chats, which waits for nothing.
    pub(super) fn suggest<D: FrontDoor>(&mut self, asides: &Asides, door: &Arc<D>) {
        self.inline.drain(..).for_each(|query| asides.suggest(door, query));
    }

    /// The conversation and the number of the first update that means something.
    pub(super) fn first(&self) -> Option<(&ConversationId, i64)> {
        self.incoming.first().map(|incoming| (&incoming.conversation, incoming.update))
    }

    /// Has the buttons of what was received answered, and shows where an answer is held back.
    pub(super) fn tell(&self, received: &[Received], asides: &Asides) {
        for (button, place) in &self.callbacks {
            let toast = place.and_then(|place| received.get(place)).and_then(|received| received.toast.as_deref());
            asides.answer(button.clone(), toast);
        }
        for (incoming, _) in self.incoming.iter().zip(received).filter(|(_, received)| received.held) {
            asides.typing(&incoming.conversation);
        }
    }

    async fn hand_in<D: FrontDoor>(
        &self,
        door: &D,
        (pace, intake): (Pace, &Intake),
        stop: &CancellationToken,
    ) -> Option<Vec<Received>> {
        let mut backoff = Backoff::new(pace);
        let mut failures = 0_u32;
        loop {
            let error = match self.knock(door).await {
                Ok(received) if failures == 0 => return Some(received),
                Ok(received) => {
                    intake.over();
                    tracing::info!(failures, "updates are stored again");
                    return Some(received);
                }
                Err(error) => error,
            };
            if failures == 0 {
                tracing::error!(%error, updates = self.incoming.len(), "updates wait until they can be stored");
            }
            intake.note(&error.to_string());
            failures += 1;
            stop.run_until_cancelled(tokio::time::sleep(backoff.wait())).await?;
        }
    }

    /// Hands the batch in once.
    pub(super) async fn knock<D: FrontDoor>(&self, door: &D) -> Result<Vec<Received>, StoreError> {
        for update in &self.unreadable {
            door.pass_over(*update).await?;
        }
        if self.incoming.is_empty() { Ok(Vec::new()) } else { door.receive(self.incoming.clone()).await }
    }

    /// Whether there is something that no offset gets past, so that it would come again at once.
    fn stuck(&self) -> bool {
        self.length > 0 && self.next_offset.is_none()
    }
}
