//! A vendor is switched off: what waits for it is taken back, nothing more is offered to it, and what it writes afterwards is
//! watched for.

use std::sync::Arc;

use fulcrum_cache::CacheReader;
use fulcrum_cache::desk::{Intent, IntentState};
use fulcrum_domain::ids::StageId;
use fulcrum_domain::journey::{Deadlines, State};
use fulcrum_domain::leaving::{Disabled, Signs, Unanswered, Unverifiable, Verdict, verdict};
use fulcrum_domain::vendor::{Vendor, VendorSetup};
use fulcrum_sync::last_writing_ms;

use crate::app::App;
use crate::candidate::state_word;
use crate::failure;
use crate::moves::take_back;
use crate::picture::stage_name;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::setup::change;
use crate::view::{Leaving, MidFlow, Problem, VendorLeaving, VendorStanding};

impl App {
    /// Switches a vendor off here: moves into its stage that wait are taken back, entering it counts as any other move, and
    /// nothing of it is awaited. What was pinned and what happened stay. Already off, nothing changes.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn disable_vendor(&self, vendor: Vendor) -> Result<Leaving, Problem> {
        let ready = self.ready()?;
        if ready.setup_of(vendor).disabled.is_none() {
            let at_ms = levers_now_ms(&ready);
            change(&ready, vendor, move |setup| {
                setup.disabled = Some(Disabled {
                    at_ms,
                    revoked_at_ms: None,
                });
            })
            .await?;
        }
        // Now nothing new is counted as an invitation; what was asked for before goes. Also where an earlier try was cut short.
        if let Some(stage) = ready.setup_of(vendor).trigger_stage {
            for intent in bound_for(&ready, &stage).await? {
                // What is on its way already is Lever's to settle.
                let _ = take_back(&ready, &intent.id).await;
            }
        }
        self.leaving().await
    }

    /// The admin says that the vendor's access was revoked in Lever. From now on what it writes proves the contrary. Said
    /// again, it counts from the last time.
    ///
    /// # Errors
    /// `BadInput` when the vendor is not switched off; storage problems.
    pub async fn vendor_revoked(&self, vendor: Vendor) -> Result<Leaving, Problem> {
        let ready = self.ready()?;
        let Some(disabled) = ready.setup_of(vendor).disabled else {
            return Err(Trouble::BadInput {
                why: "Switch the vendor off here first, so that nothing more is offered to it.",
            }
            .into());
        };
        // Lever's time is known to the second. What was here before it was said proves nothing about afterwards.
        let wrote_ms = ready
            .cache
            .read(move |tx| last_writing_ms(tx, vendor))
            .await
            .map_err(failure::cache)?;
        let revoked_at_ms = Some(levers_now_ms(&ready)).max(wrote_ms);
        change(&ready, vendor, move |setup| {
            setup.disabled = Some(Disabled {
                revoked_at_ms,
                ..disabled
            });
        })
        .await?;
        ready.engine.sync_now();
        self.leaving().await
    }

    /// Switches a vendor on again, with all that was pinned before. A stage that was given to the other vendor meanwhile is
    /// that one's, and has to be chosen anew.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn enable_vendor(&self, vendor: Vendor) -> Result<Leaving, Problem> {
        let ready = self.ready()?;
        let taken: Vec<StageId> = ready
            .setups()
            .iter()
            .filter(|other| other.vendor != vendor)
            .filter_map(|other| other.trigger_stage.clone())
            .collect();
        change(&ready, vendor, move |setup| {
            setup.disabled = None;
            if setup
                .trigger_stage
                .as_ref()
                .is_some_and(|stage| taken.contains(stage))
            {
                setup.trigger_stage = None;
            }
        })
        .await?;
        self.leaving().await
    }
}

/// Now as Lever's clock says, as far as it is known, ms: what a vendor writes is dated by it.
fn levers_now_ms(ready: &Ready) -> i64 {
    ready
        .now_ms()
        .saturating_add(ready.lever.clock_skew_ms().unwrap_or(0))
}

/// Moves that wait and lead into a stage. A resend passes through another one and leads there all the same.
async fn bound_for(ready: &Ready, stage: &StageId) -> Result<Vec<Intent>, Problem> {
    let stage = stage.clone();
    ready
        .desk
        .read(move |tx| {
            let mut open = tx.open_intents()?;
            open.retain(|intent| {
                matches!(intent.state, IntentState::Open | IntentState::NeedsReview)
                    && intent.target_stage() == Some(&stage)
            });
            Ok(open)
        })
        .await
        .map_err(failure::desk)
}

