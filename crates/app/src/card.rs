//! One card, from its row, its journeys and the open moves of this seat.

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_cache::desk::{Intent, IntentState, StepKind, StepState};
use fulcrum_cache::query::CardRow;
use fulcrum_cache::{CacheReader, Error};
use fulcrum_domain::attention::{self, CardFacts, CardSignal, Phrase, card_chip};
use fulcrum_domain::dry_run::is_test;
use fulcrum_domain::evidence::FailureCode;
use fulcrum_domain::ids::{OpportunityId, StageId};
use fulcrum_domain::journey::{Journey, JourneyKey, Link};
use fulcrum_domain::model::Posting;
use fulcrum_domain::preflight::FindingCode;
use fulcrum_domain::tags::{TagKind, kind};
use fulcrum_domain::vendor::{Vendor, VendorSetup};

use crate::picture::Picture;
use crate::ready::{RESTS, vendor_of};
use crate::view::{Actor, Card, Chip, ChipKind, Next, Pending, PendingPhase};

/// Tags first shown on a card.
const TAGS_SHOWN: usize = 3;

/// What every card of a screen shares.
pub(crate) struct CardContext {
    pub(crate) setups: Vec<VendorSetup>,
    pub(crate) moves: BTreeMap<OpportunityId, Intent>,
    /// Journeys whose result was opened at this seat.
    pub(crate) watched: BTreeSet<JourneyKey>,
    pub(crate) now_ms: i64,
}

impl CardContext {
    pub(crate) fn card(&self, tx: &CacheReader<'_>, row: &CardRow) -> Result<Option<Card>, Error> {
        let Some(picture) = Picture::read(tx, &row.id)? else {
            return Ok(None);
        };
        Ok(Some(self.card_of(row, &picture)))
    }

    pub(crate) fn card_of(&self, row: &CardRow, picture: &Picture) -> Card {
        let vendor = self.vendor_of_card(picture);
        let facts = CardFacts {
            here: vendor_of(&picture.opportunity.stage, &self.setups)
                .filter(|_| picture.opportunity.archived.is_none()),
            blocked_by: picture.blocked_by(vendor, &self.setups, self.now_ms),
            watched: latest(&picture.journeys, vendor)
                .is_some_and(|journey| self.watched.contains(&journey.key)),
            snoozed_until_ms: None,
        };
        let pending = self
            .moves
            .get(&row.id)
            .and_then(|intent| pending(intent, &self.setups));
        let signal = card_chip(&picture.journeys, &facts, self.now_ms);
        let (tags, more_tags) = shown_tags(row, picture.posting.as_ref());
        let moving = pending
            .as_ref()
            .filter(|pending| pending.phase != PendingPhase::NeedsYou);
        Card {
            id: row.id.clone(),
            name: row.name.clone(),
            posting: row.posting_title.clone(),
            stage: moving.map_or_else(|| row.stage.clone(), |pending| pending.to_stage.clone()),
            in_stage_since_ms: Some(row.entered_at_ms).filter(|_| moving.is_none()),
            late: signal.as_ref().is_some_and(|signal| signal.late),
            chip: match moving {
                Some(pending) if pending.vendor.is_some() => Some(Chip {
                    kind: ChipKind::Moving,
                    code: None,
                    since_ms: None,
                }),
                _ => signal
                    .as_ref()
                    .map(|signal| chip(signal, &picture.journeys)),
            },
            next: next(pending.as_ref(), signal.as_ref()),
            tags,
            more_tags,
            pending,
            test: is_test(row.tags.iter().map(|tag| tag.tag.as_str())),
        }
    }

    /// The vendor a card speaks of: the one in whose stage it stands; else the one whose journey the chip shows. The chip
    /// is asked without facts of one vendor, since which of them apply is the question.
    fn vendor_of_card(&self, picture: &Picture) -> Vendor {
        let here = vendor_of(&picture.opportunity.stage, &self.setups);
        here.or_else(|| {
            card_chip(&picture.journeys, &CardFacts::default(), self.now_ms)
                .map(|signal| signal.vendor)
        })
        .unwrap_or(Vendor::MyInterview)
    }
}

/// The last attempt at the last round with a vendor: the one that counts.
pub(crate) fn latest(journeys: &[Journey], vendor: Vendor) -> Option<&Journey> {
    journeys
        .iter()
        .filter(|journey| journey.key.vendor == vendor)
        .max_by_key(|journey| (journey.key.round, journey.key.attempt))
}

/// How far an intent is, in the words of the dock.
pub(crate) fn phase(intent: &Intent) -> PendingPhase {
    if intent.state == IntentState::NeedsReview {
        return PendingPhase::NeedsYou;
    }
    let next = intent.next_step().map(|(_, step)| step);
    if next.is_some_and(|step| step.code.as_deref() == Some(RESTS)) {
        return PendingPhase::Paused;
    }
    match next.map(|step| step.state) {
        Some(StepState::Held) => PendingPhase::Held,
        Some(StepState::Writing) => PendingPhase::Sending,
        Some(StepState::Unknown) => PendingPhase::Settling,
        _ => PendingPhase::Queued,
    }
}

