//! Fulcrum's real window, driven as a person would: a private desktop per story, a WebDriver session into the webview, and a
//! sandbox of Lever and its vendors as a companion process. Nothing here is linked into the app.
//!
//! * [`desktop::Desktop`]: display, session bus, keyring, window manager, notification daemon and a browser that notes links.
//! * [`window::Window`]: the app's webview: read text, click, type, drag.
//! * [`sandbox::Sandbox`]: the companion process and its console; [`company`] and [`experts`] read it.
//! * [`cable::Cable`]: what the app reaches its Lever through, to be pulled.
//! * [`recruiter::Recruiter`]: all of it together, and what a person does on the board.
//! * [`files`] and [`traces`]: the app's encrypted files, opened with the person's key, and what can be read in them.
//! * [`crash`]: the program is killed at any instant, and what is left is looked at.
//! * [`tour`]: the guided tour of `cargo xtask demo`.
//!
//! Every wait is generous and says what it last saw when it gives up; see [`wait`].

pub mod binaries;
pub mod cable;
pub mod company;
pub mod crash;
pub mod desktop;
pub mod error;
pub mod experts;
pub mod files;
pub mod installed;
pub mod interruptions;
pub mod process;
pub mod recruiter;
pub mod sandbox;
pub mod tour;
pub mod traces;
pub mod wait;
pub mod window;
