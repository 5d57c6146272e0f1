//! M1 and M2 in a browser: Integrations, sign in with Lever, Accept, choose the stage.

use reqwest::Client;
use reqwest::redirect::Policy;
use serde_json::json;
use url::Url;

use super::bench::Bench;

/// Presses Accept or Deny on Lever's consent page behind `url`, and returns where it leads.
async fn decide(browser: &Client, url: &str, decision: &str) -> String {
    let page = browser.get(url).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let mut form: Vec<(String, String)> = Url::parse(url)
        .unwrap()
        .query_pairs()
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    form.push(("decision".to_owned(), decision.to_owned()));
    let authorize = url.split('?').next().unwrap();
    let back = browser.post(authorize).form(&form).send().await.unwrap();
    back.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_admin_connects_denies_and_chooses_the_stage() {
    let bench = Bench::start().await;
    let browser = Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .build()
        .unwrap();
    let revoked = bench.console("/grants/myInterview/revoke", json!({})).await;
    assert_eq!(revoked.0, 200);
    let id = bench.reachable().await;
    bench.enter(&id).await;
    bench.until(&id, "silent").await;
    let (_, page) = bench.page("/integrations").await;
    assert!(page.contains("not connected"), "{page}");

    let begin = async || {
        let url = format!("{}/integrations/lever", bench.info("base"));
        let away = browser.get(url).send().await.unwrap();
        away.headers()["location"].to_str().unwrap().to_owned()
    };
    let denied = decide(&browser, &begin().await, "deny").await;
    assert_eq!(browser.get(&denied).send().await.unwrap().status(), 400);

    let accepted = decide(&browser, &begin().await, "accept").await;
    let page = browser.get(&accepted).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let page = page.text().await.unwrap();
    assert!(page.contains("Choose the stage") && page.contains("<option value="));
    // The code is used up, and so is the state.
    assert_eq!(browser.get(&accepted).send().await.unwrap().status(), 400);
    let forged = accepted.replace("state=", "state=x");
    assert_eq!(browser.get(forged).send().await.unwrap().status(), 400);
    bench.invited().await;
    let hooks = bench.get("/webhooks").await;
    let ours = hooks["data"].as_array().unwrap().iter().filter(|hook| {
        let url = hook["url"].as_str().unwrap();
        url.starts_with(&bench.info("base"))
    });
    assert_eq!(ours.count(), 2, "not registered twice");

    let choose = format!("{}/integrations/stage", bench.info("base"));
    let stage = bench.info("neutral_stage_id");
    let form = [("stage", stage.as_str())];
    let saved = browser.post(&choose).form(&form).send().await.unwrap();
    assert_eq!(saved.status(), 200);
    assert_eq!(bench.vendor().await["trigger_stage_id"], stage.as_str());
    let form = [("stage", "nowhere")];
    let refused = browser.post(&choose).form(&form).send().await.unwrap();
    assert_eq!(refused.status(), 422);
}
