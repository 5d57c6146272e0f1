//! Pieces of the console's pages. Every text that comes from outside goes through [`escape`].

use chrono::{DateTime, SecondsFormat};
use serde_json::Value;

pub(crate) use crate::console::page::escape;

/// No table shows more rows.
pub(crate) const SHOWN: usize = 100;

/// A JSON value as text; nothing for null.
pub(crate) fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => escape(text),
        Some(other) => escape(&other.to_string()),
    }
}

/// A word of the sandbox (`pending_slots`) for people.
pub(crate) fn words(value: Option<&Value>) -> String {
    text(value).replace('_', " ")
}

/// A name that may be written in either direction.
pub(crate) fn name(value: Option<&Value>) -> String {
    format!("<bdi dir=auto>{}</bdi>", text(value))
}

/// Unix milliseconds as a date and a time of day (UTC); nothing for null.
pub(crate) fn time(value: Option<&Value>) -> String {
    value
        .and_then(Value::as_i64)
        .map_or_else(String::new, |ms| stamp(ms, "%Y-%m-%d %H:%M:%S"))
}

/// The time of day alone, to the millisecond.
pub(crate) fn time_of_day(value: Option<&Value>) -> String {
    value
        .and_then(Value::as_i64)
        .map_or_else(String::new, |ms| stamp(ms, "%H:%M:%S%.3f"))
}

fn stamp(ms: i64, format: &str) -> String {
    DateTime::from_timestamp_millis(ms).map_or_else(String::new, |time| {
        let exact = time.to_rfc3339_opts(SecondsFormat::Millis, true);
        format!(
            "<time datetime=\"{exact}\" title=\"{exact}\">{}</time>",
            time.format(format)
        )
    })
}

/// A list of JSON; none where there is none.
pub(crate) fn items<'a>(state: &'a Value, place: &str) -> &'a [Value] {
    state
        .pointer(place)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The last hundred, newest first.
pub(crate) fn newest(list: &[Value], row: impl FnMut(&Value) -> String) -> String {
    list.iter().rev().take(SHOWN).map(row).collect()
}

/// A table: heads (those that begin with `#` are of figures), rows, and a sentence for when there are none.
pub(crate) fn table(caption: &str, heads: &[&str], rows: &str, none: &str) -> String {
    if rows.is_empty() {
        return format!("<p class=none>{none}</p>");
    }
    let heads: String = heads
        .iter()
        .map(|head| match head.strip_prefix('#') {
            Some(figure) => format!("<th scope=col class=n>{figure}"),
            None => format!("<th scope=col>{head}"),
        })
        .collect();
    format!(
        "<div class=scroll tabindex=0 role=region aria-label=\"{caption}\"><table><caption class=hidden>{caption}</caption>\
         <thead><tr>{heads}<tbody>{rows}</table></div>"
    )
}

/// A section with its heading; `id` is its place on the page.
pub(crate) fn section(id: &str, title: &str, more: &str, content: &str) -> String {
    format!(
        "<section id={id} aria-labelledby={id}-title><header><h2 id={id}-title>{title}</h2>{more}</header>{content}</section>"
    )
}

/// The sections of a long page: place and title of each.
pub(crate) fn index(sections: &[(&str, &str)]) -> String {
    let links: String = sections
        .iter()
        .map(|(id, title)| format!("<a href=\"#{id}\">{title}</a>"))
        .collect();
    format!("<nav class=index aria-label=\"On this page\">{links}</nav>")
}

/// How many are shown of how many.
pub(crate) fn tally(all: usize) -> String {
    if all > SHOWN {
        format!("<p class=count>the last {SHOWN} of {all}</p>")
    } else {
        format!("<p class=count>{all}</p>")
    }
}

/// A word in a frame; `kind` is `ok`, `warn`, `bad`, `quiet` or `info`.
pub(crate) fn chip(kind: &str, word: &str) -> String {
    format!("<span class=\"chip {kind}\">{word}</span>")
}

/// A form that posts to an action and comes back to `back`.
pub(crate) fn form(action: &str, back: &str, fields: &str) -> String {
    format!(
        "<form method=post action=\"{}\"><input type=hidden name=\"~back\" value=\"{}\">{fields}</form>",
        escape(action),
        escape(back)
    )
}

/// A button that posts a fixed JSON object.
pub(crate) fn press(action: &str, back: &str, label: &str, body: &str) -> String {
    let body = if body.is_empty() {
        String::new()
    } else {
        format!(
            "<input type=hidden name=\"~json\" value=\"{}\">",
            escape(body)
        )
    };
    form(action, back, &format!("{body}<button>{label}</button>"))
}

/// A field with its label; `attributes` are of the input.
pub(crate) fn field(label: &str, attributes: &str) -> String {
    format!("<label><span>{label}</span><input {attributes}></label>")
}

/// A choice with its label: value and text of each, and the value that is chosen.
pub(crate) fn choice(
    label: &str,
    name: &str,
    options: &[(String, String)],
    chosen: &str,
) -> String {
    let options: String = options
        .iter()
        .map(|(value, shown)| {
            let mark = if value == chosen { " selected" } else { "" };
            format!(
                "<option value=\"{}\"{mark}>{}",
                escape(value),
                escape(shown)
            )
        })
        .collect();
    format!("<label><span>{label}</span><select name=\"{name}\">{options}</select></label>")
}

/// Something to copy. Without a script one press chooses all of it.
pub(crate) fn copyable(what: &str, text: &str) -> String {
    let text = escape(text);
    format!(
        "<span class=copy><code>{text}</code><button type=button class=script data-copy=\"{text}\" aria-label=\"Copy {what}\">Copy</button></span>"
    )
}

/// A number with its thousands apart.
pub(crate) fn figure(value: Option<&Value>) -> String {
    let digits = text(value);
    let mut shown = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0
            && (digits.len() - place).is_multiple_of(3)
            && digits.chars().all(|one| one.is_ascii_digit())
        {
            shown.push('\u{202f}');
        }
        shown.push(digit);
    }
    shown
}
