//! What the window is told by itself: changes in batches, notices, status.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fulcrum_cache::{ChangeSet, Kind};
use fulcrum_domain::ids::OpportunityId;
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;

use crate::view::{Changes, Download, InboxCounts, Notice, SyncStatus};

/// How long changes are gathered before the window is told, in ms: a page of a hundred opportunities is one event, and a
/// person does not notice.
const GATHER_MS: u64 = 40;

/// Something the window should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppEvent {
    /// What changed; visible lists read again.
    Changes(Changes),
    /// A result worth a toast or a notification.
    Notice(Notice),
    /// A notification that had waited; the window has shown its toast already.
    Notify(Notice),
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
    /// Something changed that the inbox is made of.
    inbox: Arc<Notify>,
}

impl Events {
    pub(crate) fn new() -> Self {
        Self {
            sender: broadcast::channel(1_024).0,
            gathered: Arc::default(),
            something: Arc::new(Notify::new()),
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

    /// A committed write; told with the next batch.
    pub(crate) fn changed(&self, changes: &ChangeSet) {
        self.gather(|gathered| add(gathered, changes));
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
    }

    /// A card looks different, though no row of the cache changed.
    pub(crate) fn card_changed(&self, id: &OpportunityId) {
        self.gather(|gathered| {
            if !gathered.opportunities.contains(id) {
                gathered.opportunities.push(id.clone());
            }
            gathered.board = true;
        });
    }

    fn gather(&self, add: impl FnOnce(&mut Changes)) {
        add(&mut self.gathered.lock().unwrap_or_else(PoisonError::into_inner));
        self.something.notify_one();
    }

    /// Sends batches until told to stop.
    pub(crate) async fn run(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.something.notified() => {}
            }
            tokio::time::sleep(Duration::from_millis(GATHER_MS)).await;
            let batch =
                std::mem::take(&mut *self.gathered.lock().unwrap_or_else(PoisonError::into_inner));
            if batch != Changes::default() {
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
            Kind::Opportunity
            | Kind::Erased
            | Kind::Posting
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
