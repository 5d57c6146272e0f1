//! What comes next in a run.

use super::{Archive, Create, DryRun, LegEnd, Move};
use crate::ids::OpportunityId;

/// So long after the confirmation something that makes a vendor write may still begin, ms. A run that was interrupted for longer
/// is not carried on behind the admin's back: it is cleared away.
pub const GO_ON_MS: i64 = 30 * 60 * 1_000;

/// So long after the first vain look a candidate that was sent to Lever may still arrive, ms: longer than a request is waited
/// for. Sent again any sooner there might be two.
pub const ON_ITS_WAY_MS: i64 = 60_000;

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Create the candidate, unless one with the run's mark is there.
    Create,
    /// Look for the candidate by the run's mark. `last`: when it is not there now, it never left.
    Look {
        /// The time is up.
        last: bool,
    },
    /// Check, then ask for the move of this vendor's part.
    Move(usize),
    /// See what became of the move of this part.
    FollowMove(usize),
    /// Take the move of this part back, if it has not left.
    Withdraw(usize),
    /// This part is not carried on.
    Cut(usize),
    /// Read what the vendor of this part left.
    Watch(usize),
    /// Everything is seen; the candidate stays open until then, ms.
    StayOpen(i64),
    /// Wait until then, ms.
    Wait(i64),
    /// Ask for the archiving.
    Archive,
    /// See what became of the archiving.
    FollowArchive,
    /// Nothing is left to do.
    End,
    /// The run has ended.
    Rest,
}

impl DryRun {
    /// What comes next at `now_ms`.
    pub fn next(&self, now_ms: i64) -> Action {
        if !self.is_open() {
            return Action::Rest;
        }
        let halted = self.is_halted(now_ms);
        match &self.create {
            Create::Wanted if halted => Action::End,
            Create::Wanted => Action::Create,
            Create::Sent {
                in_vain_since_ms: None,
                ..
            } => Action::Look { last: false },
            Create::Sent {
                in_vain_since_ms: Some(since),
                ..
            } => {
                let until = since.saturating_add(ON_ITS_WAY_MS);
                // A clock that was set back makes nothing longer.
                if now_ms < until && *since <= now_ms {
                    Action::Wait(until)
                } else {
                    Action::Look { last: true }
                }
            }
            Create::Impossible { .. } | Create::Gone => Action::End,
            Create::There { .. } => self.after_creation(now_ms, halted),
        }
    }

    /// Stopped, or interrupted for so long that nothing new begins.
    fn is_halted(&self, now_ms: i64) -> bool {
        self.stop_at_ms.is_some() || now_ms.saturating_sub(self.confirmed_at_ms) > GO_ON_MS
    }

    fn after_creation(&self, now_ms: i64, halted: bool) -> Action {
        let open = self.legs.iter().position(|leg| leg.end.is_none());
        if let Some(at) = open
            && let Some(leg) = self.legs.get(at)
        {
            return match &leg.moved {
                Move::Wanted if halted => Action::Cut(at),
                Move::Wanted => Action::Move(at),
                Move::Asked { .. } if halted => Action::Withdraw(at),
                Move::Asked { .. } => Action::FollowMove(at),
                Move::Done { .. } if self.stop_at_ms.is_some() => Action::Cut(at),
                // Late or not: the vendor has been told, and what it said can be read.
                Move::Done { .. } => Action::Watch(at),
            };
        }
        match &self.archive {
            Archive::Wanted => match self.open_until_ms() {
                // However old the run is: nothing new begins while it stays open.
                Some(until) if now_ms < until && self.stop_at_ms.is_none() => {
                    Action::StayOpen(until)
                }
                _ => Action::Archive,
            },
            Archive::Asked { .. } => Action::FollowArchive,
            Archive::Done { .. } | Archive::Impossible { .. } => Action::End,
        }
    }

    /// Until when the candidate stays open for the admin, ms. Where nobody was invited there is nothing to try.
    pub fn open_until_ms(&self) -> Option<i64> {
        let passed = self.legs.iter().filter_map(|leg| match leg.end {
            Some(LegEnd::Passed { at_ms }) => Some(at_ms),
            _ => None,
        });
        let last = passed.max()?;
        (self.keep_open_ms > 0).then(|| last.saturating_add(self.keep_open_ms))
    }

    /// The candidate was looked for in vain.
    pub fn looked_in_vain(&mut self, last: bool, now_ms: i64) {
        if let Create::Sent {
            in_vain_since_ms, ..
        } = &mut self.create
        {
            if last {
                self.create = Create::Wanted;
            } else {
                in_vain_since_ms.get_or_insert(now_ms);
            }
        }
    }

    /// The candidate is in Lever; its address is Lever's to keep now.
    pub fn is_there(&mut self, opportunity: OpportunityId, found: bool, now_ms: i64) {
        self.create = Create::There {
            opportunity,
            at_ms: now_ms,
            found,
        };
        self.address = None;
    }

    /// Ends the run.
    pub fn end(&mut self, now_ms: i64) {
        self.address = None;
        for leg in &mut self.legs {
            leg.end.get_or_insert(LegEnd::Cut);
        }
        self.ended_at_ms.get_or_insert(now_ms);
    }
}
