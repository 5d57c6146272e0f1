//! `fulcrum doctor` while a window is open: the files are the window's, so the window looks and says what it found. It listens on
//! a socket in the desktop's own folder for running programs, which only this person can enter.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::config::AppConfig;
use crate::view::Health;

/// How long the running program may take to look at everything.
#[cfg(unix)]
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(40);

/// Longest answer that is read, bytes.
#[cfg(unix)]
const LONGEST: u64 = 4 * 1_024 * 1_024;

/// Where the program that works in this folder can be asked; `None` where the desktop has no place for it.
pub(super) fn door(config: &AppConfig) -> Option<PathBuf> {
    let folder = config.data_dir.join(config.profile());
    let name = hex::encode(Sha256::digest(folder.as_os_str().as_encoded_bytes()));
    let short = name.get(..16)?;
    let place = config.runtime_dir.as_ref()?;
    Some(place.join(format!("fulcrum-{short}.sock")))
}

#[cfg(unix)]
mod unix {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{UnixListener, UnixStream};
    use tokio_util::sync::CancellationToken;

    use super::{Health, LONGEST, PATIENCE, Path, door};
    use crate::app::App;

    impl App {
        /// Answers whoever asks how everything stands, until the program ends. To be called by who holds the folder.
        pub(crate) fn open_door(&self) {
            let Some(door) = door(&self.inner.config) else {
                return;
            };
            // Left by a program that ended without a word: the folder is ours, so nobody listens there.
            let _ = std::fs::remove_file(&door);
            let listener = match UnixListener::bind(&door) {
                Ok(listener) => listener,
                Err(error) => {
                    tracing::info!(kind = ?error.kind(), "a doctor will not be answered");
                    return;
                }
            };
            let (app, stop) = (self.clone(), self.inner.stop.clone());
            self.inner.tasks.spawn(async move {
                serve(&app, &listener, &stop).await;
                let _ = std::fs::remove_file(&door);
            });
        }
    }

    impl App {
        /// Nobody finds this program any more; what was asked is still answered.
        pub(crate) fn close_door(&self) {
            if let Some(door) = door(&self.inner.config) {
                let _ = std::fs::remove_file(door);
            }
        }
    }

    async fn serve(app: &App, listener: &UnixListener, stop: &CancellationToken) {
        loop {
            let stream = tokio::select! {
                () = stop.cancelled() => return,
                stream = listener.accept() => stream,
            };
            let Ok((stream, _)) = stream else { continue };
            tokio::select! {
                () = stop.cancelled() => return,
                () = answer(app, stream) => {}
            }
        }
    }

    /// Whoever asks gets an answer or a closed door; neither is this program's trouble.
    async fn answer(app: &App, mut stream: UnixStream) {
        let health = app.check_health().await;
        let Ok(text) = serde_json::to_vec(&health.ok()) else {
            return;
        };
        let _ = stream.write_all(&text).await;
        let _ = stream.shutdown().await;
    }

    /// What the program that works in this folder says; `None` where it does not answer.
    pub(crate) async fn ask(door: &Path) -> Option<Health> {
        let asking = async {
            let stream = UnixStream::connect(door).await.ok()?;
            let mut text = Vec::new();
            stream.take(LONGEST).read_to_end(&mut text).await.ok()?;
            serde_json::from_slice::<Option<Health>>(&text).ok()?
        };
        tokio::time::timeout(PATIENCE, asking).await.ok()?
    }
}

#[cfg(unix)]
pub(crate) use unix::ask;

#[cfg(not(unix))]
mod elsewhere {
    use super::{Health, Path};
    use crate::app::App;

    impl App {
        /// There is no such door on this system.
        pub(crate) const fn open_door(&self) {
            let _ = self;
        }

        pub(crate) const fn close_door(&self) {
            let _ = self;
        }
    }

    pub(crate) async fn ask(_door: &Path) -> Option<Health> {
        None
    }
}

#[cfg(not(unix))]
pub(crate) use elsewhere::ask;
