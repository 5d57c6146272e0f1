//! Bodies of every kind of answer, compared whole. Keys, nulls and absences follow recorded answers.

use serde_json::{Value, json};

use super::bench::Bench;

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

/// The keys of an opportunity as recorded over two thousand of them; one of them is absent without a posting.
const OPPORTUNITY: &[&str] = &[
    "applications",
    "archived",
    "confidentiality",
    "contact",
    "createdAt",
    "dataProtection",
    "emails",
    "followers",
    "headline",
    "id",
    "isAnonymized",
    "lastAdvancedAt",
    "lastInteractionAt",
    "links",
    "location",
    "name",
    "opportunityLocation",
    "origin",
    "owner",
    "phones",
    "snoozedUntil",
    "sourcedBy",
    "sources",
    "stage",
    "stageChanges",
    "tags",
    "updatedAt",
    "urls",
];

#[tokio::test]
async fn opportunities_have_the_recorded_keys_and_leads_without_posting_have_no_location() {
    let bench = Bench::start().await;
    let all = bench.get("/opportunities?limit=100").await;
    let without: Vec<&str> = OPPORTUNITY
        .iter()
        .filter(|key| **key != "opportunityLocation")
        .copied()
        .collect();
    let mut seen = [0, 0];
    for one in all["data"].as_array().unwrap() {
        let has_posting = one["applications"] != json!([]);
        seen[usize::from(has_posting)] += 1;
        assert_eq!(
            keys(one),
            if has_posting {
                OPPORTUNITY.to_vec()
            } else {
                without.clone()
            }
        );
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
}

#[tokio::test]
async fn single_reads() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let one = bench.opportunity(&id).await;
    insta::assert_json_snapshot!("opportunity", bench.tidy(&one));
    let expanded = bench
        .get(&format!("/opportunities/{id}?expand=applications&expand=stage&expand=owner&expand=contact&expand=followers&expand=sourcedBy"))
        .await;
    insta::assert_json_snapshot!("opportunity_expanded", bench.tidy(&expanded));
    let contact = bench
        .get(&format!("/contacts/{}", one["contact"].as_str().unwrap()))
        .await;
    insta::assert_json_snapshot!("contact", bench.tidy(&contact));
    let posting = bench.posting("Backend Engineer, Payments").await;
    insta::assert_json_snapshot!("posting", bench.tidy(&posting));
    insta::assert_json_snapshot!("stages", bench.tidy(&bench.get("/stages").await));
    insta::assert_json_snapshot!(
        "disposition_stages",
        bench.tidy(&bench.get("/disposition_stages").await)
    );
    insta::assert_json_snapshot!("users", bench.tidy(&bench.get("/users?limit=2").await));
    insta::assert_json_snapshot!("webhooks", bench.tidy(&bench.get("/webhooks").await));
}

#[tokio::test]
async fn include_is_subtractive_and_expand_wins_over_it() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let one = bench
        .get(&format!(
            "/opportunities/{id}?include=tags&include=id&expand=stage"
        ))
        .await;
    assert_eq!(keys(&one["data"]), ["id", "stage", "tags"]);
    assert_eq!(
        one["data"]["stage"],
        json!({ "id": "applicant-new", "text": "New applicant" })
    );
    // Documented as an addition: it takes nothing away from what recordings show with it anyway.
    let one = bench
        .get(&format!("/opportunities/{id}?include=followers"))
        .await;
    assert_eq!(keys(&one["data"]), OPPORTUNITY);
}

#[tokio::test]
async fn a_panel_and_its_interviews_look_different() {
    let bench = Bench::start().await;
    let all = bench.get("/opportunities?archived=false").await;
    let mut found = None;
    for one in all["data"].as_array().unwrap() {
        let id = one["id"].as_str().unwrap().to_owned();
        let panels = bench.get(&format!("/opportunities/{id}/panels")).await;
        if panels["data"] != json!([]) {
            found = Some((id, panels));
            break;
        }
    }
    let (id, panels) = found.unwrap();
    let interviews = bench.get(&format!("/opportunities/{id}/interviews")).await;
    insta::assert_json_snapshot!("panels", bench.tidy(&panels));
    insta::assert_json_snapshot!("interviews", bench.tidy(&interviews));
    let panel = panels["data"][0]["id"].as_str().unwrap();
    assert_eq!(
        bench
            .get(&format!("/opportunities/{id}/panels/{panel}"))
            .await["data"],
        panels["data"][0]
    );
    let interview = interviews["data"][0]["id"].as_str().unwrap();
    assert_eq!(
        bench
            .get(&format!("/opportunities/{id}/interviews/{interview}"))
            .await["data"],
        interviews["data"][0]
    );
}

#[tokio::test]
async fn refusals_are_a_code_and_a_message() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let asked = [
        bench
            .call(reqwest::Method::GET, "/opportunities/nobody", None)
            .await,
        bench
            .call(reqwest::Method::GET, "/nothing/here", None)
            .await,
        bench
            .call(reqwest::Method::GET, "/opportunities?expand=posting", None)
            .await,
        bench
            .call(reqwest::Method::GET, "/opportunities?offset=stale", None)
            .await,
        bench
            .call(reqwest::Method::GET, "/opportunities?email=nobody", None)
            .await,
        bench
            .call(
                reqwest::Method::GET,
                "/opportunities?updated_at_start=yesterday",
                None,
            )
            .await,
        bench
            .call(reqwest::Method::GET, "/opportunities?limit=101", None)
            .await,
        bench
            .put(
                &format!("/opportunities/{id}/stage"),
                json!({ "stage": "gone" }),
            )
            .await,
        bench
            .put(&format!("/opportunities/{id}/stage"), json!({}))
            .await,
        bench
            .put(
                &format!("/opportunities/{id}/stage?perform_as=ghost"),
                json!({ "stage": "offer" }),
            )
            .await,
        bench
            .post(
                &format!("/opportunities/{id}/addTags"),
                json!({ "tags": "one" }),
            )
            .await,
        bench
            .post(&format!("/postings/{id}"), json!({ "tags": [] }))
            .await,
    ];
    let asked: Vec<String> = asked
        .iter()
        .map(|(status, body)| format!("{status} {body}").replace(&id, "<id>"))
        .collect();
    insta::assert_snapshot!("refusals", asked.join("\n"));
}
