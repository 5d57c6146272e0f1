//! Archiving with a reason. What stays open with a vendor is said before, since nobody calls it off.

use fulcrum_cache::desk::{Intent, IntentKind, StepKind};
use fulcrum_domain::archiving::{LeftOpen, archiving_holds, held, left_open};
use fulcrum_domain::ids::{ArchiveReasonId, OpportunityId};
use fulcrum_domain::model::ArchiveReason;

use super::asked;
use crate::app::App;
use crate::card::word;
use crate::failure;
use crate::picture::Picture;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{ArchiveQuestion, ArchiveReasonChoice, LeftOpenLine, Problem, Written};

impl App {
    /// What archiving would mean, and the reasons to choose from.
    ///
    /// # Errors
    /// `NotFound` for a candidate that is not here; storage problems.
    pub async fn archive_question(&self, id: &OpportunityId) -> Result<ArchiveQuestion, Problem> {
        let ready = self.ready()?;
        let (picture, reasons) = known(&ready, id).await?;
        let setups = ready.setups();
        let holds = archiving_holds(&picture.opportunity, &setups, &picture.journeys);
        Ok(ArchiveQuestion {
            opportunity: id.clone(),
            left_open: left_open(&picture.opportunity, &setups, &picture.journeys)
                .iter()
                .map(line)
                .collect(),
            name: picture.opportunity.name,
            reasons: choices(reasons),
            hold_seconds: if holds {
                u32::try_from(held(&ready.hold, 0).hold_until_ms / 1_000).unwrap_or(0)
            } else {
                0
            },
        })
    }

    /// Archives with a reason.
    ///
    /// # Errors
    /// `BadInput` for a reason that is not in use, a candidate that is archived for another one, or one who is on the move;
    /// `NotFound`; otherwise as [`App::take_back`].
    pub async fn archive(
        &self,
        id: &OpportunityId,
        reason: &ArchiveReasonId,
    ) -> Result<Written, Problem> {
        let ready = self.writer()?;
        let (picture, reasons) = known(&ready, id).await?;
        if !reasons.iter().any(|one| one.active && one.id == *reason) {
            return Err(Trouble::BadInput {
                why: "Lever does not use this reason any more. Choose another one.",
            }
            .into());
        }
        let other_mark = picture
            .opportunity
            .archived
            .as_ref()
            .is_some_and(|mark| mark.reason.as_ref() != Some(reason));
        if other_mark {
            return Err(Trouble::BadInput {
                why: "The candidate is archived already. Take it out of the archive first.",
            }
            .into());
        }
        let step = StepKind::SetArchived {
            reason: Some(reason.clone()),
        };
        let holds = picture.opportunity.archived.is_none()
            && archiving_holds(&picture.opportunity, &ready.setups(), &picture.journeys);
        self.set_archived(&ready, &picture, step, holds).await
    }

    /// Takes out of the archive. In a vendor's stage it is held: what the vendor makes of it is not documented.
    ///
    /// # Errors
    /// As [`App::archive`].
    pub async fn unarchive(&self, id: &OpportunityId) -> Result<Written, Problem> {
        let ready = self.writer()?;
        let (picture, _) = known(&ready, id).await?;
        let holds = picture.opportunity.archived.is_some()
            && archiving_holds(&picture.opportunity, &ready.setups(), &[]);
        let step = StepKind::SetArchived { reason: None };
        self.set_archived(&ready, &picture, step, holds).await
    }

    async fn set_archived(
        &self,
        ready: &Ready,
        picture: &Picture,
        step: StepKind,
        holds: bool,
    ) -> Result<Written, Problem> {
        let id = picture.opportunity.id.clone();
        let busy = ready.open_moves().await?.latest().contains_key(&id);
        if busy {
            return Err(Trouble::BadInput {
                why: "A move or an archiving of this candidate is still open. Undo it or wait for it.",
            }
            .into());
        }
        let times = holds.then(|| held(&ready.hold, ready.now_ms()));
        let intent: Intent = asked(
            ready,
            &picture.opportunity,
            IntentKind::Archive,
            step,
            times,
        )?;
        self.submit(ready, intent).await
    }
}

fn line(open: &LeftOpen) -> LeftOpenLine {
    LeftOpenLine {
        vendor: open.vendor,
        round: open.round,
        what: word(&open.what),
        at_ms: open.at_ms,
    }
}

pub(crate) fn choices(mut reasons: Vec<ArchiveReason>) -> Vec<ArchiveReasonChoice> {
    reasons.retain(|reason| reason.active);
    reasons.sort_by(|a, b| {
        (a.hired, a.text.to_lowercase(), &a.id).cmp(&(b.hired, b.text.to_lowercase(), &b.id))
    });
    reasons
        .into_iter()
        .map(|reason| ArchiveReasonChoice {
            id: reason.id,
            text: reason.text,
            hired: reason.hired,
        })
        .collect()
}

async fn known(
    ready: &Ready,
    id: &OpportunityId,
) -> Result<(Picture, Vec<ArchiveReason>), Problem> {
    let id = id.clone();
    let (picture, reasons) = ready
        .cache
        .read(move |tx| Ok((Picture::read(tx, &id)?, tx.archive_reasons()?)))
        .await
        .map_err(failure::cache)?;
    let picture = picture.ok_or(Trouble::NotFound { what: "candidate" })?;
    Ok((picture, reasons))
}
