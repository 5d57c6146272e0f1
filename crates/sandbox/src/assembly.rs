//! The whole sandbox put together, without a network: Lever, both vendors and the console behind one router.
//!
//! [`serve::start`](crate::serve::start) puts it behind a socket; a [`Simulation`](crate::simulation::Simulation) calls the router.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::clock::SandboxClock;
use crate::console::{self, Console};
use crate::jobtwine::{self, JobTwine};
use crate::lever::{Access, Client, Lever, Vendor, deliveries_over_http};
use crate::myinterview::{MyInterview, VendorStart};
use crate::partner::lever_side;
use crate::serve::{EXPERT_SCOPES, REDIRECT_PORTS, StartError, VENDOR_SCOPES};
use crate::settings::Settings;
use crate::transport::{Switchboard, Transport};
use crate::world::chance::Chance;
use crate::world::experts;
use crate::world::generate::generate;
use crate::world::model::Id;

/// No answer to [`Assembled::call`] is longer.
const LONGEST: usize = 64 * 1024 * 1024;

/// How the parts reach each other.
pub(crate) struct Ways {
    /// The vendors to Lever.
    pub(crate) partners: Transport,
    /// Lever's webhooks to their receivers.
    pub(crate) webhooks: Transport,
}

impl Ways {
    /// Real HTTP.
    pub(crate) fn over_http() -> Self {
        Self {
            partners: lever_side::over_http(),
            webhooks: deliveries_over_http(),
        }
    }
}

/// A sandbox without a network.
pub struct Assembled {
    /// Everything: `/v1/**`, `/authorize`, `/oauth/token`, `/myinterview/**`, `/jobtwine/**`, `/console/**`.
    pub router: Router,
    /// Where the router is: `http://localhost`, with the port of the settings if there is one.
    pub origin: String,
    /// Base of the Data API, ending in `/v1`.
    pub api_base: String,
    /// A key with every permission.
    pub api_key: String,
    /// The console, ending in `/console`.
    pub console: String,
    /// Lever.
    pub lever: Arc<Lever>,
    /// The video-interview vendor.
    pub myinterview: Arc<MyInterview>,
    /// The expert-interview vendor.
    pub jobtwine: Arc<JobTwine>,
    /// The clock of all.
    pub clock: SandboxClock,
    /// Who can be reached from within, where nothing goes over a network: receivers of webhooks are registered here.
    pub switchboard: Switchboard,
    app: Client,
    seed: u64,
}

/// Builds everything, in process: the vendors reach Lever, and Lever's webhooks reach the vendors and whoever is registered on
/// [`Assembled::switchboard`], by calls of their routers. No port is bound and nothing is sent; call
/// [`connect`](Assembled::connect) next, and let go of it by [`release`](Assembled::release).
pub fn assemble(settings: Settings) -> Assembled {
    let origin = match settings.port {
        0 => "http://localhost".to_owned(),
        port => format!("http://localhost:{port}"),
    };
    let switchboard = Switchboard::default();
    let ways = Ways {
        partners: Transport::in_process(switchboard.clone()),
        webhooks: Transport::in_process(switchboard.clone()),
    };
    let assembled = assemble_at(origin, ways, switchboard, settings);
    assembled
        .switchboard
        .connect(&assembled.origin, assembled.router.clone());
    assembled
}

