//! Every route that is served, walked against a generated world, and every answer held against what was recorded.

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_sandbox::lever::served;
use fulcrum_sandbox::settings::Settings;
use serde_json::{Value, json};

use super::bench::{Bench, still};
use super::conformance_facts::{Facts, Recorded, Shape};
use super::conformance_shapes::{ANSWERS, Answer, DIFFERENCES, KINDS};
use super::conformance_walk::{Walk, general};

fn shapes(recorded: &Recorded) -> BTreeMap<&'static str, Shape> {
    let shape = |kind: &super::conformance_shapes::Kind| {
        Shape::new(
            &recorded.objects(kind.own),
            &recorded.objects(kind.kin),
            recorded.documented(kind.documented),
        )
    };
    KINDS.iter().map(|kind| (kind.name, shape(kind))).collect()
}

/// What stands around the objects of an answer.
fn envelope(recorded: &Recorded, name: &str, answer: Answer) -> Shape {
    let facts = |rows: &[(&str, &str)]| -> Facts {
        rows.iter()
            .map(|(path, kinds)| {
                let kinds = kinds.split(' ').map(str::to_owned).collect();
                ((*path).to_owned(), kinds)
            })
            .collect()
    };
    let root = match answer {
        Answer::List(_) | Answer::Plain(_) => "data[]",
        _ => "data",
    };
    let mut own = recorded.envelope(name, root);
    if own.is_empty() {
        own.push(match answer {
            Answer::List(_) => facts(&[
                ("data", "array"),
                ("data[]", "object"),
                ("hasNext", "boolean"),
                ("next", "string absent"),
            ]),
            Answer::Plain(_) => facts(&[("data", "array"), ("data[]", "object")]),
            _ => facts(&[("data", "object")]),
        });
    }
    if let Answer::List(_) = answer {
        // A recorded list that ended on its first page could have gone on.
        for facts in &mut own {
            facts
                .entry("next".to_owned())
                .or_insert_with(|| ["string".to_owned(), "absent".to_owned()].into());
            facts
                .entry("data[]".to_owned())
                .or_insert_with(|| ["object".to_owned()].into());
        }
    }
    Shape::new(&own, &[], Facts::new())
}

/// An answer without what is in its objects, which are held against their own shape.
fn shell(body: &Value) -> Value {
    let mut shell = body.clone();
    match shell.get_mut("data") {
        Some(Value::Array(rows)) => rows.iter_mut().for_each(|row| *row = json!({})),
        Some(data) => *data = json!({}),
        None => {}
    }
    shell
}

fn check(
    recorded: &Recorded,
    shapes: &BTreeMap<&str, Shape>,
    name: &str,
    bodies: &[(u16, Value)],
) -> BTreeSet<(String, String)> {
    let (_, answer) = ANSWERS
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap_or_else(|| panic!("no shape for {name}"));
    let mut found = BTreeSet::new();
    for (status, body) in bodies {
        let kind = match *answer {
            Answer::Nothing => {
                assert_eq!(*status, 204, "{name}");
                continue;
            }
            Answer::File => {
                assert_eq!(*status, 200, "{name}");
                continue;
            }
            Answer::Bare(kind) | Answer::List(kind) | Answer::Plain(kind) | Answer::One(kind) => {
                kind
            }
        };
        let mut differences = BTreeSet::new();
        let shape = &shapes[kind];
        match answer {
            Answer::Bare(_) => shape.differences(body, &mut differences),
            Answer::One(_) => shape.differences(&body["data"], &mut differences),
            _ => {
                for row in body["data"].as_array().into_iter().flatten() {
                    shape.differences(row, &mut differences);
                }
            }
        }
        found.extend(differences.into_iter().map(|one| (kind.to_owned(), one)));
        if !matches!(answer, Answer::Bare(_)) {
            let mut around = BTreeSet::new();
            envelope(recorded, name, *answer).differences(&shell(body), &mut around);
            found.extend(around.into_iter().map(|one| (name.to_owned(), one)));
        }
    }
    found
}

#[tokio::test]
async fn every_answer_is_as_recorded() {
    let bench = Bench::with(Settings {
        opportunities: 260,
        ..still()
    });
    let walk = Walk::through(bench.await).await;

    let recorded = Recorded::read();
    let shapes = shapes(&recorded);
    let unseen: Vec<String> = served()
        .into_iter()
        .map(|(method, path, _)| format!("{method} {}", general(path)))
        .filter(|name| !walk.seen.contains_key(name))
        .collect();
    assert_eq!(unseen, [""; 0], "routes that the walk did not come by");
    // What is never shown cannot differ: each kind must have been there at least once.
    let empty: Vec<&String> = walk
        .seen
        .iter()
        .filter(|(name, _)| *name != "GET /postings/deleted")
        .filter(|(_, bodies)| bodies.iter().all(|(_, body)| body["data"] == json!([])))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(empty, [""; 0], "lists that were always empty");

    let found: BTreeSet<(String, String)> = walk
        .seen
        .iter()
        .flat_map(|(name, bodies)| check(&recorded, &shapes, name, bodies))
        .collect();
    let allowed: BTreeSet<(String, String)> = DIFFERENCES
        .iter()
        .map(|(kind, difference, _)| ((*kind).to_owned(), (*difference).to_owned()))
        .collect();
    let unexpected: Vec<_> = found.difference(&allowed).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    let stale: Vec<_> = allowed.difference(&found).collect();
    assert!(stale.is_empty(), "no longer differ: {stale:#?}");
}

