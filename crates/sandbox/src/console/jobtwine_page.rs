//! The expert-interview vendor on the console's page.

use serde_json::Value;

use crate::console::page::{button, in_order, rows, text, time, with_body};

/// Jobs, candidates and mails, as HTML.
pub(crate) fn section(state: Option<&Value>) -> String {
    let Some(state) = state else {
        return String::new();
    };
    let jobs = in_order(state.get("jobs"), |job| {
        let posting = text(job.get("posting"));
        let rounds: Vec<String> = job
            .get("rounds")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|round| text(round.get("name")))
            .collect();
        let save = with_body(
            &format!("/console/jobtwine/jobs/{posting}/rounds"),
            "one round",
            r#"{"rounds":[{"name":"Technical Screening","minutes":60}]}"#,
        );
        format!(
            "<tr><td>{} <small>[Lever]</small><td>{}<td>{}<td>{save}",
            text(job.get("title")),
            if job.get("tagged") == Some(&Value::Bool(true)) {
                "tagged"
            } else {
                "no longer tagged"
            },
            rounds.join(", "),
        )
    });
    let candidates = rows(state.get("interviews"), |one| {
        let id = text(one.get("opportunity"));
        let stand = one.get("state").and_then(Value::as_str).unwrap_or_default();
        let actions: String = possible(stand)
            .iter()
            .map(|(action, label, body)| {
                with_body(&format!("/console/jobtwine/{id}/{action}"), label, body)
            })
            .collect();
        let link = one
            .get("link")
            .and_then(Value::as_str)
            .map_or_else(String::new, |_| {
                format!("<a href=\"{}\">slots</a>", text(one.get("link")))
            });
        let slots: Vec<String> = one
            .get("slots")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|slot| time(slot.get("start")))
            .collect();
        format!(
            "<tr title=\"{id}\"><td>{}<td>{}<td class=n>{}.{}<td>{stand}<td>{link}<td>{}<td>{}<td>{actions}",
            text(one.get("candidate")),
            time(one.get("at")),
            text(one.get("round")),
            text(one.get("attempt")),
            slots.join(", "),
            time(one.pointer("/claim/slot/start")),
        )
    });
    let mail = rows(state.pointer("/outbox/mail"), |one| {
        format!(
            "<tr><td>{}<td>{}<td>{}<td><pre>{}</pre>",
            time(one.get("at")),
            text(one.get("to")),
            text(one.get("subject")),
            text(one.get("body"))
        )
    });
    format!(
        "<h2>JobTwine: jobs {}</h2><table>{jobs}</table><h2>JobTwine: interviews</h2><table>{candidates}</table>\
         <h2>JobTwine: mail</h2><table>{mail}</table>",
        button("/console/jobtwine/poll", "look now")
    )
}

type Action = (&'static str, &'static str, &'static str);

/// What can be pressed: action, label, body.
fn possible(state: &str) -> &'static [Action] {
    match state {
        "pending_slots" | "interviewer_no_show" => &[
            ("self_schedule", "schedules by themselves", "{}"),
            ("expire", "expire", "{}"),
            ("cancel", "candidate cancels", r#"{"by":"candidate"}"#),
        ],
        "slots_given" => &[
            ("claim", "race", "{}"),
            ("claim", "claim", r#"{"slot":0}"#),
            ("refuse", "nobody", "{}"),
            ("cancel", "candidate cancels", r#"{"by":"candidate"}"#),
        ],
        "scheduled" | "in_progress" => &[
            ("hold", "hold", "{}"),
            ("reschedule", "move", "{}"),
            ("cancel", "candidate cancels", r#"{"by":"candidate"}"#),
            ("cancel", "team cancels", r#"{"by":"client"}"#),
            ("no_show", "candidate missing", r#"{"who":"candidate"}"#),
            ("no_show", "interviewer missing", r#"{"who":"interviewer"}"#),
        ],
        "pending_feedback" => &[
            ("feedback", "finish feedback", "{}"),
            (
                "feedback",
                "strong",
                r#"{"outcome":"strongly_recommended"}"#,
            ),
            ("feedback", "not", r#"{"outcome":"not_recommended"}"#),
        ],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::section;

    #[test]
    fn hostile_text_stays_text_and_buttons_fit_the_state() {
        let state = json!({
            "jobs": [{ "posting": "p", "title": "<b>", "tagged": true, "rounds": [] }],
            "interviews": [{ "opportunity": "o", "candidate": "<script>", "state": "slots_given", "slots": [] }],
            "outbox": { "mail": [] },
        });
        let page = section(Some(&state));
        assert!(
            !page.contains("<script>") && !page.contains("<b>"),
            "{page}"
        );
        assert!(page.contains("/console/jobtwine/o/refuse") && !page.contains("/o/hold"));
        assert_eq!(section(None), "");
    }
}
