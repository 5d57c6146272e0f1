//! Which failures come to which code, and what is tried again.

use std::time::Duration;

use fulcrum_domain::ids::{OpportunityId, UserId};
use fulcrum_lever::{
    ApiKey, Code, LeverError, NewCandidate, NewNote, OpportunityQuery, Priority, Response, Retry,
    TransportError,
};
use fulcrum_vault::Secret;
use serde_json::json;
use std::sync::Arc;

use crate::scripted::{Answer, Script, html, lever, ok, parts, refused, status};

async fn read(answer: Answer) -> (LeverError, usize) {
    let script = Script::of([answer]);
    let error = lever(&script).stages().await.unwrap_err();
    (error, script.count())
}

#[tokio::test(start_paused = true)]
async fn every_answer_has_its_code_and_class() {
    let transient = Retry::Transient { retry_after: None };
    let cases = [
        (
            refused(401, "Unauthorized", "no"),
            Code::KeyRejected,
            Retry::Auth,
            1,
        ),
        (
            refused(403, "Forbidden", "no"),
            Code::PermissionMissing,
            Retry::Auth,
            1,
        ),
        (
            refused(404, "ResourceNotFound", "stages x was not found"),
            Code::NotFound,
            Retry::Permanent,
            1,
        ),
        (
            refused(400, "BadRequestError", "posting is not expandable"),
            Code::Refused,
            Retry::Permanent,
            1,
        ),
        (
            refused(400, "BadRequestError", "Invalid offset token"),
            Code::StaleOffset,
            Retry::Conflict,
            1,
        ),
        (
            refused(409, "Conflict", "no"),
            Code::Conflict,
            Retry::Conflict,
            1,
        ),
        (refused(422, "X", "no"), Code::Refused, Retry::Permanent, 1),
        (
            refused(429, "TooManyRequests", "slow"),
            Code::RateLimited,
            transient,
            4,
        ),
        (refused(500, "X", "no"), Code::LeverDown, transient, 4),
        (html(502), Code::LeverDown, transient, 4),
        (refused(503, "X", "no"), Code::LeverDown, transient, 4),
        (html(200), Code::NotJson, Retry::Permanent, 1),
        (html(403), Code::NotJson, Retry::Permanent, 1),
        (html(404), Code::NotJson, Retry::Permanent, 1),
        (html(302), Code::UnexpectedStatus, Retry::Permanent, 1),
        (
            ok(json!({"ok": true})),
            Code::Unreadable,
            Retry::Permanent,
            1,
        ),
        (
            ok(json!({"data": "text"})),
            Code::Unreadable,
            Retry::Permanent,
            1,
        ),
        (
            Err(TransportError::Unreachable),
            Code::Unreachable,
            Retry::Network,
            1,
        ),
        (
            Err(TransportError::Untrusted),
            Code::Untrusted,
            Retry::Permanent,
            1,
        ),
        (
            Err(TransportError::ClockOrCertificate),
            Code::ClockOrCertificate,
            Retry::Permanent,
            1,
        ),
        (
            Err(TransportError::TimedOut),
            Code::TimedOut,
            Retry::Network,
            2,
        ),
        (
            Err(TransportError::Interrupted),
            Code::Interrupted,
            Retry::Network,
            2,
        ),
        (
            Err(TransportError::TooLarge),
            Code::TooLarge,
            Retry::Permanent,
            1,
        ),
    ];
    for (answer, code, retry, tries) in cases {
        let shown = format!("{answer:?}");
        let (error, count) = read(answer).await;
        assert_eq!(
            (error.code, error.retry, count),
            (code, retry, tries),
            "{shown}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_403_names_the_permission_and_an_error_names_no_person() {
    let (error, _) = read(refused(403, "Forbidden", "no access for ann@example.com")).await;
    assert_eq!(error.permission, Some("stages:read"));
    assert_eq!(error.endpoint, "GET /stages");
    let (odd, _) = read(refused(400, "Ann Example <ann@example.com>", "x")).await;
    assert_eq!(odd.lever_code, None);
    for error in [error, odd] {
        assert!(!format!("{error} {error:?}").to_lowercase().contains("ann"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_goes_on_when_lever_recovers() {
    let list = ok(json!({"data": [{"id": "lead-new", "text": "New"}]}));
    let script = Script::of([
        Err(TransportError::TimedOut),
        refused(503, "X", "maintenance"),
        list,
    ]);
    let start = tokio::time::Instant::now();
    assert_eq!(lever(&script).stages().await.unwrap().len(), 1);
    assert_eq!(script.count(), 3);
    // Jittered: between half and the whole of 500 ms and then of 1 s.
    let waited = start.elapsed();
    assert!((750..=1_500).contains(&waited.as_millis()), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_429_makes_everybody_wait_as_long_as_it_says() {
    let mut limited = refused(429, "TooManyRequests", "slow").unwrap();
    limited
        .headers
        .push(("retry-after".to_owned(), "7".to_owned()));
    let script = Script::of([Ok(limited), ok(json!({"data": []}))]);
    let parts = parts(&script, Arc::new(ApiKey::new(&Secret::from_text("key"))));
    let start = tokio::time::Instant::now();
    let first = tokio::spawn({
        let lever = parts.lever.clone();
        async move { lever.stages().await }
    });
    while script.count() == 0 {
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(parts.lever.budget().state().available, 0);
    parts.lever.at(Priority::Person).tags().await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(7));
    first.await.unwrap().unwrap();
    let records = parts.records.all();
    assert_eq!(records[0].status, Some(429));
    assert_eq!(
        (records[0].attempt, records[0].endpoint),
        (1, "GET /stages")
    );
    assert!(
        records
            .iter()
            .any(|record| record.attempt == 2 && record.waited_ms >= 6_900)
    );
}

fn unclear() -> [Answer; 6] {
    [
        Err(TransportError::TimedOut),
        Err(TransportError::Interrupted),
        refused(500, "X", "no"),
        html(502),
        html(200),
        ok(json!({"data": 3})),
    ]
}

#[tokio::test(start_paused = true)]
async fn a_write_that_may_have_happened_is_never_repeated() {
    let id = OpportunityId::from("o1");
    let who = UserId::from("u1");
    let note = NewNote {
        value: "x".to_owned(),
        secret: false,
        notify_followers: false,
    };
    for answer in unclear() {
        let shown = format!("{answer:?}");
        let script = Script::of([answer.clone()]);
        let error = lever(&script)
            .create_note(&id, &note, &who)
            .await
            .unwrap_err();
        assert_eq!(
            (script.count(), error.outcome_unknown()),
            (1, true),
            "{shown}"
        );
        let script = Script::of([answer.clone()]);
        let error = lever(&script)
            .create_opportunity(&NewCandidate::default(), &who)
            .await
            .unwrap_err();
        assert_eq!(
            (script.count(), error.outcome_unknown()),
            (1, true),
            "{shown}"
        );
        let script = Script::of([answer]);
        let error = lever(&script)
            .set_stage(&id, &"s".into(), &who)
            .await
            .unwrap_err();
        assert_eq!(
            (script.count(), error.outcome_unknown()),
            (1, true),
            "{shown}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_certainly_did_not_happen_is_known_as_such() {
    let id = OpportunityId::from("o1");
    let who = UserId::from("u1");
    for answer in [
        Err(TransportError::Unreachable),
        Err(TransportError::Untrusted),
        refused(401, "X", "no"),
        refused(403, "X", "no"),
        refused(404, "X", "no"),
        refused(400, "X", "no"),
    ] {
        let script = Script::of([answer]);
        let error = lever(&script)
            .set_stage(&id, &"s".into(), &who)
            .await
            .unwrap_err();
        assert_eq!(
            (script.count(), error.outcome_unknown()),
            (1, false),
            "{error:?}"
        );
    }
    // Refused for its rate, hence not done: sent again by itself.
    let done = ok(json!({"data": {"id": "o1", "stage": "s", "tags": []}}));
    let script = Script::of([refused(429, "X", "slow"), done]);
    lever(&script)
        .set_stage(&id, &"s".into(), &who)
        .await
        .unwrap();
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn tags_may_be_sent_twice() {
    let done = ok(json!({"data": {"id": "o1", "stage": "s", "tags": ["a"]}}));
    let script = Script::of([Err(TransportError::TimedOut), done]);
    let (id, who) = (OpportunityId::from("o1"), UserId::from("u1"));
    let mutated = lever(&script)
        .add_tags(&id, &["a".to_owned()], &who)
        .await
        .unwrap();
    assert_eq!((mutated.tags, script.count()), (vec!["a".to_owned()], 2));
}

#[tokio::test(start_paused = true)]
async fn the_clocks_are_compared_by_the_date_of_an_answer() {
    let mut answer: Response = status(200, &json!({"data": []})).unwrap();
    // 90 s after the client's start.
    answer.headers.push((
        "date".to_owned(),
        "Thu, 02 Jul 2026 06:16:30 GMT".to_owned(),
    ));
    let script = Script::of([Ok(answer)]);
    let lever = lever(&script);
    assert_eq!(lever.clock_skew_ms(), None);
    lever
        .opportunities(&OpportunityQuery::default(), None)
        .await
        .unwrap();
    assert_eq!(lever.clock_skew_ms(), Some(90_000));
}
