//! The expert-interview vendor over HTTP: what its help article promises, row by row.

mod any_course;
mod api;
mod asking;
mod bench;
mod connection;
mod consent;
mod course;
mod crash;
mod doubts;
mod entry;
mod feedback;
mod hearing;
mod hostile;
mod jobs;
mod leaving;
mod past;
mod played;
mod portal;
mod rules;
mod slots;
mod trouble;
