//! A vendor that was switched off: since when, and whether it has really stopped. No API shows a vendor's grant, so what
//! proves it is what the vendor writes into Lever afterwards, or does not write where it would have had to.

use serde::{Deserialize, Serialize};

/// Since when a vendor is switched off here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disabled {
    /// Fulcrum stopped counting on it, ms.
    pub at_ms: i64,
    /// An admin said that its access was revoked in Lever, in Lever's time, ms.
    pub revoked_at_ms: Option<i64>,
}

/// What was seen since the access was revoked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// When the vendor last wrote something into Lever, in Lever's time, ms.
    pub wrote_at_ms: Option<i64>,
    /// Moves into its stage since then, each at its time, that it has not answered: how many, the oldest and the newest, ms.
    pub unanswered: Option<Unanswered>,
    /// Up to when the account was read, in Lever's time, ms.
    pub read_until_ms: Option<i64>,
}

/// Moves into a vendor's stage that it has not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// How many.
    pub count: u32,
    /// The first of them, ms.
    pub first_at_ms: i64,
}

/// Whether a vendor has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody has said yet that its access was revoked.
    NotRevoked,
    /// It wrote into Lever afterwards.
    StillReacting {
        /// When, ms.
        at_ms: i64,
    },
    /// It let moves pass that it used to answer.
    Quiet {
        /// Since when, ms.
        since_ms: i64,
        /// How many moves.
        unanswered: u32,
    },
    /// Nothing proves it.
    CannotVerify(Unverifiable),
}

/// Why nothing proves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unverifiable {
    /// Lever has not been read since.
    NotRead,
    /// A move waits for its answer, and there is still time for one.
    TooEarly {
        /// Until when, ms.
        until_ms: i64,
    },
    /// Nothing has happened that it would have answered.
    NothingToAnswer,
}

