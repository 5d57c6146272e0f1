//! The client over a scripted transport and against the sandbox over real HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod check;
mod oauth;
mod pager;
mod requests;

mod retries;
mod sandbox;
mod sandbox_sign_in;
mod scripted;
mod shapes;
mod transport;
