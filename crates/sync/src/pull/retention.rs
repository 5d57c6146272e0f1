//! Archived candidates leave the copy on this machine after a time, and reading the account again does not bring them back.

use std::collections::BTreeSet;

use fulcrum_cache::desk::Desk;
use fulcrum_cache::{Error, Store};
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::model::Opportunity;
use fulcrum_domain::retention::Retention;

use super::{Pull, PullError};

/// Candidates that leave in one go.
const AT_ONCE: u32 = 200;

impl Pull {
    /// The rule that holds here. Where nobody sits nobody has decided, and everything that is read is kept.
    async fn retention(&self) -> Result<Retention, Error> {
        match &self.desk {
            Some(desk) => desk.read(|tx| tx.retention()).await,
            None => Ok(Retention::Keep),
        }
    }

    /// Lever's time, ms; `None` before its first answer: a machine whose clock is years ahead must not empty the cache.
    fn certain_now_ms(&self) -> Option<i64> {
        let skew = self.lever.clock_skew_ms()?;
        Some(self.clock.now_ms().saturating_add(skew))
    }

    /// Removes everything about candidates whose time here is over, and keeps how long their links took. Whoever something
    /// is still asked for, or is on the screen, waits.
    pub(crate) async fn let_go(&self) -> Result<(), PullError> {
        let (Some(desk), Some(now_ms)) = (&self.desk, self.certain_now_ms()) else {
            return Ok(());
        };
        let Some(stays_ms) = self.retention().await?.ends_ms(0) else {
            return name_nobody(desk).await;
        };
        let until_ms = now_ms.saturating_sub(stays_ms);
        let mut waiting: BTreeSet<OpportunityId> = self.screen().into_iter().collect();
        loop {
            let (most, wait) = (
                AT_ONCE.saturating_add(u32::try_from(waiting.len()).unwrap_or(u32::MAX)),
                waiting.clone(),
            );
            let leaving = self
                .cache
                .read(move |tx| {
                    let mut ids = tx.archived_until(until_ms, most)?;
                    ids.retain(|id| !wait.contains(id));
                    tx.flow_times_of(&ids)
                })
                .await?;
            if leaving.is_empty() {
                return name_nobody(desk).await;
            }
            let named: Vec<OpportunityId> = leaving.keys().cloned().collect();
            for id in &named {
                self.schedule().forget(id);
            }
            let left = desk.let_go(leaving).await?;
            waiting.extend(named.into_iter().filter(|id| !left.contains(id)));
            if !left.is_empty() {
                tracing::info!(count = left.len(), "archived candidates have left");
                self.erase_from_cache(left).await?;
            }
            desk.has_let_go().await?;
        }
    }

    /// Leaves out of a page who is not here and whose time here would be over.
    pub(super) async fn without_who_has_left(
        &self,
        mut page: Vec<Opportunity>,
    ) -> Result<Vec<Opportunity>, Error> {
        let Some(now_ms) = self.certain_now_ms() else {
            return Ok(page);
        };
        if page.iter().all(|one| one.archived.is_none()) {
            return Ok(page);
        }
        let rule = self.retention().await?;
        let over: Vec<OpportunityId> = page
            .iter()
            .filter(|one| rule.is_over(one.archived.as_ref(), now_ms))
            .map(|one| one.id.clone())
            .collect();
        if over.is_empty() {
            return Ok(page);
        }
        // Who is here still changes with Lever until the slow round takes the whole of them.
        let absent = self
            .cache
            .read(move |tx| {
                let mut absent = BTreeSet::new();
                for id in over {
                    if tx.opportunity(&id)?.is_none() {
                        absent.insert(id);
                    }
                }
                Ok(absent)
            })
            .await?;
        page.retain(|one| !absent.contains(&one.id));
        Ok(page)
    }
}

/// An earlier run may have ended when the cache had lost somebody and the desk still named them.
async fn name_nobody(desk: &Store<Desk>) -> Result<(), PullError> {
    if desk.read(|tx| tx.is_letting_go()).await? {
        desk.has_let_go().await?;
    }
    Ok(())
}
