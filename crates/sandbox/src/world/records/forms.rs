//! Profile forms that were filled in.

use serde_json::{Value, json};

use crate::world::World;
use crate::world::model::{Id, Ms, Opportunity};
use crate::world::records::template::answer;

/// A filled profile form.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) id: Id,
    pub(crate) text: String,
    pub(crate) instructions: String,
    pub(crate) template: Id,
    /// With values.
    pub(crate) fields: Vec<Value>,
    pub(crate) user: Option<Id>,
    pub(crate) stage: Option<Id>,
    pub(crate) created_at: Ms,
}

impl Form {
    /// As the API shows it.
    pub(crate) fn shape(&self) -> Value {
        json!({
            "id": self.id,
            "type": "form",
            "text": self.text,
            "instructions": self.instructions,
            "baseTemplateId": self.template,
            "fields": self.fields,
            "user": self.user,
            "stage": self.stage,
            "completedAt": self.created_at,
            "createdAt": self.created_at,
            "deletedAt": null,
        })
    }
}

impl World {
    /// The forms of an opportunity, oldest first.
    pub(crate) fn forms_of(&self, one: &Opportunity) -> Vec<Form> {
        match self.records.forms.get(&one.id) {
            Some(kept) => kept.clone(),
            None => self.early_forms(one),
        }
    }

    /// Adds a form.
    pub(crate) fn keep_form(&mut self, id: &str, form: Form) {
        let Some(one) = self.opportunities.get(id) else {
            return;
        };
        let mut all = self.forms_of(one);
        all.push(form);
        self.records.forms.insert(id.to_owned(), all);
    }

    /// One in twelve has a form.
    fn early_forms(&self, one: &Opportunity) -> Vec<Form> {
        if !self.records.is_old(one.created_at) || self.is_nameless(one) {
            return Vec::new();
        }
        let mut chance = self.records.chance("forms", &one.id);
        let original: Vec<_> = self
            .records
            .form_templates
            .iter()
            .filter(|template| !template.by_api)
            .collect();
        let (true, Some(template)) = (
            chance.happens(0.08),
            original.get(chance.index(original.len())),
        ) else {
            return Vec::new();
        };
        let until = self.records.born() - 1;
        let created_at = (one.created_at + chance.between(0, 90_000_000)).min(until);
        let stage = one
            .stage_changes
            .iter()
            .rev()
            .find(|change| change.updated_at <= created_at)
            .map(|change| change.to_stage_id.clone());
        vec![Form {
            id: chance.id(),
            text: template.text.clone(),
            instructions: template.instructions.clone(),
            template: template.id.clone(),
            fields: template.filled(|field| answer(&mut chance, field)),
            user: one.owner.clone(),
            stage,
            created_at,
        }]
    }
}
