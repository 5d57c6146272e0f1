//! What becomes of a date: made, moved, called off, missed. Card, agenda, calendar file and notification say the same.

use fulcrum_stories::recruiter::Evidence;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::json;

use crate::jobtwine::{Scene, at_ten, scene_after};

const DAY_MS: i64 = 24 * 3_600_000;
/// The interview is made, moved, called off, missed.
const NAMES: [&str; 4] = [
    "Oluwaseun Adébáyọ̀",
    "Lucía Echeverría",
    "Håkon Brynjulfsen",
    "Siobhán Ní Dhomhnaill",
];

#[tokio::test]
async fn what_becomes_of_a_date_with_a_vendor_profile() {
    what_becomes_of_a_date(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn what_becomes_of_a_date_from_lever_alone() {
    what_becomes_of_a_date(Evidence::LeverAlone).await;
}

async fn what_becomes_of_a_date(evidence: Evidence) {
    // A colleague has sent all four; the vendor has slots of the first and dates with the others.
    let mut starts = Vec::new();
    let sent = scene_after(
        evidence,
        &NAMES,
        0,
        &[("Coding", 60)],
        async |company, (ids, experts)| {
            for (id, day) in ids.iter().zip(2..) {
                let stage = json!({ "stage": experts });
                company
                    .act(&format!("opportunities/{id}/stage"), &stage)
                    .await?;
                company.wait_for_expert(id, "pending_slots").await?;
                let start = at_ten(company, day).await;
                starts.push(start);
                company
                    .expert(id, "slots", json!({ "slots": [start] }))
                    .await?;
                if day > 2 {
                    company.expert(id, "claim", json!({})).await?;
                    // The vendor's note follows a moment later; what is written after the window opens would be news.
                    wait::until("the booking's note in Lever", async || {
                        let notes = company.notes_of(id).await?;
                        wait::hold(notes.len() >= 2, || format!("{} notes", notes.len()))
                    })
                    .await?;
                }
            }
            Ok(())
        },
    );
    let (mut scene, ids) = sent.await;
    assert_eq!(
        scene.summaries(),
        Vec::<String>::new(),
        "the past is no news"
    );

    scene.play("claim", json!({})).await;
    scene.notified("Interview booked for O. A.").await;
    scene.open_agenda().await;
    scene.agenda_says(starts[0]).await;
    let made = scene.calendar_file().await;
    holds(&made, &["METHOD:PUBLISH", "SEQUENCE:0", "STATUS:CONFIRMED"]);
    holds(&made, &[&scene.stamp(starts[0]).await]);

    scene.turn_to(&ids[1]);
    let before = scene.calendar_file().await;
    let later = starts[1] + 7 * DAY_MS;
    scene.play("reschedule", json!({ "to": later })).await;
    scene.notified("Interview moved for L. E.").await;
    scene.agenda_says(later).await;
    let moved = scene.calendar_file().await;
    holds(
        &moved,
        &["METHOD:PUBLISH", "SEQUENCE:1", "STATUS:CONFIRMED"],
    );
    holds(&moved, &[&scene.stamp(later).await, line(&before, "UID:")]);

    scene.turn_to(&ids[2]);
    let before = scene.calendar_file().await;
    scene.play("cancel", json!({ "by": "candidate" })).await;
    let off = scene.notified("Interview cancelled for H. B.").await;
    assert!(off.body.starts_with("The candidate cancelled"), "{off:?}");
    scene.agenda_crosses_out().await;
    let called_off = scene.calendar_file().await;
    holds(
        &called_off,
        &["METHOD:CANCEL", "SEQUENCE:1", "STATUS:CANCELLED"],
    );
    holds(&called_off, &[line(&before, "UID:")]);

    scene.turn_to(&ids[3]);
    scene.play("no_show", json!({ "who": "candidate" })).await;
    let missed = scene.notified("No-show at the interview of S. D.").await;
    assert!(
        missed.body.starts_with("The candidate did not appear"),
        "{missed:?}"
    );
    scene.agenda_says(starts[3]).await;

    scene.show_board().await;
    for (id, state) in ids
        .iter()
        .zip(["scheduled", "scheduled", "interview_cancelled", "no_show"])
    {
        scene.turn_to(id);
        card_says(&scene, state).await;
    }
    let all = scene.summaries();
    assert_eq!(all.len(), 4, "each once: {all:?}");
}

/// The card's panel says how it stands.
async fn card_says(scene: &Scene, state: &str) {
    let at = &scene.at;
    at.open_panel(&scene.experts, &scene.id).await.unwrap();
    scene.journey_is(1, state).await;
    // It would lie over the next card.
    at.window.click(&hook("panel-close")).await.unwrap();
    at.window.wait_until_gone(&hook("panel")).await.unwrap();
}

fn holds(file: &str, lines: &[&str]) {
    for wanted in lines {
        assert!(
            file.lines().any(|line| line == *wanted),
            "no {wanted} in {file}"
        );
    }
}

fn line<'text>(file: &'text str, name: &str) -> &'text str {
    file.lines().find(|line| line.starts_with(name)).unwrap()
}
