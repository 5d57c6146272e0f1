//! The sandbox over HTTP: Lever's side and the vendors' side; and without a network, on a clock that stands still.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod console;
mod jobtwine;
mod lever;
mod myinterview;
mod simulation;
mod trust;
