//! The watch in virtual time: a whole sandbox, an engine and encrypted files in one thread, without a socket.

mod drift;
mod place;
mod wire;
