//! Pure rules of the recruiter's day: no I/O, no async, time as an argument.
//!
//! Evidence about an interview (tags, notes, stage history, vendor answers) goes in; journeys, preflight findings and
//! notices come out. Nothing here knows Lever's wire format, the cache or the window.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod agenda;
pub mod archiving;
pub mod attention;
pub mod bulk;
pub mod clock;
pub mod contact;
pub mod dry_run;
pub mod evidence;
pub mod flow_time;
pub mod fold;
pub mod health;
pub mod ids;
pub mod interview;
pub mod journey;
pub mod leaving;
pub mod mention;
pub mod model;
pub mod move_hold;
pub mod note_reading;
pub mod notice;
pub mod preflight;
pub mod retention;
#[cfg(test)]
mod sample;
pub mod slot_offer;
pub mod slots;
pub mod tags;
pub mod template_names;
pub mod vendor;
pub mod whereabouts;
