//! The sentences, by what they are about. `{name}` is a hole.

pub(crate) mod asking;
pub(crate) mod booking;
pub(crate) mod results;
