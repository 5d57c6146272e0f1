//! JobTwine's adapter: over a scripted vendor with names of its own, and against the sandbox by its profile alone.

use std::sync::Arc;

use fulcrum_domain::clock::{Clock, SystemClock};
use fulcrum_domain::evidence::Fact;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::interview::{Outcome, Party};
use fulcrum_domain::vendor::Vendor;
use fulcrum_sandbox::serve::start;
use fulcrum_sandbox::settings::Settings;
use fulcrum_vault::Secret;
use fulcrum_vendors::jobtwine::{JobTwine, Profile};
use fulcrum_vendors::{
    Capabilities, Code, ExpertStatus, InterviewVendor, JobRound, OfferAnswer, ReqwestHttp,
    SlotOffer,
};
use serde_json::{Value, json};

use crate::scripted::{Fixed, Script, body};

fn profile(fields: &Value, words: &Value) -> Profile {
    let file = json!({
        "vendor": "jobtwine", "provenance": "a test", "base_url": "https://vendor.example/api",
        "authorization": {"headers": {"X-Key": "{api_key}"}},
        "operations": {
            "listJobs": {"method": "GET", "path": "/jobs"},
            "findCandidates": {"method": "GET", "path": "/of/{opportunity_id}"},
            "offerSlots": {"method": "POST", "path": "/c/{candidate_id}/slots"},
            "getFeedback": {"method": "GET", "path": "/c/{candidate_id}/feedback"}
        },
        "fields": fields, "words": words
    });
    Profile::parse(&file.to_string()).unwrap()
}

fn vendor(script: &Arc<Script>, profile: Profile) -> JobTwine {
    let key = Secret::from_text("K");
    JobTwine::with_profile(profile, key, script.clone(), Arc::new(Fixed))
}

fn plain(script: &Arc<Script>) -> JobTwine {
    vendor(script, profile(&json!({}), &json!({})))
}

fn said(value: &Value) -> Result<fulcrum_vendors::HttpAnswer, fulcrum_vendors::HttpFailure> {
    body(200, &value.to_string())
}

fn offer() -> SlotOffer {
    SlotOffer {
        opportunity: OpportunityId::from("o"),
        round: None,
        slots_ms: vec![(10, 20), (30, 40)],
    }
}

#[tokio::test]
async fn without_a_profile_nothing_is_asked() {
    let script = Script::of([]);
    let vendor = JobTwine::without_profile(script.clone(), Arc::new(Fixed));
    assert_eq!(vendor.capabilities(), Capabilities::default());
    let id = OpportunityId::from("o");
    let codes = [
        vendor.interviews(&id).await.unwrap_err().code,
        vendor.jobs().await.unwrap_err().code,
        vendor.offer_slots(&offer()).await.unwrap_err().code,
        vendor.media_link("c").await.unwrap_err().code,
        vendor.list_templates().await.unwrap_err().code,
        vendor.invitations(&id).await.unwrap_err().code,
    ];
    assert_eq!(codes, [Code::NoProfile; 6]);
    assert!(script.asked().is_empty());
}

#[tokio::test]
async fn a_vendor_with_names_of_its_own_is_understood_by_the_profile() {
    let fields = json!({"candidates": "found.items", "candidate_id": "uid", "status": "state.word", "start": "from"});
    let words = json!({"Booked": "scheduled", "Too late": "already_scheduled"});
    let known = json!({"found": {"items": [{"uid": 7, "state": {"word": "Booked"},
        "round": {"number": 2, "name": "System design round"}, "claim": {"from": "2026-07-02T06:00:00Z"}}]}});
    let late = body(409, &json!({"error": {"code": "Too late"}}).to_string());
    let script = Script::of([said(&known), late, said(&known)]);
    let vendor = vendor(&script, profile(&fields, &words));
    let answer = vendor.offer_slots(&offer()).await.unwrap();
    let OfferAnswer::AlreadyScheduled(Some(interview)) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(interview.status, ExpertStatus::Scheduled);
    assert_eq!(interview.status_word, "Booked");
    assert_eq!(interview.round.number, Some(2));
    assert_eq!(interview.round.name.as_deref(), Some("System design"));
    assert_eq!(interview.booking.unwrap().start_ms, 1_782_972_000_000);
    assert_eq!(
        script.asked(),
        [
            "GET https://vendor.example/api/of/o X-Key: K",
            "POST https://vendor.example/api/c/7/slots X-Key: K",
            "GET https://vendor.example/api/of/o X-Key: K",
        ]
    );
    let sent: Value = serde_json::from_slice(&script.bodies()[0]).unwrap();
    let slots = json!([{"from": 10, "end": 20}, {"from": 30, "end": 40}]);
    assert_eq!(sent, json!({"slots": slots, "by": "client"}));
}

