//! Sending an invitation again: out of the vendor's stage through one that triggers nothing, and back in. Guarded, since it
//! mails a candidate.

use fulcrum_cache::desk::{Intent, IntentKind, IntentState, StepKind};
use fulcrum_domain::ids::{OpportunityId, StageId};
use fulcrum_domain::journey::{Journey, Link, State};
use fulcrum_domain::vendor::VendorSetup;

use crate::app::App;
use crate::card::{finding_word, latest};
use crate::failure;
use crate::moves::{accept, checked, new_intent};
use crate::picture::Picture;
use crate::problem::Trouble;
use crate::ready::{Ready, vendor_of};
use crate::view::{MoveAccepted, Problem, Resend};

impl App {
    /// Invites again, after a hold.
    ///
    /// # Errors
    /// `Stopped` with what stands against it; `NotFound`; storage problems.
    pub async fn resend(&self, id: &OpportunityId) -> Result<MoveAccepted, Problem> {
        let ready = self.writer()?;
        let intent = resend_intent(&ready, id, false).await?;
        accept(&ready, intent).await
    }

    /// Invites again although an invitation is open: the person was told and wants it.
    ///
    /// # Errors
    /// As [`App::resend`].
    pub async fn resend_anyway(&self, id: &OpportunityId) -> Result<MoveAccepted, Problem> {
        let ready = self.writer()?;
        let intent = resend_intent(&ready, id, true).await?;
        accept(&ready, intent).await
    }
}

/// The intent of a resend, if nothing stands against it. Nothing is stored yet.
pub(crate) async fn resend_intent(
    ready: &Ready,
    id: &OpportunityId,
    anyway: bool,
) -> Result<Intent, Problem> {
    let trigger = stage_of(ready, id).await?;
    let vendor = vendor_of(&trigger, &ready.setups()).ok_or(Trouble::ResendRefused {
        reason: NOT_IN_STAGE,
    })?;
    let setup = ready.setup_of(vendor);
    let (picture, _) = checked(ready, id, &trigger).await?;
    let preflight = picture.check_entry(&trigger, &ready.setups(), ready.now_ms());
    let last = last_resend_ms(ready, id).await?;
    if let Some(reason) = against(ready, &picture, &setup, last)
        && !(anyway && reason == OPEN)
    {
        return Err(Trouble::ResendRefused { reason }.into());
    }
    if let Some(code) = preflight.first_obstacle() {
        return Err(Trouble::MoveBlocked {
            code: finding_word(code),
        }
        .into());
    }
    let neutral = setup
        .neutral_stage
        .ok_or(Trouble::ResendRefused { reason: NO_NEUTRAL })?;
    let steps = vec![
        StepKind::SetStage { to: neutral },
        StepKind::SetStage {
            to: trigger.clone(),
        },
    ];
    new_intent(
        ready,
        &picture,
        IntentKind::Resend,
        steps,
        &trigger,
        &preflight,
    )
}

/// Where Lever holds the candidate now, as far as it is known here.
async fn stage_of(ready: &Ready, id: &OpportunityId) -> Result<StageId, Problem> {
    let id = id.clone();
    ready
        .cache
        .read(move |tx| tx.opportunity(&id))
        .await
        .map_err(failure::cache)?
        .map(|held| held.stage)
        .ok_or_else(|| Trouble::NotFound { what: "candidate" }.into())
}

const NOT_IN_STAGE: &str = "not_in_stage";
const OPEN: &str = "invite_open";
/// Preflight names what would make it fail again.
const BLOCKED: &str = "blocked";
const NO_NEUTRAL: &str = "no_neutral_stage";

