//! The request log, filtered by plain parameters.

use serde_json::Value;

use super::bench::Bench;

/// How many rows of requests a page has.
fn rows(page: &str) -> usize {
    let (_, log) = page.split_once("<section id=log").unwrap();
    log.matches("<tr").count().saturating_sub(1)
}

#[tokio::test]
async fn filters_filter_on_the_page_and_in_json() {
    let bench = Bench::start().await;
    bench.traffic().await;
    let all = bench.json("/console/requests.json").await;
    let all = all["requests"].as_array().unwrap();
    type Fits = fn(&Value) -> bool;
    let cases: [(&str, Fits); 8] = [
        ("caller=default", |one| one["caller"] == "default"),
        ("caller=nobody", |one| one["caller"] == ""),
        ("status=404", |one| one["status"] == 404),
        ("status=4xx", |one| {
            one["status"].as_u64().unwrap() / 100 == 4
        }),
        ("status=fault", |one| !one["fault"].is_null()),
        ("route=unknown", |one| one["route"].is_null()),
        ("route=GET+%2Fpostings", |one| {
            one["route"] == "/postings" && one["method"] == "GET"
        }),
        ("caller=default&status=2xx", |one| {
            one["caller"] == "default" && one["status"].as_u64().unwrap() / 100 == 2
        }),
    ];
    for (query, fits) in cases {
        let wanted: Vec<&Value> = all.iter().filter(|one| fits(one)).collect();
        assert!(
            !wanted.is_empty() && wanted.len() < all.len(),
            "{query} would prove nothing"
        );
        let upper = all.last().unwrap()["n"].as_u64().unwrap() + 1;
        let got = bench
            .json(&format!("/console/requests.json?{query}&before={upper}"))
            .await;
        let got: Vec<&Value> = got["requests"].as_array().unwrap().iter().collect();
        assert_eq!(got, wanted, "{query}");
        let page = bench
            .page(&format!("/console?view=requests&{query}&before={upper}"))
            .await;
        assert_eq!(rows(&page), wanted.len().min(100), "{query}");
    }
    let unknown = bench.page("/console?view=requests&route=unknown").await;
    assert!(unknown.contains("<tr class=unknown>") && unknown.contains("/nowhere/at/all"));
    let nothing = bench
        .page("/console?view=requests&caller=%3Cb%3Ewhoever")
        .await;
    assert!(
        nothing.contains("No request fits.") && !nothing.contains("<b>whoever"),
        "{nothing}"
    );
}

#[tokio::test]
async fn older_requests_are_a_page_away() {
    let bench = Bench::start().await;
    for _ in 0..150 {
        bench.lever(reqwest::Method::GET, "/nowhere", None).await;
    }
    let path = "/console?view=requests&route=unknown";
    let first = bench.page(path).await;
    assert_eq!(rows(&first), 100);
    let (_, link) = first.split_once("<p><a href=\"").unwrap();
    let link = link.split('"').next().unwrap().replace("&amp;", "&");
    let second = bench.page(&link).await;
    assert_eq!(rows(&second), 50);
}
