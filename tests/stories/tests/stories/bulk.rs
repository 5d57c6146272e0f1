//! Many candidates are moved at once: some are blocked, some are warned about, one fails half-way; the bulk move is paused, the app
//! is closed and opened again, and what was left is finished. Everybody is moved once.

use fantoccini::key::Key;
use fulcrum_stories::company::Person;
use fulcrum_stories::error::Result;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::sandbox::Sandbox;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::json;

use crate::stage::{WELL_TAGGED, setting};

const ALL: usize = 24;
const BLOCKED: usize = 3;
const WARNED: usize = 5;

#[tokio::test]
async fn a_bulk_move_with_a_vendor_profile() {
    a_bulk_move(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn a_bulk_move_from_lever_alone() {
    a_bulk_move(Evidence::LeverAlone).await;
}

/// Twenty-four candidates: the first ones have no e-mail, the next ones a phone without its country, the rest can be invited.
async fn candidates(company: &Sandbox, stage: &str) -> Result<Vec<String>> {
    let posting = company.posting(WELL_TAGGED).await?;
    let mut all = Vec::new();
    for number in 0..ALL {
        let name = format!("Candidate {number:02} Moved");
        let email = format!("candidate{number}@example.org");
        let phone = if (BLOCKED..BLOCKED + WARNED).contains(&number) {
            "(555) 010-0100".to_owned()
        } else {
            format!("+4477009001{number:02}")
        };
        let person = Person {
            name: &name,
            email: (number >= BLOCKED).then_some(email.as_str()),
            phone: Some(&phone),
            posting: &posting,
            stage,
        };
        all.push(company.add(&person).await?);
    }
    Ok(all)
}

fn group_count(group: &str) -> String {
    format!(
        "{}[data-group='{group}'] {}",
        hook("bulk-group"),
        hook("bulk-group-count")
    )
}

fn row(id: &str) -> String {
    format!("{}[data-id='{id}']", hook("bulk-row"))
}

/// How often this seat wrote a candidate's stage, and how often Lever took it.
async fn writes(company: &Sandbox, id: &str) -> (usize, usize) {
    let writes = company
        .writes(&format!("opportunities/{id}/stage"))
        .await
        .unwrap();
    let taken = writes.iter().filter(|one| one["status"] == 200).count();
    (writes.len(), taken)
}

async fn all_writes(company: &Sandbox, ids: &[String]) -> usize {
    let mut all = 0;
    for id in ids {
        all += writes(company, id).await.0;
    }
    all
}

async fn a_bulk_move(evidence: Evidence) {
    let mut people = None;
    let at = Recruiter::arrive(&setting(17, evidence), async |company| {
        let (screen, interview) = (
            company.stage("Recruiter screen").await?,
            company.stage("myInterview").await?,
        );
        people = Some((candidates(company, &screen).await?, screen, interview));
        Ok(())
    })
    .await
    .unwrap();
    let (ids, screen, interview) = people.unwrap();
    let (blocked, going) = ids.split_at(BLOCKED);
    let failing = &going[12];

    // Chosen one by one with the keyboard.
    for id in &ids {
        let card = at.find_card(&screen, id).await.unwrap();
        at.window
            .run(
                "document.querySelector(arguments[0]).focus()",
                vec![card.into()],
            )
            .await
            .unwrap();
        at.window.keys("x").await.unwrap();
    }
    let chosen = format!("{ALL} candidates chosen");
    at.window
        .wait_for_text(&hook("selection-count"), "everybody is chosen", |text| {
            text == chosen
        })
        .await
        .unwrap();

    // The table: who is blocked, who is warned about, who will be mailed.
    at.window.keys("m").await.unwrap();
    at.window
        .wait_for_text("[role=menu]", "the stages", |text| {
            text.contains("myInterview")
        })
        .await
        .unwrap();
    at.window
        .keys(&format!("myInterview{}", char::from(Key::Enter)))
        .await
        .unwrap();
    let mailed = format!("{} will be mailed by myInterview", going.len());
    at.window
        .wait_for_text(&hook("bulk-totals"), "the totals", |text| {
            text.contains(&mailed) && text.contains("3 are blocked")
        })
        .await
        .unwrap();
    for (group, expected) in [
        ("blocked", BLOCKED),
        ("warned", WARNED),
        ("ready", ALL - BLOCKED - WARNED),
    ] {
        let expected = expected.to_string();
        at.window
            .wait_for_text(&group_count(group), group, |text| text == expected)
            .await
            .unwrap();
    }
    at.window
        .wait_for_text(&row(&blocked[0]), "the reason", |text| {
            text.contains("No email on file")
        })
        .await
        .unwrap();
    at.window
        .wait_for_text(&hook("bulk-estimate"), "an estimate", |text| {
            text.contains("About")
        })
        .await
        .unwrap();

    // Lever is slow today, and refuses one of them.
    let bad_day = json!({ "refused_moves": [failing], "latency_ms": 300 });
    at.company.act("faults", &bad_day).await.unwrap();
    at.window.click(&hook("bulk-start")).await.unwrap();
    at.window
        .wait_for_text(&hook("bulk-title"), "the hold", |text| {
            text.contains("21 moves leave in")
        })
        .await
        .unwrap();
    assert_eq!(
        all_writes(&at.company, &ids).await,
        0,
        "nothing in the hold"
    );

    // Paused half-way.
    let done = format!("{} {}", hook("bulk-run"), hook("bulk-progress"));
    wait::until("some have moved", async || {
        let now = at.window.attributes(&done, "aria-valuenow").await?;
        let moved: usize = now.first().and_then(|n| n.parse().ok()).unwrap_or(0);
        wait::hold(moved >= 3, || format!("{now:?}"))
    })
    .await
    .unwrap();
    let run = |name: &str| format!("{} {}", hook("bulk-run"), hook(name));
    at.window.click(&run("bulk-pause")).await.unwrap();
    at.window
        .wait_for_text(&hook("bulk-title"), "the pause", |text| {
            text.contains("Paused")
        })
        .await
        .unwrap();

    // Closed and opened again: it rests, and says so.
    let at = at.come_back(evidence).await.unwrap();
    let before = all_writes(&at.company, &ids).await;
    assert!((3..going.len()).contains(&before), "{before} writes");
    let line = hook("bulk-line");
    at.window
        .wait_for_text(&line, "the pause at the foot", |text| {
            text.contains("Paused") && text.contains("until you go on")
        })
        .await
        .unwrap();
    let calm = json!({ "refused_moves": [failing] });
    at.company.act("faults", &calm).await.unwrap();
    assert_eq!(all_writes(&at.company, &ids).await, before);

    // Finished: the others went on without the one that Lever refused.
    at.window.click(&hook("bulk-resume")).await.unwrap();
    at.window
        .wait_for_text(&line, "the end", |text| {
            text.contains("20 of 21 moved") && text.contains("1 needs you")
        })
        .await
        .unwrap();
    at.window.click(&hook("bulk-show")).await.unwrap();
    at.window
        .wait_for_text(&row(failing), "why it failed", |text| {
            text.contains("Lever refused the change")
        })
        .await
        .unwrap();
    for id in going {
        let refused = id == failing;
        let expected = if refused { (1, 0) } else { (1, 1) };
        assert_eq!(writes(&at.company, id).await, expected, "{id}");
        let stage = at.company.stage_of(id).await.unwrap();
        assert_eq!(stage == interview, !refused, "{id} is in {stage}");
        if !refused {
            at.company.wait_for_interview(id, "invited").await.unwrap();
            let mails = at.company.invitations("mail", id).await.unwrap();
            assert_eq!(mails.len(), 1, "{id}");
        }
    }
    for id in blocked {
        assert_eq!(writes(&at.company, id).await, (0, 0));
        assert_eq!(at.company.stage_of(id).await.unwrap(), screen);
    }
    let told = at
        .desktop
        .notices()
        .wait_for("the one notification", |notice| {
            notice.summary.contains("bulk move")
        })
        .await
        .unwrap();
    assert!(told.body.contains("20 of 21"), "{told:?}");
    let all = at.desktop.notices().all();
    let of_it = all
        .iter()
        .filter(|notice| notice.summary.contains("bulk move"));
    assert_eq!(of_it.count(), 1);

    // What Lever refused is tried again once it does not any more, and the list is put away.
    at.company.act("faults", &json!({})).await.unwrap();
    let retry = format!("{} {}", row(failing), hook("bulk-retry"));
    at.window.click(&retry).await.unwrap();
    at.window
        .wait_for_text(&hook("bulk-title"), "all of them", |text| {
            text.contains("21 of 21 moved")
        })
        .await
        .unwrap();
    assert_eq!(at.company.stage_of(failing).await.unwrap(), interview);
    at.window.click(&run("bulk-put-away")).await.unwrap();
    at.window.wait_until_gone(&hook("bulk-run")).await.unwrap();
}
