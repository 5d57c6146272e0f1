//! Feedback, interviews and panels as a partner writes them.

use serde_json::{Value, json};

use super::bench::{Bench, START};

struct Desk {
    bench: Bench,
    id: String,
}

impl Desk {
    async fn start() -> Self {
        let bench = Bench::start().await;
        let id = bench.person().await;
        Self { bench, id }
    }

    fn path(&self, what: &str) -> String {
        format!(
            "/opportunities/{}/{what}?perform_as={}",
            self.id,
            self.bench.seat()
        )
    }

    async fn call(&self, method: &str, what: &str, body: Value) -> (u16, Value) {
        self.bench
            .call(method.parse().unwrap(), &self.path(what), Some(body))
            .await
    }

    async fn panel(&self) -> Value {
        let talk = json!({ "subject": "Talk", "date": START + 90_000_000, "duration": 30 });
        let later = json!({ "subject": "Later", "date": START + 180_000_000, "duration": 60 });
        let body = json!({ "timezone": "Europe/Berlin", "interviews": [later, talk] });
        let (status, answer) = self.call("POST", "panels", body).await;
        assert_eq!(status, 201, "{answer}");
        answer["data"].clone()
    }

    async fn template(&self, text: &str) -> Value {
        let all = self.bench.get("/feedback_templates").await;
        let mut rows = all["data"].as_array().unwrap().iter();
        rows.find(|one| one["text"] == text).unwrap().clone()
    }
}

fn field<'t>(template: &'t Value, kind: &str) -> &'t Value {
    let mut fields = template["fields"].as_array().unwrap().iter();
    fields.find(|field| field["type"] == kind).unwrap()
}

#[tokio::test]
async fn feedback_answers_in_two_shapes_and_can_be_read_after_it_was_deleted() {
    let desk = Desk::start().await;
    let template = desk.template("Technical interview").await;
    let rating = field(&template, "score-system")["id"].clone();
    let panel = desk.panel().await;
    let interview = panel["interviews"][0]["id"].clone();
    let body = json!({
        "baseTemplateId": template["id"], "panel": panel["id"], "interview": interview,
        "fieldValues": [{ "id": rating, "value": "3 - Hire" }],
    });
    let (status, made) = desk.call("POST", "feedback", body).await;
    assert_eq!(status, 201, "{made}");
    let made = &made["data"];
    assert_eq!(
        (&made["completedAt"], &made["updatedAt"]),
        (&json!(START), &Value::Null)
    );
    let id = made["id"].as_str().unwrap();
    let shown = desk
        .bench
        .get(&format!(
            "/opportunities/{}/interviews/{}",
            desk.id,
            interview.as_str().unwrap()
        ))
        .await;
    assert_eq!(shown["data"]["feedbackForms"], json!([id]));

    desk.bench.jump(1_000);
    let (status, changed) = desk
        .call(
            "PUT",
            &format!("feedback/{id}"),
            json!({ "fieldValues": [{ "id": rating, "value": "2 - No Hire" }] }),
        )
        .await;
    assert_eq!(status, 200, "{changed}");
    let field = &changed["data"]["fields"][0];
    assert_eq!(
        (&field["type"], &field["value"], &field["overall"]),
        (&json!("score"), &json!("2 - No Hire"), &json!(true))
    );
    assert!(
        changed["data"].get("deletedAt").is_none()
            && changed["data"]["userId"] == json!(desk.bench.seat())
    );

    let (status, _) = desk
        .call("DELETE", &format!("feedback/{id}"), Value::Null)
        .await;
    assert_eq!(status, 204);
    let one = desk
        .bench
        .get(&format!("/opportunities/{}/feedback/{id}", desk.id))
        .await["data"]
        .clone();
    assert_eq!(
        (&one["deletedAt"], &one["updatedAt"]),
        (&json!(START + 1_000), &json!(START + 1_000))
    );
    assert_eq!(
        desk.bench
            .get(&format!("/opportunities/{}/feedback", desk.id))
            .await["data"],
        json!([])
    );
}

