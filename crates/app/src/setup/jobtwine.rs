//! JobTwine's part of the set-up. The vendor publishes no interface: its stage is found by its one title, its postings by
//! their tag, its rounds are what an admin states, and the rest is what was seen in Lever.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use fulcrum_cache::{CacheReader, Error};
use fulcrum_domain::ids::{PostingId, StageId, UserId};
use fulcrum_domain::model::{Note, Posting, Stage, User};
use fulcrum_domain::tags::{jobtwine_tag, lint_posting_tags};
use fulcrum_domain::vendor::{StatedRounds, Vendor, VendorSetup};

use super::change;
use crate::app::App;
use crate::card::word;
use crate::failure;
use crate::links;
use crate::problem::Trouble;
use crate::ready::{Ready, vendor_of};
use crate::view::{
    FirstNote, JobTwineSetup, PinnedAuthor, Problem, ProfileLine, Rounds, StageChoice, StageLine,
    StageStanding, StatedRound, TaggedPosting, UntaggedPosting,
};

/// Title of the stage and text of the posting tag, letter for letter. Source: the vendor's article in Lever's help centre.
const NAME: &str = "JobTwine";

/// More rounds than any job has.
pub(crate) const MOST_ROUNDS: usize = 5;

/// Longest name of a round that is kept.
pub(crate) const LONGEST_NAME: usize = 80;

/// How long an interview can last, minutes.
pub(crate) const POSSIBLE_MINUTES: RangeInclusive<u32> = 5..=480;

/// How long the vendor's list of jobs may keep the screen waiting.
const VENDOR_PATIENCE: Duration = Duration::from_secs(4);

/// Candidates whose notes are looked through for a first note of the vendor.
const LOOKED_THROUGH: usize = 200;

impl App {
    /// JobTwine's part of the set-up, as it stands now.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn jobtwine_setup(&self) -> Result<JobTwineSetup, Problem> {
        let ready = self.ready()?;
        find_stage(&ready).await?;
        let setup = ready.setup_of(Vendor::JobTwine);
        let held = setup.clone();
        let known = ready
            .cache
            .read(move |tx| Known::read(tx, &held))
            .await
            .map_err(failure::cache)?;
        let setups = ready.setups();
        let interface = ready.interface(Vendor::JobTwine);
        let can = interface.map(|one| one.capabilities());
        let jobs = jobs(&ready).await;
        let name_of = |id: &UserId| PinnedAuthor {
            id: id.clone(),
            name: known
                .users
                .get(id)
                .map_or_else(|| id.0.clone(), |user| user.name.clone()),
        };
        let (postings, untagged) = postings(&known.postings, &setup, &jobs);
        Ok(JobTwineSetup {
            stage: stage_line(&known.stages, &setup),
            neutral_stage: setup.neutral_stage.clone(),
            stages: known
                .stages
                .iter()
                .map(|stage| StageChoice {
                    vendor: vendor_of(&stage.id, &setups),
                    id: stage.id.clone(),
                    name: stage.text.clone(),
                })
                .collect(),
            authors: setup.note_authors.iter().map(name_of).collect(),
            hosts: setup.hosts.clone(),
            first_note: known.first_note.map(|(note, host)| FirstNote {
                opportunity: note.opportunity,
                author: note.author.as_ref().map(name_of),
                host,
                at_ms: note.created_at_ms,
            }),
            reaction_at_ms: known.reaction_at_ms,
            profile: can.map(|can| ProfileLine {
                interviews: can.interviews,
                offer_slots: can.offer_slots,
                rounds: can.jobs,
            }),
            postings,
            untagged,
            read_at_ms: ready.engine.status().synced_at_ms,
        })
    }

    /// An admin says how many rounds a job has at JobTwine, what they are called and how long they last. `None` takes the
    /// statement back: unknown again.
    ///
    /// # Errors
    /// `NotFound` for a posting that is not here; `BadInput` for more than five rounds, a name of several lines or a length
    /// that no interview has; storage problems.
    pub async fn state_rounds(
        &self,
        posting: &PostingId,
        rounds: Option<Vec<StatedRound>>,
    ) -> Result<(), Problem> {
        let ready = self.ready()?;
        let id = posting.clone();
        let known = ready
            .cache
            .read(move |tx| tx.posting(&id))
            .await
            .map_err(failure::cache)?;
        if known.is_none() {
            return Err(Trouble::NotFound { what: "posting" }.into());
        }
        let rounds = rounds.as_deref().map(checked_rounds).transpose()?;
        let (posting, now_ms) = (posting.clone(), ready.now_ms());
        change(&ready, Vendor::JobTwine, move |setup| {
            state(setup, posting, rounds, now_ms);
        })
        .await
    }
}

