//! What comes back: invitation, completion, notification, proof, video.

use fantoccini::key::Key;

use super::{Lane, NAME, Tour, between, plain, spelt};
use crate::error::Result;
use crate::tour::Place;
use crate::wait;
use crate::window::page::{hook, part};

impl Tour<'_> {
    pub(super) async fn invited(&mut self) -> Result<()> {
        self.report
            .station("The vendor invites, and the card says so by itself");
        for (kind, what, quoted) in [
            ("mail", "the mail's subject", "subject"),
            ("sms", "the text message", "body"),
        ] {
            let sent = wait::until(&format!("the invitation ({kind})"), async || {
                let sent = self
                    .at
                    .company
                    .invitations(kind, &self.cast.candidate)
                    .await?;
                wait::hold(sent.len() == 1, || {
                    format!("{} invitations by {kind}", sent.len())
                })?;
                Ok(sent)
            })
            .await?;
            let text = sent
                .first()
                .map(|message| format!("to {}: {}", plain(message, "to"), plain(message, quoted)))
                .unwrap_or_default();
            self.report.seen(
                what,
                Place::Sandbox(&format!("state.json, myinterview.outbox.{kind}")),
                &text,
            );
        }
        self.read_card((Lane::Interview, "chip"), "the card's state", |text| {
            text.contains("Invite sent")
        })
        .await?;
        self.read_tag("the tag in Lever", |tag| spelt(tag, "invite"))
            .await?;
        self.picture("invited").await
    }

    pub(super) async fn completed(&mut self) -> Result<()> {
        self.report
            .station("The candidate records; the tag is replaced");
        self.at.company.complete(&self.cast.candidate).await?;
        let interview = self
            .at
            .company
            .wait_for_interview(&self.cast.candidate, "completed")
            .await?;
        self.report.seen(
            "the vendor's own state",
            Place::Sandbox("state.json, myinterview.interviews"),
            plain(&interview, "state"),
        );
        self.read_tag("the tag in Lever", |tag| spelt(tag, "complete"))
            .await?;
        self.read_card((Lane::Interview, "chip"), "the card's state", |text| {
            text.contains("Video")
        })
        .await?;
        Ok(())
    }

    pub(super) async fn notified(&mut self) -> Result<()> {
        self.report
            .station("A native notification; clicked, it leads to the card");
        let notice = self
            .at
            .desktop
            .notices()
            .wait_for("the notification", |_| true)
            .await?;
        self.report.seen(
            "the notification",
            Place::Notification,
            &format!("{} / {}", notice.summary, notice.body),
        );
        self.picture("notification").await?;
        self.at.desktop.notices().click_newest()?;
        self.at.panel_shows(&self.cast.candidate).await?;
        self.read(
            "the panel that opened",
            &part(&hook("panel"), "panel-name"),
            |text| text == NAME,
        )
        .await?;
        Ok(())
    }

    pub(super) async fn proof(&mut self) -> Result<()> {
        self.report
            .station("Every step of the journey names its proof");
        let links = hook("journey-link");
        wait::until("three links of the journey", async || {
            let texts = self.at.window.texts(&links).await?;
            wait::hold(texts.len() >= 3, || format!("{texts:?}"))
        })
        .await?;
        for text in self.at.window.texts(&links).await? {
            self.report
                .seen("a link of the journey", Place::Window(&links), &text);
        }
        self.picture("proof").await
    }

    pub(super) async fn video(&mut self) -> Result<()> {
        self.report.station("The video opens in the browser");
        self.at.window.click(&hook("open-video")).await?;
        let opened = wait::until("the address in the browser", async || {
            let opened = self.at.desktop.opened_links();
            wait::hold(opened.len() == 1, || format!("{} addresses", opened.len()))?;
            Ok(opened)
        })
        .await?;
        let address = opened.first().cloned().unwrap_or_default();
        self.report.seen("the address", Place::Browser, &address);
        let page = reqwest::get(&address)
            .await?
            .error_for_status()?
            .text()
            .await?;
        let who = between(&page, "<p>", "</p>").unwrap_or_default();
        wait::hold(who.contains(NAME), || {
            format!("the video's page is about {who:?}")
        })?;
        self.report
            .seen("the page behind it", Place::Page(&address), who);
        self.at
            .window
            .keys(&char::from(Key::Escape).to_string())
            .await
    }
}
