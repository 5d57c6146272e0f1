//! How well a vendor hears Lever's webhooks: late, out of order, twice, or not at all.

use serde::{Deserialize, Serialize};

use crate::partner::dice::Dice;

/// What becomes of deliveries after the vendor has taken and answered them. Default: each is handled once, at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hearing {
    /// Virtual seconds before a delivery is handled.
    pub delay_seconds: i64,
    /// Up to so many more, by chance per delivery: a later one may be handled before an earlier one.
    pub jitter_seconds: i64,
    /// The next so many deliveries are answered and forgotten.
    pub loses: u32,
    /// Each delivery is handled twice.
    pub twice: bool,
}

impl Hearing {
    /// Virtual milliseconds before each handling of the delivery with this token; none when it is lost.
    pub(crate) fn take(&mut self, dice: Dice, token: &str) -> Vec<i64> {
        if self.loses > 0 {
            self.loses -= 1;
            return Vec::new();
        }
        let sides = u64::try_from(self.jitter_seconds).unwrap_or(0) + 1;
        let jitter = i64::try_from(dice.below(sides, &["hearing", token])).unwrap_or(0);
        let wait = self.delay_seconds.max(0).saturating_add(jitter);
        let wait = wait.saturating_mul(1_000);
        vec![wait; if self.twice { 2 } else { 1 }]
    }

    /// Whether its numbers can be.
    ///
    /// # Errors
    /// A sentence.
    pub(crate) fn check(&self) -> Result<(), String> {
        let month = 0..=31 * 24 * 3_600;
        if month.contains(&self.delay_seconds) && month.contains(&self.jitter_seconds) {
            Ok(())
        } else {
            Err("delay_seconds and jitter_seconds are 0 to a month".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dice, Hearing};

    #[test]
    fn deliveries_are_lost_late_and_doubled() {
        let dice = Dice::new(1);
        assert_eq!(Hearing::default().take(dice, "t"), [0]);
        let mut hearing = Hearing {
            delay_seconds: 5,
            jitter_seconds: 60,
            loses: 1,
            twice: true,
        };
        assert!(hearing.take(dice, "t").is_empty());
        let waits: Vec<i64> = (0..50)
            .map(|n| {
                let waits = hearing.take(dice, &n.to_string());
                assert_eq!((waits.len(), waits[0]), (2, waits[1]));
                waits[0]
            })
            .collect();
        assert!(waits.iter().all(|wait| (5_000..=65_000).contains(wait)));
        assert!(!waits.is_sorted(), "out of order");
        hearing.jitter_seconds = -1;
        assert!(hearing.check().is_err());
    }
}