fn checked_rounds(rounds: &[StatedRound]) -> Result<Vec<StatedRound>, Problem> {
    let rounds: Vec<StatedRound> = rounds
        .iter()
        .map(|round| StatedRound {
            name: round.name.trim().to_owned(),
            ..*round
        })
        .collect();
    let unusable = |name: &str| {
        name.chars().count() > LONGEST_NAME || name.contains(|letter: char| letter.is_control())
    };
    if rounds.len() > MOST_ROUNDS || rounds.iter().any(|round| unusable(&round.name)) {
        return Err(Trouble::BadInput {
            why: "A job has at most five rounds, each with a name of one line or none.",
        }
        .into());
    }
    let impossible = |minutes: u32| !POSSIBLE_MINUTES.contains(&minutes);
    if rounds
        .iter()
        .filter_map(|round| round.minutes)
        .any(impossible)
    {
        return Err(Trouble::BadInput {
            why: "A round lasts between 5 minutes and 8 hours.",
        }
        .into());
    }
    Ok(rounds)
}

/// Pins the stage that bears the vendor's title, once it can be found. A pinned stage stays pinned by its id, whatever
/// becomes of its title.
pub(crate) async fn find_stage(ready: &Ready) -> Result<(), Problem> {
    if ready.setup_of(Vendor::JobTwine).trigger_stage.is_some() {
        return Ok(());
    }
    let stages = ready
        .cache
        .read(|tx| tx.stages())
        .await
        .map_err(failure::cache)?;
    match by_title(&stages, &ready.setups()) {
        Some(stage) => {
            change(ready, Vendor::JobTwine, move |setup| {
                setup.trigger_stage = Some(stage);
            })
            .await
        }
        None => Ok(()),
    }
}

/// The one stage with exactly the vendor's title; `None` where there are several, or where it is taken for something else.
pub(super) fn by_title(stages: &[Stage], setups: &[VendorSetup]) -> Option<StageId> {
    let mut named = stages.iter().filter(|stage| stage.text == NAME);
    let found = named.next().filter(|_| named.next().is_none())?;
    let taken = setups.iter().any(|setup| {
        setup.trigger_stage.as_ref() == Some(&found.id)
            || setup.neutral_stage.as_ref() == Some(&found.id)
    });
    (!taken).then(|| found.id.clone())
}

/// How the stage stands: pinned and titled so, renamed, gone; or what could be pinned.
fn stage_line(stages: &[Stage], setup: &VendorSetup) -> StageLine {
    let line = |standing, stage: Option<&Stage>| StageLine {
        standing,
        id: stage.map(|stage| stage.id.clone()),
        name: stage.map(|stage| stage.text.clone()),
    };
    if stages.is_empty() {
        return line(StageStanding::Unread, None);
    }
    if let Some(pinned) = &setup.trigger_stage {
        return match stages.iter().find(|stage| stage.id == *pinned) {
            Some(stage) if stage.text == NAME => line(StageStanding::Verified, Some(stage)),
            Some(stage) => line(StageStanding::Renamed, Some(stage)),
            None => StageLine {
                id: Some(pinned.clone()),
                ..line(StageStanding::Gone, None)
            },
        };
    }
    let exact = stages.iter().find(|stage| stage.text == NAME);
    if exact.is_some() {
        return line(StageStanding::Several, exact);
    }
    let plain = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let near = stages
        .iter()
        .find(|stage| plain(&stage.text) == plain(NAME));
    match near {
        Some(_) => line(StageStanding::Near, near),
        None => line(StageStanding::Missing, None),
    }
}

/// What the screen is made of, read in one snapshot.
struct Known {
    stages: Vec<Stage>,
    users: BTreeMap<UserId, User>,
    postings: Vec<Posting>,
    reaction_at_ms: Option<i64>,
    first_note: Option<(Note, String)>,
}

impl Known {
    fn read(tx: &CacheReader<'_>, setup: &VendorSetup) -> Result<Self, Error> {
        Ok(Self {
            stages: tx.stages()?,
            users: tx
                .users()?
                .into_iter()
                .map(|user| (user.id.clone(), user))
                .collect(),
            postings: tx.postings()?,
            reaction_at_ms: fulcrum_sync::last_reaction_ms(tx, Vendor::JobTwine)?,
            first_note: first_note(tx, setup)?,
        })
    }
}

/// The latest note, on a card in the vendor's stage, that names the vendor and holds a link, unless author and host are
/// pinned. Words alone prove nothing, so a person looks before anything is pinned.
fn first_note(tx: &CacheReader<'_>, setup: &VendorSetup) -> Result<Option<(Note, String)>, Error> {
    let Some(stage) = &setup.trigger_stage else {
        return Ok(None);
    };
    let mut latest: Option<(Note, String)> = None;
    let staged = tx.opportunities_in_stages(std::slice::from_ref(stage))?;
    for one in staged.into_iter().rev().take(LOOKED_THROUGH) {
        for note in tx.notes(&one.id)? {
            let newer = latest
                .as_ref()
                .is_none_or(|(held, _)| held.created_at_ms < note.created_at_ms);
            if !newer || note.secret || note.deleted_at_ms.is_some() {
                continue;
            }
            let Some(host) = vendor_host(&note) else {
                continue;
            };
            let known_author = note
                .author
                .as_ref()
                .is_none_or(|author| setup.note_authors.contains(author));
            if !(known_author && setup.hosts.contains(&host)) {
                latest = Some((note, host));
            }
        }
    }
    Ok(latest)
}

