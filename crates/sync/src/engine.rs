//! Tasks, status, backoff, shutdown.

mod tasks;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fulcrum_cache::desk::{Desk, Intent, TagWrite};
use fulcrum_cache::{Cache, Store};
use fulcrum_domain::clock::Clock;
use fulcrum_domain::ids::{IntentId, OpportunityId, PostingId, TagWriteId, UserId};
use fulcrum_lever::{Lever, Priority, Timer};
use fulcrum_vendors::InterviewVendor;
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::news::News;
use crate::pull::{Pull, PullError};
use crate::push::{Awake, Late, Push};
use crate::rules::Rules;
use crate::schedule::Detail;
use crate::status::{Phase, Status, Trouble, pause_ms, phase_of};
use crate::vendor::VendorLink;

/// How often things happen.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Between two questions "what has changed", ms.
    pub poll_ms: u64,
    /// Between two rounds of the slower questions (long overlap, postings, deletions), ms.
    pub round_ms: u64,
    /// Between two reads of users and archive reasons, ms. Somebody who stands in none of them is a reason not to wait.
    pub reference_ms: u64,
    /// Between two reads of the stages, ms: one request, and a stage that was renamed or is gone must be known soon.
    pub stages_ms: u64,
    /// Candidates read in detail at the same time.
    pub detail_readers: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            poll_ms: 15_000,
            round_ms: 60_000,
            reference_ms: 600_000,
            stages_ms: 240_000,
            detail_readers: 2,
        }
    }
}

/// Everything an engine is made of.
pub struct Parts {
    /// Lever.
    pub lever: Lever,
    /// The rebuildable file.
    pub cache: Store<Cache>,
    /// The seat's own file.
    pub desk: Store<Desk>,
    /// The user every write is performed as.
    pub seat: UserId,
    /// The vendors' set-ups and how notes are read.
    pub rules: Rules,
    /// The vendors' own APIs, where profiles are in use.
    pub vendors: Vec<Arc<dyn InterviewVendor>>,
    /// Wall clock.
    pub clock: Arc<dyn Clock>,
    /// Waits between rounds, and for a hold to end.
    pub timer: Arc<dyn Timer>,
    /// How often things happen.
    pub settings: Settings,
}

/// What the engine has to say by itself. Changes of rows are told by the stores.
#[derive(Clone, Debug)]
pub enum SyncEvent {
    /// Status changed.
    Status(Status),
    /// Something happened to a candidate; told once, ever.
    News(News),
    /// An intent ended or waits for its person now.
    Intent(Intent),
}

/// A running engine. Dropping it without [`Engine::shutdown`] stops the tasks at their next wait.
pub struct Engine {
    shared: Arc<Shared>,
    tracker: TaskTracker,
}

pub(crate) struct Shared {
    pub(crate) pull: Arc<Pull>,
    pub(crate) push: Push,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) timer: Arc<dyn Timer>,
    pub(crate) settings: Settings,
    pub(crate) stop: CancellationToken,
    /// A person asked: the next round leaves nothing out.
    pub(crate) whole_round: AtomicBool,
    pub(crate) wake_poll: Notify,
    pub(crate) wake_push: Notify,
    pub(crate) wake_details: Notify,
    pub(crate) wake_time: Notify,
    status: Mutex<Status>,
    events: broadcast::Sender<SyncEvent>,
}

impl Engine {
    /// Starts reading and carrying out. Needs a tokio runtime.
    pub fn start(parts: Parts) -> Self {
        let pull = Arc::new(Pull::new(
            parts.lever,
            parts.cache,
            Some(parts.desk.clone()),
            parts.clock.clone(),
            parts.vendors.into_iter().map(VendorLink::new).collect(),
            parts.rules,
        ));
        let shared = Arc::new(Shared {
            push: Push {
                pull: pull.clone(),
                desk: parts.desk,
                seat: parts.seat,
                clock: parts.clock.clone(),
                turn: tokio::sync::Mutex::new(()),
                late: Late::default(),
                awake: Awake::default(),
            },
            pull,
            clock: parts.clock,
            timer: parts.timer,
            settings: parts.settings,
            stop: CancellationToken::new(),
            whole_round: AtomicBool::new(false),
            wake_poll: Notify::new(),
            wake_push: Notify::new(),
            wake_details: Notify::new(),
            wake_time: Notify::new(),
            status: Mutex::new(Status::stopped()),
            events: broadcast::channel(1_024).0,
        });
        let tracker = TaskTracker::new();
        tracker.spawn(tasks::read(shared.clone()));
        for _ in 0..parts.settings.detail_readers.max(1) {
            tracker.spawn(tasks::read_details(shared.clone()));
        }
        tracker.spawn(tasks::carry_out(shared.clone()));
        tracker.spawn(tasks::pass_time(shared.clone()));
        tracker.spawn(tasks::stay_awake(shared.clone()));
        tracker.close();
        Self { shared, tracker }
    }

    /// What it has to say from now on.
    pub fn events(&self) -> broadcast::Receiver<SyncEvent> {
        self.shared.events.subscribe()
    }

    /// What goes on.
    pub fn status(&self) -> Status {
        self.shared.status().clone()
    }

    /// Candidates whose details are still to be read.
    pub fn details_waiting(&self) -> usize {
        self.shared.pull.schedule().len()
    }

