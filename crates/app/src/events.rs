//! What the window is told by itself: changes in batches, notices, status.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fulcrum_cache::{Cause, ChangeSet, Kind};
use fulcrum_domain::ids::OpportunityId;
use tokio::sync::{Notify, broadcast};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::view::{Changes, Download, HealthNotice, InboxCounts, Notice, SyncStatus};

/// How long changes are gathered before the window is told, in ms: a page of a hundred opportunities is one event, and a
/// person does not notice.
const GATHER_MS: u64 = 40;

/// While an account is read through for minutes, what was read is told this often, ms: every batch lets the window read all
/// that it shows. What a person at this seat caused is told at once.
const UNHURRIED: Duration = Duration::from_millis(500);

/// So many batches go out at once before that, so that the first cards, or a colleague's change, do not wait.
const AT_ONCE: u32 = 4;

/// Something the window should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppEvent {
    /// What changed; visible lists read again.
    Changes(Changes),
    /// A result worth a toast or a notification.
    Notice(Notice),
    /// A notification that had waited; the window has shown its toast already.
    Notify(Notice),
    /// Something changed under the set-up: one native notification.
    Health(HealthNotice),
    /// A download went on, or ended. Holds no link.
    Download(Download),
    /// Sync status.
    Status(SyncStatus),
}

/// Gathers changes and tells subscribers.
#[derive(Clone)]
pub(crate) struct Events {
    sender: broadcast::Sender<AppEvent>,
    gathered: Arc<Mutex<Changes>>,
    something: Arc<Notify>,
    /// Something changed that a person at this seat waits for.
    hurry: Arc<Notify>,
    /// Something changed that the inbox is made of.
    inbox: Arc<Notify>,
}

impl Events {
    pub(crate) fn new() -> Self {
        Self {
            sender: broadcast::channel(1_024).0,
            gathered: Arc::default(),
            something: Arc::new(Notify::new()),
            hurry: Arc::new(Notify::new()),
            inbox: Arc::new(Notify::new()),
        }
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<AppEvent> {
        self.sender.subscribe()
    }

    /// Told at once. Nobody listening is no error: the window may be closed while the tray is on.
    pub(crate) fn send(&self, event: AppEvent) {
        let _ = self.sender.send(event);
    }

    /// A committed write; told with the next batch, which comes at once unless it was only read.
    pub(crate) fn changed(&self, changes: &ChangeSet) {
        self.gather(|gathered| add(gathered, changes));
        if changes.cause != Cause::Sync {
            self.hurry.notify_one();
        }
        if changes.kinds.iter().any(|kind| concerns_inbox(*kind)) {
            self.inbox.notify_one();
        }
    }

    /// Until something changes that the inbox is made of.
    pub(crate) async fn inbox_touched(&self) {
        self.inbox.notified().await;
    }

    /// The inbox was counted and looks different; told with the next batch.
    pub(crate) fn inbox_changed(&self, counts: InboxCounts) {
        self.gather(|gathered| gathered.inbox = Some(counts));
    }

    /// Session, seat or set-up changed; told with the next batch.
    pub(crate) fn session_changed(&self) {
        self.gather(|gathered| {
            gathered.session = true;
            gathered.board = true;
        });
        self.hurry.notify_one();
    }

    /// Something about the set-up's health changed; told with the next batch.
    pub(crate) fn health_changed(&self) {
        self.gather(|gathered| gathered.health = true);
    }

    /// A card looks different, though no row of the cache changed.
    pub(crate) fn card_changed(&self, id: &OpportunityId) {
        self.gather(|gathered| {
            if !gathered.opportunities.contains(id) {
                gathered.opportunities.push(id.clone());
            }
            gathered.board = true;
        });
        self.hurry.notify_one();
    }

    fn gather(&self, add: impl FnOnce(&mut Changes)) {
        add(&mut self.gathered.lock().unwrap_or_else(PoisonError::into_inner));
        self.something.notify_one();
    }

    /// Sends batches until told to stop.
    pub(crate) async fn run(self, stop: CancellationToken) {
        // When the next batch would be due, if all had gone out at the even pace.
        let mut due = Instant::now();
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.something.notified() => {}
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.hurry.notified() => {}
                () = tokio::time::sleep(due.saturating_duration_since(Instant::now() + UNHURRIED * AT_ONCE)) => {}
            }
            tokio::time::sleep(Duration::from_millis(GATHER_MS)).await;
            let batch =
                std::mem::take(&mut *self.gathered.lock().unwrap_or_else(PoisonError::into_inner));
            if batch != Changes::default() {
                due = due.max(Instant::now()) + UNHURRIED;
                self.send(AppEvent::Changes(batch));
            }
        }
    }
}

