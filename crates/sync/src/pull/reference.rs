//! Stages, users, archive reasons and postings: read first, since cards name them, and again now and then, since most of
//! these lists have no "changed since".

use fulcrum_cache::Cause;
use fulcrum_domain::model::Posting;
use fulcrum_lever::{Code, LeverError, PostingQuery, Priority};

use super::{Pull, PullError};
use crate::picture::rederive;

/// Row of the cache's sync state: the latest `updatedAt` of a posting seen, ms.
const POSTINGS_SEEN: &str = "postings";

/// Postings are asked for again from this long before the latest one seen, ms.
const POSTING_OVERLAP_MS: i64 = 60_000;

impl Pull {
    /// Reads everything that cards refer to. A right that the key lacks leaves that list empty: the board works without
    /// users' names, but not without stages.
    pub(crate) async fn read_reference(&self) -> Result<(), PullError> {
        self.read_lists().await?;
        self.read_postings().await
    }

    /// Stages alone.
    pub(crate) async fn read_stages(&self) -> Result<(), PullError> {
        let stages = self.lever.at(Priority::Delta).stages().await?;
        self.cache
            .write(Cause::Sync, move |tx| tx.replace_stages(&stages))
            .await?;
        Ok(())
    }

    /// All that [`Pull::read_reference`] reads but the stages.
    pub(crate) async fn read_beside_stages(&self) -> Result<(), PullError> {
        futures::try_join!(self.read_people_and_reasons(), self.read_postings())?;
        Ok(())
    }

    /// Users and archive reasons.
    async fn read_people_and_reasons(&self) -> Result<(), PullError> {
        let lever = self.lever.at(Priority::Delta);
        let (users, reasons) = futures::join!(lever.users(), lever.archive_reasons());
        let users = unless_forbidden(users)?;
        let reasons = unless_forbidden(reasons)?;
        self.cache
            .write(Cause::Sync, move |tx| {
                tx.upsert_users(&users)?;
                tx.upsert_archive_reasons(&reasons)?;
                Ok(())
            })
            .await?;
        Ok(())
    }

    /// Stages, users and archive reasons.
    pub(crate) async fn read_lists(&self) -> Result<(), PullError> {
        // Asked side by side: each takes as long as the way to Lever and back.
        futures::try_join!(self.read_stages(), self.read_people_and_reasons())?;
        Ok(())
    }

    /// Reads postings that changed; all of them the first time.
    pub(crate) async fn read_postings(&self) -> Result<(), PullError> {
        let lever = self.lever.at(Priority::Delta);
        let query = PostingQuery {
            updated_at_start_ms: self
                .state_ms(POSTINGS_SEEN)
                .await?
                .map(|at| at.saturating_sub(POSTING_OVERLAP_MS)),
            confidential_too: false,
        };
        let mut offset = None;
        let mut latest = None;
        loop {
            let page = match lever.postings(&query, offset.as_ref()).await {
                Ok(page) => page,
                Err(error) if error.code == Code::PermissionMissing => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            let changed = page.items.iter().filter_map(|one| one.updated_at_ms).max();
            latest = latest.max(changed);
            self.store_postings(page.items).await?;
            match page.next {
                Some(next) if offset.as_ref() != Some(&next) => offset = Some(next),
                _ => break,
            }
        }
        self.raise_postings_seen(latest).await
    }

    /// The mark rises only after the last page: neither half a list nor one posting that was read for itself says that all
    /// others are known up to then.
    async fn raise_postings_seen(&self, latest_ms: Option<i64>) -> Result<(), PullError> {
        let known = self.state_ms(POSTINGS_SEEN).await?;
        if latest_ms > known {
            let text = latest_ms.map(|at| at.to_string());
            self.set_state(POSTINGS_SEEN, text).await?;
        }
        Ok(())
    }

    /// Stores postings; the journeys of their candidates follow from their tags.
    pub(crate) async fn store_postings(&self, postings: Vec<Posting>) -> Result<(), PullError> {
        let rules = self.rules();
        let now_ms = self.clock.now_ms();
        self.cache
            .write(Cause::Sync, move |tx| {
                for posting in tx.upsert_postings(&postings)? {
                    for opportunity in tx.opportunities_of_posting(&posting)? {
                        rederive(tx, &opportunity, &rules, false, now_ms)?;
                    }
                }
                Ok(())
            })
            .await?;
        Ok(())
    }
}

fn unless_forbidden<T: Default>(read: Result<T, LeverError>) -> Result<T, LeverError> {
    match read {
        Err(error) if error.code == Code::PermissionMissing => {
            tracing::warn!(
                endpoint = error.endpoint,
                permission = error.permission,
                "the key may not read this; going on without"
            );
            Ok(T::default())
        }
        other => other,
    }
}
