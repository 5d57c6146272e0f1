use std::collections::BTreeSet;

use chrono::{TimeZone, Timelike, Utc};
use proptest::prelude::*;

use super::{Notice, NoticeEvent, Privacy, QuietHours, initials, notice, notice_text};
use crate::evidence::{Confidence, Evidence, Fact, FailureCode};
use crate::journey::{Journey, Link};
use crate::sample::{
    DAY, MINUTE, NOW, completed_tag, entered, failure, invite_tag, journeys, noted,
};

const T: i64 = NOW - DAY;

fn last(evidence: &[Evidence], now_ms: i64) -> Journey {
    journeys(evidence, now_ms).pop().unwrap()
}

#[test]
fn tells_completion_failure_and_silence() {
    let open = last(&[entered(T), invite_tag(T)], T + MINUTE);
    let done = last(&[entered(T), completed_tag(T + DAY)], NOW);
    let failed = last(
        &[entered(T), failure(FailureCode::MissingEmail, T + MINUTE)],
        T + MINUTE,
    );
    let moved = last(&[entered(T)], T);
    let silent = last(&[entered(T)], NOW);
    let event = |before: Option<&Journey>, after: &Journey| {
        notice(before, after, false).map(|notice| notice.event)
    };
    assert_eq!(event(Some(&open), &done), Some(NoticeEvent::Completed));
    assert_eq!(
        event(Some(&moved), &failed),
        Some(NoticeEvent::Failed {
            code: FailureCode::MissingEmail
        })
    );
    assert_eq!(
        event(Some(&moved), &silent),
        Some(NoticeEvent::Stalled {
            link: Link::Invited
        })
    );
    assert_eq!(event(Some(&moved), &open), None);
    assert_eq!(event(Some(&done), &done), None);
    // A new attempt of a known candidate is no baseline.
    assert_eq!(event(None, &done), Some(NoticeEvent::Completed));
}

#[test]
fn an_experts_interview_is_told_step_by_step() {
    use crate::interview::{Outcome, Party};
    use crate::sample::jobtwine as experts;
    let start = NOW + DAY;
    let steps = [
        experts::slots_wanted(T + 1, None),
        experts::scheduled(T + 2, experts::unsure(), None),
        experts::rescheduled(T + 3, experts::sure(start)),
        experts::no_show(T + 4, Party::Candidate),
        experts::slots_wanted(T + 5, None),
        experts::cancelled(T + 6, Party::Client),
        experts::feedback(T + 7, Outcome::GoodFit, None),
    ];
    let mut evidence = vec![experts::entered(T)];
    let mut before = experts::journeys(&evidence, T).pop().unwrap();
    let mut told = Vec::new();
    let mut keys = BTreeSet::new();
    for (step, one) in steps.into_iter().enumerate() {
        evidence.push(one);
        let now = T + i64::try_from(step).unwrap() + 1;
        let after = experts::journeys(&evidence, now).pop().unwrap();
        let news = notice(Some(&before), &after, false).unwrap();
        assert_eq!(notice(Some(&after), &after, false), None);
        assert_eq!(notice(None, &after, true), None, "a first sight");
        keys.insert(news.ledger_key());
        told.push(notice_text(
            &news,
            "Tāne Moanawhetū",
            None,
            Privacy::Initials,
        ));
        before = after;
    }
    assert_eq!(keys.len(), 7);
    insta::assert_json_snapshot!("experts", told);
}

#[test]
fn a_guess_about_an_experts_interview_is_never_told() {
    use crate::interview::Outcome;
    use crate::sample::jobtwine as experts;
    for one in [
        experts::slots_wanted(T, None),
        experts::scheduled(T, experts::sure(NOW + DAY), None),
        experts::feedback(T, Outcome::GoodFit, None),
    ] {
        let guess = Evidence {
            confidence: Confidence::Inferred,
            ..one
        };
        let after = experts::journeys(&[experts::entered(T), guess], T)
            .pop()
            .unwrap();
        assert_eq!(notice(None, &after, false), None);
    }
    // That it is over is only the clock's word.
    let booked = [
        experts::entered(T),
        experts::scheduled(T, experts::sure(NOW), None),
    ];
    let over = experts::journeys(&booked, NOW + 2 * 60 * MINUTE)
        .pop()
        .unwrap();
    assert_eq!(notice(None, &over, false), None);
}

