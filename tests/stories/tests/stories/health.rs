//! What breaks under the set-up is noticed by itself: a number beside "Setup & health", one notification, what changed, and a
//! way to mend it. `fulcrum doctor` says the same on the command line.

use fulcrum_stories::desktop::Notice;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::sandbox::Sandbox;
use fulcrum_stories::window::page::hook;
use fulcrum_stories::{binaries, wait};
use serde_json::{Value, json};

use crate::stage::{WELL_TAGGED, setting};

/// The title of every notification about the set-up.
fn about_the_set_up(notice: &Notice) -> bool {
    notice.summary.contains("in the set-up")
}

/// How many problems the sidebar counts.
async fn problems(at: &Recruiter) -> usize {
    let shown = at.window.texts(&hook("setup-problems")).await.unwrap();
    let number = shown.first().and_then(|text| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    number.unwrap_or(0)
}

async fn until_problems(at: &Recruiter, wanted: usize) {
    wait::until("the number beside the set-up", async || {
        let now = problems(at).await;
        wait::hold(now == wanted, || format!("{now} problems"))
    })
    .await
    .unwrap();
}

/// Postings that the company spoilt on purpose are somebody else's story.
async fn sound(company: &Sandbox) -> fulcrum_stories::error::Result<()> {
    for posting in company
        .lever("postings?limit=100")
        .await?
        .as_array()
        .unwrap()
    {
        let title = posting["text"].as_str().unwrap();
        if posting["state"] != "closed" && title != WELL_TAGGED {
            let path = format!("postings/{}", posting["id"].as_str().unwrap());
            company.act(&path, &json!({ "state": "closed" })).await?;
        }
    }
    Ok(())
}

async fn arrive(seed: u64) -> Recruiter {
    let at = Recruiter::arrive(&setting(seed, Evidence::LeverAlone), sound)
        .await
        .unwrap();
    until_problems(&at, 0).await;
    // Everything was looked at once: from now on it is compared with how it is.
    at.window.click(&hook("nav-setup")).await.unwrap();
    at.window.click(&hook("setup-check")).await.unwrap();
    at.window
        .wait_for_text(&hook("setup-checked"), "a whole look", |text| {
            !text.is_empty()
        })
        .await
        .unwrap();
    at
}

/// One notification about the set-up since the start, with these words.
async fn told_once(at: &Recruiter, words: &str) {
    let told = at
        .desktop
        .notices()
        .wait_for("a notification about the set-up", about_the_set_up)
        .await
        .unwrap();
    assert!(told.body.contains(words), "{told:?}");
    let all = at.desktop.notices().all();
    let count = all.iter().filter(|one| about_the_set_up(one)).count();
    assert_eq!(count, 1, "{all:?}");
}

fn doctor(at: &Recruiter) -> (Option<i32>, Value) {
    let mut command = at.desktop.command(binaries::find("fulcrum").unwrap());
    command
        .args(["doctor", "--json", "--training"])
        .arg(at.company.training_file())
        .arg("--data-dir")
        .arg(at.desktop.home().join("data"));
    let output = command.output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    (
        output.status.code(),
        serde_json::from_str(&printed).unwrap(),
    )
}

/// Presses "Check everything", once the last look has ended.
async fn check_all(at: &Recruiter) {
    let ready = format!("{}[aria-disabled=false]", hook("setup-check"));
    at.window.click(&ready).await.unwrap();
}

#[tokio::test]
async fn a_renamed_stage_is_noticed_told_once_and_mended() {
    let at = arrive(61).await;
    let stage = at.company.fact("/jobtwine/stage_id").unwrap().to_owned();
    let rename = async |text: &str| {
        let path = format!("stages/{stage}/text");
        at.company
            .act(&path, &json!({ "text": text }))
            .await
            .unwrap();
    };
    rename("Job Twine").await;
    until_problems(&at, 1).await;
    told_once(&at, "Job Twine").await;
    at.window.click(&hook("nav-board")).await.unwrap();
    at.desktop.notices().click_newest().unwrap();
    at.window
        .wait_for_text(&hook("setup-check"), "the page of the set-up", |text| {
            !text.is_empty()
        })
        .await
        .unwrap();
    rename("JobTwine").await;
    until_problems(&at, 0).await;
}

#[tokio::test]
async fn an_edited_tag_and_a_lost_permission_are_noticed() {
    let at = arrive(62).await;
    let posting = at.company.posting(WELL_TAGGED).await.unwrap();
    let tags = at
        .company
        .lever(&format!("postings/{posting}"))
        .await
        .unwrap()["tags"]
        .clone();
    let spoilt: Vec<String> = tags
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| match tag.as_str().unwrap() {
            ours if ours.starts_with("myInterview:") => format!("{ours}x"),
            other => other.to_owned(),
        })
        .collect();
    let set = format!("postings/{posting}/tags");
    at.company
        .act(&set, &json!({ "tags": spoilt }))
        .await
        .unwrap();
    until_problems(&at, 1).await;
    told_once(&at, WELL_TAGGED).await;
    at.company
        .act(&set, &json!({ "tags": tags }))
        .await
        .unwrap();
    until_problems(&at, 0).await;

    let refused = json!({
        "fault": "refusal", "status": 403, "code": "Forbidden", "route": "GET /opportunities/:id/notes",
    });
    at.company.act("faults/add", &refused).await.unwrap();
    check_all(&at).await;
    until_problems(&at, 1).await;
    at.company.act("faults/clear", &json!({})).await.unwrap();
    check_all(&at).await;
    until_problems(&at, 0).await;
}

#[tokio::test]
async fn a_revoked_key_is_noticed_and_the_doctor_says_so_too() {
    let at = arrive(63).await;
    let (code, found) = doctor(&at);
    assert_eq!(code, Some(0), "{found}");
    assert_eq!(found["by_the_window"], true);
    let key = at.company.fact("/api_key").unwrap().to_owned();
    at.company
        .act("keys/drop", &json!({ "api_key": key }))
        .await
        .unwrap();
    until_problems(&at, 1).await;
    told_once(&at, "not accepted").await;
    let (code, found) = doctor(&at);
    assert_eq!(
        (code, &found["verdict"]),
        (Some(1), &json!("broken")),
        "{found}"
    );
    assert!(!found.to_string().contains(&key), "the key is printed");
}
