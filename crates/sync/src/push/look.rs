//! Looking before writing: is the opportunity still what the decision was made on?

use fulcrum_domain::ids::StageId;
use fulcrum_domain::model::Opportunity;

/// What one step was decided on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected<'a> {
    /// Where the opportunity should be now.
    pub(super) from_stage: &'a StageId,
    /// Since when, as Lever says; `None` when a step of our own has brought it there.
    pub(super) advanced_at_ms: Option<i64>,
    /// Where the step brings it.
    pub(super) to_stage: &'a StageId,
    /// The vendor's invitation was seen since the person decided.
    pub(super) invited_meanwhile: bool,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// As expected: go ahead.
    AsDecided,
    /// Already where the step would bring it.
    There,
    /// Somebody moved it elsewhere, or away and back.
    Moved,
    /// Archived meanwhile.
    Archived,
    /// Its personal data was removed.
    Anonymized,
    /// The vendor has invited the candidate meanwhile.
    Invited,
}

/// Compares.
pub(super) fn look(expected: Expected<'_>, found: &Opportunity) -> Found {
    if found.is_anonymized {
        return Found::Anonymized;
    }
    if found.stage == *expected.to_stage {
        return Found::There;
    }
    if found.archived.is_some() {
        return Found::Archived;
    }
    let same_visit = match (expected.advanced_at_ms, found.last_advanced_at_ms) {
        (Some(expected), Some(found)) => expected == found,
        _ => true,
    };
    if found.stage != *expected.from_stage || !same_visit {
        return Found::Moved;
    }
    if expected.invited_meanwhile {
        return Found::Invited;
    }
    Found::AsDecided
}
