//! Every button is a form that works in a browser without scripts, and programs keep their JSON.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::json;

use super::bench::{Bench, VIEWS, back};

/// A form of a page: where it goes, and what a browser sends when nothing is filled in.
struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

fn forms(page: &str) -> Vec<Form> {
    let starts = page.split("<form method=post ").skip(1);
    starts
        .map(|text| {
            let form = text.split("</form>").next().unwrap();
            let mut fields = Vec::new();
            for tag in form.split("<input ").skip(1) {
                let tag = tag.split('>').next().unwrap();
                if attribute(tag, "type").as_deref() != Some("checkbox") {
                    let value = attribute(tag, "value").unwrap_or_default();
                    fields.push((attribute(tag, "name").unwrap(), value));
                }
            }
            for select in form.split("<select ").skip(1) {
                let chosen = select
                    .split("<option ")
                    .find(|option| option.contains(" selected"));
                let value = attribute(chosen.unwrap(), "value").unwrap();
                fields.push((attribute(select, "name").unwrap(), value));
            }
            let action = attribute(form, "action").unwrap();
            if action == "/console/display" {
                fields.push(("theme".to_owned(), "dark".to_owned()));
            }
            Form { action, fields }
        })
        .collect()
}

/// An attribute of the first tag in `text`, quoted or not.
fn attribute(text: &str, name: &str) -> Option<String> {
    let tag = text.split('>').next()?;
    let padded = format!(" {tag}");
    let (_, rest) = padded.split_once(&format!(" {name}="))?;
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split(' ').next()?,
    };
    let plain = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(value.to_owned(), |text, (from, to)| text.replace(from, to));
    Some(plain)
}

