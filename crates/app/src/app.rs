//! The one handle.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fulcrum_domain::ids::UserId;
use fulcrum_lever::Budget;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::AppConfig;
use crate::download::Downloads;
use crate::events::{AppEvent, Events};
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::session::{Access, Signing};
use crate::team::TeamFile;
use crate::view::{Phase, Preferences, Problem, Session, SyncStatus, UserChoice};
use crate::{failure, status};

/// Everything a window, a tray, a deep link or a command line can ask for. Clones share one program.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) config: AppConfig,
    pub(crate) events: Events,
    /// One for whatever this program asks of Lever, with whichever key: a new one would begin with a full share, and what two
    /// clients send together would be too many.
    pub(crate) budget: Arc<Budget>,
    pub(crate) stop: CancellationToken,
    /// Cancelled once what an earlier run left has been opened, or could not be.
    opened: CancellationToken,
    pub(crate) tasks: TaskTracker,
    state: Mutex<State>,
    /// Files that are being fetched, or were.
    pub(crate) downloads: Downloads,
    /// A sign-in with Lever that has begun.
    pub(crate) signing: Mutex<Signing>,
    /// Locked while the folder is ours.
    pub(crate) held_folder: Mutex<Option<std::fs::File>>,
    /// What the last wipe did, until the person has seen it.
    pub(crate) receipt: Mutex<Option<crate::view::Receipt>>,
    /// Whose files are kept for a new key.
    pub(crate) reconnecting: Mutex<Option<UserId>>,
    /// What the key that was accepted last may do, and when that was asked, ms.
    pub(crate) found_permissions: Mutex<Option<(fulcrum_lever::Permissions, i64)>>,
    /// What a team shares, until a seat is chosen.
    pub(crate) team: Mutex<Option<TeamFile>>,
    /// Connecting, choosing a seat and disconnecting happen one at a time.
    pub(crate) turn: tokio::sync::Mutex<()>,
}

/// Where the program stands.
#[derive(Clone)]
pub(crate) enum State {
    /// Still opening what is there.
    Opening,
    /// Nobody is connected.
    Connect,
    /// A key or a grant was accepted.
    ChooseSeat {
        /// What was accepted. A key stays in memory until a seat is chosen.
        access: Access,
        /// Who may sit here.
        users: Vec<UserChoice>,
    },
    /// A seat is connected.
    Ready(Arc<Ready>),
    /// Something below stands in the way.
    Blocked(Problem),
}

impl App {
    /// Starts the program and waits until what is there has been opened. Whatever stands in the way is in the session,
    /// with its words; the program itself always starts. Needs a tokio runtime.
    pub async fn start(config: AppConfig) -> Self {
        let app = Self::begin(config);
        app.opened().await;
        app
    }

    /// As [`App::start`], but returns at once and opens beside the caller: a keyring may ask a person first, who should see
    /// a window meanwhile. The session says that it is still opening. Must be called on a tokio runtime.
    pub fn begin(config: AppConfig) -> Self {
        let app = Self {
            inner: Arc::new(Inner {
                budget: crate::session::budget(&config),
                config,
                events: Events::new(),
                stop: CancellationToken::new(),
                opened: CancellationToken::new(),
                tasks: TaskTracker::new(),
                state: Mutex::new(State::Opening),
                downloads: Downloads::default(),
                signing: Mutex::default(),
                held_folder: Mutex::default(),
                receipt: Mutex::default(),
                reconnecting: Mutex::default(),
                found_permissions: Mutex::default(),
                team: Mutex::default(),
                turn: tokio::sync::Mutex::new(()),
            }),
        };
        app.inner
            .tasks
            .spawn(app.inner.events.clone().run(app.inner.stop.clone()));
        let opening = app.clone();
        app.inner.tasks.spawn(async move {
            // Who closes the window while the keyring still asks is not kept waiting.
            tokio::select! {
                () = opening.inner.stop.cancelled() => {}
                () = opening.open() => {}
            }
            opening.inner.opened.cancel();
        });
        app
    }

    /// Waits until opening has ended, well or not.
    pub async fn opened(&self) -> Session {
        self.inner.opened.cancelled().await;
        self.session()
    }

