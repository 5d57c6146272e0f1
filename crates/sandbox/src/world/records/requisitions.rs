//! Requisitions: the headcount behind most postings, and the account's custom fields for them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::world::World;
use crate::world::chance::Chance;
use crate::world::model::{Id, Ms, Posting};

const DAY: i64 = 86_400_000;

/// How many people may be hired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Headcount {
    /// So many.
    Of(i64),
    /// The API shows the text `unlimited` in the place of the number.
    Unlimited,
}

impl Headcount {
    /// As the API shows it.
    pub(crate) fn shape(self) -> Value {
        match self {
            Self::Of(count) => json!(count),
            Self::Unlimited => json!("unlimited"),
        }
    }
}

/// A requisition.
#[derive(Clone, Debug)]
pub(crate) struct Requisition {
    pub(crate) id: Id,
    /// Unique in the account.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) backfill: bool,
    pub(crate) headcount: Headcount,
    pub(crate) hired: i64,
    /// `open`, `onHold`, `closed` or `draft`; with approvals also `pending` and `rejected`.
    pub(crate) status: String,
    pub(crate) creator: Option<Id>,
    pub(crate) owner: Option<Id>,
    pub(crate) hiring_manager: Option<Id>,
    /// `{min, max, currency, interval}`
    pub(crate) compensation: Option<Value>,
    /// Free text, whatever the documentation lists.
    pub(crate) employment_status: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) department: Option<String>,
    pub(crate) team: Option<String>,
    pub(crate) internal_notes: String,
    pub(crate) postings: Vec<Id>,
    pub(crate) custom: Map<String, Value>,
    pub(crate) approval: Value,
    /// `{status, beginAt}`, oldest first.
    pub(crate) history: Vec<(String, Ms)>,
    pub(crate) created_at: Ms,
    pub(crate) updated_at: Ms,
    pub(crate) closed_at: Option<Ms>,
}

impl Requisition {
    /// As reads show it.
    pub(crate) fn shape(&self, confidential: bool) -> Value {
        json!({
            "id": self.id,
            "requisitionCode": self.code,
            "name": self.name,
            "backfill": self.backfill,
            "confidentiality": if confidential { "confidential" } else { "non-confidential" },
            "createdAt": self.created_at,
            "creator": self.creator,
            "headcountHired": self.hired,
            "headcountInfinite": self.headcount == Headcount::Unlimited,
            "headcountTotal": self.headcount.shape(),
            "status": self.status,
            "hiringManager": self.hiring_manager,
            "owner": self.owner,
            "compensationBand": self.compensation,
            "employmentStatus": self.employment_status,
            "location": self.location,
            "internalNotes": self.internal_notes,
            "postings": self.postings,
            "department": self.department,
            "team": self.team,
            "offerIds": [],
            "approval": self.approval,
            "customFields": self.custom,
            "closedAt": self.closed_at,
            "timeToFillStartAt": null,
            "timeToFillEndAt": null,
            "updatedAt": self.updated_at,
        })
    }

    /// As the answers to creation and change show it: an internal shape.
    pub(crate) fn internal_shape(&self, account: &str, confidential: bool) -> Value {
        let history: Vec<Value> = self
            .history
            .iter()
            .map(|(status, at)| {
                json!({ "status": status, "beginAt": at, "attribution": { "service": "data-api", "timestamp": at } })
            })
            .collect();
        let mut shape = json!({
            "id": self.id,
            "accountId": account,
            "requisitionCode": self.code,
            "name": self.name,
            "backfill": self.backfill,
            "createdAt": self.created_at,
            "creatorUserId": self.creator,
            "customFields": self.custom,
            "hasConfidentialPosting": confidential,
            "headcountHired": self.hired,
            "headcountInfinite": self.headcount == Headcount::Unlimited,
            "headcountTotal": self.headcount.shape(),
            "internalNotes": self.internal_notes,
            "ownerUserId": self.owner,
            "postingIds": self.postings,
            "reservedOfferIds": [],
            "search": { "nameCodeTokens": tokens(&self.name, &self.code) },
            "stateHistory": history,
            "status": self.status,
            "updatedAt": self.updated_at,
        });
        // What was not sent is absent here, not null.
        if let Value::Object(map) = &mut shape {
            for (key, value) in [
                ("employmentStatus", &self.employment_status),
                ("location", &self.location),
                ("department", &self.department),
                ("team", &self.team),
                ("hiringManagerUserId", &self.hiring_manager),
            ] {
                if let Some(value) = value {
                    map.insert(key.to_owned(), json!(value));
                }
            }
            if let Some(band) = &self.compensation {
                map.insert("compensationBand".to_owned(), band.clone());
            }
        }
        shape
    }
}

/// The beginnings of every word, from the second letter on: what a search box finds it by.
fn tokens(name: &str, code: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for word in name.split_whitespace().chain([code]) {
        let letters: Vec<char> = word.to_lowercase().chars().take(12).collect();
        for end in 2..=letters.len().max(2) {
            let token: String = letters.iter().take(end).collect();
            if !tokens.contains(&token) {
                tokens.push(token);
            }
        }
    }
    tokens
}

const STATUSES: &[(&str, f64)] = &[
    ("open", 70.0),
    ("closed", 12.0),
    ("onHold", 9.0),
    ("pending", 5.0),
    ("rejected", 4.0),
];
const EMPLOYMENT: &[&str] = &[
    "Full-Time",
    "full-time",
    "Exempt Full-Time",
    "Part-Time",
    "Contract",
];

