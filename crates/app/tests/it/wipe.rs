//! Everything is removed, and nothing of anybody else; what is cut short is ended by the next start.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fulcrum_app::view::{Phase, ProblemCode, Receipt, WipeLine};
use fulcrum_app::{App, AppConfig, Wipe};
use fulcrum_cache::desk::{Desk, Export};
use fulcrum_cache::{Cause, OnDamage, OpenOptions, Store, Threads};
use fulcrum_vault::{
    DatabaseKeyName, MemoryStore, Secret, SecretName, SecretStore, VaultCode, create_database_key,
};
use serde_json::json;
use tempfile::TempDir;

use crate::bench::{Ahead, Bench};

/// A machine on which Fulcrum has been used: a real account and a training, the window's files, an entry that starts it.
struct Machine {
    home: TempDir,
    secrets: Arc<MemoryStore>,
}

impl Machine {
    fn used() -> Self {
        let machine = Self {
            home: TempDir::new().unwrap(),
            secrets: Arc::default(),
        };
        for name in [
            "data/account/cache.db",
            "data/account/cache.db-wal",
            "data/account/desk.db.pending",
            "data/account/desk.db.bak",
            "data/account/desk.db.bak.lost",
            "data/account/desk.db.lost",
            "data/account/something",
            "data/account.lock",
            "data/training/cache.db",
            "data/training/server",
            "data/training.lock",
            "data/first.lock",
            "data/letter-of-somebody-else.txt",
            "data/notes/of-somebody-else.txt",
            "webview/localstorage/a.db",
            "webview/hsts.sqlite",
            "autostart/Fulcrum.desktop",
            "Downloads/report.pdf",
            "Downloads/changed.pdf",
        ] {
            let path = machine.path(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "1234").unwrap();
        }
        for profile in ["account", "training"] {
            for name in [SecretName::LeverApiKey, SecretName::MyInterview] {
                let secret = Secret::from_text("very-secret");
                machine.secrets.set(profile, name, &secret).unwrap();
            }
        }
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn config(&self) -> AppConfig {
        AppConfig {
            secrets: self.secrets.clone(),
            clock: Arc::new(Ahead::default()),
            webview_dirs: vec![self.path("webview"), self.path("not-there")],
            autostart: vec![
                self.path("autostart/Fulcrum.desktop"),
                self.path("autostart/fulcrum.desktop"),
            ],
            downloads_dir: Some(self.path("Downloads")),
            ..AppConfig::new(self.path("data"))
        }
    }

    /// The seat's own file knows of two files that were saved; one of them was changed since.
    fn with_desk(&self) {
        let desk = Store::<Desk>::open_desk(&OpenOptions {
            path: self.path("data/account/desk.db"),
            key: create_database_key(self.secrets.as_ref(), "account", DatabaseKeyName::Desk)
                .unwrap(),
            threads: Threads::Inline,
            clock: Arc::new(Ahead::default()),
            on_damage: OnDamage::Refuse,
        })
        .unwrap()
        .store;
        for (name, bytes) in [("report.pdf", 4), ("changed.pdf", 5)] {
            let path = self.path("Downloads").join(name);
            desk.write_blocking(Cause::Person, move |tx| {
                tx.add_export(Export {
                    path,
                    bytes,
                    opportunities: vec!["somebody".into()],
                })
            })
            .unwrap();
        }
        desk.close();
    }

    fn secrets_left(&self) -> usize {
        ["account", "training"]
            .iter()
            .flat_map(|profile| SecretName::ALL.map(|name| self.secrets.get(profile, name)))
            .filter(|kept| kept.as_ref().unwrap().is_some())
            .count()
    }

    fn there(&self) -> Vec<String> {
        let mut found = Vec::new();
        below(self.home.path(), self.home.path(), &mut found);
        found.sort();
        found
    }
}

fn below(folder: &Path, home: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, home, found);
        } else {
            let name = path.strip_prefix(home).unwrap();
            found.push(name.to_string_lossy().into_owned());
        }
    }
}

