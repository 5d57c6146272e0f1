//! Native notifications as the daemon received them.

use std::path::PathBuf;

use super::Bus;
use crate::error::Result;
use crate::wait;

/// The notification daemon of one desktop.
#[derive(Debug)]
pub struct Notices<'desktop> {
    bus: &'desktop Bus,
    printed: PathBuf,
    wanted_action: PathBuf,
}

impl<'desktop> Notices<'desktop> {
    pub(super) fn new(bus: &'desktop Bus, printed: PathBuf, wanted_action: PathBuf) -> Self {
        Self {
            bus,
            printed,
            wanted_action,
        }
    }

    /// Every notification since the start, oldest first: its summary and its body.
    #[must_use]
    pub fn all(&self) -> Vec<Notice> {
        let text = std::fs::read(&self.printed).unwrap_or_default();
        read(&String::from_utf8_lossy(&text))
    }

    /// Waits for a notification that satisfies a condition.
    ///
    /// # Errors
    /// [`crate::error::Error::NotSeen`] with everything that was received instead.
    pub async fn wait_for(&self, what: &str, wanted: impl Fn(&Notice) -> bool) -> Result<Notice> {
        wait::until(what, async || {
            let all = self.all();
            let found = all.iter().find(|notice| wanted(notice)).cloned();
            found.ok_or_else(|| {
                crate::error::Error::Wrong(format!("{} notifications: {all:?}", all.len()))
            })
        })
        .await
    }

    /// Clicks the newest bubble on screen, as the daemon does for a click of the mouse: its action, then it goes.
    ///
    /// # Errors
    /// When there is no bubble.
    pub fn click_newest(&self) -> Result<()> {
        self.ask("NotificationAction", &["uint32:0"])?;
        self.ask("NotificationCloseLast", &[])
    }

    /// Presses a button of the bubbles on screen, by its label.
    ///
    /// # Errors
    /// When the daemon does not answer; a label that no bubble has presses nothing.
    pub fn press(&self, label: &str) -> Result<()> {
        std::fs::write(&self.wanted_action, label)?;
        self.ask("ContextMenuCall", &[])
    }

    fn ask(&self, method: &str, arguments: &[&str]) -> Result<()> {
        let (service, path) = (
            "org.freedesktop.Notifications",
            "/org/freedesktop/Notifications",
        );
        self.bus.call(
            service,
            path,
            &format!("org.dunstproject.cmd0.{method}"),
            arguments,
        )?;
        Ok(())
    }
}

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The first line.
    pub summary: String,
    /// The text below.
    pub body: String,
}

/// Reads the daemon's printed blocks: `{`, lines of `\tname: 'value'` (values may span lines), `}`.
fn read(printed: &str) -> Vec<Notice> {
    printed
        .split("\tsummary: '")
        .skip(1)
        .filter_map(block)
        .collect()
}

/// One block from the value of its summary on. `None` while it is still being written.
fn block(text: &str) -> Option<Notice> {
    let (summary, rest) = text.split_once("'\n\tbody: '")?;
    let (body, _) = rest.split_once("'\n\ticon: '")?;
    Some(Notice {
        summary: summary.to_owned(),
        body: body.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As printed by dunst 1.9.
    const PRINTED: &str = "{\n\tappname: 'app'\n\tsummary: 'O'Brien'\n\tbody: 'one\ntwo'\n\ticon: 'x'\n\turgency: NORMAL\n}\n\
        {\n\tappname: 'app'\n\tsummary: 'second'\n\tbody: ''\n\ticon: 'x'\n}\n{\n\tappname: 'app'\n\tsummary: 'half";

    #[test]
    fn whole_blocks_are_read_in_order() {
        let notice = |summary: &str, body: &str| Notice {
            summary: summary.to_owned(),
            body: body.to_owned(),
        };
        assert_eq!(
            read(PRINTED),
            [notice("O'Brien", "one\ntwo"), notice("second", "")]
        );
    }
}