fn concerns_inbox(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Stage
            | Kind::SyncState
            | Kind::User
            | Kind::ArchiveReason
            | Kind::Interview
            | Kind::Evidence
            | Kind::VendorAnswer
            | Kind::Notice
            | Kind::FirstSeen
            | Kind::SavedView
            | Kind::DryRun
            | Kind::Health
            | Kind::TagWrite
    )
}

fn add(gathered: &mut Changes, changes: &ChangeSet) {
    for id in &changes.opportunities {
        if !gathered.opportunities.contains(id) {
            gathered.opportunities.push(id.clone());
        }
    }
    for kind in &changes.kinds {
        match kind {
            Kind::Posting => {
                gathered.board = true;
                gathered.postings = true;
            }
            Kind::TagWrite => gathered.postings = true,
            Kind::Opportunity
            | Kind::Erased
            | Kind::Stage
            | Kind::Journey
            | Kind::User
            | Kind::SavedView
            | Kind::ArchiveReason => gathered.board = true,
            Kind::Intent => {
                gathered.board = true;
                gathered.dock = true;
            }
            Kind::Setup | Kind::Seat | Kind::Preference => {
                gathered.board = true;
                gathered.session = true;
            }
            Kind::SyncState => gathered.status = true,
            Kind::DryRun => {
                gathered.dry_run = true;
                gathered.health = true;
            }
            Kind::Health => gathered.health = true,
            Kind::Note
            | Kind::Interview
            | Kind::Evidence
            | Kind::VendorAnswer
            | Kind::Notice
            | Kind::FirstSeen
            | Kind::Inbox
            | Kind::Calendar => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn of(cause: Cause) -> ChangeSet {
        ChangeSet {
            cause,
            opportunities: BTreeSet::new(),
            stages: BTreeSet::new(),
            kinds: BTreeSet::from([Kind::Opportunity]),
        }
    }

    /// An account that is read through, on a clock of the test's own: eight candidates a second.
    #[tokio::test(start_paused = true)]
    async fn what_is_only_read_is_told_now_and_then_and_what_a_person_did_at_once() {
        let events = Events::new();
        let mut heard = events.subscribe();
        let stop = CancellationToken::new();
        let running = tokio::spawn(events.clone().run(stop.clone()));
        let begun = Instant::now();
        events.changed(&of(Cause::Sync));
        heard.recv().await.unwrap();
        assert_eq!(begun.elapsed(), Duration::from_millis(GATHER_MS));
        for _ in 0..32 {
            tokio::time::sleep(Duration::from_millis(125)).await;
            events.changed(&of(Cause::Sync));
        }
        let mut batches = 0;
        while heard.try_recv().is_ok() {
            batches += 1;
        }
        assert!(
            (9..=13).contains(&batches),
            "{batches} batches in four seconds"
        );
        let asked = Instant::now();
        events.changed(&of(Cause::Person));
        heard.recv().await.unwrap();
        assert_eq!(asked.elapsed(), Duration::from_millis(GATHER_MS));
        stop.cancel();
        running.await.unwrap();
    }
}
