//! Every way in which the account changes, with the time stamps that recordings show.
//!
//! | change | `lastInteractionAt` | `lastAdvancedAt` | `updatedAt` |
//! |---|---|---|---|
//! | stage | now | now | now + 1 |
//! | same stage again | – | – | – |
//! | first archive | now | now | now + 1 |
//! | archive again | now | – | now + 1 |
//! | tags, links | – | – | now |
//! | tags that change nothing | – | – | – |
//! | note, comment | + 360 ms | – | + 361 ms |
//! | note changed | – | – | now + 1 |
//! | feedback, file | now | – | now + 1 |
//! | feedback changed | – | – | – |
//! | panel, interview: new or changed | now | – | now + 1 |
//! | anything deleted, profile form | – | – | – |
//! | new candidacy | created + 2 ms | created | + 5 ms, then + 38 ms |
//! | posting renamed | – | – | + 271 ms, on all its opportunities |

use serde_json::{Value, json};

use crate::world::facets::Facet;
use crate::world::model::{
    Archived, Contact, Deleted, Event, Id, Ms, Opportunity, Phone, Posting, StageChange,
};
use crate::world::{Later, LaterChange, World};

/// Recorded distance between a posting's new title and the tags of its opportunities.
const RETAG_LAG_MS: i64 = 271;

/// What of a contact is to change; absent fields stay.
#[derive(Debug, Default)]
pub struct ContactChange {
    /// New name.
    pub name: Option<String>,
    /// New headline.
    pub headline: Option<String>,
    /// New location.
    pub location: Option<String>,
    /// All addresses.
    pub emails: Option<Vec<String>>,
    /// All numbers.
    pub phones: Option<Vec<Phone>>,
}

impl World {
    /// Moves an opportunity. Returns whether anything changed; the stage it is in already changes nothing.
    pub fn move_to_stage(&mut self, id: &str, stage: &str, user: Option<Id>, now: Ms) -> bool {
        let index = self.stage_index(stage);
        let Some(opportunity) = self.opportunities.get_mut(id) else {
            return false;
        };
        if opportunity.stage == stage {
            return false;
        }
        let from = std::mem::replace(&mut opportunity.stage, stage.to_owned());
        opportunity.stage_changes.push(StageChange {
            to_stage_id: stage.to_owned(),
            to_stage_index: index,
            updated_at: now,
            user_id: user,
        });
        opportunity.last_advanced_at = now;
        opportunity.last_interaction_at = now;
        opportunity.updated_at = Some(now + 1);
        let event = about(
            opportunity,
            "candidateStageChange",
            json!({ "fromStageId": from, "toStageId": stage }),
            now,
        );
        self.events.push(event);
        true
    }

    /// Archives (again), or un-archives when `reason` is `None`.
    pub fn archive(&mut self, id: &str, reason: Option<&str>, now: Ms) {
        let hired = self
            .archive_reasons
            .iter()
            .any(|known| Some(known.id.as_str()) == reason && known.kind == "hired");
        let Some(opportunity) = self.opportunities.get_mut(id) else {
            return;
        };
        let from = opportunity.archived.clone();
        let to = reason.map(|reason| Archived {
            reason: reason.to_owned(),
            archived_at: now,
        });
        if from.is_none() && to.is_none() {
            return;
        }
        if from.is_none() {
            opportunity.last_advanced_at = now;
        }
        if let Some(application) = &mut opportunity.application {
            match &to {
                Some(_) if application.archived.is_some() => {}
                other => application.archived = (*other).clone(),
            }
        }
        opportunity.archived.clone_from(&to);
        opportunity.last_interaction_at = now;
        opportunity.updated_at = Some(now + 1);
        let mut events = vec![about(
            opportunity,
            "candidateArchiveChange",
            json!({ "fromArchived": from, "toArchived": to }),
            now,
        )];
        if hired {
            events.push(about(opportunity, "candidateHired", json!({}), now));
        }
        self.events.extend(events);
    }

