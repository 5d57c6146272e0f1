//! Notes in columns and labelled lines, where a party or a status stands by itself, and the sentences that look like them.

use super::{assert_all, assert_table};

#[test]
fn whoever_writes_is_not_who_cancelled() {
    assert_table(&[
        (
            "cancelled Candidate",
            "[JobTwine] The candidate has cancelled the interview",
        ),
        (
            "cancelled Unknown",
            "[JobTwine] Cancelled | Technical | by the candidate | Zsófia K.",
        ),
        (
            "cancelled Unknown",
            "[JobTwine] Interview cancelled | Zsófia K. | 10 Aug 2026 17:00 UTC",
        ),
        ("cancelled Unknown", "JobTwine: Interview cancelled"),
        ("cancelled Unknown", "(JobTwine) Interview cancelled."),
        ("cancelled Vendor", "JobTwine cancelled the interview."),
        (
            "cancelled Vendor",
            "JobTwine has cancelled the interview of Zsófia.",
        ),
        ("cancelled Vendor", "We cancelled the interview."),
    ]);
}

#[test]
fn a_line_of_its_own_says_who_cancelled() {
    assert_table(&[
        (
            "cancelled Client",
            "[JobTwine] Cancelled | By your team | Zsófia K.",
        ),
        (
            "cancelled Candidate",
            "Interview: Technical\nStatus: Cancelled\nBy: Candidate",
        ),
        (
            "cancelled Candidate",
            "Interview called off. Cancelled by: the candidate.",
        ),
        // What somebody else did in another line.
        (
            "cancelled Unknown",
            "Interview: Technical\nStatus: Cancelled\nBooked by: Candidate",
        ),
        (
            "cancelled Unknown",
            "By: Candidate\nInterview: Technical\nStatus: Cancelled",
        ),
    ]);
}

#[test]
fn pending_and_refused_slots_are_wanted() {
    assert_all(
        "slots_wanted link",
        &[
            "Interview: Technical\nStatus: Pending availability\nOpen: https://app.jobtwine.com/s/1",
            "Technical interview\nSlots: pending\nForm: https://app.jobtwine.com/s/1",
            "None of the time windows was accepted.\nMore here: https://app.jobtwine.com/s/1",
            "The slots you gave were declined by all interviewers.\nForm: https://app.jobtwine.com/s/1",
            "No expert has taken the slots. Owner, see https://app.jobtwine.com/s/1",
        ],
    );
}

#[test]
fn slots_that_are_there_are_not_asked_for() {
    assert_all(
        "unread",
        &[
            "The slots are pending confirmation.\nForm: https://app.jobtwine.com/s/1",
            "If the slots are declined, somebody will write.\nForm: https://app.jobtwine.com/s/1",
            "When none of the slots is taken, the form opens again.\nForm: https://app.jobtwine.com/s/1",
            "The slots have not been declined.\nForm: https://app.jobtwine.com/s/1",
            "The slots were not taken.",
            "Status: pending slots",
        ],
    );
    assert_table(&[
        (
            "scheduled 08-10T17:00+00:00",
            "The first slots were declined. The interview is now booked for 10 Aug 2026 17:00 UTC.\nForm: https://app.jobtwine.com/s/1",
        ),
        (
            "cancelled Candidate",
            "The slots were declined and the interview was cancelled by the candidate.\nForm: https://app.jobtwine.com/s/1",
        ),
    ]);
}

#[test]
fn waiting_that_is_over_asks_for_nothing() {
    assert_table(&[
        (
            "expired",
            "We have stopped waiting for slots of the candidate.",
        ),
        ("expired", "The invitation is void."),
        ("unread", "If the link no longer works, write to us."),
        (
            "unread",
            "The old link no longer works. Please share slots here: https://app.jobtwine.com/s/1",
        ),
    ]);
}
