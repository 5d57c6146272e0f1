use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{
    Finding, FindingCode, Fix, MoveQuestion, PersonElsewhere, Preflight, Severity, check,
    check_entry, obstacle,
};
use crate::evidence::{Evidence, FailureCode};
use crate::journey::{Journey, State};
use crate::model::{Archived, Opportunity, Phone, Posting, Stage};
use crate::sample::{
    DAY, MINUTE, NOW, completed_tag, entered, failure, invite_tag, journeys, opportunity, posting,
    setup, stages,
};
use crate::vendor::{Vendor, VendorSetup};

/// A move that works, to be spoilt one thing at a time.
struct Case {
    opportunity: Opportunity,
    posting: Option<Posting>,
    to: &'static str,
    stages: Vec<Stage>,
    setups: Vec<VendorSetup>,
    journeys: Vec<Journey>,
    elsewhere: Vec<PersonElsewhere>,
    unanswered_moves: u32,
}

impl Case {
    fn good() -> Self {
        let experts = VendorSetup {
            trigger_stage: Some("experts".into()),
            last_reaction_at_ms: Some(NOW - DAY),
            ..VendorSetup::unset(Vendor::JobTwine)
        };
        Self {
            opportunity: opportunity(),
            posting: Some(posting(&["myInterview:Lever Demo", "JobTwine"])),
            to: "video",
            stages: stages(),
            setups: vec![setup(), experts],
            journeys: Vec::new(),
            elsewhere: Vec::new(),
            unanswered_moves: 0,
        }
    }

    fn spoilt(spoil: impl FnOnce(&mut Self)) -> Self {
        let mut case = Self::good();
        spoil(&mut case);
        case
    }

    fn after(evidence: &[Evidence]) -> Self {
        Self::spoilt(|case| case.journeys = journeys(evidence, NOW))
    }

