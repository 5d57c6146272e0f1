//! Leaving in parts: a vendor is switched off and watched afterwards, Lever is disconnected, archived candidates go by
//! themselves. Who is said to be gone is looked for in every byte that is left, by a scan that found them before.

use fulcrum_stories::company::Person;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::sandbox::Sandbox;
use fulcrum_stories::traces::{self, seen_with};
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::json;

use crate::stage::{WELL_TAGGED, keep_picture, setting};
use crate::wipe::THE_STORYS_OWN;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

fn vendor(name: &str) -> String {
    format!("{}[data-vendor='{name}']", hook("leaving-vendor"))
}

fn in_vendor(name: &str, part: &str) -> String {
    format!("{} {}", vendor(name), hook(part))
}

/// Somebody of the recruiter's, in the first stage.
async fn add(company: &Sandbox, name: &str) -> String {
    let person = Person {
        name,
        email: Some("somebody@example.org"),
        phone: None,
        posting: &company.posting(WELL_TAGGED).await.unwrap(),
        stage: &company.stage("Recruiter screen").await.unwrap(),
    };
    company.add(&person).await.unwrap()
}

async fn until_standing(at: &Recruiter, name: &str, wanted: &str) -> String {
    wait::until(&format!("{name} to be {wanted}"), async || {
        let standing = at.window.attributes(&vendor(name), "data-standing").await?;
        wait::hold(standing == [wanted], || format!("{standing:?}"))?;
        let lines = at.window.texts(&in_vendor(name, "leaving-line")).await?;
        Ok(lines.concat())
    })
    .await
    .unwrap()
}

/// Pressed until it is so: what Lever holds is read once more each time.
async fn look_until(at: &Recruiter, name: &str, wanted: &str) -> String {
    wait::until(&format!("{name} to be {wanted}"), async || {
        let look = in_vendor(name, "vendor-look");
        if !at.window.texts(&look).await?.is_empty() {
            at.window.click(&look).await?;
        }
        let standing = at.window.attributes(&vendor(name), "data-standing").await?;
        wait::hold(standing == [wanted], || format!("{standing:?}"))?;
        let lines = at.window.texts(&in_vendor(name, "leaving-line")).await?;
        Ok(lines.concat())
    })
    .await
    .unwrap()
}

pub(crate) async fn colleague_moves(company: &Sandbox, id: &str, stage: &str) {
    company
        .act(
            &format!("opportunities/{id}/stage"),
            &json!({ "stage": stage }),
        )
        .await
        .unwrap();
}

