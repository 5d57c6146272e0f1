//! Tags. Lever's tags are plain case-sensitive strings without time, id or kind; the vendors' configuration and status
//! live among them. Source: the two integration articles of Lever's help centre, whose spellings differ from each other.

mod classify;
mod configuration;
mod kind;
mod lint;
mod look_alike;
mod template;

pub use classify::{TagClass, TagStatus, classify};
pub use configuration::{
    ConfigurationTag, JobTwineTag, PostingConfiguration, jobtwine_tag, posting_configuration,
};
pub use kind::{TagKind, kind};
pub use lint::{LintReason, PostingTagLint, Suggestion, did_you_mean, lint_posting_tags};
pub use template::{TemplateMatch, picker_text, resolve_template};

#[cfg(test)]
mod tests;
