//! What Lever tells the vendor: one webhook, registered by the vendor itself, verified, taken once.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use reqwest::Method;
use serde_json::{Value, json};

use super::JobTwine;
use crate::partner::signature::hmac_hex;

const STAGE: &str = "candidateStageChange";

impl JobTwine {
    /// Registers the webhook by Lever's API, keeps its signature token (which Lever shows only once), looks at the postings
    /// for the first time and goes on looking.
    ///
    /// # Errors
    /// A sentence, when Lever refused.
    pub async fn connect(self: &Arc<Self>) -> Result<(), String> {
        self.register().await?;
        self.look_at_postings()
            .await
            .map_err(|refused| format!("Lever did not show its postings ({refused:?})"))?;
        self.keep_looking();
        self.watch_open_links();
        Ok(())
    }

    async fn register(&self) -> Result<(), String> {
        let body = json!({ "event": STAGE, "url": format!("{}/hooks/stage", self.start.base_url) });
        let made = self
            .lever
            .call(Method::POST, &["webhooks"], &[], Some(&body))
            .await
            .map_err(|refused| format!("Lever did not register {STAGE} ({refused:?})"))?;
        let token = made
            .pointer("/configuration/signatureToken")
            .and_then(Value::as_str)
            .ok_or_else(|| format!("Lever registered {STAGE} without a signature token"))?;
        token.clone_into(&mut self.ledger().signing);
        Ok(())
    }

    /// The account consented anew, with this pair of tokens: a webhook that is gone from Lever is registered again, and what
    /// Lever is still owed is written. What Lever refuses now waits for the next look.
    pub async fn reconnect(self: &Arc<Self>, access: String, refresh: String) {
        self.lever.reconnect(access, refresh).await;
        self.set_connected(true);
        let listed = self.lever.call(Method::GET, &["webhooks"], &[], None).await;
        if let Ok(listed) = self.heard(listed) {
            let ours = format!("{}/hooks/stage", self.start.base_url);
            let known = listed.as_array().into_iter().flatten();
            let mut urls = known.filter_map(|hook| hook.get("url")?.as_str());
            if !urls.any(|url| url == ours)
                && let Err(sentence) = self.register().await
            {
                tracing::warn!(sentence, "the webhook is not registered");
            }
        }
        let owing = self.ledger().owing(None);
        for (id, opportunity) in owing {
            self.settle_now(&id, &opportunity).await;
        }
    }

    /// Takes a delivery: `None` when it is not Lever's, not new, or a test without data; else its data.
    fn take(&self, delivery: &Value) -> Result<Option<Value>, StatusCode> {
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
        let expected = hmac_hex(&ledger.signing, &format!("{}{triggered_at}", text("token")));
        if ledger.signing.is_empty() || text("signature") != expected || text("event") != STAGE {
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

impl JobTwine {
    /// Handles one event, `wait` virtual milliseconds from now.
    fn hear(self: &Arc<Self>, wait: i64, opportunity: String, entered: bool, left: bool) {
        let piece = if wait == 0 {
            self.at_work.begin()
        } else {
            self.later.begin()
        };
        let (this, clock) = (Arc::downgrade(self), self.start.clock.clone());
        self.spawn(async move {
            if wait > 0 {
                clock.sleep(wait).await;
            }
            let Some(this) = this.upgrade() else { return };
            // In hand before it is no longer ahead: it never looks done in between.
            let _at_work = this.at_work.begin();
            drop(piece);
            this.look_again(Some(&opportunity)).await;
            if entered {
                this.stage_entered(&opportunity).await;
            } else if left {
                this.stage_left(&opportunity).await;
            }
        });
    }
}

/// POST `/hooks/stage`. Answered at once; the work follows.
pub(super) async fn stage(
    State(vendor): State<Arc<JobTwine>>,
    Json(delivery): Json<Value>,
) -> StatusCode {
    let data = match vendor.take(&delivery) {
        Ok(data) => data.unwrap_or_default(),
        Err(status) => return status,
    };
    let field = |name: &str| {
        data.get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (opportunity, from, to) = (
        field("opportunityId"),
        field("fromStageId"),
        field("toStageId"),
    );
    let (entered, left) = {
        let stages = vendor.stages();
        (stages.contains(&to), stages.contains(&from))
    };
    if !opportunity.is_empty() {
        let token = delivery.get("token").and_then(Value::as_str);
        let dice = vendor.dice;
        let waits = vendor
            .switches_mut()
            .hearing
            .take(dice, token.unwrap_or_default());
        for wait in waits {
            vendor.hear(wait, opportunity.clone(), entered, left);
        }
    }
    StatusCode::OK
}
