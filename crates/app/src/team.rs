//! What a team shares: an admin exports it once, and a recruiter's own set-up is the key and "that is me".

mod file;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::{MutexGuard, PoisonError};

use fulcrum_cache::Cause;
use fulcrum_domain::ids::{PostingId, StageId, UserId};
use fulcrum_domain::vendor::{Vendor, VendorSetup};
use fulcrum_lever::{Lever, LeverError, PostingQuery};
use serde::{Deserialize, Serialize};

pub(crate) use file::TeamFile;

use crate::app::App;
use crate::download::write_new;
use crate::failure;
use crate::picture::stage_name;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::session::choices;
use crate::setup::change;
use crate::statements;
use crate::view::{Download, NamedStage, Phase, Problem, StatedFact, TeamSummary};

/// What was taken last, a row of the preferences.
const TAKEN: &str = "team";

/// Pages of postings that are compared: ten thousand postings.
const MOST_PAGES: usize = 100;

/// What the desk remembers of the file that was taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Taken {
    exported_at_ms: i64,
    account: String,
    other_account: bool,
    taken: bool,
    stages: u32,
    templates: u32,
    jobs: u32,
    authors: u32,
    hosts: Vec<String>,
    statements: u32,
    unknown_stages: Vec<(StageId, String)>,
    unknown_users: Vec<UserId>,
    unknown_postings: Vec<PostingId>,
}

/// The ids that an account has.
struct Account {
    stages: BTreeSet<StageId>,
    users: BTreeSet<UserId>,
    postings: BTreeSet<PostingId>,
}

impl Account {
    /// From the local copy.
    async fn held(ready: &Ready) -> Result<Self, Problem> {
        ready
            .cache
            .read(|tx| {
                Ok(Self {
                    stages: tx.stages()?.into_iter().map(|one| one.id).collect(),
                    users: tx.users()?.into_iter().map(|one| one.id).collect(),
                    postings: tx.postings()?.into_iter().map(|one| one.id).collect(),
                })
            })
            .await
            .map_err(failure::cache)
    }

    /// From Lever, where nothing has been read yet.
    async fn asked(lever: &Lever) -> Result<Self, LeverError> {
        let stages = lever.stages().await?;
        let users = lever.users().await?;
        let mut postings = BTreeSet::new();
        let mut offset = None;
        for _ in 0..MOST_PAGES {
            let page = lever
                .postings(&PostingQuery::default(), offset.as_ref())
                .await?;
            postings.extend(page.items.into_iter().map(|one| one.id));
            match page.next {
                Some(next) if offset.as_ref() != Some(&next) => offset = Some(next),
                _ => break,
            }
        }
        Ok(Self {
            stages: stages.into_iter().map(|one| one.id).collect(),
            users: users.into_iter().map(|one| one.id).collect(),
            postings,
        })
    }
}

impl App {
    /// What a team file says, and what of it this account does not have. Nothing is taken.
    ///
    /// # Errors
    /// `BadInput` for what is no team file; storage problems.
    pub async fn read_team_file(&self, text: &[u8]) -> Result<TeamSummary, Problem> {
        let file = self.team_file_of(text)?;
        let account = match self.ready() {
            Ok(ready) => Some(Account::held(&ready).await?),
            Err(_) => None,
        };
        Ok(self.summary(&file, account.as_ref(), false))
    }

    /// Takes what a team shares. While nobody is connected it is kept in memory and taken as soon as a seat is chosen.
    /// Stages, templates and rounds of the file replace what was pinned here; authors and hosts are added.
    ///
    /// # Errors
    /// As [`App::read_team_file`].
    pub async fn take_team_file(&self, text: &[u8]) -> Result<TeamSummary, Problem> {
        let file = self.team_file_of(text)?;
        if matches!(self.session().phase, Phase::Connect | Phase::ChooseSeat) {
            let summary = self.summary(&file, None, false);
            *self.team() = Some(file);
            return Ok(summary);
        }
        let ready = self.ready()?;
        let account = Account::held(&ready).await?;
        let summary = self.take(&ready, &file, &account).await?;
        self.inner.events.session_changed();
        Ok(summary)
    }

    /// Lets go of a team file that waits for a seat.
    pub fn drop_team_file(&self) {
        *self.team() = None;
    }

