//! Looks again and again, compares with how things were when they last worked, and tells once what changed.

use std::collections::BTreeSet;
use std::sync::{PoisonError, Weak};

use fulcrum_cache::Cause;
use fulcrum_domain::health::{Fact, Happened, watch};
use fulcrum_domain::model::Posting;
use fulcrum_domain::tags::same_tags;
use fulcrum_sync::Phase;
use tokio_util::sync::CancellationToken;

use super::known::Known;
use super::looked::Looked;
use super::{all, ask, drift, of, words};
use crate::events::{AppEvent, Events};
use crate::failure;
use crate::notices::quiet_until_ms;
use crate::ready::Ready;
use crate::view::{Health, HealthNotice, Problem};

/// Between two looks at what is here, ms.
const LOOK_MS: u64 = 60_000;

/// Changes come together: so long they are waited for, ms.
const SETTLES_MS: u64 = 300;

/// Checks that look at the tags of one posting.
const OF_POSTINGS: [&str; 2] = ["template.", "tag."];

/// Checks that concern one thing among many, which may stop to concern anybody.
const OF_MANY: [&str; 3] = ["template.", "tag.", "stage.neutral."];

/// Looks until told to stop.
pub(crate) async fn keep_watch(ready: Weak<Ready>, to: Events, stop: CancellationToken) {
    match ready.upgrade() {
        Some(seat) => ask::recall(&seat).await,
        None => return,
    }
    loop {
        let Some(seat) = ready.upgrade() else { return };
        ask::what_is_due(&seat).await;
        if let Err(problem) = look(&seat, &to).await {
            tracing::warn!(code = ?problem.code, "health could not be looked at");
        }
        let (health, timer) = (seat.health.clone(), seat.timer.clone());
        drop(seat);
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = health.touched.notified() => tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = timer.sleep_ms(SETTLES_MS) => {}
            },
            () = timer.sleep_ms(LOOK_MS) => {}
        }
    }
}

/// One look at what is here: notes what changed, tells it, and says how everything stands.
pub(super) async fn look(ready: &Ready, to: &Events) -> Result<Health, Problem> {
    let _turn = ready.health.turn.lock().await;
    let mut known = Known::read(ready).await?;
    let looked = all(&known);
    let facts: Vec<Fact> = looked.iter().filter_map(Looked::fact).collect();
    let mut happened = watch(&facts, &known.kept, known.now_ms);
    let mut gone = gone(&known, &looked);
    let ours = changed_here(ready, &known, &happened).await?;
    happened.retain(|one| opened(one).is_none_or(|check| !ours.contains(check)));
    gone.extend(ours);
    if !(happened.is_empty() && gone.is_empty()) {
        let now_ms = known.now_ms;
        ready
            .desk
            .write(Cause::Clock, move |tx| {
                tx.note_health(&happened, now_ms)?;
                for check in &gone {
                    tx.forget_check(check, now_ms)?;
                }
                Ok(())
            })
            .await
            .map_err(failure::desk)?;
        known = Known::read(ready).await?;
    }
    tell(ready, to).await?;
    let health = of(&known);
    show(ready, to, &health);
    Ok(health)
}

/// Checks of postings and stages that concern nobody any more: closed, untagged on purpose long ago, not passed through; and what
/// was wrong with a vendor that has been switched off here.
fn gone(known: &Known, looked: &[Looked]) -> Vec<String> {
    if known.status.phase != Phase::Live || known.postings.is_empty() {
        return Vec::new();
    }
    let off = known
        .drift
        .iter()
        .filter(|drift| drift.mended_at_ms.is_none())
        .filter(|drift| drift.vendor.is_some_and(|vendor| known.is_off(vendor)))
        .map(|drift| drift.check.clone());
    let here: BTreeSet<&str> = looked.iter().map(|one| one.check.id.as_str()).collect();
    known
        .kept
        .keys()
        .filter(|id| OF_MANY.iter().any(|many| id.starts_with(many)))
        .filter(|id| !here.contains(id.as_str()))
        .cloned()
        .chain(off)
        .collect()
}

/// Of what is new, what this program wrote itself: whoever asked for it need not be told. From then on it is compared with how
/// it is.
async fn changed_here(
    ready: &Ready,
    known: &Known,
    happened: &[Happened],
) -> Result<BTreeSet<String>, Problem> {
    let tagged: Vec<(String, Posting)> = happened
        .iter()
        .filter_map(opened)
        .filter_map(|check| {
            let id = OF_POSTINGS
                .iter()
                .find_map(|kind| check.strip_prefix(kind))?;
            let posting = known.postings.iter().find(|one| one.id.as_str() == id)?;
            Some((check.to_owned(), posting.clone()))
        })
        .collect();
    if tagged.is_empty() {
        return Ok(BTreeSet::new());
    }
    ready
        .desk
        .read(move |tx| {
            let mut ours = BTreeSet::new();
            for (check, posting) in tagged {
                let wrote = tx.latest_tag_write(&posting.id)?;
                if wrote.is_some_and(|write| same_tags(&write.after, &posting.tags)) {
                    ours.insert(check);
                }
            }
            Ok(ours)
        })
        .await
        .map_err(failure::desk)
}

fn opened(one: &Happened) -> Option<&str> {
    match one {
        Happened::Opened { fact, .. } => Some(&fact.check),
        _ => None,
    }
}

/// One notification for everything that was not told, outside quiet hours. It counts as told before it leaves: twice would be
/// worse than once too few, and the page lists it.
async fn tell(ready: &Ready, to: &Events) -> Result<(), Problem> {
    let untold = ready
        .desk
        .read(|tx| tx.untold_drift())
        .await
        .map_err(failure::desk)?;
    if untold.is_empty() || quiet_until_ms(ready).await.is_some() {
        return Ok(());
    }
    let checks = untold
        .iter()
        .map(|drift| drift.check.clone())
        .collect::<Vec<_>>();
    ready
        .desk
        .write(Cause::Clock, move |tx| tx.drift_told(&checks))
        .await
        .map_err(failure::desk)?;
    let changes: Vec<_> = untold.into_iter().map(drift).collect();
    let (title, body) = words::told(&changes);
    to.send(AppEvent::Health(HealthNotice { title, body }));
    Ok(())
}

/// Tells the window when something looks different.
fn show(ready: &Ready, to: &Events, health: &Health) {
    let now: Vec<_> = health
        .steps
        .iter()
        .flat_map(|step| &step.checks)
        .map(|check| (check.id.clone(), check.standing, check.finding.clone()))
        .collect();
    let mut shown = ready
        .health
        .shown
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if *shown != now {
        *shown = now;
        to.health_changed();
    }
}
