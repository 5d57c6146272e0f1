//! Tags. Lever's tags are plain case-sensitive strings without time, id or kind; the vendors' configuration and status
//! live among them. Source: the two integration articles of Lever's help centre, whose spellings differ from each other.

mod classify;
mod configuration;
mod edit;
mod kind;
mod lint;
mod look_alike;
mod marks;
mod readiness;
mod template;
mod verdict;

pub use classify::{TagClass, TagStatus, classify};
pub use configuration::{
    ConfigurationTag, JobTwineTag, PostingConfiguration, jobtwine_tag, posting_configuration,
};
pub use edit::{TagEdit, same_tags};
pub use kind::{TagKind, kind};
pub use lint::{LintReason, PostingTagLint, Suggestion, did_you_mean, lint_posting_tags};
pub use marks::{Mark, Marks, marks};
pub use readiness::{
    FixKind, JobTwineStanding, Readiness, TagFinding, TagFindingCode, TagFix, TemplateTag,
    add_jobtwine, choose_template,
};
pub use template::{TemplateMatch, picker_text, resolve_template};
pub use verdict::{Finding as TagWord, Good, TagVerdict, judge_tag};

#[cfg(test)]
mod tests;