#[tokio::test]
async fn a_vendor_is_switched_off_and_both_outcomes_are_seen() {
    let at = Recruiter::arrive(&setting(61, Evidence::LeverAlone), async |company| {
        let mid_flow = add(company, "Oluwaseun Adebayo").await;
        add(company, "Håkon Brynjulfsen").await;
        let stage = company.stage("myInterview").await?;
        colleague_moves(company, &mid_flow, &stage).await;
        company
            .wait_for_interview(&mid_flow, "invited")
            .await
            .map(drop)
    })
    .await
    .unwrap();
    let id_of = async |name: &str| -> String {
        let all = at.company.lever("opportunities?limit=100").await.unwrap();
        let found = all
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["name"] == name);
        found.unwrap()["id"].as_str().unwrap().to_owned()
    };
    let (mid_flow, waits) = (
        id_of("Oluwaseun Adebayo").await,
        id_of("Håkon Brynjulfsen").await,
    );
    let screen = at.company.stage("Recruiter screen").await.unwrap();
    let stage = at.company.stage("myInterview").await.unwrap();
    // Closed in its hold, a move waits until somebody decides.
    at.move_by_keys(&screen, &waits, &stage).await.unwrap();
    at.wait_on_card((&stage, &waits), "hold", "the hold", |text| {
        text.contains("Sending in")
    })
    .await
    .unwrap();
    let at = at.come_back(Evidence::LeverAlone).await.unwrap();

    at.window.click(&hook("nav-setup")).await.unwrap();
    at.window
        .click(&format!("{} button", hook("setup-leaving")))
        .await
        .unwrap();
    at.window
        .click(&in_vendor("myinterview", "vendor-off"))
        .await
        .unwrap();
    let stops = at
        .window
        .wait_for_text(
            &in_vendor("myinterview", "vendor-stops"),
            "what stops",
            |text| text.contains("1 move that waits here is taken back"),
        )
        .await
        .unwrap();
    assert!(
        stops.contains("Moves into myInterview count as any other move"),
        "{stops}"
    );
    let named = format!(
        "{}[data-id='{mid_flow}']",
        in_vendor("myinterview", "mid-flow")
    );
    let line = at
        .window
        .wait_for_text(&named, "who is in the middle", |text| {
            text.contains("Invited")
        })
        .await
        .unwrap();
    assert!(line.contains("Oluwaseun Adebayo"), "{line}");
    keep_picture(&at, "leaving-vendor.png");
    at.window
        .click(&in_vendor("myinterview", "vendor-off-go"))
        .await
        .unwrap();
    until_standing(&at, "myinterview", "off").await;
    assert_eq!(
        at.company
            .writes(&format!("{waits}/stage"))
            .await
            .unwrap()
            .len(),
        0,
        "the move was taken back"
    );

    // Lever's settings open outside. Nothing is revoked there yet, whatever is said here.
    at.window
        .click(&in_vendor("myinterview", "authorized-apps"))
        .await
        .unwrap();
    wait::until("the page of what was let in", async || {
        let opened = at.desktop.opened_links();
        wait::hold(
            opened.len() == 1 && opened[0].ends_with("/console?view=access"),
            || format!("{opened:?}"),
        )
    })
    .await
    .unwrap();
    at.window
        .click(&in_vendor("myinterview", "vendor-revoked"))
        .await
        .unwrap();
    let said = look_until(&at, "myinterview", "nothingToAnswer").await;
    assert!(said.starts_with("Cannot be verified"), "{said}");
    at.company.complete(&mid_flow).await.unwrap();
    let said = look_until(&at, "myinterview", "reacting").await;
    assert!(
        said.contains("Still reacting: it wrote into Lever"),
        "{said}"
    );

    // Now it is. Somebody enters the stage, and nothing comes of it for longer than it used to take.
    at.company
        .act("grants/myInterview/revoke", &json!({}))
        .await
        .unwrap();
    at.window
        .click(&in_vendor("myinterview", "vendor-revoked"))
        .await
        .unwrap();
    look_until(&at, "myinterview", "nothingToAnswer").await;
    colleague_moves(&at.company, &waits, &stage).await;
    let said = look_until(&at, "myinterview", "tooEarly").await;
    assert!(said.contains("an answer may still come"), "{said}");
    at.company
        .act("clock/jump", &json!({ "ms": 3 * MINUTE_MS }))
        .await
        .unwrap();
    let said = look_until(&at, "myinterview", "quiet").await;
    assert!(
        said.contains("it let 1 move into myInterview pass"),
        "{said}"
    );
    keep_picture(&at, "leaving-quiet.png");

    // It is still so the next morning, and can be switched on again.
    let at = at.come_back(Evidence::LeverAlone).await.unwrap();
    at.window.click(&hook("nav-setup")).await.unwrap();
    at.window
        .click(&format!("{} button", hook("setup-leaving")))
        .await
        .unwrap();
    look_until(&at, "myinterview", "quiet").await;
    at.window
        .click(&in_vendor("myinterview", "vendor-on"))
        .await
        .unwrap();
    let said = until_standing(&at, "myinterview", "on").await;
    assert_eq!(said, "On. Moves into myInterview count as invitations.");
}

