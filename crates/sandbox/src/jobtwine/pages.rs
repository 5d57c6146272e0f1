//! Pages in a browser: the one behind the link, and the list of jobs.

use std::sync::Arc;

use axum::extract::{Path, RawForm, State as Held};
use axum::response::Response;
use url::form_urlencoded;

use super::JobTwine;
use super::course::Move;
use super::interview::{By, Interview};
use super::ledger::Round;
use super::page_parts::{job_row, page, slot_page};
use super::trouble::Trouble;
use super::when;
use crate::console::page::escape;

type Vendor = Held<Arc<JobTwine>>;

fn refused(trouble: &Trouble) -> Response {
    let body = format!("<p id=\"state\">{}</p>", escape(&trouble.sentence()));
    page(trouble.status(), "Not available", &body)
}

fn not_ours() -> Response {
    refused(&Trouble::NotFound("interview. Check the link"))
}

/// GET `/s/{token}`. Looks at Lever first: whoever is archived, gone or no customer any more is not to be asked.
pub(super) async fn show(Held(vendor): Vendor, Path(token): Path<String>) -> Response {
    let known = vendor.ledger().by_token(&token).cloned();
    let Some(interview) = known else {
        return not_ours();
    };
    vendor.look_again(Some(&interview.opportunity)).await;
    if interview.state.open() {
        let turn = vendor.turn(&interview.opportunity);
        let _turn = turn.lock().await;
        match vendor.still_wanted(&interview.id).await {
            // Closed just now: shown as such below. Lever away: what is known is shown.
            Ok(_) | Err(Trouble::Closed | Trouble::Unavailable) => {}
            Err(trouble) => return refused(&trouble),
        }
    }
    let now = vendor.now();
    let interview = vendor
        .ledger()
        .by_token(&token)
        .cloned()
        .unwrap_or(interview);
    let status = if interview.state.takes_slots() && !interview.link_open_at(now)
        || interview.state == super::interview::State::Expired
    {
        410
    } else {
        200
    };
    slot_page(status, &interview, interview.holder(&token), "", now)
}

/// POST to the same address: one of the page's buttons.
pub(super) async fn act(
    Held(vendor): Vendor,
    Path(token): Path<String>,
    RawForm(form): RawForm,
) -> Response {
    let known = vendor.ledger().by_token(&token).cloned();
    let Some(interview) = known else {
        return not_ours();
    };
    let fields: Vec<(String, String)> = form_urlencoded::parse(&form).into_owned().collect();
    let holder = interview.holder(&token);
    let done = vendor.pressed(&interview, holder, &fields).await;
    let now = vendor.now();
    let after = vendor
        .ledger()
        .by_token(&token)
        .cloned()
        .unwrap_or(interview);
    match done {
        Ok(word) => slot_page(200, &after, holder, word, now),
        Err(trouble @ (Trouble::Disconnected | Trouble::Expired)) => refused(&trouble),
        Err(trouble) => slot_page(trouble.status(), &after, holder, &trouble.sentence(), now),
    }
}

impl JobTwine {
    async fn pressed(
        self: &Arc<Self>,
        interview: &Interview,
        holder: By,
        fields: &[(String, String)],
    ) -> Result<&'static str, Trouble> {
        let field = |name: &str| {
            fields
                .iter()
                .find(|(known, _)| known == name)
                .map_or("", |(_, value)| value.as_str())
        };
        let by = match (holder, field("by")) {
            (By::Link, "candidate") => By::Candidate,
            (By::Link, "client") => By::Client,
            // A link of one's own tells more than what somebody says.
            (known, _) => known,
        };
        let id = &interview.id;
        match field("action") {
            "slots" => {
                let starts: Vec<i64> = fields
                    .iter()
                    .filter(|(name, value)| name == "slot" && !value.is_empty())
                    .map(|(_, value)| when::read(value, field("zone")))
                    .collect::<Result<_, _>>()
                    .map_err(Trouble::Invalid)?;
                self.give_slots(id, &starts, by).await?;
                Ok("Thank you. We will write as soon as an interviewer has taken a slot.")
            }
            "choose" => {
                let number = field("offer")
                    .parse()
                    .map_err(|_| Trouble::Invalid("Choose one of the offered times.".to_owned()))?;
                self.choose(id, Some(number)).await?;
                Ok("Your interview is scheduled.")
            }
            "reschedule" => {
                self.reschedule(id, Move::Ask, by).await?;
                Ok("Choose another time.")
            }
            "cancel" => {
                let by = if by == By::Link { By::Candidate } else { by };
                self.cancel(id, by).await?;
                Ok("The interview was cancelled.")
            }
            _ => Err(Trouble::Invalid("Press one of the buttons.".to_owned())),
        }
    }
}

/// GET `/jobs`: the list that the vendor's admins see, Lever's jobs with Lever's mark, each with its rounds to be entered.
pub(super) async fn jobs(Held(vendor): Vendor) -> Response {
    job_list(&vendor, 200, "")
}

fn job_list(vendor: &JobTwine, status: u16, word: &str) -> Response {
    let rows: String = vendor.ledger().jobs.values().map(job_row).collect();
    let word = if word.is_empty() {
        String::new()
    } else {
        format!("<p id=\"word\" role=\"status\"><b>{}</b></p>", escape(word))
    };
    page(status, "Jobs", &format!("{word}<ul>{rows}</ul>"))
}

/// POST `/jobs`: "Add Round Information" (`posting`, and `name` and `minutes` once per round; an empty name is no round).
pub(super) async fn save_rounds(Held(vendor): Vendor, RawForm(form): RawForm) -> Response {
    let fields: Vec<(String, String)> = form_urlencoded::parse(&form).into_owned().collect();
    let all = |name: &str| {
        let name = name.to_owned();
        let values = fields.iter().filter(move |(known, _)| *known == name);
        values.map(|(_, value)| value.trim())
    };
    let posting = all("posting").next().unwrap_or_default();
    let rounds = all("name").zip(all("minutes").chain(std::iter::repeat("60")));
    let rounds: Result<Vec<Round>, Trouble> = rounds
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, minutes)| {
            let wrong = || Trouble::Invalid("A round's length is a number of minutes.".to_owned());
            Ok(Round {
                name: name.to_owned(),
                minutes: minutes.parse().map_err(|_| wrong())?,
            })
        })
        .collect();
    let saved = match rounds {
        Ok(rounds) => vendor.save_rounds(posting, rounds).await,
        Err(trouble) => Err(trouble),
    };
    match saved {
        Ok(()) => job_list(&vendor, 200, "Saved."),
        Err(trouble) => job_list(&vendor, trouble.status(), &trouble.sentence()),
    }
}

/// Whatever else is asked for.
pub(super) async fn nothing() -> Response {
    refused(&Trouble::NotFound("page"))
}

/// A page that exists, asked for in another way.
pub(super) async fn wrong_verb() -> Response {
    refused(&Trouble::WrongVerb)
}
