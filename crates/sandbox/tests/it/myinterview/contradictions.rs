//! Each contradiction of the vendor's article, both ways.

use serde_json::{Value, json};

use super::bench::Bench;

async fn again(bench: &Bench, id: &str) {
    bench.leave(id).await;
    bench.enter(id).await;
    bench.still().await;
}

/// The article writes `myInterview:` for configuration and `MyInterview:` for a status.
#[tokio::test]
async fn the_prefix_is_strict_or_lenient() {
    let bench = Bench::start().await;
    bench.tag_posting(&["MyInterview:Lever Demo"]).await;
    let id = bench.reachable().await;
    bench.enter(&id).await;
    assert_eq!(bench.until(&id, "ignored").await["code"], "no_tag");
    bench.switch(json!({ "prefix_case": "lenient" })).await;
    again(&bench, &id).await;
    let attempt = bench.until(&id, "invited").await;
    assert!(attempt["warning"].as_str().unwrap().contains("prefix"));
    bench.tag_posting(&["myInterview:Lever Demo"]).await;
    let other = bench.reachable().await;
    bench.enter(&other).await;
    assert_eq!(bench.until(&other, "invited").await["warning"], Value::Null);
}

/// The posting must have the tag; the opportunity inherits it.
#[tokio::test]
async fn the_template_is_read_on_the_posting_or_on_the_opportunity() {
    let bench = Bench::start().await;
    bench.tag_posting(&["Remote"]).await;
    let id = bench.reachable().await;
    let path = format!("/opportunities/{id}/tags");
    let tags = json!({ "add": ["myInterview:Lever Demo"] });
    assert_eq!(bench.console(&path, tags).await.0, 200);
    bench.enter(&id).await;
    assert_eq!(bench.until(&id, "ignored").await["code"], "no_tag");
    bench
        .switch(json!({ "template_from": "opportunity" }))
        .await;
    again(&bench, &id).await;
    bench.until(&id, "invited").await;
}

/// The stage is chosen in the set-up, by id; the summary speaks of its name.
#[tokio::test]
async fn the_trigger_is_an_id_or_a_title_and_can_be_chosen_anew() {
    let bench = Bench::start().await;
    let make = async |title: &str| {
        let (status, made) = bench.console("/stages", json!({ "text": title })).await;
        assert_eq!(status, 200);
        made["id"].as_str().unwrap().to_owned()
    };
    let stage = make("Video Interview A").await;
    let (status, body) = bench
        .console("/myinterview/trigger", json!({ "stage": stage }))
        .await;
    assert_eq!(status, 200, "{body}");
    assert_eq!(
        bench
            .console("/myinterview/trigger", json!({ "stage": "nowhere" }))
            .await
            .0,
        400
    );
    let into = async |id: &str, stage: &str| {
        let path = format!("/opportunities/{id}/stage");
        let moved = bench.console(&path, json!({ "stage": stage })).await;
        assert_eq!(moved.0, 200);
        bench.still().await;
    };
    let old = bench.reachable().await;
    bench.enter(&old).await;
    bench.still().await;
    assert!(bench.attempts(&old).await.is_empty());
    let id = bench.reachable().await;
    into(&id, &stage).await;
    bench.until(&id, "invited").await;

    // A renamed stage is still the chosen one by id, and no longer by title; another of the old title is.
    let renamed = json!({ "text": "Something else" });
    assert_eq!(
        bench
            .console(&format!("/stages/{stage}/text"), renamed)
            .await
            .0,
        200
    );
    let twin = make("Video Interview A").await;
    for (by, wanted) in [("id", &stage), ("title", &twin)] {
        bench.switch(json!({ "trigger_by": by })).await;
        for entered in [&stage, &twin] {
            let id = bench.reachable().await;
            into(&id, entered).await;
            let invited = bench.attempts(&id).await.len();
            assert_eq!(invited, usize::from(entered == wanted), "{by}");
        }
    }
}

/// A webhook that comes late tells of a stage that was left.
#[tokio::test]
async fn a_late_webhook_counts_unless_the_stage_is_read_again() {
    let bench = Bench::start().await;
    for (again, state) in [(true, "ignored"), (false, "invited")] {
        bench.switch(json!({ "reads_stage_again": again })).await;
        let id = bench.reachable().await;
        let data = json!({ "opportunityId": id, "toStageId": bench.info("trigger_stage_id") });
        let status = bench.deliver("candidateStageChange", &id, data).await;
        assert_eq!(status, 200);
        let attempt = bench.until(&id, state).await;
        if again {
            assert_eq!(attempt["code"], "left_stage");
        }
    }
}

/// Moving out and back resends; of an open invitation nothing is said.
#[tokio::test]
async fn a_second_entry_is_as_the_switch_says() {
    let bench = Bench::start().await;
    for (rule, attempts, mails) in [
        ("same_link", 1, 2),
        ("nothing", 1, 1),
        ("new_invitation", 2, 2),
    ] {
        bench.switch(json!({ "open_reentry": rule })).await;
        let id = bench.invited().await;
        again(&bench, &id).await;
        let known = bench.attempts(&id).await;
        assert_eq!(known.len(), attempts, "{rule}");
        assert_eq!(bench.mail(&id, "invite").await.len(), mails, "{rule}");
        assert_eq!(bench.status_tags(&id).await.len(), 1, "{rule}");
        if rule == "new_invitation" {
            assert_eq!(
                (&known[0]["state"], &known[0]["code"]),
                (&json!("cancelled"), &json!("replaced"))
            );
            let old = known[0]["link"].as_str().unwrap();
            assert_eq!(bench.http.get(old).send().await.unwrap().status(), 410);
        }
    }
}

