//! An organisation with an app of its own: the recruiter signs in with Lever in the browser and chooses a seat.

use std::net::TcpListener;

use fulcrum_stories::window::page::hook;
use serde_json::json;

use crate::stranger::{PORTS, Stranger, a_stranger, accept, consent_page};

#[tokio::test]
async fn signing_in_with_lever_leads_to_the_board() {
    let _turn = PORTS.lock().await;
    let Stranger {
        window,
        company,
        desktop,
        secret,
    } = a_stranger(27).await;
    window.click(&hook("oauth-go")).await.unwrap();
    let address = consent_page(&desktop).await;
    assert!(
        !address.contains(&secret),
        "the secret stays out of the browser"
    );
    accept(&address).await;

    let seat = company.fact("/seat/user_id").unwrap();
    let choice = format!("{}[data-id='{seat}']", hook("seat-choice"));
    window
        .wait_for_text(&choice, "the seat to choose", |text| !text.is_empty())
        .await
        .unwrap();
    window.click(&choice).await.unwrap();
    let status = window
        .wait_for_text(&hook("sync-status"), "the reading of Lever", |text| {
            text.contains("Live")
        })
        .await
        .unwrap();
    assert!(!status.contains(&secret));
    window
        .wait_for_text(&hook("card"), "a card on the board", |text| {
            !text.is_empty()
        })
        .await
        .unwrap();
    let log = std::fs::read_to_string(desktop.log("window")).unwrap();
    assert!(!log.contains(&secret), "the secret is in the log: {log}");
}

#[tokio::test]
async fn taken_ports_are_named_and_a_free_one_goes_on() {
    let _turn = PORTS.lock().await;
    let Stranger {
        window,
        company,
        desktop,
        secret,
    } = a_stranger(29).await;
    let ports: Vec<String> = company.line()["oauth"]["redirect_uris"]
        .as_array()
        .unwrap()
        .iter()
        .map(|address| {
            let address = reqwest::Url::parse(address.as_str().unwrap()).unwrap();
            address.port().unwrap().to_string()
        })
        .collect();
    let mut others: Vec<TcpListener> = ports
        .iter()
        .map(|port| TcpListener::bind(format!("127.0.0.1:{port}")).unwrap())
        .collect();

    window.click(&hook("oauth-go")).await.unwrap();
    let sentence = "All ports for signing in are taken.";
    let said = window
        .wait_for_text(
            &format!("{}[data-code='portTaken']", hook("problem")),
            "the taken ports",
            |text| text.contains(sentence),
        )
        .await
        .unwrap();
    for port in &ports {
        assert!(said.contains(port.as_str()), "{port} is named: {said}");
    }
    assert!(
        said.contains("Close the program that listens"),
        "a way out: {said}"
    );
    assert!(!said.contains(&secret));
    assert_eq!(desktop.opened_links(), Vec::<String>::new());

    // As the way out says: one of the programs is closed, and what was typed is still there.
    others.pop();
    window.click(&hook("oauth-go")).await.unwrap();
    let address = consent_page(&desktop).await;
    let last = ports.last().unwrap();
    assert!(address.contains(last.as_str()), "{address}");
}

#[tokio::test]
async fn a_revoked_sign_in_is_told_and_another_one_goes_on_with_what_is_here() {
    let _turn = PORTS.lock().await;
    let stranger = a_stranger(41).await;
    let page = stranger.begin().await;
    accept(&page).await;
    stranger.sits_down().await;
    let client = stranger.company.fact("/oauth/client_id").unwrap();
    stranger
        .company
        .act(&format!("grants/{client}/revoke"), &json!({}))
        .await
        .unwrap();
    stranger
        .window
        .wait_for_text(&hook("banner"), "the end of the sign-in", |text| {
            text.contains("The sign-in with Lever has ended.") && text.contains("revoked in Lever")
        })
        .await
        .unwrap();
    stranger.window.click(&hook("connect-again")).await.unwrap();
    stranger.window.click(&hook("connect-oauth")).await.unwrap();
    for (field, typed) in [
        ("oauth-client-id", client),
        ("oauth-client-secret", &stranger.secret),
    ] {
        stranger
            .window
            .type_into(&hook(field), typed)
            .await
            .unwrap();
    }
    let page = stranger.begin().await;
    accept(&page).await;
    stranger.sits_down().await;
    stranger
        .window
        .wait_until_gone(&hook("banner"))
        .await
        .unwrap();
}
