//! What is asked, and what is made of the answers.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fulcrum_domain::clock::Clock;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::vendor::Vendor;
use fulcrum_vault::Secret;
use fulcrum_vendors::myinterview::{Credentials, MyInterview, Playback, Profile};
use fulcrum_vendors::{
    Capabilities, Code, HttpAnswer, HttpFailure, HttpRequest, InterviewVendor, Retry, VendorHttp,
};
use futures::future::BoxFuture;
use serde_json::{Value, json};

type Answer = Result<HttpAnswer, HttpFailure>;

#[derive(Default)]
pub(crate) struct Script {
    answers: Mutex<VecDeque<Answer>>,
    asked: Mutex<Vec<HttpRequest>>,
}

impl Script {
    pub(crate) fn of(answers: impl IntoIterator<Item = Answer>) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.into_iter().collect()),
            asked: Mutex::default(),
        })
    }

    /// Bodies that were sent.
    pub(crate) fn bodies(&self) -> Vec<Vec<u8>> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .filter_map(|request| request.body.clone())
            .collect()
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .map(|request| {
                let headers: Vec<String> = request
                    .headers
                    .iter()
                    .map(|(name, value)| format!("{name}: {value}"))
                    .collect();
                format!("{} {} {}", request.method, request.url, headers.join("; "))
            })
            .collect()
    }
}

impl VendorHttp for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Answer> {
        self.asked.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move { answer.expect("an answer in the script") })
    }
}

pub(crate) fn body(status: u16, body: &str) -> Answer {
    Ok(HttpAnswer {
        status,
        retry_after: None,
        body: body.as_bytes().to_vec(),
    })
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "called with a literal everywhere"
)]
fn data(data: Value) -> Answer {
    let envelope = json!({"statusCode": 200, "errorCode": 0, "statusReason": "OK", "data": data,
        "time": "2026-07-02T06:15:00.000Z"});
    body(200, &envelope.to_string())
}

pub(crate) struct Fixed;

impl Clock for Fixed {
    fn now_ms(&self) -> i64 {
        1_782_000_000_000
    }
}

fn profile() -> Profile {
    let file = json!({
        "vendor": "myinterview", "base_url": "https://vendor.example/api",
        "authorization": {"headers": {"X-Key": "{access_key} {company_id} {exp}"}},
        "operations": {
            "listTemplates": {"method": "GET", "path": "/templates"},
            "findCandidates": {"method": "GET", "path": "/candidates"},
            "getVideo": {"method": "GET", "path": "/candidates/{candidate_id}/video"}
        }
    });
    Profile::parse(&file.to_string()).unwrap()
}

fn vendor(script: &Arc<Script>) -> MyInterview {
    let credentials = Credentials {
        access_key: Secret::from_text("AK"),
        secret: Secret::from_text("S"),
        company_id: "co".to_owned(),
    };
    MyInterview::with_profile(profile(), credentials, script.clone(), Arc::new(Fixed))
}

#[tokio::test]
async fn without_a_profile_nothing_is_asked() {
    let script = Script::of([]);
    let vendor = MyInterview::without_profile(script.clone(), Arc::new(Fixed));
    assert_eq!(vendor.capabilities(), Capabilities::default());
    let codes = [
        vendor.list_templates().await.unwrap_err().code,
        vendor
            .invitations(&OpportunityId::from("o"))
            .await
            .unwrap_err()
            .code,
        vendor.media_link("c").await.unwrap_err().code,
    ];
    assert_eq!(codes, [Code::NoProfile; 3]);
    assert!(script.asked().is_empty());
}

#[tokio::test]
async fn requests_follow_the_profile() {
    let script = Script::of([data(json!([])), data(json!([])), data(json!({}))]);
    let vendor = vendor(&script);
    vendor.list_templates().await.unwrap();
    vendor
        .invitations(&OpportunityId::from("o&1"))
        .await
        .unwrap();
    vendor.media_link("c/1").await.unwrap();
    assert_eq!(
        script.asked(),
        [
            "GET https://vendor.example/api/templates X-Key: AK co 1782086400",
            "GET https://vendor.example/api/candidates?external_id=o%261 X-Key: AK co 1782086400",
            "GET https://vendor.example/api/candidates/c%2F1/video X-Key: AK co 1782086400",
        ]
    );
}

#[tokio::test]
async fn template_names_are_kept_to_the_last_space() {
    let script = Script::of([data(json!([
        {"template_id": "t1", "name": "Night Shift  Nurse "},
        {"id": 7, "name": "General Screening", "extra": 1},
        {"template_id": "t3", "name": "General Screening"}
    ]))]);
    let templates = vendor(&script).list_templates().await.unwrap();
    let read: Vec<_> = templates
        .iter()
        .map(|template| (template.id.as_str(), template.name.as_str()))
        .collect();
    assert_eq!(
        read,
        [
            ("t1", "Night Shift  Nurse "),
            ("7", "General Screening"),
            ("t3", "General Screening")
        ]
    );
}

