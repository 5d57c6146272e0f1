//! Behind the scenes: a page and JSON for people and tests. No part of Lever, and without a lock: it listens on the loopback
//! address of a training machine.
//!
//! | POST `/console/…` | body | what happens |
//! |---|---|---|
//! | `display` | a form: `theme` or `refresh`, `~back` | colours and refreshing of one browser |
//! | `clock/jump` | `{ms}` | virtual time goes forward |
//! | `clock/next` | | a clock that stands still goes on to the next moment for which something waits |
//! | `faults` | [`Plan`](crate::lever::Plan) | requests, webhooks, vendors go wrong; GET shows what is left |
//! | `faults/add`, `faults/clear` | [`Rule`](crate::lever::Rule) | one more goes wrong; nothing does |
//! | `latency` | [`LatencyModel`](crate::lever::LatencyModel) | answers take their time; GET shows the model |
//! | `keys` | `{without: [permission], only: [permission], confidential, name}` | a new API key |
//! | `keys/drop` | `{api_key}` or `{name, ends_with}` | a key stops working |
//! | `applications` | `{name, redirect_uris, scopes}` | an application is registered |
//! | `grants/{application}/revoke` | | by name or client id |
//! | `foreign_token` | | an access token of Lever's other environment |
//! | `webhooks/{event or all}/on`, `…/off` | | a Super Admin toggles a group |
//! | `webhooks/{webhook id}/test` | | a test delivery with empty `data` |
//! | `webhooks/{delivery id}/rerun` | | the same delivery once more |
//! | `myinterview/{opportunity}/{action}` | | `clicked`, `complete`, `expire` … |
//! | `myinterview/switches` | the fields to change | [`Switches`](crate::myinterview::Switches) |
//! | `myinterview/connect`, `myinterview/trigger` | `{stage}` | a Super Admin consents anew; the trigger stage is chosen |
//! | `jobtwine/switches` | the fields to change | [`Switches`](crate::jobtwine::Switches) |
//! | `jobtwine/poll`, `jobtwine/connect` | | looks at the postings now; a Super Admin consents anew |
//! | `jobtwine/jobs/{posting}/rounds` | `{rounds: [{name, minutes}]}` | an admin enters the rounds of a job |
//! | `jobtwine/{opportunity}/slots` | `{slots: [ms], by}` | somebody gives slots |
//! | `jobtwine/{opportunity}/self_schedule` | `{offer}` | the candidate takes an offered time |
//! | `jobtwine/{opportunity}/claim` | `{slot, interviewer}` | interviewers race; with a body, that one wins |
//! | `jobtwine/{opportunity}/refuse`, `…/hold`, `…/expire`, `…/resume` | | nobody takes a slot; held; too late; owed writes |
//! | `jobtwine/{opportunity}/feedback` | `{outcome}` | the feedback is final |
//! | `jobtwine/{opportunity}/cancel` | `{by: candidate or client}` | |
//! | `jobtwine/{opportunity}/reschedule` | `{to: ms}`, `{slots: [ms]}` or `{}` | moved, offered anew, or asked anew |
//! | `jobtwine/{opportunity}/no_show` | `{who: candidate or interviewer}` | |
//! | `stages`, `stages/{id}/text` | `{text, after}`, `{text}` | an admin makes or renames a stage |
//! | `opportunities` | name, emails, phones, posting, stage, owner, tags, contact, archived | a new candidacy |
//! | `opportunities/{id}/stage` | `{stage, user}` | a colleague moves it |
//! | `opportunities/{id}/archived` | `{archived, reason}` | a colleague archives or restores it |
//! | `opportunities/{id}/tags` | `{add, remove}` | a colleague tags it |
//! | `opportunities/{id}/anonymize`, `…/delete` | | |
//! | `opportunities/{id}/notes` | `{text, user, secret, note}` | a colleague writes a note, or a comment on one |
//! | `postings/{id}` | `{text, state, owner}` | a colleague edits a posting; what is absent stays |
//! | `postings/{id}/tags` | `{tags}` | a colleague sets all manual posting tags |
//! | `posting_damage` | `{updates, field: locations or followers}` | so many next updates change what they were not asked to |
//! | `users/{id}` | `{name, deactivated}` | an admin renames, deactivates or reactivates a user |
//! | `archive_reasons/{id}` | `{text, active}` | an admin edits an archive reason |
//!
//! A browser sends the same as a form (see `forms.rs`) and is sent back to the page. `requests.json` takes `since`, `before`, `caller`,
//! `status`, `route` as the page does.

