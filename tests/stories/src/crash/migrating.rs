//! Killed while the program brings files of an earlier version forward. Each start is killed; from whether the version was new
//! by then, the next one is aimed closer at the moment of the upgrade.

use std::time::Duration;

use rusqlite::Connection;
use serde_json::json;

use super::scene::{Fallen, Scene, wish};
use super::{Chance, Finding, Harm};
use crate::binaries;
use crate::error::Result;
use crate::files;
use crate::process::Companion;

/// Starts that are killed in one run.
const STARTS: usize = 8;
/// Where the first start is killed at the latest.
const LONGEST: Duration = Duration::from_secs(2);

/// How each file is made older than this build's: what later versions brought, taken away, and the version that is left.
const OLDER: [(&str, &str, i64); 2] = [
    (
        "desk",
        "DROP TABLE saved_view; DROP TABLE notice_waiting; DROP TABLE batch_item; DROP TABLE batch; DROP TABLE draft;
         DROP TABLE health_baseline; DROP TABLE health_drift; DROP TABLE dry_run; DROP TABLE tag_run; DROP TABLE tag_write; DROP TABLE flow_time;
         PRAGMA user_version = 3;",
        3,
    ),
    (
        "cache",
        "DROP TRIGGER opportunity_comes; DROP TRIGGER opportunity_goes; DROP TRIGGER opportunity_changes;
         DROP TRIGGER note_comes; DROP TRIGGER note_goes; DROP TABLE head_tally; DROP TABLE posting_tally;
         DROP TABLE row_tally; DROP INDEX opportunity_by_name; ALTER TABLE opportunity DROP COLUMN shown; PRAGMA user_version = 2;",
        2,
    ),
];

pub(super) async fn play(
    scene: Scene,
    run: u64,
    chance: &mut Chance,
    found: &mut Vec<Finding>,
) -> Result<(Scene, String)> {
    let vendor = scene.stages.vendor.clone();
    let mut people = Vec::new();
    for number in 0..2 {
        let name = format!("Old Hand {run} {number}");
        let mail = format!("old-hand-{run}-{number}@example.org");
        people.push(scene.somebody(&name, &mail, "+447700900142").await?);
    }
    let mut intents = Vec::new();
    for id in &people {
        let to_vendor = json!({ "id": id, "toStage": vendor, "overrideBlock": false });
        intents.push(wish(&scene.at.window, "move_card", to_vendor).await?.intent);
    }
    let fallen = scene.fall(Duration::ZERO, async |_| Ok(())).await?;
    let acknowledged: Vec<&str> = intents.iter().map(String::as_str).collect();
    fallen.look(&acknowledged, found).await?;
    let before = fallen.intents().await?;
    let newest = versions(&fallen).await?;

    let (mut earliest, mut latest) = (Duration::ZERO, LONGEST);
    let mut unfinished = 0;
    for _ in 0..STARTS {
        for (name, statements, _) in OLDER {
            age(&fallen, name, statements).await?;
        }
        let after = chance.between(earliest, latest);
        start_and_kill(&fallen, after).await?;
        let now = versions(&fallen).await?;
        let old: Vec<i64> = OLDER.iter().map(|(_, _, version)| *version).collect();
        for ((now, old), new) in now.iter().zip(&old).zip(&newest) {
            if now != old && now != new {
                let what = format!("version {now} is neither {old} nor {new}");
                found.push(Finding::of(Harm::Corrupt, what));
            }
        }
        if now == newest {
            latest = after;
        } else {
            unfinished += 1;
            earliest = after;
        }
        if latest <= earliest {
            (earliest, latest) = (Duration::ZERO, LONGEST);
        }
        fallen.look(&acknowledged, found).await?;
        if fallen.intents().await? != before {
            found.push(Finding::of(
                Harm::Lost,
                "other intents than before the upgrade",
            ));
        }
    }
    let reached = format!(
        "{unfinished} of {STARTS} starts killed before the upgrade was whole, between {} and {} ms",
        earliest.as_millis(),
        latest.as_millis()
    );
    let scene = fallen.stand_up(found).await?;
    for id in &people {
        scene.not_sent(id, found).await?;
    }
    Ok((scene, reached))
}

/// Versions of the files, in the order of [`OLDER`].
async fn versions(fallen: &Fallen) -> Result<Vec<i64>> {
    let mut versions = Vec::new();
    for (name, _, _) in OLDER {
        if let Some(copy) = files::copy(&fallen.desktop, name).await? {
            versions.push(version(&copy.file)?);
        }
    }
    Ok(versions)
}

fn version(file: &Connection) -> Result<i64> {
    Ok(file.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Makes a file an earlier version's; one that a start left old already stays as it was left.
async fn age(fallen: &Fallen, name: &str, statements: &str) -> Result<()> {
    let file = files::open(&fallen.desktop, name).await?;
    let old = OLDER
        .iter()
        .any(|(other, _, old)| *other == name && version(&file).is_ok_and(|now| now == *old));
    if !old {
        file.execute_batch(&format!("BEGIN; {statements} COMMIT;"))?;
    }
    Ok(())
}

/// Starts the program by itself, as a person does, and kills it.
async fn start_and_kill(fallen: &Fallen, after: Duration) -> Result<()> {
    let mut command = fallen.desktop.command(binaries::find("fulcrum")?);
    command
        .arg("--training")
        .arg(fallen.company.training_file())
        .arg("--data-dir")
        .arg(fallen.desktop.home().join("data"))
        .env_remove("TAURI_AUTOMATION")
        .env_remove("TAURI_WEBVIEW_AUTOMATION");
    let mut program = Companion::start(&mut command, &fallen.desktop.log("upgrade"))?;
    tokio::time::sleep(after).await;
    program.alive()?;
    program.kill()
}
