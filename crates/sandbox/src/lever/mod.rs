//! Lever's Data API v1, as recorded.

mod access;
mod answers;
mod applications;
mod apply;
mod apply_writes;
mod audit_events;
mod bucket;
mod call;
mod children;
mod contacts;
mod deliveries;
mod dispatch;
mod document;
mod eeo;
mod faults;
mod feedback;
mod feedback_templates;
mod feedback_writes;
mod fields;
mod files;
mod form_data;
mod form_templates;
mod forms;
mod interview_writes;
mod interviews;
mod labels;
mod notes;
mod oauth;
mod offers;
mod opportunities;
mod opportunity_create;
mod opportunity_filter;
mod opportunity_writes;
mod page;
mod panel_writes;
mod pipeline;
mod posting_writes;
mod postings;
mod request_log;
mod requisition_fields;
mod requisitions;
mod resumes;
mod routes;
mod template_body;
mod uploads;
mod user_writes;
mod users;
pub mod webhooks;
mod wire;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get, post};
use serde_json::{Value, json};

pub use crate::lever::access::{Access, Client, Consent, Pair, TokenRefusal};
pub use crate::lever::bucket::TokenBucket;
pub(crate) use crate::lever::contacts::phones;
pub use crate::lever::deliveries::{Delivery, RETRY_AFTER_MS, signature};
pub use crate::lever::faults::Plan;
pub use crate::lever::request_log::Entry;
pub use crate::lever::routes::served;

use crate::clock::SandboxClock;
use crate::lever::deliveries::Deliveries;
use crate::lever::faults::Faults;
use crate::lever::request_log::RequestLog;
use crate::settings::Settings;
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
    world: Mutex<World>,
    access: Mutex<Access>,
    groups: Mutex<BTreeMap<String, bool>>,
    log: RequestLog,
    faults: Faults,
    deliveries: Arc<Deliveries>,
    started: Instant,
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
        let on = settings.switches.webhooks_on;
        let groups = webhooks::EVENTS
            .iter()
            .map(|event| ((*event).to_owned(), on))
            .collect();
        Arc::new(Self {
            deliveries: Arc::new(Deliveries::new(clock.clone())),
            clock,
            settings,
            origin,
            world: Mutex::new(world),
            access: Mutex::new(access),
            groups: Mutex::new(groups),
            log: RequestLog::default(),
            faults: Faults::default(),
            started: Instant::now(),
        })
    }

    /// `/v1/**`, `/authorize` and `/oauth/token`.
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/authorize", get(oauth::consent_page).post(oauth::decide))
            .route("/oauth/token", post(oauth::token))
            .route("/v1", any(dispatch::handle))
            .route("/v1/{*path}", any(dispatch::handle))
            .layer(DefaultBodyLimit::max(form_data::LARGEST_BODY))
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

    /// The last thousand webhook deliveries.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.deliveries.log()
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

    /// What is left of the plan.
    pub fn faults(&self) -> Plan {
        self.faults.plan()
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report(&self, world: &mut World) {
        for event in world.take_events() {
            self.announce(world, &event);
        }
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
                event
                    .origin
                    .as_ref()
                    .is_none_or(|origin| webhook.origins.contains(origin))
            })
            .cloned()
            .collect();
        for webhook in receivers {
            let (id, token) = (world.ids.id(), world.ids.hex(24));
            self.deliveries
                .send(&webhook, id, &token, event.at, event.data.clone());
        }
    }

    fn steady_ms(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX)
    }
}
