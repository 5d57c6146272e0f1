//! What Lever's clock says.

use reqwest::header::DATE;
use serde_json::{Value, json};

use super::bench::{Bench, START};
use super::receiver::Receiver;
use super::webhooks::register;
use fulcrum_sandbox::lever::signature;

async fn date(bench: &Bench) -> String {
    let url = format!("{}/stages", bench.running.api_base);
    let asked = bench.http.get(url);
    let answer = asked.basic_auth(&bench.running.api_key, Some("")).send();
    let answer = answer.await.unwrap();
    assert_eq!(answer.headers()["server"], "lever-data-api");
    answer.headers()[DATE].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_date_is_the_sandboxs_own() {
    let bench = Bench::start().await;
    assert_eq!(date(&bench).await, "Mon, 02 Mar 2026 09:00:00 GMT");
    bench.jump(90_000);
    assert_eq!(date(&bench).await, "Mon, 02 Mar 2026 09:01:30 GMT");
}

#[tokio::test]
async fn a_clock_that_is_off_is_off_in_every_stamp_and_consistent_with_itself() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let (receiver, url) = Receiver::start(&[]).await;
    let hook = register(&bench, "candidateStageChange", &url).await;
    let straight = bench.opportunity(&id).await;
    let off = -300_000;
    bench
        .console("/faults", json!({ "clock_skew_ms": off }))
        .await;
    assert_eq!(date(&bench).await, "Mon, 02 Mar 2026 08:55:00 GMT");
    let skewed = bench.opportunity(&id).await;
    for stamp in [
        "createdAt",
        "lastAdvancedAt",
        "lastInteractionAt",
        "updatedAt",
    ] {
        let at = |one: &Value| one[stamp].as_i64().unwrap();
        assert_eq!(at(&skewed), at(&straight) + off, "{stamp}");
    }
    // Whoever asks by Lever's own stamps finds what carries them.
    let updated = skewed["updatedAt"].as_i64().unwrap();
    let found = async |window: String| {
        let list = bench.get(&format!("/opportunities?{window}")).await;
        let rows = list["data"].as_array().unwrap().clone();
        rows.iter().any(|one| one["id"] == json!(id))
    };
    assert!(
        found(format!(
            "updated_at_start={updated}&updated_at_end={updated}"
        ))
        .await
    );
    assert!(!found(format!("updated_at_start={}", updated + 1)).await);

    let path = format!("/opportunities/{id}/stage");
    bench.put(&path, json!({ "stage": "offer" })).await;
    let body = receiver.wait(1).await.remove(0).1;
    assert_eq!(body["triggeredAt"], json!(START + off));
    let token = hook["configuration"]["signatureToken"].as_str().unwrap();
    let signed = signature(token, body["token"].as_str().unwrap(), START + off);
    assert_eq!(body["signature"], json!(signed));

    bench.console("/faults", json!({})).await;
    let moved = bench.opportunity(&id).await;
    assert_eq!(
        moved["lastAdvancedAt"],
        json!(START),
        "nothing was stored askew"
    );
}
