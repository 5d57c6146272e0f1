//! The moves of the test candidate, through the same machinery as every other: an intent that the engine looks at, writes and
//! confirms. Only a [`TestCandidate`] gets there.

use fulcrum_cache::Cause as Change;
use fulcrum_cache::desk::{Intent, IntentKind, IntentState, Step, StepKind};
use fulcrum_domain::dry_run::{
    Action, Cause, Certainty, ChainLink, DryRun, LegEnd, Move, TestCandidate, Tick, broken_link,
};
use fulcrum_domain::evidence::Source;
use fulcrum_domain::ids::IntentId;
use fulcrum_domain::preflight::{FindingCode, Preflight, Severity};
use fulcrum_domain::tags::{PostingConfiguration, jobtwine_tag, posting_configuration};
use fulcrum_domain::vendor::Vendor;
use fulcrum_lever::Code;
use fulcrum_sync::{Trouble, outcome};

use super::drive::{Next, is_there};
use super::{cause_of, change};
use crate::failure;
use crate::moves::{checked, new_intent, take_back};
use crate::picture::Picture;
use crate::ready::Ready;
use crate::view::{Problem, ProblemCode};

/// Between two looks at an intent, ms.
pub(super) const LOOK_MS: u64 = 300;

/// Checks, and asks for the move into the vendor's stage.
pub(super) async fn begin(ready: &Ready, run: &DryRun, at: usize) -> Result<Next, Problem> {
    let (Some(leg), Some(id)) = (run.legs.get(at).cloned(), run.opportunity().cloned()) else {
        return Ok(Next::Again);
    };
    let now_ms = ready.now_ms();
    let broken = |link: ChainLink, cause: Cause| async move {
        change(ready, &run.id, move |run| {
            if let Some(leg) = run.legs.get_mut(at) {
                leg.break_at(link, cause, now_ms);
            }
        })
        .await?;
        Ok(Next::Again)
    };
    // The posting's tag and the candidate as they are now, not as they were read some time ago.
    if let Err(trouble) = ready.engine.refresh_posting(&run.posting).await {
        return match lasting(&trouble) {
            Some(cause) => broken(ChainLink::PostingTag, cause).await,
            None => Err(failure::sync(&trouble, &ready.host).into()),
        };
    }
    if !is_there(ready, run, &id).await? {
        return Ok(Next::Again);
    }
    let (picture, preflight) = checked(ready, &id, &leg.stage).await?;
    let Some(candidate) = TestCandidate::of(&picture.opportunity, &run.id) else {
        return broken(ChainLink::StageEntered, Cause::Gone).await;
    };
    if !candidate.may_be_invited() {
        return broken(ChainLink::StageEntered, Cause::AddressTaken).await;
    }
    let in_the_way = preflight.findings.iter().find(|finding| {
        finding.severity == Severity::Stop
            || (finding.severity == Severity::Block && !leg.although_blocked)
    });
    if let Some(finding) = in_the_way {
        return broken(broken_link(finding.code), cause_of(finding)).await;
    }
    let tag = tag_read(&picture, &preflight, leg.vendor);
    let steps = vec![StepKind::SetStage {
        to: leg.stage.clone(),
    }];
    let mut intent = new_intent(
        ready,
        &picture,
        IntentKind::Move,
        steps,
        &leg.stage,
        &preflight,
    )?;
    // Confirmed by name a moment ago, to an address of the admin's own, and the run can be stopped: there is nobody to spare a
    // hold for.
    intent.hold_until_ms = None;
    for step in &mut intent.steps {
        *step = Step::waiting(step.kind.clone());
    }
    let asked = intent.id.clone();
    let begun = insert(
        ready,
        (run, Action::Move(at)),
        candidate,
        intent,
        move |run| {
            let Some(leg) = run.legs.get_mut(at) else {
                return;
            };
            if let Some(tag) = tag {
                leg.tick(
                    ChainLink::PostingTag,
                    Tick {
                        at_ms: None,
                        seen_at_ms: now_ms,
                        certainty: Certainty::Proven,
                        source: Some(Source::Tag { tag }),
                    },
                );
            }
            leg.moved = Move::Asked { intent: asked };
        },
    )
    .await?;
    Ok(if begun {
        Next::After(LOOK_MS)
    } else {
        // A person moves it by hand, or the run was stopped: looked at again.
        Next::After(1_000)
    })
}

