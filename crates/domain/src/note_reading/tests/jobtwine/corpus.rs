//! What is wanted, what went wrong, what did not happen: the same few facts in many voices.

use super::{assert_all, assert_table};

#[test]
fn slots_wanted() {
    assert_all(
        "slots_wanted link",
        &[
            "@ann JobTwine: please share interview slots for Jo Quill. Candidate link: https://app.jobtwine.com/s/1",
            "Hi @ann, we need the candidate's availability. Please add preferred times here: https://app.jobtwine.com/s/1",
            "Slots needed for Jo Quill → https://app.jobtwine.com/s/1",
            "@ann.b Action required: provide 3 or more time slots on behalf of the candidate at https://app.jobtwine.com/s/1.",
            "We have e-mailed Jo a link to pick a slot. You can also choose slots for the candidate: https://app.jobtwine.com/s/1",
            "Interview slots: <https://app.jobtwine.com/s/1>",
            "**JobTwine** – waiting for interview slots.\n\n[Give slots](https://app.jobtwine.com/s/1)",
            "<p>Hello Ann,</p><p>Please submit a few preferred time slots for the candidate using <a href=\"https://app.jobtwine.com/s/1\">this link</a>.</p>",
            "No expert could take any of the slots. Please propose new ones: https://app.jobtwine.com/s/1",
            "The candidate has not shared any slots yet. Could you enter them? https://app.jobtwine.com/s/1",
            "Jo Quill was added to JobTwine.\nTo schedule the interview, please select suitable times: https://app.jobtwine.com/s/1",
            "Bitte Wunschtermine für das Interview angeben: https://app.jobtwine.com/s/1",
            "Merci de proposer des créneaux pour l'entretien : https://app.jobtwine.com/s/1",
            "Candidate availability is required before we can look for an expert. https://app.jobtwine.com/s/1",
            "@ann kindly let us know times that work for Jo (any 4 slots within the next week). Link - https://app.jobtwine.com/s/1",
            "Auto-schedule or give preferred slots: https://app.jobtwine.com/s/1",
        ],
    );
    assert_table(&[
        (
            "slots_wanted",
            "@ann please share interview slots for the candidate.",
        ),
        (
            "slots_wanted link R2",
            "Round 2: please provide slots for Jo Quill: https://app.jobtwine.com/s/2",
        ),
        (
            "slots_wanted link R1",
            "JobTwine needs time slots for the first round (https://app.jobtwine.com/s/1)",
        ),
        (
            "slots_given",
            "The candidate has shared 4 preferred slots. Experts are being asked.",
        ),
        ("slots_given", "Slots received for Jo Quill."),
    ]);
}

#[test]
fn what_is_left_to_the_reader_is_wanted() {
    assert_all(
        "slots_wanted link",
        &[
            "An e-mail went to Jo Quill. If you would rather enter the availability for Coding yourself, @ann.b, use https://app.jobtwine.com/s/1 (JobTwine).",
            "If you'd prefer to give the slots for Jo yourself, here is the link: https://app.jobtwine.com/s/1",
            "Jo has the mail. Should you wish to propose times that work on Jo's behalf: https://app.jobtwine.com/s/1",
            "We wrote to the candidate. If it is easier to add preferred times from your side, open https://app.jobtwine.com/s/1",
            "If @ann.b wants to fill in the availability, the page is https://app.jobtwine.com/s/1",
            "If the hiring manager would like to choose a few slots: https://app.jobtwine.com/s/1",
            "Wenn Sie die Zeitfenster lieber selbst eintragen möchten: https://app.jobtwine.com/s/1",
            "Si vous préférez indiquer les créneaux vous-même : https://app.jobtwine.com/s/1",
        ],
    );
}

