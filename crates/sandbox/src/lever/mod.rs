//! Lever's Data API v1, as recorded.

mod access;
mod answers;
mod applications;
mod apply;
mod apply_writes;
mod audit_events;
mod bucket;
mod budget;
mod call;
mod children;
mod clients;
mod consent;
mod contacts;
mod deliveries;
mod delivery_log;
mod delivery_plan;
mod dispatch;
mod document;
mod eeo;
mod fault_rules;
mod faults;
mod feedback;
mod feedback_templates;
mod feedback_writes;
mod fields;
mod files;
mod form;
mod form_data;
mod form_templates;
mod forms;
mod grants;
mod intake;
mod interview_writes;
mod interviews;
mod jwt;
mod keys;
mod labels;
mod latency;
mod notes;
mod oauth;
mod offers;
mod offsets;
mod opportunities;
mod opportunity_create;
mod opportunity_filter;
mod opportunity_writes;
mod page;
mod panel_writes;
mod pattern;
mod pipeline;
mod posting_writes;
mod postings;
mod request_log;
mod requisition_fields;
mod requisitions;
mod respond;
mod resumes;
mod routes;
pub mod scopes;
mod skew;
pub mod switches;
mod template_body;
mod uploads;
mod user_writes;
mod users;
mod vendor_faults;
pub mod webhooks;
mod wire;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::http::Uri;
use axum::routing::{any, get, post};
use serde_json::{Value, json};

pub use crate::lever::access::Access;
pub use crate::lever::bucket::TokenBucket;
pub use crate::lever::budget::{Budget, Counts};
pub use crate::lever::clients::Client;
pub(crate) use crate::lever::contacts::phones;
pub(crate) use crate::lever::deliveries::over_http as deliveries_over_http;
pub use crate::lever::deliveries::{RETRY_AFTER_MS, signature};
pub use crate::lever::delivery_log::Delivery;
pub use crate::lever::delivery_plan::WebhookPlan;
pub use crate::lever::fault_rules::{FaultKind, Rule};
pub use crate::lever::faults::Plan;
pub use crate::lever::form_data::LARGEST_FILE;
pub use crate::lever::grants::{Consent, Pair, TokenRefusal};
pub use crate::lever::intake::JSON_LIMIT;
pub use crate::lever::keys::KeyWish;
pub use crate::lever::latency::{LatencyModel, RouteLatency};
pub use crate::lever::pattern::Pattern;
pub(crate) use crate::lever::posting_writes::STATES as POSTING_STATES;
pub use crate::lever::request_log::Entry;
pub use crate::lever::routes::served;
pub use crate::lever::vendor_faults::{Crash, Vendor, VendorFaults, VendorPlan};

use crate::clock::SandboxClock;
use crate::lever::deliveries::Deliveries;
use crate::lever::faults::Faults;
use crate::lever::latency::Latency;
use crate::lever::offsets::Offsets;
use crate::lever::request_log::RequestLog;
use crate::scenario::Progress;
use crate::settings::Settings;
use crate::transport::Transport;
use crate::world::World;
use crate::world::model::{Event, Id};

/// The API with everything behind it.
pub struct Lever {
    /// The sandbox's clock.
    pub clock: SandboxClock,
    /// What it was started with.
    pub settings: Settings,
    /// `http://127.0.0.1:PORT`
    pub origin: String,
    /// The scenario that is played on it, if one is.
    pub scenario: Progress,
    world: Mutex<World>,
    access: Mutex<Access>,
    groups: Mutex<BTreeMap<String, bool>>,
    log: RequestLog,
    faults: Arc<Faults>,
    latency: Latency,
    offsets: Offsets,
    deliveries: Arc<Deliveries>,
}

impl Lever {
    /// Lever for a world; webhook groups as `settings` say.
    pub fn new(
        origin: String,
        world: World,
        access: Access,
        clock: SandboxClock,
        settings: Settings,
    ) -> Arc<Self> {
        Self::over(
            deliveries::over_http(),
            origin,
            world,
            access,
            clock,
            settings,
        )
    }

    /// The same, with another way for its webhooks to their receivers.
    pub fn over(
        transport: Transport,
        origin: String,
        world: World,
        mut access: Access,
        clock: SandboxClock,
        settings: Settings,
    ) -> Arc<Self> {
        let on = settings.switches.webhooks_on;
        let groups = webhooks::EVENTS
            .iter()
            .map(|event| ((*event).to_owned(), on))
            .collect();
        let protocol = settings.switches.protocol.clone();
        let latency = Latency::new(protocol.latency.clone(), settings.seed);
        access.follow(protocol);
        let faults = Arc::new(Faults::new(settings.seed));
        Arc::new(Self {
            deliveries: Arc::new(Deliveries::new(
                clock.clone(),
                Arc::clone(&faults),
                transport,
            )),
            clock,
            settings,
            origin,
            scenario: Progress::default(),
            world: Mutex::new(world),
            access: Mutex::new(access),
            groups: Mutex::new(groups),
            log: RequestLog::default(),
            faults,
            latency,
            offsets: Offsets::default(),
        })
    }

