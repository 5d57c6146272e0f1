//! The program as a package installed it, in a system of its own below a folder: driven as everywhere else, and opened by the
//! desktop entry that the package brought.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::company::Person;
use crate::desktop::{Desktop, Options};
use crate::error::{Error, Result};
use crate::process::{Companion, end_of};
use crate::sandbox::{Sandbox, World};
use crate::wait;
use crate::window::Window;
use crate::window::page::hook;

const NAME: &str = "Ottoline Brackwater";

/// Whoever has the account of the system below the folder.
const PERSON: &str = "1000:1000";

/// Enters the system: temporary files are shared, so that display, bus, home and training file have the same paths inside.
const ENTER: &str = r#"mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && mount --rbind /tmp "$1/tmp" && shift && exec "$@""#;

/// What was seen, told as it is seen.
pub type Tell<'a> = &'a mut (dyn FnMut(&str) + Send);

/// Everything about the installed program that needs a desktop.
///
/// # Errors
/// The first thing that was not seen.
pub async fn used(root: &Path, tell: Tell<'_>) -> Result<()> {
    if !std::env::temp_dir().starts_with("/tmp") {
        return Err(Error::Wrong(
            "the installed program is tried with temporary files in /tmp; unset TMPDIR".to_owned(),
        ));
    }
    an_ordinary_start(root, tell).await?;
    a_link_opens_it(root, tell).await?;
    a_candidate(root, tell).await
}

/// The installed program, to be started on a desktop like any other.
fn program(root: &Path, desktop: &Desktop) -> Result<PathBuf> {
    let script = desktop.program("installed-fulcrum");
    let root = root.display();
    let text = format!(
        "#!/bin/sh\nexec unshare --mount --propagation private sh -c '{ENTER}' sh '{root}' chroot '{root}' fulcrum \"$@\"\n"
    );
    std::fs::write(&script, text)?;
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755))?;
    Ok(script)
}

/// A program of that system, on this desktop.
fn inside(root: &Path, desktop: &Desktop, words: &[&str]) -> Command {
    let mut command = desktop.command("unshare");
    command
        .args([
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-c",
            ENTER,
            "sh",
        ])
        .arg(root)
        .arg("chroot")
        .arg(root)
        .args(words)
        // Nobody drives these.
        .env_remove("TAURI_AUTOMATION")
        .env_remove("TAURI_WEBVIEW_AUTOMATION");
    command
}

/// A person without special rights opens a link on a bare display: no session bus, no keyring, no window manager.
async fn an_ordinary_start(root: &Path, tell: Tell<'_>) -> Result<()> {
    let folder = tempfile::tempdir_in("/tmp")?;
    let log = folder.path().join("start.log");
    let (_display, name) = crate::desktop::bare_display(&folder.path().join("display.log"))?;
    let mut command = Command::new("unshare");
    command
        .args([
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-c",
            ENTER,
            "sh",
        ])
        .arg(root)
        .args(["chroot", "--userspec", PERSON])
        .arg(root)
        .args([
            "env",
            "-i",
            "PATH=/usr/bin:/bin",
            "HOME=/home/person",
            "LANG=C.UTF-8",
        ])
        .args(["LIBGL_ALWAYS_SOFTWARE=1", "NO_AT_BRIDGE=1"])
        .arg(format!("DISPLAY={name}"))
        .args([
            "xdg-open",
            "fulcrum://candidate/0c1a2b3d-44e5-4f66-8a77-9b88cc99dd00",
        ]);
    let _started = Companion::start(&mut command, &log)?;
    wait::until("the window of an ordinary person", async || {
        let found = Command::new("xdotool")
            .args(["search", "--onlyvisible", "--name", "Fulcrum"])
            .env("DISPLAY", &name)
            .output()?;
        wait::hold(found.status.success(), || end_of(&log))
    })
    .await?;
    let words = "fulcrum\0fulcrum://candidate/0c1a2b3d-44e5-4f66-8a77-9b88cc99dd00\0";
    wait::until("the link among the program's words", async || {
        let found = std::fs::read_dir("/proc")?
            .flatten()
            .filter_map(|process| std::fs::read(process.path().join("cmdline")).ok())
            .any(|line| String::from_utf8_lossy(&line).ends_with(words));
        wait::hold(found, || "no program has it".to_owned())
    })
    .await?;
    tell("a link starts the installed program for an ordinary person, under Xvfb");
    Ok(())
}