/// The same for every candidate, webhook, delivery.
fn kind(action: &str) -> String {
    let segments = action.split('/').map(|segment| {
        let id = segment.len() >= 24
            && segment
                .chars()
                .all(|one| one.is_ascii_hexdigit() || one == '-');
        if id { ":id" } else { segment }
    });
    segments.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_form_answers_and_leads_back() {
    let bench = Bench::start().await;
    bench.traffic().await;
    let mut found: BTreeMap<String, Form> = BTreeMap::new();
    for view in VIEWS {
        for form in forms(&bench.view(view).await) {
            let fields: Vec<&str> = form
                .fields
                .iter()
                .filter(|(name, _)| name != "~back")
                .map(|(name, value)| {
                    if name == "~json" {
                        value.as_str()
                    } else {
                        name.as_str()
                    }
                })
                .collect();
            found
                .entry(format!("{} {}", kind(&form.action), fields.join(" ")))
                .or_insert(form);
        }
    }
    for wanted in [
        "clock/jump",
        "faults/add",
        "faults/clear",
        "keys",
        "keys/drop",
        "grants/:id/revoke",
        "webhooks/:id/rerun",
        "display",
        "webhooks/candidateHired/off",
        "webhooks/:id/test",
        "myinterview/:id/complete",
        "myinterview/switches",
        "jobtwine/switches",
        "latency",
    ] {
        assert!(
            found
                .keys()
                .any(|kind| kind.starts_with(&format!("/console/{wanted} "))),
            "no form for {wanted}"
        );
    }
    // Last of all what takes the vendors' access away.
    let (last, first): (Vec<_>, Vec<_>) = found
        .into_values()
        .partition(|form| form.action.contains("/revoke"));
    for form in first.into_iter().chain(last) {
        let answer = bench.form(&form.action, &form.fields).await;
        if form.action == "/console/display" {
            assert_eq!(answer.status(), 303);
            continue;
        }
        let page = bench.page(&back(&answer, &form.action)).await;
        assert!(
            page.contains("<p id=note class=\"note "),
            "{} says nothing",
            form.action
        );
        assert!(
            !page.contains("the form holds no JSON") && !page.contains("(404 Not Found)"),
            "{}",
            form.action
        );
    }
}

#[tokio::test]
async fn forms_do_what_programs_do() {
    let bench = Bench::start().await;
    let before = bench.running.lever.clock.now_ms();
    let page = bench
        .pressed(
            "/console/clock/jump",
            &[
                ("minutes.ms", "90"),
                ("~back", "/console?view=vendors#jobs"),
            ],
        )
        .await;
    assert!(
        page.contains("class=\"note ok\"") && page.contains("view=vendors\" aria-current=page")
    );
    assert!(bench.running.lever.clock.now_ms() - before >= 5_400_000);
    let (status, jumped) = bench.post("/clock/jump", &json!({ "ms": 1 })).await;
    assert!(status == 200 && jumped["now"].is_i64(), "{jumped}");

    bench
        .pressed(
            "/console/faults/add",
            &[
                ("fault", "unavailable"),
                ("number.times", "1"),
                ("route", "GET /stages"),
                ("caller", ""),
            ],
        )
        .await;
    assert_eq!(
        bench.lever(Method::GET, "/stages", None).await.status(),
        503
    );
    assert_eq!(
        bench.lever(Method::GET, "/stages", None).await.status(),
        200
    );
    let page = bench
        .pressed(
            "/console/faults/add",
            &[
                ("fault", "html"),
                ("number.share", "7"),
                ("~back", "/console?view=faults"),
            ],
        )
        .await;
    assert!(
        page.contains("class=\"note bad\" role=alert>share must be from 0 to 1, not 7"),
        "{page}"
    );
    bench.pressed("/console/faults/clear", &[]).await;
    assert_eq!(bench.json("/console/faults").await["rules"], json!([]));
    assert_eq!(
        bench
            .post("/faults/add", &json!({ "fault": "html", "share": 7 }))
            .await
            .0,
        400
    );

    bench
        .pressed(
            "/console/myinterview/switches",
            &[("value.deadline_days", "3")],
        )
        .await;
    bench
        .pressed("/console/webhooks/candidateHired/off", &[])
        .await;
    let state = bench.json("/console/state.json").await;
    assert_eq!(state["myinterview"]["switches"]["deadline_days"], 3);
    assert_eq!(state["groups"]["candidateHired"], false);
}

#[tokio::test]
async fn a_new_key_is_shown_once_and_deleted_by_its_end() {
    let bench = Bench::start().await;
    let fields = [
        ("name", "desk"),
        ("list.without", "notes:write, notes:read"),
    ];
    let fields: Vec<_> = fields
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
    let answer = bench.form("/console/keys", &fields).await;
    let place = back(&answer, "keys");
    let page = bench.page(&place).await;
    let (_, rest) = page.split_once("shown this once: ").unwrap();
    let key = rest.split('<').next().unwrap().to_owned();
    assert!(!place.contains(&key), "an address is remembered");
    assert!(!bench.page(&place).await.contains(&key), "shown twice");
    let call = || {
        let url = format!("{}/stages", bench.running.api_base);
        bench.http.get(url).basic_auth(&key, Some("")).send()
    };
    assert_eq!(call().await.unwrap().status(), 200);
    let named = json!({ "name": "desk", "ends_with": key[key.len() - 4..] }).to_string();
    bench
        .pressed("/console/keys/drop", &[("~json", &named)])
        .await;
    assert_eq!(call().await.unwrap().status(), 401);
    assert_eq!(
        bench.post("/keys/drop", &json!({ "api_key": key })).await,
        (200, json!({ "dropped": false }))
    );
    assert_eq!(bench.post("/keys/drop", &json!({})).await.0, 400);
}

#[tokio::test]
async fn a_form_on_somebody_elses_page_does_nothing() {
    let bench = Bench::start().await;
    for (origin, path) in [
        ("https://example.com", "faults/clear"),
        ("null", "webhooks/all/off"),
        ("http://localhost:1", "display"),
    ] {
        let url = format!("{}/{path}", bench.running.console);
        let form = bench
            .http
            .post(url)
            .header("origin", origin)
            .form(&[("theme", "dark")]);
        assert_eq!(form.send().await.unwrap().status(), 403, "{origin}");
    }
    assert_eq!(
        bench.json("/console/state.json").await["groups"]["candidateHired"],
        true
    );
    let page = bench
        .pressed(
            "/console/webhooks/all/on",
            &[("~back", "https://example.com/")],
        )
        .await;
    assert!(page.contains("class=\"note ok\""));
}

#[tokio::test]
async fn colours_and_refreshing_are_a_browsers_choice() {
    let bench = Bench::start().await;
    let plain = bench.page("/console").await;
    assert!(
        plain.contains("<html lang=en>")
            && plain.contains("data-refresh=on")
            && !plain.contains("http-equiv")
    );
    let mut cookies = Vec::new();
    for (name, value) in [("theme", "dark"), ("refresh", "off")] {
        let answer = bench
            .form("/console/display", &[(name.to_owned(), value.to_owned())])
            .await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["location"]),
            (303, &"/console".parse().unwrap())
        );
        let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
        cookies.push(cookie.split(';').next().unwrap().to_owned());
    }
    let request = bench
        .http
        .get(&bench.running.console)
        .header("cookie", cookies.join("; "));
    let page = request.send().await.unwrap().text().await.unwrap();
    assert!(
        page.contains("<html lang=en data-theme=dark>") && page.contains("data-refresh=off"),
        "{page}"
    );
}
