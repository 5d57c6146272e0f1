//! Adapter and sandbox agree by data: the profile file, the template file, the playback hash.

use std::sync::Arc;
use std::time::Duration;

use fulcrum_domain::clock::SystemClock;
use fulcrum_domain::evidence::Fact;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::vendor::Vendor;
use fulcrum_sandbox::serve::{Running, start};
use fulcrum_sandbox::settings::Settings;
use fulcrum_vault::Secret;
use fulcrum_vendors::myinterview::{Credentials, MyInterview, Playback, Profile, TemplatesFile};
use fulcrum_vendors::{
    Code, HttpRequest, InterviewVendor, InviteStage, ReqwestHttp, VendorHttp as _,
};
use serde_json::{Value, json};

struct World {
    running: Running,
    http: Arc<ReqwestHttp>,
    browser: reqwest::Client,
}

async fn world() -> World {
    let settings = Settings {
        opportunities: 40,
        postings: 12,
        ..Settings::default()
    };
    World {
        running: start(settings).await.unwrap(),
        http: Arc::new(ReqwestHttp::new().unwrap()),
        browser: reqwest::Client::builder().no_proxy().build().unwrap(),
    }
}

impl World {
    fn text(&self, pointer: &str) -> String {
        let value = self.running.info.pointer(pointer);
        value.and_then(Value::as_str).expect(pointer).to_owned()
    }

    fn secret(&self, name: &str) -> Secret {
        Secret::from_text(self.text(&format!("/myinterview/credentials/{name}")))
    }

    fn profile(&self) -> Profile {
        let profile = &self.running.info["myinterview"]["profile"];
        Profile::parse(&profile.to_string()).unwrap()
    }

    fn vendor(&self, secret: Secret) -> MyInterview {
        let credentials = Credentials {
            access_key: self.secret("access_key"),
            secret,
            company_id: self.text("/myinterview/credentials/company_id"),
        };
        MyInterview::with_profile(
            self.profile(),
            credentials,
            self.http.clone(),
            Arc::new(SystemClock),
        )
    }

    async fn press(&self, path: &str, body: Value) -> Value {
        let url = format!("{}{path}", self.running.console);
        let answer = self.browser.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}");
        answer.json().await.unwrap()
    }

    async fn get(&self, url: &str) -> (u16, Vec<u8>) {
        let answer = self.browser.get(url).send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.bytes().await.unwrap().to_vec(),
        )
    }

    /// A candidate whose posting names a template, moved into the trigger stage.
    async fn invited(&self) -> OpportunityId {
        let postings: Value = self
            .browser
            .get(format!("{}/postings?limit=1", self.running.api_base))
            .basic_auth(&self.running.api_key, Some(""))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let posting = postings["data"][0]["id"].as_str().unwrap();
        self.press(
            &format!("/postings/{posting}/tags"),
            json!({"tags": ["myInterview:Lever Demo"]}),
        )
        .await;
        let made = self
            .press(
                "/opportunities",
                json!({"name": "Ann Example", "emails": ["ann@example.com"], "posting": posting, "stage": "lead-new"}),
            )
            .await;
        let id = OpportunityId::from(made["id"].as_str().unwrap());
        let stage = self.text("/myinterview/trigger_stage_id");
        self.press(
            &format!("/opportunities/{id}/stage"),
            json!({"stage": stage}),
        )
        .await;
        id
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_come_the_same_through_the_profile_and_through_the_file() {
    let world = world().await;
    let vendor = world.vendor(world.secret("secret"));
    let listed = vendor.list_templates().await.unwrap();
    let (_, file) = world.get(&world.text("/myinterview/templates_file")).await;
    let imported = TemplatesFile::read(&file).unwrap();
    assert_eq!(imported.templates, listed);
    assert_eq!(imported.skipped_rows, 0);
    assert!(listed.len() >= 10);
    let profile = world.profile();
    assert!(profile.training);
    assert_eq!(
        profile.review_hosts,
        [world.text("/myinterview/review_host")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_told_as_such() {
    let world = world().await;
    let vendor = world.vendor(Secret::from_text("wrong"));
    let error = vendor.list_templates().await.unwrap_err();
    assert_eq!(
        (error.code, error.vendor_code),
        (Code::Unauthorized, Some(1001))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_followed_from_the_move_to_the_video() {
    let world = world().await;
    let vendor = world.vendor(world.secret("secret"));
    let stranger = OpportunityId::from("00000000-0000-4000-8000-000000000000");
    assert!(
        vendor
            .invitations(&stranger)
            .await
            .unwrap()
            .invitations
            .is_empty()
    );
    let id = world.invited().await;
    let invitation = loop {
        let found = vendor.invitations(&id).await.unwrap();
        if let Some(invitation) = found.invitations.into_iter().next() {
            break invitation;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!(invitation.stage, InviteStage::Pending);
    assert!(
        invitation.invited_at_ms.is_some() && invitation.deadline_ms > invitation.invited_at_ms
    );
    let early = vendor.media_link(&invitation.id).await.unwrap_err();
    assert_eq!(early.code, Code::NotCompleted);

    world
        .press(&format!("/myinterview/{id}/clicked"), json!({}))
        .await;
    let found = vendor.invitations(&id).await.unwrap();
    assert_eq!(found.invitations[0].stage, InviteStage::Clicked);
    world
        .press(&format!("/myinterview/{id}/complete"), json!({}))
        .await;
    let found = vendor.invitations(&id).await.unwrap();
    assert_eq!(found.invitations[0].stage, InviteStage::Completed);
    let facts: Vec<Fact> = found
        .evidence(Vendor::MyInterview, 0)
        .into_iter()
        .map(|evidence| evidence.fact)
        .collect();
    assert_eq!(facts, [Fact::Invited, Fact::Opened, Fact::Completed]);

    let link = vendor.media_link(&invitation.id).await.unwrap();
    let media = link.media_url.unwrap();
    assert_eq!(world.get(media.as_str()).await.0, 200);
    assert!(link.media_expires_at_ms > Some(found.as_of_ms));

    // The same video by the documented hash.
    let video = media
        .path_segments()
        .and_then(|mut segments| segments.next_back())
        .and_then(|file| file.split('.').next())
        .unwrap()
        .to_owned();
    let playback = Playback::new(
        world.profile().get_video_url().unwrap().clone(),
        world.secret("api_key"),
        world.secret("secret_token"),
        world.http.clone(),
    );
    let now_ms = found.as_of_ms;
    let hash = tokio::task::block_in_place(|| playback.mint(now_ms)).unwrap();
    let minted = playback.media_url(&hash, &video).await.unwrap();
    assert_eq!(minted.path(), media.path());
    let stale = tokio::task::block_in_place(|| playback.mint(now_ms - 11 * 60_000)).unwrap();
    let error = playback.media_url(&stale, &video).await.unwrap_err();
    assert_eq!(error.code, Code::Unauthorized);
}

#[tokio::test]
async fn a_closed_port_is_unreachable() {
    let http = ReqwestHttp::new().unwrap();
    let port = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    let request = |url: String| HttpRequest {
        method: "GET",
        url: url.parse().unwrap(),
        headers: Vec::new(),
        body: None,
    };
    let refused = http
        .send(request(format!("http://127.0.0.1:{port}/")))
        .await;
    assert!(matches!(
        refused,
        Err(fulcrum_vendors::HttpFailure::Unreachable)
    ));
    let clear = http
        .send(request("http://vendor.example/".to_owned()))
        .await;
    assert!(matches!(
        clear,
        Err(fulcrum_vendors::HttpFailure::Untrusted)
    ));
}
