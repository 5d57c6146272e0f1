use fulcrum_domain::evidence::{Confidence, Evidence, Fact, Source};
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::vendor::{Template, Vendor};
use futures::future::BoxFuture;
use url::Url;

use crate::error::{Code, VendorError};
use crate::experts::{ExpertInterviews, OfferAnswer, SlotOffer, VendorJob};

/// What an adapter can do as it is configured now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// [`InterviewVendor::list_templates`].
    pub templates: bool,
    /// [`InterviewVendor::invitations`].
    pub status: bool,
    /// [`InterviewVendor::media_link`].
    pub media_link: bool,
    /// [`InterviewVendor::interviews`].
    pub interviews: bool,
    /// [`InterviewVendor::offer_slots`].
    pub offer_slots: bool,
    /// [`InterviewVendor::jobs`].
    pub jobs: bool,
}

/// How far a candidate is, in the words of the vendor's dashboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InviteStage {
    /// `Pending`: invited, not opened.
    Pending,
    /// `Clicked`: opened and started.
    Clicked,
    /// `Completed`: submitted.
    Completed,
    /// A word that is new to us, kept verbatim.
    Other(String),
}

/// One invitation of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The vendor's id of the candidate in this job.
    pub id: String,
    /// How far.
    pub stage: InviteStage,
    /// ms, vendor's clock.
    pub invited_at_ms: Option<i64>,
    /// ms, vendor's clock.
    pub clicked_at_ms: Option<i64>,
    /// ms, vendor's clock.
    pub completed_at_ms: Option<i64>,
    /// Must be submitted before, ms.
    pub deadline_ms: Option<i64>,
}

/// The vendor's answer about one opportunity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitations {
    /// Oldest first.
    pub invitations: Vec<Invitation>,
    /// The vendor's clock when it answered, ms; ours where the answer carries none.
    pub as_of_ms: i64,
}

impl Invitations {
    /// The same as evidence. Every fact is the vendor's own statement, hence proven.
    pub fn evidence(&self, vendor: Vendor, seen_at_ms: i64) -> Vec<Evidence> {
        let mut all = Vec::new();
        for invitation in &self.invitations {
            let mut say = |fact: Fact, at_ms: Option<i64>| {
                all.push(Evidence {
                    vendor,
                    fact,
                    at_ms,
                    seen_at_ms,
                    source: Source::VendorAnswer,
                    confidence: Confidence::Proven,
                });
            };
            say(Fact::Invited, invitation.invited_at_ms);
            let completed = invitation.stage == InviteStage::Completed;
            if completed || invitation.stage == InviteStage::Clicked {
                say(Fact::Opened, invitation.clicked_at_ms);
            }
            if completed {
                say(Fact::Completed, invitation.completed_at_ms);
            } else if let Some(deadline) = invitation.deadline_ms
                && deadline <= self.as_of_ms
            {
                say(Fact::Expired, Some(deadline));
            }
        }
        all
    }
}

/// Where a finished interview can be watched. Links open without further sign-in for a while: for the one who asked,
/// never for a log or a note.
#[derive(Clone, PartialEq, Eq)]
pub struct MediaLink {
    /// The vendor's review page, or the written report.
    pub review_url: Option<Url>,
    /// The video itself.
    pub media_url: Option<Url>,
    /// ms, until when `media_url` opens.
    pub media_expires_at_ms: Option<i64>,
}

impl std::fmt::Debug for MediaLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MediaLink(…)")
    }
}

/// What the app asks of an interview vendor. Whatever is not in [`Capabilities`] answers with
/// [`Code::NoProfile`](crate::Code::NoProfile) or [`Code::NotOffered`](crate::Code::NotOffered).
pub trait InterviewVendor: Send + Sync {
    /// Which vendor.
    fn vendor(&self) -> Vendor;

    /// What works now.
    fn capabilities(&self) -> Capabilities;

    /// All templates; names may repeat.
    fn list_templates(&self) -> BoxFuture<'_, Result<Vec<Template>, VendorError>>;

    /// All invitations of an opportunity; empty when the vendor never invited. For one-way videos.
    fn invitations<'a>(
        &'a self,
        opportunity: &'a OpportunityId,
    ) -> BoxFuture<'a, Result<Invitations, VendorError>>;

    /// Fresh links to a finished interview, by [`Invitation::id`] or
    /// [`ExpertInterview::id`](crate::ExpertInterview::id).
    fn media_link<'a>(
        &'a self,
        invitation: &'a str,
    ) -> BoxFuture<'a, Result<MediaLink, VendorError>>;

    /// All interviews of an opportunity that experts hold or held, one per round and attempt, with their feedback; empty
    /// when the vendor does not know the opportunity.
    fn interviews<'a>(
        &'a self,
        opportunity: &'a OpportunityId,
    ) -> BoxFuture<'a, Result<ExpertInterviews, VendorError>> {
        let _ = opportunity;
        Box::pin(async { Err(Code::NotOffered.into()) })
    }

    /// Gives slots on the candidate's behalf. The last word counts until an expert takes a slot, so the same offer may be
    /// sent again when an answer got lost.
    fn offer_slots<'a>(
        &'a self,
        offer: &'a SlotOffer,
    ) -> BoxFuture<'a, Result<OfferAnswer, VendorError>> {
        let _ = offer;
        Box::pin(async { Err(Code::NotOffered.into()) })
    }

    /// The vendor's jobs with their rounds.
    fn jobs(&self) -> BoxFuture<'_, Result<Vec<VendorJob>, VendorError>> {
        Box::pin(async { Err(Code::NotOffered.into()) })
    }
}
