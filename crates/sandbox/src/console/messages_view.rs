//! What the vendors wrote to candidates.

use serde_json::Value;

use crate::console::html::{items, newest, section, table, tally, text, time, words};

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
        let body = text(one.get("body"));
        let subject = if kind == "sms" {
            String::new()
        } else {
            format!("<b dir=auto>{}</b>", text(one.get("subject")))
        };
        format!(
            "<tr><td class=t>{}<td>{}<td>{}<td class=wide>{subject}<details><summary>Text</summary><pre dir=auto>{body}</pre></details>",
            time(one.get("at")),
            words(one.get("purpose")),
            text(one.get("to")),
        )
    });
    let heads = [
        "Sent (UTC)",
        "Why",
        "To",
        if kind == "sms" {
            "Message"
        } else {
            "Subject and text"
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
