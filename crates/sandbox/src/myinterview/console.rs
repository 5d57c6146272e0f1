//! What the console shows of the vendor and does to it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::status_tag;
use super::templates::Template;
use super::{MyInterview, Switches};

/// The proposed profile, with `{base}` and `{host}` still open.
pub(super) const PROFILE: &str = include_str!("../../profiles/myinterview.json");

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
            "connected": self.connected(),
            "trigger_stage_id": self.trigger().stage,
            "archive": ledger.archive,
            "webhook": ledger.webhook,
            "playback": self.playback_keys(),
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

impl MyInterview {
    /// An admin makes a question template, or edits the one of that id.
    ///
    /// # Errors
    /// A sentence: no name, or a name that a status tag already means.
    pub(super) fn keep_template(&self, asked: TemplateWish) -> Result<Template, String> {
        if asked.name.is_empty() {
            return Err("a template has a name".to_owned());
        }
        // Its configuration tag would be read as a status tag.
        if status_tag::read(&format!("myInterview:{}", asked.name)).is_some() {
            return Err(format!(
                "a template cannot be called {:?}: a candidate's status tag is called so",
                asked.name
            ));
        }
        let mut templates = self.templates_mut();
        let number = templates.len().to_string();
        let id = asked
            .template_id
            .unwrap_or_else(|| self.dice.key(&["template", &number]));
        if id.len() != 24 || !id.chars().all(|c| c.is_ascii_hexdigit()) {
            return Err("a template's id is 24 hexadecimal digits".to_owned());
        }
        let template = Template {
            template_id: id,
            name: asked.name,
            questions: asked.questions,
        };
        match templates
            .iter_mut()
            .find(|known| known.template_id == template.template_id)
        {
            Some(known) => known.clone_from(&template),
            None => templates.push(template.clone()),
        }
        Ok(template)
    }
}

/// What an admin of the vendor types.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TemplateWish {
    /// To edit a known one.
    template_id: Option<String>,
    name: String,
    #[serde(default)]
    questions: Vec<String>,
}

/// POST `/templates`: `{template_id, name, questions}`.
pub(super) async fn save_template(
    State(vendor): State<Arc<MyInterview>>,
    Json(asked): Json<TemplateWish>,
) -> Result<Json<Template>, (StatusCode, String)> {
    vendor
        .keep_template(asked)
        .map(Json)
        .map_err(|error| (StatusCode::UNPROCESSABLE_ENTITY, error))
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
