//! The dry run: an admin chooses a posting and the vendors, confirms what exactly will happen, and watches a test candidate go
//! through the chain. `domain::dry_run` says what comes next; here it is carried out.

mod archiving;
mod creating;
mod drive;
mod moving;
mod planning;
mod shown;
mod words;

pub(crate) use drive::drive;
pub(crate) use words::of as broken_words;

use fulcrum_cache::Cause as Change;
use fulcrum_domain::contact::plausible_email;
use fulcrum_domain::dry_run::{
    Address, Archive, Cause, Certainty, ChainLink, Create, DryRun, Leg, Tick,
};
use fulcrum_domain::ids::DryRunId;
use fulcrum_domain::preflight::{Finding, FindingCode};

use crate::app::App;
use crate::failure;
use crate::moves::new_id;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{DryRunArrival, DryRunChoice, DryRunPage, DryRunPlan, DryRunPlanPart, Problem};
use planning::{Planned, planned};

/// So long the candidate stays open when the admin wants to try the e-mail, ms.
const KEEP_OPEN_MS: i64 = 30 * 60 * 1_000;

/// Longest e-mail or phone that is sent.
const LONGEST: usize = 254;

impl App {
    /// What there is to choose from, how the run stands and what runs have proved.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn dry_run(&self) -> Result<DryRunPage, Problem> {
        shown::page(&*self.ready()?).await
    }

    /// What exactly would happen. Nothing is written and nobody is asked.
    ///
    /// # Errors
    /// `BadInput` for what cannot be used; `NotFound` for a posting or reason that is not here; storage problems.
    pub async fn dry_run_plan(&self, choice: &DryRunChoice) -> Result<DryRunPlan, Problem> {
        let ready = self.ready()?;
        let address = checked_address(choice)?;
        Ok(planned(&ready, choice, &address).await?.plan)
    }

    /// Starts the run that [`App::dry_run_plan`] has named. It takes no candidate: it creates its own, and knows no other.
    ///
    /// # Errors
    /// `Stopped` or `Blocked` when a vendor would not invite and was not to be tried all the same; `BadInput` while another run
    /// is under way; as [`App::dry_run_plan`].
    pub async fn start_dry_run(&self, choice: &DryRunChoice) -> Result<DryRunPage, Problem> {
        let ready = self.ready()?;
        let address = checked_address(choice)?;
        let Planned { plan, stages, .. } = planned(&ready, choice, &address).await?;
        let mut legs = Vec::new();
        for (part, stage) in plan.parts.iter().zip(stages) {
            let although = choice.although_blocked.contains(&part.vendor);
            allowed(part, although)?;
            legs.push(Leg::new(part.vendor, stage, although && part.blocked));
        }
        let run = DryRun {
            id: DryRunId(new_id()?.0),
            posting: choice.posting.clone(),
            reason: choice.reason.clone(),
            by: ready.seat.user.clone(),
            confirmed_at_ms: ready.now_ms(),
            address: Some(address),
            keep_open_ms: if choice.keep_open { KEEP_OPEN_MS } else { 0 },
            create: Create::Wanted,
            legs,
            stop_at_ms: None,
            archive: Archive::Wanted,
            ended_at_ms: None,
        };
        let begun = ready
            .desk
            .write(Change::Person, move |tx| tx.insert_dry_run(&run))
            .await
            .map_err(failure::desk)?;
        if !begun {
            return Err(Trouble::BadInput {
                why: "A dry run is under way. Wait for its end, or stop it.",
            }
            .into());
        }
        ready.dry_run.notify_one();
        shown::page(&ready).await
    }

    /// Stops the run: nothing further begins, and the candidate is archived.
    ///
    /// # Errors
    /// `NotFound` when none is under way; storage problems.
    pub async fn stop_dry_run(&self) -> Result<DryRunPage, Problem> {
        let ready = self.ready()?;
        let now_ms = ready.now_ms();
        let stopped = ready
            .desk
            .write(Change::Person, move |tx| {
                let Some(run) = tx.open_dry_run()? else {
                    return Ok(None);
                };
                tx.change_dry_run(&run.id, |run| {
                    run.stop_at_ms.get_or_insert(now_ms);
                })
            })
            .await
            .map_err(failure::desk)?;
        if stopped.is_none() {
            return Err(Trouble::NotFound { what: "dry run" }.into());
        }
        ready.dry_run.notify_one();
        shown::page(&ready).await
    }

    /// The admin has the vendor's e-mail or SMS of the latest run: nothing else can see that it arrived.
    ///
    /// # Errors
    /// `NotFound` when that run did not get so far; storage problems.
    pub async fn dry_run_arrived(
        &self,
        vendor: fulcrum_domain::vendor::Vendor,
        what: DryRunArrival,
    ) -> Result<DryRunPage, Problem> {
        let ready = self.ready()?;
        let now_ms = ready.now_ms();
        let stated = ready
            .desk
            .write(Change::Person, move |tx| {
                let Some(run) = tx.dry_runs()?.into_iter().next() else {
                    return Ok(false);
                };
                let mut stated = false;
                tx.change_dry_run(&run.id, |run| {
                    let invited = |leg: &&mut Leg| {
                        leg.vendor == vendor && leg.ticks.contains_key(&ChainLink::Invited)
                    };
                    if let Some(leg) = run.legs.iter_mut().find(invited) {
                        stated = true;
                        leg.tick(
                            what.link(),
                            Tick {
                                at_ms: None,
                                seen_at_ms: now_ms,
                                certainty: Certainty::Stated,
                                source: None,
                            },
                        );
                    }
                })?;
                Ok(stated)
            })
            .await
            .map_err(failure::desk)?;
        if !stated {
            return Err(Trouble::NotFound { what: "invitation" }.into());
        }
        shown::page(&ready).await
    }
}

