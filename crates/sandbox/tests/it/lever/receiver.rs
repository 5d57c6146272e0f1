//! Whoever Lever's webhooks are sent to.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;

/// A receiver that answers with the statuses it was given, then with 200.
#[derive(Clone, Default)]
pub(crate) struct Receiver {
    pub(crate) got: Arc<Mutex<Vec<(String, Value)>>>,
    statuses: Arc<Mutex<Vec<u16>>>,
}

impl Receiver {
    pub(crate) async fn start(statuses: &[u16]) -> (Self, String) {
        let this = Self {
            statuses: Arc::new(Mutex::new(statuses.to_vec())),
            ..Self::default()
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/hook", post(Self::take))
            .with_state(this.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (this, url)
    }

    async fn take(State(this): State<Self>, headers: HeaderMap, body: String) -> StatusCode {
        let agent = headers["user-agent"].to_str().unwrap().to_owned();
        this.got
            .lock()
            .unwrap()
            .push((agent, serde_json::from_str(&body).unwrap()));
        let mut statuses = this.statuses.lock().unwrap();
        let status = if statuses.is_empty() {
            200
        } else {
            statuses.remove(0)
        };
        StatusCode::from_u16(status).unwrap()
    }

    /// Waits until `count` deliveries have come.
    pub(crate) async fn wait(&self, count: usize) -> Vec<(String, Value)> {
        for _ in 0..1_000 {
            let got = self.got.lock().unwrap().clone();
            if got.len() >= count {
                return got;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("only {:?} came", self.got.lock().unwrap());
    }
}
