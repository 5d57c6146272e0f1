//! The first full read. Lever orders the list by stage and by the last move, so a candidate who is moved while the pages
//! go by can slip from an unread page to a read one. The closing pass asks once more for everything that changed since
//! the beginning.
//!
//! A page says where the next one begins, so a list is read one page after the other, each waiting for the one before; at
//! Lever's distance that is slower than the request rate allows. The account is therefore read in windows by time of
//! creation, which every row has and which never changes, side by side.

use fulcrum_cache::Cause;
use fulcrum_domain::ids::{PostingId, StageId, UserId};
use fulcrum_domain::model::{Opportunity, Stage};
use fulcrum_lever::{Code, OffsetToken, OpportunityQuery, PostingQuery, Priority, Step};
use futures::channel::mpsc;
use futures::future::try_join_all;
use futures::{FutureExt, SinkExt, StreamExt};
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

const DAY_MS: i64 = 86_400_000;

/// Where the windows meet, in ages. Accounts grow and are cleaned up, so the young are many and the old are few; as long as
/// no window holds more than half of everything, the request rate is what the read waits for.
const AGES_MS: [i64; 5] = [
    7 * DAY_MS,
    30 * DAY_MS,
    90 * DAY_MS,
    365 * DAY_MS,
    3 * 365 * DAY_MS,
];

/// Pages that are stored in one transaction at most: while it runs, nothing else can be.
const PAGES_TOGETHER: usize = 4;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Cursor {
    started_ms: i64,
    windows: Vec<Window>,
}

/// Rows created within a span of time, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Window {
    /// `None`: since ever.
    from_ms: Option<i64>,
    /// `None`: until ever, so that a clock that is behind leaves nobody out.
    to_ms: Option<i64>,
    offset: Option<OffsetToken>,
    done: bool,
}

/// A page of a window, and how far that window is with it.
struct Progress {
    place: usize,
    rows: Vec<Opportunity>,
    offset: Option<OffsetToken>,
    done: bool,
}

impl Pull {
    /// Whether the first full read has been finished once.
    pub(crate) async fn filled(&self) -> Result<bool, PullError> {
        Ok(self.state(FILLED).await?.is_some())
    }

    /// The next round reads the whole account once more.
    pub(crate) async fn read_everything_again(&self) -> Result<(), PullError> {
        Ok(self.set_state(FILLED, None).await?)
    }

