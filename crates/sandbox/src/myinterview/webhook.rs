//! What Lever tells the vendor: two webhooks, registered by the vendor itself, verified, taken once.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use reqwest::Method;
use serde_json::{Value, json};

use super::MyInterview;
use crate::partner::signature::hmac_hex;

const STAGE: &str = "candidateStageChange";
const ARCHIVE: &str = "candidateArchiveChange";

impl MyInterview {
    /// Registers both webhooks by Lever's API and keeps each one's signature token, which Lever shows only once.
    ///
    /// # Errors
    /// A sentence, when Lever refused.
    pub async fn connect(self: &Arc<Self>) -> Result<(), String> {
        self.register().await?;
        self.schedule_open_past();
        Ok(())
    }

    async fn register(&self) -> Result<(), String> {
        for (event, path) in [(STAGE, "stage"), (ARCHIVE, "archive")] {
            let url = format!("{}/hooks/{path}", self.start.base_url);
            let body = json!({ "event": event, "url": url });
            let made = self
                .lever
                .call(Method::POST, &["webhooks"], &[], Some(&body))
                .await
                .map_err(|refused| format!("Lever did not register {event} ({refused:?})"))?;
            let token = made
                .pointer("/configuration/signatureToken")
                .and_then(Value::as_str)
                .ok_or_else(|| format!("Lever registered {event} without a signature token"))?;
            self.ledger()
                .signing
                .insert(event.to_owned(), token.to_owned());
        }
        Ok(())
    }

    /// The account consented anew: webhooks that are gone from Lever are registered again, and what Lever is still owed is
    /// written.
    ///
    /// # Errors
    /// A sentence, when Lever refused.
    pub async fn reconnect(
        self: &Arc<Self>,
        access: String,
        refresh: String,
    ) -> Result<(), String> {
        self.lever.reconnect(access, refresh).await;
        self.set_connected(true);
        let listed = self.lever.call(Method::GET, &["webhooks"], &[], None).await;
        let listed = self
            .heard(listed)
            .map_err(|refused| format!("Lever did not show its webhooks ({refused:?})"))?;
        let ours = format!("{}/hooks/", self.start.base_url);
        let mut urls = listed
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|hook| hook.get("url")?.as_str());
        if !urls.any(|url| url.starts_with(&ours)) {
            self.register().await?;
        }
        let owing = self.ledger().owing(None);
        for (id, _) in owing {
            self.settle(&id).await;
        }
        Ok(())
    }

    /// Takes a delivery: `None` when it is not Lever's, not new, or a test without data; else its data.
    fn take(&self, event: &str, delivery: &Value) -> Result<Option<Value>, StatusCode> {
        let text = |field: &str| {
            delivery
                .get(field)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let triggered_at = delivery
            .get("triggeredAt")
            .and_then(Value::as_i64)
            .unwrap_or_default();
        let mut ledger = self.ledger();
        let key = ledger.signing.get(event).ok_or(StatusCode::UNAUTHORIZED)?;
        let expected = hmac_hex(key, &format!("{}{triggered_at}", text("token")));
        if text("signature") != expected || text("event") != event {
            return Err(StatusCode::UNAUTHORIZED);
        }
        if !ledger.first_delivery(text("token")) {
            return Ok(None);
        }
        Ok(delivery
            .get("data")
            .filter(|data| data.get("opportunityId").is_some())
            .cloned())
    }
}

/// POST `/hooks/stage`. Answered at once; the work follows.
pub(super) async fn stage(
    State(vendor): State<Arc<MyInterview>>,
    Json(delivery): Json<Value>,
) -> StatusCode {
    let data = match vendor.take(STAGE, &delivery) {
        Ok(data) => data.unwrap_or_default(),
        Err(status) => return status,
    };
    let field = |name: &str| data.get(name).and_then(Value::as_str).map(str::to_owned);
    if let Some(opportunity) = field("opportunityId") {
        vendor.plan(&delivery, &Heard::Stage(opportunity, field("toStageId")));
    }
    StatusCode::OK
}

/// POST `/hooks/archive`.
pub(super) async fn archive(
    State(vendor): State<Arc<MyInterview>>,
    Json(delivery): Json<Value>,
) -> StatusCode {
    let data = match vendor.take(ARCHIVE, &delivery) {
        Ok(data) => data.unwrap_or_default(),
        Err(status) => return status,
    };
    if let Some(opportunity) = data.get("opportunityId").and_then(Value::as_str) {
        let archived = data.get("toArchived").is_some_and(|to| !to.is_null());
        let heard = Heard::Archive(opportunity.to_owned(), archived);
        vendor.plan(&delivery, &heard);
    }
    StatusCode::OK
}

