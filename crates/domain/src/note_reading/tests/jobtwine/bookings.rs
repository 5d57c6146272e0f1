//! Booked and moved, with times in many styles.

use super::{assert_table, facts};
use crate::evidence::Fact;

#[test]
fn scheduled() {
    assert_table(&[
        (
            "scheduled AmbiguousZone",
            "JobTwine: Technical interview scheduled for Mon, Aug 10, 2026, 05:00 PM IST with A. B. Details: https://app.jobtwine.com/i/1",
        ),
        (
            "scheduled 08-10T17:00+05:30",
            "Interview scheduled for 2026-08-10T17:00:00+05:30. Details: https://app.jobtwine.com/i/1",
        ),
        (
            "scheduled 08-10T17:00+02:00 R2",
            "Round 2 has been booked: 10 Aug 2026 at 17:00 CEST, interviewer R. K.",
        ),
        (
            "scheduled 08-11T17:00+02:00",
            "Good news! The interview is confirmed.\nWhen: Tuesday 11 August, 5pm (Europe/Berlin)\nWith: S. P.\nDetails: https://app.jobtwine.com/i/1",
        ),
        (
            "scheduled NoZone",
            "Das Interview wurde für den 10.08.2026 17:00 Uhr vereinbart.",
        ),
        (
            "scheduled 08-10T17:00+02:00",
            "Interview-Termin bestätigt: 10.08.2026, 17:00–18:00 Uhr (Europe/Berlin)",
        ),
        (
            "scheduled AmbiguousDay",
            "Interview scheduled: 08/11/2026 5:00 PM UTC",
        ),
        (
            "scheduled 08-10T17:30+02:00",
            "L'entretien est planifié le lundi 10 août 2026 à 17h30 (Europe/Paris). https://app.jobtwine.com/i/1",
        ),
        (
            "scheduled 08-12T09:30-04:00",
            "An expert accepted the slot: the interview takes place on Wednesday, August 12, 2026, 9:30 AM EDT.",
        ),
        (
            "scheduled 08-10T11:30+00:00",
            "Interview booked.\n• Date: Mon, Aug 10, 2026\n• Time: 05:00 PM IST (11:30 UTC)\n• Join: https://app.jobtwine.com/i/1",
        ),
        (
            "scheduled -",
            "The interview has been scheduled. Details: https://app.jobtwine.com/i/1",
        ),
        (
            "scheduled 08-10T17:00+01:00",
            "Interview scheduled for 10 August 2026, 17:00 (Europe/London). Feedback will be shared after the interview.",
        ),
        (
            "scheduled 08-10T17:00+00:00",
            "Candidate has picked a slot. The interview will be held on 10 August 2026 at 17:00 UTC. To reschedule, use https://app.jobtwine.com/i/1.",
        ),
        (
            "scheduled 08-10T17:00+00:00",
            "<b>Interview scheduled</b><br>Date &amp; time: 10 Aug 2026, 17:00 UTC<br>Interviewer: A.B.",
        ),
        (
            "scheduled 08-10T17:00+00:00 R1",
            "Round 1 interview: 10 Aug 2026, 17:00 UTC, with A. B.",
        ),
        (
            "scheduled 08-03T17:00+00:00",
            "Interview fixed for tomorrow at 17:00 UTC.",
        ),
        (
            "scheduled NoZone",
            "Interview confirmed for tomorrow at 17:00.",
        ),
        (
            "scheduled 08-10T17:00+00:00",
            "If the candidate does not show up, we will let you know. The interview is scheduled for 10 Aug 2026, 17:00 UTC.",
        ),
    ]);
}

#[test]
fn rescheduled() {
    assert_table(&[
        (
            "rescheduled 08-12T18:00+00:00",
            "The interview was rescheduled from 10 Aug 2026 17:00 UTC to 12 Aug 2026 18:00 UTC.",
        ),
        (
            "rescheduled 08-12T18:00+00:00",
            "Interview moved to 12 Aug 2026 18:00 UTC.",
        ),
        (
            "rescheduled 08-12T18:00+00:00",
            "Interview rescheduled. New time: Wed, 12 Aug 2026, 18:00 UTC (was Mon, 10 Aug 2026, 17:00 UTC).",
        ),
        (
            "rescheduled 08-12T18:00+00:00 R2",
            "Round 2 rescheduled: 10 Aug 2026 17:00 UTC → 12 Aug 2026 18:00 UTC",
        ),
        (
            "rescheduled 08-12T18:00+02:00",
            "Das Interview wurde verschoben. Neuer Termin: 12.08.2026 18:00 Uhr (Europe/Berlin)",
        ),
        (
            "rescheduled 08-12T18:00+00:00",
            "The candidate asked for another time, so the interview has been postponed to 12 August 2026, 18:00 UTC.",
        ),
        (
            "rescheduled AmbiguousZone",
            "Interview rescheduled to Wed, Aug 12, 2026, 06:00 PM IST.",
        ),
        (
            "rescheduled -",
            "The interview was rescheduled. See https://app.jobtwine.com/i/1",
        ),
        (
            "rescheduled 08-12T18:00+00:00",
            "The interview was cancelled and rescheduled to 12 Aug 2026, 18:00 UTC.",
        ),
        (
            "rescheduled 08-12T18:00+00:00",
            "The interview on 10 Aug 2026 at 17:00 UTC was cancelled. A new interview is scheduled for 12 Aug 2026 at 18:00 UTC.",
        ),
        (
            "rescheduled 08-12T18:00+00:00",
            "Old time: 10 Aug 2026, 17:00 UTC\nNew time: 12 Aug 2026, 18:00 UTC\nThe interview has been moved.",
        ),
        (
            "rescheduled 08-12T18:00+02:00",
            "L'entretien a été reporté au 12 août 2026 à 18h00 (Europe/Paris).",
        ),
        (
            "rescheduled 08-12T18:00+00:00",
            "Time changed: the interview is now on 12 Aug 2026, 18:00 UTC instead of 10 Aug 2026, 17:00 UTC.",
        ),
        (
            "rescheduled Contradiction",
            "Interview rescheduled: 10 Aug 2026 17:00 UTC, 12 Aug 2026 18:00 UTC",
        ),
    ]);
}

#[test]
fn the_old_time_and_the_details_are_kept() {
    let text = "Round 2 (System design) was rescheduled from 10 Aug 2026 17:00 UTC to 12 Aug 2026 18:00 UTC. Details: https://app.jobtwine.com/i/9";
    insta::assert_json_snapshot!("rescheduled", facts(text));
    let Some(Fact::Scheduled { url, round, .. }) = facts(
        "The final round is scheduled for 10 Aug 2026 17:00 UTC. Prepare: https://example.org/tips Join: https://app.jobtwine.com/i/9",
    )
    .pop() else {
        panic!("not read");
    };
    assert_eq!(url.as_deref(), Some("https://app.jobtwine.com/i/9"));
    assert_eq!(round.name.as_deref(), Some("final"));
}
