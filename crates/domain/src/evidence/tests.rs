use std::collections::BTreeMap;

use super::{
    AnswerStatus, Confidence, Fact, FailureCode, Source, VendorAnswer, from_answer, from_note,
    from_opportunity,
};
use crate::model::{Note, NoteField};
use crate::note_reading::Patterns;
use crate::sample::{DAY, LINK, NOW, change, opportunity, setup};
use crate::vendor::{Vendor, VendorSetup};

const T: i64 = NOW - DAY;

#[test]
fn everything_an_opportunity_tells() {
    let mut told = opportunity();
    told.stage = "video".into();
    told.stage_changes = vec![
        change("screen", T - DAY),
        change("video", T),
        change("onsite", T + 10),
        change("video", T + 20),
    ];
    told.tags = vec![
        "myInterview:Lever Demo".to_owned(),
        "MyInterview: Invite Sent".to_owned(),
        "myInterview: Interview complete".to_owned(),
    ];
    told.links = vec![
        LINK.to_owned(),
        "https://linkedin.example/in/jo".to_owned(),
        "http://start.myinterview.com/plain".to_owned(),
    ];
    let first_seen = BTreeMap::from([("MyInterview: Invite Sent".to_owned(), T + 30)]);
    insta::assert_json_snapshot!(
        "opportunity",
        from_opportunity(&told, &setup(), &first_seen, NOW)
    );
}

#[test]
fn the_current_stage_speaks_where_the_history_is_silent() {
    let facts = |stage: &str, changes: &[(&str, i64)]| {
        let mut told = opportunity();
        told.stage = stage.into();
        told.last_advanced_at_ms = Some(T);
        told.stage_changes = changes.iter().map(|(to, at)| change(to, *at)).collect();
        from_opportunity(&told, &setup(), &BTreeMap::new(), NOW)
            .into_iter()
            .map(|one| (one.fact, one.at_ms, one.confidence))
            .collect::<Vec<_>>()
    };
    let (proven, inferred) = (Confidence::Proven, Confidence::Inferred);
    assert_eq!(
        facts("video", &[]),
        [(Fact::EnteredStage, Some(T), inferred)]
    );
    assert_eq!(
        facts("screen", &[("video", T - 5)]),
        [
            (Fact::EnteredStage, Some(T - 5), proven),
            (Fact::LeftStage, Some(T), inferred)
        ]
    );
    // Out of order, and entering where one already is.
    assert_eq!(
        facts(
            "video",
            &[
                ("video", T - 3),
                ("screen", T - 4),
                ("video", T - 5),
                ("video", T - 2)
            ]
        ),
        [
            (Fact::EnteredStage, Some(T - 5), proven),
            (Fact::LeftStage, Some(T - 4), proven),
            (Fact::EnteredStage, Some(T - 3), proven)
        ]
    );
    assert_eq!(facts("screen", &[]), []);
}

#[test]
fn another_vendors_setup_reads_no_myinterview_tag() {
    let mut told = opportunity();
    told.tags = vec!["MyInterview: Invite Sent".to_owned()];
    let experts = VendorSetup::unset(Vendor::JobTwine);
    assert_eq!(from_opportunity(&told, &experts, &BTreeMap::new(), NOW), []);
}

#[test]
fn notes_become_facts_or_stay_unread() {
    let patterns = Patterns::builtin().unwrap();
    let facts = |text: &str, author: &str| {
        let note = Note {
            id: "n1".into(),
            opportunity: "o1".into(),
            author: Some(author.into()),
            secret: false,
            created_at_ms: T,
            deleted_at_ms: None,
            fields: vec![NoteField {
                value: text.to_owned(),
                author: Some(author.into()),
                created_at_ms: T,
                score: None,
            }],
        };
        from_note(&note, &setup(), &patterns, NOW)
    };
    let found = facts("Invitation failed: no email address on file.", "vendor");
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].fact,
        Fact::InviteFailed {
            code: FailureCode::MissingEmail
        }
    );
    assert_eq!((found[0].at_ms, found[0].seen_at_ms), (Some(T), NOW));
    assert_eq!(found[0].source, Source::Note { note: "n1".into() });
    assert_eq!(facts("Hello there", "vendor")[0].fact, Fact::UnreadNote);
    assert_eq!(facts("Hello there", "somebody"), []);
}

#[test]
fn interviews_in_lever_count_only_where_the_vendor_keeps_them() {
    use super::from_interviews;
    use crate::model::Interview;
    let interview = |interviewer: &str, subject: &str| Interview {
        id: "i1".into(),
        panel: None,
        opportunity: "o1".into(),
        subject: subject.to_owned(),
        at_ms: NOW,
        duration_minutes: 60,
        timezone: Some("Asia/Kolkata".to_owned()),
        interviewers: vec![interviewer.into()],
        canceled_at_ms: None,
    };
    let mut setup = crate::sample::jobtwine::setup();
    let all = [
        interview("jobtwine", "Round 2"),
        interview("somebody", "JobTwine interview"),
        interview("somebody", "On-site"),
    ];
    assert_eq!(from_interviews(&all, &setup, NOW), []);
    setup.keeps_interviews = true;
    insta::assert_json_snapshot!("interviews", from_interviews(&all, &setup, NOW));
}

#[test]
fn a_setup_stored_before_rounds_were_stated_is_still_read() {
    let stored = r#"{"vendor":"jobtwine","trigger_stage":null,"neutral_stage":null,"note_authors":[],"hosts":[],
        "templates":null,"last_reaction_at_ms":null}"#;
    let read: VendorSetup = serde_json::from_str(stored).unwrap();
    assert_eq!(read, VendorSetup::unset(Vendor::JobTwine));
}

#[test]
fn vendor_answers_imply_what_came_before() {
    let facts = |status, review_url: Option<&str>| {
        let answer = VendorAnswer {
            status,
            invited_at_ms: Some(T),
            at_ms: Some(NOW),
            review_url: review_url.map(str::to_owned),
        };
        from_answer(Vendor::MyInterview, &answer, NOW)
            .into_iter()
            .map(|one| (one.fact, one.at_ms))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        facts(AnswerStatus::Pending, None),
        [(Fact::Invited, Some(T))]
    );
    assert_eq!(
        facts(AnswerStatus::Completed, Some(LINK)),
        [
            (Fact::Invited, Some(T)),
            (Fact::Completed, Some(NOW)),
            (
                Fact::ReviewLink {
                    url: LINK.to_owned()
                },
                Some(NOW)
            )
        ]
    );
    assert_eq!(
        facts(AnswerStatus::Failed(FailureCode::Other), None),
        [(
            Fact::InviteFailed {
                code: FailureCode::Other
            },
            Some(NOW)
        )]
    );
}
