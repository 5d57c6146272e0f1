//! From a key and a user to a running seat.

use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock, Weak};
use std::time::Duration;

use fulcrum_cache::desk::{Desk, Seat as DeskSeat};
use fulcrum_cache::{
    Cache, Cause, Code, Kind, OnDamage, OpenOptions, Opened, Recovered, Store, Threads,
};
use fulcrum_domain::journey::Deadlines;
use fulcrum_domain::model::User;
use fulcrum_domain::note_reading::Patterns;
use fulcrum_domain::vendor::{Vendor, VendorSetup};
use fulcrum_lever::{Lever, TokioTimer};
use fulcrum_sync::{Engine, Meter, Parts, Rules, Settings};
use fulcrum_vault::{DatabaseKeyName, create_database_key, database_key};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Access, blocking};
use crate::app::App;
use crate::config::AppConfig;
use crate::failure::{self, File};
use crate::health::HealthDesk;
use crate::notices::Notices;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{Problem, ProblemCode, Rights, Seat};
use crate::{dry_run, health, inbox, news, notices, setup};

/// Who was bound, kept as a preference: the desk's own row holds the id only.
const SEAT: &str = "seat";

/// Between two questions while training, ms: the invented vendor answers within seconds.
const TRAINING_POLL_MS: u64 = 2_000;

/// Between two rounds of the slower questions while training, ms.
const TRAINING_ROUND_MS: u64 = 10_000;

const POLL_MS: u64 = 15_000;

/// After a change of what is pending, before the desk is copied: many changes come together.
const SETTLES: Duration = Duration::from_secs(3);

/// Between two copies of the desk.
const BACK_UP_EVERY: Duration = Duration::from_secs(3_600);

impl App {
    /// Opens the files and starts the engine. With no user, the seat that was bound before; `NotConnected` when there is
    /// none.
    pub(super) async fn make_ready(
        &self,
        (lever, access): (Lever, Access),
        meter: Arc<Meter>,
        user: Option<User>,
    ) -> Result<Arc<Ready>, Problem> {
        let config = self.inner.config.clone();
        let folder = self.folder();
        let host = config.host();
        let Files {
            cache,
            desk,
            mended,
            foreign,
        } = self.open_files(folder, host.clone()).await?;
        let seat = match user {
            Some(user) => bind(&desk, user, &host).await?,
            None => match bound(&desk).await? {
                Some(seat) => seat,
                None => {
                    cache.close();
                    desk.close();
                    return Err(Trouble::NotConnected.into());
                }
            },
        };
        let patterns = Patterns::builtin().map_err(|_| Trouble::Internal)?;
        let vendors = setup::vendors(&config, &desk).await?;
        let setups = setup::prepare(&desk, &cache, &config, &vendors).await?;
        let health = Arc::new(HealthDesk::default());
        if let Some((found, at_ms)) = self.found_permissions().take() {
            health.begin_with(found, at_ms);
        }
        let events = self.inner.events.clone();
        let looks = health.clone();
        cache.subscribe(move |changes| {
            events.changed(changes);
            looks.changed(changes);
        });
        let events = self.inner.events.clone();
        let looks = health.clone();
        let asked_for = Arc::new(Notify::new());
        let copy = asked_for.clone();
        desk.subscribe(move |changes| {
            events.changed(changes);
            looks.changed(changes);
            if changes.kinds.contains(&Kind::Intent) {
                copy.notify_one();
            }
        });
        let hurried = config.training.as_ref().is_some_and(|file| !file.real_pace);
        let engine = Engine::start(Parts {
            lever: lever.clone(),
            cache: cache.clone(),
            desk: desk.clone(),
            seat: seat.user.clone(),
            rules: rules(&setups, patterns.clone()),
            vendors: vendors.clone(),
            clock: config.clock.clone(),
            timer: Arc::new(TokioTimer),
            settings: Settings {
                poll_ms: config
                    .poll_ms
                    .unwrap_or(if hurried { TRAINING_POLL_MS } else { POLL_MS }),
                stages_ms: if hurried {
                    TRAINING_ROUND_MS
                } else {
                    Settings::default().stages_ms
                },
                round_ms: if hurried {
                    TRAINING_ROUND_MS
                } else {
                    Settings::default().round_ms
                },
                ..Settings::default()
            },
        });
        let ready = Arc::new(Ready {
            cache,
            desk,
            engine,
            lever,
            access,
            meter,
            vendors,
            patterns,
            seat,
            host,
            training: config.training.is_some(),
            clock: config.clock,
            timer: Arc::new(TokioTimer),
            health,
            zone: config.zone,
            notices: Arc::new(Notices::default()),
            hold: config.hold,
            resend_cooldown_ms: config.resend_cooldown_ms,
            setups: RwLock::new(Arc::new(setups)),
            dry_run: Arc::default(),
            mended: std::sync::Mutex::new(mended),
            jobs: tokio::sync::Mutex::default(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        });
        if foreign {
            let ready = ready.clone();
            ready.tasks.clone().spawn(async move {
                let rules = rules(&ready.setups(), ready.patterns.clone());
                if let Err(trouble) = ready.engine.set_rules(rules).await {
                    tracing::warn!(?trouble, "what was read before was not derived anew");
                }
            });
        }
        ready.tasks.spawn(back_up(
            Arc::downgrade(&ready),
            asked_for,
            ready.stop.clone(),
        ));
        ready.tasks.spawn(inbox::keep(
            Arc::downgrade(&ready),
            self.inner.events.clone(),
            ready.stop.clone(),
        ));
        ready.tasks.spawn(inbox::prune_daily(
            Arc::downgrade(&ready),
            ready.stop.clone(),
        ));
        ready.tasks.spawn(notices::release(
            Arc::downgrade(&ready),
            self.inner.events.clone(),
            ready.stop.clone(),
        ));
        ready
            .tasks
            .spawn(dry_run::drive(Arc::downgrade(&ready), ready.stop.clone()));
        ready.tasks.spawn(health::keep_watch(
            Arc::downgrade(&ready),
            self.inner.events.clone(),
            ready.stop.clone(),
        ));
        ready.tasks.spawn(news::forward(
            Arc::downgrade(&ready),
            ready.engine.events(),
            self.inner.events.clone(),
            ready.stop.clone(),
        ));
        Ok(ready)
    }

    async fn open_files(&self, folder: PathBuf, host: String) -> Result<Files, Problem> {
        let config = self.inner.config.clone();
        blocking(move || {
            if config.training.is_some() {
                claim(&folder, &host)?;
            }
            let desk = open_desk(&config, &folder)?;
            let (cache, wrong_key) =
                open_cache(&config, &folder).inspect_err(|_| desk.store.close())?;
            let rebuilt = wrong_key || cache.recovered == Recovered::Rebuilt;
            Ok(Files {
                mended: mended(&desk.store, rebuilt)?,
                foreign: desk.recovered == Recovered::Created
                    && cache.recovered == Recovered::Nothing,
                cache: cache.store,
                desk: desk.store,
            })
        })
        .await
    }
}

/// The two open files of a seat.
struct Files {
    cache: Store<Cache>,
    desk: Store<Desk>,
    /// What opening had to mend.
    mended: Option<Problem>,
    /// The cache was there before there was a desk: it was read under other rules than this seat's.
    foreign: bool,
}

/// Copies the desk after the start, a moment after something was asked for or settled, and every hour, until told to stop:
/// what is pending must not depend on an orderly end.
async fn back_up(ready: Weak<Ready>, asked_for: Arc<Notify>, stop: CancellationToken) {
    loop {
        match ready.upgrade() {
            Some(ready) => ready.back_up().await,
            None => return,
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(BACK_UP_EVERY) => {}
            () = asked_for.notified() => tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(SETTLES) => {}
            }
        }
    }
}