    fn ask<T>(&self, answer: impl FnOnce(&MoveQuestion<'_>) -> T) -> T {
        answer(&MoveQuestion {
            opportunity: &self.opportunity,
            posting: self.posting.as_ref(),
            to_stage: &self.to.into(),
            stages: &self.stages,
            setups: &self.setups,
            journeys: &self.journeys,
            elsewhere: &self.elsewhere,
            unanswered_moves: self.unanswered_moves,
            now_ms: NOW,
        })
    }

    fn check(&self) -> Preflight {
        self.ask(check)
    }

    fn codes(&self) -> Vec<FindingCode> {
        self.check().findings.iter().map(|one| one.code).collect()
    }

    fn only(&self) -> Finding {
        let mut findings = self.check().findings;
        assert_eq!(findings.len(), 1, "{findings:?}");
        findings.pop().unwrap()
    }
}

fn tagged(tags: &[&str]) -> Case {
    Case::spoilt(|case| case.posting = Some(posting(tags)))
}

#[test]
fn a_good_move_mails_and_texts() {
    let answer = Case::good().check();
    assert_eq!(answer.findings, []);
    assert_eq!(answer.vendor, Some(Vendor::MyInterview));
    assert!(answer.emails && answer.texts);
    assert_eq!(answer.template.as_deref(), Some("Lever Demo"));
}

#[test]
fn a_move_between_other_stages_contacts_nobody() {
    let answer = Case::spoilt(|case| {
        case.to = "onsite";
        case.opportunity.emails.clear();
        case.posting = None;
    })
    .check();
    assert_eq!(answer.findings, []);
    assert_eq!(
        (answer.vendor, answer.emails, answer.texts),
        (None, false, false)
    );
    let stays = Case::spoilt(|case| {
        case.opportunity.stage = "video".into();
        case.opportunity.emails.clear();
    });
    assert_eq!(stays.check().vendor, None);
    assert_eq!(stays.ask(obstacle), Some(FindingCode::MissingEmail));
}

#[test]
fn a_resend_is_checked_like_a_first_entry() {
    let mut again = Case::after(&[entered(NOW - 3 * DAY), invite_tag(NOW - 3 * DAY)]);
    again.opportunity.stage = "video".into();
    assert_eq!(again.check().vendor, None);
    let answer = again.ask(check_entry);
    let codes: Vec<FindingCode> = answer.findings.iter().map(|one| one.code).collect();
    assert_eq!(codes, [FindingCode::InviteOpen]);
    assert_eq!(answer.vendor, Some(Vendor::MyInterview));
    assert!(answer.emails && answer.texts);
    again.opportunity.emails.clear();
    assert!(!again.ask(check_entry).emails);
}

/// The weights, written out once more: a code that is added or weighed anew has to be wanted.
#[test]
fn the_closed_list() {
    use FindingCode as Code;
    let list = [
        (
            Severity::Stop,
            vec![Code::Archived, Code::Anonymized, Code::TriggerStageGone],
        ),
        (
            Severity::Block,
            vec![
                Code::NoPosting,
                Code::PostingUntagged,
                Code::TemplateNotFound,
                Code::TemplateAmbiguous,
                Code::SeveralConfigurationTags,
                Code::MissingEmail,
                Code::InvalidEmail,
                Code::RoundsStatedNone,
            ],
        ),
        (
            Severity::Warn,
            vec![
                Code::PhoneMissing,
                Code::PhoneNotInternational,
                Code::RoundsUnknown,
                Code::TemplatesStale,
                Code::InviteOpen,
                Code::InvitedRecently,
                Code::AlreadyCompleted,
                Code::InterviewBooked,
                Code::FeedbackMissing,
                Code::SamePersonElsewhere,
                Code::EntersOtherVendor,
                Code::OwnerMissing,
                Code::WebhookSilent,
            ],
        ),
        (
            Severity::Unknown,
            vec![Code::WebhookUnverifiable, Code::VendorStageUnverifiable],
        ),
    ];
    for (severity, codes) in list {
        for code in codes {
            assert_eq!(code.severity(), severity, "{code:?}");
        }
    }
}

#[test]
fn stops() {
    let archived = Case::spoilt(|case| {
        case.opportunity.archived = Some(Archived {
            reason: None,
            at_ms: NOW,
        });
        case.to = "onsite";
    });
    assert_eq!(archived.only().code, FindingCode::Archived);
    let anonymized = Case::spoilt(|case| case.opportunity.is_anonymized = true);
    assert_eq!(anonymized.only().code, FindingCode::Anonymized);
    let gone = Case::spoilt(|case| case.stages.retain(|stage| stage.id.as_str() != "video")).only();
    assert_eq!(gone.code, FindingCode::TriggerStageGone);
    assert_eq!(gone.fix, Some(Fix::ChooseTriggerStage));
    let never_read = Case::spoilt(|case| case.stages.clear());
    assert_eq!(never_read.codes(), []);
}

#[test]
fn the_postings_tag_blocks_with_its_fix() {
    let no_posting = Case::spoilt(|case| {
        case.posting = None;
        case.opportunity.applications.clear();
    });
    assert_eq!(no_posting.only().code, FindingCode::NoPosting);
    let not_read_yet = Case::spoilt(|case| case.posting = None);
    assert_eq!(not_read_yet.codes(), []);

    let untagged = tagged(&["Remote"]).only();
    assert_eq!(
        (untagged.code, &untagged.fix),
        (FindingCode::PostingUntagged, &None)
    );
    let replace = |from: &str| {
        Some(Fix::ReplacePostingTag {
            from: Some(from.to_owned()),
            to: "myInterview:Lever Demo".to_owned(),
        })
    };
    let near = tagged(&["myIntervew:Lever Demo"]).only();
    assert_eq!(near.code, FindingCode::PostingUntagged);
    assert_eq!(near.fix, replace("myIntervew:Lever Demo"));

    let misspelt = tagged(&["myInterview:lever demo"]).check();
    assert!(!misspelt.emails && !misspelt.texts);
    let misspelt = tagged(&["myInterview:lever demo"]).only();
    assert_eq!(misspelt.code, FindingCode::TemplateNotFound);
    assert_eq!(misspelt.subject.as_deref(), Some("lever demo"));
    assert_eq!(
        misspelt.suggestion.as_deref(),
        Some("myInterview:Lever Demo")
    );
    assert_eq!(misspelt.fix, replace("myInterview:lever demo"));
    let far = tagged(&["myInterview:Something"]).only();
    assert_eq!(far.fix, Some(Fix::ImportTemplates));

    let twin = tagged(&["myInterview:Twin"]).only();
    assert_eq!(twin.code, FindingCode::TemplateAmbiguous);
    assert_eq!(
        twin.suggestion.as_deref(),
        Some("myInterview:t3 · myInterview:t4")
    );
    assert_eq!(tagged(&["myInterview:t4"]).codes(), []);

    let several = tagged(&["myInterview:Backend", "myInterview:Lever Demo"]).only();
    assert_eq!(several.code, FindingCode::SeveralConfigurationTags);
    assert_eq!(
        several.subject.as_deref(),
        Some("myInterview:Backend · myInterview:Lever Demo")
    );
}

#[test]
fn the_vendors_word_in_another_case_only_warns() {
    let finding = tagged(&["MyInterview:Lever Demo"]).only();
    assert_eq!(
        (finding.code, finding.severity),
        (FindingCode::PostingUntagged, Severity::Warn)
    );
    assert_eq!(
        finding.suggestion.as_deref(),
        Some("myInterview:Lever Demo")
    );
    assert!(tagged(&["MyInterview:Lever Demo"]).check().emails);
}

#[test]
fn who_cannot_be_reached() {
    let missing = Case::spoilt(|case| case.opportunity.emails = vec![" ".to_owned()]).only();
    assert_eq!(
        (missing.code, missing.fix),
        (FindingCode::MissingEmail, Some(Fix::AddEmail))
    );
    let invalid = Case::spoilt(|case| case.opportunity.emails = vec!["n/a".to_owned()]).only();
    assert_eq!(
        (invalid.code, invalid.subject.as_deref()),
        (FindingCode::InvalidEmail, Some("n/a"))
    );
    let mute = Case::spoilt(|case| case.opportunity.phones.clear());
    assert_eq!(mute.only().code, FindingCode::PhoneMissing);
    assert_eq!((mute.check().emails, mute.check().texts), (true, false));
    let national = |value: &str| {
        Case::spoilt(|case| {
            case.opportunity.phones = vec![Phone {
                kind: None,
                value: value.to_owned(),
            }];
        })
        .only()
    };
    let british = national("07700 900142");
    assert_eq!(british.code, FindingCode::PhoneNotInternational);
    assert_eq!(british.suggestion.as_deref(), Some("+447700900142"));
    let unclear = national("(555) 010-0100");
    assert_eq!(unclear.subject.as_deref(), Some("(555) 010-0100"));
    assert_eq!(unclear.suggestion, None);
}

#[test]
fn what_happened_before_warns() {
    let open = Case::after(&[entered(NOW - 3 * DAY), invite_tag(NOW - 3 * DAY)]);
    assert_eq!(open.codes(), [FindingCode::InviteOpen]);
    let fresh = Case::after(&[entered(NOW - 2 * MINUTE), invite_tag(NOW - MINUTE)]);
    assert_eq!(
        fresh.codes(),
        [FindingCode::InviteOpen, FindingCode::InvitedRecently]
    );
    let done = Case::after(&[entered(NOW - 9 * DAY), completed_tag(NOW - 5 * DAY)]);
    assert_eq!(done.codes(), [FindingCode::AlreadyCompleted]);
    let failed = Case::after(&[
        entered(NOW - MINUTE),
        failure(FailureCode::TemplateNotFound, NOW - MINUTE),
    ]);
    assert_eq!(
        failed.codes(),
        [],
        "nothing was sent, so nothing is sent twice"
    );
    // First seen when the account was connected, but moved long ago.
    let old = Case::after(&[entered(NOW - 3 * DAY), invite_tag(NOW)]);
    assert_eq!(old.codes(), [FindingCode::InviteOpen]);
}

#[test]
fn the_same_person_elsewhere() {
    let elsewhere = |id: &str, vendor, state| PersonElsewhere {
        opportunity: id.into(),
        posting: Some("Night Lead".to_owned()),
        vendor,
        state,
    };
    let case = |other: PersonElsewhere| Case::spoilt(|case| case.elsewhere = vec![other]);
    let found = case(elsewhere("o2", Vendor::MyInterview, State::Invited)).only();
    assert_eq!(found.code, FindingCode::SamePersonElsewhere);
    assert_eq!(found.subject.as_deref(), Some("Night Lead"));
    for harmless in [
        elsewhere("o1", Vendor::MyInterview, State::Invited),
        elsewhere("o2", Vendor::JobTwine, State::Invited),
        elsewhere("o2", Vendor::MyInterview, State::Completed),
        elsewhere("o2", Vendor::MyInterview, State::Ready),
    ] {
        assert_eq!(case(harmless).codes(), []);
    }
}

#[test]
fn leaving_a_vendors_stage_says_what_is_left_open() {
    let leave = |to: &'static str| {
        let mut case = Case::after(&[entered(NOW - DAY - MINUTE), invite_tag(NOW - DAY - MINUTE)]);
        case.opportunity.stage = "video".into();
        case.to = to;
        case
    };
    let onsite = leave("onsite").check();
    assert_eq!(onsite.vendor, None);
    assert!(!onsite.emails);
    assert_eq!(leave("onsite").codes(), [FindingCode::InviteOpen]);
    assert_eq!(
        leave("experts").codes(),
        [
            FindingCode::RoundsUnknown,
            FindingCode::InviteOpen,
            FindingCode::EntersOtherVendor
        ]
    );
}

