//! Moving many at once: who goes along, what it costs, how long it takes.

use serde::{Deserialize, Serialize};

use crate::preflight::{FindingCode, Preflight, Severity};

/// Most candidates that one bulk move takes: what a person can still look through before it leaves.
pub const MOST: usize = 500;

/// How a candidate stands in the table, the ones to look at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Nothing would be sent, or it cannot be done at all. Never part of a bulk move.
    Blocked,
    /// Would be contacted a second time, or loses what is under way: taken along only when somebody says so.
    LeftOut,
    /// Goes along, and something should be known first.
    Warned,
    /// Goes along.
    Ready,
}

impl Weight {
    /// Part of the move unless somebody takes it out.
    pub fn goes_along(self) -> bool {
        matches!(self, Self::Warned | Self::Ready)
    }
}

/// Weighs one candidate by the findings of the same preflight that a single move has.
///
/// What nobody can check ([`Severity::Unknown`]) is the same for every row and weighs nothing here.
pub fn weigh(preflight: &Preflight) -> Weight {
    preflight
        .findings
        .iter()
        .map(|finding| match finding.severity {
            Severity::Stop | Severity::Block => Weight::Blocked,
            Severity::Warn if asks_twice(finding.code) => Weight::LeftOut,
            Severity::Warn => Weight::Warned,
            Severity::Unknown => Weight::Ready,
        })
        .min()
        .unwrap_or(Weight::Ready)
}

/// Findings about this one person that nobody should agree to for twenty at once.
fn asks_twice(code: FindingCode) -> bool {
    matches!(
        code,
        FindingCode::InviteOpen
            | FindingCode::InvitedRecently
            | FindingCode::AlreadyCompleted
            | FindingCode::InterviewBooked
            | FindingCode::FeedbackMissing
            | FindingCode::SamePersonElsewhere
    )
}

/// How the requests of this seat stand right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// This seat's share, requests a second.
    pub rate_per_second: u32,
    /// Could go out at once.
    pub available: u32,
    /// What waits already and is at least as urgent.
    pub waiting: u32,
    /// What one request took lately, ms; 0 when nothing was measured yet.
    pub typical_ms: u32,
}

/// How long so many requests take, in seconds, rounded up.
///
/// Two things bound it: the share that Lever allows, after what could go out at once and behind what waits; and the way
/// there and back, since the requests of a bulk move follow each other. The slower one counts.
pub fn seconds(requests: u32, pace: Pace) -> u32 {
    if requests == 0 {
        return 0;
    }
    let queued = requests
        .saturating_add(pace.waiting)
        .saturating_sub(pace.available);
    let by_share = queued.div_ceil(pace.rate_per_second.max(1));
    let by_way = requests.saturating_mul(pace.typical_ms).div_ceil(1_000);
    by_share.max(by_way).max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::preflight::Finding;
    use crate::vendor::Vendor;

    fn with(codes: &[FindingCode]) -> Preflight {
        Preflight {
            vendor: Some(Vendor::MyInterview),
            findings: codes
                .iter()
                .map(|code| Finding {
                    code: *code,
                    severity: code.severity(),
                    subject: None,
                    suggestion: None,
                    fix: None,
                })
                .collect(),
            emails: true,
            texts: true,
            template: None,
        }
    }

    #[test]
    fn the_heaviest_finding_decides() {
        use FindingCode as Code;
        for (codes, weight) in [
            (&[][..], Weight::Ready),
            (&[Code::WebhookUnverifiable], Weight::Ready),
            (&[Code::PhoneMissing], Weight::Warned),
            (
                &[Code::PhoneMissing, Code::InvitedRecently],
                Weight::LeftOut,
            ),
            (&[Code::InviteOpen, Code::MissingEmail], Weight::Blocked),
            (&[Code::Archived], Weight::Blocked),
        ] {
            assert_eq!(weigh(&with(codes)), weight, "{codes:?}");
            assert_eq!(
                weight.goes_along(),
                matches!(weight, Weight::Ready | Weight::Warned)
            );
        }
    }

    const FREE: Pace = Pace {
        rate_per_second: 8,
        available: 16,
        waiting: 0,
        typical_ms: 0,
    };

    #[test]
    fn the_slower_of_share_and_way_counts() {
        assert_eq!(seconds(0, FREE), 0);
        assert_eq!(seconds(16, FREE), 1, "all of it could go out at once");
        assert_eq!(seconds(72, FREE), 7);
        let behind = Pace {
            waiting: 80,
            ..FREE
        };
        assert_eq!(seconds(72, behind), 17, "what waits goes first");
        let far = Pace {
            typical_ms: 250,
            ..FREE
        };
        assert_eq!(seconds(72, far), 18, "they follow each other");
    }

    proptest! {
        #[test]
        fn more_to_do_is_never_said_to_take_less(
            requests in 0u32..10_000, more in 0u32..1_000, waiting in 0u32..1_000, rate in 0u32..20,
            available in 0u32..40, typical in 0u32..2_000,
        ) {
            let pace = Pace { rate_per_second: rate, available, waiting, typical_ms: typical };
            let behind = Pace { waiting: waiting + more, ..pace };
            prop_assert!(seconds(requests, pace) <= seconds(requests + more, pace));
            prop_assert!(seconds(requests, pace) <= seconds(requests, behind));
            prop_assert!(u64::from(seconds(requests, pace)) * 1_000 >= u64::from(requests) * u64::from(typical));
        }
    }
}
