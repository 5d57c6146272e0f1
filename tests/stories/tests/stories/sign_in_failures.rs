//! Every way in which signing in with Lever can fail, read in the window: a sentence, a cause, a way out, and the next try works.

use fulcrum_stories::window::page::hook;
use reqwest::Url;
use serde_json::json;

use crate::stranger::{PORTS, a_stranger, a_stranger_told, accept, browser, follow, way_back};

#[tokio::test]
async fn what_goes_wrong_at_levers_page_is_said_and_the_next_try_works() {
    let _turn = PORTS.lock().await;
    let stranger = a_stranger(33).await;
    // Before anything is tried: what is needed, and for whom there is no way.
    let scopes = stranger.window.text(&hook("oauth-scopes")).await.unwrap();
    assert!(scopes.contains("postings:write:admin"), "{scopes}");
    let basic = stranger.window.text(&hook("connect-basic")).await.unwrap();
    assert!(basic.contains("Lever Basic has no Data API"), "{basic}");

    let page = stranger.begin().await;
    assert_eq!(follow(way_back(&page, "deny").await).await, 200);
    stranger
        .reads(&[
            "The sign-in was declined.",
            "no Super Admin",
            "Sign in again and accept",
        ])
        .await;

    // The page stood open over lunch.
    let page = stranger.begin().await;
    let back = way_back(&page, "accept").await;
    let code = back
        .query_pairs()
        .find(|(key, _)| key == "code")
        .unwrap()
        .1
        .into_owned();
    stranger
        .company
        .act("clock/jump", &json!({ "ms": 700_000 }))
        .await
        .unwrap();
    assert_eq!(follow(back.clone()).await, 200);
    stranger
        .reads(&[
            "Lever no longer takes the code",
            "used once",
            "Sign in again.",
        ])
        .await;

    // Somebody else's answer, and the old one once more, while the next sign-in waits: neither counts nor ends the wait.
    let page = stranger.begin().await;
    let right = way_back(&page, "accept").await;
    let mut replayed = back;
    replayed.set_port(right.port()).unwrap();
    assert_eq!(follow(replayed).await, 400);
    let mut forged = right.clone();
    forged.set_query(Some("code=evil&state=guessed"));
    assert_eq!(follow(forged).await, 400);
    let waits = stranger.window.text(&hook("oauth-wait")).await.unwrap();
    assert!(waits.contains("Waiting for your browser"), "{waits}");
    assert_eq!(follow(right.clone()).await, 200);
    // The port is closed: nobody is there for the same answer again.
    assert!(browser().get(right).send().await.is_err());
    stranger.sits_down().await;
    let log = std::fs::read_to_string(stranger.desktop.log("window")).unwrap();
    assert!(
        !log.contains(&code) && !log.contains(&stranger.secret),
        "{log}"
    );
}

#[tokio::test]
async fn a_browser_that_never_returns_and_one_that_returns_from_elsewhere() {
    let _turn = PORTS.lock().await;
    let stranger = a_stranger_told(35, async |_, line| {
        line["oauth"]["patience_ms"] = json!(8_000);
    })
    .await;
    let old = stranger.begin().await;
    stranger
        .reads(&[
            "The browser did not come back from Lever.",
            "ClientID not found",
            "Sign in again",
        ])
        .await;

    let page = stranger.begin().await;
    let now: Url = page.parse().unwrap();
    let now = now
        .query_pairs()
        .find(|(key, _)| key == "redirect_uri")
        .unwrap()
        .1;
    let now: Url = now.parse().unwrap();
    let mut back = way_back(&old, "accept").await;
    back.set_port(now.port()).unwrap();
    assert_eq!(follow(back).await, 400);
    stranger
        .reads(&[
            "was not this sign-in",
            "earlier sign-in",
            "Close older pages",
        ])
        .await;
}

#[tokio::test]
async fn an_app_that_may_ask_too_little_is_told_what_it_needs() {
    let _turn = PORTS.lock().await;
    let stranger = a_stranger_told(37, async |company, line| {
        let half = json!({
            "name": "Half",
            "redirect_uris": line["oauth"]["redirect_uris"],
            "scopes": ["offline_access", "stages:read:admin"],
        });
        let made = company.act("applications", &half).await.unwrap();
        line["oauth"]["client_id"] = made["client_id"].clone();
        line["oauth"]["client_secret"] = made["client_secret"].clone();
    })
    .await;
    let page = stranger.begin().await;
    // Lever asks nobody and sends the browser straight back.
    let answer = browser().get(page).send().await.unwrap();
    let back: Url = answer.headers()["location"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(follow(back).await, 200);
    stranger
        .reads(&[
            "may not ask for everything",
            "refused a scope",
            "registered with all scopes",
        ])
        .await;
}

#[tokio::test]
async fn an_audience_that_lever_does_not_know_gives_nothing_and_says_so() {
    let _turn = PORTS.lock().await;
    let stranger = a_stranger_told(39, async |_, line| {
        let api = line["api_base"].as_str().unwrap().to_owned();
        line["api_base"] = json!(api.replace("127.0.0.1", "localhost"));
    })
    .await;
    let page = stranger.begin().await;
    accept(&page).await;
    stranger
        .reads(&[
            "access to nothing of its API",
            "audience",
            "Choose the environment",
        ])
        .await;
}
