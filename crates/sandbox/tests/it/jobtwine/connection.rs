//! Grant, stage, webhook.

use reqwest::Method;
use serde_json::json;

use super::bench::{Bench, HOUR, settings};

/// J1, J14: the grant outlives its one-hour token; revoked, everything stops at once, also what is under way.
#[tokio::test]
async fn the_grant_refreshes_itself_and_revocation_stops_everything() {
    let bench = Bench::start().await;
    bench.jump(3 * HOUR).await;
    let id = bench.asked().await;
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let mails = bench.mail(&id).await.len();
    bench.must("/grants/JobTwine/revoke", json!({})).await;

    let answer = bench.http.get(&link).send().await.unwrap();
    assert_eq!(answer.status(), 410);
    assert!(answer.text().await.unwrap().contains("disconnected"));
    let slots = bench.starts(1).await;
    assert!(
        bench
            .refused(&id, "slots", json!({ "slots": slots }))
            .await
            .contains("disconnected")
    );
    assert!(
        bench
            .refused(&id, "self_schedule", json!({}))
            .await
            .contains("disconnected")
    );
    assert_eq!(bench.vendor().await["connected"], false);
    let api = format!("{}/jobs", bench.info("api_base"));
    let answer = bench
        .http
        .get(&api)
        .bearer_auth(bench.info("api_key"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 410);
    let late = bench.person().await;
    bench.enter(&late).await;

    // Consent anew: the late one was never heard of, the next one is.
    bench.must("/jobtwine/connect", json!({})).await;
    bench.quiet().await;
    assert!(bench.attempts(&late).await.is_empty());
    assert_eq!(bench.mail(&id).await.len(), mails);
    assert_eq!(bench.attempts(&id).await[0]["state"], "pending_slots");
}

/// J2: the stage is found by its title, letter for letter; a renamed one is lost, a new one is found.
#[tokio::test]
async fn the_stage_is_found_by_its_title() {
    let bench = Bench::start().await;
    let stage = bench.info("stage_id");
    bench
        .must(
            &format!("/stages/{stage}/text"),
            json!({ "text": "Jobtwine" }),
        )
        .await;
    bench.must("/jobtwine/poll", json!({})).await;
    let unheard = bench.person().await;
    bench.enter(&unheard).await;
    let made = bench
        .must("/stages", json!({ "text": "JobTwine", "after": stage }))
        .await;
    let new = made["id"].as_str().unwrap();
    let titles = bench.get("/stages").await;
    let place = |id: &str| {
        titles
            .as_array()
            .unwrap()
            .iter()
            .position(|one| one["id"] == id)
    };
    assert_eq!(place(new), place(&stage).map(|place| place + 1));
    bench.must("/jobtwine/poll", json!({})).await;
    let heard = bench.person().await;
    bench.to_stage(&heard, new).await;
    bench.until(&heard, "pending_slots").await;
    assert!(bench.attempts(&unheard).await.is_empty());
    assert_eq!(
        bench
            .console("/stages/none/text", json!({ "text": "x" }))
            .await
            .0,
        404
    );
}

/// J3: one webhook, registered by the vendor itself; nothing comes before its group is on.
#[tokio::test]
async fn the_webhook_is_registered_and_off_until_toggled() {
    let mut settings = settings();
    settings.switches.webhooks_on = false;
    let bench = Bench::with(settings).await;
    let hooks = bench.get("/webhooks").await;
    let base = bench.info("base");
    let ours: Vec<_> = hooks
        .as_array()
        .unwrap()
        .iter()
        .filter(|hook| hook["url"].as_str().unwrap().starts_with(&base))
        .map(|hook| hook["event"].clone())
        .collect();
    assert_eq!(ours, ["candidateStageChange"]);
    let unheard = bench.person().await;
    bench.enter(&unheard).await;
    bench
        .must("/webhooks/candidateStageChange/on", json!({}))
        .await;
    bench.quiet().await;
    assert!(bench.attempts(&unheard).await.is_empty());
}

/// A delivery that Lever did not sign is refused.
#[tokio::test]
async fn unsigned_deliveries_are_refused() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let url = format!("{}/hooks/stage", bench.info("base"));
    let data = json!({ "opportunityId": id, "toStageId": bench.info("stage_id") });
    for signature in ["", "00"] {
        let body = json!({ "event": "candidateStageChange", "data": data, "token": "t", "triggeredAt": 1, "signature": signature });
        let answer = bench.http.post(&url).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 401);
    }
    bench.quiet().await;
    assert!(bench.attempts(&id).await.is_empty());
}

/// The vendor writes as a Lever user of its own, which the account shows.
#[tokio::test]
async fn the_line_says_where_everything_is() {
    let bench = Bench::start().await;
    let info = &bench.running.info["jobtwine"];
    assert_eq!(info["available"], true);
    assert_eq!(info["posting_tag"], "JobTwine");
    assert_eq!(
        info["vendor_profile"]["provenance"],
        "proposed by the sandbox; JobTwine publishes no API"
    );
    assert_eq!(info["vendor_profile"]["base_url"], info["api_base"]);
    assert!(!info.to_string().contains("{base}") && !info.to_string().contains("{host}"));
    let user = bench
        .get(&format!("/users/{}", bench.info("vendor_user_id")))
        .await;
    assert_eq!(user["name"], "JobTwine Integration");
    let id = bench.asked().await;
    assert_eq!(bench.notes(&id).await[0]["user"], info["vendor_user_id"]);
    bench.switch(json!({ "note_author": false })).await;
    let other = bench.asked().await;
    assert!(bench.notes(&other).await[0]["user"].is_null());
    let page = bench.lever(Method::GET, "/stages", None).await;
    assert!(page.status().is_success());
}