#[test]
fn jobtwine_says_what_it_needs() {
    let jobtwine = |spoil: fn(&mut Case)| {
        Case::spoilt(|case| {
            case.to = "experts";
            spoil(case);
        })
    };
    let good = jobtwine(|_| {});
    assert_eq!(good.codes(), [FindingCode::RoundsUnknown]);
    assert_eq!(good.check().vendor, Some(Vendor::JobTwine));
    assert!(good.check().emails && !good.check().texts);
    let untagged = jobtwine(|case| case.posting = Some(posting(&["Job Twine"])));
    assert_eq!(
        untagged.codes(),
        [FindingCode::PostingUntagged, FindingCode::RoundsUnknown]
    );
    assert_eq!(
        untagged.check().findings[0].suggestion.as_deref(),
        Some("JobTwine")
    );
    let ownerless = jobtwine(|case| case.opportunity.owner = None);
    assert_eq!(
        ownerless.codes(),
        [FindingCode::RoundsUnknown, FindingCode::OwnerMissing]
    );
}

fn experts(rounds: Option<u32>, evidence: &[Evidence]) -> Case {
    use crate::sample::jobtwine as sample;
    Case::spoilt(|case| {
        case.to = "experts";
        if let Some(rounds) = rounds {
            case.setups[1] = sample::with_rounds(rounds);
        }
        case.journeys =
            sample::journeys_of(&case.opportunity, &case.setups[1], evidence, None, NOW);
    })
}

