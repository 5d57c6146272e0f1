//! Files from the vendors' secure links: fetched in the background, stopped, resumed, and shown in their folder. Links are
//! bearer secrets: they are read when they are needed, and kept in no list, event or log.

mod fetch;
mod file;
mod kind;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fulcrum_domain::journey::JourneyKey;
use tokio_util::sync::CancellationToken;

pub(crate) use file::{plain_name, write_new};

use crate::app::App;
use crate::events::AppEvent;
use crate::failure;
use crate::links;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{Download, DownloadState, Problem, ResultPart};
use fetch::{End, Fetch, Validator};

/// Bytes of a report; a scan of many pages is smaller.
const LARGEST_REPORT: i64 = 200 * 1024 * 1024;
/// Bytes of a recording; hours of high resolution are smaller.
const LARGEST_VIDEO: i64 = 16 * 1024 * 1024 * 1024;

/// Downloads of this run of the program.
#[derive(Default)]
pub(crate) struct Downloads {
    list: Mutex<List>,
}

#[derive(Default)]
struct List {
    last: u32,
    held: BTreeMap<u32, Held>,
}

/// One download with what the window need not know.
struct Held {
    shown: Download,
    /// The part file while it is not whole, the file afterwards.
    path: PathBuf,
    /// The answer's own mark, so that two versions of a file are never glued together.
    validator: Option<Validator>,
    /// The person allowed the host for this download.
    allow_host: bool,
    /// Ends the task that fetches.
    stop: CancellationToken,
}

impl App {
    /// Downloads of this run, oldest first.
    pub fn downloads(&self) -> Vec<Download> {
        let list = self.downloading();
        list.held.values().map(|held| held.shown.clone()).collect()
    }

    /// Fetches a report or a recording into the person's folder for downloads. What is already on its way, or stopped, goes
    /// on instead of being fetched twice. `allow_host` allows an unknown host this once.
    ///
    /// # Errors
    /// `NotFound` without such a link; `LinkRefused`; `ReadOnly` or `DiskFull` for the folder; storage problems.
    pub async fn download_result(
        &self,
        journey: &JourneyKey,
        part: ResultPart,
        allow_host: bool,
    ) -> Result<Download, Problem> {
        let ready = self.ready()?;
        // Refused before anything is written.
        self.checked_link(&ready, journey, part, allow_host).await?;
        let underway = self.downloading().held.iter().find_map(|(id, held)| {
            let same =
                held.shown.journey.as_ref() == Some(journey) && held.shown.part == Some(part);
            (same && held.shown.state != DownloadState::Done).then_some(*id)
        });
        let id = match underway {
            Some(id) => id,
            None => self.reserve(&ready, journey, part, allow_host).await?,
        };
        if self.shown(id)?.state == DownloadState::Stopped {
            self.fetch(&ready, id)?;
        }
        self.shown(id)
    }

