//! The engine against a Lever and a vendor of our own over real HTTP, and against a scripted Lever in memory.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod bulk;
mod day;
mod erasure;
mod luck;
mod posting_tags;
mod pull;
mod push;
mod retention;
mod scripted;
mod truth;
