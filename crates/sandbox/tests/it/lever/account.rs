//! Users and audit events.

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, START};

#[tokio::test]
async fn users_are_made_changed_and_put_to_rest() {
    let bench = Bench::start().await;
    let (status, made) = bench
        .post(
            "/users",
            json!({ "name": "New User", "email": "new.user@example.com" }),
        )
        .await;
    assert_eq!(status, 201);
    let made = &made["data"];
    assert_eq!(
        (&made["accessRole"], &made["username"]),
        (&json!("interviewer"), &json!("new.user"))
    );
    let one = format!("/users/{}", made["id"].as_str().unwrap());
    assert_eq!(
        bench
            .post(
                "/users",
                json!({ "name": "Twin", "email": "New.User@example.com" })
            )
            .await
            .0,
        400
    );
    let whole = json!({ "name": "New User", "email": "new.user@example.com", "accessRole": "team member", "jobTitle": "Recruiter" });
    assert_eq!(
        bench.put(&one, whole).await.1["data"]["jobTitle"],
        "Recruiter"
    );
    // A full replacement.
    let part =
        json!({ "name": "New User", "email": "new.user@example.com", "accessRole": "team member" });
    assert_eq!(
        bench.put(&one, part).await.1["data"]["jobTitle"],
        Value::Null
    );
    assert_eq!(
        bench
            .put(
                &one,
                json!({ "name": "x", "email": "new.user@example.com" })
            )
            .await
            .0,
        400
    );
    let off = bench.post(&format!("{one}/deactivate"), json!({})).await;
    assert_eq!(
        (off.0, &off.1["data"]["deactivatedAt"]),
        (200, &json!(START))
    );
    let listed = |page: Value| {
        page["data"]
            .as_array()
            .unwrap()
            .iter()
            .any(|user| user["id"] == made["id"])
    };
    assert!(
        !listed(bench.get("/users").await)
            && listed(bench.get("/users?includeDeactivated=true").await)
    );
    let on = bench.post(&format!("{one}/reactivate"), json!({})).await;
    assert_eq!((on.0, &on.1["data"]["deactivatedAt"]), (200, &Value::Null));
    let events = bench
        .get(&format!(
            "/audit_events?target_type=user&target_id={}",
            made["id"].as_str().unwrap()
        ))
        .await;
    let mut kinds: Vec<&str> = events["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        [
            "user.role:changed",
            "user:added",
            "user:deactivated",
            "user:reactivated"
        ]
    );
}

#[tokio::test]
async fn who_becomes_an_interviewer_follows_nobody() {
    let bench = Bench::start().await;
    let seat = bench.get(&format!("/users/{}", bench.seat())).await["data"].clone();
    let followed = |page: &Value| {
        let rows = page["data"].as_array().unwrap().clone();
        rows.into_iter()
            .filter(|one| one["followers"].as_array().unwrap().contains(&seat["id"]))
            .collect::<Vec<_>>()
    };
    let before = followed(&bench.get("/opportunities").await);
    assert!(!before.is_empty());
    bench.jump(1_000);
    let body = json!({ "name": seat["name"], "email": seat["email"], "accessRole": "interviewer" });
    assert_eq!(
        bench.put(&format!("/users/{}", bench.seat()), body).await.0,
        200
    );
    assert_eq!(followed(&bench.get("/opportunities").await).len(), 0);
    assert_eq!(
        bench.opportunity(before[0]["id"].as_str().unwrap()).await["updatedAt"],
        json!(START + 1_000)
    );
}

#[tokio::test]
async fn the_account_has_a_role_of_its_own() {
    let bench = Bench::start().await;
    let all = bench.get("/users").await;
    let own: Vec<&Value> = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|user| user["accessRole"].as_str().unwrap().len() == 36)
        .collect();
    assert_eq!(own.len(), 1);
    let found = bench
        .get(&format!(
            "/users?accessRole={}",
            own[0]["accessRole"].as_str().unwrap()
        ))
        .await;
    assert_eq!(found["data"], json!([own[0]]));
}

#[tokio::test]
async fn audit_events_come_newest_first_and_know_events_that_nobody_did() {
    let bench = Bench::start().await;
    let all = bench.get("/audit_events").await;
    let times: Vec<i64> = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["createdAt"].as_i64().unwrap())
        .collect();
    assert!(times.len() > 20 && times.is_sorted_by(|a, b| a >= b));
    let nobody = bench.get("/audit_events?user_id=null").await;
    assert!(!nobody["data"].as_array().unwrap().is_empty());
    assert!(
        nobody["data"]
            .as_array()
            .unwrap()
            .iter()
            .all(|event| event["user"].is_null() && event["type"] == "user.authentication:failed")
    );
    for (query, status) in [
        ("type=moon", 400),
        ("target_id=x", 400),
        ("created_at_start=x", 400),
        ("type=export:downloaded", 200),
    ] {
        assert_eq!(
            bench
                .call(Method::GET, &format!("/audit_events?{query}"), None)
                .await
                .0,
            status,
            "{query}"
        );
    }
}

#[tokio::test]
async fn the_old_name_of_opportunities_answers_alike() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    bench
        .post(&format!("/candidates/{id}/notes"), json!({ "value": "x" }))
        .await;
    for what in ["notes", "applications", "resumes", "files", "panels"] {
        assert_eq!(
            bench.get(&format!("/candidates/{id}/{what}")).await,
            bench.get(&format!("/opportunities/{id}/{what}")).await
        );
    }
    assert_eq!(
        bench.get(&format!("/opportunities/{id}/notes")).await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
