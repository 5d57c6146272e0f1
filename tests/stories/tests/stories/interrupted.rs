//! The program is killed, quit or asleep at the worst moment: nothing leaves unseen, and nothing leaves twice.

use fulcrum_stories::cable::Cable;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::Value;

use crate::offline::{at_screen, dock_of};
use crate::stage::setting;

const EVIDENCE: Evidence = Evidence::VendorProfile;

/// Somebody held on the way into the stage that invites.
struct Held {
    at: Recruiter,
    cable: Cable,
    who: String,
    screen: String,
    interview: String,
}

async fn held(seed: u64) -> Held {
    let mut laid = None;
    let at = Recruiter::arrive(&setting(seed, EVIDENCE), async |company| {
        let cable = company.lay_cable()?;
        let who = at_screen(company, "Ngozi Abara-Lindqvist", "ngozi@example.org").await;
        laid = Some((cable, who));
        Ok(())
    })
    .await
    .unwrap();
    let (cable, who) = laid.unwrap();
    let screen = at.company.stage("Recruiter screen").await.unwrap();
    let interview = at.company.stage("myInterview").await.unwrap();
    let held = Held {
        at,
        cable,
        who,
        screen,
        interview,
    };
    held.move_and_see_hold().await;
    held
}

impl Held {
    async fn move_and_see_hold(&self) {
        self.at
            .move_by_keys(&self.screen, &self.who, &self.interview)
            .await
            .unwrap();
        self.at
            .wait_on_card((&self.interview, &self.who), "hold", "the hold", |text| {
                text.contains("Sending in")
            })
            .await
            .unwrap();
    }

    /// The window says that it was not sent, and nothing was.
    async fn assert_not_sent(&self) {
        self.at
            .window
            .wait_for_text(&dock_of(&self.who), "that it was not sent", |text| {
                text.contains("Not sent") && text.contains("during the hold")
            })
            .await
            .unwrap();
        assert_eq!(self.changes().await, Vec::<Value>::new());
        let stage = self.at.company.stage_of(&self.who).await.unwrap();
        assert_eq!(stage, self.screen);
    }

    async fn changes(&self) -> Vec<Value> {
        let path = format!("{}/stage", self.who);
        self.at.company.writes(&path).await.unwrap()
    }
}

#[tokio::test]
async fn killed_or_quit_during_the_hold_nothing_is_sent() {
    let mut held = held(42).await;
    held.at = held.at.crash_and_return(EVIDENCE).await.unwrap();
    held.at.wait_until_live().await.unwrap();
    held.assert_not_sent().await;

    // Left for now, and moved again; then the window is closed as one closes windows.
    held.at.window.click(&hook("dock-dismiss")).await.unwrap();
    held.at.find_card(&held.screen, &held.who).await.unwrap();
    held.move_and_see_hold().await;
    held.at = held.at.quit_and_return(EVIDENCE).await.unwrap();
    held.at.wait_until_live().await.unwrap();
    held.assert_not_sent().await;
}

#[tokio::test]
async fn a_hold_that_ends_while_the_machine_sleeps_is_not_sent() {
    let held = held(43).await;
    held.at.window.sleep().unwrap();
    // Longer than the hold and than what a busy machine is slow by.
    let slept = std::time::Instant::now();
    wait::until("the sleep to last", async || {
        wait::hold(slept.elapsed().as_secs() >= 20, || {
            format!("{:?}", slept.elapsed())
        })
    })
    .await
    .unwrap();
    held.at.window.wake().unwrap();
    held.assert_not_sent().await;

    // It was not forgotten either: one key sends it, after a hold of its own.
    held.at.window.click(&hook("dock-retry")).await.unwrap();
    held.at.window.click(&hook("send-now")).await.unwrap();
    held.at
        .company
        .wait_for_interview(&held.who, "invited")
        .await
        .unwrap();
    assert_eq!(held.changes().await.len(), 1);
}

#[tokio::test]
async fn killed_between_write_and_answer_it_is_settled_by_looking() {
    let mut held = held(44).await;
    held.cable.keep_answers_to_writes().await.unwrap();
    held.at.window.click(&hook("send-now")).await.unwrap();
    held.at
        .company
        .wait_for_stage_changes(&held.who, 1)
        .await
        .unwrap();
    held.at
        .wait_on_card(
            (&held.interview, &held.who),
            "hold",
            "the sending",
            |text| text.contains("Sending now"),
        )
        .await
        .unwrap();
    held.at = held.at.crash_and_return(EVIDENCE).await.unwrap();
    held.cable.plug_in().await.unwrap();
    held.at.wait_until_live().await.unwrap();

    // Lever has it: nothing is open any more, and nothing was written again.
    held.at.find_card(&held.interview, &held.who).await.unwrap();
    held.at
        .window
        .wait_until_gone(&dock_of(&held.who))
        .await
        .unwrap();
    held.at
        .company
        .wait_for_interview(&held.who, "invited")
        .await
        .unwrap();
    assert_eq!(held.changes().await.len(), 1);
    let mails = held.at.company.invitations("mail", &held.who).await;
    assert_eq!(mails.unwrap().len(), 1);
    let lever = held
        .at
        .company
        .lever(&format!("opportunities/{}?expand=stage", held.who))
        .await
        .unwrap();
    let moves = lever["stageChanges"].as_array().unwrap();
    let entered = moves
        .iter()
        .filter(|one| one["toStageId"] == held.interview.as_str());
    assert_eq!(entered.count(), 1, "{lever}");
}
