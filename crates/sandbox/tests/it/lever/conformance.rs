//! Every route that is served, walked against a generated world, and every answer held against what was recorded.

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_sandbox::lever::served;
use fulcrum_sandbox::settings::Settings;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::bench::{Bench, still};
use super::conformance_facts::{Facts, Recorded, Shape};
use super::conformance_shapes::{ANSWERS, Answer, DIFFERENCES, KINDS};

const HOUR: i64 = 3_600_000;

/// A path with `:id` in the place of every named segment.
fn general(path: &str) -> String {
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
struct Walk {
    bench: Bench,
    seen: BTreeMap<String, Vec<(u16, Value)>>,
    /// The acting user.
    actor: String,
}

impl Walk {
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
        self.write("POST", &posting, json!({ "text": "Head Gardener" }))
            .await;
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

fn shapes(recorded: &Recorded) -> BTreeMap<&'static str, Shape> {
    let shape = |kind: &super::conformance_shapes::Kind| {
        Shape::new(
            &recorded.objects(kind.own),
            &recorded.objects(kind.kin),
            recorded.documented(kind.documented),
        )
    };
    KINDS.iter().map(|kind| (kind.name, shape(kind))).collect()
}

/// What stands around the objects of an answer.
fn envelope(recorded: &Recorded, name: &str, answer: Answer) -> Shape {
    let facts = |rows: &[(&str, &str)]| -> Facts {
        rows.iter()
            .map(|(path, kinds)| {
                let kinds = kinds.split(' ').map(str::to_owned).collect();
                ((*path).to_owned(), kinds)
            })
            .collect()
    };
    let root = match answer {
        Answer::List(_) | Answer::Plain(_) => "data[]",
        _ => "data",
    };
    let mut own = recorded.envelope(name, root);
    if own.is_empty() {
        own.push(match answer {
            Answer::List(_) => facts(&[
                ("data", "array"),
                ("data[]", "object"),
                ("hasNext", "boolean"),
                ("next", "string absent"),
            ]),
            Answer::Plain(_) => facts(&[("data", "array"), ("data[]", "object")]),
            _ => facts(&[("data", "object")]),
        });
    }
    if let Answer::List(_) = answer {
        // A recorded list that ended on its first page could have gone on.
        for facts in &mut own {
            facts
                .entry("next".to_owned())
                .or_insert_with(|| ["string".to_owned(), "absent".to_owned()].into());
            facts
                .entry("data[]".to_owned())
                .or_insert_with(|| ["object".to_owned()].into());
        }
    }
    Shape::new(&own, &[], Facts::new())
}

/// An answer without what is in its objects, which are held against their own shape.
fn shell(body: &Value) -> Value {
    let mut shell = body.clone();
    match shell.get_mut("data") {
        Some(Value::Array(rows)) => rows.iter_mut().for_each(|row| *row = json!({})),
        Some(data) => *data = json!({}),
        None => {}
    }
    shell
}

fn check(
    recorded: &Recorded,
    shapes: &BTreeMap<&str, Shape>,
    name: &str,
    bodies: &[(u16, Value)],
) -> BTreeSet<(String, String)> {
    let (_, answer) = ANSWERS
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap_or_else(|| panic!("no shape for {name}"));
    let mut found = BTreeSet::new();
    for (status, body) in bodies {
        let kind = match *answer {
            Answer::Nothing => {
                assert_eq!(*status, 204, "{name}");
                continue;
            }
            Answer::File => {
                assert_eq!(*status, 200, "{name}");
                continue;
            }
            Answer::Bare(kind) | Answer::List(kind) | Answer::Plain(kind) | Answer::One(kind) => {
                kind
            }
        };
        let mut differences = BTreeSet::new();
        let shape = &shapes[kind];
        match answer {
            Answer::Bare(_) => shape.differences(body, &mut differences),
            Answer::One(_) => shape.differences(&body["data"], &mut differences),
            _ => {
                for row in body["data"].as_array().into_iter().flatten() {
                    shape.differences(row, &mut differences);
                }
            }
        }
        found.extend(differences.into_iter().map(|one| (kind.to_owned(), one)));
        if !matches!(answer, Answer::Bare(_)) {
            let mut around = BTreeSet::new();
            envelope(recorded, name, *answer).differences(&shell(body), &mut around);
            found.extend(around.into_iter().map(|one| (name.to_owned(), one)));
        }
    }
    found
}

#[tokio::test]
async fn every_answer_is_as_recorded() {
    let bench = Bench::with(Settings {
        opportunities: 260,
        ..still()
    })
    .await;
    let actor = bench.seat();
    let mut walk = Walk {
        bench,
        seen: BTreeMap::new(),
        actor,
    };
    walk.reads().await;
    walk.opportunity_writes().await;
    walk.template_writes().await;
    walk.account_writes().await;
    walk.posting_writes().await;

    let recorded = Recorded::read();
    let shapes = shapes(&recorded);
    let unseen: Vec<String> = served()
        .into_iter()
        .map(|(method, path, _)| format!("{method} {}", general(path)))
        .filter(|name| !walk.seen.contains_key(name))
        .collect();
    assert_eq!(unseen, [""; 0], "routes that the walk did not come by");
    // What is never shown cannot differ: each kind must have been there at least once.
    let empty: Vec<&String> = walk
        .seen
        .iter()
        .filter(|(name, _)| *name != "GET /postings/deleted")
        .filter(|(_, bodies)| bodies.iter().all(|(_, body)| body["data"] == json!([])))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(empty, [""; 0], "lists that were always empty");

    let found: BTreeSet<(String, String)> = walk
        .seen
        .iter()
        .flat_map(|(name, bodies)| check(&recorded, &shapes, name, bodies))
        .collect();
    let allowed: BTreeSet<(String, String)> = DIFFERENCES
        .iter()
        .map(|(kind, difference, _)| ((*kind).to_owned(), (*difference).to_owned()))
        .collect();
    let unexpected: Vec<_> = found.difference(&allowed).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    let stale: Vec<_> = allowed.difference(&found).collect();
    assert!(stale.is_empty(), "no longer differ: {stale:#?}");
}

#[test]
fn differences_are_few_and_each_has_its_reason() {
    assert!(DIFFERENCES.len() <= 15);
    let recorded = Recorded::read();
    for (kind, difference, why) in DIFFERENCES {
        assert!(
            recorded.names().any(|name| why.contains(name.as_str())),
            "{kind}, {difference}: names no recorded answer"
        );
    }
}

/// A recorded answer that no shape uses would be a fact that nobody looks at.
#[test]
fn every_recorded_answer_is_used() {
    let recorded = Recorded::read();
    let used: BTreeSet<&str> = KINDS
        .iter()
        .flat_map(|kind| kind.own)
        .map(|(answer, _)| *answer)
        .chain(ANSWERS.iter().map(|(name, _)| *name))
        .collect();
    let unused: Vec<&String> = recorded
        .names()
        .filter(|name| !used.contains(name.as_str()))
        .collect();
    assert_eq!(unused, [""; 0]);
    for (name, _) in ANSWERS {
        assert!(
            served()
                .iter()
                .any(|(method, path, _)| format!("{method} {}", general(path)) == *name),
            "{name} is not served"
        );
    }
    assert!(recorded.has("GET /opportunities"));
}
