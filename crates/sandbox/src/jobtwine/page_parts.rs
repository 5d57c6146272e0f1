//! The pieces that the vendor's pages are made of. Plain HTML: no script is needed.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::interview::{By, Interview, State};
use super::jobs::MOST_ROUNDS;
use super::ledger::Job;
use super::when::{self, ZONES};
use crate::console::page::escape;

/// A whole page.
pub(super) fn page(status: u16, title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title} · JobTwine</title><style>:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui;max-width:40rem;\
         margin:3rem auto;padding:0 1rem}}fieldset{{margin:1rem 0;border:1px solid #8888;border-radius:.5rem}}\
         label{{display:block;margin:.4rem 0}}input,select,button{{font:inherit}}</style>\
         <h1>{title}</h1>{body}</html>"
    );
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    (status, Html(html)).into_response()
}

/// The page behind the link, for candidate and recruiter alike. `word` is what the last action led to.
pub(super) fn slot_page(
    status: u16,
    interview: &Interview,
    holder: By,
    word: &str,
    now: i64,
) -> Response {
    // Whoever has a link of their own is not asked who they are.
    let by = if holder == By::Link { BY } else { "" };
    let head = format!(
        "<p id=\"candidate\">{}</p><p id=\"round\">Round {}: {} · {} minutes</p><p id=\"job\">{}</p>{}",
        escape(&interview.candidate),
        interview.round,
        escape(&interview.round_name),
        interview.minutes,
        escape(&interview.title),
        if word.is_empty() {
            String::new()
        } else {
            format!("<p id=\"word\" role=\"status\"><b>{}</b></p>", escape(word))
        }
    );
    let rest = match interview.state_at(now) {
        State::Scheduled | State::InProgress => booked(interview, by),
        state if state.takes_slots() && interview.link_open_at(now) => {
            format!(
                "{}{}{}",
                given(interview),
                offered(interview, now),
                asking(interview, by)
            )
        }
        state => format!("<p id=\"state\">{}</p>", standing(state)),
    };
    page(status, "Your interview", &format!("{head}{rest}"))
}

fn standing(state: State) -> &'static str {
    match state {
        State::Expired | State::PendingSlots | State::SlotsGiven | State::InterviewerNoShow => {
            "This link has expired. Ask the hiring team for a new invitation."
        }
        State::CancelledByCandidate | State::CancelledByClient => "This interview was cancelled.",
        State::CandidateNoShow => "This interview was missed.",
        State::PendingFeedback | State::FeedbackReady => "This interview has been held. Thank you.",
        _ => "There is nothing to do here.",
    }
}

fn booked(interview: &Interview, by: &str) -> String {
    let Some(claim) = &interview.claim else {
        return String::new();
    };
    format!(
        "<p id=\"state\">Scheduled</p><p id=\"time\">{} with {}</p>\
         <form method=\"post\"><button name=\"action\" value=\"reschedule\">Another time, please</button> \
         <button name=\"action\" value=\"cancel\">Cancel the interview</button>{by}</form>",
        escape(&when::written(claim.slot, 0, &interview.zone)),
        escape(&super::race::initials(&claim.interviewer)),
    )
}

fn given(interview: &Interview) -> String {
    let rows: String = interview
        .slots
        .iter()
        .map(|slot| {
            format!(
                "<li data-start=\"{}\">{}</li>",
                slot.start,
                escape(&when::written(*slot, 0, &interview.zone))
            )
        })
        .collect();
    if rows.is_empty() {
        String::new()
    } else {
        format!(
            "<p>Slots given so far, waiting for an interviewer:</p><ul id=\"given\">{rows}</ul>"
        )
    }
}

fn offered(interview: &Interview, now: i64) -> String {
    let rows: String = interview
        .offers
        .iter()
        .filter(|offer| offer.slot.start > now)
        .map(|offer| {
            format!(
                "<label><input type=\"radio\" name=\"offer\" value=\"{}\" required> {}</label>",
                offer.number,
                escape(&when::written(offer.slot, 0, &interview.zone))
            )
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "<form method=\"post\"><fieldset><legend>Schedule now: choose an interviewer's time</legend>{rows}\
         <button name=\"action\" value=\"choose\">Schedule</button></fieldset></form>"
    )
}

fn asking(interview: &Interview, by: &str) -> String {
    let fields: String = (1..=4)
        .map(|number| {
            let needed = if number == 1 { " required" } else { "" };
            format!(
                "<label>Slot {number} <input type=\"datetime-local\" name=\"slot\"{needed}></label>"
            )
        })
        .collect();
    let mut zones: Vec<&str> = ZONES.to_vec();
    if !zones.contains(&interview.zone.as_str()) {
        zones.push(&interview.zone);
    }
    let zones: String = zones
        .iter()
        .map(|zone| {
            let chosen = if *zone == interview.zone {
                " selected"
            } else {
                ""
            };
            format!("<option{chosen}>{}</option>", escape(zone))
        })
        .collect();
    format!(
        "<form method=\"post\"><fieldset><legend>Or give slots that suit you</legend>{fields}\
         <label>Time zone <select name=\"zone\">{zones}</select></label>{by}\
         <button name=\"action\" value=\"slots\">Send slots</button></fieldset></form>"
    )
}

/// A job with its rounds, and the form to enter them.
pub(super) fn job_row(job: &Job) -> String {
    let rounds: Vec<String> = job.rounds.iter().map(|round| escape(&round.name)).collect();
    let rounds = if rounds.is_empty() {
        "Add Round Information".to_owned()
    } else {
        rounds.join(", ")
    };
    let mark = if job.tagged {
        "Lever"
    } else {
        "Lever (no longer tagged)"
    };
    let warning = job.warning.as_ref().map_or_else(String::new, |warning| {
        format!(" <em>{}</em>", escape(warning))
    });
    let fields: String = (0..MOST_ROUNDS)
        .map(|place| {
            let round = job.rounds.get(place);
            format!(
                "<label>Round {} <input name=\"name\" value=\"{}\"> <input name=\"minutes\" type=\"number\" value=\"{}\"> minutes</label>",
                place + 1,
                escape(round.map_or("", |round| &round.name)),
                round.map_or(60, |round| round.minutes)
            )
        })
        .collect();
    format!(
        "<li>{} <small>[{mark}]</small>{warning} – {rounds}<details><summary>Add Round Information</summary><form method=\"post\">\
         <input type=\"hidden\" name=\"posting\" value=\"{}\">{fields}<button>Save</button></form></details></li>",
        escape(&job.title),
        escape(&job.posting)
    )
}

const BY: &str = "<label>I am <select name=\"by\"><option value=\"link\">(rather not say)</option>\
<option value=\"candidate\">the candidate</option><option value=\"client\">the hiring team</option></select></label>";
