//! The company of a day: the sandbox, its places, and its weather. What others do behind the seats' backs is in
//! [`colleagues`].

mod colleagues;

pub(crate) use colleagues::{account_changes, colleague_writes, something_happens};

use axum::http::Method;
use fulcrum_domain::ids::StageId;
use fulcrum_domain::journey::Deadlines;
use fulcrum_domain::note_reading::Patterns;
use fulcrum_domain::vendor::{Vendor, VendorSetup, introduce};
use fulcrum_sandbox::assembly::Assembled;
use fulcrum_sandbox::lever::{FaultKind, Plan, Rule};
use fulcrum_sandbox::settings::{Limits, Settings};
use fulcrum_sync::Rules;
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::clock::SeatClock;
use crate::error::Error;
use crate::seat::Seat;

/// Monday, 2 March 2026, 08:00 UTC.
const BEGIN_MS: i64 = 1_772_438_400_000;

/// The faults of a bad hour.
const FAULTS: [FaultKind; 13] = [
    FaultKind::TooMany,
    FaultKind::Internal,
    FaultKind::BadGateway,
    FaultKind::Unavailable,
    FaultKind::Html,
    FaultKind::StaleOffset,
    FaultKind::Latency,
    FaultKind::LostAnswer,
    FaultKind::LostConnection,
    FaultKind::CutBody,
    FaultKind::BrokenJson,
    FaultKind::UnknownFields,
    FaultKind::WrongShape,
];

/// A small account; candidates and experts do their part by themselves.
pub(crate) fn settings(seed: u64, opportunities: usize) -> Settings {
    let mut settings = Settings {
        seed,
        opportunities,
        postings: 6,
        limits: Limits::Lever,
        vendor_seconds: Some(120.0),
        start_ms: Some(BEGIN_MS),
        ..Settings::default()
    };
    settings.switches.past_interviews = 0.3;
    settings.switches.protocol.latency = Some(fulcrum_sandbox::lever::LatencyModel::typical());
    settings
}

/// Which stages are which, and what the seats know of the vendors.
pub(crate) struct Places {
    pub(crate) rules: Rules,
    /// Entering one of these makes a vendor write to the candidate.
    pub(crate) triggers: Vec<StageId>,
    /// The others, in pipeline order.
    pub(crate) quiet: Vec<StageId>,
    pub(crate) archive_reasons: Vec<String>,
    pub(crate) recruiters: Vec<String>,
    pub(crate) postings: Vec<String>,
    /// Colleagues as whom nobody writes here.
    pub(crate) bystanders: Vec<String>,
}

impl Places {
    pub(crate) fn of(world: &Assembled) -> Result<Self, Error> {
        let host = |info: Value, name: &str| {
            let host = info.get(name).and_then(Value::as_str);
            host.map(str::to_owned).into_iter().collect::<Vec<_>>()
        };
        let video_hosts = host(world.myinterview.info(), "review_host");
        let expert_hosts = host(world.jobtwine.info(), "link_host");
        let patterns = Patterns::builtin().map_err(|_| Error::Missing("patterns"))?;
        Ok(world.lever.look(|held| {
            let cast = &held.cast;
            let mut setups = [
                VendorSetup {
                    trigger_stage: Some(cast.video_stage.as_str().into()),
                    neutral_stage: Some(cast.neutral_stage.as_str().into()),
                    note_authors: vec![cast.integration.as_str().into()],
                    hosts: video_hosts,
                    ..VendorSetup::unset(Vendor::MyInterview)
                },
                VendorSetup {
                    trigger_stage: Some(cast.expert_stage.as_str().into()),
                    neutral_stage: Some(cast.neutral_stage.as_str().into()),
                    note_authors: vec![cast.experts.as_str().into()],
                    hosts: expert_hosts,
                    ..VendorSetup::unset(Vendor::JobTwine)
                },
            ];
            introduce(&mut setups);
            let triggers = [&cast.video_stage, &cast.expert_stage];
            Self {
                triggers: triggers.map(|id| id.as_str().into()).to_vec(),
                quiet: held
                    .stages
                    .iter()
                    .filter(|stage| !triggers.contains(&&stage.id))
                    .map(|stage| stage.id.as_str().into())
                    .collect(),
                archive_reasons: held
                    .archive_reasons
                    .iter()
                    .map(|reason| reason.id.clone())
                    .collect(),
                recruiters: cast.recruiters.clone(),
                postings: held.postings.keys().cloned().collect(),
                bystanders: held
                    .users
                    .iter()
                    .map(|user| user.id.clone())
                    .filter(|id| !cast.recruiters.contains(id))
                    .filter(|id| {
                        ![&cast.integration, &cast.experts, &cast.super_admin].contains(&id)
                    })
                    .collect(),
                rules: Rules {
                    setups: setups.to_vec(),
                    patterns,
                    deadlines: Deadlines::DEFAULT,
                },
            }
        }))
    }
}

/// A button of the console.
pub(crate) async fn press(world: &Assembled, path: &str, body: Value) -> Result<Value, Error> {
    let path = format!("/console/{path}");
    let (status, answer) = world.call(Method::POST, &path, Some(&body)).await;
    if (200..300).contains(&status) {
        return Ok(answer);
    }
    Err(Error::Refused {
        path,
        status,
        body: answer.to_string(),
    })
}

/// A seat with a key of its own and a clock that may be off.
pub(crate) async fn seat(
    world: &Assembled,
    places: &Places,
    number: usize,
    ahead_ms: i64,
) -> Result<Seat, Error> {
    let user = places.recruiters.get(number);
    let user = user.ok_or(Error::Missing("recruiter"))?.as_str().into();
    let name = format!("seat {number}");
    let made = press(world, "keys", json!({ "name": name })).await?;
    let key = made.get("api_key").and_then(Value::as_str);
    let key = key.ok_or(Error::Missing("key"))?.to_owned();
    let clock = SeatClock::new(world.clock.clone(), ahead_ms);
    Seat::new(user, name, key, places.rules.clone(), clock)
}

/// A bad hour at Lever's.
pub(crate) fn trouble(world: &Assembled, chance: &mut Chance) -> Result<String, Error> {
    let fault = *chance.one_of(&FAULTS).ok_or(Error::Missing("fault"))?;
    let rule = Rule {
        share: f64::from(chance.between(1, 10)) / 10.0,
        times: Some(chance.between(1, 25)),
        ms: 4_000,
        spread_ms: 20_000,
        ..Rule::new(fault)
    };
    let told = format!("{fault:?} for {} of the calls", rule.share);
    world.lever.add_fault(rule).map_err(|body| Error::Refused {
        path: "faults".to_owned(),
        status: 400,
        body,
    })?;
    Ok(told)
}

/// Lever is well again.
pub(crate) fn calm(world: &Assembled) {
    world.lever.plan_faults(Plan::default());
}
