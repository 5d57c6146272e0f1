//! Starts the sandbox: one server on one port, Lever and the vendors behind it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clock::SandboxClock;
use crate::console::{self, Console};
use crate::jobtwine::{self, JobTwine};
use crate::lever::{Access, Lever};
use crate::myinterview::{MyInterview, VendorStart};
use crate::settings::Settings;
use crate::world::chance::Chance;
use crate::world::experts;
use crate::world::generate::generate;

/// Loopback ports that the desktop application registers for its redirect URI; Lever wants an exact match.
pub const REDIRECT_PORTS: [u16; 3] = [47_621, 47_622, 47_623];

/// What the video-interview vendor asks for.
pub(crate) const VENDOR_SCOPES: &[&str] = &[
    "offline_access",
    "opportunities:write:admin",
    "notes:write:admin",
    "contact:read:admin",
    "postings:read:admin",
    "stages:read:admin",
    "tags:read:admin",
    "users:read:admin",
    "webhooks:write:admin",
];

/// What the expert-interview vendor asks for.
pub(crate) const EXPERT_SCOPES: &[&str] = &[
    "offline_access",
    "opportunities:read:admin",
    "notes:write:admin",
    "contact:read:admin",
    "postings:read:admin",
    "stages:read:admin",
    "tags:read:admin",
    "users:read:admin",
    "panels:write:admin",
    "interviews:read:admin",
    "webhooks:write:admin",
];

/// Why the sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port could not be bound.
    #[error(
        "port {port} on 127.0.0.1 cannot be used ({cause}); end the program that holds it, choose another with --port, or let the system choose with --port 0"
    )]
    Port {
        /// The port asked for.
        port: u16,
        /// The system's words.
        cause: std::io::Error,
    },
    /// A vendor could not connect to Lever.
    #[error("the {0}-interview vendor could not connect to the sandbox's Lever: {1}")]
    Vendor(&'static str, String),
}

/// A running sandbox. Dropping it does not end it; [`stop`](Self::stop) does.
pub struct Running {
    /// The one JSON line.
    pub info: Value,
    /// Base of the Data API, ending in `/v1`.
    pub api_base: String,
    /// A key with every permission.
    pub api_key: String,
    /// The console, ending in `/console`.
    pub console: String,
    /// Lever, for tests in process.
    pub lever: Arc<Lever>,
    /// The video-interview vendor, for tests in process.
    pub myinterview: Arc<MyInterview>,
    /// The expert-interview vendor, for tests in process.
    pub jobtwine: Arc<JobTwine>,
    task: JoinHandle<()>,
    ending: oneshot::Sender<()>,
}

impl Running {
    /// Frees the port and closes idle connections: from now on nobody is reached here. Requests under way are answered.
    pub fn stop(self) {
        // The other end is gone only when the server has ended already.
        let _ended = self.ending.send(());
    }

    /// Serves until the process ends.
    pub async fn wait(self) {
        // Ends by a failure only, which was logged.
        let _ended = self.task.await;
        drop(self.ending);
    }
}

