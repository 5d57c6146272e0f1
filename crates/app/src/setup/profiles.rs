//! Where the vendors' set-ups come from at the start: the desk, a training file, the vendors' own interfaces.

use std::sync::Arc;
use std::time::Duration;

use fulcrum_cache::desk::Desk;
use fulcrum_cache::{Cache, Cause, Store};
use fulcrum_domain::ids::StageId;
use fulcrum_domain::vendor::{CatalogueSource, TemplateCatalogue, Vendor, VendorSetup, introduce};
use fulcrum_vault::{Secret, SecretName};
use fulcrum_vendors::jobtwine::{JobTwine, Profile as ExpertsProfile};
use fulcrum_vendors::myinterview::{Credentials, MyInterview, Profile};
use fulcrum_vendors::{Code as VendorCode, HttpRequest, InterviewVendor, ReqwestHttp, VendorHttp};

use super::jobtwine::by_title;
use super::templates::catalogue;
use crate::config::AppConfig;
use crate::failure;
use crate::problem::Trouble;
use crate::session::blocking;
use crate::training::TrainingExperts;
use crate::view::Problem;

/// The profile that this seat edited, a row of the preferences.
pub(super) const OWN_PROFILE: &str = "profile/myinterview";

/// How long the vendor's list of templates may keep a start waiting.
const VENDOR_PATIENCE: Duration = Duration::from_secs(10);

/// The vendors' own interfaces, where a profile and credentials are there.
pub(crate) async fn vendors(
    config: &AppConfig,
    desk: &Store<Desk>,
) -> Result<Vec<Arc<dyn InterviewVendor>>, Problem> {
    let mut found = Vec::new();
    found.extend(myinterview(config, desk).await?);
    found.extend(jobtwine(config).await?);
    Ok(found)
}

async fn myinterview(
    config: &AppConfig,
    desk: &Store<Desk>,
) -> Result<Option<Arc<dyn InterviewVendor>>, Problem> {
    let own = desk
        .read(|tx| tx.preference::<String>(OWN_PROFILE))
        .await
        .map_err(failure::desk)?;
    let text = match &config.training {
        Some(training) if training.with_vendor_profile() => {
            let credentials = Secret::from_text(training.myinterview.credentials.to_string());
            keep(config, SecretName::MyInterview, credentials).await?;
            training.myinterview.profile.to_string()
        }
        // What this seat edited counts more than what the program was started with.
        training => match own.or_else(|| config.vendor_profile.clone()) {
            Some(text) if training.is_none() || is_training(&text) => text,
            _ => return Ok(None),
        },
    };
    let profile = Profile::parse(&text).map_err(|_| Trouble::BadInput {
        why: "The vendor profile cannot be used.",
    })?;
    let Some(credentials) = credentials(config).await? else {
        return Ok(None);
    };
    let http = ReqwestHttp::new().map_err(|_| Trouble::VendorUnavailable)?;
    Ok(Some(Arc::new(MyInterview::with_profile(
        profile,
        credentials,
        Arc::new(http),
        config.clock.clone(),
    ))))
}

async fn jobtwine(config: &AppConfig) -> Result<Option<Arc<dyn InterviewVendor>>, Problem> {
    let text = match &config.training {
        Some(training) => {
            let Some(experts) = &training.jobtwine else {
                return Ok(None);
            };
            if let Some(key) = &experts.api_key {
                let key = Secret::from_text(key.as_str());
                keep(config, SecretName::JobTwine, key).await?;
            }
            experts.profile()
        }
        None => config.jobtwine_profile.clone(),
    };
    let Some(text) = text else { return Ok(None) };
    let profile = ExpertsProfile::parse(&text).map_err(|_| Trouble::BadInput {
        why: "The vendor profile for JobTwine cannot be used.",
    })?;
    let Some(api_key) = kept(config, SecretName::JobTwine).await? else {
        return Ok(None);
    };
    let http = ReqwestHttp::new().map_err(|_| Trouble::VendorUnavailable)?;
    Ok(Some(Arc::new(JobTwine::with_profile(
        profile,
        api_key,
        Arc::new(http),
        config.clock.clone(),
    ))))
}

pub(super) async fn keep(
    config: &AppConfig,
    name: SecretName,
    secret: Secret,
) -> Result<(), Problem> {
    let (secrets, profile) = (config.secrets.clone(), config.profile());
    blocking(move || {
        secrets
            .set(profile, name, &secret)
            .map_err(|error| failure::vault(&error).into())
    })
    .await
}

async fn kept(config: &AppConfig, name: SecretName) -> Result<Option<Secret>, Problem> {
    let (secrets, profile) = (config.secrets.clone(), config.profile());
    blocking(move || {
        secrets
            .get(profile, name)
            .map_err(|error| Problem::from(failure::vault(&error)))
    })
    .await
}

/// A profile that is for a sandbox.
fn is_training(text: &str) -> bool {
    Profile::parse(text).is_ok_and(|profile| profile.training)
}

