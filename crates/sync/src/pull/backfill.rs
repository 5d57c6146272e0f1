//! The first full read. Lever orders the list by stage and by the last move, so a candidate who is moved while the pages
//! go by can slip from an unread page to a read one. The closing pass asks once more for everything that changed since
//! the beginning.

use fulcrum_cache::Cause;
use fulcrum_lever::{OffsetToken, OpportunityQuery, Priority, Step};
use serde::{Deserialize, Serialize};

use super::page::Reading;
use super::{Pull, PullError};
use crate::picture::BASELINE;

/// Row of the cache's sync state: how far the first full read is.
const CURSOR: &str = "backfill";

/// Row of the cache's sync state: present once the first full read has been finished.
const FILLED: &str = "filled";

/// How far before the beginning the closing pass starts, ms. A recorded answer carried an `updatedAt` 91 s behind the
/// change it reported.
const CLOSING_OVERLAP_MS: i64 = 300_000;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Cursor {
    started_ms: i64,
    offset: Option<OffsetToken>,
}

impl Pull {
    /// Whether the first full read has been finished once.
    pub(crate) async fn filled(&self) -> Result<bool, PullError> {
        Ok(self.state(FILLED).await?.is_some())
    }

    /// Reads everything, from where an earlier run stopped, then closes the gap.
    pub(crate) async fn backfill(&self) -> Result<(), PullError> {
        let cursor = self.cursor().await?;
        let started_ms = cursor.started_ms;
        let mut pages = self
            .lever
            .at(Priority::Backfill)
            .opportunity_pages(whole_account());
        if let Some(offset) = cursor.offset {
            pages = pages.resume_at(offset);
        }
        while let Some(step) = pages.next().await? {
            let Step::Page(page) = step else {
                self.keep_cursor(started_ms, None).await?;
                continue;
            };
            self.store_page(page.items, Reading::Backfill).await?;
            self.keep_cursor(started_ms, page.next).await?;
        }
        self.changed_since(
            started_ms.saturating_sub(CLOSING_OVERLAP_MS),
            Priority::Backfill,
            Reading::Backfill,
        )
        .await?;
        self.raise_watermark(started_ms).await?;
        self.cache
            .write(Cause::Sync, move |tx| {
                tx.set_sync_state(CURSOR, None)?;
                tx.set_sync_state(FILLED, Some("1"))
            })
            .await?;
        Ok(())
    }

    async fn cursor(&self) -> Result<Cursor, PullError> {
        if let Some(text) = self.state(CURSOR).await?
            && let Ok(cursor) = serde_json::from_str(&text)
        {
            return Ok(cursor);
        }
        let cursor = Cursor {
            started_ms: self.lever_now_ms(),
            offset: None,
        };
        let text = serde_json::to_string(&cursor).unwrap_or_default();
        let started = cursor.started_ms.to_string();
        self.cache
            .write(Cause::Sync, move |tx| {
                tx.set_sync_state(BASELINE, Some(&started))?;
                tx.set_sync_state(CURSOR, Some(&text))
            })
            .await?;
        Ok(cursor)
    }

    async fn keep_cursor(
        &self,
        started_ms: i64,
        offset: Option<OffsetToken>,
    ) -> Result<(), PullError> {
        let text = serde_json::to_string(&Cursor { started_ms, offset }).ok();
        Ok(self.set_state(CURSOR, text).await?)
    }
}

/// All opportunities, archived ones too. No time filter: rows that were not touched since 2020 have no `updatedAt`, and a
/// filter would leave them out.
fn whole_account() -> OpportunityQuery {
    OpportunityQuery {
        expand_applications: true,
        ..OpportunityQuery::default()
    }
}