#[tokio::test]
async fn invitations_become_evidence() {
    let at = 1_782_972_000_000_i64;
    let script = Script::of([data(json!([
        {"candidate_id": "c1", "status": "Completed", "invited_at": at, "clicked_at": at + 1,
         "completed_at": "2026-07-02T06:00:02.000Z", "deadline": at + 10},
        {"candidate_id": "c2", "status": "Clicked", "invited_at": at + 3, "clicked_at": null, "deadline": at + 900_000},
        {"candidate_id": "c3", "status": "Pending", "invited_at": at + 4, "deadline": at + 900_001},
        {"candidate_id": "c4", "status": "Paused", "invited_at": at + 5}
    ]))]);
    let answer = vendor(&script)
        .invitations(&OpportunityId::from("o"))
        .await
        .unwrap();
    // The vendor's clock says whether a deadline has passed, not ours.
    assert_eq!(answer.as_of_ms, at + 900_000);
    let facts: Vec<_> = answer
        .evidence(Vendor::MyInterview, 5)
        .into_iter()
        .map(|evidence| (evidence.fact, evidence.at_ms.map(|ms| ms - at)))
        .collect();
    insta::assert_debug_snapshot!((&answer.invitations[3].stage, facts));
}

#[tokio::test]
async fn a_candidate_the_vendor_does_not_know_was_never_invited() {
    let envelope = json!({"statusCode": 404, "errorCode": 1003, "statusReason": "Not Found",
        "errorMessage": "not found", "time": 1});
    let script = Script::of([body(404, &envelope.to_string())]);
    let answer = vendor(&script)
        .invitations(&OpportunityId::from("o"))
        .await
        .unwrap();
    assert!(answer.invitations.is_empty());
}

#[tokio::test]
async fn links_of_other_schemes_are_dropped_and_links_are_not_printed() {
    let script = Script::of([data(json!({
        "review_url": "javascript:alert(1)", "media_url": "https://media.vendor.example/v.webm?sig=abc",
        "media_expires_at": 1_782_973_000_000_i64
    }))]);
    let link = vendor(&script).media_link("c").await.unwrap();
    assert_eq!(link.review_url, None);
    assert_eq!(link.media_expires_at_ms, Some(1_782_973_000_000));
    assert_eq!(
        link.media_url.as_ref().and_then(|url| url.host_str()),
        Some("media.vendor.example")
    );
    assert!(!format!("{link:?}").contains("sig"));
}

#[tokio::test]
async fn every_failure_has_its_code() {
    let refusal = |status: u16| {
        let envelope = json!({"statusCode": status, "errorCode": 1, "statusReason": "x", "errorMessage": "y", "time": 1});
        body(status, &envelope.to_string())
    };
    let busy = Ok(HttpAnswer {
        status: 429,
        retry_after: Some(Duration::from_secs(3)),
        body: Vec::new(),
    });
    let wait = Retry::Transient {
        retry_after: Some(Duration::from_secs(3)),
    };
    let cases = [
        (refusal(401), Code::Unauthorized, Retry::Auth),
        (refusal(400), Code::Refused, Retry::Permanent),
        (
            refusal(500),
            Code::Down,
            Retry::Transient { retry_after: None },
        ),
        (busy, Code::RateLimited, wait),
        (body(200, "<html>"), Code::NotVendor, Retry::Permanent),
        (
            data(json!({"not": "a list"})),
            Code::NotVendor,
            Retry::Permanent,
        ),
        (
            data(json!([{"name": "without id"}])),
            Code::NotVendor,
            Retry::Permanent,
        ),
        (
            Err(HttpFailure::Unreachable),
            Code::Unreachable,
            Retry::Network,
        ),
        (Err(HttpFailure::TimedOut), Code::TimedOut, Retry::Network),
        (
            Err(HttpFailure::Untrusted),
            Code::Untrusted,
            Retry::Permanent,
        ),
    ];
    for (answer, code, retry) in cases {
        let script = Script::of([answer]);
        let error = vendor(&script).list_templates().await.unwrap_err();
        assert_eq!((error.code, error.retry), (code, retry));
        assert!(!error.code.sentence().is_empty());
    }
}

#[tokio::test]
async fn playback_asks_with_the_hash_and_gives_only_the_link() {
    let script = Script::of([
        body(200, "\"https://media.vendor.example/v.webm\""),
        body(401, "no"),
    ]);
    let playback = Playback::new(
        "https://vendor.example/2.21.2/getVideo".parse().unwrap(),
        Secret::from_text("k$y"),
        Secret::from_text("token"),
        script.clone(),
    );
    let hash = playback.mint(1_700_000_000_999).unwrap();
    let url = playback.media_url(&hash, "v&1").await.unwrap();
    assert_eq!(url.as_str(), "https://media.vendor.example/v.webm");
    let asked = script.asked();
    assert!(
        asked[0].starts_with(
            "GET https://vendor.example/2.21.2/getVideo?apiKey=k%24y&hashTimestamp=1700000000&hash=%242b%2410%24"
        ),
        "{asked:?}"
    );
    assert!(asked[0].trim_end().ends_with("&video=v%261"), "{asked:?}");
    let error = playback.media_url(&hash, "v").await.unwrap_err();
    assert_eq!(error.code, Code::Unauthorized);
}
