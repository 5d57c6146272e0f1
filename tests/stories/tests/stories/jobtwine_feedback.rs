//! From the move to the feedback, and on to the next stage.

use fulcrum_stories::recruiter::Evidence;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::json;

use crate::jobtwine::{give, scene};

const NAME: &str = "Anouk Desrosiers-Lévesque";

#[tokio::test]
async fn from_drag_to_feedback_with_a_vendor_profile() {
    from_drag_to_feedback(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn from_drag_to_feedback_from_lever_alone() {
    from_drag_to_feedback(Evidence::LeverAlone).await;
}

async fn from_drag_to_feedback(evidence: Evidence) {
    let scene = scene(evidence, NAME, 0, &[("Coding", 60)]).await;
    let (at, id) = (&scene.at, &scene.id);

    // Carried over the lane: the consequence stands there before the drop.
    let carried = at.carry(&scene.screen, id, &scene.experts).await.unwrap();
    at.window
        .wait_for_text(&hook("drop-consequence"), "the consequence", |text| {
            text.contains("JobTwine") && text.contains(NAME)
        })
        .await
        .unwrap();
    carried.release().await.unwrap();
    at.window.click(&hook("send-now")).await.unwrap();
    at.company
        .wait_for_expert(id, "pending_slots")
        .await
        .unwrap();
    let invitations = at.company.expert_mails(id, "invite").await.unwrap();
    assert_eq!(invitations.len(), 1, "{invitations:?}");
    let notice = scene.notified("Slots wanted for A. D.").await;
    assert!(!notice.body.contains(NAME), "{notice:?}");
    at.open_panel(&scene.experts, id).await.unwrap();
    scene.journey_is(1, "slots_wanted").await;

    scene.open_slots().await;
    let starts = scene.enter_slots(2, 4).await;
    give(&scene, evidence, &starts).await;
    scene.journey_is(1, "slots_given").await;
    assert_eq!(scene.slots_held().await, starts);

    // An expert takes one: notified once, in the agenda, in a calendar file.
    scene.play("claim", json!({ "slot": 1 })).await;
    scene.told("booked").await;
    scene.journey_is(1, "scheduled").await;
    scene.open_agenda().await;
    scene.agenda_says(starts[1]).await;
    let event = scene.calendar_file().await;
    assert!(
        event.contains(NAME) && event.contains("STATUS:CONFIRMED"),
        "{event}"
    );

    // Held, and the feedback is in: outcome and ratings as the expert gave them.
    scene.play("hold", json!({})).await;
    let told = scene
        .play("feedback", json!({ "outcome": "strongly_recommended" }))
        .await;
    scene.told("Strongly recommended").await;
    scene.show_board().await;
    at.open_panel(&scene.experts, id).await.unwrap();
    scene.journey_is(1, "feedback_in").await;
    let outcome = at.window.text(&hook("outcome")).await.unwrap();
    assert_eq!(outcome, "Strongly recommended");
    let sections = told["feedback"]["sections"].as_array().unwrap();
    let ratings = wait::until("a rating for each section", async || {
        let ratings = at.window.texts(&hook("rating")).await?;
        wait::hold(ratings.len() == sections.len(), || format!("{ratings:?}"))?;
        Ok(ratings)
    })
    .await
    .unwrap();
    for (rating, section) in ratings.iter().zip(sections) {
        let (name, given) = (section["name"].as_str().unwrap(), &section["rating"]);
        assert!(
            rating.contains(name) && rating.contains(&given.to_string()),
            "{rating:?} is {section}"
        );
    }

    // The video opens in the browser; the report is downloaded.
    let before = at.desktop.opened_links().len();
    at.window.click(&hook("open-video")).await.unwrap();
    let opened = scene.opened_after(before).await;
    let page = reqwest::get(&opened).await.unwrap();
    assert!(page.status().is_success(), "{}", page.status());
    at.window.click(&hook("download-result")).await.unwrap();
    at.window
        .click(&format!("{}[data-value='report']", hook("menu-item")))
        .await
        .unwrap();
    let done = format!(
        "{}[data-part='report'][data-state='done']",
        hook("download")
    );
    at.window
        .wait_for_text(&done, "the report", |_| true)
        .await
        .unwrap();
    let report = scene.downloaded("pdf").await;
    assert!(report.starts_with(b"%PDF"), "a PDF");

    // Advance: the next stage, as the recruiter.
    at.window.click(&hook("advance")).await.unwrap();
    wait::until("the candidate in the next stage", async || {
        let stage = at.company.stage_of(id).await?;
        wait::hold(stage != scene.experts, || "still with JobTwine".to_owned())
    })
    .await
    .unwrap();
    let summaries = scene.summaries();
    assert_eq!(
        summaries.len(),
        1,
        "one in ten minutes about one candidate: {summaries:?}"
    );
}
