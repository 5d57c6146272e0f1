//! Evidence from what Lever and the vendors hold. Building it twice gives the same list: rows can be compared.

use std::collections::BTreeMap;

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Confidence, Evidence, Fact, FailureCode, Source};
use crate::fold::fold;
use crate::interview::{NotedTime, Party};
use crate::model::{Interview, Note, Opportunity};
use crate::note_reading::{self, NoteReading, Patterns, pinned_host};
use crate::tags::{TagClass, TagStatus, classify};
use crate::vendor::{Vendor, VendorSetup};

/// Facts in the opportunity itself: its stage history, its status tags, its contact's links.
///
/// `tag_first_seen_ms`: when this seat first saw each of the opportunity's tags (exact stored strings); a tag that is
/// missing there is taken as first seen at `seen_at_ms`, which is when this picture of the opportunity was read, ms.
pub fn from_opportunity(
    opportunity: &Opportunity,
    setup: &VendorSetup,
    tag_first_seen_ms: &BTreeMap<String, i64>,
    seen_at_ms: i64,
) -> Vec<Evidence> {
    let mut found = stage_history(opportunity, setup);
    if setup.vendor == Vendor::MyInterview {
        found.extend(status_tags(opportunity, tag_first_seen_ms, seen_at_ms));
    }
    found.extend(contact_links(opportunity, setup, seen_at_ms));
    found
}

fn stage_history(opportunity: &Opportunity, setup: &VendorSetup) -> Vec<Evidence> {
    let Some(trigger) = &setup.trigger_stage else {
        return Vec::new();
    };
    let mut changes: Vec<_> = opportunity.stage_changes.iter().collect();
    changes.sort_by_key(|change| change.at_ms);
    let mut found = Vec::new();
    let mut inside = false;
    for change in changes {
        let enters = change.to_stage == *trigger;
        if enters == inside {
            continue;
        }
        inside = enters;
        found.push(Evidence {
            vendor: setup.vendor,
            fact: if enters {
                Fact::EnteredStage
            } else {
                Fact::LeftStage
            },
            at_ms: Some(change.at_ms),
            seen_at_ms: change.at_ms,
            source: Source::StageHistory {
                stage: change.to_stage.clone(),
                by: change.user.clone(),
            },
            confidence: Confidence::Proven,
        });
    }
    let now_inside = opportunity.stage == *trigger;
    if now_inside != inside {
        // Created straight in the stage, or imported without history: the current stage still tells.
        let at_ms = opportunity
            .last_advanced_at_ms
            .unwrap_or(opportunity.created_at_ms);
        found.push(Evidence {
            vendor: setup.vendor,
            fact: if now_inside {
                Fact::EnteredStage
            } else {
                Fact::LeftStage
            },
            at_ms: Some(at_ms),
            seen_at_ms: at_ms,
            source: Source::StageHistory {
                stage: opportunity.stage.clone(),
                by: None,
            },
            confidence: Confidence::Inferred,
        });
    }
    found
}

fn status_tags(
    opportunity: &Opportunity,
    tag_first_seen_ms: &BTreeMap<String, i64>,
    seen_at_ms: i64,
) -> Vec<Evidence> {
    opportunity
        .tags
        .iter()
        .filter_map(|tag| match classify(tag) {
            TagClass::Status { status } => Some(Evidence {
                vendor: Vendor::MyInterview,
                fact: match status {
                    TagStatus::Invited => Fact::Invited,
                    TagStatus::Completed => Fact::Completed,
                },
                at_ms: None,
                seen_at_ms: tag_first_seen_ms.get(tag).copied().unwrap_or(seen_at_ms),
                source: Source::Tag { tag: tag.clone() },
                confidence: Confidence::Proven,
            }),
            _ => None,
        })
        .collect()
}

/// Links live on the contact, so a link may belong to another opportunity of the same person: inferred.
fn contact_links(opportunity: &Opportunity, setup: &VendorSetup, seen_at_ms: i64) -> Vec<Evidence> {
    opportunity
        .links
        .iter()
        .filter_map(|link| {
            pinned_host(link, &setup.hosts).map(|host| Evidence {
                vendor: setup.vendor,
                fact: Fact::ReviewLink { url: link.clone() },
                at_ms: None,
                seen_at_ms,
                source: Source::ContactLink { host },
                confidence: Confidence::Inferred,
            })
        })
        .collect()
}

/// Facts in a note; empty for a note that is not the vendor's. `seen_at_ms`: when this seat first saw the note, ms.
pub fn from_note(
    note: &Note,
    setup: &VendorSetup,
    patterns: &Patterns,
    seen_at_ms: i64,
) -> Vec<Evidence> {
    let (facts, confidence) = match note_reading::read(note, setup, patterns) {
        NoteReading::NotVendor => return Vec::new(),
        NoteReading::Read { facts, confidence } => (facts, confidence),
        NoteReading::Unread { confidence, .. } => (vec![Fact::UnreadNote], confidence),
    };
    facts
        .into_iter()
        .map(|fact| Evidence {
            vendor: setup.vendor,
            fact,
            at_ms: Some(note.created_at_ms),
            seen_at_ms,
            source: Source::Note {
                note: note.id.clone(),
            },
            confidence,
        })
        .collect()
}

