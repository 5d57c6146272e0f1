//! What the vendor did → what a recruiter may see. The table of `fulcrum_domain::journey`, from the other side.

use std::collections::BTreeMap;

use fulcrum_domain::interview::{Outcome, Party};
use fulcrum_domain::journey::State;
use serde_json::Value;

/// How long an interview is taken to last, ms.
const LENGTH_MS: i64 = 3_600_000;

/// What a seat made of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// It says something.
    Read,
    /// It is the vendor's, and shown as unread.
    Unread,
    /// It has nothing to do with the vendor.
    NotTheirs,
}

/// What surrounds a journey.
pub(super) struct Found {
    pub(super) archived: bool,
    /// Sent from a posting without the vendor's tag.
    pub(super) untagged: bool,
    /// Moved on: out of the vendor's stage.
    pub(super) elsewhere: bool,
    /// By the text of the note.
    pub(super) readings: BTreeMap<String, Reading>,
    /// The start that the journey is sure of, ms.
    pub(super) booked: Option<i64>,
    pub(super) now_ms: i64,
    /// The vendor's notes carry its user as author.
    pub(super) signed: bool,
}

/// Any of these, or what cannot be accepted at all.
type Allowed = Result<Vec<State>, String>;

/// The vendor itself is asked: its state, in our words.
pub(super) fn with_profile(attempts: &[Value], found: &Found) -> Allowed {
    let Some(last) = attempts.last() else {
        return Ok(unnoticed(found));
    };
    let states = match last["state"].as_str().unwrap() {
        "awaiting_rounds" => vec![State::AwaitingRounds],
        "pending_slots" => vec![State::SlotsWanted],
        "slots_given" => vec![State::SlotsGiven],
        "scheduled" | "in_progress" => vec![by_the_clock(start(last), found)],
        "pending_feedback" => vec![State::FeedbackPending],
        "feedback_ready" => vec![State::FeedbackIn(outcome(last))],
        "candidate_no_show" => vec![State::NoShow(Party::Candidate)],
        // Slots are wanted again; the note about the absence may be the last that is read.
        "interviewer_no_show" => vec![State::SlotsWanted, State::NoShow(Party::Interviewer)],
        "cancelled_by_candidate" => vec![State::InterviewCancelled(Party::Candidate)],
        "cancelled_by_client" => vec![State::InterviewCancelled(Party::Client)],
        // Who was moved on is not asked about again while nothing changes in Lever; a link that then runs out in silence
        // still counts as open.
        "expired" if found.elsewhere && last["said"].as_array().unwrap().is_empty() => {
            vec![State::Expired, State::SlotsWanted]
        }
        "expired" => vec![State::Expired],
        "ignored" => vec![State::NotEligible],
        unknown => panic!("no row for {unknown}"),
    };
    Ok(archived(states, found))
}

/// Nobody but Lever is asked: the last note that could be read decides.
pub(super) fn from_lever_alone(attempts: &[Value], found: &Found) -> Allowed {
    let mut stands = unnoticed(found);
    for attempt in attempts {
        stands = entered_again(stands);
        if attempt["state"] == "ignored" {
            // Anybody can see that the posting is not the vendor's.
            stands = vec![State::NotEligible];
        }
        let mut bookings_read = true;
        for said in attempt["said"].as_array().unwrap() {
            let text = said["text"].as_str().unwrap();
            let kind = said["kind"].as_str().unwrap();
            let booking = matches!(kind, "scheduled" | "rescheduled");
            match found.readings.get(text) {
                Some(Reading::Read) => {
                    if booking {
                        bookings_read = true;
                    }
                    stands = told(kind, attempt, found);
                    let tells_another_time = booking
                        && bookings_read
                        && attempt["said"].as_array().unwrap().iter().rfind(|other| {
                            matches!(other["kind"].as_str().unwrap(), "scheduled" | "rescheduled")
                        }) == Some(said)
                        && !attempt["claim"].is_null()
                        && found
                            .booked
                            .is_some_and(|booked| Some(booked) != start(attempt));
                    if tells_another_time && last_of(attempts, attempt) {
                        return Err(format!("a booking for {:?} in {text:?}", start(attempt)));
                    }
                }
                Some(Reading::Unread) => bookings_read &= !booking,
                // An unsigned note without a link is nobody's.
                Some(Reading::NotTheirs) if !found.signed => bookings_read &= !booking,
                Some(Reading::NotTheirs) => return Err(format!("overlooked {text:?}")),
                None => return Err(format!("never seen {text:?}")),
            }
        }
    }
    Ok(archived(stands, found))
}

