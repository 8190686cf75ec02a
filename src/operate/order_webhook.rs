//! The server that TikTok Shop sends its notifications to.
//!
//! It listens on an address of its own, meant to stand behind an HTTPS server. A notification is confirmed only
//! after what it says is committed: an order that the table has gets the newer status. Then the order itself is
//! fetched, in the background: what a notification says is little, and notifications come out of order.
//!
//! What is absent here: telling anybody of a change, and any trust in a body that is not signed.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::routing::post;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::orders::tiktok::notification::{self, News, Notification};
use crate::orders::{OrderNumber, Sources};
use crate::settings::TikTok;
use crate::store::{Clock, Store, StoreError, notifications, orders};

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 64 * 1024;

/// A body that takes longer is not waited for: the platform itself wants an answer within three seconds.
const BODY_TIMEOUT: Duration = Duration::from_secs(5);

/// So many orders wait to be fetched; what comes on top has its status from the notification alone.
const MOST_WAITING: usize = 1024;

/// So many fetchers work at the same time.
const FETCHERS: usize = 2;

/// After the end was asked for, so long connections are waited for.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

const PLATFORM: &str = "tiktok";

/// What a notification needs.
struct Desk {
    app_key: String,
    app_secret: secrecy::SecretString,
    shop: String,
    store: Store,
    clock: Clock,
    /// The orders that are to be fetched.
    wanted: mpsc::Sender<OrderNumber>,
}

/// Receives notifications until told to stop; returns at once when no webhook is set.
///
/// # Errors
/// When the address cannot be listened on: one sentence for the operator.
pub async fn run(
    settings: &TikTok,
    sources: Sources,
    store: Store,
    clock: Clock,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let Some(webhook) = &settings.webhook else { return Ok(()) };
    let listener = TcpListener::bind(&webhook.listen).await.with_context(|| {
        format!("orders.tiktok.webhook.listen: {} cannot be listened on; is it in use?", webhook.listen)
    })?;
    serve(listener, settings, sources, store, clock, stop).await
}

/// As [`run`], on a listener that is there already.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    settings: &TikTok,
    sources: Sources,
    store: Store,
    clock: Clock,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let (wanted, waiting) = mpsc::channel(MOST_WAITING);
    let fetching = fetchers(waiting, &sources, &store);
    let desk = Desk {
        app_key: settings.app_key.clone(),
        app_secret: settings.app_secret.clone(),
        shop: settings.shop.clone(),
        store,
        clock,
        wanted,
    };
    let path = settings.webhook.as_ref().map_or("/", |webhook| webhook.path.as_str());
    let router = Router::new().route(path, post(receive)).with_state(Arc::new(desk));
    let (stopping, late) = (stop.clone(), stop);
    let served = axum::serve(listener, router).with_graceful_shutdown(async move { stopping.cancelled().await });
    let too_late = async {
        late.cancelled().await;
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    let served = tokio::select! {
        served = served => served.context("the webhook of TikTok Shop broke"),
        () = too_late => Ok(()),
    };
    drop(fetching);
    served
}

/// Takes a notification in.
async fn receive(State(desk): State<Arc<Desk>>, request: Request) -> StatusCode {
    let (head, body) = request.into_parts();
    let body = match read(body).await {
        Ok(body) => body,
        Err(status) => return status,
    };
    let signature = head.headers.get(AUTHORIZATION).map(|value| value.as_bytes()).unwrap_or_default();
    if !notification::is_genuine(&desk.app_key, desk.app_secret.expose_secret(), signature, &body) {
        tracing::warn!("a notification that TikTok Shop has not signed was turned away");
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(notification) = notification::read(&body) else { return StatusCode::BAD_REQUEST };
    match desk.take(notification).await {
        Ok(wanted) => {
            wanted.into_iter().for_each(|number| desk.fetch(number));
            StatusCode::OK
        }
        Err(error) => {
            tracing::error!(%error, "a notification of TikTok Shop could not be kept; it will be sent again");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

async fn read(body: Body) -> Result<Bytes, StatusCode> {
    let read = tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, LARGEST_BODY)).await;
    read.map_err(|_| StatusCode::REQUEST_TIMEOUT)?.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)
}

impl Desk {
    /// Commits a notification with what it changes; the order that is to be fetched, when it is new.
    async fn take(&self, notification: Notification) -> Result<Option<OrderNumber>, StoreError> {
        let (shop, now) = (self.shop.clone(), (self.clock)());
        let work = move |sql: &mut dyn crate::store::Sql| {
            if !notifications::insert(sql, PLATFORM, &notification.id)? {
                return Ok(None);
            }
            let Some(news) = notification.news else { return Ok(None) };
            apply(sql, &news, &shop, now)?;
            Ok(Some(news.number))
        };
        self.store.transaction(work).await
    }

    /// Has an order fetched, or leaves it at the notification's word when too many wait.
    fn fetch(&self, number: OrderNumber) {
        if self.wanted.try_send(number).is_err() {
            tracing::warn!("too many orders wait to be fetched; one keeps what its notification said");
        }
    }
}

/// Gives an order that the table has the news of it, when they are newer.
fn apply(sql: &mut dyn crate::store::Sql, news: &News, shop: &str, now: i64) -> Result<(), StoreError> {
    orders::lock_shop(sql, shop)?;
    for order in orders::find(sql, &news.number)? {
        if order.shop == shop
            && let Some(changed) = notification::applied(&order, news, now)
        {
            orders::upsert(sql, &changed)?;
        }
    }
    Ok(())
}

/// Tasks that fetch the orders that are wanted and put them into the table. They end when dropped.
fn fetchers(waiting: mpsc::Receiver<OrderNumber>, sources: &Sources, store: &Store) -> tokio::task::JoinSet<()> {
    let waiting = Arc::new(tokio::sync::Mutex::new(waiting));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..FETCHERS {
        let (waiting, sources, store) = (Arc::clone(&waiting), sources.clone(), store.clone());
        tasks.spawn(async move {
            while let Some(number) = next(&waiting).await {
                fetch(&sources, &store, &number).await;
            }
        });
    }
    tasks
}

async fn next(waiting: &tokio::sync::Mutex<mpsc::Receiver<OrderNumber>>) -> Option<OrderNumber> {
    waiting.lock().await.recv().await
}

async fn fetch(sources: &Sources, store: &Store, number: &OrderNumber) {
    // What is kept of earlier answers is older than the news. What sources do not say they have logged themselves.
    sources.forget(number);
    let found = sources.refresh(number).await.orders;
    let kept = store.transaction(move |sql| orders::upsert_all(sql, &found));
    if let Err(error) = kept.await {
        tracing::error!(%error, "an order that was fetched could not be kept");
    }
}
