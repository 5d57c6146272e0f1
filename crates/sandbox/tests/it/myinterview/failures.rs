//! What goes wrong, and what is said about it: a note "in most cases".

use serde_json::json;

use super::bench::Bench;

const SUPPORT: &str = "support@myinterview.com";

/// Posting tags, e-mail addresses, code, words of the note.
type Case = (
    &'static [&'static str],
    &'static [&'static str],
    &'static str,
    &'static [&'static str],
);

/// Sends a candidate into the trigger stage and returns the code and the only note.
async fn failed(bench: &Bench, emails: &[&str]) -> (String, String) {
    let id = bench.candidate(emails, &["+1 555 010 0100"]).await;
    bench.enter(&id).await;
    let attempt = bench.until(&id, "failed").await;
    let notes = bench.note_texts(&id).await;
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert_eq!(bench.notes(&id).await[0]["user"], bench.info("note_author"));
    assert!(bench.status_tags(&id).await.is_empty());
    assert!(bench.mail(&id, "invite").await.is_empty());
    assert!(bench.sms(&id).await.is_empty());
    (
        attempt["code"].as_str().unwrap().to_owned(),
        notes[0].clone(),
    )
}

/// M13: each documented cause, in each of the twelve wordings.
#[tokio::test]
async fn every_cause_leaves_one_note_that_names_it() {
    let bench = Bench::start().await;
    let good = &["ana@example.com"] as &[&str];
    let cases: [Case; 6] = [
        (&["myInterview:Lever Demo"], &[], "missing_email", &[]),
        (
            &["myInterview:Lever Demo"],
            &["ana(at)example.com"],
            "invalid_email",
            &[],
        ),
        (
            &["myInterview:lever demo"],
            good,
            "template_not_found",
            &["lever demo"],
        ),
        (
            &["myInterview:General Screening"],
            good,
            "template_ambiguous",
            &["General Screening", "id"],
        ),
        (
            &[
                "myInterview:Lever Demo",
                "myInterview:First Look Engineering",
            ],
            good,
            "multiple_config_tags",
            &[
                "myInterview:Lever Demo",
                "myInterview:First Look Engineering",
            ],
        ),
        (
            &["myInterview:Seasonal Hiring (draft)"],
            good,
            "other",
            &[SUPPORT],
        ),
    ];
    for (tags, emails, code, said) in cases {
        bench.tag_posting(tags).await;
        let mut notes = std::collections::BTreeSet::new();
        for wording in 0..12 {
            bench.switch(json!({ "wording": wording })).await;
            let (given, note) = failed(&bench, emails).await;
            assert_eq!(given, code);
            assert!(
                said.iter().all(|words| note.contains(words)),
                "{code}: {note}"
            );
            assert_eq!(note.contains(SUPPORT), code == "other", "{note}");
            notes.insert(note);
        }
        assert_eq!(notes.len(), 12, "{code}");
    }
    assert!(bench.vendor().await["jobs"].as_array().unwrap().is_empty());
}

/// "Any other error" can be forced, once.
#[tokio::test]
async fn the_next_invitation_can_be_made_to_fail() {
    let bench = Bench::start().await;
    bench.switch(json!({ "fail_next": true })).await;
    let (code, note) = failed(&bench, &["ana@example.com"]).await;
    assert_eq!(code, "other");
    assert!(note.contains(SUPPORT));
    bench.invited().await;
}

/// By default about one failure in ten says nothing; which ones, the seed decides.
#[tokio::test]
async fn some_failures_are_silent() {
    let bench = Bench::start().await;
    bench.switch(json!({ "silence": "one_in_ten" })).await;
    let mut people = Vec::new();
    for _ in 0..60 {
        let id = bench.candidate(&[], &[]).await;
        bench.enter(&id).await;
        people.push(id);
    }
    let mut silent = 0;
    for id in &people {
        let attempt = bench.ended(id).await;
        assert_eq!(attempt["code"], "missing_email");
        let notes = bench.notes(id).await.len();
        match attempt["state"].as_str().unwrap() {
            "silent" => {
                assert_eq!(notes, 0);
                silent += 1;
            }
            "failed" => assert_eq!(notes, 1),
            other => panic!("{other}"),
        }
    }
    assert!((1..=15).contains(&silent), "{silent} of 60");
}

/// Silence can be forced: for failures only, or for everything.
#[tokio::test]
async fn silence_can_be_forced() {
    let bench = Bench::start().await;
    bench.switch(json!({ "silence": "failures" })).await;
    let unreachable = bench.candidate(&[], &[]).await;
    bench.enter(&unreachable).await;
    assert_eq!(
        bench.until(&unreachable, "silent").await["code"],
        "missing_email"
    );
    assert!(bench.notes(&unreachable).await.is_empty());
    bench.invited().await;

    bench.switch(json!({ "silence": "everything" })).await;
    let id = bench.reachable().await;
    bench.enter(&id).await;
    assert_eq!(bench.until(&id, "silent").await["code"], "lost");
    assert!(bench.mail(&id, "invite").await.is_empty());
    assert!(bench.status_tags(&id).await.is_empty());
    assert!(bench.notes(&id).await.is_empty());
}
