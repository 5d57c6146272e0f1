//! The table of served routes against the list of Lever's routes.

use std::collections::BTreeSet;

use fulcrum_sandbox::lever::served;
use serde_json::Value;

/// `METHOD /path` with every parameter called `:id`.
fn name(method: &str, path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with(':') {
            ":id"
        } else {
            segment
        }
    });
    format!("{method} {}", segments.collect::<Vec<_>>().join("/"))
}

/// Name, permission, whether the actor is documented as required.
fn listed() -> Vec<(String, String, bool)> {
    let list: Value =
        serde_json::from_str(include_str!("../../recorded/lever-endpoints.json")).unwrap();
    let text = |row: &Value, column: usize| row[column].as_str().unwrap().to_owned();
    list["endpoints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                name(&text(row, 0), &text(row, 1)),
                text(row, 2),
                text(row, 4) == "required",
            )
        })
        .collect()
}

#[test]
fn every_listed_route_is_served_and_no_other_is() {
    let served: BTreeSet<String> = served()
        .into_iter()
        .map(|(method, path, _)| name(method, path))
        .collect();
    let listed: BTreeSet<String> = listed().into_iter().map(|(name, ..)| name).collect();
    assert_eq!(listed.len(), 106);
    let reads = listed
        .iter()
        .filter(|name| name.starts_with("GET "))
        .count();
    assert_eq!(reads, 55);
    assert_eq!(listed.difference(&served).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(served.difference(&listed).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn every_route_asks_for_the_scope_of_the_list() {
    let permissions: BTreeSet<(String, String)> = served()
        .into_iter()
        .map(|(method, path, permission)| (name(method, path), permission.to_owned()))
        .collect();
    for (name, scope, _) in listed() {
        assert!(
            permissions.contains(&(name.clone(), scope.clone())),
            "{name}: {scope}"
        );
    }
}

/// Without `perform_as`, a route answers with Lever's words exactly where the documentation requires it.
#[tokio::test]
async fn the_actor_is_required_where_the_documentation_says_so() {
    let bench = super::bench::Bench::start().await;
    for (name, _, required) in listed() {
        let (method, path) = name.split_once(' ').unwrap();
        let path = path.replace(":id", "nobody");
        let (status, body) = bench.call(method.parse().unwrap(), &path, None).await;
        let refused = body["message"] == "Missing required parameter: perform_as";
        assert_eq!(refused, required, "{name}: {status} {body}");
        if required {
            assert_eq!(
                (status, &body["code"]),
                (400, &Value::from("BadRequestError"))
            );
        }
    }
}
