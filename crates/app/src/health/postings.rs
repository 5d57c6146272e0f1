//! The tags that share a posting with a vendor, and the templates they name.

use fulcrum_domain::health::{Mark, Standing};
use fulcrum_domain::model::Posting;
use fulcrum_domain::tags::{
    LintReason, PostingConfiguration, PostingTagLint, TemplateMatch, jobtwine_tag,
    lint_posting_tags, picker_text, posting_configuration, resolve_template,
};
use fulcrum_domain::vendor::{Template, TemplateCatalogue, Vendor};

use super::known::Known;
use super::looked::Looked;
use crate::view::{LeverPage, Repair};

/// What would set a posting right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mend {
    /// The tag as it is; `None`: one is missing.
    pub(super) from: Option<String>,
    /// The whole tag to write.
    pub(super) to: String,
}

/// Candidates can still be moved.
pub(super) fn is_open(posting: &Posting) -> bool {
    matches!(posting.state.as_str(), "published" | "internal")
}

pub(super) fn checks(known: &Known) -> Vec<Looked> {
    let mut open: Vec<&Posting> = known
        .postings
        .iter()
        .filter(|posting| is_open(posting))
        .collect();
    open.sort_by(|a, b| (&a.text, &a.id).cmp(&(&b.text, &b.id)));
    open.into_iter()
        .flat_map(|posting| [template(known, posting), tag(known, posting)])
        .flatten()
        .collect()
}

/// The tags of a vendor on a posting that will not do what they were written for.
fn lints(
    posting: &Posting,
    catalogue: Option<&TemplateCatalogue>,
    vendor: Vendor,
) -> Vec<PostingTagLint> {
    lint_posting_tags(&posting.tags, catalogue)
        .into_iter()
        .filter(|lint| lint.vendor == vendor)
        .collect()
}

fn had(known: &Known, id: &str) -> Option<(Vec<String>, Option<Template>)> {
    match &known.kept.get(id)?.baseline.as_ref()?.mark {
        Mark::Posting { tags, template } => Some((tags.clone(), template.clone())),
        _ => None,
    }
}

/// myInterview's tag, and the template it names.
fn template(known: &Known, posting: &Posting) -> Option<Looked> {
    let id = format!("template.{}", posting.id);
    let catalogue = known
        .setup(Vendor::MyInterview)
        .and_then(|setup| setup.templates.as_ref());
    let configuration = posting_configuration(&posting.tags);
    let wrong = lints(posting, catalogue, Vendor::MyInterview);
    let before = had(known, &id);
    let tags: Vec<String> = match &configuration {
        PostingConfiguration::Untagged => wrong.iter().map(|lint| lint.stored.clone()).collect(),
        PostingConfiguration::One { tag } => vec![tag.stored.clone()],
        PostingConfiguration::Several { tags } => {
            tags.iter().map(|tag| tag.stored.clone()).collect()
        }
    };
    if tags.is_empty() && before.is_none() {
        return None;
    }
    let named = match (&configuration, catalogue) {
        (PostingConfiguration::One { tag }, Some(catalogue)) => {
            match resolve_template(&tag.template, catalogue) {
                TemplateMatch::Found(template) => Some(template.clone()),
                _ => None,
            }
        }
        _ => None,
    };
    let quoted: Vec<String> = tags.iter().map(|tag| format!("“{tag}”")).collect();
    let mut says = if quoted.is_empty() {
        "no tag".to_owned()
    } else {
        quoted.join(" and ")
    };
    if let Some(template) = &named
        && !tags.iter().any(|tag| tag.ends_with(&template.name))
    {
        says = format!("{says}, “{}”", template.name);
    }
    let check = Looked::new(id, posting.text.as_str())
        .of(Vendor::MyInterview)
        .at(known.status.synced_at_ms)
        .compared(
            Mark::Posting {
                tags: tags.clone(),
                template: named.clone(),
            },
            says,
        );
    let title = &posting.text;
    let fix = Some(Repair::FixPostingTags);
    Some(match &configuration {
        PostingConfiguration::Several { tags } => check
            .is(
                Standing::Broken,
                format!("{title} has {} tags of myInterview.", tags.len()),
            )
            .because(
                "The vendor refuses to choose, so a move invites nobody.",
                "Leave one of them.",
                fix,
            ),
        PostingConfiguration::Untagged if tags.is_empty() => check
            .is(
                Standing::Broken,
                format!("{title} has no tag of myInterview any more."),
            )
            .because(
                "The vendor ignores a posting without its tag, silently.",
                "Put the tag back, or say that it is right so.",
                fix,
            ),
        _ => match (wrong.first(), &before) {
            (None, _) if catalogue.is_none() => check
                .is(
                    Standing::Unverifiable,
                    format!("{title}: nobody can say whether its template exists."),
                )
                .because(
                    "No list of templates was imported.",
                    "Import the list that myInterview exports.",
                    Some(Repair::ImportTemplates),
                ),
            (None, _) => check.is(
                Standing::Verified,
                format!("{title} invites with its template."),
            ),
            // The tag is what it was, so it is the template that changed.
            (Some(_), Some((tags_before, Some(template_before)))) if *tags_before == tags => {
                let now = catalogue.and_then(|catalogue| {
                    let mut all = catalogue.templates.iter();
                    all.find(|one| one.id == template_before.id)
                });
                let (finding, way_out) = match now {
                    Some(now) => (
                        format!(
                            "{title}: the template “{}” is called “{}” now.",
                            template_before.name, now.name
                        ),
                        format!("Write the tag for “{}”.", now.name),
                    ),
                    None => (
                        format!("{title}: the template “{}” is gone.", template_before.name),
                        "Choose another template for this posting.".to_owned(),
                    ),
                };
                check.is(Standing::Broken, finding).because(
                    "The tag names no template, so a move invites nobody.",
                    way_out,
                    fix,
                )
            }
            (Some(lint), _) => check
                .is(
                    Standing::Broken,
                    format!("{title}: “{}” {}", lint.stored, trouble(lint)),
                )
                .because(
                    "Names must match exactly, or a move invites nobody.",
                    match lint.suggestions.as_slice() {
                        [one] => format!("Use “{one}”."),
                        [] => "Choose a template for this posting.".to_owned(),
                        _ => "Choose which of the near ones was meant.".to_owned(),
                    },
                    fix,
                ),
        },
    })
}

