//! New opportunities: typed in through the API, sent with files, applied for.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::bench::{Bench, START};

async fn create(bench: &Bench, query: &str, body: Value) -> (u16, Value) {
    let path = format!("/opportunities?perform_as={}{query}", bench.seat());
    bench.post(&path, body).await
}

#[tokio::test]
async fn a_new_candidacy_has_the_recorded_tags_followers_and_stamps() {
    let bench = Bench::start().await;
    let posting = bench.posting("Backend Engineer, Payments").await;
    let body = json!({
        "name": "Ada Example", "emails": ["ada@example.com"], "postings": [posting["id"]], "tags": ["Test"],
        "origin": "sourced", "sources": ["Fair"], "links": ["example.com/ada"],
    });
    let (status, answer) = create(&bench, "", body).await;
    assert_eq!((status, &answer["deduped"]), (201, &json!(false)));
    let made = &answer["data"];
    assert_eq!(
        made["tags"],
        json!([
            "Test",
            "Backend Engineer, Payments",
            "Research & Development",
            "Platform",
            "Berlin, Germany",
            "Full-time",
            "JobTwine",
            "myInterview:Lever Demo"
        ])
    );
    // Not the acting user, whatever the documentation says.
    assert_eq!(made["followers"], posting["followers"]);
    assert_eq!(
        (&made["owner"], &made["sourcedBy"]),
        (&json!(bench.seat()), &json!(bench.seat()))
    );
    assert_eq!(
        (&made["stage"], &made["sources"]),
        (&json!("lead-new"), &json!(["Fair"]))
    );
    assert_eq!(made["links"], json!(["http://example.com/ada"]));
    assert_eq!(made.get("opportunityLocation"), None);
    let stamps = [
        "createdAt",
        "lastAdvancedAt",
        "lastInteractionAt",
        "updatedAt",
    ]
    .map(|key| made[key].as_i64().unwrap() - START);
    assert_eq!(stamps, [0, 0, 2, 5]);
    bench.jump(1_000);
    let later = bench.opportunity(made["id"].as_str().unwrap()).await;
    assert_eq!(later["updatedAt"], json!(START + 38));
    assert_eq!(later["opportunityLocation"], "Berlin, Germany");
}

#[tokio::test]
async fn an_address_that_is_known_leads_to_the_known_person_whose_data_wins() {
    let bench = Bench::start().await;
    let known = bench.person().await;
    let known = bench.opportunity(&known).await;
    let (status, answer) = create(
        &bench,
        "",
        json!({ "name": "Somebody Else", "emails": ["new@example.com", "ZOE@example.com"] }),
    )
    .await;
    assert_eq!((status, &answer["deduped"]), (201, &json!(true)));
    assert_eq!(answer["data"]["contact"], known["contact"]);
    assert_eq!(answer["data"]["name"], "Zoë Ångström");
    assert_eq!(answer["data"]["emails"], json!(["zoe@example.com"]));
    let all = bench
        .get(&format!(
            "/opportunities?contact_id={}",
            known["contact"].as_str().unwrap()
        ))
        .await;
    assert_eq!(all["data"].as_array().unwrap().len(), 2);
    // A contact that is named is added to.
    let (_, answer) = create(
        &bench,
        "",
        json!({ "contact": known["contact"], "emails": ["third@example.com"] }),
    )
    .await;
    assert_eq!(
        answer["data"]["emails"],
        json!(["zoe@example.com", "third@example.com"])
    );
}

#[tokio::test]
async fn the_past_can_be_told_and_the_owner_chosen() {
    let bench = Bench::start().await;
    let posting = bench.posting("Frontend Engineer").await;
    let reason = bench.get("/archive_reasons").await["data"][0]["id"].clone();
    let body = json!({ "name": "Old", "createdAt": START - 9_000, "archived": { "reason": reason, "archivedAt": START - 5_000 },
        "postings": [posting["id"]] });
    let (_, answer) = create(&bench, "&perform_as_posting_owner=true", body).await;
    let made = &answer["data"];
    assert_eq!(made["owner"], posting["owner"]);
    assert_eq!(made["createdAt"], json!(START - 9_000));
    assert_eq!(
        made["archived"],
        json!({ "reason": reason, "archivedAt": START - 5_000 })
    );
    // A time without a reason is ignored.
    let (_, answer) = create(&bench, "", json!({ "archived": { "archivedAt": START } })).await;
    assert_eq!(answer["data"]["archived"], Value::Null);
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let bench = Bench::start().await;
    let gone = bench.person().await;
    let contact = bench.opportunity(&gone).await["contact"].clone();
    bench
        .console(&format!("/opportunities/{gone}/anonymize"), json!({}))
        .await;
    let posting = bench.posting("Frontend Engineer").await["id"].clone();
    for (body, status, message) in [
        (
            json!({ "postings": [posting, posting] }),
            400,
            "Only one posting can be specified",
        ),
        (
            json!({ "contact": contact }),
            400,
            "Anonymized contacts cannot be linked",
        ),
        (
            json!({ "emails": ["nobody"] }),
            400,
            "Email address is not valid",
        ),
        (
            json!({ "createdAt": START + 1 }),
            400,
            "Invalid parameter: createdAt",
        ),
        (json!({ "stage": "gone" }), 404, "stages gone was not found"),
        (
            json!({ "postings": ["gone"] }),
            404,
            "postings gone was not found",
        ),
        (
            json!({ "origin": "moon" }),
            400,
            "Invalid parameter: origin",
        ),
    ] {
        let (code, answer) = create(&bench, "", body).await;
        assert_eq!(
            (code, answer["message"].as_str().unwrap()),
            (status, message)
        );
    }
    let (status, answer) = bench.post("/opportunities", json!({ "name": "x" })).await;
    assert_eq!(
        (status, answer["message"].as_str().unwrap()),
        (400, "Missing required parameter: perform_as")
    );
}

