//! The program `fulcrum`: without arguments it opens the window.
// A release on Windows opens no console beside its window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    fulcrum_app_shell::run()
}
