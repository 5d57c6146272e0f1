//! myInterview: one-way video interviews.

mod adapter;
mod envelope;
mod playback;
mod profile;
mod signer;
mod templates_file;

pub use adapter::{Credentials, MyInterview};
pub use playback::{Playback, PlaybackHash};
pub use profile::{Profile, ProfileProblem};
pub use templates_file::{TemplatesFile, TemplatesFileProblem};
