//! Which candidates are still to be read in detail (notes, interviews, the vendor's answer), most urgent first. Requests
//! themselves queue by the same priorities in front of Lever's budget; this is the list behind it, so that a thousand
//! reads wait as a thousand small entries instead of a thousand tasks.

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_domain::ids::OpportunityId;
use fulcrum_lever::Priority;

/// One candidate to be read in detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Detail {
    /// Who.
    pub(crate) opportunity: OpportunityId,
    /// Why, and so how urgently.
    pub(crate) priority: Priority,
    /// How often reading failed already.
    pub(crate) failures: u32,
}

impl Detail {
    /// Not tried yet.
    pub(crate) fn new(opportunity: OpportunityId, priority: Priority) -> Self {
        Self {
            opportunity,
            priority,
            failures: 0,
        }
    }
}

/// The list. A candidate stands in it once, at the most urgent priority anybody asked for.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    entries: BTreeMap<OpportunityId, (u64, Detail)>,
    order: BTreeSet<(Priority, u64, OpportunityId)>,
    next: u64,
}

impl Schedule {
    /// Adds a candidate, or makes an entry more urgent.
    pub(crate) fn add(&mut self, detail: Detail) {
        let id = detail.opportunity.clone();
        let (number, merged) = match self.entries.remove(&id) {
            Some((number, old)) => {
                self.order.remove(&(old.priority, number, id.clone()));
                let merged = Detail {
                    priority: old.priority.min(detail.priority),
                    failures: old.failures.max(detail.failures),
                    opportunity: detail.opportunity,
                };
                (number, merged)
            }
            None => {
                let number = self.next;
                self.next += 1;
                (number, detail)
            }
        };
        self.order.insert((merged.priority, number, id.clone()));
        self.entries.insert(id, (number, merged));
    }

    /// Takes the most urgent.
    pub(crate) fn take(&mut self) -> Option<Detail> {
        let (_, _, id) = self.order.pop_first()?;
        self.entries.remove(&id).map(|(_, detail)| detail)
    }

    /// Takes a candidate out, because it was deleted.
    pub(crate) fn forget(&mut self, opportunity: &OpportunityId) {
        if let Some((number, detail)) = self.entries.remove(opportunity) {
            self.order
                .remove(&(detail.priority, number, opportunity.clone()));
        }
    }

    /// Whether a candidate waits.
    pub(crate) fn holds(&self, opportunity: &OpportunityId) -> bool {
        self.entries.contains_key(opportunity)
    }

    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(id: &str, priority: Priority) -> Detail {
        Detail::new(id.into(), priority)
    }

    #[test]
    fn the_urgent_come_first_and_equals_in_order_of_arrival() {
        let mut schedule = Schedule::default();
        schedule.add(detail("a", Priority::Backfill));
        schedule.add(detail("b", Priority::Backfill));
        schedule.add(detail("c", Priority::Screen));
        let order: Vec<_> = std::iter::from_fn(|| schedule.take())
            .map(|detail| detail.opportunity.0)
            .collect();
        assert_eq!(order, ["c", "a", "b"]);
    }

    #[test]
    fn asking_twice_reads_once_at_the_higher_urgency() {
        let mut schedule = Schedule::default();
        schedule.add(detail("a", Priority::Backfill));
        schedule.add(detail("b", Priority::Delta));
        schedule.add(detail("a", Priority::Inflight));
        assert_eq!(schedule.len(), 2);
        assert_eq!(schedule.take(), Some(detail("a", Priority::Inflight)));
        schedule.forget(&"b".into());
        assert!(schedule.take().is_none());
    }
}