/// Host of the first link in a note that names the vendor.
fn vendor_host(note: &Note) -> Option<String> {
    let text = &note.fields.first()?.value;
    if !text.to_lowercase().contains(&NAME.to_lowercase()) {
        return None;
    }
    text.split(|letter: char| {
        letter.is_whitespace() || matches!(letter, '<' | '>' | '(' | ')' | '"')
    })
    .filter(|piece| piece.starts_with("https://") || piece.starts_with("http://"))
    .find_map(links::host)
}

/// The vendor's own list of rounds, where a profile lets it be read and the vendor answers soon.
pub(super) async fn jobs(ready: &Ready) -> BTreeMap<PostingId, Rounds> {
    let Some(interface) = ready
        .interface(Vendor::JobTwine)
        .filter(|one| one.capabilities().jobs)
    else {
        return BTreeMap::new();
    };
    match tokio::time::timeout(VENDOR_PATIENCE, interface.jobs()).await {
        Ok(Ok(jobs)) => jobs
            .into_iter()
            .map(|job| {
                let minutes = job.rounds.iter().map(|round| round.minutes).collect();
                let rounds = Rounds {
                    names: job.rounds.into_iter().map(|round| round.name).collect(),
                    minutes,
                    at_ms: job.rounds_saved_at_ms,
                };
                (job.posting, rounds)
            })
            .collect(),
        Ok(Err(error)) => {
            tracing::warn!(code = error.code.as_str(), "rounds could not be read");
            BTreeMap::new()
        }
        Err(_) => BTreeMap::new(),
    }
}

fn postings(
    all: &[Posting],
    setup: &VendorSetup,
    jobs: &BTreeMap<PostingId, Rounds>,
) -> (Vec<TaggedPosting>, Vec<UntaggedPosting>) {
    let mut tagged = Vec::new();
    let mut untagged = Vec::new();
    for posting in all {
        match tag(posting) {
            Some((tag, differs)) => tagged.push(TaggedPosting {
                id: posting.id.clone(),
                title: posting.text.clone(),
                state: posting.state.clone(),
                exact: tag == NAME,
                tag,
                differs,
                stated: stated(setup, &posting.id),
                read: jobs.get(&posting.id).cloned(),
            }),
            None if posting.state == "published" => untagged.push(UntaggedPosting {
                id: posting.id.clone(),
                title: posting.text.clone(),
            }),
            None => {}
        }
    }
    tagged.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
    untagged.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
    (tagged, untagged)
}

/// The tag that shares a posting, or one that was meant to, with what differs.
fn tag(posting: &Posting) -> Option<(String, Option<String>)> {
    if let Some(exact) = jobtwine_tag(&posting.tags).filter(|tag| tag.exact) {
        return Some((exact.stored, None));
    }
    lint_posting_tags(&posting.tags, None)
        .into_iter()
        .find(|lint| lint.vendor == Vendor::JobTwine)
        .map(|lint| (lint.stored, lint.prefix.as_ref().map(word)))
}

/// What was stated about a posting.
pub(super) fn stated(setup: &VendorSetup, posting: &PostingId) -> Option<Rounds> {
    let stated = setup.rounds_of(posting)?;
    let rounds = usize::try_from(stated.rounds).unwrap_or_default();
    let name = |index: usize| stated.names.get(index).cloned().unwrap_or_default();
    Some(Rounds {
        names: (0..rounds).map(name).collect(),
        minutes: (1..=stated.rounds)
            .map(|round| stated.minutes_of(round))
            .collect(),
        at_ms: Some(stated.stated_at_ms),
    })
}

/// Keeps a statement, or takes it back.
fn state(
    setup: &mut VendorSetup,
    posting: PostingId,
    rounds: Option<Vec<StatedRound>>,
    now_ms: i64,
) {
    match rounds {
        Some(rounds) => {
            let stated = StatedRounds {
                rounds: u32::try_from(rounds.len()).unwrap_or(u32::MAX),
                minutes: rounds.iter().map(|round| round.minutes).collect(),
                names: rounds.into_iter().map(|round| round.name).collect(),
                stated_at_ms: now_ms,
            };
            setup.stated_rounds.insert(posting, stated);
        }
        None => {
            setup.stated_rounds.remove(&posting);
        }
    }
}
