//! The use cases against a Lever and a vendor of our own, over real HTTP, without a window.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod bench;
mod bulk;
mod connect;
mod day;
mod doctor;
mod dry_run;
mod dry_run_breaks;
mod experts;
mod health;
mod inbox;
mod leaving;
mod moves;
mod notices;
mod once;
mod postings;
mod repairs;
mod saved_views;
mod sign_in;
mod sign_in_failures;
mod slots;
mod watchdog;
mod wipe;
mod wizard;
