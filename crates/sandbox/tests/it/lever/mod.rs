//! Lever, as recorded.

mod access;
mod bench;
mod bodies;
mod console;
mod lists;
mod notes;
mod oauth;
mod postings;
mod process;
mod stamps;
mod webhooks;
mod world;
