//! What marks a test candidate, and the proof that an opportunity is one.

use crate::ids::{DryRunId, OpportunityId};
use crate::model::Opportunity;

/// The candidate's name. Whoever meets it in Lever knows what to do.
pub const NAME: &str = "Fulcrum test – please ignore";

/// A tag for people to filter by.
pub const TAG: &str = "Fulcrum test";

/// The candidate's source.
pub const SOURCE: &str = "Fulcrum dry run";

/// Begins the tag that names the run. Exact and unlike anything a person would type.
const MARK: &str = "fulcrum-dry-run:";

/// Hexadecimal digits of a run's id.
const DIGITS: usize = 32;

/// The tag that only this run's candidate bears: the candidate is found again by it when Lever's answer got lost.
pub fn mark(run: &DryRunId) -> String {
    format!("{MARK}{run}")
}

/// Whether these are the tags of a dry run's candidate, of this seat or another.
pub fn is_test<'a>(tags: impl IntoIterator<Item = &'a str>) -> bool {
    tags.into_iter().any(|tag| {
        tag.strip_prefix(MARK).is_some_and(|id| {
            id.len() == DIGITS && id.bytes().all(|letter| letter.is_ascii_hexdigit())
        })
    })
}

/// An opportunity that this run has created. There is no other way to one than [`TestCandidate::of`], and nothing else can be
/// moved or archived by a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestCandidate {
    opportunity: OpportunityId,
    bears_name: bool,
}

impl TestCandidate {
    /// `None` for everybody who does not bear the mark of this very run.
    pub fn of(opportunity: &Opportunity, run: &DryRunId) -> Option<Self> {
        let mark = mark(run);
        opportunity.tags.contains(&mark).then(|| Self {
            opportunity: opportunity.id.clone(),
            bears_name: opportunity.name == NAME,
        })
    }

    /// Its id.
    pub fn opportunity(&self) -> &OpportunityId {
        &self.opportunity
    }

    /// Whether a vendor may be made to write to it. Lever joins a new candidacy to the person who has its address already, and
    /// that person's name and addresses win: under another name it is somebody real, who must not be written to.
    pub fn may_be_invited(&self) -> bool {
        self.bears_name
    }
}