/// Two of three postings hang on a requisition; a few requisitions are there without one.
pub(crate) fn fill(world: &World, seed: u64, now: Ms) -> BTreeMap<Id, Requisition> {
    let mut chance = Chance::new(seed, "requisitions");
    let mut all: Vec<Requisition> = Vec::new();
    for posting in world.postings.values() {
        if chance.happens(0.66) {
            let number = all.len();
            all.push(requisition(&mut chance, world, Some(posting), number, now));
        }
    }
    for _ in 0..3 {
        let number = all.len();
        all.push(requisition(&mut chance, world, None, number, now));
    }
    all.into_iter().map(|one| (one.id.clone(), one)).collect()
}

fn requisition(
    chance: &mut Chance,
    world: &World,
    posting: Option<&Posting>,
    number: usize,
    now: Ms,
) -> Requisition {
    let weights: Vec<f64> = STATUSES.iter().map(|(_, weight)| *weight).collect();
    let status = STATUSES
        .get(chance.weighted(&weights))
        .map_or("open", |(status, _)| *status);
    let created_at = posting.map_or(now - chance.between(30, 300) * DAY, |posting| {
        posting.created_at - chance.between(1, 20) * DAY
    });
    let updated_at = created_at + chance.between(0, 10) * DAY;
    let low = chance.between(4, 12) * 10_000;
    let categories = posting.map(|posting| &posting.categories);
    let owner = posting.and_then(|posting| posting.owner.clone());
    let manager = posting.and_then(|posting| posting.hiring_manager.clone());
    Requisition {
        id: chance.id(),
        code: format!("REQ-{}", 100 + number),
        name: posting.map_or_else(|| format!("Headcount pool {number}"), |posting| posting.text.clone()),
        backfill: chance.happens(0.3),
        headcount: if chance.happens(0.12) {
            Headcount::Unlimited
        } else {
            Headcount::Of(chance.between(1, 6))
        },
        hired: i64::from(status == "closed"),
        status: status.to_owned(),
        creator: owner.clone(),
        owner,
        hiring_manager: manager.clone(),
        compensation: posting.map(|_| json!({ "currency": "USD", "interval": "per-year-salary", "min": low, "max": low + 30_000 })),
        employment_status: posting.map(|_| chance.pick(EMPLOYMENT).to_owned()),
        location: categories.and_then(|place| place.location.clone()),
        department: categories.and_then(|place| place.department.clone()),
        team: categories.and_then(|place| place.team.clone()),
        internal_notes: if chance.happens(0.4) {
            "Agreed with finance.".to_owned()
        } else {
            String::new()
        },
        postings: posting.map(|posting| posting.id.clone()).into_iter().collect(),
        custom: Map::new(),
        approval: approval(chance, world, manager.as_deref(), status, created_at),
        history: vec![(status.to_owned(), created_at)],
        created_at,
        updated_at,
        closed_at: (status == "closed").then_some(updated_at),
    }
}

/// Some were approved in one step, by a named person or by whoever holds a role; most needed no approval.
fn approval(
    chance: &mut Chance,
    world: &World,
    manager: Option<&str>,
    status: &str,
    at: Ms,
) -> Value {
    let asked = matches!(status, "pending" | "rejected") || chance.happens(0.3);
    let Some(manager) = manager.and_then(|id| world.user(id)).filter(|_| asked) else {
        return json!({ "steps": [] });
    };
    let done = status != "pending";
    let state = match status {
        "pending" => "inprogress",
        "rejected" => "denied",
        _ => "approved",
    };
    let named = chance.happens(0.4);
    let mut approver = json!({
        "id": chance.id(),
        "isDynamic": !named,
        "type": if named { "static" } else { "dynamic" },
        "user": if named {
            json!({ "userId": manager.id, "email": manager.email })
        } else {
            json!("Requisition hiring manager")
        },
    });
    if let (true, Value::Object(map)) = (done, &mut approver) {
        map.insert("approved".to_owned(), json!(state == "approved"));
        map.insert("approvedAt".to_owned(), json!(at + DAY));
    }
    json!({
        "id": chance.id(),
        "accountId": world.records.account,
        "createdBy": world.cast.super_admin,
        "status": state,
        "startedAt": at,
        "approvedAt": (state == "approved").then_some(at + DAY),
        "steps": [{
            "id": chance.id(),
            "completed": done,
            "status": state,
            "outOfBandOnly": false,
            "approvalsRequired": 1,
            "approvers": [approver],
        }],
    })
}

/// The custom fields the account starts with.
pub(crate) fn fields() -> Vec<Value> {
    vec![
        json!({ "id": "target_hire_date", "text": "Target hire date", "type": "date", "isRequired": false }),
        json!({ "id": "budget_approved_on", "text": "Budget approved on", "type": "date", "isRequired": false }),
    ]
}

impl World {
    /// Whether a requisition hangs on a confidential posting, and so is confidential itself.
    pub(crate) fn is_confidential_requisition(&self, one: &Requisition) -> bool {
        one.postings.iter().any(|id| {
            self.postings
                .get(id)
                .is_some_and(|posting| posting.confidentiality == "confidential")
        })
    }

    /// The codes of a posting's requisitions, those set by hand first.
    pub(crate) fn requisition_codes(&self, posting: &str) -> Vec<String> {
        let by_hand = self
            .records
            .posting_extras
            .get(posting)
            .and_then(|extras| extras.requisition_codes.clone());
        by_hand.unwrap_or_else(|| {
            self.records
                .requisitions
                .values()
                .filter(|one| one.postings.iter().any(|id| id == posting))
                .map(|one| one.code.clone())
                .collect()
        })
    }
}