    /// Reads the stages, and a page of the seat's own cards in those on which the window opens, before everything: in the order
    /// of the whole account they may come last. Lever cannot be asked by owner, but by posting. What is missed comes with the
    /// rest.
    pub(crate) async fn read_own_first(&self, seat: &UserId) -> Result<(), PullError> {
        let lever = self.lever.at(Priority::Delta);
        if self.state(CURSOR).await?.is_some() {
            return self.read_stages().await;
        }
        let all = PostingQuery::default();
        let (stages, first) = futures::join!(self.read_stages(), lever.postings(&all, None));
        stages?;
        let postings = match first {
            Ok(page) => page.items,
            Err(error) if error.code == Code::PermissionMissing => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let own: Vec<PostingId> = postings
            .iter()
            .filter(|posting| posting.owner.as_ref() == Some(seat))
            .map(|posting| posting.id.clone())
            .collect();
        self.store_postings(postings).await?;
        if own.is_empty() {
            return Ok(());
        }
        // What stands there was there before this seat looked: that is written down first.
        self.cursor().await?;
        let query = OpportunityQuery {
            postings: own,
            stages: self.opening_stages().await?,
            archived: Some(false),
            expand_applications: true,
            ..OpportunityQuery::default()
        };
        if let Some(Step::Page(page)) = lever.opportunity_pages(query).next().await? {
            self.store_page(page.items, Reading::Backfill).await?;
        }
        Ok(())
    }

    /// The stages that invite, with their neighbours: a board that has no room for all opens these. Empty, which is all, where
    /// none is known to invite.
    async fn opening_stages(&self) -> Result<Vec<StageId>, PullError> {
        let stages = self.cache.read(|tx| tx.stages()).await?;
        let rules = self.rules();
        let invites = |stage: Option<&Stage>| stage.is_some_and(|one| rules.triggers(&one.id));
        let near = stages.iter().enumerate().filter(|(at, stage)| {
            let before = at.checked_sub(1).and_then(|at| stages.get(at));
            invites(Some(stage)) || invites(before) || invites(stages.get(at + 1))
        });
        Ok(near.map(|(_, stage)| stage.id.clone()).collect())
    }

    /// Reads everything, from where an earlier run stopped, then closes the gap.
    pub(crate) async fn backfill(&self) -> Result<(), PullError> {
        let cursor = self.cursor().await?;
        let started_ms = cursor.started_ms;
        let left: Vec<(usize, Window)> = cursor
            .windows
            .iter()
            .cloned()
            .enumerate()
            .filter(|(_, window)| !window.done)
            .collect();
        // A window asks for its next page while the last one is stored; it is not further ahead than that.
        let (pages, stored) = mpsc::channel(0);
        let read = left
            .into_iter()
            .map(|(place, window)| self.read_window(pages.clone(), place, window))
            .collect::<Vec<_>>();
        drop(pages);
        // What was read before something failed is stored all the same.
        let (read, stored) = futures::join!(try_join_all(read), self.store_windows(cursor, stored));
        stored?;
        read?;
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

    async fn read_window(
        &self,
        mut to: mpsc::Sender<Progress>,
        place: usize,
        window: Window,
    ) -> Result<(), PullError> {
        let mut pages = self
            .lever
            .at(Priority::Backfill)
            .opportunity_pages(created_within(&window));
        if let Some(offset) = window.offset {
            pages = pages.resume_at(offset);
        }
        while let Some(step) = pages.next().await? {
            let progress = match step {
                Step::Page(page) => Progress {
                    place,
                    rows: page.items,
                    done: page.next.is_none(),
                    offset: page.next,
                },
                // Lever forgot the place in the list: this window begins again.
                Step::Restarted => Progress {
                    place,
                    rows: Vec::new(),
                    offset: None,
                    done: false,
                },
            };
            if to.feed(progress).await.is_err() {
                // Storing has failed, and says so.
                return Ok(());
            }
        }
        Ok(())
    }

    /// Stores pages as they come, those that came meanwhile together: a transaction has its price, whatever it holds. How
    /// far each window is goes with its rows.
    async fn store_windows(
        &self,
        mut cursor: Cursor,
        mut from: mpsc::Receiver<Progress>,
    ) -> Result<(), PullError> {
        while let Some(first) = from.next().await {
            let mut batch = vec![first];
            while batch.len() < PAGES_TOGETHER
                && let Some(Some(next)) = from.next().now_or_never()
            {
                batch.push(next);
            }
            let mut rows = Vec::new();
            for progress in batch {
                if let Some(window) = cursor.windows.get_mut(progress.place) {
                    window.offset = progress.offset;
                    window.done = progress.done;
                }
                rows.extend(progress.rows);
            }
            let text = serde_json::to_string(&cursor).ok();
            self.store_rows(rows, Reading::Backfill, move |tx| {
                tx.set_sync_state(CURSOR, text.as_deref())
            })
            .await?;
        }
        Ok(())
    }

    async fn cursor(&self) -> Result<Cursor, PullError> {
        if let Some(text) = self.state(CURSOR).await?
            && let Ok(cursor) = serde_json::from_str(&text)
        {
            return Ok(cursor);
        }
        let started_ms = self.lever_now_ms();
        let cursor = Cursor {
            started_ms,
            windows: windows(started_ms),
        };
        let text = serde_json::to_string(&cursor).unwrap_or_default();
        let started = cursor.started_ms.to_string();
        self.cache
            .write(Cause::Sync, move |tx| {
                // The account is read a second time where more is to be kept: what happened since the first is still news.
                if tx.sync_state(BASELINE)?.is_none() {
                    tx.set_sync_state(BASELINE, Some(&started))?;
                }
                tx.set_sync_state(CURSOR, Some(&text))
            })
            .await?;
        Ok(cursor)
    }
}

/// The windows of a read that begins now, the youngest first. Together they hold every row, each row once.
fn windows(now_ms: i64) -> Vec<Window> {
    let mut windows = Vec::new();
    let mut to_ms = None;
    for age in AGES_MS {
        let from_ms = now_ms.saturating_sub(age);
        windows.push(Window {
            from_ms: Some(from_ms),
            to_ms,
            offset: None,
            done: false,
        });
        to_ms = Some(from_ms.saturating_sub(1));
    }
    windows.push(Window {
        from_ms: None,
        to_ms,
        offset: None,
        done: false,
    });
    windows
}

/// Archived ones too. No filter by `updatedAt`: rows that were not touched since 2020 have none and would be left out.
fn created_within(window: &Window) -> OpportunityQuery {
    OpportunityQuery {
        created_at_start_ms: window.from_ms,
        created_at_end_ms: window.to_ms,
        expand_applications: true,
        ..OpportunityQuery::default()
    }
}

#[cfg(test)]
mod tests {
    use super::windows;

    #[test]
    fn every_time_of_creation_lies_in_exactly_one_window() {
        let now = 1_800_000_000_000;
        let windows = windows(now);
        let edges = windows.iter().filter_map(|window| window.from_ms);
        let mut times: Vec<i64> = edges.flat_map(|edge| [edge - 1, edge, edge + 1]).collect();
        times.extend([i64::MIN, 0, now, now + 86_400_000, i64::MAX]);
        for time in times {
            let holding = windows.iter().filter(|window| {
                window.from_ms.is_none_or(|from| from <= time)
                    && window.to_ms.is_none_or(|to| time <= to)
            });
            assert_eq!(holding.count(), 1, "{time}");
        }
    }
}