    /// Adds and removes tags. A change that changes nothing leaves `updatedAt` alone.
    pub fn change_tags(&mut self, id: &str, add: &[String], remove: &[String], now: Ms) {
        let Some(opportunity) = self.opportunities.get_mut(id) else {
            return;
        };
        if replace(&mut opportunity.tags, remove, add) {
            opportunity.updated_at = Some(now);
        }
    }

    /// Adds and removes sources.
    pub fn change_sources(&mut self, id: &str, add: &[String], remove: &[String], now: Ms) {
        let Some(opportunity) = self.opportunities.get_mut(id) else {
            return;
        };
        if replace(&mut opportunity.sources, remove, add) {
            opportunity.updated_at = Some(now);
        }
    }

    /// Adds and removes links of the *contact*; all the contact's opportunities count as changed.
    pub fn change_links(&mut self, id: &str, add: &[String], remove: &[String], now: Ms) {
        let Some(contact) = self.opportunities.get(id).map(|one| one.contact.clone()) else {
            return;
        };
        let Some(person) = self.contacts.get_mut(&contact) else {
            return;
        };
        let add: Vec<String> = add.iter().map(|link| with_scheme(link)).collect();
        if replace(&mut person.links, remove, &add) {
            self.touch_contact(&contact, now);
        }
    }

    /// Changes a person. Returns the person, or `None` when unknown.
    pub fn change_contact(&mut self, id: &str, change: ContactChange, now: Ms) -> Option<&Contact> {
        let person = self.contacts.get_mut(id)?;
        let before = format!("{person:?}");
        set(&mut person.name, change.name);
        set(&mut person.headline, change.headline);
        set(&mut person.location, change.location);
        set(&mut person.emails, change.emails);
        set(&mut person.phones, change.phones);
        if before != format!("{person:?}") {
            self.touch_contact(id, now);
            self.events.push(Event {
                name: "contactUpdated",
                origin: None,
                data: json!({ "contactId": id }),
                at: now,
            });
        }
        self.contacts.get(id)
    }

    /// Removes a person's data, as an admin does on their request. Returns whether there is such a person.
    pub fn anonymize(&mut self, contact: &str, now: Ms) -> bool {
        let Some(person) = self.contacts.get_mut(contact) else {
            return false;
        };
        *person = Contact {
            id: contact.to_owned(),
            is_anonymized: true,
            ..Contact::default()
        };
        self.touch_contact(contact, now);
        true
    }

    /// Deletes an opportunity; its person stays while another opportunity is theirs.
    pub fn delete_opportunity(&mut self, id: &str, by: Option<Id>, now: Ms) -> bool {
        let Some(opportunity) = self.opportunities.remove(id) else {
            return false;
        };
        self.notes.remove(id);
        self.panels.remove(id);
        self.records.forget(id);
        let event = about(
            &opportunity,
            "candidateDeleted",
            json!({ "deletedBy": by }),
            now,
        );
        self.events.push(event);
        let shared = self.candidacies_of(&opportunity.contact);
        if shared.is_empty() {
            self.contacts.remove(&opportunity.contact);
        }
        self.deleted.push(Deleted {
            opportunity,
            at: now,
            by,
        });
        true
    }

    /// Puts a changed posting in place of the old one. Derived tags of its opportunities follow a moment later; new manual
    /// posting tags follow only where `backfill` says so (no source tells which is true).
    pub fn change_posting(
        &mut self,
        mut changed: Posting,
        backfill: bool,
        now: Ms,
    ) -> Option<&Posting> {
        let id = changed.id.clone();
        let before = self.postings.get(&id)?;
        let mut old = derived_tags(before);
        let mut new = derived_tags(&changed);
        if backfill {
            old.extend(before.tags.iter().cloned());
            new.extend(changed.tags.iter().cloned());
        }
        changed.updated_at = before.updated_at;
        if format!("{before:?}") != format!("{changed:?}") {
            changed.updated_at = now;
        }
        self.postings.insert(id.clone(), changed);
        let gone: Vec<String> = old
            .iter()
            .filter(|tag| !new.contains(tag))
            .cloned()
            .collect();
        let come: Vec<String> = new
            .iter()
            .filter(|tag| !old.contains(tag))
            .cloned()
            .collect();
        if !gone.is_empty() || !come.is_empty() {
            self.later.push(Later {
                at: now + RETAG_LAG_MS,
                what: LaterChange::Retag {
                    posting: id.clone(),
                    old: gone,
                    new: come,
                },
            });
        }
        self.postings.get(&id)
    }

