//! A new candidacy, as a colleague would add it in Lever.

use serde_json::json;

use crate::world::change::{derived_tags, with_scheme};
use crate::world::model::{
    Application, Archived, Contact, Event, Id, Ms, Opportunity, Phone, StageChange,
};
use crate::world::{Later, LaterChange, World};

/// Who is to be added.
#[derive(Debug, Default)]
pub struct NewPerson {
    /// Full name.
    pub name: String,
    /// Addresses.
    pub emails: Vec<String>,
    /// Numbers.
    pub phones: Vec<Phone>,
    /// Posting id; none for a lead.
    pub posting: Option<Id>,
    /// Stage id; `lead-new` when absent.
    pub stage: Option<Id>,
    /// User id.
    pub owner: Option<Id>,
    /// Manual tags.
    pub tags: Vec<String>,
    /// An existing person's id: a further candidacy of theirs.
    pub contact: Option<Id>,
}

/// What the API can say besides. The default is what a colleague who types somebody in leaves behind.
#[derive(Debug, Default)]
pub(crate) struct Details {
    /// Of the person.
    pub(crate) headline: String,
    /// Of the person.
    pub(crate) location: String,
    /// Of the person.
    pub(crate) links: Vec<String>,
    /// `sourced` unless given.
    pub(crate) origin: Option<String>,
    /// `Added manually` unless given.
    pub(crate) sources: Option<Vec<String>>,
    /// Besides those of the posting.
    pub(crate) followers: Vec<Id>,
    /// Who did it; the owner unless given.
    pub(crate) actor: Option<Id>,
    /// Kind of the application: `user` unless given. Nobody did it when it is `posting`.
    pub(crate) kind: Option<&'static str>,
    /// In the past, for what is imported.
    pub(crate) created_at: Option<Ms>,
    /// Already over.
    pub(crate) archived: Option<Archived>,
    /// Instead of the posting's.
    pub(crate) opportunity_location: Option<String>,
    /// Addresses, numbers and links are new ones of the known person.
    pub(crate) adds_to_contact: bool,
}

/// Recorded distance between a creation and the last `updatedAt` it leaves.
const FINISH_MS: i64 = 38;

impl World {
    /// The person with this address, whatever its case.
    pub(crate) fn contact_with_email(&self, email: &str) -> Option<Id> {
        self.people_at(email).into_iter().next()
    }

    /// Adds a candidacy as a colleague would.
    pub fn create_opportunity(&mut self, person: NewPerson, now: Ms) -> Id {
        self.create_candidacy(person, Details::default(), now)
    }

    /// Adds a candidacy. Supplied tags come first, then the posting's title, department, team, location and work type, then
    /// the posting's manual tags.
    pub(crate) fn create_candidacy(&mut self, person: NewPerson, details: Details, now: Ms) -> Id {
        let id = self.ids.id();
        let stage = person.stage.unwrap_or_else(|| "lead-new".to_owned());
        let index = self.stage_index(&stage);
        let contact = match person
            .contact
            .filter(|known| self.contacts.contains_key(known))
        {
            Some(known) => {
                if let (true, Some(contact)) =
                    (details.adds_to_contact, self.contacts.get_mut(&known))
                {
                    add_missing(&mut contact.emails, &person.emails);
                    add_missing(&mut contact.phones, &person.phones);
                    add_missing(&mut contact.links, &with_schemes(&details.links));
                }
                known
            }
            None => {
                let contact = self.ids.id();
                self.contacts.insert(
                    contact.clone(),
                    Contact {
                        id: contact.clone(),
                        name: person.name,
                        headline: details.headline,
                        is_anonymized: false,
                        location: details.location,
                        emails: person.emails,
                        phones: person.phones,
                        links: with_schemes(&details.links),
                    },
                );
                self.report("contactCreated", None, json!({ "contactId": contact }), now);
                contact
            }
        };
        let application_id = self.ids.id();
        let posting = person
            .posting
            .as_ref()
            .and_then(|posting| self.postings.get(posting));
        let mut tags = person.tags;
        if let Some(posting) = posting {
            for tag in derived_tags(posting)
                .into_iter()
                .chain(posting.tags.iter().cloned())
            {
                if !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
        }
        let at = details.created_at.unwrap_or(now);
        let by_themselves = details.kind == Some("posting");
        let actor = details
            .actor
            .or_else(|| person.owner.clone())
            .filter(|_| !by_themselves);
        // Recorded: those who follow the posting, not who did it.
        let mut followers = posting.map_or_else(Vec::new, |posting| posting.followers.clone());
        add_missing(&mut followers, &details.followers);
        let archived = details.archived;
        let advanced = archived.as_ref().map_or(at, |mark| mark.archived_at);
        let own_place = details.opportunity_location;
        let opportunity = Opportunity {
            id: id.clone(),
            contact: contact.clone(),
            stage: stage.clone(),
            confidentiality: posting.map_or("non-confidential", |posting| posting.confidentiality),
            tags,
            sources: details
                .sources
                .unwrap_or_else(|| vec!["Added manually".to_owned()]),
            stage_changes: vec![StageChange {
                to_stage_id: stage,
                to_stage_index: index,
                updated_at: at,
                user_id: actor.clone(),
            }],
            origin: details.origin.unwrap_or_else(|| "sourced".to_owned()),
            sourced_by: actor.clone(),
            owner: person.owner.clone(),
            followers,
            application: posting.map(|posting| Application {
                id: application_id.clone(),
                kind: details.kind.unwrap_or("user"),
                posting: posting.id.clone(),
                user: actor,
                created_at: at + 1,
                archived: archived.clone(),
            }),
            archived,
            created_at: at,
            updated_at: Some(now + 5),
            last_interaction_at: advanced + 2,
            last_advanced_at: advanced,
            snoozed_until: None,
            location: posting.and_then(|posting| {
                own_place.or_else(|| match posting.categories.all_locations.len() {
                    0 | 1 => posting.categories.location.clone(),
                    _ => Some("unspecified".to_owned()),
                })
            }),
        };
        if opportunity.application.is_some() {
            let data = json!({ "applicationId": application_id, "opportunityId": id, "candidateId": id, "contactId": contact });
            self.report(
                "applicationCreated",
                Some(opportunity.origin.clone()),
                data,
                now,
            );
        }
        self.opportunities.insert(id.clone(), opportunity);
        self.later.push(Later {
            at: now + FINISH_MS,
            what: LaterChange::Settled(id.clone()),
        });
        id
    }

    fn report(
        &mut self,
        name: &'static str,
        origin: Option<String>,
        data: serde_json::Value,
        at: Ms,
    ) {
        self.events.push(Event {
            name,
            origin,
            data,
            at,
        });
    }
}

fn with_schemes(links: &[String]) -> Vec<String> {
    links.iter().map(|link| with_scheme(link)).collect()
}

fn add_missing<T: Clone + PartialEq>(list: &mut Vec<T>, more: &[T]) {
    for item in more {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
}
