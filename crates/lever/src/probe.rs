//! What a key or grant may do, asked without changing anything.
//!
//! A read asks for one item. A write is addressed to something that does not exist, and carries nothing that could change it
//! if it did: Lever either refuses the permission (403) or says that there is no such thing (404). No source says which it
//! looks at first, so the second answer proves the permission only where this very Lever was seen to refuse a question about
//! nothing: then the permission comes first. See [`Permissions::given`].

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_domain::ids::{ContactId, OpportunityId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::client::endpoints::{
    ARCHIVE_REASONS, CONFIDENTIAL_POSTINGS, CONTACT, CREATE_NOTE, DELETE_FEEDBACK, DELETE_FILE,
    DELETE_INTERVIEW, DELETE_PANEL, DELETE_WEBHOOK, FEEDBACK, FEEDBACK_TEMPLATES, FILES,
    INTERVIEWS, NOTES, OFFERS, OPPORTUNITIES, PANELS, POSTINGS, REQUISITIONS, RESUMES, SET_STAGE,
    SOURCES, STAGES, TAGS, UPDATE_CONTACT, UPDATE_POSTING, USERS, WEBHOOKS,
};
use crate::client::{Call, Endpoint, Lever, OpportunityQuery};
use crate::error::{Code, LeverError};
use crate::transport::Method;

/// An id in Lever's form that no record has.
const NOTHING: &str = "00000000-0000-4000-8000-000000000000";

/// What the answer to a question was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    /// The thing asked for came.
    Given,
    /// 403.
    Refused,
    /// There is no such thing, or the question was not whole; no word about the permission.
    NoSuchThing,
}

/// What is known about one permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// It is there.
    Yes,
    /// Lever refuses it.
    No,
    /// It was not refused, which proves nothing.
    NotRefused,
    /// It was not asked about.
    Unasked,
}

/// What a key or grant was seen to be allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permissions {
    answers: BTreeMap<String, Answer>,
    /// Kinds of question (`GET`, or anything that writes) of which one was refused although it was about nothing.
    looks_at_permission_first: BTreeSet<bool>,
}

impl Permissions {
    /// Whether the key has the permission, named like a scope without its suffix (`notes:write`).
    pub fn given(&self, permission: &str) -> Given {
        match self.answers.get(permission) {
            Some(Answer::Given) => Given::Yes,
            Some(Answer::Refused) => Given::No,
            Some(Answer::NoSuchThing)
                if self.looks_at_permission_first.contains(&writes(permission)) =>
            {
                Given::Yes
            }
            Some(Answer::NoSuchThing) => Given::NotRefused,
            None => Given::Unasked,
        }
    }

    /// Adds what a later look found. That there is no such thing takes back a refusal, and nothing that was given.
    pub fn learn(&mut self, later: Self) {
        for (permission, answer) in later.answers {
            if answer == Answer::NoSuchThing && self.given(&permission) == Given::Yes {
                continue;
            }
            self.answers.insert(permission, answer);
        }
        self.looks_at_permission_first
            .extend(later.looks_at_permission_first);
    }

    /// An ordinary request that needs it was carried out.
    pub fn used(&mut self, permission: &str) {
        self.answers.insert(permission.to_owned(), Answer::Given);
    }

    fn note(&mut self, permission: &str, about_nothing: bool, answer: Answer) {
        if about_nothing && answer == Answer::Refused {
            self.looks_at_permission_first.insert(writes(permission));
        }
        self.answers.insert(permission.to_owned(), answer);
    }
}

fn writes(permission: &str) -> bool {
    permission.ends_with(":write")
}

/// Somebody whose records are asked for; without anybody the question is about nothing.
#[derive(Clone, Debug, Default)]
struct Somebody {
    opportunity: Option<OpportunityId>,
    contact: Option<ContactId>,
}

/// How a permission is asked about.
#[derive(Clone, Copy)]
enum Way {
    /// One item of a list of the account.
    List,
    /// One item of a list of an opportunity.
    OfOpportunity,
    /// A person.
    OfContact,
    /// Something that does not exist.
    OfNothing,
    /// One posting that only the grant for confidential data shows.
    Confidential,
}

/// Every permission that can be asked about, and how. Reading what is sensitive by law is not tried.
static WAYS: [(Endpoint, Way); 28] = [
    (OPPORTUNITIES, Way::List),
    (POSTINGS, Way::List),
    (STAGES, Way::List),
    (USERS, Way::List),
    (ARCHIVE_REASONS, Way::List),
    (NOTES, Way::OfOpportunity),
    (INTERVIEWS, Way::OfOpportunity),
    (CONTACT, Way::OfContact),
    (WEBHOOKS, Way::List),
    (SET_STAGE, Way::OfNothing),
    (CREATE_NOTE, Way::OfNothing),
    (UPDATE_CONTACT, Way::OfNothing),
    (UPDATE_POSTING, Way::OfNothing),
    (CONFIDENTIAL_POSTINGS, Way::Confidential),
    (TAGS, Way::List),
    (SOURCES, Way::List),
    (PANELS, Way::OfNothing),
    (FEEDBACK, Way::OfNothing),
    (FEEDBACK_TEMPLATES, Way::List),
    (FILES, Way::OfNothing),
    (RESUMES, Way::OfNothing),
    (OFFERS, Way::OfNothing),
    (REQUISITIONS, Way::List),
    (DELETE_PANEL, Way::OfNothing),
    (DELETE_INTERVIEW, Way::OfNothing),
    (DELETE_FEEDBACK, Way::OfNothing),
    (DELETE_FILE, Way::OfNothing),
    (DELETE_WEBHOOK, Way::OfNothing),
];

