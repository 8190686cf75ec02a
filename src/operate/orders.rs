//! The sources of orders that the settings name, ready to be asked.
//!
//! What is absent here: asking them, and receiving what a platform sends by itself; see
//! [`super::order_webhook`].

use std::sync::Arc;
use std::time::Duration;

use secrecy::ExposeSecret;

use crate::orders::asking::Limits;
use crate::orders::http::HttpSource;
use crate::orders::tiktok::{Authority, Client, TikTokSource};
use crate::orders::web::Patience;
use crate::orders::{HashKey, OrderSource, Sources};
use crate::settings::{HttpOrders, OrderSourceName, Settings, TikTok};
use crate::store::orders::OrderTable;
use crate::store::tokens::TikTokTokens;
use crate::store::{Clock, Store, StoreError};

const MINUTE_MS: i64 = 60 * 1000;

/// The key of the hashes: the one of the settings, or the one that the store keeps.
///
/// # Errors
/// When the store cannot be read.
pub async fn hash_key(settings: &Settings, store: &Store) -> Result<HashKey, StoreError> {
    match &settings.orders.hash_key {
        Some(secret) => Ok(HashKey::of_secret(secret.expose_secret())),
        None => store.transaction(crate::store::orders::hash_key).await,
    }
}

/// The sources of the settings, in their order.
///
/// # Errors
/// When a source cannot be used as it is set: one sentence for the operator.
pub fn order_sources(settings: &Settings, store: &Store, key: HashKey, clock: Clock) -> anyhow::Result<Sources> {
    let orders = &settings.orders;
    let mut sources: Vec<Arc<dyn OrderSource>> = Vec::new();
    for name in &orders.sources {
        // Settings that name a source have it set up.
        match (name, &orders.http, &orders.tiktok) {
            (OrderSourceName::Table, ..) => sources.push(Arc::new(OrderTable { store: store.clone() })),
            (OrderSourceName::Http, Some(http), _) => {
                sources.push(Arc::new(http_source(http, &key, &clock)?.of_shop(&settings.shop.name)));
            }
            (OrderSourceName::TikTok, _, Some(tiktok)) => {
                sources.push(Arc::new(tiktok_source(tiktok, store, &key, &clock)?));
            }
            _ => anyhow::bail!("orders.sources names a source that is not set up"),
        }
    }
    let limits = Limits {
        timeout: Duration::from_secs(orders.timeout_seconds.into()),
        max_age_ms: i64::from(orders.max_age_minutes) * MINUTE_MS,
    };
    Ok(Sources::new(sources, limits, clock))
}

fn http_source(settings: &HttpOrders, key: &HashKey, clock: &Clock) -> anyhow::Result<HttpSource> {
    let (token, patience) = (settings.token.clone(), Patience::usual(Arc::new(chance)));
    HttpSource::new(connections(), &settings.url, token, key.clone(), Arc::clone(clock), patience)
}

fn tiktok_source(settings: &TikTok, store: &Store, key: &HashKey, clock: &Clock) -> anyhow::Result<TikTokSource> {
    let tokens = Arc::new(TikTokTokens { store: store.clone() });
    let authority = Authority::new(connections(), settings, tokens, Arc::clone(clock))?;
    let patience = Patience::usual(Arc::new(chance));
    let client = Client::new(connections(), settings, authority, Arc::clone(clock), patience)?;
    Ok(TikTokSource::new(client, &settings.version, &settings.shop, key.clone(), Arc::clone(clock)))
}

/// What all connections have in common.
pub(super) fn connections() -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder();
    #[cfg(target_feature = "crt-static")]
    let builder = builder.dns_resolver(Arc::new(crate::names::Names));
    builder
}

/// A number from 0 to 1; the system's chance, or the middle where it gives none.
fn chance() -> f64 {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).map_or(0.5, |()| f64::from(u32::from_ne_bytes(bytes)) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::system_clock;

    fn sources(text: &str) -> Result<Sources, String> {
        let settings = Settings::parse(text, "tanya.toml", std::iter::empty()).map_err(|faults| faults.to_string())?;
        let store = Store::open("sqlite::memory:").map_err(|error| error.to_string())?;
        let key = HashKey::of_secret("k");
        order_sources(&settings, &store, key, system_clock()).map_err(|error| error.to_string())
    }

    #[test]
    fn sources_are_built_as_they_are_set() {
        assert!(sources("").is_ok_and(|sources| sources.is_local()));
        let tiktok = "[orders.tiktok]\napp_key = \"a\"\napp_secret = \"b\"\nshop_cipher = \"c\"\n\
            refresh_token = \"d\"\nshop = \"e\"\n";
        let all = format!("[orders]\nsources = [\"tiktok\", \"http\"]\n[orders.http]\nurl = \"http://x\"\n{tiktok}");
        assert!(sources(&all).is_ok_and(|sources| !sources.is_local()));
        let wrong = sources(&all.replace("http://x", "http://")).err().unwrap_or_default();
        assert!(wrong.starts_with("orders.http.url is no URL"), "{wrong}");
    }
}
