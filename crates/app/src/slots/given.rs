//! What this seat has given, kept on the desk, and the note in Lever that says so.

use std::collections::BTreeMap;

use fulcrum_cache::desk::{Base, DraftKind, Intent, IntentKind, IntentState, Step, StepKind};
use fulcrum_cache::{Cause, DeskReader, Error};
use fulcrum_domain::ids::{IntentId, OpportunityId};
use fulcrum_domain::slots::Slot;
use serde::{Deserialize, Serialize};

use super::Subject;
use crate::dock::why;
use crate::failure;
use crate::moves::new_id;
use crate::ready::Ready;
use crate::view::{Problem, SlotDraft};

/// What this seat keeps about the slots of one candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The zone that a person confirmed, IANA.
    #[serde(default)]
    pub(super) zone: Option<String>,
    /// What was given from here, oldest first.
    #[serde(default)]
    pub(super) given: Vec<Given>,
    /// How long the vendor says each round lasts, minutes, by its number.
    #[serde(default)]
    pub(super) minutes: BTreeMap<u32, u32>,
}

/// Slots given from this seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Given {
    pub(super) round: u32,
    pub(super) attempt: u32,
    pub(super) at_ms: i64,
    pub(super) slots: Vec<Slot>,
    /// The wish to note it in Lever.
    #[serde(default)]
    pub(super) note: Option<IntentId>,
}

/// What became of the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noted {
    /// It is in Lever.
    Written,
    /// Lever gave no answer yet; it follows by itself.
    Waits,
}

/// Name of the row; `erase` of the desk removes it by this name.
fn row(id: &OpportunityId) -> String {
    format!("slots/{id}")
}

fn read(tx: &DeskReader<'_>, id: &OpportunityId) -> Result<Kept, Error> {
    Ok(tx.preference(&row(id))?.unwrap_or_default())
}

/// What is kept about a candidate.
pub(super) async fn kept(ready: &Ready, id: &OpportunityId) -> Result<Kept, Problem> {
    let id = id.clone();
    ready
        .desk
        .read(move |tx| read(tx, &id))
        .await
        .map_err(failure::desk)
}

/// What was begun for a candidate and not given yet.
pub(super) async fn draft(ready: &Ready, id: &OpportunityId) -> Result<Option<SlotDraft>, Problem> {
    let id = id.clone();
    ready
        .desk
        .read(move |tx| tx.draft(&id, DraftKind::Slots))
        .await
        .map_err(failure::desk)
}

/// Keeps how long the vendor says that a round lasts, minutes.
pub(super) async fn keep_minutes(
    ready: &Ready,
    id: &OpportunityId,
    round: u32,
    minutes: u32,
) -> Result<(), Problem> {
    let id = id.clone();
    ready
        .desk
        .write(Cause::Person, move |tx| {
            let mut kept = read(tx, &id)?;
            kept.minutes.insert(round, minutes);
            tx.set_preference(&row(&id), &kept)
        })
        .await
        .map_err(failure::desk)
}

/// Keeps what was given and notes it in Lever, while the person waits. The same slots given again are noted once.
pub(super) async fn note(
    ready: &Ready,
    subject: &Subject,
    zone: &str,
    given: Given,
    text: String,
) -> Result<Noted, Problem> {
    match write_down(ready, subject, zone, given, text).await? {
        Some(intent) => carry_out(ready, &intent).await,
        None => Ok(Noted::Written),
    }
}

/// Keeps in one transaction what was given and that it is to be noted. `None`: it was noted before, and nobody has asked for
/// other slots since.
async fn write_down(
    ready: &Ready,
    subject: &Subject,
    zone: &str,
    mut given: Given,
    text: String,
) -> Result<Option<IntentId>, Problem> {
    let intent = note_intent(new_id()?, ready, subject, text);
    given.note = Some(intent.id.clone());
    let zone = zone.to_owned();
    let asked_at_ms = subject.asked.asked_at_ms;
    ready
        .desk
        .write(Cause::Person, move |tx| {
            tx.set_draft::<SlotDraft>(&intent.opportunity, DraftKind::Slots, None)?;
            let mut kept = read(tx, &intent.opportunity)?;
            let again = kept.given.last().filter(|last| {
                (last.round, last.attempt) == (given.round, given.attempt)
                    && last.slots == given.slots
                    && asked_at_ms.is_none_or(|asked| asked <= last.at_ms)
            });
            let before = match again.and_then(|last| last.note.as_ref()) {
                Some(note) => tx.intent(note)?,
                None => None,
            };
            match before.map(|before| (before.state, before.id)) {
                Some((IntentState::Done, _)) => return Ok(None),
                Some((IntentState::Open, waiting)) => return Ok(Some(waiting)),
                // It came to nothing, or there is none.
                _ => {}
            }
            if again.is_some() {
                kept.given.pop();
            }
            kept.zone = Some(zone);
            kept.given.push(given);
            tx.set_preference(&row(&intent.opportunity), &kept)?;
            tx.insert_intent(&intent)?;
            Ok(Some(intent.id))
        })
        .await
        .map_err(failure::desk)
}

fn note_intent(id: IntentId, ready: &Ready, subject: &Subject, text: String) -> Intent {
    Intent {
        id,
        kind: IntentKind::Note,
        opportunity: subject.opportunity.id.clone(),
        posting: None,
        steps: vec![Step::waiting(StepKind::AddNote {
            text,
            secret: false,
        })],
        base: Base {
            stage: subject.opportunity.stage.clone(),
            last_advanced_at_ms: subject.opportunity.last_advanced_at_ms,
        },
        created_at_ms: ready.now_ms(),
        hold_until_ms: None,
        valid_until_ms: None,
        contacts_candidate: false,
        overridden: Vec::new(),
        state: IntentState::Open,
        outcome: None,
    }
}

/// Writes the note; when Lever gives no answer, the engine follows it up.
async fn carry_out(ready: &Ready, id: &IntentId) -> Result<Noted, Problem> {
    match ready.engine.carry_out(id).await {
        Ok(Some(done)) if done.state == IntentState::Done => Ok(Noted::Written),
        Ok(Some(done)) if done.state == IntentState::NeedsReview => {
            let id = id.clone();
            ready
                .desk
                .write(Cause::Person, move |tx| {
                    tx.close_intent(&id, IntentState::Failed, None)
                })
                .await
                .map_err(failure::desk)?;
            Err(why(&done, "the note", None).into())
        }
        Ok(_) => Ok(Noted::Waits),
        Err(trouble) => {
            tracing::info!(?trouble, "the note about slots waits");
            ready.engine.intents_changed();
            Ok(Noted::Waits)
        }
    }
}
