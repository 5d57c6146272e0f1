//! The agenda, and calendar files of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use fulcrum_cache::Cause;
use fulcrum_cache::query::OwnJourney;
use fulcrum_domain::agenda::{self, Appointment, Told};
use fulcrum_domain::interview::NotedTime;
use fulcrum_domain::journey::{Journey, JourneyKey, State};
use fulcrum_domain::vendor::Vendor;

use crate::app::App;
use crate::calendar::{self, Entry};
use crate::card::word;
use crate::download::{plain_name, write_new};
use crate::failure;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{Agenda, AgendaDay, AgendaEntry, DayStanding, Download, InterviewTime, Problem};

impl App {
    /// Interviews of one's own candidates by day in `zone` (IANA), those with an uncertain time apart.
    ///
    /// # Errors
    /// `BadInput` for a zone that nobody knows, or when nobody is connected; storage problems.
    pub async fn agenda(&self, zone: &str) -> Result<Agenda, Problem> {
        let ready = self.ready()?;
        let known: Tz = zone.parse().map_err(|_| Trouble::BadInput {
            why: "The time zone has no name that the zone database knows.",
        })?;
        let own = own(&ready).await?;
        let mut sure: BTreeMap<JourneyKey, AgendaEntry> = BTreeMap::new();
        let mut unsure = Vec::new();
        for own in &own {
            let Some(entry) = entry(own) else { continue };
            if entry.time.at_ms.is_some() {
                sure.insert(entry.journey.clone(), entry);
            } else if own.journey.state == State::Scheduled {
                // Once it is over, nobody needs to know any more when it was.
                unsure.push(entry);
            }
        }
        let appointments: Vec<Appointment> = sure.values().filter_map(appointment).collect();
        let now_ms = ready.now_ms();
        let days = agenda::days(&appointments, known, now_ms)
            .into_iter()
            .map(|day| AgendaDay {
                date: day.date.to_string(),
                standing: match day.standing {
                    agenda::DayStanding::Past => DayStanding::Past,
                    agenda::DayStanding::Today => DayStanding::Today,
                    agenda::DayStanding::Ahead => DayStanding::Ahead,
                },
                entries: day
                    .appointments
                    .iter()
                    .filter_map(|one| sure.get(&one.key).cloned())
                    .collect(),
            })
            .collect();
        let today = agenda::count_today(&appointments, known, now_ms);
        Ok(Agenda {
            zone: known.name().to_owned(),
            days,
            unsure,
            today: u32::try_from(today).unwrap_or(u32::MAX),
        })
    }

    /// Writes a calendar file into the person's folder for downloads: of one interview, or of all that are still to come.
    /// What a calendar was told before and is not so any more is called off in it.
    ///
    /// # Errors
    /// `NotFound` when there is nothing to write; `ReadOnly` or `DiskFull` for the folder; storage problems.
    pub async fn save_calendar(&self, journey: Option<&JourneyKey>) -> Result<Download, Problem> {
        let ready = self.ready()?;
        let folder = self.downloads_dir()?;
        let own = own(&ready).await?;
        let before: BTreeMap<JourneyKey, Told> = ready
            .desk
            .read(|tx| tx.told())
            .await
            .map_err(failure::desk)?
            .into_iter()
            .collect();
        let entries = entries(&own, &before, journey, ready.now_ms());
        if entries.is_empty() {
            return Err(Trouble::NotFound { what: "interview" }.into());
        }
        let name = match (journey, entries.as_slice()) {
            (Some(key), [only]) => plain_name("Interview", only.posting.as_deref(), key.round),
            _ => "Interviews".to_owned(),
        };
        let text = calendar::file(&entries, ready.now_ms());
        let path = write_new(&folder, &name, "ics", text.as_bytes())
            .await
            .map_err(|error| Problem::from(failure::folder(&error)))?;
        let about: BTreeSet<_> = entries
            .iter()
            .map(|entry| entry.key.opportunity.clone())
            .collect();
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        ready
            .remember_export(path.clone(), length, about.into_iter().collect())
            .await?;
        // Only what a file says was told.
        ready
            .desk
            .write(Cause::Person, move |tx| {
                for entry in &entries {
                    tx.set_told(&entry.key, &entry.told)?;
                }
                Ok(())
            })
            .await
            .map_err(failure::desk)?;
        let bytes = i64::try_from(text.len()).unwrap_or(i64::MAX);
        Ok(self.written(journey.cloned(), path, bytes))
    }
}