fn checked_address(choice: &DryRunChoice) -> Result<Address, Problem> {
    let email = choice.email.trim();
    if email.len() > LONGEST || !plausible_email(email) {
        return Err(Trouble::BadInput {
            why: "An e-mail address has a name, an @ and a domain with a dot.",
        }
        .into());
    }
    let phone = choice
        .phone
        .as_deref()
        .map(str::trim)
        .filter(|phone| !phone.is_empty());
    if let Some(phone) = phone {
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        if phone.len() > 40 || digits < 5 || phone.contains(['\n', '\r']) {
            return Err(Trouble::BadInput {
                why: "A phone number has at least five digits.",
            }
            .into());
        }
    }
    Ok(Address {
        email: email.to_owned(),
        phone: phone.map(str::to_owned),
    })
}

fn allowed(part: &DryRunPlanPart, although_blocked: bool) -> Result<(), Problem> {
    let code = || {
        part.findings
            .first()
            .map(|finding| crate::card::finding_word(finding.code))
            .unwrap_or_default()
    };
    if part.stopped {
        return Err(Trouble::MoveStopped { code: code() }.into());
    }
    if part.blocked && !although_blocked {
        return Err(Trouble::MoveBlocked { code: code() }.into());
    }
    Ok(())
}

/// A finding as the cause of a link that does not come. What is of a contact stays out of it.
fn cause_of(finding: &Finding) -> Cause {
    let of_contact = matches!(
        finding.code,
        FindingCode::InvalidEmail | FindingCode::PhoneNotInternational
    );
    let kept = |text: &Option<String>| text.clone().filter(|_| !of_contact);
    Cause::Finding {
        code: finding.code,
        subject: kept(&finding.subject),
        suggestion: kept(&finding.suggestion),
    }
}

/// Changes the run as it is held now.
async fn change(
    ready: &Ready,
    id: &DryRunId,
    change: impl FnOnce(&mut DryRun) + Send + 'static,
) -> Result<(), Problem> {
    let id = id.clone();
    ready
        .desk
        .write(Change::Push, move |tx| tx.change_dry_run(&id, change))
        .await
        .map(drop)
        .map_err(failure::desk)
}