/// Why the posting cannot be read, where trying again cannot help.
fn lasting(trouble: &Trouble) -> Option<Cause> {
    let Trouble::Lever(error) = trouble else {
        return None;
    };
    match error.code {
        Code::NotFound => Some(Cause::Finding {
            code: FindingCode::NoPosting,
            subject: None,
            suggestion: None,
        }),
        Code::PermissionMissing => Some(Cause::Forbidden {
            permission: error.permission.unwrap_or("postings:read").to_owned(),
        }),
        _ => None,
    }
}

/// The posting's tag that the vendor reads, where the check has nothing against it.
fn tag_read(picture: &Picture, preflight: &Preflight, vendor: Vendor) -> Option<String> {
    let spoilt = preflight.findings.iter().any(|finding| {
        finding.severity <= Severity::Block && broken_link(finding.code) == ChainLink::PostingTag
    });
    let posting = picture.posting.as_ref().filter(|_| !spoilt)?;
    match vendor {
        Vendor::MyInterview => match posting_configuration(&posting.tags) {
            PostingConfiguration::One { tag } => Some(tag.stored),
            _ => None,
        },
        Vendor::JobTwine => jobtwine_tag(&posting.tags).map(|tag| tag.stored),
    }
}

/// Stores an intent about the run's own candidate together with what it means to the run; false when another one about it is
/// open, or when this is not what comes next any more: the run was stopped, has grown old, or is further.
pub(super) async fn insert(
    ready: &Ready,
    (run, decided): (&DryRun, Action),
    candidate: TestCandidate,
    intent: Intent,
    note: impl FnOnce(&mut DryRun) + Send + 'static,
) -> Result<bool, Problem> {
    let (id, now_ms) = (run.id.clone(), ready.now_ms());
    let stored = ready
        .desk
        .write(Change::Push, move |tx| {
            let busy = tx
                .open_intents()?
                .iter()
                .any(|open| open.opportunity == *candidate.opportunity());
            let comes_next = tx
                .dry_run(&id)?
                .is_some_and(|run| run.next(now_ms) == decided);
            let its_own = intent.opportunity == *candidate.opportunity();
            if busy || !comes_next || !its_own {
                return Ok(false);
            }
            tx.insert_intent(&intent)?;
            tx.change_dry_run(&id, note)?;
            Ok(true)
        })
        .await
        .map_err(failure::desk)?;
    if stored {
        ready.engine.intents_changed();
    }
    Ok(stored)
}

pub(super) async fn held(ready: &Ready, intent: &IntentId) -> Result<Option<Intent>, Problem> {
    let id = intent.clone();
    ready
        .desk
        .read(move |tx| tx.intent(&id))
        .await
        .map_err(failure::desk)
}

/// What became of the move.
pub(super) async fn follow(ready: &Ready, run: &DryRun, at: usize) -> Result<Next, Problem> {
    let Some(Move::Asked { intent }) = run.legs.get(at).map(|leg| leg.moved.clone()) else {
        return Ok(Next::Again);
    };
    let Some(asked) = held(ready, &intent).await? else {
        return set_move(ready, run, at, Move::Wanted).await;
    };
    match (asked.state, asked.outcome.as_deref()) {
        (IntentState::Open, _) => Ok(Next::After(LOOK_MS)),
        (IntentState::Done, _) | (IntentState::NeedsReview, Some(outcome::INVITED_MEANWHILE)) => {
            let at_ms = ready.now_ms();
            let_go(ready, &intent).await?;
            set_move(ready, run, at, Move::Done { at_ms }).await
        }
        // The program ended before anything left, or Lever was out of reach for long: asked for again, while the run is young.
        (IntentState::NeedsReview, Some(outcome::CLOSED_DURING_HOLD | outcome::TOO_OLD)) => {
            let_go(ready, &intent).await?;
            set_move(ready, run, at, Move::Wanted).await
        }
        (IntentState::NeedsReview | IntentState::Failed, why) => {
            let cause = cause_of_refusal(why);
            let_go(ready, &intent).await?;
            break_at_stage(ready, run, at, cause).await
        }
        (IntentState::Cancelled, _) => break_at_stage(ready, run, at, Cause::LetGo).await,
    }
}

