use fulcrum_domain::journey::{Actor, State};
use fulcrum_domain::vendor::Vendor;

use super::board::{Generated, filled, heads, page};
use super::fixtures::{NOW, Place, applied_to, journey, opportunity, posting};
use crate::Cause;
use crate::query::{BoardQuery, Filter, Scope, Sort};

#[test]
fn every_stage_has_a_head_in_the_pipeline_s_order_and_unknown_ones_follow() {
    let place = Place::new();
    let card = Generated {
        row: opportunity("o1", "A", "a-stage-nobody-listed"),
        actor: Actor::You,
        due_ms: None,
    };
    let store = filled(&place, &[card]);
    let query = BoardQuery {
        scope: Scope::AllActive,
        filter: Filter::default(),
    };
    let shown = heads(&store, &query, &[]);
    let names: Vec<_> = shown
        .columns
        .iter()
        .map(|head| (head.stage.as_str(), head.total))
        .collect();
    assert_eq!(
        names,
        [
            ("lead-new", 0),
            ("screen", 0),
            ("offer", 0),
            ("a-stage-nobody-listed", 1)
        ]
    );
}

#[test]
fn a_vendor_s_state_filters_whatever_the_failure() {
    use fulcrum_domain::evidence::FailureCode;
    let place = Place::new();
    let store = filled(&place, &[]);
    store
        .write_blocking(Cause::Sync, |tx| {
            for (id, state) in [
                ("o1", State::Failed(FailureCode::MissingEmail)),
                ("o2", State::Invited),
                ("o3", State::Completed),
            ] {
                tx.upsert_opportunities(&[opportunity(id, "A", "screen")], NOW, true)?;
                tx.put_journeys(
                    &id.into(),
                    &[journey(&id.into(), Actor::You, state, None)],
                    None,
                )?;
            }
            Ok(())
        })
        .unwrap();
    let shown = |vendor, states: &[State]| {
        let query = BoardQuery {
            scope: Scope::AllActive,
            filter: Filter {
                vendor,
                states: states.to_vec(),
                ..Filter::default()
            },
        };
        page(&store, &query, &[], "screen", Sort::Name, (0, 10))
    };
    let failed = State::Failed(FailureCode::Other);
    assert_eq!(shown(None, &[failed]), ["o1"]);
    assert_eq!(
        shown(Some(Vendor::MyInterview), &[failed, State::Completed]),
        ["o1", "o3"]
    );
    assert_eq!(shown(Some(Vendor::JobTwine), &[]), [""; 0]);
}

#[test]
fn text_narrows_a_board_like_the_search_does() {
    let place = Place::new();
    let store = filled(&place, &[]);
    store
        .write_blocking(Cause::Sync, |tx| {
            let mut rows = [
                opportunity("o1", "Łukasz", "screen"),
                opportunity("o2", "Ann", "screen"),
            ];
            rows[1].applications = applied_to("p0");
            tx.upsert_opportunities(&rows, NOW, true)
        })
        .unwrap();
    let shown = |text: &str| {
        let query = BoardQuery {
            scope: Scope::AllActive,
            filter: Filter {
                text: text.to_owned(),
                ..Filter::default()
            },
        };
        let total: u32 = heads(&store, &query, &[])
            .columns
            .iter()
            .map(|head| head.total)
            .sum();
        let ids = page(&store, &query, &[], "screen", Sort::Name, (0, 10));
        assert_eq!(total as usize, ids.len());
        ids
    };
    assert_eq!(shown("luk"), ["o1"]);
    assert_eq!(shown("sre"), ["o2"]);
    assert_eq!(shown("nn sr"), ["o2"]);
    assert_eq!(shown("luk sre"), [""; 0]);
    assert_eq!(shown("x").len(), 2, "one letter narrows nothing");
}

#[test]
fn a_posting_that_changes_hands_changes_whose_candidates_these_are() {
    let place = Place::new();
    let store = filled(&place, &[]);
    let mine = |user: &str| {
        let query = BoardQuery {
            scope: Scope::Mine { user: user.into() },
            filter: Filter::default(),
        };
        page(&store, &query, &[], "screen", Sort::Name, (0, 10)).len()
    };
    store
        .write_blocking(Cause::Sync, |tx| {
            let mut row = opportunity("o1", "A", "screen");
            row.applications = applied_to("p0");
            tx.upsert_opportunities(&[row], NOW, true)
        })
        .unwrap();
    assert_eq!((mine("u0"), mine("u1")), (1, 0));
    store
        .write_blocking(Cause::Sync, |tx| {
            tx.upsert_postings(&[posting("p0", "SRE", Some("u1"))])
        })
        .unwrap();
    assert_eq!((mine("u0"), mine("u1")), (0, 1));
}

#[test]
fn a_board_says_which_postings_its_cards_belong_to() {
    let place = Place::new();
    let store = filled(&place, &[]);
    store
        .write_blocking(Cause::Sync, |tx| {
            let mut rows = ["o1", "o2", "o3", "o4"].map(|id| opportunity(id, "A", "screen"));
            rows[0].applications = applied_to("p1");
            rows[1].applications = applied_to("p0");
            rows[2].applications = applied_to("p1");
            tx.upsert_opportunities(&rows, NOW, true)?;
            let everything = BoardQuery {
                scope: Scope::AllActive,
                filter: Filter::default(),
            };
            let counts = tx.posting_counts(&everything)?;
            assert_eq!(counts, [("p0".into(), 1), ("p1".into(), 2)]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn chosen_stages_narrow_who_waits_on_whom_with_open_moves_counted_in() {
    let place = Place::new();
    let cards = [
        ("o1", "screen", Actor::You),
        ("o2", "screen", Actor::Candidate),
        ("o3", "offer", Actor::You),
    ]
    .map(|(id, stage, actor)| Generated {
        row: opportunity(id, "A", stage),
        actor,
        due_ms: None,
    });
    let store = filled(&place, &cards);
    let query = |stages: &[&str]| BoardQuery {
        scope: Scope::AllActive,
        filter: Filter {
            stages: stages.iter().map(|id| (*id).into()).collect(),
            ..Filter::default()
        },
    };
    let waiting = |stages: &[&str], overlay: &[_]| {
        let shown = heads(&store, &query(stages), overlay);
        let totals: u32 = shown.columns.iter().map(|head| head.total).sum();
        assert_eq!(totals, 3, "every column keeps its count");
        (shown.waiting.you, shown.waiting.candidate)
    };
    assert_eq!(waiting(&[], &[]), (2, 1));
    assert_eq!(waiting(&["screen"], &[]), (1, 1));
    assert_eq!(waiting(&["offer"], &[]), (1, 0));
    let moved = [("o1".into(), "offer".into())];
    assert_eq!(waiting(&["offer"], &moved), (2, 0));
    assert_eq!(waiting(&["screen"], &moved), (0, 1));
}
