//! Lever, as recorded.

mod access;
mod bench;
mod bodies;
mod conformance;
mod conformance_facts;
mod conformance_shapes;
mod console;
mod coverage;
mod hostile;
mod lists;
mod notes;
mod oauth;
mod postings;
mod process;
mod stamps;
mod webhooks;
mod world;
