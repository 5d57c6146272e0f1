//! The folders and configuration files of a desktop.

use std::fs::{Permissions, create_dir, set_permissions, write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::disk::Mounted;
use crate::error::Result;

/// The bus offers only what the desktop itself starts: no service directory, so nothing is activated behind a story's back.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=@RUN@/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Windows fill the screen without a frame: pictures show the window alone.
const WINDOW_MANAGER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <desktops><number>1</number></desktops>
  <applications><application class="*"><decor>no</decor><maximized>yes</maximized></application></applications>
</openbox_config>
"#;

/// A notification stays until it is clicked, so that a story need not hurry.
const NOTIFICATIONS: &str = "[global]
origin = bottom-right
offset = 16x64
width = 360
font = Inter 10
frame_width = 1
corner_radius = 6
markup = no
format = \"<b>%s</b>\\n%b\"
show_indicators = no
dmenu = @CHOOSE@
padding = 12
horizontal_padding = 14
[urgency_low]
timeout = 0
background = \"#ffffff\"
foreground = \"#1d1b16\"
frame_color = \"#b9b4a6\"
[urgency_normal]
timeout = 0
background = \"#ffffff\"
foreground = \"#1d1b16\"
frame_color = \"#b9b4a6\"
[urgency_critical]
timeout = 0
background = \"#ffffff\"
foreground = \"#1d1b16\"
frame_color = \"#b9b4a6\"
";

/// A browser that writes down what it is asked to open.
const BROWSER: &str = "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '@LINKS@'\n";

/// The daemon offers actions as lines, label first; this picks as the person would: by label.
const CHOOSE: &str = "#!/bin/sh\ngrep -F -m 1 -- \"$(cat '@WANTED@')\"\n";

/// Everything a desktop keeps on disk; deleted when dropped.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) home: PathBuf,
    pub(super) run: PathBuf,
    pub(super) programs: PathBuf,
    pub(super) bus: PathBuf,
    pub(super) window_manager: PathBuf,
    pub(super) notifications: PathBuf,
    pub(super) opened_links: PathBuf,
    /// The label of the action that the person will choose next.
    pub(super) wanted_action: PathBuf,
    logs: PathBuf,
    // Goes before the folder that it lies over.
    _disk: Option<Mounted>,
    _folder: TempDir,
}

impl Places {
    /// Makes the folders, readable by this user alone, and writes the configuration files.
    pub(super) fn make(small_disk: Option<u32>) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("fulcrum-desktop-")
            .tempdir()?;
        let below = |name: &str| folder.path().join(name);
        let mut places = Self {
            home: below("home"),
            run: below("run"),
            programs: below("programs"),
            bus: below("bus.conf"),
            window_manager: below("openbox.xml"),
            notifications: below("dunstrc"),
            opened_links: below("opened-links"),
            wanted_action: below("wanted-action"),
            logs: below("logs"),
            _disk: None,
            _folder: folder,
        };
        for made in [&places.home, &places.run, &places.programs, &places.logs] {
            create_dir(made)?;
            set_permissions(made, Permissions::from_mode(0o700))?;
        }
        if let Some(megabytes) = small_disk {
            places._disk = Some(Mounted::small(&places.home, megabytes)?);
        }
        write(&places.bus, BUS.replace("@RUN@", &shown(&places.run)))?;
        write(&places.window_manager, WINDOW_MANAGER)?;
        let choose = places.programs.join("choose-action");
        write(
            &places.notifications,
            NOTIFICATIONS.replace("@CHOOSE@", &shown(&choose)),
        )?;
        let wanted = shown(&places.wanted_action);
        write(&choose, CHOOSE.replace("@WANTED@", &wanted))?;
        set_permissions(&choose, Permissions::from_mode(0o700))?;
        let browser = places.programs.join("xdg-open");
        write(
            &browser,
            BROWSER.replace("@LINKS@", &shown(&places.opened_links)),
        )?;
        set_permissions(&browser, Permissions::from_mode(0o700))?;
        Ok(places)
    }

    /// Where a program of that name logs to.
    pub(super) fn log(&self, name: &str) -> PathBuf {
        self.logs.join(format!("{name}.log"))
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
