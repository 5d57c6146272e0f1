//! Recorded shapes with invented content, and what is made of them.

use fulcrum_domain::ids::{ContactId, OpportunityId, PostingId, UserId};
use fulcrum_lever::{Code, NewNote, OpportunityQuery, PostingQuery};
use serde_json::{Value, json};

use crate::scripted::{Script, lever, ok};

fn opportunity() -> Value {
    json!({
        "id": "6408dc54-7015-4e5b-8d60-23afff2b1efc", "name": "Ann Example",
        "contact": "997fd432-94f6-4613-9fa8-c3d5bd49600b", "headline": "Acme, Globex",
        "stage": "lead-reached-out", "confidentiality": "non-confidential", "location": "",
        "phones": [{"type": "mobile", "value": "5555550100"}, {"value": "(555) 010-0101"}],
        "emails": ["ann@example.com"], "links": ["https://example.com/ann"],
        "archived": {"reason": "c97322d4-a7f3-4008-948c-4f8e9c58d372", "archivedAt": 1782973996415_i64},
        "tags": ["Seed", "Full-time"], "sources": ["Referral"],
        "stageChanges": [
            {"toStageId": "lead-new", "toStageIndex": 0, "updatedAt": 1782972986091_i64},
            {"toStageId": "lead-reached-out", "toStageIndex": 1, "updatedAt": 1782974004990_i64,
             "userId": "32bc4d3b-1aa6-4e2b-92d0-2e575047001e"}],
        "origin": "sourced", "sourcedBy": "32bc4d3b-1aa6-4e2b-92d0-2e575047001e",
        "owner": "32bc4d3b-1aa6-4e2b-92d0-2e575047001e",
        "followers": ["32bc4d3b-1aa6-4e2b-92d0-2e575047001e"],
        "applications": [{
            "id": "7278da68-141b-4203-b209-8ca6c0fa1f2d", "type": "user",
            "candidateId": "6408dc54-7015-4e5b-8d60-23afff2b1efc",
            "opportunityId": "6408dc54-7015-4e5b-8d60-23afff2b1efc",
            "posting": "75ff237f-0000-4000-8000-000000000001", "postingHiringManager": null,
            "postingOwner": "32bc4d3b-1aa6-4e2b-92d0-2e575047001e", "name": null, "phone": null,
            "createdAt": 1782972986092_i64, "archived": null, "timezone": null}],
        "createdAt": 1782972986091_i64, "updatedAt": 1782974048515_i64,
        "lastInteractionAt": 1782974048514_i64, "lastAdvancedAt": 1782974004990_i64, "snoozedUntil": null,
        "urls": {"list": "https://hire.lever.co/candidates", "show": "https://hire.lever.co/candidates/6408dc54"},
        "isAnonymized": false, "dataProtection": null, "opportunityLocation": "San Francisco, CA",
        "aFieldOfTomorrow": {"deep": [1, 2]}
    })
}

#[tokio::test(start_paused = true)]
async fn an_opportunity_as_recorded() {
    let script = Script::of([ok(json!({"data": opportunity()}))]);
    let read = lever(&script)
        .opportunity(&OpportunityId::from("x"))
        .await
        .unwrap();
    insta::assert_json_snapshot!(read);
}

#[tokio::test(start_paused = true)]
async fn an_opportunity_with_nothing_but_what_it_must_have() {
    // Rows untouched since 2020 have a null `updatedAt`; leads have no posting; ids may come as objects.
    let bare = json!({
        "id": "o1", "contact": {"id": "c1", "name": "Ann Example"}, "stage": {"id": "lead-new", "text": "New lead"},
        "name": null, "location": {"name": "Paris"}, "tags": null, "emails": null, "owner": null, "applications": ["a1"],
        "createdAt": "1782972986091", "updatedAt": null, "archived": null, "confidentiality": "confidential"
    });
    let page = json!({"data": [bare, {"id": "broken"}], "hasNext": false});
    let script = Script::of([ok(page)]);
    let page = lever(&script)
        .opportunities(&OpportunityQuery::default(), None)
        .await
        .unwrap();
    assert_eq!(page.unreadable, 1);
    insta::assert_json_snapshot!(page.items);
}

#[tokio::test(start_paused = true)]
async fn the_answer_to_a_write_has_no_contact_in_it() {
    let mut answer = opportunity();
    for (field, blank) in [
        ("name", json!("")),
        ("headline", json!("")),
        ("phones", json!([])),
        ("emails", json!([])),
        ("links", json!([])),
    ] {
        answer[field] = blank;
    }
    let script = Script::of([ok(json!({"data": answer}))]);
    let id = OpportunityId::from("o1");
    let mutated = lever(&script)
        .set_stage(&id, &"lead-reached-out".into(), &UserId::from("u1"))
        .await
        .unwrap();
    insta::assert_debug_snapshot!(mutated);
}

#[tokio::test(start_paused = true)]
async fn a_write_that_says_nothing_about_tags_is_not_read_as_no_tags() {
    let script = Script::of([ok(json!({"data": {"id": "o1", "stage": "s"}}))]);
    let error = lever(&script)
        .add_tags(&OpportunityId::from("o1"), &[], &UserId::from("u1"))
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::Unreadable);
    assert!(error.outcome_unknown());
}

