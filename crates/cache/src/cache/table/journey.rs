//! Journeys as derived: the whole domain value as `body`, columns for what is filtered, and `current` for the latest
//! attempt of each vendor, which is the one a card shows.

use std::collections::BTreeMap;

use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::{Actor, Journey, JourneyKey, Link, State};
use fulcrum_domain::vendor::Vendor;
use rusqlite::params;
use serde::{Deserialize, Serialize};

use crate::cache::{CacheReader, CacheTx};
use crate::change::Kind;
use crate::error::{Code, During, Error};

pub(crate) const V1: &str = "
CREATE TABLE journey (
    opportunity INTEGER NOT NULL REFERENCES opportunity (seq) ON DELETE CASCADE,
    vendor TEXT NOT NULL,
    round INTEGER NOT NULL DEFAULT 1,
    attempt INTEGER NOT NULL DEFAULT 1,
    current INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    actor TEXT NOT NULL DEFAULT 'nobody',
    due_ms INTEGER NOT NULL DEFAULT 9223372036854775807,
    next_change_at_ms INTEGER NOT NULL DEFAULT 9223372036854775807,
    body TEXT NOT NULL,
    PRIMARY KEY (opportunity, vendor, round, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX journey_next_change ON journey (next_change_at_ms) WHERE next_change_at_ms < 9223372036854775807;
";

/// Most candidates of a tagged posting have a journey that nobody has begun; the inbox reads the others.
pub(crate) const V2: &str = "
CREATE INDEX journey_underway ON journey (state, opportunity)
    WHERE current = 1 AND state NOT IN ('ready', 'moving', 'cancelled');
";

/// What a card shows of a journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JourneySummary {
    /// Which.
    pub key: JourneyKey,
    /// Life cycle.
    pub state: State,
    /// The overdue link, if any.
    pub stalled: Option<Link>,
    /// Who acts next.
    pub next: Actor,
    /// Since when the state holds, ms.
    pub since_ms: Option<i64>,
    /// By when the next link is expected, ms.
    pub due_ms: Option<i64>,
    /// A result can be opened.
    pub has_review_link: bool,
}

impl From<Journey> for JourneySummary {
    fn from(journey: Journey) -> Self {
        Self {
            key: journey.key,
            state: journey.state,
            stalled: journey.stalled,
            next: journey.next,
            since_ms: journey.since_ms,
            due_ms: journey.due_ms,
            has_review_link: journey.review_url.is_some(),
        }
    }
}

/// A journey before and after a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyChange {
    /// `None`: first sight of this journey.
    pub before: Option<Journey>,
    /// As stored now.
    pub after: Journey,
}

impl CacheTx<'_> {
    /// Replaces all journeys of an opportunity by the newly derived ones and returns those that differ, in order of
    /// key. Ignored for an opportunity that is not held.
    ///
    /// `here`: the vendor in whose trigger stage the card stands. There that vendor's journey alone says who acts next, as
    /// the card's own words do; elsewhere the most pressing of all.
    ///
    /// # Errors
    /// Storage codes.
    pub fn put_journeys(
        &mut self,
        opportunity: &OpportunityId,
        journeys: &[Journey],
        here: Option<Vendor>,
    ) -> Result<Vec<JourneyChange>, Error> {
        let Some(seq) = self.opportunity_seq(opportunity)? else {
            return Ok(Vec::new());
        };
        let held: BTreeMap<JourneyKey, Journey> = by_key(self.journeys(opportunity)?);
        let wanted: BTreeMap<JourneyKey, Journey> = by_key(journeys.to_vec());
        let current = latest_per_vendor(&wanted);
        if held != wanted {
            self.connection
                .prepare_cached("DELETE FROM journey WHERE opportunity = ?1")
                .and_then(|mut statement| statement.execute(params![seq]))
                .during("Replacing journeys")?;
            for journey in wanted.values() {
                self.insert_journey(seq, journey, current.contains(&&journey.key))?;
            }
            self.repeat_shown(seq)?;
        }
        let mut shown: Vec<&Journey> = wanted
            .values()
            .filter(|journey| current.contains(&&journey.key))
            .collect();
        if shown.iter().any(|journey| Some(journey.key.vendor) == here) {
            shown.retain(|journey| Some(journey.key.vendor) == here);
        }
        let repeated = self
            .connection
            .prepare_cached(
                "UPDATE opportunity SET actor = ?2, due_ms = ?3
                 WHERE seq = ?1 AND (actor <> ?2 OR due_ms <> ?3)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    seq,
                    actor_word(first_to_act(&shown)),
                    first_due(&shown)
                ])
            })
            .during("Repeating who acts next")?;
        if held == wanted && repeated == 0 {
            return Ok(Vec::new());
        }
        self.changed_opportunity(Kind::Journey, opportunity);
        if let Some(held) = self.opportunity(opportunity)? {
            self.touched_stage(held.stage);
        }
        Ok(wanted
            .into_iter()
            .filter_map(|(key, after)| {
                let before = held.get(&key).cloned();
                (before.as_ref() != Some(&after)).then_some(JourneyChange { before, after })
            })
            .collect())
    }

    fn insert_journey(&self, seq: i64, journey: &Journey, current: bool) -> Result<(), Error> {
        let body = serde_json::to_string(journey).during("Writing a journey")?;
        self.connection
            .prepare_cached(
                "INSERT INTO journey (opportunity, vendor, round, attempt, current, state, actor, due_ms,
                     next_change_at_ms, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    seq,
                    vendor_word(journey.key.vendor),
                    journey.key.round,
                    journey.key.attempt,
                    current,
                    state_word(journey.state),
                    actor_word(journey.next),
                    journey.due_ms.unwrap_or(i64::MAX),
                    journey.next_change_at_ms.unwrap_or(i64::MAX),
                    body,
                ])
            })
            .during("Storing a journey")?;
        Ok(())
    }
}

