//! TikTok Shop as a source of orders.
//!
//! An order takes one question, and a second one where a cancellation or a return may stand beside it. What is
//! absent here: how a question is asked ([`super::client`]) and what an answer says ([`super::order`]).

use std::future::Future;
use std::pin::Pin;

use serde_json::{Value, json};

use super::client::{Client, Failure, Question};
use super::order;
use crate::orders::key::HashKey;
use crate::orders::order::{OrderNumber, Status};
use crate::orders::source::{LookedUp, OrderSource, Unreachable};
use crate::orders::sources::Now;

/// The version of the interface for cancellations and returns.
const RETURNS_VERSION: &str = "202309";

/// A shop on TikTok Shop.
pub struct TikTokSource {
    client: Client,
    version: String,
    shop: String,
    key: HashKey,
    now: Now,
}

impl TikTokSource {
    /// A shop by its client, the version of the order interface, and its short name here.
    pub fn new(client: Client, version: &str, shop: &str, key: HashKey, now: Now) -> TikTokSource {
        TikTokSource { client, version: version.to_owned(), shop: shop.to_owned(), key, now }
    }

    async fn look_up(&self, number: &OrderNumber) -> LookedUp {
        let known_at = (self.now)();
        let detail = match self.client.ask(&self.detail(number)).await {
            Ok(detail) => detail,
            Err(Failure::NotFound) => return Ok(Vec::new()),
            Err(Failure::NotAllowed) => return Err(Unreachable("the app may not read orders".to_owned())),
            Err(Failure::Unreachable(reason)) => return Err(reason),
        };
        let Some(object) = order::of_number(&detail, number).map_err(Unreachable)? else { return Ok(Vec::new()) };
        let mut order = order::read(object, number, &self.shop, &self.key, known_at);
        if order::may_have_cancellations(object, &order) {
            match self.search("cancellations", number).await? {
                Some(found) => order::add_cancellations(&mut order, &found),
                // Whether the buyer wants to cancel cannot be known, and is not guessed.
                None if order::is_to_be_shipped(order.status) => order.status = Status::Unknown,
                None => {}
            }
        }
        if order::may_have_returns(&order)
            && let Some(found) = self.search("returns", number).await?
        {
            order::add_returns(&mut order, &found);
        }
        Ok(vec![order])
    }

    fn detail(&self, number: &OrderNumber) -> Question {
        let path = format!("/order/{}/orders", self.version);
        Question { path, query: vec![("ids", number.as_str().to_owned())], body: None }
    }

    /// Cancellations or returns of an order; nothing where the app has no right to ask for them.
    async fn search(&self, what: &str, number: &OrderNumber) -> Result<Option<Value>, Unreachable> {
        let path = format!("/return_refund/{RETURNS_VERSION}/{what}/search");
        let body = Some(json!({"order_ids": [number.as_str()]}));
        match self.client.ask(&Question { path, query: Vec::new(), body }).await {
            Ok(data) => Ok(Some(data)),
            Err(Failure::NotFound) => Ok(Some(Value::Null)),
            Err(Failure::NotAllowed) => {
                tracing::warn!(what, "the TikTok Shop app has no right to read these; give it the scope for returns");
                Ok(None)
            }
            Err(Failure::Unreachable(reason)) => Err(reason),
        }
    }
}

impl OrderSource for TikTokSource {
    fn name(&self) -> &'static str {
        "tiktok"
    }

    fn find<'a>(&'a self, number: &'a OrderNumber) -> Pin<Box<dyn Future<Output = LookedUp> + Send + 'a>> {
        Box::pin(self.look_up(number))
    }
}
