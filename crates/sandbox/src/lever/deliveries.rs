//! Sends webhooks: POSTs with the signature in the body, five retries with growing delay, and a log.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::Method;
use hmac::{Hmac, Mac};
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;

use crate::clock::SandboxClock;
use crate::lever::delivery_log::{Delivery, DeliveryLog};
use crate::lever::faults::Faults;
use crate::lever::skew;
use crate::transport::{Outgoing, Transport};
use crate::world::model::{Id, Ms, Webhook};

/// Virtual milliseconds before each retry. Lever documents five of growing delay, not their length.
pub const RETRY_AFTER_MS: [i64; 5] = [1_000, 5_000, 30_000, 120_000, 600_000];
/// How long a delivery that is to change places waits for the next one, virtual milliseconds.
const SWAP_WAIT_MS: i64 = 30_000;

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

/// What is to be sent.
#[derive(Clone)]
struct Parcel {
    id: Id,
    url: String,
    body: Value,
    late_ms: i64,
    again_after_ms: Option<i64>,
}

/// The sender.
pub(crate) struct Deliveries {
    clock: SandboxClock,
    faults: Arc<Faults>,
    transport: Transport,
    log: Mutex<DeliveryLog>,
    /// By receiver: what waits for the next one to go first.
    held: Mutex<BTreeMap<String, Parcel>>,
}

impl Deliveries {
    pub(crate) fn new(clock: SandboxClock, faults: Arc<Faults>, transport: Transport) -> Self {
        Self {
            clock,
            faults,
            transport,
            log: Mutex::default(),
            held: Mutex::default(),
        }
    }

    /// Sends in the background, as the planned faults let it. `token` is the random part of the signature.
    pub(crate) fn send(
        self: &Arc<Self>,
        webhook: &Webhook,
        id: Id,
        token: &str,
        triggered_at: Ms,
        data: Value,
    ) {
        let skew_ms = self.faults.clock_skew_ms();
        let stamp = triggered_at.saturating_add(skew_ms);
        let mut shown = data.clone();
        skew::shift(&mut shown, skew_ms);
        let body = json!({
            "id": id,
            "event": webhook.event,
            "triggeredAt": stamp,
            "data": shown,
            "signature": signature(&webhook.signature_token, token, stamp),
            "token": token,
        });
        let treatment = self.faults.treat(&webhook.event, &webhook.url);
        let delivery = Delivery {
            id: id.clone(),
            webhook: webhook.id.clone(),
            event: webhook.event.clone(),
            url: webhook.url.clone(),
            triggered_at,
            data,
            attempts: Vec::new(),
            attempted_at: Vec::new(),
            state: if treatment.lost { "lost" } else { "pending" },
        };
        self.log().keep(delivery, body.clone(), self.clock.now_ms());
        if treatment.lost {
            return;
        }
        let parcel = Parcel {
            id,
            url: webhook.url.clone(),
            body,
            late_ms: treatment.late_ms,
            again_after_ms: treatment.again_after_ms,
        };
        let behind = {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            let behind = held.remove(&parcel.url);
            if treatment.swapped && behind.is_none() {
                held.insert(parcel.url.clone(), parcel.clone());
                drop(held);
                let this = Arc::clone(self);
                tokio::spawn(async move { this.wait_for_the_next(parcel).await });
                return;
            }
            behind
        };
        let this = Arc::clone(self);
        tokio::spawn(async move { this.deliver(parcel, behind).await });
    }

    /// Sends a held one at last, when no other came to go before it.
    async fn wait_for_the_next(self: Arc<Self>, parcel: Parcel) {
        self.clock.sleep(SWAP_WAIT_MS).await;
        let still = {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            let mine = held.get(&parcel.url).is_some_and(|one| one.id == parcel.id);
            mine.then(|| held.remove(&parcel.url)).flatten()
        };
        if let Some(parcel) = still {
            self.deliver(parcel, None).await;
        }
    }

    /// All attempts of one; `behind` goes right after the first.
    async fn deliver(self: Arc<Self>, parcel: Parcel, behind: Option<Parcel>) {
        self.clock.sleep(parcel.late_ms).await;
        let mut waits = RETRY_AFTER_MS.iter();
        let mut behind = behind;
        loop {
            let status = self.attempt(&parcel).await;
            let good = (200..300).contains(&status);
            let wait = waits.next().filter(|_| !good);
            let state = match (good, wait) {
                (true, _) => "delivered",
                (false, Some(_)) => "pending",
                (false, None) => "failed",
            };
            self.note(&parcel.id, status, state);
            if let Some(behind) = behind.take() {
                let this = Arc::clone(&self);
                tokio::spawn(async move { this.boxed(behind).await });
            }
            match (wait, parcel.again_after_ms) {
                (Some(ms), _) => self.clock.sleep(*ms).await,
                (None, Some(ms)) if good => {
                    self.clock.sleep(ms).await;
                    let status = self.attempt(&parcel).await;
                    self.note(&parcel.id, status, "delivered");
                    return;
                }
                (None, _) => return,
            }
        }
    }

    /// A delivery that another one starts: its type would otherwise contain itself.
    fn boxed(self: Arc<Self>, parcel: Parcel) -> futures::future::BoxFuture<'static, ()> {
        Box::pin(self.deliver(parcel, None))
    }

    /// Sends the same body once more, as a person does in the settings; one attempt. Returns whether it is still in the log.
    pub(crate) fn rerun(self: &Arc<Self>, id: &str) -> bool {
        let Some((url, body)) = self.log().again(id, self.clock.now_ms()) else {
            return false;
        };
        let parcel = Parcel {
            id: id.to_owned(),
            url,
            body,
            late_ms: 0,
            again_after_ms: None,
        };
        let this = Arc::clone(self);
        tokio::spawn(async move {
            let status = this.attempt(&parcel).await;
            let good = (200..300).contains(&status);
            this.note(
                &parcel.id,
                status,
                if good { "delivered" } else { "failed" },
            );
        });
        true
    }

    async fn attempt(&self, parcel: &Parcel) -> u16 {
        let Ok(url) = Url::parse(&parcel.url) else {
            return 0;
        };
        let request = Outgoing::new(Method::POST, url).json(&parcel.body);
        let status = self.transport.status(request).await;
        status.map_or(0, |status| status.as_u16())
    }

    fn note(&self, id: &str, status: u16, state: &'static str) {
        self.log().note(id, status, state, self.clock.now_ms());
    }

    fn log(&self) -> MutexGuard<'_, DeliveryLog> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All that are kept, oldest first.
    pub(crate) fn all(&self) -> Vec<Delivery> {
        self.log().all(self.clock.now_ms())
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
