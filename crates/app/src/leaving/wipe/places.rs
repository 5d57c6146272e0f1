//! Where something of Fulcrum can be. Only what Fulcrum is known to write is touched: somebody may have named any folder as its
//! data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::What;
use crate::config::AppConfig;
use crate::problem::Trouble;
use crate::view::Problem;

/// The real account, and the training beside it.
const ACCOUNT: &str = "account";
const TRAINING: &str = "training";

/// Locks of the program that was started first.
const FIRST: &str = "first.lock";
const FIRST_TRAINING: &str = "first-training.lock";

/// A file that goes.
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) what: What,
    pub(super) bytes: u64,
}

/// What one wipe is about.
#[derive(Clone, Debug)]
pub(super) struct Places {
    data: PathBuf,
    /// The training alone; otherwise the account and the training.
    pub(super) training: bool,
    /// Names of the accounts, in the folder and in the keyring.
    pub(super) profiles: Vec<&'static str>,
    webview: Vec<PathBuf>,
    autostart: Vec<PathBuf>,
}

impl Places {
    /// Those of a start with this configuration: of a training itself alone, and otherwise everything.
    pub(super) fn of(config: &AppConfig) -> Self {
        Self::with(config, config.training.is_some())
    }

    /// Both wipes that there can be.
    pub(super) fn all(config: &AppConfig) -> [Self; 2] {
        [Self::with(config, true), Self::with(config, false)]
    }

    fn with(config: &AppConfig, training: bool) -> Self {
        let profiles = if training {
            vec![TRAINING]
        } else {
            vec![ACCOUNT, TRAINING]
        };
        Self {
            data: config.data_dir.clone(),
            training,
            profiles,
            webview: config.webview_dirs.clone(),
            // Nobody starts a training by itself.
            autostart: if training {
                Vec::new()
            } else {
                config.autostart.clone()
            },
        }
    }

    pub(super) fn folder(&self, profile: &str) -> PathBuf {
        self.data.join(profile)
    }

    /// The lock of an account, as a running program holds it.
    pub(super) fn lock(&self, profile: &str) -> PathBuf {
        self.folder(profile).with_extension("lock")
    }

    pub(super) fn marker(&self) -> PathBuf {
        self.data.join(if self.training {
            "wiping-training"
        } else {
            "wiping"
        })
    }

    /// Everything that is there.
    pub(super) fn files(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for profile in &self.profiles {
            let folder = self.folder(profile);
            below(&folder, &[], &mut |path, bytes| {
                let what = kind_of(&path);
                found.push(Found { path, what, bytes });
            });
        }
        if !self.others_at_work() {
            for folder in &self.webview {
                below(folder, &not_the_webviews(folder), &mut |path, bytes| {
                    let what = What::Webview;
                    found.push(Found { path, what, bytes });
                });
            }
        }
        for path in &self.autostart {
            if let Ok(meta) = std::fs::symlink_metadata(path) {
                found.push(Found {
                    path: path.clone(),
                    what: What::Autostart,
                    bytes: meta.len(),
                });
            }
        }
        found
    }

    /// A training shares the webview's files with the real account, which may be open.
    fn others_at_work(&self) -> bool {
        self.training && try_hold_quietly(&self.lock(ACCOUNT)).is_err()
    }

    /// Removes the folders that are empty now. What is left in one was named already.
    pub(super) fn remove_folders(&self) {
        for profile in &self.profiles {
            remove_empty(&self.folder(profile));
        }
        if !self.others_at_work() {
            for folder in &self.webview {
                remove_empty(folder);
            }
        }
    }

    /// Ends a wipe of which nothing is left: locks, the mark, the folder.
    pub(super) fn close(&self) {
        let first = if self.training {
            vec![FIRST_TRAINING]
        } else {
            vec![FIRST, FIRST_TRAINING]
        };
        let locks = self.profiles.iter().map(|profile| self.lock(profile));
        let first = first.into_iter().map(|name| self.data.join(name));
        // The mark last: until then the next start ends it.
        for path in locks.chain(first).chain([self.marker()]) {
            let _ = std::fs::remove_file(path);
        }
        let _ = std::fs::remove_dir(&self.data);
    }
}

/// On some systems the webview's folder is the program's own; the accounts in it are not the webview's.
fn not_the_webviews(folder: &Path) -> Vec<PathBuf> {
    [
        ACCOUNT,
        TRAINING,
        "account.lock",
        "training.lock",
        FIRST,
        FIRST_TRAINING,
        "wiping",
        "wiping-training",
    ]
    .map(|name| folder.join(name))
    .to_vec()
}

/// Empties folders of the webview.
pub(super) fn clear(folders: &[PathBuf]) {
    for folder in folders {
        below(folder, &not_the_webviews(folder), &mut |path, _| {
            let _ = std::fs::remove_file(path);
        });
        remove_empty(folder);
    }
}

fn kind_of(path: &Path) -> What {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let has = |part: &str| name.contains(part);
    if has(".bak") || has(".lost") || has(".restored") {
        What::Copies
    } else if has(".pending") {
        What::Lists
    } else if name.starts_with("cache.db") {
        What::Cache
    } else if name.starts_with("desk.db") {
        What::Desk
    } else {
        What::Other
    }
}

/// Every file below a folder; a link is one, wherever it leads.
fn below(folder: &Path, except: &[PathBuf], tell: &mut impl FnMut(PathBuf, u64)) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if except.contains(&path) {
            continue;
        }
        match entry.metadata() {
            Ok(meta) if meta.is_dir() => below(&path, &[], tell),
            Ok(meta) => tell(path, meta.len()),
            Err(_) => tell(path, 0),
        }
    }
}

fn remove_empty(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_empty(&entry.path());
        }
    }
    let _ = std::fs::remove_dir(folder);
}

/// Takes an account's lock, so that nobody begins there meanwhile; `None` where there is no such account.
///
/// # Errors
/// `Busy` while another program holds it.
pub(super) fn try_hold(path: &Path) -> Result<Option<File>, Problem> {
    try_hold_quietly(path).map_err(Problem::from)
}

fn try_hold_quietly(path: &Path) -> Result<Option<File>, Trouble> {
    let Ok(file) = OpenOptions::new().write(true).open(path) else {
        return Ok(None);
    };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Trouble::Busy),
        _ => Ok(Some(file)),
    }
}