#[test]
fn jobtwines_rounds_are_what_was_stated() {
    assert_eq!(experts(Some(2), &[]).codes(), []);
    assert_eq!(
        experts(Some(0), &[]).codes(),
        [FindingCode::RoundsStatedNone]
    );
    assert!(!experts(Some(0), &[]).check().emails);
    assert_eq!(experts(None, &[]).codes(), [FindingCode::RoundsUnknown]);
    for (tag, severity) in [
        ("jobtwine", Severity::Warn),
        ("JobTwine ", Severity::Warn),
        ("JobTwin", Severity::Block),
    ] {
        let mut case = experts(Some(2), &[]);
        case.posting = Some(posting(&[tag]));
        let found = case.only();
        assert_eq!(
            (found.code, found.severity),
            (FindingCode::PostingUntagged, severity),
            "{tag}"
        );
        assert_eq!(found.suggestion.as_deref(), Some("JobTwine"));
    }
}

#[test]
fn an_experts_interview_warns_on_both_ways() {
    use crate::interview::Outcome;
    use crate::sample::jobtwine::{entered, feedback, held, scheduled, slots_wanted, sure};
    let long_ago = NOW - 5 * DAY;
    for (one, code) in [
        (slots_wanted(long_ago, None), FindingCode::InviteOpen),
        (
            scheduled(long_ago, sure(NOW + DAY), None),
            FindingCode::InterviewBooked,
        ),
        (
            scheduled(long_ago, sure(NOW - DAY), None),
            FindingCode::FeedbackMissing,
        ),
        (held(long_ago), FindingCode::FeedbackMissing),
    ] {
        let mut case = experts(Some(2), &[entered(long_ago), one]);
        case.opportunity.stage = "experts".into();
        let entry: Vec<FindingCode> = case
            .ask(check_entry)
            .findings
            .iter()
            .map(|one| one.code)
            .collect();
        assert_eq!(entry, [code]);
        case.to = "onsite";
        assert_eq!(case.codes(), [code]);
        case.to = "video";
        assert_eq!(case.codes(), [code, FindingCode::EntersOtherVendor]);
    }
    let done = |rounds| {
        experts(
            Some(rounds),
            &[
                entered(long_ago),
                feedback(long_ago, Outcome::GoodFit, None),
            ],
        )
        .codes()
    };
    assert_eq!(done(2), [], "the next round may start");
    assert_eq!(done(1), [FindingCode::AlreadyCompleted]);
}

