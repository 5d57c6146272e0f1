//! Keeps everybody's numbers the same: counts again after every change that matters and when time alone changes something,
//! and tells the counts with the next batch of changes.

use std::sync::Weak;
use std::time::Duration;

use fulcrum_cache::Cause;
use fulcrum_domain::attention::{Snooze, Until};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Line, Standing, WATCHED_SINCE, standing};
use crate::events::Events;
use crate::failure;
use crate::ready::Ready;
use crate::view::{InboxTab, Problem};

/// The machine may have slept, or its clock been set: look at least this often, ms.
const LOOK_AGAIN_MS: i64 = 60_000;

/// Changes are gathered for this long at least, and for longer where counting takes longer.
const GATHER: Duration = Duration::from_millis(40);
const LONGEST_BREATH: Duration = Duration::from_secs(2);
const BREATHS: u32 = 8;

/// How often to look while the first reading goes on, ms.
const FIRST_READING_MS: i64 = 500;

/// Runs until told to stop. Holds the seat weakly, as a seat that is gone has no inbox.
pub(crate) async fn keep(ready: Weak<Ready>, events: Events, stop: CancellationToken) {
    let mut told: Option<Vec<Line>> = None;
    loop {
        let begun = Instant::now();
        let pause_ms = match ready.upgrade() {
            Some(ready) => look(&ready, &events, &mut told).await,
            None => return,
        };
        let breath = (begun.elapsed() * BREATHS).clamp(GATHER, LONGEST_BREATH);
        tokio::select! {
            () = stop.cancelled() => return,
            () = events.inbox_touched() => {
                // A first reading is thousands of changes: counting takes a small part of the time.
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(breath) => {}
                }
            }
            () = tokio::time::sleep(Duration::from_millis(pause_ms)) => {}
        }
    }
}

/// Counts once; how long until it has to be done again without a change, ms.
async fn look(ready: &Ready, events: &Events, told: &mut Option<Vec<Line>>) -> u64 {
    let standing = match now(ready).await {
        Ok(standing) => standing,
        Err(problem) => {
            tracing::warn!(code = ?problem.code, "the inbox was not counted");
            return pause_ms(None, ready.now_ms());
        }
    };
    let pause = pause_ms(standing.next_ms, ready.now_ms());
    if told.as_ref() != Some(&standing.lines) {
        events.inbox_changed(standing.counts);
        *told = Some(standing.lines);
    }
    pause
}

/// What lies where now, after snoozes that are over were put away.
async fn now(ready: &Ready) -> Result<Standing, Problem> {
    let watching = begin_watching(ready).await?;
    let mut standing = standing(ready).await?;
    if !watching {
        // The end of the first reading is not told.
        standing.next_ms = Some(ready.now_ms().saturating_add(FIRST_READING_MS));
    }
    if !standing.ended.is_empty() {
        let ended = std::mem::take(&mut standing.ended);
        let now_ms = ready.now_ms();
        let unread: Vec<String> = standing
            .lines
            .iter()
            .filter(|line| line.tab == InboxTab::NeedsYou && line.unread)
            .map(|line| line.text.clone())
            .collect();
        ready
            .desk
            .write(Cause::Clock, move |tx| {
                for (key, opportunity, snooze) in &ended {
                    let timed = matches!(snooze.until, Until::Time { .. });
                    if !unread.contains(key) {
                        tx.wake_item(key, opportunity)?;
                    } else if !timed {
                        // Not looked at yet: the snooze stays, which is what makes it news, and cannot begin again.
                        let over = Snooze {
                            until: Until::Time { at_ms: now_ms },
                            ..snooze.clone()
                        };
                        tx.snooze_item(key, opportunity, &over)?;
                    }
                }
                Ok(())
            })
            .await
            .map_err(failure::desk)?;
    }
    Ok(standing)
}

/// From the beginning of the first full reading on, what happens is news, as it is for notifications; however late this
/// comes to note it down. True when that reading has ended.
async fn begin_watching(ready: &Ready) -> Result<bool, Problem> {
    if !ready.engine.status().filled {
        return Ok(false);
    }
    let begun = ready
        .desk
        .read(|tx| tx.preference::<i64>(WATCHED_SINCE))
        .await
        .map_err(failure::desk)?;
    if begun.is_some() {
        return Ok(true);
    }
    let began_ms = ready
        .cache
        .read(fulcrum_sync::baseline_ms)
        .await
        .map_err(failure::cache)?
        .unwrap_or_else(|| ready.now_ms());
    ready
        .desk
        .write(Cause::Sync, move |tx| {
            tx.set_preference(WATCHED_SINCE, &began_ms)
        })
        .await
        .map_err(failure::desk)?;
    Ok(true)
}

/// Never past the moment something changes, never longer than a minute, never without a breath, ms.
fn pause_ms(next_ms: Option<i64>, now_ms: i64) -> u64 {
    let until_ms = next_ms.map_or(LOOK_AGAIN_MS, |at_ms| at_ms.saturating_sub(now_ms));
    u64::try_from(until_ms.clamp(20, LOOK_AGAIN_MS)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::pause_ms;

    #[test]
    fn looks_when_something_is_due_and_every_minute_at_least() {
        assert_eq!(pause_ms(None, 5), 60_000);
        assert_eq!(pause_ms(Some(1_005), 5), 1_000);
        assert_eq!(pause_ms(Some(i64::MAX), -5), 60_000);
        assert_eq!(pause_ms(Some(0), 5), 20);
    }
}
