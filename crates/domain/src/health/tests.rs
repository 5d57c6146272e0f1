use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::ids::StageId;
use crate::vendor::Template;

fn ids(text: &str) -> Vec<StageId> {
    text.chars()
        .map(|one| StageId::from(one.to_string().as_str()))
        .collect()
}

fn stage(name: Option<&str>, order: &str) -> Mark {
    Mark::Stage {
        id: "j".into(),
        name: name.map(str::to_owned),
        order: ids(order),
    }
}

#[test]
fn a_stage_is_renamed_moved_or_gone_and_not_moved_by_others() {
    let was = stage(Some("JobTwine"), "abjcd");
    let now = |name, order| stage(name, order).difference(&was);
    assert_eq!(now(Some("JobTwine"), "abjcd"), None);
    assert_eq!(now(Some("Job Twine"), "abjcd"), Some(Difference::Renamed));
    assert_eq!(now(None, "abcd"), Some(Difference::Gone));
    assert_eq!(now(Some("JobTwine"), "jabcd"), Some(Difference::Moved));
    assert_eq!(now(Some("JobTwine"), "abcjd"), Some(Difference::Moved));
    // Others come, go, and are carried past it.
    assert_eq!(now(Some("JobTwine"), "xabyjcd"), None);
    assert_eq!(now(Some("JobTwine"), "bjd"), None);
    assert_eq!(now(Some("JobTwine"), "bjcda"), None);
    assert_eq!(now(Some("JobTwine"), "dabjc"), None);
    let another = Mark::Stage {
        id: "k".into(),
        name: Some("JobTwine".to_owned()),
        order: ids("abk"),
    };
    assert!(!another.is_about_the_same_as(&was));
}

#[test]
fn a_posting_differs_by_its_tag_or_by_what_the_tag_names() {
    let template = |id: &str, name: &str| Template {
        id: id.into(),
        name: name.to_owned(),
    };
    let posting = |tag: &str, template| Mark::Posting {
        tags: vec![tag.to_owned()],
        template,
    };
    let was = posting("myInterview:A", Some(template("1", "A")));
    let now = |tag, template| posting(tag, template).difference(&was);
    assert_eq!(now("myInterview:A", Some(template("1", "A"))), None);
    assert_eq!(now("myInterview:B", None), Some(Difference::TagEdited));
    assert_eq!(
        now("myInterview:A", None),
        Some(Difference::TemplateChanged)
    );
    assert_eq!(
        now("myInterview:A", Some(template("1", "B"))),
        Some(Difference::TemplateChanged)
    );
    // The first import of templates is no change of the posting.
    let unknown = posting("myInterview:A", None);
    assert_eq!(
        posting("myInterview:A", Some(template("1", "A"))).difference(&unknown),
        None
    );
}

#[test]
fn a_webhook_that_came_is_no_drift_and_one_that_went_is() {
    let hooks = |seen: &[&str]| Mark::Webhooks {
        seen: seen.iter().map(|one| (*one).to_owned()).collect(),
    };
    let was = hooks(&["a", "b"]);
    assert_eq!(hooks(&["a", "b", "c"]).difference(&was), None);
    assert_eq!(
        hooks(&["a", "c"]).difference(&was),
        Some(Difference::WebhooksChanged)
    );
}

#[test]
fn figures_become_problems() {
    assert_eq!(
        [0, -59_999, 60_000, -119_999, 120_000, i64::MIN].map(clock),
        [
            Standing::Verified,
            Standing::Verified,
            Standing::Warn,
            Standing::Warn,
            Standing::Broken,
            Standing::Broken
        ]
    );
    // 2 requests per second are 600 in five minutes.
    let of = |sent, refused| crowd(sent, refused, 300_000, 2);
    assert_eq!(of(40, 0), Standing::Verified);
    assert_eq!(of(40, 1), Standing::Verified);
    assert_eq!(of(40, 2), Standing::Warn);
    // Too many of our own are our own fault.
    assert_eq!(of(601, 9), Standing::Verified);
    let day = 24 * 3_600_000;
    assert_eq!(grant(0, 334 * day).0, Standing::Verified);
    assert_eq!(grant(0, 335 * day), (Standing::Warn, 365 * day));
    assert_eq!(grant(0, 365 * day).0, Standing::Broken);
    assert_eq!(silence(0, true), None);
    assert_eq!(silence(9, false), None);
    assert_eq!(silence(1, true), Some(Standing::Warn));
    assert_eq!(silence(3, true), Some(Standing::Broken));
}

#[test]
fn the_worst_part_is_the_standing_of_the_whole() {
    assert_eq!(Standing::worst([]), None);
    assert_eq!(
        Standing::worst([Standing::Observed, Standing::Broken, Standing::Verified]),
        Some(Standing::Broken)
    );
    assert!(Standing::Unverifiable > Standing::Stated);
}

/// As the desk keeps it.
fn apply(kept: &mut BTreeMap<String, Kept>, happened: &Happened) {
    match happened {
        Happened::Keep(baseline) => {
            kept.entry(baseline.check.clone()).or_default().baseline = Some(baseline.clone());
        }
        Happened::Opened { fact, standing, .. } => {
            kept.entry(fact.check.clone()).or_default().open = Some(OpenDrift {
                is: fact.says.clone(),
                standing: *standing,
            });
        }
        Happened::Worse { check, now } | Happened::Changed { check, now } => {
            kept.entry(check.clone()).or_default().open = Some(now.clone());
        }
        Happened::Mended { check } => {
            kept.entry(check.clone()).or_default().open = None;
        }
    }
}

