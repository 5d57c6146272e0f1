//! How a posting stands with both vendors, and what would mend its tags.

use serde::{Deserialize, Serialize};

use super::classify::{JOBTWINE, MYINTERVIEW};
use super::configuration::{
    ConfigurationTag, PostingConfiguration, jobtwine_tag, posting_configuration,
};
use super::edit::TagEdit;
use super::lint::{LintReason, PostingTagLint, lint_posting_tags};
use super::template::{TemplateMatch, picker_text, resolve_template};
use crate::ids::TemplateId;
use crate::vendor::{Template, TemplateCatalogue, Vendor};

/// A posting's tags, read for both vendors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// What myInterview makes of them.
    pub template: TemplateTag,
    /// What JobTwine makes of them.
    pub jobtwine: JobTwineStanding,
    /// What is wrong, in the order in which to mend it.
    pub findings: Vec<TagFinding>,
}

/// What a posting's tags choose at myInterview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateTag {
    /// No tag is meant for this vendor.
    Unused,
    /// One tag that names one template.
    Found {
        /// The template's name.
        name: String,
    },
    /// One tag, and no list of templates to compare it with.
    Unchecked {
        /// What stands behind the prefix.
        value: String,
    },
    /// The vendor ignores or refuses what is there.
    Wrong,
}

/// What a posting's tags say to JobTwine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobTwineStanding {
    /// No tag is meant for this vendor.
    Unused,
    /// Spelt exactly.
    Exact,
    /// Meant for it, and spelt otherwise.
    Wrong,
}

/// Something about a posting's tags that keeps a vendor from inviting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagFinding {
    /// Whose tag it is.
    pub vendor: Vendor,
    /// What is wrong.
    pub code: TagFindingCode,
    /// The vendor's word before the colon is what differs, not (only) what stands behind it.
    pub in_prefix: bool,
    /// The stored tags it is about, at least one.
    pub stored: Vec<String>,
    /// The whole tag that was probably meant; `None`: nothing is near.
    pub meant: Option<String>,
    /// What would mend it, best first. A person may always pick another template.
    pub fixes: Vec<TagFix>,
}

impl TagFinding {
    /// The one fix that needs nobody's judgement: nothing but letter case, blanks or look-alikes differs, or it is a
    /// vendor's own word. A letter more or less may be another template, so a person looks at it.
    pub fn plain_fix(&self) -> Option<&TagFix> {
        let plain = match self.code {
            TagFindingCode::Differs(reason) => match reason {
                LintReason::LetterCase | LintReason::Whitespace | LintReason::LookAlike => true,
                LintReason::Spelling => self.vendor == Vendor::JobTwine,
                LintReason::SharedName | LintReason::Unknown => false,
            },
            TagFindingCode::Several => false,
        };
        let first = self.fixes.first().filter(|_| plain)?;
        // Two texts to choose between are a choice; a name and the id of the same template are not.
        let other = |fix: &&TagFix| fix.template_id != first.template_id;
        self.fixes.iter().find(other).is_none().then_some(first)
    }
}

/// What is wrong with a posting's tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagFindingCode {
    /// It is not what was meant.
    Differs(LintReason),
    /// More than one tag chooses a template; the vendor refuses to choose.
    Several,
}

impl TagFindingCode {
    /// A stable word: those of [`LintReason`], or `several_tags`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Differs(LintReason::LetterCase) => "letter_case",
            Self::Differs(LintReason::Whitespace) => "whitespace",
            Self::Differs(LintReason::LookAlike) => "look_alike",
            Self::Differs(LintReason::Spelling) => "spelling",
            Self::Differs(LintReason::SharedName) => "shared_name",
            Self::Differs(LintReason::Unknown) => "unknown",
            Self::Several => "several_tags",
        }
    }
}

/// One way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagFix {
    /// What it does.
    pub kind: FixKind,
    /// The template it chooses, by name; `None` where it chooses none.
    pub template: Option<String>,
    /// The same template by its id, where it is known: names may be shared.
    pub template_id: Option<TemplateId>,
    /// The change.
    pub edit: TagEdit,
}