/// Facts in the interviews that Lever shows; empty unless the vendor keeps interviews there ([`VendorSetup`]). An interview
/// with one of the vendor's pinned users is the vendor's; one whose subject only names the vendor is taken for it, as an
/// inference. `seen_at_ms`: when this seat first saw them, ms.
pub fn from_interviews(
    interviews: &[Interview],
    setup: &VendorSetup,
    seen_at_ms: i64,
) -> Vec<Evidence> {
    if setup.vendor != Vendor::JobTwine || !setup.keeps_interviews {
        return Vec::new();
    }
    interviews
        .iter()
        .filter_map(|interview| {
            let pinned = interview
                .interviewers
                .iter()
                .any(|user| setup.note_authors.contains(user));
            let named = fold(&interview.subject).contains("jobtwine");
            let confidence = match (pinned, named) {
                (true, _) => Confidence::Proven,
                (false, true) => Confidence::Inferred,
                (false, false) => return None,
            };
            let round = note_reading::round_of(&interview.subject);
            let fact = match interview.canceled_at_ms {
                Some(_) => Fact::InterviewCancelled {
                    by: Party::Unknown,
                    round,
                },
                None => Fact::Scheduled {
                    at: Some(NotedTime::Sure {
                        at_ms: interview.at_ms,
                        offset_minutes: offset_minutes(interview),
                        zone: interview.timezone.clone(),
                    }),
                    url: None,
                    round,
                },
            };
            Some(Evidence {
                vendor: setup.vendor,
                fact,
                at_ms: interview.canceled_at_ms,
                seen_at_ms,
                source: Source::Interview {
                    interview: interview.id.clone(),
                },
                confidence,
            })
        })
        .collect()
}

/// The interview's own zone at its start; UTC where Lever gives none.
fn offset_minutes(interview: &Interview) -> i32 {
    let zone: Option<Tz> = interview
        .timezone
        .as_deref()
        .and_then(|zone| zone.parse().ok());
    zone.zip(DateTime::from_timestamp_millis(interview.at_ms))
        .map_or(0, |(zone, at)| {
            zone.offset_from_utc_datetime(&at.naive_utc())
                .fix()
                .local_minus_utc()
                / 60
        })
}

/// What the vendor itself answers about one candidate, in our terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorAnswer {
    /// Where the vendor stands.
    pub status: AnswerStatus,
    /// When the candidate was invited, ms.
    pub invited_at_ms: Option<i64>,
    /// When the status was reached, ms.
    pub at_ms: Option<i64>,
    /// Link to the result.
    pub review_url: Option<String>,
}

/// The vendor's status in our terms; myInterview's own words are `Pending`, `Clicked` and `Completed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", content = "code", rename_all = "snake_case")]
pub enum AnswerStatus {
    /// Invited, not opened.
    Pending,
    /// Opened.
    Clicked,
    /// Submitted.
    Completed,
    /// The deadline passed without a submission.
    Expired,
    /// Could not be invited.
    Failed(FailureCode),
}

/// Facts in a vendor's answer. `seen_at_ms`: when it was read, ms.
pub fn from_answer(vendor: Vendor, answer: &VendorAnswer, seen_at_ms: i64) -> Vec<Evidence> {
    let evidence = |fact, at_ms| Evidence {
        vendor,
        fact,
        at_ms,
        seen_at_ms,
        source: Source::VendorAnswer,
        confidence: Confidence::Proven,
    };
    let mut found = Vec::new();
    let invited = !matches!(answer.status, AnswerStatus::Failed(_));
    if invited {
        let at_ms = match answer.status {
            AnswerStatus::Pending => answer.invited_at_ms.or(answer.at_ms),
            _ => answer.invited_at_ms,
        };
        found.push(evidence(Fact::Invited, at_ms));
    }
    match answer.status {
        AnswerStatus::Pending => {}
        AnswerStatus::Clicked => found.push(evidence(Fact::Opened, answer.at_ms)),
        AnswerStatus::Completed => found.push(evidence(Fact::Completed, answer.at_ms)),
        AnswerStatus::Expired => found.push(evidence(Fact::Expired, answer.at_ms)),
        AnswerStatus::Failed(code) => {
            found.push(evidence(Fact::InviteFailed { code }, answer.at_ms));
        }
    }
    if let Some(url) = &answer.review_url {
        found.push(evidence(
            Fact::ReviewLink { url: url.clone() },
            answer.at_ms,
        ));
    }
    found
}