/// The seat's own file.
const DESK: &str = "desk.db";

/// The rebuildable file.
const CACHE: &str = "cache.db";

/// Names the training server the files belong to.
const SERVER: &str = "server";

/// Makes a training folder this server's. What another invented world has left there belongs to one that is gone.
pub(crate) fn claim(folder: &Path, host: &str) -> Result<(), Problem> {
    if same_server(folder, host) {
        return Ok(());
    }
    clear(folder)?;
    std::fs::write(folder.join(SERVER), host).map_err(|error| failure::folder(&error).into())
}

fn same_server(folder: &Path, host: &str) -> bool {
    std::fs::read_to_string(folder.join(SERVER)).is_ok_and(|kept| kept == host)
}

fn clear(folder: &Path) -> Result<(), Problem> {
    std::fs::remove_dir_all(folder)
        .and_then(|()| std::fs::create_dir_all(folder))
        .map_err(|error| failure::folder(&error).into())
}

fn options(config: &AppConfig, path: PathBuf, key: fulcrum_vault::DatabaseKey) -> OpenOptions {
    OpenOptions {
        path,
        key,
        threads: Threads::WINDOW,
        clock: config.clock.clone(),
        on_damage: OnDamage::Recover,
    }
}

fn open_desk(config: &AppConfig, folder: &Path) -> Result<Opened<Desk>, Problem> {
    let path = folder.join(DESK);
    let vault = |error| Problem::from(failure::vault(&error));
    let secrets = config.secrets.as_ref();
    let kept = database_key(secrets, config.profile(), DatabaseKeyName::Desk).map_err(vault)?;
    if kept.is_none() && path.exists() {
        // A lost key is told and never papered over: pending moves are in there.
        return Err(unreadable(&path).into());
    }
    let key =
        create_database_key(secrets, config.profile(), DatabaseKeyName::Desk).map_err(vault)?;
    let opened =
        Store::open_desk(&options(config, path.clone(), key)).map_err(
            |error| match failure::store(&error, File::Desk) {
                Trouble::DeskUnreadable { .. } => unreadable(&path),
                other => other,
            },
        )?;
    tracing::info!(recovered = ?opened.recovered, "desk opened");
    Ok(opened)
}