/// A fact about one of three checks, in few enough ways that they meet again.
fn fact() -> impl Strategy<Value = Fact> {
    let bad = prop_oneof![
        3 => Just(None),
        1 => Just(Some(Standing::Warn)),
        1 => Just(Some(Standing::Broken))
    ];
    (0_u8..3, 0_u8..3, bad).prop_map(|(check, value, bad)| Fact {
        check: format!("check{check}"),
        vendor: None,
        subject: "It".to_owned(),
        says: format!("as {value}"),
        mark: Mark::Posting {
            tags: vec![format!("tag{value}")],
            template: None,
        },
        bad,
    })
}

/// A look at some of the checks, each at most once.
fn looks() -> impl Strategy<Value = Vec<Vec<Fact>>> {
    let look = proptest::collection::vec(fact(), 0..4).prop_map(|facts| {
        let each: BTreeMap<String, Fact> = facts
            .into_iter()
            .map(|fact| (fact.check.clone(), fact))
            .collect();
        each.into_values().collect::<Vec<_>>()
    });
    proptest::collection::vec(look, 1..12)
}

fn is_off(fact: &Fact, kept: &Kept) -> bool {
    kept.baseline.as_ref().is_some_and(|baseline| {
        fact.bad.is_some() || fact.mark.difference(&baseline.mark).is_some()
    })
}

proptest! {
    /// Looking twice says nothing twice; a drift is open exactly while what worked is different; it is told once, and once
    /// more when it becomes worse; and what is told names how it was when it worked.
    #[test]
    fn a_drift_is_told_once_and_open_while_it_lasts(looks in looks()) {
        let mut kept: BTreeMap<String, Kept> = BTreeMap::new();
        let mut worked: BTreeMap<String, String> = BTreeMap::new();
        for (now, facts) in looks.iter().enumerate() {
            let now = i64::try_from(now).unwrap();
            let before = kept.clone();
            let happened = watch(facts, &kept, now);
            for one in &happened {
                apply(&mut kept, one);
            }
            for fact in facts {
                let was = before.get(&fact.check).cloned().unwrap_or_default();
                let is = kept.get(&fact.check).cloned().unwrap_or_default();
                prop_assert_eq!(is.open.is_some(), is_off(fact, &is), "{:?}", fact);
                let told = happened.iter().filter(|one| match one {
                    Happened::Opened { fact: told, .. } => told.check == fact.check,
                    Happened::Worse { check, .. } => *check == fact.check,
                    _ => false,
                }).count();
                let worse = is.open.as_ref().map(|open| open.standing)
                    > was.open.as_ref().map(|open| open.standing);
                prop_assert_eq!(told, usize::from(worse));
                if fact.bad.is_none() && is.open.is_none() {
                    worked.insert(fact.check.clone(), fact.says.clone());
                }
            }
            for one in &happened {
                if let Happened::Opened { fact, was, .. } = one {
                    prop_assert_eq!(Some(was), worked.get(&fact.check));
                }
            }
            prop_assert_eq!(watch(facts, &kept, now + 1), Vec::new(), "said twice");
        }
    }

    /// What goes back to how it was leaves nothing open.
    #[test]
    fn what_is_as_it_was_is_mended(looks in looks()) {
        let good = |check: u8| Fact {
            check: format!("check{check}"),
            vendor: None,
            subject: "It".to_owned(),
            says: "as 0".to_owned(),
            mark: Mark::Posting { tags: vec!["tag0".to_owned()], template: None },
            bad: None,
        };
        let all = [good(0), good(1), good(2)];
        let mut kept: BTreeMap<String, Kept> = BTreeMap::new();
        for facts in std::iter::once(all.to_vec()).chain(looks).chain([all.to_vec()]) {
            for one in watch(&facts, &kept, 0) {
                apply(&mut kept, &one);
            }
        }
        prop_assert!(kept.values().all(|one| one.open.is_none()), "{kept:?}");
    }

    /// What never worked is never told.
    #[test]
    fn what_never_worked_cannot_drift(looks in looks()) {
        let mut kept: BTreeMap<String, Kept> = BTreeMap::new();
        for mut facts in looks {
            for fact in &mut facts {
                fact.bad = Some(Standing::Broken);
            }
            let happened = watch(&facts, &kept, 0);
            prop_assert_eq!(&happened, &Vec::new());
            for one in &happened {
                apply(&mut kept, one);
            }
        }
    }

    /// A stage moves exactly when the others cannot keep their order around it.
    #[test]
    fn carrying_one_stage_moves_it_and_leaves_those_that_it_did_not_change_places_with(
        length in 3_usize..9, from in 0_usize..9, to in 0_usize..9,
    ) {
        let before: Vec<StageId> = (0..length).map(|one| StageId(format!("s{one}"))).collect();
        let (from, to) = (from % length, to % length);
        let mut now = before.clone();
        let carried = now.remove(from);
        now.insert(to, carried);
        let mark = |id: &StageId, order: &[StageId]| Mark::Stage {
            id: id.clone(), name: Some("x".to_owned()), order: order.to_vec(),
        };
        for (place, id) in before.iter().enumerate() {
            let moved = mark(id, &now).difference(&mark(id, &before)).is_some();
            if place == from {
                prop_assert_eq!(moved, from != to);
            } else if from.abs_diff(to) != 1 {
                prop_assert!(!moved, "{id:?} was not carried");
            }
        }
    }
}
