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
mod experts;
mod inbox;
mod moves;
mod notices;
mod once;
mod repairs;
mod saved_views;
mod sign_in;
mod slots;
mod watchdog;
