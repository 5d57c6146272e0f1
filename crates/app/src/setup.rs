//! What this organisation has chosen: stages, templates, hosts, whose notes are the vendor's.

mod access;
mod jobtwine;
mod postings;
mod profiles;
mod stages;
mod templates;

pub(crate) use jobtwine::{LONGEST_NAME, MOST_ROUNDS, POSSIBLE_MINUTES, find_stage};
pub(crate) use postings::write_one;
pub(crate) use profiles::{prepare, vendors};
pub(crate) use templates::catalogue;

use std::sync::{Arc, PoisonError};

use fulcrum_cache::Cause;
use fulcrum_domain::ids::{StageId, UserId};
use fulcrum_domain::vendor::{CatalogueSource, Vendor, VendorSetup, introduce};

use crate::app::App;
use crate::failure;
use crate::problem::Trouble;
use crate::ready::{Ready, vendor_of};
use crate::session::{choices, rules};
use crate::view::{Problem, Setup, StageChoice};

impl App {
    /// What is chosen and what there is to choose from.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn setup(&self) -> Result<Setup, Problem> {
        let ready = self.ready()?;
        let setups = ready.setups();
        let setup = ready.setup_of(Vendor::MyInterview);
        let (stages, users) = ready
            .cache
            .read(|tx| Ok((tx.stages()?, tx.users()?)))
            .await
            .map_err(failure::cache)?;
        let catalogue = setup.templates.as_ref();
        let proposed_trigger = match setup.trigger_stage {
            Some(_) => None,
            None => stages::proposed_trigger(&stages, &setups),
        };
        let invites = setup.trigger_stage.as_ref().or(proposed_trigger.as_ref());
        let proposed_neutral = match setup.neutral_stage {
            Some(_) => None,
            None => stages::proposed_neutral(&stages, &setups, invites),
        };
        Ok(Setup {
            proposed_trigger,
            proposed_neutral,
            stages: stages
                .into_iter()
                .map(|stage| StageChoice {
                    vendor: vendor_of(&stage.id, &setups),
                    id: stage.id,
                    name: stage.text,
                })
                .collect(),
            trigger_stage: setup.trigger_stage,
            neutral_stage: setup.neutral_stage,
            templates: catalogue.map_or(0, |catalogue| {
                u32::try_from(catalogue.templates.len()).unwrap_or(u32::MAX)
            }),
            templates_as_of_ms: catalogue.map(|catalogue| catalogue.as_of_ms),
            templates_source: catalogue.map(|catalogue| {
                match catalogue.source {
                    CatalogueSource::File => "file",
                    CatalogueSource::Api => "api",
                }
                .to_owned()
            }),
            vendor_profile: ready.interface(Vendor::MyInterview).is_some(),
            hosts: setup.hosts,
            note_authors: setup.note_authors,
            users: choices(users),
        })
    }

    /// Entering this stage makes the vendor contact the candidate.
    ///
    /// # Errors
    /// `NotFound` for a stage that Lever does not list; `BadInput` when it is the other vendor's, or one that a resend
    /// passes through; storage problems.
    pub async fn choose_trigger_stage(
        &self,
        vendor: Vendor,
        stage: &StageId,
    ) -> Result<(), Problem> {
        let ready = self.ready()?;
        known_stage(&ready, stage).await?;
        let setups = ready.setups();
        if vendor_of(stage, &setups).is_some_and(|other| other != vendor) {
            return Err(OTHERS_STAGE.into());
        }
        let neutral = |setup: &VendorSetup| setup.neutral_stage.as_ref() == Some(stage);
        if setups.iter().any(neutral) {
            return Err(SAME_STAGE.into());
        }
        let stage = stage.clone();
        change(&ready, vendor, move |setup| {
            setup.trigger_stage = Some(stage);
        })
        .await
    }

    /// A resend passes through this stage; it must trigger nothing.
    ///
    /// # Errors
    /// As [`App::choose_trigger_stage`].
    pub async fn choose_neutral_stage(
        &self,
        vendor: Vendor,
        stage: &StageId,
    ) -> Result<(), Problem> {
        let ready = self.ready()?;
        known_stage(&ready, stage).await?;
        if vendor_of(stage, &ready.setups()).is_some() {
            return Err(SAME_STAGE.into());
        }
        let stage = stage.clone();
        change(&ready, vendor, move |setup| {
            setup.neutral_stage = Some(stage);
        })
        .await
    }

    /// Links to this host (`host` or `host:port`) open without asking, and count as the vendor's.
    ///
    /// # Errors
    /// `BadInput` when it is no host; storage problems.
    pub async fn pin_host(&self, vendor: Vendor, host: &str) -> Result<(), Problem> {
        let ready = self.ready()?;
        let pinned = crate::links::host(&format!("https://{}", host.trim()))
            .filter(|pinned| pinned == &host.trim().to_lowercase())
            .ok_or(Trouble::BadInput {
                why: "A host is written like videos.example.com, without https and without a path.",
            })?;
        change(&ready, vendor, move |setup| {
            if !setup.hosts.contains(&pinned) {
                setup.hosts.push(pinned);
            }
        })
        .await
    }

    /// Notes by this Lever user are the vendor's.
    ///
    /// # Errors
    /// `NotFound` for somebody Lever does not know; storage problems.
    pub async fn pin_author(&self, vendor: Vendor, user: &UserId) -> Result<(), Problem> {
        let ready = self.ready()?;
        let id = user.clone();
        let known = ready
            .cache
            .read(move |tx| tx.user(&id))
            .await
            .map_err(failure::cache)?;
        if known.is_none() {
            return Err(Trouble::NotFound { what: "user" }.into());
        }
        let user = user.clone();
        change(&ready, vendor, move |setup| {
            if !setup.note_authors.contains(&user) {
                setup.note_authors.push(user);
            }
        })
        .await
    }
}

const SAME_STAGE: Trouble = Trouble::BadInput {
    why: "The stage a resend passes through must not be one that invites.",
};

const OTHERS_STAGE: Trouble = Trouble::BadInput {
    why: "This stage is the other vendor's already. Each vendor needs a stage of its own.",
};

async fn known_stage(ready: &Ready, stage: &StageId) -> Result<(), Problem> {
    let stages = ready
        .cache
        .read(|tx| tx.stages())
        .await
        .map_err(failure::cache)?;
    if stages.iter().any(|known| known.id == *stage) {
        Ok(())
    } else {
        Err(Trouble::NotFound { what: "stage" }.into())
    }
}

/// Changes a vendor's set-up, keeps it and derives everything anew.
pub(crate) async fn change(
    ready: &Ready,
    vendor: Vendor,
    edit: impl FnOnce(&mut VendorSetup),
) -> Result<(), Problem> {
    let mut setup = ready.setup_of(vendor);
    edit(&mut setup);
    let kept = setup.clone();
    ready
        .desk
        .write(Cause::Person, move |tx| tx.set_vendor_setup(&kept))
        .await
        .map_err(failure::desk)?;
    let mut setups: Vec<VendorSetup> = ready
        .setups()
        .iter()
        .map(|held| {
            if held.vendor == setup.vendor {
                setup.clone()
            } else {
                held.clone()
            }
        })
        .collect();
    introduce(&mut setups);
    *ready.setups.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(setups.clone());
    ready
        .engine
        .set_rules(rules(&setups, ready.patterns.clone()))
        .await
        .map_err(|trouble| failure::sync(&trouble, &ready.host).into())
}
