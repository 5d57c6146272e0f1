//! Bad days, on demand: what a client must survive.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::lever::delivery_plan::{Treatment, WebhookPlan};
use crate::lever::fault_rules::{Effects, Instead, Rule, Target, Twist, Working};
use crate::lever::vendor_faults::VendorPlan;
use crate::world::chance::Chance;

/// What is to go wrong. The first fields count the coming requests; all zero: none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// Faults of some routes, for a share of their calls. Each is looked at in turn; the first answer wins, everything else adds up.
    pub rules: Vec<Rule>,
    /// Seed of the shares; the world's when absent.
    pub seed: Option<u64>,
    /// How far Lever's clock is off, milliseconds: `Date`, every stamp in answers and webhooks, and the windows it is asked for.
    pub clock_skew_ms: i64,
    /// What becomes of webhooks.
    pub webhooks: WebhookPlan,
    /// What becomes of the vendors.
    pub vendors: VendorPlan,
}

impl Plan {
    /// Whether its numbers make sense.
    ///
    /// # Errors
    /// A sentence.
    pub fn check(&self) -> Result<(), String> {
        self.rules.iter().try_for_each(Rule::check)?;
        self.webhooks.check()
    }

    /// Takes the next counted fault, if any is left.
    fn take(&mut self, target: &Target<'_>, effects: &mut Effects) {
        let mut some = |left: fn(&mut Self) -> &mut u32| {
            let left = left(self);
            let any = *left > 0;
            *left = left.saturating_sub(1);
            any
        };
        let refusal = |status, code: &str, message: &str| Instead::Refusal {
            status,
            body: json!({ "code": code, "message": message }),
            retry_after_s: None,
        };
        let is_write = target.method != "GET";
        let (name, instead) = if some(|plan| &mut plan.html) {
            ("html", Some(Instead::Html))
        } else if some(|plan| &mut plan.unavailable) {
            let down = refusal(503, "ServiceUnavailable", "Down for maintenance");
            ("unavailable", Some(down))
        } else if some(|plan| &mut plan.too_many) {
            // No source shows Lever's body, and none a Retry-After.
            let slow = refusal(429, "TooManyRequests", "Rate limit exceeded");
            ("too_many", Some(slow))
        } else if is_write && some(|plan| &mut plan.lost_answers) {
            effects.twists.insert(Twist::LostAnswer);
            ("lost_answer", None)
        } else if is_write && moves_one_of(target.path, &self.refused_moves) {
            let refused = refusal(400, "BadRequestError", "The stage cannot be changed");
            ("refused_move", Some(refused))
        } else {
            return;
        };
        effects.names.push(name);
        effects.instead = instead;
    }
}

#[derive(Default)]
struct State {
    /// Without its rules, which are at work below.
    plan: Plan,
    rules: Vec<Working>,
    deliveries: Option<Chance>,
}

/// The plan in force.
pub(crate) struct Faults {
    world_seed: u64,
    state: Mutex<State>,
}

impl Faults {
    pub(crate) fn new(world_seed: u64) -> Self {
        Self {
            world_seed,
            state: Mutex::default(),
        }
    }

    /// Replaces the plan; what was drawn for the old one is forgotten.
    pub(crate) fn set(&self, mut plan: Plan) {
        let seed = plan.seed.unwrap_or(self.world_seed);
        let rules = std::mem::take(&mut plan.rules)
            .into_iter()
            .enumerate()
            .map(|(place, rule)| Working::new(rule, seed, place))
            .collect();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *state = State {
            plan,
            rules,
            deliveries: Some(Chance::new(seed, "webhook plan")),
        };
    }

    /// One rule more, behind those that are at work.
    pub(crate) fn add(&self, rule: Rule) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let seed = state.plan.seed.unwrap_or(self.world_seed);
        let place = state.rules.len();
        state.rules.push(Working::new(rule, seed, place));
    }

    /// What is left of it.
    pub(crate) fn plan(&self) -> Plan {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let rules = state.rules.iter().map(|one| one.rule.clone()).collect();
        Plan {
            rules,
            ..state.plan.clone()
        }
    }

    /// How far Lever's clock is off, milliseconds.
    pub(crate) fn clock_skew_ms(&self) -> i64 {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.plan.clock_skew_ms
    }

    /// What comes over a request. A vendor's routine looks come at any time: they must not use up a fault that was planned for
    /// somebody else.
    pub(crate) fn next(&self, target: &Target<'_>) -> Effects {
        let mut effects = Effects::default();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !target.routine {
            state.plan.take(target, &mut effects);
        }
        for rule in &mut state.rules {
            rule.apply(target, &mut effects);
        }
        effects.wait_ms = effects.wait_ms.saturating_add(state.plan.latency_ms);
        effects
    }

    /// What becomes of a delivery of `event` to `url`.
    pub(crate) fn treat(&self, event: &str, url: &str) -> Treatment {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State {
            plan, deliveries, ..
        } = &mut *state;
        match deliveries {
            Some(chance) => plan.webhooks.next(event, url, chance),
            None => Treatment::default(),
        }
    }

    /// Looks at what is planned for the vendors, and may use some of it up.
    pub(crate) fn with_vendors<T>(&self, look: impl FnOnce(&mut VendorPlan) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        look(&mut state.plan.vendors)
    }
}

fn moves_one_of(path: &str, opportunities: &[String]) -> bool {
    path.strip_prefix("/opportunities/")
        .and_then(|rest| rest.strip_suffix("/stage"))
        .is_some_and(|id| opportunities.iter().any(|one| one == id))
}
