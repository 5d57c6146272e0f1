//! Removing everything: files, keyring, the window's own files, what starts the program by itself. In an order in which the
//! keys go first, so that what is left when it is cut short cannot be read; and with a mark, so that the next start ends it.

mod marker;
mod places;
mod session;

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fulcrum_cache::desk::{Desk, Export, pending};
use fulcrum_cache::{OnDamage, OpenOptions, Store, Threads};
use fulcrum_vault::{DatabaseKeyName, SecretName, SecretStore, VaultError, database_key};

use self::marker::Marker;
use self::places::{Found, Places};
use super::receipt;
use crate::config::AppConfig;
use crate::failure;
use crate::view::{LeftBehind, Problem, Receipt, SavedFile, WipeLine, WipePlan};

/// Kinds of things that go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Cache,
    Desk,
    Copies,
    Lists,
    Other,
    Keyring,
    Webview,
    Notifications,
    Autostart,
    Saved,
}

/// A wipe that can be carried out: nobody else works in the folder, for as long as this value lives.
pub struct Wipe {
    config: AppConfig,
    places: Places,
    /// Locks of the accounts that are concerned and not held by the caller.
    held: Vec<(PathBuf, File)>,
    saved: Option<Vec<Export>>,
    waiting: u32,
}

impl Wipe {
    /// Looks at what is here. Waits for the keyring: not for a thread that must not block.
    ///
    /// # Errors
    /// `Busy` while another Fulcrum works in the folder.
    pub fn prepare(config: &AppConfig) -> Result<Self, Problem> {
        Self::looked_at(config, &[], None)
    }

    /// `ours`: accounts whose lock the caller holds. `saved`: what the caller knows of files that were saved elsewhere.
    fn looked_at(
        config: &AppConfig,
        ours: &[&str],
        saved: Option<Vec<Export>>,
    ) -> Result<Self, Problem> {
        let places = Places::of(config);
        let mut held = Vec::new();
        for profile in places.profiles.iter().filter(|one| !ours.contains(*one)) {
            let path = places.lock(profile);
            if let Some(lock) = places::try_hold(&path)? {
                held.push((path, lock));
            }
        }
        let mut waiting = 0_usize;
        let mut found = Some(Vec::new());
        for profile in &places.profiles {
            let desk = places.folder(profile).join("desk.db");
            waiting += pending(&desk).map_or(0, |list| list.len());
            if saved.is_none() && desk.exists() {
                found = found
                    .zip(exports(config, profile, &desk))
                    .map(|(mut all, some)| {
                        all.extend(some);
                        all
                    });
            }
        }
        Ok(Self {
            config: config.clone(),
            places,
            held,
            saved: saved.or(found),
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
        })
    }

    /// What would go, and what was saved elsewhere.
    pub fn plan(&self) -> WipePlan {
        let mut tally = Tally::default();
        for Found { what, bytes, .. } in self.places.files() {
            tally.add(what, bytes);
        }
        WipePlan {
            training: self.config.training.is_some(),
            removes: tally.lines(),
            saved: self.saved.as_ref().map(|saved| {
                saved
                    .iter()
                    .filter(|file| file.path.exists())
                    .map(|file| SavedFile {
                        path: shown(&file.path),
                        bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX),
                    })
                    .collect()
            }),
            waiting: self.waiting,
        }
    }

    /// The plan in words.
    pub fn plan_text(&self) -> Vec<String> {
        receipt::plan(&self.plan().removes)
    }

    /// Removes everything, and with `saved_files` also what was saved elsewhere. Waits for the keyring. Whatever cannot be
    /// removed is in the receipt, with why; as long as something is, the mark stays and the next start tries again.
    pub fn carry_out(self, saved_files: bool) -> Receipt {
        let marker = Marker {
            began_ms: self.config.clock.now_ms(),
            saved: if saved_files {
                self.saved.iter().flatten().cloned().collect()
            } else {
                Default::default()
            },
        };
        // Where it cannot be written, nothing can be removed there either, and that is what the receipt says.
        let _ = marker.write(&self.places.marker());
        let Self {
            config,
            places,
            held,
            saved,
            ..
        } = self;
        let mut left = Vec::new();
        match saved {
            None => left.push(stays(
                "Files that were saved elsewhere",
                "Which they are cannot be read: the list is in a file whose key is not at hand.",
            )),
            Some(saved) if !saved_files => left.extend(
                saved
                    .iter()
                    .filter(|file| file.path.exists())
                    .map(|file| stays(shown(&file.path), "You saved it, and it was to stay.")),
            ),
            Some(_) => {}
        }
        let mut receipt = remove(&config, &places, &marker, false);
        receipt.left.extend(left);
        drop(held);
        if receipt.is_complete() {
            places.close();
        }
        receipt
    }
}