fn unreadable(path: &Path) -> Trouble {
    Trouble::DeskUnreadable {
        waiting: fulcrum_cache::desk::pending(path).map_or(0, |list| list.len()),
    }
}

/// Whether it was begun again for want of its key comes with it.
fn open_cache(config: &AppConfig, folder: &Path) -> Result<(Opened<Cache>, bool), Problem> {
    let said = |error: &fulcrum_cache::Error| Problem::from(failure::store(error, File::Cache));
    let vault = |error| Problem::from(failure::vault(&error));
    let secrets = config.secrets.as_ref();
    let key =
        create_database_key(secrets, config.profile(), DatabaseKeyName::Cache).map_err(vault)?;
    let options = options(config, folder.join(CACHE), key);
    let (opened, wrong_key) = match Store::open_cache(&options) {
        // Lever can give it again: a file whose key is lost is not worth keeping.
        Err(error) if error.code() == Code::WrongKey => {
            discard_cache(folder)?;
            (Store::open_cache(&options), true)
        }
        other => (other, false),
    };
    let opened = opened.map_err(|error| said(&error))?;
    tracing::info!(recovered = ?opened.recovered, wrong_key, "cache opened");
    Ok((opened, wrong_key))
}

/// Removes the rebuildable file.
pub(super) fn discard_cache(folder: &Path) -> Result<(), Problem> {
    for suffix in ["", "-wal", "-shm"] {
        match std::fs::remove_file(folder.join(format!("{CACHE}{suffix}"))) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(failure::folder(&error).into());
            }
            _ => {}
        }
    }
    Ok(())
}

/// What opening had to mend. The seat's own file counts more: only it can have lost something.
fn mended(desk: &Store<Desk>, cache_rebuilt: bool) -> Result<Option<Problem>, Problem> {
    let lost = desk.read_blocking(|tx| tx.lost()).map_err(failure::desk)?;
    let trouble = match lost {
        Some(lost) if lost.restored => Some(Trouble::DeskRestored {
            missing: lost.moves.len(),
        }),
        Some(lost) => Some(Trouble::DeskBegunAnew {
            missing: lost.moves.len(),
        }),
        None if cache_rebuilt => Some(Trouble::CacheRebuilt),
        None => None,
    };
    Ok(trouble.map(Problem::from))
}

/// Sets a desk aside that cannot be read, and begins a new one. One that can be read is left alone.
pub(super) fn begin_desk_anew(config: &AppConfig, folder: &Path) -> Result<(), Problem> {
    let said = |error: &fulcrum_cache::Error| Problem::from(failure::store(error, File::Desk));
    match open_desk(config, folder) {
        Ok(desk) => {
            desk.store.close();
            Ok(())
        }
        Err(problem) if problem.code == ProblemCode::DeskLost => {
            let secrets = config.secrets.as_ref();
            let key = create_database_key(secrets, config.profile(), DatabaseKeyName::Desk)
                .map_err(|error| Problem::from(failure::vault(&error)))?;
            let options = options(config, folder.join(DESK), key);
            let opened = Store::begin_anew(&options).map_err(|error| said(&error))?;
            opened.store.close();
            Ok(())
        }
        Err(problem) => Err(problem),
    }
}

async fn bind(desk: &Store<Desk>, user: User, host: &str) -> Result<Seat, Problem> {
    let seat = Seat {
        user: user.id,
        name: user.name,
        email: user.email,
        rights: Rights::of(&user.access_role),
        role: user.access_role,
        account: host.to_owned(),
    };
    let kept = (seat.name.clone(), seat.email.clone(), seat.role.clone());
    let row = DeskSeat {
        user: seat.user.clone(),
        account: seat.account.clone(),
    };
    desk.write(Cause::Person, move |tx| {
        tx.set_seat(Some(&row))?;
        tx.set_preference(SEAT, &kept)
    })
    .await
    .map_err(failure::desk)?;
    Ok(seat)
}

async fn bound(desk: &Store<Desk>) -> Result<Option<Seat>, Problem> {
    let (row, kept) = desk
        .read(|tx| Ok((tx.seat()?, tx.preference::<(String, String, String)>(SEAT)?)))
        .await
        .map_err(failure::desk)?;
    let (name, email, role) = kept.unwrap_or_default();
    Ok(row.map(|row| Seat {
        user: row.user,
        name,
        email,
        rights: Rights::of(&role),
        role,
        account: row.account,
    }))
}

pub(crate) fn rules(setups: &[VendorSetup], patterns: Patterns) -> Rules {
    Rules {
        // JobTwine's side is read once its set-up names a stage.
        setups: setups
            .iter()
            .filter(|setup| setup.vendor == Vendor::MyInterview || setup.trigger_stage.is_some())
            .cloned()
            .collect(),
        patterns,
        deadlines: Deadlines::DEFAULT,
    }
}
