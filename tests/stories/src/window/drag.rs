//! Dragging with the pointer, in steps, so that the page can be read while the button is down.

use std::time::Duration;

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::key::Key;
use serde_json::Value;

use super::Window;
use crate::error::{Error, Result};
use crate::wait;

/// Pointer moves per drag: enough for the page to see a path, not a jump.
const STEPS: u32 = 12;
/// Time per step.
const STEP: Duration = Duration::from_millis(20);
/// A bare place of the sidebar.
const PARKED: (f64, f64) = (100.0, 500.0);
/// The middle of the part of an element that is on screen, in viewport pixels.
const MIDDLE: &str = "const e = document.querySelector(arguments[0]); if (!e) return null;
    const r = e.getBoundingClientRect(), clip = (v, max) => Math.min(Math.max(v, 0), max);
    return [(clip(r.left, innerWidth) + clip(r.right, innerWidth)) / 2, (clip(r.top, innerHeight) + clip(r.bottom, innerHeight)) / 2]";

/// What else lies over the middle of an element, where a press would land; null when the element itself, or a part of it, does.
const COVER: &str = "const e = document.querySelector(arguments[0]), top = document.elementFromPoint(arguments[1], arguments[2]);
    if (!e || !top) return 'nothing at all';
    if (e.contains(top)) return null;
    const named = top.closest('[data-testid]');
    return (named ? named.dataset.testid : top.tagName) + ' “' + (named ?? top).textContent.trim().slice(0, 80) + '”'";

/// Between two looks at a place.
const REST: std::time::Duration = std::time::Duration::from_millis(120);

/// A drag whose button is still down. Dropping it without [`Drag::release`] leaves the button down.
#[derive(Debug)]
#[must_use = "the button stays down until the drag is released"]
pub struct Drag<'window> {
    window: &'window Window,
    at: (f64, f64),
}

impl Window {
    /// Presses the button in the middle of the first element of a selector, once nothing else lies over it: a person waits
    /// until a toast has gone, and does not take hold of the toast instead.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when there is no such element, or something stays over it.
    pub async fn press(&self, selector: &str) -> Result<Drag<'_>> {
        let at = wait::until(&format!("{selector} in reach"), async || {
            let at = self.at_rest(selector).await?;
            let arguments = vec![selector.into(), at.0.into(), at.1.into()];
            let cover = self.run(COVER, arguments).await?;
            wait::hold(cover.is_null(), || {
                let cover = cover.as_str().unwrap_or("something");
                format!("{selector} is covered by {cover}")
            })?;
            Ok(at)
        })
        .await?;
        let actions = mouse().then(move_to(at)).then(PointerAction::Down {
            button: MOUSE_BUTTON_LEFT,
        });
        self.client.perform_actions(actions).await?;
        Ok(Drag { window: self, at })
    }

    /// Moves the pointer off everything that reacts to it.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn park_pointer(&self) -> Result<()> {
        Ok(self
            .client
            .perform_actions(mouse().then(move_to(PARKED)))
            .await?)
    }

    async fn middle(&self, selector: &str) -> Result<(f64, f64)> {
        wait::until(&format!("{selector} on screen"), async || {
            self.at_rest(selector).await
        })
        .await
    }

    /// Where the middle of an element is, once it stays there: what still slides or makes room for another is missed.
    pub(super) async fn at_rest(&self, selector: &str) -> Result<(f64, f64)> {
        let before = self.look_for_middle(selector).await?;
        tokio::time::sleep(REST).await;
        let after = self.look_for_middle(selector).await?;
        wait::hold(before == after, || format!("{selector} moves"))?;
        Ok(after)
    }

    async fn look_for_middle(&self, selector: &str) -> Result<(f64, f64)> {
        let answer = self.run(MIDDLE, vec![selector.into()]).await?;
        let at = |index: usize| answer.get(index).and_then(Value::as_f64);
        at(0)
            .zip(at(1))
            .ok_or_else(|| Error::Wrong(format!("nothing in the page matches {selector}")))
    }
}

impl Drag<'_> {
    /// Moves the pointer to the middle of an element, in steps, with the button down.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when there is no such element.
    pub async fn over(&mut self, selector: &str) -> Result<()> {
        let to = self.window.middle(selector).await?;
        let from = self.at;
        let mut actions = mouse();
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            let between = |a: f64, b: f64| a + (b - a) * share;
            actions = actions.then(move_to((between(from.0, to.0), between(from.1, to.1))));
        }
        self.window.client.perform_actions(actions).await?;
        self.at = to;
        Ok(())
    }

    /// Gives the drag up with the Escape key, then lets go of the button.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn take_back(self) -> Result<()> {
        self.window
            .keys(&char::from(Key::Escape).to_string())
            .await?;
        self.release().await
    }

    /// Lets go of the button where the pointer is.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn release(self) -> Result<()> {
        let actions = mouse().then(PointerAction::Up {
            button: MOUSE_BUTTON_LEFT,
        });
        Ok(self.window.client.perform_actions(actions).await?)
    }
}

fn mouse() -> MouseActions {
    MouseActions::new("mouse".to_owned())
}

fn move_to((x, y): (f64, f64)) -> PointerAction {
    PointerAction::MoveTo {
        duration: Some(STEP),
        x: x.round(),
        y: y.round(),
    }
}
