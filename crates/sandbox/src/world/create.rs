//! A new candidacy, as a colleague would add it in Lever.

use serde_json::json;

use crate::world::World;
use crate::world::change::derived_tags;
use crate::world::model::{Application, Contact, Event, Id, Ms, Opportunity, Phone, StageChange};

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

impl World {
    /// Adds a candidacy. Supplied tags come first, then the posting's title, department, team, location and work type, then
    /// the posting's manual tags.
    pub fn create_opportunity(&mut self, person: NewPerson, now: Ms) -> Id {
        let id = self.ids.id();
        let stage = person.stage.unwrap_or_else(|| "lead-new".to_owned());
        let index = self.stage_index(&stage);
        let contact = match person
            .contact
            .filter(|known| self.contacts.contains_key(known))
        {
            Some(known) => known,
            None => {
                let contact = self.ids.id();
                self.contacts.insert(
                    contact.clone(),
                    Contact {
                        id: contact.clone(),
                        name: person.name,
                        headline: String::new(),
                        is_anonymized: false,
                        location: String::new(),
                        emails: person.emails,
                        phones: person.phones,
                        links: Vec::new(),
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
        let opportunity = Opportunity {
            id: id.clone(),
            contact: contact.clone(),
            stage: stage.clone(),
            confidentiality: posting.map_or("non-confidential", |posting| posting.confidentiality),
            archived: None,
            tags,
            sources: vec!["Added manually".to_owned()],
            stage_changes: vec![StageChange {
                to_stage_id: stage,
                to_stage_index: index,
                updated_at: now,
                user_id: person.owner.clone(),
            }],
            origin: "sourced".to_owned(),
            sourced_by: person.owner.clone(),
            owner: person.owner.clone(),
            followers: posting.map_or_else(Vec::new, |posting| posting.followers.clone()),
            application: posting.map(|posting| Application {
                id: application_id.clone(),
                kind: "user",
                posting: posting.id.clone(),
                user: person.owner,
                created_at: now + 1,
                archived: None,
            }),
            created_at: now,
            updated_at: Some(now + 5),
            last_interaction_at: now + 2,
            last_advanced_at: now,
            snoozed_until: None,
            location: posting.and_then(|posting| posting.categories.location.clone()),
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
