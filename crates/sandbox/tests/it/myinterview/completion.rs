//! Completion: tag, note, link, and what a failure between them leaves behind.

use fulcrum_sandbox::myinterview::status_tag::{COMPLETED, INVITED};
use serde_json::{Value, json};

use super::bench::Bench;

/// The vendor's writes about an opportunity, by verb, in order.
async fn writes(bench: &Bench, id: &str) -> Vec<String> {
    let verbs = ["addTags", "removeTags", "notes", "addLinks"];
    bench
        .requests(&format!("/opportunities/{id}/"))
        .await
        .iter()
        .filter(|row| row.starts_with("POST"))
        .filter_map(|row| verbs.iter().find(|verb| row.contains(&format!("/{verb}"))))
        .map(|verb| (*verb).to_owned())
        .collect()
}

/// M11, M12: for every pair of spellings the new tag comes before the exact old one goes, then note and link.
#[tokio::test]
async fn the_tag_is_replaced_and_note_and_link_are_left() {
    let bench = Bench::start().await;
    for (old, invited) in INVITED.iter().enumerate() {
        for (new, completed) in COMPLETED.iter().enumerate() {
            bench
                .switch(json!({ "invited_spelling": old, "completed_spelling": new }))
                .await;
            let id = bench.invited().await;
            assert_eq!(bench.status_tags(&id).await, [*invited]);
            assert_eq!(bench.act(&id, "complete").await, 200);
            assert_eq!(bench.status_tags(&id).await, [*completed]);
            assert_eq!(
                writes(&bench, &id).await,
                ["addTags", "addTags", "removeTags", "notes", "addLinks"]
            );

            let attempt = bench.until(&id, "completed").await;
            let review = attempt["review"].as_str().unwrap();
            let notes = bench.notes(&id).await;
            assert_eq!(notes.len(), 1);
            assert!(
                notes[0]["fields"][0]["value"]
                    .as_str()
                    .unwrap()
                    .contains(review)
            );
            assert_eq!(notes[0]["user"], bench.info("note_author"));
            let links = bench.opportunity(&id).await["links"].take();
            assert_eq!(links, json!([review]));
            assert_eq!(attempt["owed"], json!([]));
        }
    }
}

/// A second completion changes nothing.
#[tokio::test]
async fn an_interview_completes_once() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    assert_eq!(bench.act(&id, "complete").await, 200);
    let before = writes(&bench, &id).await;
    assert_eq!(bench.act(&id, "complete").await, 400);
    assert_eq!(writes(&bench, &id).await, before);
    assert_eq!(bench.mail(&id, "thank_you").await.len(), 1);
}

/// Completion can break off after any write; what was owed is done later, and nothing twice.
#[tokio::test]
async fn a_broken_completion_is_resumed() {
    let bench = Bench::start().await;
    bench
        .switch(json!({ "invited_spelling": 0, "completed_spelling": 1 }))
        .await;
    let order = ["add_tag", "remove_tag", "note", "link"];
    for (done, last) in order.iter().enumerate() {
        bench.switch(json!({ "break_after": last })).await;
        let id = bench.invited().await;
        assert_eq!(bench.act(&id, "complete").await, 200);
        let tags = bench.status_tags(&id).await;
        assert_eq!(
            tags.len(),
            if done == 0 { 2 } else { 1 },
            "{last}: {tags:?}"
        );
        assert_eq!(
            bench.notes(&id).await.len(),
            usize::from(done >= 2),
            "{last}"
        );
        let links = bench.opportunity(&id).await["links"]
            .as_array()
            .unwrap()
            .len();
        assert_eq!(links, usize::from(done >= 3), "{last}");
        assert_eq!(
            bench.until(&id, "completed").await["owed"],
            json!(order[done + 1..])
        );

        assert_eq!(bench.act(&id, "resume").await, 200);
        assert_eq!(bench.status_tags(&id).await, [COMPLETED[1]]);
        assert_eq!(
            writes(&bench, &id).await,
            ["addTags", "addTags", "removeTags", "notes", "addLinks"]
        );
    }
}

/// The order of the writes can be chosen.
#[tokio::test]
async fn the_note_may_come_first() {
    let bench = Bench::start().await;
    bench
        .switch(json!({ "completion_order": ["note", "link", "add_tag", "remove_tag"] }))
        .await;
    let id = bench.invited().await;
    assert_eq!(bench.act(&id, "complete").await, 200);
    assert_eq!(
        writes(&bench, &id).await,
        ["addTags", "notes", "addLinks", "addTags", "removeTags"]
    );
}

/// With the author switched off, the note is nobody's.
#[tokio::test]
async fn a_note_may_have_no_author() {
    let bench = Bench::start().await;
    bench.switch(json!({ "note_author": false })).await;
    let id = bench.invited().await;
    assert_eq!(bench.act(&id, "complete").await, 200);
    let notes = bench.notes(&id).await;
    assert_eq!(notes[0]["user"], Value::Null);
    assert_eq!(notes[0]["fields"][0]["user"], Value::Null);
}

/// The invitation tag is gone already when the interview is completed.
#[tokio::test]
async fn a_tag_that_a_person_removed_does_not_stop_completion() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    let tag = bench.tagged(&id).await;
    bench.remove_tag(&id, &tag).await;
    assert_eq!(bench.act(&id, "complete").await, 200);
    let tags = bench.status_tags(&id).await;
    assert_eq!(tags.len(), 1);
    assert!(COMPLETED.contains(&tags[0].as_str()), "{tags:?}");
}

/// With `vendor_seconds`, candidates open and complete by themselves.
#[tokio::test]
async fn candidates_complete_by_themselves_after_a_while() {
    let mut settings = super::bench::settings();
    settings.vendor_seconds = Some(1.0);
    settings.speed = 4.0;
    let bench = Bench::with(settings).await;
    let id = bench.reachable().await;
    bench.enter(&id).await;
    let attempt = bench.until(&id, "completed").await;
    let at = |field: &str| attempt[field].as_i64().unwrap();
    assert!(at("invited_at") < at("clicked_at") && at("clicked_at") < at("completed_at"));
    assert!(at("completed_at") - at("invited_at") >= 600);
    bench.tagged(&id).await;
}
