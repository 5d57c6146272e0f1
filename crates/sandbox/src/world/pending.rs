//! What Lever does a moment after the request that caused it.

use std::collections::BTreeMap;

use crate::world::model::{Id, Ms};

/// A change that Lever makes a moment after the request that caused it.
#[derive(Clone, Debug)]
pub(crate) struct Later {
    pub(crate) at: Ms,
    pub(crate) what: LaterChange,
}

#[derive(Clone, Debug)]
pub(crate) enum LaterChange {
    /// A story was written: `lastInteractionAt` and `updatedAt` move.
    Story(Id),
    /// The account finished with a new candidacy: only `updatedAt` moves.
    Settled(Id),
    /// A posting's derived tags changed: remove the first, append the second, on all its opportunities.
    Retag {
        posting: Id,
        old: Vec<String>,
        new: Vec<String>,
    },
}

/// Changes in the order in which they are due; those of one moment in the order in which they came.
#[derive(Default)]
pub(crate) struct Pending {
    waiting: BTreeMap<(Ms, u64), LaterChange>,
    counted: u64,
}

impl Pending {
    pub(crate) fn push(&mut self, later: Later) {
        self.counted += 1;
        self.waiting.insert((later.at, self.counted), later.what);
    }

    /// Takes the next one that is due by `now`.
    pub(crate) fn take(&mut self, now: Ms) -> Option<Later> {
        let first = self.waiting.first_entry()?;
        let at = first.key().0;
        (at <= now).then(|| Later {
            at,
            what: first.remove(),
        })
    }
}
