//! The account, its clock, its stages, and the scenario that is played.

use serde_json::Value;

use crate::console::html::{
    chip, copyable, escape, field, figure, form, items, press, section, table, text, time,
};

pub(crate) fn content(state: &Value, back: &str) -> String {
    format!(
        "<div class=pair>{}{}</div>{}{}{}",
        account(state),
        clock(state, back),
        scenario(state),
        stages(state),
        switches(state)
    )
}

fn account(state: &Value) -> String {
    let count = |key: &str| text(state.pointer(&format!("/world/{key}")));
    let facts = [
        ("Seed", copyable("the seed", &text(state.get("seed")))),
        (
            "Size",
            format!(
                "{} opportunities ({} archived)",
                count("opportunities"),
                count("archived")
            ),
        ),
        ("People", count("contacts")),
        ("Postings", count("postings")),
        ("Users", count("users")),
        ("Notes", count("notes")),
        ("Panels", count("panels")),
        ("Deleted candidacies", count("deleted")),
        (
            "Yours",
            format!(
                "{} active opportunities of the seat",
                text(state.pointer("/world/seat/active"))
            ),
        ),
        ("Rate limit", text(state.pointer("/settings/limits"))),
        ("Others act", vendor_pace(state)),
    ];
    section("account", "Account", "", &list(&facts))
}

fn vendor_pace(state: &Value) -> String {
    match state
        .pointer("/settings/vendor_seconds")
        .and_then(Value::as_f64)
    {
        Some(seconds) => format!("by themselves, within about {seconds} s of the sandbox's time"),
        None => "only by the buttons below Vendors".to_owned(),
    }
}

fn list(facts: &[(&str, String)]) -> String {
    let facts: String = facts
        .iter()
        .map(|(what, how)| format!("<dt>{what}<dd>{how}"))
        .collect();
    format!("<dl>{facts}</dl>")
}

fn clock(state: &Value, back: &str) -> String {
    let manual = state.pointer("/clock/manual") == Some(&Value::Bool(true));
    let speed = if manual {
        "stands still".to_owned()
    } else {
        match state.get("speed").and_then(Value::as_f64) {
            Some(speed) if (speed - 1.0).abs() > f64::EPSILON => {
                format!("{speed} times as fast as real time")
            }
            _ => "as real time".to_owned(),
        }
    };
    let mut facts = vec![
        ("Now", format!("{} UTC", time(state.get("now")))),
        ("Speed", speed),
    ];
    let next = time(state.pointer("/clock/next"));
    if manual {
        let next = if next.is_empty() {
            "nothing".to_owned()
        } else {
            next
        };
        facts.push(("Waiting for", next));
    }
    let jump = |label: &str, ms: i64| {
        press(
            "/console/clock/jump",
            back,
            label,
            &format!("{{\"ms\":{ms}}}"),
        )
    };
    let mut jumps: String = [
        ("+1 minute", 60_000),
        ("+1 hour", 3_600_000),
        ("+1 day", 86_400_000),
        ("+1 week", 604_800_000),
    ]
    .map(|(label, ms)| jump(label, ms))
    .concat();
    if manual {
        jumps.push_str(&press("/console/clock/next", back, "To the next event", ""));
    }
    let minutes = field(
        "Jump by, minutes",
        "name=\"minutes.ms\" type=number min=1 step=any inputmode=decimal required class=short",
    );
    let own = form(
        "/console/clock/jump",
        back,
        &format!("{minutes}<button>Jump</button>"),
    );
    let note = "<p class=hint>Time only runs forward. Reminders, deadlines and retries that lie on the way happen.</p>";
    section(
        "clock",
        "Clock",
        "",
        &format!("{}<div class=row>{jumps}</div>{own}{note}", list(&facts)),
    )
}

fn scenario(state: &Value) -> String {
    let steps = items(state, "/scenario");
    let rows: String = steps
        .iter()
        .map(|step| {
            let trouble = step.get("trouble").and_then(Value::as_str);
            let stand = match (step.get("at").and_then(Value::as_i64), trouble) {
                (_, Some(trouble)) => format!("{} {}", chip("bad", "refused"), escape(trouble)),
                (Some(_), None) => chip("ok", "done"),
                (None, None) => chip("quiet", "to come"),
            };
            let after = step.get("after_ms").and_then(Value::as_i64).unwrap_or(0) / 1000;
            format!(
                "<tr><td class=n>{}<td class=n>{after}<td>{}<td>{stand}",
                text(step.get("line")),
                time(step.get("at"))
            )
        })
        .collect();
    let heads = [
        "#Line of the file",
        "#Seconds after the step before",
        "At",
        "State",
    ];
    let none = "No scenario is played. <code>serve --scenario FILE</code> plays one.";
    section(
        "scenario",
        "Scenario",
        "",
        &table("Steps of the scenario", &heads, &rows, none),
    )
}

fn stages(state: &Value) -> String {
    let list = items(state, "/world/stages");
    let most = list
        .iter()
        .filter_map(|stage| stage.get("active")?.as_u64())
        .max()
        .unwrap_or(0)
        .max(1);
    let rows: String = list
        .iter()
        .map(|stage| {
            let active = text(stage.get("active"));
            format!(
                "<tr><td><bdi dir=auto>{}</bdi><td class=n>{}<td><meter min=0 max={most} value={active}>{active}</meter><td>{}",
                text(stage.get("text")),
                figure(stage.get("active")),
                copyable("the stage's id", stage.get("id").and_then(Value::as_str).unwrap_or_default())
            )
        })
        .collect();
    let heads = ["Stage", "#Active", "", "Id"];
    section(
        "stages",
        "Stages",
        "",
        &table(
            "Stages in the order of the pipeline",
            &heads,
            &rows,
            "No stages.",
        ),
    )
}

fn switches(state: &Value) -> String {
    let mut rows = String::new();
    for (place, of) in [("/switches", "Lever"), ("/switches/protocol", "protocol")] {
        let map = state.pointer(place).and_then(Value::as_object);
        for (name, value) in map
            .into_iter()
            .flatten()
            .filter(|(name, _)| *name != "protocol")
        {
            rows.push_str(&format!(
                "<tr><td>{of}<td><code>{}</code><td>{}",
                escape(name),
                escape(&value.to_string())
            ));
        }
    }
    let heads = ["Of", "Switch", "Value"];
    let hint = "<p class=hint>Chosen at the start. What each means: docs/sandbox.md.</p>";
    section(
        "switches",
        "Lever's switches",
        "",
        &format!(
            "{}{hint}",
            table("Switches of Lever's side", &heads, &rows, "None.")
        ),
    )
}
