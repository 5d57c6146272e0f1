//! Everything is removed, in the window and on the command line, also when it is cut short or something cannot go. What was there is
//! found first, by the scan that looks for it in vain afterwards.

use std::process::Output;

use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::sandbox::{Sandbox, write_private};
use fulcrum_stories::traces::{self, seen_with};
use fulcrum_stories::window::Window;
use fulcrum_stories::window::page::hook;
use fulcrum_stories::{binaries, wait};
use serde_json::{Value, json};

use crate::jobtwine::{at_ten, scene_after};
use crate::leaving::colleague_moves;
use crate::stage::{keep_picture, setting};

/// Service name of every entry that the app puts into the keyring.
const SERVICE: &str = "app.fulcrum.desktop";

/// Files of the story in the home folder: the company's line with its key, and its log.
pub(crate) const THE_STORYS_OWN: [&str; 3] = ["training.json", "sandbox.log", "first-day.json"];

/// Everybody in the company with their addresses, as the app has read them: those that are not archived.
async fn people(company: &Sandbox) -> Vec<String> {
    let mut words = Vec::new();
    let all = company.lever("opportunities?limit=100").await.unwrap();
    let here = |one: &&Value| one["archived"].is_null();
    for one in all.as_array().unwrap().iter().filter(here) {
        words.extend(one["name"].as_str().map(str::to_owned));
        let mails = one["emails"].as_array().into_iter().flatten();
        words.extend(mails.filter_map(|mail| mail.as_str()).map(str::to_owned));
    }
    words.retain(|word| word.len() > 5);
    words.sort();
    words.dedup();
    words
}

