//! The vendor's answers in our terms, through a profile's names.

use chrono::DateTime;
use fulcrum_domain::interview::{Feedback, Outcome, Party, Rating, Round, Section};
use serde_json::Value;
use url::Url;

use super::profile::Profile;
use crate::experts::{Booking, ExpertInterview, ExpertStatus, JobRound, VendorJob, web_link};
use crate::vendor::MediaLink;

/// The scale ratings are given on where a profile's answer does not say: ours to propose, since the vendor's is unknown.
const HIGHEST_RATING: u32 = 5;

pub(super) fn job(profile: &Profile, item: &Value) -> Option<VendorJob> {
    let rounds = list(profile, item, "rounds");
    Some(VendorJob {
        posting: text(profile, item, "posting_id")?.into(),
        rounds: rounds
            .iter()
            .map(|round| JobRound {
                name: text(profile, round, "name").unwrap_or_default(),
                minutes: profile.get(round, "minutes").and_then(count),
            })
            .collect(),
        rounds_saved_at_ms: moment(profile, item, "rounds_saved_at"),
    })
}

pub(super) fn interview(profile: &Profile, item: &Value) -> Option<ExpertInterview> {
    let status_word = text(profile, item, "status")?;
    let round = profile.get(item, "round");
    let of_round = |name: &str| round.and_then(|round| profile.get(round, name));
    Some(ExpertInterview {
        id: text(profile, item, "candidate_id")?,
        round: Round {
            // 0 stands for "not yet": rounds are awaited.
            number: of_round("number")
                .and_then(count)
                .filter(|number| *number > 0),
            name: of_round("name")
                .and_then(Value::as_str)
                .map(round_name)
                .filter(|name| !name.is_empty()),
        },
        minutes: of_round("minutes").and_then(count),
        attempt: profile.get(item, "attempt").and_then(count).unwrap_or(1),
        status: status(profile.word(&status_word)),
        status_word,
        slot_link: text(profile, item, "link").filter(|link| web_link(link).is_some()),
        slots_ms: list(profile, item, "slots")
            .iter()
            .filter_map(|slot| moment(profile, slot, "start"))
            .collect(),
        refused: profile.get(item, "refused").and_then(count).unwrap_or(0),
        booking: profile.get(item, "claim").and_then(|claim| {
            Some(Booking {
                start_ms: moment(profile, claim, "start")?,
                end_ms: moment(profile, claim, "end"),
                interviewer: text(profile, claim, "interviewer"),
                self_scheduled: profile
                    .get(claim, "self_scheduled")
                    .and_then(Value::as_bool)
                    .unwrap_or(false),
            })
        }),
        invited_at_ms: moment(profile, item, "invited_at"),
        scheduled_at_ms: moment(profile, item, "scheduled_at"),
        held_at_ms: moment(profile, item, "held_at"),
        feedback_at_ms: moment(profile, item, "feedback_at"),
        ended_at_ms: moment(profile, item, "ended_at"),
        feedback: None,
    })
}

fn status(word: &str) -> ExpertStatus {
    match word {
        "awaiting_rounds" => ExpertStatus::AwaitingRounds,
        "pending_slots" => ExpertStatus::SlotsWanted,
        "slots_given" => ExpertStatus::SlotsGiven,
        "scheduled" | "in_progress" => ExpertStatus::Scheduled,
        "pending_feedback" => ExpertStatus::FeedbackPending,
        "feedback_ready" => ExpertStatus::FeedbackIn,
        "candidate_no_show" => ExpertStatus::NoShow(Party::Candidate),
        "interviewer_no_show" => ExpertStatus::NoShow(Party::Interviewer),
        "cancelled_by_candidate" => ExpertStatus::Cancelled(Party::Candidate),
        "cancelled_by_client" => ExpertStatus::Cancelled(Party::Client),
        "expired" => ExpertStatus::Expired,
        _ => ExpertStatus::Other,
    }
}

/// Feedback without its links, which are fresh in every answer.
pub(super) fn feedback(profile: &Profile, item: &Value) -> Feedback {
    let word = text(profile, item, "outcome");
    let outcome = match word.as_deref().map(|word| profile.word(word)) {
        Some("strongly_recommended") => Some(Outcome::StronglyRecommended),
        Some("is_a_good_fit") => Some(Outcome::GoodFit),
        Some("not_recommended") => Some(Outcome::NotRecommended),
        _ => None,
    };
    Feedback {
        outcome,
        outcome_words: text(profile, item, "outcome_text").or(word),
        sections: list(profile, item, "sections")
            .iter()
            .filter_map(|section| {
                Some(Section {
                    name: text(profile, section, "name")?,
                    rating: profile.get(section, "rating").and_then(rating),
                    comment: text(profile, section, "comment").unwrap_or_default(),
                })
            })
            .collect(),
        summary: text(profile, item, "summary"),
        report_url: None,
        video_url: None,
        under_review: false,
    }
}

fn rating(value: &Value) -> Option<Rating> {
    let points = value.as_f64().filter(|points| *points >= 0.0)?;
    let tenths = format!("{:.0}", points * 10.0).parse().ok()?;
    Some(Rating {
        as_written: format!("{value}/{HIGHEST_RATING}"),
        tenths,
        out_of_tenths: HIGHEST_RATING * 10,
    })
}

/// Where report and video are now.
pub(super) fn links(profile: &Profile, item: &Value) -> MediaLink {
    let link = |name: &str| -> Option<Url> { web_link(&text(profile, item, name)?) };
    MediaLink {
        review_url: link("report_url"),
        media_url: link("video_url"),
        media_expires_at_ms: moment(profile, item, "links_expire_at"),
    }
}

pub(super) fn list<'a>(profile: &Profile, item: &'a Value, name: &str) -> &'a [Value] {
    profile
        .get(item, name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text(profile: &Profile, item: &Value, name: &str) -> Option<String> {
    match profile.get(item, name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn moment(profile: &Profile, item: &Value, name: &str) -> Option<i64> {
    match profile.get(item, name)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => Some(DateTime::parse_from_rfc3339(text).ok()?.timestamp_millis()),
        _ => None,
    }
}

fn count(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}

/// Without the word "round", as notes are read, so that both name the same round.
fn round_name(written: &str) -> String {
    let written = written.trim();
    let words: Vec<&str> = written.split_whitespace().collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() && last.eq_ignore_ascii_case("round") => {
            rest.join(" ")
        }
        _ => written.to_owned(),
    }
}