#[test]
fn a_first_sight_is_told_to_nobody() {
    for after in [
        last(&[entered(T), completed_tag(T)], NOW),
        last(&[entered(T), failure(FailureCode::Other, T)], NOW),
        last(&[entered(T)], NOW),
    ] {
        assert_eq!(notice(None, &after, true), None);
    }
}

#[test]
fn what_is_inferred_is_never_told() {
    let guess = |one: Evidence| Evidence {
        confidence: Confidence::Inferred,
        ..one
    };
    for evidence in [
        vec![entered(T), guess(noted(Fact::Completed, T))],
        vec![entered(T), guess(failure(FailureCode::Other, T))],
        vec![guess(entered(T))],
        // Completed before it entered again: told then, not now.
        vec![entered(T - 9 * DAY), completed_tag(T - 8 * DAY), entered(T)],
    ] {
        assert_eq!(notice(None, &last(&evidence, NOW), false), None);
    }
}

#[test]
fn a_failure_that_is_read_better_later_is_the_same_failure() {
    let other = last(&[entered(T), failure(FailureCode::Other, T)], NOW);
    let named = last(&[entered(T), failure(FailureCode::MissingEmail, T)], NOW);
    assert_eq!(notice(Some(&other), &named, false), None);
    let key = |journey: &Journey| notice(None, journey, false).unwrap().ledger_key();
    assert_eq!(key(&other), key(&named));
}

#[test]
fn ledger_keys_differ_by_attempt_and_event() {
    let link = [
        Link::Moved,
        Link::Invited,
        Link::Opened,
        Link::Completed,
        Link::ResultIn,
        Link::Failed,
    ];
    let events = link
        .into_iter()
        .map(|link| NoticeEvent::Stalled { link })
        .chain([
            NoticeEvent::Completed,
            NoticeEvent::Failed {
                code: FailureCode::Other,
            },
        ]);
    let mut key = last(&[entered(T)], NOW).key;
    let mut keys = BTreeSet::new();
    for event in events {
        for attempt in [1, 2] {
            key.attempt = attempt;
            keys.insert(
                Notice {
                    key: key.clone(),
                    event,
                }
                .ledger_key(),
            );
        }
    }
    assert_eq!(keys.len(), 16);
    assert!(keys.contains("o1/myinterview/1/2/completed"));
}

#[test]
fn says_no_more_than_asked() {
    let told = notice(
        None,
        &last(&[entered(T), failure(FailureCode::MissingEmail, T)], NOW),
        false,
    )
    .unwrap();
    let text = |privacy| {
        notice_text(
            &told,
            "Tāne Moanawhetū",
            Some("Support Lead, Nights"),
            privacy,
        )
    };
    assert_eq!(text(Privacy::default()).title, "Invite failed for T. M.");
    assert_eq!(
        text(Privacy::Initials).body,
        "No email on file. Nothing was sent."
    );
    assert_eq!(
        text(Privacy::Full).title,
        "Invite failed for Tāne Moanawhetū"
    );
    assert!(
        text(Privacy::Full)
            .body
            .starts_with("Support Lead, Nights. ")
    );
    assert_eq!(text(Privacy::Hidden).title, "Invite failed for a candidate");
}

