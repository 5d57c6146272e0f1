//! API keys and applications. A key is never shown again.

use serde_json::{Value, json};

use crate::console::html::{chip, copyable, field, form, items, press, section, table, text};

pub(crate) fn content(state: &Value, back: &str) -> String {
    format!("{}{}", keys(state, back), grants(state, back))
}

fn keys(state: &Value, back: &str) -> String {
    let rows: String = items(state, "/keys")
        .iter()
        .map(|key| {
            let named = json!({ "name": key.get("name"), "ends_with": key.get("ends_with") });
            let confidential = if key.get("confidential") == Some(&Value::Bool(true)) {
                chip("info", "confidential")
            } else {
                String::new()
            };
            let permissions: Vec<String> = items(key, "/permissions")
                .iter()
                .map(|one| text(Some(one)))
                .collect();
            format!(
                "<tr><td><bdi dir=auto>{}</bdi><td><code>…{}</code><td>{confidential}\
                 <td><details><summary>{} permissions</summary>{}</details><td>{}",
                text(key.get("name")),
                text(key.get("ends_with")),
                permissions.len(),
                permissions.join(", "),
                press("/console/keys/drop", back, "Delete", &named.to_string()),
            )
        })
        .collect();
    let heads = ["Name", "Ends with", "Sees", "May", ""];
    let fields = [
        field("Name", "name=name placeholder=console autocomplete=off"),
        field("Only these permissions", "name=\"list.only\" placeholder=\"empty: all there are\" autocomplete=off"),
        field("Without these", "name=\"list.without\" placeholder=\"notes:write, stages:read\" autocomplete=off"),
        "<label class=check><input type=checkbox name=\"flag.confidential\"><span>Sees confidential data</span></label>".to_owned(),
    ];
    let make = form(
        "/console/keys",
        back,
        &format!(
            "<div class=fields>{}</div><button class=main>Make a key</button>",
            fields.concat()
        ),
    );
    let table = table("API keys", &heads, &rows, "No key is left.");
    section(
        "keys",
        "API keys",
        "",
        &format!("{table}<h3>A new key</h3>{make}"),
    )
}

fn grants(state: &Value, back: &str) -> String {
    let rows: String = items(state, "/applications")
        .iter()
        .map(|one| {
            let id = one.get("client_id").and_then(Value::as_str).unwrap_or_default();
            let live = one.get("live_grants").and_then(Value::as_u64).unwrap_or(0);
            let revoke = if live > 0 {
                press(&format!("/console/grants/{id}/revoke"), back, "Revoke", "")
            } else {
                String::new()
            };
            let again = match one.get("application").and_then(Value::as_str) {
                Some("myInterview") if live == 0 => press("/console/myinterview/connect", back, "Consent anew", ""),
                Some("JobTwine") if live == 0 => press("/console/jobtwine/connect", back, "Consent anew", ""),
                _ => String::new(),
            };
            format!(
                "<tr><td><bdi dir=auto>{}</bdi><td>{}<td class=n>{live}<td><div class=row>{revoke}{again}</div>",
                text(one.get("application")),
                copyable("the client id", id),
            )
        })
        .collect();
    let heads = ["Application", "Client id", "#Live grants", ""];
    let foreign = press(
        "/console/foreign_token",
        back,
        "Token of the other environment",
        "",
    );
    let table = table(
        "Applications",
        &heads,
        &rows,
        "No application is registered.",
    );
    section(
        "grants",
        "Applications and grants",
        "",
        &format!("{table}<div class=row>{foreign}</div>"),
    )
}
