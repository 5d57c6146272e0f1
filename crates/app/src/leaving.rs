//! Leaving, as carefully as arriving: a vendor is switched off and watched afterwards, Lever is disconnected, everything is
//! removed with a receipt, and archived candidates go by themselves.

mod disconnect;
mod receipt;
mod retention;
mod vendor;
mod wipe;

pub use wipe::{Wipe, clear_webview};

pub(crate) use disconnect::forget_left;

use fulcrum_cache::desk::Intent;

use crate::app::App;
use crate::failure;
use crate::picture::stage_name;
use crate::ready::Ready;
use crate::session::Access;
use crate::view::{Leaving, Problem, WaitingChange};

/// Lever's page of everything that was let in. Source: the page that Lever's own instructions for an API key lead to.
const INTEGRATIONS: &str = "https://hire.lever.co/settings/integrations";

impl App {
    /// Everything the section shows, from what is here.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn leaving(&self) -> Result<Leaving, Problem> {
        let ready = self.ready()?;
        let access = match ready.access {
            Access::Key(_) => "key",
            Access::Grant(_) => "grant",
        };
        Ok(Leaving {
            vendors: vendor::standing(&ready).await?,
            access: access.to_owned(),
            waiting: waiting(&ready).await?,
            retention: retention::view(&ready).await?,
        })
    }

    /// Lever's page where a Super Admin ends what was let in, or the training's page that stands for it.
    ///
    /// # Errors
    /// `NotFound` in a training without such a page.
    pub fn authorized_apps_url(&self) -> Result<String, Problem> {
        match &self.inner.config.training {
            None => Ok(INTEGRATIONS.to_owned()),
            Some(training) => training
                .console
                .as_ref()
                .map(|console| format!("{console}?view=access"))
                .ok_or_else(|| crate::Trouble::NotFound { what: "page" }.into()),
        }
    }
}

/// What waits to be sent, in the order it was asked for.
async fn waiting(ready: &Ready) -> Result<Vec<WaitingChange>, Problem> {
    let intents = ready
        .desk
        .read(|tx| tx.open_intents())
        .await
        .map_err(failure::desk)?;
    named(ready, intents).await
}

async fn named(ready: &Ready, intents: Vec<Intent>) -> Result<Vec<WaitingChange>, Problem> {
    ready
        .cache
        .read(move |tx| {
            let stages = tx.stages()?;
            let mut named = Vec::new();
            for intent in intents {
                let held = tx.opportunity(&intent.opportunity)?;
                named.push(WaitingChange {
                    name: held.map(|held| held.name).unwrap_or_default(),
                    to: intent.target_stage().map(|to| stage_name(&stages, to)),
                    opportunity: intent.opportunity,
                });
            }
            Ok(named)
        })
        .await
        .map_err(failure::cache)
}
