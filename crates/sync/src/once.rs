//! Reading once without a seat: the whole account the first time, afterwards what changed. Nothing is carried out, nobody is
//! told, and it ends.

use std::sync::Arc;

use fulcrum_cache::{Cache, Store};
use fulcrum_domain::clock::Clock;
use fulcrum_lever::Lever;

use crate::pull::{LONG_OVERLAP_MS, Pull, PullError};
use crate::rules::Rules;
use crate::status::Trouble;

/// What a reading without a seat is made of.
pub struct Once {
    /// Lever.
    pub lever: Lever,
    /// The rebuildable file. No desk may lie beside it: what a seat asked for about somebody who is gone would stay there.
    pub cache: Store<Cache>,
    /// The vendors' set-ups and how notes are read.
    pub rules: Rules,
    /// Wall clock.
    pub clock: Arc<dyn Clock>,
}

impl Once {
    /// Reads stages, users, archive reasons, postings and the list of opportunities, then what was deleted meanwhile. Notes and
    /// interviews are marked as unread and are read once a window is open. After a failure, the next reading goes on from
    /// there.
    ///
    /// # Errors
    /// What kept it from being read.
    pub async fn read(self) -> Result<(), Trouble> {
        let pull = Pull::new(
            self.lever,
            self.cache,
            None,
            self.clock,
            Vec::new(),
            self.rules,
        );
        Ok(everything(&pull).await?)
    }
}

async fn everything(pull: &Pull) -> Result<(), PullError> {
    // First, since Lever's clock is known from the first answer on.
    pull.read_lists().await?;
    if pull.filled().await? {
        pull.read_postings().await?;
        pull.delta(LONG_OVERLAP_MS).await?;
    } else {
        futures::try_join!(pull.read_postings(), pull.backfill())?;
    }
    pull.deletions().await
}
