//! Plain rows for tests: each test changes only what it speaks of.

pub(crate) mod jobtwine;

use crate::evidence::{Confidence, Evidence, Fact, FailureCode, Source};
use crate::journey::{Deadlines, Journey, JourneyInput, PendingMove, derive};
use crate::model::{Application, Opportunity, Phone, Posting, Stage, StageChange};
use crate::vendor::{CatalogueSource, Template, TemplateCatalogue, Vendor, VendorSetup};

pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;
/// Some morning in October 2026.
pub(crate) const NOW: i64 = 1_792_400_000_000;
pub(crate) const LINK: &str = "https://start.myinterview.com/review/1";

pub(crate) fn opportunity() -> Opportunity {
    Opportunity {
        id: "o1".into(),
        contact: "c1".into(),
        name: "Tāne Moanawhetū".to_owned(),
        headline: String::new(),
        location: "Leeds, United Kingdom".to_owned(),
        stage: "screen".into(),
        phones: vec![Phone {
            kind: Some("mobile".to_owned()),
            value: "+44 7700 900142".to_owned(),
        }],
        emails: vec!["tane@example.org".to_owned()],
        links: Vec::new(),
        tags: vec![
            "myInterview:Lever Demo".to_owned(),
            "Support Lead".to_owned(),
        ],
        sources: Vec::new(),
        archived: None,
        stage_changes: Vec::new(),
        origin: "applied".to_owned(),
        owner: Some("recruiter".into()),
        followers: Vec::new(),
        applications: vec![Application {
            id: "a1".into(),
            posting: Some("p1".into()),
            posting_owner: None,
            posting_hiring_manager: None,
            created_at_ms: None,
        }],
        created_at_ms: NOW - 30 * DAY,
        updated_at_ms: None,
        last_interaction_at_ms: None,
        last_advanced_at_ms: None,
        snoozed_until_ms: None,
        url: None,
        is_anonymized: false,
        confidential: false,
    }
}

pub(crate) fn posting(tags: &[&str]) -> Posting {
    Posting {
        id: "p1".into(),
        text: "Support Lead".to_owned(),
        state: "published".to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        owner: None,
        hiring_manager: None,
        team: Some("Support".to_owned()),
        department: None,
        location: Some("Leeds".to_owned()),
        commitment: Some("Full-time".to_owned()),
        created_at_ms: NOW - 60 * DAY,
        updated_at_ms: None,
    }
}

pub(crate) fn catalogue(names: &[(&str, &str)]) -> TemplateCatalogue {
    TemplateCatalogue {
        templates: names
            .iter()
            .map(|(id, name)| Template {
                id: (*id).into(),
                name: (*name).to_owned(),
            })
            .collect(),
        as_of_ms: NOW - DAY,
        source: CatalogueSource::File,
    }
}

pub(crate) fn setup() -> VendorSetup {
    VendorSetup {
        trigger_stage: Some("video".into()),
        neutral_stage: Some("screen".into()),
        note_authors: vec!["vendor".into()],
        hosts: vec!["start.myinterview.com".to_owned()],
        templates: Some(catalogue(&[
            ("t1", "Lever Demo"),
            ("t2", "Backend"),
            ("t3", "Twin"),
            ("t4", "Twin"),
        ])),
        last_reaction_at_ms: Some(NOW - DAY),
        ..VendorSetup::unset(Vendor::MyInterview)
    }
}

pub(crate) fn stages() -> Vec<Stage> {
    ["screen", "video", "experts", "onsite"]
        .iter()
        .zip(0..)
        .map(|(id, index)| Stage {
            id: (*id).into(),
            text: (*id).to_owned(),
            index,
        })
        .collect()
}

pub(crate) fn change(to: &str, at_ms: i64) -> StageChange {
    StageChange {
        to_stage: to.into(),
        at_ms,
        user: Some("recruiter".into()),
    }
}

fn evidence(fact: Fact, at_ms: Option<i64>, seen_at_ms: i64, source: Source) -> Evidence {
    Evidence {
        vendor: Vendor::MyInterview,
        fact,
        at_ms,
        seen_at_ms,
        source,
        confidence: Confidence::Proven,
    }
}

pub(crate) fn entered(at_ms: i64) -> Evidence {
    let source = Source::StageHistory {
        stage: "video".into(),
        by: Some("recruiter".into()),
    };
    evidence(Fact::EnteredStage, Some(at_ms), at_ms, source)
}

pub(crate) fn left(at_ms: i64) -> Evidence {
    let source = Source::StageHistory {
        stage: "screen".into(),
        by: None,
    };
    evidence(Fact::LeftStage, Some(at_ms), at_ms, source)
}

pub(crate) fn invite_tag(seen_at_ms: i64) -> Evidence {
    let tag = "MyInterview: Invite Sent".to_owned();
    evidence(Fact::Invited, None, seen_at_ms, Source::Tag { tag })
}

pub(crate) fn completed_tag(seen_at_ms: i64) -> Evidence {
    let tag = "myInterview: Interview Completed".to_owned();
    evidence(Fact::Completed, None, seen_at_ms, Source::Tag { tag })
}

pub(crate) fn noted(fact: Fact, at_ms: i64) -> Evidence {
    let note = "n1".into();
    evidence(fact, Some(at_ms), at_ms + 15_000, Source::Note { note })
}

pub(crate) fn failure(code: FailureCode, at_ms: i64) -> Evidence {
    noted(Fact::InviteFailed { code }, at_ms)
}

pub(crate) fn note_link(at_ms: i64) -> Evidence {
    let url = LINK.to_owned();
    noted(Fact::ReviewLink { url }, at_ms)
}

/// Journeys of a candidate whose posting is tagged as it should be.
pub(crate) fn journeys(evidence: &[Evidence], now_ms: i64) -> Vec<Journey> {
    journeys_of(&opportunity(), evidence, None, now_ms)
}

pub(crate) fn journeys_of(
    opportunity: &Opportunity,
    evidence: &[Evidence],
    pending: Option<&PendingMove>,
    now_ms: i64,
) -> Vec<Journey> {
    derive(&JourneyInput {
        opportunity,
        posting: Some(&posting(&["myInterview:Lever Demo"])),
        setup: &setup(),
        evidence,
        pending,
        deadlines: &Deadlines::DEFAULT,
        now_ms,
    })
}