#[test]
fn differences_are_few_and_each_has_its_reason() {
    assert!(DIFFERENCES.len() <= 15);
    let recorded = Recorded::read();
    for (kind, difference, why) in DIFFERENCES {
        assert!(
            recorded.names().any(|name| why.contains(name.as_str())),
            "{kind}, {difference}: names no recorded answer"
        );
    }
}

/// A recorded answer that no shape uses would be a fact that nobody looks at.
#[test]
fn every_recorded_answer_is_used() {
    let recorded = Recorded::read();
    let used: BTreeSet<&str> = KINDS
        .iter()
        .flat_map(|kind| kind.own)
        .map(|(answer, _)| *answer)
        .chain(ANSWERS.iter().map(|(name, _)| *name))
        .collect();
    let unused: Vec<&String> = recorded
        .names()
        .filter(|name| !used.contains(name.as_str()))
        .collect();
    assert_eq!(unused, [""; 0]);
    for (name, _) in ANSWERS {
        assert!(
            served()
                .iter()
                .any(|(method, path, _)| format!("{method} {}", general(path)) == *name),
            "{name} is not served"
        );
    }
    assert!(recorded.has("GET /opportunities"));
}

/// Objects in the place of ids have the shape they have where they are read alone.
#[tokio::test]
async fn expanded_objects_are_as_recorded() {
    let bench = Bench::with(still()).await;
    let recorded = Recorded::read();
    let shapes = shapes(&recorded);
    let mut found = BTreeSet::new();
    let mut seen = BTreeMap::<&str, usize>::new();
    let mut look = |kind: &'static str, objects: &Value| {
        let objects = objects
            .as_array()
            .cloned()
            .unwrap_or_else(|| vec![objects.clone()]);
        for object in objects.iter().filter(|object| !object.is_null()) {
            assert!(object.is_object(), "{kind}: {object}");
            *seen.entry(kind).or_default() += 1;
            let mut differences = BTreeSet::new();
            shapes[kind].differences(object, &mut differences);
            found.extend(differences.into_iter().map(|one| (kind.to_owned(), one)));
        }
    };
    let opportunities = "/opportunities?expand=applications&expand=stage&expand=owner&expand=followers&expand=sourcedBy&expand=contact";
    for one in bench.get(opportunities).await["data"].as_array().unwrap() {
        for (kind, field) in [
            ("application", "applications"),
            ("stage", "stage"),
            ("user", "owner"),
            ("user", "followers"),
            ("user", "sourcedBy"),
            ("contact", "contact"),
        ] {
            look(kind, &one[field]);
        }
        let path = format!("/opportunities/{}", one["id"].as_str().unwrap());
        for (kind, query, field) in [
            ("posting", "applications?expand=posting", "posting"),
            ("user", "feedback?expand=user", "user"),
            ("stage", "referrals?expand=stage", "stage"),
            ("user", "notes?expand=user", "user"),
            ("user", "panels?expand=user", "user"),
            (
                "feedback",
                "interviews?expand=feedbackForms",
                "feedbackForms",
            ),
            ("posting", "interviews?expand=postings", "postings"),
            ("user", "offers?expand=creator", "creator"),
        ] {
            let page = bench.get(&format!("{path}/{query}")).await;
            for row in page["data"].as_array().unwrap() {
                look(kind, &row[field]);
            }
        }
    }
    let allowed: BTreeSet<(String, String)> = DIFFERENCES
        .iter()
        .map(|(kind, difference, _)| ((*kind).to_owned(), (*difference).to_owned()))
        .collect();
    assert!(found.is_subset(&allowed), "{found:#?}");
    assert!(
        seen.len() == 6 && seen.values().all(|count| *count > 0),
        "{seen:?}"
    );
}

#[tokio::test]
async fn what_cannot_be_expanded_is_refused_everywhere() {
    let bench = Bench::with(still()).await;
    let id = bench.person().await;
    for path in [
        "/opportunities",
        "/postings",
        "/requisitions/x",
        "/eeo/responses/pii",
        "applications",
        "notes",
        "panels",
        "interviews",
        "feedback",
        "offers",
        "referrals",
        "forms",
    ] {
        let path = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/opportunities/{id}/{path}")
        };
        let (status, body) = bench
            .call(
                reqwest::Method::GET,
                &format!("{path}?expand=everything"),
                None,
            )
            .await;
        let wanted =
            json!({ "code": "BadRequestError", "message": "everything is not expandable" });
        assert_eq!((status, body), (400, wanted), "{path}");
    }
}
