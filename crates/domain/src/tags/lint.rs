//! "Did you mean": why a posting's tag will not work, and what would.

use serde::{Deserialize, Serialize};

use super::classify::{JOBTWINE, MYINTERVIEW, TagClass, classify, status_words};
use super::look_alike::unmask;
use super::template::{TemplateMatch, picker_text, resolve_template};
use crate::vendor::{Template, TemplateCatalogue, Vendor};

/// Why a text is not what was meant, from the least to the greatest difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LintReason {
    /// Only upper and lower case differ.
    LetterCase,
    /// Blanks at the ends or inside differ.
    Whitespace,
    /// A letter or sign only looks like the right one.
    LookAlike,
    /// One or two letters differ.
    Spelling,
    /// The name is shared by several templates; only the id tells them apart.
    SharedName,
    /// No template has that name or id, and none is near.
    Unknown,
}

/// What would be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The template's name, for people.
    pub name: String,
    /// The whole tag to write: by name, or by id where the name is unsafe.
    pub tag: String,
    /// What differs.
    pub reason: LintReason,
}

/// One tag of a posting that will not do what it was written for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostingTagLint {
    /// The stored string.
    pub stored: String,
    /// The vendor it was written for.
    pub vendor: Vendor,
    /// What is wrong with the vendor's word before the colon (or the word `JobTwine`).
    pub prefix: Option<LintReason>,
    /// What is wrong with the template's name; `None` also when no catalogue is at hand.
    pub template: Option<LintReason>,
    /// Whole tags that would be right, best first. Empty: none is near.
    pub suggestions: Vec<String>,
}

/// Templates that `value` was probably meant for, best first; empty when it matches exactly or nothing is near.
/// A shared name yields one suggestion per template, by id.
pub fn did_you_mean(value: &str, catalogue: &TemplateCatalogue) -> Vec<Suggestion> {
    match resolve_template(value, catalogue) {
        TemplateMatch::Found(_) => Vec::new(),
        TemplateMatch::Ambiguous(shared) => shared
            .into_iter()
            .map(|template| suggestion(template, LintReason::SharedName, catalogue))
            .collect(),
        TemplateMatch::NotFound => {
            let mut near: Vec<(LintReason, usize, &Template)> = catalogue
                .templates
                .iter()
                .filter_map(|template| {
                    let by_name = difference(value, &template.name);
                    let by_id = difference(value, template.id.as_str())
                        .filter(|(reason, _)| *reason != LintReason::Spelling);
                    by_name
                        .into_iter()
                        .chain(by_id)
                        .min()
                        .map(|(reason, distance)| (reason, distance, template))
                })
                .collect();
            near.sort_by(|a, b| {
                (a.0, a.1, &a.2.name, &a.2.id).cmp(&(b.0, b.1, &b.2.name, &b.2.id))
            });
            let best = near.first().map(|first| (first.0, first.1));
            near.into_iter()
                // A letter off is only worth saying when nothing nearer explains the text.
                .filter(|(reason, distance, _)| Some((*reason, *distance)) == best)
                .map(|(reason, _, template)| suggestion(template, reason, catalogue))
                .collect()
        }
    }
}

fn suggestion(
    template: &Template,
    reason: LintReason,
    catalogue: &TemplateCatalogue,
) -> Suggestion {
    Suggestion {
        name: template.name.clone(),
        tag: picker_text(template, catalogue),
        reason,
    }
}

/// Reads every tag of a posting and reports those that will be ignored or refused. Clean tags yield nothing.
pub fn lint_posting_tags(
    posting_tags: &[String],
    catalogue: Option<&TemplateCatalogue>,
) -> Vec<PostingTagLint> {
    posting_tags
        .iter()
        .filter_map(|stored| lint_one(stored, catalogue))
        .collect()
}

fn lint_one(stored: &str, catalogue: Option<&TemplateCatalogue>) -> Option<PostingTagLint> {
    let lint = |vendor, prefix, template, suggestions| PostingTagLint {
        stored: stored.to_owned(),
        vendor,
        prefix,
        template,
        suggestions,
    };
    match classify(stored) {
        TagClass::JobTwine { exact: true } | TagClass::Status { .. } => None,
        TagClass::JobTwine { exact: false } => Some(lint(
            Vendor::JobTwine,
            difference(stored, JOBTWINE).map(|(reason, _)| reason),
            None,
            vec![JOBTWINE.to_owned()],
        )),
        TagClass::Config {
            template,
            prefix_exact,
        } => {
            let prefix = if prefix_exact {
                None
            } else {
                let word = stored.split(':').next().unwrap_or_default();
                difference(word, MYINTERVIEW).map(|(reason, _)| reason)
            };
            let (reason, suggestions) = judge_value(&template, catalogue);
            (prefix.is_some() || reason.is_some())
                .then(|| lint(Vendor::MyInterview, prefix, reason, suggestions))
        }
        TagClass::Unrelated => near_miss(stored, catalogue),
    }
}