    /// The team file that waits for a seat, or the one that was taken last.
    ///
    /// # Errors
    /// Storage problems.
    pub async fn team_file(&self) -> Result<Option<TeamSummary>, Problem> {
        let Ok(ready) = self.ready() else {
            let waiting = self.team().clone();
            return Ok(waiting.map(|file| self.summary(&file, None, false)));
        };
        let taken = ready
            .desk
            .read(|tx| tx.preference::<Taken>(TAKEN))
            .await
            .map_err(failure::desk)?;
        Ok(taken.map(TeamSummary::from))
    }

    /// Writes what the team shares into the downloads folder.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; what stands in the way of the file; storage problems.
    pub async fn export_team_file(&self) -> Result<Download, Problem> {
        let ready = self.ready()?;
        let folder = self.downloads_dir()?;
        let text = self.team_file_text().await?;
        let path = write_new(&folder, "Fulcrum team", "json", text.as_bytes())
            .await
            .map_err(|error| Problem::from(failure::folder(&error)))?;
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        ready
            .remember_export(path.clone(), length, Vec::new())
            .await?;
        let bytes = i64::try_from(text.len()).unwrap_or(i64::MAX);
        Ok(self.written(None, path, bytes))
    }

    /// The team file's text.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn team_file_text(&self) -> Result<String, Problem> {
        let ready = self.ready()?;
        let (stages, users) = ready
            .cache
            .read(|tx| Ok((tx.stages()?, tx.users()?)))
            .await
            .map_err(failure::cache)?;
        let stated = ready
            .desk
            .read(statements::kept)
            .await
            .map_err(failure::desk)?;
        let users = choices(users).into_iter().map(|user| user.id).collect();
        TeamFile::new(
            ready.now_ms(),
            ready.host.clone(),
            users,
            &ready.setups(),
            stated,
            |id| stage_name(&stages, id),
        )
        .text()
        .ok_or_else(|| Trouble::Internal.into())
    }

    /// Takes the file that waited for a seat.
    pub(crate) async fn take_waiting_team_file(&self, ready: &Ready) -> Result<(), Problem> {
        let Some(file) = self.team().clone() else {
            return Ok(());
        };
        let account = Account::asked(&ready.lever)
            .await
            .map_err(|error| Problem::from(failure::lever(&error, &ready.host)))?;
        self.take(ready, &file, &account).await?;
        self.drop_team_file();
        Ok(())
    }

    async fn take(
        &self,
        ready: &Ready,
        file: &TeamFile,
        account: &Account,
    ) -> Result<TeamSummary, Problem> {
        let pinned = file.stages();
        // Not one stage that this account knows: the ids of somewhere else pin nothing here.
        let taken = pinned.is_empty() || pinned.iter().any(|one| account.stages.contains(&one.id));
        if taken {
            for vendor in [Vendor::MyInterview, Vendor::JobTwine] {
                change(ready, vendor, |setup| merge(setup, file, account)).await?;
            }
            let stages = account.stages.clone();
            let stated = file.stated.clone();
            statements::keep(ready, move |all| {
                for one in stated {
                    let elsewhere = one.fact == StatedFact::MyInterviewTrigger.word()
                        && !stages.contains(&StageId(one.value.clone()));
                    let newer = all
                        .iter()
                        .any(|held| held.fact == one.fact && held.at_ms >= one.at_ms);
                    if !elsewhere && !newer {
                        all.retain(|held| held.fact != one.fact);
                        all.push(one);
                    }
                }
            })
            .await?;
        }
        let summary = self.summary(file, Some(account), taken);
        let kept = Taken::from(&summary);
        ready
            .desk
            .write(Cause::Person, move |tx| tx.set_preference(TAKEN, &kept))
            .await
            .map_err(failure::desk)?;
        Ok(summary)
    }

    fn team_file_of(&self, text: &[u8]) -> Result<TeamFile, Problem> {
        TeamFile::read(text, self.inner.config.clock.now_ms()).map_err(|wrong| {
            Trouble::TeamFile {
                why: wrong.why(),
                way_out: wrong.way_out(),
            }
            .into()
        })
    }

    fn summary(&self, file: &TeamFile, account: Option<&Account>, taken: bool) -> TeamSummary {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut jobs: BTreeSet<&PostingId> = BTreeSet::new();
        let mut authors: BTreeSet<&UserId> = BTreeSet::new();
        let mut hosts: BTreeSet<&String> = BTreeSet::new();
        let mut templates = 0;
        for shared in file.vendors() {
            jobs.extend(shared.rounds.keys());
            authors.extend(&shared.note_authors);
            hosts.extend(&shared.hosts);
            templates += shared
                .templates
                .as_ref()
                .map_or(0, |catalogue| catalogue.templates.len());
        }
        let stages = file.stages();
        let unknown = |known: &dyn Fn(&Account) -> bool| account.is_some_and(|one| !known(one));
        TeamSummary {
            exported_at_ms: file.exported_at_ms,
            account: file.account.clone(),
            other_account: file.account != self.inner.config.host(),
            taken,
            stages: count(stages.len()),
            templates: count(templates),
            jobs: count(jobs.len()),
            authors: count(authors.len()),
            hosts: hosts.into_iter().cloned().collect(),
            statements: count(file.stated.len()),
            compared: account.is_some(),
            unknown_stages: stages
                .into_iter()
                .filter(|stage| unknown(&|one| one.stages.contains(&stage.id)))
                .collect(),
            unknown_users: file
                .users
                .iter()
                .chain(authors)
                .filter(|user| unknown(&|one| one.users.contains(*user)))
                .cloned()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            unknown_postings: jobs
                .into_iter()
                .filter(|posting| unknown(&|one| one.postings.contains(*posting)))
                .cloned()
                .collect(),
        }
    }

    fn team(&self) -> MutexGuard<'_, Option<TeamFile>> {
        self.inner
            .team
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Brings what is shared into a set-up. What this account does not have is left out.
fn merge(setup: &mut VendorSetup, file: &TeamFile, account: &Account) {
    let shared = file.of(setup.vendor);
    let known = |stage: &Option<file::SharedStage>| {
        stage
            .as_ref()
            .filter(|stage| account.stages.contains(&stage.id))
            .map(|stage| stage.id.clone())
    };
    setup.trigger_stage = known(&shared.trigger_stage).or(setup.trigger_stage.take());
    setup.neutral_stage = known(&shared.neutral_stage).or(setup.neutral_stage.take());
    for author in &shared.note_authors {
        if account.users.contains(author) && !setup.note_authors.contains(author) {
            setup.note_authors.push(author.clone());
        }
    }
    for host in &shared.hosts {
        if !setup.hosts.contains(host) {
            setup.hosts.push(host.clone());
        }
    }
    let held_ms = setup.templates.as_ref().map(|held| held.as_of_ms);
    if let Some(catalogue) = &shared.templates
        && held_ms.is_none_or(|held_ms| held_ms < catalogue.as_of_ms)
    {
        setup.templates = Some(catalogue.clone());
    }
    for (posting, rounds) in &shared.rounds {
        let newer = setup
            .stated_rounds
            .get(posting)
            .is_some_and(|held| held.stated_at_ms >= rounds.stated_at_ms);
        if account.postings.contains(posting) && !newer {
            setup.stated_rounds.insert(posting.clone(), rounds.clone());
        }
    }
    setup.keeps_interviews |= shared.keeps_interviews;
}

