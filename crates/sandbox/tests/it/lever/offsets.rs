//! Tokens of lists: how they may be written, and how long they live.

use fulcrum_sandbox::lever::switches::ProtocolSwitches;
use reqwest::Method;
use serde_json::json;

use super::bench::{Bench, still};

const LIST: &str = "/opportunities?limit=10";
const MINUTE: i64 = 60_000;

async fn with(minutes: Option<u32>) -> Bench {
    let mut settings = still();
    settings.switches.protocol = ProtocolSwitches {
        offset_life_minutes: minutes,
        ..ProtocolSwitches::default()
    };
    Bench::with(settings).await
}

async fn status(bench: &Bench, offset: &str) -> u16 {
    let path = format!("{LIST}&offset={offset}");
    let (status, body) = bench.call(Method::GET, &path, None).await;
    if status != 200 {
        assert_eq!(
            body,
            json!({ "code": "BadRequestError", "message": "Invalid offset token" })
        );
    }
    status
}

async fn token(bench: &Bench) -> String {
    bench.get(LIST).await["next"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_may_be_encoded_once_or_twice_and_no_further() {
    for minutes in [None, Some(5)] {
        let bench = with(minutes).await;
        let once = token(&bench).await;
        let twice = once.replace('%', "%25");
        let thrice = twice.replace('%', "%25");
        assert_eq!(status(&bench, &once).await, 200);
        assert_eq!(status(&bench, &twice).await, 200);
        assert_eq!(status(&bench, &thrice).await, 400);
    }
}

#[tokio::test]
async fn tokens_live_for_ever_by_default() {
    let bench = with(None).await;
    let token = token(&bench).await;
    bench.jump(400 * 24 * 60 * MINUTE);
    assert_eq!(status(&bench, &token).await, 200);
}

#[tokio::test]
async fn a_token_goes_stale_where_the_switch_says_so() {
    let bench = with(Some(5)).await;
    let old = token(&bench).await;
    bench.jump(5 * MINUTE);
    assert_eq!(status(&bench, &old).await, 200);
    bench.jump(1);
    assert_eq!(status(&bench, &old).await, 400);
    // The same place, handed out anew, is good again.
    let again = token(&bench).await;
    assert_eq!(again, old);
    assert_eq!(status(&bench, &old).await, 200);
    // One that was made by hand was never handed out.
    let made = r#"[1,1772442000000,"991d8354-02f4-4b11-a59a-052be21e46a1"]"#;
    assert_eq!(status(&bench, made).await, 400);
}

#[tokio::test]
async fn what_is_no_token_is_refused_by_every_list() {
    let bench = Bench::start().await;
    for list in [
        "/opportunities",
        "/postings",
        "/users",
        "/opportunities/deleted",
    ] {
        for offset in [
            "x",
            "%5B%5D",
            "[1]",
            "null",
            "[null,null]",
            "{}",
            "%255B1%252C",
            "0.1414895548650.a6070140",
        ] {
            let path = format!("{list}?offset={offset}");
            let (status, body) = bench.call(Method::GET, &path, None).await;
            assert_eq!(
                (status, &body["message"]),
                (400, &json!("Invalid offset token")),
                "{path}"
            );
        }
    }
}
