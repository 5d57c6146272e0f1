//! Feedback forms: on interviews that were held, and by hand.

use serde_json::{Value, json};

use crate::world::World;
use crate::world::chance::Chance;
use crate::world::model::{Id, Ms, Opportunity};
use crate::world::records::template::{Template, answer};

const HOUR: i64 = 3_600_000;

/// One filled form.
#[derive(Clone, Debug)]
pub(crate) struct Feedback {
    pub(crate) id: Id,
    pub(crate) text: String,
    pub(crate) instructions: String,
    /// With values.
    pub(crate) fields: Vec<Value>,
    pub(crate) template: Id,
    /// Both or none.
    pub(crate) interview: Option<(Id, Id)>,
    pub(crate) user: Option<Id>,
    pub(crate) created_at: Ms,
    pub(crate) completed_at: Option<Ms>,
    /// Null until the first change.
    pub(crate) updated_at: Option<Ms>,
    pub(crate) deleted_at: Option<Ms>,
}

impl Feedback {
    /// As reads and creation show it.
    pub(crate) fn shape(&self) -> Value {
        json!({
            "id": self.id,
            "type": "interview",
            "text": self.text,
            "instructions": self.instructions,
            "fields": self.fields,
            "baseTemplateId": self.template,
            "interview": self.interview.as_ref().map(|(_, interview)| interview),
            "panel": self.interview.as_ref().map(|(panel, _)| panel),
            "user": self.user,
            "createdAt": self.created_at,
            "completedAt": self.completed_at,
            "updatedAt": self.updated_at,
            "deletedAt": self.deleted_at,
        })
    }

    /// As the answer to a change shows it: an internal shape, in which the rating is called `score`.
    pub(crate) fn internal_shape(&self, account: &str, one: &Opportunity) -> Value {
        let fields: Vec<Value> = self.fields.iter().map(internal_field).collect();
        let mut shape = json!({
            "id": self.id,
            "accountId": account,
            "userId": self.user,
            "profileId": one.contact,
            "baseTemplateId": self.template,
            "text": self.text,
            "instructions": self.instructions,
            "type": "interview",
            "fields": fields,
            "createdAt": self.created_at,
            "completedAt": self.completed_at,
            "updatedAt": self.updated_at,
        });
        // Present only where the form belongs to an interview: the recorded form did not.
        if let (Some((panel, interview)), Value::Object(map)) = (&self.interview, &mut shape) {
            map.insert("panelId".to_owned(), json!(panel));
            map.insert("interviewId".to_owned(), json!(interview));
        }
        shape
    }
}

fn internal_field(field: &Value) -> Value {
    let mut field = field.clone();
    if field.get("type").and_then(Value::as_str) == Some("score-system")
        && let Value::Object(map) = &mut field
    {
        map.insert("type".to_owned(), json!("score"));
        map.insert("isSummary".to_owned(), json!(true));
        map.insert("summaryText".to_owned(), json!(""));
        map.insert("overall".to_owned(), json!(true));
    }
    field
}

impl World {
    /// All feedback on an opportunity, deleted forms included, oldest first.
    pub(crate) fn feedback_of(&self, one: &Opportunity) -> Vec<Feedback> {
        match self.records.feedback.get(&one.id) {
            Some(kept) => kept.clone(),
            None => self.early_feedback(one),
        }
    }

    /// The kept feedback of an opportunity, to be changed.
    pub(crate) fn feedback_kept(&mut self, id: &str) -> Option<&mut Vec<Feedback>> {
        if !self.records.feedback.contains_key(id) {
            let early = self.early_feedback(self.opportunities.get(id)?);
            self.records.feedback.insert(id.to_owned(), early);
        }
        self.records.feedback.get_mut(id)
    }

    /// Three of four interviewers write after an interview that was held; who passed an on-site interview earlier has one or
    /// two forms without an interview, as imports leave them.
    fn early_feedback(&self, one: &Opportunity) -> Vec<Feedback> {
        if !self.records.is_old(one.created_at) {
            return Vec::new();
        }
        let mut chance = self.records.chance("feedback", &one.id);
        let mut found = Vec::new();
        let born = self.records.born();
        let panels = self.panels.get(&one.id);
        for panel in panels.into_iter().flatten() {
            if panel.externally_managed || panel.canceled_at.is_some() {
                continue;
            }
            for interview in &panel.interviews {
                let end = interview.date + interview.duration * 60_000;
                for who in &interview.interviewers {
                    let at = end + chance.between(1, 20) * HOUR;
                    if at < born && chance.happens(0.75) {
                        let tie = (panel.id.clone(), interview.id.clone());
                        found.extend(self.written(&mut chance, Some(tie), &who.id, at));
                    }
                }
            }
        }
        for stage in self.stages.iter().filter(|stage| stage.has_interview) {
            let left = one
                .stage_changes
                .iter()
                .skip_while(|change| change.to_stage_id != stage.id)
                .nth(1)
                .map(|change| change.updated_at);
            if let Some(left) = left.filter(|at| self.records.is_old(*at)) {
                for _ in 0..chance.between(0, 2) {
                    let at = (left - chance.between(1, 30) * HOUR).max(one.created_at);
                    let who = self.interviewer(&mut chance);
                    found.extend(self.written(&mut chance, None, &who, at));
                }
            }
        }
        found.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        found
    }

    fn interviewer(&self, chance: &mut Chance) -> Id {
        let known: Vec<&str> = self
            .users
            .iter()
            .filter(|user| {
                user.access_role == "interviewer" && self.records.is_old(user.created_at)
            })
            .map(|user| user.id.as_str())
            .collect();
        chance.pick(&known).to_owned()
    }

    fn written(
        &self,
        chance: &mut Chance,
        interview: Option<(Id, Id)>,
        user: &str,
        at: Ms,
    ) -> Option<Feedback> {
        let original = templates_of_old(&self.records.feedback_templates, self.records.born());
        let template = original.get(chance.index(original.len()))?;
        let id = chance.id();
        Some(Feedback {
            id,
            text: template.text.clone(),
            instructions: template.instructions.clone(),
            fields: template.filled(|field| answer(chance, field)),
            template: template.id.clone(),
            interview,
            user: Some(user.to_owned()),
            created_at: at,
            completed_at: Some(at + chance.between(0, HOUR)),
            updated_at: None,
            deleted_at: None,
        })
    }
}

/// Templates made later must not change what was written earlier.
fn templates_of_old(templates: &[Template], born: Ms) -> Vec<&Template> {
    templates
        .iter()
        .filter(|template| !template.by_api && template.created_at.is_none_or(|at| at < born))
        .collect()
}