const OTHERS: [&str; 2] = [
    "data/letter-of-somebody-else.txt",
    "data/notes/of-somebody-else.txt",
];

fn counts(lines: &[WipeLine]) -> Vec<(&str, u32)> {
    lines
        .iter()
        .map(|line| (line.what.as_str(), line.count))
        .collect()
}

#[test]
fn everything_goes_and_nothing_of_anybody_else() {
    let machine = Machine::used();
    machine.with_desk();
    let wipe = Wipe::prepare(&machine.config()).unwrap();
    let plan = wipe.plan();
    assert!(!plan.training);
    let saved = plan.saved.unwrap();
    assert_eq!(saved.len(), 2);
    assert!(saved[0].path.ends_with("Downloads/report.pdf"));
    // What is in it by now is not a list.
    assert_eq!(plan.waiting, 0);

    let receipt = wipe.carry_out(true);
    assert!(receipt.is_complete(), "{receipt:?}");
    let removed = counts(&receipt.removed);
    for expected in [
        ("copies", 3),
        ("lists", 1),
        ("other", 2),
        ("keyring", 5),
        ("webview", 2),
        ("autostart", 1),
        ("saved", 1),
    ] {
        assert!(removed.contains(&expected), "{expected:?} in {removed:?}");
    }
    assert_eq!(machine.secrets_left(), 0);
    let mut left = vec!["Downloads/changed.pdf"];
    left.extend(OTHERS);
    assert_eq!(machine.there(), left);
    let [changed] = receipt.left.as_slice() else {
        panic!("{receipt:?}")
    };
    assert!(changed.what.ends_with("changed.pdf") && changed.wanted);
    let text = receipt.text();
    assert!(text.contains("Copies of it"), "{text}");
    assert!(
        !text.contains("somebody") || text.contains("letter"),
        "no id: {text}"
    );
    assert!(!text.contains("very-secret"));

    // Once more, there is nothing.
    let again = Wipe::prepare(&machine.config()).unwrap().carry_out(true);
    assert!(again.is_complete() && again.removed.is_empty(), "{again:?}");
}

#[test]
fn what_was_saved_elsewhere_stays_unless_it_is_chosen_and_is_named() {
    let machine = Machine::used();
    machine.with_desk();
    let receipt = Wipe::prepare(&machine.config()).unwrap().carry_out(false);
    assert!(receipt.is_complete());
    assert!(machine.path("Downloads/report.pdf").exists());
    let named: Vec<_> = receipt.left.iter().map(|one| &one.what).collect();
    assert_eq!(named.len(), 2);
    assert!(named[0].ends_with("report.pdf"));
    assert!(receipt.text().contains("report.pdf: You saved it"));
}

#[test]
fn a_training_leaves_the_real_account_alone() {
    let machine = Machine::used();
    let file = json!({
        "api_base": "http://127.0.0.1:1/v1", "api_key": "",
        "myinterview": { "base": "http://127.0.0.1:1", "trigger_stage_id": "x" },
    });
    let training = fulcrum_app::TrainingFile::parse(&file.to_string()).unwrap();
    let receipt = Wipe::prepare(&machine.config().training(training))
        .unwrap()
        .carry_out(true);
    assert!(receipt.training && receipt.is_complete());
    assert_eq!(machine.secrets_left(), 2);
    assert!(machine.path("data/account/cache.db").exists());
    assert!(machine.path("autostart/Fulcrum.desktop").exists());
    assert!(!machine.path("data/training").exists());
    assert!(receipt.text().contains("the training on this machine"));
}

#[test]
fn nothing_is_touched_while_another_one_is_at_work() {
    let machine = Machine::used();
    for lock in ["data/account.lock", "data/training.lock"] {
        let held = std::fs::File::options()
            .write(true)
            .open(machine.path(lock))
            .unwrap();
        held.try_lock().unwrap();
        let before = machine.there();
        let Err(refused) = Wipe::prepare(&machine.config()) else {
            panic!("{lock} is held")
        };
        assert_eq!(refused.code, ProblemCode::Busy);
        assert!(refused.way_out.contains("Close the other one"));
        assert_eq!(machine.there(), before);
        assert_eq!(machine.secrets_left(), 4);
    }
}

