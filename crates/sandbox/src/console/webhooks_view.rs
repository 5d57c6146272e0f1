//! Webhook groups, receivers, deliveries.

use serde_json::Value;

use crate::console::html::{
    chip, escape, index, items, newest, press, section, table, tally, text, time,
};

/// How many deliveries wait or failed.
pub(crate) fn undelivered(state: &Value) -> usize {
    let all = items(state, "/deliveries").iter();
    all.filter(|one| {
        matches!(
            one.get("state").and_then(Value::as_str),
            Some("pending" | "failed")
        )
    })
    .count()
}

pub(crate) fn content(state: &Value, back: &str) -> String {
    let index = index(&[
        ("deliveries", "Deliveries"),
        ("groups", "Groups"),
        ("receivers", "Receivers"),
    ]);
    format!(
        "{index}{}<div class=pair>{}{}</div>",
        deliveries(state, back),
        groups(state, back),
        receivers(state, back)
    )
}

/// An address without what may be secret in it.
fn receiver(url: Option<&Value>) -> String {
    let text = url.and_then(Value::as_str).unwrap_or_default();
    let Ok(mut url) = url::Url::parse(text) else {
        return escape(text.split(['?', '#']).next().unwrap_or_default());
    };
    url.set_query(None);
    url.set_fragment(None);
    // An address that can hold neither has neither.
    let _none = url.set_password(None);
    let _none = url.set_username("");
    format!("<span class=path>{}</span>", escape(url.as_str()))
}

fn deliveries(state: &Value, back: &str) -> String {
    let all = items(state, "/deliveries");
    let rows = newest(all, |one| {
        let stand = one.get("state").and_then(Value::as_str).unwrap_or_default();
        let kind = match stand {
            "delivered" => "ok",
            "pending" => "warn",
            "lost" => "quiet",
            _ => "bad",
        };
        let attempts = attempts(items(one, "/attempts"));
        let again = format!("/console/webhooks/{}/rerun", text(one.get("id")));
        format!(
            "<tr><td class=t>{}<td>{}<td class=t>{}<td class=t><span class=path>{}</span><td class=t>{}<td class=t>{}<td>{}<td>{}",
            time(one.get("triggered_at")),
            text(one.get("event")),
            receiver(one.get("url")),
            text(one.pointer("/data/opportunityId")),
            attempts,
            time(one.get("next_at")),
            chip(kind, &escape(stand)),
            press(&again, back, "Rerun", ""),
        )
    });
    let heads = [
        "Triggered (UTC)",
        "Event",
        "Receiver",
        "Opportunity",
        "Attempts",
        "Next try (UTC)",
        "Result",
        "",
    ];
    let none = "Nothing was delivered yet.";
    let table = table("Deliveries, newest first", &heads, &rows, none);
    section("deliveries", "Deliveries", &tally(all.len()), &table)
}

/// Status of each attempt; the same one several times in a row is said once.
fn attempts(statuses: &[Value]) -> String {
    let mut runs: Vec<(&Value, usize)> = Vec::new();
    for status in statuses {
        match runs.last_mut() {
            Some((last, times)) if *last == status => *times += 1,
            _ => runs.push((status, 1)),
        }
    }
    let shown = runs.into_iter().map(|(status, times)| {
        let status = if *status == 0 {
            "no answer".to_owned()
        } else {
            text(Some(status))
        };
        if times > 1 {
            format!("{status} × {times}")
        } else {
            status
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn groups(state: &Value, back: &str) -> String {
    let map = state.get("groups").and_then(Value::as_object);
    let rows: String = map
        .into_iter()
        .flatten()
        .map(|(event, on)| {
            let (now, next, label) = if *on == Value::Bool(true) {
                (chip("ok", "on"), "off", "Turn off")
            } else {
                (chip("quiet", "off"), "on", "Turn on")
            };
            let event = escape(event);
            let toggle = press(
                &format!("/console/webhooks/{event}/{next}"),
                back,
                label,
                "",
            );
            format!("<tr><td>{event}<td>{now}<td>{toggle}")
        })
        .collect();
    let all = ["on", "off"].map(|verb| {
        press(
            &format!("/console/webhooks/all/{verb}"),
            back,
            &format!("All {verb}"),
            "",
        )
    });
    let heads = ["Group", "State", ""];
    let all = format!("<div class=row>{}</div>", all.concat());
    section(
        "groups",
        "Groups",
        &all,
        &table("Webhook groups", &heads, &rows, "No groups."),
    )
}

fn receivers(state: &Value, back: &str) -> String {
    let rows: String = items(state, "/world/webhooks")
        .iter()
        .map(|one| {
            let test = format!("/console/webhooks/{}/test", text(one.get("id")));
            format!(
                "<tr><td>{}<td>{}<td>{}",
                text(one.get("event")),
                receiver(one.get("url")),
                press(&test, back, "Test", "")
            )
        })
        .collect();
    let heads = ["Event", "Receiver", ""];
    section(
        "receivers",
        "Receivers",
        "",
        &table("Receivers", &heads, &rows, "Nobody made a webhook."),
    )
}