    /// Stops a download. What is here stays, so that it can be resumed.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn stop_download(&self, id: u32) -> Result<(), Problem> {
        let list = self.downloading();
        let held = list.held.get(&id).ok_or_else(gone)?;
        held.stop.cancel();
        Ok(())
    }

    /// Goes on with a stopped download, with the link as it stands now.
    ///
    /// # Errors
    /// As [`App::download_result`].
    pub async fn resume_download(&self, id: u32) -> Result<(), Problem> {
        let ready = self.ready()?;
        let (journey, part, allow_host) = self.wanted(id)?;
        self.checked_link(&ready, &journey, part, allow_host)
            .await?;
        self.fetch(&ready, id)
    }

    /// Forgets a download. What is not whole is removed; a whole file stays where it is.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn drop_download(&self, id: u32) -> Result<(), Problem> {
        let held = self.downloading().held.remove(&id).ok_or_else(gone)?;
        held.stop.cancel();
        if held.shown.state == DownloadState::Stopped {
            // A running task removes its own part when it ends.
            let _ = tokio::fs::remove_file(&held.path).await;
        }
        Ok(())
    }

    /// Where a whole file is.
    ///
    /// # Errors
    /// `NotFound` for a download that is not whole, or a file that was moved away.
    pub fn downloaded_file(&self, id: u32) -> Result<PathBuf, Problem> {
        let list = self.downloading();
        list.held
            .get(&id)
            .filter(|held| held.shown.state == DownloadState::Done && held.path.exists())
            .map(|held| held.path.clone())
            .ok_or_else(|| Trouble::NotFound { what: "file" }.into())
    }

    /// The person's folder for downloads.
    pub(crate) fn downloads_dir(&self) -> Result<PathBuf, Problem> {
        let folder = self.inner.config.downloads_dir.clone();
        folder.ok_or_else(|| Trouble::NoDownloadsFolder.into())
    }

    /// Puts a file that was written here among the downloads, so that it can be shown in its folder.
    pub(crate) fn written(
        &self,
        journey: Option<JourneyKey>,
        path: PathBuf,
        bytes: i64,
    ) -> Download {
        let mut list = self.downloading();
        list.add(Held {
            shown: Download {
                id: 0,
                journey,
                part: None,
                name: name_of(&path),
                state: DownloadState::Done,
                received: bytes,
                total: Some(bytes),
                problem: None,
            },
            path,
            validator: None,
            allow_host: false,
            stop: CancellationToken::new(),
        })
    }

    /// Stops everything; parts are removed, since nobody can resume them after the end of the program.
    pub(crate) async fn end_downloads(&self) {
        let held: Vec<Held> = {
            let mut list = self.downloading();
            std::mem::take(&mut list.held).into_values().collect()
        };
        for held in held {
            held.stop.cancel();
            if held.shown.state == DownloadState::Stopped {
                let _ = tokio::fs::remove_file(&held.path).await;
            }
        }
    }

    async fn reserve(
        &self,
        ready: &Ready,
        journey: &JourneyKey,
        part: ResultPart,
        allow_host: bool,
    ) -> Result<u32, Problem> {
        let folder = self.downloads_dir()?;
        let name = file::name(
            part,
            posting_of(ready, journey).await?.as_deref(),
            journey.round,
        );
        let path = file::new_part(&folder, &name)
            .await
            .map_err(|error| failure::folder(&error))?;
        let shown = self.downloading().add(Held {
            shown: Download {
                id: 0,
                journey: Some(journey.clone()),
                part: Some(part),
                name,
                state: DownloadState::Stopped,
                received: 0,
                total: None,
                problem: None,
            },
            path,
            validator: None,
            allow_host,
            stop: CancellationToken::new(),
        });
        Ok(shown.id)
    }

    /// Starts the task that fetches, unless it runs.
    fn fetch(&self, ready: &Arc<Ready>, id: u32) -> Result<(), Problem> {
        let stop = self.inner.stop.child_token();
        let (shown, part) = {
            let mut list = self.downloading();
            let held = list.held.get_mut(&id).ok_or_else(gone)?;
            if held.shown.state != DownloadState::Stopped {
                return Ok(());
            }
            held.stop = stop.clone();
            held.shown.state = DownloadState::Running;
            held.shown.problem = None;
            (held.shown.clone(), held.path.clone())
        };
        self.inner.events.send(AppEvent::Download(shown));
        let (app, ready) = (self.clone(), ready.clone());
        self.inner.tasks.spawn(async move {
            let end = app.fetched(&ready, id, &stop).await;
            app.settle(id, &part, end).await;
        });
        Ok(())
    }

    /// Fetches until whole or stopped. A link that has expired is read anew in Lever, once.
    async fn fetched(
        &self,
        ready: &Ready,
        id: u32,
        stop: &CancellationToken,
    ) -> Result<End, Problem> {
        let (journey, part, allow_host) = self.wanted(id)?;
        let link = self.checked_link(ready, &journey, part, allow_host).await?;
        match self.attempt(ready, id, part, &link, stop).await? {
            End::Expired => {}
            end => return Ok(end),
        }
        ready
            .engine
            .refresh(&journey.opportunity)
            .await
            .map_err(|trouble| Problem::from(failure::sync(&trouble, &ready.host)))?;
        let fresh = self.checked_link(ready, &journey, part, allow_host).await?;
        if fresh == link {
            return Err(Trouble::LinkExpired.into());
        }
        match self.attempt(ready, id, part, &fresh, stop).await? {
            End::Expired => Err(Trouble::LinkExpired.into()),
            end => Ok(end),
        }
    }

    async fn attempt(
        &self,
        ready: &Ready,
        id: u32,
        part: ResultPart,
        link: &str,
        stop: &CancellationToken,
    ) -> Result<End, Problem> {
        let (path, validator) = {
            let list = self.downloading();
            let held = list.held.get(&id).ok_or_else(gone)?;
            (held.path.clone(), held.validator.clone())
        };
        let fetch = Fetch {
            link,
            part: &path,
            kind: part,
            largest: match part {
                ResultPart::Report => LARGEST_REPORT,
                ResultPart::Video => LARGEST_VIDEO,
            },
            validator,
            training: ready.training,
        };
        fetch
            .run(stop, |progress| {
                let shown = {
                    let mut list = self.downloading();
                    list.held.get_mut(&id).map(|held| {
                        held.validator = progress.validator;
                        held.shown.received = progress.received;
                        held.shown.total = progress.total;
                        held.shown.clone()
                    })
                };
                if let Some(shown) = shown {
                    self.inner.events.send(AppEvent::Download(shown));
                }
            })
            .await
    }

    /// What became of it: whole, stopped by the person, or stopped by something else.
    async fn settle(&self, id: u32, part: &Path, end: Result<End, Problem>) {
        let name = self
            .downloading()
            .held
            .get(&id)
            .map(|held| held.shown.name.clone());
        let Some(name) = name else {
            // Dropped meanwhile.
            let _ = tokio::fs::remove_file(part).await;
            return;
        };
        let done = match end {
            Ok(End::Whole { extension }) => file::finish(part, &name, extension)
                .await
                .map(Some)
                .map_err(|error| Problem::from(failure::folder(&error))),
            Ok(End::Stopped | End::Expired) => Ok(None),
            Err(problem) => Err(problem),
        };
        let shown = {
            let mut list = self.downloading();
            let Some(held) = list.held.get_mut(&id) else {
                return;
            };
            match done {
                Ok(Some(path)) => {
                    held.shown.name = name_of(&path);
                    held.path = path;
                    held.shown.state = DownloadState::Done;
                    held.shown.total = Some(held.shown.received);
                }
                Ok(None) => held.shown.state = DownloadState::Stopped,
                Err(problem) => {
                    tracing::warn!(code = ?problem.code, "a download stopped");
                    held.shown.state = DownloadState::Stopped;
                    held.shown.problem = Some(problem);
                }
            }
            held.shown.clone()
        };
        self.remember(id, &shown).await;
        self.inner.events.send(AppEvent::Download(shown));
    }

    /// A whole file goes with the person it is about.
    async fn remember(&self, id: u32, shown: &Download) {
        let (Ok(ready), Ok(path), Some(journey)) =
            (self.ready(), self.downloaded_file(id), &shown.journey)
        else {
            return;
        };
        let Ok(file) = tokio::fs::metadata(&path).await else {
            return;
        };
        let about = vec![journey.opportunity.clone()];
        if let Err(problem) = ready.remember_export(path, file.len(), about).await {
            tracing::warn!(code = ?problem.code, "a download will not go with its person");
        }
    }

    async fn checked_link(
        &self,
        ready: &Ready,
        journey: &JourneyKey,
        part: ResultPart,
        allow_host: bool,
    ) -> Result<String, Problem> {
        let link = ready.result_link(journey, part).await?;
        let hosts = ready.setup_of(journey.vendor).hosts;
        links::checked(&link, &hosts, allow_host, ready.training)
    }

    fn wanted(&self, id: u32) -> Result<(JourneyKey, ResultPart, bool), Problem> {
        let list = self.downloading();
        let held = list.held.get(&id).ok_or_else(gone)?;
        match (held.shown.journey.clone(), held.shown.part) {
            (Some(journey), Some(part)) => Ok((journey, part, held.allow_host)),
            _ => Err(gone()),
        }
    }

    fn shown(&self, id: u32) -> Result<Download, Problem> {
        let list = self.downloading();
        let held = list.held.get(&id).ok_or_else(gone)?;
        Ok(held.shown.clone())
    }

    fn downloading(&self) -> MutexGuard<'_, List> {
        self.inner
            .downloads
            .list
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl List {
    fn add(&mut self, mut held: Held) -> Download {
        self.last += 1;
        held.shown.id = self.last;
        let shown = held.shown.clone();
        self.held.insert(self.last, held);
        shown
    }
}

fn gone() -> Problem {
    Trouble::NotFound { what: "download" }.into()
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The posting's title: a file is named after it and the round, never after the candidate.
pub(crate) async fn posting_of(
    ready: &Ready,
    journey: &JourneyKey,
) -> Result<Option<String>, Problem> {
    let id = journey.opportunity.clone();
    ready
        .cache
        .read(move |tx| Ok(tx.card(&id)?.and_then(|card| card.posting_title)))
        .await
        .map_err(failure::cache)
}