/// The vendor took nobody in. That a posting is not the vendor's, anybody can see.
fn unnoticed(found: &Found) -> Vec<State> {
    vec![if found.untagged {
        State::NotEligible
    } else {
        State::Triggered
    }]
}

fn last_of(attempts: &[Value], attempt: &Value) -> bool {
    attempts.last() == Some(attempt)
}

/// What stands when the stage is entered once more and nothing was said since.
fn entered_again(stands: Vec<State>) -> Vec<State> {
    let goes_on = stands.iter().all(|state| {
        matches!(
            state,
            State::Invited
                | State::SlotsWanted
                | State::SlotsGiven
                | State::Scheduled
                | State::InProgress
                | State::FeedbackPending
        )
    });
    if goes_on {
        stands
    } else {
        vec![State::Triggered]
    }
}

/// What one kind of note says.
fn told(kind: &str, attempt: &Value, found: &Found) -> Vec<State> {
    let state = attempt["state"].as_str().unwrap();
    match kind {
        "slots_wanted" | "no_taker" => vec![State::SlotsWanted],
        "awaiting_rounds" => vec![State::AwaitingRounds],
        "scheduled" | "rescheduled" => vec![by_the_clock(found.booked, found)],
        // Whoever is not named is unknown, and never somebody else.
        "cancelled" => match state {
            "cancelled_by_candidate" => cancelled(Party::Candidate),
            _ => cancelled(Party::Client),
        },
        "no_show" if state == "candidate_no_show" => absent(Party::Candidate),
        "no_show" => absent(Party::Interviewer),
        "feedback_pending" => vec![State::FeedbackPending],
        "feedback" => vec![State::FeedbackIn(outcome(attempt)), State::FeedbackIn(None)],
        "expired" => vec![State::Expired],
        unknown => panic!("no row for {unknown}"),
    }
}

fn cancelled(by: Party) -> Vec<State> {
    vec![
        State::InterviewCancelled(by),
        State::InterviewCancelled(Party::Unknown),
    ]
}

fn absent(who: Party) -> Vec<State> {
    vec![State::NoShow(who), State::NoShow(Party::Unknown)]
}

/// A booking, as its time has come or not; an uncertain time never comes.
fn by_the_clock(start: Option<i64>, found: &Found) -> State {
    match start {
        Some(start) if start + LENGTH_MS <= found.now_ms => State::FeedbackPending,
        Some(start) if start <= found.now_ms => State::InProgress,
        _ => State::Scheduled,
    }
}

fn start(attempt: &Value) -> Option<i64> {
    attempt["claim"]["slot"]["start"].as_i64()
}

fn outcome(attempt: &Value) -> Option<Outcome> {
    match attempt["outcome"].as_str()? {
        "strongly_recommended" => Some(Outcome::StronglyRecommended),
        "is_a_good_fit" => Some(Outcome::GoodFit),
        "not_recommended" => Some(Outcome::NotRecommended),
        unknown => panic!("no row for {unknown}"),
    }
}

fn archived(states: Vec<State>, found: &Found) -> Vec<State> {
    let over = |state: &State| matches!(state, State::FeedbackIn(_) | State::Expired);
    states
        .into_iter()
        .map(|state| {
            if found.archived && !over(&state) {
                State::Cancelled
            } else {
                state
            }
        })
        .collect()
}
