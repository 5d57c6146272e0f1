//! What does not happen is said: on the card, in the inbox and once as a notification.

use fulcrum_app::domain::ids::{OpportunityId, StageId};
use fulcrum_app::domain::journey::Deadlines;
use fulcrum_app::domain::vendor::Vendor;
use fulcrum_app::view::{Actor, ChipKind, InboxGroup, InboxTab};
use serde_json::json;

use crate::bench::{Bench, until, world};
use crate::experts;

/// More than the vendor's clock and the program's can differ by.
const SLACK_MS: i64 = 60_000;

/// Vendors who never say a word, or always do.
async fn bench(silence: &str, profile: bool) -> Bench {
    let mut settings = world();
    let switches = json!({ "silence": silence });
    settings.myinterview = settings.myinterview.patched(&switches).unwrap();
    let mut switches = json!({ "silence": silence, "poll_seconds": 1 });
    if !profile {
        // A wording that is read.
        switches["wording"] = json!(0);
    }
    settings.jobtwine = settings.jobtwine.patched(&switches).unwrap();
    Bench::with(settings, profile).await
}

/// A candidate whom this seat has moved into the vendor's stage.
async fn moved(bench: &Bench, vendor: Vendor) -> OpportunityId {
    let (id, stage): (OpportunityId, StageId) = match vendor {
        Vendor::MyInterview => (bench.invitable().await, bench.trigger()),
        Vendor::JobTwine => {
            let (id, _) = experts::ready_for_rounds(bench, &["Coding"]).await;
            (id, experts::stage(bench))
        }
    };
    let sent = bench.app.move_card(&id, &stage, false).await.unwrap();
    bench.app.send_now(&sent.intent).await.unwrap();
    bench.until_settled(&sent.intent).await;
    id
}

fn told_late(bench: &Bench, id: &OpportunityId) -> Vec<Option<String>> {
    bench
        .heard
        .native()
        .into_iter()
        .filter(|notice| notice.code == "stalled" && notice.opportunity == *id)
        .map(|notice| notice.detail)
        .collect()
}

/// In time before the deadline; after it late on the card, in the inbox, and told once, also after a restart.
async fn late_after(
    bench: &mut Bench,
    id: &OpportunityId,
    allowed_ms: i64,
    link: &str,
    shown: (ChipKind, InboxGroup),
) {
    bench.quiet().await;
    let card = bench.card(id).await;
    assert!(!card.late, "{card:?}");
    assert_eq!(told_late(bench, id), Vec::new());
    bench.clock.move_on(allowed_ms + SLACK_MS);
    until("the card is late", async || {
        bench.app.sync_now().await.unwrap();
        bench.card(id).await.late
    })
    .await;
    let card = bench.card(id).await;
    assert_eq!(
        (card.chip.unwrap().kind, card.next.actor),
        (shown.0, Actor::You)
    );
    until("it needs the recruiter", async || {
        let inbox = bench.app.inbox(InboxTab::NeedsYou, 100).await.unwrap();
        let mut items = inbox.items.into_iter();
        items.any(|item| item.opportunity == *id && item.group == shown.1)
    })
    .await;
    let once = vec![Some(link.to_owned())];
    until("it is told", async || !told_late(bench, id).is_empty()).await;
    bench.quiet().await;
    assert_eq!(told_late(bench, id), once);
    bench.restart().await;
    bench.live().await;
    bench.quiet().await;
    assert!(bench.card(id).await.late);
    assert_eq!(told_late(bench, id), Vec::new(), "told twice");
    bench.app.shutdown().await;
}

const STALLED: (ChipKind, InboxGroup) = (ChipKind::Stalled, InboxGroup::Stalled);

/// Nothing at all follows the move.
async fn unanswered(vendor: Vendor, profile: bool) {
    let mut bench = bench("everything", profile).await;
    let id = moved(&bench, vendor).await;
    let allowed = Deadlines::DEFAULT.invited_after_move_ms;
    late_after(&mut bench, &id, allowed, "invited", STALLED).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_without_an_invitation_is_late() {
    unanswered(Vendor::MyInterview, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_without_an_invitation_is_late_with_a_vendor_profile() {
    unanswered(Vendor::MyInterview, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_that_no_expert_s_vendor_answers_is_late() {
    unanswered(Vendor::JobTwine, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_that_no_expert_s_vendor_answers_is_late_with_a_vendor_profile() {
    unanswered(Vendor::JobTwine, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_without_a_video_is_late() {
    let mut bench = bench("never", false).await;
    let id = moved(&bench, Vendor::MyInterview).await;
    bench.until_state(&id, "invited").await;
    let allowed = Deadlines::DEFAULT.completed_after_invite_ms;
    late_after(&mut bench, &id, allowed, "completed", STALLED).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_for_slots_without_slots_is_late() {
    let mut bench = bench("never", false).await;
    let id = moved(&bench, Vendor::JobTwine).await;
    experts::until_standing(&bench, &id, "slots_wanted", 1, 1).await;
    let allowed = Deadlines::DEFAULT.slots_after_request_ms;
    // What was wanted is wanted still, only urgently.
    let shown = (ChipKind::SlotsNeeded, InboxGroup::SlotsNeeded);
    late_after(&mut bench, &id, allowed, "slots_given", shown).await;
}

/// Between two looks at the clock lies a minute at most, whatever else happens or does not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_late_is_told_without_being_asked() {
    let bench = bench("everything", false).await;
    let id = moved(&bench, Vendor::MyInterview).await;
    bench.quiet().await;
    let allowed = Deadlines::DEFAULT.invited_after_move_ms;
    bench.clock.move_on(allowed + SLACK_MS);
    until("it is told by itself", async || {
        !told_late(&bench, &id).is_empty()
    })
    .await;
    bench.app.shutdown().await;
}