async fn next_start(machine: &Machine) -> (App, Option<Receipt>) {
    let app = App::start(machine.config()).await;
    let receipt = app.receipt_shown();
    (app, receipt)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_cut_short_is_ended_by_the_next_start() {
    let machine = Machine::used();
    let saved = machine.path("Downloads/report.pdf");
    let marker = json!({
        "began_ms": 1_000,
        "saved": [{ "path": saved, "bytes": 4, "opportunities": [] }],
    });
    std::fs::write(machine.path("data/wiping"), marker.to_string()).unwrap();
    let (app, receipt) = next_start(&machine).await;
    let receipt = receipt.expect("it says so");
    assert!(receipt.resumed && receipt.is_complete());
    assert_eq!((receipt.began_ms, receipt.training), (1_000, false));
    assert_eq!(app.session().phase, Phase::Connect, "as on the first day");
    assert_eq!(machine.secrets_left(), 0);
    assert!(!saved.exists());
    // Only what this start has made for itself.
    let there = machine.there();
    let ours = there.iter().filter(|name| name.starts_with("data/"));
    let ours: Vec<_> = ours
        .filter(|name| !OTHERS.contains(&name.as_str()))
        .collect();
    assert_eq!(ours, ["data/account.lock"]);
    let path = app.save_receipt().await.unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("cut short"), "{text}");
    app.put_receipt_away();
    app.shutdown().await;
    let (app, receipt) = next_start(&machine).await;
    assert!(receipt.is_none(), "once");
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_keyring_is_what_is_left_and_the_next_start_empties_it() {
    let machine = Machine::used();
    let wipe = Wipe::prepare(&machine.config()).unwrap();
    machine.secrets.fail_with(Some(VaultCode::Locked));
    let receipt = wipe.carry_out(false);
    assert!(!receipt.is_complete());
    let keyring = receipt.left.iter().find(|one| !one.wanted).unwrap();
    assert_eq!(keyring.what, "Entries in the keyring");
    assert!(keyring.why.contains("locked") && keyring.why.contains("Unlock it"));
    assert!(!machine.path("data/account/cache.db").exists());
    machine.secrets.fail_with(None);
    assert_eq!(machine.secrets_left(), 4);
    let (app, receipt) = next_start(&machine).await;
    assert!(receipt.unwrap().is_complete());
    assert_eq!(machine.secrets_left(), 0);
    assert_eq!(app.session().phase, Phase::Connect);
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_running_program_removes_itself_and_can_begin_again() {
    let bench = Bench::start(false).await;
    bench.invitable().await;
    let plan = bench.app.wipe_plan().await.unwrap();
    assert!(plan.training);
    let kinds = counts(&plan.removes);
    assert!(kinds.iter().any(|(what, _)| *what == "cache"), "{kinds:?}");
    assert_eq!(
        bench.app.session().phase,
        Phase::Ready,
        "asking removes nothing"
    );

    let receipt = bench.app.wipe(false, true).await.unwrap();
    assert!(receipt.is_complete(), "{receipt:?}");
    let removed = counts(&receipt.removed);
    assert!(removed.contains(&("notifications", 0)));
    assert_eq!(bench.app.session().phase, Phase::Connect);
    for name in SecretName::ALL {
        assert_eq!(bench.kept(name), None, "{name:?}");
    }
    let left: Vec<_> = std::fs::read_dir(bench.folder())
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(!bench.folder().exists(), "not even the folder: {left:?}");
    assert_eq!(bench.app.receipt_shown(), Some(receipt));

    // In the same window, as on the first day.
    let users = bench.app.check_key(&bench.sandbox.api_key).await.unwrap();
    assert!(users.len() > 1);
    bench.app.choose_seat(&users[0].id).await.unwrap();
    bench.live().await;
    bench.app.shutdown().await;
}
