use fulcrum_domain::evidence::FailureCode;
use fulcrum_domain::journey::{Actor, State};
use fulcrum_domain::preflight::FindingCode;
use fulcrum_domain::vendor::Vendor;

use super::desk::resend;
use super::fixtures::{NOW, Place, applied_to, journey, opportunity, posting};
use crate::desk::{ContactEdit, Step, StepKind};
use crate::query::{BoardQuery, Filter, Scope};
use crate::{Cause, ChangeSet, Kind};

/// What lies on disk for years: a change here needs a new schema version.
#[test]
fn an_intent_as_it_is_kept() {
    let mut intent = resend("i1", "o1");
    intent.overridden = vec![FindingCode::MissingEmail];
    intent.steps.extend([
        Step::waiting(StepKind::ReplacePostingTag {
            posting: "p1".into(),
            from: Some("myInterview:lever demo".to_owned()),
            to: "myInterview:Lever Demo".to_owned(),
        }),
        Step::waiting(StepKind::PutContact {
            contact: "c1".into(),
            edit: ContactEdit::Phone {
                from: None,
                to: "+15550100100".to_owned(),
            },
        }),
        Step::waiting(StepKind::AddNote {
            text: "Hello".to_owned(),
            secret: true,
        }),
        Step::waiting(StepKind::DeleteNote { note: "n1".into() }),
        Step::waiting(StepKind::SetArchived {
            reason: Some("r1".into()),
        }),
        Step::waiting(StepKind::AddTag {
            tag: "referral".to_owned(),
        }),
        Step::waiting(StepKind::RemoveTag {
            tag: "on hold".to_owned(),
        }),
    ]);
    insta::assert_json_snapshot!(intent);
}

#[test]
fn a_card_as_the_window_gets_it() {
    let place = Place::new();
    let card = place
        .cache()
        .write_blocking(Cause::Sync, |tx| {
            tx.upsert_postings(&[posting("p1", "Platform SRE", None)])?;
            let mut row = opportunity("o1", "Jo Quill", "screen");
            row.applications = applied_to("p1");
            row.tags = vec!["referral".to_owned()];
            tx.upsert_opportunities(&[row], NOW, false)?;
            let state = State::Failed(FailureCode::MissingEmail);
            tx.put_journeys(
                &"o1".into(),
                &[journey(&"o1".into(), Actor::You, state, Some(NOW + 5))],
                None,
            )?;
            tx.card(&"o1".into())
        })
        .unwrap();
    insta::assert_json_snapshot!(card);
}

#[test]
fn a_board_query_and_a_change_set() {
    let query = BoardQuery {
        scope: Scope::Mine { user: "u1".into() },
        filter: Filter {
            vendor: Some(Vendor::MyInterview),
            states: vec![State::Invited],
            actors: vec![Actor::You],
            ..Filter::default()
        },
    };
    let mut changes = ChangeSet::new(Cause::Push);
    changes.kinds.insert(Kind::VendorAnswer);
    changes.stages.insert("screen".into());
    changes.opportunities.insert("o1".into());
    insta::assert_json_snapshot!((query, changes));
}
