//! The console's page: made on the server, no script but the one that presses buttons.

use serde_json::Value;

use crate::console::jobtwine_page::section;

/// Text for HTML, also inside quoted attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// The page for a state as `/console/state.json` gives it.
pub fn render(state: &Value) -> String {
    let count = |key: &str| text(state.pointer(&format!("/world/{key}")));
    let stages = in_order(state.pointer("/world/stages"), |stage| {
        format!(
            "<tr><td>{}<td class=n>{}",
            text(stage.get("text")),
            text(stage.get("active"))
        )
    });
    let groups: String = state
        .get("groups")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(event, on)| {
            let (now, next) = if on == true {
                ("on", "off")
            } else {
                ("off", "on")
            };
            format!(
                "<tr><td>{}<td>{now}<td>{}",
                escape(event),
                button(&format!("/console/webhooks/{event}/{next}"), next)
            )
        })
        .collect();
    let applications = rows(state.get("applications"), |one| {
        let name = text(one.get("application"));
        let action = button(&format!("/console/grants/{name}/revoke"), "revoke");
        format!(
            "<tr><td>{name}<td class=n>{}<td>{action}",
            text(one.get("live_grants"))
        )
    });
    let deliveries = rows(state.get("deliveries"), |one| {
        format!(
            "<tr><td>{}<td>{}<td>{}<td>{}<td>{}",
            time(one.get("triggered_at")),
            text(one.get("event")),
            text(one.pointer("/data/opportunityId")),
            text(one.get("attempts")),
            text(one.get("state"))
        )
    });
    let interviews = rows(state.pointer("/myinterview/interviews"), |one| {
        let id = text(one.get("opportunity"));
        let open = matches!(
            one.get("state").and_then(Value::as_str),
            Some("invited" | "clicked")
        );
        let actions: String = ["clicked", "complete", "expire"]
            .iter()
            .filter(|_| open)
            .map(|action| button(&format!("/console/myinterview/{id}/{action}"), action))
            .collect();
        format!(
            "<tr title=\"{id}\"><td>{}<td>{}<td class=n>{}<td>{}<td>{actions}",
            text(one.get("candidate")),
            time(one.get("at")),
            text(one.get("attempt")),
            text(one.get("state"))
        )
    });
    let message = |one: &Value| {
        format!(
            "<tr><td>{}<td>{}<td>{}<td><pre>{}</pre>",
            time(one.get("at")),
            text(one.get("to")),
            text(one.get("subject")),
            text(one.get("body"))
        )
    };
    let mail = rows(state.pointer("/myinterview/outbox/mail"), message);
    let sms = rows(state.pointer("/myinterview/outbox/sms"), message);
    format!(
        "{HEAD}<h1>Training account</h1>\
         <p>Seed {seed}. {opportunities} opportunities ({archived} archived), {contacts} people, {postings} postings, {users} users, \
         {notes} notes, {panels} panels. <a href=\"/console/state.json\">state.json</a> · <a href=\"/console/requests.json\">requests.json</a></p>\
         <p>Clock: <span id=now>{now}</span> {hour} {day}</p>\
         <div class=grid>\
         <section><h2>Stages</h2><table>{stages}</table></section>\
         <section><h2>Webhook groups</h2><table>{groups}</table></section>\
         <section><h2>Applications</h2><table>{applications}</table></section></div>\
         <h2>Video interviews</h2><table>{interviews}</table>\
         <h2>Mail</h2><table>{mail}</table><h2>SMS</h2><table>{sms}</table>{experts}\
         <h2>Deliveries</h2><table>{deliveries}</table>{SCRIPT}",
        seed = text(state.get("seed")),
        experts = section(state.get("jobtwine")),
        opportunities = count("opportunities"),
        archived = count("archived"),
        contacts = count("contacts"),
        postings = count("postings"),
        users = count("users"),
        notes = count("notes"),
        panels = count("panels"),
        now = time(state.get("now")),
        hour = jump("+1 hour", 3_600_000),
        day = jump("+1 day", 86_400_000),
    )
}

const SHOWN: usize = 100;

/// The last hundred rows, newest first.
pub(crate) fn rows(list: Option<&Value>, row: impl Fn(&Value) -> String) -> String {
    items(list).iter().rev().take(SHOWN).map(row).collect()
}

pub(crate) fn in_order(list: Option<&Value>, row: impl Fn(&Value) -> String) -> String {
    items(list).iter().map(row).collect()
}

fn items(list: Option<&Value>) -> &[Value] {
    list.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Unix milliseconds as a date and a time of day (UTC).
pub(crate) fn time(value: Option<&Value>) -> String {
    value
        .and_then(Value::as_i64)
        .and_then(chrono::DateTime::from_timestamp_millis)
        .map_or_else(String::new, |time| {
            time.format("%Y-%m-%d %H:%M:%S").to_string()
        })
}

pub(crate) fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => escape(text),
        Some(other) => escape(&other.to_string()),
    }
}

pub(crate) fn button(action: &str, label: &str) -> String {
    format!(
        "<button data-post=\"{}\">{}</button> ",
        escape(action),
        escape(label)
    )
}

/// A button that sends a JSON body.
pub(crate) fn with_body(action: &str, label: &str, body: &str) -> String {
    format!(
        "<button data-post=\"{}\" data-body=\"{}\">{}</button> ",
        escape(action),
        escape(body),
        escape(label)
    )
}

fn jump(label: &str, ms: i64) -> String {
    with_body("/console/clock/jump", label, &format!("{{\"ms\":{ms}}}"))
}

const HEAD: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Training account</title><style>\
:root{color-scheme:light dark}body{font:15px/1.5 system-ui;margin:2rem auto;max-width:72rem;padding:0 1rem}\
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1rem}\
table{border-collapse:collapse;width:100%}td{padding:.2rem .5rem;border-bottom:1px solid #8884;vertical-align:top;overflow-wrap:anywhere}\
.n{text-align:right}pre{white-space:pre-wrap;margin:0;font:inherit}button{font:inherit}</style>";

const SCRIPT: &str = "<script>document.addEventListener('click',async e=>{const b=e.target.closest('[data-post]');if(!b)return;\
const r=await fetch(b.dataset.post,{method:'POST',headers:{'content-type':'application/json'},body:b.dataset.body||'{}'});\
if(r.ok)location.reload();else alert((await r.json()).error)})</script>";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::render;

    #[test]
    fn hostile_text_stays_text() {
        let state = json!({ "myinterview": { "outbox": { "mail": [{ "to": "a@example.com", "subject": "<script>alert(1)</script>", "body": "\"'&" }] } } });
        let page = render(&state);
        assert!(!page.contains("<script>alert(1)"));
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    }
}