#[test]
fn initials_of_all_sorts_of_names() {
    for (name, short) in [
        ("Tāne Moanawhetū", Some("T. M.")),
        ("Inês Ferreira da Conceição e Marmeleiro", Some("I. M.")),
        ("ליאת", Some("ל.")),
        ("林 雨晴", Some("林. 雨.")),
        ("  ßen  ", Some("SS.")),
        ("https://example.org/cv", Some("H.")),
        ("(Jo) \"Q\" Quill", Some("J. Q.")),
        ("12345 !!", None),
        ("", None),
    ] {
        assert_eq!(initials(name).as_deref(), short, "{name:?}");
    }
}

#[test]
fn a_hostile_name_stays_on_one_line() {
    let told = notice(None, &last(&[entered(T), completed_tag(T)], NOW), false).unwrap();
    let name = format!("Jo\n\u{202e}Quill\u{7} {}", "x".repeat(500));
    let title = notice_text(&told, &name, None, Privacy::Full).title;
    assert!(title.starts_with("Video in from Jo Quill xxx"), "{title}");
    assert!(title.chars().count() < 120);
    assert!(!title.chars().any(|c| c.is_control() || c == '\u{202e}'));
}

fn quiet(from: u16, to: u16, zone: &str) -> QuietHours {
    QuietHours {
        from_minute: from,
        to_minute: to,
        zone: zone.to_owned(),
    }
}

#[test]
fn quiet_hours_follow_the_seats_clock() {
    let utc = |y, m, d, h, min| {
        Utc.with_ymd_and_hms(y, m, d, h, min, 0)
            .unwrap()
            .timestamp_millis()
    };
    let night = quiet(22 * 60, 7 * 60, "Europe/Berlin");
    // 21:30 in Berlin, then 22:00, then 06:59 and 07:00 of the next day (summer time).
    assert_eq!(night.quiet_until_ms(utc(2026, 7, 1, 19, 30)), None);
    let end = utc(2026, 7, 2, 5, 0);
    assert_eq!(night.quiet_until_ms(utc(2026, 7, 1, 20, 0)), Some(end));
    assert_eq!(night.quiet_until_ms(utc(2026, 7, 2, 4, 59)), Some(end));
    assert_eq!(night.quiet_until_ms(end), None);
    // The night the clocks go back is an hour longer.
    assert_eq!(
        night.quiet_until_ms(utc(2026, 10, 24, 20, 0)),
        Some(utc(2026, 10, 25, 6, 0))
    );
    // The end falls into the hour the clocks skip.
    let short = quiet(0, 2 * 60 + 30, "Europe/Berlin");
    assert_eq!(
        short.quiet_until_ms(utc(2026, 3, 29, 0, 0)),
        Some(utc(2026, 3, 29, 1, 30))
    );
    assert_eq!(
        quiet(600, 600, "UTC").quiet_until_ms(utc(2026, 7, 1, 10, 0)),
        None
    );
    assert_eq!(
        quiet(0, 60, "Nowhere/City").quiet_until_ms(utc(2026, 7, 1, 0, 30)),
        Some(utc(2026, 7, 1, 1, 0))
    );
}

fn local_minute(at_ms: i64, zone: &str) -> u16 {
    let zone: chrono_tz::Tz = zone.parse().unwrap();
    let at = chrono::DateTime::from_timestamp_millis(at_ms).unwrap();
    let local = at.with_timezone(&zone).time();
    u16::try_from(local.hour() * 60 + local.minute()).unwrap()
}

proptest! {
    #[test]
    fn quiet_ends_within_a_day_and_then_is_over(
        from in 0u16..1440, to in 0u16..1440, now in 1_700_000_000_000i64..1_900_000_000_000,
        zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe"]),
    ) {
        let hours = quiet(from, to, zone);
        if let Some(until) = hours.quiet_until_ms(now) {
            prop_assert!(until > now, "{} {}", until, now);
            prop_assert!(until - now <= 25 * 60 * MINUTE);
            // The night the clocks skip the end, the next span may have begun by the time they go on.
            let skipped = local_minute(until, zone) != to;
            prop_assert!(skipped || hours.quiet_until_ms(until).is_none());
        }
    }
}
