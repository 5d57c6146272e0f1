//! The run as the window shows it.

use std::collections::BTreeMap;

use fulcrum_domain::dry_run::{
    Action, Archive, Certainty, ChainLink, Create, DryRun, Leg, LegEnd, Move, Tick, proofs,
};
use fulcrum_domain::evidence::Source;
use fulcrum_domain::ids::{PostingId, UserId};
use fulcrum_domain::journey::Deadlines;
use fulcrum_domain::model::{Opportunity, Posting, Stage};
use fulcrum_domain::tags::{
    PostingConfiguration, jobtwine_tag, lint_posting_tags, posting_configuration,
};
use fulcrum_domain::vendor::Vendor;

use super::words;
use crate::card::word;
use crate::day::choices;
use crate::failure;
use crate::picture::stage_name;
use crate::ready::Ready;
use crate::view::{
    DryRunLine, DryRunOutcome, DryRunPage, DryRunPart, DryRunPhase, DryRunPosting, DryRunProof,
    DryRunShown, DryRunStanding, DryRunVendor, Problem,
};

/// Postings in which a candidate can be created.
const IN_USE: [&str; 2] = ["published", "internal"];

/// In the order they are tried.
const VENDORS: [Vendor; 2] = [Vendor::MyInterview, Vendor::JobTwine];

pub(super) async fn page(ready: &Ready) -> Result<DryRunPage, Problem> {
    let runs = ready
        .desk
        .read(|tx| tx.dry_runs())
        .await
        .map_err(failure::desk)?;
    let opportunity = runs.first().and_then(|run| run.opportunity().cloned());
    let known = ready
        .cache
        .read(move |tx| {
            let candidate = match &opportunity {
                Some(id) => tx.opportunity(id)?,
                None => None,
            };
            Ok(Known {
                stages: tx.stages()?,
                users: tx
                    .users()?
                    .into_iter()
                    .map(|user| (user.id, user.name))
                    .collect(),
                postings: tx.postings()?,
                reasons: tx.archive_reasons()?,
                candidate,
            })
        })
        .await
        .map_err(failure::cache)?;
    let setups = ready.setups();
    let now_ms = ready.now_ms();
    let vendors = VENDORS.map(|vendor| DryRunVendor {
        vendor,
        stage: setups
            .iter()
            .find(|setup| setup.vendor == vendor)
            .and_then(|setup| setup.trigger_stage.as_ref())
            .map(|stage| stage_name(&known.stages, stage)),
    });
    let mut reasons = known.reasons.clone();
    reasons.retain(|reason| !reason.hired);
    Ok(DryRunPage {
        email: ready.seat.email.clone(),
        postings: postings(&known.postings),
        vendors: vendors.to_vec(),
        reasons: choices(reasons),
        proofs: proofs(&runs, &VENDORS, now_ms)
            .into_iter()
            .map(|proof| DryRunProof {
                vendor: proof.vendor,
                posting: proof.last.as_ref().map(|last| known.title(&last.posting)),
                at_ms: proof.last.as_ref().map(|last| last.at_ms),
                broken: proof
                    .last
                    .as_ref()
                    .and_then(|last| last.broken.as_ref().map(|(link, _)| word(link))),
                old: proof.last.is_some_and(|last| last.old),
            })
            .collect(),
        run: runs.first().map(|run| shown(run, &known, now_ms)),
    })
}

struct Known {
    stages: Vec<Stage>,
    users: BTreeMap<UserId, String>,
    postings: Vec<Posting>,
    reasons: Vec<fulcrum_domain::model::ArchiveReason>,
    /// The latest run's, as last read.
    candidate: Option<Opportunity>,
}

impl Known {
    fn title(&self, id: &PostingId) -> String {
        self.postings
            .iter()
            .find(|posting| posting.id == *id)
            .map_or_else(|| id.0.clone(), |posting| posting.text.clone())
    }

    fn user(&self, id: &UserId) -> String {
        self.users.get(id).cloned().unwrap_or_else(|| id.0.clone())
    }
}

