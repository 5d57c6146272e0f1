//! Fulcrum is started while it runs: the second program hands its link over and ends; the window follows what leads to a
//! candidate, and nothing else.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use fulcrum_stories::company::Person;
use fulcrum_stories::desktop::{Desktop, Options};
use fulcrum_stories::error::Result;
use fulcrum_stories::process::{Companion, end_of};
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::sandbox::Sandbox;
use fulcrum_stories::window::Window;
use fulcrum_stories::window::page::hook;
use fulcrum_stories::{binaries, files, wait};

use crate::stage::{WELL_TAGGED, setting, small_company};

/// Starts of the last story.
const STARTS: usize = 200;
/// Of these, how many run side by side: each of them brings up a window system client of its own before it ends, and a display
/// takes 256. More than two cores can run at any moment.
const AT_ONCE: usize = 50;

const NAME: &str = "Ottoline Brackwater";

/// A recruiter at a company where Ottoline waits in the first stage; with her id and her stage.
async fn with_ottoline(seed: u64) -> (Recruiter, String, String) {
    let mut known = (String::new(), String::new());
    let at = Recruiter::arrive(&setting(seed, Evidence::LeverAlone), async |company| {
        let posting = company.posting(WELL_TAGGED).await?;
        let stage = company.stage("Recruiter screen").await?;
        let person = Person {
            name: NAME,
            email: Some("ottoline@example.org"),
            phone: None,
            posting: &posting,
            stage: &stage,
        };
        known = (company.add(&person).await?, stage);
        Ok(())
    })
    .await
    .unwrap();
    (at, known.0, known.1)
}

/// The app once more on the same files, with these further words.
fn start(desktop: &Desktop, company: &Sandbox, words: &[&str]) -> Command {
    let mut command = desktop.command(binaries::find("fulcrum").unwrap());
    command
        .arg("--training")
        .arg(company.training_file())
        .arg("--data-dir")
        .arg(desktop.home().join("data"))
        .args(words)
        // Nobody drives these.
        .env_remove("TAURI_AUTOMATION")
        .env_remove("TAURI_WEBVIEW_AUTOMATION");
    command
}

fn said(output: &Output) -> String {
    let streams = [&output.stdout, &output.stderr];
    streams
        .map(|stream| String::from_utf8_lossy(stream).into_owned())
        .concat()
}

/// A start that is expected to hand over and end in peace.
fn hand_over(at: &Recruiter, link: &str) {
    let output = start(&at.desktop, &at.company, &[link]).output().unwrap();
    assert!(output.status.success(), "{link}: {}", said(&output));
}

/// Numbers of the processes of a program that run on this desktop.
fn running(desktop: &Desktop, program: &Path) -> Vec<PathBuf> {
    let home = format!("HOME={}", desktop.home().display());
    let ours = |process: &PathBuf| {
        let same = std::fs::read_link(process.join("exe")).is_ok_and(|exe| exe == program);
        let environment = std::fs::read(process.join("environ")).unwrap_or_default();
        same && environment
            .split(|byte| *byte == 0)
            .any(|entry| entry == home.as_bytes())
    };
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    processes.map(|entry| entry.path()).filter(ours).collect()
}

#[tokio::test]
async fn a_second_start_hands_its_link_to_the_window_and_ends() {
    let (at, ottoline, stage) = with_ottoline(31).await;
    let program = binaries::find("fulcrum").unwrap().canonicalize().unwrap();
    at.find_card(&stage, &ottoline).await.unwrap();
    hand_over(&at, &format!("fulcrum://opportunity/{ottoline}"));
    at.panel_shows(&ottoline).await.unwrap();
    assert_eq!(running(&at.desktop, &program).len(), 1);

    // Any web page can hold a link. These say something else than whom to show, or say it oddly.
    let toast = hook("toast");
    let hostile = [
        "fulcrum://disconnect/now".to_owned(),
        format!("fulcrum://opportunity/{ottoline}?move=archived"),
        format!("fulcrum://opportunity/{ottoline}/../../settings"),
        "fulcrum://opportunity/<img src=x onerror=document.title=1>".to_owned(),
        format!("fulcrum://opportunity/{}", "a".repeat(5_000)),
    ];
    for link in &hostile {
        hand_over(&at, link);
        let told = at
            .window
            .wait_for_text(&toast, "the refusal of a link", |text| {
                text.contains("This link leads nowhere in Fulcrum.")
            })
            .await
            .unwrap();
        assert!(told.contains("Nothing was opened or changed."), "{told}");
        assert!(
            !told.contains("onerror") && !told.contains("aaaa"),
            "{told}"
        );
        at.window
            .click(&format!("{toast} button:last-of-type"))
            .await
            .unwrap();
        at.window.wait_until_gone(&toast).await.unwrap();
    }
    at.panel_shows(&ottoline).await.unwrap();

    // Nobody of that id: said so, and the way out.
    hand_over(&at, "fulcrum://opportunity/nobody-of-this-id");
    at.window
        .wait_for_text(&toast, "who is not here", |text| {
            text.contains("This candidate is not here.") && text.contains("Wait for the next sync")
        })
        .await
        .unwrap();

    // A slip of the pen is not a link: it is named where it was made.
    let slip = start(&at.desktop, &at.company, &["chekc"])
        .output()
        .unwrap();
    assert!(!slip.status.success());
    assert!(
        said(&slip).contains("neither a task nor a link"),
        "{}",
        said(&slip)
    );
    let log = std::fs::read_to_string(at.desktop.log("window")).unwrap();
    assert!(!log.contains(&ottoline), "a link is in the log: {log}");
}