#[tokio::test]
async fn each_status_says_what_is_proven() {
    let facts = async |status: &str, more: Value| {
        let mut item =
            json!({"candidate_id": "c", "status": status, "round": {"number": 1}, "invited_at": 1});
        item.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let feedback = json!({"outcome": "is_a_good_fit", "sections": [{"name": "Coding", "rating": 4}],
            "report_url": "https://files.example/r?sig=1"});
        let script = Script::of([said(&json!({"candidates": [item]})), said(&feedback)]);
        let answer = plain(&script)
            .interviews(&OpportunityId::from("o"))
            .await
            .unwrap();
        answer
            .evidence(Vendor::JobTwine, 5)
            .into_iter()
            .map(|one| (one.fact, one.at_ms))
            .collect::<Vec<_>>()
    };
    let last = async |status: &str, more: Value| facts(status, more).await.pop().unwrap();
    let booked = json!({"claim": {"start": 90}, "scheduled_at": 3});
    assert!(matches!(
        last("pending_slots", json!({})).await,
        (Fact::SlotsWanted { .. }, Some(1))
    ));
    assert!(matches!(
        last("slots_given", json!({})).await.0,
        Fact::SlotsGiven { .. }
    ));
    assert!(matches!(
        last("scheduled", booked.clone()).await,
        (Fact::Scheduled { at: Some(at), .. }, Some(3)) if at.at_ms() == Some(90)
    ));
    let told = last("feedback_ready", json!({"feedback_at": 9})).await;
    assert!(matches!(
        &told,
        (Fact::FeedbackIn { feedback, .. }, Some(9))
            if feedback.outcome == Some(Outcome::GoodFit)
                && feedback.sections[0].rating.as_ref().unwrap().tenths == 40
                // Fresh in every answer; a stale one must not look like news.
                && feedback.report_url.is_none()
    ));
    assert!(matches!(
        last("candidate_no_show", json!({"ended_at": 8})).await,
        (
            Fact::NoShow {
                who: Party::Candidate,
                ..
            },
            Some(8)
        )
    ));
    // An expert who stayed away ends nothing: slots are wanted again.
    assert!(matches!(
        last("interviewer_no_show", json!({})).await.0,
        Fact::SlotsWanted { .. }
    ));
    assert!(matches!(
        last("cancelled_by_client", json!({"ended_at": 8})).await.0,
        Fact::InterviewCancelled {
            by: Party::Client,
            ..
        }
    ));
    assert_eq!(
        last("expired", json!({"ended_at": 8})).await.0,
        Fact::Expired
    );
    let new = facts("paused", json!({})).await;
    assert_eq!(
        new.len(),
        1,
        "a word that is new to us proves nothing: {new:?}"
    );
}