#[tokio::test]
async fn feedback_must_fit_its_template_and_its_interview() {
    let desk = Desk::start().await;
    let template = desk.template("Technical interview").await;
    let panel = desk.panel().await;
    let rating = field(&template, "score-system")["id"].clone();
    for (more, status) in [
        (json!({ "baseTemplateId": "no-feedback" }), 404),
        (json!({ "panel": panel["id"] }), 400),
        (json!({ "interview": panel["interviews"][0]["id"] }), 400),
        (json!({ "panel": panel["id"], "interview": "other" }), 404),
        (
            json!({ "fieldValues": [{ "id": "other", "value": "x" }] }),
            400,
        ),
        (
            json!({ "fieldValues": [{ "id": rating, "value": 3 }] }),
            400,
        ),
        (json!({ "createdAt": START + 1 }), 400),
    ] {
        let mut body = json!({ "baseTemplateId": template["id"] });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let (got, answer) = desk.call("POST", "feedback", body).await;
        assert_eq!(got, status, "{more}: {answer}");
    }
    assert_eq!(
        desk.bench
            .get(&format!("/opportunities/{}/feedback", desk.id))
            .await["data"],
        json!([])
    );
}

#[tokio::test]
async fn a_template_has_one_rating_new_ids_after_a_change_and_goes_only_if_the_api_made_it() {
    let desk = Desk::start().await;
    let bench = &desk.bench;
    let rating = json!({ "type": "score-system", "text": "Rating" });
    let (status, made) = bench
        .post(
            "/feedback_templates",
            json!({ "text": "Ours", "fields": [rating] }),
        )
        .await;
    assert_eq!(status, 201);
    let made = &made["data"];
    assert_eq!(made["fields"][0]["options"].as_array().unwrap().len(), 4);
    for fields in [
        json!([]),
        json!([rating, rating]),
        json!([{ "type": "text", "text": "x" }]),
    ] {
        let (status, _) = bench
            .post(
                "/feedback_templates",
                json!({ "text": "Bad", "fields": fields }),
            )
            .await;
        assert_eq!(status, 400, "{fields}");
    }
    let one = format!("/feedback_templates/{}", made["id"].as_str().unwrap());
    let (status, changed) = bench
        .put(&one, json!({ "text": "Ours", "fields": [rating] }))
        .await;
    assert_eq!(status, 200);
    assert_ne!(changed["data"]["fields"][0]["id"], made["fields"][0]["id"]);
    let delete =
        |path: String| async move { bench.call(reqwest::Method::DELETE, &path, None).await.0 };
    assert_eq!(delete(one).await, 204);
    let theirs = desk.template("Algorithms").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(delete(format!("/feedback_templates/{theirs}")).await, 403);
}

#[tokio::test]
async fn panels_last_as_long_as_their_interviews_and_go_with_the_last_one() {
    let desk = Desk::start().await;
    let panel = desk.panel().await;
    assert_eq!(panel["interviews"][0]["subject"], "Talk");
    assert_eq!(
        (&panel["start"], &panel["end"]),
        (&json!(START + 90_000_000), &json!(START + 183_600_000))
    );
    let one = |place: usize| {
        format!(
            "interviews/{}",
            panel["interviews"][place]["id"].as_str().unwrap()
        )
    };
    // A full replacement: what is not sent is gone.
    let (status, changed) = desk
        .call(
            "PUT",
            &one(0),
            json!({ "date": START + 1_000_000, "duration": 15 }),
        )
        .await;
    assert_eq!(status, 200, "{changed}");
    let data = &changed["data"];
    assert_eq!(
        (
            &data["subject"],
            &data["feedbackTemplate"],
            &data["duration"]
        ),
        (&json!(""), &Value::Null, &json!(15))
    );
    let (status, added) = desk
        .call(
            "POST",
            "interviews",
            json!({ "panel": panel["id"], "date": START + 400_000_000, "duration": 10 }),
        )
        .await;
    assert_eq!(status, 201, "{added}");
    assert_eq!(added["data"]["panel"], panel["id"]);
    let shown = desk
        .bench
        .get(&format!("/opportunities/{}/panels", desk.id))
        .await["data"][0]
        .clone();
    assert_eq!(
        (&shown["start"], &shown["end"]),
        (&json!(START + 1_000_000), &json!(START + 400_600_000))
    );
    for place in [0, 1, 2] {
        let id = &shown["interviews"][place]["id"];
        let (status, _) = desk
            .call(
                "DELETE",
                &format!("interviews/{}", id.as_str().unwrap()),
                Value::Null,
            )
            .await;
        assert_eq!(status, 204);
    }
    assert_eq!(
        desk.bench
            .get(&format!("/opportunities/{}/panels", desk.id))
            .await["data"],
        json!([])
    );
}

