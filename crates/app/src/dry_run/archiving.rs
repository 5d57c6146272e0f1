//! The end of the test candidate: Lever has no delete, so it is archived with the reason that the admin chose.

use fulcrum_cache::desk::{Base, Intent, IntentKind, IntentState, Step, StepKind};
use fulcrum_domain::dry_run::{Action, Archive, Cause, DryRun, TestCandidate};
use fulcrum_domain::ids::OpportunityId;
use fulcrum_sync::outcome;

use super::change;
use super::drive::{Next, is_there};
use super::moving::{LOOK_MS, cause_of_refusal, held, insert, let_go};
use crate::failure;
use crate::moves::{new_id, take_back};
use crate::ready::Ready;
use crate::view::{Problem, ProblemCode};

/// Asks for the archiving.
pub(super) async fn archive(ready: &Ready, run: &DryRun) -> Result<Next, Problem> {
    let Some(id) = run.opportunity().cloned() else {
        return Ok(Next::Again);
    };
    if !is_there(ready, run, &id).await? {
        return Ok(Next::Again);
    }
    let now_ms = ready.now_ms();
    let of = id.clone();
    let opportunity = ready
        .cache
        .read(move |tx| tx.opportunity(&of))
        .await
        .map_err(failure::cache)?;
    let Some(opportunity) = opportunity else {
        // Lever has not been asked yet, or did not answer.
        return Ok(Next::After(1_000));
    };
    if opportunity.archived.is_some() {
        return archived(ready, run, Archive::Done { at_ms: now_ms }).await;
    }
    let Some(candidate) = TestCandidate::of(&opportunity, &run.id) else {
        // Somebody has taken the mark off: it is not this run's to archive any more.
        return archived(ready, run, Archive::Impossible { cause: Cause::Gone }).await;
    };
    if !alone(ready, &id).await? {
        return Ok(Next::After(LOOK_MS));
    }
    let intent = Intent {
        id: new_id()?,
        kind: IntentKind::Archive,
        opportunity: id,
        posting: None,
        steps: vec![Step::waiting(StepKind::SetArchived {
            reason: Some(run.reason.clone()),
        })],
        base: Base {
            stage: opportunity.stage,
            last_advanced_at_ms: opportunity.last_advanced_at_ms,
        },
        created_at_ms: now_ms,
        hold_until_ms: None,
        valid_until_ms: None,
        contacts_candidate: false,
        overridden: Vec::new(),
        state: IntentState::Open,
        outcome: None,
    };
    let asked = intent.id.clone();
    insert(
        ready,
        (run, Action::Archive),
        candidate,
        intent,
        move |run| {
            run.archive = Archive::Asked { intent: asked };
        },
    )
    .await?;
    Ok(Next::After(LOOK_MS))
}

/// Whatever else somebody asked for about the test candidate ends with it. False while something is on its way.
async fn alone(ready: &Ready, id: &OpportunityId) -> Result<bool, Problem> {
    let of = id.clone();
    let others = ready
        .desk
        .read(move |tx| {
            let open = tx.open_intents()?.into_iter();
            Ok(open
                .filter(|one| one.opportunity == of)
                .map(|one| one.id)
                .collect::<Vec<_>>())
        })
        .await
        .map_err(failure::desk)?;
    for other in others {
        match take_back(ready, &other).await {
            Err(problem) if problem.code == ProblemCode::Conflict => return Ok(false),
            Err(problem) if problem.code != ProblemCode::NotFound => return Err(problem),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(true)
}

/// What became of the archiving.
pub(super) async fn follow_archive(ready: &Ready, run: &DryRun) -> Result<Next, Problem> {
    let Archive::Asked { intent } = &run.archive else {
        return Ok(Next::Again);
    };
    let Some(asked) = held(ready, intent).await? else {
        return archived(ready, run, Archive::Wanted).await;
    };
    let done = Archive::Done {
        at_ms: ready.now_ms(),
    };
    match (asked.state, asked.outcome.as_deref()) {
        (IntentState::Open, _) => Ok(Next::After(LOOK_MS)),
        (IntentState::Done, _) => archived(ready, run, done).await,
        (IntentState::NeedsReview, Some(outcome::ARCHIVED)) => {
            let_go(ready, intent).await?;
            archived(ready, run, done).await
        }
        // Somebody moved it between the look and the write: decided anew, from where it is.
        (IntentState::NeedsReview, Some(outcome::MOVED)) => {
            let_go(ready, intent).await?;
            archived(ready, run, Archive::Wanted).await
        }
        (IntentState::NeedsReview | IntentState::Failed, why) => {
            let cause = cause_of_refusal(why);
            let_go(ready, intent).await?;
            archived(ready, run, Archive::Impossible { cause }).await
        }
        (IntentState::Cancelled, _) => {
            let cause = Cause::LetGo;
            archived(ready, run, Archive::Impossible { cause }).await
        }
    }
}

async fn archived(ready: &Ready, run: &DryRun, to: Archive) -> Result<Next, Problem> {
    change(ready, &run.id, move |run| run.archive = to).await?;
    Ok(Next::Again)
}
