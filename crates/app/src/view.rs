//! What a screen needs, as plain data. The shell converts these to its own wire types; the words shown for a code are
//! the interface's catalogue, so that nothing here is a sentence except [`Problem`], which the command line shows too, and the
//! reasons of permissions, which the documentation shows.
//! Times are ms since the Unix epoch.

mod agenda;
mod board;
mod bulk;
mod candidate;
mod connect;
mod day;
mod dry_run;
mod health;
mod inbox;
mod jobtwine;
mod leaving;
mod postings;
mod result;
mod saved_view;
mod session;
mod slots;
mod wizard;

pub use agenda::*;
pub use board::*;
pub use bulk::*;
pub use candidate::*;
pub use connect::*;
pub use day::*;
pub use dry_run::*;
pub use health::*;
pub use inbox::*;
pub use jobtwine::*;
pub use leaving::*;
pub use postings::*;
pub use result::*;
pub use saved_view::*;
pub use session::*;
pub use slots::*;
pub use wizard::*;
