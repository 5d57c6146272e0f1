//! Webhooks that come twice, late, in another order, or never.

use serde::{Deserialize, Serialize};

use crate::world::chance::Chance;

/// How many of the coming deliveries (counted), or which share of them all, go wrong in which way. All zero: none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookPlan {
    /// Only deliveries of this event; every one when absent.
    pub event: Option<String>,
    /// Only deliveries to addresses that begin so; to every one when absent.
    pub receiver: Option<String>,
    /// Come once more, the same body, after they were received.
    pub duplicated: u32,
    /// Share that does.
    pub duplicated_share: f64,
    /// Virtual milliseconds between a delivery and its double.
    pub duplicate_after_ms: i64,
    /// Come late.
    pub late: u32,
    /// Share that does.
    pub late_share: f64,
    /// How late: virtual milliseconds.
    pub late_ms: i64,
    /// Come after the one that follows them to the same receiver, or half a virtual minute late when none does.
    pub swapped: u32,
    /// Share that does.
    pub swapped_share: f64,
    /// Never come.
    pub lost: u32,
    /// Share that does.
    pub lost_share: f64,
}

impl Default for WebhookPlan {
    fn default() -> Self {
        Self {
            event: None,
            receiver: None,
            duplicated: 0,
            duplicated_share: 0.0,
            duplicate_after_ms: 0,
            late: 0,
            late_share: 0.0,
            late_ms: 60_000,
            swapped: 0,
            swapped_share: 0.0,
            lost: 0,
            lost_share: 0.0,
        }
    }
}

/// What becomes of one delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Treatment {
    /// Virtual milliseconds after which it comes again.
    pub(crate) again_after_ms: Option<i64>,
    /// Virtual milliseconds before it leaves.
    pub(crate) late_ms: i64,
    /// Waits for the next one.
    pub(crate) swapped: bool,
    /// Never leaves.
    pub(crate) lost: bool,
}

impl WebhookPlan {
    /// Whether its numbers make sense.
    ///
    /// # Errors
    /// A sentence.
    pub(crate) fn check(&self) -> Result<(), String> {
        let shares = [
            self.duplicated_share,
            self.late_share,
            self.swapped_share,
            self.lost_share,
        ];
        match shares.iter().find(|share| !(0.0..=1.0).contains(*share)) {
            Some(share) => Err(format!("a share must be from 0 to 1, not {share}")),
            None => Ok(()),
        }
    }

    /// What becomes of the next delivery of `event` to `url`.
    pub(crate) fn next(&mut self, event: &str, url: &str, chance: &mut Chance) -> Treatment {
        let other_event = self.event.as_deref().is_some_and(|only| only != event);
        let receiver = self.receiver.as_deref();
        if other_event || receiver.is_some_and(|only| !url.starts_with(only)) {
            return Treatment::default();
        }
        let mut take = |count: &mut u32, share: f64| {
            // Drawn in any case: the n-th delivery meets the n-th number.
            let struck = chance.happens(share);
            let counted = *count > 0;
            *count = count.saturating_sub(1);
            counted || struck
        };
        Treatment {
            again_after_ms: take(&mut self.duplicated, self.duplicated_share)
                .then_some(self.duplicate_after_ms.max(0)),
            late_ms: if take(&mut self.late, self.late_share) {
                self.late_ms.max(0)
            } else {
                0
            },
            swapped: take(&mut self.swapped, self.swapped_share),
            lost: take(&mut self.lost, self.lost_share),
        }
    }
}
