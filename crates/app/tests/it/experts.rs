//! A candidate is sent to the vendor whose experts hold interviews.

use std::time::Duration;

use fulcrum_app::domain::ids::{OpportunityId, StageId};
use fulcrum_app::domain::vendor::Vendor;
use fulcrum_app::view::{InboxGroup, InboxTab, JobTwineSetup, StageStanding, StatedRound};
use serde_json::{Value, json};

use crate::bench::{Bench, until, world};

/// Longer than anything here takes, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(180);

async fn setup(bench: &Bench) -> JobTwineSetup {
    bench.app.jobtwine_setup().await.unwrap()
}

/// Rounds with these names and no length, as an admin states them.
fn rounds(names: &[&str]) -> Option<Vec<StatedRound>> {
    let round = |name: &&str| StatedRound {
        name: (*name).to_owned(),
        minutes: None,
    };
    Some(names.iter().map(round).collect())
}

fn info(bench: &Bench, field: &str) -> String {
    let value = &bench.sandbox.info["jobtwine"][field];
    value.as_str().unwrap().to_owned()
}

pub(crate) fn stage(bench: &Bench) -> StageId {
    info(bench, "stage_id").into()
}

/// A sandbox whose vendor says everything, in a wording of its own choice, and invents no bad luck.
pub(crate) async fn bench() -> Bench {
    bench_with(true).await
}

/// With the vendor's profile, or from what Lever shows alone.
async fn bench_with(profile: bool) -> Bench {
    let mut settings = world();
    let mut switches = json!({ "silence": "never", "first_claim": "succeeds", "poll_seconds": 1 });
    if !profile {
        // A wording that is read; those that are not are kept and shown as unread.
        switches["wording"] = json!(0);
    }
    settings.jobtwine = settings.jobtwine.patched(&switches).unwrap();
    Bench::with(settings, profile).await
}

/// A candidate of a posting that is tagged and has these rounds.
pub(crate) async fn ready_for_rounds(bench: &Bench, names: &[&str]) -> (OpportunityId, String) {
    let posting = bench.posting(&["JobTwine"]).await;
    let id = bench
        .candidate(&posting, &["ana@example.com"], &["+1 555 010 0100"])
        .await;
    bench
        .app
        .fix_posting_tag(&posting.as_str().into(), None, "JobTwine")
        .await
        .unwrap();
    // The vendor looks at the postings' tags now, instead of at its next turn.
    bench.console("/jobtwine/poll", json!({})).await;
    let rounds: Vec<Value> = names.iter().map(|name| json!({ "name": name })).collect();
    bench
        .console(
            &format!("/jobtwine/jobs/{posting}/rounds"),
            json!({ "rounds": rounds }),
        )
        .await;
    (id, posting)
}

pub(crate) async fn act(bench: &Bench, id: &OpportunityId, action: &str, body: Value) {
    bench
        .console(&format!("/jobtwine/{id}/{action}"), body)
        .await;
}

/// State, round and attempt of the latest journey with the vendor.
async fn standing(bench: &Bench, id: &OpportunityId) -> (String, u32, u32) {
    bench.app.sync_now().await.unwrap();
    let panel = bench.app.candidate(id).await.unwrap();
    panel
        .journeys
        .iter()
        .rfind(|journey| journey.vendor == Vendor::JobTwine)
        .map(|journey| (journey.state.clone(), journey.round, journey.attempt))
        .unwrap_or_default()
}

