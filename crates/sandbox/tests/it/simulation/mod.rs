//! Whole days without a socket, on a clock that stands still: what happens, and that it happens the same way again.

mod bench;
mod courses;
mod scenarios;
mod webhooks;