    pub(crate) fn retag(&mut self, posting: &str, old: &[String], new: &[String], at: Ms) {
        for id in self.opportunities_with(Facet::Posting, posting) {
            let Some(opportunity) = self.opportunities.get_mut(&id) else {
                continue;
            };
            // Opportunities that lost their derived tags when they were archived long ago stay without.
            let follows = old.is_empty() || old.iter().any(|tag| opportunity.tags.contains(tag));
            if follows && replace(&mut opportunity.tags, old, new) {
                opportunity.updated_at = opportunity.updated_at.max(Some(at));
            }
        }
    }

    /// Only `updatedAt` moves, and never back.
    pub(crate) fn touch(&mut self, id: &str, at: Ms) {
        if let Some(opportunity) = self.opportunities.get_mut(id) {
            opportunity.updated_at = opportunity.updated_at.max(Some(at));
        }
    }

    /// Takes a user out of the followers of everything, as happens to who becomes an interviewer.
    pub(crate) fn unfollow_everything(&mut self, user: &str, now: Ms) {
        for posting in self.postings.values_mut() {
            posting.followers.retain(|follower| follower != user);
        }
        let following: Vec<Id> = self
            .opportunities
            .values()
            .filter(|one| one.followers.iter().any(|follower| follower == user))
            .map(|one| one.id.clone())
            .collect();
        for id in following {
            if let Some(one) = self.opportunities.get_mut(&id) {
                one.followers.retain(|follower| follower != user);
            }
            self.touch(&id, now);
        }
    }

    /// Adds a posting.
    pub(crate) fn add_posting(&mut self, posting: Posting) {
        self.postings.insert(posting.id.clone(), posting);
    }

    fn touch_contact(&mut self, contact: &str, now: Ms) {
        for id in self.candidacies_of(contact) {
            if let Some(opportunity) = self.opportunities.get_mut(&id) {
                opportunity.updated_at = Some(now);
            }
        }
    }
}

/// The tags an opportunity gets from its posting's title, department, team, location and work type, in that order.
pub fn derived_tags(posting: &Posting) -> Vec<String> {
    let categories = &posting.categories;
    let mut tags = vec![posting.text.clone()];
    for part in [
        &categories.department,
        &categories.team,
        &categories.location,
        &categories.commitment,
    ] {
        if let Some(tag) = part
            && !tags.contains(tag)
        {
            tags.push(tag.clone());
        }
    }
    tags
}

fn about(opportunity: &Opportunity, name: &'static str, more: Value, now: Ms) -> Event {
    let mut data = json!({
        "opportunityId": opportunity.id,
        "candidateId": opportunity.id,
        "contactId": opportunity.contact,
    });
    if let (Value::Object(data), Value::Object(more)) = (&mut data, more) {
        data.extend(more);
    }
    Event {
        name,
        origin: Some(opportunity.origin.clone()),
        data,
        at: now,
    }
}

fn replace(list: &mut Vec<String>, remove: &[String], add: &[String]) -> bool {
    let before = list.clone();
    list.retain(|item| !remove.contains(item));
    for item in add {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
    *list != before
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// A link as Lever keeps it: one without scheme gets `http://`.
pub(crate) fn with_scheme(link: &str) -> String {
    if link.contains("://") {
        link.to_owned()
    } else {
        format!("http://{link}")
    }
}
