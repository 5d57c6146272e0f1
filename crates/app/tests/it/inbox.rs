//! What needs the recruiter: the same numbers everywhere, and what was done stays done.

use std::time::Duration;

use fulcrum_app::domain::ids::OpportunityId;
use fulcrum_app::view::{
    Inbox, InboxCounts, InboxGroup, InboxItem, InboxTab, NoticePreferences, Privacy, QuietSpan,
    SnoozeChoice,
};

use crate::bench::{Bench, until};

impl Bench {
    async fn tab(&self, tab: InboxTab) -> Inbox {
        self.app.inbox(tab, 100).await.unwrap()
    }

    async fn needing(&self, id: &OpportunityId) -> Option<InboxItem> {
        let inbox = self.tab(InboxTab::NeedsYou).await;
        inbox.items.into_iter().find(|item| item.opportunity == *id)
    }

    async fn counts(&self) -> InboxCounts {
        self.app.inbox_counts().await.unwrap()
    }

    /// Until the item needs the recruiter.
    async fn until_needing(&self, id: &OpportunityId) -> InboxItem {
        until("it needs the recruiter", async || {
            self.app.sync_now().await.unwrap();
            self.needing(id).await.is_some()
        })
        .await;
        self.needing(id).await.unwrap()
    }

    /// A candidate whose video is in.
    async fn finished(&self) -> OpportunityId {
        let id = self.invitable().await;
        let sent = self
            .app
            .move_card(&id, &self.trigger(), false)
            .await
            .unwrap();
        self.app.send_now(&sent.intent).await.unwrap();
        self.until_state(&id, "invited").await;
        self.act(&id, "complete").await;
        id
    }

    /// A candidate who could not be invited.
    async fn failed(&self) -> OpportunityId {
        let posting = self.posting(&["myInterview:Lever Demo"]).await;
        let id = self.candidate(&posting, &[], &[]).await;
        let sent = self
            .app
            .move_card(&id, &self.trigger(), true)
            .await
            .unwrap();
        self.app.send_now(&sent.intent).await.unwrap();
        id
    }