#[test]
fn a_supposition_stays_one() {
    assert_all(
        "unread",
        &[
            "If the candidate schedules the interview, you will hear from us: https://app.jobtwine.com/s/1",
            "Once scheduled, you will find the details at https://app.jobtwine.com/s/1",
            "If the candidate would rather enter slots later, a reminder follows. https://app.jobtwine.com/s/1",
            "If Jo prefers to give the slots, nothing is left to do for you. https://app.jobtwine.com/s/1",
            "If you would rather not give slots, ignore this. https://app.jobtwine.com/s/1",
            "If you want to cancel the interview, use https://app.jobtwine.com/i/1",
            "If you would rather have the interview cancelled, tell us: https://app.jobtwine.com/i/1",
            "If you would like to give slots, write to us.",
        ],
    );
    assert_table(&[
        (
            "scheduled 08-10T17:00+00:00",
            "Interview scheduled for 10 Aug 2026 17:00 UTC. If you would rather give other slots, use https://app.jobtwine.com/s/1",
        ),
        (
            "cancelled Candidate",
            "The candidate cancelled the interview. Should you wish to give new slots, use https://app.jobtwine.com/s/1",
        ),
        (
            "feedback fit + held",
            "Feedback for Jo: Is a Good Fit. If you want to give slots for another round: https://app.jobtwine.com/s/1",
        ),
        (
            "slots_given",
            "The candidate has shared 4 slots. If you would rather give others, use https://app.jobtwine.com/s/1",
        ),
        (
            "slots_given",
            "We are looking for an interviewer for the slots you gave.",
        ),
        (
            "slots_given",
            "Waiting for an expert who can take the slots the candidate provided.",
        ),
        (
            "slots_wanted",
            "Slots requested by the expert, please add them.",
        ),
    ]);
}

#[test]
fn no_show() {
    assert_table(&[
        (
            "unread",
            "Candidate no-show last week was resolved; the interview is now confirmed for 10 Aug 2026 17:00 UTC.",
        ),
        (
            "no_show Candidate",
            "The candidate did not join the call. Interview marked as No Show.",
        ),
        (
            "unread",
            "If the candidate does not join, we will mark it as no show.",
        ),
        (
            "unread",
            "We will mark the interview as a no-show if nobody joins within 15 minutes.",
        ),
        (
            "scheduled 08-10T17:00+00:00",
            "The interview is scheduled for 10 Aug 2026 17:00 UTC, and you can write to us if you have questions.",
        ),
        (
            "no_show Candidate",
            "JobTwine: Technical - Candidate No Show",
        ),
        (
            "no_show Candidate",
            "The candidate did not show up for the interview.",
        ),
        (
            "no_show Candidate",
            "Candidate no-show. The interviewer waited for 15 minutes.",
        ),
        (
            "no_show Candidate",
            "Our interviewer waited 20 minutes, but the candidate never joined.",
        ),
        ("no_show Candidate", "Interview status: No show (candidate)"),
        (
            "no_show Candidate",
            "The applicant didn't join the meeting.",
        ),
        ("no_show Candidate", "Marked as no-show by the candidate."),
        (
            "no_show Candidate R2",
            "Round 2: the candidate didn't turn up.",
        ),
        (
            "no_show Candidate",
            "The expert reported that the candidate was a no-show.",
        ),
        ("no_show Candidate", "Kandidat nicht erschienen."),
        ("no_show Interviewer", "Interviewer no show, we are sorry."),
        (
            "no_show Interviewer",
            "The interviewer did not join the call. We apologise.",
        ),
        (
            "no_show Interviewer",
            "The candidate waited, but the interviewer never showed up.",
        ),
        ("no_show Interviewer", "No-show: interviewer"),
        (
            "no_show Unknown",
            "The interview on 10 Aug 2026 was a no-show.",
        ),
        ("no_show Unknown", "NO SHOW"),
        (
            "no_show Unknown",
            "The expert marked a no-show for this interview.",
        ),
        (
            "no_show Candidate + slots_wanted link",
            "The candidate did not show up. Please share new slots: https://app.jobtwine.com/s/1",
        ),
    ]);
}