/// Binds 127.0.0.1, builds the world, serves, connects the vendors.
///
/// # Errors
/// [`StartError`] with a sentence for the person who started it.
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    let refused = |cause| StartError::Port {
        port: settings.port,
        cause,
    };
    let listener = TcpListener::bind(("127.0.0.1", settings.port))
        .await
        .map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    let origin = format!("http://127.0.0.1:{port}");
    let vendor_base = format!("{origin}/myinterview");
    let expert_base = format!("{origin}/jobtwine");

    let clock = SandboxClock::new(settings.speed, settings.start_ms);
    let now = clock.now_ms();
    let (mut world, past) = generate(&settings, &vendor_base, now);
    let rounds = experts::rounds(&world, settings.seed);
    let expert_past = experts::past(
        &mut world,
        &rounds,
        settings.seed,
        settings.switches.past_interviews,
        &expert_base,
        now,
    );
    let mut access = Access::new(settings.seed);
    let api_key = access.make_key("default", &BTreeSet::new(), true);
    let redirect_uris = REDIRECT_PORTS
        .iter()
        .map(|port| format!("http://127.0.0.1:{port}/callback"))
        .collect();
    let app = access.register("Fulcrum", redirect_uris);
    let vendor = access.register("myInterview", vec![format!("{vendor_base}/oauth/callback")]);
    let granted = access.grant(&vendor.id, VENDOR_SCOPES, now);
    // After the others: their ids and tokens stay what they were before there was a second vendor.
    let expert = access.register("JobTwine", vec![format!("{expert_base}/oauth/callback")]);
    let expert_granted = access.grant(&expert.id, EXPERT_SCOPES, now);
    let cast = world.cast.clone();
    let seat = world.user(&cast.seat).cloned();

    let lever = Lever::new(
        origin.clone(),
        world,
        access,
        clock.clone(),
        settings.clone(),
    );
    let api_base = format!("{origin}/v1");
    let myinterview = MyInterview::start(VendorStart {
        base_url: vendor_base,
        lever_api: api_base.clone(),
        lever_auth: origin.clone(),
        client_id: vendor.id,
        client_secret: vendor.secret,
        access_token: granted.access,
        refresh_token: granted.refresh.unwrap_or_default(),
        trigger_stage_id: cast.video_stage.clone(),
        note_author: cast.integration,
        past,
        clock: clock.clone(),
        settings: settings.clone(),
    });
    let jobtwine = JobTwine::start(jobtwine::VendorStart {
        base_url: expert_base,
        lever_api: api_base.clone(),
        lever_auth: origin.clone(),
        client_id: expert.id,
        client_secret: expert.secret,
        access_token: expert_granted.access,
        refresh_token: expert_granted.refresh.unwrap_or_default(),
        note_author: cast.experts,
        rounds,
        past: expert_past,
        clock,
        settings: settings.clone(),
    });
    let console = Console::new(
        Arc::clone(&lever),
        Arc::clone(&myinterview),
        Arc::clone(&jobtwine),
    );
    let router = Router::new()
        .merge(lever.router())
        .nest("/myinterview", myinterview.router())
        .nest("/jobtwine", jobtwine.router())
        .merge(console::router(console));
    let (ending, asked) = oneshot::channel();
    let task = tokio::spawn(async move {
        let serving = axum::serve(listener, router).with_graceful_shutdown(async {
            // A handle that was dropped asks for nothing.
            if asked.await.is_err() {
                std::future::pending::<()>().await;
            }
        });
        if let Err(error) = serving.await {
            tracing::error!(%error, "the server ended");
        }
    });
    if let Err(sentence) = myinterview.connect().await {
        task.abort();
        return Err(StartError::Vendor("video", sentence));
    }
    // Its webhook gets an id of a stream of its own: the account's further ids stay what they were with one vendor.
    let ids = lever.act(|world, _| {
        std::mem::replace(
            &mut world.ids,
            Chance::new(settings.seed, "jobtwine webhook"),
        )
    });
    let connected = jobtwine.connect().await;
    lever.act(|world, _| world.ids = ids);
    if let Err(sentence) = connected {
        task.abort();
        return Err(StartError::Vendor("expert", sentence));
    }

    let mut vendor_info = myinterview.info();
    if let Some(map) = vendor_info.as_object_mut() {
        map.insert("neutral_stage_id".to_owned(), json!(cast.neutral_stage));
    }
    let mut expert_info = jobtwine.info();
    if let Some(map) = expert_info.as_object_mut() {
        map.insert("stage_id".to_owned(), json!(cast.expert_stage));
    }
    let info = json!({
        "api_base": api_base,
        "auth_base": origin,
        "audience": lever.audience(),
        "api_key": api_key,
        "oauth": {
            "client_id": app.id,
            "client_secret": app.secret,
            "redirect_uris": app.redirect_uris,
        },
        "console": format!("{origin}/console"),
        "jobtwine": expert_info,
        "myinterview": vendor_info,
        "seat": seat.map(|user| json!({ "user_id": user.id, "name": user.name, "email": user.email })),
        "seed": settings.seed,
    });
    Ok(Running {
        info,
        api_base,
        api_key,
        console: format!("{origin}/console"),
        lever,
        myinterview,
        jobtwine,
        task,
        ending,
    })
}
