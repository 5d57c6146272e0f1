//! How long an archived candidate stays in the copy on this machine.

use serde::{Deserialize, Serialize};

use crate::model::Archived;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// What is done with candidates who were archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// They leave this many days after they were archived.
    Days(u16),
    /// They stay.
    Keep,
}

impl Retention {
    /// Where nobody has decided.
    pub const DEFAULT: Self = Self::Days(30);

    /// The shortest and the longest that can be chosen, days.
    pub const DAYS: std::ops::RangeInclusive<u16> = 7..=365;

    /// That many days; `None` when that cannot be chosen.
    pub fn days(days: u16) -> Option<Self> {
        Self::DAYS.contains(&days).then_some(Self::Days(days))
    }

    /// Whether somebody who was archived so has left by `now_ms`, Lever's time. Who is not archived never leaves.
    pub fn is_over(self, archived: Option<&Archived>, now_ms: i64) -> bool {
        archived
            .and_then(|mark| self.ends_ms(mark.at_ms))
            .is_some_and(|ends_ms| ends_ms <= now_ms)
    }

    /// Until when somebody stays who was archived at `archived_at_ms`; `None`: for ever.
    pub fn ends_ms(self, archived_at_ms: i64) -> Option<i64> {
        match self {
            // What was never to be chosen is taken as the nearest that can be.
            Self::Days(days) => {
                let days = days.clamp(*Self::DAYS.start(), *Self::DAYS.end());
                Some(archived_at_ms.saturating_add(i64::from(days).saturating_mul(DAY_MS)))
            }
            Self::Keep => None,
        }
    }

    /// Whether somebody may be missing here who is to be here, once this takes the place of `before`.
    pub fn brings_back(self, before: Self) -> bool {
        match (before.ends_ms(0), self.ends_ms(0)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(before), Some(now)) => now > before,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(at_ms: i64) -> Archived {
        Archived {
            reason: None,
            at_ms,
        }
    }

    #[test]
    fn thirty_days_are_over_to_the_millisecond() {
        let rule = Retention::DEFAULT;
        let archived = at(1_000);
        let over = 1_000 + 30 * DAY_MS;
        assert!(!rule.is_over(Some(&archived), over - 1));
        assert!(rule.is_over(Some(&archived), over));
        assert!(!rule.is_over(None, i64::MAX));
        assert!(!Retention::Keep.is_over(Some(&archived), i64::MAX));
    }

    #[test]
    fn a_week_to_a_year_can_be_chosen() {
        assert_eq!(Retention::days(6), None);
        assert_eq!(Retention::days(7), Some(Retention::Days(7)));
        assert_eq!(Retention::days(365), Some(Retention::Days(365)));
        assert_eq!(Retention::days(366), None);
        // A file that says otherwise loses nobody earlier than a week.
        assert!(!Retention::Days(0).is_over(Some(&at(0)), DAY_MS));
    }

    fn any_rule() -> impl Strategy<Value = Retention> {
        prop_oneof![
            Just(Retention::Keep),
            any::<u16>().prop_map(Retention::Days)
        ]
    }

    proptest! {
        #[test]
        fn who_has_left_does_not_come_back_by_time(rule in any_rule(), archived: i64, now: i64, later: i64) {
            let (now, later) = (now.min(later), now.max(later));
            if rule.is_over(Some(&at(archived)), now) {
                prop_assert!(rule.is_over(Some(&at(archived)), later));
            }
        }

        #[test]
        fn nobody_leaves_in_the_first_week_and_who_is_not_archived_never(
            rule in any_rule(), archived in 0_i64..i64::MAX / 2, within in 0_i64..7 * DAY_MS, now: i64
        ) {
            prop_assert!(!rule.is_over(Some(&at(archived)), archived + within));
            prop_assert!(!rule.is_over(None, now));
        }

        #[test]
        fn somebody_may_be_missing_only_where_the_new_rule_keeps_longer(
            before in any_rule(), after in any_rule(), archived in 0_i64..i64::MAX / 2, now in 0_i64..i64::MAX
        ) {
            let had_left = before.is_over(Some(&at(archived)), now);
            let stays = !after.is_over(Some(&at(archived)), now);
            if had_left && stays {
                prop_assert!(after.brings_back(before));
            }
            if !after.brings_back(before) {
                prop_assert!(!(had_left && stays));
            }
        }
    }
}
