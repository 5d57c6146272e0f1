//! The engine: reads from Lever and the vendors, carries out what people asked for, within the request budget.
//!
//! One [`Engine`] per seat. It owns a handful of tasks behind one spawner, waits on timers and wake-ups only, and joins
//! everything when it is shut down. What it finds out goes into the cache; what it has to say comes as [`SyncEvent`]s.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod engine;
mod meter;
mod news;
mod once;
mod picture;
mod pull;
mod push;
mod rules;
mod schedule;
mod status;
mod vendor;

pub use engine::{Engine, Parts, Settings, SyncEvent};
pub use meter::{Allowed, CROWD_MS, Crowd, Meter};
pub use news::News;
pub use once::Once;
pub use picture::{baseline_ms, last_reaction_ms, last_writing_ms};
pub use push::{outcome, requests_per_move};
pub use rules::Rules;
pub use status::{Phase, Status, Trouble};