/// Postings in use that carry something for a vendor, right or nearly right: in any other a run could prove nothing.
fn postings(all: &[Posting]) -> Vec<DryRunPosting> {
    let mut found: Vec<DryRunPosting> = all
        .iter()
        .filter(|posting| IN_USE.contains(&posting.state.as_str()))
        .filter_map(|posting| {
            let meant = lint_posting_tags(&posting.tags, None);
            let for_vendor = |vendor: Vendor| {
                let right = match vendor {
                    Vendor::MyInterview => {
                        posting_configuration(&posting.tags) != PostingConfiguration::Untagged
                    }
                    Vendor::JobTwine => jobtwine_tag(&posting.tags).is_some(),
                };
                right || meant.iter().any(|lint| lint.vendor == vendor)
            };
            let vendors: Vec<Vendor> = VENDORS.into_iter().filter(|one| for_vendor(*one)).collect();
            (!vendors.is_empty()).then(|| DryRunPosting {
                id: posting.id.clone(),
                title: posting.text.clone(),
                vendors,
            })
        })
        .collect();
    found.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
    found
}

fn shown(run: &DryRun, known: &Known, now_ms: i64) -> DryRunShown {
    let email = match (&run.address, &known.candidate) {
        (Some(address), _) => Some(address.email.clone()),
        (None, Some(candidate)) => candidate.emails.first().cloned(),
        (None, None) => None,
    };
    let turn = run.legs.iter().position(|leg| leg.end.is_none());
    DryRunShown {
        posting: known.title(&run.posting),
        by: known.user(&run.by),
        begun_at_ms: run.confirmed_at_ms,
        phase: phase(run, now_ms),
        stopping: run.is_open() && run.stop_at_ms.is_some(),
        opportunity: run.opportunity().cloned(),
        email,
        parts: run
            .legs
            .iter()
            .enumerate()
            .map(|(at, leg)| part(run, leg, turn == Some(at), known))
            .collect(),
        created: created(run),
        archived: archived(run),
        open_until_ms: run
            .open_until_ms()
            .filter(|_| phase(run, now_ms) == DryRunPhase::StaysOpen),
        ended_at_ms: run.ended_at_ms,
    }
}

fn phase(run: &DryRun, now_ms: i64) -> DryRunPhase {
    match run.next(now_ms) {
        Action::Create => DryRunPhase::Creating,
        Action::Look { .. } | Action::Wait(_) => DryRunPhase::Looking,
        Action::Move(_)
        | Action::FollowMove(_)
        | Action::Withdraw(_)
        | Action::Cut(_)
        | Action::Watch(_) => DryRunPhase::Running,
        Action::StayOpen(_) => DryRunPhase::StaysOpen,
        Action::Archive | Action::FollowArchive => DryRunPhase::Archiving,
        Action::End | Action::Rest => DryRunPhase::Ended,
    }
}

fn line(link: &str, standing: DryRunStanding) -> DryRunLine {
    DryRunLine {
        link: link.to_owned(),
        standing,
        at_ms: None,
        seen_at_ms: None,
        source: None,
        detail: None,
        due_ms: None,
        trouble: None,
    }
}

fn created(run: &DryRun) -> DryRunLine {
    let waiting = if run.is_open() {
        DryRunStanding::Waiting
    } else {
        DryRunStanding::Open
    };
    match &run.create {
        Create::Wanted | Create::Sent { .. } => line("created", waiting),
        Create::There { at_ms, found, .. } => DryRunLine {
            seen_at_ms: Some(*at_ms),
            source: Some(if *found { "mark" } else { "answer" }.to_owned()),
            ..line("created", DryRunStanding::Proven)
        },
        Create::Impossible { cause, at_ms } => DryRunLine {
            seen_at_ms: Some(*at_ms),
            trouble: Some(words::of_creation(cause)),
            ..line("created", DryRunStanding::Broken)
        },
        Create::Gone => DryRunLine {
            source: Some("gone".to_owned()),
            ..line("created", DryRunStanding::Inferred)
        },
    }
}

fn archived(run: &DryRun) -> DryRunLine {
    match &run.archive {
        Archive::Wanted => line("archived", DryRunStanding::Open),
        Archive::Asked { .. } => line("archived", DryRunStanding::Waiting),
        Archive::Done { at_ms } => DryRunLine {
            seen_at_ms: Some(*at_ms),
            ..line("archived", DryRunStanding::Proven)
        },
        Archive::Impossible { cause } => DryRunLine {
            trouble: Some(words::of_archiving(cause)),
            ..line("archived", DryRunStanding::Broken)
        },
    }
}

