//! The file as it is written.

use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;

use crate::scenario::step::Step;
use crate::scenario::{Trouble, length_ms};
use crate::settings::{Limits, PerformAs, Settings};

/// A scenario whose file was read; its names are not looked up yet.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// One line for people; may be empty.
    pub title: String,
    /// The world to start with.
    pub settings: Settings,
    pub(crate) people: Vec<(usize, Person)>,
    pub(crate) steps: Vec<Dated>,
}

/// A step, where it stands, and when.
#[derive(Clone, Debug)]
pub(crate) struct Dated {
    pub(crate) line: usize,
    pub(crate) after_ms: i64,
    pub(crate) step: Step,
}

/// Somebody who is added at the start.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    #[serde(rename = "as")]
    pub(crate) key: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) emails: Vec<String>,
    #[serde(default)]
    pub(crate) phones: Vec<String>,
    pub(crate) posting: Option<String>,
    pub(crate) stage: Option<String>,
    pub(crate) owner: Option<String>,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
    #[serde(default)]
    pub(crate) archived: bool,
    /// A person above, of whom this is a further candidacy.
    pub(crate) same_person_as: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    title: String,
    world: Option<Spanned<World>>,
    #[serde(default)]
    people: Vec<Spanned<Person>>,
    #[serde(default)]
    steps: Vec<Spanned<toml::Table>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct World {
    seed: Option<u64>,
    opportunities: Option<usize>,
    postings: Option<usize>,
    start: Option<Spanned<String>>,
    clock: Option<Clock>,
    speed: Option<Spanned<f64>>,
    limits: Option<Rate>,
    vendor_seconds: Option<f64>,
    past_interviews: Option<f64>,
    confidential_postings: Option<usize>,
    webhooks: Option<bool>,
    perform_as: Option<Actor>,
    posting_update_falls_to_draft: Option<bool>,
    posting_tags_reach_opportunities: Option<bool>,
    myinterview: Option<Spanned<Value>>,
    jobtwine: Option<Spanned<Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Clock {
    Still,
    Running,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Rate {
    Lever,
    Off,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Actor {
    Docs,
    Strict,
    Lenient,
}

impl Scenario {
    /// Reads a file's text.
    ///
    /// # Errors
    /// [`Trouble`]: what is wrong, in which line, and what would be right.
    pub fn read(text: &str) -> Result<Self, Trouble> {
        let at = |place: usize| line(text, place);
        let file: File = toml::from_str(text).map_err(|error| {
            let place = error.span().map_or(0, |span| span.start);
            Trouble::new(at(place), error.message())
        })?;
        let settings = match file.world {
            Some(world) => settings(world.into_inner(), &at)?,
            None => Settings::default(),
        };
        let steps = file.steps.into_iter().map(|one| {
            let line = at(one.span().start);
            dated(line, one.into_inner())
        });
        Ok(Self {
            title: file.title,
            settings,
            steps: steps.collect::<Result<_, _>>()?,
            people: file
                .people
                .into_iter()
                .map(|one| (at(one.span().start), one.into_inner()))
                .collect(),
        })
    }
}

/// The line of a place in the text, from 1.
fn line(text: &str, place: usize) -> usize {
    let before = text.as_bytes().iter().take(place);
    1 + before.filter(|byte| **byte == b'\n').count()
}

fn dated(line: usize, mut table: toml::Table) -> Result<Dated, Trouble> {
    let after_ms = match table.remove("after") {
        None => 0,
        Some(toml::Value::String(text)) => {
            length_ms(&text).map_err(|sentence| Trouble::new(line, sentence))?
        }
        Some(other) => {
            let sentence = format!("after must be a length of time like \"10m\", not {other}");
            return Err(Trouble::new(line, sentence));
        }
    };
    let step = table
        .try_into()
        .map_err(|error: toml::de::Error| Trouble::new(line, error.message()))?;
    Ok(Dated {
        line,
        after_ms,
        step,
    })
}

fn settings(world: World, line: &impl Fn(usize) -> usize) -> Result<Settings, Trouble> {
    let mut settings = Settings::default();
    let switches = &mut settings.switches;
    set(&mut switches.webhooks_on, world.webhooks);
    set(&mut switches.past_interviews, world.past_interviews);
    set(
        &mut switches.confidential_postings,
        world.confidential_postings,
    );
    set(
        &mut switches.posting_update_falls_to_draft,
        world.posting_update_falls_to_draft,
    );
    set(
        &mut switches.posting_tags_reach_opportunities,
        world.posting_tags_reach_opportunities,
    );
    let actor = world.perform_as.map(|actor| match actor {
        Actor::Docs => PerformAs::Docs,
        Actor::Strict => PerformAs::Strict,
        Actor::Lenient => PerformAs::Lenient,
    });
    set(&mut switches.perform_as, actor);
    set(&mut settings.seed, world.seed);
    set(&mut settings.opportunities, world.opportunities);
    set(&mut settings.postings, world.postings);
    let limits = world.limits.map(|limits| match limits {
        Rate::Lever => Limits::Lever,
        Rate::Off => Limits::Off,
    });
    set(&mut settings.limits, limits);
    settings.manual_clock = matches!(world.clock, Some(Clock::Still));
    settings.vendor_seconds = world.vendor_seconds;
    if let Some(speed) = world.speed {
        let at = line(speed.span().start);
        settings.speed = speed.into_inner();
        if !(settings.speed.is_finite() && settings.speed > 0.0) || settings.manual_clock {
            let sentence =
                "speed must be a number above 0, and there is none where clock is \"still\"";
            return Err(Trouble::new(at, sentence));
        }
    }
    if let Some(start) = world.start {
        let read = chrono::DateTime::parse_from_rfc3339(start.get_ref());
        let at = read.map_err(|_| {
            let sentence = format!(
                "\"{}\" is no time; write it like \"2026-03-02T09:00:00Z\"",
                start.get_ref()
            );
            Trouble::new(line(start.span().start), sentence)
        })?;
        settings.start_ms = Some(at.timestamp_millis());
    }
    if let Some(patch) = world.myinterview {
        let patched = settings.myinterview.patched(patch.get_ref());
        settings.myinterview =
            patched.map_err(|sentence| Trouble::new(line(patch.span().start), sentence))?;
    }
    if let Some(patch) = world.jobtwine {
        let patched = settings.jobtwine.patched(patch.get_ref());
        settings.jobtwine =
            patched.map_err(|sentence| Trouble::new(line(patch.span().start), sentence))?;
    }
    Ok(settings)
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
