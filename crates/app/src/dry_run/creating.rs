//! The candidate: created once. Lever has no key that would make a repeated creation harmless, so the run's mark is looked for
//! before anything is sent, and again after an answer that did not come.

use fulcrum_domain::dry_run::{
    Action, Cause, Create, DryRun, NAME, SOURCE, TAG, TestCandidate, mark,
};
use fulcrum_domain::ids::OpportunityId;
use fulcrum_lever::{Code, LeverError, NewCandidate, OpportunityQuery};

use super::change;
use super::drive::Next;
use super::planning::{first_stage, phones};
use crate::failure;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::Problem;

/// What Lever calls candidates that somebody adds by hand.
const ORIGIN: &str = "sourced";

pub(super) async fn create(ready: &Ready, run: &DryRun) -> Result<Next, Problem> {
    let Some(address) = run.address.clone() else {
        // Without an address there is nobody to create: what was begun so cannot be carried on.
        return impossible(ready, run, Cause::Gone).await;
    };
    match find(ready, run).await {
        Ok(Some(there)) => return is_there(ready, run, there, true).await,
        Ok(None) => {}
        Err(error) => return refused(ready, run, &error).await,
    }
    match taken(ready, &address.email).await {
        Ok(true) => return impossible(ready, run, Cause::AddressTaken).await,
        Ok(false) => {}
        Err(error) => return refused(ready, run, &error).await,
    }
    let stages = ready
        .cache
        .read(|tx| tx.stages())
        .await
        .map_err(failure::cache)?;
    let stage = first_stage(&stages, &ready.setups()).map(|stage| stage.id.clone());
    if stage.is_none() {
        return Err(Trouble::NotFound { what: "stage" }.into());
    }
    let candidate = NewCandidate {
        name: NAME.to_owned(),
        emails: vec![address.email.clone()],
        phones: phones(&address),
        tags: vec![TAG.to_owned(), mark(&run.id)],
        sources: vec![SOURCE.to_owned()],
        posting: Some(run.posting.clone()),
        stage,
        owner: Some(run.by.clone()),
        origin: Some(ORIGIN),
    };
    // Written down before it leaves: what a crash makes of it is looked for afterwards. A stop that came meanwhile counts.
    if !hand_over(ready, run).await? {
        return Ok(Next::Again);
    }
    match ready
        .lever
        .create_opportunity(&candidate, &ready.seat.user)
        .await
    {
        Ok(made) => is_there(ready, run, made.opportunity.id, false).await,
        Err(error) if error.outcome_unknown() => Ok(Next::After(2_000)),
        Err(error) => {
            change(ready, &run.id, |run| run.create = Create::Wanted).await?;
            refused(ready, run, &error).await
        }
    }
}

/// Looks for what was sent without an answer.
pub(super) async fn look(ready: &Ready, run: &DryRun, last: bool) -> Result<Next, Problem> {
    let found = find(ready, run)
        .await
        .map_err(|error| Problem::from(failure::lever(&error, &ready.host)))?;
    match found {
        Some(there) => is_there(ready, run, there, true).await,
        None => {
            let now_ms = ready.now_ms();
            change(ready, &run.id, move |run| run.looked_in_vain(last, now_ms)).await?;
            Ok(Next::Again)
        }
    }
}

/// False when the run was stopped, has grown old, or is further, meanwhile.
async fn hand_over(ready: &Ready, run: &DryRun) -> Result<bool, Problem> {
    let (id, now_ms) = (run.id.clone(), ready.now_ms());
    ready
        .desk
        .write(fulcrum_cache::Cause::Push, move |tx| {
            let mut handed = false;
            tx.change_dry_run(&id, |run| {
                if run.next(now_ms) == Action::Create {
                    handed = true;
                    run.create = Create::Sent {
                        at_ms: now_ms,
                        in_vain_since_ms: None,
                    };
                }
            })?;
            Ok(handed)
        })
        .await
        .map_err(failure::desk)
}

/// The candidate that bears the run's mark.
async fn find(ready: &Ready, run: &DryRun) -> Result<Option<OpportunityId>, LeverError> {
    let query = OpportunityQuery {
        tags: vec![mark(&run.id)],
        ..OpportunityQuery::default()
    };
    let page = ready.lever.opportunities(&query, None).await?;
    // Lever's filter is exact; what is found is looked at all the same.
    Ok(page
        .items
        .iter()
        .find_map(|one| TestCandidate::of(one, &run.id))
        .map(|candidate| candidate.opportunity().clone()))
}

/// Whether the address leads to a person who is no test candidate: Lever would join the new candidacy to that person, and the
/// vendors would write there.
async fn taken(ready: &Ready, email: &str) -> Result<bool, LeverError> {
    let query = OpportunityQuery {
        email: Some(email.to_owned()),
        ..OpportunityQuery::default()
    };
    let page = ready.lever.opportunities(&query, None).await?;
    Ok(page.items.iter().any(|one| one.name != NAME))
}

async fn is_there(
    ready: &Ready,
    run: &DryRun,
    opportunity: OpportunityId,
    found: bool,
) -> Result<Next, Problem> {
    let now_ms = ready.now_ms();
    change(ready, &run.id, move |run| {
        run.is_there(opportunity, found, now_ms);
    })
    .await?;
    Ok(Next::Again)
}

/// What trying again cannot help ends the run; what passes is waited for.
async fn refused(ready: &Ready, run: &DryRun, error: &LeverError) -> Result<Next, Problem> {
    match lasting(error) {
        Some(cause) => impossible(ready, run, cause).await,
        None => Err(failure::lever(error, &ready.host).into()),
    }
}

fn lasting(error: &LeverError) -> Option<Cause> {
    match error.code {
        Code::PermissionMissing => Some(Cause::Forbidden {
            permission: error.permission.unwrap_or("opportunities:write").to_owned(),
        }),
        Code::Refused | Code::NotFound | Code::Conflict | Code::UnexpectedStatus => {
            Some(Cause::Refused {
                code: error
                    .lever_code
                    .clone()
                    .unwrap_or_else(|| error.code.as_str().to_owned()),
            })
        }
        _ => None,
    }
}

async fn impossible(ready: &Ready, run: &DryRun, cause: Cause) -> Result<Next, Problem> {
    let at_ms = ready.now_ms();
    change(ready, &run.id, move |run| {
        run.create = Create::Impossible { cause, at_ms };
    })
    .await?;
    Ok(Next::Again)
}
