//! How often a notification may come: at most one per candidate in ten minutes, and none while it is quiet. What has to wait
//! gives way to what comes later about the same candidate; the inbox has both.

use std::collections::BTreeMap;

use crate::ids::OpportunityId;

/// Between two notifications about one candidate, ms.
pub const APART_MS: i64 = 10 * 60 * 1_000;

/// Who was told of when, and what waits. `T`: whatever is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace<T> {
    shown_ms: BTreeMap<OpportunityId, i64>,
    waiting: BTreeMap<OpportunityId, T>,
}

impl<T> Default for Pace<T> {
    fn default() -> Self {
        Self {
            shown_ms: BTreeMap::new(),
            waiting: BTreeMap::new(),
        }
    }
}

impl<T> Pace<T> {
    /// Something new about a candidate: it comes back when it may be shown now, otherwise it waits. `quiet_until_ms`: the end
    /// of quiet hours, when it is quiet now.
    pub fn offer(
        &mut self,
        id: &OpportunityId,
        notice: T,
        now_ms: i64,
        quiet_until_ms: Option<i64>,
    ) -> Option<T> {
        if quiet_until_ms.is_some() || self.free_ms(id) > now_ms {
            self.waiting.insert(id.clone(), notice);
            return None;
        }
        self.shown_ms.insert(id.clone(), now_ms);
        Some(notice)
    }

    /// What waited when the program ended waits again, unless something newer about the candidate does already. `told_ms`: when
    /// the candidate was last spoken of.
    pub fn wait_on(&mut self, id: &OpportunityId, notice: T, told_ms: Option<i64>) {
        self.waiting.entry(id.clone()).or_insert(notice);
        if let Some(told_ms) = told_ms {
            self.shown_ms.entry(id.clone()).or_insert(told_ms);
        }
    }

    /// When the candidate was last spoken of, ms; `None`: not lately.
    pub fn told_ms(&self, id: &OpportunityId) -> Option<i64> {
        self.shown_ms.get(id).copied()
    }

    /// What has waited long enough, in order of candidate. It counts as shown.
    pub fn due(&mut self, now_ms: i64, quiet_until_ms: Option<i64>) -> Vec<(OpportunityId, T)> {
        if quiet_until_ms.is_some() {
            return Vec::new();
        }
        self.shown_ms
            .retain(|_, shown_ms| shown_ms.saturating_add(APART_MS) > now_ms);
        let ready: Vec<OpportunityId> = self
            .waiting
            .keys()
            .filter(|id| self.free_ms(id) <= now_ms)
            .cloned()
            .collect();
        ready
            .into_iter()
            .filter_map(|id| {
                let notice = self.waiting.remove(&id)?;
                self.shown_ms.insert(id.clone(), now_ms);
                Some((id, notice))
            })
            .collect()
    }

    /// When [`Pace::due`] has something next, ms; `None`: nothing waits.
    pub fn next_ms(&self, now_ms: i64, quiet_until_ms: Option<i64>) -> Option<i64> {
        self.waiting
            .keys()
            .map(|id| self.free_ms(id).max(quiet_until_ms.unwrap_or(now_ms)))
            .min()
    }

    /// From when on a candidate may be spoken of again, ms.
    fn free_ms(&self, id: &OpportunityId) -> i64 {
        self.shown_ms
            .get(id)
            .map_or(i64::MIN, |shown_ms| shown_ms.saturating_add(APART_MS))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{APART_MS, Pace};
    use crate::ids::OpportunityId;

    #[test]
    fn the_later_one_waits_and_replaces() {
        let (one, other) = (OpportunityId::from("o1"), OpportunityId::from("o2"));
        let mut pace = Pace::default();
        assert_eq!(pace.offer(&one, "failed", 0, None), Some("failed"));
        assert_eq!(pace.offer(&other, "video", 1, None), Some("video"));
        assert_eq!(pace.offer(&one, "invited", 2, None), None);
        assert_eq!(pace.offer(&one, "video", 3, None), None);
        assert_eq!(pace.next_ms(3, None), Some(APART_MS));
        assert_eq!(pace.due(APART_MS - 1, None), []);
        assert_eq!(pace.due(APART_MS, None), [(one.clone(), "video")]);
        assert_eq!(pace.next_ms(APART_MS, None), None);
        assert_eq!(pace.offer(&one, "again", APART_MS + 1, None), None);
    }

    #[test]
    fn quiet_hours_hold_everything_back() {
        let one = OpportunityId::from("o1");
        let mut pace = Pace::default();
        assert_eq!(pace.offer(&one, "video", 5, Some(100)), None);
        assert_eq!(pace.next_ms(5, Some(100)), Some(100));
        assert_eq!(pace.due(99, Some(100)), []);
        assert_eq!(pace.due(100, None), [(one, "video")]);
    }

    #[test]
    fn what_waited_before_a_restart_waits_on_and_gives_way_to_what_is_newer() {
        let (one, other) = (OpportunityId::from("o1"), OpportunityId::from("o2"));
        let mut pace = Pace::default();
        assert_eq!(pace.offer(&other, "newer", 5, Some(100)), None);
        pace.wait_on(&one, "video", Some(3));
        pace.wait_on(&other, "older", None);
        assert_eq!(pace.told_ms(&one), Some(3));
        assert_eq!(pace.told_ms(&other), None);
        assert_eq!(pace.due(100, None), [(other, "newer")]);
        assert_eq!(pace.due(APART_MS + 2, None), []);
        assert_eq!(pace.due(APART_MS + 3, None), [(one, "video")]);
    }

    proptest! {
        /// Nobody is spoken of twice within ten minutes, and the last word about everybody comes.
        #[test]
        fn nothing_is_lost_and_nobody_is_pestered(
            events in prop::collection::vec((0u8..3, 0i64..APART_MS), 1..40),
        ) {
            let mut pace = Pace::default();
            let (mut now, mut said, mut last) = (0, Vec::new(), BTreeMap::new());
            for (number, (who, pause)) in events.into_iter().enumerate() {
                now += pause;
                said.extend(pace.due(now, None).into_iter().map(|(id, what)| (now, id, what)));
                let id = OpportunityId(format!("o{who}"));
                last.insert(id.clone(), number);
                said.extend(pace.offer(&id, number, now, None).map(|what| (now, id, what)));
            }
            while let Some(next) = pace.next_ms(now, None) {
                now = next;
                said.extend(pace.due(now, None).into_iter().map(|(id, what)| (now, id, what)));
            }
            for (id, number) in last {
                let told: Vec<_> = said.iter().filter(|(_, who, _)| *who == id).collect();
                prop_assert_eq!(told.last().unwrap().2, number);
                prop_assert!(told.windows(2).all(|pair| pair[1].0 - pair[0].0 >= APART_MS));
            }
        }
    }
}
