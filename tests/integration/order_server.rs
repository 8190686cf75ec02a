//! A server on this machine that answers as a test tells it, and remembers what it was asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What came in.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `GET` or `POST`.
    pub method: String,
    /// Path and query, as they were sent.
    pub target: String,
    /// The headers.
    pub headers: HeaderMap,
    /// What was sent.
    pub body: String,
}

impl Asked {
    /// The value of a parameter, percent-decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let url = reqwest::Url::parse(&format!("http://x{}", self.target)).unwrap();
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// What goes out.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A status, headers and a body.
    Says(u16, Vec<(&'static str, String)>, String),
    /// Nothing, ever.
    Hangs,
}

/// An answer of JSON.
pub fn json(status: u16, body: &serde_json::Value) -> Reply {
    Reply::Says(status, Vec::new(), body.to_string())
}

/// A server that runs as long as the value lives.
pub struct OrderServer {
    /// Its address, as `http://127.0.0.1:PORT`.
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

impl OrderServer {
    /// A server whose answers depend on what is asked and on how many came before.
    pub async fn start(answer: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> OrderServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (answer, remembers) = (Arc::new(answer), Arc::clone(&asked));
        let handler = move |request: Request| {
            let (answer, remembers) = (Arc::clone(&answer), Arc::clone(&remembers));
            async move {
                let one = read(request).await;
                let before = {
                    let mut asked = remembers.lock().unwrap();
                    asked.push(one.clone());
                    asked.len() - 1
                };
                respond(answer(&one, before)).await
            }
        };
        let router = Router::new().fallback(handler);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        OrderServer { url, asked, task }
    }

    /// A server that gives these answers one after the other, and the last for ever.
    pub async fn saying(replies: Vec<Reply>) -> OrderServer {
        OrderServer::start(move |_, before| replies[before.min(replies.len() - 1)].clone()).await
    }

    /// Everything that came in.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for OrderServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn read(request: Request) -> Asked {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    Asked {
        method: head.method.to_string(),
        target: head.uri.to_string(),
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

async fn respond(reply: Reply) -> Response {
    let Reply::Says(status, headers, body) = reply else { return std::future::pending().await };
    let mut response = Response::builder().status(StatusCode::from_u16(status).unwrap());
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(Body::from(body)).unwrap()
}

/// Waits short enough for tests, without chance.
pub fn quick() -> tanya::orders::web::Patience {
    tanya::orders::web::Patience {
        pause: Duration::from_millis(5),
        longest: Duration::from_millis(100),
        chance: Arc::new(|| 0.0),
    }
}
