//! The app's own files are lost, damaged or cannot be written: a sentence, a cause, a way out in the window; what Lever has
//! comes back from Lever, and what only this seat knew from its copy, or by name.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::SystemTime;

use fulcrum_stories::company::Person;
use fulcrum_stories::desktop::{Desktop, Options};
use fulcrum_stories::recruiter::{Evidence, Recruiter, Setting};
use fulcrum_stories::sandbox::Sandbox;
use fulcrum_stories::window::Window;
use fulcrum_stories::window::page::hook;
use fulcrum_stories::{binaries, files, wait};

use crate::stage::{WELL_TAGGED, setting, small_company};

/// Size of a page of the files, bytes.
const PAGE: u64 = 4096;
/// A key that belongs to no file.
const ANOTHER_KEY: &str = "5bad5bad5bad5bad5bad5bad5bad5bad5bad5bad5bad5bad5bad5bad5bad5bad";
/// A home folder on which the webview, the keyring and a small company have room.
const SMALL_DISK_MB: u32 = 96;

const NAME: &str = "Peregrin Ashgrove";

/// Somebody whose move into the vendor's stage is held, and where from and where to.
struct Held {
    id: String,
    from: String,
    to: String,
}

/// A recruiter who has moved Peregrin: the invitation is held for some seconds.
async fn with_a_held_move(setting: &Setting) -> (Recruiter, Held) {
    let mut held = Held {
        id: String::new(),
        from: String::new(),
        to: String::new(),
    };
    let at = Recruiter::arrive(setting, async |company| {
        held.from = company.stage("Recruiter screen").await?;
        held.to = company.stage("myInterview").await?;
        let person = Person {
            name: NAME,
            email: Some("peregrin@example.org"),
            phone: None,
            posting: &company.posting(WELL_TAGGED).await?,
            stage: &held.from,
        };
        held.id = company.add(&person).await?;
        Ok(())
    })
    .await
    .unwrap();
    at.move_by_keys(&held.from, &held.id, &held.to)
        .await
        .unwrap();
    at.window
        .wait_for_text(&hook("dock"), "the held move", |text| text.contains(NAME))
        .await
        .unwrap();
    (at, held)
}

/// The app on the same files.
async fn open(desktop: &Desktop, company: &Sandbox) -> Window {
    let program = binaries::find("fulcrum").unwrap();
    let training = company.training_file().to_string_lossy().into_owned();
    let data = desktop.home().join("data").to_string_lossy().into_owned();
    Window::open(
        desktop,
        &program,
        &["--training", &training, "--data-dir", &data],
    )
    .await
    .unwrap()
}

/// The window shows nothing but why it cannot go on: sentence, cause and way out.
async fn blocked(window: &Window, code: &str, sentence: &str) -> Vec<String> {
    window
        .wait_for_text("h1", sentence, |text| text == sentence)
        .await
        .unwrap();
    let problem = format!("{}[data-code='{code}']", hook("problem"));
    let parts = window.texts(&format!("{problem} dd")).await.unwrap();
    assert!(
        parts.len() == 2 && parts.iter().all(|part| part.len() > 10),
        "cause and way out: {parts:?}"
    );
    parts
}

/// Every file below a folder that holds one of these byte strings.
fn holding(folder: &Path, wanted: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, wanted));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        for plain in wanted {
            if bytes
                .windows(plain.len())
                .any(|part| part == plain.as_bytes())
            {
                found.push(format!("{plain} in {}", path.display()));
            }
        }
    }
    found
}

#[tokio::test]
async fn a_keyring_without_the_keys_leads_to_a_new_file_and_names_who_was_waiting() {
    the_keys_are_lost(41, async |desktop, name| desktop.forget_secret(name).await).await;
}

#[tokio::test]
async fn a_keyring_with_other_keys_leads_to_a_new_file_and_names_who_was_waiting() {
    the_keys_are_lost(42, async |desktop, name| {
        desktop.replace_secret(name, ANOTHER_KEY).await
    })
    .await;
}