impl CacheReader<'_> {
    /// All journeys of an opportunity, in order of vendor, round and attempt.
    ///
    /// # Errors
    /// Storage codes.
    pub fn journeys(&self, opportunity: &OpportunityId) -> Result<Vec<Journey>, Error> {
        let journeys: Vec<Journey> = self.bodies(
            "SELECT j.body FROM journey j JOIN opportunity o ON o.seq = j.opportunity WHERE o.id = ?1",
            params![opportunity.as_str()],
            "Reading journeys",
        )?;
        Ok(by_key(journeys).into_values().collect())
    }

    /// Opportunities whose journeys change by themselves by `now_ms`, soonest first, at most `limit`.
    ///
    /// # Errors
    /// Storage codes.
    pub fn due_journeys(&self, now_ms: i64, limit: u32) -> Result<Vec<OpportunityId>, Error> {
        self.connection
            .prepare_cached(
                "SELECT o.id FROM journey j JOIN opportunity o ON o.seq = j.opportunity
                 WHERE j.next_change_at_ms <= ?1 AND j.next_change_at_ms < 9223372036854775807
                 GROUP BY o.id ORDER BY MIN(j.next_change_at_ms), o.id LIMIT ?2",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![now_ms, limit], |row| row.get::<_, String>(0))?
                    .map(|id| id.map(OpportunityId))
                    .collect()
            })
            .during("Finding journeys that change by themselves")
    }

    /// The soonest time at which a journey changes by itself, ms.
    ///
    /// # Errors
    /// Storage codes.
    pub fn next_change_at_ms(&self) -> Result<Option<i64>, Error> {
        self.connection
            .prepare_cached(
                "SELECT MIN(next_change_at_ms) FROM journey WHERE next_change_at_ms < 9223372036854775807",
            )
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .during("Finding the next change")
    }

    pub(crate) fn current_journeys(&self, seq: i64) -> Result<Vec<JourneySummary>, Error> {
        let journeys: Vec<Journey> = self.bodies(
            "SELECT body FROM journey WHERE opportunity = ?1 AND current = 1 ORDER BY vendor",
            params![seq],
            "Reading current journeys",
        )?;
        Ok(journeys.into_iter().map(JourneySummary::from).collect())
    }
}

fn by_key(journeys: Vec<Journey>) -> BTreeMap<JourneyKey, Journey> {
    journeys
        .into_iter()
        .map(|journey| (journey.key.clone(), journey))
        .collect()
}

fn latest_per_vendor(journeys: &BTreeMap<JourneyKey, Journey>) -> Vec<&JourneyKey> {
    let mut latest: BTreeMap<Vendor, &JourneyKey> = BTreeMap::new();
    // Keys are in order of round and attempt: the last one of a vendor stays.
    for key in journeys.keys() {
        latest.insert(key.vendor, key);
    }
    latest.into_values().collect()
}

/// With two vendors at work, what waits on the person comes first, then the candidate, then the vendor.
fn first_to_act(journeys: &[&Journey]) -> Actor {
    journeys
        .iter()
        .map(|journey| journey.next)
        .min()
        .unwrap_or(Actor::Nobody)
}

fn first_due(journeys: &[&Journey]) -> i64 {
    journeys
        .iter()
        .filter_map(|journey| journey.due_ms)
        .min()
        .unwrap_or(i64::MAX)
}

pub(crate) fn vendor_word(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::MyInterview => "myinterview",
        Vendor::JobTwine => "jobtwine",
    }
}

pub(crate) fn vendor_of(word: &str) -> Result<Vendor, Error> {
    match word {
        "myinterview" => Ok(Vendor::MyInterview),
        "jobtwine" => Ok(Vendor::JobTwine),
        _ => Err(Error::new(Code::Corrupt, "Understanding a vendor's name")),
    }
}

pub(crate) fn actor_word(actor: Actor) -> &'static str {
    match actor {
        Actor::You => "you",
        Actor::Candidate => "candidate",
        Actor::Vendor => "vendor",
        Actor::Nobody => "nobody",
    }
}

/// The state without its failure code: one filter word per life-cycle state.
pub(crate) fn state_word(state: State) -> &'static str {
    match state {
        State::NotEligible => "not_eligible",
        State::Ready => "ready",
        State::Moving => "moving",
        State::Triggered => "triggered",
        State::Invited => "invited",
        State::Completed => "completed",
        State::Failed(_) => "failed",
        State::Expired => "expired",
        State::Cancelled => "cancelled",
        State::AwaitingRounds => "awaiting_rounds",
        State::SlotsWanted => "slots_wanted",
        State::SlotsGiven => "slots_given",
        State::Scheduled => "scheduled",
        State::InProgress => "in_progress",
        State::FeedbackPending => "feedback_pending",
        State::FeedbackIn(_) => "feedback_in",
        State::InterviewCancelled(_) => "interview_cancelled",
        State::NoShow(_) => "no_show",
    }
}
