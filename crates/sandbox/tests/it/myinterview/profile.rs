//! The proposed REST profile, followed as data.

use hmac::{Hmac, Mac};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use super::bench::Bench;

struct Profile {
    bench: Bench,
    profile: Value,
}

impl Profile {
    async fn new() -> Self {
        let bench = Bench::start().await;
        let served = format!("{}/profile.json", bench.info("base"));
        let profile: Value = bench
            .http
            .get(served)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        assert_eq!(profile, bench.running.info["myinterview"]["profile"]);
        Self { bench, profile }
    }

    async fn now_s(&self) -> i64 {
        self.bench.state().await["now"].as_i64().unwrap() / 1_000
    }

    /// A request by the profile's own words: method, path and headers are read from it.
    async fn request(&self, operation: &str, ids: &[(&str, &str)], exp: i64) -> RequestBuilder {
        let row = &self.profile["operations"][operation];
        let with_ids = |text: &Value| {
            let text = text.as_str().unwrap().to_owned();
            ids.iter().fold(text, |text, (name, id)| {
                text.replace(&format!("{{{name}}}"), id)
            })
        };
        let path = with_ids(&row["path"]);
        let fill = |text: &str, sig: &str| {
            text.replace("{access_key}", &self.bench.credential("access_key"))
                .replace("{company_id}", &self.bench.credential("company_id"))
                .replace("{exp}", &exp.to_string())
                .replace("{sig}", sig)
        };
        let message = fill(
            self.profile["authorization"]["sig"]["message"]
                .as_str()
                .unwrap(),
            "",
        );
        let mut mac =
            Hmac::<sha2::Sha256>::new_from_slice(self.bench.credential("secret").as_bytes())
                .unwrap();
        mac.update(message.as_bytes());
        let sig = hex::encode(mac.finalize().into_bytes());
        let url = format!("{}{path}", self.profile["base_url"].as_str().unwrap());
        let method = row["method"].as_str().unwrap().parse().unwrap();
        let mut request = self.bench.http.request(method, url);
        for (name, value) in self.profile["authorization"]["headers"]
            .as_object()
            .unwrap()
        {
            request = request.header(name, fill(value.as_str().unwrap(), &sig));
        }
        for (name, value) in row["query"].as_object().into_iter().flatten() {
            request = request.query(&[(name, with_ids(value))]);
        }
        request
    }

    async fn data(&self, operation: &str, ids: &[(&str, &str)]) -> Value {
        let request = self.request(operation, ids, self.now_s().await + 60).await;
        let mut body: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(body["statusCode"], 200, "{operation}: {body}");
        body["data"].take()
    }
}

#[tokio::test]
async fn every_operation_answers() {
    let it = Profile::new().await;
    let id = it.bench.invited().await;

    let templates = it.data("listTemplates", &[]).await;
    assert_eq!(templates.as_array().unwrap().len(), 12);
    assert_eq!(
        templates[0],
        json!({ "template_id": "6530f0c2a1b2c3d4e5f60701", "name": "Lever Demo" })
    );
    let exp = it.now_s().await + 60;
    let file = it
        .request("exportTemplates", &[], exp)
        .await
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(file.starts_with("template_id,name\r\n"));

    let jobs = it.data("listJobs", &[]).await;
    let job = jobs[0]["job_id"].as_str().unwrap();
    assert_eq!(
        it.data("getJob", &[("job_id", job)]).await["external_id"],
        it.bench.posting.as_str()
    );
    let listed = it.data("listCandidates", &[("job_id", job)]).await;
    assert_eq!(listed[0]["external_id"], id.as_str());

    let found = it.data("findCandidates", &[("opportunity_id", &id)]).await;
    let candidate = found[0]["candidate_id"].as_str().unwrap();
    assert_eq!(
        (found.as_array().unwrap().len(), &found[0]["status"]),
        (1, &json!("Pending"))
    );
    let ids = [("candidate_id", candidate)];
    assert_eq!(it.data("getCandidate", &ids).await["attempt"], 1);

    assert_eq!(it.bench.act(&id, "clicked").await, 200);
    assert_eq!(it.data("getStatus", &ids).await["status"], "Clicked");
    let early: Value = it
        .request("getVideo", &ids, exp)
        .await
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(
        (&early["statusCode"], &early["errorCode"]),
        (&json!(409), &json!(1005))
    );
    assert_eq!(it.bench.act(&id, "complete").await, 200);
    assert_eq!(it.data("getStatus", &ids).await["status"], "Completed");
    let video = it.data("getVideo", &ids).await;
    let media = it
        .bench
        .http
        .get(video["media_url"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(media.status(), 200);
}

/// A job is made once per posting; asked for again, it is brought up to date.
#[tokio::test]
async fn a_job_is_made_once_per_posting() {
    let it = Profile::new().await;
    let mut ids = std::collections::BTreeSet::new();
    for title in ["Cook", "Head cook"] {
        let body = json!({ "title": title, "template_id": "6530f0c2a1b2c3d4e5f60702", "external_id": it.bench.posting });
        let request = it
            .request("createJob", &[], it.now_s().await + 60)
            .await
            .json(&body);
        let made: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(made["data"]["title"], title);
        ids.insert(made["data"]["job_id"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids.len(), 1);
    let request = it
        .request("createJob", &[], it.now_s().await + 60)
        .await
        .json(&json!({ "title": "" }));
    let refused: Value = request.send().await.unwrap().json().await.unwrap();
    let wrong: Vec<_> = refused["errorMessage"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["property"].clone())
        .collect();
    assert_eq!(wrong, ["title", "template_id", "external_id"]);
}

/// Both envelopes come in every form that the vendor's documents allow.
#[tokio::test]
async fn envelopes_vary_as_documented() {
    let it = Profile::new().await;
    let mut forms = std::collections::BTreeSet::new();
    for turn in 0..12 {
        let operation = if turn % 2 == 0 { "listJobs" } else { "getJob" };
        let request = it
            .request(operation, &[("job_id", "unknown")], it.now_s().await + 60)
            .await;
        let body: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(body.get("errorMessage").is_some(), operation == "getJob");
        assert_ne!(body["time"].is_number(), body["time"].is_string());
        forms.insert((body["time"].is_number(), body.get("callId").is_some()));
    }
    assert_eq!(forms.len(), 4, "{forms:?}");
}

#[tokio::test]
async fn wrong_and_late_authorization_is_refused() {
    let it = Profile::new().await;
    let now = it.now_s().await;
    let late: Value = it
        .request("listJobs", &[], now - 5)
        .await
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(
        (&late["statusCode"], &late["errorCode"]),
        (&json!(401), &json!(1002))
    );
    let url = format!("{}/jobs", it.profile["base_url"].as_str().unwrap());
    let bare: Value = it
        .bench
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(
        (&bare["statusCode"], &bare["errorCode"]),
        (&json!(401), &json!(1001))
    );
}