pub(super) async fn credentials(config: &AppConfig) -> Result<Option<Credentials>, Problem> {
    let kept = kept(config, SecretName::MyInterview).await?;
    let Some(kept) = kept else { return Ok(None) };
    let values: serde_json::Value =
        serde_json::from_slice(kept.expose()).map_err(|_| Trouble::KeyringRefused)?;
    let value = |name: &str| {
        values
            .get(name)
            .and_then(serde_json::Value::as_str)
            .map(str::to_owned)
    };
    Ok(value("access_key")
        .zip(value("secret"))
        .zip(value("company_id"))
        .map(|((access_key, secret), company_id)| Credentials {
            access_key: Secret::from_text(access_key),
            secret: Secret::from_text(secret),
            company_id,
        }))
}

/// What the desk holds, with what a training file pins, what the vendors' interfaces list, and the stage that bears
/// JobTwine's name.
pub(crate) async fn prepare(
    desk: &Store<Desk>,
    cache: &Store<Cache>,
    config: &AppConfig,
    vendors: &[Arc<dyn InterviewVendor>],
) -> Result<Vec<VendorSetup>, Problem> {
    let (mut videos, mut experts) = desk
        .read(|tx| {
            Ok((
                tx.vendor_setup(Vendor::MyInterview)?,
                tx.vendor_setup(Vendor::JobTwine)?,
            ))
        })
        .await
        .map_err(failure::desk)?;
    if let Some(training) = &config.training {
        let pinned = &training.myinterview;
        pin(&mut videos.trigger_stage, &pinned.trigger_stage_id);
        pin(&mut videos.neutral_stage, &pinned.neutral_stage_id);
        if let Some(author) = &pinned.note_author {
            videos.note_authors = vec![author.clone()];
        }
        if pinned.review_host.is_some() {
            videos.hosts = training.review_hosts();
        }
        let by_file = !vendors
            .iter()
            .any(|one| one.vendor() == Vendor::MyInterview);
        if let Some(address) = pinned.templates_file.as_ref().filter(|_| by_file) {
            videos.templates = Some(downloaded(address, config).await?);
        }
        if let Some(pinned) = &training.jobtwine {
            pin_training(&mut experts, &videos, pinned);
        }
    }
    let listing = vendors.iter().find(|one| one.capabilities().templates);
    if let Some(vendor) = listing {
        let listed = tokio::time::timeout(VENDOR_PATIENCE, vendor.list_templates()).await;
        match listed.unwrap_or_else(|_| Err(VendorCode::TimedOut.into())) {
            Ok(templates) => {
                videos.templates = Some(TemplateCatalogue {
                    templates,
                    as_of_ms: config.clock.now_ms(),
                    source: CatalogueSource::Api,
                });
            }
            // What was read last stands; preflight says how old it is.
            Err(error) => {
                tracing::warn!(code = error.code.as_str(), "templates could not be listed");
            }
        }
    }
    if experts.trigger_stage.is_none() {
        let stages = cache.read(|tx| tx.stages()).await.map_err(failure::cache)?;
        experts.trigger_stage = by_title(&stages, std::slice::from_ref(&videos));
    }
    let kept = [videos.clone(), experts.clone()];
    desk.write(Cause::Sync, move |tx| {
        kept.iter().try_for_each(|setup| tx.set_vendor_setup(setup))
    })
    .await
    .map_err(failure::desk)?;
    let mut setups = vec![videos, experts];
    introduce(&mut setups);
    Ok(setups)
}

/// What a training server says about JobTwine. Its neutral stage may be the one that the other vendor's resend uses.
fn pin_training(setup: &mut VendorSetup, videos: &VendorSetup, pinned: &TrainingExperts) {
    pin(&mut setup.trigger_stage, &pinned.stage_id);
    let neutral = pinned
        .neutral_stage_id
        .clone()
        .or_else(|| videos.neutral_stage.clone());
    pin(&mut setup.neutral_stage, &neutral);
    if let Some(author) = &pinned.vendor_user_id {
        setup.note_authors = vec![author.clone()];
    }
    if let Some(host) = &pinned.link_host {
        setup.hosts = vec![host.to_lowercase()];
    }
}

/// What a training server does not pin stays as the person chose it.
fn pin(chosen: &mut Option<StageId>, pinned: &Option<StageId>) {
    if pinned.is_some() {
        chosen.clone_from(pinned);
    }
}

/// The training server's template file, as a person would download it from the vendor's console.
async fn downloaded(address: &str, config: &AppConfig) -> Result<TemplateCatalogue, Problem> {
    if !crate::training::is_loopback(address) {
        return Err(Trouble::BadInput {
            why: "A training file may only point to this machine.",
        }
        .into());
    }
    let http = ReqwestHttp::new().map_err(|_| Trouble::VendorUnavailable)?;
    let url = url::Url::parse(address).map_err(|_| Trouble::VendorUnavailable)?;
    let answer = http
        .send(HttpRequest {
            method: "GET",
            url,
            headers: Vec::new(),
            body: None,
        })
        .await
        .map_err(|_| Trouble::VendorUnavailable)?;
    catalogue(&answer.body, config.clock.now_ms())
}
