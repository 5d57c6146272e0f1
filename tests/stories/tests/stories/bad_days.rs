//! Lever's bad days, one after the other in one window: it can be used through all of them, and says what happened and when it
//! tries again.

use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::{Value, json};

use crate::offline::{at_screen, try_now};
use crate::stage::setting;

/// The app's own key: what is planned for it strikes nobody else.
const KEY: &str = "the window's key";
const NAME: &str = "Zsófia Ackermann-Diallo";
const ESCAPE: &str = "\u{e00c}";

/// The account is read in six windows of time; of so many candidates, one window holds more than a page, so that reading it goes
/// on from a token.
const CANDIDATES: u32 = 620;

struct Day {
    at: Recruiter,
    who: String,
    screen: String,
}

impl Day {
    async fn begin(seed: u64) -> Self {
        let mut setting = setting(seed, Evidence::VendorProfile);
        setting.world.opportunities = CANDIDATES;
        let mut added = None;
        let at = Recruiter::arrive(&setting, async |company| {
            let made = company.act("keys", &json!({ "name": KEY })).await?;
            company.mend_line(|line| line["api_key"] = made["api_key"].clone())?;
            added = Some(at_screen(company, NAME, "zsofia@example.org").await);
            // The first full read already meets a token that Lever forgot.
            let stale = json!({ "fault": "stale_offset", "route": "GET /opportunities", "caller": KEY, "times": 1 });
            company.act("faults", &json!({ "rules": [stale] })).await?;
            Ok(())
        })
        .await
        .unwrap();
        let screen = at.company.stage("Recruiter screen").await.unwrap();
        Self {
            at,
            who: added.unwrap(),
            screen,
        }
    }

    /// From now on every request of the app to `route` goes wrong in that way.
    async fn strike(&self, fault: &str, route: &str) {
        let rule = json!({ "fault": fault, "route": route, "caller": KEY });
        let plan = json!({ "rules": [rule] });
        self.at.company.act("faults", &plan).await.unwrap();
    }

    async fn mend(&self) {
        self.at.company.act("faults", &json!({})).await.unwrap();
        try_now(&self.at).await;
        self.at.wait_until_live().await.unwrap();
    }

    /// A search finds, and a card opens.
    async fn assert_usable(&self) {
        self.at.find_by_name("Ackermann", NAME).await.unwrap();
        self.at.panel_shows(&self.who).await.unwrap();
        self.at.window.keys(ESCAPE).await.unwrap();
        self.at
            .window
            .wait_until_gone(&hook("panel"))
            .await
            .unwrap();
    }

    async fn assert_said(&self, banner: &str, foot: &str) {
        let window = &self.at.window;
        window
            .wait_for_text(&hook("banner"), banner, |text| text.contains(banner))
            .await
            .unwrap();
        let tries = |text: &str| {
            text.contains(foot) && (text.contains("again in") || text.contains("trying now"))
        };
        window
            .wait_for_text(&hook("sync-status"), "when it tries again", tries)
            .await
            .unwrap();
    }

    async fn changes(&self) -> Vec<Value> {
        let path = format!("{}/stage", self.who);
        self.at.company.writes(&path).await.unwrap()
    }
}

#[tokio::test]
async fn on_every_bad_day_the_window_is_usable_and_says_why() {
    let day = Day::begin(46).await;
    let plan = day.at.company.read("faults").await.unwrap();
    assert_eq!(
        plan["rules"][0]["times"], 0,
        "a stale token was met: {plan}"
    );
    day.at.find_card(&day.screen, &day.who).await.unwrap();

    for (fault, banner, foot) in [
        ("too_many", "Lever asks for a pause.", "Waiting"),
        ("internal", "Lever is not working right now.", "Waiting"),
        ("unavailable", "Lever is not working right now.", "Waiting"),
        ("lost_connection", "You see Lever as of", "Offline"),
        ("cut_body", "You see Lever as of", "Offline"),
        ("html", "answered, but not as Lever does", "Offline"),
    ] {
        day.strike(fault, "").await;
        day.assert_said(banner, foot).await;
        day.assert_usable().await;
        day.mend().await;
        day.at
            .window
            .wait_until_gone(&hook("banner"))
            .await
            .unwrap();
    }

    // A field that nobody knows is no bad day: a colleague's move is seen all the same.
    day.strike("unknown_fields", "").await;
    let experts = day.at.company.stage("JobTwine").await.unwrap();
    let path = format!("opportunities/{}/stage", day.who);
    let there = json!({ "stage": experts });
    day.at.company.act(&path, &there).await.unwrap();
    day.at.find_card(&experts, &day.who).await.unwrap();
    let back = json!({ "stage": day.screen });
    day.at.company.act(&path, &back).await.unwrap();
    day.at.find_card(&day.screen, &day.who).await.unwrap();
    day.mend().await;
}