fn trouble(lint: &PostingTagLint) -> &'static str {
    match lint.template.or(lint.prefix) {
        Some(LintReason::LetterCase) => "differs in upper and lower case from what was meant.",
        Some(LintReason::Whitespace) => "differs in its blanks from what was meant.",
        Some(LintReason::LookAlike) => "holds a letter that only looks like the right one.",
        Some(LintReason::Spelling) => "differs in a letter from what was meant.",
        Some(LintReason::SharedName) => "names several templates; only an id tells them apart.",
        Some(LintReason::Unknown) | None => "names no template.",
    }
}

/// JobTwine's tag.
fn tag(known: &Known, posting: &Posting) -> Option<Looked> {
    let id = format!("tag.{}", posting.id);
    let exact = jobtwine_tag(&posting.tags).filter(|tag| tag.exact);
    let wrong = lints(posting, None, Vendor::JobTwine);
    let before = had(known, &id);
    let found = exact
        .as_ref()
        .map(|tag| tag.stored.clone())
        .or_else(|| wrong.first().map(|lint| lint.stored.clone()));
    if found.is_none() && before.is_none() {
        return None;
    }
    let title = &posting.text;
    let says = found
        .as_ref()
        .map_or_else(|| "no tag".to_owned(), |tag| format!("“{tag}”"));
    let check = Looked::new(id, title.as_str())
        .of(Vendor::JobTwine)
        .at(known.status.synced_at_ms)
        .compared(
            Mark::Posting {
                tags: found.clone().into_iter().collect(),
                template: None,
            },
            says,
        );
    Some(match (&exact, found) {
        (Some(_), _) => check.is(
            Standing::Verified,
            format!("{title} is shared with JobTwine."),
        ),
        (None, Some(tag)) => check
            .is(
                Standing::Broken,
                format!("{title}: “{tag}” is not “JobTwine”."),
            )
            .because(
                "JobTwine reads the tag letter by letter and ignores any other.",
                "Use “JobTwine”.",
                Some(Repair::FixPostingTags),
            ),
        (None, None) => check
            .is(
                Standing::Broken,
                format!("{title} has no tag “JobTwine” any more."),
            )
            .because(
                "JobTwine ignores a posting without its tag, silently.",
                "Put the tag back, or say that it is right so.",
                Some(Repair::OpenLever {
                    what: LeverPage::Postings,
                }),
            ),
    })
}

/// What one key would write; `None` where somebody has to choose.
pub(super) fn mend(known: &Known, check: &str) -> Option<(Posting, Mend)> {
    let (vendor, id) = match check.split_once('.')? {
        ("template", id) => (Vendor::MyInterview, id),
        ("tag", id) => (Vendor::JobTwine, id),
        _ => return None,
    };
    let posting = known.postings.iter().find(|posting| posting.id.0 == id)?;
    let catalogue = known
        .setup(Vendor::MyInterview)
        .and_then(|setup| setup.templates.as_ref());
    let wrong = lints(posting, catalogue, vendor);
    let before = had(known, check);
    let mend = match (wrong.as_slice(), before) {
        // It was taken away: what was there is put back.
        ([], Some((tags, _))) if tags.len() == 1 && has_none(posting, vendor) => Mend {
            from: None,
            to: tags.first()?.clone(),
        },
        ([lint], Some((tags, Some(template)))) if tags.contains(&lint.stored) => {
            let catalogue = catalogue?;
            let now = catalogue
                .templates
                .iter()
                .find(|one| one.id == template.id)?;
            Mend {
                from: Some(lint.stored.clone()),
                to: picker_text(now, catalogue),
            }
        }
        ([lint], _) => match lint.suggestions.as_slice() {
            [one] => Mend {
                from: Some(lint.stored.clone()),
                to: one.clone(),
            },
            _ => return None,
        },
        _ => return None,
    };
    Some((posting.clone(), mend))
}

fn has_none(posting: &Posting, vendor: Vendor) -> bool {
    match vendor {
        Vendor::MyInterview => {
            posting_configuration(&posting.tags) == PostingConfiguration::Untagged
        }
        Vendor::JobTwine => jobtwine_tag(&posting.tags).is_none(),
    }
}