#[tokio::test]
async fn a_wipe_leaves_nothing_of_the_world_that_was_used() {
    const NAME: &str = "Quetzalcoatla Wijnbergen 鼉鼇鼈";
    const NOTE: &str = "xylophonistisch";
    let (scene, ids) = scene_after(
        Evidence::VendorProfile,
        &[NAME],
        0,
        &[("Coding", 60)],
        async |company, (ids, experts)| {
            for id in ids {
                colleague_moves(company, id, experts).await;
                company.wait_for_expert(id, "pending_slots").await?;
                let start = at_ten(company, 2).await;
                company
                    .expert(id, "slots", json!({ "slots": [start] }))
                    .await?;
                let user = company.fact("/seat/user_id")?;
                company
                    .act(
                        &format!("opportunities/{id}/notes"),
                        &json!({ "text": format!("Plays {NOTE} well"), "user": user }),
                    )
                    .await?;
            }
            Ok(())
        },
    )
    .await;
    // Booked while the window is open: a notification is on the screen, the agenda has a line, a calendar file is saved.
    scene.play("claim", json!({})).await;
    scene.notified("Interview booked for").await;
    scene.open_agenda().await;
    scene.calendar_file().await;
    let experts = scene.experts.clone();
    let at = scene.at;
    at.window.click(&hook("nav-board")).await.unwrap();
    at.open_panel(&experts, &ids[0]).await.unwrap();
    at.window
        .wait_for_text(&hook("panel"), "the note", |text| text.contains(NOTE))
        .await
        .unwrap();
    at.window.keys("\u{e00c}").await.unwrap();
    at.window.wait_until_gone(&hook("panel")).await.unwrap();

    // A token in the webview's own data, to see that the scan reads it.
    let line = at.company.line().clone();
    let token = line["api_key"].as_str().unwrap().to_owned();
    let secret = line["myinterview"]["credentials"]["secret"]
        .as_str()
        .unwrap();
    at.window
        .run(
            "localStorage.setItem('control', arguments[0])",
            vec![token.clone().into()],
        )
        .await
        .unwrap();
    let mut world = people(&at.company).await;
    assert!(world.len() > 40, "{world:?}");
    world.extend([NAME, NOTE, &token, &ids[0]].map(str::to_owned));
    let words: Vec<&str> = world.iter().map(String::as_str).collect();
    let keys = traces::keys(&at.desktop).await.unwrap();
    wait::until("the scan to find every trace", async || {
        let seen = seen_with(&at.desktop, &keys, &words, &THE_STORYS_OWN)?;
        let missing: Vec<_> = words
            .iter()
            .filter(|word| !seen.iter().any(|found| found.starts_with(**word)))
            .collect();
        wait::hold(missing.is_empty(), || format!("{missing:?} not found"))?;
        let saved = |found: &String| found.ends_with(".ics") && found.starts_with(NAME);
        wait::hold(seen.iter().any(saved), || {
            "not in the calendar file".to_owned()
        })
    })
    .await
    .unwrap();
    assert!(at.desktop.secrets_of(SERVICE).await.unwrap() >= 4);

    assert!(
        !shown(&at).contains("uint32 0"),
        "a notification is on the screen"
    );

    // Meanwhile nobody else may do it.
    let refused = fulcrum(&at, &["wipe", "--yes"]);
    assert!(!refused.status.success());
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains("The local data is in use.") && said.contains("Close the other one"),
        "{said}"
    );

    at.window.click(&hook("nav-setup")).await.unwrap();
    at.window
        .click(&format!("{} button", hook("setup-leaving")))
        .await
        .unwrap();
    at.window.click(&hook("wipe-ask")).await.unwrap();
    let goes = at
        .window
        .wait_for_text(&hook("wipe-goes"), "what goes", |text| {
            text.contains("keyring")
        })
        .await
        .unwrap();
    assert!(goes.contains("The copy of Lever's data"), "{goes}");
    let saved = at.window.texts(&hook("wipe-saved")).await.unwrap();
    assert!(saved.concat().contains(".ics"), "{saved:?}");
    keep_picture(&at, "leaving-wipe.png");
    at.window.click(&hook("wipe-saved-too")).await.unwrap();
    at.window.click(&hook("wipe-go")).await.unwrap();
    let removed = at
        .window
        .wait_for_text(&hook("receipt-removed"), "the receipt", |text| {
            text.contains("Entries in the keyring")
        })
        .await
        .unwrap();
    for kind in [
        "The copy of Lever's data",
        "This seat's own file",
        "The window's own files",
        "Files that were saved elsewhere: 1",
        "Notifications on the screen",
    ] {
        assert!(removed.contains(kind), "{kind} in {removed}");
    }
    assert_eq!(
        at.window.texts(&hook("receipt-left")).await.unwrap(),
        [""; 0]
    );
    keep_picture(&at, "leaving-receipt.png");
    assert_eq!(at.desktop.secrets_of(SERVICE).await.unwrap(), 0);
    wait::until("the notifications to be closed", async || {
        let shown = shown(&at);
        wait::hold(shown.contains("uint32 0"), || shown)
    })
    .await
    .unwrap();
    at.window.click(&hook("receipt-save")).await.unwrap();
    at.window
        .wait_for_text(&hook("receipt-saved"), "where it was saved", |text| {
            text.contains("Fulcrum wipe receipt.txt")
        })
        .await
        .unwrap();
    let downloads = at.desktop.downloads();
    let [receipt] = downloads.as_slice() else {
        panic!("only the receipt is left: {downloads:?}")
    };
    let text = std::fs::read_to_string(receipt).unwrap();
    assert!(
        text.contains("the training on this machine was removed"),
        "{text}"
    );
    assert!(text.contains("Entries in the keyring"), "{text}");

    // Neither while the window is still open, nor after it has closed.
    let mut wanted = words.clone();
    wanted.push(secret);
    let scan = || seen_with(&at.desktop, &keys, &wanted, &THE_STORYS_OWN).unwrap();
    assert_eq!(scan(), [""; 0]);
    let Recruiter {
        window,
        company,
        desktop,
    } = at;
    window.close().await.unwrap();
    let seen = seen_with(&desktop, &keys, &wanted, &THE_STORYS_OWN).unwrap();
    assert_eq!(seen, [""; 0]);
    assert!(!desktop.home().join("data").exists(), "not even the folder");

    // And a start is a first start: it asks for a key.
    let first_day = by_hand(&company, desktop.home());
    let data = desktop.home().join("data").to_string_lossy().into_owned();
    let program = binaries::find("fulcrum").unwrap();
    let arguments = ["--training", &first_day, "--data-dir", &data];
    let window = Window::open(&desktop, &program, &arguments).await.unwrap();
    wait::until("the first day", async || {
        let phases = window.attributes(&hook("app"), "data-phase").await?;
        wait::hold(phases == ["connect"], || format!("{phases:?}"))
    })
    .await
    .unwrap();
    assert_eq!(window.texts(&hook("left")).await.unwrap(), [""; 0]);
    window.close().await.unwrap();
}

/// How many notifications are on the screen, as the daemon says it.
fn shown(at: &Recruiter) -> String {
    let asked = ["string:org.dunstproject.cmd0", "string:displayedLength"];
    at.desktop
        .bus()
        .call(
            "org.freedesktop.Notifications",
            "/org/freedesktop/Notifications",
            "org.freedesktop.DBus.Properties.Get",
            &asked,
        )
        .unwrap()
}

/// The command line on the company's files.
fn fulcrum(at: &Recruiter, arguments: &[&str]) -> Output {
    command(at, arguments).output().unwrap()
}

fn command(at: &Recruiter, arguments: &[&str]) -> std::process::Command {
    let mut command = at.desktop.command(binaries::find("fulcrum").unwrap());
    command
        .arg("--training")
        .arg(at.company.training_file())
        .arg("--data-dir")
        .arg(at.desktop.home().join("data"))
        .args(arguments);
    command
}

