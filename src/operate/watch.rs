//! The server for those who watch the bot: `/healthz`, `/readyz` and `/metrics`, on an address of their own.
//!
//! `/healthz` says that the process lives, and asks nobody. `/readyz` is 200 while the bot serves and 503 while it does
//! not, with the reasons as JSON. `/metrics` is Prometheus' text.
//!
//! What is absent here: TLS and passwords. Nothing that is told names a person, a chat or a secret, but the address is
//! meant for one's own machines.

use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::health::Health;
use crate::measures::{self, Kind, Measure};

/// The content type of Prometheus' text.
const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// After the bot has stopped, so long connections are waited for.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// Who answers.
#[derive(Clone)]
struct Watch {
    health: Health,
    metrics: PrometheusHandle,
}

/// Begins to collect what is counted, for the whole program.
///
/// # Errors
/// When somebody collects already.
pub fn collect() -> anyhow::Result<PrometheusHandle> {
    let handle = builder()?.install_recorder().context("the metrics cannot be collected")?;
    measures::describe();
    measures::build(env!("CARGO_PKG_VERSION"));
    measures::knowledge_faults(0);
    Ok(handle)
}

fn builder() -> anyhow::Result<PrometheusBuilder> {
    let mut builder = PrometheusBuilder::new();
    for Measure { name, kind, .. } in measures::ALL {
        if let Kind::Histogram(bounds) = kind {
            builder = builder.set_buckets_for_metric(Matcher::Full((*name).to_owned()), bounds)?;
        }
    }
    Ok(builder)
}

/// Listens on an address, such as `127.0.0.1:9090`.
///
/// # Errors
/// When it cannot be listened on: one sentence for the operator.
pub async fn listen(address: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("watch.listen: {address} cannot be listened on; is it an address of this machine, and free?")
    })
}

/// Answers until told to stop; the connections that are open then get a moment.
pub async fn serve(listener: TcpListener, health: Health, metrics: PrometheusHandle, stop: CancellationToken) {
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(readyz))
        .route("/metrics", get(shown))
        .with_state(Watch { health, metrics });
    let (stopping, late) = (stop.clone(), stop);
    let served = axum::serve(listener, router).with_graceful_shutdown(async move { stopping.cancelled().await });
    let too_late = async {
        late.cancelled().await;
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        served = served => if let Err(error) = served {
            tracing::error!(%error, "the server of watch.listen broke");
        },
        () = too_late => {}
    }
}

async fn readyz(State(watch): State<Watch>) -> impl IntoResponse {
    let readiness = watch.health.readiness().await;
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = serde_json::to_string(&readiness).unwrap_or_default();
    (status, [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], body)
}

async fn shown(State(watch): State<Watch>) -> impl IntoResponse {
    // Whether it serves is one of the metrics.
    watch.health.readiness().await;
    watch.metrics.run_upkeep();
    ([(CONTENT_TYPE, METRICS)], watch.metrics.render())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_shown_with_what_it_is_and_histograms_have_bounds() -> anyhow::Result<()> {
        let recorder = builder()?.build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || {
            measures::describe();
            measures::turn("sure", Some(crate::language::Language::Chinese), Some(0.95), Duration::from_millis(3));
            measures::delivery("messages", "sent", Duration::from_millis(3));
            measures::first_reply(61_000);
            measures::search(Duration::from_millis(3));
        });
        let text = handle.render();
        for line in [
            "# TYPE tanya_turns_total counter",
            "tanya_turns_total{outcome=\"sure\",language=\"zh\"} 1",
            "tanya_answer_confidence_bucket{language=\"zh\",le=\"0.9\"} 0",
            "tanya_first_reply_seconds_bucket{le=\"120\"} 1",
            "tanya_turn_duration_seconds_bucket{le=\"0.005\"} 1",
        ] {
            assert!(text.lines().any(|shown| shown == line), "{line} is not in:\n{text}");
        }
        assert!(!text.contains("quantile"), "a histogram without bounds:\n{text}");
        Ok(())
    }
}
