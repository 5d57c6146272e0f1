//! Findings about the posting's configuration.

use super::check::{MoveQuestion, finding};
use super::{Finding, FindingCode, Fix, Severity};
use crate::model::Posting;
use crate::tags::{
    PostingConfiguration, TemplateMatch, did_you_mean, jobtwine_tag, lint_posting_tags,
    posting_configuration, resolve_template,
};
use crate::template_names::FRESH_MS as TEMPLATES_FRESH_MS;
use crate::vendor::{Template, TemplateCatalogue, Vendor, VendorSetup};

#[derive(Default)]
pub(super) struct Configured {
    pub(super) findings: Vec<Finding>,
    pub(super) template: Option<String>,
}

pub(super) fn configuration(question: &MoveQuestion<'_>, setup: &VendorSetup) -> Configured {
    let Some(posting) = question.posting else {
        // A posting that exists but was not read yet is no finding about the posting.
        let findings = match question.opportunity.posting() {
            None => vec![finding(FindingCode::NoPosting).fixed_by(Fix::OpenInLever)],
            Some(_) => Vec::new(),
        };
        return Configured {
            findings,
            ..Configured::default()
        };
    };
    match setup.vendor {
        Vendor::MyInterview => myinterview(question, posting, setup),
        Vendor::JobTwine => Configured {
            findings: jobtwine(posting, setup),
            template: None,
        },
    }
}

fn myinterview(question: &MoveQuestion<'_>, posting: &Posting, setup: &VendorSetup) -> Configured {
    let catalogue = setup.templates.as_ref();
    let mut configured = Configured::default();
    match posting_configuration(&posting.tags) {
        PostingConfiguration::Untagged => {
            configured
                .findings
                .push(untagged(posting, catalogue, Vendor::MyInterview));
            return configured;
        }
        PostingConfiguration::Several { tags } => {
            let all: Vec<&str> = tags.iter().map(|tag| tag.stored.as_str()).collect();
            configured.findings.push(
                finding(FindingCode::SeveralConfigurationTags)
                    .about(all.join(" · "))
                    .fixed_by(Fix::OpenInLever),
            );
            return configured;
        }
        PostingConfiguration::One { tag } => {
            if !tag.prefix_exact {
                // Only the vendor knows whether it reads this spelling, so the usual block becomes a warning.
                let right = format!("myInterview:{}", tag.template);
                configured.findings.push(Finding {
                    severity: Severity::Warn,
                    ..finding(FindingCode::PostingUntagged)
                        .about(&tag.stored)
                        .suggesting(&right)
                        .fixed_by(Fix::ReplacePostingTag {
                            from: Some(tag.stored.clone()),
                            to: right,
                        })
                });
            }
            match catalogue {
                None => configured.template = Some(tag.template.clone()),
                Some(catalogue) => {
                    let (template, problem) = looked_up(&tag.stored, &tag.template, catalogue);
                    configured.template = template.map(|template| template.name.clone());
                    configured.findings.extend(problem);
                }
            }
        }
    }
    let fresh = catalogue.is_some_and(|catalogue| {
        question.now_ms.saturating_sub(catalogue.as_of_ms) <= TEMPLATES_FRESH_MS
    });
    if !fresh {
        configured
            .findings
            .push(finding(FindingCode::TemplatesStale).fixed_by(Fix::ImportTemplates));
    }
    configured
}

fn looked_up<'a>(
    stored: &str,
    value: &str,
    catalogue: &'a TemplateCatalogue,
) -> (Option<&'a Template>, Option<Finding>) {
    let code = match resolve_template(value, catalogue) {
        TemplateMatch::Found(template) => return (Some(template), None),
        TemplateMatch::Ambiguous(_) => FindingCode::TemplateAmbiguous,
        TemplateMatch::NotFound => FindingCode::TemplateNotFound,
    };
    let near = did_you_mean(value, catalogue);
    let problem = finding(code).about(value);
    let problem = match near.first() {
        // Between two templates of one name only a person can choose: the fix is offered when there is one way.
        Some(first) if near.len() == 1 => {
            problem
                .suggesting(&first.tag)
                .fixed_by(Fix::ReplacePostingTag {
                    from: Some(stored.to_owned()),
                    to: first.tag.clone(),
                })
        }
        Some(_) => {
            let all: Vec<&str> = near.iter().map(|one| one.tag.as_str()).collect();
            problem.suggesting(all.join(" · "))
        }
        None => problem.fixed_by(Fix::ImportTemplates),
    };
    (None, Some(problem))
}

/// No tag that the vendor reads; perhaps one that was meant for it.
fn untagged(posting: &Posting, catalogue: Option<&TemplateCatalogue>, vendor: Vendor) -> Finding {
    let problem = finding(FindingCode::PostingUntagged);
    let problem = match vendor {
        Vendor::MyInterview => problem,
        // One word for every posting; so the words of the finding know which vendor's tag is missing, too.
        Vendor::JobTwine => problem.suggesting("JobTwine"),
    };
    let meant = lint_posting_tags(&posting.tags, catalogue)
        .into_iter()
        .find(|lint| lint.vendor == vendor && lint.prefix.is_some());
    match meant {
        None => problem,
        Some(lint) => {
            let problem = problem.about(&lint.stored);
            match lint.suggestions.as_slice() {
                [only] => problem.suggesting(only).fixed_by(Fix::ReplacePostingTag {
                    from: Some(lint.stored.clone()),
                    to: only.clone(),
                }),
                _ => problem,
            }
        }
    }
}

fn jobtwine(posting: &Posting, setup: &VendorSetup) -> Vec<Finding> {
    let tag = jobtwine_tag(&posting.tags);
    let tagged = match &tag {
        None => Some(untagged(posting, None, Vendor::JobTwine)),
        Some(tag) if !tag.exact => Some(Finding {
            severity: Severity::Warn,
            ..finding(FindingCode::PostingUntagged)
                .about(&tag.stored)
                .suggesting("JobTwine")
                .fixed_by(Fix::ReplacePostingTag {
                    from: Some(tag.stored.clone()),
                    to: "JobTwine".to_owned(),
                })
        }),
        Some(_) => None,
    };
    // Rounds are entered in JobTwine, where nothing can read them: they are what an admin stated.
    let rounds = match setup.rounds_of(&posting.id) {
        None => Some(finding(FindingCode::RoundsUnknown)),
        Some(stated) if stated.rounds == 0 => Some(finding(FindingCode::RoundsStatedNone)),
        Some(_) => None,
    };
    tagged.into_iter().chain(rounds).collect()
}
