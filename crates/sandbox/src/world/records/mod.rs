//! What hangs on opportunities, postings and the account besides the pipeline itself: feedback, files, resumes, offers,
//! referrals, forms, requisitions, survey answers, audit events.
//!
//! A large account has hundreds of thousands of such records. They are therefore not stored: a record of the time before the
//! sandbox started is computed, whenever it is read, from the seed and the id of what it hangs on, each kind from a stream of
//! its own. Only what somebody changes through the API is kept ([`Kept`]), and from then on the kept version is the true one.

pub(crate) mod audit;
pub(crate) mod eeo;
pub(crate) mod feedback;
pub(crate) mod files;
pub(crate) mod form_templates;
pub(crate) mod forms;
pub(crate) mod offers;
pub(crate) mod referrals;
pub(crate) mod requisitions;
pub(crate) mod resumes;
pub(crate) mod template;
pub(crate) mod templates;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::chance::Chance;
use crate::world::model::{Id, Ms, Opportunity};
use crate::world::people;
use crate::world::records::audit::AuditEvent;
use crate::world::records::feedback::Feedback;
use crate::world::records::files::{Stored, Upload};
use crate::world::records::forms::Form;
use crate::world::records::requisitions::Requisition;
use crate::world::records::resumes::Resume;
use crate::world::records::template::Template;

/// Records by the opportunity they hang on, where somebody changed them.
pub(crate) type Kept<T> = BTreeMap<Id, Vec<T>>;

/// Everything of this kind that is kept.
#[derive(Default)]
pub(crate) struct Records {
    /// The account's own id; internal shapes show it.
    pub(crate) account: Id,
    /// The id of a role the account made itself.
    pub(crate) custom_role: Id,
    seed: u64,
    /// When the sandbox started: only what was there before has computed records.
    born: Ms,
    /// In no order.
    pub(crate) feedback_templates: Vec<Template>,
    /// In no order.
    pub(crate) form_templates: Vec<Template>,
    /// By id.
    pub(crate) requisitions: BTreeMap<Id, Requisition>,
    /// As the API shows them.
    pub(crate) requisition_fields: Vec<Value>,
    /// In order of time.
    pub(crate) audit: Vec<AuditEvent>,
    /// Uploads that an application may still name, by id.
    pub(crate) uploads: BTreeMap<Id, Upload>,
    /// What people answered who applied through the API, by opportunity.
    pub(crate) answers: BTreeMap<Id, Answers>,
    /// Against which requisition somebody was hired: requisition id by opportunity.
    pub(crate) hired_for: BTreeMap<Id, Id>,
    /// What a posting was given besides the fields of the model, by posting.
    pub(crate) posting_extras: BTreeMap<Id, PostingExtras>,
    /// What the next updates of postings change without being asked.
    pub(crate) posting_damage: PostingDamage,
    /// Files that were removed, by opportunity: what was removed and when and by whom.
    pub(crate) removed_files: BTreeMap<Id, Vec<(Stored, Ms, Option<Id>)>>,
    feedback: Kept<Feedback>,
    files: Kept<Stored>,
    resumes: Kept<Resume>,
    forms: Kept<Form>,
}

/// What somebody answered in an application form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers {
    /// Name as typed.
    pub(crate) name: Option<String>,
    /// Address as typed.
    pub(crate) email: Option<String>,
    /// Number as typed.
    pub(crate) phone: Option<String>,
    /// Current company.
    pub(crate) company: Option<String>,
    /// Additional information.
    pub(crate) comments: Option<String>,
    /// Links.
    pub(crate) links: Vec<String>,
    /// Answered question sets, as the application shows them.
    pub(crate) custom_questions: Vec<Value>,
    /// Sender's address.
    pub(crate) ip_address: Option<String>,
    /// `gender`, `race`, `veteran` and so on; `None` when the survey was left out.
    pub(crate) eeo: Option<BTreeMap<String, String>>,
}

/// Fields of a posting that only the API's writes set here.
#[derive(Clone, Debug, Default)]
pub(crate) struct PostingExtras {
    /// HTML.
    pub(crate) salary_description_html: Option<String>,
    /// `{min, max, currency, interval}`
    pub(crate) salary_range: Option<Value>,
    /// Codes that were set by hand.
    pub(crate) requisition_codes: Option<Vec<String>>,
}

/// Updates of postings that change more than they were asked to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PostingDamage {
    /// How many of the next ones do.
    pub(crate) updates: u32,
    /// What they change.
    pub(crate) field: DamagedField,
}

/// What an update changes without being asked.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DamagedField {
    /// `categories.allLocations` is empty, as in the one recording that shows a posting after an update. An update can give
    /// it back.
    #[default]
    Locations,
    /// Nobody follows the posting any more; no update takes followers.
    Followers,
}

/// Makes what the account has from the start. Called once, when all else is there.
pub(crate) fn fill(world: &mut World, seed: u64, now: Ms) {
    let mut chance = Chance::new(seed, "account");
    world.records.account = chance.id();
    world.records.custom_role = people::custom_role(seed);
    world.records.seed = seed;
    world.records.born = now;
    world.records.feedback_templates = templates::catalogue(seed, now);
    world.records.form_templates = form_templates::catalogue(seed, now);
    world.records.requisition_fields = requisitions::fields();
    world.records.requisitions = requisitions::fill(world, seed, now);
    world.records.audit = audit::fill(world, seed, now);
}

impl Records {
    /// The stream of one record: `part` names the kind, `id` what it hangs on.
    pub(crate) fn chance(&self, part: &str, id: &str) -> Chance {
        Chance::new(self.seed, &format!("{part} {id}"))
    }

    /// Whether something of this time was there when the sandbox started, and so has computed records.
    pub(crate) fn is_old(&self, at: Ms) -> bool {
        at < self.born
    }

    /// When the sandbox started.
    pub(crate) fn born(&self) -> Ms {
        self.born
    }

    /// Forgets what is kept of a deleted opportunity.
    pub(crate) fn forget(&mut self, opportunity: &str) {
        self.feedback.remove(opportunity);
        self.files.remove(opportunity);
        self.resumes.remove(opportunity);
        self.forms.remove(opportunity);
        self.answers.remove(opportunity);
        self.hired_for.remove(opportunity);
        self.removed_files.remove(opportunity);
    }
}

impl World {
    /// When an old opportunity entered a stage for the first time, as far as that was before the sandbox started.
    pub(crate) fn entered_before_start(&self, one: &Opportunity, stage: &str) -> Option<Ms> {
        one.stage_changes
            .iter()
            .find(|change| change.to_stage_id == stage)
            .map(|change| change.updated_at)
            .filter(|at| self.records.is_old(*at))
    }

    /// What the person agreed to, as far as they were asked: one in sixteen. `expiresAt` is null where they agreed for good.
    pub(crate) fn consent_of(&self, one: &Opportunity) -> Value {
        let mut chance = self.records.chance("consent", &one.contact);
        if !chance.happens(0.06) || self.is_nameless(one) {
            return Value::Null;
        }
        let contact = chance.happens(0.7);
        let until = chance
            .happens(0.5)
            .then(|| self.records.born() + chance.between(30, 700) * 86_400_000);
        json!({
            "store": { "allowed": true, "expiresAt": until },
            "contact": { "allowed": contact, "expiresAt": until.filter(|_| contact) },
        })
    }

    /// Whether the person's data was removed on request: nothing that describes them is left then.
    pub(crate) fn is_nameless(&self, one: &Opportunity) -> bool {
        self.contact_of(one)
            .is_none_or(|person| person.is_anonymized)
    }
}
