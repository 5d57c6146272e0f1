//! Rounds: what an admin stated about them, and one after the other.

use fulcrum_stories::recruiter::Evidence;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::{Value, json};

use crate::jobtwine::{Scene, scene};

#[tokio::test]
async fn one_round_after_the_other_with_a_vendor_profile() {
    one_round_after_the_other(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn one_round_after_the_other_from_lever_alone() {
    one_round_after_the_other(Evidence::LeverAlone).await;
}

async fn one_round_after_the_other(evidence: Evidence) {
    let rounds = [("Coding", 60), ("System design", 90)];
    let scene = scene(evidence, "Thandiwe Mthembu", 0, &rounds).await;
    let (at, id) = (&scene.at, &scene.id);

    // Stated as none: nothing would be sent, so the move is blocked.
    scene.state_rounds("0").await;
    at.move_by_keys(&scene.screen, id, &scene.experts)
        .await
        .unwrap();
    let none = format!(
        "{}[data-code='rounds_stated_none'][data-severity='block']",
        hook("preflight-finding")
    );
    at.window
        .wait_for_text(&none, "the block", |_| true)
        .await
        .unwrap();
    at.window.click(&hook("preflight-cancel")).await.unwrap();
    let changes = at.company.writes(&format!("{id}/stage")).await.unwrap();
    assert_eq!(changes, Vec::<Value>::new());

    // Unknown: said before the drop. With two rounds stated nothing is left to say.
    let unknown = |text: &str| text.contains("rounds");
    scene.state_rounds("").await;
    assert!(unknown(&consequence(&scene).await));
    scene.state_rounds("2").await;
    assert!(!unknown(&consequence(&scene).await));

    scene.send().await;
    let start = scene.at_ten(3).await;
    scene.play("slots", json!({ "slots": [start] })).await;
    scene.play("claim", json!({})).await;
    scene.play("hold", json!({})).await;
    scene
        .play("feedback", json!({ "outcome": "is_a_good_fit" }))
        .await;
    at.open_panel(&scene.experts, id).await.unwrap();
    scene.journey_is(1, "feedback_in").await;

    // The next round: what is known of the first answers nothing in the second.
    at.window
        .wait_for_text(&hook("resend"), "the next round", |text| {
            text.contains("Start round 2")
        })
        .await
        .unwrap();
    at.window.click(&hook("resend")).await.unwrap();
    at.window.click(&hook("send-now")).await.unwrap();
    let second = at
        .company
        .wait_for_expert(id, "pending_slots")
        .await
        .unwrap();
    assert_eq!(second["round"], 2);
    scene.journey_is(2, "slots_wanted").await;
    scene.journey_is(1, "feedback_in").await;
    scene
        .play("slots", json!({ "slots": [start + 3_600_000] }))
        .await;
    scene.play("claim", json!({})).await;
    scene.journey_is(2, "scheduled").await;
    scene.journey_is(1, "feedback_in").await;
    wait::until("one feedback, of the first round", async || {
        let results = at
            .window
            .attributes(&hook("feedback-round"), "data-round")
            .await?;
        wait::hold(results == ["1"], || format!("{results:?}"))
    })
    .await
    .unwrap();
}

/// What stands under the card while it is carried over the vendor's lane.
async fn consequence(scene: &Scene) -> String {
    let carried = scene
        .at
        .carry(&scene.screen, &scene.id, &scene.experts)
        .await
        .unwrap();
    let said = scene
        .at
        .window
        .wait_for_text(&hook("drop-consequence"), "the consequence", |text| {
            text.contains("slot link")
        })
        .await
        .unwrap();
    carried.take_back().await.unwrap();
    said
}
