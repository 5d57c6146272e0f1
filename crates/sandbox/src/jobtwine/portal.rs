//! The interviewers' portal: open candidates to be claimed, and one's own interviews with their status chips. Paths, chips
//! and the way of claiming are those that programs which press its buttons show.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State as Held};
use axum::response::Response;

use super::JobTwine;
use super::interview::{Interview, State};
use super::page_parts::page;
use super::race::POOL;
use super::slots::Wish;
use super::trouble::Trouble;
use super::when;
use crate::console::page::escape;

type Vendor = Held<Arc<JobTwine>>;
type Terms = BTreeMap<String, String>;

/// The zone in which the portal shows dates to its interviewers.
const VIEWER: &str = "Asia/Kolkata";

/// Whoever looks: `?as=`, or the first of the pool.
fn viewer(terms: &Terms) -> Option<&'static str> {
    match terms.get("as") {
        Some(name) => POOL.iter().copied().find(|known| known == name),
        None => POOL.first().copied(),
    }
}

fn stranger() -> Response {
    page(404, "Not found", "<p>There is no such interviewer.</p>")
}

fn head(one: &Interview) -> String {
    format!(
        "<p class=\"name\">{}</p><p class=\"job\">Job Description: {}</p>",
        escape(&one.candidate),
        escape(&one.title)
    )
}

/// The cards of who needs an interviewer: each with the candidate's preferred times.
fn open_cards(all: &[Interview], name: &str, now: i64) -> String {
    all.iter()
        .filter(|one| one.state == State::SlotsGiven)
        .map(|one| {
            let times: String = one
                .slots
                .iter()
                .enumerate()
                .filter(|(_, slot)| slot.start > now)
                .map(|(place, slot)| {
                    format!(
                        "<label><input type=\"radio\" name=\"slot\" value=\"{place}\" required> {}</label>",
                        escape(&when::written(*slot, 0, VIEWER))
                    )
                })
                .collect();
            format!(
                "<article id=\"{}\">{}<form method=\"post\">{times}<input type=\"hidden\" name=\"candidate\" value=\"{}\">\
                 <input type=\"hidden\" name=\"as\" value=\"{}\"><button>Schedule</button></form></article>",
                escape(&one.id),
                head(one),
                escape(&one.id),
                escape(name)
            )
        })
        .collect()
}

/// GET `/interviewer/schedule-candidates?as=`.
pub(super) async fn open_candidates(Held(vendor): Vendor, Query(terms): Query<Terms>) -> Response {
    let Some(name) = viewer(&terms) else {
        return stranger();
    };
    let cards = open_cards(vendor.ledger().all(), name, vendor.now());
    page(200, "Open candidates", &cards)
}

/// POST to the same address: `as`, `candidate`, `slot`. Who comes too late sees why, in two lines, and the card stays where
/// nobody else has taken it.
pub(super) async fn claim(Held(vendor): Vendor, Form(terms): Form<Terms>) -> Response {
    let Some(name) = viewer(&terms) else {
        return stranger();
    };
    let term = |name: &str| terms.get(name).map(String::as_str).unwrap_or_default();
    let wish = term("slot").parse().ok().map(|slot| Wish {
        slot: Some(slot),
        interviewer: Some(name.to_owned()),
    });
    let id = term("candidate");
    let done = match wish {
        Some(wish) => vendor.race(id, &wish).await.map(|_| ()),
        None => Err(Trouble::Invalid("Select one of the times.".to_owned())),
    };
    let (now, cards) = {
        let now = vendor.now();
        (now, open_cards(vendor.ledger().all(), name, now))
    };
    match done {
        Ok(()) => {
            let time = vendor
                .ledger()
                .by_id(id)
                .and_then(|one| one.claim.as_ref())
                .map(|claim| when::written(claim.slot, 0, VIEWER));
            let word = format!(
                "<p id=\"word\">Time selected is {}</p>",
                escape(&time.unwrap_or_default())
            );
            page(200, "Open candidates", &format!("{word}{cards}"))
        }
        Err(trouble) => {
            tracing::debug!(now, id, ?trouble, "a claim failed");
            let word = format!(
                "<p id=\"word\">This slot could not be scheduled.<br>{}</p>",
                escape(&trouble.sentence())
            );
            page(
                trouble.status(),
                "Open candidates",
                &format!("{word}{cards}"),
            )
        }
    }
}

/// GET `/interviewer/candidates?as=`: the interviews that one took, each with its chip.
pub(super) async fn candidates(Held(vendor): Vendor, Query(terms): Query<Terms>) -> Response {
    let Some(name) = viewer(&terms) else {
        return stranger();
    };
    let cards: String = vendor
        .ledger()
        .all()
        .iter()
        .filter_map(|one| {
            let claim = one.claim.as_ref()?;
            let chip = one.chip().filter(|_| claim.interviewer == name)?;
            let button = match chip {
                "Scheduled" => " <button disabled>Start Meeting</button>",
                "Pending Feedback Review" => " <button disabled>Add Feedback</button>",
                _ => "",
            };
            Some(format!(
                "<article id=\"{}\">{}<p class=\"time\">{}</p><p><span class=\"chip\">{chip}</span>{button}</p></article>",
                escape(&one.id),
                head(one),
                escape(&when::written(claim.slot, 0, VIEWER))
            ))
        })
        .collect();
    page(200, "My candidates", &cards)
}
