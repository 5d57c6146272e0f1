//! Reading what stands in the page.

use serde_json::Value;

use super::Window;
use crate::error::{Error, Result};
use crate::wait;

/// The rendered text of all elements of a selector that are in the page, white space folded.
const TEXTS: &str = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.replace(/\\s+/g, ' ').trim())";
const ATTRIBUTES: &str =
    "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]))";

impl Window {
    /// The rendered texts of all elements that a CSS selector finds, white space folded; none found, none returned.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn texts(&self, selector: &str) -> Result<Vec<String>> {
        let answer = self.run(TEXTS, vec![selector.into()]).await?;
        Ok(strings(&answer))
    }

    /// The text of the first element.
    ///
    /// # Errors
    /// [`Error::Wrong`] when there is none.
    pub async fn text(&self, selector: &str) -> Result<String> {
        let first = self.texts(selector).await?.into_iter().next();
        first.ok_or_else(|| Error::Wrong(format!("nothing in the page matches {selector}")))
    }

    /// One attribute of all elements that a selector finds; those without it are left out.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn attributes(&self, selector: &str, name: &str) -> Result<Vec<String>> {
        let answer = self
            .run(ATTRIBUTES, vec![selector.into(), name.into()])
            .await?;
        Ok(strings(&answer))
    }

    /// Waits until the first element's text satisfies a condition, and returns that text.
    ///
    /// # Errors
    /// [`Error::NotSeen`] with the text that stood there instead.
    pub async fn wait_for_text(
        &self,
        selector: &str,
        what: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<String> {
        wait::until(what, async || {
            let texts = self.texts(selector).await?;
            let found = texts.iter().find(|text| wanted(text)).cloned();
            found.ok_or_else(|| Error::Wrong(format!("{selector} reads {texts:?}")))
        })
        .await
    }

    /// Waits until nothing matches a selector.
    ///
    /// # Errors
    /// [`Error::NotSeen`] with the text that still stands there.
    pub async fn wait_until_gone(&self, selector: &str) -> Result<()> {
        wait::until(&format!("{selector} to go"), async || {
            let texts = self.texts(selector).await?;
            wait::hold(texts.is_empty(), || format!("{selector} reads {texts:?}"))
        })
        .await
    }
}

fn strings(answer: &Value) -> Vec<String> {
    let items = answer.as_array().map_or(&[][..], Vec::as_slice);
    items
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
