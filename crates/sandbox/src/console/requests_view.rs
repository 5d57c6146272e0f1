//! The request log, and how much of its budget each caller has used.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::console::html::{
    SHOWN, chip, choice, escape, figure, items, section, table, text, time_of_day,
};
use crate::console::request_filter::{NOBODY, RequestFilter, UNKNOWN};
use crate::lever::Entry;

pub(crate) fn content(state: &Value, requests: &[Entry], filter: &RequestFilter) -> String {
    format!("{}{}", budgets(state), log(requests, filter))
}

fn budgets(state: &Value) -> String {
    let rows: String = items(state, "/budget")
        .iter()
        .map(|one| {
            let caller = one.get("caller").and_then(Value::as_str).unwrap_or_default();
            let shown = if caller.is_empty() {
                "<i>nobody known</i>".to_owned()
            } else {
                format!("<bdi dir=auto>{}</bdi>", escape(caller))
            };
            let burst = one.get("burst").and_then(Value::as_f64).unwrap_or(0.0);
            let tokens = match one.get("tokens").and_then(Value::as_f64) {
                Some(tokens) => format!(
                    "<td class=n>{tokens:.1} of {burst}<td><meter min=0 max={burst} low=5 value={tokens:.1}>{tokens:.1}</meter>"
                ),
                None => "<td class=n><span class=quiet>–</span><td>".to_owned(),
            };
            let refused = one.get("too_many").and_then(Value::as_u64).unwrap_or(0);
            let refused = if refused > 0 { chip("warn", &refused.to_string()) } else { "0".to_owned() };
            format!(
                "<tr><td>{shown}<td class=n>{}<td class=n>{}<td class=n>{}<td class=n>{refused}{tokens}",
                figure(one.get("last_second")),
                figure(one.get("last_minute")),
                figure(one.get("all")),
            )
        })
        .collect();
    let heads = [
        "Caller",
        "#Last second",
        "#Last minute",
        "#All",
        "#429",
        "#Left in the bucket",
        "",
    ];
    let limit = format!(
        "<p class=count>limit: {}</p>",
        text(state.pointer("/settings/limits"))
    );
    section(
        "budget",
        "Budget",
        &limit,
        &table("Budget of each caller", &heads, &rows, "Nobody called yet."),
    )
}

fn log(requests: &[Entry], filter: &RequestFilter) -> String {
    let found: Vec<&Entry> = requests.iter().filter(|entry| filter.fits(entry)).collect();
    let shown: Vec<&&Entry> = found.iter().rev().take(SHOWN).collect();
    let rows: String = shown.iter().map(|entry| row(entry)).collect();
    let heads = [
        "#No.",
        "Time (UTC)",
        "Method",
        "Route and path",
        "Status",
        "Caller",
        "#ms",
        "Fault",
    ];
    let older = match shown.last() {
        Some(last) if found.len() > shown.len() => {
            format!(
                "<p><a href=\"{}&amp;before={}\">Older requests</a></p>",
                address(filter),
                last.n
            )
        }
        _ => String::new(),
    };
    let count = format!("<p class=count>{} of {}</p>", shown.len(), found.len());
    let none = if filter.chooses() {
        "No request fits. <a href=\"/console?view=requests\">Show all</a>"
    } else {
        "No request yet."
    };
    let table = table("Requests, newest first", &heads, &rows, none);
    section(
        "log",
        "Request log",
        &count,
        &format!("{}{table}{older}", choices(requests, filter)),
    )
}

fn row(entry: &Entry) -> String {
    let status = match entry.status {
        429 => "warn",
        500.. => "bad",
        400.. => "info",
        _ => "ok",
    };
    let (route, mark) = match entry.route {
        Some(route) => (format!("<code>{}</code>", escape(route)), ""),
        None => (chip("bad", "unknown route"), " class=unknown"),
    };
    let path = entry.path.strip_prefix("/v1").unwrap_or(&entry.path);
    let path = if entry.route == Some(path) {
        String::new()
    } else {
        format!("<span class=path>{}</span>", escape(path))
    };
    let caller = if entry.caller.is_empty() {
        "<i>nobody known</i>".to_owned()
    } else {
        format!("<bdi dir=auto>{}</bdi>", escape(&entry.caller))
    };
    let fault = entry.fault.as_deref().map_or_else(String::new, |fault| {
        chip("warn", &escape(fault).replace('_', " "))
    });
    format!(
        "<tr{mark}><td class=n>{}<td class=t>{}<td>{}<td class=wide>{route}{path}<td>{}<td class=t>{caller}<td class=n>{}<td>{fault}",
        entry.n,
        time_of_day(Some(&entry.at.into())),
        escape(&entry.method),
        chip(status, &entry.status.to_string()),
        entry.ms,
    )
}

/// The page's address with this filter, escaped.
fn address(filter: &RequestFilter) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("view", "requests")
        .append_pair("caller", &filter.caller)
        .append_pair("status", &filter.status)
        .append_pair("route", &filter.route)
        .finish();
    format!("/console?{}", escape(&query))
}

fn choices(requests: &[Entry], filter: &RequestFilter) -> String {
    let callers: BTreeSet<&str> = requests.iter().map(|entry| entry.caller.as_str()).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut routes: BTreeSet<(&str, &str)> = BTreeSet::new();
    for entry in requests {
        seen.insert(entry.status.to_string());
        routes.extend(entry.route.map(|route| (route, entry.method.as_str())));
    }
    let option = |value: &str, shown: &str| (value.to_owned(), shown.to_owned());
    let mut by_caller = vec![option("", "everybody"), option(NOBODY, "nobody known")];
    by_caller.extend(
        callers
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(|name| option(name, name)),
    );
    let mut by_status = vec![
        option("", "any"),
        option("2xx", "2xx good"),
        option("4xx", "4xx refused"),
        option("5xx", "5xx broken"),
        option("fault", "struck by a fault"),
    ];
    by_status.extend(seen.iter().map(|status| option(status, status)));
    let mut by_route = vec![option("", "any"), option(UNKNOWN, "unknown routes")];
    by_route.extend(routes.into_iter().map(|(route, method)| {
        let both = format!("{method} {route}");
        option(&both, &both)
    }));
    for (options, chosen) in [
        (&mut by_caller, &filter.caller),
        (&mut by_status, &filter.status),
        (&mut by_route, &filter.route),
    ] {
        if !options.iter().any(|(value, _)| value == chosen) {
            options.push(option(chosen, chosen));
        }
    }
    let clear = if filter.chooses() || filter.before.is_some() {
        "<a href=\"/console?view=requests\">Show all</a>"
    } else {
        ""
    };
    format!(
        "<form method=get action=/console class=filter><input type=hidden name=view value=requests>{}{}{}<button>Filter</button>{clear}</form>",
        choice("Caller", "caller", &by_caller, &filter.caller),
        choice("Status", "status", &by_status, &filter.status),
        choice("Route", "route", &by_route, &filter.route),
    )
}
