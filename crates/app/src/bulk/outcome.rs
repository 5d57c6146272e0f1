//! What became of each candidate of a bulk move, and that it has ended.

use fulcrum_cache::desk::{Batch, BatchState, Intent, IntentState, StepState};
use fulcrum_cache::{CacheReader, Cause, Error};
use fulcrum_domain::ids::StageId;
use fulcrum_domain::journey::State;
use fulcrum_domain::vendor::{Vendor, VendorSetup};
use fulcrum_sync::outcome;

use super::estimate;
use crate::app::App;
use crate::card::{latest, word};
use crate::dock::why;
use crate::failure;
use crate::notices;
use crate::picture::{Picture, stage_name};
use crate::ready::{Ready, vendor_of};
use crate::view::{BulkItem, BulkItemState, BulkMove, BulkPhase, Notice, Problem};

impl App {
    /// Bulk moves that were not put away, newest first.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn bulk_moves(&self) -> Result<Vec<BulkMove>, Problem> {
        let ready = self.ready()?;
        let kept: Vec<(Batch, Vec<Intent>)> = ready
            .desk
            .read(|tx| {
                tx.shown_batches()?
                    .into_iter()
                    .map(|batch| {
                        let intents = tx.batch_intents(&batch.id)?;
                        Ok((batch, intents))
                    })
                    .collect()
            })
            .await
            .map_err(failure::desk)?;
        let (setups, now_ms) = (ready.setups(), ready.now_ms());
        let mut moves = ready
            .cache
            .read(move |tx| {
                kept.iter()
                    .map(|(batch, intents)| bulk_move(tx, batch, intents, &setups, now_ms))
                    .collect::<Result<Vec<_>, Error>>()
            })
            .await
            .map_err(failure::cache)?;
        for one in &mut moves {
            let waiting = one
                .items
                .iter()
                .filter(|item| item.state == BulkItemState::Waiting)
                .count();
            let waiting = u32::try_from(waiting).unwrap_or(u32::MAX);
            one.left = estimate(&ready, &one.to_stage, waiting);
        }
        Ok(moves)
    }
}

fn bulk_move(
    tx: &CacheReader<'_>,
    batch: &Batch,
    intents: &[Intent],
    setups: &[VendorSetup],
    now_ms: i64,
) -> Result<BulkMove, Error> {
    let stages = tx.stages()?;
    let vendor = vendor_of(&batch.to_stage, setups);
    let rest = intents
        .iter()
        .any(|intent| intent.state == IntentState::Open);
    let phase = match (rest, batch.state.rests(), batch.begun) {
        (false, _, _) => BulkPhase::Finished,
        (true, true, _) => BulkPhase::Paused,
        (true, false, true) => BulkPhase::Running,
        (true, false, false) => BulkPhase::Held,
    };
    let because = match batch.state {
        BatchState::Going => None,
        BatchState::Paused => Some("person"),
        BatchState::PausedByRestart => Some("restart"),
        BatchState::PausedByTime => Some("time"),
    };
    let mut items = Vec::new();
    for intent in intents {
        let picture = Picture::read(tx, &intent.opportunity)?;
        let decided_in = stage_name(&stages, &intent.base.stage);
        items.push(item(
            intent,
            picture.as_ref(),
            (&batch.to_stage, vendor),
            &decided_in,
            setups,
            now_ms,
        ));
    }
    Ok(BulkMove {
        batch: batch.id.clone(),
        to_stage: batch.to_stage.clone(),
        to_stage_name: stage_name(&stages, &batch.to_stage),
        vendor,
        phase,
        rests_because: because
            .filter(|_| phase == BulkPhase::Paused)
            .map(str::to_owned),
        hold_until_ms: Some(batch.hold_until_ms).filter(|_| phase == BulkPhase::Held),
        items,
        left: crate::view::BulkEstimate::default(),
    })
}

