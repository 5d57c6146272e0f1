//! Slots that are not sent: the candidate was faster; and slots that nobody took, asked for again.

use fulcrum_stories::recruiter::Evidence;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::json;

use crate::jobtwine::{give, scene};

#[tokio::test]
async fn the_candidate_is_faster_with_a_vendor_profile() {
    the_candidate_is_faster(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn the_candidate_is_faster_from_lever_alone() {
    the_candidate_is_faster(Evidence::LeverAlone).await;
}

async fn the_candidate_is_faster(evidence: Evidence) {
    let scene = scene(evidence, "Itziar Goikoetxea", 0, &[("Coding", 60)]).await;
    let (at, id) = (&scene.at, &scene.id);
    scene.send().await;
    at.open_panel(&scene.experts, id).await.unwrap();
    scene.journey_is(1, "slots_wanted").await;
    scene.open_slots().await;
    scene.enter_slots(3, 2).await;
    let send = hook("slots-send");
    let sendable = |script: &'static str| async move {
        let answer = at.window.run(script, vec![hook("slots-send").into()]).await;
        answer.map(|answer| answer == true)
    };
    const READY: &str = "return !document.querySelector(arguments[0]).disabled";
    wait::until("slots that could be sent", async || {
        wait::hold(sendable(READY).await?, || "still greyed".to_owned())
    })
    .await
    .unwrap();

    // Meanwhile the candidate chooses one of the times on the vendor's page.
    scene.play("self_schedule", json!({})).await;
    let said = at
        .window
        .wait_for_text(&hook("slots-scheduled"), "that it is scheduled", |_| true)
        .await
        .unwrap();
    assert!(said.contains("The candidate was faster"), "{said}");
    assert!(!sendable(READY).await.unwrap(), "{send} is greyed");
    at.window.keys("\u{e009}\u{e007}").await.unwrap();
    at.window.click(&hook("slots-close")).await.unwrap();
    scene.journey_is(1, "scheduled").await;
    let interview = at.company.expert_interview(id).await.unwrap();
    assert_eq!(interview["claim"]["self_scheduled"], true);
    assert_eq!(interview["slots"], json!([]), "nothing was sent");
    let notes = at.company.notes_of(id).await.unwrap();
    assert!(
        !notes
            .iter()
            .any(|text| text.starts_with("Interview slots for")),
        "nothing was noted: {notes:?}"
    );
    assert_eq!(at.desktop.opened_links(), Vec::<String>::new());
}

#[tokio::test]
async fn nobody_takes_a_slot_with_a_vendor_profile() {
    nobody_takes_a_slot(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn nobody_takes_a_slot_from_lever_alone() {
    nobody_takes_a_slot(Evidence::LeverAlone).await;
}

async fn nobody_takes_a_slot(evidence: Evidence) {
    let scene = scene(evidence, "Bartłomiej Źródłowski", 1, &[("Coding", 60)]).await;
    let (at, id) = (&scene.at, &scene.id);
    scene.send().await;
    at.open_panel(&scene.experts, id).await.unwrap();
    scene.journey_is(1, "slots_wanted").await;
    scene.open_slots().await;
    let first = scene.enter_slots(2, 2).await;
    give(&scene, evidence, &first).await;
    scene.journey_is(1, "slots_given").await;

    scene.play("refuse", json!({})).await;
    assert_eq!(
        at.company
            .expert_mails(id, "slots_again")
            .await
            .unwrap()
            .len(),
        1
    );
    scene.journey_is(1, "slots_wanted").await;
    scene.open_slots().await;
    let second = scene.enter_slots(5, 3).await;
    give(&scene, evidence, &second).await;
    assert_eq!(scene.slots_held().await, second);
    scene.journey_is(1, "slots_given").await;
    let interview = scene.play("claim", json!({})).await;
    assert_eq!(interview["refused"], 1);
    scene.journey_is(1, "scheduled").await;
}
