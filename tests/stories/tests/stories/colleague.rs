//! A colleague moves the same candidate first: both facts are told, and nothing of the colleague's is undone.

use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::window::page::hook;
use serde_json::{Value, json};

use crate::offline::{at_screen, dock_of};
use crate::stage::setting;

#[tokio::test]
async fn a_colleague_who_was_first_is_named_and_nothing_is_overwritten() {
    let evidence = Evidence::VendorProfile;
    let mut added = None;
    let at = Recruiter::arrive(&setting(45, evidence), async |company| {
        let name = "Marisol Etxeberria-Quaye";
        added = Some(at_screen(company, name, "marisol@example.org").await);
        Ok(())
    })
    .await
    .unwrap();
    let who = added.unwrap();
    let screen = at.company.stage("Recruiter screen").await.unwrap();
    let interview = at.company.stage("myInterview").await.unwrap();
    let onsite = at.company.stage("On-site interview").await.unwrap();
    let users = at.company.lever("users?limit=100").await.unwrap();
    let seat = at.company.fact("/seat/user_id").unwrap();
    let colleague = users
        .as_array()
        .unwrap()
        .iter()
        .find(|user| user["id"] != seat && user["deactivatedAt"].is_null())
        .unwrap();

    // Held here, moved there.
    at.move_by_keys(&screen, &who, &interview).await.unwrap();
    at.wait_on_card((&interview, &who), "hold", "the hold", |text| {
        text.contains("Sending in")
    })
    .await
    .unwrap();
    let there = json!({ "stage": onsite, "user": colleague["id"] });
    at.company
        .act(&format!("opportunities/{who}/stage"), &there)
        .await
        .unwrap();
    at.window.click(&hook("send-now")).await.unwrap();

    // Both facts: what was decided on, and what Lever says now, with the one who did it.
    let name = colleague["name"].as_str().unwrap();
    let told = at
        .window
        .wait_for_text(&dock_of(&who), "both facts", |text| {
            text.contains("you decided on “Recruiter screen”")
                && text.contains(&format!("“On-site interview, moved by {name}”"))
        })
        .await
        .unwrap();
    assert!(told.contains("Nothing was sent"), "{told}");
    assert_eq!(at.company.stage_of(&who).await.unwrap(), onsite);
    let changes = at.company.writes(&format!("{who}/stage")).await.unwrap();
    assert_eq!(changes, Vec::<Value>::new());

    // Left as the colleague has it.
    at.window.click(&hook("dock-dismiss")).await.unwrap();
    at.window.wait_until_gone(&dock_of(&who)).await.unwrap();
    assert_eq!(at.company.stage_of(&who).await.unwrap(), onsite);
    assert_eq!(
        at.company.invitations("mail", &who).await.unwrap(),
        Vec::<Value>::new()
    );
}
