//! What the window asks: typed rows, from indexes.

mod agenda;
mod archived;
mod candidate;
mod card;
mod column;
mod counts;
mod filter;
mod heads;
mod inbox;
#[cfg(test)]
mod plan;
mod postings;
mod search;
mod staged;
mod tags;
mod under_way;

pub use agenda::OwnJourney;
pub use candidate::{Candidate, OtherOpportunity};
pub use card::CardRow;
pub use column::{Column, Sort};
pub use counts::Counts;
pub use filter::{BoardQuery, Filter, Scope};
pub use heads::{Head, Heads, Waiting};
pub use inbox::InboxRow;
#[cfg(test)]
pub(crate) use plan::Plan;
pub use search::{MatchedField, SearchHit};
pub use staged::StagedOpportunity;

use fulcrum_domain::ids::{OpportunityId, StageId};

/// Moves that this seat has asked for and Lever has not confirmed, computed by the caller from its open intents. A
/// moved card is counted and listed in its target column only. For an opportunity named twice the last move counts.
pub type Overlay = [(OpportunityId, StageId)];