async fn the_keys_are_lost(
    seed: u64,
    lose: impl AsyncFn(&Desktop, &str) -> fulcrum_stories::error::Result<()>,
) {
    let (at, held) = with_a_held_move(&setting(seed, Evidence::VendorProfile)).await;
    let Recruiter {
        window,
        company,
        desktop,
    } = at;
    // Closed during the hold: nothing is sent.
    window.close().await.unwrap();
    for name in files::BOTH {
        lose(&desktop, &format!("training/{name}-key"))
            .await
            .unwrap();
    }

    let window = open(&desktop, &company).await;
    let parts = blocked(&window, "deskLost", "This seat's own file cannot be read.").await;
    assert!(parts[0].contains("1 change"), "{parts:?}");
    assert!(parts[1].contains("begin with a new file"), "{parts:?}");
    // Trying again does not change a thing, and costs nothing.
    window.click(&hook("blocked-retry")).await.unwrap();
    blocked(&window, "deskLost", "This seat's own file cannot be read.").await;
    window.click(&hook("begin-anew")).await.unwrap();
    let at = Recruiter {
        window,
        company,
        desktop,
    };
    at.wait_until_live().await.unwrap();
    let named = at
        .window
        .wait_for_text(&hook("lost-change"), "who was waiting", |text| {
            text.contains(NAME) && text.contains("to myInterview")
        })
        .await
        .unwrap();
    assert!(named.contains("now in Recruiter screen"), "{named}");
    at.find_card(&held.from, &held.id).await.unwrap();
    at.window
        .click(&format!("{} button", hook("lost-change")))
        .await
        .unwrap();
    at.panel_shows(&held.id).await.unwrap();
    assert_eq!(
        at.company.invitations("mail", &held.id).await.unwrap(),
        [serde_json::Value::Null; 0],
        "nothing was sent"
    );
    assert_eq!(at.company.stage_of(&held.id).await.unwrap(), held.from);

    // Nothing fell back to plain text, and the old file is kept.
    let secrets = [
        files::key(&at.desktop, "cache").await.unwrap(),
        files::key(&at.desktop, "desk").await.unwrap(),
        at.company.fact("/api_key").unwrap().to_owned(),
    ];
    let mut wanted: Vec<&str> = secrets.iter().map(String::as_str).collect();
    wanted.extend([NAME, "peregrin@example.org", "SQLite format 3"]);
    let data = at.desktop.home().join("data");
    assert_eq!(holding(&data, &wanted), [""; 0]);
    assert!(data.join("training/desk.db.lost").exists());

    // It stays named until the person has seen it.
    let at = at.come_back(Evidence::VendorProfile).await.unwrap();
    at.window
        .wait_for_text(&hook("lost-change"), "who was waiting", |text| {
            text.contains(NAME)
        })
        .await
        .unwrap();
    at.window.click(&hook("mending-seen")).await.unwrap();
    at.window
        .wait_until_gone(&hook("lost-change"))
        .await
        .unwrap();
    let at = at.come_back(Evidence::VendorProfile).await.unwrap();
    assert_eq!(at.window.texts(&hook("banner")).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_damaged_desk_comes_back_from_its_copy_with_what_was_pending() {
    let (at, held) = with_a_held_move(&setting(43, Evidence::VendorProfile)).await;
    let Recruiter {
        window,
        company,
        desktop,
    } = at;
    let asked = SystemTime::now();
    wait::until("the desk to be copied", async || {
        let copy = files::path(&desktop, "desk").with_extension("db.bak");
        let made = std::fs::metadata(copy)?.modified()?;
        wait::hold(made > asked, || "the copy is an older one".to_owned())
    })
    .await
    .unwrap();
    window.close().await.unwrap();
    files::fold(&desktop, "desk").await.unwrap();
    let desk = std::fs::OpenOptions::new()
        .write(true)
        .open(files::path(&desktop, "desk"))
        .unwrap();
    assert!(desk.metadata().unwrap().len() > 4 * PAGE);
    desk.set_len(2 * PAGE).unwrap();
    drop(desk);

    let window = open(&desktop, &company).await;
    let told = window
        .wait_for_text(&hook("banner"), "what was mended", |text| {
            text.contains("was damaged and comes from its copy")
        })
        .await
        .unwrap();
    assert!(told.contains("What it had not seen: nothing."), "{told}");
    let waiting = window
        .wait_for_text(&hook("dock"), "the move that was pending", |text| {
            text.contains(NAME)
        })
        .await
        .unwrap();
    assert!(waiting.contains("Not sent"), "{waiting}");
    assert_eq!(company.stage_of(&held.id).await.unwrap(), held.from);
    let at = Recruiter {
        window,
        company,
        desktop,
    };
    at.wait_until_live().await.unwrap();
    at.window.click(&hook("mending-seen")).await.unwrap();
    at.window.wait_until_gone(&hook("banner")).await.unwrap();
    at.window.close().await.unwrap();
    assert_eq!(files::damaged(&at.desktop).await.unwrap(), [""; 0]);
}

/// Spoils a file of the closed app from a page on: `None`, everything after its first pages is cut off.
async fn damage_cache(desktop: &Desktop, table: Option<&str>) {
    files::fold(desktop, "cache").await.unwrap();
    let page = match table {
        Some(table) => {
            let question = format!(
                "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = '{table}'"
            );
            files::count(desktop, "cache", &question).await.unwrap()
        }
        None => 0,
    };
    let path = files::path(desktop, "cache");
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    match u64::try_from(page).unwrap() {
        0 => file.set_len(3 * PAGE).unwrap(),
        page => {
            file.seek(SeekFrom::Start((page - 1) * PAGE + 1_000))
                .unwrap();
            file.write_all(b"not what was written").unwrap();
        }
    }
}

#[tokio::test]
async fn a_damaged_cache_is_read_from_lever_again() {
    let setting = setting(44, Evidence::LeverAlone);
    let Recruiter {
        window,
        company,
        desktop,
    } = Recruiter::arrive(&setting, async |_| Ok(())).await.unwrap();
    window.close().await.unwrap();

    // Cut short: seen when it is opened, mended without a question, and said.
    damage_cache(&desktop, None).await;
    let window = open(&desktop, &company).await;
    let told = window
        .wait_for_text(&hook("banner"), "what was mended", |text| {
            text.contains("The local copy of Lever's data was damaged.")
        })
        .await
        .unwrap();
    assert!(told.contains("nothing is lost"), "{told}");
    let at = Recruiter {
        window,
        company,
        desktop,
    };
    at.wait_until_live().await.unwrap();
    at.window.click(&hook("mending-seen")).await.unwrap();
    at.window.wait_until_gone(&hook("banner")).await.unwrap();
    let Recruiter {
        window,
        company,
        desktop,
    } = at;
    window.close().await.unwrap();

    // Spoiled within: seen only when that page is read. The way out is a button.
    damage_cache(&desktop, Some("opportunity")).await;
    let window = open(&desktop, &company).await;
    let said = window
        .wait_for_text("body", "the damage", |text| {
            text.contains("The local copy of Lever's data cannot be read.")
        })
        .await
        .unwrap();
    assert!(said.contains("Nothing is lost"), "a way out: {said}");
    let ways = format!("{}, {}", hook("read-again"), hook("blocked-retry"));
    window.click(&ways).await.unwrap();
    let at = Recruiter {
        window,
        company,
        desktop,
    };
    at.wait_until_live().await.unwrap();
    at.window
        .wait_for_text(&hook("card"), "a card on the board", |text| {
            !text.is_empty()
        })
        .await
        .unwrap();
    at.window.close().await.unwrap();
    assert_eq!(files::damaged(&at.desktop).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_home_that_cannot_be_written_is_named_and_mended() {
    let desktop = Desktop::start(Options::default()).await.unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let company = Sandbox::start(&small_company(45), elsewhere.path()).unwrap();
    let locked = desktop.make_home_read_only().unwrap();
    let window = open(&desktop, &company).await;
    blocked(
        &window,
        "readOnly",
        "Fulcrum cannot write to its data folder.",
    )
    .await;
    drop(locked);
    window.click(&hook("blocked-retry")).await.unwrap();
    let at = Recruiter {
        window,
        company,
        desktop,
    };
    at.wait_until_live().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_at_the_start_is_named_and_mended() {
    let options = Options {
        small_disk: Some(SMALL_DISK_MB),
        ..Options::default()
    };
    let desktop = Desktop::start(options).await.unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let company = Sandbox::start(&small_company(46), elsewhere.path()).unwrap();
    let filler = desktop.fill_disk().unwrap();
    let window = open(&desktop, &company).await;
    let parts = blocked(&window, "diskFull", "The disk is full.").await;
    assert!(parts[1].contains("Free some space"), "{parts:?}");
    std::fs::remove_file(filler).unwrap();
    window.click(&hook("blocked-retry")).await.unwrap();
    let at = Recruiter {
        window,
        company,
        desktop,
    };
    at.wait_until_live().await.unwrap();
}

#[tokio::test]
async fn a_disk_that_fills_up_sends_nothing_that_was_not_written_down() {
    let options = Options {
        small_disk: Some(SMALL_DISK_MB),
        ..Options::default()
    };
    let desktop = Desktop::start(options).await.unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let company = Sandbox::start(&small_company(47), elsewhere.path()).unwrap();
    let (from, to) = (
        company.stage("Recruiter screen").await.unwrap(),
        company.stage("On-site interview").await.unwrap(),
    );
    let person = Person {
        name: NAME,
        email: Some("peregrin@example.org"),
        phone: None,
        posting: &company.posting(WELL_TAGGED).await.unwrap(),
        stage: &from,
    };
    let id = company.add(&person).await.unwrap();
    let window = open(&desktop, &company).await;
    let at = Recruiter {
        window,
        company,
        desktop,
    };
    at.wait_until_live().await.unwrap();
    at.find_card(&from, &id).await.unwrap();

    let filler = at.desktop.fill_disk().unwrap();
    at.move_by_keys(&from, &id, &to).await.unwrap();
    let toast = format!("{}[data-code='diskFull']", hook("toast"));
    let told = at
        .window
        .wait_for_text(&toast, "the full disk", |text| {
            text.contains("The disk is full.")
        })
        .await
        .unwrap();
    assert!(told.contains("Free some space"), "{told}");
    at.find_card(&from, &id).await.unwrap();
    assert_eq!(
        at.company.writes(&id).await.unwrap(),
        [serde_json::Value::Null; 0],
        "nothing went to Lever"
    );

    std::fs::remove_file(filler).unwrap();
    at.window
        .click(&format!("{toast} button:last-of-type"))
        .await
        .unwrap();
    at.move_by_keys(&from, &id, &to).await.unwrap();
    wait::until("the move to reach Lever", async || {
        let stage = at.company.stage_of(&id).await?;
        wait::hold(stage == to, || format!("it is in {stage}"))
    })
    .await
    .unwrap();
}