#[tokio::test]
async fn every_failure_has_its_code() {
    let refusal = |status: u16| body(status, &json!({"error": {"code": "x"}}).to_string());
    for (answer, code) in [
        (refusal(401), Code::Unauthorized),
        (refusal(422), Code::Refused),
        (refusal(503), Code::Down),
        (body(200, "<html>"), Code::NotVendor),
        (body(404, "<html>"), Code::NotVendor),
        (
            said(&json!({"candidates": [{"no": "id"}]})),
            Code::NotVendor,
        ),
    ] {
        let script = Script::of([answer]);
        let failed = plain(&script).interviews(&OpportunityId::from("o")).await;
        assert_eq!(failed.unwrap_err().code, code);
    }
    let script = Script::of([refusal(404)]);
    let stranger = plain(&script).interviews(&OpportunityId::from("o")).await;
    assert!(stranger.unwrap().interviews.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_is_understood_by_its_profile_alone() {
    let settings = Settings {
        opportunities: 40,
        postings: 12,
        ..Settings::default()
    };
    let running = start(settings).await.unwrap();
    let info = &running.info["jobtwine"];
    let file = Profile::parse(&info["vendor_profile"].to_string()).unwrap();
    assert!(file.training && !file.provenance.is_empty());
    assert!(
        file.hosts
            .contains(&info["link_host"].as_str().unwrap().to_owned())
    );
    let http = Arc::new(ReqwestHttp::new().unwrap());
    let of = |key: &str| {
        let key = Secret::from_text(key);
        JobTwine::with_profile(file.clone(), key, http.clone(), Arc::new(SystemClock))
    };
    let vendor = of(info["api_key"].as_str().unwrap());
    let can = vendor.capabilities();
    assert!(can.interviews && can.offer_slots && can.jobs && can.media_link);
    let error = of("wrong").jobs().await.unwrap_err();
    assert_eq!(error.code, Code::Unauthorized);

    let browser = reqwest::Client::builder().no_proxy().build().unwrap();
    let press = async |path: &str, body: Value| -> Value {
        let url = format!("{}{path}", running.console);
        let answer = browser.post(url).json(&body).send().await.unwrap();
        let status = answer.status();
        let value = answer.json().await.unwrap_or_default();
        assert!(status.is_success(), "{path}: {value}");
        value
    };
    press(
        "/jobtwine/switches",
        json!({"first_claim": "succeeds", "silence": "never"}),
    )
    .await;
    let postings: Value = browser
        .get(format!("{}/postings?limit=1", running.api_base))
        .basic_auth(&running.api_key, Some(""))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let posting = postings["data"][0]["id"].as_str().unwrap();
    press(
        &format!("/postings/{posting}/tags"),
        json!({"tags": ["JobTwine"]}),
    )
    .await;
    press("/jobtwine/poll", json!({})).await;
    let rounds = json!({"rounds": [{"name": "Coding", "minutes": 45}]});
    press(&format!("/jobtwine/jobs/{posting}/rounds"), rounds).await;
    let jobs = vendor.jobs().await.unwrap();
    let job = jobs.iter().find(|job| job.posting.as_str() == posting);
    let coding = JobRound {
        name: "Coding".to_owned(),
        minutes: Some(45),
    };
    assert_eq!(job.unwrap().rounds, [coding]);

    let made = press(
        "/opportunities",
        json!({"name": "Ann Example", "emails": ["ann@example.com"], "posting": posting, "stage": "lead-new"}),
    )
    .await;
    let id = OpportunityId::from(made["id"].as_str().unwrap());
    let mine = |slots_ms| SlotOffer {
        opportunity: id.clone(),
        round: Some(1),
        slots_ms,
    };
    let unknown = vendor.offer_slots(&mine(vec![(1, 2)])).await.unwrap_err();
    assert_eq!(unknown.code, Code::NotFound);
    press(
        &format!("/opportunities/{id}/stage"),
        json!({"stage": info["stage_id"]}),
    )
    .await;
    let wanted = loop {
        let known = vendor.interviews(&id).await.unwrap();
        if let Some(one) = known.latest(Some(1)) {
            break one.clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    assert_eq!(wanted.status, ExpertStatus::SlotsWanted);
    assert!(wanted.slot_link.is_some() && wanted.minutes == Some(45));
    let early = vendor.media_link(&wanted.id).await.unwrap_err();
    assert_eq!(early.code, Code::NotCompleted);

    let day = 24 * 3_600_000;
    let first = SystemClock.now_ms() + 3 * day;
    let slots = mine(vec![
        (first, first + day / 24),
        (first + day, first + day + day / 24),
    ]);
    let given = vendor.offer_slots(&slots).await.unwrap();
    let OfferAnswer::Given(given) = given else {
        panic!("{given:?}");
    };
    assert_eq!(
        (given.status, given.slots_ms.len()),
        (ExpertStatus::SlotsGiven, 2)
    );
    press(&format!("/jobtwine/{id}/claim"), json!({})).await;
    let late = vendor.offer_slots(&slots).await.unwrap();
    let OfferAnswer::AlreadyScheduled(Some(booked)) = late else {
        panic!("{late:?}");
    };
    assert!(
        slots
            .slots_ms
            .iter()
            .any(|slot| Some(slot.0) == booked.booking.as_ref().map(|one| one.start_ms))
    );
    press(&format!("/jobtwine/{id}/hold"), json!({})).await;
    press(
        &format!("/jobtwine/{id}/feedback"),
        json!({"outcome": "not_recommended"}),
    )
    .await;
    let over = vendor.offer_slots(&slots).await.unwrap();
    assert!(
        matches!(
            over,
            OfferAnswer::Closed(Some(_)) | OfferAnswer::AlreadyScheduled(Some(_))
        ),
        "{over:?}"
    );
    let done = vendor.interviews(&id).await.unwrap();
    let done = done.latest(None).unwrap();
    let feedback = done.feedback.as_ref().unwrap();
    assert_eq!(feedback.outcome, Some(Outcome::NotRecommended));
    assert!(feedback.sections.len() >= 3 && feedback.summary.is_some());
    let links = vendor.media_link(&done.id).await.unwrap();
    for url in [links.review_url.unwrap(), links.media_url.unwrap()] {
        assert_eq!(browser.get(url).send().await.unwrap().status(), 200);
    }
    assert!(links.media_expires_at_ms.is_some());
}