/// What a fix does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FixKind {
    /// Writes the template's name.
    UseName,
    /// Writes the template's id.
    UseId,
    /// Leaves one of several tags and takes the others off.
    Keep,
    /// Writes the vendor's word exactly.
    WriteJobTwine,
}

impl Readiness {
    /// Reads a posting's own tags.
    pub fn of(posting_tags: &[String], catalogue: Option<&TemplateCatalogue>) -> Self {
        let lints = lint_posting_tags(posting_tags, catalogue);
        let (template, mut findings) = myinterview(posting_tags, &lints, catalogue);
        let (jobtwine, finding) = jobtwine(posting_tags, &lints);
        findings.extend(finding);
        Self {
            template,
            jobtwine,
            findings,
        }
    }
}

fn myinterview(
    tags: &[String],
    lints: &[PostingTagLint],
    catalogue: Option<&TemplateCatalogue>,
) -> (TemplateTag, Vec<TagFinding>) {
    let of = |stored: &str| {
        lints
            .iter()
            .find(|lint| lint.vendor == Vendor::MyInterview && lint.stored == stored)
    };
    match posting_configuration(tags) {
        PostingConfiguration::Several { tags } => {
            (TemplateTag::Wrong, vec![several(&tags, catalogue)])
        }
        PostingConfiguration::One { tag } => match of(&tag.stored) {
            Some(lint) => (TemplateTag::Wrong, vec![differs(lint, catalogue)]),
            None => {
                let value = tag.template;
                let template = match catalogue {
                    None => TemplateTag::Unchecked { value },
                    Some(catalogue) => TemplateTag::Found {
                        name: name_of(&value, catalogue),
                    },
                };
                (template, Vec::new())
            }
        },
        // Nothing that the vendor reads; perhaps something that was meant for it.
        PostingConfiguration::Untagged => {
            match lints.iter().find(|lint| lint.vendor == Vendor::MyInterview) {
                Some(lint) => (TemplateTag::Wrong, vec![differs(lint, catalogue)]),
                None => (TemplateTag::Unused, Vec::new()),
            }
        }
    }
}

fn name_of(value: &str, catalogue: &TemplateCatalogue) -> String {
    match resolve_template(value, catalogue) {
        TemplateMatch::Found(template) => template.name.clone(),
        _ => value.to_owned(),
    }
}

fn jobtwine(tags: &[String], lints: &[PostingTagLint]) -> (JobTwineStanding, Option<TagFinding>) {
    if jobtwine_tag(tags).is_some_and(|tag| tag.exact) {
        return (JobTwineStanding::Exact, None);
    }
    let Some(lint) = lints.iter().find(|lint| lint.vendor == Vendor::JobTwine) else {
        return (JobTwineStanding::Unused, None);
    };
    let finding = TagFinding {
        vendor: Vendor::JobTwine,
        code: TagFindingCode::Differs(lint.prefix.unwrap_or(LintReason::Spelling)),
        in_prefix: false,
        stored: vec![lint.stored.clone()],
        meant: Some(JOBTWINE.to_owned()),
        fixes: vec![TagFix {
            kind: FixKind::WriteJobTwine,
            template: None,
            template_id: None,
            edit: TagEdit::replace(Some(&lint.stored), JOBTWINE),
        }],
    };
    (JobTwineStanding::Wrong, Some(finding))
}

/// A tag that is not what was meant, with what would be.
fn differs(lint: &PostingTagLint, catalogue: Option<&TemplateCatalogue>) -> TagFinding {
    let worst = lint.prefix.into_iter().chain(lint.template).max();
    let mut fixes = Vec::new();
    for suggestion in &lint.suggestions {
        let Some(template) = meant_by(suggestion, catalogue) else {
            // No list of templates: the vendor's word is put right and the rest left as it is.
            fixes.push(TagFix {
                kind: FixKind::UseName,
                template: suggestion.split_once(':').map(|(_, name)| name.to_owned()),
                template_id: None,
                edit: TagEdit::replace(Some(&lint.stored), suggestion),
            });
            continue;
        };
        let by_id = format!("{MYINTERVIEW}:{}", template.id);
        if *suggestion != by_id {
            fixes.push(TagFix {
                kind: FixKind::UseName,
                template: Some(template.name.clone()),
                template_id: Some(template.id.clone()),
                edit: TagEdit::replace(Some(&lint.stored), suggestion),
            });
        }
        // Beside the name the id stays right when somebody renames the template; with a shared name only the id is right.
        fixes.push(TagFix {
            kind: FixKind::UseId,
            template: Some(template.name.clone()),
            template_id: Some(template.id.clone()),
            edit: TagEdit::replace(Some(&lint.stored), &by_id),
        });
    }
    TagFinding {
        vendor: Vendor::MyInterview,
        code: TagFindingCode::Differs(worst.unwrap_or(LintReason::Unknown)),
        in_prefix: lint.prefix.is_some(),
        stored: vec![lint.stored.clone()],
        meant: meant_text(lint, catalogue),
        fixes,
    }
}

