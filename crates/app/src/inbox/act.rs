//! What a person does with items: look, done, snooze, mute, and back again. Contacts nobody.

use fulcrum_cache::Cause;
use fulcrum_domain::attention::{self, Activity, Item, Snooze, snooze_choices, until};
use fulcrum_domain::ids::OpportunityId;

use super::{Line, standing};
use crate::app::App;
use crate::failure;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{InboxTab, Problem, SnoozeChoice, SnoozeOffer};

impl App {
    /// Somebody looked at an item.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems. An item that is gone meanwhile is no error.
    pub async fn inbox_seen(&self, key: &str) -> Result<(), Problem> {
        let ready = self.ready()?;
        let Some(item) = held(&ready, key).await?.and_then(|line| line.item) else {
            return Ok(());
        };
        let now_ms = ready.now_ms();
        ready
            .desk
            .write(Cause::Person, move |tx| {
                tx.mark_seen(
                    &item.key.text(),
                    &item.key.journey.opportunity,
                    &item.version,
                    now_ms,
                )
            })
            .await
            .map_err(failure::desk)
    }

    /// An item is done. If the same thing happens anew, it comes back.
    ///
    /// # Errors
    /// `NotFound` when it is gone meanwhile; storage problems.
    pub async fn inbox_done(&self, key: &str) -> Result<(), Problem> {
        let ready = self.ready()?;
        let item = needed(&ready, key).await?;
        let now_ms = ready.now_ms();
        ready
            .desk
            .write(Cause::Person, move |tx| tx.mark_done(&item, now_ms))
            .await
            .map_err(failure::desk)
    }

    /// Puts an item off.
    ///
    /// # Errors
    /// `NotFound` when it is gone meanwhile; `BadInput` for a time that has passed; storage problems.
    pub async fn inbox_snooze(&self, key: &str, choice: SnoozeChoice) -> Result<(), Problem> {
        let ready = self.ready()?;
        let item = needed(&ready, key).await?;
        put_off(&ready, vec![item], choice).await
    }

    /// Puts off everything of a candidate that needs the recruiter, as a notification offers it.
    ///
    /// # Errors
    /// Storage problems.
    pub async fn snooze_candidate(
        &self,
        id: &OpportunityId,
        choice: SnoozeChoice,
    ) -> Result<(), Problem> {
        let ready = self.ready()?;
        let items = standing(&ready)
            .await?
            .lines
            .into_iter()
            .filter(|line| line.tab == InboxTab::NeedsYou && line.key.opportunity == *id)
            .filter_map(|line| line.item)
            .collect();
        put_off(&ready, items, choice).await
    }

    /// Takes back that an item was done or put off.
    ///
    /// # Errors
    /// Storage problems. An item that is gone meanwhile is no error: there is nothing to take back.
    pub async fn inbox_restore(&self, key: &str) -> Result<(), Problem> {
        let ready = self.ready()?;
        let Some(line) = held(&ready, key).await? else {
            return Ok(());
        };
        let (key, now_ms) = (key.to_owned(), ready.now_ms());
        let version = line.item.map(|item| item.version).unwrap_or_default();
        ready
            .desk
            .write(Cause::Person, move |tx| {
                tx.restore_item(&key, &line.key.opportunity, &version, now_ms)
                    .map(|_| ())
            })
            .await
            .map_err(failure::desk)
    }

    /// Mutes a candidate: no items, no notifications. Or lets them be heard again.
    ///
    /// # Errors
    /// Storage problems.
    pub async fn mute(&self, id: &OpportunityId, muted: bool) -> Result<(), Problem> {
        let ready = self.ready()?;
        let (id, now_ms) = (id.clone(), ready.now_ms());
        ready
            .desk
            .write(Cause::Person, move |tx| tx.set_muted(&id, muted, now_ms))
            .await
            .map_err(failure::desk)
    }

    /// What an item can be put off until, with the times on the seat's clock.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected.
    pub async fn snooze_offers(&self) -> Result<Vec<SnoozeOffer>, Problem> {
        let ready = self.ready()?;
        Ok(snooze_choices(ready.now_ms(), &ready.zone)
            .into_iter()
            .map(|(choice, at_ms)| SnoozeOffer {
                choice: offered(choice),
                at_ms,
            })
            .collect())
    }
}

async fn held(ready: &Ready, key: &str) -> Result<Option<Line>, Problem> {
    Ok(standing(ready)
        .await?
        .lines
        .into_iter()
        .find(|line| line.text == key))
}

async fn needed(ready: &Ready, key: &str) -> Result<Item, Problem> {
    held(ready, key)
        .await?
        .and_then(|line| line.item)
        .ok_or_else(|| Trouble::NotFound { what: "item" }.into())
}

async fn put_off(ready: &Ready, items: Vec<Item>, choice: SnoozeChoice) -> Result<(), Problem> {
    let now_ms = ready.now_ms();
    let mut snoozes = Vec::new();
    for item in items {
        let (id, user) = (
            item.key.journey.opportunity.clone(),
            ready.seat.user.clone(),
        );
        let (results, noted_ms) = ready
            .cache
            .read(move |tx| Ok((tx.results_of(&id)?, tx.noted_by_others_ms(&id, &user)?)))
            .await
            .map_err(failure::cache)?;
        let activity = Activity {
            now_ms,
            results,
            noted_ms,
            changed_ms: now_ms,
        };
        let until = until(chosen(choice), &activity, &ready.zone).ok_or(Trouble::BadInput {
            why: "That time has passed.",
        })?;
        let version = item.version.clone();
        let snooze = Snooze {
            version,
            since_ms: now_ms,
            until,
        };
        snoozes.push((item, snooze));
    }
    ready
        .desk
        .write(Cause::Person, move |tx| {
            for (item, snooze) in &snoozes {
                tx.snooze_item(&item.key.text(), &item.key.journey.opportunity, snooze)?;
            }
            Ok(())
        })
        .await
        .map_err(failure::desk)
}

fn chosen(choice: SnoozeChoice) -> attention::SnoozeChoice {
    use attention::SnoozeChoice as Rule;
    match choice {
        SnoozeChoice::Hour => Rule::Hour,
        SnoozeChoice::Afternoon => Rule::Afternoon,
        SnoozeChoice::Tomorrow => Rule::Tomorrow,
        SnoozeChoice::NextWeek => Rule::NextWeek,
        SnoozeChoice::Result => Rule::Result,
        SnoozeChoice::Note => Rule::Note,
        SnoozeChoice::Quiet => Rule::Quiet,
    }
}

fn offered(choice: attention::SnoozeChoice) -> SnoozeChoice {
    use attention::SnoozeChoice as Rule;
    match choice {
        Rule::Hour => SnoozeChoice::Hour,
        Rule::Afternoon => SnoozeChoice::Afternoon,
        Rule::Tomorrow => SnoozeChoice::Tomorrow,
        Rule::NextWeek => SnoozeChoice::NextWeek,
        Rule::Result => SnoozeChoice::Result,
        Rule::Note => SnoozeChoice::Note,
        Rule::Quiet => SnoozeChoice::Quiet,
    }
}
