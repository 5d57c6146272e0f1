//! The journey: evidence → state, one per opportunity, vendor, round and attempt.
//!
//! # myInterview: what the vendor knows, and what a journey says once all evidence is in
//!
//! | hidden at the vendor | what it leaves in Lever | last attempt's state here |
//! | --- | --- | --- |
//! | nobody moved; posting configured | – | `Ready`, or `NotEligible` when preflight stops or blocks |
//! | nobody moved; posting not configured | – | no journey |
//! | ignored (posting without configuration tag, no posting) | stage history | `NotEligible` |
//! | not told (hook off) or ignored for a reason Lever does not show | stage history | `Triggered`, `stalled: Invited` after the deadline |
//! | invited | tag `Invite Sent` | `Invited`; `stalled: Completed` after the deadline |
//! | clicked | nothing more | `Invited` (with `Opened` in the chain where the vendor answers) |
//! | completed | tag, note, link, in any order, some perhaps lost | `Completed` |
//! | failed, with a note | note | `Failed(code)`; `Failed(other)` where the cause is the vendor's own |
//! | failed, with a note nobody can read | unread note | as failed silently, and the note is shown |
//! | failed silently | stage history | `Triggered`, `stalled: Invited` after the deadline |
//! | expired | nothing, unless a note or the vendor says so | `Invited` + `stalled`, or `Expired` |
//! | any but completed or known expired, then archived | archive state | `Cancelled` |
//! | invited again (out and back) | second entry; the tag may just stay | next attempt: `Invited`, inferred while only the old tag says so |
//! | entered again after completion | second entry, old tag | next attempt: `Completed`, inferred, so never counted or told twice |
//! | moved on before any answer | stage history | `Triggered`, nobody acts next, never stalled |
//!
//! # JobTwine: the same
//!
//! One journey per round and attempt. Evidence that states a round goes to that round; what states none goes to the round
//! that was running then. Entering the stage again after a round's final feedback starts the next round; before it, the next
//! attempt of the same round.
//!
//! | hidden at the vendor | what it leaves in Lever | state of the round's last attempt here |
//! | --- | --- | --- |
//! | nobody moved; posting tagged | – | `Ready`, or `NotEligible` when preflight stops or blocks |
//! | ignored (posting not tagged, or stated to have no rounds) | stage history | `NotEligible` |
//! | not told, or slow | stage history | `Triggered`, `stalled: Invited` after the deadline |
//! | job without rounds | note | `AwaitingRounds` |
//! | could not create the candidate | note | `Failed(code)` |
//! | mailed the candidate, asks nobody else | note without a slot request, or its answer | `Invited` |
//! | `PendingSlots` | note with the slot link | `SlotsWanted`, `stalled: SlotsGiven` after the deadline |
//! | `PendingSlots`, moved on by the recruiter | note, stage history | `SlotsWanted`, nobody acts next, never stalled |
//! | `SlotsGiven` | perhaps a note, or its answer | `SlotsGiven`, `stalled: Scheduled` after the deadline; else still `SlotsWanted` |
//! | `SlotsGiven` → `PendingSlots` (no expert took one) | another slot note | `SlotsWanted` again |
//! | `Scheduled`, also straight from the mail | note, or an interview in Lever | `Scheduled` |
//! | `Scheduled`, time not certain | note | `Scheduled`, you are asked; `stalled: Held` after the deadline |
//! | `Scheduled` → another time | note | `Scheduled` with the new time |
//! | `InProgress` | nothing | `InProgress`, inferred from the time |
//! | `PendingFeedbackReview` | nothing, or a note | `FeedbackPending` (inferred from the time without a note), `stalled: FeedbackIn` |
//! | `FeedbackReady(outcome)` | note | `FeedbackIn(outcome)` |
//! | `CandidateNoShow`, `InterviewerNoShow` | note | `NoShow(who)` |
//! | `CancelledByCandidate`, `CancelledByClient`, by the vendor | note | `InterviewCancelled(by)` |
//! | `Expired` | nothing, unless a note says so | `SlotsWanted` + `stalled`, or `Expired` |
//! | any without final feedback, then archived | archive state | `Cancelled` |
//! | entered again before the feedback | second entry | next attempt of the round: as it stood, inferred; `Triggered` after a no-show, a cancellation or a failure |
//!
//! `Moving` is this seat's own unsettled intent, and lies on the attempt it would begin.

mod attempt;
mod chain;
mod deadlines;
mod derive;
mod jobtwine;

pub use deadlines::Deadlines;
pub use derive::{JourneyInput, PendingMove, derive};

use serde::{Deserialize, Serialize};

