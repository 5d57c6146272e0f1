//! The console.

use serde_json::{Value, json};

use super::bench::{Bench, START};

#[tokio::test]
async fn every_request_is_logged_with_path_status_and_caller() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let before = bench.console_get("/requests.json").await["requests"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()["n"]
        .clone();
    bench
        .put(
            &format!("/opportunities/{id}/stage?perform_as={}", bench.seat()),
            json!({ "stage": "offer" }),
        )
        .await;
    bench.call(reqwest::Method::GET, "/nowhere", None).await;
    let log = bench
        .console_get(&format!("/requests.json?since={before}"))
        .await["requests"]
        .as_array()
        .unwrap()
        .clone();
    let seen: Vec<String> = log
        .iter()
        .filter(|entry| entry["caller"] == "default")
        .map(|entry| {
            format!(
                "{} {} {}",
                entry["method"].as_str().unwrap(),
                entry["path"].as_str().unwrap(),
                entry["status"]
            )
        })
        .collect();
    let routes: Vec<&Value> = log.iter().map(|entry| &entry["route"]).collect();
    assert!(routes.contains(&&json!("/opportunities/:opportunity/stage")));
    assert!(
        routes.contains(&&Value::Null),
        "what Lever does not know has no route"
    );
    assert_eq!(
        seen,
        [
            format!(
                "PUT /v1/opportunities/{id}/stage?perform_as={} 200",
                bench.seat()
            ),
            "GET /v1/nowhere 404".to_owned()
        ]
    );
}

#[tokio::test]
async fn state_counts_the_world_and_the_page_shows_it() {
    let bench = Bench::start().await;
    let state = bench.console_get("/state.json").await;
    assert_eq!(state["world"]["opportunities"], json!(120));
    assert_eq!(state["world"]["archived"], json!(42));
    assert_eq!(state["now"], json!(START));
    assert_eq!(state["groups"]["candidateStageChange"], json!(true));
    assert!(state["myinterview"]["interviews"].is_array());
    let page = bench
        .http
        .get(&bench.running.console)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(page.contains("120 opportunities (42 archived)"));
}

#[tokio::test]
async fn colleagues_act_on_people_and_postings() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let offer = json!({ "stage": "offer" });
    assert_eq!(
        bench
            .console(&format!("/opportunities/{id}/stage"), offer)
            .await,
        json!({ "moved": true })
    );
    bench
        .console(
            &format!("/opportunities/{id}/tags"),
            json!({ "add": ["a", "b"], "remove": ["JobTwine"] }),
        )
        .await;
    let one = bench.opportunity(&id).await;
    assert_eq!(one["stage"], "offer");
    assert_eq!(one["tags"].as_array().unwrap().last().unwrap(), "b");
    assert!(!one["tags"].as_array().unwrap().contains(&json!("JobTwine")));
    assert_eq!(
        bench
            .console_raw("/opportunities/none/stage", json!({ "stage": "offer" }))
            .await
            .0,
        404
    );
    let (status, refusal) = bench
        .console_raw("/opportunities", json!({ "name": "X", "posting": "none" }))
        .await;
    assert_eq!(
        (status, &refusal["error"]),
        (404, &json!("there is no posting none"))
    );
    let second = bench
        .console("/opportunities", json!({ "contact": one["contact"] }))
        .await;
    assert_eq!(second["contact"], one["contact"]);
    assert_eq!(second["application"], json!(null));
}