/// The open wish as a card or the dock shows it; `None` for one that nobody has to see: a person waits for its answer.
pub(crate) fn pending(intent: &Intent, setups: &[VendorSetup]) -> Option<Pending> {
    let kind = pending_kind(intent)?;
    // Archiving, notes and tags leave the candidate where it is.
    let to_stage: &StageId = intent.target_stage().unwrap_or(&intent.base.stage);
    let phase = phase(intent);
    Some(Pending {
        intent: intent.id.clone(),
        kind: kind.to_owned(),
        phase,
        hold_until_ms: intent.hold_until_ms.filter(|_| phase == PendingPhase::Held),
        to_stage: to_stage.clone(),
        // With a block overridden the vendor will not be able to invite, and the card must not promise it.
        vendor: vendor_of(to_stage, setups)
            .filter(|_| kind == MOVE)
            .filter(|_| intent.contacts_candidate && intent.overridden.is_empty()),
    })
}

/// Into another stage.
const MOVE: &str = "move";

/// What an open intent does, in one word.
fn pending_kind(intent: &Intent) -> Option<&'static str> {
    if intent.target_stage().is_some() {
        return Some(MOVE);
    }
    let (_, step) = intent.next_step()?;
    // Without a hold it is written while the person waits; only what could not be is worth a line.
    let waits = intent.state == IntentState::NeedsReview
        || intent.hold_until_ms.is_some()
        || step.code.is_some();
    let kind = match &step.kind {
        StepKind::SetArchived { reason: Some(_) } => "archive",
        StepKind::SetArchived { reason: None } => "unarchive",
        StepKind::AddNote { .. } => "note",
        StepKind::DeleteNote { .. } => "note_removal",
        StepKind::AddTag { .. } => "tag",
        StepKind::RemoveTag { .. } => "tag_removal",
        _ => return None,
    };
    waits.then_some(kind)
}

