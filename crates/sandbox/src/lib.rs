//! A Lever of our own and the two vendors' side of it, over real HTTP on the loopback address.
//!
//! It imitates Lever's Data API v1 as it was recorded in live answers rather than as documented where the two differ,
//! and it plays the two interview vendors that listen to Lever's webhooks. It shares no type with the programs that are
//! tested against it: a misreading must be able to show.
//!
//! * [`serve::start`] starts everything in process; the binary `fulcrum-sandbox` is a thin shell around it.
//! * [`assembly::assemble`] builds the same without a network, and a [`simulation::Simulation`] runs it on a clock that stands still
//!   until it is advanced: the same seed, the same day, to the last request.
//! * [`world`] holds and generates the account (same seed and same start, same world).
//! * [`lever`] is the Data API, its keys, OAuth, rate limit and webhooks.
//! * [`myinterview`] and [`jobtwine`] are the vendors; they talk to [`lever`] over HTTP only, as the real ones would.
//! * [`console`] is the page (and the JSON) from which a person or a test looks behind the scenes and acts.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod assembly;
pub mod clock;
pub mod console;
pub mod jobtwine;
pub mod lever;
pub mod myinterview;
pub mod outbox;
mod partner;
pub mod scenario;
pub mod serve;
pub mod settings;
pub mod simulation;
pub mod transport;
pub mod world;
