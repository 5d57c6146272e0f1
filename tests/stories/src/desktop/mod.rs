//! A private desktop: display, session bus, keyring, window manager, notification daemon, and a browser that notes what it
//! was asked to open. Nothing of the machine's own desktop is seen or touched.

mod bus;
mod disk;
mod kept;
mod notices;
mod places;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::error::{Error, Result};
use crate::process::Companion;

pub use bus::Bus;
pub use disk::Mounted;
pub use notices::{Notice, Notices};
use places::Places;

/// Width and height of the screen, pixels: the window's own default size, so that a picture shows the window alone.
pub const SCREEN: (u32, u32) = (1360, 860);
/// What the keyring of the story is opened with. It guards invented keys in a folder that is deleted minutes later.
const KEYRING_PASSWORD: &[u8] = b"story\n";

/// The state of the keyring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keyring {
    /// Open, as after a login.
    #[default]
    Open,
    /// There, but locked; nobody answers its prompt.
    Locked,
    /// No keyring service at all.
    Absent,
}

/// What a desktop is started with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The keyring.
    pub keyring: Keyring,
    /// Start without a notification daemon.
    pub no_notifications: bool,
    /// The home folder lies on a disk of so many megabytes.
    pub small_disk: Option<u32>,
}

/// A running desktop; everything on it ends with this value.
#[derive(Debug)]
pub struct Desktop {
    // Fields drop in this order: what uses the display and the bus ends before them.
    _programs: Vec<Companion>,
    bus: Bus,
    _display: Companion,
    display: String,
    places: Places,
}

impl Desktop {
    /// Starts a desktop and waits until every part of it answers.
    ///
    /// # Errors
    /// [`Error::Start`] naming the part that did not come up.
    pub async fn start(options: Options) -> Result<Self> {
        let places = Places::make(options.small_disk)?;
        let (display, name) = bare_display(&places.log("display"))?;
        let bus = Bus::start(&places)?;
        let mut desktop = Self {
            _programs: Vec::new(),
            bus,
            _display: display,
            display: name,
            places,
        };
        desktop.start_window_manager().await?;
        if options.keyring != Keyring::Absent {
            desktop
                .start_keyring(options.keyring == Keyring::Locked)
                .await?;
        }
        if !options.no_notifications {
            desktop.start_notifications().await?;
        }
        Ok(desktop)
    }

    /// A command that runs on this desktop and inherits nothing else but `RUST_BACKTRACE` and the app's log level.
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(self.environment())
            .current_dir(&self.places.home)
            .stdin(Stdio::null());
        for name in ["RUST_BACKTRACE", "FULCRUM_LOG"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
    }