/// What a delivery told.
#[derive(Clone, Debug)]
enum Heard {
    /// A candidacy went into a stage.
    Stage(String, Option<String>),
    /// A candidacy went into the archive, or came out of it.
    Archive(String, bool),
}

impl MyInterview {
    /// Handles a delivery now, later, twice or never, as well as the vendor hears.
    fn plan(self: &Arc<Self>, delivery: &Value, heard: &Heard) {
        let token = delivery.get("token").and_then(Value::as_str);
        let dice = self.dice;
        let waits = self
            .switches_mut()
            .hearing
            .take(dice, token.unwrap_or_default());
        for wait in waits {
            let piece = if wait == 0 {
                self.at_work.begin()
            } else {
                self.later.begin()
            };
            let (this, clock) = (Arc::downgrade(self), self.start.clock.clone());
            let heard = heard.clone();
            self.spawn(async move {
                if wait > 0 {
                    clock.sleep(wait).await;
                }
                let Some(this) = this.upgrade() else { return };
                // In hand before it is no longer ahead: it never looks done in between.
                let _at_work = this.at_work.begin();
                drop(piece);
                this.handle(heard).await;
            });
        }
    }

    async fn handle(self: &Arc<Self>, heard: Heard) {
        match heard {
            Heard::Stage(opportunity, stage) => {
                self.look_again(&opportunity).await;
                if let Some(stage) = stage
                    && self.triggers(&stage).await
                {
                    self.stage_entered(&opportunity).await;
                }
            }
            Heard::Archive(opportunity, archived) => {
                self.archive_changed(&opportunity, archived);
                self.look_again(&opportunity).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::http::StatusCode;
    use serde_json::{Value, json};

    use super::{ARCHIVE, MyInterview, STAGE, hmac_hex};
    use crate::clock::SandboxClock;
    use crate::myinterview::VendorStart;
    use crate::settings::Settings;
    use crate::transport::{Switchboard, Transport};

    fn vendor() -> Arc<MyInterview> {
        let vendor = MyInterview::start(VendorStart {
            base_url: "http://127.0.0.1:1/myinterview".to_owned(),
            lever_api: "http://127.0.0.1:1/v1".to_owned(),
            lever_auth: "http://127.0.0.1:1".to_owned(),
            client_id: String::new(),
            client_secret: String::new(),
            access_token: String::new(),
            refresh_token: String::new(),
            trigger_stage_id: "stage".to_owned(),
            note_author: String::new(),
            past: Vec::new(),
            faults: crate::lever::VendorFaults::none(crate::lever::Vendor::MyInterview),
            transport: Transport::in_process(Switchboard::default()),
            clock: SandboxClock::new(1.0, Some(0)),
            settings: Settings::default(),
        });
        vendor
            .ledger()
            .signing
            .insert(STAGE.to_owned(), "stage key".to_owned());
        vendor
    }

    fn delivery(token: &str, key: &str, data: &Value) -> Value {
        json!({
            "event": STAGE, "token": token, "triggeredAt": 1_700_000_000_000_i64, "data": data,
            "signature": hmac_hex(key, &format!("{token}1700000000000")),
        })
    }

    #[test]
    fn a_signed_delivery_is_taken_once() {
        let vendor = vendor();
        let data = json!({ "opportunityId": "o" });
        let good = delivery("t", "stage key", &data);
        assert_eq!(vendor.take(STAGE, &good), Ok(Some(data.clone())));
        assert_eq!(vendor.take(STAGE, &good), Ok(None));
        assert_eq!(
            vendor.take(STAGE, &delivery("t2", "stage key", &data)),
            Ok(Some(data))
        );
    }

    #[test]
    fn a_test_delivery_has_no_data_and_is_taken_quietly() {
        assert_eq!(
            vendor().take(STAGE, &delivery("t", "stage key", &json!({}))),
            Ok(None)
        );
    }

    #[test]
    fn what_lever_did_not_sign_is_refused() {
        let vendor = vendor();
        let data = json!({ "opportunityId": "o" });
        let mut late = delivery("t", "stage key", &data);
        late["triggeredAt"] = json!(1_700_000_000_001_i64);
        for (hook, bad) in [
            (STAGE, delivery("t", "another key", &data)),
            (STAGE, late),
            (STAGE, json!({ "event": STAGE, "data": data })),
            // Each webhook has its own token: a stage delivery does not pass as an archive delivery.
            (ARCHIVE, delivery("t", "stage key", &data)),
        ] {
            assert_eq!(
                vendor.take(hook, &bad),
                Err(StatusCode::UNAUTHORIZED),
                "{bad}"
            );
        }
        // A refused delivery does not use its token up.
        assert!(
            vendor
                .take(STAGE, &delivery("t", "stage key", &data))
                .is_ok_and(|data| data.is_some())
        );
    }
}
