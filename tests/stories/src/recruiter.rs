//! A recruiter at work: the desktop, the company and the window together, and what a person does on the board.

use std::path::PathBuf;

use fantoccini::key::Key;

use crate::binaries;
use crate::desktop::{self, Desktop};
use crate::error::{Error, Result};
use crate::sandbox::{Sandbox, World};
use crate::wait;
use crate::window::page::{card_in, column, hook, part};
use crate::window::{Drag, Window};

/// How the app knows what the vendor did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A vendor profile is configured: the vendor answers directly, besides what Lever shows.
    VendorProfile,
    /// Lever's tags, notes and links alone.
    LeverAlone,
}

/// Where a story begins.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The company.
    pub world: World,
    /// What the app may ask.
    pub evidence: Evidence,
    /// The desktop.
    pub desktop: desktop::Options,
}

/// Somebody at the window.
#[derive(Debug)]
pub struct Recruiter {
    /// The app's window. First, so that it closes before the desktop under it.
    pub window: Window,
    /// Lever and the vendors.
    pub company: Sandbox,
    /// Everything around the window.
    pub desktop: Desktop,
}

impl Recruiter {
    /// Starts desktop and company; `before` can still change the company unseen. Then the app opens on it, and the first full
    /// read of Lever is waited for.
    ///
    /// # Errors
    /// When something does not start, or the window never says that it is up to date.
    pub async fn arrive(
        setting: &Setting,
        before: impl AsyncFnOnce(&Sandbox) -> Result<()>,
    ) -> Result<Self> {
        let desktop = Desktop::start(setting.desktop).await?;
        let company = Sandbox::start(&setting.world, desktop.home())?;
        before(&company).await?;
        let window = open_app(&desktop, &company, setting.evidence).await?;
        let recruiter = Self {
            window,
            company,
            desktop,
        };
        recruiter.wait_until_live().await?;
        Ok(recruiter)
    }

    /// Closes the window and opens it again on the same files, as on the next morning.
    ///
    /// # Errors
    /// As [`Recruiter::arrive`].
    pub async fn come_back(self, evidence: Evidence) -> Result<Self> {
        let Self {
            window,
            company,
            desktop,
        } = self;
        window.close().await?;
        let recruiter = Self::open(company, desktop, evidence).await?;
        recruiter.wait_until_live().await?;
        Ok(recruiter)
    }

    /// Opens the app on files that may be there already, whether or not it can reach Lever.
    pub(crate) async fn open(
        company: Sandbox,
        desktop: Desktop,
        evidence: Evidence,
    ) -> Result<Self> {
        let window = open_app(&desktop, &company, evidence).await?;
        Ok(Self {
            window,
            company,
            desktop,
        })
    }

    /// The window says that it is up to date.
    ///
    /// # Errors
    /// [`Error::NotSeen`] with what it says instead.
    pub async fn wait_until_live(&self) -> Result<String> {
        let status = hook("sync-status");
        self.window
            .wait_for_text(&status, "the first full read of Lever", |text| {
                text.contains("Live")
            })
            .await
    }

    /// Scrolls a column until a card is in the page, as a person would look for it; returns the card's selector.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when the card is not in that column.
    pub async fn find_card(&self, stage: &str, opportunity: &str) -> Result<String> {
        wait::until(&format!("the card in {stage}"), async || {
            self.look_for_card(stage, opportunity).await
        })
        .await
    }

    /// One look: the card's selector, or an error and the column scrolled on.
    async fn look_for_card(&self, stage: &str, opportunity: &str) -> Result<String> {
        let wanted = card_in(stage, opportunity);
        let arguments = vec![column(stage).into(), wanted.clone().into()];
        let found = self.window.run(SCROLL_TO_CARD, arguments).await?;
        let instead = found.as_str().unwrap_or("was scrolled without finding it");
        wait::hold(found == true, || format!("the column {instead}"))?;
        Ok(wanted)
    }