mod access_view;
mod account;
mod actions;
mod display;
mod faults_view;
mod forms;
mod html;
mod jobtwine;
mod jobtwine_page;
mod messages_view;
mod myinterview;
pub mod page;
mod protocol;
mod request_filter;
mod requests_view;
mod show;
mod state;
mod vendors_view;
mod webhooks_view;
mod world_view;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::console::forms::Notes;
use crate::jobtwine::JobTwine;
use crate::lever::Lever;
use crate::myinterview::MyInterview;

/// What the console looks at.
#[derive(Clone)]
pub struct Console {
    pub(crate) lever: Arc<Lever>,
    pub(crate) myinterview: Arc<MyInterview>,
    pub(crate) jobtwine: Arc<JobTwine>,
    notes: Arc<Notes>,
}

impl Console {
    /// A console over all sides.
    pub fn new(lever: Arc<Lever>, myinterview: Arc<MyInterview>, jobtwine: Arc<JobTwine>) -> Self {
        Self {
            lever,
            myinterview,
            jobtwine,
            notes: Arc::default(),
        }
    }
}

/// `/console/**`
pub(crate) fn router(console: Console) -> Router {
    Router::new()
        .route("/console", get(show::page))
        .route("/console/page.css", get(show::style))
        .route("/console/page.js", get(show::script))
        .route("/console/state.json", get(show::state))
        .route("/console/requests.json", get(show::requests))
        .route("/console/clock/jump", post(actions::jump))
        .route("/console/clock/next", post(actions::next))
        .route(
            "/console/faults",
            get(protocol::faults).post(actions::faults),
        )
        .route("/console/faults/add", post(protocol::add_fault))
        .route("/console/faults/clear", post(protocol::clear_faults))
        .route(
            "/console/latency",
            get(protocol::latency).post(protocol::set_latency),
        )
        .route("/console/applications", post(protocol::register))
        .route("/console/foreign_token", post(protocol::foreign_token))
        .route("/console/keys", post(actions::key))
        .route("/console/keys/drop", post(actions::drop_key))
        .route(
            "/console/grants/{application}/revoke",
            post(actions::revoke),
        )
        .route("/console/webhooks/{name}/{verb}", post(actions::webhook))
        .route(
            "/console/myinterview/{opportunity}/{action}",
            post(actions::vendor),
        )
        .route("/console/myinterview/switches", post(myinterview::switches))
        .route("/console/myinterview/connect", post(myinterview::connect))
        .route("/console/myinterview/trigger", post(myinterview::trigger))
        .route("/console/jobtwine/switches", post(jobtwine::switches))
        .route("/console/jobtwine/poll", post(jobtwine::poll))
        .route("/console/jobtwine/connect", post(jobtwine::connect))
        .route(
            "/console/jobtwine/jobs/{posting}/rounds",
            post(jobtwine::rounds),
        )
        .route(
            "/console/jobtwine/{opportunity}/{action}",
            post(jobtwine::act),
        )
        .route("/console/stages", post(jobtwine::make_stage))
        .route("/console/stages/{id}/text", post(jobtwine::rename_stage))
        .route("/console/opportunities", post(actions::create))
        .route("/console/opportunities/{id}/stage", post(actions::stage))
        .route(
            "/console/opportunities/{id}/archived",
            post(actions::archived),
        )
        .route(
            "/console/opportunities/{id}/tags",
            post(actions::opportunity_tags),
        )
        .route("/console/opportunities/{id}/delete", post(actions::delete))
        .route(
            "/console/opportunities/{id}/anonymize",
            post(actions::anonymize),
        )
        .route("/console/opportunities/{id}/notes", post(account::note))
        .route("/console/posting_damage", post(account::posting_damage))
        .route("/console/postings/{id}", post(account::posting))
        .route("/console/postings/{id}/tags", post(actions::posting_tags))
        .route("/console/users/{id}", post(account::user))
        .route(
            "/console/archive_reasons/{id}",
            post(account::archive_reason),
        )
        .layer(from_fn_with_state(console.clone(), forms::translate))
        .route("/console/display", post(display::choose))
        .with_state(console)
}
