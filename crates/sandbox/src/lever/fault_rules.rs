//! Faults that strike a share of the calls of some routes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::lever::pattern::Pattern;
use crate::world::chance::Chance;

/// Some calls go wrong in one way. The same seed and the same calls in the same order strike the same ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What happens.
    pub fault: FaultKind,
    /// Which requests; every one when absent.
    #[serde(default)]
    pub route: Pattern,
    /// Only requests of the key or the application of this name. Without it a vendor's routine looks are spared.
    #[serde(default)]
    pub caller: Option<String>,
    /// Share of the fitting calls, 0 to 1.
    #[serde(default = "always")]
    pub share: f64,
    /// So many fitting calls are spared at first.
    #[serde(default)]
    pub after: u32,
    /// How many more calls it strikes; `None`: no end.
    #[serde(default)]
    pub times: Option<u32>,
    /// `refusal`: status of the answer, 400 to 599.
    #[serde(default)]
    pub status: Option<u16>,
    /// `refusal`: `code` of the body.
    #[serde(default)]
    pub code: Option<String>,
    /// `refusal`: `message` of the body.
    #[serde(default)]
    pub message: Option<String>,
    /// `too_many` and `refusal`: seconds in `Retry-After`; without it there is no such header.
    #[serde(default)]
    pub retry_after_s: Option<u64>,
    /// `latency`: real milliseconds before the answer.
    #[serde(default)]
    pub ms: u64,
    /// `latency`: up to so many real milliseconds more, evenly drawn.
    #[serde(default)]
    pub spread_ms: u64,
}

fn always() -> f64 {
    1.0
}

/// The ways in which a call goes wrong. Those that say "not carried out" leave the account as it was; all others are carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// 429. Not carried out.
    TooMany,
    /// 500. Not carried out.
    Internal,
    /// 502 from the edge. Not carried out.
    BadGateway,
    /// 503. Not carried out.
    Unavailable,
    /// Any status with any `code` and `message`. Not carried out.
    Refusal,
    /// A page of HTML with status 200. Not carried out.
    Html,
    /// A request with an `offset` is answered with 400 `Invalid offset token`; others are spared. Not carried out.
    StaleOffset,
    /// It takes longer.
    Latency,
    /// A write whose answer is lost: 502. Reads are spared.
    LostAnswer,
    /// The connection ends without an answer.
    LostConnection,
    /// The connection ends in the middle of the body.
    CutBody,
    /// The body is half a JSON text, and says so nowhere.
    BrokenJson,
    /// The body is JSON of another shape.
    WrongShape,
    /// Every object has a field more than anybody knows.
    UnknownFields,
    /// A list does not say whether there is more.
    MissingHasNext,
}

/// What the planned faults do to one request.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    /// Names, for the request log.
    pub(crate) names: Vec<&'static str>,
    /// Real milliseconds.
    pub(crate) wait_ms: u64,
    /// Answered so, not carried out.
    pub(crate) instead: Option<Instead>,
    /// Carried out, but this becomes of the answer.
    pub(crate) twists: BTreeSet<Twist>,
}

/// An answer in place of Lever's.
#[derive(Debug)]
pub(crate) enum Instead {
    /// `{"code", "message"}`
    Refusal {
        status: u16,
        body: Value,
        retry_after_s: Option<u64>,
    },
    /// What a captive portal says.
    Html,
}

/// What becomes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Twist {
    UnknownFields,
    MissingHasNext,
    WrongShape,
    BrokenJson,
    LostAnswer,
    CutBody,
    LostConnection,
}

/// A request, as far as a rule looks at it.
pub(crate) struct Target<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) has_offset: bool,
    pub(crate) caller: &'a str,
    /// A vendor's routine look.
    pub(crate) routine: bool,
}

/// A rule at work.
pub(crate) struct Working {
    pub(crate) rule: Rule,
    seen: u32,
    chance: Chance,
}

impl Rule {
    /// A rule without parameters for every call.
    pub fn new(fault: FaultKind) -> Self {
        Self {
            fault,
            route: Pattern::default(),
            caller: None,
            share: 1.0,
            after: 0,
            times: None,
            status: None,
            code: None,
            message: None,
            retry_after_s: None,
            ms: 0,
            spread_ms: 0,
        }
    }

