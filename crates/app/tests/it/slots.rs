//! Slots are given: to the vendor itself where a profile says how, otherwise by hand; noted in Lever either way.

use fulcrum_app::domain::ids::OpportunityId;
use fulcrum_app::view::{
    DrawnSlot, ProblemCode, SlotDesk, SlotDraft, SlotStage, SlotWeekChoice, SlotsGiven, StatedRound,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Bench, until, world};
use crate::experts::{act, ready_for_rounds, stage, until_standing};

const HERE: &str = "Europe/Lisbon";
const DAY_MS: i64 = 24 * 3_600_000;

/// A candidate whom the vendor has asked for slots.
async fn asked(profile: bool) -> (Bench, OpportunityId, String) {
    let mut settings = world();
    let switches = json!({ "silence": "never", "wording": 0, "poll_seconds": 1 });
    settings.jobtwine = settings.jobtwine.patched(&switches).unwrap();
    let bench = Bench::with(settings, profile).await;
    let (id, posting) = ready_for_rounds(&bench, &["Coding"]).await;
    // Entered at the vendor, where Lever does not look.
    bench
        .console(
            &format!("/jobtwine/jobs/{posting}/rounds"),
            json!({ "rounds": [{ "name": "Coding", "minutes": 45 }] }),
        )
        .await;
    let sent = bench
        .app
        .move_card(&id, &stage(&bench), true)
        .await
        .unwrap();
    bench.app.send_now(&sent.intent).await.unwrap();
    until_standing(&bench, &id, "slots_wanted", 1, 1).await;
    (bench, id, posting)
}

async fn desk(bench: &Bench, id: &OpportunityId) -> SlotDesk {
    bench.app.slot_desk(id, HERE).await.unwrap()
}

/// Hours of this length on the days after tomorrow, drawn on the week.
async fn drawn(bench: &Bench, days: std::ops::Range<i64>, minutes: u32) -> SlotDraft {
    let now_ms = bench.state().await["now"].as_i64().unwrap();
    let slot = |day: i64| DrawnSlot {
        id: u32::try_from(day).unwrap(),
        date: date(now_ms + day * DAY_MS),
        start_minute: 600,
        end_minute: 600 + minutes,
    };
    SlotDraft {
        zone: HERE.to_owned(),
        confirmed: true,
        drawn: days.map(slot).collect(),
        ..SlotDraft::default()
    }
}

/// The day of a moment, on the calendar of UTC.
fn date(at_ms: i64) -> String {
    let day = chrono::DateTime::from_timestamp_millis(at_ms).unwrap();
    day.date_naive().to_string()
}

async fn give(bench: &Bench, id: &OpportunityId, draft: &SlotDraft) -> SlotsGiven {
    bench.app.send_slots(id, HERE, draft, false).await.unwrap()
}

/// The vendor's hidden interview.
async fn hidden(bench: &Bench, id: &OpportunityId) -> Value {
    let state = bench.state().await;
    let interviews = state["jobtwine"]["interviews"].as_array().unwrap();
    interviews
        .iter()
        .rfind(|one| one["opportunity"] == id.as_str())
        .unwrap()
        .clone()
}

/// Notes in Lever that say which slots were offered.
async fn notes(bench: &Bench, id: &OpportunityId) -> Vec<String> {
    let path = format!("/opportunities/{id}/notes?limit=100");
    let list = bench.lever(Method::GET, &path).await;
    let texts = list["data"].as_array().unwrap().iter();
    texts
        .filter_map(|note| note["fields"][0]["value"].as_str())
        .filter(|text| text.starts_with("Interview slots for"))
        .map(str::to_owned)
        .collect()
}

