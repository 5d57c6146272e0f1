//! What is planned to go wrong, and what can be planned.

use serde_json::Value;

use crate::console::html::{
    chip, choice, escape, field, form, items, press, section, table, text, words,
};
use crate::lever::LatencyModel;

/// Each way in which a call goes wrong, for people.
const KINDS: &[(&str, &str)] = &[
    ("too_many", "429 too many requests"),
    ("unavailable", "503 unavailable"),
    ("internal", "500 internal error"),
    ("bad_gateway", "502 bad gateway, not carried out"),
    ("refusal", "refusal with a status of your own"),
    ("html", "a page of HTML with 200"),
    ("latency", "latency"),
    ("lost_answer", "write carried out, answer lost (502)"),
    ("lost_connection", "connection ends without an answer"),
    ("cut_body", "body cut in the middle"),
    ("broken_json", "half a JSON text"),
    ("wrong_shape", "JSON of another shape"),
    ("unknown_fields", "unknown fields everywhere"),
    ("missing_has_next", "list without hasNext"),
    ("stale_offset", "offset token refused"),
];

/// One press each: label, rule.
const STORMS: &[(&str, &str)] = &[
    (
        "Storm of 429, 20 requests",
        r#"{"fault":"too_many","times":20}"#,
    ),
    ("503, 10 requests", r#"{"fault":"unavailable","times":10}"#),
    (
        "Latency 2 s, 20 requests",
        r#"{"fault":"latency","times":20,"ms":2000,"spread_ms":1000}"#,
    ),
    ("HTML, 5 requests", r#"{"fault":"html","times":5}"#),
    (
        "Cut bodies, 5 requests",
        r#"{"fault":"cut_body","times":5}"#,
    ),
    (
        "Lost answers, 3 writes",
        r#"{"fault":"lost_answer","times":3}"#,
    ),
];

/// How many things are planned.
pub(crate) fn planned(state: &Value) -> usize {
    let rules = items(state, "/faults/rules").iter();
    counted(state).len() + rules.filter(|rule| !used_up(rule)).count()
}

/// Whether a rule has struck as often as it was to.
fn used_up(rule: &Value) -> bool {
    rule.get("times").and_then(Value::as_u64) == Some(0)
}

/// Everything of the plan, but its rules, that differs from a plan of nothing.
fn counted(state: &Value) -> Vec<(String, String)> {
    let plain = |value: &Value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    };
    // Means nothing alone: how, for whom and by which draws what else is planned comes.
    let detail = |name: &str| {
        matches!(
            name,
            "seed" | "late_ms" | "duplicate_after_ms" | "event" | "receiver"
        )
    };
    let mut found = Vec::new();
    for (place, before) in [
        ("/faults", ""),
        ("/faults/webhooks", "webhooks "),
        ("/faults/vendors", "vendors "),
    ] {
        let map = state.pointer(place).and_then(Value::as_object);
        for (name, value) in map.into_iter().flatten() {
            if !value.is_object() && name != "rules" && !detail(name) && plain(value) {
                found.push((
                    format!("{before}{}", escape(name).replace('_', " ")),
                    escape(&value.to_string()),
                ));
            }
        }
    }
    found
}

pub(crate) fn content(state: &Value, back: &str) -> String {
    format!(
        "{}{}{}{}",
        plan(state, back),
        storms(back),
        rule(back),
        latency(state, back)
    )
}

fn plan(state: &Value, back: &str) -> String {
    let mut rows: String = counted(state)
        .iter()
        .map(|(name, value)| {
            format!("<tr><td>{name}<td>every request<td><td class=n>{value}<td class=n><td>")
        })
        .collect();
    for rule in items(state, "/faults/rules") {
        let route = text(rule.get("route"));
        let route = if route.is_empty() {
            "every request".to_owned()
        } else {
            format!("<code>{route}</code>")
        };
        let times = match rule.get("times") {
            _ if used_up(rule) => chip("quiet", "used up"),
            None | Some(Value::Null) => "no end".to_owned(),
            times => text(times),
        };
        let share = rule.get("share").and_then(Value::as_f64).unwrap_or(1.0) * 100.0;
        let more: Vec<String> = ["status", "ms", "spread_ms", "after", "retry_after_s"]
            .iter()
            .filter(|key| {
                rule.get(**key)
                    .is_some_and(|value| !value.is_null() && value != 0)
            })
            .map(|key| format!("{} {}", key.replace('_', " "), text(rule.get(*key))))
            .collect();
        rows.push_str(&format!(
            "<tr><td>{}<td>{route}<td>{}<td class=n>{times}<td class=n>{share:.0} %<td>{}",
            words(rule.get("fault")),
            text(rule.get("caller")),
            more.join(", ")
        ));
    }
    let clear = press("/console/faults/clear", back, "Clear all", "");
    let heads = ["Fault", "Where", "Caller", "#Left", "#Share", "More"];
    section(
        "plan",
        "Planned now",
        &clear,
        &table(
            "Planned faults",
            &heads,
            &rows,
            "Nothing is planned: every answer is Lever's own.",
        ),
    )
}

fn storms(back: &str) -> String {
    let presses: String = STORMS
        .iter()
        .map(|(label, body)| press("/console/faults/add", back, label, body))
        .collect();
    section(
        "storms",
        "At one press",
        "",
        &format!("<div class=row>{presses}</div>"),
    )
}

fn rule(back: &str) -> String {
    let kinds: Vec<(String, String)> = KINDS
        .iter()
        .map(|(kind, shown)| ((*kind).to_owned(), (*shown).to_owned()))
        .collect();
    let fields = [
        choice("Fault", "fault", &kinds, "too_many"),
        field(
            "Route (empty: every one)",
            "name=route placeholder=\"GET /opportunities/:id/notes\" autocomplete=off",
        ),
        field(
            "Caller (empty: everybody)",
            "name=caller placeholder=Fulcrum autocomplete=off",
        ),
        field(
            "How many (empty: no end)",
            "name=\"number.times\" type=number min=1 value=10",
        ),
        field(
            "Share, 0 to 1",
            "name=\"number.share\" type=number min=0 max=1 step=any value=1",
        ),
        field("Spared at first", "name=\"number.after\" type=number min=0"),
        field("Latency, ms", "name=\"number.ms\" type=number min=0"),
        field(
            "Status of a refusal",
            "name=\"number.status\" type=number min=400 max=599",
        ),
        field(
            "Retry-After, s",
            "name=\"number.retry_after_s\" type=number min=0",
        ),
    ];
    let form = form(
        "/console/faults/add",
        back,
        &format!(
            "<div class=fields>{}</div><button class=main>Plan it</button>",
            fields.concat()
        ),
    );
    let hint = "<p class=hint>A vendor's routine looks are spared unless the vendor is named as the caller.</p>";
    section("rule", "A rule of your own", "", &format!("{form}{hint}"))
}

fn latency(state: &Value, back: &str) -> String {
    let rows: String = items(state, "/latency/routes")
        .iter()
        .map(|row| {
            let route = text(row.get("route"));
            let (base, spread) = (text(row.get("base_ms")), text(row.get("spread_ms")));
            format!("<tr><td><code>{route}</code><td class=n>{base}<td class=n>{spread}")
        })
        .collect();
    let typical = serde_json::json!(LatencyModel::typical()).to_string();
    let here = format!("{back}#latency");
    let presses = [("Typical", typical.as_str()), ("Off", "{}")]
        .map(|(label, model)| press("/console/latency", &here, label, model))
        .concat();
    let heads = ["Route", "#Always, ms", "#On the average on top, ms"];
    let none = "Nothing is waited for.";
    section(
        "latency",
        "How long answers take",
        &format!("<div class=row>{presses}</div>"),
        &table("Latency of each route", &heads, &rows, none),
    )
}
