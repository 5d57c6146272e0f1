//! What a key may do is found out without changing anything: over a scripted transport, and against the sandbox with each
//! permission taken away in turn.

use std::collections::BTreeSet;

use fulcrum_lever::{Code, Given, Permissions, askable};
use fulcrum_sandbox::settings::Limits;
use serde_json::{Value, json};

use crate::sandbox::{World, world};
use crate::scripted::{Answer, Script, lever, ok, refused};

fn nobody_there() -> Answer {
    refused(404, "ResourceNotFound", "not found")
}

#[tokio::test(start_paused = true)]
async fn every_question_is_small_and_every_write_is_about_nothing() {
    let opportunity =
        ok(json!({"data": [{"id": "o1", "contact": "c1", "stage": "s", "createdAt": 1}]}));
    let script = Script::of([opportunity, nobody_there()]);
    let all: Vec<&str> = askable().collect();
    lever(&script).permissions(&all).await.unwrap();
    insta::assert_snapshot!(script.asked().join("\n"));
}

#[tokio::test(start_paused = true)]
async fn only_what_was_wished_for_is_asked() {
    let script = Script::of([ok(json!({"data": []}))]);
    let found = lever(&script)
        .permissions(&["stages:read", "no_such:permission"])
        .await
        .unwrap();
    assert_eq!(script.asked(), ["GET /v1/stages?limit=1"]);
    assert_eq!(found.given("stages:read"), Given::Yes);
    assert_eq!(found.given("no_such:permission"), Given::Unasked);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_key_ends_the_questions_at_once() {
    let script = Script::of([refused(401, "Unauthorized", "no")]);
    let all: Vec<&str> = askable().collect();
    let error = lever(&script).permissions(&all).await.unwrap_err();
    assert_eq!((error.code, script.count()), (Code::KeyRejected, 1));
}

async fn of_key(world: &World, wish: Value) -> Permissions {
    let key = world.press("/keys", wish).await;
    let lever = world.lever_with_key(key["api_key"].as_str().unwrap());
    let all: Vec<&str> = askable().collect();
    lever.permissions(&all).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_permission_that_a_key_lacks_is_found_and_no_other() {
    let world = world(20, Limits::Off).await;
    for lacking in askable().filter(|one| *one != "confidential:access") {
        let found = of_key(
            &world,
            json!({ "without": [lacking], "confidential": true }),
        )
        .await;
        for permission in askable() {
            let given = found.given(permission);
            if (lacking, permission) == ("postings:read", "confidential:access") {
                // It is asked about with a posting.
                assert_eq!(given, Given::Unasked);
            } else if permission == lacking {
                assert_eq!(given, Given::No, "{lacking}");
            } else {
                assert_ne!(given, Given::No, "{permission} without {lacking}");
                assert_ne!(given, Given::Unasked, "{permission}");
            }
        }
    }
    let open = of_key(&world, json!({ "confidential": false })).await;
    assert_eq!(open.given("confidential:access"), Given::No);
    assert_eq!(open.given("postings:read"), Given::Yes);
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_are_proved_by_the_key_that_lacks_one_and_by_no_other() {
    let world = world(20, Limits::Off).await;
    let whole = of_key(&world, json!({})).await;
    assert_eq!(whole.given("notes:write"), Given::NotRefused);
    let narrow = of_key(&world, json!({ "without": ["panels:write"] })).await;
    assert_eq!(narrow.given("notes:write"), Given::Yes);
    assert_eq!(narrow.given("panels:write"), Given::No);
}

/// Everything of the account that a question could have changed.
async fn account(world: &World) -> BTreeSet<String> {
    let lever = world.lever();
    let mut all = BTreeSet::new();
    let page = lever
        .opportunities(&fulcrum_lever::OpportunityQuery::default(), None)
        .await
        .unwrap();
    for one in page.items {
        for note in lever.notes(&one.id).await.unwrap() {
            all.insert(format!("{note:?}"));
        }
        all.insert(format!("{:?}", lever.contact(&one.contact).await.unwrap()));
        for panel in lever.panels(&one.id).await.unwrap() {
            all.insert(format!("{panel:?}"));
        }
        all.insert(format!("{one:?}"));
    }
    let postings = lever
        .postings(&fulcrum_lever::PostingQuery::default(), None)
        .await
        .unwrap();
    all.extend(postings.items.iter().map(|one| format!("{one:?}")));
    all.extend(
        lever
            .webhooks()
            .await
            .unwrap()
            .iter()
            .map(|one| format!("{one:?}")),
    );
    all.extend(
        lever
            .users()
            .await
            .unwrap()
            .iter()
            .map(|one| format!("{one:?}")),
    );
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_changes_nothing() {
    let world = world(20, Limits::Off).await;
    let before = account(&world).await;
    of_key(&world, json!({ "confidential": true })).await;
    let after = account(&world).await;
    assert!(before.len() > 40, "{}", before.len());
    assert_eq!(before, after);
}
