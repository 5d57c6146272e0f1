//! Bad days, on demand: what a client must survive.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// How many of the coming requests go wrong in which way. All zero: none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    /// Answered with a page of HTML and status 200 instead of JSON, as a captive portal does.
    pub html: u32,
    /// Answered with 503.
    pub unavailable: u32,
    /// Answered with 429, whatever the bucket says.
    pub too_many: u32,
    /// Writes that are carried out and then answered with 502: the outcome is unknown to the client.
    pub lost_answers: u32,
    /// Opportunities whose stage nobody can change over the API: such a write is answered with 400, as often as it comes.
    pub refused_moves: Vec<String>,
    /// Real milliseconds before every answer.
    pub latency_ms: u64,
}

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Html,
    Unavailable,
    TooMany,
    LostAnswer,
    RefusedMove,
}

/// The plan in force.
#[derive(Default)]
pub(crate) struct Faults(Mutex<Plan>);

impl Faults {
    /// Replaces the plan.
    pub(crate) fn set(&self, plan: Plan) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = plan;
    }

    /// What is left of it.
    pub(crate) fn plan(&self) -> Plan {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Takes the next fault for a request to `path`, if any is left.
    pub(crate) fn next(&self, is_write: bool, path: &str) -> Option<Fault> {
        let mut plan = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut take = |left: fn(&mut Plan) -> &mut u32| {
            let left = left(&mut plan);
            let any = *left > 0;
            *left = left.saturating_sub(1);
            any
        };
        if take(|plan| &mut plan.html) {
            Some(Fault::Html)
        } else if take(|plan| &mut plan.unavailable) {
            Some(Fault::Unavailable)
        } else if take(|plan| &mut plan.too_many) {
            Some(Fault::TooMany)
        } else if is_write && take(|plan| &mut plan.lost_answers) {
            Some(Fault::LostAnswer)
        } else if is_write && moves_one_of(path, &plan.refused_moves) {
            Some(Fault::RefusedMove)
        } else {
            None
        }
    }
}

fn moves_one_of(path: &str, opportunities: &[String]) -> bool {
    path.strip_prefix("/opportunities/")
        .and_then(|rest| rest.strip_suffix("/stage"))
        .is_some_and(|id| opportunities.iter().any(|one| one == id))
}
