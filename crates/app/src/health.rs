//! How the set-up stands: the page "Setup & health", its badge, its notification and `fulcrum doctor` say the same, from here.

mod ask;
mod connect;
mod doctor;
mod door;
mod dry_run;
mod known;
mod looked;
mod permission;
mod postings;
mod repair;
mod rounds;
mod stages;
mod stated;
mod templates;
#[cfg(test)]
mod tests;
mod watch;
mod webhooks;
mod words;

pub(crate) use ask::HealthDesk;
pub use doctor::{Diagnosis, Verdict, doctor};
pub(crate) use watch::keep_watch;

use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use fulcrum_cache::desk::DriftRow;
use fulcrum_domain::health::{Mark, Standing, Step};
use fulcrum_lever::{Lever, Permissions};
use fulcrum_sync::Phase;

use crate::app::{App, State};
use crate::failure;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::session::Access;
use crate::view::{Check, Drift, Health, PermissionLine, Problem, Repair, StepHealth};
use known::Known;
use looked::Looked;

/// How long a whole look waits until the lists were read again.
const PATIENCE: Duration = Duration::from_secs(20);

/// Between two looks whether they were, ms.
const LOOK_AGAIN_MS: u64 = 50;

impl App {
    /// How everything stands, from what is here: quick, and without asking anybody. While nobody is connected, seven steps of
    /// which none was taken.
    ///
    /// # Errors
    /// What stands in the way of a seat; storage problems.
    pub async fn health(&self) -> Result<Health, Problem> {
        if matches!(&*self.state(), State::Connect | State::ChooseSeat { .. }) {
            return Ok(nothing());
        }
        let ready = self.ready()?;
        Ok(of(&Known::read(&ready).await?))
    }

    /// Asks Lever again what can be asked, then says how everything stands.
    ///
    /// # Errors
    /// As [`App::health`]. What keeps Lever from answering is itself a check.
    pub async fn check_health(&self) -> Result<Health, Problem> {
        let ready = self.ready()?;
        // Asked side by side; whichever fails is told by the status that the checks look at.
        let ((), asked) = tokio::join!(read_again(&ready), ask::everything(&ready));
        if let Err(error) = asked {
            tracing::info!(code = error.code.as_str(), "Lever was not asked everything");
        }
        let health = watch::look(&ready, &self.inner.events).await?;
        self.inner.events.health_changed();
        Ok(health)
    }

    /// What the key or grant may do: of `key`, of the one that was accepted last, or of the connected seat's. Asked without
    /// changing anything.
    ///
    /// # Errors
    /// `BadInput` without any; what keeps Lever from answering at all.
    pub async fn permissions(&self, key: Option<&str>) -> Result<Vec<PermissionLine>, Problem> {
        let lever = match key {
            Some(key) => self.lever_of(&Access::Key(fulcrum_vault::Secret::from_text(key)))?,
            None => self.lever_at_hand()?,
        };
        let found = lever
            .permissions(&permission::all())
            .await
            .map_err(|error| Problem::from(failure::lever(&error, &self.inner.config.host())))?;
        let lines = permission::lines(&found);
        if key.is_none() {
            let now_ms = self.inner.config.clock.now_ms();
            match self.ready() {
                Ok(ready) => ready.health.begin_with(found, now_ms),
                Err(_) => *self.found_permissions() = Some((found, now_ms)),
            }
        }
        Ok(lines)
    }

    /// What the key that was accepted last may do, until it has a seat.
    pub(crate) fn found_permissions(&self) -> MutexGuard<'_, Option<(Permissions, i64)>> {
        let found = self.inner.found_permissions.lock();
        found.unwrap_or_else(PoisonError::into_inner)
    }

    fn lever_at_hand(&self) -> Result<Lever, Problem> {
        let access = match &*self.state() {
            State::ChooseSeat { access, .. } => access.clone(),
            State::Ready(ready) => return Ok(ready.lever.clone()),
            State::Blocked(problem) => return Err(problem.clone()),
            State::Opening => return Err(Trouble::StillOpening.into()),
            State::Connect => return Err(Trouble::NotConnected.into()),
        };
        self.lever_of(&access)
    }
}

/// Until the engine has asked for everything once more, or cannot.
async fn read_again(ready: &Ready) {
    let before = ready.engine.status().synced_at_ms;
    ready.engine.sync_now();
    let look = async {
        loop {
            ready.timer.sleep_ms(LOOK_AGAIN_MS).await;
            let status = ready.engine.status();
            let read = status.phase == Phase::Live && status.synced_at_ms != before;
            let cannot = matches!(
                status.phase,
                Phase::SignedOut | Phase::Offline | Phase::BackedOff | Phase::Stopped
            );
            if read || cannot {
                return;
            }
        }
    };
    // Whoever waits is a person; a simulation asks for no whole look.
    let _ = tokio::time::timeout(PATIENCE, look).await;
}

