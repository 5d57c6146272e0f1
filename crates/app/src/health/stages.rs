//! The vendors' stages in Lever's pipeline.

use fulcrum_domain::health::{Mark, Standing, Step};
use fulcrum_domain::ids::StageId;
use fulcrum_domain::model::Stage;
use fulcrum_domain::vendor::{Vendor, VendorSetup};

use super::known::Known;
use super::looked::Looked;
use super::words::{key, vendor_name, when};
use crate::view::{LeverPage, Repair};

pub(super) fn checks(known: &Known) -> Vec<Looked> {
    known
        .setups
        .iter()
        .flat_map(|setup| {
            let neutral = setup
                .neutral_stage
                .as_ref()
                .map(|stage| neutral(known, setup.vendor, stage));
            [Some(trigger(known, setup)), neutral]
        })
        .flatten()
        .collect()
}

fn mark(known: &Known, id: &StageId, name: Option<&str>) -> Mark {
    Mark::Stage {
        id: id.clone(),
        name: name.map(str::to_owned),
        order: known.stages.iter().map(|stage| stage.id.clone()).collect(),
    }
}

/// Before which stage it stands: what "moved" is about.
fn says(known: &Known, stage: &Stage) -> String {
    let after = known
        .stages
        .iter()
        .take_while(|one| one.id != stage.id)
        .last();
    match after {
        Some(before) => format!("“{}”, after “{}”", stage.text, before.text),
        None => format!("“{}”, the first", stage.text),
    }
}

fn trigger(known: &Known, setup: &VendorSetup) -> Looked {
    let (vendor, name) = (setup.vendor, vendor_name(setup.vendor));
    let id = format!("stage.{}", key(vendor));
    let check = Looked::new(id.as_str(), format!("{name}'s stage")).of(vendor);
    let Some(pinned) = &setup.trigger_stage else {
        return check
            .is(Standing::Todo, format!("No stage was chosen for {name}."))
            .because(
                "Entering that stage is what makes the vendor contact a candidate.",
                "Choose it in the step Stages.",
                Some(Repair::Go(Step::Stages)),
            );
    };
    if known.stages.is_empty() {
        return unread(check, name);
    }
    let check = check.at(known.status.synced_at_ms);
    let Some(stage) = known.stages.iter().find(|stage| stage.id == *pinned) else {
        return gone(known, check, vendor, pinned);
    };
    let found = says(known, stage);
    let check = check.compared(mark(known, pinned, Some(&stage.text)), found);
    // JobTwine looks for its title, myInterview is told the stage on its own side.
    if vendor == Vendor::JobTwine && stage.text != name {
        return check
            .is(
                Standing::Broken,
                format!("{name}'s stage is called “{}” now.", stage.text),
            )
            .because(
                "JobTwine listens to a stage titled exactly “JobTwine”.",
                "Give the stage that title again in Lever, or choose another stage.",
                Some(Repair::OpenLever {
                    what: LeverPage::Stages,
                }),
            );
    }
    let since = known.unchanged_since(&id).map_or_else(String::new, |at| {
        format!(", unchanged since {}", when(at, known.now_ms, &known.zone))
    });
    check.is(
        Standing::Verified,
        format!("“{}”, pinned by its id{since}.", stage.text),
    )
}

fn unread(check: Looked, name: &str) -> Looked {
    check
        .is(
            Standing::Unverifiable,
            format!("{name}'s stage was not looked at yet."),
        )
        .because(
            "Lever's stages were not read yet.",
            "Check again when Lever answers.",
            Some(Repair::CheckAgain),
        )
}

/// The stage is not there. One that bears its name takes its place with one key.
fn gone(known: &Known, check: Looked, vendor: Vendor, pinned: &StageId) -> Looked {
    let name = vendor_name(vendor);
    let was = known
        .kept
        .get(&check.check.id)
        .and_then(|kept| kept.baseline.as_ref())
        .and_then(|baseline| match &baseline.mark {
            Mark::Stage { name, .. } => name.clone(),
            _ => None,
        });
    let wanted = was
        .as_deref()
        .or((vendor == Vendor::JobTwine).then_some(name));
    let mut named = known
        .stages
        .iter()
        .filter(|stage| Some(stage.text.as_str()) == wanted);
    let other = named.next().filter(|_| named.next().is_none());
    let check = check
        .is(
            Standing::Broken,
            format!("{name}'s stage is not in Lever any more."),
        )
        .compared(mark(known, pinned, None), "not in the pipeline");
    match other {
        Some(stage) => check.because(
            format!(
                "It was deleted. Another stage is called “{}” now.",
                stage.text
            ),
            "Choose that one in its place.",
            Some(Repair::RepinStage {
                vendor,
                stage: stage.id.clone(),
            }),
        ),
        None => check.because(
            "It was deleted, or taken out of the pipeline.",
            "Choose the stage that takes its place.",
            Some(Repair::Go(Step::Stages)),
        ),
    }
}

fn neutral(known: &Known, vendor: Vendor, pinned: &StageId) -> Looked {
    let name = vendor_name(vendor);
    let check = Looked::new(
        format!("stage.neutral.{}", key(vendor)),
        format!("Stage that a resend to {name} passes through"),
    )
    .of(vendor);
    if known.stages.is_empty() {
        return unread(check, name);
    }
    let check = check.at(known.status.synced_at_ms);
    match known.stages.iter().find(|stage| stage.id == *pinned) {
        Some(stage) => check
            .is(
                Standing::Verified,
                format!("A resend to {name} passes through “{}”.", stage.text),
            )
            .compared(mark(known, pinned, Some(&stage.text)), says(known, stage)),
        None => check
            .is(
                Standing::Broken,
                format!(
                    "The stage that a resend to {name} passes through is not in Lever any more."
                ),
            )
            .because(
                "It was deleted, or taken out of the pipeline.",
                "Choose another stage that triggers nothing.",
                Some(Repair::Go(Step::Stages)),
            )
            .compared(mark(known, pinned, None), "not in the pipeline"),
    }
}
