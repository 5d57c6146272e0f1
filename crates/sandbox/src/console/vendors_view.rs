//! Both vendors: connection, interviews, switches.

use serde_json::Value;

use crate::console::html::{
    chip, escape, form, index, items, name, newest, press, section, table, tally, text, time, words,
};
use crate::console::jobtwine_page;

pub(crate) fn content(state: &Value, back: &str) -> String {
    let experts = state
        .get("jobtwine")
        .map_or_else(String::new, |vendor| jobtwine_page::content(vendor, back));
    let index = index(&[
        ("video", "Video interviews"),
        ("experts", "Expert interviews"),
        ("jobs", "Jobs"),
        ("video-switches", "Switches of both"),
    ]);
    format!(
        "{index}{}{experts}<div class=pair>{}{}</div>",
        interviews(state, back),
        switches(
            state,
            "myinterview",
            "video-switches",
            "myInterview's switches",
            back
        ),
        switches(
            state,
            "jobtwine",
            "expert-switches",
            "JobTwine's switches",
            back
        ),
    )
}

/// Whether it is connected with Lever, and what it is at.
pub(crate) fn standing(vendor: &Value) -> String {
    let connected = if vendor.get("connected") == Some(&Value::Bool(true)) {
        chip("ok", "connected")
    } else {
        chip("bad", "not connected")
    };
    format!(
        "<p class=count>{connected} at work: {}, waiting: {}</p>",
        text(vendor.get("busy")),
        text(vendor.get("later"))
    )
}

/// How a state looks.
pub(crate) fn state_chip(state: &str) -> String {
    let kind = match state {
        "completed" | "feedback_ready" => "ok",
        "failed" | "silent" | "expired" => "bad",
        "ignored" | "created" => "quiet",
        ended if ended.starts_with("cancelled") || ended.ends_with("no_show") => "quiet",
        _ => "info",
    };
    chip(kind, &escape(state).replace('_', " "))
}

fn interviews(state: &Value, back: &str) -> String {
    let all = items(state, "/myinterview/interviews");
    let rows = newest(all, |one| {
        let id = text(one.get("opportunity"));
        let stand = one.get("state").and_then(Value::as_str).unwrap_or_default();
        let actions: String = match stand {
            "invited" => &[
                ("clicked", "Opens the link"),
                ("complete", "Hands in"),
                ("expire", "Too late"),
            ][..],
            "clicked" => &[("complete", "Hands in"), ("expire", "Too late")],
            _ => &[],
        }
        .iter()
        .map(|(action, label)| {
            press(
                &format!("/console/myinterview/{id}/{action}"),
                back,
                label,
                "",
            )
        })
        .collect();
        let owed = if items(one, "/owed").is_empty() {
            String::new()
        } else {
            press(
                &format!("/console/myinterview/{id}/resume"),
                back,
                "Writes what it owes",
                "",
            )
        };
        format!(
            "<tr><td title=\"{id}\">{}<td>{}<td class=t>{}<td class=n>{}<td>{}<td class=t>{}<td>{}<td class=acts><div class=row>{actions}{owed}</div>",
            name(one.get("candidate")),
            name(one.get("title")),
            time(one.get("at")),
            text(one.get("attempt")),
            state_chip(stand),
            time(one.get("deadline")),
            words(one.get("code")),
        )
    });
    let heads = [
        "Candidate",
        "Posting",
        "Asked (UTC)",
        "#Attempt",
        "State",
        "Deadline (UTC)",
        "Why not",
        "",
    ];
    let vendor = state.get("myinterview").unwrap_or(&Value::Null);
    let more = format!("{}{}", tally(all.len()), standing(vendor));
    let table = table(
        "Video interviews, newest first",
        &heads,
        &rows,
        "Nobody was invited yet.",
    );
    section("video", "Video interviews (myInterview)", &more, &table)
}

fn switches(state: &Value, vendor: &str, id: &str, title: &str, back: &str) -> String {
    let map = state
        .pointer(&format!("/{vendor}/switches"))
        .and_then(Value::as_object);
    let here = format!("{back}#{id}");
    let rows: String = map
        .into_iter()
        .flatten()
        .map(|(switch, value)| {
            let label = escape(&switch.replace('_', " "));
            let switch = escape(switch);
            let input = match value {
                Value::Bool(on) => {
                    let option = |value: bool| {
                        let mark = if value == *on { " selected" } else { "" };
                        format!("<option value={value}{mark}>{}", if value { "on" } else { "off" })
                    };
                    format!("<select name=\"value.{switch}\" aria-label=\"{label}\">{}{}</select>", option(true), option(false))
                }
                other => {
                    let shown = match other {
                        Value::Null => String::new(),
                        Value::String(text) => escape(text),
                        other => escape(&other.to_string()),
                    };
                    format!("<input name=\"value.{switch}\" value=\"{shown}\" placeholder=null aria-label=\"{label}\" autocomplete=off>")
                }
            };
            let form = form(&format!("/console/{vendor}/switches"), &here, &format!("{input}<button>Set</button>"));
            format!("<tr><td><code>{switch}</code><td>{form}")
        })
        .collect();
    let hint = "<p class=hint>A text, a number or JSON; empty is null (by chance). A value that cannot be is refused with those that can. \
                What each means: docs/vendors-in-the-sandbox.md.</p>";
    let table = table(title, &["Switch", "Value"], &rows, "None.");
    section(
        id,
        title,
        "",
        &format!("<div class=switches>{table}</div>{hint}"),
    )
}