#[tokio::test]
async fn a_form_in_several_parts_brings_a_resume_and_files() {
    let bench = Bench::start().await;
    let resume = Part::bytes(b"%PDF-1.4 me".to_vec()).file_name("me.pdf");
    let letter = Part::bytes(b"Dear all".to_vec()).file_name("letter.txt");
    let form = Form::new()
        .text("name", "Ada Example")
        .text("emails[]", "ada@example.com")
        .text("tags[]", "one")
        .text("tags[]", "two")
        .part("resumeFile", resume)
        .part("files[]", letter);
    let (status, answer) = bench
        .send(&format!("/opportunities?perform_as={}", bench.seat()), form)
        .await;
    assert_eq!(status, 201, "{answer}");
    assert_eq!(answer["data"]["tags"], json!(["one", "two"]));
    let id = answer["data"]["id"].as_str().unwrap();
    let resumes = bench.get(&format!("/opportunities/{id}/resumes")).await;
    assert_eq!(resumes["data"][0]["file"]["name"], "me.pdf");
    assert_eq!(resumes["data"][0]["file"]["size"], 11);
    let files = bench.get(&format!("/opportunities/{id}/files")).await;
    assert_eq!(
        (&files["data"][0]["name"], &files["data"][0]["ext"]),
        (&json!("letter.txt"), &json!(".txt"))
    );
}

fn application(more: &Value) -> Value {
    let mut body = json!({ "personalInformation": [
        { "name": "fullName", "value": "Grace Example" },
        { "name": "email", "value": "grace@example.com" },
    ] });
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    body
}

#[tokio::test]
async fn who_applies_becomes_a_new_applicant_with_everything_they_sent() {
    let bench = Bench::start().await;
    let posting = bench.posting("Frontend Engineer").await;
    let path = format!("/postings/{}/apply", posting["id"].as_str().unwrap());
    let part = Part::bytes(b"%PDF-1.4 me".to_vec()).file_name("me.pdf");
    let upload = bench
        .send("/uploads", Form::new().part("file", part))
        .await
        .1["data"]
        .clone();
    assert_eq!(upload["expiresAt"], json!(START + 86_400_000));
    let mut body =
        application(&json!({ "source": "Our site", "eeoResponses": { "gender": "Female" } }));
    let rows = body["personalInformation"].as_array_mut().unwrap();
    rows.push(json!({ "name": "resume", "value": upload["uri"] }));
    let (status, answer) = bench.post(&path, body.clone()).await;
    assert_eq!(status, 201, "{answer}");
    let one = bench
        .get("/opportunities?email=grace@example.com&expand=applications")
        .await["data"][0]
        .clone();
    assert_eq!(
        answer["data"],
        json!({ "applicationId": one["applications"][0]["id"] })
    );
    let application = &one["applications"][0];
    assert_eq!(
        [
            &one["stage"],
            &one["origin"],
            &one["sources"],
            &application["type"],
            &application["user"],
            &application["name"]
        ],
        [
            &json!("applicant-new"),
            &json!("applied"),
            &json!(["Our site"]),
            &json!("posting"),
            &Value::Null,
            &json!("Grace Example")
        ]
    );
    let resumes = bench
        .get(&format!(
            "/opportunities/{}/resumes",
            one["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(resumes["data"][0]["file"]["name"], "me.pdf");
    bench.jump(1_000);
    let survey = bench.get("/eeo/responses/pii").await["data"][0].clone();
    assert_eq!(
        (
            &survey["gender"],
            &survey["eeoResponseSource"],
            &survey["opportunityId"]
        ),
        (&json!("Female"), &json!("api"), &one["id"])
    );
    // An upload lasts a day.
    bench.jump(86_400_001);
    let (status, answer) = bench.post(&path, body).await;
    assert_eq!(
        (status, answer["message"].as_str().unwrap()),
        (400, "The file was not uploaded, or expired")
    );
}

#[tokio::test]
async fn only_open_postings_take_applications_and_only_complete_ones() {
    let bench = Bench::start().await;
    let closed = bench.posting("Technical Writer").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let open = bench.posting("Onboarding Consultant").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let (status, _) = bench
        .post(
            &format!("/postings/{closed}/apply"),
            application(&json!({})),
        )
        .await;
    assert_eq!(status, 400);
    let (status, answer) = bench
        .post(
            &format!("/postings/{open}/apply"),
            json!({ "personalInformation": [{ "name": "email", "value": "g@example.com" }] }),
        )
        .await;
    assert_eq!(
        (status, answer["message"].as_str().unwrap()),
        (400, "Missing required parameter: fullName")
    );
    let (status, _) = bench
        .post(&format!("/postings/{open}/apply"), application(&json!({})))
        .await;
    assert_eq!(status, 201);
}
