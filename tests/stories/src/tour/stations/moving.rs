//! The board, and a move: its consequence, its hold, its undo, its departure.

use super::{Lane, NAME, Tour, plain};
use crate::error::Result;
use crate::tour::Place;
use crate::wait;
use crate::window::page::hook;

impl Tour<'_> {
    pub(super) async fn board(&mut self) -> Result<()> {
        self.report
            .station("The window opens on my active candidates");
        self.read("the reading of Lever", &hook("sync-status"), |text| {
            text.contains("Live")
        })
        .await?;
        self.read(
            "the lane that writes to people",
            &hook("lane-effect"),
            |text| text.contains("video invite"),
        )
        .await?;
        let card = |part| (Lane::Screen, part);
        self.read_card(card("card-name"), "a card's name", |text| text == NAME)
            .await?;
        self.read_card(card("chip"), "its state", |text| !text.is_empty())
            .await?;
        self.read_card(card("next"), "who acts next", |text| !text.is_empty())
            .await?;
        self.picture("board").await
    }

    pub(super) async fn consequence(&mut self) -> Result<()> {
        self.report
            .station("Carried over myInterview, the lane says what a drop would cause");
        let carried = self
            .at
            .carry(
                &self.cast.screen,
                &self.cast.candidate,
                &self.cast.interview,
            )
            .await?;
        let selector = hook("drop-consequence");
        let wanted = |text: &str| text.contains("emails an invite to") && text.contains(NAME);
        let text = self
            .at
            .window
            .wait_for_text(&selector, "the consequence before the drop", wanted)
            .await?;
        self.report.seen(
            "the consequence before the drop",
            Place::Window(&selector),
            &text,
        );
        self.at.window.painted().await?;
        let path = self.report.picture(self.pictures, "consequence");
        self.at.desktop.picture(&path)?;
        carried.release().await
    }

    pub(super) async fn held_and_undone(&mut self) -> Result<()> {
        self.report
            .station("Dropped, it is held; undone, nothing was sent");
        self.read_card((Lane::Interview, "hold"), "the hold", |text| {
            text.contains("Sending in")
        })
        .await?;
        self.read("the bar below", &hook("dock"), |text| text.contains(NAME))
            .await?;
        self.picture("held").await?;
        self.at.window.keys("z").await?;
        self.at.window.wait_until_gone(&hook("dock")).await?;
        self.at
            .find_card(&self.cast.screen, &self.cast.candidate)
            .await?;
        self.read("the answer", &hook("toast"), |text| {
            text.contains("Nothing was sent")
        })
        .await?;
        let writes = self.at.company.writes(&self.cast.candidate).await?;
        wait::hold(writes.is_empty(), || {
            format!("something was written although the move was undone: {writes:?}")
        })?;
        self.report.seen(
            "writes about this candidate",
            Place::Sandbox("requests.json"),
            "none",
        );
        self.picture("undone").await
    }

    pub(super) async fn moved_by_keys(&mut self) -> Result<()> {
        self.report
            .station("Moved again with the keyboard, this time it leaves");
        self.at
            .move_by_keys(
                &self.cast.screen,
                &self.cast.candidate,
                &self.cast.interview,
            )
            .await?;
        self.read_card((Lane::Interview, "hold"), "the hold", |text| {
            text.contains("Sending in")
        })
        .await?;
        let below = format!("{}/stage", self.cast.candidate);
        let write = wait::until("the stage change in Lever's log", async || {
            let writes = self.at.company.writes(&below).await?;
            wait::hold(writes.len() == 1, || {
                format!("{} stage changes", writes.len())
            })?;
            Ok(writes)
        })
        .await?;
        let line = write
            .first()
            .map(|one| format!("{} {}", plain(one, "method"), plain(one, "path")))
            .unwrap_or_default();
        wait::hold(line.contains("perform_as="), || {
            format!("the stage change names nobody: {line}")
        })?;
        self.report
            .seen("the stage change", Place::Sandbox("requests.json"), &line);
        self.picture("sent").await
    }
}
