//! Which of Lever's environments this program works with: production, unless somebody chose the sandbox.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use fulcrum_lever::{Environment, PERMISSIONS};

use crate::app::App;
use crate::failure;
use crate::problem::Trouble;
use crate::view::{self, ConnectGuide, PermissionNeed, Problem, Session};

/// Beside the accounts' folders: one word.
const FILE: &str = "environment";

/// The choice; clones share it. It changes only while nobody is connected.
#[derive(Clone, Debug)]
pub struct ChosenEnvironment {
    sandbox: Arc<AtomicBool>,
    /// Where it is kept; `None`: it was made at the start and holds for this run.
    file: Option<PathBuf>,
}

impl ChosenEnvironment {
    /// As it was chosen last; production where nothing readable is kept.
    pub(crate) fn kept_in(data_dir: &Path) -> Self {
        let file = data_dir.join(FILE);
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        Self {
            file: Some(file),
            ..Self::fixed(Environment::named(kept.trim()).unwrap_or_default())
        }
    }

    /// For this run alone, not to be changed in the window.
    pub fn fixed(environment: Environment) -> Self {
        Self {
            sandbox: Arc::new(AtomicBool::new(environment == Environment::Sandbox)),
            file: None,
        }
    }

    /// Which one it is.
    pub fn get(&self) -> Environment {
        if self.sandbox.load(Ordering::SeqCst) {
            Environment::Sandbox
        } else {
            Environment::Production
        }
    }

    fn choose(&self, environment: Environment) -> std::io::Result<()> {
        if let Some(file) = &self.file {
            std::fs::write(file, environment.as_str())?;
        }
        let sandbox = environment == Environment::Sandbox;
        self.sandbox.store(sandbox, Ordering::SeqCst);
        Ok(())
    }
}

impl App {
    /// What the connect screen shows: environment, permissions with their reasons, addresses to register.
    pub fn connect_guide(&self) -> ConnectGuide {
        let config = &self.inner.config;
        ConnectGuide {
            environment: match config.environment.get() {
                Environment::Production => view::Environment::Production,
                Environment::Sandbox => view::Environment::Sandbox,
            },
            choosable: self.environment_choosable(),
            host: config.host(),
            permissions: PERMISSIONS
                .iter()
                .map(|permission| PermissionNeed {
                    title: permission.title.to_owned(),
                    scope: permission.scope.to_owned(),
                    reads: permission.reads.to_owned(),
                    writes: permission.writes.map(str::to_owned),
                })
                .collect(),
            offline_scope: fulcrum_lever::OFFLINE.to_owned(),
            addresses: config.redirect_uris(),
            patience_seconds: u32::try_from(config.sign_in_patience().as_secs())
                .unwrap_or(u32::MAX),
        }
    }

    fn environment_choosable(&self) -> bool {
        let config = &self.inner.config;
        config.training.is_none() && config.lever_api.is_none() && config.environment.file.is_some()
    }

    /// Chooses the environment while nobody is connected, keeps the choice, and opens what an earlier run left there.
    ///
    /// # Errors
    /// `BadInput` while a seat is connected, or where it was chosen at the start; `ReadOnly`, `DiskFull`.
    pub async fn choose_environment(
        &self,
        environment: view::Environment,
    ) -> Result<Session, Problem> {
        {
            let _turn = self.inner.turn.lock().await;
            self.no_seat()?;
            if !self.environment_choosable() {
                return Err(Trouble::BadInput {
                    why: "Which Lever is asked was said when Fulcrum was started.",
                }
                .into());
            }
            self.cancel_sign_in();
            let environment = match environment {
                view::Environment::Production => Environment::Production,
                view::Environment::Sandbox => Environment::Sandbox,
            };
            self.inner
                .config
                .environment
                .choose(environment)
                .map_err(|error| failure::folder(&error))?;
            // The other environment has a folder of its own.
            self.release_folder();
            self.forget_reconnecting();
        }
        self.open().await;
        Ok(self.session())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_is_kept_and_nonsense_is_production() {
        let folder = tempfile::tempdir().unwrap();
        let chosen = ChosenEnvironment::kept_in(folder.path());
        assert_eq!(chosen.get(), Environment::Production);
        chosen.clone().choose(Environment::Sandbox).unwrap();
        assert_eq!(chosen.get(), Environment::Sandbox);
        let again = ChosenEnvironment::kept_in(folder.path());
        assert_eq!(again.get(), Environment::Sandbox);
        std::fs::write(folder.path().join(FILE), "moon\n").unwrap();
        let nonsense = ChosenEnvironment::kept_in(folder.path());
        assert_eq!(nonsense.get(), Environment::Production);
    }
}
