//! A link into the program waits here until the window takes it: it may come before there is a window, and before anybody is
//! connected.

use std::sync::{Mutex, PoisonError};

use fulcrum_app::deep_link;
use fulcrum_app::domain::ids::OpportunityId;
use fulcrum_app::view::Problem;
use tauri::{AppHandle, Manager};
use tauri_specta::Event;

use crate::events::LinkAsked;

/// The link that was asked for last, read already; what it leads to replaces what nobody has taken.
#[derive(Default)]
pub(crate) struct AskedLink(Mutex<Option<Result<OpportunityId, Problem>>>);

impl AskedLink {
    /// Whom the last link leads to, or why it leads nowhere; once.
    pub(crate) fn take(&self) -> Result<Option<OpportunityId>, Problem> {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        asked.take().transpose()
    }

    /// Keeps a link for the window.
    pub(crate) fn ask(&self, link: &str) {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *asked = Some(deep_link::candidate(link));
    }
}

/// Keeps a link and tells the window, if it listens already; otherwise it asks when it opens.
pub(crate) fn follow(handle: &AppHandle, link: &str) {
    handle.state::<AskedLink>().ask(link);
    if let Err(error) = LinkAsked.emit(handle) {
        tracing::warn!(%error, "The window did not hear of a link.");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_taken_once_and_the_last_one_counts() {
        let asked = AskedLink::default();
        assert_eq!(asked.take(), Ok(None));
        asked.ask("fulcrum://opportunity/one");
        asked.ask("fulcrum://opportunity/two");
        assert_eq!(asked.take(), Ok(Some(OpportunityId::from("two"))));
        assert_eq!(asked.take(), Ok(None));
        asked.ask("fulcrum://disconnect/now");
        assert!(asked.take().is_err());
        assert_eq!(asked.take(), Ok(None));
    }
}