use crate::evidence::{Confidence, FailureCode, Source};
use crate::ids::OpportunityId;
use crate::interview::{Feedback, NotedTime, Outcome, Party};
use crate::vendor::Vendor;

/// Which journey.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JourneyKey {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// The vendor.
    pub vendor: Vendor,
    /// From 1; always 1 for myInterview.
    pub round: u32,
    /// From 1; entering the trigger stage again before the round is finished starts the next attempt.
    pub attempt: u32,
}

/// Where a journey stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journey {
    /// Which.
    pub key: JourneyKey,
    /// Life cycle.
    pub state: State,
    /// Lies over the state when the next link is overdue.
    pub stalled: Option<Link>,
    /// Who acts next.
    pub next: Actor,
    /// Since when the state holds, ms; `None` when only an untimed tag says so.
    pub since_ms: Option<i64>,
    /// By when the next link is expected, ms.
    pub due_ms: Option<i64>,
    /// The chain of proof, in order.
    pub links: Vec<JourneyLink>,
    /// Result link, once known.
    pub review_url: Option<String>,
    /// When the answer changes by itself (a deadline passes, an interview begins), ms.
    pub next_change_at_ms: Option<i64>,
    /// What is known of an expert's interview (JobTwine).
    #[serde(default, skip_serializing_if = "ExpertInterview::is_empty")]
    pub interview: ExpertInterview,
}

/// What is known of an interview that an expert holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpertInterview {
    /// Its start as last booked; only a sure one goes on an agenda.
    pub at: Option<NotedTime>,
    /// Where slots are given: a bearer link.
    pub slot_url: Option<String>,
    /// Details of the booking.
    pub details_url: Option<String>,
    /// The round's name, as a note or an admin gave it.
    pub round_name: Option<String>,
    /// How many rounds an admin stated for the posting.
    pub rounds_stated: Option<u32>,
    /// How long an admin stated that this round lasts, minutes.
    #[serde(default)]
    pub minutes_stated: Option<u32>,
    /// The feedback, final or under review.
    pub feedback: Option<Feedback>,
}

impl ExpertInterview {
    /// Nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Life-cycle state. Outcome is a field of its own where a vendor gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "state", content = "code", rename_all = "snake_case")]
pub enum State {
    /// The posting carries no configuration for the vendor, or something else stands in the way.
    NotEligible,
    /// A move into the trigger stage would invite.
    Ready,
    /// This seat has asked for the move and it is not settled.
    Moving,
    /// In the trigger stage; the vendor has not answered yet.
    Triggered,
    /// The vendor invited the candidate.
    Invited,
    /// The candidate finished.
    Completed,
    /// The vendor could not invite.
    Failed(FailureCode),
    /// The invitation ran out.
    Expired,
    /// The opportunity left the pipeline (archived) before the end.
    Cancelled,
    /// JobTwine holds the candidate until the job's rounds are entered there.
    AwaitingRounds,
    /// Slots are wanted from the recruiter or the candidate.
    SlotsWanted,
    /// Slots were given; an expert has to take one.
    SlotsGiven,
    /// An interview is booked.
    Scheduled,
    /// The booked time is running.
    InProgress,
    /// The interview is over; its feedback is outstanding.
    FeedbackPending,
    /// Feedback has arrived; `None`: its outcome could not be read.
    FeedbackIn(Option<Outcome>),
    /// The interview was called off.
    InterviewCancelled(Party),
    /// Somebody did not appear.
    NoShow(Party),
}

/// Who acts next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The recruiter.
    You,
    /// The candidate.
    Candidate,
    /// The vendor.
    Vendor,
    /// Nobody.
    Nobody,
}

/// A link of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Moved into the trigger stage.
    Moved,
    /// Invitation sent.
    Invited,
    /// Opened by the candidate.
    Opened,
    /// Finished by the candidate.
    Completed,
    /// Result link available.
    ResultIn,
    /// The vendor reported a failure.
    Failed,
    /// Slots asked for.
    SlotsWanted,
    /// Slots given.
    SlotsGiven,
    /// Interview booked.
    Scheduled,
    /// Interview held.
    Held,
    /// Feedback arrived.
    FeedbackIn,
    /// Interview called off.
    Cancelled,
    /// Somebody did not appear.
    NoShow,
}

/// One link with its proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JourneyLink {
    /// Which.
    pub link: Link,
    /// `None`: not yet (waiting).
    pub confidence: Option<Confidence>,
    /// When it happened, ms, where the source says so.
    pub at_ms: Option<i64>,
    /// First seen here, ms.
    pub seen_at_ms: Option<i64>,
    /// The proof.
    pub source: Option<Source>,
}

#[cfg(test)]
mod tests;
