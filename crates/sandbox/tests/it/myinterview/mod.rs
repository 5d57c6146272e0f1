//! The vendor over HTTP: what the help article promises, row by row.

mod api;
mod archive;
mod bench;
mod completion;
mod connection;
mod consent;
mod contradictions;
mod course;
mod crash;
mod deadline;
mod failures;
mod hearing;
mod hostile;
mod invitation;
mod messages;
mod pages;
mod past;
mod playback;
mod profile;
mod resend;
mod templates;
mod trouble;
