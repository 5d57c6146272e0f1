//! What stands around the board: preflight, search, set-up, the dark.

use fantoccini::key::Key;

use super::{NAME, Tour};
use crate::error::Result;
use crate::tour::Place;
use crate::wait;
use crate::window::page::hook;

impl Tour<'_> {
    pub(super) async fn preflight(&mut self) -> Result<()> {
        self.report
            .station("A move that would invite nobody is stopped before it is made");
        self.at
            .move_by_keys(&self.cast.screen, &self.cast.stopped, &self.cast.interview)
            .await?;
        let finding = "[data-testid='preflight-finding'][data-code='template_not_found']";
        self.read("what stands in the way", finding, |text| {
            text.contains("Did you mean")
        })
        .await?;
        self.picture("preflight").await?;
        self.at
            .window
            .keys(&char::from(Key::Escape).to_string())
            .await?;
        self.at.window.wait_until_gone(finding).await
    }

    pub(super) async fn search(&mut self) -> Result<()> {
        self.report
            .station("Search finds people by parts of a name");
        self.at.window.keys("/").await?;
        self.at
            .window
            .type_into(&hook("search-input"), "Fhionn")
            .await?;
        self.read("the first hit", &hook("search-hit"), |text| {
            text.contains(NAME)
        })
        .await?;
        self.picture("search").await?;
        self.at
            .window
            .keys(&char::from(Key::Escape).to_string())
            .await
    }

    pub(super) async fn setup(&mut self) -> Result<()> {
        self.report.station("Set-up shows what is known, and how");
        self.at.window.click(&hook("nav-setup")).await?;
        self.read(
            "the trigger stage",
            &format!("{}[data-step='stages']", hook("setup-step")),
            |text| text.contains("myInterview"),
        )
        .await?;
        self.picture("setup").await?;
        self.at.window.click(&hook("nav-board")).await
    }

    pub(super) async fn dark(&mut self) -> Result<()> {
        self.report.station("The same board in the dark");
        self.at.window.click(&hook("settings-open")).await?;
        self.at.window.click(&hook("theme-dark")).await?;
        let theme = wait::until("the dark theme", async || {
            let theme = self.at.window.attributes("html", "data-theme").await?;
            wait::hold(theme == ["dark"], || format!("the theme is {theme:?}"))?;
            Ok(theme.concat())
        })
        .await?;
        self.report
            .seen("the theme", Place::Window("html[data-theme]"), &theme);
        self.at
            .window
            .keys(&char::from(Key::Escape).to_string())
            .await?;
        self.at.window.wait_until_gone(&hook("settings")).await?;
        self.picture("dark").await
    }
}
