//! The console's pages, as a browser and a program see them.

mod bench;
mod filters;
mod forms;
mod sections;