/// The desktop entry hands a link to the window that is open already, word for word.
async fn a_link_opens_it(root: &Path, tell: Tell<'_>) -> Result<()> {
    let desktop = Desktop::start(Options::default()).await?;
    let window = Window::open(&desktop, &program(root, &desktop)?, &[]).await?;
    window
        .wait_for_text(&hook("connect-permissions"), "what is needed", |text| {
            text.contains("Opportunities")
        })
        .await?;
    tell("the installed window opens on a desktop with a keyring and asks to be connected");
    // One that is good waits for somebody to be connected; one that is not is refused at once, so that it can be seen.
    let link = "fulcrum://candidate/a?move=archived";
    // By its path: this desktop's own `xdg-open` only notes what it is asked for.
    let output = inside(root, &desktop, &["/usr/bin/xdg-open", link]).output()?;
    if !output.status.success() {
        return Err(Error::Wrong(format!(
            "xdg-open: {}",
            String::from_utf8_lossy(&output.stderr)
        )));
    }
    window
        .wait_for_text(&hook("toast"), "the refusal of a link", |text| {
            text.contains("This link leads nowhere in Fulcrum.")
        })
        .await?;
    tell("the desktop entry hands links to the open window, word for word");
    window.close().await
}

/// A link with a candidate's id leads the connected, installed window there.
async fn a_candidate(root: &Path, tell: Tell<'_>) -> Result<()> {
    let desktop = Desktop::start(Options::default()).await?;
    let world = World {
        seed: 61,
        opportunities: 40,
        postings: 24,
        past_interviews: 0.1,
        vendor_seconds: None,
    };
    let company = Sandbox::start(&world, desktop.home())?;
    let posting = company.posting("Backend Engineer, Payments").await?;
    let stage = company.stage("Recruiter screen").await?;
    let ottoline = company
        .add(&Person {
            name: NAME,
            email: Some("ottoline@example.org"),
            phone: None,
            posting: &posting,
            stage: &stage,
        })
        .await?;
    let training = company.training_file().to_string_lossy().into_owned();
    let data = desktop.home().join("data").to_string_lossy().into_owned();
    let words = ["--training", &training, "--data-dir", &data];
    let window = Window::open(&desktop, &program(root, &desktop)?, &words).await?;
    window
        .wait_for_text(&hook("card"), "a card on the board", |text| {
            !text.is_empty()
        })
        .await?;
    tell("the installed window shows a board");
    let link = format!("fulcrum://candidate/{ottoline}");
    let start = [&["fulcrum"], words.as_slice(), &[link.as_str()]].concat();
    let output = inside(root, &desktop, &start).output()?;
    if !output.status.success() {
        return Err(Error::Wrong(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ));
    }
    window
        .wait_for_text(&hook("panel"), "the candidate of the link", |text| {
            text.contains(NAME)
        })
        .await?;
    tell("fulcrum://candidate/<id> leads to the candidate");
    let said = inside(
        root,
        &desktop,
        &[
            "fulcrum",
            "slots",
            "parse",
            "--zone",
            "Europe/Berlin",
            "--now",
            "2026-10-20T09:42:00Z",
            "tomorrow 3pm",
        ],
    );
    speaks(said)?;
    tell("the installed command line works without an account");
    window.close().await
}

fn speaks(mut command: Command) -> Result<()> {
    let output = command.output()?;
    if output.status.success() && !output.stdout.is_empty() {
        return Ok(());
    }
    Err(Error::Wrong(
        String::from_utf8_lossy(&output.stderr).into_owned(),
    ))
}
