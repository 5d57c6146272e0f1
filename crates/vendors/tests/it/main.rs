//! The adapter over a scripted vendor, and against the sandbox's vendor over real HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod jobtwine;
mod sandbox;
mod scripted;
