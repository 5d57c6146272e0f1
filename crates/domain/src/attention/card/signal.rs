//! What a card's chip and sentence can say, and what decides between them.

use serde::{Deserialize, Serialize};

use crate::evidence::FailureCode;
use crate::journey::{Actor, Link};
use crate::preflight::FindingCode;
use crate::vendor::Vendor;

/// A card's chip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "chip", rename_all = "snake_case")]
pub enum Chip {
    /// The posting has something to do with the vendor; nothing was sent yet.
    Eligible {
        /// What stands in the way; `None`: ready to invite.
        blocked_by: Option<FindingCode>,
    },
    /// On its way to the vendor: this seat's move is not settled, or the vendor has not answered yet.
    Moving {
        /// Since when, ms.
        since_ms: Option<i64>,
    },
    /// Invitation sent.
    Invited {
        /// Since when, ms.
        since_ms: Option<i64>,
        /// `since_ms` is when this seat first saw a tag, not when it happened.
        first_seen: bool,
    },
    /// JobTwine holds the candidate until the job's rounds are entered there.
    RoundsMissing {
        /// Since when, ms.
        since_ms: Option<i64>,
    },
    /// The vendor waits for slots.
    SlotsRequested {
        /// Since when, ms.
        since_ms: Option<i64>,
    },
    /// The vendor has slots and looks for an expert.
    SlotsGiven {
        /// Since when, ms.
        since_ms: Option<i64>,
    },
    /// An interview is booked.
    Scheduled {
        /// Its start, ms; `None`: the note's time is not certain, so none is shown.
        at_ms: Option<i64>,
        /// It has begun.
        running: bool,
    },
    /// The interview was called off.
    CalledOff {
        /// Since when, ms.
        since_ms: Option<i64>,
    },
    /// Somebody did not appear.
    NoShow {
        /// Since when, ms.
        since_ms: Option<i64>,
    },
    /// The interview is over, and its feedback is outstanding.
    FeedbackPending {
        /// Since when, ms.
        since_ms: Option<i64>,
    },
    /// The candidate finished.
    Completed {
        /// Since when, ms.
        since_ms: Option<i64>,
        /// `since_ms` is when this seat first saw a tag, not when it happened.
        first_seen: bool,
        /// Somebody at this seat has opened the result.
        watched: bool,
    },
    /// Feedback has arrived.
    FeedbackIn {
        /// Since when, ms.
        since_ms: Option<i64>,
        /// Somebody at this seat has opened it.
        read: bool,
    },
    /// The next link is overdue.
    Stalled {
        /// The link that is missing.
        link: Link,
        /// Since when the candidate or the vendor owes it, ms.
        since_ms: Option<i64>,
    },
    /// The vendor could not invite.
    Failed {
        /// Why.
        code: FailureCode,
    },
}

/// What the actor does next; the interface's catalogue turns the code into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phrase", rename_all = "snake_case")]
pub enum Phrase {
    /// You choose the next step.
    ChooseNextStep,
    /// You link a posting (the opportunity has none).
    LinkPosting,
    /// You fix the posting's tag.
    FixTag,
    /// You add an e-mail.
    AddEmail,
    /// You correct the e-mail.
    CorrectEmail,
    /// You ask the vendor's support.
    AskSupport,
    /// You choose the trigger stage again.
    FixSetup,
    /// You watch the video.
    WatchVideo,
    /// You find the video in the vendor's dashboard, since no link arrived.
    FindVideo,
    /// You advance or decline.
    AdvanceOrDecline,
    /// You resend, or look at the vendor's side: no answer came to the move.
    Resend,
    /// You nudge or close.
    NudgeOrClose,
    /// You invite again or close: the invitation ran out.
    InviteAgainOrClose,
    /// The candidate records, by.
    Records {
        /// When it gets late, ms.
        due_ms: Option<i64>,
    },
    /// The vendor sends the invitation, by.
    SendsInvite {
        /// When it gets late, ms.
        due_ms: Option<i64>,
    },
    /// The move leaves this seat.
    MoveLeaves,
    /// You enter slots (or the candidate does), by.
    EntersSlots {
        /// When it gets late, ms.
        due_ms: Option<i64>,
    },
    /// The candidate books or gives slots, by.
    BooksInterview {
        /// When it gets late, ms.
        due_ms: Option<i64>,
    },
    /// The vendor finds an expert for the slots, by.
    FindsExpert {
        /// When it gets late, ms.
        due_ms: Option<i64>,
    },
    /// You confirm when the interview is: the note's time is not certain.
    ConfirmTime,
    /// Nobody, until the interview.
    InterviewAt {
        /// Its start, ms.
        at_ms: Option<i64>,
    },
    /// Nobody: the interview is running.
    InterviewRuns,
    /// The vendor sends the feedback, by.
    SendsFeedback {
        /// When it gets late, ms.
        due_ms: Option<i64>,
    },
    /// You read the feedback, then advance or decline.
    ReadFeedback,
    /// You start the next round (more are stated), or decline.
    StartNextRound,
    /// You enter the job's rounds in the vendor's console.
    EnterRounds,
    /// You ask for another appointment, or close.
    BookAgainOrClose,
    /// You ask the vendor where the answer stays.
    ChaseVendor,
    /// Nobody, until.
    Until {
        /// ms.
        at_ms: i64,
    },
    /// Nothing to do.
    Nothing,
}

/// What a card shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardSignal {
    /// The vendor the chip speaks of.
    pub vendor: Vendor,
    /// The chip.
    pub chip: Chip,
    /// Who acts next.
    pub next: Actor,
    /// What they do.
    pub phrase: Phrase,
    /// The actor is past the deadline.
    pub late: bool,
}

/// What a card knows besides its journeys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CardFacts {
    /// The vendor in whose trigger stage the card stands.
    pub here: Option<Vendor>,
    /// The first stop or block of a move into the trigger stage ([`crate::preflight::obstacle`]).
    pub blocked_by: Option<FindingCode>,
    /// The result has been opened at this seat.
    pub watched: bool,
    /// Snoozed at this seat until, ms.
    pub snoozed_until_ms: Option<i64>,
}
