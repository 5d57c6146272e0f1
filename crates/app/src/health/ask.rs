//! What Lever is asked on purpose: permissions, and the webhooks it lists. Ordinary requests answer most of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use fulcrum_cache::{Cause, ChangeSet, Kind};
use fulcrum_lever::{Given, LeverError, Permissions, Priority, Webhook};
use fulcrum_sync::{Meter, Phase};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::permission;
use crate::ready::Ready;

/// Where the last answers are kept.
const PREFERENCE: &str = "health/asked";

/// What can be read is asked for at least this often, ms: a little less than the five minutes in which a change is noticed.
const READS_MS: i64 = 200_000;

/// What was found out.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) permissions: Permissions,
    /// Last look at all of them, ms.
    pub(super) permissions_at_ms: Option<i64>,
    /// `None`: not seen, or the key may not see them.
    pub(super) webhooks: Option<Vec<Webhook>>,
    pub(super) webhooks_at_ms: Option<i64>,
    /// Last whole look, ms.
    pub(super) checked_at_ms: Option<i64>,
    reads_at_ms: Option<i64>,
    /// When each permission was asked about on purpose last, ms.
    each_at_ms: BTreeMap<String, i64>,
}

/// What outlives the program.
#[derive(Serialize, Deserialize)]
struct Kept {
    permissions: Permissions,
    permissions_at_ms: Option<i64>,
    checked_at_ms: Option<i64>,
}

/// What health needs while a seat is connected.
#[derive(Default)]
pub(crate) struct HealthDesk {
    asked: Mutex<Asked>,
    /// One look at a time.
    pub(super) turn: tokio::sync::Mutex<()>,
    /// Something changed that checks look at.
    pub(super) touched: Notify,
    /// How everything stood when the window was told last.
    pub(super) shown: Mutex<Vec<(String, fulcrum_domain::health::Standing, String)>>,
}

impl Asked {
    fn learn(&mut self, found: Permissions, wanted: &[&str], now_ms: i64) {
        self.permissions.learn(found);
        let each = wanted.iter().map(|one| ((*one).to_owned(), now_ms));
        self.each_at_ms.extend(each);
    }

    fn asked_ms(&self, permission: &str) -> Option<i64> {
        self.each_at_ms.get(permission).copied()
    }
}

impl HealthDesk {
    /// A committed write.
    pub(crate) fn changed(&self, changes: &ChangeSet) {
        let concerns = |kind: &Kind| matches!(kind, Kind::Stage | Kind::Posting | Kind::Setup);
        if changes.kinds.iter().any(concerns) {
            self.touch();
        }
    }

    /// Something is different: look soon.
    pub(crate) fn touch(&self) {
        self.touched.notify_one();
    }

    /// What is known, with what ordinary requests showed meanwhile.
    pub(super) fn asked(&self, meter: &Meter) -> Asked {
        let mut asked = self.lock().clone();
        for (permission, allowed) in meter.allowed() {
            if allowed.used_ms > asked.asked_ms(permission) {
                asked.permissions.used(permission);
            }
        }
        asked
    }

    /// What was found out about the key before it had a seat.
    pub(crate) fn begin_with(&self, found: Permissions, at_ms: i64) {
        let mut asked = self.lock();
        asked.permissions.learn(found);
        asked.permissions_at_ms = Some(at_ms);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads what an earlier run found out.
pub(super) async fn recall(ready: &Ready) {
    let kept = ready
        .desk
        .read(|tx| tx.preference::<Kept>(PREFERENCE))
        .await;
    if let Ok(Some(kept)) = kept {
        let mut asked = ready.health.lock();
        // What a new key was just asked counts more.
        if asked.permissions_at_ms.is_none() {
            asked.permissions = kept.permissions;
            asked.permissions_at_ms = kept.permissions_at_ms;
        }
        asked.checked_at_ms = kept.checked_at_ms;
    }
}

/// Asks everything.
///
/// # Errors
/// What keeps Lever from answering.
pub(super) async fn everything(ready: &Ready) -> Result<(), LeverError> {
    let lever = ready.lever.at(Priority::Screen);
    let wanted = permission::all();
    let found = lever.permissions(&wanted).await?;
    let now = ready.now_ms();
    {
        let mut asked = ready.health.lock();
        asked.learn(found, &wanted, now);
        asked.permissions_at_ms = Some(now);
        asked.reads_at_ms = Some(now);
    }
    webhooks(ready, Priority::Screen).await?;
    ready.health.lock().checked_at_ms = Some(now);
    keep(ready).await;
    Ok(())
}

/// Reads what is due and was not read by the way; nothing is written, not even about nothing, unless a person asks. A Lever that
/// does not answer is told elsewhere.
pub(super) async fn what_is_due(ready: &Ready) {
    if ready.engine.status().phase != Phase::Live {
        return;
    }
    let now = ready.now_ms();
    let is_recent =
        |at: Option<i64>| at.is_some_and(|at| (0..READS_MS).contains(&now.saturating_sub(at)));
    let known = ready.health.lock().clone();
    let allowed = ready.meter.allowed();
    // Refused by the way, and not asked about since.
    let mut wanted: Vec<&str> = allowed
        .iter()
        .filter(|(permission, one)| {
            one.is_doubtful() && one.refused_ms > known.asked_ms(permission)
        })
        .map(|(permission, _)| *permission)
        .collect();
    let reads = !is_recent(known.reads_at_ms);
    if reads {
        let used_ms = |permission: &str| allowed.get(permission).and_then(|one| one.used_ms);
        let due = permission::reads()
            .filter(|permission| !is_recent(used_ms(permission)))
            .filter(|permission| !wanted.contains(permission));
        let due: Vec<&str> = due.collect();
        wanted.extend(due);
    }
    if !wanted.is_empty() {
        let lever = ready.lever.at(Priority::Delta);
        match lever.permissions(&wanted).await {
            Ok(found) => ready.health.lock().learn(found, &wanted, ready.now_ms()),
            Err(error) => {
                tracing::info!(code = error.code.as_str(), "permissions were not asked");
                return;
            }
        }
    }
    if !reads {
        return;
    }
    ready.health.lock().reads_at_ms = Some(now);
    if let Err(error) = webhooks(ready, Priority::Delta).await {
        tracing::info!(code = error.code.as_str(), "webhooks were not asked");
    }
}

/// The list of webhooks, where the key may see it.
async fn webhooks(ready: &Ready, priority: Priority) -> Result<(), LeverError> {
    let may = ready.health.asked(&ready.meter).permissions;
    let seen = match may.given("webhooks:read") {
        Given::No => None,
        _ => match ready.lever.at(priority).webhooks().await {
            Ok(hooks) => Some(hooks),
            Err(error) if error.code == fulcrum_lever::Code::PermissionMissing => None,
            Err(error) => return Err(error),
        },
    };
    let mut asked = ready.health.lock();
    asked.webhooks_at_ms = seen.as_ref().map(|_| ready.now_ms());
    asked.webhooks = seen;
    Ok(())
}

async fn keep(ready: &Ready) {
    let asked = ready.health.asked(&ready.meter);
    let kept = Kept {
        permissions: asked.permissions,
        permissions_at_ms: asked.permissions_at_ms,
        checked_at_ms: asked.checked_at_ms,
    };
    let written = ready
        .desk
        .write(Cause::Clock, move |tx| tx.set_preference(PREFERENCE, &kept))
        .await;
    if let Err(error) = written {
        tracing::warn!(
            code = error.code().as_str(),
            "what Lever answered was not kept"
        );
    }
}
