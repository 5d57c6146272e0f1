//! Which stage means "invite": chosen when the vendor is connected, kept by id.

use reqwest::Method;
use serde_json::Value;

use super::MyInterview;
use super::choices::TriggerBy;
use super::invite::text;

/// The chosen stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trigger {
    /// Lever's stage id.
    pub(super) stage: String,
    /// Its title when it was chosen; empty before anybody asked Lever.
    pub(super) title: String,
}

impl MyInterview {
    /// Whether entering this stage means "invite".
    pub(super) async fn triggers(&self, stage: &str) -> bool {
        let chosen = self.trigger();
        match self.switches().trigger_by {
            TriggerBy::Id => stage == chosen.stage,
            TriggerBy::Title => {
                let title = if chosen.title.is_empty() {
                    self.learn_title().await
                } else {
                    Some(chosen.title)
                };
                let entered = self.title_of(stage).await;
                entered.is_some() && entered == title
            }
        }
    }

    /// Asks Lever for the chosen stage's title and keeps it.
    pub(super) async fn learn_title(&self) -> Option<String> {
        let chosen = self.trigger().stage;
        let title = self.title_of(&chosen).await?;
        let mut trigger = self.trigger_mut();
        if trigger.stage == chosen {
            trigger.title.clone_from(&title);
        }
        Some(title)
    }

    async fn title_of(&self, stage: &str) -> Option<String> {
        let seen = self
            .lever
            .call(Method::GET, &["stages", stage], &[], None)
            .await;
        self.heard(seen)
            .ok()
            .map(|seen| text(&seen, "text").to_owned())
    }

    /// All stages of the account: id and title.
    ///
    /// # Errors
    /// A sentence, when Lever refused.
    pub(super) async fn stages(&self) -> Result<Vec<(String, String)>, String> {
        let listed = self.heard(self.lever.list(&["stages"], &[]).await);
        let listed =
            listed.map_err(|refused| format!("Lever did not show its stages ({refused:?})"))?;
        let pair = |stage: &Value| (text(stage, "id").to_owned(), text(stage, "text").to_owned());
        Ok(listed.iter().map(pair).collect())
    }

    /// An admin chooses another trigger stage, by id.
    ///
    /// # Errors
    /// A sentence: Lever has no such stage, or refused.
    pub async fn choose_stage(&self, stage: &str) -> Result<(), String> {
        let stages = self.stages().await?;
        let Some((id, title)) = stages.into_iter().find(|(id, _)| id == stage) else {
            return Err("Lever has no such stage".to_owned());
        };
        *self.trigger_mut() = Trigger { stage: id, title };
        Ok(())
    }
}