/// Judges whether a vendor has stopped. `patience_ms`: how long it may take to answer a move. All times are Lever's.
pub fn verdict(disabled: &Disabled, signs: &Signs, patience_ms: i64, now_ms: i64) -> Verdict {
    let Some(since_ms) = disabled.revoked_at_ms else {
        return Verdict::NotRevoked;
    };
    // What it wrote proves something whenever it was read.
    if let Some(at_ms) = signs.wrote_at_ms.filter(|at_ms| *at_ms > since_ms) {
        return Verdict::StillReacting { at_ms };
    }
    let Some(read_until_ms) = signs.read_until_ms.filter(|read| *read > since_ms) else {
        return Verdict::CannotVerify(Unverifiable::NotRead);
    };
    let Some(unanswered) = signs.unanswered else {
        return Verdict::CannotVerify(Unverifiable::NothingToAnswer);
    };
    let until_ms = unanswered.first_at_ms.saturating_add(patience_ms.max(0));
    // An answer that was never read is no silence.
    if read_until_ms.min(now_ms) < until_ms {
        return Verdict::CannotVerify(Unverifiable::TooEarly { until_ms });
    }
    Verdict::Quiet {
        since_ms,
        unanswered: unanswered.count,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::journey::{Actor, Deadlines, Journey, JourneyInput, State, derive};
    use crate::move_hold::needs_hold;
    use crate::sample::{
        DAY, MINUTE, NOW, completed_tag, entered, invite_tag, note_link, opportunity, posting,
        setup,
    };
    use crate::vendor::VendorSetup;

    fn switched_off() -> VendorSetup {
        VendorSetup {
            disabled: Some(off(None)),
            ..setup()
        }
    }

    fn journeys(setup: &VendorSetup, evidence: &[crate::evidence::Evidence]) -> Vec<Journey> {
        derive(&JourneyInput {
            opportunity: &opportunity(),
            posting: Some(&posting(&["myInterview:Lever Demo"])),
            setup,
            evidence,
            pending: None,
            deadlines: &Deadlines::DEFAULT,
            now_ms: NOW,
        })
    }

    #[test]
    fn of_a_vendor_that_is_off_nothing_is_awaited_and_its_past_stays() {
        let late = [entered(NOW - 9 * DAY), invite_tag(NOW - 9 * DAY)];
        let on = journeys(&setup(), &late);
        assert!(on[0].stalled.is_some() && on[0].next == Actor::You);
        let off = journeys(&switched_off(), &late);
        assert_eq!(off.len(), 1);
        assert_eq!(off[0].state, State::Invited);
        assert_eq!((off[0].stalled, off[0].next), (None, Actor::Nobody));
        assert_eq!((off[0].due_ms, off[0].next_change_at_ms), (None, None));
        assert_eq!(off[0].links, on[0].links);

        // A result that is there is still there to be looked at.
        let done = [
            entered(NOW - DAY),
            completed_tag(NOW - MINUTE),
            note_link(NOW - MINUTE),
        ];
        let seen = journeys(&switched_off(), &done);
        assert_eq!(seen[0].next, Actor::You);
        assert!(seen[0].review_url.is_some());
        // Nobody is offered to it who had nothing to do with it yet.
        assert_eq!(journeys(&setup(), &[])[0].state, State::Ready);
        assert_eq!(journeys(&switched_off(), &[]), []);
        // On again, everything is as it was.
        let again = VendorSetup {
            disabled: None,
            ..switched_off()
        };
        assert_eq!(journeys(&again, &late), on);
    }

    #[test]
    fn a_move_into_its_stage_is_a_move_like_any_other() {
        let (from, to) = ("screen".into(), "video".into());
        assert!(needs_hold(&from, &to, &[setup()]));
        assert!(!needs_hold(&from, &to, &[switched_off()]));
        assert_eq!(switched_off().invites_at(), None);
        assert_eq!(setup().invites_at(), Some(&to));
    }

    const PATIENCE: i64 = 120_000;

    fn off(revoked_at_ms: Option<i64>) -> Disabled {
        Disabled {
            at_ms: 0,
            revoked_at_ms,
        }
    }

    fn one_at(first_at_ms: i64) -> Option<Unanswered> {
        Some(Unanswered {
            count: 1,
            first_at_ms,
        })
    }

    #[test]
    fn silence_proves_something_only_where_there_was_something_to_say() {
        let now = 10_000_000;
        let judge = |signs: &Signs, now| verdict(&off(Some(1_000)), signs, PATIENCE, now);
        let mut signs = Signs {
            read_until_ms: Some(500),
            ..Signs::default()
        };
        let cannot = Verdict::CannotVerify;
        assert_eq!(judge(&signs, now), cannot(Unverifiable::NotRead));
        signs.read_until_ms = Some(now);
        assert_eq!(judge(&signs, now), cannot(Unverifiable::NothingToAnswer));
        signs.unanswered = one_at(now - 1_000);
        let until_ms = now - 1_000 + PATIENCE;
        assert_eq!(
            judge(&signs, now),
            cannot(Unverifiable::TooEarly { until_ms })
        );
        // Time alone is not enough: what came meanwhile must have been read.
        assert_eq!(
            judge(&signs, until_ms),
            cannot(Unverifiable::TooEarly { until_ms })
        );
        signs.read_until_ms = Some(until_ms);
        let quiet = Verdict::Quiet {
            since_ms: 1_000,
            unanswered: 1,
        };
        assert_eq!(judge(&signs, until_ms), quiet);
        // What it wrote before counts for nothing, and anything later for everything.
        signs.wrote_at_ms = Some(1_000);
        assert_eq!(judge(&signs, until_ms), quiet);
        signs.wrote_at_ms = Some(1_001);
        assert_eq!(
            judge(&signs, until_ms),
            Verdict::StillReacting { at_ms: 1_001 }
        );
        assert_eq!(
            verdict(&off(None), &signs, PATIENCE, now),
            Verdict::NotRevoked
        );
    }

    proptest! {
        #[test]
        fn nothing_is_called_quiet_that_wrote_or_had_nothing_to_answer(
            revoked: i64, wrote: Option<i64>, first: Option<i64>, read: Option<i64>, now: i64
        ) {
            let signs = Signs {
                wrote_at_ms: wrote,
                unanswered: first.and_then(one_at),
                read_until_ms: read,
            };
            match verdict(&off(Some(revoked)), &signs, PATIENCE, now) {
                Verdict::Quiet { .. } => {
                    prop_assert!(wrote.is_none_or(|at| at <= revoked));
                    prop_assert!(first.is_some_and(|at| at.saturating_add(PATIENCE) <= now));
                    prop_assert!(read.is_some_and(|at| at > revoked));
                }
                Verdict::StillReacting { at_ms } => prop_assert!(at_ms > revoked),
                Verdict::CannotVerify(_) => prop_assert!(wrote.is_none_or(|at| at <= revoked)),
                Verdict::NotRevoked => prop_assert!(false, "it was revoked"),
            }
        }
    }
}
