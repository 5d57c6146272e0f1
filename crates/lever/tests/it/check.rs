//! What a key is good for.

use fulcrum_lever::Code;
use serde_json::json;

use crate::scripted::{Script, lever, ok, refused};

fn empty() -> crate::scripted::Answer {
    ok(json!({"data": [], "hasNext": false}))
}

fn forbidden() -> crate::scripted::Answer {
    refused(403, "Forbidden", "no")
}

#[tokio::test(start_paused = true)]
async fn missing_permissions_are_named_and_the_rest_is_still_tried() {
    let users = ok(json!({"data": [{"id": "u1", "name": "Ray", "accessRole": "admin"}]}));
    let opportunity =
        ok(json!({"data": [{"id": "o1", "contact": "c1", "stage": "s", "createdAt": 1}]}));
    let script = Script::of([
        users,
        opportunity,
        empty(),
        empty(),
        forbidden(),
        empty(),
        forbidden(),
        empty(),
        forbidden(),
        empty(),
        refused(404, "ResourceNotFound", "contacts c1 was not found"),
    ]);
    let check = lever(&script).check().await.unwrap();
    assert_eq!(
        check.missing,
        ["tags:read", "postings:read", "interviews:read"]
    );
    assert!(!check.usable());
    assert_eq!(check.users.len(), 1);
    assert!(check.unproven.contains(&"opportunities:write"));
    assert!(!check.unproven.contains(&"notes:read"));
    insta::assert_snapshot!(script.asked().join("\n"));
}

#[tokio::test(start_paused = true)]
async fn an_empty_account_leaves_some_things_unproven() {
    let script = Script::of([empty()]);
    let check = lever(&script).check().await.unwrap();
    assert!(check.missing.is_empty() && check.usable());
    assert!(check.unproven.contains(&"notes:read"));
}

#[tokio::test(start_paused = true)]
async fn a_wrong_key_ends_the_check_at_once() {
    let script = Script::of([refused(401, "Unauthorized", "no")]);
    let error = lever(&script).check().await.unwrap_err();
    assert_eq!((error.code, script.count()), (Code::KeyRejected, 1));
}
