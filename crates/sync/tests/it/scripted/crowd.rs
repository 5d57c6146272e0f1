//! More candidates beside the first one, each with a stage, an e-mail and a posting of their own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// `other-1`, `other-2` and so on.
#[derive(Default)]
pub(super) struct Crowd {
    pub(super) count: usize,
    /// Where everybody stands who was not moved, and since when.
    pub(super) began: (String, i64),
    /// Who was moved: where to, and when.
    pub(super) moved: BTreeMap<String, (String, i64)>,
    /// Whose moves Lever refuses.
    pub(super) refused: BTreeSet<String>,
    /// Who has no e-mail.
    pub(super) unreachable: BTreeSet<String>,
    /// Who was to be moved by this seat, in order, carried out or not.
    pub(super) writes: Vec<String>,
}

impl Crowd {
    /// The one a path is about, with the rest of the path.
    pub(super) fn find<'p>(&self, path: &'p str) -> Option<(&'p str, &'p str)> {
        let rest = path.strip_prefix("/opportunities/")?;
        let (id, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let number: usize = id.strip_prefix("other-")?.parse().ok()?;
        (1..=self.count).contains(&number).then_some((id, rest))
    }

    /// Everybody, made after the first candidate.
    pub(super) fn all(&self, model: &Value) -> Vec<Value> {
        (1..=self.count)
            .map(|number| self.one(&format!("other-{number}"), model))
            .collect()
    }

    pub(super) fn one(&self, id: &str, model: &Value) -> Value {
        let mut one = model.clone();
        one["id"] = json!(id);
        one["contact"] = json!(format!("contact-of-{id}"));
        one["applications"] =
            json!([{ "id": format!("application-of-{id}"), "posting": "posting-1" }]);
        let (stage, at) = self.moved.get(id).unwrap_or(&self.began);
        one["stage"] = json!(stage);
        one["lastAdvancedAt"] = json!(at);
        one["stageChanges"] =
            json!([{ "toStageId": stage, "toStageIndex": 0, "updatedAt": at, "userId": null }]);
        if self.unreachable.contains(id) {
            one["emails"] = json!([]);
        }
        one
    }

    pub(super) fn go(&mut self, id: &str, to: &str, now: i64) {
        self.moved.insert(id.to_owned(), (to.to_owned(), now));
    }
}