#[tokio::test(start_paused = true)]
async fn postings_as_recorded() {
    let page = json!({"data": [
        {"id": "p1", "text": "Data Analyst", "state": "published", "distributionChannels": ["public"],
         "user": "u1", "owner": {"id": "u1", "name": "Ray Owner"}, "hiringManager": null,
         "categories": {"commitment": "Full-time", "department": "R&D", "level": null, "location": "Paris",
                        "team": "Data", "allLocations": ["Paris"]},
         "tags": ["myInterview:Lever Demo"], "content": {"description": "…"}, "urls": {"show": "https://jobs.example"},
         "createdAt": 1782972961725_i64, "updatedAt": 1782972961726_i64, "salaryRange": {"min": 1}},
        {"id": "p2", "text": "Draft", "state": "draft", "owner": null, "categories": {}, "tags": [], "urls": null,
         "createdAt": 1}
    ], "hasNext": false});
    let script = Script::of([ok(page)]);
    let page = lever(&script)
        .postings(&PostingQuery::default(), None)
        .await
        .unwrap();
    insta::assert_json_snapshot!(page.items);
}

#[tokio::test(start_paused = true)]
async fn a_posting_without_a_tag_list_is_not_read_as_untagged() {
    let script = Script::of([ok(json!({"data": {"id": "p1", "createdAt": 1}}))]);
    let error = lever(&script)
        .posting(&PostingId::from("p1"))
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::Unreadable);
}

fn note() -> Value {
    json!({"id": "n1", "text": "Note", "fields": [
            {"type": "note", "text": "Comment", "value": "body\ntext", "createdAt": 1782974189118_i64, "user": "u1",
             "score": null, "stage": "lead-new"},
            {"type": "note", "text": "Comment", "value": "a reply", "createdAt": "1782974189119", "user": null, "score": 3}],
        "user": "u1", "secret": false, "completedAt": 1782974189118_i64, "createdAt": 1782974189118_i64, "deletedAt": null})
}

#[tokio::test(start_paused = true)]
async fn notes_and_comments() {
    let id = OpportunityId::from("o1");
    let script = Script::of([ok(json!({"data": [note()], "hasNext": false}))]);
    let notes = lever(&script).notes(&id).await.unwrap();
    insta::assert_json_snapshot!(notes);
    let mut answer = note();
    answer["noteId"] = json!("n1");
    let script = Script::of([ok(json!({"data": answer}))]);
    let new = NewNote {
        value: "body\ntext".to_owned(),
        secret: false,
        notify_followers: false,
    };
    let created = lever(&script)
        .create_note(&id, &new, &UserId::from("u1"))
        .await
        .unwrap();
    assert_eq!(created, notes[0]);
}

#[tokio::test(start_paused = true)]
async fn panels_give_their_zone_and_cancellation_to_their_interviews() {
    let panel = json!({"id": "pa1", "applications": [], "canceledAt": 1782975260000_i64, "createdAt": 1,
        "start": 1783260000000_i64, "end": 1783263600000_i64, "externallyManaged": true, "externalUrl": null,
        "timezone": "America/Los_Angeles", "note": null, "user": "u1", "interviews": [
            {"id": "i1", "date": 1783260000000_i64, "duration": 60, "feedbackTemplate": "no-feedback", "subject": "Technical",
             "interviewers": [{"id": "u2", "email": "b@example.com", "name": "Bo B", "responseStatus": "needsAction"}, {}]}]});
    let interview = json!({"id": "i2", "panel": "pa2", "subject": "On-site", "note": "…",
        "interviewers": [{"id": "u2", "name": "Bo B"}], "timezone": "Europe/Paris", "createdAt": 1,
        "date": 1783496400000_i64, "duration": 45, "canceledAt": null, "gcalEventUrl": null, "opportunityId": "o1"});
    let id = OpportunityId::from("o1");
    // Documented nested twice, recorded once.
    let script = Script::of([
        ok(json!({"data": {"data": [panel], "hasNext": false}})),
        ok(json!({"data": [interview], "hasNext": false})),
    ]);
    let lever = lever(&script);
    insta::assert_debug_snapshot!(lever.panels(&id).await.unwrap());
    insta::assert_json_snapshot!(lever.interviews(&id).await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn reference_lists() {
    let script = Script::of([
        ok(
            json!({"data": [{"id": "lead-new", "text": "New lead"}, {"id": "uuid-1", "text": "myInterview"}], "hasNext": false}),
        ),
        ok(json!({"data": {"id": "r1", "text": "Hired", "status": "active", "type": "hired"}})),
        ok(json!({"data": [
            {"id": "u1", "name": "Seed User", "username": "seed", "email": "seed@example.com", "accessRole": "super admin",
             "photo": null, "createdAt": 1, "deactivatedAt": null, "managerId": null},
            {"id": "u2", "name": "Gone", "accessRole": "custom-role-id", "deactivatedAt": 7}], "hasNext": false})),
        ok(
            json!({"data": [{"text": "Full-time", "count": 9}, {"text": "Full-Time", "count": 617}], "hasNext": false}),
        ),
        ok(
            json!({"data": [{"id": "w1", "event": "candidateStageChange", "url": "https://vendor.example:8443/hooks/t0ken",
            "configuration": {"conditions": {"origins": ["applied"]}}, "createdAt": 1, "updatedAt": 1}]}),
        ),
        ok(
            json!({"data": {"id": "c1", "name": "Ann Example", "headline": "", "isAnonymized": false,
            "location": {"name": "Paris"}, "emails": ["ann@example.com"], "phones": [{"type": "mobile", "value": "5"}]}}),
        ),
        ok(
            json!({"data": [{"id": "o9", "deletedBy": "u1", "deletedAt": 12, "stage": "x"}, {"id": "o8"}], "hasNext": false}),
        ),
    ]);
    let lever = lever(&script);
    insta::assert_debug_snapshot!((
        lever.stages().await.unwrap(),
        lever.archive_reasons().await.unwrap(),
        lever.users().await.unwrap(),
        lever.tags().await.unwrap(),
        lever.webhooks().await.unwrap(),
        lever.contact(&ContactId::from("c1")).await.unwrap(),
        lever.deleted_opportunities(0).await.unwrap(),
    ));
}