    /// Whether its numbers make sense.
    ///
    /// # Errors
    /// A sentence.
    pub(crate) fn check(&self) -> Result<(), String> {
        if !(0.0..=1.0).contains(&self.share) {
            return Err(format!("share must be from 0 to 1, not {}", self.share));
        }
        match self.status {
            Some(status) if !(400..=599).contains(&status) => {
                Err(format!("status must be from 400 to 599, not {status}"))
            }
            _ => Ok(()),
        }
    }

    fn fits(&self, target: &Target<'_>) -> bool {
        let called = match &self.caller {
            Some(caller) => caller.eq_ignore_ascii_case(target.caller),
            None => !target.routine,
        };
        let kind = match self.fault {
            FaultKind::StaleOffset => target.has_offset,
            FaultKind::LostAnswer => target.method != "GET",
            _ => true,
        };
        called && kind && self.route.fits(target.method, target.path)
    }
}

impl Working {
    /// The `place`-th rule of a plan with this seed.
    pub(crate) fn new(rule: Rule, seed: u64, place: usize) -> Self {
        Self {
            rule,
            seen: 0,
            chance: Chance::new(seed, &format!("fault rule {place}")),
        }
    }

    /// Adds to `effects` what this rule does to a request.
    pub(crate) fn apply(&mut self, target: &Target<'_>, effects: &mut Effects) {
        if !self.rule.fits(target) {
            return;
        }
        self.seen = self.seen.saturating_add(1);
        // Drawn for every fitting call, spared or not: the n-th call meets the n-th number.
        let struck = self.chance.happens(self.rule.share);
        let (name, does) = self.deed();
        let taken = effects.instead.is_some() && matches!(does, Does::Answer(_));
        if !struck || taken || self.seen <= self.rule.after || self.rule.times == Some(0) {
            return;
        }
        self.rule.times = self.rule.times.map(|left| left - 1);
        effects.names.push(name);
        match does {
            Does::Answer(instead) => effects.instead = Some(instead),
            Does::Wait(ms) => effects.wait_ms = effects.wait_ms.saturating_add(ms),
            Does::Twist(twist) => {
                effects.twists.insert(twist);
            }
        }
    }

    fn deed(&mut self) -> (&'static str, Does) {
        let refusal = |status, code: &str, message: &str| {
            Does::Answer(Instead::Refusal {
                status,
                body: json!({ "code": code, "message": message }),
                retry_after_s: self.rule.retry_after_s,
            })
        };
        match self.rule.fault {
            // No source shows Lever's body, and none a Retry-After.
            FaultKind::TooMany => (
                "too_many",
                refusal(429, "TooManyRequests", "Rate limit exceeded"),
            ),
            FaultKind::Internal => (
                "internal",
                refusal(500, "InternalServerError", "Something went wrong"),
            ),
            FaultKind::BadGateway => ("bad_gateway", refusal(502, "BadGateway", "Bad gateway")),
            FaultKind::Unavailable => (
                "unavailable",
                refusal(503, "ServiceUnavailable", "Down for maintenance"),
            ),
            FaultKind::Refusal => (
                "refusal",
                refusal(
                    self.rule.status.unwrap_or(400),
                    self.rule.code.as_deref().unwrap_or("BadRequestError"),
                    self.rule.message.as_deref().unwrap_or("Refused as planned"),
                ),
            ),
            FaultKind::StaleOffset => (
                "stale_offset",
                refusal(400, "BadRequestError", "Invalid offset token"),
            ),
            FaultKind::Html => ("html", Does::Answer(Instead::Html)),
            FaultKind::Latency => {
                let spread = i64::try_from(self.rule.spread_ms).unwrap_or(i64::MAX);
                let more = u64::try_from(self.chance.between(0, spread)).unwrap_or(0);
                ("latency", Does::Wait(self.rule.ms.saturating_add(more)))
            }
            FaultKind::LostAnswer => ("lost_answer", Does::Twist(Twist::LostAnswer)),
            FaultKind::LostConnection => ("lost_connection", Does::Twist(Twist::LostConnection)),
            FaultKind::CutBody => ("cut_body", Does::Twist(Twist::CutBody)),
            FaultKind::BrokenJson => ("broken_json", Does::Twist(Twist::BrokenJson)),
            FaultKind::WrongShape => ("wrong_shape", Does::Twist(Twist::WrongShape)),
            FaultKind::UnknownFields => ("unknown_fields", Does::Twist(Twist::UnknownFields)),
            FaultKind::MissingHasNext => ("missing_has_next", Does::Twist(Twist::MissingHasNext)),
        }
    }
}

enum Does {
    Answer(Instead),
    Wait(u64),
    Twist(Twist),
}