#[tokio::test]
async fn what_people_scheduled_in_lever_is_read_only() {
    let bench = Bench::start().await;
    let all = bench.get("/opportunities?archived=false").await;
    for one in all["data"].as_array().unwrap() {
        let id = one["id"].as_str().unwrap();
        let panels = bench.get(&format!("/opportunities/{id}/panels")).await;
        let Some(panel) = panels["data"].as_array().unwrap().first() else {
            continue;
        };
        let interview = panel["interviews"][0]["id"].as_str().unwrap();
        let seat = bench.seat();
        for (method, what) in [
            ("PUT", format!("interviews/{interview}")),
            ("DELETE", format!("interviews/{interview}")),
            ("POST", "interviews".to_owned()),
            (
                "DELETE",
                format!("panels/{}", panel["id"].as_str().unwrap()),
            ),
        ] {
            let path = format!("/opportunities/{id}/{what}?perform_as={seat}");
            let body = json!({ "panel": panel["id"], "date": START, "duration": 30 });
            let (status, answer) = bench.call(method.parse().unwrap(), &path, Some(body)).await;
            assert_eq!(
                (status, answer["message"].as_str().unwrap()),
                (400, "Only externally managed panels can be changed"),
                "{what}"
            );
        }
        return;
    }
    panic!("no panel in this world");
}

#[tokio::test]
async fn archiving_can_clear_what_is_still_to_come() {
    let desk = Desk::start().await;
    desk.panel().await;
    let reason = desk.bench.get("/archive_reasons").await["data"][0]["id"].clone();
    desk.call("PUT", "archived", json!({ "reason": reason }))
        .await;
    let panels = format!("/opportunities/{}/panels", desk.id);
    assert_eq!(
        desk.bench.get(&panels).await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    desk.call(
        "PUT",
        "archived",
        json!({ "reason": reason, "cleanInterviews": true }),
    )
    .await;
    assert_eq!(desk.bench.get(&panels).await["data"], json!([]));
}

#[tokio::test]
async fn panels_name_zones_applications_and_templates_that_exist() {
    let desk = Desk::start().await;
    let talk = json!({ "date": START, "duration": 30 });
    for (more, status) in [
        (json!({ "timezone": "Mars/Olympus" }), 400),
        (json!({ "applications": [] }), 400),
        (json!({ "applications": ["other"] }), 404),
        (json!({ "interviews": [] }), 400),
        (
            json!({ "interviews": [{ "date": START, "duration": 0 }] }),
            400,
        ),
        (
            json!({ "interviews": [{ "date": START, "duration": 30, "feedbackTemplate": "other" }] }),
            404,
        ),
        (
            json!({ "interviews": [{ "date": START, "duration": 30, "interviewers": [{ "id": "ghost" }] }] }),
            404,
        ),
        (json!({ "feedbackReminder": "hourly" }), 400),
    ] {
        let mut body = json!({ "timezone": "UTC", "interviews": [talk] });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let (got, answer) = desk.call("POST", "panels", body).await;
        assert_eq!(got, status, "{more}: {answer}");
    }
}