/// Ends what an earlier run had begun, if its mark is there and nobody works in the folder. `ours`: accounts whose lock the caller
/// holds.
fn resume(config: &AppConfig, ours: &[&str]) -> Option<Receipt> {
    let mut ended = None;
    for places in Places::all(config) {
        let path = places.marker();
        let Some(marker) = Marker::read(&path) else {
            continue;
        };
        let others = places.profiles.iter().filter(|one| !ours.contains(*one));
        let held: Result<Vec<_>, _> = others
            .map(|profile| places::try_hold(&places.lock(profile)))
            .collect();
        // Somebody is at work there; a later start will end it.
        let Ok(_held) = held else { continue };
        let receipt = remove(config, &places, &marker, true);
        if receipt.is_complete() {
            places.close();
        }
        ended = Some(receipt);
    }
    ended
}

fn remove(config: &AppConfig, places: &Places, marker: &Marker, resumed: bool) -> Receipt {
    let mut tally = Tally::default();
    let mut left = Vec::new();
    // Without their keys the files say nothing any more, whatever becomes of them.
    empty_keyring(config.secrets.as_ref(), places, &mut tally, &mut left);
    for found in places.files() {
        match std::fs::remove_file(&found.path) {
            Ok(()) => tally.add(found.what, found.bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => left.push(kept(shown(&found.path), said(&error))),
        }
    }
    places.remove_folders();
    for file in &marker.saved {
        remove_saved(file, &mut tally, &mut left);
    }
    Receipt {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        training: places.training,
        began_ms: marker.began_ms,
        ended_ms: config.clock.now_ms(),
        resumed,
        removed: tally.lines(),
        left,
    }
}

fn empty_keyring(
    secrets: &dyn SecretStore,
    places: &Places,
    tally: &mut Tally,
    left: &mut Vec<LeftBehind>,
) {
    for profile in &places.profiles {
        for name in SecretName::ALL {
            let removed = secrets.get(profile, name).and_then(|kept| match kept {
                Some(_) => secrets.delete(profile, name).map(|()| true),
                None => Ok(false),
            });
            match removed {
                Ok(true) => tally.add(What::Keyring, 0),
                Ok(false) => {}
                Err(error) => {
                    left.push(kept("Entries in the keyring", vault_said(&error)));
                    // Each one would wait for the same question.
                    return;
                }
            }
        }
    }
}

/// Another length means another file: somebody changed or replaced it, and it is theirs.
fn remove_saved(file: &Export, tally: &mut Tally, left: &mut Vec<LeftBehind>) {
    let Ok(there) = std::fs::metadata(&file.path) else {
        return;
    };
    if there.len() != file.bytes {
        left.push(stays(
            shown(&file.path),
            "It was changed or replaced since Fulcrum saved it.",
        ));
        return;
    }
    match std::fs::remove_file(&file.path) {
        Ok(()) => tally.add(What::Saved, file.bytes),
        Err(error) => left.push(kept(shown(&file.path), said(&error))),
    }
}

/// The files that a desk knows of; `None` when it cannot be read.
fn exports(config: &AppConfig, profile: &str, path: &Path) -> Option<Vec<Export>> {
    let key = database_key(config.secrets.as_ref(), profile, DatabaseKeyName::Desk).ok()??;
    let opened = Store::<Desk>::open_desk(&OpenOptions {
        path: path.to_owned(),
        key,
        threads: Threads::Inline,
        clock: Arc::clone(&config.clock),
        on_damage: OnDamage::Refuse,
    })
    .ok()?;
    let exports = opened.store.read_blocking(|tx| tx.exports()).ok();
    opened.store.close();
    exports
}

/// Removes what a closing window wrote into the webview's folders after a wipe. What cannot be removed says nothing of anybody.
pub fn clear_webview(folders: &[PathBuf]) {
    places::clear(folders);
}

/// How many of each kind.
#[derive(Default)]
struct Tally(std::collections::BTreeMap<What, (u32, u64)>);

impl Tally {
    fn add(&mut self, what: What, bytes: u64) {
        let (count, sum) = self.0.entry(what).or_default();
        *count = count.saturating_add(1);
        *sum = sum.saturating_add(bytes);
    }

    fn lines(&self) -> Vec<WipeLine> {
        self.0
            .iter()
            .map(|(what, (count, bytes))| receipt::line(*what, *count, *bytes))
            .collect()
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn stays(what: impl Into<String>, why: &str) -> LeftBehind {
    LeftBehind {
        what: what.into(),
        why: why.to_owned(),
        wanted: true,
    }
}

fn kept(what: impl Into<String>, why: String) -> LeftBehind {
    LeftBehind {
        what: what.into(),
        why,
        wanted: false,
    }
}

fn said(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "Its folder is read-only for this user. Give the user write access, then wipe again."
        }
        _ => "The system did not remove it. Close what uses it, then wipe again.",
    }
    .to_owned()
}

fn vault_said(error: &VaultError) -> String {
    let problem = Problem::from(failure::vault(error));
    format!("{} {}", problem.sentence, problem.way_out)
}
