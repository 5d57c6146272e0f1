//! The vendor over HTTP: what the help article promises, row by row.

mod archive;
mod bench;
mod completion;
mod connection;
mod failures;
mod invitation;
mod messages;
mod pages;
mod past;
mod playback;
mod profile;
mod resend;
mod templates;
mod trouble;