/// The text to show beside the stored one: the name where the difference lies in the name, though the id may be what is
/// better written.
fn meant_text(lint: &PostingTagLint, catalogue: Option<&TemplateCatalogue>) -> Option<String> {
    let first = lint.suggestions.first()?;
    if lint.template == Some(LintReason::SharedName) {
        return None;
    }
    Some(match meant_by(first, catalogue) {
        Some(template) if !lint.stored.contains(template.id.as_str()) => {
            format!("{MYINTERVIEW}:{}", template.name)
        }
        _ => first.clone(),
    })
}

fn meant_by<'a>(tag: &str, catalogue: Option<&'a TemplateCatalogue>) -> Option<&'a Template> {
    let (_, value) = tag.split_once(':')?;
    match resolve_template(value, catalogue?) {
        TemplateMatch::Found(template) => Some(template),
        _ => None,
    }
}

/// Several tags choose a template: each one that names a template can stay, and the others go.
fn several(tags: &[ConfigurationTag], catalogue: Option<&TemplateCatalogue>) -> TagFinding {
    let works = |tag: &ConfigurationTag| {
        tag.prefix_exact
            && catalogue.is_none_or(|catalogue| {
                matches!(
                    resolve_template(&tag.template, catalogue),
                    TemplateMatch::Found(_)
                )
            })
    };
    let any = tags.iter().any(works);
    let fixes = tags
        .iter()
        .enumerate()
        // Where none works, any may stay: what is wrong with it is the next finding.
        .filter(|(_, tag)| !any || works(tag))
        .map(|(kept, tag)| TagFix {
            kind: FixKind::Keep,
            template: Some(match catalogue {
                Some(catalogue) => name_of(&tag.template, catalogue),
                None => tag.template.clone(),
            }),
            template_id: None,
            edit: TagEdit {
                from: tags
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| *at != kept)
                    .map(|(_, other)| other.stored.clone())
                    .collect(),
                to: None,
            },
        })
        .collect();
    TagFinding {
        vendor: Vendor::MyInterview,
        code: TagFindingCode::Several,
        in_prefix: false,
        stored: tags.iter().map(|tag| tag.stored.clone()).collect(),
        meant: None,
        fixes,
    }
}

/// The change that makes a posting choose this template, whatever it chooses now.
pub fn choose_template(
    posting_tags: &[String],
    template: &Template,
    catalogue: &TemplateCatalogue,
) -> TagEdit {
    let to = picker_text(template, catalogue);
    let from = match posting_configuration(posting_tags) {
        PostingConfiguration::One { tag } => vec![tag.stored],
        PostingConfiguration::Several { tags } => tags.into_iter().map(|tag| tag.stored).collect(),
        PostingConfiguration::Untagged => lint_posting_tags(posting_tags, Some(catalogue))
            .into_iter()
            .find(|lint| lint.vendor == Vendor::MyInterview)
            .map(|lint| lint.stored)
            .into_iter()
            .collect(),
    };
    TagEdit { from, to: Some(to) }
}

/// The change that shares a posting with JobTwine; `None` when it is.
pub fn add_jobtwine(posting_tags: &[String]) -> Option<TagEdit> {
    match jobtwine(posting_tags, &lint_posting_tags(posting_tags, None)) {
        (JobTwineStanding::Exact, _) => None,
        (_, Some(finding)) => finding.fixes.into_iter().next().map(|fix| fix.edit),
        (_, None) => Some(TagEdit::replace(None, JOBTWINE)),
    }
}

#[cfg(test)]
mod tests;
