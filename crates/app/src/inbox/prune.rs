//! Forgets what was seen and done long ago of candidates who are gone, so that the desk does not grow for ever.

use std::sync::Weak;
use std::time::Duration;

use fulcrum_cache::Cause;
use tokio_util::sync::CancellationToken;

use crate::failure;
use crate::ready::Ready;
use crate::view::Problem;

/// How long marks are kept of candidates who are archived or gone, ms.
const KEEP_MS: i64 = 90 * 24 * 60 * 60 * 1_000;

/// Between two looks.
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Until the first reading of the account is complete, nobody is known to be gone: look again soon.
const SOON: Duration = Duration::from_secs(60);

/// Runs until told to stop. Holds the seat weakly.
pub(crate) async fn prune_daily(ready: Weak<Ready>, stop: CancellationToken) {
    loop {
        let pause = match ready.upgrade() {
            Some(ready) if ready.engine.status().filled => {
                match prune(&ready).await {
                    Ok(0) => {}
                    Ok(removed) => tracing::info!(removed, "old marks of the inbox were forgotten"),
                    Err(problem) => {
                        tracing::warn!(code = ?problem.code, "old marks of the inbox stay");
                    }
                }
                EVERY
            }
            Some(_) => SOON,
            None => return,
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// How many marks went.
async fn prune(ready: &Ready) -> Result<usize, Problem> {
    let before_ms = ready.now_ms().saturating_sub(KEEP_MS);
    let mut marked = ready
        .desk
        .read(move |tx| tx.opportunities_marked_before(before_ms))
        .await
        .map_err(failure::desk)?;
    if marked.is_empty() {
        return Ok(0);
    }
    let gone = ready
        .cache
        .read(move |tx| {
            let mut active = Vec::new();
            for id in &marked {
                if tx
                    .opportunity(id)?
                    .is_some_and(|held| held.archived.is_none())
                {
                    active.push(id.clone());
                }
            }
            for id in &active {
                marked.remove(id);
            }
            Ok(marked)
        })
        .await
        .map_err(failure::cache)?;
    ready
        .desk
        .write(Cause::Clock, move |tx| tx.prune_marks(&gone, before_ms))
        .await
        .map_err(failure::desk)
}