/// Builds everything for `origin`.
pub(crate) fn assemble_at(
    origin: String,
    ways: Ways,
    switchboard: Switchboard,
    settings: Settings,
) -> Assembled {
    let vendor_base = format!("{origin}/myinterview");
    let expert_base = format!("{origin}/jobtwine");
    let clock = if settings.manual_clock {
        SandboxClock::manual(settings.start_ms)
    } else {
        SandboxClock::new(settings.speed, settings.start_ms)
    };
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

    let lever = Lever::over(
        ways.webhooks,
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
        transport: ways.partners.clone(),
        faults: lever.vendor_faults(Vendor::MyInterview),
        clock: clock.clone(),
        settings: settings.clone(),
    });
    let seed = settings.seed;
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
        transport: ways.partners,
        faults: lever.vendor_faults(Vendor::JobTwine),
        clock: clock.clone(),
        settings,
    });
    let console = Console::new(
        Arc::clone(&lever),
        Arc::clone(&myinterview),
        Arc::clone(&jobtwine),
    );
    let router = Router::new()
        .merge(lever.router())
        .nest(
            "/myinterview",
            lever
                .vendor_faults(Vendor::MyInterview)
                .guard(myinterview.router()),
        )
        .nest(
            "/jobtwine",
            lever
                .vendor_faults(Vendor::JobTwine)
                .guard(jobtwine.router()),
        )
        .merge(console::router(console));
    Assembled {
        router,
        console: format!("{origin}/console"),
        origin,
        api_base,
        api_key,
        lever,
        myinterview,
        jobtwine,
        clock,
        switchboard,
        app,
        seed,
    }
}

impl Assembled {
    /// The vendors register their webhooks at Lever and take a first look, within a Tokio runtime. On a still clock somebody must
    /// advance it meanwhile, should a vendor have to wait.
    ///
    /// # Errors
    /// [`StartError::Vendor`] with a sentence.
    pub async fn connect(&self) -> Result<(), StartError> {
        let connected = self.myinterview.connect().await;
        connected.map_err(|sentence| StartError::Vendor("video", sentence))?;
        // Its webhook gets an id of a stream of its own: the account's further ids stay what they were with one vendor.
        let stream = Chance::new(self.seed, "jobtwine webhook");
        let ids = self
            .lever
            .act(|world, _| std::mem::replace(&mut world.ids, stream));
        let connected = self.jobtwine.connect().await;
        self.lever.act(|world, _| world.ids = ids);
        connected.map_err(|sentence| StartError::Vendor("expert", sentence))
    }

    /// What the binary prints as one line: where everything is.
    pub fn info(&self) -> Value {
        let (neutral, expert, seat) = self.lever.look(|world| {
            let cast = &world.cast;
            let seat = world.user(&cast.seat).cloned();
            (cast.neutral_stage.clone(), cast.expert_stage.clone(), seat)
        });
        json!({
            "api_base": self.api_base,
            "auth_base": self.origin,
            "audience": self.lever.audience(),
            "api_key": self.api_key,
            "oauth": {
                "client_id": self.app.id,
                "client_secret": self.app.secret,
                "redirect_uris": self.app.redirect_uris,
            },
            "console": self.console,
            "jobtwine": with(self.jobtwine.info(), "stage_id", &expert),
            "myinterview": with(self.myinterview.info(), "neutral_stage_id", &neutral),
            "seat": seat.map(|user| json!({ "user_id": user.id, "name": user.name, "email": user.email })),
            "seed": self.seed,
        })
    }

    /// A request to the router, as somebody with [`api_key`](Self::api_key) makes it: `path` from `/v1` or `/console` on, with
    /// its query. Answers with the status and the body; null where there is none, or none that is JSON.
    pub async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let credentials = STANDARD.encode(format!("{}:", self.api_key));
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Basic {credentials}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())));
        let Ok(request) = request else {
            return (400, Value::Null);
        };
        let answer = match self.router.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        let status = answer.status().as_u16();
        let body = to_bytes(answer.into_body(), LONGEST).await;
        let body = body.map_or(Value::Null, |body| {
            serde_json::from_slice(&body).unwrap_or(Value::Null)
        });
        (status, body)
    }

    /// Lets go of everything that reaches each other in process.
    pub fn release(&self) {
        self.switchboard.clear();
    }
}

fn with(mut info: Value, key: &str, id: &Id) -> Value {
    if let Some(map) = info.as_object_mut() {
        map.insert(key.to_owned(), json!(id));
    }
    info
}
