//! What words can mean in a note of JobTwine's.

use serde::Deserialize;

use crate::note_reading::patterns::Vocabulary;

/// A concept; the pattern data gives its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::note_reading) enum Concept {
    Negation,
    Modal,
    Hypothetical,
    Unreal,
    Choice,
    Advice,
    Break,
    Yet,
    Slots,
    SlotAsk,
    Give,
    Given,
    Want,
    Booked,
    Tentative,
    Moved,
    New,
    Old,
    Cancelled,
    NoShow,
    Attend,
    Held,
    Partial,
    Interview,
    Round,
    Rounds,
    Setup,
    Missing,
    Feedback,
    Arrived,
    Pending,
    Video,
    Report,
    Details,
    Candidate,
    Client,
    Interviewer,
    Vendor,
    By,
    Tells,
    Invite,
    Create,
    Fail,
    Expired,
    Stage,
    Summary,
    OutcomeLabel,
    StrongYes,
    Fit,
    Recommend,
    NotFit,
    Yes,
    No,
}

impl Vocabulary for Concept {
    const COUNT: usize = Self::No as usize + 1;
}
