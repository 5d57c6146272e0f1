//! What an admin confirms with a date, because no interface shows it.

use fulcrum_cache::desk::DeskReader;
use fulcrum_cache::{Cause, Error};
use fulcrum_domain::ids::UserId;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::failure;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{Problem, Stated, StatedFact};

/// Row of the preferences.
const STATED: &str = "stated";

/// Where the set-up was left, a row of the preferences.
const PLACE: &str = "setup/place";

/// A confirmed fact as the desk keeps it and a team file carries it. The fact is a word, so that a newer build's facts
/// survive an older build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) fact: String,
    pub(crate) value: String,
    pub(crate) by: UserId,
    pub(crate) at_ms: i64,
}

/// All facts, each with the word it is kept under.
pub(crate) const FACTS: [(StatedFact, &str); 9] = [
    (StatedFact::MyInterviewConnected, "myinterview_connected"),
    (StatedFact::MyInterviewTrigger, "myinterview_trigger"),
    (StatedFact::MyInterviewMessages, "myinterview_messages"),
    (StatedFact::MyInterviewDefault, "myinterview_default"),
    (StatedFact::MyInterviewBranding, "myinterview_branding"),
    (StatedFact::MyInterviewReminders, "myinterview_reminders"),
    (StatedFact::StageChangeWebhook, "stage_change_webhook"),
    (StatedFact::ArchiveChangeWebhook, "archive_change_webhook"),
    (StatedFact::JobTwineConnected, "jobtwine_connected"),
];

/// Longest value that is kept: an id.
const LONGEST_VALUE: usize = 100;

impl StatedFact {
    /// The word it is kept under.
    pub(crate) fn word(self) -> &'static str {
        FACTS
            .iter()
            .find(|(fact, _)| *fact == self)
            .map_or("", |(_, word)| word)
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        FACTS
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(fact, _)| *fact)
    }

    /// Whether the fact can have this value.
    pub(crate) fn takes(self, value: &str) -> bool {
        match self {
            Self::MyInterviewTrigger => {
                !value.is_empty()
                    && value.len() <= LONGEST_VALUE
                    && !value.contains(char::is_control)
            }
            Self::MyInterviewReminders | Self::StageChangeWebhook | Self::ArchiveChangeWebhook => {
                matches!(value, "on" | "off")
            }
            Self::MyInterviewConnected
            | Self::MyInterviewMessages
            | Self::MyInterviewDefault
            | Self::MyInterviewBranding
            | Self::JobTwineConnected => value == "yes",
        }
    }
}

/// Everything that was confirmed.
pub(crate) fn kept(tx: &DeskReader<'_>) -> Result<Vec<Kept>, Error> {
    Ok(tx.preference(STATED)?.unwrap_or_default())
}

impl App {
    /// Confirms a fact with today's date and this seat's name. `None` takes the statement back.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected or for a value the fact cannot have; storage problems.
    pub async fn state_fact(&self, fact: StatedFact, value: Option<&str>) -> Result<(), Problem> {
        let ready = self.ready()?;
        if value.is_some_and(|value| !fact.takes(value)) {
            return Err(Trouble::BadInput {
                why: "This cannot be said about it.",
            }
            .into());
        }
        let stated = value.map(|value| Kept {
            fact: fact.word().to_owned(),
            value: value.to_owned(),
            by: ready.seat.user.clone(),
            at_ms: ready.now_ms(),
        });
        keep(&ready, move |all| {
            all.retain(|one| one.fact != fact.word());
            all.extend(stated);
        })
        .await?;
        self.inner.events.session_changed();
        Ok(())
    }

    /// What was confirmed, in the order of [`StatedFact`].
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn stated(&self) -> Result<Vec<Stated>, Problem> {
        stated(&*self.ready()?).await
    }

    /// Where the set-up was left: the step's name, as the window gave it.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn setup_place(&self) -> Result<Option<String>, Problem> {
        self.ready()?
            .desk
            .read(|tx| tx.preference(PLACE))
            .await
            .map_err(failure::desk)
    }

    /// Keeps where the set-up was left.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected, or for what is no step's name; storage problems.
    pub async fn set_setup_place(&self, step: &str) -> Result<(), Problem> {
        let ready = self.ready()?;
        if step.len() > LONGEST_VALUE {
            return Err(Trouble::NotFound { what: "step" }.into());
        }
        let step = step.to_owned();
        ready
            .desk
            .write(Cause::Person, move |tx| tx.set_preference(PLACE, &step))
            .await
            .map_err(failure::desk)
    }
}

/// What was confirmed, with the names of those who did.
pub(crate) async fn stated(ready: &Ready) -> Result<Vec<Stated>, Problem> {
    let all = ready.desk.read(kept).await.map_err(failure::desk)?;
    let seat = ready.seat.clone();
    ready
        .cache
        .read(move |tx| {
            let mut stated = Vec::new();
            for one in all {
                let Some(fact) = StatedFact::of(&one.fact) else {
                    continue;
                };
                let by = if one.by == seat.user {
                    Some(seat.name.clone())
                } else {
                    tx.user(&one.by)?.map(|user| user.name)
                };
                stated.push(Stated {
                    fact,
                    value: one.value,
                    by,
                    at_ms: one.at_ms,
                });
            }
            stated.sort_by_key(|one| one.fact);
            Ok(stated)
        })
        .await
        .map_err(failure::cache)
}

/// Changes what was confirmed.
pub(crate) async fn keep(
    ready: &Ready,
    edit: impl FnOnce(&mut Vec<Kept>) + Send + 'static,
) -> Result<(), Problem> {
    ready
        .desk
        .write(Cause::Person, move |tx| {
            let mut all: Vec<Kept> = tx.preference(STATED)?.unwrap_or_default();
            edit(&mut all);
            tx.set_preference(STATED, &all)
        })
        .await
        .map_err(failure::desk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_a_word_of_its_own_and_comes_back_from_it() {
        for (fact, word) in FACTS {
            assert_eq!(fact.word(), word);
            assert_eq!(StatedFact::of(word), Some(fact));
        }
        assert_eq!(StatedFact::of("something_newer"), None);
    }

    #[test]
    fn a_fact_takes_its_own_values_only() {
        assert!(StatedFact::MyInterviewReminders.takes("off"));
        assert!(!StatedFact::MyInterviewReminders.takes("yes"));
        assert!(StatedFact::JobTwineConnected.takes("yes"));
        assert!(!StatedFact::JobTwineConnected.takes("on"));
        assert!(StatedFact::MyInterviewTrigger.takes("lead-new"));
        for wrong in ["", "a\nb", &"x".repeat(101)] {
            assert!(!StatedFact::MyInterviewTrigger.takes(wrong), "{wrong:?}");
        }
    }
}