fn starts(slots: &Value) -> Vec<i64> {
    let list = slots.as_array().unwrap().iter();
    list.map(|slot| slot["start"].as_i64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_profile_the_vendor_takes_them() {
    let (bench, id, _) = asked(true).await;
    let on = desk(&bench, &id).await;
    assert_eq!((on.sends, on.stage), (true, SlotStage::Wanted), "{on:?}");
    assert_eq!(on.minutes, 45, "as long as the round, as the vendor says");

    let many = drawn(&bench, 2..11, on.minutes).await;
    let refused = bench.app.send_slots(&id, HERE, &many, false).await;
    let problem = refused.unwrap_err();
    assert_eq!(problem.code, ProblemCode::VendorUnavailable, "{problem}");
    assert_eq!(notes(&bench, &id).await.len(), 0, "nothing was given");
    assert_eq!(desk(&bench, &id).await.given_here_ms, None);

    let draft = drawn(&bench, 2..6, on.minutes).await;
    let given = give(&bench, &id, &draft).await;
    assert_eq!(
        (given.slots, given.sent, given.noted, given.link),
        (4, true, true, None)
    );
    let held = hidden(&bench, &id).await;
    assert_eq!(held["slots_by"], "client");
    let reading = bench
        .app
        .read_slots(&id, HERE, &draft, &SlotWeekChoice::default())
        .await
        .unwrap();
    let wanted: Vec<i64> = reading
        .slots
        .iter()
        .map(|line| line.times.start_ms)
        .collect();
    assert_eq!(starts(&held["slots"]), wanted);
    until_standing(&bench, &id, "slots_given", 1, 1).await;

    give(&bench, &id, &draft).await;
    assert_eq!(notes(&bench, &id).await.len(), 1, "one offer, said once");
    let more = drawn(&bench, 3..5, on.minutes).await;
    give(&bench, &id, &more).await;
    assert_eq!(notes(&bench, &id).await.len(), 2);
    assert_eq!(starts(&hidden(&bench, &id).await["slots"]).len(), 2);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_candidate_did_first_stands() {
    let (bench, id, _) = asked(true).await;
    let draft = drawn(&bench, 2..4, 60).await;
    act(&bench, &id, "self_schedule", json!({})).await;
    let late = bench.app.send_slots(&id, HERE, &draft, false).await;
    let problem = late.unwrap_err();
    // The vendor says so, or the news has come already.
    assert!(
        [ProblemCode::Conflict, ProblemCode::BadInput].contains(&problem.code),
        "{problem}"
    );
    until_standing(&bench, &id, "scheduled", 1, 1).await;
    let on = desk(&bench, &id).await;
    assert_eq!(on.stage, SlotStage::Scheduled);
    assert!(on.scheduled.is_some());
    assert_eq!(notes(&bench, &id).await.len(), 0);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_one_they_are_noted_and_its_page_is_named() {
    let (bench, id, posting) = asked(false).await;
    let on = desk(&bench, &id).await;
    assert_eq!((on.sends, on.minutes), (false, 60));
    let rounds = vec![StatedRound {
        name: "Coding".to_owned(),
        minutes: Some(90),
    }];
    let job = posting.as_str().into();
    bench.app.state_rounds(&job, Some(rounds)).await.unwrap();
    assert_eq!(desk(&bench, &id).await.minutes, 90);

    let short = drawn(&bench, 2..4, 60).await;
    let refused = bench.app.send_slots(&id, HERE, &short, false).await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::BadInput);
    let draft = drawn(&bench, 2..4, 90).await;
    let given = give(&bench, &id, &draft).await;
    assert_eq!((given.slots, given.sent, given.noted), (2, false, true));
    let page = given.link.unwrap();
    assert!(page.contains("/jobtwine/s/"), "the vendor's own page");
    assert_eq!(hidden(&bench, &id).await["slots"], json!([]));
    until_standing(&bench, &id, "slots_given", 1, 1).await;
    assert!(desk(&bench, &id).await.given_here_ms.is_some());

    give(&bench, &id, &draft).await;
    let said = notes(&bench, &id).await;
    assert_eq!(said.len(), 1, "{said:?}");

    // No expert takes any: the same slots again are another offer.
    let starts: Vec<i64> = {
        let now_ms = bench.state().await["now"].as_i64().unwrap();
        (2..4).map(|day| now_ms + day * DAY_MS).collect()
    };
    act(&bench, &id, "slots", json!({ "slots": starts })).await;
    act(&bench, &id, "refuse", json!({})).await;
    until_standing(&bench, &id, "slots_wanted", 1, 1).await;
    assert_eq!(desk(&bench, &id).await.given_here_ms, None);
    give(&bench, &id, &draft).await;
    until("the second note", async || {
        notes(&bench, &id).await.len() == 2
    })
    .await;
    bench.app.shutdown().await;
}
