//! What the console shows of the vendor and does to it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::course::Move;
use super::interview::{By, Outcome};
use super::ledger::Round;
use super::race::POOL;
use super::slots::Wish;
use super::trouble::Trouble;
use super::{JobTwine, Switches};

/// The proposed profile, with `{base}` and `{host}` still open.
pub(super) const PROFILE: &str = include_str!("../../profiles/jobtwine.json");

/// Everything that any action may be told. Times in Unix milliseconds.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Asked {
    slots: Vec<i64>,
    slot: Option<usize>,
    interviewer: Option<String>,
    offer: Option<usize>,
    outcome: Option<Outcome>,
    by: Option<By>,
    who: Option<Missing>,
    to: Option<i64>,
}

/// Who did not come.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Missing {
    Candidate,
    Interviewer,
}

impl JobTwine {
    /// Hidden state for the console: interviews, jobs, outboxes, switches.
    pub fn state(&self) -> Value {
        let now = self.now();
        let stages: Vec<String> = self.stages().iter().cloned().collect();
        let ledger = self.ledger();
        let interviews: Vec<Value> = ledger.all().iter().map(|one| one.json_at(now)).collect();
        json!({
            "connected": self.connected(),
            "stages": stages,
            "interviews": interviews,
            "jobs": ledger.jobs.values().collect::<Vec<_>>(),
            "interviewers": POOL,
            "outbox": self.outbox.sent(),
            "switches": self.switches(),
            "undefined": ledger.undefined,
            "busy": self.at_work.pieces(),
            "later": self.later.pieces(),
        })
    }

    /// The proposed vendor profile, filled in for this address.
    pub fn profile(&self) -> Value {
        let text = PROFILE
            .replace("{base}", &self.start.base_url)
            .replace("{host}", self.host());
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// A console action on the latest attempt at an opportunity (see the table in the console's own documentation). Answers
    /// with the interview as it then stands.
    ///
    /// # Errors
    /// A sentence, when there is no such action or attempt, or it is not at that point.
    pub async fn act(
        self: &Arc<Self>,
        opportunity: &str,
        action: &str,
        body: Value,
    ) -> Result<Value, String> {
        let asked: Asked = match body {
            Value::Null => Asked::default(),
            body => serde_json::from_value(body).map_err(|error| error.to_string())?,
        };
        let id = self
            .ledger()
            .of(opportunity)
            .last()
            .map(|one| one.id.clone())
            .ok_or("this opportunity has not been sent to JobTwine")?;
        let done = match action {
            "slots" => {
                self.give_slots(&id, &asked.slots, asked.by.unwrap_or(By::Candidate))
                    .await
            }
            "self_schedule" => self.choose(&id, asked.offer).await,
            "claim" => {
                let wish = Wish {
                    slot: asked.slot,
                    interviewer: asked.interviewer,
                };
                self.race(&id, &wish).await.map(|_| ())
            }
            "refuse" => self.refuse(&id).await,
            "hold" => self.hold(&id).await,
            "feedback" => self.finish(&id, asked.outcome).await,
            "cancel" => self.cancel(&id, asked.by.unwrap_or(By::Candidate)).await,
            "reschedule" => {
                let to = match (asked.to, asked.slots.is_empty()) {
                    (Some(start), _) => Move::To(start),
                    (None, false) => Move::Slots(asked.slots),
                    (None, true) => Move::Ask,
                };
                self.reschedule(&id, to, asked.by.unwrap_or(By::Candidate))
                    .await
            }
            "no_show" => match asked.who.unwrap_or(Missing::Candidate) {
                Missing::Candidate => self.missed(&id, By::Candidate).await,
                Missing::Interviewer => self.missed(&id, By::Client).await,
            },
            "expire" => self.expire(&id).await,
            "resume" => {
                self.settle_now(&id, opportunity).await;
                Ok(())
            }
            _ => return Err(format!("no such action: {action}")),
        };
        done.map_err(|trouble| trouble.sentence())?;
        let now = self.now();
        let ledger = self.ledger();
        Ok(ledger
            .by_id(&id)
            .map(|one| one.json_at(now))
            .unwrap_or_default())
    }

    /// An admin of the vendor enters a job's rounds: `{"rounds": [{"name", "minutes"}]}`.
    ///
    /// # Errors
    /// A sentence.
    pub async fn enter_rounds(self: &Arc<Self>, posting: &str, body: Value) -> Result<(), String> {
        let rounds = read_rounds(body).map_err(|trouble| trouble.sentence())?;
        self.save_rounds(posting, rounds)
            .await
            .map_err(|trouble| trouble.sentence())
    }

    /// Looks at Lever's stages and postings now, instead of at the next turn.
    ///
    /// # Errors
    /// A sentence, when Lever refused.
    pub async fn poll(self: &Arc<Self>) -> Result<(), String> {
        self.look_at_postings()
            .await
            .map_err(|refused| format!("Lever did not show its postings ({refused:?})"))
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

/// `{"rounds": [{"name", "minutes"}]}`
pub(super) fn read_rounds(body: Value) -> Result<Vec<Round>, Trouble> {
    #[derive(Deserialize)]
    struct Rounds {
        rounds: Vec<Round>,
    }
    serde_json::from_value::<Rounds>(body)
        .map(|body| body.rounds)
        .map_err(|error| Trouble::Invalid(error.to_string()))
}

/// GET `/profile.json`.
pub(super) async fn profile(State(vendor): State<Arc<JobTwine>>) -> Json<Value> {
    Json(vendor.profile())
}

/// GET `/switches`.
pub(super) async fn switches(State(vendor): State<Arc<JobTwine>>) -> Json<Switches> {
    Json(vendor.switches())
}

/// POST `/switches`: the fields to change.
pub(super) async fn set_switches(
    State(vendor): State<Arc<JobTwine>>,
    Json(patch): Json<Value>,
) -> Result<Json<Switches>, (StatusCode, String)> {
    vendor
        .set_switches(&patch)
        .map(Json)
        .map_err(|error| (StatusCode::BAD_REQUEST, error))
}
