//! A walk by every route that is served, through a generated world and through everything that can be written.

use std::collections::BTreeMap;

use fulcrum_sandbox::lever::served;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::bench::Bench;
use super::conformance_shapes::ANSWERS;

const HOUR: i64 = 3_600_000;

/// A path with `:id` in the place of every named segment.
pub(crate) fn general(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with(':') {
            ":id"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The served route of a request, as `METHOD /path`.
fn route(method: &str, path: &str) -> String {
    let path = path.split('?').next().unwrap();
    let given: Vec<&str> = path.split('/').collect();
    let found = served()
        .into_iter()
        .filter(|(served, ..)| *served == method)
        .find(|(_, pattern, _)| {
            let wanted: Vec<&str> = pattern.split('/').collect();
            wanted.len() == given.len()
                && wanted
                    .iter()
                    .zip(&given)
                    .all(|(wanted, given)| wanted.starts_with(':') || wanted == given)
        })
        .unwrap_or_else(|| panic!("{method} {path} is not served"));
    format!("{method} {}", general(found.1))
}

/// A walk through the API that remembers every good answer by its route.
pub(crate) struct Walk {
    bench: Bench,
    /// Status and body of every good answer, by `METHOD /path`.
    pub(crate) seen: BTreeMap<String, Vec<(u16, Value)>>,
    /// The acting user.
    actor: String,
}

impl Walk {
    /// All of it.
    pub(crate) async fn through(bench: Bench) -> Self {
        let actor = bench.seat();
        let mut walk = Self {
            bench,
            seen: BTreeMap::new(),
            actor,
        };
        walk.reads().await;
        walk.opportunity_writes().await;
        walk.template_writes().await;
        walk.account_writes().await;
        walk.posting_writes().await;
        walk
    }

    async fn call(&mut self, method: &str, path: &str, body: Option<Value>) -> Value {
        let (status, answer) = self
            .bench
            .call(method.parse::<Method>().unwrap(), path, body)
            .await;
        assert!(
            (200..300).contains(&status),
            "{method} {path}: {status} {answer}"
        );
        let answers = self.seen.entry(route(method, path)).or_default();
        answers.push((status, answer.clone()));
        answer
    }

    async fn get(&mut self, path: &str) -> Value {
        self.call("GET", path, None).await
    }

    /// A write with `perform_as`.
    async fn write(&mut self, method: &str, path: &str, body: Value) -> Value {
        let path = format!("{path}?perform_as={}", self.actor);
        self.call(method, &path, Some(body)).await
    }

    async fn send_file(&mut self, path: &str, name: &str) -> Value {
        let part = Part::bytes(b"%PDF-1.4 hello".to_vec()).file_name(name.to_owned());
        let form = Form::new().part("file", part);
        let (status, answer) = self.bench.send(path, form).await;
        assert_eq!(status, 200, "{path}: {answer}");
        let answers = self.seen.entry(route("POST", path)).or_default();
        answers.push((status, answer.clone()));
        answer
    }

    /// All pages of a list.
    async fn all(&mut self, path: &str) -> Vec<Value> {
        let mut rows = Vec::new();
        let mut offset = String::new();
        loop {
            let page = self.get(&format!("{path}{offset}")).await;
            rows.extend(page["data"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else {
                return rows;
            };
            let sign = if path.contains('?') { '&' } else { '?' };
            offset = format!("{sign}offset={next}");
        }
    }

    async fn reads(&mut self) {
        for path in [
            "/tags",
            "/sources",
            "/users?includeDeactivated=true",
            "/postings",
            "/postings/deleted",
            "/stages",
            "/archive_reasons",
            "/disposition_stages",
            "/feedback_templates",
            "/form_templates",
            "/requisitions",
            "/requisition_fields",
            "/audit_events",
            "/webhooks",
            "/eeo/responses?fromDate=0",
            "/eeo/responses/pii?created_at_start=0",
        ] {
            let page = self.get(path).await;
            let bare = path.split('?').next().unwrap();
            let has_single = ANSWERS
                .iter()
                .any(|(name, _)| *name == format!("GET {bare}/:id"));
            for row in page["data"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|_| has_single)
            {
                self.get(&format!("{bare}/{}", row["id"].as_str().unwrap()))
                    .await;
            }
        }
        for posting in self.all("/postings").await {
            let id = posting["id"].as_str().unwrap();
            self.get(&format!("/postings/{id}/apply")).await;
            self.get(&format!("/postings/{id}/users")).await;
            self.get(&format!("/surveys/diversity/{id}")).await;
        }
        for one in self.all("/opportunities?limit=50").await {
            let id = one["id"].as_str().unwrap();
            self.get(&format!("/opportunities/{id}")).await;
            self.get(&format!("/contacts/{}", one["contact"].as_str().unwrap()))
                .await;
            for child in [
                "applications",
                "notes",
                "panels",
                "interviews",
                "feedback",
                "files",
                "file_actions",
                "resumes",
                "offers",
                "referrals",
                "forms",
            ] {
                self.children(&format!("/opportunities/{id}/{child}")).await;
            }
        }
    }

    async fn children(&mut self, path: &str) {
        let page = self.get(path).await;
        for row in page["data"].as_array().unwrap() {
            let one = format!("{path}/{}", row["id"].as_str().unwrap());
            if !path.ends_with("/offers") && !path.ends_with("/file_actions") {
                let single = self.get(&one).await;
                assert_eq!(single["data"], *row, "{one}");
            }
            let broken = [&row["status"], &row["file"]["status"]]
                .iter()
                .any(|status| matches!(status.as_str(), Some("error" | "unsupported")));
            let has_file = path.ends_with("/files")
                || (path.ends_with("/resumes") && row["file"].is_object())
                || (path.ends_with("/offers") && row["sentDocument"].is_object());
            if has_file && !broken {
                self.get(&format!("{one}/download")).await;
            }
        }
    }

    async fn opportunity_writes(&mut self) {
        let posting = self.bench.posting("Backend Engineer, Payments").await;
        let requisition = self.get("/requisitions?status=open").await["data"][0]["id"].clone();
        let wish = json!({
            "name": "Ada Example", "headline": "Acme", "emails": ["ada@example.com"], "origin": "sourced", "sources": ["Fair"],
            "phones": [{ "type": "mobile", "value": "1" }], "postings": [posting["id"]], "tags": ["Test"],
        });
        self.write("POST", "/opportunities", wish.clone()).await;
        let made = self.write("POST", "/opportunities", wish).await;
        assert_eq!(made["deduped"], true);
        let id = made["data"]["id"].as_str().unwrap().to_owned();
        let path = format!("/opportunities/{id}");
        self.write("PUT", &format!("{path}/stage"), json!({ "stage": "offer" }))
            .await;
        for (what, body) in [
            ("Tags", json!({ "tags": ["x"] })),
            ("Sources", json!({ "sources": ["x"] })),
            ("Links", json!({ "links": ["example.com/x"] })),
        ] {
            self.write("POST", &format!("{path}/add{what}"), body.clone())
                .await;
            self.write("POST", &format!("{path}/remove{what}"), body)
                .await;
        }
        self.notes(&path).await;
        self.interviews(&path).await;
        self.feedback(&path).await;
        let contact = format!("/contacts/{}", made["data"]["contact"].as_str().unwrap());
        self.call(
            "PUT",
            &contact,
            Some(json!({ "name": "Ada B. Example", "location": "Ulm" })),
        )
        .await;
        let file = self
            .send_file(&format!("{path}/files?perform_as={}", self.actor), "cv.pdf")
            .await;
        let file = file["data"]["id"].as_str().unwrap().to_owned();
        self.get(&format!("{path}/files/{file}/download")).await;
        let gone = format!("{path}/files/{file}");
        self.write("DELETE", &gone, Value::Null).await;
        self.get(&format!("{path}/file_actions")).await;
        let reasons = self.get("/archive_reasons?type=hired").await;
        let hired = json!({ "reason": reasons["data"][0]["id"], "requisitionId": requisition });
        self.write("PUT", &format!("{path}/archived"), hired).await;
        self.get(&format!("{path}/applications")).await;
        self.bench
            .console(&format!("/opportunities/{id}/delete"), json!({}))
            .await;
        self.get("/opportunities/deleted").await;
        self.get("/applications/deleted").await;
    }

    async fn notes(&mut self, path: &str) {
        let notes = format!("{path}/notes");
        let note = self
            .write(
                "POST",
                &notes,
                json!({ "value": "hello", "score": 3, "secret": true }),
            )
            .await;
        let id = note["data"]["noteId"].as_str().unwrap().to_owned();
        let comment = format!("{notes}?note_id={id}&perform_as={}", self.actor);
        self.call("POST", &comment, Some(json!({ "value": "a comment" })))
            .await;
        self.get(&format!("{notes}/{id}")).await;
        let one = format!("{notes}/{id}");
        let values = json!({ "values": [{ "value": "other" }], "user": self.actor });
        self.call("PUT", &one, Some(values)).await;
        self.call("DELETE", &one, None).await;
        self.get(&notes).await;
    }

    async fn interviews(&mut self, path: &str) {
        let start = self.bench.now() + 30 * HOUR;
        let one = json!({ "subject": "Talk", "note": "n", "date": start, "duration": 45, "interviewers": [{ "id": self.actor }] });
        let body = json!({ "timezone": "Europe/Berlin", "interviews": [one] });
        let panel = self
            .write("POST", &format!("{path}/panels"), body.clone())
            .await;
        let id = panel["data"]["id"].as_str().unwrap().to_owned();
        self.write("PUT", &format!("{path}/panels/{id}"), body)
            .await;
        let mut more = one.clone();
        more["panel"] = json!(id);
        let made = self
            .write("POST", &format!("{path}/interviews"), more)
            .await;
        let interview = format!("{path}/interviews/{}", made["data"]["id"].as_str().unwrap());
        self.write("PUT", &interview, one).await;
        self.get(&interview).await;
        self.get(&format!("{path}/panels/{id}")).await;
        self.write("DELETE", &interview, Value::Null).await;
        self.write("DELETE", &format!("{path}/panels/{id}"), Value::Null)
            .await;
    }

    async fn feedback(&mut self, path: &str) {
        let templates = self.get("/feedback_templates").await;
        for template in templates["data"].as_array().unwrap() {
            let rating = template["fields"]
                .as_array()
                .unwrap()
                .iter()
                .find(|field| field["type"] == "score-system")
                .unwrap();
            let made = self
                .write(
                    "POST",
                    &format!("{path}/feedback"),
                    json!({ "baseTemplateId": template["id"] }),
                )
                .await;
            let one = format!("{path}/feedback/{}", made["data"]["id"].as_str().unwrap());
            let values = json!({ "fieldValues": [{ "id": rating["id"], "value": "3 - Hire" }] });
            self.write("PUT", &one, values).await;
            self.get(&one).await;
            self.write("DELETE", &one, Value::Null).await;
            let gone = self.get(&one).await;
            assert_eq!(gone["data"]["deletedAt"], json!(self.bench.now()));
        }
    }

    async fn template_writes(&mut self) {
        let fields = json!([
            { "type": "score-system", "text": "Rating" },
            { "type": "multiple-select", "text": "Which", "description": "d", "required": true, "options": [{ "text": "a" }] },
        ]);
        let body = json!({ "text": "Ours", "fields": fields });
        let made = self
            .call("POST", "/feedback_templates", Some(body.clone()))
            .await;
        let one = format!(
            "/feedback_templates/{}",
            made["data"]["id"].as_str().unwrap()
        );
        self.call("PUT", &one, Some(body)).await;
        self.call("DELETE", &one, None).await;
        let fields = json!([
            { "type": "date", "text": "When" },
            { "type": "dropdown", "text": "Which", "options": [{ "text": "a" }] },
            { "type": "currency", "text": "How much" },
        ]);
        let body = json!({ "text": "Ours", "fields": fields, "secretByDefault": true });
        let made = self
            .call("POST", "/form_templates", Some(body.clone()))
            .await;
        let id = made["data"]["id"].as_str().unwrap().to_owned();
        self.call("PUT", &format!("/form_templates/{id}"), Some(body))
            .await;
        let someone = self.get("/opportunities?limit=1").await["data"][0]["id"].clone();
        let path = format!("/opportunities/{}/forms", someone.as_str().unwrap());
        let filled = json!({ "baseTemplateId": id, "fields": [{ "type": "date", "text": "When", "value": 1_800_000_000_000_i64 }] });
        self.write("POST", &path, filled).await;
        self.call("DELETE", &format!("/form_templates/{id}"), None)
            .await;
    }

    async fn account_writes(&mut self) {
        let new = json!({ "name": "New User", "email": "new.user@example.com" });
        let made = self.call("POST", "/users", Some(new)).await;
        let user = format!("/users/{}", made["data"]["id"].as_str().unwrap());
        let changed = json!({ "name": "New User", "email": "new.user@example.com", "accessRole": "admin", "jobTitle": "x" });
        self.call("PUT", &user, Some(changed)).await;
        self.call("POST", &format!("{user}/deactivate"), None).await;
        self.call("POST", &format!("{user}/reactivate"), None).await;
        self.get("/audit_events").await;

        let body = json!({ "requisitionCode": "NEW-1", "name": "Engineer", "headcountTotal": 2, "employmentStatus": "full-time",
            "location": "Ulm", "team": "Platform" });
        let made = self.call("POST", "/requisitions", Some(body)).await;
        let one = format!("/requisitions/{}", made["data"]["id"].as_str().unwrap());
        let body = json!({ "requisitionCode": "NEW-1", "name": "Engineer", "headcountTotal": "unlimited", "internalNotes": "x" });
        self.call("PUT", &one, Some(body)).await;
        self.get(&one).await;
        self.call("DELETE", &one, None).await;

        let field = json!({ "id": "work_type", "text": "Work type", "type": "dropdown", "options": [{ "text": "full time" }] });
        self.call("POST", "/requisition_fields", Some(field.clone()))
            .await;
        self.call("PUT", "/requisition_fields/work_type", Some(field))
            .await;
        let object = json!({ "id": "cost_center", "text": "Cost center", "type": "object",
            "subfields": [{ "id": "city", "text": "City", "type": "text" }] });
        self.call("POST", "/requisition_fields", Some(object)).await;
        let options = "/requisition_fields/work_type/options";
        let more = self
            .call(
                "POST",
                options,
                Some(json!({ "values": [{ "text": "hourly" }] })),
            )
            .await;
        let option = more["data"]["options"][1]["id"].clone();
        self.call(
            "PUT",
            options,
            Some(json!({ "values": [{ "id": option, "text": "by the hour" }] })),
        )
        .await;
        self.call("DELETE", options, Some(json!({ "values": [option] })))
            .await;
        self.get("/requisition_fields/work_type").await;
        self.call("DELETE", "/requisition_fields/work_type", None)
            .await;

        let hook = json!({ "url": "https://example.com/hook", "event": "candidateHired" });
        let made = self.call("POST", "/webhooks", Some(hook)).await;
        let id = made["data"]["id"].as_str().unwrap().to_owned();
        let rows = json!({ "data": [{ "id": id, "url": "https://example.com/other" }] });
        self.call("PUT", "/webhooks", Some(rows)).await;
        self.call("DELETE", &format!("/webhooks/{id}"), None).await;
    }

    async fn posting_writes(&mut self) {
        let body = json!({
            "text": "Gardener", "state": "published", "distributionChannels": ["public"],
            "categories": { "team": "Care", "department": "Operations", "location": "Ulm", "commitment": "Part-time" },
            "content": { "descriptionHtml": "<div>Green</div>", "lists": [{ "text": "You", "content": "<li>Dig</li>" }] },
            "tags": ["plants"], "salaryRange": { "min": 1, "max": 2, "currency": "EUR", "interval": "per-year-salary" },
        });
        let made = self.write("POST", "/postings", body).await;
        let posting = format!("/postings/{}", made["data"]["id"].as_str().unwrap());
        // Without its state it would become a draft, which takes no applications.
        let update = json!({ "text": "Head Gardener", "state": "published" });
        self.write("POST", &posting, update).await;
        let upload = self.send_file("/uploads", "cv.pdf").await;
        let answers = json!({
            "personalInformation": [
                { "name": "fullName", "value": "Grace Example" },
                { "name": "email", "value": "grace@example.com" },
                { "name": "phone", "value": "1" },
                { "name": "resume", "value": upload["data"]["uri"] },
            ],
            "urls": [{ "name": "Github", "value": "https://example.com/grace" }],
            "eeoResponses": { "gender": "Female" },
            "ipAddress": "192.0.2.7",
        });
        self.call("POST", &format!("{posting}/apply"), Some(answers))
            .await;
        let found = self.get("/opportunities?email=grace@example.com").await;
        let path = format!(
            "/opportunities/{}",
            found["data"][0]["id"].as_str().unwrap()
        );
        self.children(&format!("{path}/resumes")).await;
        self.children(&format!("{path}/applications")).await;
        self.get("/eeo/responses/pii").await;
    }
}