/// How both vendors stand.
pub(super) async fn standing(ready: &Arc<Ready>) -> Result<Vec<VendorLeaving>, Problem> {
    let mut both = Vec::new();
    for setup in ready.setups().iter() {
        let waiting = match &setup.trigger_stage {
            Some(stage) => bound_for(ready, stage).await?.len(),
            None => 0,
        };
        let mut line = line(ready, setup.clone()).await?;
        line.waiting = u32::try_from(waiting).unwrap_or(u32::MAX);
        both.push(line);
    }
    Ok(both)
}

async fn line(ready: &Ready, setup: VendorSetup) -> Result<VendorLeaving, Problem> {
    let skew_ms = ready.lever.clock_skew_ms().unwrap_or(0);
    let read_until_ms = ready
        .engine
        .status()
        .synced_at_ms
        .map(|at_ms| at_ms.saturating_add(skew_ms));
    let now_ms = levers_now_ms(ready);
    ready
        .cache
        .read(move |tx| {
            let (mid_flow, unanswered) = under_way(tx, &setup)?;
            let stages = tx.stages()?;
            let mut line = VendorLeaving {
                vendor: setup.vendor,
                stage: setup
                    .trigger_stage
                    .as_ref()
                    .map(|stage| stage_name(&stages, stage)),
                standing: match setup.trigger_stage {
                    Some(_) => VendorStanding::On,
                    None => VendorStanding::Unused,
                },
                disabled_at_ms: setup.disabled.map(|disabled| disabled.at_ms),
                revoked_at_ms: setup.disabled.and_then(|disabled| disabled.revoked_at_ms),
                at_ms: None,
                unanswered: 0,
                mid_flow,
                waiting: 0,
            };
            if let Some(disabled) = &setup.disabled {
                let signs = Signs {
                    wrote_at_ms: last_writing_ms(tx, setup.vendor)?,
                    unanswered,
                    read_until_ms,
                };
                let patience_ms = Deadlines::DEFAULT.invited_after_move_ms;
                say(&mut line, verdict(disabled, &signs, patience_ms, now_ms));
            }
            Ok(line)
        })
        .await
        .map_err(failure::cache)
}

fn say(line: &mut VendorLeaving, verdict: Verdict) {
    line.standing = match verdict {
        Verdict::NotRevoked => VendorStanding::Off,
        Verdict::StillReacting { at_ms } => {
            line.at_ms = Some(at_ms);
            VendorStanding::Reacting
        }
        Verdict::Quiet { unanswered, .. } => {
            line.unanswered = unanswered;
            VendorStanding::Quiet
        }
        Verdict::CannotVerify(Unverifiable::NotRead) => VendorStanding::NotRead,
        Verdict::CannotVerify(Unverifiable::TooEarly { until_ms }) => {
            line.at_ms = Some(until_ms);
            VendorStanding::TooEarly
        }
        Verdict::CannotVerify(Unverifiable::NothingToAnswer) => VendorStanding::NothingToAnswer,
    };
}

/// Who is in the middle of an interview, longest first; and who entered the vendor's stage after its access was revoked and was
/// not answered.
fn under_way(
    tx: &CacheReader<'_>,
    setup: &VendorSetup,
) -> Result<(Vec<MidFlow>, Option<Unanswered>), fulcrum_cache::Error> {
    let revoked_ms = setup.disabled.and_then(|disabled| disabled.revoked_at_ms);
    let mut people = Vec::new();
    let mut unanswered: Option<Unanswered> = None;
    for (name, journey) in tx.under_way(setup.vendor)? {
        if journey.state == State::Triggered
            && let (Some(entered_ms), Some(revoked_ms)) = (journey.since_ms, revoked_ms)
            && entered_ms > revoked_ms
        {
            let before = unanswered.unwrap_or(Unanswered {
                count: 0,
                first_at_ms: entered_ms,
            });
            unanswered = Some(Unanswered {
                count: before.count.saturating_add(1),
                first_at_ms: before.first_at_ms.min(entered_ms),
            });
        }
        people.push(MidFlow {
            opportunity: journey.key.opportunity,
            name,
            state: state_word(journey.state).to_owned(),
            round: journey.key.round,
            since_ms: journey.since_ms,
        });
    }
    people.sort_by(|a, b| {
        let since = |one: &MidFlow| one.since_ms.unwrap_or(i64::MAX);
        (since(a), &a.opportunity).cmp(&(since(b), &b.opportunity))
    });
    Ok((people, unanswered))
}
