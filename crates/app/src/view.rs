//! What a screen needs, as plain data. The shell converts these to its own wire types; the words shown for a code are
//! the interface's catalogue, so that nothing here is a sentence except [`Problem`], which the command line shows too.
//! Times are ms since the Unix epoch.

mod agenda;
mod board;
mod bulk;
mod candidate;
mod day;
mod inbox;
mod jobtwine;
mod result;
mod saved_view;
mod session;
mod slots;

pub use agenda::*;
pub use board::*;
pub use bulk::*;
pub use candidate::*;
pub use day::*;
pub use inbox::*;
pub use jobtwine::*;
pub use result::*;
pub use saved_view::*;
pub use session::*;
pub use slots::*;
