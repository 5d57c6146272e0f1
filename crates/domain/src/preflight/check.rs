//! The check itself: which vendor a move reaches, and every finding about it.

use super::{Finding, FindingCode, Fix, Preflight, Severity, contacts, history, posting};
use crate::contact::{PhoneCheck, check_phones};
use crate::ids::{OpportunityId, StageId};
use crate::journey::{Journey, State};
use crate::model::{Opportunity, Posting, Stage};
use crate::vendor::{Vendor, VendorSetup};

/// One move, and everything that decides whether it will work.
#[derive(Clone, Copy, Debug)]
pub struct MoveQuestion<'a> {
    /// Who would be moved, as last read.
    pub opportunity: &'a Opportunity,
    /// The opportunity's posting, when it has one and it is known here.
    pub posting: Option<&'a Posting>,
    /// Where to.
    pub to_stage: &'a StageId,
    /// All stages known; empty when they were never read.
    pub stages: &'a [Stage],
    /// The set-up of each vendor in use.
    pub setups: &'a [VendorSetup],
    /// The opportunity's journeys, all vendors and attempts.
    pub journeys: &'a [Journey],
    /// Open journeys of the same person's other opportunities.
    pub elsewhere: &'a [PersonElsewhere],
    /// Moves into the target vendor's trigger stage since its last reaction that nothing answered in time
    /// (whole account). Several of them mean that the vendor does not hear Lever any more.
    pub unanswered_moves: u32,
    /// Now, ms.
    pub now_ms: i64,
}

/// A journey that is open on another opportunity of the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonElsewhere {
    /// The other opportunity.
    pub opportunity: OpportunityId,
    /// Its posting's title, for the sentence.
    pub posting: Option<String>,
    /// The vendor.
    pub vendor: Vendor,
    /// Where that journey stands.
    pub state: State,
}

impl MoveQuestion<'_> {
    pub(super) fn setup_of_stage(&self, stage: &StageId) -> Option<&VendorSetup> {
        self.setups
            .iter()
            .find(|setup| setup.invites_at() == Some(stage))
    }
}

/// Answers what a move will do and what stands in its way.
///
/// A target that is a vendor's trigger stage gets the whole check. A source that is one is checked for what leaving
/// it gives up. Any other move contacts nobody and is stopped only by an archived opportunity. Moving to the stage the
/// opportunity is already in does nothing in Lever, so it contacts nobody either.
pub fn check(question: &MoveQuestion<'_>) -> Preflight {
    judge(question, question.opportunity.stage == *question.to_stage)
}

/// The same for entering `to_stage` from elsewhere, although the opportunity may stand in it now: what a resend does,
/// which passes through a neutral stage and comes back.
pub fn check_entry(question: &MoveQuestion<'_>) -> Preflight {
    judge(question, false)
}

/// What would keep the vendor from inviting on entering `to_stage`, wherever the opportunity is now: the first stop or
/// block. This is what a card says while it stands in the trigger stage already.
pub fn obstacle(question: &MoveQuestion<'_>) -> Option<FindingCode> {
    judge(question, false).first_obstacle()
}

fn judge(question: &MoveQuestion<'_>, stays: bool) -> Preflight {
    let mut findings = Vec::new();
    let opportunity = question.opportunity;
    let target = question
        .setup_of_stage(question.to_stage)
        .filter(|_| !stays);

    if opportunity.archived.is_some() {
        findings.push(finding(FindingCode::Archived).fixed_by(Fix::OpenInLever));
    }
    if !stays {
        findings.extend(history::leaving(question, target));
    }
    let mut template = None;
    if let Some(setup) = target {
        if opportunity.is_anonymized {
            findings.push(finding(FindingCode::Anonymized));
        }
        let known = question
            .stages
            .iter()
            .any(|stage| stage.id == *question.to_stage);
        if !question.stages.is_empty() && !known {
            findings.push(
                finding(FindingCode::TriggerStageGone)
                    .about(question.to_stage.as_str())
                    .fixed_by(Fix::ChooseTriggerStage),
            );
        }
        let configured = posting::configuration(question, setup);
        template = configured.template;
        findings.extend(configured.findings);
        findings.extend(contacts::reachable(question, setup));
        findings.extend(history::entering(question, setup));
        findings.extend(history::answers(question, setup));
    }
    // A stable order: weight first, then the list's own.
    findings.sort_by_key(|finding| (finding.severity, finding.code));
    let emails = target.is_some()
        && !findings
            .iter()
            .any(|finding| finding.severity <= Severity::Block);
    let texts = emails
        && target.is_some_and(|setup| setup.vendor == Vendor::MyInterview)
        && check_phones(&opportunity.phones, &opportunity.location) == PhoneCheck::International;
    Preflight {
        vendor: target.map(|setup| setup.vendor),
        findings,
        emails,
        texts,
        template,
    }
}

/// A finding with its usual weight.
pub(super) fn finding(code: FindingCode) -> Finding {
    Finding {
        code,
        severity: code.severity(),
        subject: None,
        suggestion: None,
        fix: None,
    }
}

impl Finding {
    pub(super) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    pub(super) fn suggesting(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }

    pub(super) fn fixed_by(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}
