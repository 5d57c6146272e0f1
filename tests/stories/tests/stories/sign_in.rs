//! An organisation with an app of its own: the recruiter signs in with Lever in the browser and chooses a seat.

use std::net::TcpListener;

use fulcrum_stories::binaries;
use fulcrum_stories::desktop::{Desktop, Options};
use fulcrum_stories::sandbox::{Sandbox, write_private};
use fulcrum_stories::wait;
use fulcrum_stories::window::Window;
use fulcrum_stories::window::page::hook;
use serde_json::json;
use tokio::sync::Mutex;

use crate::stage::small_company;

/// The three ports are the machine's: the stories that use them take turns.
static PORTS: Mutex<()> = Mutex::const_new(());

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

/// Somebody who has never been here, with the organisation's app typed into the window.
struct Stranger {
    window: Window,
    company: Sandbox,
    desktop: Desktop,
    secret: String,
}

async fn a_stranger(seed: u64) -> Stranger {
    let desktop = Desktop::start(Options::default()).await.unwrap();
    let company = Sandbox::start(&small_company(seed), desktop.home()).unwrap();
    // No key, no seat.
    let mut line = company.line().clone();
    line["api_key"] = json!("");
    line["seat"] = json!(null);
    let file = desktop.home().join("no-key.json");
    write_private(&file, &line.to_string()).unwrap();
    let (file, data) = (file.to_string_lossy(), desktop.home().join("data"));
    let window = Window::open(
        &desktop,
        &binaries::find("fulcrum").unwrap(),
        &["--training", &file, "--data-dir", &data.to_string_lossy()],
    )
    .await
    .unwrap();

    let secret = company.fact("/oauth/client_secret").unwrap().to_owned();
    window.click(&hook("connect-oauth")).await.unwrap();
    let id = company.fact("/oauth/client_id").unwrap();
    window
        .type_into(&hook("oauth-client-id"), id)
        .await
        .unwrap();
    window
        .type_into(&hook("oauth-client-secret"), &secret)
        .await
        .unwrap();
    Stranger {
        window,
        company,
        desktop,
        secret,
    }
}

/// The address that the app asks the browser to open.
async fn consent_page(desktop: &Desktop) -> String {
    wait::until("Lever's page in the browser", async || {
        let links = desktop.opened_links();
        links
            .last()
            .cloned()
            .ok_or_else(|| wait::hold(false, || "no link was opened".to_owned()).unwrap_err())
    })
    .await
    .unwrap()
}

/// What the browser does after a click on the consent page's button: it sends the form and follows the way back.
async fn accept(address: &str) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let page = http.get(address).send().await.unwrap();
    assert!(page.status().is_success());
    let address = page.url().clone();
    assert!(page.text().await.unwrap().contains("value=accept"));
    let mut form: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    form.push(("decision".to_owned(), "accept".to_owned()));
    let mut target = address;
    target.set_query(None);
    let back = http.post(target).form(&form).send().await.unwrap();
    assert!(back.status().is_success(), "the way back answers");
}
