//! What waits for what. Writes of one lane leave one after the other, in the order they were asked for; a move that waits
//! for its person must not keep a note from leaving.

use fulcrum_cache::desk::{Intent, IntentKind};
use fulcrum_domain::ids::{OpportunityId, PostingId};

/// Which writes an intent stands in line with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lane {
    opportunity: OpportunityId,
    posting: Option<PostingId>,
    beside: Option<IntentKind>,
}

/// The lane of an intent: notes and tags of a candidate have one each, everything else about the candidate shares one.
pub(super) fn of(intent: &Intent) -> Lane {
    Lane {
        opportunity: intent.opportunity.clone(),
        posting: intent.posting.clone(),
        beside: match intent.kind {
            IntentKind::Note | IntentKind::Tag => Some(intent.kind),
            _ => None,
        },
    }
}
