//! The console's state as JSON: everything that its pages show, but the requests.

use serde_json::{Value, json};

use crate::console::Console;
use crate::lever::{Delivery, RETRY_AFTER_MS};
use crate::settings::Limits;
use crate::world::facets::Facet;

impl Console {
    /// Everything but the requests.
    pub fn state(&self) -> Value {
        let world = self.lever.look(|world| {
            let archived: usize = world
                .stages
                .iter()
                .map(|stage| world.count_in_stage(Facet::Archived, "true", &stage.id))
                .sum();
            let stages: Vec<Value> = world
                .stages
                .iter()
                .map(|stage| {
                    let active = world.count_in_stage(Facet::Archived, "false", &stage.id);
                    json!({ "id": stage.id, "text": stage.text, "active": active })
                })
                .collect();
            let mine = world
                .opportunities_with(Facet::Owner, &world.cast.seat)
                .iter()
                .filter_map(|id| world.opportunities.get(&**id))
                .filter(|one| one.archived.is_none())
                .count();
            json!({
                "opportunities": world.opportunities.len(),
                "archived": archived,
                "contacts": world.contacts.len(),
                "postings": world.postings.len(),
                "users": world.users.len(),
                "notes": world.notes.values().map(Vec::len).sum::<usize>(),
                "panels": world.panels.values().map(Vec::len).sum::<usize>(),
                "deleted": world.deleted.len(),
                "webhooks": world.webhooks.iter().map(|one| json!({ "id": one.id, "event": one.event, "url": one.url, "origins": one.origins })).collect::<Vec<_>>(),
                "seat": { "user_id": world.cast.seat, "active": mine },
                "stages": stages,
            })
        });
        let settings = &self.lever.settings;
        json!({
            "seed": self.lever.settings.seed,
            "now": self.lever.clock.now_ms(),
            "speed": self.lever.settings.speed,
            "clock": { "manual": self.lever.clock.is_manual(), "next": self.lever.clock.next_ms() },
            "settings": {
                "opportunities": settings.opportunities,
                "postings": settings.postings,
                "limits": match settings.limits {
                    Limits::Lever => "lever",
                    Limits::Off => "off",
                },
                "vendor_seconds": settings.vendor_seconds,
            },
            "budget": self.lever.budgets(),
            "scenario": self.lever.scenario.state(),
            "world": world,
            "groups": self.lever.groups(),
            "applications": self.lever.access().state(),
            "keys": self.lever.access().key_list(),
            "latency": self.lever.latency(),
            "switches": self.lever.settings.switches,
            "faults": self.lever.faults(),
            "deliveries": self.deliveries(),
            "myinterview": self.myinterview.state(),
            "jobtwine": self.jobtwine.state(),
        })
    }

    /// Deliveries with `next_at`, the virtual time of the next attempt; null where none is to come, or the first is under way.
    fn deliveries(&self) -> Vec<Value> {
        let with_next = |delivery: &Delivery| {
            let mut shown = json!(delivery);
            if let Some(map) = shown.as_object_mut() {
                map.insert("next_at".to_owned(), json!(next_at(delivery)));
            }
            shown
        };
        self.lever.deliveries().iter().map(with_next).collect()
    }
}

fn next_at(delivery: &Delivery) -> Option<i64> {
    if delivery.state != "pending" {
        return None;
    }
    let tried = delivery.attempts.len();
    let wait = RETRY_AFTER_MS.get(tried.checked_sub(1)?)?;
    Some(delivery.attempted_at.last()?.saturating_add(*wait))
}