#[tokio::test]
async fn a_lost_answer_a_lost_key_and_a_wrong_clock() {
    let day = Day::begin(47).await;
    let window = &day.at.window;
    let review = day.at.company.stage("Manager review").await.unwrap();

    // Carried out, and the answer lost: settled by looking, not by repeating.
    day.strike("lost_answer", "PUT /opportunities/:id/stage")
        .await;
    day.at
        .move_by_keys(&day.screen, &day.who, &review)
        .await
        .unwrap();
    wait::until("the move to be settled", async || {
        let stage = day.at.company.stage_of(&day.who).await?;
        wait::hold(stage == review, || stage)
    })
    .await
    .unwrap();
    window.wait_until_gone(&hook("dock-item")).await.unwrap();
    assert_eq!(day.changes().await.len(), 1);
    day.mend().await;

    // The key is deleted in Lever. What is asked for meanwhile waits for a new one, which loses nothing.
    let line = std::fs::read_to_string(day.at.company.training_file()).unwrap();
    let line: Value = serde_json::from_str(&line).unwrap();
    let drop = json!({ "api_key": line["api_key"] });
    day.at.company.act("keys/drop", &drop).await.unwrap();
    window
        .wait_for_text(&hook("banner"), "the lost key", |text| {
            text.contains("Lever does not accept this key")
        })
        .await
        .unwrap();
    day.assert_usable().await;
    let onsite = day.at.company.stage("On-site interview").await.unwrap();
    day.at.find_by_name("Ackermann", NAME).await.unwrap();
    day.at.panel_shows(&day.who).await.unwrap();
    window.keys("m").await.unwrap();
    window.keys("On-site").await.unwrap();
    window.keys("\u{e007}").await.unwrap();
    window
        .wait_for_text(&hook("dock"), "the move that waits", |text| {
            text.contains(NAME)
                && text.contains("On-site interview")
                && text.contains("you are signed out")
        })
        .await
        .unwrap();
    window.click(&hook("connect-again")).await.unwrap();
    let made = day
        .at
        .company
        .act("keys", &json!({ "name": KEY }))
        .await
        .unwrap();
    window
        .type_into(&hook("connect-key"), made["api_key"].as_str().unwrap())
        .await
        .unwrap();
    window.click(&hook("connect-go")).await.unwrap();
    let seat = day.at.company.fact("/seat/user_id").unwrap().to_owned();
    let choice = hook("seat-choice");
    window
        .wait_for_text(&choice, "the same person", |text| !text.is_empty())
        .await
        .unwrap();
    let offered = window.attributes(&choice, "data-id").await.unwrap();
    assert_eq!(offered, [seat], "nobody else may send what waits");
    window.click(&choice).await.unwrap();
    day.at
        .company
        .wait_for_stage_changes(&day.who, 2)
        .await
        .unwrap();
    day.at.wait_until_live().await.unwrap();
    window.wait_until_gone(&hook("dock-item")).await.unwrap();
    let stage = day.at.company.stage_of(&day.who).await.unwrap();
    assert_eq!(stage, onsite);
    assert_eq!(day.changes().await.len(), 2);

    // The machine is a day ahead of Lever.
    let skew = json!({ "clock_skew_ms": -24 * 3_600_000 });
    day.at.company.act("faults", &skew).await.unwrap();
    window
        .wait_for_text(&hook("banner"), "the clock", |text| {
            text.contains("This machine's clock is 24 h ahead")
        })
        .await
        .unwrap();
    day.at.wait_until_live().await.unwrap();
    day.assert_usable().await;
}
