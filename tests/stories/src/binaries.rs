//! Where the programs under test lie.

use std::path::PathBuf;

use crate::error::{Error, Result};

/// A program of this workspace, built beside the one that asks (`target/debug`), or in the folder that `FULCRUM_BINARIES`
/// names.
///
/// # Errors
/// [`Error::Start`] when it was not built; the sentence says how to.
pub fn find(name: &str) -> Result<PathBuf> {
    let folder = match std::env::var_os("FULCRUM_BINARIES") {
        Some(folder) => PathBuf::from(folder),
        None => beside_this_program()?,
    };
    let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if path.is_file() {
        return Ok(path);
    }
    Err(Error::Start {
        what: name.to_owned(),
        cause: format!(
            "{} is not there; build it with `cargo build --workspace --bins`",
            path.display()
        ),
    })
}

/// Test binaries lie one folder deeper (`deps`) than the programs.
fn beside_this_program() -> Result<PathBuf> {
    let mut folder = std::env::current_exe()?;
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    Ok(folder)
}
