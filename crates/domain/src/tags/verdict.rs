//! One tag by itself, for whoever writes tags outside the program.

use serde::Serialize;

use super::lint::{LintReason, lint_posting_tags};
use crate::vendor::TemplateCatalogue;

/// What is wrong with a tag, as `fulcrum tags lint` says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TagVerdict {
    /// The tag as it was given.
    pub tag: String,
    /// `ok`, or what differs: the greatest difference where several do.
    pub finding: Finding,
    /// The whole tag to write instead; of several that are as near, or that share the name, the first in the catalogue.
    /// `None`: there is nothing to change, or nothing is near.
    pub suggestion: Option<String>,
}

/// A stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Finding {
    /// Nothing is wrong.
    Ok(Good),
    /// Something is.
    Wrong(LintReason),
}

/// The word for a tag that works, or that is no vendor's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Good {
    /// `ok`.
    Ok,
}

/// Judges one tag by the templates that there are.
pub fn judge_tag(tag: &str, catalogue: &TemplateCatalogue) -> TagVerdict {
    let lint = lint_posting_tags(std::slice::from_ref(&tag.to_owned()), Some(catalogue))
        .into_iter()
        .next();
    let finding = lint
        .as_ref()
        .and_then(|lint| lint.prefix.into_iter().chain(lint.template).max());
    TagVerdict {
        tag: tag.to_owned(),
        finding: finding.map_or(Finding::Ok(Good::Ok), Finding::Wrong),
        suggestion: lint
            .and_then(|lint| lint.suggestions.into_iter().next())
            .filter(|suggestion| suggestion != tag),
    }
}
