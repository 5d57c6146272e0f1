//! How long a link of the chain may take before somebody should look.

use serde::{Deserialize, Serialize};

/// Deadlines per link, ms. The defaults stand until a team's own history says better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Deadlines {
    /// From the move into the trigger stage to the invitation. The vendor is told by a webhook and answers in seconds;
    /// two minutes leave room for one slow retry, and the recruiter is still at the desk.
    pub invited_after_move_ms: i64,
    /// From the invitation to the completed interview. A working week: long enough not to nag over a week-end, short
    /// enough to nudge while the vendor's usual invitation still runs.
    pub completed_after_invite_ms: i64,
    /// From the completed interview to a link. The vendor writes tag, note and link one after the other; when one of
    /// the later writes is lost, an hour tells it from a slow one.
    pub result_after_completion_ms: i64,
    /// From the request for slots (or the mail that asks for them) to the slots. Two days: candidates are asked at the same
    /// time, and most answer within one.
    pub slots_after_request_ms: i64,
    /// From the slots to the booking. Experts compete for open slots; after two days none has taken one.
    pub booked_after_slots_ms: i64,
    /// How long an interview takes when nothing says so.
    pub interview_length_ms: i64,
    /// From the end of the interview to its feedback. The vendor reviews what the expert wrote.
    pub feedback_after_interview_ms: i64,
    /// From a booking whose time is not certain to any news of it. Bookings lie a few days ahead at most.
    pub news_of_unsure_booking_ms: i64,
}

impl Deadlines {
    /// The defaults.
    pub const DEFAULT: Self = Self {
        invited_after_move_ms: 2 * 60 * 1_000,
        completed_after_invite_ms: 5 * 24 * 60 * 60 * 1_000,
        result_after_completion_ms: 60 * 60 * 1_000,
        slots_after_request_ms: 2 * 24 * 60 * 60 * 1_000,
        booked_after_slots_ms: 2 * 24 * 60 * 60 * 1_000,
        interview_length_ms: 60 * 60 * 1_000,
        feedback_after_interview_ms: 2 * 24 * 60 * 60 * 1_000,
        news_of_unsure_booking_ms: 7 * 24 * 60 * 60 * 1_000,
    };
}

impl Default for Deadlines {
    fn default() -> Self {
        Self::DEFAULT
    }
}
