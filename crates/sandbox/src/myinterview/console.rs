//! What the console shows of the vendor and does to it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{MyInterview, Switches};

/// The proposed profile, with `{base}` and `{host}` still open.
const PROFILE: &str = include_str!("../../profiles/myinterview.json");

impl MyInterview {
    /// Hidden state for the console: interviews, jobs, outboxes and switches.
    pub fn state(&self) -> Value {
        let now = self.now();
        let ledger = self.ledger();
        let interviews: Vec<Value> = ledger
            .all()
            .iter()
            .map(|interview| interview.json_at(now))
            .collect();
        json!({
            "interviews": interviews,
            "jobs": ledger.jobs,
            "outbox": self.outbox.sent(),
            "switches": self.switches(),
        })
    }

    /// The proposed vendor profile, filled in for this address.
    pub fn profile(&self) -> Value {
        let text = PROFILE
            .replace("{base}", &self.start.base_url)
            .replace("{host}", self.host());
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// A console action on the latest invitation of an opportunity: `clicked` (the candidate opens the link), `complete`
    /// (hands in), `expire` (the deadline passes), `resume` (writes that a broken completion owes). Answers with the
    /// interview as it then stands.
    ///
    /// # Errors
    /// A sentence, when there is no such action or invitation, or the invitation is not open.
    pub async fn act(self: &Arc<Self>, opportunity: &str, action: &str) -> Result<Value, String> {
        let id = self
            .ledger()
            .latest_invited(opportunity)
            .map(|interview| interview.id.clone())
            .ok_or("this opportunity has not been invited")?;
        match action {
            "clicked" if self.opened(&id) => {}
            "clicked" => return Err("the invitation is not open".to_owned()),
            "complete" => self.complete(&id).await?,
            "expire" => self.expire(&id),
            "resume" => self.settle(&id).await,
            _ => return Err(format!("no such action: {action}")),
        }
        let now = self.now();
        Ok(self
            .ledger()
            .by_id(&id)
            .map(|interview| interview.json_at(now))
            .unwrap_or_default())
    }

    /// Changes switches: `patch` is a JSON object with the fields to change.
    ///
    /// # Errors
    /// A sentence that names what cannot be.
    pub fn set_switches(&self, patch: &Value) -> Result<Switches, String> {
        let mut switches = self.switches_mut();
        *switches = switches.patched(patch)?;
        Ok(switches.clone())
    }
}

/// GET `/profile.json`.
pub(super) async fn profile(State(vendor): State<Arc<MyInterview>>) -> Json<Value> {
    Json(vendor.profile())
}

/// GET `/switches`.
pub(super) async fn switches(State(vendor): State<Arc<MyInterview>>) -> Json<Switches> {
    Json(vendor.switches())
}

/// POST `/switches`: the fields to change.
pub(super) async fn set_switches(
    State(vendor): State<Arc<MyInterview>>,
    Json(patch): Json<Value>,
) -> Result<Json<Switches>, (StatusCode, String)> {
    vendor
        .set_switches(&patch)
        .map(Json)
        .map_err(|error| (StatusCode::BAD_REQUEST, error))
}
