//! Sends webhooks: POSTs with the signature in the body, five retries with growing delay, and a log.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::Method;
use hmac::{Hmac, Mac};
use reqwest::redirect::Policy;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;

use crate::clock::SandboxClock;
use crate::transport::{Outgoing, Transport};
use crate::world::model::{Id, Ms, Webhook};

/// Virtual milliseconds before each retry. Lever documents five of growing delay, not their length.
pub const RETRY_AFTER_MS: [i64; 5] = [1_000, 5_000, 30_000, 120_000, 600_000];
const KEPT: usize = 1_000;

/// One delivery and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    /// Also the `id` of the body.
    pub id: Id,
    /// Webhook id.
    pub webhook: Id,
    /// Event.
    pub event: String,
    /// Receiver.
    pub url: String,
    /// Virtual time.
    pub triggered_at: Ms,
    /// `data` of the body.
    pub data: Value,
    /// Status of each attempt; 0 when nobody answered.
    pub attempts: Vec<u16>,
    /// `pending`, `delivered` or `failed`.
    pub state: &'static str,
}

/// `hex(HMAC-SHA256(key = signature token, token + triggeredAt))`
pub fn signature(signature_token: &str, token: &str, triggered_at: Ms) -> String {
    // A MAC of this kind takes keys of any length; the other arm cannot be reached.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(signature_token.as_bytes()) else {
        return String::new();
    };
    mac.update(token.as_bytes());
    mac.update(triggered_at.to_string().as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// How deliveries are sent where there is a network: only 2xx counts, so that a redirect is a failure.
pub(crate) fn over_http() -> Transport {
    Transport::http(
        Duration::from_secs(10),
        Policy::none(),
        Some("Lever-Webhooks"),
    )
}

/// The sender.
pub(crate) struct Deliveries {
    clock: SandboxClock,
    transport: Transport,
    log: Mutex<VecDeque<Delivery>>,
}

impl Deliveries {
    pub(crate) fn new(clock: SandboxClock, transport: Transport) -> Self {
        Self {
            clock,
            transport,
            log: Mutex::default(),
        }
    }

    /// Sends in the background. `token` is the random part of the signature.
    pub(crate) fn send(
        self: &Arc<Self>,
        webhook: &Webhook,
        id: Id,
        token: &str,
        triggered_at: Ms,
        data: Value,
    ) {
        let body = json!({
            "id": id,
            "event": webhook.event,
            "triggeredAt": triggered_at,
            "data": data,
            "signature": signature(&webhook.signature_token, token, triggered_at),
            "token": token,
        });
        self.keep(Delivery {
            id: id.clone(),
            webhook: webhook.id.clone(),
            event: webhook.event.clone(),
            url: webhook.url.clone(),
            triggered_at,
            data,
            attempts: Vec::new(),
            state: "pending",
        });
        let this = Arc::clone(self);
        let url = webhook.url.clone();
        tokio::spawn(async move { this.deliver(&id, &url, &body).await });
    }

    async fn deliver(&self, id: &str, url: &str, body: &Value) {
        let mut waits = RETRY_AFTER_MS.iter();
        loop {
            let status = match Url::parse(url) {
                Ok(url) => {
                    let request = Outgoing::new(Method::POST, url).json(body);
                    let status = self.transport.status(request).await;
                    status.map_or(0, |status| status.as_u16())
                }
                Err(_) => 0,
            };
            let good = (200..300).contains(&status);
            let wait = waits.next().filter(|_| !good);
            let state = match (good, wait) {
                (true, _) => "delivered",
                (false, Some(_)) => "pending",
                (false, None) => "failed",
            };
            self.note(id, status, state);
            match wait {
                Some(ms) => self.clock.sleep(*ms).await,
                None => return,
            }
        }
    }

    fn keep(&self, delivery: Delivery) {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push_back(delivery);
        if log.len() > KEPT {
            log.pop_front();
        }
    }

    fn note(&self, id: &str, status: u16, state: &'static str) {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(delivery) = log.iter_mut().rev().find(|delivery| delivery.id == id) {
            delivery.attempts.push(status);
            delivery.state = state;
        }
    }

    /// The last thousand, oldest first.
    pub(crate) fn log(&self) -> Vec<Delivery> {
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn the_signature_covers_token_and_time() {
        // Computed apart from this code: printf %s be58f71431454330072 | openssl dgst -sha256 -hmac secret
        assert_eq!(
            signature("secret", "be58f7", 1_431_454_330_072),
            "76f0d302ecf6900c5d74f9e010291e4f5d7f8d76c5cc396b1d1b33c7e04915a8"
        );
        assert_ne!(
            signature("secret", "be58f7", 1),
            signature("secret", "be58f71", 1)
        );
    }
}