    /// `/v1/**`, `/authorize`, `/oauth/token` and `/oauth/revoke`; a readable 404 for every other path.
    pub fn router(self: &Arc<Self>) -> Router {
        let token = post(oauth::token).fallback(oauth::wrong_verb);
        let revoke = post(oauth::revoke).fallback(oauth::wrong_verb);
        Router::new()
            .route("/authorize", get(consent::page).post(consent::decide))
            .route("/oauth/token", token)
            .route("/oauth/revoke", revoke)
            .route("/v1", any(dispatch::handle))
            .route("/v1/", any(dispatch::handle))
            .route("/v1/{*path}", any(dispatch::handle))
            .fallback(async |uri: Uri| respond::nowhere(uri.path()))
            .with_state(Arc::clone(self))
    }

    /// What `audience` must be at the consent page, besides Lever's own.
    pub fn audience(&self) -> String {
        format!("{}/v1/", self.origin)
    }

    /// Keys, applications, grants.
    pub fn access(&self) -> MutexGuard<'_, Access> {
        self.access.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The Super Admin's id.
    pub fn super_admin(&self) -> Id {
        self.look(|world| world.cast.super_admin.clone())
    }

    /// The Super Admin's name.
    pub fn super_admin_name(&self) -> String {
        self.look(|world| {
            world
                .user(&world.cast.super_admin)
                .map_or_else(String::new, |user| user.name.clone())
        })
    }

    /// Looks at the world as it is now.
    pub fn look<T>(&self, at: impl FnOnce(&World) -> T) -> T {
        let mut world = self.lock();
        world.settle(self.clock.now_ms());
        at(&world)
    }

    /// Changes the world outside the API (a colleague, the console) and reports what happened to the webhooks.
    pub fn act<T>(&self, change: impl FnOnce(&mut World, i64) -> T) -> T {
        let now = self.clock.now_ms();
        let mut world = self.lock();
        world.settle(now);
        let answer = change(&mut world, now);
        self.report(&mut world);
        answer
    }

    /// Turns a webhook group on or off. Returns whether there is such a group.
    pub fn toggle(&self, group: &str, on: bool) -> bool {
        let mut groups = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = false;
        for (event, state) in groups.iter_mut() {
            if group == "all" || event == group {
                *state = on;
                found = true;
            }
        }
        found
    }

    /// Which webhook groups are on.
    pub fn groups(&self) -> Value {
        json!(*self.groups.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The last thousand webhook deliveries of the last two weeks.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.deliveries.all()
    }

    /// Sends a delivery of the log once more. Returns whether there is such a delivery.
    pub fn rerun(&self, delivery: &str) -> bool {
        self.deliveries.rerun(delivery)
    }

    /// Sends the test delivery of a webhook: `data` is empty. Returns whether there is such a webhook.
    pub fn test_delivery(&self, webhook: &str) -> bool {
        let now = self.clock.now_ms();
        let mut world = self.lock();
        let Some(webhook) = world
            .webhooks
            .iter()
            .find(|known| known.id == webhook)
            .cloned()
        else {
            return false;
        };
        let (id, token) = (world.ids.id(), world.ids.hex(24));
        self.deliveries.send(&webhook, id, &token, now, json!({}));
        true
    }

    /// Requests after number `since`.
    pub fn requests(&self, since: u64) -> Vec<Entry> {
        self.log.since(since)
    }

    /// Plans bad days.
    pub fn plan_faults(&self, plan: Plan) {
        self.faults.set(plan);
    }

    /// Plans one rule more; what was planned before goes on.
    ///
    /// # Errors
    /// A sentence, when its numbers make no sense.
    pub fn add_fault(&self, rule: Rule) -> Result<(), String> {
        rule.check()?;
        self.faults.add(rule);
        Ok(())
    }

    /// What is left of the plan.
    pub fn faults(&self) -> Plan {
        self.faults.plan()
    }

    /// What a vendor asks about its own bad days.
    pub fn vendor_faults(&self, vendor: Vendor) -> VendorFaults {
        VendorFaults::new(Arc::clone(&self.faults), vendor)
    }

    /// From now on answers take as long as `model` says.
    pub fn set_latency(&self, model: LatencyModel) {
        self.latency.set(model, self.settings.seed);
    }

    /// How long answers take.
    pub fn latency(&self) -> LatencyModel {
        self.latency.model()
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report(&self, world: &mut World) {
        for event in world.take_events() {
            self.announce(world, &event);
        }
        world.tidy();
    }

    fn announce(&self, world: &mut World, event: &Event) {
        let on = {
            let groups = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
            groups.get(event.name).copied().unwrap_or(false)
        };
        if !on {
            return;
        }
        let receivers: Vec<_> = world
            .webhooks
            .iter()
            .filter(|webhook| webhook.event == event.name)
            .filter(|webhook| {
                let limited = webhooks::has_conditions(event.name);
                let origin = event.origin.as_ref().filter(|_| limited);
                origin.is_none_or(|origin| webhook.origins.contains(origin))
            })
            .cloned()
            .collect();
        for webhook in receivers {
            let (id, token) = (world.ids.id(), world.ids.hex(24));
            self.deliveries
                .send(&webhook, id, &token, event.at, event.data.clone());
        }
    }
}
