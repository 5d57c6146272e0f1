//! The hold before a move leaves: what reaches a candidate waits a moment, and does not leave hours later by itself.

use serde::{Deserialize, Serialize};

use crate::ids::StageId;
use crate::vendor::VendorSetup;

/// How long moves wait and stay good, ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldSettings {
    /// The hold itself: long enough to see a slip of the hand, short enough not to be waited for.
    pub hold_ms: i64,
    /// How long a decision stands when it could not be carried out (offline, asleep, quit). Past it, the move waits for
    /// a fresh look and a fresh preflight.
    pub valid_ms: i64,
}

impl HoldSettings {
    /// 10 s and 30 min.
    pub const DEFAULT: Self = Self {
        hold_ms: 10_000,
        valid_ms: 30 * 60 * 1_000,
    };
}

impl Default for HoldSettings {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// When a move may leave, and until when it may leave by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldTimes {
    /// Not before, ms; equal to the time of asking for a move without a hold.
    pub hold_until_ms: i64,
    /// Not after, ms; `None`: whenever Lever can be reached.
    pub valid_until_ms: Option<i64>,
}

/// Does a move from `from_stage` to `to_stage` need a hold? Yes when either end is a vendor's trigger stage: entering
/// mails the candidate, leaving can withdraw what is open there. A move to where the opportunity is does nothing.
pub fn needs_hold(from_stage: &StageId, to_stage: &StageId, setups: &[VendorSetup]) -> bool {
    from_stage != to_stage
        && setups.iter().any(|setup| {
            setup
                .invites_at()
                .is_some_and(|trigger| trigger == from_stage || trigger == to_stage)
        })
}

/// Times for a move asked for at `now_ms`.
pub fn hold_times(
    from_stage: &StageId,
    to_stage: &StageId,
    setups: &[VendorSetup],
    settings: &HoldSettings,
    now_ms: i64,
) -> HoldTimes {
    if !needs_hold(from_stage, to_stage, setups) {
        return HoldTimes {
            hold_until_ms: now_ms,
            valid_until_ms: None,
        };
    }
    let hold_until_ms = now_ms.saturating_add(settings.hold_ms.max(0));
    HoldTimes {
        hold_until_ms,
        // Never over before the hold is: such a move could not leave at all.
        valid_until_ms: Some(
            now_ms
                .saturating_add(settings.valid_ms)
                .max(hold_until_ms.saturating_add(1)),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendor::Vendor;
    use proptest::prelude::*;

    fn setups() -> Vec<VendorSetup> {
        let mut video = VendorSetup::unset(Vendor::MyInterview);
        video.trigger_stage = Some("video".into());
        let mut experts = VendorSetup::unset(Vendor::JobTwine);
        experts.trigger_stage = Some("experts".into());
        vec![video, experts]
    }

    #[test]
    fn a_vendor_stage_at_either_end_holds() {
        for (from, to, holds) in [
            ("screen", "video", true),
            ("video", "onsite", true),
            ("screen", "experts", true),
            ("video", "experts", true),
            ("screen", "onsite", false),
            ("video", "video", false),
        ] {
            assert_eq!(
                needs_hold(&from.into(), &to.into(), &setups()),
                holds,
                "{from} → {to}"
            );
        }
    }

    #[test]
    fn defaults_are_ten_seconds_and_half_an_hour() {
        let times = hold_times(
            &"screen".into(),
            &"video".into(),
            &setups(),
            &HoldSettings::DEFAULT,
            1_000,
        );
        assert_eq!(times.hold_until_ms, 11_000);
        assert_eq!(times.valid_until_ms, Some(1_801_000));
    }

    proptest! {
        #[test]
        fn a_held_move_can_always_leave(hold in -5i64..10_000_000, valid in -5i64..10_000_000, now in 0i64..4_000_000_000_000) {
            let times = hold_times(
                &"screen".into(), &"video".into(), &setups(),
                &HoldSettings { hold_ms: hold, valid_ms: valid }, now,
            );
            prop_assert!(times.hold_until_ms >= now);
            prop_assert!(times.valid_until_ms.is_some_and(|until| until > times.hold_until_ms));
        }
    }
}