#[tokio::test]
async fn a_first_start_opens_where_its_link_leads() {
    let (at, ottoline, _) = with_ottoline(32).await;
    let Recruiter {
        window,
        company,
        desktop,
    } = at;
    window.close().await.unwrap();
    let training = company.training_file().to_string_lossy().into_owned();
    let data = desktop.home().join("data").to_string_lossy().into_owned();
    let link = format!("fulcrum://opportunity/{ottoline}");
    let window = Window::open(
        &desktop,
        &binaries::find("fulcrum").unwrap(),
        &["--training", &training, "--data-dir", &data, &link],
    )
    .await
    .unwrap();
    let at = Recruiter {
        window,
        company,
        desktop,
    };
    at.panel_shows(&ottoline).await.unwrap();
    at.window
        .wait_for_text(&hook("panel"), "her panel", |text| text.contains(NAME))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_folder_in_use_is_left_alone_where_no_bus_says_so() {
    let (at, ..) = with_ottoline(33).await;
    // The same person from another session, as over a remote desktop: another bus, the same files.
    let other = Desktop::start(Options::default()).await.unwrap();
    let training = at.company.training_file().to_string_lossy().into_owned();
    let data = at
        .desktop
        .home()
        .join("data")
        .to_string_lossy()
        .into_owned();
    let window = Window::open(
        &other,
        &binaries::find("fulcrum").unwrap(),
        &["--training", &training, "--data-dir", &data],
    )
    .await
    .unwrap();
    window
        .wait_for_text("h1", "the sentence in the window", |text| {
            text == "The local data is in use."
        })
        .await
        .unwrap();
    let problem = format!("{}[data-code='busy']", hook("problem"));
    let parts = window.texts(&format!("{problem} dd")).await.unwrap();
    assert_eq!(parts.len(), 2, "cause and way out: {parts:?}");
    assert!(parts[1].contains("Close the other one"), "{parts:?}");
    window.close().await.unwrap();
    // The first one goes on as if nothing had been.
    at.wait_until_live().await.unwrap();
    at.window.close().await.unwrap();
    assert_eq!(files::damaged(&at.desktop).await.unwrap(), [""; 0]);
}

/// What the starts have come to: which one still runs, if exactly one does.
fn only_one_left(starts: &mut [Companion], desktop: &Desktop) -> Result<usize> {
    let mut alive = Vec::new();
    for (number, one) in starts.iter_mut().enumerate() {
        match one.child().try_wait()? {
            None => alive.push(number),
            Some(status) => assert!(
                status.success(),
                "start {number} ended with {status}: {}",
                end_of(&desktop.log(&format!("start-{number}")))
            ),
        }
    }
    assert!(
        !alive.is_empty(),
        "all of {} starts have ended",
        starts.len()
    );
    wait::hold(alive.len() == 1, || format!("{} programs run", alive.len()))?;
    Ok(alive[0])
}

#[tokio::test]
async fn two_hundred_starts_leave_one_program_and_whole_files() {
    let desktop = Desktop::start(Options::default()).await.unwrap();
    let company = Sandbox::start(&small_company(34), desktop.home()).unwrap();
    let program = binaries::find("fulcrum").unwrap().canonicalize().unwrap();
    let link = "fulcrum://opportunity/0c1a2b3d-44e5-4f66-8a77-9b88cc99dd00";
    let mut starts: Vec<Companion> = Vec::new();
    for number in 0..STARTS {
        // The first ones race for being the one; every other one follows as soon as there is room.
        wait::until("room for another start", async || {
            let mut alive = 0;
            for one in &mut starts {
                alive += usize::from(one.child().try_wait()?.is_none());
            }
            wait::hold(alive < AT_ONCE, || format!("{alive} programs run"))
        })
        .await
        .unwrap();
        let log = desktop.log(&format!("start-{number}"));
        starts.push(Companion::start(&mut start(&desktop, &company, &[link]), &log).unwrap());
    }
    let left = wait::until("all but one to end", async || {
        only_one_left(&mut starts, &desktop)
    })
    .await
    .unwrap();
    assert_eq!(running(&desktop, &program).len(), 1);

    // The one that stays has read the company meanwhile; then the power goes.
    wait::until("the company to be read", async || {
        let read = "SELECT COUNT(*) FROM sync_state WHERE name = 'filled'";
        let read = files::count(&desktop, "cache", read).await?;
        let held = files::count(&desktop, "cache", "SELECT COUNT(*) FROM opportunity").await?;
        wait::hold(read == 1 && held >= 20, || {
            format!("{held} candidates are here")
        })
    })
    .await
    .unwrap();
    starts[left].child().kill().unwrap();
    drop(starts);
    assert_eq!(files::damaged(&desktop).await.unwrap(), [""; 0]);

    let training = company.training_file().to_string_lossy().into_owned();
    let data = desktop.home().join("data").to_string_lossy().into_owned();
    let window = Window::open(
        &desktop,
        &program,
        &["--training", &training, "--data-dir", &data],
    )
    .await
    .unwrap();
    let at = Recruiter {
        window,
        company,
        desktop,
    };
    at.wait_until_live().await.unwrap();
}
