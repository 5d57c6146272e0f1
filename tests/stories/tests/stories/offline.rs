//! Without Lever the window opens, searches and moves. What mails nobody leaves once Lever is back, once; what mails a
//! candidate and was decided too long ago waits for its person.

use fulcrum_stories::company::Person;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::sandbox::Sandbox;
use fulcrum_stories::window::page::hook;
use serde_json::{Value, json};

use crate::stage::{WELL_TAGGED, setting};

const QUIET: &str = "Orsolya Kertész-Blum";
const MAILED: &str = "Tadhg Ó Raghallaigh";

/// Somebody at the recruiter's screen; returns the candidacy.
pub(crate) async fn at_screen(company: &Sandbox, name: &str, email: &str) -> String {
    let person = Person {
        name,
        email: Some(email),
        phone: Some("+447700900142"),
        posting: &company.posting(WELL_TAGGED).await.unwrap(),
        stage: &company.stage("Recruiter screen").await.unwrap(),
    };
    company.add(&person).await.unwrap()
}

/// Where the foot of the window tells about a candidate.
pub(crate) fn dock_of(opportunity: &str) -> String {
    format!("{}[data-id='{opportunity}']", hook("dock-item"))
}

/// Does not wait for the next try, unless it has come before the click does.
pub(crate) async fn try_now(at: &Recruiter) {
    let button = format!("{} button", hook("banner"));
    let click = "document.querySelector(arguments[0])?.click()";
    at.window.run(click, vec![button.into()]).await.unwrap();
}

#[tokio::test]
async fn offline_the_window_opens_and_moves_wait() {
    let evidence = Evidence::VendorProfile;
    let mut laid = None;
    let at = Recruiter::arrive(&setting(41, evidence), async |company| {
        let cable = company.lay_cable()?;
        let hold = json!({ "hold_ms": 3_000, "valid_ms": 15_000 });
        company.mend_line(|line| line["hold"] = hold)?;
        let quiet = at_screen(company, QUIET, "orsolya@example.org").await;
        let mailed = at_screen(company, MAILED, "tadhg@example.org").await;
        laid = Some((cable, quiet, mailed));
        Ok(())
    })
    .await
    .unwrap();
    let (mut cable, quiet, mailed) = laid.unwrap();
    let screen = at.company.stage("Recruiter screen").await.unwrap();
    let interview = at.company.stage("myInterview").await.unwrap();
    let review = at.company.stage("Manager review").await.unwrap();
    at.find_card(&screen, &quiet).await.unwrap();

    // The next morning there is no network: the board is there all the same, and says how old it is.
    cable.pull().await.unwrap();
    let at = at.quit_and_return(evidence).await.unwrap();
    at.window
        .wait_for_text(&hook("banner"), "the age of what is shown", |text| {
            text.contains("You see Lever as of") && text.contains("ago")
        })
        .await
        .unwrap();
    at.window
        .wait_for_text(&hook("sync-status"), "when it tries again", |text| {
            text.contains("Offline") && text.contains("again in")
        })
        .await
        .unwrap();
    at.find_card(&screen, &quiet).await.unwrap();
    at.find_by_name("Raghal", MAILED).await.unwrap();
    at.panel_shows(&mailed).await.unwrap();
    at.window.keys("\u{e00c}").await.unwrap();

    // Both are moved; nothing leaves.
    at.move_by_keys(&screen, &mailed, &interview).await.unwrap();
    at.move_by_keys(&screen, &quiet, &review).await.unwrap();
    at.window
        .wait_for_text(&hook("dock"), "the queue", |text| {
            text.contains(QUIET) && text.contains("Queued, you are offline")
        })
        .await
        .unwrap();
    at.window
        .wait_for_text(&hook("banner"), "that moves wait", |text| {
            text.contains("here and send")
        })
        .await
        .unwrap();
    at.window
        .wait_for_text(&dock_of(&mailed), "why it was not sent", |text| {
            text.contains("decided too long ago")
        })
        .await
        .unwrap();
    let changes = at.company.writes("/stage").await.unwrap();
    assert_eq!(changes, Vec::<Value>::new());

    // Back again: what mails nobody leaves by itself, once. What mails stays.
    cable.plug_in().await.unwrap();
    try_now(&at).await;
    at.company.wait_for_stage_changes(&quiet, 1).await.unwrap();
    at.wait_until_live().await.unwrap();
    at.window.wait_until_gone(&dock_of(&quiet)).await.unwrap();
    assert_eq!(at.company.stage_of(&quiet).await.unwrap(), review);
    assert_eq!(at.company.stage_of(&mailed).await.unwrap(), screen);
    at.window.wait_until_gone(&hook("banner")).await.unwrap();

    // Decided anew: checked anew, held anew, sent once.
    at.window.click(&hook("dock-retry")).await.unwrap();
    at.company
        .wait_for_interview(&mailed, "invited")
        .await
        .unwrap();
    at.window.wait_until_gone(&dock_of(&mailed)).await.unwrap();
    for one in [&quiet, &mailed] {
        let changes = at.company.writes(&format!("{one}/stage")).await.unwrap();
        assert_eq!(changes.len(), 1, "{changes:?}");
    }
    let mails = at.company.invitations("mail", &mailed).await.unwrap();
    assert_eq!(mails.len(), 1);
}
