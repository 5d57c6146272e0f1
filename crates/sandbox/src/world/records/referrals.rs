//! Referrals: the form a colleague filled in for somebody they know.

use serde_json::{Value, json};

use crate::world::World;
use crate::world::model::{Id, Ms, Opportunity};
use crate::world::records::template::options;

const KINDS: &[&str] = &[
    "Former colleague",
    "Friend",
    "Reputation",
    "Other",
    "Don't know this person",
];

/// A referral form.
#[derive(Clone, Debug)]
pub(crate) struct Referral {
    pub(crate) id: Id,
    pub(crate) created_at: Ms,
    shape: Value,
}

impl Referral {
    /// As the API shows it.
    pub(crate) fn shape(&self) -> Value {
        self.shape.clone()
    }
}

impl World {
    /// Nine of ten referred people have their form; one in four was typed in by a recruiter and so names no user.
    pub(crate) fn referrals_of(&self, one: &Opportunity) -> Vec<Referral> {
        if one.origin != "referred" || !self.records.is_old(one.created_at) {
            return Vec::new();
        }
        let mut chance = self.records.chance("referral", &one.id);
        if !chance.happens(0.9) {
            return Vec::new();
        }
        let users: Vec<_> = self
            .users
            .iter()
            .filter(|user| self.records.is_old(user.created_at))
            .collect();
        let Some(colleague) = users.get(chance.index(users.len())) else {
            return Vec::new();
        };
        let by_hand = chance.happens(0.25);
        let referrer = (!by_hand).then(|| colleague.id.clone());
        let user = if by_hand {
            one.owner.clone()
        } else {
            Some(colleague.id.clone())
        };
        let created_at = one.created_at + 1;
        let stage = one
            .stage_changes
            .first()
            .map_or_else(|| one.stage.clone(), |change| change.to_stage_id.clone());
        let id = chance.id();
        let shape = json!({
            "id": id,
            "type": "referral",
            "text": "Referral",
            "instructions": "",
            "fields": [
                { "type": "text", "text": "Name of referrer", "description": "", "required": true, "value": colleague.name },
                { "type": "dropdown", "text": "Relationship", "description": "", "required": true, "prompt": "Select one",
                  "options": options(KINDS), "value": chance.pick(KINDS) },
                { "type": "textarea", "text": "Notes / Comments", "description": "", "required": true,
                  "value": "Worked together for two years, would do it again." },
            ],
            "baseTemplateId": self.records.chance("referral template", "").id(),
            "user": user,
            "referrer": referrer,
            "stage": stage,
            "createdAt": created_at,
            "completedAt": created_at,
        });
        vec![Referral {
            id,
            created_at,
            shape,
        }]
    }
}
