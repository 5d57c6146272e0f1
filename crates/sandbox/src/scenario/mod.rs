//! Scenarios: a world, people and a time line in a file, for tests and to play again what a customer saw.
//!
//! ```toml
//! title = "A candidate who hands in late"
//!
//! [world]                      # all of it may be left out
//! seed = 11
//! opportunities = 40
//! start = "2026-03-02T09:00:00Z"
//! clock = "still"              # or speed = 60
//! [world.myinterview]          # any of the vendor's switches
//! silence = "never"
//!
//! [[people]]
//! as = "zoe"                   # her name in this file
//! name = "Zoë Ångström"
//! emails = ["zoe@example.com"]
//! posting = "Backend Engineer, Payments"   # title or id, like every name of a thing in Lever
//!
//! [[steps]]
//! after = "10m"                # of virtual time since the step before
//! do = "move"
//! who = "zoe"
//! stage = "myInterview"
//! ```
//!
//! What a step can do, and what it needs: see [`Step`].

mod file;
mod play;
mod progress;
mod script;
mod span;
mod step;

pub use file::Scenario;
pub use play::Hands;
pub use progress::Progress;
pub use script::Script;
pub use span::length_ms;
pub use step::Step;

/// What is wrong with a scenario, or went wrong in it: `line 12: there is no stage …`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {sentence}")]
pub struct Trouble {
    /// Counts from 1.
    pub line: usize,
    /// What, and the way out.
    pub sentence: String,
}

impl Trouble {
    pub(crate) fn new(line: usize, sentence: impl Into<String>) -> Self {
        Self {
            line,
            sentence: sentence.into(),
        }
    }
}