/// Whether an invitation can be sent again, for the panel.
pub(crate) async fn resend_of(ready: &Ready, picture: &Picture) -> Result<Resend, Problem> {
    let setups = ready.setups();
    let Some(vendor) = vendor_of(&picture.opportunity.stage, &setups) else {
        let chosen = setups.iter().any(|setup| setup.invites_at().is_some());
        let reason = if chosen {
            NOT_IN_STAGE
        } else {
            "no_trigger_stage"
        };
        return Ok(Resend {
            vendor: None,
            next_round: None,
            possible: false,
            reason: Some(reason.to_owned()),
        });
    };
    let setup = ready.setup_of(vendor);
    let last = last_resend_ms(ready, &picture.opportunity.id).await?;
    let reason = against(ready, picture, &setup, last).or_else(|| {
        picture
            .blocked_by(vendor, &setups, ready.now_ms())
            .map(|_| BLOCKED)
    });
    Ok(Resend {
        vendor: Some(vendor),
        next_round: next_round(latest(&picture.journeys, vendor)),
        possible: reason.is_none(),
        reason: reason.map(str::to_owned),
    })
}

/// When this seat last sent again or invited, ms.
async fn last_resend_ms(ready: &Ready, id: &OpportunityId) -> Result<Option<i64>, Problem> {
    let id = id.clone();
    let intents = ready
        .desk
        .read(move |tx| tx.intents_of(&id))
        .await
        .map_err(failure::desk)?;
    Ok(intents
        .iter()
        .filter(|intent| intent.state == IntentState::Done && intent.kind == IntentKind::Resend)
        .map(|intent| intent.hold_until_ms.unwrap_or(intent.created_at_ms))
        .max())
}

/// What stands against it, if anything.
fn against(
    ready: &Ready,
    picture: &Picture,
    setup: &VendorSetup,
    last_resend_ms: Option<i64>,
) -> Option<&'static str> {
    if picture.opportunity.archived.is_some() {
        return Some("archived");
    }
    if setup.trigger_stage.as_ref() != Some(&picture.opportunity.stage) {
        return Some(NOT_IN_STAGE);
    }
    let journey = latest(&picture.journeys, setup.vendor);
    let state = journey.map(|journey| journey.state);
    match state {
        Some(State::Completed) => return Some("already_completed"),
        // One interview per round: entering again starts nothing while one is booked or waits for its feedback.
        Some(State::Scheduled | State::InProgress) => return Some("interview_booked"),
        Some(State::FeedbackPending) => return Some("feedback_missing"),
        Some(State::FeedbackIn(_)) if next_round(journey).is_none() => {
            return Some("no_more_rounds");
        }
        _ => {}
    }
    if setup.neutral_stage.is_none() {
        return Some(NO_NEUTRAL);
    }
    let invited_ms = journey.and_then(invited_at_ms);
    let cooling = last_resend_ms
        .max(invited_ms)
        .is_some_and(|at| ready.now_ms() < at.saturating_add(ready.resend_cooldown_ms));
    if cooling {
        return Some("cooling_down");
    }
    // A late candidate may be asked again; one who still has time should be left alone, unless somebody says so.
    let open = matches!(
        state,
        Some(State::Invited | State::SlotsWanted | State::SlotsGiven)
    );
    if open && journey.is_some_and(|journey| journey.stalled.is_none()) {
        return Some(OPEN);
    }
    // The vendor has not answered yet: wait for it.
    if state == Some(State::Triggered) && journey.is_some_and(|journey| journey.stalled.is_none()) {
        return Some("cooling_down");
    }
    None
}

/// The round that entering the stage again begins: the one after a round whose feedback is in, unless an admin stated that
/// there are no more. `None`: the same round again.
fn next_round(journey: Option<&Journey>) -> Option<u32> {
    let done = journey.filter(|journey| matches!(journey.state, State::FeedbackIn(_)))?;
    let next = done.key.round.checked_add(1)?;
    let stated = done.interview.rounds_stated;
    stated.is_none_or(|rounds| next <= rounds).then_some(next)
}

/// When the candidate was last asked, ms. A round that has its feedback waits for nothing.
fn invited_at_ms(journey: &Journey) -> Option<i64> {
    journey
        .links
        .iter()
        .filter(|_| !matches!(journey.state, State::FeedbackIn(_)))
        .find(|step| matches!(step.link, Link::Invited | Link::SlotsWanted))
        .and_then(|step| step.at_ms)
}
