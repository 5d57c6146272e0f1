//! The shell: one window, typed commands, native notifications, the command line. It converts and passes on; whatever
//! decides something stands below, in `fulcrum_app`.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod asked;
mod browser;
mod command_line;
mod commands;
mod dto;
mod events;
#[cfg(target_os = "linux")]
mod graphics;
#[cfg(target_os = "linux")]
mod hand_over;
mod ipc;
mod notification;
mod window;

pub use command_line::run;
pub use ipc::builder;