/// All permissions that can be asked about.
pub fn askable() -> impl Iterator<Item = &'static str> {
    WAYS.iter().map(|(endpoint, _)| endpoint.permission)
}

impl Lever {
    /// Asks about these permissions; one that cannot be asked about is left out.
    ///
    /// # Errors
    /// Whatever is not about a single permission: [`Code::KeyRejected`], no network, not Lever at all.
    pub async fn permissions(&self, wanted: &[&str]) -> Result<Permissions, LeverError> {
        let mut found = Permissions::default();
        let asks = |permission: &str| wanted.contains(&permission);
        let needs_somebody = WAYS.iter().any(|(endpoint, way)| {
            matches!(way, Way::OfOpportunity | Way::OfContact) && asks(endpoint.permission)
        });
        let somebody = if needs_somebody || asks(OPPORTUNITIES.permission) {
            self.somebody(&mut found).await?
        } else {
            Somebody::default()
        };
        for (endpoint, way) in WAYS {
            // Without postings, none that is confidential is refused for that.
            let hidden =
                matches!(way, Way::Confidential) && found.given(POSTINGS.permission) == Given::No;
            let known = hidden || found.answers.contains_key(endpoint.permission);
            if asks(endpoint.permission) && !known {
                let about_nothing = match way {
                    Way::List | Way::Confidential => false,
                    Way::OfOpportunity => somebody.opportunity.is_none(),
                    Way::OfContact => somebody.contact.is_none(),
                    Way::OfNothing => true,
                };
                let answer = self.ask(endpoint, way, &somebody).await?;
                found.note(endpoint.permission, about_nothing, answer);
            }
        }
        Ok(found)
    }

    /// One opportunity, whoever it is: also the question about opportunities itself.
    async fn somebody(&self, found: &mut Permissions) -> Result<Somebody, LeverError> {
        let one = OpportunityQuery {
            limit: Some(1),
            ..OpportunityQuery::default()
        };
        let permission = OPPORTUNITIES.permission;
        match self.opportunities(&one, None).await {
            Ok(page) => {
                found.note(permission, false, Answer::Given);
                let some = page.items.into_iter().next();
                Ok(some.map_or_else(Somebody::default, |some| Somebody {
                    opportunity: Some(some.id),
                    contact: Some(some.contact),
                }))
            }
            Err(error) if error.code == Code::PermissionMissing => {
                found.note(permission, false, Answer::Refused);
                Ok(Somebody::default())
            }
            Err(error) => Err(error),
        }
    }

    async fn ask(
        &self,
        endpoint: Endpoint,
        way: Way,
        somebody: &Somebody,
    ) -> Result<Answer, LeverError> {
        let opportunity = somebody.opportunity.as_ref().map(OpportunityId::as_str);
        let contact = somebody.contact.as_ref().map(ContactId::as_str);
        let first = match way {
            Way::OfOpportunity => opportunity,
            Way::OfContact => contact,
            Way::List | Way::OfNothing | Way::Confidential => None,
        };
        let mut call = Call::new(endpoint, &[first.unwrap_or(NOTHING), NOTHING]);
        match (endpoint.method, way) {
            (Method::Get, Way::OfContact | Way::OfNothing) => {}
            (Method::Get, Way::Confidential) => {
                call = call
                    .query("confidentiality", "confidential")
                    .query("limit", "1");
            }
            (Method::Get, _) => call = call.query("limit", "1"),
            // No stage, no text, nothing to replace: it changes nothing even where it met something.
            (Method::Put | Method::Post, _) => call = call.body(json!({})),
            (Method::Delete, _) => {}
        }
        let answer = match endpoint.method {
            Method::Get => self.one::<Value>(call).await.map(drop),
            _ => self.nothing(call).await,
        };
        match answer {
            Ok(()) => Ok(Answer::Given),
            Err(error) => match error.code {
                Code::PermissionMissing => Ok(Answer::Refused),
                Code::NotFound | Code::Refused | Code::Conflict => Ok(Answer::NoSuchThing),
                _ => Err(error),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_such_thing_proves_a_permission_only_where_another_was_refused_about_nothing() {
        let mut found = Permissions::default();
        found.note("notes:write", true, Answer::NoSuchThing);
        found.note("stages:read", false, Answer::Given);
        // Refused about something that is there: the order of looking is not seen.
        found.note("users:read", false, Answer::Refused);
        assert_eq!(found.given("notes:write"), Given::NotRefused);
        assert_eq!(found.given("stages:read"), Given::Yes);
        assert_eq!(found.given("users:read"), Given::No);
        assert_eq!(found.given("panels:write"), Given::Unasked);
        // A refused read says nothing about writes.
        found.note("files:read", true, Answer::Refused);
        assert_eq!(found.given("notes:write"), Given::NotRefused);
        let mut later = Permissions::default();
        later.note("panels:write", true, Answer::Refused);
        found.learn(later);
        assert_eq!(found.given("notes:write"), Given::Yes);
        assert_eq!(found.given("panels:write"), Given::No);
    }

    #[test]
    fn every_permission_is_asked_about_in_one_way() {
        let all: Vec<_> = askable().collect();
        let different: BTreeSet<_> = all.iter().collect();
        assert_eq!(all.len(), different.len());
    }

    #[test]
    fn a_write_is_about_nothing() {
        for (endpoint, way) in WAYS {
            let reads = matches!(endpoint.method, Method::Get);
            assert_eq!(reads, !writes(endpoint.permission), "{}", endpoint.name);
            assert!(
                reads || matches!(way, Way::OfNothing),
                "{} would write",
                endpoint.name
            );
            // Creating needs no thing that is there, so nothing may be asked in that way.
            assert!(
                reads || endpoint.name.contains(":id"),
                "{} would make something",
                endpoint.name
            );
        }
    }
}
