//! One page of opportunities: rows, evidence, journeys and the marks for what is still to be read, in one transaction.

use std::collections::BTreeSet;

use fulcrum_cache::desk::{Desk, StepKind};
use fulcrum_cache::{CacheReader, CacheTx, Cause, Error, Store};
use fulcrum_domain::ids::{ContactId, OpportunityId};
use fulcrum_domain::model::Opportunity;
use fulcrum_lever::Priority;

use super::{Pull, unlisted};
use crate::picture::rederive;
use crate::rules::{Rules, UNREAD, detail_mark};
use crate::schedule::Detail;

/// How a page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// The first full read: what stands there was there before this seat looked.
    Backfill,
    /// Everything later.
    Delta,
}

/// What a page brought.
#[derive(Clone, Debug, Default)]
pub(super) struct Stored {
    /// Candidates whose details are to be read.
    pub(super) details: Vec<Detail>,
    /// Stages, users and archive reasons that no list has, by id.
    pub(super) unlisted: BTreeSet<String>,
}

impl Pull {
    /// Stores a page and schedules the details it calls for.
    pub(super) async fn store_page(
        &self,
        opportunities: Vec<Opportunity>,
        reading: Reading,
    ) -> Result<Option<i64>, Error> {
        self.store_rows(opportunities, reading, |_| Ok(())).await
    }

    /// As [`Pull::store_page`], with something that holds once these rows are here, written with them.
    pub(super) async fn store_rows(
        &self,
        opportunities: Vec<Opportunity>,
        reading: Reading,
        with: impl FnOnce(&mut CacheTx<'_>) -> Result<(), Error> + Send + 'static,
    ) -> Result<Option<i64>, Error> {
        self.forget_anonymised(&opportunities).await?;
        // How far was read counts whoever is kept.
        let latest_ms = opportunities
            .iter()
            .filter_map(|opportunity| opportunity.updated_at_ms)
            .max();
        let opportunities = self.without_who_has_left(opportunities).await?;
        let rules = self.rules();
        let now_ms = self.clock.now_ms();
        let stored = self
            .cache
            .write(Cause::Sync, move |tx| {
                let stored = store(tx, &opportunities, reading, &rules, now_ms)?;
                with(tx)?;
                Ok(stored)
            })
            .await?;
        self.unlisted.meet(stored.unlisted);
        let mut schedule = self.schedule();
        for mut detail in stored.details {
            if self.on_screen(&detail.opportunity) {
                detail.priority = Priority::Screen;
            }
            schedule.add(detail);
        }
        Ok(latest_ms)
    }
}

impl Pull {
    /// Personal data that Lever has removed goes here too, notes and words included; what is left of the record comes
    /// back with the page.
    async fn forget_anonymised(&self, opportunities: &[Opportunity]) -> Result<(), Error> {
        let gone: Vec<(OpportunityId, ContactId)> = opportunities
            .iter()
            .filter(|opportunity| opportunity.is_anonymized)
            .map(|opportunity| (opportunity.id.clone(), opportunity.contact.clone()))
            .collect();
        if gone.is_empty() {
            return Ok(());
        }
        let still_named = {
            let gone = gone.clone();
            self.cache
                .read(move |tx| {
                    let mut still_named = Vec::new();
                    for (id, _) in gone {
                        if tx.opportunity(&id)?.is_some_and(|held| !held.is_anonymized) {
                            still_named.push(id);
                        }
                    }
                    Ok(still_named)
                })
                .await?
        };
        if let Some(desk) = &self.desk {
            self.forget_asked_for(desk, gone, &still_named).await?;
        }
        if !still_named.is_empty() {
            self.cache.erase(still_named).await?;
        }
        Ok(())
    }
}

impl Pull {
    /// Words that were asked for outlive the name, and an edit of the contact may hang on another opportunity. The cache
    /// comes after this: what it still names is erased again if this run ends here.
    async fn forget_asked_for(
        &self,
        desk: &Store<Desk>,
        gone: Vec<(OpportunityId, ContactId)>,
        still_named: &[OpportunityId],
    ) -> Result<(), Error> {
        let asked_for = desk
            .read(move |tx| {
                let mut asked_for = Vec::new();
                for (id, _) in &gone {
                    if !tx.intents_of(id)?.is_empty() {
                        asked_for.push(id.clone());
                    }
                }
                for intent in tx.open_intents()? {
                    let edits = intent.steps.iter().any(|step| match &step.kind {
                        StepKind::PutContact { contact, .. } => {
                            gone.iter().any(|(_, person)| person == contact)
                        }
                        _ => false,
                    });
                    if edits {
                        asked_for.push(intent.opportunity);
                    }
                }
                Ok(asked_for)
            })
            .await?;
        let from_desk: BTreeSet<_> = still_named.iter().cloned().chain(asked_for).collect();
        if !from_desk.is_empty() {
            desk.erase(from_desk.into_iter().collect()).await?;
        }
        Ok(())
    }
}

pub(super) fn store(
    tx: &mut CacheTx<'_>,
    opportunities: &[Opportunity],
    reading: Reading,
    rules: &Rules,
    now_ms: i64,
) -> Result<Stored, Error> {
    let mut stored = Stored::default();
    let baseline = reading == Reading::Backfill;
    let mut lists = unlisted::Lists::read(tx)?;
    for upserted in tx.upsert_opportunities(opportunities, now_ms, baseline)? {
        let Some(now) = tx.opportunity(&upserted.id)? else {
            continue;
        };
        lists.look(tx, &now, &mut stored.unlisted)?;
        let first_sight = upserted
            .before
            .as_ref()
            .is_none_or(|before| before.archived.is_some() && now.archived.is_none());
        rederive(tx, &now.id, rules, first_sight, now_ms)?;
        if calls_for_details(tx, &now, rules)? {
            let priority = match (reading, now.archived.is_some()) {
                (_, true) => Priority::Reconcile,
                (Reading::Backfill, false) => Priority::Backfill,
                (Reading::Delta, false) => Priority::Inflight,
            };
            stored.details.push(Detail::new(now.id, priority));
        }
    }
    Ok(stored)
}

/// Whether what hangs on an opportunity is to be read. If so, a mark that survives a restart says that there is still
/// something to read.
pub(crate) fn calls_for_details(
    tx: &mut CacheTx<'_>,
    opportunity: &Opportunity,
    rules: &Rules,
) -> Result<bool, Error> {
    let calls = rules.concerns_a_vendor(opportunity) && details_are_old(tx, opportunity)?;
    if calls {
        tx.set_sync_state(&detail_mark(&opportunity.id), Some(UNREAD))?;
    }
    Ok(calls)
}

/// Whether the last interaction is another than the one up to which the notes were read.
pub(super) fn details_are_old(
    tx: &CacheReader<'_>,
    opportunity: &Opportunity,
) -> Result<bool, Error> {
    let mark = tx.sync_state(&detail_mark(&opportunity.id))?;
    Ok(mark.as_deref() != Some(interaction(opportunity).as_str()))
}

/// The mark of an opportunity whose details are read.
pub(super) fn interaction(opportunity: &Opportunity) -> String {
    opportunity
        .last_interaction_at_ms
        .unwrap_or_default()
        .to_string()
}
