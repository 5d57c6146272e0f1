//! Five minutes in which nobody does anything and nothing changes in Lever.

use std::time::Duration;

use fulcrum_stories::desktop;
use fulcrum_stories::error::Result;
use fulcrum_stories::recruiter::{Evidence, Recruiter, Setting};
use fulcrum_stories::sandbox::World;

use crate::proc::{Family, files, written_bytes};
use crate::row;

const LENGTH: Duration = Duration::from_secs(300);
/// The program has put everything away by then.
const SETTLING: Duration = Duration::from_secs(20);

pub(crate) async fn measure(at: &Recruiter) -> Result<()> {
    let born = at.window.born()?;
    let family = Family::of(born.number)?;
    let profile = at.desktop.home().join("data");
    let before = (
        family.processor_seconds(),
        files(&profile)?,
        written_bytes(born.number),
    );
    tokio::time::sleep(LENGTH).await;
    let after = (
        family.processor_seconds(),
        files(&profile)?,
        written_bytes(born.number),
    );
    row(
        "idle_core_percent",
        (after.0 - before.0) / LENGTH.as_secs_f64() * 100.0,
        "%",
    );
    // Logs and the like lie elsewhere: bytes count where a file of the profile was touched at all.
    let touched: Vec<String> = after
        .1
        .iter()
        .filter(|file| !before.1.contains(file))
        .map(|(path, _, _)| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    eprintln!("app-figures: files of the profile that were written: {touched:?}");
    let bytes = if touched.is_empty() {
        0.0
    } else {
        (after.2 - before.2).max(1.0)
    };
    row("idle_written_bytes", bytes, "bytes");
    Ok(())
}

/// A window on 10,000 cards that asks as seldom as with a real account, with everything read and nothing left to do.
pub(crate) async fn settled(world: &World) -> Result<Recruiter> {
    let setting = Setting {
        world: world.clone(),
        evidence: Evidence::LeverAlone,
        desktop: desktop::Options::default(),
    };
    let at = Recruiter::arrive(&setting, async |company| {
        company.mend_line(|line| {
            if let Some(line) = line.as_object_mut() {
                line.insert("real_pace".to_owned(), true.into());
            }
        })
    })
    .await?;
    // Details come at this seat's share of the rate; what is waited for is that no request of theirs is left.
    let mut quiet = 0;
    let mut last = details(&at).await?;
    while quiet < 10 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = details(&at).await?;
        quiet = if now == last { quiet + 1 } else { 0 };
        last = now;
    }
    tokio::time::sleep(SETTLING).await;
    Ok(at)
}

/// Requests for one candidate's notes and interviews so far, of those that the sandbox still remembers: the latest of them.
async fn details(at: &Recruiter) -> Result<i64> {
    let log = at.company.read("requests.json").await?;
    let all = log.get("requests").and_then(serde_json::Value::as_array);
    Ok(all
        .into_iter()
        .flatten()
        .filter(|one| {
            let path = one.get("path").and_then(serde_json::Value::as_str);
            path.is_some_and(|path| path.contains("/notes") || path.contains("/interviews"))
        })
        .filter_map(|one| one.get("n").and_then(serde_json::Value::as_i64))
        .max()
        .unwrap_or(0))
}