#[tokio::test]
async fn disconnecting_says_first_who_waits_and_forgets_the_key() {
    let at = Recruiter::arrive(&setting(63, Evidence::LeverAlone), async |company| {
        add(company, "Siobhán Ní Dhomhnaill").await;
        Ok(())
    })
    .await
    .unwrap();
    let all = at.company.lever("opportunities?limit=100").await.unwrap();
    let found = all.as_array().unwrap().iter();
    let found = found
        .clone()
        .find(|one| one["name"] == "Siobhán Ní Dhomhnaill");
    let id = found.unwrap()["id"].as_str().unwrap().to_owned();
    let (screen, stage) = (
        at.company.stage("Recruiter screen").await.unwrap(),
        at.company.stage("myInterview").await.unwrap(),
    );
    at.move_by_keys(&screen, &id, &stage).await.unwrap();
    at.wait_on_card((&stage, &id), "hold", "the hold", |text| {
        text.contains("Sending in")
    })
    .await
    .unwrap();
    let at = at.come_back(Evidence::LeverAlone).await.unwrap();
    at.window.click(&hook("settings-open")).await.unwrap();
    at.window.click(&hook("disconnect")).await.unwrap();
    at.window
        .wait_for_text(&hook("disconnect-waiting"), "who waits", |text| {
            text.contains("Siobhán Ní Dhomhnaill, to myInterview")
        })
        .await
        .unwrap();
    at.window.click(&hook("disconnect-keep")).await.unwrap();
    keep_picture(&at, "leaving-disconnect.png");
    at.window.click(&hook("disconnect-go")).await.unwrap();
    let gone = at
        .window
        .wait_for_text(&hook("gone-access"), "what became of the key", |text| {
            text.contains("The key has left this computer")
        })
        .await
        .unwrap();
    assert!(gone.contains("API Credentials"), "{gone}");
    let files = at.window.texts(&hook("gone-files")).await.unwrap();
    assert!(files[0].contains("waits for you"), "{files:?}");
    assert!(
        at.desktop
            .kept_secret("training/lever-api-key")
            .await
            .is_err()
    );
    assert!(at.desktop.kept_secret("training/desk-key").await.is_ok());
    assert_eq!(
        at.company
            .writes(&format!("{id}/stage"))
            .await
            .unwrap()
            .len(),
        0,
        "nothing was sent"
    );
}

#[tokio::test]
async fn an_archived_candidate_leaves_after_thirty_days_and_nothing_stays() {
    const NAME: &str = "Ptolemaia Zschokke 齉龘靐";
    const NOTE: &str = "theremingleich";
    let mut id = String::new();
    let at = Recruiter::arrive(&setting(71, Evidence::LeverAlone), async |company| {
        id = add(company, NAME).await;
        let user = company.fact("/seat/user_id")?;
        let note = json!({ "text": format!("Plays {NOTE} well"), "user": user });
        company
            .act(&format!("opportunities/{id}/notes"), &note)
            .await?;
        Ok(())
    })
    .await
    .unwrap();
    let screen = at.company.stage("Recruiter screen").await.unwrap();
    at.open_panel(&screen, &id).await.unwrap();
    at.window
        .wait_for_text(&hook("panel"), "the note", |text| text.contains(NOTE))
        .await
        .unwrap();
    at.window.keys("\u{e00c}").await.unwrap();
    at.window.wait_until_gone(&hook("panel")).await.unwrap();
    let words = [NAME, NOTE, "齉龘靐", id.as_str()];
    let keys = traces::keys(&at.desktop).await.unwrap();
    let scan = || seen_with(&at.desktop, &keys, &words, &THE_STORYS_OWN);
    let archive = |archived: bool| {
        let path = format!("opportunities/{id}/archived");
        let company = &at.company;
        async move { company.act(&path, &json!({ "archived": archived })).await }
    };
    archive(true).await.unwrap();
    let jump = async |ms: i64| {
        at.company
            .act("clock/jump", &json!({ "ms": ms }))
            .await
            .unwrap();
    };
    // Nearly over: everything is still here.
    jump(29 * DAY_MS).await;
    at.window.click(&hook("nav-setup")).await.unwrap();
    at.window
        .click(&format!("{} button", hook("setup-leaving")))
        .await
        .unwrap();
    at.window.click(&hook("retention-save")).await.unwrap();
    wait::until("the scan to find every trace", async || {
        let seen = scan()?;
        let missing = words
            .iter()
            .find(|word| !seen.iter().any(|found| found.starts_with(**word)));
        wait::hold(missing.is_none(), || format!("{missing:?} not found"))
    })
    .await
    .unwrap();
    jump(2 * DAY_MS).await;
    wait::until("nothing of them to be left", async || {
        // The slow round comes every ten minutes, or when it is asked for.
        at.window.click(&hook("retention-save")).await?;
        let seen = scan()?;
        wait::hold(seen.is_empty(), || format!("{seen:?}"))
    })
    .await
    .unwrap();

    // Taken out of the archive, they are here again.
    archive(false).await.unwrap();
    at.window.click(&hook("nav-board")).await.unwrap();
    at.find_card(&screen, &id).await.unwrap();
}