/// Everything that was looked at, in the order of steps.
fn all(known: &Known) -> Vec<Looked> {
    Step::ALL
        .into_iter()
        .flat_map(|step| of_step(known, step))
        .collect()
}

/// What was looked at in a step. Of a vendor that is switched off here nothing is asked; where that leaves nothing, it says so.
fn of_step(known: &Known, step: Step) -> Vec<Looked> {
    let mut looked = looked_at(known, step);
    let mut off = Vec::new();
    looked.retain(|one| match one.check.vendor {
        Some(vendor) if known.is_off(vendor) => {
            off.push(vendor);
            false
        }
        _ => true,
    });
    if looked.is_empty()
        && let Some(vendor) = off.first()
    {
        let name = words::vendor_name(*vendor);
        let since = known.setup(*vendor).and_then(|setup| setup.disabled);
        looked.push(
            Looked::new(format!("off.{name}"), name)
                .of(*vendor)
                .is(
                    Standing::Stated,
                    format!("{name} is switched off here: no move invites, and nothing of it is checked."),
                )
                .at(since.map(|off| off.at_ms)),
        );
    }
    looked
}

fn looked_at(known: &Known, step: Step) -> Vec<Looked> {
    match step {
        Step::Connect => connect::checks(known),
        Step::Stages => stages::checks(known),
        Step::Webhooks => webhooks::checks(known),
        Step::Templates => templates::checks(known),
        Step::Rounds => rounds::checks(known),
        Step::Postings => postings::checks(known),
        Step::DryRun => dry_run::checks(known),
    }
}

/// The whole picture, from what is known. Pure.
fn of(known: &Known) -> Health {
    let steps: Vec<StepHealth> = Step::ALL
        .into_iter()
        .map(|step| {
            let mut checks: Vec<Check> = of_step(known, step)
                .into_iter()
                .map(|looked| compared(looked, known))
                .collect();
            checks.extend(stated::checks(known, step));
            StepHealth {
                step,
                standing: Standing::worst(checks.iter().map(|check| check.standing))
                    .unwrap_or(Standing::Todo),
                line: words::line(step, &checks, known),
                checks,
            }
        })
        .collect();
    let problems = steps
        .iter()
        .flat_map(|step| &step.checks)
        .filter(|check| check.standing.is_problem())
        .count();
    Health {
        checked_at_ms: known.asked.checked_at_ms,
        drift: known.drift.iter().cloned().map(drift).collect(),
        problems: u32::try_from(problems).unwrap_or(u32::MAX),
        steps,
    }
}

/// The check beside how it was when it last worked.
fn compared(looked: Looked, known: &Known) -> Check {
    let Looked {
        mut check,
        says,
        mark,
    } = looked;
    let kept = known.kept.get(&check.id);
    let baseline = kept.and_then(|kept| kept.baseline.as_ref());
    if let (Some(mark), Some(baseline)) = (&mark, baseline)
        && check.standing < Standing::Unverifiable
        && *mark != Mark::Works
        && mark.is_about_the_same_as(&baseline.mark)
        && let Some(difference) = mark.difference(&baseline.mark)
    {
        let (finding, cause) = words::different(difference, &check.subject, &baseline.says, &says);
        check.standing = Standing::Warn;
        check.finding = finding;
        check.cause = cause.to_owned();
        check.way_out = "Say that it is right so, or change it back in Lever.".to_owned();
        check.repair = Some(Repair::Accept);
    }
    if check.standing >= Standing::Warn {
        let open = known
            .drift
            .iter()
            .find(|drift| drift.check == check.id && drift.mended_at_ms.is_none());
        if let Some(open) = open {
            check.at_ms = Some(open.at_ms);
        }
    }
    check
}

fn drift(row: DriftRow) -> Drift {
    Drift {
        at_ms: row.at_ms,
        check: row.check,
        vendor: row.vendor,
        subject: row.subject,
        was: row.was,
        is: row.found,
        standing: row.standing,
        mended_at_ms: row.mended_at_ms,
    }
}

/// Nobody is connected.
fn nothing() -> Health {
    Health {
        checked_at_ms: None,
        steps: Step::ALL
            .into_iter()
            .map(|step| StepHealth {
                step,
                standing: Standing::Todo,
                line: words::nothing_yet(step).to_owned(),
                checks: Vec::new(),
            })
            .collect(),
        drift: Vec::new(),
        problems: 0,
    }
}
