//! Moving many at once. Before: the table of the same preflight that a single move has. Then one intent per candidate, held
//! together, under one name on the desk. What becomes of each is read back from its intent and its journey.

mod outcome;
mod run;

pub(crate) use outcome::end_of;

use std::collections::BTreeSet;

use fulcrum_domain::bulk::{MOST, Pace, Weight, seconds, weigh};
use fulcrum_domain::contact::{EmailCheck, check_emails};
use fulcrum_domain::ids::{OpportunityId, StageId};
use fulcrum_domain::preflight::Preflight;
use fulcrum_lever::Priority;
use fulcrum_sync::requests_per_move;

use crate::app::App;
use crate::failure;
use crate::picture::{Picture, stage_name};
use crate::problem::Trouble;
use crate::ready::{Ready, vendor_of};
use crate::view::{BulkEstimate, BulkPreview, BulkRow, BulkWeight, Problem};

impl App {
    /// What moving all of them would do and what stands in the way, for each one.
    ///
    /// # Errors
    /// `BadInput` for nobody or for more than [`MOST`]; `NotFound` for a stage that is gone; storage problems.
    pub async fn bulk_preview(
        &self,
        ids: &[OpportunityId],
        to: &StageId,
    ) -> Result<BulkPreview, Problem> {
        let ready = self.ready()?;
        let ids = chosen(ids)?;
        let busy: BTreeSet<OpportunityId> =
            ready.open_moves().await?.latest().into_keys().collect();
        let (setups, now_ms) = (ready.setups(), ready.now_ms());
        let stage = to.clone();
        let (stages, mut rows) = ready
            .cache
            .read(move |tx| {
                let rows = Picture::read_for_moves(tx, &ids, &stage)?
                    .into_iter()
                    .map(|picture| {
                        let preflight = picture.check(&stage, &setups, now_ms);
                        row(picture, &stage, preflight, &busy)
                    })
                    .collect::<Vec<_>>();
                Ok((tx.stages()?, rows))
            })
            .await
            .map_err(failure::cache)?;
        if !stages.iter().any(|stage| stage.id == *to) {
            return Err(Trouble::NotFound { what: "stage" }.into());
        }
        rows.sort_by(|(a, left), (b, right)| {
            (a, &left.name, &left.opportunity).cmp(&(b, &right.name, &right.opportunity))
        });
        Ok(BulkPreview {
            to_stage: to.clone(),
            to_stage_name: stage_name(&stages, to),
            vendor: vendor_of(to, &ready.setups()),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            checked_at_ms: now_ms,
            hold_seconds: u32::try_from(ready.hold.hold_ms / 1_000).unwrap_or(0),
        })
    }

    /// What so many moves into a stage cost, as requests stand now.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected.
    pub async fn bulk_estimate(&self, to: &StageId, moves: u32) -> Result<BulkEstimate, Problem> {
        Ok(estimate(&*self.ready()?, to, moves))
    }
}

/// Each one once, in the order they were chosen.
fn chosen(ids: &[OpportunityId]) -> Result<Vec<OpportunityId>, Problem> {
    let mut seen = BTreeSet::new();
    let chosen: Vec<OpportunityId> = ids.iter().filter(|id| seen.insert(*id)).cloned().collect();
    let why = match chosen.len() {
        0 => "Nobody is chosen.",
        many if many > MOST => "More than 500 candidates are chosen.",
        _ => return Ok(chosen),
    };
    Err(Trouble::BadInput { why }.into())
}

fn row(
    picture: Picture,
    to: &StageId,
    preflight: Preflight,
    busy: &BTreeSet<OpportunityId>,
) -> (Weight, BulkRow) {
    let opportunity = picture.opportunity;
    let held_back = if busy.contains(&opportunity.id) {
        Some("busy")
    } else if opportunity.stage == *to {
        Some("here")
    } else {
        None
    };
    let weight = match held_back {
        Some(_) => Weight::Blocked,
        None => weigh(&preflight),
    };
    let email = match check_emails(&opportunity.emails) {
        EmailCheck::Invalid { typed } => typed,
        EmailCheck::Usable | EmailCheck::Missing => String::new(),
    };
    let row = BulkRow {
        posting: opportunity.posting().cloned(),
        posting_title: picture.posting.map(|posting| posting.text),
        opportunity: opportunity.id,
        name: opportunity.name,
        email,
        weight: match weight {
            Weight::Blocked => BulkWeight::Blocked,
            Weight::LeftOut => BulkWeight::LeftOut,
            Weight::Warned => BulkWeight::Warned,
            Weight::Ready => BulkWeight::Ready,
        },
        held_back: held_back.map(str::to_owned),
        emails: preflight.emails,
        texts: preflight.texts,
        findings: preflight.findings,
    };
    (weight, row)
}

/// What so many moves cost: the requests they need, behind those that wait, within this seat's share.
fn estimate(ready: &Ready, to: &StageId, moves: u32) -> BulkEstimate {
    let requests_each = requests_per_move(vendor_of(to, &ready.setups()).is_some());
    let requests = requests_each.saturating_mul(moves);
    let budget = ready.lever.budget().state();
    // A person's wishes overtake what is read in the background.
    let before: usize = budget
        .waiting
        .iter()
        .filter(|(priority, _)| **priority <= Priority::Person)
        .map(|(_, waiting)| waiting)
        .sum();
    let waiting = u32::try_from(before).unwrap_or(u32::MAX);
    BulkEstimate {
        requests_each,
        requests,
        waiting,
        rate_per_second: budget.rate_per_second,
        seconds: seconds(
            requests,
            Pace {
                rate_per_second: budget.rate_per_second,
                available: budget.available,
                waiting,
                typical_ms: ready.meter.typical_ms(),
            },
        ),
    }
}