/// The tag "will change", or is one more line of a history; the link is in a note, on the overview, or both.
#[tokio::test]
async fn tags_note_and_link_are_left_as_the_switches_say() {
    let bench = Bench::start().await;
    for (mode, tags) in [("replace", 1), ("history", 2)] {
        for (place, notes, links) in [("both", 1, 1), ("note", 1, 0), ("link", 0, 1)] {
            bench
                .switch(json!({ "status_tags": mode, "review_link": place }))
                .await;
            let id = bench.invited().await;
            assert_eq!(bench.act(&id, "complete").await, 200);
            assert_eq!(bench.status_tags(&id).await.len(), tags, "{mode}");
            assert_eq!(bench.notes(&id).await.len(), notes, "{place}");
            let one = bench.opportunity(&id).await;
            assert_eq!(one["links"].as_array().unwrap().len(), links, "{place}");
            let attempt = bench.until(&id, "completed").await;
            assert!(attempt["tag"].as_str().unwrap().contains("omplete"));
            assert_eq!(
                (&attempt["owed"], &attempt["next_tag"]),
                (&json!([]), &Value::Null)
            );
        }
    }
}

/// The archive webhook is required, and its effect told nowhere.
#[tokio::test]
async fn the_archive_is_recorded_and_hides_ends_or_changes_nothing() {
    let bench = Bench::start().await;
    for (rule, while_archived, afterwards) in
        [("hide", 410, 200), ("cancel", 410, 410), ("keep", 200, 200)]
    {
        bench.switch(json!({ "on_archived": rule })).await;
        let id = bench.invited().await;
        let link = bench.attempts(&id).await[0]["link"]
            .as_str()
            .unwrap()
            .to_owned();
        for (archived, wanted) in [(true, while_archived), (false, afterwards)] {
            bench.archive(&id, archived).await;
            let state = bench.still().await;
            let last = state["archive"].as_array().unwrap().last().unwrap();
            assert_eq!(
                (&last["opportunity"], &last["archived"]),
                (&json!(id), &json!(archived))
            );
            let status = bench.http.get(&link).send().await.unwrap().status();
            assert_eq!(status, wanted, "{rule} {archived}");
        }
        let status = bench.act(&id, "complete").await;
        assert_eq!(status == 200, rule != "cancel", "{rule}");
    }
}

/// Revoking disables the integration; whether those who are invited may finish is not said.
#[tokio::test]
async fn a_revoked_grant_lets_candidates_finish_or_stops_everything() {
    let bench = Bench::start().await;
    let (one, two) = (bench.invited().await, bench.invited().await);
    let revoked = bench.console("/grants/myInterview/revoke", json!({})).await;
    assert_eq!(revoked.0, 200);
    assert_eq!(bench.act(&one, "complete").await, 200);
    let attempt = bench.attempts(&one).await.remove(0);
    assert_eq!(
        attempt["owed"],
        json!(["add_tag", "remove_tag", "note", "link"])
    );
    assert!(bench.notes(&one).await.is_empty());

    bench
        .switch(json!({ "on_revoked": "everything_stops" }))
        .await;
    assert_eq!(bench.act(&two, "complete").await, 400);
    let link = bench.attempts(&two).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(bench.http.get(&link).send().await.unwrap().status(), 410);

    // With a new consent everything goes on, and what was owed is written.
    let connected = bench.console("/myinterview/connect", json!({})).await;
    assert_eq!(connected.0, 200, "{}", connected.1);
    assert_eq!(bench.attempts(&one).await[0]["owed"], json!([]));
    assert_eq!(bench.notes(&one).await.len(), 1);
    assert_eq!(bench.act(&two, "complete").await, 200);
}

/// Templates are made and edited in the vendor's console; a name that a status tag means cannot be used.
#[tokio::test]
async fn templates_are_edited_and_exported_in_other_formats() {
    let bench = Bench::start().await;
    let url = format!("{}/templates", bench.info("base"));
    let post = async |body: Value| {
        let answer = bench.http.post(&url).json(&body).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.text().await.unwrap())
    };
    for name in [
        "Invite Sent",
        " interview  COMPLETE",
        "Interview Completed",
        "",
    ] {
        let (status, text) = post(json!({ "name": name })).await;
        assert_eq!(status, 422, "{name}: {text}");
    }
    let (status, made) = post(json!({ "name": "Späti; <Nacht>", "questions": ["Why?"] })).await;
    assert_eq!(status, 200, "{made}");
    let made: Value = serde_json::from_str(&made).unwrap();
    let id = made["template_id"].as_str().unwrap();
    let edited = json!({ "template_id": id, "name": "Spät", "questions": ["Why?"] });
    assert_eq!(post(edited).await.0, 200);
    bench.tag_posting(&["myInterview:Spät"]).await;
    bench.invited().await;

    let (_, page) = bench.page("/templates").await;
    assert!(page.contains("Spät") && page.contains("&quot;Portfolio&quot;"));
    bench
        .switch(
            json!({ "file_delimiter": "semicolon", "file_bom": true, "file_header": "name_first" }),
        )
        .await;
    let url = format!("{}/templates.csv", bench.info("base"));
    let file = bench.http.get(url).send().await.unwrap();
    // As bytes: reading it as text would swallow the mark.
    let file = String::from_utf8(file.bytes().await.unwrap().to_vec()).unwrap();
    assert!(file.starts_with("\u{feff}name;template_id\r\n"));
    assert!(file.contains(&format!("\r\nSpät;{id}\r\n")));
}
