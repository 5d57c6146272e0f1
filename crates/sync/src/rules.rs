//! What turns rows into journeys: the vendors' set-ups, the patterns notes are read with, the deadlines.

use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::Deadlines;
use fulcrum_domain::model::Opportunity;
use fulcrum_domain::note_reading::Patterns;
use fulcrum_domain::tags::{TagClass, classify};
use fulcrum_domain::vendor::{Vendor, VendorSetup};

/// Rules of one seat.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The set-up of each vendor in use.
    pub setups: Vec<VendorSetup>,
    /// How notes are read.
    pub patterns: Patterns,
    /// How long each link may take.
    pub deadlines: Deadlines,
}

impl Rules {
    /// Whether a vendor has, or ever had, to do with this opportunity, so that its notes are worth reading: it is or was
    /// in a trigger stage, or carries a status tag. The configuration tag alone says nothing; every candidate of a posting
    /// inherits it.
    pub fn concerns_a_vendor(&self, opportunity: &Opportunity) -> bool {
        let triggers = |stage| {
            self.setups
                .iter()
                .any(|setup| setup.trigger_stage.as_ref() == Some(stage))
        };
        triggers(&opportunity.stage)
            || opportunity
                .stage_changes
                .iter()
                .any(|change| triggers(&change.to_stage))
            || opportunity
                .tags
                .iter()
                .any(|tag| matches!(classify(tag), TagClass::Status { .. }))
    }

    /// Whether entering the stage makes a vendor contact the candidate.
    pub fn triggers(&self, stage: &fulcrum_domain::ids::StageId) -> bool {
        self.setups
            .iter()
            .any(|setup| setup.invites_at() == Some(stage))
    }

    /// Whether the vendor is switched off.
    pub(crate) fn is_off(&self, vendor: Vendor) -> bool {
        self.setups
            .iter()
            .any(|setup| setup.vendor == vendor && setup.disabled.is_some())
    }
}

const DETAIL: &str = "detail/";

/// A mark that says that there is still something to read. It survives a restart.
pub(crate) const UNREAD: &str = "unread";

/// Name of the row in the cache's sync state that says up to which interaction an opportunity's notes were read.
pub(crate) fn detail_mark(opportunity: &OpportunityId) -> String {
    format!("{DETAIL}{opportunity}")
}

/// The opportunity such a name speaks of.
pub(crate) fn detail_of(name: &str) -> Option<OpportunityId> {
    name.strip_prefix(DETAIL).map(OpportunityId::from)
}