pub(crate) async fn until_standing(
    bench: &Bench,
    id: &OpportunityId,
    state: &str,
    round: u32,
    attempt: u32,
) {
    let wanted = (state.to_owned(), round, attempt);
    let mut seen = Vec::new();
    let begun = std::time::Instant::now();
    while seen.last() != Some(&wanted) {
        // Whoever has to mend it wants to know what was seen instead, and what the vendor knows.
        assert!(
            begun.elapsed() < PATIENCE,
            "{wanted:?} never came, but {seen:?}; notes: {:?}",
            bench.app.candidate(id).await.unwrap().notes
        );
        let now = standing(bench, id).await;
        if seen.last() != Some(&now) {
            seen.push(now);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// From the move to the feedback, and on to the next round.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_rounds_with_a_vendor_profile() {
    let bench = bench().await;
    let (id, posting) = ready_for_rounds(&bench, &["Coding", "System design"]).await;
    let mut stated = rounds(&["Coding", "System design"]).unwrap();
    stated[0].minutes = Some(90);
    bench
        .app
        .state_rounds(&posting.as_str().into(), Some(stated))
        .await
        .unwrap();
    let preview = bench.app.preview(&id, &stage(&bench)).await.unwrap();
    assert_eq!(
        (preview.vendor, preview.emails),
        (Some(Vendor::JobTwine), true),
        "{preview:?}"
    );
    let sent = bench
        .app
        .move_card(&id, &stage(&bench), false)
        .await
        .unwrap();
    bench.app.send_now(&sent.intent).await.unwrap();
    until_standing(&bench, &id, "slots_wanted", 1, 1).await;
    let resend = bench.app.candidate(&id).await.unwrap().resend;
    assert_eq!(resend.vendor, Some(Vendor::JobTwine));
    assert!(!resend.possible, "{resend:?}");

    let day = 24 * 3_600_000;
    let now = bench.state().await["now"].as_i64().unwrap();
    let slots: Vec<i64> = (1..4).map(|days| now + days * day).collect();
    act(&bench, &id, "slots", json!({ "slots": slots })).await;
    // Only the vendor knows; Lever shows a request for slots until somebody takes one.
    until_standing(&bench, &id, "slots_given", 1, 1).await;
    act(&bench, &id, "claim", json!({})).await;
    until_standing(&bench, &id, "scheduled", 1, 1).await;
    let resend = bench.app.candidate(&id).await.unwrap().resend;
    assert_eq!(resend.reason.as_deref(), Some("interview_booked"));
    let agenda = bench.app.agenda("UTC").await.unwrap();
    let mut entries = agenda.days.iter().flat_map(|day| &day.entries);
    let booked = entries.find(|entry| entry.journey.opportunity == id);
    assert_eq!(booked.unwrap().length_minutes, Some(90), "{agenda:?}");

    act(&bench, &id, "hold", json!({})).await;
    act(&bench, &id, "feedback", json!({})).await;
    until_standing(&bench, &id, "feedback_in", 1, 1).await;
    let resend = bench.app.candidate(&id).await.unwrap().resend;
    assert_eq!(
        (resend.next_round, resend.possible),
        (Some(2), true),
        "{resend:?}"
    );
    let again = bench.app.resend(&id).await.unwrap();
    bench.app.send_now(&again.intent).await.unwrap();
    until_standing(&bench, &id, "slots_wanted", 2, 1).await;
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_set_up_says_how_each_line_is_known() {
    let bench = bench().await;
    let (_, posting) = ready_for_rounds(&bench, &["Coding"]).await;
    let found = setup(&bench).await;
    assert_eq!(
        found.stage.standing,
        StageStanding::Verified,
        "{:?}",
        found.stage
    );
    assert_eq!(found.stage.id, Some(stage(&bench)));
    assert_eq!(found.hosts, [info(&bench, "link_host")]);
    assert_eq!(found.authors.len(), 1);
    assert_eq!(found.reaction_at_ms, None);
    assert!(
        found
            .profile
            .as_ref()
            .is_some_and(|profile| profile.offer_slots)
    );
    let of = |setup: &JobTwineSetup| {
        setup
            .postings
            .iter()
            .find(|one| one.id.as_str() == posting)
            .cloned()
            .unwrap()
    };
    let one = of(&found);
    assert_eq!((one.exact, one.stated), (true, None));
    assert_eq!(one.read.unwrap().names, ["Coding"]);

    let id = posting.as_str().into();
    let many = bench.app.state_rounds(&id, rounds(&[""; 6])).await;
    assert!(many.is_err(), "six rounds");
    let long = vec![StatedRound {
        name: String::new(),
        minutes: Some(9 * 60),
    }];
    assert!(bench.app.state_rounds(&id, Some(long)).await.is_err());
    let mut two = rounds(&[" Coding ", ""]).unwrap();
    two[1].minutes = Some(90);
    bench.app.state_rounds(&id, Some(two)).await.unwrap();
    let stated = of(&setup(&bench).await).stated.unwrap();
    assert_eq!(stated.names, ["Coding", ""]);
    assert_eq!(stated.minutes, [None, Some(90)]);
    assert!(stated.at_ms.is_some());
    bench.app.state_rounds(&id, None).await.unwrap();
    assert_eq!(of(&setup(&bench).await).stated, None);

    let wrong = bench
        .app
        .choose_neutral_stage(Vendor::JobTwine, &stage(&bench))
        .await;
    assert!(wrong.is_err(), "a stage that invites is not neutral");
    let others = bench
        .app
        .choose_trigger_stage(Vendor::JobTwine, &bench.trigger())
        .await;
    assert!(others.is_err(), "the other vendor's stage");
    bench.app.shutdown().await;
}

/// The note that asks for slots names whom it asks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_vendor_asks_of_this_seat_by_name_comes_first() {
    asked_by_name(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_lever_s_note_asks_of_this_seat_by_name_comes_first() {
    asked_by_name(false).await;
}

async fn asked_by_name(profile: bool) {
    let bench = bench_with(profile).await;
    let (mine, posting) = ready_for_rounds(&bench, &["Coding"]).await;
    let theirs = bench.candidate_of(&posting, "Recruiter screen").await;
    // The colleague's is asked for later, so that by time alone it would come first.
    for id in [&mine, &theirs] {
        let sent = bench.app.move_card(id, &stage(&bench), true).await.unwrap();
        bench.app.send_now(&sent.intent).await.unwrap();
        until_standing(&bench, id, "slots_wanted", 1, 1).await;
    }
    let expected = [(mine, true), (theirs, false)];
    // The vendor's own answer may be quicker than its note in Lever.
    until("this seat's own comes first", async || {
        bench.app.sync_now().await.unwrap();
        let needing = bench.app.inbox(InboxTab::NeedsYou, 100).await.unwrap();
        let wanted: Vec<_> = needing
            .items
            .into_iter()
            .filter(|item| item.group == InboxGroup::SlotsNeeded)
            .map(|item| (item.opportunity, item.addressed))
            .collect();
        wanted == expected
    })
    .await;
    bench.app.shutdown().await;
}
