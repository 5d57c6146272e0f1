//! Killed while a recruiter moves people one after the other and writes a note: into a stage that mails nobody, which leaves at
//! once, and into the one that mails, which is held.

use std::time::Duration;

use serde_json::{Value, json};

use super::scene::{Accepted, Scene, wish};
use super::{Chance, Finding, Harm};
use crate::error::Result;

/// Until it is over; the hold is longer.
const LONGEST: Duration = Duration::from_millis(1_500);

/// One thing that is asked for, and what the program said.
struct Wish {
    opportunity: String,
    command: &'static str,
    words: Value,
    kind: Kind,
    accepted: Option<Accepted>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Quiet,
    Mails,
    Note,
}

const KINDS: [Kind; 7] = [
    Kind::Quiet,
    Kind::Mails,
    Kind::Note,
    Kind::Quiet,
    Kind::Quiet,
    Kind::Mails,
    Kind::Quiet,
];

pub(super) async fn play(
    scene: Scene,
    run: u64,
    chance: &mut Chance,
    found: &mut Vec<Finding>,
) -> Result<(Scene, String)> {
    let stages = scene.stages.clone();
    let note = format!("Written in run {run}");
    let mut wishes = Vec::new();
    for (number, kind) in KINDS.into_iter().enumerate() {
        let opportunity = scene
            .somebody(
                &format!("Mover {run} {number}"),
                &format!("mover-{run}-{number}@example.org"),
                "+447700900142",
            )
            .await?;
        let move_to =
            |stage: &str| json!({ "id": opportunity, "toStage": stage, "overrideBlock": false });
        let (command, words) = match kind {
            Kind::Quiet => ("move_card", move_to(&stages.review)),
            Kind::Mails => ("move_card", move_to(&stages.vendor)),
            Kind::Note => (
                "add_note",
                json!({ "id": opportunity, "text": note, "secret": false }),
            ),
        };
        wishes.push(Wish {
            opportunity,
            command,
            words,
            kind,
            accepted: None,
        });
    }
    let after = chance.below(LONGEST);
    let fallen = scene
        .fall(after, async |at| {
            for one in &mut wishes {
                let accepted = wish(&at.window, one.command, one.words.clone()).await?;
                one.accepted = Some(accepted);
            }
            Ok(())
        })
        .await?;
    let acknowledged: Vec<&str> = wishes
        .iter()
        .filter_map(|one| Some(one.accepted.as_ref()?.intent.as_str()))
        .collect();
    let reached = format!(
        "{} of {} acknowledged after {} ms",
        acknowledged.len(),
        wishes.len(),
        after.as_millis()
    );
    fallen.look(&acknowledged, found).await?;
    let scene = fallen.stand_up(found).await?;

    for one in &wishes {
        let who = &one.opportunity;
        let times = match one.kind {
            Kind::Mails => {
                if one.accepted.as_ref().is_some_and(|accepted| accepted.held) {
                    scene.not_sent(who, found).await?;
                }
                continue;
            }
            Kind::Quiet => scene.times_in(who, &stages.review).await?,
            Kind::Note => {
                let path = format!("opportunities/{who}/notes");
                let notes = scene.at.company.lever(&path).await?;
                let says = |one: &&Value| one.to_string().contains(&note);
                notes.as_array().into_iter().flatten().filter(says).count()
            }
        };
        if times > 1 {
            let what = format!("{} of {who} was done {times} times", one.command);
            found.push(Finding::of(Harm::Doubled, what));
        }
        if times == 0 && one.accepted.is_some() {
            let what = format!("{} of {who} was acknowledged and never done", one.command);
            found.push(Finding::of(Harm::Lost, what));
        }
    }
    Ok((scene, reached))
}