#[test]
fn what_cannot_be_checked_is_said() {
    let unproven = Case::spoilt(|case| case.setups[0].last_reaction_at_ms = None);
    assert_eq!(
        unproven.codes(),
        [
            FindingCode::WebhookUnverifiable,
            FindingCode::VendorStageUnverifiable
        ]
    );
    assert!(unproven.check().emails);
    let silent = Case::spoilt(|case| case.unanswered_moves = 3);
    assert_eq!(silent.only().code, FindingCode::WebhookSilent);
    assert_eq!(Case::spoilt(|case| case.unanswered_moves = 2).codes(), []);
}

#[test]
fn old_or_absent_templates_warn() {
    let stale = Case::spoilt(|case| {
        if let Some(templates) = &mut case.setups[0].templates {
            templates.as_of_ms = NOW - 31 * DAY;
        }
    });
    assert_eq!(stale.only().code, FindingCode::TemplatesStale);
    let absent = Case::spoilt(|case| case.setups[0].templates = None);
    assert_eq!(absent.only().code, FindingCode::TemplatesStale);
    assert_eq!(absent.check().template.as_deref(), Some("Lever Demo"));
}

#[test]
fn findings_in_the_interfaces_shape() {
    let mut case = tagged(&["myInterview:lever demo"]);
    case.opportunity.emails.clear();
    case.opportunity.phones.clear();
    insta::assert_json_snapshot!("preflight", case.check());
}

proptest! {
    #[test]
    fn every_answer_is_ordered_and_honest(
        tags in proptest::collection::vec(
            prop::sample::select(vec![
                "myInterview:Lever Demo", "myInterview:Twin", "myinterview:Backend", "JobTwine", "jobtwine",
                "myInterview：Backend", "Remote", "myInterview: Invite Sent",
            ]), 0..4),
        emails in proptest::collection::vec(prop::sample::select(vec!["a@b.io", "n/a", ""]), 0..3),
        phone in prop::sample::select(vec!["+44 7700 900142", "07700 900142", ""]),
        from in prop::sample::select(vec!["screen", "video", "experts"]),
        to in prop::sample::select(vec!["screen", "video", "experts", "gone"]),
        archived in any::<bool>(),
        proven in any::<bool>(),
        unanswered in 0u32..5,
    ) {
        let case = Case::spoilt(|case| {
            case.posting = Some(posting(&tags));
            case.opportunity.emails = emails.iter().map(|email| (*email).to_owned()).collect();
            case.opportunity.phones = vec![Phone { kind: None, value: phone.to_owned() }];
            case.opportunity.stage = from.into();
            case.opportunity.archived = archived.then_some(Archived { reason: None, at_ms: NOW });
            case.to = to;
            case.unanswered_moves = unanswered;
            if !proven {
                case.setups[0].last_reaction_at_ms = None;
            }
        });
        let answer = case.check();
        let weights: Vec<Severity> = answer.findings.iter().map(|one| one.severity).collect();
        prop_assert!(weights.is_sorted());
        let hinders = weights.first().is_some_and(|worst| *worst <= Severity::Block);
        prop_assert_eq!(answer.emails, answer.vendor.is_some() && !hinders);
        prop_assert!(answer.emails || !answer.texts);
        prop_assert_eq!(answer.vendor.is_some(), from != to && (to == "video" || to == "experts"));
        let codes: BTreeSet<FindingCode> = answer.findings.iter().map(|one| one.code).collect();
        prop_assert_eq!(codes.len(), answer.findings.len(), "each finding once");
        for finding in &answer.findings {
            let lenient_prefix = finding.code == FindingCode::PostingUntagged
                && finding.severity == Severity::Warn;
            prop_assert!(finding.severity == finding.code.severity() || lenient_prefix);
        }
        if from != to {
            prop_assert_eq!(case.ask(obstacle), answer.first_obstacle());
        }
    }

    #[test]
    fn taking_the_offered_fix_removes_the_finding(
        tag in prop::sample::select(vec![
            "myInterview:lever demo", "myInterview: Lever Demo", "MyInterview:Lever Demo", "myIntervew:Lever Demo",
            "myInterview\u{ff1a}Lever Demo", "myInterview:L\u{435}ver Demo", "myInterview:Bakcend", "myinterview:T1",
        ]),
    ) {
        let before = tagged(&[tag]);
        let mut tags = [tag.to_owned()];
        for finding in before.check().findings {
            if let Some(Fix::ReplacePostingTag { from: Some(from), to }) = finding.fix
                && let Some(stored) = tags.iter_mut().find(|stored| **stored == from)
            {
                *stored = to;
            }
        }
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        prop_assert_eq!(tagged(&tags).codes(), Vec::<FindingCode>::new(), "{:?}", tags);
    }
}
