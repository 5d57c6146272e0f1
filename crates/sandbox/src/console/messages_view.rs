//! What the vendors wrote to candidates.

use serde_json::Value;

use crate::console::html::{escape, items, newest, section, table, tally, text, time, words};

/// Letters of a text message that are shown before it is opened.
const BEGINNING: usize = 80;

pub(crate) fn content(state: &Value) -> String {
    [
        ("myinterview", "mail", "myInterview: mail"),
        ("myinterview", "sms", "myInterview: SMS"),
        ("jobtwine", "mail", "JobTwine: mail"),
        ("jobtwine", "sms", "JobTwine: SMS"),
    ]
    .map(|(vendor, kind, title)| outbox(state, vendor, kind, title))
    .concat()
}

fn outbox(state: &Value, vendor: &str, kind: &str, title: &str) -> String {
    let sent = items(state, &format!("/{vendor}/outbox/{kind}"));
    let rows = newest(sent, |one| {
        let body = one.get("body").and_then(Value::as_str).unwrap_or_default();
        let head = match one.get("subject").and_then(Value::as_str) {
            Some(subject) => subject.to_owned(),
            None => beginning(body),
        };
        format!(
            "<tr><td class=t>{}<td class=t>{}<td class=t>{}<td class=wide><details><summary><bdi dir=auto>{}</bdi></summary>\
             <pre dir=auto>{}</pre></details>",
            time(one.get("at")),
            words(one.get("purpose")),
            text(one.get("to")),
            escape(&head),
            escape(body),
        )
    });
    let heads = [
        "Sent (UTC)",
        "Why",
        "To",
        if kind == "sms" {
            "Text"
        } else {
            "Subject; open it for the text"
        },
    ];
    let table = table(title, &heads, &rows, "Nothing was sent yet.");
    section(
        &format!("{vendor}-{kind}"),
        title,
        &tally(sent.len()),
        &table,
    )
}

/// The first line of a text message, cut where it gets long.
fn beginning(body: &str) -> String {
    let line = body.lines().next().unwrap_or_default();
    let mut begun: String = line.chars().take(BEGINNING).collect();
    if begun.len() < body.len() {
        begun.push('…');
    }
    begun
}
