//! J1 and J14 in a browser: Integrations, "Click here to Activate", Accept; and what a revocation leaves.

use reqwest::Client;
use reqwest::redirect::Policy;
use serde_json::json;
use url::Url;

use super::bench::Bench;

#[tokio::test]
async fn an_admin_activates_again_after_a_revocation() {
    let bench = Bench::start().await;
    let browser = Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .build()
        .unwrap();
    let id = bench.scheduled().await;
    bench.must("/grants/JobTwine/revoke", json!({})).await;
    bench.act(&id, "hold", json!({})).await;
    assert_eq!(bench.notes(&id).await.len(), 2, "the third is owed");
    let base = bench.info("base");
    let (_, page) = bench.open(&format!("{base}/integrations")).await;
    assert!(page.contains("Lever is not active."), "{page}");

    let begin = async || {
        let url = format!("{base}/integrations/lever");
        let away = browser.get(url).send().await.unwrap();
        away.headers()["location"].to_str().unwrap().to_owned()
    };
    let decide = async |url: &str, decision: &str| {
        let mut form: Vec<(String, String)> = Url::parse(url)
            .unwrap()
            .query_pairs()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        form.push(("decision".to_owned(), decision.to_owned()));
        let authorize = url.split('?').next().unwrap();
        let back = browser.post(authorize).form(&form).send().await.unwrap();
        back.headers()["location"].to_str().unwrap().to_owned()
    };
    let denied = decide(&begin().await, "deny").await;
    assert_eq!(browser.get(&denied).send().await.unwrap().status(), 400);
    assert_eq!(bench.vendor().await["connected"], false);
    let accepted = decide(&begin().await, "accept").await;
    assert_eq!(browser.get(&accepted).send().await.unwrap().status(), 200);
    assert_eq!(browser.get(&accepted).send().await.unwrap().status(), 400);
    assert_eq!(bench.vendor().await["connected"], true);
    assert_eq!(bench.notes(&id).await.len(), 3, "what was owed is there");
    bench.asked().await;
    let hooks = bench.get("/webhooks").await;
    let ours = hooks.as_array().unwrap().iter().filter(|hook| {
        let url = hook["url"].as_str().unwrap();
        url.starts_with(&base)
    });
    assert_eq!(ours.count(), 1, "not registered twice");
}
