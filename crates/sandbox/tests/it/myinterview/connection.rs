//! Grant, trigger stage, webhooks.

use serde_json::json;

use super::bench::{Bench, settings};

/// M1: the grant outlives its one-hour token; revoked, the vendor can do nothing and says nothing.
#[tokio::test]
async fn the_grant_refreshes_itself_and_can_be_revoked() {
    let bench = Bench::start().await;
    bench.jump_hours(3).await;
    let id = bench.invited().await;
    bench.jump_hours(3).await;
    assert_eq!(bench.act(&id, "complete").await, 200);
    bench.until(&id, "completed").await;
    assert!(bench.status_tags(&id).await[0].contains("omplete"));

    let (status, body) = bench.console("/grants/myInterview/revoke", json!({})).await;
    assert_eq!(status, 200, "{body}");
    let late = bench.reachable().await;
    bench.enter(&late).await;
    let attempt = bench.until(&late, "silent").await;
    assert_eq!(attempt["code"], "vendor_unauthorized");
    assert!(bench.status_tags(&late).await.is_empty());
    assert!(bench.notes(&late).await.is_empty());
    assert!(bench.mail(&late, "invite").await.is_empty());
}

/// M2: only the stored stage triggers.
#[tokio::test]
async fn only_the_trigger_stage_invites() {
    let bench = Bench::start().await;
    let id = bench.reachable().await;
    let stages = bench.get("/stages").await;
    for stage in stages["data"].as_array().unwrap() {
        if stage["id"] != bench.info("trigger_stage_id") {
            let body = json!({ "stage": stage["id"] });
            assert_eq!(
                bench
                    .console(&format!("/opportunities/{id}/stage"), body)
                    .await
                    .0,
                200
            );
        }
    }
    bench.quiet().await;
    assert!(bench.attempts(&id).await.is_empty());
    bench.enter(&id).await;
    bench.until(&id, "invited").await;
}

/// M3: both webhooks are registered by the vendor itself and send nothing until an admin turns their group on.
#[tokio::test]
async fn webhooks_are_registered_and_off_until_toggled() {
    let mut settings = settings();
    settings.switches.webhooks_on = false;
    let bench = Bench::with(settings).await;
    let listed = bench.get("/webhooks").await;
    let mut events: Vec<_> = listed["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|hook| {
            hook["url"]
                .as_str()
                .unwrap()
                .starts_with(&bench.info("base"))
        })
        .map(|hook| hook["event"].as_str().unwrap().to_owned())
        .collect();
    events.sort();
    assert_eq!(events, ["candidateArchiveChange", "candidateStageChange"]);

    let unheard = bench.reachable().await;
    bench.enter(&unheard).await;
    assert_eq!(
        bench
            .console("/webhooks/candidateStageChange/on", json!({}))
            .await
            .0,
        200
    );
    let heard = bench.reachable().await;
    bench.enter(&heard).await;
    bench.until(&heard, "invited").await;
    assert!(bench.attempts(&unheard).await.is_empty());
}

/// A delivery that Lever did not sign is refused; Lever's own test delivery is taken and does nothing.
#[tokio::test]
async fn unsigned_deliveries_are_refused() {
    let bench = Bench::start().await;
    let id = bench.reachable().await;
    let url = format!("{}/hooks/stage", bench.info("base"));
    let data = json!({ "opportunityId": id, "toStageId": bench.info("trigger_stage_id") });
    for body in [
        json!({ "event": "candidateStageChange", "data": data }),
        json!({ "event": "candidateStageChange", "data": data, "token": "t", "triggeredAt": 1, "signature": "" }),
        json!({ "event": "candidateStageChange", "data": data, "token": "t", "triggeredAt": 1, "signature": "00" }),
    ] {
        let answer = bench.http.post(&url).json(&body).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 401, "{body}");
    }
    let hooks = bench.get("/webhooks").await;
    for hook in hooks["data"].as_array().unwrap() {
        let hook = hook["id"].as_str().unwrap();
        assert_eq!(
            bench
                .console(&format!("/webhooks/{hook}/test"), json!({}))
                .await
                .0,
            200
        );
    }
    bench.quiet().await;
    assert!(bench.attempts(&id).await.is_empty());
    let state = bench.state().await;
    for delivery in state["deliveries"].as_array().unwrap() {
        assert_eq!(delivery["state"], "delivered", "{delivery}");
    }
}
