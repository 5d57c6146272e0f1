//! JobTwine: interviews held by experts.

mod adapter;
mod profile;
mod reading;

pub use adapter::JobTwine;
pub use profile::{Profile, ProfileProblem};