fn part(run: &DryRun, leg: &Leg, its_turn: bool, known: &Known) -> DryRunPart {
    let stage = stage_name(&known.stages, &leg.stage);
    let under_way = run.is_open() && its_turn && run.opportunity().is_some();
    let outcome = match &leg.end {
        Some(LegEnd::Passed { .. }) => DryRunOutcome::Passed,
        Some(LegEnd::Broken { .. }) => DryRunOutcome::Broken,
        Some(LegEnd::Cut) => DryRunOutcome::Cut,
        None if under_way => DryRunOutcome::Running,
        None => DryRunOutcome::Waiting,
    };
    let awaited = (outcome == DryRunOutcome::Running)
        .then(|| awaited(leg))
        .flatten();
    let links = ChainLink::ALL
        .into_iter()
        .filter_map(|link| {
            let standing = match leg.ticks.get(&link) {
                Some(tick) => return Some(ticked(link, tick, &stage, known)),
                None if awaited == Some(link) => DryRunStanding::Waiting,
                None if leg.ticks.contains_key(&ChainLink::Invited) => match link {
                    // The vendor has no reason to text, or to go on: JobTwine's chain ends at the invitation.
                    ChainLink::Texted if leg.vendor == Vendor::JobTwine => return None,
                    ChainLink::Texted if !has_phone(known) => return None,
                    ChainLink::Completed if leg.vendor == Vendor::JobTwine => return None,
                    ChainLink::Opened | ChainLink::Completed if run.keep_open_ms == 0 => {
                        return None;
                    }
                    ChainLink::Emailed | ChainLink::Texted => DryRunStanding::Unseen,
                    _ => DryRunStanding::Open,
                },
                None if link.is_required() => DryRunStanding::Open,
                None => return None,
            };
            let broken = match &leg.end {
                Some(LegEnd::Broken {
                    link: broken,
                    cause,
                    at_ms,
                }) if *broken == link => Some((cause, *at_ms)),
                _ => None,
            };
            Some(match broken {
                Some((cause, at_ms)) => DryRunLine {
                    seen_at_ms: Some(at_ms),
                    trouble: Some(words::of(leg.vendor, link, cause, &stage)),
                    ..line(&word(&link), DryRunStanding::Broken)
                },
                None => DryRunLine {
                    due_ms: leg
                        .due_ms(&Deadlines::DEFAULT)
                        .filter(|_| standing == DryRunStanding::Waiting),
                    ..line(&word(&link), standing)
                },
            })
        })
        .collect();
    DryRunPart {
        vendor: leg.vendor,
        stage,
        outcome,
        links,
    }
}

/// The link that is waited for now.
fn awaited(leg: &Leg) -> Option<ChainLink> {
    let first_missing = |links: &[ChainLink]| {
        links
            .iter()
            .find(|link| !leg.ticks.contains_key(link))
            .copied()
    };
    match leg.moved {
        Move::Wanted => Some(ChainLink::PostingTag),
        Move::Asked { .. } => Some(ChainLink::StageEntered),
        Move::Done { .. } => first_missing(&[ChainLink::Reacted, ChainLink::Invited]),
    }
}

fn has_phone(known: &Known) -> bool {
    let candidate = known.candidate.as_ref();
    candidate.is_some_and(|candidate| !candidate.phones.is_empty())
}

fn ticked(link: ChainLink, tick: &Tick, stage: &str, known: &Known) -> DryRunLine {
    let (source, detail) = match &tick.source {
        None => (None, None),
        Some(Source::Tag { tag }) => (Some("tag"), Some(tag.clone())),
        Some(Source::Note { .. }) => (Some("note"), None),
        Some(Source::ContactLink { host }) => (Some("contact_link"), Some(host.clone())),
        Some(Source::StageHistory { by, .. }) => (
            Some("stage_history"),
            by.as_ref().map(|user| known.user(user)),
        ),
        Some(Source::VendorAnswer) => (Some("vendor_answer"), None),
        Some(Source::Interview { .. }) => (Some("interview"), None),
    };
    let detail = match link {
        ChainLink::StageEntered => Some(stage.to_owned()),
        _ => detail,
    };
    DryRunLine {
        at_ms: tick.at_ms,
        seen_at_ms: Some(tick.seen_at_ms),
        source: source.map(str::to_owned),
        detail,
        ..line(
            &word(&link),
            match tick.certainty {
                Certainty::Proven => DryRunStanding::Proven,
                Certainty::Inferred => DryRunStanding::Inferred,
                Certainty::Stated => DryRunStanding::Stated,
            },
        )
    }
}
