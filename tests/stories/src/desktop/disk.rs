//! What a disk can do to a person: it is full, or it cannot be written. Permissions and quotas do not bind root, as whom stories
//! run on a bare machine; a file system of a few megabytes, and one that is mounted read-only, bind everybody. Mounting needs
//! root, or `sudo` without a question; elsewhere it is an error that says so, never a story that passes unseen.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Desktop;
use crate::error::{Error, Result};

/// Written at a time when a disk is filled.
const BLOCK: [u8; 4096] = [b'f'; 4096];

/// Something mounted over a folder; the folder is as before when this is dropped.
#[derive(Debug)]
pub struct Mounted {
    folder: PathBuf,
}

impl Mounted {
    /// An empty file system of so many megabytes.
    pub(super) fn small(folder: &Path, megabytes: u32) -> Result<Self> {
        let size = format!("size={megabytes}m,mode=700");
        mount(&["-t", "tmpfs", "-o", &size, "fulcrum-story"], folder)?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// The folder itself, read-only. Files that are open already stay as they are.
    fn read_only(folder: &Path) -> Result<Self> {
        let this = folder.to_string_lossy().into_owned();
        mount(&["--bind", &this], folder)?;
        let mounted = Self {
            folder: folder.to_owned(),
        };
        mount(&["-o", "remount,ro,bind"], folder)?;
        Ok(mounted)
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Whoever still sits in it lets go of it when it ends.
        let _ = run("umount", &["--lazy"], &self.folder);
    }
}

impl Desktop {
    /// Nothing can be written below the home folder until the answer is dropped.
    ///
    /// # Errors
    /// [`Error::Start`] where nothing may be mounted.
    pub fn make_home_read_only(&self) -> Result<Mounted> {
        Mounted::read_only(&self.places.home)
    }

    /// Writes to the small disk under the home folder until nothing more fits; removing the file makes room again.
    ///
    /// # Errors
    /// When the disk is not full after all it should hold.
    pub fn fill_disk(&self) -> Result<PathBuf> {
        let path = self.places.home.join("filler");
        let mut file = File::create(&path)?;
        loop {
            match file.write(&BLOCK) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::StorageFull => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(path)
    }
}

fn mount(arguments: &[&str], folder: &Path) -> Result<()> {
    run("mount", arguments, folder)
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> Result<()> {
    let mut command = if rustix::process::geteuid().is_root() {
        Command::new(program)
    } else {
        let mut command = Command::new("sudo");
        command.args(["--non-interactive", program]);
        command
    };
    let output = command.args(arguments).arg(folder).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::Start {
        what: program.to_owned(),
        cause: format!(
            "stories about disks mount one, which needs root: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ),
    })
}