/// A tag that no vendor reads but that was meant for one: `myIntervew:Lever Demo`, a full-width colon, `myInterview`
/// alone, `Job Twine`.
fn near_miss(stored: &str, catalogue: Option<&TemplateCatalogue>) -> Option<PostingTagLint> {
    let plain = unmask(stored);
    if let Some((word, value)) = plain.split_once(':') {
        // The value must come from the plain text too: the stored one may hold the look-alike colon.
        let (reason, _) = difference(word, MYINTERVIEW)
            .or_else(|| (word == MYINTERVIEW).then_some((LintReason::LookAlike, 0)))?;
        if status_words(value).is_some() {
            return None;
        }
        let (template, suggestions) = judge_value(value, catalogue);
        return Some(PostingTagLint {
            stored: stored.to_owned(),
            vendor: Vendor::MyInterview,
            prefix: Some(if stored.contains(':') {
                difference(stored.split(':').next().unwrap_or_default(), MYINTERVIEW)
                    .map_or(reason, |(reason, _)| reason)
            } else {
                LintReason::LookAlike
            }),
            template,
            suggestions,
        });
    }
    if plain.trim().eq_ignore_ascii_case(MYINTERVIEW) {
        return Some(PostingTagLint {
            stored: stored.to_owned(),
            vendor: Vendor::MyInterview,
            prefix: Some(LintReason::Spelling),
            template: None,
            suggestions: Vec::new(),
        });
    }
    let (reason, _) = difference(stored, JOBTWINE)?;
    Some(PostingTagLint {
        stored: stored.to_owned(),
        vendor: Vendor::JobTwine,
        prefix: Some(reason),
        template: None,
        suggestions: vec![JOBTWINE.to_owned()],
    })
}

/// What is wrong with a value, and the whole tags that would be right. For a value that is right, the tag itself with
/// the right prefix (used when only the prefix is wrong).
fn judge_value(
    value: &str,
    catalogue: Option<&TemplateCatalogue>,
) -> (Option<LintReason>, Vec<String>) {
    let rewritten = || vec![format!("{MYINTERVIEW}:{value}")];
    let Some(catalogue) = catalogue else {
        return (None, rewritten());
    };
    match resolve_template(value, catalogue) {
        TemplateMatch::Found(_) => (None, rewritten()),
        _ => {
            let near = did_you_mean(value, catalogue);
            let reason = near
                .first()
                .map_or(LintReason::Unknown, |suggestion| suggestion.reason);
            (
                Some(reason),
                near.into_iter().map(|suggestion| suggestion.tag).collect(),
            )
        }
    }
}

/// How `typed` differs from `meant`, with a distance in letters; `None` when equal or too far apart.
fn difference(typed: &str, meant: &str) -> Option<(LintReason, usize)> {
    if typed == meant || meant.is_empty() {
        return None;
    }
    let case = |text: &str| text.to_lowercase();
    let blanks = |text: &str| text.split_whitespace().collect::<String>();
    if case(typed) == case(meant) {
        return Some((LintReason::LetterCase, 0));
    }
    if blanks(typed) == blanks(meant) {
        return Some((LintReason::Whitespace, 0));
    }
    if case(&blanks(typed)) == case(&blanks(meant)) {
        return Some((LintReason::Whitespace, 1));
    }
    let (typed, meant) = (case(&blanks(&unmask(typed))), case(&blanks(&unmask(meant))));
    if typed == meant {
        return Some((LintReason::LookAlike, 0));
    }
    // Two edits turn any three-letter name into another: short names allow fewer.
    let allowed = match meant.chars().count() {
        0..=3 => 0,
        4..=5 => 1,
        _ => 2,
    };
    let distance = edit_distance(&typed, &meant, allowed)?;
    Some((LintReason::Spelling, distance))
}

/// Edits (insert, delete, replace, swap of neighbours) from `a` to `b`, if there are at most `limit`.
fn edit_distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if limit == 0 || a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let at =
                |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&previous, j) + usize::from(from != to))
                .min(at(&previous, j + 1) + 1)
                .min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && Some(from) == b.get(j - 1) && a.get(i - 1) == Some(to);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut previous, row);
    }
    previous
        .last()
        .copied()
        .filter(|distance| *distance <= limit)
}
