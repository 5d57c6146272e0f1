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
