//! The session bus, and the few questions a story asks on it.

use std::process::Command;

use super::BUS_PATIENCE;
use super::places::Places;
use crate::error::{Error, Result};
use crate::process::Companion;
use crate::wait::hold;

/// The default collection of the Secret Service.
const DEFAULT_KEYRING: &str = "/org/freedesktop/secrets/aliases/default";

/// A session bus of one desktop.
#[derive(Debug)]
pub struct Bus {
    _daemon: Companion,
    address: String,
}

impl Bus {
    pub(super) fn start(places: &Places) -> Result<Self> {
        let mut command = Command::new("dbus-daemon");
        command
            .arg("--nofork")
            .arg("--print-address=1")
            .arg("--config-file")
            .arg(&places.bus);
        let (daemon, address) = Companion::start_and_read_line(&mut command, &places.log("bus"))?;
        Ok(Self {
            _daemon: daemon,
            address: address.trim().to_owned(),
        })
    }

    /// Where programs find it.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Calls a method and returns the printed answer.
    ///
    /// # Errors
    /// [`Error::Wrong`] with the callee's words.
    pub fn call(
        &self,
        service: &str,
        path: &str,
        method: &str,
        arguments: &[&str],
    ) -> Result<String> {
        let mut command = Command::new("dbus-send");
        command.arg(format!("--bus={}", self.address));
        command
            .arg("--print-reply")
            .arg(format!("--reply-timeout={}", BUS_PATIENCE.as_millis()))
            .arg(format!("--dest={service}"));
        let output = command.arg(path).arg(method).args(arguments).output()?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(Error::Wrong(format!(
            "{method}: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )))
    }

    /// `Ok` when some program owns that name.
    ///
    /// # Errors
    /// [`Error::Wrong`] while nobody does.
    pub fn has_owner(&self, name: &str) -> Result<()> {
        let answer = self.call(
            "org.freedesktop.DBus",
            "/",
            "org.freedesktop.DBus.NameHasOwner",
            &[&format!("string:{name}")],
        )?;
        hold(answer.contains("boolean true"), || {
            format!("nobody owns {name}")
        })
    }

    pub(super) fn default_keyring(&self) -> Result<()> {
        let answer = self.call(
            "org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.ReadAlias",
            &["string:default"],
        )?;
        hold(answer.contains("/collection/"), || {
            format!("no default collection: {}", answer.trim())
        })
    }

    /// Locks the keyring, as a screen lock would.
    ///
    /// # Errors
    /// [`Error::Wrong`] with the keyring's words.
    pub fn lock_default_keyring(&self) -> Result<()> {
        let locked = format!("array:objpath:{DEFAULT_KEYRING}");
        self.call(
            "org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            &[&locked],
        )?;
        Ok(())
    }
}
