//! Carries a run on, step by step, until it has ended: also one that an earlier start of the program has left.

use std::sync::Weak;
use std::time::Duration;

use fulcrum_domain::dry_run::{Action, Create, DryRun, LegEnd};
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::Deadlines;
use fulcrum_lever::Code;
use tokio_util::sync::CancellationToken;

use super::{archiving, change, creating, moving};
use crate::failure;
use crate::ready::Ready;
use crate::view::Problem;

/// Between two looks at what the engine found, ms.
const LOOK_MS: u64 = 500;

/// Between two questions to Lever about the candidate, ms: a person watches, and the account's rate is for everybody.
const ASK_MS: i64 = 4_000;

/// After a failure at least, and at most, ms.
const PAUSE_MS: (u64, u64) = (1_000, 30_000);

/// What to do after a step.
pub(super) enum Next {
    /// Go on at once.
    Again,
    /// Look again after so many ms.
    After(u64),
    /// Nothing is under way.
    Idle,
}

/// What the driver knows beside the run.
#[derive(Default)]
pub(super) struct Driver {
    /// When Lever was asked about the candidate, ms.
    asked_ms: Option<i64>,
}

/// Runs until told to stop. Holds the seat weakly.
pub(crate) async fn drive(ready: Weak<Ready>, stop: CancellationToken) {
    let mut driver = Driver::default();
    let mut failures: u32 = 0;
    loop {
        let Some(seat) = ready.upgrade() else { return };
        if stop.is_cancelled() {
            return;
        }
        let pause_ms = match driver.turn(&seat).await {
            Ok(Next::Again) => {
                failures = 0;
                continue;
            }
            Ok(Next::After(ms)) => {
                failures = 0;
                Some(ms)
            }
            Ok(Next::Idle) => None,
            Err(problem) => {
                tracing::warn!(code = ?problem.code, "the dry run waits");
                failures = failures.saturating_add(1);
                let longer = PAUSE_MS.0.saturating_mul(1 << failures.min(10));
                Some(longer.min(PAUSE_MS.1))
            }
        };
        let woken = seat.dry_run.clone();
        drop(seat);
        // An hour stands for "until woken"; the timer only bounds a lost wake-up.
        let pause = Duration::from_millis(pause_ms.unwrap_or(3_600_000));
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = woken.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

impl Driver {
    async fn turn(&mut self, ready: &Ready) -> Result<Next, Problem> {
        let run = ready
            .desk
            .read(|tx| tx.open_dry_run())
            .await
            .map_err(failure::desk)?;
        let Some(run) = run else {
            self.asked_ms = None;
            return Ok(Next::Idle);
        };
        let now_ms = ready.now_ms();
        let until = |at_ms: i64| {
            let ms = u64::try_from(at_ms.saturating_sub(now_ms)).unwrap_or(0);
            // A clock that is set meanwhile is noticed.
            Next::After(ms.clamp(LOOK_MS, 5_000))
        };
        match run.next(now_ms) {
            Action::Create => creating::create(ready, &run).await,
            Action::Look { last } => creating::look(ready, &run, last).await,
            Action::Wait(at_ms) => Ok(until(at_ms)),
            Action::Move(at) => moving::begin(ready, &run, at).await,
            Action::FollowMove(at) => moving::follow(ready, &run, at).await,
            Action::Withdraw(at) => moving::withdraw(ready, &run, at).await,
            Action::Cut(at) => {
                change(ready, &run.id, move |run| {
                    if let Some(leg) = run.legs.get_mut(at) {
                        leg.end.get_or_insert(LegEnd::Cut);
                    }
                })
                .await?;
                Ok(Next::Again)
            }
            Action::Watch(at) => self.watch(ready, &run, at).await,
            Action::StayOpen(at_ms) => {
                self.read(ready, &run).await?;
                Ok(until(at_ms))
            }
            Action::Archive => archiving::archive(ready, &run).await,
            Action::FollowArchive => archiving::follow_archive(ready, &run).await,
            Action::End => {
                change(ready, &run.id, move |run| run.end(now_ms)).await?;
                Ok(Next::Idle)
            }
            Action::Rest => Ok(Next::Idle),
        }
    }

    /// Reads what the vendor of this part left, and judges.
    async fn watch(&mut self, ready: &Ready, run: &DryRun, at: usize) -> Result<Next, Problem> {
        if !self.read(ready, run).await? {
            return Ok(Next::Again);
        }
        let Some(opportunity) = run.opportunity().cloned() else {
            return Ok(Next::Again);
        };
        let id = opportunity.clone();
        let evidence = ready
            .cache
            .read(move |tx| tx.evidence(&id))
            .await
            .map_err(failure::cache)?;
        let obstacle = moving::obstacle(ready, run, at).await?;
        // Silence counts when everything was read after it was due.
        let read_ms = ready.engine.status().synced_at_ms;
        let now_ms = ready.now_ms();
        change(ready, &run.id, move |run| {
            let Some(leg) = run.legs.get_mut(at).filter(|leg| leg.end.is_none()) else {
                return;
            };
            // More may be here than when the chain was ticked: it ends on nothing that is not in it.
            leg.read(&evidence, now_ms);
            leg.end = leg.judge(
                &evidence,
                obstacle.as_ref(),
                read_ms,
                &Deadlines::DEFAULT,
                now_ms,
            );
        })
        .await?;
        Ok(Next::After(LOOK_MS))
    }

    /// Asks Lever about the candidate now and then, and ticks what the evidence shows, for every part: the other vendor may have
    /// been slow. False when the candidate is gone.
    async fn read(&mut self, ready: &Ready, run: &DryRun) -> Result<bool, Problem> {
        let Some(id) = run.opportunity() else {
            return Ok(false);
        };
        let now_ms = ready.now_ms();
        let asked_lately = self
            .asked_ms
            .is_some_and(|asked| (0..ASK_MS).contains(&now_ms.saturating_sub(asked)));
        if !asked_lately {
            self.asked_ms = Some(now_ms);
            if !is_there(ready, run, id).await? {
                return Ok(false);
            }
            // Notes hang on the candidate, and the vendor may have an interface of its own.
            ready.engine.read_again(id);
        }
        let of = id.clone();
        let evidence = ready
            .cache
            .read(move |tx| tx.evidence(&of))
            .await
            .map_err(failure::cache)?;
        change(ready, &run.id, move |run| {
            for leg in &mut run.legs {
                leg.read(&evidence, now_ms);
            }
        })
        .await?;
        Ok(true)
    }
}

/// Reads the candidate from Lever. One that is gone ends the run; what only keeps Lever from answering does not.
pub(super) async fn is_there(
    ready: &Ready,
    run: &DryRun,
    id: &OpportunityId,
) -> Result<bool, Problem> {
    match ready.engine.refresh(id).await {
        Err(fulcrum_sync::Trouble::Lever(error)) if error.code == Code::NotFound => {
            change(ready, &run.id, |run| run.create = Create::Gone).await?;
            Ok(false)
        }
        Err(fulcrum_sync::Trouble::Store(error)) => Err(failure::cache(error)),
        // Offline or busy: what is here is what is known.
        Ok(()) | Err(_) => Ok(true),
    }
}