#[test]
fn cancelled() {
    assert_table(&[
        (
            "cancelled Candidate",
            "JobTwine: System Design - Cancelled by Candidate",
        ),
        (
            "cancelled Candidate",
            "The interview has been cancelled by the candidate.",
        ),
        ("cancelled Candidate", "Candidate cancelled the interview."),
        ("cancelled Candidate", "Interview canceled (candidate)"),
        (
            "cancelled Candidate",
            "The candidate has withdrawn from the interview.",
        ),
        (
            "cancelled Candidate R1",
            "R1 interview cancelled at the request of the candidate.",
        ),
        (
            "cancelled Candidate",
            "L'entretien a été annulé par le candidat.",
        ),
        (
            "cancelled Candidate",
            "Das Interview wurde vom Kandidaten abgesagt.",
        ),
        (
            "cancelled Client",
            "The interview was called off by the hiring team.",
        ),
        ("cancelled Client", "Cancelled by client."),
        (
            "cancelled Client",
            "As requested, the interview was cancelled by the recruiter.",
        ),
        (
            "cancelled Vendor",
            "JobTwine cancelled the interview, no expert is available.",
        ),
        (
            "cancelled Vendor",
            "The interview was cancelled by JobTwine.",
        ),
        (
            "cancelled Interviewer",
            "The interviewer cancelled the session.",
        ),
        (
            "cancelled Unknown",
            "Your interview on Mon, Aug 10, 2026, 05:00 PM IST has been cancelled.",
        ),
        (
            "cancelled Unknown",
            "The interview with the candidate was cancelled.",
        ),
        ("cancelled Unknown R2", "Round 2 interview: CANCELLED"),
        (
            "cancelled Unknown",
            "The interview scheduled for 10 Aug 2026 at 17:00 CEST will not take place.",
        ),
        (
            "cancelled Candidate + slots_wanted link",
            "Interview cancelled by candidate. Please provide new slots: https://app.jobtwine.com/s/1",
        ),
    ]);
}

#[test]
fn could_not_start() {
    assert_table(&[
        (
            "invite_failed MissingEmail",
            "We could not invite the candidate: no email address on file.",
        ),
        (
            "invite_failed MissingEmail",
            "Candidate not created in JobTwine because the e-mail address is missing.",
        ),
        (
            "invite_failed MissingEmail",
            "Invitation failed: email missing",
        ),
        (
            "invite_failed MissingEmail",
            "The candidate has no e-mail address, so no invitation was sent.",
        ),
        (
            "invite_failed InvalidEmail",
            "The invitation was not sent. The candidate's email address is invalid.",
        ),
        (
            "invite_failed InvalidEmail",
            "The e-mail address bounced, the candidate could not be contacted: invalid e-mail address.",
        ),
        (
            "invite_failed Other",
            "Something went wrong while creating the candidate in JobTwine. Please contact support.",
        ),
        (
            "invite_failed Other",
            "The candidate could not be imported.",
        ),
        (
            "invite_failed Other",
            "Unable to create the candidate in JobTwine.",
        ),
        (
            "awaiting_rounds",
            "No round information has been added for this job. The candidate is on hold.",
        ),
        (
            "awaiting_rounds",
            "Please complete the round information for this job in JobTwine.",
        ),
        (
            "awaiting_rounds",
            "Rounds are not set up for this posting yet, the candidate waits.",
        ),
        (
            "awaiting_rounds",
            "Candidate on hold: round details missing.",
        ),
        ("awaiting_rounds", "JobTwine: awaiting round set-up"),
        ("expired", "The link to give slots has expired."),
    ]);
}

#[test]
fn held() {
    assert_table(&[
        (
            "held",
            "The interview has been completed. Feedback will follow shortly.",
        ),
        ("held", "Interview completed, feedback pending."),
        ("held", "The interview took place today."),
        ("held", "Status: Pending Feedback Review"),
        (
            "held R2",
            "Round 2 interview is over; the expert's feedback is under review.",
        ),
        (
            "held",
            "Interview conducted on 10 Aug 2026. Report awaited.",
        ),
        ("held", "The session with our expert was held as planned."),
        ("held R1", "R1 interview done ✅"),
        ("held", "Das Interview wurde durchgeführt, Feedback folgt."),
        ("held", "L'entretien a eu lieu."),
        (
            "held",
            "The interview scheduled for 10 Aug 2026 at 17:00 CEST has been completed.",
        ),
        (
            "held",
            "Interview finished. We will share the evaluation within 24 hours.",
        ),
        ("held", "Feedback for the interview is being prepared."),
    ]);
}
