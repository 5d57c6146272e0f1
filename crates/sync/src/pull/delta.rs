//! What changed since. The watermark is the latest `updatedAt` seen in Lever's own answers: the machine's clock never
//! decides what is asked for.

use std::sync::atomic::Ordering;

use fulcrum_cache::Cause;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_lever::{Code, OpportunityQuery, Priority, Step};

use super::page::Reading;
use super::{Pull, PullError};
use crate::picture::BASELINE;
use crate::rules::detail_mark;

/// Row of the cache's sync state: the latest `updatedAt` seen, ms.
const WATERMARK: &str = "watermark";

/// Row of the cache's sync state: up to when deletions were read, in Lever's time, ms.
const DELETIONS: &str = "deletions";

/// Row of the cache's sync state: when this seat last knew everything, by this machine's clock, ms.
const SYNCED_AT: &str = "synced_at";

/// The time of the last complete read is written down when reading fails or ends, and this often for a program that is
/// killed, ms: a quiet account is not written to every minute.
const NOTE_SYNCED_EVERY_MS: i64 = 3_600_000;

/// How far behind the kept mark of deletions may stay, ms: a quiet account is not written to every minute. A later start asks
/// again from the mark on.
const DELETIONS_KEPT_EVERY_MS: i64 = 3_600_000;

/// Overlap of every poll, ms: notes bump `updatedAt` some 400 ms late.
pub(crate) const SHORT_OVERLAP_MS: i64 = 2_000;

/// Overlap once a minute, ms: a recorded answer lagged 91 s behind its own change.
pub(crate) const LONG_OVERLAP_MS: i64 = 300_000;

impl Pull {
    /// Reads what changed since the watermark, less `overlap_ms`.
    pub(crate) async fn delta(&self, overlap_ms: i64) -> Result<(), PullError> {
        let watermark = match self.state_ms(WATERMARK).await? {
            Some(watermark) => watermark,
            None => self.lever_now_ms(),
        };
        self.changed_since(
            watermark.saturating_sub(overlap_ms),
            Priority::Delta,
            Reading::Delta,
        )
        .await
    }

    /// Reads everything updated at or after `since_ms`. The watermark rises only after the last page: the order of a
    /// filtered list is not known, so half of it proves nothing.
    pub(super) async fn changed_since(
        &self,
        since_ms: i64,
        priority: Priority,
        reading: Reading,
    ) -> Result<(), PullError> {
        let query = OpportunityQuery {
            updated_at_start_ms: Some(since_ms.max(0)),
            expand_applications: true,
            ..OpportunityQuery::default()
        };
        let mut pages = self.lever.at(priority).opportunity_pages(query);
        let mut latest = None;
        while let Some(step) = pages.next().await? {
            if let Step::Page(page) = step {
                latest = latest.max(self.store_page(page.items, reading).await?);
            }
        }
        match latest {
            Some(latest) => self.raise_watermark(latest).await,
            None => Ok(()),
        }
    }

    pub(super) async fn raise_watermark(&self, to_ms: i64) -> Result<(), PullError> {
        self.cache
            .write(Cause::Sync, move |tx| {
                let known = tx
                    .sync_state(WATERMARK)?
                    .and_then(|text| text.parse::<i64>().ok());
                if known.is_some_and(|known| known >= to_ms) {
                    return Ok(());
                }
                tx.set_sync_state(WATERMARK, Some(&to_ms.to_string()))
            })
            .await?;
        Ok(())
    }

    /// When an earlier run last knew everything, ms.
    pub(crate) async fn synced_at_ms(&self) -> Result<Option<i64>, fulcrum_cache::Error> {
        self.state_ms(SYNCED_AT).await
    }

    /// Whether what is written down about the last complete read is so old at `now_ms` that it is written anew.
    pub(crate) async fn synced_is_old(&self, now_ms: i64) -> Result<bool, fulcrum_cache::Error> {
        let kept = self.state_ms(SYNCED_AT).await?;
        // A clock that was set back makes the kept one worthless.
        Ok(!kept
            .is_some_and(|kept| (0..NOTE_SYNCED_EVERY_MS).contains(&now_ms.saturating_sub(kept))))
    }

    /// Remembers that everything was read at `at_ms`, for the run after this one.
    pub(crate) async fn note_synced(&self, at_ms: i64) -> Result<(), fulcrum_cache::Error> {
        self.set_state(SYNCED_AT, Some(at_ms.to_string())).await
    }

    /// Reads deletions, which no "changed since" shows, and erases them here.
    pub(crate) async fn deletions(&self) -> Result<(), PullError> {
        let asked_at_ms = self.lever_now_ms();
        // Who is deleted while the first full read goes on may have been read already: the first look reaches back to its
        // beginning.
        let kept = self.state_ms(DELETIONS).await?;
        let since = match (self.deletions_ms.load(Ordering::Relaxed), kept) {
            (0, Some(kept)) => kept,
            (read, Some(_)) => read,
            (_, None) => self.state_ms(BASELINE).await?.unwrap_or(asked_at_ms),
        };
        let lever = self.lever.at(Priority::Delta);
        let deleted = match lever
            .deleted_opportunities(since.saturating_sub(LONG_OVERLAP_MS))
            .await
        {
            Ok(deleted) => deleted,
            Err(error) if error.code == Code::PermissionMissing => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        self.erase(deleted.into_iter().map(|gone| gone.id).collect())
            .await?;
        self.deletions_ms.store(asked_at_ms, Ordering::Relaxed);
        // Also where the clock was set back: a mark in the future would hide deletions from the next start.
        if kept
            .is_none_or(|kept| asked_at_ms.abs_diff(kept) >= DELETIONS_KEPT_EVERY_MS.unsigned_abs())
        {
            self.set_state(DELETIONS, Some(asked_at_ms.to_string()))
                .await?;
        }
        Ok(())
    }

    /// Removes everything about opportunities. The desk may know of one that the cache does not hold.
    pub(crate) async fn erase(&self, ids: Vec<OpportunityId>) -> Result<(), PullError> {
        if ids.is_empty() {
            return Ok(());
        }
        for id in &ids {
            self.schedule().forget(id);
        }
        // The cache last: what it still holds is erased again if this run ends here.
        if let Some(desk) = &self.desk {
            desk.erase(ids.clone()).await?;
        }
        self.erase_from_cache(ids).await
    }

    /// Removes everything that the cache has about opportunities, the marks of what was read included.
    pub(super) async fn erase_from_cache(&self, ids: Vec<OpportunityId>) -> Result<(), PullError> {
        let (held, marked) = self
            .cache
            .write(Cause::Erasure, move |tx| {
                let (mut held, mut marked) = (Vec::new(), false);
                for id in ids {
                    let mark = detail_mark(&id);
                    marked |= tx.sync_state(&mark)?.is_some();
                    tx.set_sync_state(&mark, None)?;
                    if tx.opportunity(&id)?.is_some() {
                        held.push(id);
                    }
                }
                Ok((held, marked))
            })
            .await?;
        if !held.is_empty() {
            self.cache.erase(held).await?;
        } else if marked {
            // The mark named them, and the log still holds it.
            self.cache.empty_log().await?;
        }
        Ok(())
    }
}
