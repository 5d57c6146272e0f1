//! Killed while the program reads what colleagues have changed.

use std::time::Duration;

use serde_json::{Value, json};

use super::scene::{Scene, ask};
use super::{Chance, Finding};
use crate::error::{Error, Result};

const LONGEST: Duration = Duration::from_millis(2_000);
/// Candidates whom colleagues move while the program reads.
const CHANGED: usize = 60;
/// After so many of them the program is asked to read.
const EACH: usize = 6;

pub(super) async fn play(
    scene: Scene,
    _run: u64,
    chance: &mut Chance,
    found: &mut Vec<Finding>,
) -> Result<(Scene, String)> {
    let stages = scene.stages.clone();
    let after = chance.below(LONGEST);
    let people = scene.at.company.lever("opportunities?limit=100").await?;
    let people: Vec<Value> = people.as_array().cloned().unwrap_or_default();
    let mut changed = 0;
    let fallen = scene
        .fall(after, async |at| {
            for one in people.iter().take(CHANGED) {
                let id = one.get("id").and_then(Value::as_str);
                let id = id.ok_or_else(|| Error::Wrong("somebody without an id".to_owned()))?;
                let there = one
                    .get("stage")
                    .is_some_and(|stage| *stage == stages.review);
                let to = if there {
                    &stages.screen
                } else {
                    &stages.review
                };
                let way = format!("opportunities/{id}/stage");
                at.company.act(&way, &json!({ "stage": to })).await?;
                if changed % EACH == 0 {
                    ask(&at.window, "sync_now", json!({})).await?;
                }
                changed += 1;
            }
            Ok(())
        })
        .await?;
    fallen.look(&[], found).await?;
    let scene = fallen.stand_up(found).await?;
    let reached = format!("{changed} changes read within {} ms", after.as_millis());
    Ok((scene, reached))
}
