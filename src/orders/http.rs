//! A server of the merchant's own as a source of orders.
//!
//! `GET {url}/orders/{number}` with `Authorization: Bearer {token}`: 200 with an order in the form of
//! [`super::json`], or 404 where there is none. Everything else is trouble of the server: it is asked once
//! more after 5xx and 429, and no redirect leads to another server.

use std::future::Future;
use std::pin::Pin;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::json;
use super::key::HashKey;
use super::order::OrderNumber;
use super::source::{LookedUp, OrderSource, Unreachable};
use super::sources::Now;
use super::web::{self, Answer, Patience};

/// A server that orders are asked of.
pub struct HttpSource {
    client: reqwest::Client,
    base: Url,
    token: Option<SecretString>,
    key: HashKey,
    shop: String,
    now: Now,
    patience: Patience,
}

impl HttpSource {
    /// The server at a URL, and what is shown to it. The builder brings what the whole program's connections
    /// have in common.
    ///
    /// # Errors
    /// When the URL cannot be used: one sentence for the operator.
    pub fn new(
        builder: reqwest::ClientBuilder,
        url: &str,
        token: Option<SecretString>,
        key: HashKey,
        now: Now,
        patience: Patience,
    ) -> anyhow::Result<HttpSource> {
        let client = web::client(builder, url, "orders.http.url")?;
        Ok(HttpSource { client, base: Url::parse(url)?, token, key, shop: String::new(), now, patience })
    }

    /// The same, whose orders are of this shop where the server names none. Which shop's they are must not hang on
    /// what other sources have under the same number.
    pub fn of_shop(self, shop: &str) -> HttpSource {
        HttpSource { shop: shop.to_owned(), ..self }
    }

    async fn look_up(&self, number: &OrderNumber) -> LookedUp {
        let first = self.request(number).await?;
        let answer = match self.patience.wait(0, first.retry_after) {
            Some(wait) if is_passing(first.status) => {
                tokio::time::sleep(wait).await;
                self.request(number).await?
            }
            _ => first,
        };
        match answer.status {
            200 => self.read(&answer),
            404 => Ok(Vec::new()),
            status => Err(Unreachable(format!("HTTP {status}"))),
        }
    }

    async fn request(&self, number: &OrderNumber) -> Result<Answer, Unreachable> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            // Written percent-encoded where it has to be.
            segments.pop_if_empty().extend(["orders", number.as_str()]);
        }
        let request = self.client.get(url).header(reqwest::header::ACCEPT, "application/json");
        web::send(match &self.token {
            Some(token) => request.bearer_auth(token.expose_secret()),
            None => request,
        })
        .await
    }

    fn read(&self, answer: &Answer) -> LookedUp {
        let unreadable = |why: &str| Unreachable(format!("its answer cannot be read: {why}"));
        let object = serde_json::from_slice(&answer.body).map_err(|_| unreadable("it is no JSON"))?;
        let mut order = json::read(&object, &self.key, (self.now)()).map_err(|why| unreadable(&why))?;
        if order.shop.is_empty() {
            order.shop.clone_from(&self.shop);
        }
        Ok(vec![order])
    }
}

/// Whether it may be better a moment later.
fn is_passing(status: u16) -> bool {
    status == 429 || status >= 500
}

impl OrderSource for HttpSource {
    fn name(&self) -> &'static str {
        "http"
    }

    fn find<'a>(&'a self, number: &'a OrderNumber) -> Pin<Box<dyn Future<Output = LookedUp> + Send + 'a>> {
        Box::pin(self.look_up(number))
    }
}