impl From<&TeamSummary> for Taken {
    fn from(said: &TeamSummary) -> Self {
        Self {
            exported_at_ms: said.exported_at_ms,
            account: said.account.clone(),
            other_account: said.other_account,
            taken: said.taken,
            stages: said.stages,
            templates: said.templates,
            jobs: said.jobs,
            authors: said.authors,
            hosts: said.hosts.clone(),
            statements: said.statements,
            unknown_stages: said
                .unknown_stages
                .iter()
                .map(|stage| (stage.id.clone(), stage.name.clone()))
                .collect(),
            unknown_users: said.unknown_users.clone(),
            unknown_postings: said.unknown_postings.clone(),
        }
    }
}

impl From<Taken> for TeamSummary {
    fn from(kept: Taken) -> Self {
        Self {
            exported_at_ms: kept.exported_at_ms,
            account: kept.account,
            other_account: kept.other_account,
            taken: kept.taken,
            stages: kept.stages,
            templates: kept.templates,
            jobs: kept.jobs,
            authors: kept.authors,
            hosts: kept.hosts,
            statements: kept.statements,
            compared: true,
            unknown_stages: kept
                .unknown_stages
                .into_iter()
                .map(|(id, name)| NamedStage { id, name })
                .collect(),
            unknown_users: kept.unknown_users,
            unknown_postings: kept.unknown_postings,
        }
    }
}
