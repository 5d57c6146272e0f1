//! The client over a scripted transport and against the sandbox over real HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod company;
mod oauth;
mod oauth_failures;
mod pager;
mod permissions;
mod requests;

mod retries;
mod sandbox;
mod sandbox_sign_in;
mod scripted;
mod shapes;
mod transport;
