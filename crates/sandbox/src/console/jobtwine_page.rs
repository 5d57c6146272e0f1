//! The expert-interview vendor on the console's page.

use serde_json::Value;

use crate::console::html::{
    chip, escape, field, form, items, name, newest, press, section, table, tally, text, time,
};
use crate::console::vendors_view::{standing, state_chip};

/// Jobs and candidates of the vendor, whose state this is, as HTML.
pub(crate) fn content(state: &Value, back: &str) -> String {
    format!("{}{}", interviews(state, back), jobs(state, back))
}

fn jobs(state: &Value, back: &str) -> String {
    let here = format!("{back}#jobs");
    let rows: String = items(state, "/jobs")
        .iter()
        .map(|job| {
            let posting = text(job.get("posting"));
            let rounds: Vec<String> = items(job, "/rounds")
                .iter()
                .map(|round| {
                    format!(
                        "{} ({} min)",
                        name(round.get("name")),
                        text(round.get("minutes"))
                    )
                })
                .collect();
            let tagged = if job.get("tagged") == Some(&Value::Bool(true)) {
                chip("ok", "tagged")
            } else {
                chip("quiet", "no longer tagged")
            };
            let save = press(
                &format!("/console/jobtwine/jobs/{posting}/rounds"),
                &here,
                "Enter one round of 60 min",
                r#"{"rounds":[{"name":"Technical Screening","minutes":60}]}"#,
            );
            let rounds = if rounds.is_empty() {
                "<span class=quiet>none entered</span>".to_owned()
            } else {
                rounds.join(", ")
            };
            format!(
                "<tr><td>{}<td>{tagged}<td>{rounds}<td>{save}",
                name(job.get("title"))
            )
        })
        .collect();
    let look = press(
        "/console/jobtwine/poll",
        &here,
        "Look at the postings now",
        "",
    );
    let heads = ["Job", "Posting tag", "Rounds", ""];
    let text = field(
        "Name of a new stage",
        "name=text required autocomplete=off value=JobTwine",
    );
    let stage = form(
        "/console/stages",
        &here,
        &format!("{text}<button>Make a stage in Lever</button>"),
    );
    let table = table("Jobs of JobTwine", &heads, &rows, "No posting is tagged.");
    section("jobs", "Jobs (JobTwine)", &look, &format!("{table}{stage}"))
}

fn interviews(state: &Value, back: &str) -> String {
    let here = format!("{back}#experts");
    let all = items(state, "/interviews");
    let rows = newest(all, |one| {
        let id = text(one.get("opportunity"));
        let stand = one.get("state").and_then(Value::as_str).unwrap_or_default();
        let actions: String = possible(stand)
            .iter()
            .map(|(action, label, body)| {
                press(
                    &format!("/console/jobtwine/{id}/{action}"),
                    &here,
                    label,
                    body,
                )
            })
            .collect();
        let link = one
            .get("link")
            .and_then(Value::as_str)
            .filter(|link| link.starts_with("http"));
        let link = link.map_or_else(String::new, |link| {
            format!("<a href=\"{}\" rel=noreferrer>slots</a>", escape(link))
        });
        let slots: Vec<String> = items(one, "/slots")
            .iter()
            .map(|slot| time(slot.get("start")))
            .collect();
        format!(
            "<tr><td title=\"{id}\">{}<td>{}<td class=t>{}<td class=n>{}.{}<td>{}<td>{link}<td class=t>{}<td class=t>{}<td class=acts><div class=row>{actions}</div>",
            name(one.get("candidate")),
            name(one.get("title")),
            time(one.get("at")),
            text(one.get("round")),
            text(one.get("attempt")),
            state_chip(stand),
            slots.join("<br>"),
            time(one.pointer("/claim/slot/start")),
        )
    });
    let heads = [
        "Candidate",
        "Posting",
        "Asked (UTC)",
        "#Round",
        "State",
        "Link",
        "Slots (UTC)",
        "Taken (UTC)",
        "",
    ];
    let more = format!("{}{}", tally(all.len()), standing(state));
    let table = table(
        "Expert interviews, newest first",
        &heads,
        &rows,
        "Nobody was sent to JobTwine yet.",
    );
    section("experts", "Expert interviews (JobTwine)", &more, &table)
}

type Action = (&'static str, &'static str, &'static str);

/// What can be pressed: action, label, body.
fn possible(state: &str) -> &'static [Action] {
    match state {
        "pending_slots" | "interviewer_no_show" => &[
            ("self_schedule", "Schedules by themselves", "{}"),
            ("expire", "Expire", "{}"),
            ("cancel", "Candidate cancels", r#"{"by":"candidate"}"#),
        ],
        "slots_given" => &[
            ("claim", "Race", "{}"),
            ("claim", "Claim", r#"{"slot":0}"#),
            ("refuse", "Nobody", "{}"),
            ("cancel", "Candidate cancels", r#"{"by":"candidate"}"#),
        ],
        "scheduled" | "in_progress" => &[
            ("hold", "Hold", "{}"),
            ("reschedule", "Move", "{}"),
            ("cancel", "Candidate cancels", r#"{"by":"candidate"}"#),
            ("cancel", "Team cancels", r#"{"by":"client"}"#),
            ("no_show", "Candidate missing", r#"{"who":"candidate"}"#),
            ("no_show", "Interviewer missing", r#"{"who":"interviewer"}"#),
        ],
        "pending_feedback" => &[
            ("feedback", "Finish feedback", "{}"),
            (
                "feedback",
                "Strong",
                r#"{"outcome":"strongly_recommended"}"#,
            ),
            (
                "feedback",
                "Not recommended",
                r#"{"outcome":"not_recommended"}"#,
            ),
        ],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::content;

    #[test]
    fn hostile_text_stays_text_and_buttons_fit_the_state() {
        let state = json!({
            "jobs": [{ "posting": "p", "title": "<b id=x>", "tagged": true, "rounds": [] }],
            "interviews": [{ "opportunity": "o", "candidate": "<script>", "state": "slots_given", "slots": [], "link": "javascript:1" }],
        });
        let page = content(&state, "/console");
        assert!(
            !page.contains("<script>") && !page.contains("<b id=x>"),
            "{page}"
        );
        assert!(!page.contains("javascript:"), "{page}");
        assert!(page.contains("/console/jobtwine/o/refuse") && !page.contains("/o/hold"));
    }
}