    /// Picks a card up with the pointer and carries it over another column. It stays in the hand.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when the card or the column is not on screen.
    pub async fn carry(&self, from: &str, opportunity: &str, to: &str) -> Result<Drag<'_>> {
        let lane = format!("{}, {}[data-stage='{to}']", column(to), hook("board-strip"));
        // What lay over the card for a moment, as a toast does, took the press: a person tries again.
        for _ in 0..TRIES {
            let card = self.find_card(from, opportunity).await?;
            let mut drag = self.window.press(&card).await?;
            drag.over(&lane).await?;
            self.window.painted().await?;
            let told = self.window.texts(&hook("drop-consequence")).await?;
            if !told.is_empty() {
                return Ok(drag);
            }
            drag.take_back().await?;
        }
        let card = self.find_card(from, opportunity).await?;
        let mut drag = self.window.press(&card).await?;
        drag.over(&lane).await?;
        Ok(drag)
    }

    /// Moves a card with the keyboard alone: focus, pick up, arrows, drop.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when the card is not there.
    pub async fn move_by_keys(&self, from: &str, opportunity: &str, to: &str) -> Result<()> {
        let card = self.find_card(from, opportunity).await?;
        self.window
            .run(
                "document.querySelector(arguments[0]).focus()",
                vec![card.into()],
            )
            .await?;
        let stages = self
            .window
            .attributes("[data-column]", "data-stage")
            .await?;
        let place = |stage: &str| {
            let found = stages.iter().position(|one| one == stage);
            found.ok_or_else(|| Error::Wrong(format!("the board has no column {stage}")))
        };
        let (here, there) = (place(from)?, place(to)?);
        let arrow = if there > here { Key::Right } else { Key::Left };
        self.window.keys(" ").await?;
        for _ in 0..there.abs_diff(here) {
            self.window.keys(&char::from(arrow).to_string()).await?;
        }
        self.window.keys(&char::from(Key::Enter).to_string()).await
    }

    /// Waits until a part of a card in a column reads as wanted; returns its selector and the text. The card is looked for
    /// each time: a column that is sorted anew may have carried it out of sight.
    ///
    /// # Errors
    /// [`Error::NotSeen`] with the text that stands there instead.
    pub async fn wait_on_card(
        &self,
        (stage, opportunity): (&str, &str),
        name: &str,
        what: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<(String, String)> {
        wait::until(what, async || {
            let selector = part(&self.look_for_card(stage, opportunity).await?, name);
            let texts = self.window.texts(&selector).await?;
            let found = texts.iter().find(|text| wanted(text)).cloned();
            let text = found.ok_or_else(|| Error::Wrong(format!("{selector} reads {texts:?}")))?;
            Ok((selector, text))
        })
        .await
    }

    /// Opens a candidate's panel by clicking the card. Cards that move while the pointer is on its way make a person hit
    /// another one, and go for the right one again; so does this.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when the panel does not show that candidate.
    pub async fn open_panel(&self, stage: &str, opportunity: &str) -> Result<()> {
        let card = self.find_card(stage, opportunity).await?;
        self.window.click(&card).await?;
        wait::until("the candidate's panel", async || {
            let shown = self.window.attributes(&hook("panel"), "data-id").await?;
            if shown.iter().any(|other| other != opportunity) {
                self.window.keys(ESCAPE).await?;
                self.window.wait_until_gone(&hook("panel")).await?;
                let card = self.find_card(stage, opportunity).await?;
                self.window.click(&card).await?;
            }
            wait::hold(shown == [opportunity], || format!("panels of {shown:?}"))
        })
        .await
    }

    /// The panel shows that candidate.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when it does not, or shows somebody else.
    pub async fn panel_shows(&self, opportunity: &str) -> Result<()> {
        wait::until("the candidate's panel", async || {
            let shown = self.window.attributes(&hook("panel"), "data-id").await?;
            wait::hold(shown == [opportunity], || format!("panels of {shown:?}"))
        })
        .await
    }
}

/// How often a card is picked up anew before it is taken as it is.
const TRIES: usize = 20;

/// As WebDriver writes the key.
const ESCAPE: &str = "\u{e00c}";

/// Starts the app on the company; its files lie in the desktop's home.
async fn open_app(desktop: &Desktop, company: &Sandbox, evidence: Evidence) -> Result<Window> {
    let program: PathBuf = binaries::find("fulcrum")?;
    let training = company.training_file().to_string_lossy().into_owned();
    let data = desktop.home().join("data").to_string_lossy().into_owned();
    let mut arguments = vec!["--training", &training, "--data-dir", &data];
    if evidence == Evidence::LeverAlone {
        arguments.push("--no-vendor-profile");
    }
    Window::open(desktop, &program, &arguments).await
}

/// One step of looking: true when the card is in the page, otherwise scrolls on by one view, and from the end to the top.
const SCROLL_TO_CARD: &str = "const column = document.querySelector(arguments[0]);
    if (!column) return 'is not open on the board';
    if (document.querySelector(arguments[1])) { document.querySelector(arguments[1]).scrollIntoView({block: 'nearest'}); return true; }
    const cards = column.querySelector('[role=listbox]').parentElement;
    const end = cards.scrollTop + cards.clientHeight >= cards.scrollHeight - 1;
    cards.scrollTop = end ? 0 : cards.scrollTop + cards.clientHeight;
    return 'holds ' + column.querySelectorAll('[data-id]').length + ' cards in sight, not this one';";
