//! Findings about reaching the candidate.

use super::check::{MoveQuestion, finding};
use super::{Finding, FindingCode, Fix};
use crate::contact::{EmailCheck, PhoneCheck, check_emails, check_phones};
use crate::vendor::{Vendor, VendorSetup};

pub(super) fn reachable(question: &MoveQuestion<'_>, setup: &VendorSetup) -> Vec<Finding> {
    let opportunity = question.opportunity;
    let mut findings = Vec::new();
    match check_emails(&opportunity.emails) {
        EmailCheck::Usable => {}
        EmailCheck::Missing => {
            findings.push(finding(FindingCode::MissingEmail).fixed_by(Fix::AddEmail));
        }
        EmailCheck::Invalid { typed } => findings.push(
            finding(FindingCode::InvalidEmail)
                .about(typed)
                .fixed_by(Fix::AddEmail),
        ),
    }
    match setup.vendor {
        Vendor::MyInterview => match check_phones(&opportunity.phones, &opportunity.location) {
            PhoneCheck::International => {}
            PhoneCheck::Missing => {
                findings.push(finding(FindingCode::PhoneMissing).fixed_by(Fix::CorrectPhone));
            }
            PhoneCheck::NotInternational { typed, suggestion } => findings.push(Finding {
                suggestion,
                ..finding(FindingCode::PhoneNotInternational)
                    .about(typed)
                    .fixed_by(Fix::CorrectPhone)
            }),
        },
        Vendor::JobTwine => {
            // Its slot note is addressed to an owner; which of the two is a choice on the vendor's side.
            let posting_owner = opportunity
                .applications
                .iter()
                .any(|application| application.posting_owner.is_some());
            if opportunity.owner.is_none() && !posting_owner {
                findings.push(finding(FindingCode::OwnerMissing).fixed_by(Fix::OpenInLever));
            }
        }
    }
    findings
}
