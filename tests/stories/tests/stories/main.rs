//! A recruiter's work in the real window.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod bad_days;
mod bulk;
mod colleague;
mod company;
mod crash;
mod day;
mod demo_breaks;
mod desktop;
mod dry_run;
mod erasure;
mod first_sight;
mod health;
mod inbox;
mod interrupted;
mod invitation;
mod jobtwine;
mod jobtwine_advance;
mod jobtwine_changes;
mod jobtwine_feedback;
mod jobtwine_notes;
mod jobtwine_rounds;
mod jobtwine_slots;
mod leaving;
mod lost_files;
mod missing_email;
mod misspelt_template;
mod offline;
mod second_start;
mod setup_postings;
mod setup_scene;
mod setup_walk;
mod setup_wizard;
mod sign_in;
mod sign_in_failures;
mod stage;
mod stranger;
mod trouble;
mod wipe;
