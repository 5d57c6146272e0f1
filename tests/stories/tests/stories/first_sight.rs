//! Connecting to a company with hundreds of finished interviews makes no sound; the next one does.

use fulcrum_stories::company::Person;
use fulcrum_stories::desktop::Options;
use fulcrum_stories::recruiter::{Evidence, Recruiter, Setting};
use fulcrum_stories::sandbox::World;
use serde_json::json;

use crate::stage::WELL_TAGGED;

#[tokio::test]
async fn finished_interviews_are_silent_with_a_vendor_profile() {
    finished_interviews_are_silent(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn finished_interviews_are_silent_from_lever_alone() {
    finished_interviews_are_silent(Evidence::LeverAlone).await;
}

async fn finished_interviews_are_silent(evidence: Evidence) {
    let world = World {
        seed: 5,
        opportunities: 3_000,
        postings: 24,
        past_interviews: 1.0,
        vendor_seconds: None,
    };
    let mut jo = String::new();
    let at = Recruiter::arrive(
        &Setting {
            world,
            evidence,
            desktop: Options::default(),
        },
        async |company| {
            let (posting, stage) = (
                company.posting(WELL_TAGGED).await?,
                company.stage("Recruiter screen").await?,
            );
            let person = Person {
                name: "Jo Quill",
                email: Some("jo.quill@example.org"),
                phone: None,
                posting: &posting,
                stage: &stage,
            };
            jo = company.add(&person).await?;
            Ok(())
        },
    )
    .await
    .unwrap();
    let finished = at.company.interviews_in("completed").await.unwrap();
    assert!(finished >= 300, "only {finished} finished interviews");

    // One that finishes now is the proof that the silence before it was meant: it is the first notification of all.
    let stage = at.company.stage("myInterview").await.unwrap();
    at.company
        .act(
            &format!("opportunities/{jo}/stage"),
            &json!({ "stage": stage }),
        )
        .await
        .unwrap();
    at.company.wait_for_interview(&jo, "invited").await.unwrap();
    at.find_card(&stage, &jo).await.unwrap();
    at.wait_on_card(
        (&stage, &jo),
        "chip",
        "the invitation on the card",
        |text| text.contains("Invite sent"),
    )
    .await
    .unwrap();
    assert_eq!(
        at.desktop.notices().all(),
        [],
        "nobody is notified of what lay in the past"
    );
    at.company.complete(&jo).await.unwrap();
    at.desktop
        .notices()
        .wait_for("the notification of the new one", |_| true)
        .await
        .unwrap();
    at.desktop.notices().click_newest().unwrap();
    at.panel_shows(&jo).await.unwrap();
    assert_eq!(at.desktop.notices().all().len(), 1);
}
