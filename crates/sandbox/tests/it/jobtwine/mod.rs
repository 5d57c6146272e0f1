//! The expert-interview vendor over HTTP: what its help article promises, row by row.

mod api;
mod asking;
mod bench;
mod connection;
mod course;
mod entry;
mod feedback;
mod jobs;
mod leaving;
mod past;
mod played;
mod slots;
mod trouble;
