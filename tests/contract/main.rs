//! What the house promises: floors, generated bindings, the IPC, the window's policy.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod bindings;
mod connecting;
mod floors;
mod policy;
