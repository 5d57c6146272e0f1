//! How long archived candidates stay in the copy on this machine.

use fulcrum_cache::Cause;
use fulcrum_domain::retention::Retention;

use crate::app::App;
use crate::failure;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{Leaving, Problem, RetentionView};

impl App {
    /// Archived candidates leave this machine after so many days; `None`: they stay. A longer time than before brings back who
    /// had left, by reading the account once more.
    ///
    /// # Errors
    /// `BadInput` for fewer than 7 or more than 365 days; storage problems.
    pub async fn set_retention(&self, days: Option<u32>) -> Result<Leaving, Problem> {
        let ready = self.ready()?;
        let chosen = match days {
            None => Some(Retention::Keep),
            Some(days) => u16::try_from(days).ok().and_then(Retention::days),
        };
        let Some(chosen) = chosen else {
            return Err(Trouble::BadInput {
                why: "Archived candidates can stay 7 to 365 days, or for ever.",
            }
            .into());
        };
        let before = ready
            .desk
            .write(Cause::Person, move |tx| tx.set_retention(chosen))
            .await
            .map_err(failure::desk)?;
        if chosen.brings_back(before) {
            ready
                .engine
                .read_everything_again()
                .await
                .map_err(|trouble| failure::sync(&trouble, &ready.host))?;
        } else {
            // Also where nothing changed: who asks wants it done.
            ready.engine.sync_now();
        }
        self.leaving().await
    }
}

pub(super) async fn view(ready: &Ready) -> Result<RetentionView, Problem> {
    let (rule, durations) = ready
        .desk
        .read(|tx| Ok((tx.retention()?, tx.flow_time_count()?)))
        .await
        .map_err(failure::desk)?;
    let archived_here = ready
        .cache
        .read(|tx| tx.archived_count())
        .await
        .map_err(failure::cache)?;
    Ok(RetentionView {
        days: match rule {
            Retention::Days(days) => Some(u32::from(days)),
            Retention::Keep => None,
        },
        fewest: u32::from(*Retention::DAYS.start()),
        most: u32::from(*Retention::DAYS.end()),
        archived_here,
        durations,
    })
}