async fn own(ready: &Ready) -> Result<Vec<OwnJourney>, Problem> {
    let seat = ready.seat.user.clone();
    ready
        .cache
        .read(move |tx| tx.own_journeys(&seat, Vendor::JobTwine))
        .await
        .map_err(failure::cache)
}

/// A line of the agenda; `None` for a journey without an interview.
fn entry(own: &OwnJourney) -> Option<AgendaEntry> {
    let time = interview_time(&own.journey)?;
    Some(AgendaEntry {
        journey: own.journey.key.clone(),
        name: own.name.clone(),
        posting: own.posting_title.clone(),
        round_name: own.journey.interview.round_name.clone(),
        time,
        length_minutes: own.journey.interview.minutes_stated,
        interviewer: None,
        cancelled: matches!(own.journey.state, State::InterviewCancelled(_)),
    })
}

/// When the interview of a journey is, or was, as its notes give it. `None` before one is booked, and while new slots are
/// asked for.
pub(crate) fn interview_time(journey: &Journey) -> Option<InterviewTime> {
    let booked = matches!(
        journey.state,
        State::Scheduled
            | State::InProgress
            | State::FeedbackPending
            | State::FeedbackIn(_)
            | State::InterviewCancelled(_)
            | State::NoShow(_)
    );
    let at = journey.interview.at.as_ref().filter(|_| booked)?;
    Some(match at {
        NotedTime::Sure { at_ms, zone, .. } => InterviewTime {
            at_ms: Some(*at_ms),
            zone: zone.clone(),
            as_written: None,
            why: None,
        },
        NotedTime::Unsure { as_written, why } => InterviewTime {
            at_ms: None,
            zone: None,
            as_written: Some(as_written.clone()),
            why: Some(word(why)),
        },
    })
}

fn appointment(entry: &AgendaEntry) -> Option<Appointment> {
    Some(Appointment {
        starts_ms: entry.time.at_ms?,
        key: entry.journey.clone(),
        length_minutes: entry.length_minutes,
        cancelled: entry.cancelled,
    })
}

/// What calendars are to be told: of one interview, or of all that are still to come.
fn entries(
    own: &[OwnJourney],
    before: &BTreeMap<JourneyKey, Told>,
    journey: Option<&JourneyKey>,
    now_ms: i64,
) -> Vec<Entry> {
    let wanted = |key: &JourneyKey, starts_ms: i64| match journey {
        Some(journey) => journey == key,
        None => starts_ms >= now_ms,
    };
    let mut entries: BTreeMap<JourneyKey, Entry> = BTreeMap::new();
    let mut known = std::collections::BTreeSet::new();
    for own in own {
        let Some((shown, now)) = entry(own).and_then(|shown| {
            let now = appointment(&shown)?;
            Some((shown, now))
        }) else {
            continue;
        };
        known.insert(now.key.clone());
        let told = before.get(&now.key);
        // A calendar that never heard of an interview need not hear that it is off.
        if (now.cancelled && told.is_none()) || !wanted(&now.key, now.starts_ms) {
            continue;
        }
        entries.insert(
            now.key.clone(),
            Entry {
                key: now.key.clone(),
                told: agenda::tell(told, &now),
                name: Some(shown.name),
                posting: shown.posting,
                round_name: shown.round_name,
                interviewer: shown.interviewer,
                page: None,
            },
        );
    }
    for (key, told) in before {
        if known.contains(key) || told.cancelled || !wanted(key, told.starts_ms) {
            continue;
        }
        let off = Appointment {
            starts_ms: told.starts_ms,
            key: key.clone(),
            length_minutes: told.length_minutes,
            cancelled: true,
        };
        entries.insert(
            key.clone(),
            Entry {
                key: key.clone(),
                told: agenda::tell(Some(told), &off),
                name: None,
                posting: None,
                round_name: None,
                interviewer: None,
                page: None,
            },
        );
    }
    let mut entries: Vec<Entry> = entries.into_values().collect();
    entries.sort_by_key(|entry| entry.told.starts_ms);
    entries
}
