//! The scheduled interview as an externally managed panel in Lever, where that is switched on.

use reqwest::Method;
use serde_json::{Value, json};

use super::JobTwine;
use super::interview::Interview;
use super::race::initials;
use crate::partner::lever_side::{REPEATS, Refused};

impl JobTwine {
    /// Creates the panel, or brings it up to date. Its link is its mark: after a lost answer it is looked for.
    pub(super) async fn write_panel(&self, interview: &Interview) -> Result<(), Refused> {
        let Some(claim) = &interview.claim else {
            return Ok(());
        };
        let author = [("perform_as", self.start.note_author.as_str())];
        let link = interview.link.as_deref().unwrap_or_default();
        let body = json!({
            "timezone": interview.zone,
            "externalUrl": link,
            "feedbackReminder": "none",
            "note": format!("JobTwine: {}", interview.round_name),
            "interviews": [{
                "subject": format!("JobTwine: {}", interview.round_name),
                "note": format!("Held by {}", initials(&claim.interviewer)),
                "interviewers": [{ "id": self.start.note_author }],
                "date": claim.slot.start,
                "duration": interview.minutes,
                "location": link,
            }],
        });
        let opportunity = interview.opportunity.as_str();
        let list = ["opportunities", opportunity, "panels"];
        let mut repeats = 0;
        loop {
            let panels = self.lever.call(Method::GET, &list, &[], None).await?;
            let ours = panels.as_array().into_iter().flatten().find(|panel| {
                panel.get("externalUrl").and_then(Value::as_str) == Some(link)
                    && panel.get("canceledAt").is_none_or(Value::is_null)
            });
            let known = ours
                .and_then(|panel| panel.get("id")?.as_str())
                .map(str::to_owned);
            let written = match &known {
                Some(id) => {
                    let path = ["opportunities", opportunity, "panels", id];
                    self.lever
                        .call(Method::PUT, &path, &author, Some(&body))
                        .await
                }
                None => {
                    self.lever
                        .call(Method::POST, &list, &author, Some(&body))
                        .await
                }
            };
            match written {
                Ok(panel) => {
                    let id = panel.get("id").and_then(Value::as_str).map(str::to_owned);
                    self.ledger().change(&interview.id, |one| one.panel = id);
                    return Ok(());
                }
                Err(Refused::Unknown) if repeats < REPEATS => repeats += 1,
                Err(refused) => return Err(refused),
            }
        }
    }

    /// Takes the panel out of Lever.
    pub(super) async fn remove_panel(&self, interview: &Interview) -> Result<(), Refused> {
        let Some(panel) = &interview.panel else {
            return Ok(());
        };
        let author = [("perform_as", self.start.note_author.as_str())];
        let path = ["opportunities", &interview.opportunity, "panels", panel];
        match self.lever.call(Method::DELETE, &path, &author, None).await {
            // Gone is gone, whoever did it.
            Ok(_) | Err(Refused::Status(404)) => {
                self.ledger().change(&interview.id, |one| one.panel = None);
                Ok(())
            }
            Err(refused) => Err(refused),
        }
    }
}
