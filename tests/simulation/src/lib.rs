//! Days of a small company: several seats with the real engine and real encrypted files, the sandbox's Lever and vendors, all
//! in one thread of virtual time without a socket. The same seed gives the same day, to the last request.
//!
//! In a day, people ask for things and take them back, colleagues and vendors change the same candidates in Lever, Lever and the
//! network misbehave, and programs die at the worst moment. Then everything becomes quiet, and the [laws](laws) must hold.

mod bulk;
mod chance;
mod clock;
mod company;
mod day;
mod error;
mod happen;
pub mod laws;
mod rush;
mod seat;
mod wire;
mod wish;

pub use day::{Day, play};
pub use error::Error;
pub use rush::waits_during_the_first_reading;

/// Seats in a day.
pub const SEATS: usize = 3;
