//! Going on although an interview is booked: said first, then held.

use fulcrum_stories::recruiter::Evidence;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::{Value, json};

use crate::jobtwine::scene;

const NAME: &str = "Zeynep Akçay Ümit";

#[tokio::test]
async fn a_booked_interview_is_said_first_with_a_vendor_profile() {
    a_booked_interview_is_said_first(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn a_booked_interview_is_said_first_from_lever_alone() {
    a_booked_interview_is_said_first(Evidence::LeverAlone).await;
}

async fn a_booked_interview_is_said_first(evidence: Evidence) {
    let scene = scene(evidence, NAME, 0, &[("Coding", 60)]).await;
    let (at, id) = (&scene.at, &scene.id);
    scene.send().await;
    let start = scene.at_ten(3).await;
    scene.play("slots", json!({ "slots": [start] })).await;
    scene.play("claim", json!({})).await;
    at.open_panel(&scene.experts, id).await.unwrap();
    scene.journey_is(1, "scheduled").await;
    let changes = format!("{id}/stage");
    let before = at.company.writes(&changes).await.unwrap().len();

    // Advance: what it would cost stands there, and nothing has happened.
    let finding = |code: &str| format!("{}[data-code='{code}']", hook("preflight-finding"));
    let shown = async |code: &str| {
        let selector = finding(code);
        let text = at.window.wait_for_text(&selector, code, |_| true).await;
        text.unwrap()
    };
    at.window.click(&hook("advance")).await.unwrap();
    let booked = shown("interview_booked").await;
    assert!(booked.contains("An interview is booked"), "{booked}");
    let verdict = at.window.text(&hook("preflight-verdict")).await.unwrap();
    assert!(verdict.contains("contacts nobody"), "{verdict}");
    at.window.click(&hook("preflight-cancel")).await.unwrap();

    // On to the other vendor: what it will mail, and that it comes on top of the booking.
    at.window.click(&hook("move-myinterview")).await.unwrap();
    shown("enters_other_vendor").await;
    shown("interview_booked").await;
    let verdict = at.window.text(&hook("preflight-verdict")).await.unwrap();
    assert!(
        verdict.contains("emails an invite to") && verdict.contains(NAME),
        "{verdict}"
    );
    at.window.click(&hook("preflight-cancel")).await.unwrap();
    let written = at.company.writes(&changes).await.unwrap();
    assert_eq!(written.len(), before, "nothing happened: {written:?}");
    assert_eq!(
        at.company.invitations("mail", id).await.unwrap(),
        Vec::<Value>::new()
    );

    // Meant so: held, then one stage change.
    at.window.click(&hook("advance")).await.unwrap();
    at.window.click(&hook("move-now")).await.unwrap();
    at.window.click(&hook("send-now")).await.unwrap();
    wait::until("the candidate in the next stage", async || {
        let stage = at.company.stage_of(id).await?;
        wait::hold(stage != scene.experts, || "still with JobTwine".to_owned())
    })
    .await
    .unwrap();
    let written = at.company.writes(&changes).await.unwrap();
    assert_eq!(written.len(), before + 1, "{written:?}");
}
