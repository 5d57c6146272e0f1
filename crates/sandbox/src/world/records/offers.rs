//! Offers: those who came to the offer stage before the sandbox started have one.

use serde_json::{Value, json};

use crate::world::World;
use crate::world::model::{Id, Ms, Opportunity};

const HOUR: i64 = 3_600_000;

/// An offer.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    pub(crate) id: Id,
    pub(crate) created_at: Ms,
    /// `draft`, `approval-sent`, `approved`, `sent`, `sent-manually`, `opened`, `denied` or `signed`.
    pub(crate) status: &'static str,
    /// Whether a document went out, and whether a signed one came back.
    pub(crate) sent_at: Option<Ms>,
    pub(crate) signed_at: Option<Ms>,
    shape: Value,
}

impl Offer {
    /// As the API shows it.
    pub(crate) fn shape(&self) -> Value {
        self.shape.clone()
    }
}

impl World {
    /// The offers of an opportunity.
    pub(crate) fn offers_of(&self, one: &Opportunity) -> Vec<Offer> {
        if !self.records.is_old(one.created_at) || self.is_nameless(one) {
            return Vec::new();
        }
        let Some(entered) = self.entered_before_start(one, "offer") else {
            return Vec::new();
        };
        let mut chance = self.records.chance("offer", &one.id);
        if !chance.happens(0.85) {
            return Vec::new();
        }
        let ended = one
            .archived
            .as_ref()
            .filter(|mark| self.records.is_old(mark.archived_at));
        let hired = ended.is_some_and(|mark| self.hires(&mark.reason));
        let drawn = *[
            "draft",
            "approval-sent",
            "approved",
            "sent",
            "sent-manually",
            "opened",
        ]
        .get(chance.index(6))
        .unwrap_or(&"draft");
        let status = match (hired, ended) {
            (true, _) => "signed",
            (false, Some(_)) => "denied",
            (false, None) => drawn,
        };
        let until = self.records.born() - 1;
        let created_at = (entered + chance.between(1, 30) * HOUR).min(until);
        let sent = matches!(
            status,
            "sent" | "sent-manually" | "opened" | "denied" | "signed"
        );
        let sent_at = sent.then(|| (created_at + 26 * HOUR).min(until));
        let signed_at = (status == "signed").then(|| (created_at + 70 * HOUR).min(until));
        let approved_at =
            (sent || status == "approved").then(|| (created_at + 20 * HOUR).min(until));
        let id = chance.id();
        let amount = chance.between(45, 150) * 1_000;
        let document = |what: &str, at: Ms| {
            json!({
                "fileName": format!("employment-offer-letter{}.pdf", if what == "signed" { "_signed" } else { "" }),
                "uploadedAt": at,
                "downloadUrl": format!("https://api.lever.co/v1/opportunities/{}/offers/{id}/download?status={what}", one.id),
            })
        };
        let posting = self.posting_of(one);
        let person = self.contact_of(one);
        let name = person.map_or("", |person| person.name.as_str());
        let field = |text: &str, identifier: &str, value: Value| json!({ "text": text, "identifier": identifier, "value": value });
        let signatures = sent_at.map(|at| {
            json!({ "candidate": {
                "role": "candidate",
                "name": name,
                "email": person.and_then(|person| person.emails.first()),
                "firstOpenedAt": (status != "sent").then_some(at),
                "lastOpenedAt": (status != "sent").then_some(at),
                "signedAt": signed_at,
                "signed": signed_at.is_some(),
            } })
        });
        let shape = json!({
            "id": id,
            "posting": posting.map(|posting| &posting.id),
            "createdAt": created_at,
            "status": status,
            "creator": one.owner,
            "fields": [
                field("Job posting", "job_posting", json!(posting.map(|posting| &posting.id))),
                field("Job title", "job_title", json!(posting.map(|posting| &posting.text))),
                field("Candidate name", "candidate_name", json!(name)),
                field("Offered compensation amount", "salary_amount", json!(amount)),
                field("Compensation currency", "compensation_currency", json!("EUR")),
                field("Type of earnings", "salary_interval", json!("per-year-salary")),
                field("Hiring manager", "hiring_manager", json!(posting.and_then(|posting| posting.hiring_manager.as_ref()))),
                field("Anticipated start date", "anticipated_start_date", json!(created_at + 60 * 24 * HOUR)),
            ],
            "signatures": signatures,
            "approvedAt": approved_at,
            "sentAt": sent_at,
            "sentDocument": sent_at.map(|at| document("sent", at)),
            "signedDocument": signed_at.map(|at| document("signed", at)),
        });
        vec![Offer {
            id,
            created_at,
            status,
            sent_at,
            signed_at,
            shape,
        }]
    }

    /// Whether an archive reason means that somebody was hired.
    pub(crate) fn hires(&self, reason: &str) -> bool {
        self.archive_reasons
            .iter()
            .any(|known| known.id == reason && known.kind == "hired")
    }
}
