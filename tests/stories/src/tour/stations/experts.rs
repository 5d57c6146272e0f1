//! The other story: an interview held by an expert, from the move to the feedback.

use serde_json::{Value, json};

use super::{EXPERT_NAME, Tour, plain};
use crate::error::{Error, Result};
use crate::tour::Place;
use crate::wait;
use crate::window::page::hook;

/// What the candidate wrote; the second time is left open on purpose.
const WORDS: &str = "Hi! Next week: {0} 9am to 10:30am, {1} 1pm to 3pm, or {2} 4pm to 5:30pm. {3} morning also works. ";

impl Tour<'_> {
    pub(super) async fn sent_to_experts(&mut self) -> Result<()> {
        self.report
            .station("Another candidate is sent to JobTwine, whose experts interview");
        let (screen, experts) = (self.cast.screen.clone(), self.cast.experts.clone());
        let who = self.cast.expert_candidate.clone();
        if !self.at.window.texts(&hook("panel")).await?.is_empty() {
            self.at.window.click(&hook("panel-close")).await?;
        }
        self.at.window.wait_until_gone(&hook("panel")).await?;
        self.at.window.painted().await?;
        let carried = self.at.carry(&screen, &who, &experts).await?;
        let selector = hook("drop-consequence");
        let what = "the consequence before the drop";
        let text = self
            .at
            .window
            .wait_for_text(&selector, what, |text| text.contains("slot link"))
            .await?;
        self.report.seen(what, Place::Window(&selector), &text);
        carried.release().await?;
        self.at.window.click(&hook("send-now")).await?;
        self.at
            .company
            .wait_for_expert(&who, "pending_slots")
            .await?;
        let mails = self.at.company.expert_mails(&who, "invite").await?;
        let mail = mails.first().map(|mail| plain(mail, "subject").to_owned());
        self.report.seen(
            "the mail's subject",
            Place::Sandbox("state.json, jobtwine.outbox.mail"),
            &mail.ok_or_else(|| Error::Wrong("no mail went out".to_owned()))?,
        );
        let notice = self
            .at
            .desktop
            .notices()
            .wait_for("the notification", |notice| {
                notice.summary.starts_with("Slots wanted")
            })
            .await?;
        self.report.seen(
            "the notification",
            Place::Notification,
            &format!("{} / {}", notice.summary, notice.body),
        );
        self.at.desktop.notices().click_newest()?;
        self.at.panel_shows(&who).await?;
        self.journey("the journey", "slots_wanted").await
    }

    pub(super) async fn slots_given(&mut self) -> Result<()> {
        self.report
            .station("Pasted words become slots on two clocks; JobTwine takes them");
        let window = &self.at.window;
        window.click(&hook("enter-slots")).await?;
        window
            .type_into(&hook("slots-text"), &self.words().await?)
            .await?;
        window.click(&hook("slots-change-zone")).await?;
        window.type_into(&hook("zone-search"), "Chicago").await?;
        window.keys("\u{e007}").await?;
        let found = hook("slot-line");
        wait::until("three slots and a question", async || {
            let lines = self.at.window.texts(&found).await?;
            let questions = self.at.window.texts(&hook("slot-question")).await?;
            wait::hold(lines.len() == 3 && questions.len() == 1, || {
                format!("{lines:?} {questions:?}")
            })
        })
        .await?;
        for text in self.at.window.texts(&found).await? {
            self.report.seen("a slot", Place::Window(&found), &text);
        }
        let question = hook("slot-question");
        let asked = self.at.window.text(&question).await?;
        self.report.seen(
            "what is not certain is asked",
            Place::Window(&question),
            &asked,
        );
        self.picture("slots").await?;
        self.at.window.click(&hook("slots-send")).await?;
        let who = self.cast.expert_candidate.clone();
        let given = self.at.company.wait_for_expert(&who, "slots_given").await?;
        let slots = given
            .get("slots")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        self.report.seen(
            "the vendor holds",
            Place::Sandbox("state.json, jobtwine.interviews"),
            &format!("{slots} slots, given by {}", plain(&given, "slots_by")),
        );
        self.journey("the journey", "slots_given").await
    }

    pub(super) async fn booked(&mut self) -> Result<()> {
        self.report
            .station("An expert takes one; it stands in the agenda");
        let who = self.cast.expert_candidate.clone();
        self.at.company.expert(&who, "claim", json!({})).await?;
        self.journey("the journey", "scheduled").await?;
        self.at.window.click(&hook("nav-agenda")).await?;
        let entry = format!("{}[data-id='{who}']", hook("agenda-entry"));
        self.read("the agenda's line", &entry, |text| {
            text.contains(EXPERT_NAME)
        })
        .await?;
        self.picture("agenda").await?;
        self.at.window.click(&hook("nav-board")).await
    }

    pub(super) async fn feedback(&mut self) -> Result<()> {
        self.report
            .station("Held, and the feedback is in: outcome, ratings, video, report");
        let (experts, who) = (
            self.cast.experts.clone(),
            self.cast.expert_candidate.clone(),
        );
        let company = &self.at.company;
        company.expert(&who, "hold", json!({})).await?;
        let outcome = json!({ "outcome": "strongly_recommended" });
        company.expert(&who, "feedback", outcome).await?;
        self.at.open_panel(&experts, &who).await?;
        self.journey("the journey", "feedback_in").await?;
        self.read("the outcome", &hook("outcome"), |text| !text.is_empty())
            .await?;
        let ratings = hook("rating");
        for text in self.at.window.texts(&ratings).await? {
            self.report.seen("a rating", Place::Window(&ratings), &text);
        }
        self.read("the summary", &hook("feedback-summary"), |text| {
            !text.is_empty()
        })
        .await?;
        self.picture("feedback").await?;
        self.at.window.click(&hook("panel-close")).await
    }

    /// Quotes the journey with the experts once it is in that state.
    async fn journey(&mut self, what: &str, state: &str) -> Result<()> {
        let selector = format!(
            "{}[data-vendor='jobtwine'][data-state='{state}']",
            hook("journey")
        );
        self.read(what, &selector, |text| !text.is_empty())
            .await
            .map(drop)
    }

    /// The words with the days of next week, Monday to Thursday, as people write them.
    async fn words(&self) -> Result<String> {
        let script = "const monday = new Date(); monday.setUTCDate(monday.getUTCDate() + (8 - monday.getUTCDay()) % 7 + 7);
            return [0, 1, 2, 3].map(day => new Date(monday.getTime() + day * 86400000).toLocaleDateString('en-GB',
                {weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC'}).replace(',', ''))";
        let days = self.at.window.run(script, Vec::new()).await?;
        let mut words = WORDS.to_owned();
        for (place, day) in days.as_array().into_iter().flatten().enumerate() {
            words = words.replace(&format!("{{{place}}}"), day.as_str().unwrap_or_default());
        }
        Ok(words)
    }
}