    /// The card on the screen: its details are read first.
    pub fn show(&self, opportunity: Option<OpportunityId>) {
        self.shared.pull.show(opportunity);
        self.shared.wake_details.notify_one();
    }

    /// Reads what hangs on one candidate anew and asks the vendors about it, before all others.
    pub fn read_again(&self, opportunity: &OpportunityId) {
        let detail = Detail::new(opportunity.clone(), Priority::Screen);
        self.shared.pull.schedule().add(detail);
        self.shared.wake_details.notify_one();
    }

    /// Asks Lever for all kinds of changes now, also while backed off.
    pub fn sync_now(&self) {
        self.shared.whole_round.store(true, Ordering::Relaxed);
        self.shared.wake_poll.notify_one();
        self.shared.wake_push.notify_one();
        self.shared.wake_details.notify_one();
    }

    /// An intent was added or its hold was ended.
    pub fn intents_changed(&self) {
        self.shared.wake_push.notify_one();
    }

    /// Carries out one intent at once and returns it as it is then; `None` when there is no such intent.
    ///
    /// # Errors
    /// What kept it from being tried; it is still open then.
    pub async fn carry_out(&self, id: &IntentId) -> Result<Option<Intent>, Trouble> {
        let done = self.shared.push.carry_out(id).await;
        // What is still open (no answer came) is looked at again by the engine.
        self.shared.wake_push.notify_one();
        self.shared.tell_news().await;
        done.map_err(Trouble::from)
    }

    /// Carries out one change of a posting's tags now and returns it as it is then. For what a person waits for.
    ///
    /// # Errors
    /// What kept it from being tried; it is still open then.
    pub async fn carry_out_tag(&self, id: &TagWriteId) -> Result<Option<TagWrite>, Trouble> {
        let done = self.shared.push.carry_out_tag(id).await;
        self.shared.wake_push.notify_one();
        self.shared.tell_news().await;
        done.map_err(Trouble::from)
    }

    /// Reads one opportunity from Lever now.
    ///
    /// # Errors
    /// What kept it from being read.
    pub async fn refresh(&self, id: &OpportunityId) -> Result<(), Trouble> {
        self.shared.pull.observe(id).await?;
        self.shared.tell_news().await;
        Ok(())
    }

    /// Reads one posting from Lever now.
    ///
    /// # Errors
    /// What kept it from being read.
    pub async fn refresh_posting(&self, id: &PostingId) -> Result<(), Trouble> {
        let pull = &self.shared.pull;
        let read = pull.lever.at(Priority::Person).posting(id).await;
        let posting = read.map_err(PullError::from)?;
        pull.store_postings(vec![posting]).await?;
        Ok(())
    }

    /// Reads the whole account once more, because more of it is to be kept than before. What it brings is a baseline.
    ///
    /// # Errors
    /// Storage codes.
    pub async fn read_everything_again(&self) -> Result<(), Trouble> {
        self.shared.pull.read_everything_again().await?;
        self.sync_now();
        Ok(())
    }

    /// The set-up changed: everything is derived anew, as a baseline.
    ///
    /// # Errors
    /// Storage codes.
    pub async fn set_rules(&self, rules: Rules) -> Result<(), Trouble> {
        self.shared.pull.set_rules(rules);
        self.shared.pull.rederive_all().await?;
        self.shared.wake_details.notify_one();
        self.shared.wake_time.notify_one();
        Ok(())
    }

    /// Stops and waits until every task has ended. A write that is on its way is waited for; a hold is not.
    pub async fn shutdown(&self) {
        self.shared.stop.cancel();
        self.tracker.wait().await;
        self.shared
            .change_status(|status| *status = Status::stopped());
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.shared.stop.cancel();
    }
}

impl Shared {
    pub(crate) fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn change_status(&self, change: impl FnOnce(&mut Status)) {
        let changed = {
            let mut status = self.status();
            let before = status.clone();
            change(&mut status);
            (*status != before).then(|| status.clone())
        };
        if let Some(status) = changed {
            self.say(SyncEvent::Status(status));
        }
    }

    pub(crate) fn say(&self, event: SyncEvent) {
        // Nobody listening is no error: the window may be closed.
        let _ = self.events.send(event);
    }

    /// Tells what committed writes have earned.
    pub(crate) async fn tell_news(&self) {
        let now = self.clock.now_ms();
        match crate::news::collect(&self.pull.cache, &self.push.desk, now).await {
            Ok(news) => {
                for one in news {
                    self.say(SyncEvent::News(one));
                }
            }
            Err(error) => {
                tracing::warn!(code = error.code().as_str(), "news wait for the next write");
            }
        }
    }

    /// A call failed, `failures` times in a row for this task: sets the status and returns how long to wait, ms. Each task
    /// counts its own, so that five readers of one outage do not wait as if there had been five.
    pub(crate) fn failed(&self, failures: &mut u32, error: PullError) -> i64 {
        *failures = failures.saturating_add(1);
        let (phase, wait) = match &error {
            PullError::Lever(error) => (phase_of(error), pause_ms(*failures, error)),
            PullError::Store(_) => (Phase::BackedOff, 5_000),
        };
        let trouble = Trouble::from(error);
        tracing::warn!(?phase, wait, failures, "waiting after a failure");
        let next = self.clock.now_ms().saturating_add(wait);
        self.change_status(|status| {
            status.phase = phase;
            status.next_try_ms = Some(next);
            status.trouble = Some(trouble);
        });
        wait
    }
}
