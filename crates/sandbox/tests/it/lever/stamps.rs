//! Which change moves which time stamp, and what mutation answers leave blank.

use serde_json::{Value, json};

use super::bench::{Bench, START};

/// `lastInteractionAt`, `lastAdvancedAt`, `updatedAt`, as distances from `from`; "-" where nothing moved.
fn moved(before: &Value, after: &Value, from: i64) -> String {
    ["lastInteractionAt", "lastAdvancedAt", "updatedAt"]
        .map(|key| {
            if before[key] == after[key] {
                "-".to_owned()
            } else {
                (after[key].as_i64().unwrap() - from).to_string()
            }
        })
        .join(" ")
}

struct Table<'b> {
    bench: &'b Bench,
    id: String,
    rows: Vec<String>,
}

impl Table<'_> {
    /// Makes a change a second after the last one, waits a second, and notes what moved.
    async fn row(&mut self, what: &str, method: &str, path: &str, body: Value) {
        self.bench.jump(1_000);
        let before = self.bench.opportunity(&self.id).await;
        let at = self.bench.now();
        let (status, answer) = self
            .bench
            .call(method.parse().unwrap(), path, Some(body))
            .await;
        assert!((200..300).contains(&status), "{what}: {status} {answer}");
        self.bench.jump(1_000);
        let after = self.bench.opportunity(&self.id).await;
        self.rows
            .push(format!("{what}: {}", moved(&before, &after, at)));
    }
}

#[tokio::test]
async fn time_stamps_move_as_recorded() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let seat = bench.seat();
    let path = |what: &str| format!("/opportunities/{id}/{what}?perform_as={seat}");
    let reason = bench.get("/archive_reasons").await["data"][0]["id"].clone();
    let contact = bench.opportunity(&id).await["contact"]
        .as_str()
        .unwrap()
        .to_owned();
    let posting = bench.posting("Backend Engineer, Payments").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let posting = format!("/postings/{posting}?perform_as={seat}");
    let template = bench.get("/feedback_templates").await["data"][0]["id"].clone();
    let form = bench.get("/form_templates").await["data"][0]["id"].clone();
    let talk = json!({ "date": START + 900_000_000, "duration": 30 });
    let mut table = Table {
        bench: &bench,
        id: id.clone(),
        rows: Vec::new(),
    };
    table
        .row("stage", "PUT", &path("stage"), json!({ "stage": "offer" }))
        .await;
    table
        .row(
            "same stage again",
            "PUT",
            &path("stage"),
            json!({ "stage": "offer" }),
        )
        .await;
    table
        .row(
            "add a tag",
            "POST",
            &path("addTags"),
            json!({ "tags": ["x"] }),
        )
        .await;
    table
        .row(
            "add it again",
            "POST",
            &path("addTags"),
            json!({ "tags": ["x"] }),
        )
        .await;
    table
        .row(
            "remove it",
            "POST",
            &path("removeTags"),
            json!({ "tags": ["x"] }),
        )
        .await;
    table
        .row(
            "remove it again",
            "POST",
            &path("removeTags"),
            json!({ "tags": ["x"] }),
        )
        .await;
    table
        .row(
            "add a source",
            "POST",
            &path("addSources"),
            json!({ "sources": ["Fair"] }),
        )
        .await;
    table
        .row(
            "add a link",
            "POST",
            &path("addLinks"),
            json!({ "links": ["https://example.com/a"] }),
        )
        .await;
    table
        .row("note", "POST", &path("notes"), json!({ "value": "hello" }))
        .await;
    let note = bench.get(&format!("/opportunities/{id}/notes")).await["data"][0]["id"].clone();
    let note = note.as_str().unwrap();
    table
        .row(
            "comment",
            "POST",
            &format!("{}&note_id={note}", path("notes")),
            json!({ "value": "and this" }),
        )
        .await;
    let note = path(&format!("notes/{note}"));
    table
        .row(
            "change the note",
            "PUT",
            &note,
            json!({ "values": [{ "value": "other" }] }),
        )
        .await;
    table
        .row("delete the note", "DELETE", &note, Value::Null)
        .await;
    table
        .row(
            "feedback",
            "POST",
            &path("feedback"),
            json!({ "baseTemplateId": template }),
        )
        .await;
    let feedback =
        bench.get(&format!("/opportunities/{id}/feedback")).await["data"][0]["id"].clone();
    let feedback = path(&format!("feedback/{}", feedback.as_str().unwrap()));
    table
        .row(
            "change the feedback",
            "PUT",
            &feedback,
            json!({ "completedAt": START }),
        )
        .await;
    table
        .row("delete the feedback", "DELETE", &feedback, Value::Null)
        .await;
    table
        .row(
            "panel",
            "POST",
            &path("panels"),
            json!({ "timezone": "UTC", "interviews": [talk, talk] }),
        )
        .await;
    let panel = bench.get(&format!("/opportunities/{id}/panels")).await["data"][0].clone();
    let interview = path(&format!(
        "interviews/{}",
        panel["interviews"][0]["id"].as_str().unwrap()
    ));
    table
        .row("change an interview", "PUT", &interview, talk.clone())
        .await;
    table
        .row("delete an interview", "DELETE", &interview, Value::Null)
        .await;
    table
        .row(
            "profile form",
            "POST",
            &path("forms"),
            json!({ "baseTemplateId": form, "fields": [] }),
        )
        .await;
    table
        .row(
            "contact",
            "PUT",
            &format!("/contacts/{contact}"),
            json!({ "headline": "New" }),
        )
        .await;
    table
        .row(
            "posting renamed",
            "POST",
            &posting,
            json!({ "text": "Backend Engineer" }),
        )
        .await;
    table
        .row(
            "posting renamed alike",
            "POST",
            &posting,
            json!({ "text": "Backend Engineer" }),
        )
        .await;
    table
        .row(
            "first archive",
            "PUT",
            &path("archived"),
            json!({ "reason": reason }),
        )
        .await;
    table
        .row(
            "archive again",
            "PUT",
            &path("archived"),
            json!({ "reason": reason }),
        )
        .await;
    table
        .row(
            "stage while archived",
            "PUT",
            &path("stage"),
            json!({ "stage": "lead-new" }),
        )
        .await;
    table
        .row(
            "un-archive",
            "PUT",
            &path("archived"),
            json!({ "reason": null }),
        )
        .await;
    insta::assert_snapshot!(table.rows.join("\n"), @"
    stage: 0 0 1
    same stage again: - - -
    add a tag: - - 0
    add it again: - - -
    remove it: - - 0
    remove it again: - - -
    add a source: - - 0
    add a link: - - 0
    note: 360 - 361
    comment: 360 - 361
    change the note: - - 1
    delete the note: - - -
    feedback: 0 - 1
    change the feedback: - - -
    delete the feedback: - - -
    panel: 0 - 1
    change an interview: 0 - 1
    delete an interview: - - -
    profile form: - - -
    contact: - - 0
    posting renamed: - - 271
    posting renamed alike: - - -
    first archive: 0 0 1
    archive again: 0 - 1
    stage while archived: 0 0 1
    un-archive: 0 - 1
    ");
}

