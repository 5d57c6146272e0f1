//! What must stay unread, and what is nobody's but a person's.

use proptest::prelude::*;

use super::super::super::NoteReading;
use super::{VENDOR, assert_all, read_by, told};

#[test]
fn unsure_stays_unread() {
    assert_all(
        "unread",
        &[
            "",
            "Hello!",
            "The interview will be scheduled soon.",
            "The interview could not be scheduled.",
            "The interview is not scheduled yet.",
            "Interview tentatively scheduled for 10 Aug 2026 17:00 UTC.",
            "The interview on 10 Aug 2026 17:00 UTC is booked provisionally.",
            "Feedback for rounds: Round 1 and Round 2 are both a Good Fit.",
            "Once scheduled, the interview will appear here.",
            "Has the interview been scheduled?",
            "The interview has not been cancelled.",
            "If the candidate cancels, we will tell you.",
            "Cancellation policy: interviews cancelled within 24 hours are charged.",
            "No-show policy: a no-show is charged in full.",
            "The candidate was not a no-show.",
            "The candidate has not joined yet.",
            "To cancel the interview, click https://app.jobtwine.com/i/1",
            "The interview was rescheduled and the candidate did not show up.",
            "The interview was completed, then cancelled.",
            "Round 1 completed. Round 2 is scheduled for 10 Aug 2026 17:00 UTC.",
            "The interview was partially completed because of technical issues.",
            "Profile completed.",
            "The candidate was moved to another stage.",
            "Feedback will be shared after the interview.",
            "Please share your feedback about JobTwine.",
            "Interview tips: https://app.jobtwine.com/tips",
            "The candidate opened the link.",
            "New job imported from Lever.",
            "Welcome to JobTwine!",
            "Your subscription is about to expire.",
            "The interviewer changed to A. B.",
            "Rate your experience 1 to 5.",
            "The interview needs to be rescheduled.",
            "The candidate wants to reschedule.",
            "Interviews completed this month: see the report.",
            "Job synced: 3 rounds.",
        ],
    );
}

#[test]
fn a_persons_note_is_a_persons_whatever_it_says() {
    for text in [
        "Interview scheduled for 10 Aug 2026 17:00 UTC",
        "JobTwine: Candidate No Show",
        "JobTwine: feedback - Strongly Recommended",
        "Please share slots for Jo",
        "Candidate cancelled, spoke on the phone",
        "Booked him for round 2 on Monday",
        "Rescheduled to Tuesday 5pm",
        "Feedback: Not Recommended (from our own panel)",
        "no show today",
        "Interview went well, strong yes from me",
        "JobTwine says: interview completed",
        "No round information in JobTwine, I told the admin",
        "Could not be invited, no email",
        "> JobTwine: Cancelled by Candidate\nWhat happened here?",
        "Coding 4/5, design 3/5",
        "Copied from JobTwine: interview scheduled for Mon, Aug 10, 2026, 05:00 PM IST",
        "https://app.jobtwine.com.evil.example/s/1 please share slots",
        "https://app.jobtwine.com@evil.example/s/1 please share slots",
        "http://app.jobtwine.com/s/1 please share slots",
        "https://app.jobtwine.com:8443/s/1 please share slots",
        "https://jobtwine.com/s/1 interview scheduled",
        "@ann can you give slots in JobTwine?",
        "Slots sent to JobTwine: Mon 9-11, Tue 14-16",
        "Interview cancelled by client (us)",
        "Feedback came in, will read tomorrow",
        "He said he is a good fit",
        "Interviewer did not join!!",
        "Moved to JobTwine stage",
        "Advance?",
        "Called, left a message",
        "4/5",
        "Strong hire",
    ] {
        for author in [None, Some("a-recruiter")] {
            assert_eq!(read_by(text, author), NoteReading::NotVendor, "{text}");
        }
    }
}

#[test]
fn a_person_who_pastes_a_pinned_link_proves_nothing() {
    use crate::evidence::Confidence;
    let pasted = "Interview scheduled for 10 Aug 2026 17:00 UTC https://app.jobtwine.com/i/1";
    assert!(matches!(
        read_by(pasted, Some("a-recruiter")),
        NoteReading::Read {
            confidence: Confidence::Inferred,
            ..
        }
    ));
    assert!(matches!(
        read_by(pasted, None),
        NoteReading::Read {
            confidence: Confidence::Proven,
            ..
        }
    ));
}

proptest! {
    #[test]
    fn hostile_text_is_read_without_panic(
        text in "(\\PC|\\n|'|\"|not |interview |scheduled |cancelled |slots |4/5|<a href=|https://app.jobtwine.com/|[0-9]:|feedback: ){0,60}",
    ) {
        let _ = read_by(&text, Some(VENDOR));
    }

    #[test]
    fn an_unknown_name_changes_nothing(name in "[B-DF-HJ-NP-TV-Z][b-df-hj-np-tv-z]{5,9}") {
        prop_assert_eq!(told(&format!("Interview of {name} cancelled by the candidate.")), "cancelled Candidate");
        prop_assert_eq!(told(&format!("Interview with {name} scheduled for 10 Aug 2026 17:00 UTC")), "scheduled 08-10T17:00+00:00");
        prop_assert_eq!(told(&format!("Feedback for {name}: Not Recommended")), "feedback not + held");
    }
}