/// Status tags, then tags set by hand. What every card of the posting carries is not repeated on each of them.
fn shown_tags(row: &CardRow, posting: Option<&Posting>) -> (Vec<String>, u32) {
    let mut ranked: Vec<(u8, &str)> = row
        .tags
        .iter()
        // The mark of a dry run says nothing to people; that it is a test stands on the card.
        .filter(|tag| !is_test([tag.tag.as_str()]))
        .filter_map(|tag| {
            let rank = match kind(&tag.tag, posting) {
                TagKind::Status { .. } => 0,
                TagKind::Manual => 1,
                TagKind::Configuration { .. } | TagKind::Posting => return None,
            };
            Some((rank, tag.tag.as_str()))
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let more = ranked.len().saturating_sub(TAGS_SHOWN);
    let shown: Vec<String> = ranked
        .into_iter()
        .take(TAGS_SHOWN)
        .map(|(_, tag)| tag.to_owned())
        .collect();
    (shown, u32::try_from(more).unwrap_or(u32::MAX))
}

fn chip(signal: &CardSignal, journeys: &[Journey]) -> Chip {
    let of = |kind, code: Option<String>, since_ms| Chip {
        kind,
        code,
        since_ms,
    };
    // JobTwine emails a link to choose slots with.
    let link_of = (signal.vendor == Vendor::JobTwine).then(|| "slot_link".to_owned());
    match &signal.chip {
        attention::Chip::Eligible { blocked_by: None } => of(ChipKind::Eligible, None, None),
        // The other vendor's tag names a template; this one's is a word.
        attention::Chip::Eligible {
            blocked_by: Some(FindingCode::PostingUntagged),
        } if signal.vendor == Vendor::JobTwine => of(
            ChipKind::Obstacle,
            Some("jobtwine_tag_missing".to_owned()),
            None,
        ),
        attention::Chip::Eligible {
            blocked_by: Some(code),
        } => of(ChipKind::Obstacle, Some(finding_word(*code)), None),
        // Nothing of this seat is open: the vendor is the one who moves.
        attention::Chip::Moving { since_ms } => of(ChipKind::Triggered, None, *since_ms),
        attention::Chip::Invited { since_ms, .. } => of(ChipKind::Invited, link_of, *since_ms),
        attention::Chip::Completed {
            since_ms, watched, ..
        } => of(
            ChipKind::Completed,
            (!watched).then(|| "not_watched".to_owned()),
            *since_ms,
        ),
        attention::Chip::Stalled { link, since_ms } => {
            let expired = latest(journeys, signal.vendor)
                .is_some_and(|journey| journey.state == fulcrum_domain::journey::State::Expired);
            if expired {
                of(ChipKind::Expired, link_of, *since_ms)
            } else {
                of(
                    ChipKind::Stalled,
                    Some(link_word(*link).to_owned()),
                    *since_ms,
                )
            }
        }
        attention::Chip::Failed {
            code: FailureCode::Other,
        } if signal.vendor == Vendor::JobTwine => {
            of(ChipKind::Failed, Some("jobtwine_other".to_owned()), None)
        }
        attention::Chip::Failed { code } => of(ChipKind::Failed, Some(word(code)), None),
        attention::Chip::RoundsMissing { since_ms } => of(
            ChipKind::Obstacle,
            Some("rounds_missing".to_owned()),
            *since_ms,
        ),
        attention::Chip::SlotsRequested { since_ms } => of(ChipKind::SlotsNeeded, None, *since_ms),
        attention::Chip::SlotsGiven { since_ms } => of(ChipKind::SlotsGiven, None, *since_ms),
        attention::Chip::Scheduled { at_ms, running } => of(
            ChipKind::Scheduled,
            running.then(|| "running".to_owned()),
            *at_ms,
        ),
        attention::Chip::CalledOff { since_ms } => of(ChipKind::CalledOff, None, *since_ms),
        attention::Chip::NoShow { since_ms } => of(ChipKind::NoShow, None, *since_ms),
        attention::Chip::FeedbackPending { since_ms } => {
            of(ChipKind::FeedbackPending, None, *since_ms)
        }
        attention::Chip::FeedbackIn { since_ms, read } => of(
            ChipKind::FeedbackIn,
            (!read).then(|| "not_read".to_owned()),
            *since_ms,
        ),
    }
}

fn next(pending: Option<&Pending>, signal: Option<&CardSignal>) -> Next {
    let said = |actor, vendor, phrase: &str, due_ms| Next {
        actor,
        vendor,
        phrase: phrase.to_owned(),
        due_ms,
    };
    if let Some(pending) = pending {
        return match pending.phase {
            PendingPhase::NeedsYou => said(Actor::You, None, "decide_move", None),
            _ => said(Actor::Nobody, None, "wait_for_move", pending.hold_until_ms),
        };
    }
    let Some(signal) = signal else {
        return said(Actor::Nobody, None, "nothing", None);
    };
    let actor = actor(signal.next);
    let (phrase, due_ms) = phrase(&signal.phrase);
    said(
        actor,
        (actor == Actor::Vendor).then_some(signal.vendor),
        phrase,
        due_ms,
    )
}

pub(crate) fn actor(actor: fulcrum_domain::journey::Actor) -> Actor {
    use fulcrum_domain::journey::Actor as Domain;
    match actor {
        Domain::You => Actor::You,
        Domain::Candidate => Actor::Candidate,
        Domain::Vendor => Actor::Vendor,
        Domain::Nobody => Actor::Nobody,
    }
}

fn phrase(phrase: &Phrase) -> (&'static str, Option<i64>) {
    match phrase {
        Phrase::ChooseNextStep => ("choose_next_step", None),
        Phrase::LinkPosting => ("link_posting", None),
        Phrase::FixTag => ("fix_tag", None),
        Phrase::AddEmail => ("add_email", None),
        Phrase::CorrectEmail => ("correct_email", None),
        Phrase::AskSupport => ("ask_support", None),
        Phrase::FixSetup => ("choose_stage", None),
        Phrase::WatchVideo => ("watch_video", None),
        Phrase::FindVideo => ("find_video", None),
        Phrase::AdvanceOrDecline => ("advance_or_decline", None),
        Phrase::Resend => ("resend", None),
        Phrase::NudgeOrClose => ("nudge_or_close", None),
        Phrase::InviteAgainOrClose => ("resend_or_close", None),
        Phrase::Records { due_ms } => ("records_video", *due_ms),
        Phrase::SendsInvite { due_ms } => ("sends_invite", *due_ms),
        Phrase::MoveLeaves => ("wait_for_move", None),
        Phrase::EntersSlots { due_ms } => ("enter_slots", *due_ms),
        Phrase::BooksInterview { due_ms } => ("books_interview", *due_ms),
        Phrase::FindsExpert { due_ms } => ("finds_expert", *due_ms),
        Phrase::ConfirmTime => ("confirm_time", None),
        Phrase::InterviewAt { at_ms } => ("interview_at", *at_ms),
        Phrase::InterviewRuns => ("interview_runs", None),
        Phrase::SendsFeedback { due_ms } => ("sends_feedback", *due_ms),
        Phrase::ReadFeedback => ("read_feedback", None),
        Phrase::StartNextRound => ("start_next_round", None),
        Phrase::EnterRounds => ("enter_rounds", None),
        Phrase::BookAgainOrClose => ("book_again_or_close", None),
        Phrase::ChaseVendor => ("chase_vendor", None),
        Phrase::Until { at_ms } => ("nothing", Some(*at_ms)),
        Phrase::Nothing => ("nothing", None),
    }
}

pub(crate) fn link_word(link: Link) -> &'static str {
    match link {
        Link::Moved => "moved",
        Link::Invited => "invited",
        Link::Opened => "opened",
        Link::Completed => "completed",
        Link::ResultIn => "result_in",
        Link::Failed => "failed",
        Link::SlotsWanted => "slots_wanted",
        Link::SlotsGiven => "slots_given",
        Link::Scheduled => "scheduled",
        Link::Held => "held",
        Link::FeedbackIn => "feedback_in",
        Link::Cancelled => "cancelled",
        Link::NoShow => "no_show",
    }
}

pub(crate) fn finding_word(code: FindingCode) -> String {
    word(&code)
}

/// A code as its serialised word.
pub(crate) fn word<T: serde::Serialize>(code: &T) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