#[tokio::test]
async fn a_note_leaves_its_mark_only_a_moment_later() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    bench.jump(1_000);
    let before = bench.opportunity(&id).await;
    bench
        .post(
            &format!("/opportunities/{id}/notes"),
            json!({ "value": "hello" }),
        )
        .await;
    bench.jump(359);
    assert_eq!(
        bench.opportunity(&id).await["updatedAt"],
        before["updatedAt"]
    );
    bench.jump(1);
    assert_eq!(
        bench.opportunity(&id).await["updatedAt"],
        json!(START + 1_361)
    );
}

#[tokio::test]
async fn the_second_archive_keeps_the_time_of_the_first_in_the_application() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let reason = bench.get("/archive_reasons").await["data"][0]["id"].clone();
    for _ in 0..2 {
        bench.jump(7_000);
        bench
            .put(
                &format!("/opportunities/{id}/archived"),
                json!({ "reason": reason }),
            )
            .await;
    }
    let one = bench
        .get(&format!("/opportunities/{id}?expand=applications"))
        .await["data"]
        .clone();
    assert_eq!(one["archived"]["archivedAt"], json!(START + 14_000));
    assert_eq!(
        one["applications"][0]["archived"]["archivedAt"],
        json!(START + 7_000)
    );
    assert_eq!(one["lastAdvancedAt"], json!(START + 7_000));
}

#[tokio::test]
async fn contact_data_is_blank_in_answers_to_stage_archive_tags_and_sources_and_filled_for_links() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let reason = bench.get("/archive_reasons").await["data"][0]["id"].clone();
    let blank = json!(["", "", "", [], [], []]);
    let filled = json!(["Zoë Ångström", "", "", ["zoe@example.com"], [{ "type": "mobile", "value": "+1 202 555 0123" }], ["http://example.com/a"]]);
    for (method, what, body, wanted) in [
        (
            "POST",
            "addLinks",
            json!({ "links": ["example.com/a"] }),
            &filled,
        ),
        ("PUT", "stage", json!({ "stage": "offer" }), &blank),
        ("PUT", "archived", json!({ "reason": reason }), &blank),
        ("POST", "addTags", json!({ "tags": ["x"] }), &blank),
        ("POST", "removeTags", json!({ "tags": ["x"] }), &blank),
        ("POST", "addSources", json!({ "sources": ["x"] }), &blank),
    ] {
        let (status, answer) = bench
            .call(
                method.parse().unwrap(),
                &format!("/opportunities/{id}/{what}"),
                Some(body),
            )
            .await;
        assert_eq!(status, 200);
        let data = &answer["data"];
        let shown = json!([
            data["name"],
            data["headline"],
            data["location"],
            data["emails"],
            data["phones"],
            data["links"]
        ]);
        assert_eq!(shown, *wanted, "{what}");
        assert!(data.get("opportunityLocation").is_none(), "{what}");
    }
    assert_eq!(bench.opportunity(&id).await["name"], "Zoë Ångström");
}

#[tokio::test]
async fn a_move_is_logged_with_the_acting_user_and_an_archived_one_stays_archived() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let seat = bench.seat();
    bench
        .console(
            &format!("/opportunities/{id}/archived"),
            json!({ "archived": true }),
        )
        .await;
    bench
        .put(
            &format!("/opportunities/{id}/stage?perform_as={seat}"),
            json!({ "stage": "offer" }),
        )
        .await;
    bench
        .put(
            &format!("/opportunities/{id}/stage"),
            json!({ "stage": "lead-new" }),
        )
        .await;
    let one = bench.opportunity(&id).await;
    assert!(one["archived"].is_object());
    let changes = one["stageChanges"].as_array().unwrap();
    assert_eq!(changes.len(), 3);
    assert_eq!(
        changes[1],
        json!({ "toStageId": "offer", "toStageIndex": 10, "updatedAt": START, "userId": seat })
    );
    assert_eq!(
        changes[2],
        json!({ "toStageId": "lead-new", "toStageIndex": 0, "updatedAt": START })
    );
}
