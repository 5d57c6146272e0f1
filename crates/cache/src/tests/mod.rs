//! Tests of the two files through their stores.

mod agenda;
mod batches;
mod board;
mod board_filters;
mod desk;
mod dry_runs;
mod erasure;
mod first_open;
mod fixtures;
mod inbox;
mod letting_go;
mod migrations;
mod opening;
mod plans;
mod saved_views;
mod search;
mod serialised;
mod stores;
mod tag_writes;
mod tally;
mod upserts;