pub(super) fn cause_of_refusal(why: Option<&str>) -> Cause {
    match why {
        Some(outcome::FORBIDDEN) => Cause::Forbidden {
            permission: "opportunities:write".to_owned(),
        },
        Some(outcome::GONE | outcome::ANONYMIZED) => Cause::Gone,
        Some(outcome::MOVED) => Cause::MovedElsewhere,
        Some(outcome::ARCHIVED) => Cause::ArchivedMeanwhile,
        other => Cause::Refused {
            code: other.unwrap_or("a refusal").to_owned(),
        },
    }
}

async fn break_at_stage(
    ready: &Ready,
    run: &DryRun,
    at: usize,
    cause: Cause,
) -> Result<Next, Problem> {
    let now_ms = ready.now_ms();
    change(ready, &run.id, move |run| {
        if let Some(leg) = run.legs.get_mut(at) {
            leg.break_at(ChainLink::StageEntered, cause, now_ms);
        }
    })
    .await?;
    Ok(Next::Again)
}

async fn set_move(ready: &Ready, run: &DryRun, at: usize, to: Move) -> Result<Next, Problem> {
    change(ready, &run.id, move |run| {
        if let Some(leg) = run.legs.get_mut(at) {
            leg.moved = to;
        }
    })
    .await?;
    Ok(Next::Again)
}

/// Takes the move back where it has not left; one that is on its way is waited for.
pub(super) async fn withdraw(ready: &Ready, run: &DryRun, at: usize) -> Result<Next, Problem> {
    let Some(Move::Asked { intent }) = run.legs.get(at).map(|leg| leg.moved.clone()) else {
        return Ok(Next::Again);
    };
    match take_back(ready, &intent).await {
        Err(problem) if problem.code == ProblemCode::Conflict => Ok(Next::After(LOOK_MS)),
        // Settled already, whichever way: the candidate is archived from where it is.
        Err(problem) if problem.code != ProblemCode::NotFound => Err(problem),
        Ok(_) | Err(_) => {
            change(ready, &run.id, move |run| {
                if let Some(leg) = run.legs.get_mut(at) {
                    leg.end.get_or_insert(LegEnd::Cut);
                }
            })
            .await?;
            Ok(Next::Again)
        }
    }
}

/// An intent that waits for its person waits for nobody any more.
pub(super) async fn let_go(ready: &Ready, intent: &IntentId) -> Result<(), Problem> {
    match take_back(ready, intent).await {
        Err(problem) if problem.code != ProblemCode::NotFound => Err(problem),
        _ => Ok(()),
    }
}

/// What the check has against the move of this part: the likeliest cause of a silence.
pub(super) async fn obstacle(
    ready: &Ready,
    run: &DryRun,
    at: usize,
) -> Result<Option<Cause>, Problem> {
    let (Some(leg), Some(id)) = (run.legs.get(at), run.opportunity().cloned()) else {
        return Ok(None);
    };
    let to = leg.stage.clone();
    let picture = ready
        .cache
        .read(move |tx| Picture::read(tx, &id))
        .await
        .map_err(failure::cache)?;
    let Some(picture) = picture else {
        return Ok(None);
    };
    let preflight = picture.check_entry(&to, &ready.setups(), ready.now_ms());
    Ok(preflight
        .findings
        .iter()
        .find(|finding| finding.severity <= Severity::Block)
        .map(cause_of))
}
