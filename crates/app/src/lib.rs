//! Use cases: every query and every intention that the window, the tray, a deep link or the command line can express.
//! One handle, [`App`]; one error type, [`view::Problem`], whose codes the interface acts on.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod agenda;
mod app;
mod board;
mod bulk;
mod calendar;
mod candidate;
mod card;
pub mod check;
mod config;
mod day;
pub mod deep_link;
mod dock;
mod download;
mod dry_run;
mod environment;
mod events;
mod failure;
mod fixes;
mod health;
mod inbox;
mod leaving;
mod links;
mod moves;
mod news;
mod note_trial;
mod notices;
mod once;
mod picture;
mod problem;
mod ready;
mod resend;
mod results;
mod rights;
mod saved_views;
mod search;
mod session;
mod setup;
mod slots;
mod statements;
mod status;
mod tag_lint;
mod team;
mod training;
pub mod view;

pub use app::App;
pub use config::{AppConfig, REDIRECT_URIS};
pub use environment::ChosenEnvironment;
pub use events::AppEvent;
pub use fulcrum_domain as domain;
pub use fulcrum_lever::{Environment, LONGEST_WAIT, OFFLINE, PERMISSIONS, Permission};
pub use health::{Diagnosis, Verdict, doctor};
pub use leaving::{Wipe, clear_webview};
pub use note_trial::NoteTrial;
pub use once::{OnceKeys, SyncedOnce, sync_once};
pub use problem::Trouble;
pub use slots::parse_slots;
pub use tag_lint::lint_tags;
pub use training::TrainingFile;
