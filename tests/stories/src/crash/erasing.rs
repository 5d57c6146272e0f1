//! Killed while the program erases people who were deleted or made anonymous in Lever. Some of them were on their way into the
//! vendor's stage, so that the seat's own file knows of them as well.

use std::time::Duration;

use serde_json::json;

use super::scene::{Scene, ask, never, wish};
use super::{Chance, Finding};
use crate::error::Result;
use crate::files;
use crate::traces::seen;
use crate::wait;

const LONGEST: Duration = Duration::from_millis(1_800);
/// Lever's two ways of forgetting somebody.
const FATES: [&str; 4] = ["delete", "anonymize", "delete", "anonymize"];

pub(super) async fn play(
    scene: Scene,
    run: u64,
    chance: &mut Chance,
    found: &mut Vec<Finding>,
) -> Result<(Scene, String)> {
    let vendor = scene.stages.vendor.clone();
    let mut words = Vec::new();
    let mut people = Vec::new();
    for (number, fate) in FATES.into_iter().enumerate() {
        let name = format!("Qxwvanisher{run}x{number} Zzyzx");
        let mail = format!("qxwpost{run}x{number}@secretmail.example");
        let phone = format!("+49301239{run:05}{number}");
        let id = scene.somebody(&name, &mail, &phone).await?;
        words.extend([name, mail, phone]);
        if fate == "delete" {
            words.push(id.clone());
        }
        people.push((id, fate));
    }
    // The first of each kind is held on the way into the vendor's stage.
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    for (id, _) in people.iter().take(2) {
        let to_vendor = json!({ "id": id, "toStage": vendor, "overrideBlock": false });
        wish(&scene.at.window, "move_card", to_vendor).await?;
    }
    wait::until("the scan to find every trace", async || {
        let seen = seen(&scene.at.desktop, &words).await?;
        let missing = |word: &&&str| !seen.iter().any(|found| found.starts_with(**word));
        let missing: Vec<_> = words.iter().filter(missing).collect();
        wait::hold(missing.is_empty(), || format!("{missing:?} not found"))
    })
    .await?;

    let after = chance.below(LONGEST);
    let mut gone = 0;
    let fallen = scene
        .fall(after, async |at| {
            for (id, fate) in &people {
                let way = format!("opportunities/{id}/{fate}");
                at.company.act(&way, &json!({})).await?;
                gone += 1;
                ask(&at.window, "sync_now", json!({})).await?;
            }
            Ok(())
        })
        .await?;
    let left = seen(&fallen.desktop, &words).await?.len();
    let reached = format!(
        "{gone} gone in Lever, traces in {left} places left after {} ms",
        after.as_millis()
    );
    // Who was not gone yet goes now, while nobody looks.
    for (id, fate) in people.iter().skip(gone) {
        let way = format!("opportunities/{id}/{fate}");
        fallen.company.act(&way, &json!({})).await?;
    }
    fallen.look(&[], found).await?;
    let scene = fallen.stand_up(found).await?;
    let none = wait::until("nothing of the erased to be left", async || {
        let seen = seen(&scene.at.desktop, &words).await?;
        wait::hold(seen.is_empty(), || format!("{seen:?}"))
    });
    if let Some(mut finding) = never(none.await)? {
        for name in files::BOTH {
            let file = files::open(&scene.at.desktop, name).await?;
            for word in &words {
                let tables = files::tables_with(&file, word)?;
                if !tables.is_empty() {
                    finding.what += &format!("; {name} has {word} in {tables:?}");
                }
            }
        }
        found.push(finding);
    }
    Ok((scene, reached))
}