    /// The counts that were last told by themselves.
    fn told(&self) -> Option<InboxCounts> {
        self.heard
            .changes()
            .iter()
            .rev()
            .find_map(|changes| changes.inbox)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_needs_the_recruiter_until_it_is_done_also_after_a_restart() {
    let mut bench = Bench::start(false).await;
    until("the inbox watches", async || bench.told().is_some()).await;
    assert_eq!(bench.counts().await.unread, 0, "the past is no news");

    let (failed, finished) = (bench.failed().await, bench.finished().await);
    let one = bench.until_needing(&failed).await;
    assert_eq!(one.group, InboxGroup::InviteFailed);
    assert_eq!(one.reason, "missing_email");
    assert!(one.unread);
    let other = bench.until_needing(&finished).await;
    assert_eq!(other.group, InboxGroup::FeedbackIn);
    assert!(other.unread);

    // Everybody is told the same numbers.
    let counts = bench.counts().await;
    assert_eq!(counts.unread, 2);
    assert_eq!(bench.tab(InboxTab::NeedsYou).await.counts, counts);
    assert_eq!(bench.tab(InboxTab::NeedsYou).await.total, counts.needs_you);
    until("the counts are told", async || bench.told() == Some(counts)).await;

    bench.app.inbox_seen(&other.key).await.unwrap();
    bench.app.inbox_done(&one.key).await.unwrap();
    assert_eq!(bench.needing(&failed).await, None);
    let after = bench.counts().await;
    assert_eq!(after.unread, 0);
    assert_eq!(after.done_today, 1);
    assert_eq!(after.needs_you, counts.needs_you - 1);
    until("the change is told", async || bench.told() == Some(after)).await;

    bench.restart().await;
    bench.live().await;
    assert_eq!(bench.counts().await, after);
    assert_eq!(bench.tab(InboxTab::DoneToday).await.items[0].key, one.key);

    bench.app.inbox_restore(&one.key).await.unwrap();
    let back = bench.needing(&failed).await.unwrap();
    assert!(!back.unread, "it was looked at before it was done");
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_thing_happening_anew_comes_back_unread() {
    let bench = Bench::start(false).await;
    until("the inbox watches", async || bench.told().is_some()).await;
    let failed = bench.failed().await;
    let first = bench.until_needing(&failed).await;
    bench.app.inbox_done(&first.key).await.unwrap();
    assert_eq!(bench.needing(&failed).await, None);

    // Out and back in: the vendor refuses again.
    let away = bench.stage_named("Recruiter screen").await;
    for stage in [away, bench.trigger()] {
        let sent = bench.app.move_card(&failed, &stage, true).await.unwrap();
        bench.app.send_now(&sent.intent).await.unwrap();
        bench.until_settled(&sent.intent).await;
    }
    let second = bench.until_needing(&failed).await;
    assert!(second.unread);
    assert_eq!(second.attempt, first.attempt + 1);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snoozed_item_waits_for_what_it_was_told_to_wait_for() {
    let bench = Bench::start(false).await;
    until("the inbox watches", async || bench.told().is_some()).await;
    let finished = bench.finished().await;
    let item = bench.until_needing(&finished).await;
    bench.app.inbox_seen(&item.key).await.unwrap();

    bench
        .app
        .inbox_snooze(&item.key, SnoozeChoice::Tomorrow)
        .await
        .unwrap();
    let put_off = bench.tab(InboxTab::Snoozed).await.items;
    assert_eq!(put_off[0].key, item.key);
    let until_when = put_off[0].snooze.as_ref().unwrap();
    assert_eq!(until_when.until, "time");
    assert!(until_when.until_ms.is_some());
    assert_eq!(bench.needing(&finished).await, None);
    bench.app.inbox_restore(&item.key).await.unwrap();
    assert!(!bench.needing(&finished).await.unwrap().unread);

    // What the vendor wrote before is known; a colleague's note is what it waits for.
    bench.quiet().await;
    bench
        .app
        .inbox_snooze(&item.key, SnoozeChoice::Note)
        .await
        .unwrap();
    bench.quiet().await;
    assert_eq!(bench.needing(&finished).await, None);
    bench.note_by_a_colleague(&finished).await;
    let back = bench.until_needing(&finished).await;
    assert!(back.unread, "what comes back is news");
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_muted_candidate_is_not_heard() {
    let bench = Bench::start(false).await;
    until("the inbox watches", async || bench.told().is_some()).await;
    let id = bench.invitable().await;
    bench.app.mute(&id, true).await.unwrap();
    let sent = bench
        .app
        .move_card(&id, &bench.trigger(), false)
        .await
        .unwrap();
    bench.app.send_now(&sent.intent).await.unwrap();
    bench.until_state(&id, "invited").await;
    bench.act(&id, "complete").await;
    bench.until_state(&id, "completed").await;
    bench.quiet().await;
    assert_eq!(bench.needing(&id).await, None);
    assert_eq!(bench.heard.native(), []);
    let muted = bench.tab(InboxTab::Snoozed).await.items;
    assert_eq!(muted[0].group, InboxGroup::Muted);
    bench.app.mute(&id, false).await.unwrap();
    assert!(bench.needing(&id).await.unwrap().unread);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quiet_hours_hold_back_the_notification_and_not_the_inbox() {
    let mut bench = Bench::start(false).await;
    until("the inbox watches", async || bench.told().is_some()).await;
    let loud = NoticePreferences {
        privacy: Privacy::Hidden,
        quiet: None,
    };
    let quiet = NoticePreferences {
        // All day but the last minute, which the test would have to be very unlucky to meet.
        quiet: Some(QuietSpan {
            from_minute: 0,
            to_minute: 1_439,
        }),
        ..loud.clone()
    };
    bench
        .app
        .set_notice_preferences(quiet.clone())
        .await
        .unwrap();
    let finished = bench.finished().await;
    bench.until_needing(&finished).await;
    until("the window is told", async || {
        bench.heard.codes().contains(&"completed".to_owned())
    })
    .await;
    assert_eq!(bench.heard.native(), []);
    assert_eq!(bench.heard.late(), []);

    // What waits is not forgotten when the program ends in the night.
    bench.restart().await;
    bench.live().await;
    assert_eq!(bench.heard.late(), []);
    bench.app.set_notice_preferences(loud).await.unwrap();
    until("what waited is told", async || {
        !bench.heard.late().is_empty()
    })
    .await;
    let told = bench.heard.late();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].title.as_deref(), Some("Video in from a candidate"));
    assert_eq!(told[0].opportunity, finished);

    bench
        .app
        .set_notice_preferences(quiet.clone())
        .await
        .unwrap();
    bench.restart().await;
    assert_eq!(bench.app.notice_preferences().await.unwrap(), quiet);
    let never = NoticePreferences {
        quiet: Some(QuietSpan {
            from_minute: 1_440,
            to_minute: 0,
        }),
        ..quiet
    };
    assert!(bench.app.set_notice_preferences(never).await.is_err());
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_from_a_notification_puts_off_all_of_a_candidate() {
    let bench = Bench::start(false).await;
    let finished = bench.finished().await;
    bench.until_needing(&finished).await;
    bench
        .app
        .snooze_candidate(&finished, SnoozeChoice::Hour)
        .await
        .unwrap();
    assert_eq!(bench.needing(&finished).await, None);
    assert!(bench.counts().await.snoozed >= 1);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(bench.needing(&finished).await, None);
    bench.app.shutdown().await;
}
