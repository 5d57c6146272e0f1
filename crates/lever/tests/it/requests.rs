//! What goes over the wire: paths, queries, bodies, header.

use fulcrum_domain::ids::{ArchiveReasonId, ContactId, OpportunityId, PostingId, StageId, UserId};
use fulcrum_domain::model::Phone;
use fulcrum_lever::{
    ContactUpdate, NewCandidate, NewNote, OffsetToken, OpportunityQuery, PostingQuery,
    PostingUpdate,
};
use serde_json::json;

use crate::scripted::{Script, lever, ok};

fn opportunity() -> serde_json::Value {
    json!({"id": "o1", "contact": "c1", "stage": "lead-new", "createdAt": 1})
}

fn mutated() -> serde_json::Value {
    json!({"data": {"id": "o1", "stage": "lead-new", "tags": []}})
}

#[tokio::test(start_paused = true)]
async fn every_write_names_who_acts_and_sends_what_the_documentation_asks_for() {
    let script = Script::of([
        ok(mutated()),
        ok(mutated()),
        ok(mutated()),
        ok(mutated()),
        ok(mutated()),
        ok(json!({"data": {"id": "n1", "noteId": "n1", "createdAt": 1}})),
        ok(json!(null)),
        ok(json!({"data": {"id": "c1", "emails": [], "phones": []}})),
        ok(json!({"data": {"id": "p1", "tags": [], "createdAt": 1}})),
        ok(json!({"deduped": true, "data": opportunity()})),
        ok(json!({"data": opportunity()})),
    ]);
    let lever = lever(&script);
    let id = OpportunityId::from("o1");
    let who = UserId::from("u 1&x=y");
    let reason = ArchiveReasonId::from("r1");
    let tags = ["myInterview: Invite Sent".to_owned()];
    lever
        .set_stage(&id, &StageId::from("lead-new"), &who)
        .await
        .unwrap();
    lever.set_archived(&id, Some(&reason), &who).await.unwrap();
    lever.set_archived(&id, None, &who).await.unwrap();
    lever.add_tags(&id, &tags, &who).await.unwrap();
    lever.remove_tags(&id, &tags, &who).await.unwrap();
    let note = NewNote {
        value: "two\nlines".to_owned(),
        secret: true,
        notify_followers: false,
    };
    lever.create_note(&id, &note, &who).await.unwrap();
    lever.delete_note(&id, &"n1".into()).await.unwrap();
    let update = ContactUpdate {
        emails: Some(vec!["a@example.com".to_owned()]),
        phones: Some(vec![Phone {
            kind: None,
            value: "+1 555 010 0100".to_owned(),
        }]),
    };
    lever
        .update_contact(&ContactId::from("c1"), &update, &who)
        .await
        .unwrap();
    let update = PostingUpdate {
        tags: vec!["myInterview:Lever Demo".to_owned()],
        state: "published".to_owned(),
        put_back: serde_json::Map::new(),
    };
    lever
        .update_posting(&PostingId::from("p1"), &update, &who)
        .await
        .unwrap();
    let candidate = NewCandidate {
        name: "Ada".to_owned(),
        emails: vec!["ada@example.com".to_owned()],
        phones: vec![Phone {
            kind: Some("mobile".to_owned()),
            value: "+1 555 010 0100".to_owned(),
        }],
        tags: vec!["Test".to_owned()],
        sources: vec!["Fair".to_owned()],
        posting: Some("p1".into()),
        stage: Some("lead-new".into()),
        owner: Some("u2".into()),
        origin: Some("sourced"),
    };
    let made = lever.create_opportunity(&candidate, &who).await.unwrap();
    assert!(made.deduped);
    assert_eq!(made.opportunity.id, id);
    let nobody = NewCandidate::default();
    let made = lever.create_opportunity(&nobody, &who).await.unwrap();
    assert!(!made.deduped);
    insta::assert_snapshot!(script.asked().join("\n"));
    assert!(
        script
            .headers()
            .iter()
            .all(|header| header.as_deref() == Some("Basic a2V5Og=="))
    );
}

#[tokio::test(start_paused = true)]
async fn reads_ask_as_documented() {
    let list = ok(json!({"data": [], "hasNext": false}));
    let script = Script::of([list]);
    let lever = lever(&script);
    let id = OpportunityId::from("o1");
    let query = OpportunityQuery {
        created_at_start_ms: Some(3),
        created_at_end_ms: Some(4),
        updated_at_start_ms: Some(1),
        updated_at_end_ms: Some(2),
        archived: Some(false),
        stages: vec!["lead-new".into(), "s 2".into()],
        postings: vec!["p1".into()],
        tags: vec!["R&D".to_owned()],
        email: Some("a+b@example.com".to_owned()),
        contacts: vec!["c1".into()],
        confidential_too: true,
        expand_applications: true,
        limit: Some(50),
    };
    // Lever's tokens are percent-encoded already and are encoded once more.
    let token = OffsetToken("%5B1%2C2%5D".to_owned());
    lever.opportunities(&query, Some(&token)).await.unwrap();
    lever
        .opportunities(&OpportunityQuery::default(), None)
        .await
        .unwrap();
    lever.deleted_opportunities(5).await.unwrap();
    let query = PostingQuery {
        updated_at_start_ms: Some(9),
        confidential_too: true,
    };
    lever.postings(&query, None).await.unwrap();
    lever.notes(&id).await.unwrap();
    lever.interviews(&id).await.unwrap();
    lever.panels(&id).await.unwrap();
    lever.stages().await.unwrap();
    lever.archive_reasons().await.unwrap();
    lever.users().await.unwrap();
    lever.tags().await.unwrap();
    lever.webhooks().await.unwrap();
    insta::assert_snapshot!(script.asked().join("\n"));
}

#[tokio::test(start_paused = true)]
async fn an_id_cannot_leave_its_place_in_the_path() {
    let script = Script::of([ok(
        json!({"data": {"id": "x", "contact": "c", "stage": "s", "createdAt": 1}}),
    )]);
    let id = OpportunityId::from("../users?limit=1#");
    lever(&script).opportunity(&id).await.unwrap();
    assert_eq!(
        script.asked(),
        ["GET /v1/opportunities/..%2Fusers%3Flimit=1%23?expand=applications"]
    );
}
