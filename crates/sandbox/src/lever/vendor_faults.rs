//! Bad days of the vendors: not to be reached, or struck down between two of their writes.
//!
//! Being out of reach is arranged in front of a vendor's routes ([`VendorFaults::guard`]). A crash only the vendor itself can play:
//! it asks [`VendorFaults::crashes_after`] after each of its writes.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::lever::faults::Faults;

/// A vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// Expert interviews.
    JobTwine,
    /// Video interviews.
    MyInterview,
}

/// What is planned for the vendors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VendorPlan {
    /// Answer nobody but with 503, Lever's webhooks neither, until the plan is replaced.
    pub down: Vec<Vendor>,
    /// Crashes to come.
    pub crashes: Vec<Crash>,
}

/// A vendor dies half-way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crash {
    /// Who.
    pub vendor: Vendor,
    /// After so many writes of one piece of work (a tag, a note, a panel …); 0: before the first.
    pub after_writes: u32,
    /// How many pieces of work it strikes.
    #[serde(default = "once")]
    pub times: u32,
}

fn once() -> u32 {
    1
}

/// What a vendor asks about its own bad days. Cheap to clone.
#[derive(Clone)]
pub struct VendorFaults {
    faults: Arc<Faults>,
    vendor: Vendor,
}

impl VendorFaults {
    pub(crate) fn new(faults: Arc<Faults>, vendor: Vendor) -> Self {
        Self { faults, vendor }
    }

    /// Nothing is planned, ever: for a vendor without a Lever beside it.
    pub fn none(vendor: Vendor) -> Self {
        Self::new(Arc::new(Faults::new(0)), vendor)
    }

    /// Whether the vendor is out of reach. It then answers nobody, and should start nothing by itself either.
    pub fn down(&self) -> bool {
        self.faults
            .with_vendors(|plan| plan.down.contains(&self.vendor))
    }

    /// Whether the vendor dies now, `writes` writes into a piece of work. Asking uses up the crash: whoever is told yes stops at
    /// once, and what it owes stays undone until something wakes it.
    pub fn crashes_after(&self, writes: u32) -> bool {
        self.faults.with_vendors(|plan| {
            let due = plan.crashes.iter_mut().find(|crash| {
                crash.vendor == self.vendor && crash.after_writes == writes && crash.times > 0
            });
            due.is_some_and(|crash| {
                crash.times -= 1;
                true
            })
        })
    }

    /// The vendor's routes, out of reach while it is down.
    pub fn guard(&self, router: Router) -> Router {
        router.layer(middleware::from_fn_with_state(self.clone(), reach))
    }
}

async fn reach(State(faults): State<VendorFaults>, request: Request, next: Next) -> Response {
    if faults.down() {
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    } else {
        next.run(request).await
    }
}
