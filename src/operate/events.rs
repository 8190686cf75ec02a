//! Tells the outside system of the settings what happens to tickets: each event is one signed POST.
//!
//! `Tanya-Signature` is `v1=` and the HMAC-SHA256, in hexadecimal digits, of the Unix seconds in `Tanya-Timestamp`, a
//! dot, and the body. What is absent here: the order and the retries, which are the outbox's. Neither the URL, the
//! secret nor a word of an event stands in any error or log line.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use secrecy::{ExposeSecret, SecretString};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::orders::connections;
use crate::conversation::FileReference;
use crate::orders::tiktok::sign::hmac_hex;
use crate::orders::web::is_own_machine;
use crate::service::events::TicketEvent;
use crate::service::{Carried, ConversationId, Courier, Delivery, Fetched, Service, Worker};
use crate::settings::Events;
use crate::store::Clock;

/// So long an answer is waited for.
const TIME_LIMIT: Duration = Duration::from_secs(10);

const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// Carries events to the outside system.
pub struct EventCourier {
    client: Client,
    url: Url,
    secret: SecretString,
    clock: Clock,
}

impl EventCourier {
    /// A courier to the system of the settings, by a clock.
    ///
    /// # Errors
    /// When the URL is none, or HTTPS cannot be prepared: one sentence for the operator.
    pub fn new(settings: &Events, clock: Clock) -> anyhow::Result<EventCourier> {
        EventCourier::waiting(settings, clock, TIME_LIMIT)
    }

    /// The same, waiting no longer than this for an answer.
    ///
    /// # Errors
    /// As [`EventCourier::new`].
    pub fn waiting(settings: &Events, clock: Clock, time_limit: Duration) -> anyhow::Result<EventCourier> {
        let Some(url) = Url::parse(&settings.url).ok().filter(Url::has_host) else {
            bail!("desk.events.url is no URL: write it as in https://helpdesk.example/tanya");
        };
        let builder = if is_own_machine(&url) { connections().no_proxy() } else { connections() };
        let builder = builder
            .connect_timeout(CONNECT_LIMIT)
            .timeout(time_limit)
            .redirect(Policy::none())
            .user_agent(concat!("tanya/", env!("CARGO_PKG_VERSION")));
        // The error itself might name the URL.
        let client = builder.build().ok().context("cannot prepare HTTPS connections")?;
        Ok(EventCourier { client, url, secret: settings.secret.clone(), clock })
    }

    async fn tell(&self, event: &TicketEvent) -> Carried {
        let Ok(body) = serde_json::to_vec(event) else {
            return Carried::Undeliverable("the event cannot be written".to_owned());
        };
        let timestamp = ((self.clock)() / 1000).to_string();
        let signature = hmac_hex(self.secret.expose_secret(), &[timestamp.as_bytes(), b".", &body]);
        let request = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("Tanya-Event", event.kind.word())
            .header("Tanya-Delivery", &event.id)
            .header("Tanya-Timestamp", timestamp)
            .header("Tanya-Signature", format!("v1={signature}"))
            .body(body);
        match request.send().await {
            Ok(response) => became(response.status().as_u16()),
            Err(error) => Carried::Failed(format!("the outside system gave no answer: {}", kind(&error))),
        }
    }
}

/// What a status comes to: it has the event, it never takes it, or it may take it later.
fn became(status: u16) -> Carried {
    match status {
        200..=299 => Carried::Done,
        408 | 429 => Carried::Failed(format!("the outside system answered {status}")),
        400..=499 => Carried::Undeliverable(format!("the outside system refused an event: {status}")),
        _ => Carried::Failed(format!("the outside system answered {status}")),
    }
}

/// The kind of an error alone.
fn kind(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "it took too long"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection was lost"
    }
}

impl Courier for EventCourier {
    async fn carry(&self, _to: &ConversationId, delivery: &Delivery) -> Carried {
        match delivery {
            Delivery::Event(event) => self.tell(event).await,
            _ => Carried::Undeliverable("this is no event".to_owned()),
        }
    }

    async fn fetch(&self, _file: &FileReference, _most: u64) -> Fetched {
        Fetched::Gone("an outside system has no files".to_owned())
    }
}

/// Tells the outside system of the settings in the background, until told to stop. Without one there is nothing to do.
/// `alone` as for [`Worker::alone`].
///
/// # Errors
/// As [`EventCourier::new`].
pub fn start(
    settings: Option<&Events>,
    service: &Service,
    alone: bool,
    stop: &CancellationToken,
) -> anyhow::Result<JoinHandle<()>> {
    let courier = settings.map(|settings| EventCourier::new(settings, Arc::clone(&service.clock))).transpose()?;
    let worker = courier.map(|courier| Arc::new(Worker::for_events(service, Arc::new(courier)).alone(alone)));
    let stop = stop.clone();
    Ok(tokio::spawn(async move {
        if let Some(worker) = worker {
            worker.run_without_errands(stop).await;
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_decides() {
        for status in [200, 201, 204] {
            assert_eq!(became(status), Carried::Done, "{status}");
        }
        for status in [302, 408, 429, 500, 503] {
            assert!(matches!(became(status), Carried::Failed(_)), "{status}");
        }
        for status in [400, 401, 404, 410, 422] {
            assert!(matches!(became(status), Carried::Undeliverable(_)), "{status}");
        }
    }

    #[test]
    fn a_url_that_is_none_is_refused_without_being_quoted() {
        let settings = Events { url: "https://SECRET@".to_owned(), secret: SecretString::from("0123456789abcdef") };
        let refused = EventCourier::new(&settings, Arc::new(|| 0)).err().map(|error| error.to_string());
        let expected = "desk.events.url is no URL: write it as in https://helpdesk.example/tanya";
        assert_eq!(refused.as_deref(), Some(expected));
    }
}
