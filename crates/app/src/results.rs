//! What an interview left behind: its links are read when somebody wants them, checked, and kept nowhere.

use fulcrum_domain::journey::{Journey, JourneyKey};

use crate::app::App;
use crate::failure;
use crate::links;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{Problem, ResultPart};

impl App {
    /// The checked address of a report or a recording. `allow_host` opens an unknown host this once. Opening counts as
    /// seeing.
    ///
    /// # Errors
    /// `NotFound` without such a link; `LinkRefused` for what must not be opened; storage problems.
    pub async fn open_result(
        &self,
        journey: &JourneyKey,
        part: ResultPart,
        allow_host: bool,
    ) -> Result<String, Problem> {
        let ready = self.ready()?;
        let link = ready.result_link(journey, part).await?;
        let hosts = ready.setup_of(journey.vendor).hosts;
        let checked = links::checked(&link, &hosts, allow_host, ready.training)?;
        self.feedback_seen(journey).await?;
        Ok(checked)
    }

    /// The link itself, for the clipboard: whoever has it can watch, and the person wants to hand it on. Which host it leads
    /// to is the person's to judge; that it is secure is not.
    ///
    /// # Errors
    /// As [`App::open_result`].
    pub async fn result_link(
        &self,
        journey: &JourneyKey,
        part: ResultPart,
    ) -> Result<String, Problem> {
        let ready = self.ready()?;
        let link = ready.result_link(journey, part).await?;
        links::checked(&link, &[], true, ready.training)
    }

    /// The person has seen what the expert says.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn feedback_seen(&self, journey: &JourneyKey) -> Result<(), Problem> {
        let ready = self.ready()?;
        if ready.watched().await?.contains(journey) {
            return Ok(());
        }
        ready.mark_watched(journey.clone()).await?;
        self.inner.events.card_changed(&journey.opportunity);
        Ok(())
    }
}

impl Ready {
    /// A link as the journey holds it now, unchecked.
    pub(crate) async fn result_link(
        &self,
        key: &JourneyKey,
        part: ResultPart,
    ) -> Result<String, Problem> {
        let opportunity = key.opportunity.clone();
        let journeys = self
            .cache
            .read(move |tx| tx.journeys(&opportunity))
            .await
            .map_err(failure::cache)?;
        journeys
            .iter()
            .find(|journey| journey.key == *key)
            .and_then(|journey| link_of(journey, part))
            .map(str::to_owned)
            .ok_or_else(|| Trouble::NotFound { what: "result" }.into())
    }
}

/// A journey's link of one kind.
pub(crate) fn link_of(journey: &Journey, part: ResultPart) -> Option<&str> {
    match part {
        ResultPart::Video => match &journey.interview.feedback {
            Some(feedback) => feedback.video_url.as_deref(),
            None => journey.review_url.as_deref(),
        },
        ResultPart::Report => {
            let feedback = journey.interview.feedback.as_ref()?;
            feedback.report_url.as_deref()
        }
    }
}