    /// What happens from now on.
    pub fn events(&self) -> broadcast::Receiver<AppEvent> {
        self.inner.events.subscribe()
    }

    /// Where the program stands.
    pub fn session(&self) -> Session {
        let (phase, seat, problem) = match &*self.state() {
            State::Connect => (Phase::Connect, None, None),
            State::ChooseSeat { .. } => (Phase::ChooseSeat, None, None),
            State::Ready(ready) => (Phase::Ready, Some(ready.seat.clone()), ready.mended()),
            State::Blocked(problem) => (Phase::Blocked, None, Some(problem.clone())),
            State::Opening => (Phase::Blocked, None, Some(Trouble::StillOpening.into())),
        };
        Session {
            phase,
            training: self.inner.config.training.is_some(),
            seat,
            problem,
        }
    }

    /// Sync status; `Stopped` while nobody is connected.
    ///
    /// # Errors
    /// Storage problems.
    pub async fn sync_status(&self) -> Result<SyncStatus, Problem> {
        match self.ready() {
            Ok(ready) => status::of(&ready).await,
            Err(_) => Ok(status::stopped()),
        }
    }

    /// Asks Lever for changes now.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected.
    pub async fn sync_now(&self) -> Result<(), Problem> {
        self.ready()?.engine.sync_now();
        Ok(())
    }

    /// Waits until the account has been read once and nothing is left to read, or until something stands in the way.
    /// For the command line, which ends afterwards.
    ///
    /// # Errors
    /// What stands in the way.
    pub async fn sync_once(&self) -> Result<SyncStatus, Problem> {
        let ready = self.ready()?;
        let mut events = ready.engine.events();
        loop {
            let status = ready.engine.status();
            if let Some(trouble) = &status.trouble
                && status.phase != fulcrum_sync::Phase::Live
            {
                return Err(failure::sync(trouble, &ready.host).into());
            }
            if status.phase == fulcrum_sync::Phase::Live && ready.engine.details_waiting() == 0 {
                return status::of(&ready).await;
            }
            // Events say when something changed; the timer covers the reading of details, which says nothing.
            tokio::select! {
                _ = events.recv() => {}
                () = tokio::time::sleep(std::time::Duration::from_millis(200)) => {}
            }
        }
    }

    /// How the window looks; the defaults while nobody is connected.
    ///
    /// # Errors
    /// Storage problems.
    pub async fn preferences(&self) -> Result<Preferences, Problem> {
        let Ok(ready) = self.ready() else {
            return Ok(Preferences::default());
        };
        let kept = ready
            .desk
            .read(|tx| tx.preference::<Preferences>("window"))
            .await
            .map_err(failure::desk)?;
        Ok(kept.unwrap_or_default())
    }

    /// Keeps how the window looks.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn set_preferences(&self, preferences: Preferences) -> Result<(), Problem> {
        self.ready()?
            .desk
            .write(fulcrum_cache::Cause::Person, move |tx| {
                tx.set_preference("window", &preferences)
            })
            .await
            .map_err(failure::desk)
    }

    /// Ends the program: held moves are not sent, a write that is on its way is waited for, files are closed.
    pub async fn shutdown(&self) {
        if !self.inner.opened.is_cancelled() {
            self.inner.stop.cancel();
            self.inner.opened.cancelled().await;
        }
        self.cancel_sign_in();
        self.end_downloads().await;
        let _turn = self.inner.turn.lock().await;
        if let Ok(ready) = self.ready() {
            ready.close().await;
        }
        self.release_folder();
        self.set_state(State::Connect);
        self.inner.stop.cancel();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_state(&self, state: State) {
        *self.state() = state;
        self.inner.events.session_changed();
    }

    pub(crate) fn ready(&self) -> Result<Arc<Ready>, Problem> {
        match &*self.state() {
            State::Ready(ready) => Ok(ready.clone()),
            State::Blocked(problem) => Err(problem.clone()),
            State::Opening => Err(Trouble::StillOpening.into()),
            State::Connect | State::ChooseSeat { .. } => Err(Trouble::NotConnected.into()),
        }
    }
}
