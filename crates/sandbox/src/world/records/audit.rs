//! Audit events: users, sign-ins, keys and exports. Nothing about candidates, tags or notes is in them.

use serde_json::{Value, json};

use crate::world::World;
use crate::world::chance::Chance;
use crate::world::model::{Id, Ms, User};

const DAY: i64 = 86_400_000;

/// One event.
#[derive(Clone, Debug)]
pub(crate) struct AuditEvent {
    pub(crate) id: Id,
    pub(crate) created_at: Ms,
    /// One of twenty-two; see [`TYPES`].
    pub(crate) kind: &'static str,
    /// Who did it; none for failed sign-ins.
    pub(crate) user: Option<Value>,
    /// `{id, type, label}`
    pub(crate) target: Value,
    /// Depends on the kind.
    pub(crate) meta: Value,
}

/// Every type there is.
pub(crate) const TYPES: &[&str] = &[
    "account:added",
    "account:deactivated",
    "account:reactivated",
    "account.authentication:changed",
    "account.plan:changed",
    "account.suites:changed",
    "export:downloaded",
    "key:added",
    "key:removed",
    "user:added",
    "user:deactivated",
    "user:merged",
    "user:reactivated",
    "user:removed",
    "user.authentication:failed",
    "user.authentication:succeeded",
    "user.email:changed",
    "user.linkedProfile:changed",
    "user.password:changed",
    "user.password:forgot",
    "user.permission:changed",
    "user.role:changed",
];

impl AuditEvent {
    /// As the API shows it.
    pub(crate) fn shape(&self) -> Value {
        json!({
            "id": self.id,
            "createdAt": self.created_at,
            "type": self.kind,
            "user": self.user,
            "target": self.target,
            "meta": self.meta,
        })
    }
}

/// `{id, email, name, role}`
pub(crate) fn actor(user: &User) -> Value {
    json!({ "id": user.id, "email": user.email, "name": user.name, "role": user.access_role })
}

fn target(user: &User) -> Value {
    json!({ "id": user.id, "type": "user", "label": user.name })
}

/// Ninety days of sign-ins, some of them failed, an export now and then, and every deactivation.
pub(crate) fn fill(world: &World, seed: u64, now: Ms) -> Vec<AuditEvent> {
    let mut chance = Chance::new(seed, "audit");
    let mut events = Vec::new();
    let admin = world.user(&world.cast.super_admin);
    for user in &world.users {
        for _ in 0..chance.between(2, 6) {
            let at = now - chance.between(1, 90) * DAY + chance.between(0, DAY / 2);
            let failed = user.deactivated_at.is_some() || chance.happens(0.1);
            let mut meta = json!({ "authentication": { "method": "direct" }, "user": actor(user) });
            if let (true, Some(method)) = (failed, meta.pointer_mut("/authentication")) {
                *method = json!({ "method": "direct", "error": { "type": "wrong-password", "message": "Wrong password" } });
            }
            events.push(AuditEvent {
                id: chance.id(),
                created_at: at,
                kind: if failed {
                    "user.authentication:failed"
                } else {
                    "user.authentication:succeeded"
                },
                user: (!failed).then(|| actor(user)),
                target: target(user),
                meta,
            });
        }
        if let Some(at) = user.deactivated_at {
            events.push(AuditEvent {
                id: chance.id(),
                created_at: at,
                kind: "user:deactivated",
                user: admin.map(actor),
                target: target(user),
                meta: json!({ "user": actor(user) }),
            });
        }
    }
    for _ in 0..5 {
        let id = chance.id();
        events.push(AuditEvent {
            id: chance.id(),
            created_at: now - chance.between(1, 80) * DAY,
            kind: "export:downloaded",
            user: admin.map(actor),
            target: json!({ "id": id, "type": "export", "label": "all-postings" }),
            meta: json!({ "export": { "id": id, "name": format!("{id}.all-postings.csv"), "rows": world.postings.len() } }),
        });
    }
    events.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
    events
}

impl World {
    /// Notes something that was done to a user.
    pub(crate) fn audit_user(&mut self, kind: &'static str, user: &str, now: Ms) {
        let id = self.ids.id();
        let Some(user) = self.user(user) else {
            return;
        };
        let event = AuditEvent {
            id,
            created_at: now,
            kind,
            user: self.user(&self.cast.super_admin).map(actor),
            target: target(user),
            meta: json!({ "user": actor(user) }),
        };
        self.records.audit.push(event);
    }
}
