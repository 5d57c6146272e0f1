//! Both vendors' stages: proposed by name, pinned by id, and looked for while somebody makes them in Lever.

use fulcrum_cache::Cause;
use fulcrum_domain::fold::fold;
use fulcrum_domain::ids::StageId;
use fulcrum_domain::model::Stage;
use fulcrum_domain::vendor::{Vendor, VendorSetup};

use crate::app::App;
use crate::failure;
use crate::ready::vendor_of;
use crate::view::{Problem, Setup};

/// Names that myInterview's article gives its stage, the likelier first.
const VIDEO_NAMES: [&str; 2] = ["myinterview", "video interview"];

impl App {
    /// Asks Lever for its stages now, and says what there is to choose from. Lever's API has no way to make a stage, so a
    /// person makes it in Lever while this looks.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; what Lever says; storage problems.
    pub async fn look_for_stages(&self) -> Result<Setup, Problem> {
        let ready = self.ready()?;
        let stages = ready
            .lever
            .stages()
            .await
            .map_err(|error| Problem::from(failure::lever(&error, &ready.host)))?;
        ready
            .cache
            .write(Cause::Sync, move |tx| tx.replace_stages(&stages))
            .await
            .map_err(failure::cache)?;
        super::find_stage(&ready).await?;
        self.setup().await
    }
}

/// The stage that was probably made for video interviews: by its name, if nothing else uses it.
pub(super) fn proposed_trigger(stages: &[Stage], setups: &[VendorSetup]) -> Option<StageId> {
    let free = |stage: &&Stage| {
        vendor_of(&stage.id, setups).is_none()
            && !setups
                .iter()
                .any(|setup| setup.neutral_stage.as_ref() == Some(&stage.id))
    };
    let plain = |text: &str| fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
    VIDEO_NAMES.iter().find_map(|name| {
        stages
            .iter()
            .filter(free)
            .find(|stage| plain(&stage.text) == *name)
            .map(|stage| stage.id.clone())
    })
}

/// A stage for a resend to pass through: the nearest one before the vendor's that belongs to no vendor.
pub(super) fn proposed_neutral(
    stages: &[Stage],
    setups: &[VendorSetup],
    trigger: Option<&StageId>,
) -> Option<StageId> {
    let elsewhere = setups
        .iter()
        .filter(|setup| setup.vendor != Vendor::MyInterview)
        .find_map(|setup| setup.neutral_stage.clone());
    if elsewhere.is_some() {
        return elsewhere;
    }
    let at = stages.iter().position(|stage| Some(&stage.id) == trigger)?;
    stages
        .iter()
        .take(at)
        .rfind(|stage| vendor_of(&stage.id, setups).is_none())
        .map(|stage| stage.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stages(names: &[&str]) -> Vec<Stage> {
        names
            .iter()
            .zip(0..)
            .map(|(name, index)| Stage {
                id: name.to_lowercase().replace(' ', "-").as_str().into(),
                text: (*name).to_owned(),
                index,
            })
            .collect()
    }

    #[test]
    fn a_stage_is_proposed_by_either_name_of_the_article() {
        let setups = [
            VendorSetup::unset(Vendor::MyInterview),
            VendorSetup::unset(Vendor::JobTwine),
        ];
        let found = |names: &[&str]| proposed_trigger(&stages(names), &setups);
        assert_eq!(
            found(&["New lead", "MyInterview", "Offer"]),
            Some("myinterview".into())
        );
        assert_eq!(
            found(&["Video  Interview"]),
            Some("video--interview".into())
        );
        assert_eq!(
            found(&["Video interview", "myInterview"]),
            Some("myinterview".into()),
            "the vendor's own name counts more"
        );
        assert_eq!(found(&["Interview", "Video"]), None);
    }

    #[test]
    fn what_is_used_is_not_proposed() {
        let mut experts = VendorSetup::unset(Vendor::JobTwine);
        experts.neutral_stage = Some("video-interview".into());
        let setups = [VendorSetup::unset(Vendor::MyInterview), experts];
        assert_eq!(
            proposed_trigger(&stages(&["Video interview"]), &setups),
            None
        );
    }

    #[test]
    fn a_resend_passes_through_the_nearest_stage_before_that_nobody_uses() {
        let mut experts = VendorSetup::unset(Vendor::JobTwine);
        experts.trigger_stage = Some("jobtwine".into());
        let setups = [VendorSetup::unset(Vendor::MyInterview), experts];
        let all = stages(&["New lead", "Phone screen", "JobTwine", "myInterview"]);
        let proposed = proposed_neutral(&all, &setups, Some(&"myinterview".into()));
        assert_eq!(proposed, Some("phone-screen".into()));
        assert_eq!(
            proposed_neutral(&all, &setups, Some(&"new-lead".into())),
            None
        );
    }
}
