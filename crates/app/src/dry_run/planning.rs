//! What a run would do, checked before anything is written.

use std::collections::BTreeSet;

use fulcrum_domain::dry_run::{Address, NAME};
use fulcrum_domain::ids::StageId;
use fulcrum_domain::model::{Application, Opportunity, Phone, Posting, Stage};
use fulcrum_domain::preflight::Severity;
use fulcrum_domain::vendor::{Vendor, VendorSetup};

use super::KEEP_OPEN_MS;
use crate::failure;
use crate::picture::{Picture, stage_name};
use crate::problem::Trouble;
use crate::ready::{Ready, vendor_of};
use crate::view::{DryRunChoice, DryRunPlan, DryRunPlanPart, Problem};

/// Where Lever puts who comes in by hand.
const NEW_LEAD: &str = "lead-new";

pub(super) struct Planned {
    pub(super) plan: DryRunPlan,
    /// The vendors' stages, in the plan's order.
    pub(super) stages: Vec<StageId>,
}

pub(super) async fn planned(
    ready: &Ready,
    choice: &DryRunChoice,
    address: &Address,
) -> Result<Planned, Problem> {
    let setups = ready.setups();
    let trigger = |vendor: Vendor| -> Option<StageId> {
        let setup = setups.iter().find(|setup| setup.vendor == vendor)?;
        setup.trigger_stage.clone()
    };
    let mut once = BTreeSet::new();
    let mut chosen: Vec<(Vendor, StageId)> = Vec::new();
    for vendor in choice.vendors.iter().filter(|one| once.insert(**one)) {
        let stage = trigger(*vendor).ok_or(Trouble::BadInput {
            why: "The vendor has no stage yet. Choose it under Stages first.",
        })?;
        chosen.push((*vendor, stage));
    }
    if chosen.is_empty() {
        return Err(Trouble::BadInput {
            why: "Choose at least one vendor.",
        }
        .into());
    }
    let id = choice.posting.clone();
    let (posting, stages, reasons) = ready
        .cache
        .read(move |tx| Ok((tx.posting(&id)?, tx.stages()?, tx.archive_reasons()?)))
        .await
        .map_err(failure::cache)?;
    let posting = posting.ok_or(Trouble::NotFound { what: "posting" })?;
    let reason = reasons
        .into_iter()
        .find(|reason| reason.id == choice.reason)
        .filter(|reason| reason.active && !reason.hired)
        .ok_or(Trouble::BadInput {
            why: "Choose a reason that is in use and does not mark as hired.",
        })?;
    let begins_in = first_stage(&stages, &setups).ok_or(Trouble::BadInput {
        why: "Every stage of the pipeline makes a vendor write. There is none to create a candidate in.",
    })?;
    let imagined = imagined(&posting, &begins_in.id, address, ready);
    let mut parts = Vec::new();
    for (vendor, stage) in &chosen {
        parts.push(part(ready, &imagined, &posting, (*vendor, stage)).await?);
    }
    Ok(Planned {
        plan: DryRunPlan {
            name: NAME.to_owned(),
            posting: posting.text,
            stage: begins_in.text.clone(),
            email: address.email.clone(),
            parts,
            reason: reason.text,
            open_minutes: if choice.keep_open {
                u32::try_from(KEEP_OPEN_MS / 60_000).unwrap_or_default()
            } else {
                0
            },
        },
        stages: chosen.into_iter().map(|(_, stage)| stage).collect(),
    })
}

async fn part(
    ready: &Ready,
    imagined: &Opportunity,
    posting: &Posting,
    (vendor, stage): (Vendor, &StageId),
) -> Result<DryRunPlanPart, Problem> {
    let (opportunity, posting, to) = (imagined.clone(), posting.clone(), stage.clone());
    let picture = ready
        .cache
        .read(move |tx| Picture::imagined(tx, opportunity, posting, &to))
        .await
        .map_err(failure::cache)?;
    let preflight = picture.check(stage, &ready.setups(), ready.now_ms());
    let worst = preflight.worst();
    Ok(DryRunPlanPart {
        vendor,
        stage: stage_name(&picture.stages, stage),
        template: preflight.template,
        emails: preflight.emails,
        texts: preflight.texts,
        findings: preflight.findings,
        stopped: worst == Some(Severity::Stop),
        blocked: worst == Some(Severity::Block),
    })
}

/// Where the candidate is created: New Lead, unless that makes a vendor write; else the first stage that does not.
pub(super) fn first_stage<'a>(stages: &'a [Stage], setups: &[VendorSetup]) -> Option<&'a Stage> {
    let harmless = |stage: &&Stage| vendor_of(&stage.id, setups).is_none();
    stages
        .iter()
        .filter(harmless)
        .find(|stage| stage.id.as_str() == NEW_LEAD)
        .or_else(|| stages.iter().find(harmless))
}

/// The candidate as Lever would have it.
fn imagined(posting: &Posting, stage: &StageId, address: &Address, ready: &Ready) -> Opportunity {
    Opportunity {
        id: "imagined".into(),
        contact: "imagined".into(),
        name: NAME.to_owned(),
        headline: String::new(),
        location: String::new(),
        stage: stage.clone(),
        phones: phones(address),
        emails: vec![address.email.clone()],
        links: Vec::new(),
        tags: posting.tags.clone(),
        sources: Vec::new(),
        archived: None,
        stage_changes: Vec::new(),
        origin: String::new(),
        owner: Some(ready.seat.user.clone()),
        followers: Vec::new(),
        applications: vec![Application {
            id: "imagined".into(),
            posting: Some(posting.id.clone()),
            posting_owner: posting.owner.clone(),
            posting_hiring_manager: None,
            created_at_ms: None,
        }],
        created_at_ms: ready.now_ms(),
        updated_at_ms: None,
        last_interaction_at_ms: None,
        last_advanced_at_ms: None,
        snoozed_until_ms: None,
        url: None,
        is_anonymized: false,
        confidential: false,
    }
}

pub(super) fn phones(address: &Address) -> Vec<Phone> {
    let phone = address.phone.iter();
    phone
        .map(|value| Phone {
            kind: Some("mobile".to_owned()),
            value: value.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(id: &str) -> Stage {
        Stage {
            id: id.into(),
            text: id.to_owned(),
            index: 0,
        }
    }

    #[test]
    fn nobody_is_created_in_a_stage_that_makes_a_vendor_write() {
        let mut setup = VendorSetup::unset(Vendor::MyInterview);
        let stages = [stage("a"), stage(NEW_LEAD), stage("b")];
        let first = |setup: &VendorSetup, stages: &[Stage]| {
            first_stage(stages, std::slice::from_ref(setup)).map(|stage| stage.id.0.clone())
        };
        assert_eq!(first(&setup, &stages).as_deref(), Some(NEW_LEAD));
        setup.trigger_stage = Some(NEW_LEAD.into());
        assert_eq!(first(&setup, &stages).as_deref(), Some("a"));
        assert_eq!(first(&setup, &[stage(NEW_LEAD)]), None);
    }
}