/// The company's line without a seat and a key: who starts with it connects by hand.
fn by_hand(company: &Sandbox, folder: &std::path::Path) -> String {
    let mut line = company.line().clone();
    line["seat"] = Value::Null;
    line["api_key"] = json!("");
    let file = folder.join("first-day.json");
    write_private(&file, &line.to_string()).unwrap();
    file.to_string_lossy().into_owned()
}

#[tokio::test]
async fn a_wipe_that_was_killed_is_ended_by_the_next_start() {
    let at = Recruiter::arrive(&setting(67, Evidence::LeverAlone), async |_| Ok(()))
        .await
        .unwrap();
    let keys = traces::keys(&at.desktop).await.unwrap();
    let world = people(&at.company).await;
    let words: Vec<&str> = world.iter().map(String::as_str).collect();
    let seen = seen_with(&at.desktop, &keys, &words, &THE_STORYS_OWN).unwrap();
    assert!(seen.len() >= words.len(), "{seen:?}");
    let Recruiter {
        window,
        company,
        desktop,
    } = at;
    window.close().await.unwrap();
    // So many files that a person can pull the plug meanwhile.
    let data = desktop.home().join("data");
    for number in 0..30_000 {
        std::fs::write(data.join(format!("training/{number:05}")), "x").unwrap();
    }
    let wipe = |arguments: &[&str]| {
        let mut command = desktop.command(binaries::find("fulcrum").unwrap());
        command
            .arg("--training")
            .arg(company.training_file())
            .arg("--data-dir")
            .arg(&data)
            .args(arguments);
        command
    };
    // Nobody confirms it: nothing happens.
    let unasked = wipe(&["wipe"]).output().unwrap();
    assert!(!unasked.status.success());
    assert!(
        String::from_utf8(unasked.stderr)
            .unwrap()
            .contains("nobody is here to confirm it")
    );
    assert!(data.join("training/cache.db").exists());

    let mut running = wipe(&["wipe", "--yes"]).spawn().unwrap();
    wait::until("the wipe to have begun", async || {
        let keys = desktop.secrets_of(SERVICE).await?;
        wait::hold(data.join("wiping-training").exists() && keys == 0, || {
            format!("{keys} keys")
        })
    })
    .await
    .unwrap();
    running.kill().unwrap();
    running.wait().unwrap();
    assert!(data.join("wiping-training").exists(), "it was not done yet");
    assert!(data.join("training").exists());

    let first_day = by_hand(&company, desktop.home());
    let folder = data.to_string_lossy().into_owned();
    let program = binaries::find("fulcrum").unwrap();
    let arguments = ["--training", &first_day, "--data-dir", &folder];
    let window = Window::open(&desktop, &program, &arguments).await.unwrap();
    window
        .wait_for_text(&hook("receipt-resumed"), "that it was ended", |text| {
            text.contains("cut short")
        })
        .await
        .unwrap();
    wait::until("the connect page", async || {
        let phase = window.attributes(&hook("app"), "data-phase").await?;
        wait::hold(phase == ["connect"], || format!("{phase:?}"))
    })
    .await
    .unwrap();
    let left = std::fs::read_dir(data.join("training")).unwrap().count();
    assert_eq!(left, 0);
    assert_eq!(
        seen_with(&desktop, &keys, &words, &THE_STORYS_OWN).unwrap(),
        [""; 0]
    );
    window.close().await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_removed_is_named_and_the_next_try_removes_it() {
    let at = Recruiter::arrive(&setting(69, Evidence::LeverAlone), async |_| Ok(()))
        .await
        .unwrap();
    let Recruiter {
        window,
        company,
        desktop,
    } = at;
    window.close().await.unwrap();
    let data = desktop.home().join("data");
    let wipe = || {
        let mut command = desktop.command(binaries::find("fulcrum").unwrap());
        command
            .arg("--training")
            .arg(company.training_file())
            .arg("--data-dir")
            .arg(&data)
            .args(["wipe", "--yes", "--json"]);
        let output = command.output().unwrap();
        let receipt: Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.success(), receipt)
    };
    let read_only = desktop.make_home_read_only().unwrap();
    let (complete, receipt) = wipe();
    assert!(!complete);
    let left = receipt["left"].as_array().unwrap();
    let file = left
        .iter()
        .find(|one| one["what"].as_str().unwrap().ends_with("cache.db"))
        .unwrap();
    assert_eq!(file["wanted"], json!(false));
    assert!(
        file["why"]
            .as_str()
            .unwrap()
            .contains("read-only for this user"),
        "{file}"
    );
    drop(read_only);

    let (complete, receipt) = wipe();
    assert!(complete, "{receipt}");
    assert_eq!(receipt["left"], json!([]));
    assert!(!data.exists());
    assert_eq!(desktop.secrets_of(SERVICE).await.unwrap(), 0);
}