#[tokio::test]
async fn colleagues_and_admins_change_the_account_itself() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let written = bench
        .console(
            &format!("/opportunities/{id}/notes"),
            json!({ "text": "Plays the cello", "user": bench.seat() }),
        )
        .await;
    let thread = json!({ "text": "And the harp", "note": written["id"] });
    bench
        .console(&format!("/opportunities/{id}/notes"), thread)
        .await;
    let notes = bench.get(&format!("/opportunities/{id}/notes")).await;
    let note = notes["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|note| note["id"] == written["id"])
        .unwrap();
    let texts: Vec<&Value> = note["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| &field["value"])
        .collect();
    assert_eq!(texts, ["Plays the cello", "And the harp"]);
    // Lever lets nobody take back over the API what was typed in its window.
    let path = format!(
        "/opportunities/{id}/notes/{}",
        written["id"].as_str().unwrap()
    );
    let refused = bench.call(reqwest::Method::DELETE, &path, None).await;
    assert_eq!(refused.0, 403);

    let posting = bench.get("/postings").await["data"][0].clone();
    let path = format!("/postings/{}", posting["id"].as_str().unwrap());
    bench.jump(60_000);
    let change = json!({ "text": "Cellist", "state": "closed", "owner": bench.seat() });
    bench.console(&path, change).await;
    let after = bench.get(&path).await["data"].clone();
    assert_eq!(
        (&after["text"], &after["state"], &after["owner"]),
        (&json!("Cellist"), &json!("closed"), &json!(bench.seat()))
    );
    assert_eq!(after["tags"], posting["tags"]);
    assert!(after["updatedAt"].as_i64() > posting["updatedAt"].as_i64());
    let nonsense = bench.console_raw(&path, json!({ "state": "open" })).await;
    assert_eq!(nonsense.0, 400);

    let path = format!("/users/{}", bench.seat());
    let change = json!({ "name": "Ida Neu", "deactivated": true });
    bench.console(&path, change).await;
    let user = bench.get(&path).await["data"].clone();
    assert_eq!(user["name"], "Ida Neu");
    assert!(user["deactivatedAt"].is_i64());
    bench.console(&path, json!({ "deactivated": false })).await;
    let user = bench.get(&path).await["data"].clone();
    assert_eq!(user["deactivatedAt"], Value::Null);

    let reason = bench.get("/archive_reasons").await["data"][0].clone();
    let path = format!("/archive_reasons/{}", reason["id"].as_str().unwrap());
    let change = json!({ "text": "Another way", "active": false });
    bench.console(&path, change).await;
    let after = bench.get(&path).await["data"].clone();
    assert_eq!(
        (&after["text"], &after["status"]),
        (&json!("Another way"), &json!("inactive"))
    );
    for nobody in ["/postings/none", "/users/none", "/archive_reasons/none"] {
        assert_eq!(
            bench.console_raw(nobody, json!({})).await.0,
            404,
            "{nobody}"
        );
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_one_sentence_with_a_way_out() {
    let bench = Bench::start().await;
    let port = bench.running.info["auth_base"]
        .as_str()
        .unwrap()
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let settings = fulcrum_sandbox::settings::Settings {
        port,
        ..super::bench::still()
    };
    let Err(error) = fulcrum_sandbox::serve::start(settings).await else {
        panic!("two servers on one port")
    };
    let sentence = error.to_string();
    assert!(
        sentence.contains(&format!("port {port}")) && sentence.contains("--port 0"),
        "{sentence}"
    );
    assert!(!sentence.contains('\n'));
}

#[tokio::test]
async fn an_anonymized_person_is_blank_everywhere_and_cannot_be_changed() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    bench.jump(1_000);
    bench
        .console(&format!("/opportunities/{id}/anonymize"), json!({}))
        .await;
    let one = bench.opportunity(&id).await;
    assert_eq!(
        (&one["isAnonymized"], &one["name"], &one["emails"]),
        (&json!(true), &json!(""), &json!([]))
    );
    assert_eq!(one["updatedAt"], json!(START + 1_000));
    let contact = format!("/contacts/{}", one["contact"].as_str().unwrap());
    assert_eq!(bench.put(&contact, json!({ "name": "Back" })).await.0, 400);
}

#[tokio::test]
async fn a_stopped_sandbox_is_not_reached_any_more() {
    let bench = Bench::start().await;
    bench.get("/stages").await;
    let url = format!("{}/stages", bench.running.api_base);
    let http = bench.http.clone();
    bench.running.stop();
    let gone = async || {
        http.get(&url)
            .send()
            .await
            .is_err_and(|error| error.is_connect())
    };
    for _ in 0..500 {
        if gone().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("it still answers");
}