    fn environment(&self) -> Vec<(&'static str, std::ffi::OsString)> {
        let mut path = self.places.programs.clone().into_os_string();
        path.push(":");
        path.push(
            std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into()),
        );
        vec![
            ("PATH", path),
            ("HOME", self.places.home.clone().into()),
            ("XDG_RUNTIME_DIR", self.places.run.clone().into()),
            ("DISPLAY", self.display.clone().into()),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus.address().into()),
            ("LANG", "C.UTF-8".into()),
            ("GDK_BACKEND", "x11".into()),
            // Without a graphics card the webview's screenshot would hang.
            ("LIBGL_ALWAYS_SOFTWARE", "1".into()),
            // No accessibility bus here; looking for one costs every start some seconds.
            ("NO_AT_BRIDGE", "1".into()),
            ("TAURI_AUTOMATION", "true".into()),
            ("TAURI_WEBVIEW_AUTOMATION", "true".into()),
        ]
    }

    /// The session bus.
    #[must_use]
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// What the notification daemon printed, and the way to click it.
    #[must_use]
    pub fn notices(&self) -> Notices<'_> {
        Notices::new(
            &self.bus,
            self.places.log("dunst"),
            self.places.wanted_action.clone(),
        )
    }

    /// The addresses that programs asked the desktop's browser to open, oldest first.
    #[must_use]
    pub fn opened_links(&self) -> Vec<String> {
        let text = std::fs::read_to_string(&self.places.opened_links).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Files in the person's folder for downloads, by name.
    #[must_use]
    pub fn downloads(&self) -> Vec<PathBuf> {
        let folder = std::fs::read_dir(self.places.home.join("Downloads"));
        let files = folder.into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> = files.map(|file| file.path()).collect();
        files.sort();
        files
    }

    /// Where a program of this desktop logs to.
    #[must_use]
    pub fn log(&self, name: &str) -> PathBuf {
        self.places.log(name)
    }

    /// Where a program of the story's own is put, beside those that stand for the desktop's.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.places.programs.join(name)
    }

    /// A folder on this desktop for files of the story; gone with the desktop.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.places.home
    }

    /// Takes a picture of the whole screen, bubbles included.
    ///
    /// # Errors
    /// [`Error::Wrong`] with the picture program's words.
    pub fn picture(&self, to: &Path) -> Result<()> {
        // By absolute path: the command's working folder is the desktop's home.
        let to = std::path::absolute(to)?;
        let output = self
            .command("import")
            .args(["-window", "root"])
            .arg(to)
            .output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(Error::Wrong(format!(
            "no picture could be taken: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )))
    }

    /// The same into the folder that `FULCRUM_PICTURES` names, for whoever wants to look; without it, nothing.
    ///
    /// # Errors
    /// As [`Desktop::picture`].
    pub fn picture_where_asked_for(&self, name: &str) -> Result<()> {
        match std::env::var_os("FULCRUM_PICTURES") {
            Some(folder) => self.picture(&Path::new(&folder).join(name)),
            None => Ok(()),
        }
    }

    async fn start_window_manager(&mut self) -> Result<()> {
        let mut command = self.command("openbox");
        command
            .arg("--config-file")
            .arg(&self.places.window_manager);
        self.keep(&mut command, "openbox")?;
        crate::wait::until("the window manager", async || {
            let answer = self
                .command("xdotool")
                .args(["get_num_desktops"])
                .output()?;
            crate::wait::hold(answer.status.success(), || {
                String::from_utf8_lossy(&answer.stderr).into_owned()
            })
        })
        .await
    }

    async fn start_keyring(&mut self, locked: bool) -> Result<()> {
        let mut command = self.command("gnome-keyring-daemon");
        command
            .args(["--foreground", "--unlock", "--components=secrets"])
            .arg("--control-directory")
            .arg(self.places.run.join("keyring"));
        command.stdin(Stdio::piped());
        let keyring = self.keep(&mut command, "keyring")?;
        if let Some(mut input) = keyring.child().stdin.take() {
            std::io::Write::write_all(&mut input, KEYRING_PASSWORD)?;
        }
        crate::wait::until("the keyring", async || self.bus.default_keyring()).await?;
        if locked {
            self.bus.lock_default_keyring()
        } else {
            Ok(())
        }
    }

    async fn start_notifications(&mut self) -> Result<()> {
        let mut command = self.command("dunst");
        command
            .arg("-print")
            .arg("-config")
            .arg(&self.places.notifications);
        self.keep(&mut command, "dunst")?;
        crate::wait::until("the notification daemon", async || {
            self.bus.has_owner("org.freedesktop.Notifications")
        })
        .await
    }

    fn keep(&mut self, command: &mut Command, name: &str) -> Result<&mut Companion> {
        let companion = Companion::start(command, &self.places.log(name))?;
        self._programs.push(companion);
        self._programs
            .last_mut()
            .ok_or_else(|| Error::Wrong("a program was lost".to_owned()))
    }
}

/// Xvfb chooses a free display number by itself and prints it, so that desktops can start side by side.
pub(crate) fn bare_display(log: &Path) -> Result<(Companion, String)> {
    let mut command = Command::new("Xvfb");
    let (width, height) = SCREEN;
    command.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        &format!("{width}x{height}x24"),
        "-nolisten",
        "tcp",
        "-noreset",
    ]);
    let (display, number) = Companion::start_and_read_line(&mut command, log)?;
    Ok((display, format!(":{}", number.trim())))
}

/// How long a program is given to answer on the bus.
pub(crate) const BUS_PATIENCE: Duration = Duration::from_secs(60);
