//! How everything stands: permissions of a key before it has a seat, checks that ask Lever, changes that are noticed, and what
//! one key does about them.

use fulcrum_app::domain::vendor::Vendor;
use fulcrum_app::view::{Check, Health, PermissionLine, Repair, Standing, Step};
use reqwest::Method;
use serde_json::json;

use crate::bench::{Bench, until};

/// Every permission without which something does not work, and those that are a convenience.
const NEEDED: [&str; 9] = [
    "opportunities:read",
    "opportunities:write",
    "postings:read",
    "stages:read",
    "users:read",
    "notes:read",
    "notes:write",
    "contact:read",
    "archive_reasons:read",
];
const OPTIONAL: [&str; 4] = [
    "contact:write",
    "postings:write",
    "interviews:read",
    "webhooks:read",
];

fn check(health: &Health, id: &str) -> Check {
    let mut all = health.steps.iter().flat_map(|step| &step.checks);
    all.find(|one| one.id == id)
        .unwrap_or_else(|| panic!("no check {id} in {health:#?}"))
        .clone()
}

fn line(lines: &[PermissionLine], permission: &str) -> PermissionLine {
    let id = permission.replace(':', "_");
    lines.iter().find(|line| line.id == id).unwrap().clone()
}

async fn key(bench: &Bench, only: &[&str]) -> String {
    let made = bench
        .console("/keys", json!({ "only": only, "name": "narrow" }))
        .await;
    made["api_key"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_permission_that_a_key_lacks_is_named_with_who_can_give_it() {
    let bench = Bench::start(false).await;
    let all: Vec<&str> = NEEDED.into_iter().chain(OPTIONAL).collect();
    let whole = bench
        .app
        .permissions(Some(&key(&bench, &all).await))
        .await
        .unwrap();
    assert_eq!(whole.len(), all.len(), "nothing is extra: {whole:#?}");
    for permission in &all {
        let found = line(&whole, permission);
        assert_eq!(found.standing, Standing::Verified, "{found:?}");
        assert!(found.who_can_give.is_empty() && !found.needed_for.is_empty());
        assert_eq!(found.optional, OPTIONAL.contains(permission));
    }
    for lacking in &all {
        let others: Vec<&str> = all.iter().copied().filter(|one| one != lacking).collect();
        let lines = bench
            .app
            .permissions(Some(&key(&bench, &others).await))
            .await
            .unwrap();
        for permission in &all {
            let found = line(&lines, permission);
            let expected = match (permission == lacking, OPTIONAL.contains(permission)) {
                (false, _) => Standing::Verified,
                (true, true) => Standing::Warn,
                (true, false) => Standing::Broken,
            };
            assert_eq!(found.standing, expected, "{permission} without {lacking}");
            assert_eq!(
                found.who_can_give.contains("Super Admin"),
                permission == lacking
            );
        }
    }
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_can_do_everything_is_said_to_and_its_writes_are_proved_by_use() {
    let bench = Bench::start(false).await;
    let health = bench.app.check_health().await.unwrap();
    let extra = check(&health, "permission.extra");
    assert_eq!(extra.standing, Standing::Warn);
    assert!(extra.cause.contains("tags: read"), "{}", extra.cause);
    let unproved = check(&health, "permission.notes_write");
    assert_eq!(unproved.standing, Standing::Unverifiable);
    assert!(!unproved.cause.is_empty() && !unproved.way_out.is_empty());
    let posting = bench.posting(&[]).await;
    let id = bench.candidate(&posting, &[], &[]).await;
    bench.app.add_note(&id, "Hello.", false).await.unwrap();
    until("the note is written", async || {
        let health = bench.app.health().await.unwrap();
        check(&health, "permission.notes_write").standing == Standing::Verified
    })
    .await;
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_looked_at_without_changing_anything() {
    let bench = Bench::start(false).await;
    bench.quiet().await;
    let before = bench.lever(Method::GET, "/postings?limit=100").await;
    let health = bench.app.check_health().await.unwrap();
    assert!(health.checked_at_ms.is_some());
    let steps: Vec<Step> = health.steps.iter().map(|step| step.step).collect();
    assert_eq!(steps, Step::ALL);
    for id in [
        "token",
        "clock",
        "budget",
        "stage.myinterview",
        "stage.jobtwine",
        "templates",
    ] {
        assert_eq!(check(&health, id).standing, Standing::Verified, "{id}");
    }
    // Nobody has moved yet, and no interface shows the switches.
    let unseen = check(&health, "webhook.myinterview");
    assert_eq!(unseen.standing, Standing::Unverifiable);
    assert!(unseen.way_out.contains("Super Admin"));
    assert_eq!(
        bench.lever(Method::GET, "/postings?limit=100").await,
        before
    );
    let writes = bench.writes("").await;
    assert!(!writes.is_empty());
    for write in writes {
        assert!(
            write.contains("00000000-0000-4000-8000-000000000000") || write.contains("/webhooks"),
            "{write} is about something"
        );
    }
    for step in &health.steps {
        assert!(!step.line.is_empty());
        for one in &step.checks {
            assert!(
                !one.subject.is_empty() && !one.finding.is_empty(),
                "{one:?}"
            );
            let unwell = one.standing >= Standing::Unverifiable;
            assert!(!unwell || !one.way_out.is_empty(), "no way out: {one:?}");
        }
    }
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vendor_s_answer_is_the_proof_that_it_hears_moves() {
    let bench = Bench::start(false).await;
    let id = bench.invitable().await;
    let sent = bench
        .app
        .move_card(&id, &bench.trigger(), false)
        .await
        .unwrap();
    bench.app.send_now(&sent.intent).await.unwrap();
    bench.until_state(&id, "invited").await;
    let found = check(&bench.app.health().await.unwrap(), "webhook.myinterview");
    assert_eq!(found.standing, Standing::Observed, "{found:?}");
    assert!(found.at_ms.is_some());
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_renamed_stage_is_told_once_and_mended_or_taken_as_right() {
    let mut bench = Bench::start(false).await;
    bench.app.check_health().await.unwrap();
    let stage = bench.trigger();
    let rename = async |bench: &Bench, text: &str| {
        let path = format!("/stages/{}/text", stage.as_str());
        bench.console(&path, json!({ "text": text })).await;
        bench.app.check_health().await.unwrap()
    };
    let before = bench.app.setup().await.unwrap();
    let name = before
        .stages
        .iter()
        .find(|one| one.id == stage)
        .unwrap()
        .name
        .clone();
    let health = rename(&bench, "Clips").await;
    let found = check(&health, "stage.myinterview");
    assert_eq!(found.standing, Standing::Warn, "{found:?}");
    assert_eq!(found.repair, Some(Repair::Accept));
    assert_eq!(found.vendor, Some(Vendor::MyInterview));
    let drift = health.drift[0].clone();
    assert!(
        drift.was.contains(&name) && drift.is.contains("Clips"),
        "{drift:?}"
    );
    until("it is told", async || !bench.heard.health().is_empty()).await;
    assert_eq!(bench.heard.health().len(), 1);
    bench.restart().await;
    bench.live().await;
    bench.app.check_health().await.unwrap();
    assert_eq!(bench.heard.health().len(), 0, "told again after a restart");
    // Back as it was: closed with its time.
    let health = rename(&bench, &name).await;
    assert!(health.drift[0].mended_at_ms.is_some());
    assert_eq!(
        check(&health, "stage.myinterview").standing,
        Standing::Verified
    );
    // Renamed for good: one key.
    rename(&bench, "Clips").await;
    let health = bench.app.repair("stage.myinterview").await.unwrap();
    let found = check(&health, "stage.myinterview");
    assert_eq!(found.standing, Standing::Verified, "{found:?}");
    assert!(
        health
            .drift
            .iter()
            .all(|drift| drift.mended_at_ms.is_some())
    );
    let health = bench.app.check_health().await.unwrap();
    assert_eq!(
        check(&health, "stage.myinterview").standing,
        Standing::Verified
    );
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tag_that_a_colleague_spoilt_is_mended_by_one_key() {
    let bench = Bench::start(false).await;
    let posting = bench.posting(&["myInterview:Lever Demo"]).await;
    let id = format!("template.{posting}");
    bench.candidate(&posting, &[], &[]).await;
    bench.app.check_health().await.unwrap();
    let health = bench.app.check_health().await.unwrap();
    assert_eq!(check(&health, &id).standing, Standing::Verified);
    bench
        .console(
            &format!("/postings/{posting}/tags"),
            json!({ "tags": ["myInterview:Lever demo"] }),
        )
        .await;
    let health = bench.app.check_health().await.unwrap();
    let found = check(&health, &id);
    assert_eq!(
        (found.standing, found.repair),
        (Standing::Broken, Some(Repair::FixPostingTags))
    );
    assert!(health.problems >= 1);
    let health = bench.app.repair(&id).await.unwrap();
    assert_eq!(check(&health, &id).standing, Standing::Verified);
    let tags = bench
        .lever(Method::GET, &format!("/postings/{posting}"))
        .await;
    assert_eq!(tags["data"]["tags"], json!(["myInterview:Lever Demo"]));
    let open = health
        .drift
        .iter()
        .filter(|drift| drift.check == id && drift.mended_at_ms.is_none());
    assert_eq!(open.count(), 0);
    let nothing = bench.app.repair("no.such").await.unwrap_err();
    assert_eq!(nothing.code, fulcrum_app::view::ProblemCode::NotFound);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_key_is_broken_with_a_way_back() {
    let bench = Bench::start(false).await;
    bench.app.check_health().await.unwrap();
    let key = bench.sandbox.api_key.clone();
    bench.console("/keys/drop", json!({ "api_key": key })).await;
    let health = bench.app.check_health().await.unwrap();
    let found = check(&health, "token");
    assert_eq!(
        (found.standing, found.repair),
        (Standing::Broken, Some(Repair::Reconnect))
    );
    assert_eq!(health.steps[0].standing, Standing::Broken);
    assert_eq!(bench.heard.health().len(), 1);
    assert!(health.drift.iter().any(|drift| drift.check == "token"));
    bench.app.shutdown().await;
}
