//! Lever, as recorded.

mod access;
mod account;
mod bench;
mod bodies;
mod conformance;
mod conformance_facts;
mod conformance_shapes;
mod conformance_walk;
mod console;
mod coverage;
mod create;
mod feedback;
mod hostile;
mod hostile_words;
mod lists;
mod note_changes;
mod notes;
mod oauth;
mod postings;
mod process;
mod records;
mod requisitions;
mod stamps;
mod webhooks;
mod world;
