//! Held, queued and undecided moves, archivings, notes and tags.

use fulcrum_cache::desk::{Intent, IntentKind, StepKind};
use fulcrum_cache::{CacheReader, Error};
use fulcrum_domain::mention::mentioned;
use fulcrum_domain::model::Stage;
use fulcrum_domain::vendor::VendorSetup;
use fulcrum_sync::outcome;

use crate::app::App;
use crate::card::pending;
use crate::failure;
use crate::picture::stage_name;
use crate::problem::Trouble;
use crate::view::{Dock, DockItem, PendingPhase, Problem};

impl App {
    /// Moves about which something may still happen, newest first.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn dock(&self) -> Result<Dock, Problem> {
        let ready = self.ready()?;
        let moves = ready.open_moves().await?;
        let setups = ready.setups();
        ready
            .cache
            .read(move |tx| {
                let stages = tx.stages()?;
                let mut items = Vec::new();
                // A bulk move has a line of its own.
                let alone = |intent: &&Intent| !moves.in_batches.contains(&intent.id);
                for intent in moves.intents.iter().rev().filter(alone) {
                    items.extend(item(tx, intent, &stages, &setups)?);
                }
                Ok(Dock { items })
            })
            .await
            .map_err(failure::cache)
    }
}

fn item(
    tx: &CacheReader<'_>,
    intent: &Intent,
    stages: &[Stage],
    setups: &[VendorSetup],
) -> Result<Option<DockItem>, Error> {
    let Some(pending) = pending(intent, setups) else {
        return Ok(None);
    };
    let card = tx.card(&intent.opportunity)?;
    let now_in = match &card {
        Some(card) => Some(now_in(tx, intent, &stage_name(stages, &card.stage))?),
        None => None,
    };
    let from_stage_name = stage_name(stages, &intent.base.stage);
    Ok(Some(DockItem {
        opportunity: intent.opportunity.clone(),
        name: card.map(|card| card.name).unwrap_or_default(),
        to_stage_name: stage_name(stages, &pending.to_stage),
        kind: match intent.kind {
            IntentKind::Resend => "resend",
            IntentKind::FixTagThenResend => "fix_tag_and_resend",
            _ => pending.kind.as_str(),
        }
        .to_owned(),
        problem: (pending.phase == PendingPhase::NeedsYou)
            .then(|| why(intent, &from_stage_name, now_in).into()),
        subject: subject(tx, intent)?,
        from_stage_name,
        pending,
    }))
}

/// Where the candidate is now, and who brought it there, as far as Lever says.
fn now_in(tx: &CacheReader<'_>, intent: &Intent, stage: &str) -> Result<String, Error> {
    let last = tx
        .opportunity(&intent.opportunity)?
        .and_then(|held| held.stage_changes.into_iter().max_by_key(|one| one.at_ms))
        .filter(|last| last.at_ms > intent.base.last_advanced_at_ms.unwrap_or(i64::MIN));
    let Some(by) = last.and_then(|last| last.user) else {
        return Ok(stage.to_owned());
    };
    let by = tx.users()?.into_iter().find(|user| user.id == by);
    Ok(by.map_or_else(
        || stage.to_owned(),
        |by| format!("{stage}, moved by {}", by.name),
    ))
}

/// What an intent is about, beside the candidate.
fn subject(tx: &CacheReader<'_>, intent: &Intent) -> Result<Option<String>, Error> {
    let Some((_, step)) = intent.next_step() else {
        return Ok(None);
    };
    Ok(match &step.kind {
        StepKind::SetArchived {
            reason: Some(reason),
        } => tx
            .archive_reasons()?
            .into_iter()
            .find(|known| known.id == *reason)
            .map(|known| known.text),
        StepKind::AddTag { tag } | StepKind::RemoveTag { tag } => Some(tag.clone()),
        StepKind::AddNote { text, .. } => {
            let users = tx.users()?;
            let names: Vec<&str> = mentioned(text, &users)
                .into_iter()
                .map(|user| user.name.as_str())
                .collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    })
}

/// Why an intent needs its person. A conflict tells both facts.
pub(crate) fn why(intent: &Intent, decided_in: &str, now_in: Option<String>) -> Trouble {
    let conflict = |found: String| Trouble::Conflict {
        expected: decided_in.to_owned(),
        found,
    };
    match intent.outcome.as_deref() {
        Some(outcome::TOO_OLD) => Trouble::TooOld,
        Some(outcome::CLOSED_DURING_HOLD) => Trouble::ClosedDuringHold,
        Some(outcome::MOVED) => match now_in {
            // Away and back again: the stage may be the same, the visit is not.
            Some(now_in) if !now_in.starts_with(decided_in) => conflict(now_in),
            _ => conflict(format!("{decided_in}, after a move in between")),
        },
        Some(outcome::ARCHIVED) => conflict("archived".to_owned()),
        Some(outcome::ANONYMIZED) => conflict("personal data removed".to_owned()),
        Some(outcome::INVITED_MEANWHILE) => conflict("already invited by the vendor".to_owned()),
        Some(outcome::GONE) => Trouble::NotFound { what: "candidate" },
        Some(outcome::FORBIDDEN) => Trouble::MissingPermission {
            permission: permission(intent).to_owned(),
        },
        Some(outcome::CHANGED) => conflict("another value".to_owned()),
        Some(outcome::BLOCKED) => Trouble::MoveBlocked {
            code: intent
                .next_step()
                .and_then(|(_, step)| step.code.clone())
                .unwrap_or_default(),
        },
        Some(outcome::NOT_KEPT) => {
            conflict("another value, although it accepted the change".to_owned())
        }
        other => Trouble::Refused {
            code: other.unwrap_or("a refusal").to_owned(),
        },
    }
}

/// The right that the step needs which was refused.
fn permission(intent: &Intent) -> &'static str {
    match intent.next_step().map(|(_, step)| &step.kind) {
        Some(StepKind::ReplacePostingTag { .. }) => "postings:write",
        Some(StepKind::PutContact { .. }) => "contact:write",
        Some(StepKind::AddNote { .. } | StepKind::DeleteNote { .. }) => "notes:write",
        _ => "opportunities:write",
    }
}
