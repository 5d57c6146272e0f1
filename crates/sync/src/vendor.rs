//! Asking the vendor itself, where a profile says how. Without one, Lever's evidence is all there is, and enough.

use std::sync::Arc;

use fulcrum_cache::VendorAnswer;
use fulcrum_domain::evidence::Evidence;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::vendor::Vendor;
use fulcrum_vendors::InterviewVendor;

/// All of a candidate's invitations come in one answer.
const SUBJECT: &str = "invitations";

/// A vendor that can be asked.
#[derive(Clone)]
pub(crate) struct VendorLink(Arc<dyn InterviewVendor>);

impl VendorLink {
    pub(crate) fn new(vendor: Arc<dyn InterviewVendor>) -> Self {
        Self(vendor)
    }

    /// Which.
    pub(crate) fn vendor(&self) -> Vendor {
        self.0.vendor()
    }

    /// What the vendor says about a candidate. `None` when it does not answer: what is known from Lever stands.
    pub(crate) async fn answer(
        &self,
        opportunity: &OpportunityId,
        now_ms: i64,
    ) -> Option<VendorAnswer> {
        let vendor = self.0.vendor();
        let can = self.0.capabilities();
        // Without the time of reading, so that the same answer is the same row.
        let said = if can.interviews {
            let interviews = self.0.interviews(opportunity).await;
            interviews.map(|answer| answer.evidence(vendor, 0))
        } else if can.status {
            let invitations = self.0.invitations(opportunity).await;
            invitations.map(|answer| answer.evidence(vendor, 0))
        } else {
            return None;
        };
        match said {
            Ok(evidence) => Some(VendorAnswer {
                vendor,
                subject: SUBJECT.to_owned(),
                at_ms: now_ms,
                body: serde_json::to_value(evidence).ok()?,
            }),
            Err(error) => {
                tracing::debug!(code = error.code.as_str(), "the vendor gave no answer");
                None
            }
        }
    }
}

/// The evidence in a stored answer; seen now unless it was seen before.
pub(crate) fn evidence(answer: &VendorAnswer, now_ms: i64) -> Vec<Evidence> {
    let mut facts: Vec<Evidence> = serde_json::from_value(answer.body.clone()).unwrap_or_default();
    for fact in &mut facts {
        fact.seen_at_ms = now_ms;
    }
    facts
}
