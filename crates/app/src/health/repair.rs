//! What one key does about a check.

use fulcrum_cache::Cause;
use fulcrum_domain::health::Standing;

use super::known::Known;
use super::{of, postings, watch};
use crate::app::App;
use crate::failure;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{Check, Health, Problem, Repair};

impl App {
    /// Does what one key does about a check, where nothing has to be asked first: pins a stage anew, mends a tag, takes what
    /// changed as right, or looks again. What only a person can do is left to the page.
    ///
    /// # Errors
    /// `NotFound` for a check that is not there; `BadInput` where somebody has to choose; whatever keeps the repair from being
    /// made.
    pub async fn repair(&self, check: &str) -> Result<Health, Problem> {
        let ready = self.ready()?;
        let known = Known::read(&ready).await?;
        let found = find(&of(&known), check).ok_or(Trouble::NotFound { what: "check" })?;
        match found.repair {
            Some(Repair::RepinStage { vendor, stage }) => {
                self.choose_trigger_stage(vendor, &stage).await?;
            }
            Some(Repair::FixPostingTags) => {
                let (posting, mend) = postings::mend(&known, check).ok_or(CHOOSE)?;
                self.fix_posting_tag(&posting.id, mend.from.as_deref(), &mend.to)
                    .await?;
            }
            Some(Repair::Accept) => accept(&ready, check).await?,
            Some(Repair::CheckAgain) => return self.check_health().await,
            Some(
                Repair::Go(_)
                | Repair::OpenLever { .. }
                | Repair::ImportTemplates
                | Repair::Reconnect,
            )
            | None => return Err(CHOOSE.into()),
        }
        watch::look(&ready, &self.inner.events).await
    }

    /// It was changed on purpose, though it does not work as it is: nothing is compared with how it was any more, and the
    /// page shows it as it is.
    ///
    /// # Errors
    /// Storage problems.
    pub async fn accept_change(&self, check: &str) -> Result<Health, Problem> {
        let ready = self.ready()?;
        accept(&ready, check).await?;
        watch::look(&ready, &self.inner.events).await
    }

    /// The page of Lever that a check's repair leads to; `None` where it leads nowhere outside.
    ///
    /// # Errors
    /// As [`App::health`].
    pub async fn repair_page(&self, check: &str) -> Result<Option<String>, Problem> {
        let ready = self.ready()?;
        let known = Known::read(&ready).await?;
        Ok(
            match find(&of(&known), check).and_then(|found| found.repair) {
                Some(Repair::OpenLever { .. }) => Some(page(&ready)),
                _ => None,
            },
        )
    }
}

const CHOOSE: Trouble = Trouble::BadInput {
    why: "This takes a choice. Its step in Setup & health shows what there is to choose from.",
};

fn find(health: &Health, check: &str) -> Option<Check> {
    health
        .steps
        .iter()
        .flat_map(|step| &step.checks)
        .find(|one| one.id == check && one.standing >= Standing::Unverifiable)
        .cloned()
}

/// From now on it is compared with how it is.
pub(crate) async fn accept(ready: &Ready, check: &str) -> Result<(), Problem> {
    let (check, now_ms) = (check.to_owned(), ready.now_ms());
    ready
        .desk
        .write(Cause::Person, move |tx| tx.forget_check(&check, now_ms))
        .await
        .map_err(failure::desk)
}

/// Where Lever is opened. The addresses of its settings are not published, so the browser begins at the front door and the way
/// to a setting is said in words.
fn page(ready: &Ready) -> String {
    if ready.training {
        // The invented account has its own page, on the same machine.
        return format!("http://{}/console", ready.host);
    }
    let site = if ready.host.contains("sandbox.lever.co") {
        "https://hire.sandbox.lever.co/"
    } else {
        "https://hire.lever.co/"
    };
    site.to_owned()
}
