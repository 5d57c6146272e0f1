//! The endpoints this app uses, each one a typed method of [`Lever`].

mod backoff;
mod call;
mod candidates;
mod contacts;
mod endpoint;
mod interviews;
mod notes;
mod opportunities;
mod pager;
mod postings;
mod query;
mod reference;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64};

use fulcrum_domain::clock::Clock;
use url::Url;

pub(crate) use call::Call;
pub use candidates::{CreatedOpportunity, NewCandidate};
pub use contacts::ContactUpdate;
pub(crate) use endpoint::Endpoint;
pub(crate) use endpoint::table as endpoints;
#[cfg(test)]
pub(crate) use endpoint::table::ALL as ALL_ENDPOINTS;
pub use notes::NewNote;
pub use pager::{OpportunityPages, Step};
pub use postings::{PostingQuery, PostingUpdate};
pub use query::OpportunityQuery;

use crate::authorize::{Authorize, Credential};
use crate::budget::{Budget, Priority};
use crate::observe::RequestObserver;
use crate::timer::Timer;
use crate::transport::Transport;

/// Everything a client is made of.
pub struct Connection {
    /// Ends in `/v1`, with or without a slash.
    pub api_base: Url,
    /// API key or OAuth.
    pub authorize: Arc<dyn Authorize>,
    /// The network.
    pub transport: Arc<dyn Transport>,
    /// The share of the rate; one per key, shared by all clients of that key.
    pub budget: Arc<Budget>,
    /// Told after every request.
    pub observer: Arc<dyn RequestObserver>,
    /// Wall clock.
    pub clock: Arc<dyn Clock>,
    /// Waits between tries.
    pub timer: Arc<dyn Timer>,
    /// Seed of the jitter in waits between tries; the same seed waits the same.
    pub seed: u64,
}

/// A client of Lever's Data API. Cheap to clone; clones share budget and connection.
#[derive(Clone)]
pub struct Lever {
    shared: Arc<Shared>,
    priority: Priority,
}

struct Shared {
    connection: Connection,
    jitter: AtomicU64,
    skew_ms: AtomicI64,
}

impl Lever {
    /// A client whose requests go first ([`Priority::Person`]); see [`Lever::at`].
    pub fn new(connection: Connection) -> Self {
        let jitter = AtomicU64::new(connection.seed);
        Self {
            shared: Arc::new(Shared {
                connection,
                jitter,
                skew_ms: AtomicI64::new(call::NO_SKEW),
            }),
            priority: Priority::Person,
        }
    }

    /// The same client with another place in the queue.
    #[must_use]
    pub fn at(&self, priority: Priority) -> Self {
        Self {
            shared: self.shared.clone(),
            priority,
        }
    }

    /// What lets this program in.
    pub async fn credential(&self) -> Credential {
        self.shared.connection.authorize.credential().await
    }

    /// The budget, for display.
    pub fn budget(&self) -> &Budget {
        &self.shared.connection.budget
    }
}

/// Lever's paging token, verbatim: it is already percent-encoded and Lever expects it encoded once more.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct OffsetToken(pub String);

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// Records in Lever's order.
    pub items: Vec<T>,
    /// Where the next page starts; `None` on the last.
    pub next: Option<OffsetToken>,
    /// Records of this page that could not be read and are not in `items`.
    pub unreadable: usize,
}