fn item(
    intent: &Intent,
    picture: Option<&Picture>,
    (to, vendor): (&StageId, Option<Vendor>),
    decided_in: &str,
    setups: &[VendorSetup],
    now_ms: i64,
) -> BulkItem {
    let step = intent.steps.last();
    let code = step.and_then(|step| step.code.as_deref());
    let answer = vendor.and_then(|vendor| answer_of(intent, picture, vendor));
    let state = match intent.state {
        IntentState::Open => match step.map(|step| step.state) {
            Some(StepState::Writing) => BulkItemState::Sending,
            Some(StepState::Unknown) => BulkItemState::Settling,
            _ => BulkItemState::Waiting,
        },
        IntentState::NeedsReview | IntentState::Failed => BulkItemState::NeedsYou,
        IntentState::Cancelled => BulkItemState::TakenOut,
        IntentState::Done if code == Some(outcome::ALREADY) => BulkItemState::Already,
        IntentState::Done => match answer {
            Some(State::Failed(_)) => BulkItemState::NotInvited,
            Some(_) => BulkItemState::Answered,
            None => BulkItemState::Moved,
        },
    };
    let moved = matches!(
        state,
        BulkItemState::Moved
            | BulkItemState::Answered
            | BulkItemState::NotInvited
            | BulkItemState::Already
    );
    let blocked =
        state == BulkItemState::NeedsYou && intent.outcome.as_deref() == Some(outcome::BLOCKED);
    let now_in = picture.map(|picture| picture.stage_name(&picture.opportunity.stage));
    BulkItem {
        intent: intent.id.clone(),
        opportunity: intent.opportunity.clone(),
        name: picture
            .map(|picture| picture.opportunity.name.clone())
            .unwrap_or_default(),
        posting_title: picture
            .and_then(|picture| picture.posting.as_ref())
            .map(|posting| posting.text.clone()),
        state,
        failure: match answer {
            Some(State::Failed(code)) if state == BulkItemState::NotInvited => Some(word(&code)),
            _ => None,
        },
        problem: (state == BulkItemState::NeedsYou).then(|| why(intent, decided_in, now_in).into()),
        findings: picture
            .filter(|_| blocked)
            .map(|picture| picture.check(to, setups, now_ms).findings)
            .unwrap_or_default(),
        moved_at_ms: picture
            .filter(|picture| moved && picture.opportunity.stage == *to)
            .and_then(|picture| picture.opportunity.last_advanced_at_ms),
    }
}

/// Where the vendor stands with what this move began; `None` while it has not answered.
fn answer_of(intent: &Intent, picture: Option<&Picture>, vendor: Vendor) -> Option<State> {
    let journey = latest(&picture?.journeys, vendor)?;
    let since = journey
        .links
        .iter()
        .find(|step| step.link == fulcrum_domain::journey::Link::Moved)
        .and_then(|step| step.at_ms);
    // An attempt of before this move is no answer to it.
    let ours = since.is_none_or(|at| intent.base.last_advanced_at_ms.is_none_or(|base| at > base));
    let silent = matches!(
        journey.state,
        State::NotEligible | State::Ready | State::Moving | State::Triggered | State::Cancelled
    );
    (ours && !silent).then_some(journey.state)
}

/// The one notice of a bulk move, once its last move is settled; `None` before, and when it was told already.
pub(crate) async fn end_of(ready: &Ready, batch: &Batch) -> Result<Option<Notice>, Problem> {
    let id = batch.id.clone();
    let ended = ready
        .desk
        .write(Cause::Push, move |tx| {
            let intents = tx.batch_intents(&id)?;
            let rest = intents
                .iter()
                .any(|intent| intent.state == IntentState::Open);
            if rest || !tx.tell_batch(&id)? {
                return Ok(None);
            }
            Ok(Some(intents))
        })
        .await
        .map_err(failure::desk)?;
    let Some(intents) = ended else {
        return Ok(None);
    };
    let count = |state| intents.iter().filter(|one| one.state == state).count();
    let (moved, undecided) = (
        count(IntentState::Done),
        count(IntentState::NeedsReview) + count(IntentState::Failed),
    );
    let Some(first) = intents.first() else {
        return Ok(None);
    };
    let loud = notices::quiet_until_ms(ready).await.is_none();
    let body = match undecided {
        0 => format!("{moved} of {} moved.", intents.len()),
        1 => format!("{moved} of {} moved. 1 needs you.", intents.len()),
        many => format!("{moved} of {} moved. {many} need you.", intents.len()),
    };
    Ok(Some(Notice {
        code: "bulk_ended".to_owned(),
        opportunity: first.opportunity.clone(),
        name: String::new(),
        detail: Some(body.clone()),
        title: loud.then(|| "The bulk move has ended".to_owned()),
        body: loud.then_some(body),
        at_ms: ready.now_ms(),
    }))
}
