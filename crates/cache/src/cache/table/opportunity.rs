//! Opportunities: columns for what is queried, the whole domain value as `body` in a table of its own, so that counting,
//! sorting and searching do not have to decrypt it.
//!
//! `actor` and `due_ms` repeat what the current journeys say, and `posting_owner` what the posting says, so that a
//! column can be counted and sorted from an index alone; `shown` repeats tags and journeys as a card shows them.

use fulcrum_domain::ids::{ContactId, OpportunityId, StageId, UserId};
use fulcrum_domain::model::{Archived, Opportunity, Phone, StageChange};
use rusqlite::{OptionalExtension, named_params, params};

use super::search::Field;
use crate::cache::{CacheReader, CacheTx};
use crate::change::Kind;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE opportunity (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    contact TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    sort_name TEXT NOT NULL DEFAULT '',
    headline TEXT NOT NULL DEFAULT '',
    stage TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    posting TEXT NOT NULL DEFAULT '',
    posting_owner TEXT NOT NULL DEFAULT '',
    archived INTEGER NOT NULL DEFAULT 0,
    confidential INTEGER NOT NULL DEFAULT 0,
    anonymized INTEGER NOT NULL DEFAULT 0,
    created_at_ms INTEGER NOT NULL DEFAULT 0,
    updated_at_ms INTEGER NOT NULL DEFAULT 0,
    entered_at_ms INTEGER NOT NULL DEFAULT 0,
    seen_at_ms INTEGER NOT NULL DEFAULT 0,
    actor TEXT NOT NULL DEFAULT 'nobody',
    due_ms INTEGER NOT NULL DEFAULT 9223372036854775807
) STRICT;
CREATE TABLE opportunity_body (
    opportunity INTEGER PRIMARY KEY REFERENCES opportunity (seq) ON DELETE CASCADE,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX opportunity_owed ON opportunity
    (stage, entered_at_ms, seq, due_ms, owner, posting_owner, posting, actor) WHERE archived = 0;
CREATE INDEX opportunity_late ON opportunity
    (stage, due_ms, seq, owner, posting_owner, posting, actor) WHERE archived = 0;
CREATE INDEX opportunity_name ON opportunity
    (stage, sort_name, seq, owner, posting_owner, posting, actor) WHERE archived = 0;
CREATE INDEX opportunity_heads ON opportunity
    (stage, actor, owner, posting_owner, posting, seq) WHERE archived = 0;
CREATE INDEX opportunity_contact ON opportunity (contact);
CREATE INDEX opportunity_posting ON opportunity (posting);
";

/// What an upsert did to one opportunity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpsertedOpportunity {
    /// Which.
    pub id: OpportunityId,
    /// What was held before; `None` when it was never seen here.
    pub before: Option<Opportunity>,
}

/// What the answer to a write says, without the contact fields that such answers leave blank. `None` leaves a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MutationPatch {
    /// Which opportunity.
    pub opportunity: OpportunityId,
    /// Stage.
    pub stage: Option<StageId>,
    /// Stage history.
    pub stage_changes: Option<Vec<StageChange>>,
    /// All tags. Answers to tag writes leave them blank: pass `None` unless they were read.
    pub tags: Option<Vec<String>>,
    /// Archive state; `Some(None)` is "not archived".
    pub archived: Option<Option<Archived>>,
    /// Updated, ms.
    pub updated_at_ms: Option<i64>,
    /// Last story, ms.
    pub last_interaction_at_ms: Option<i64>,
    /// Entered the stage, ms.
    pub last_advanced_at_ms: Option<i64>,
}

impl MutationPatch {
    /// A patch that changes nothing yet.
    pub fn of(opportunity: OpportunityId) -> Self {
        Self {
            opportunity,
            stage: None,
            stage_changes: None,
            tags: None,
            archived: None,
            updated_at_ms: None,
            last_interaction_at_ms: None,
            last_advanced_at_ms: None,
        }
    }
}

/// A contact as read from the contacts endpoint; goes to all opportunities of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactPatch {
    /// Which person.
    pub contact: ContactId,
    /// Name.
    pub name: String,
    /// Headline.
    pub headline: String,
    /// Location.
    pub location: String,
    /// E-mails.
    pub emails: Vec<String>,
    /// Phones.
    pub phones: Vec<Phone>,
    /// Links; `None` leaves them.
    pub links: Option<Vec<String>>,
}

impl CacheTx<'_> {
    /// Stores complete opportunities as read from a list or a single read, and says which ones really differ from what
    /// was held. A row older than the one held (by `updated_at_ms`) is a late answer and is left out.
    ///
    /// `seen_at_ms` is when the rows were read; tags not seen before get it as their age, unless `baseline`: then their
    /// age is unknown.
    ///
    /// # Errors
    /// Storage codes.
    pub fn upsert_opportunities(
        &mut self,
        opportunities: &[Opportunity],
        seen_at_ms: i64,
        baseline: bool,
    ) -> Result<Vec<UpsertedOpportunity>, Error> {
        let mut upserted = Vec::new();
        for opportunity in opportunities {
            let before = self.opportunity(&opportunity.id)?;
            let late = before.as_ref().is_some_and(|held| {
                matches!((held.updated_at_ms, opportunity.updated_at_ms), (Some(held), Some(read)) if read < held)
            });
            if late {
                continue;
            }
            if before.as_ref() == Some(opportunity) {
                continue;
            }
            self.store_opportunity(opportunity, before.as_ref(), seen_at_ms, baseline)?;
            upserted.push(UpsertedOpportunity {
                id: opportunity.id.clone(),
                before,
            });
        }
        Ok(upserted)
    }

    /// Applies the answer to a write: stage, tags, archive state and times only. Returns the opportunity as it is now,
    /// or `None` when it is not held.
    ///
    /// # Errors
    /// Storage codes.
    pub fn apply_mutation(
        &mut self,
        patch: &MutationPatch,
        seen_at_ms: i64,
    ) -> Result<Option<Opportunity>, Error> {
        let Some(before) = self.opportunity(&patch.opportunity)? else {
            return Ok(None);
        };
        let mut after = before.clone();
        if let Some(stage) = &patch.stage {
            after.stage = stage.clone();
        }
        if let Some(changes) = &patch.stage_changes {
            after.stage_changes = changes.clone();
        }
        if let Some(tags) = &patch.tags {
            after.tags = tags.clone();
        }
        if let Some(archived) = &patch.archived {
            after.archived = archived.clone();
        }
        after.updated_at_ms = patch.updated_at_ms.or(after.updated_at_ms);
        after.last_interaction_at_ms = patch
            .last_interaction_at_ms
            .or(after.last_interaction_at_ms);
        after.last_advanced_at_ms = patch.last_advanced_at_ms.or(after.last_advanced_at_ms);
        if after != before {
            self.store_opportunity(&after, Some(&before), seen_at_ms, false)?;
        }
        Ok(Some(after))
    }

    /// Stores a contact on all opportunities of the person.
    ///
    /// # Errors
    /// Storage codes.
    pub fn apply_contact(&mut self, patch: &ContactPatch, seen_at_ms: i64) -> Result<(), Error> {
        for id in self.opportunities_of_contact(&patch.contact)? {
            let Some(before) = self.opportunity(&id)? else {
                continue;
            };
            let mut after = before.clone();
            after.name.clone_from(&patch.name);
            after.headline.clone_from(&patch.headline);
            after.location.clone_from(&patch.location);
            after.emails.clone_from(&patch.emails);
            after.phones.clone_from(&patch.phones);
            if let Some(links) = &patch.links {
                after.links.clone_from(links);
            }
            if after != before {
                self.store_opportunity(&after, Some(&before), seen_at_ms, false)?;
            }
        }
        Ok(())
    }

    fn store_opportunity(
        &mut self,
        opportunity: &Opportunity,
        before: Option<&Opportunity>,
        seen_at_ms: i64,
        baseline: bool,
    ) -> Result<(), Error> {
        let body = serde_json::to_string(opportunity).during("Writing an opportunity")?;
        let posting = opportunity.posting().map_or("", |id| id.as_str());
        let seq: i64 = self
            .connection
            .prepare_cached(
                "INSERT INTO opportunity (id, contact, name, sort_name, headline, stage, owner, posting,
                     posting_owner, archived, confidential, anonymized, created_at_ms, updated_at_ms,
                     entered_at_ms, seen_at_ms)
                 VALUES (:id, :contact, :name, :sort_name, :headline, :stage, :owner, :posting,
                     COALESCE((SELECT NULLIF(owner, '') FROM posting WHERE id = :posting), :posting_owner),
                     :archived, :confidential, :anonymized, :created_at_ms, :updated_at_ms,
                     :entered_at_ms, :seen_at_ms)
                 ON CONFLICT (id) DO UPDATE SET contact = excluded.contact, name = excluded.name,
                     sort_name = excluded.sort_name, headline = excluded.headline, stage = excluded.stage,
                     owner = excluded.owner, posting = excluded.posting,
                     posting_owner = excluded.posting_owner, archived = excluded.archived,
                     confidential = excluded.confidential, anonymized = excluded.anonymized,
                     created_at_ms = excluded.created_at_ms, updated_at_ms = excluded.updated_at_ms,
                     entered_at_ms = excluded.entered_at_ms, seen_at_ms = excluded.seen_at_ms
                 RETURNING seq",
            )
            .and_then(|mut statement| {
                statement.query_row(
                    named_params! {
                        ":id": opportunity.id.as_str(),
                        ":contact": opportunity.contact.as_str(),
                        ":name": opportunity.name,
                        ":sort_name": fulcrum_domain::fold::fold(&opportunity.name),
                        ":headline": opportunity.headline,
                        ":stage": opportunity.stage.as_str(),
                        ":owner": opportunity.owner.as_ref().map_or("", UserId::as_str),
                        ":posting": posting,
                        ":posting_owner": application_owner(opportunity),
                        ":archived": opportunity.archived.is_some(),
                        ":confidential": opportunity.confidential,
                        ":anonymized": opportunity.is_anonymized,
                        ":created_at_ms": opportunity.created_at_ms,
                        ":updated_at_ms": opportunity.updated_at_ms.unwrap_or(0),
                        ":entered_at_ms": opportunity.last_advanced_at_ms.unwrap_or(opportunity.created_at_ms),
                        ":seen_at_ms": seen_at_ms,
                    },
                    |row| row.get(0),
                )
            })
            .during("Storing an opportunity")?;
        self.connection
            .prepare_cached(
                "INSERT INTO opportunity_body (opportunity, body) VALUES (?1, ?2)
                 ON CONFLICT (opportunity) DO UPDATE SET body = excluded.body",
            )
            .and_then(|mut statement| statement.execute(params![seq, body]))
            .during("Storing an opportunity's body")?;
        self.store_tags(seq, &opportunity.tags, seen_at_ms, baseline)?;
        self.repeat_shown(seq)?;
        self.index_opportunity(seq, opportunity)?;
        self.changed_opportunity(Kind::Opportunity, &opportunity.id);
        self.touched_stage(opportunity.stage.clone());
        if let Some(before) = before {
            self.touched_stage(before.stage.clone());
        }
        Ok(())
    }

    fn index_opportunity(&self, seq: i64, opportunity: &Opportunity) -> Result<(), Error> {
        let key = seq.to_string();
        self.index_text(Field::Name, &key, seq, "", &opportunity.name)?;
        self.index_text(Field::Email, &key, seq, "", &opportunity.emails.join("\n"))?;
        self.index_text(Field::Tag, &key, seq, "", &opportunity.tags.join("\n"))
    }
}

impl CacheReader<'_> {
    /// One opportunity as last stored.
    ///
    /// # Errors
    /// Storage codes.
    pub fn opportunity(&self, id: &OpportunityId) -> Result<Option<Opportunity>, Error> {
        self.connection
            .prepare_cached(
                "SELECT b.body FROM opportunity o JOIN opportunity_body b ON b.opportunity = o.seq
                 WHERE o.id = ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![id.as_str()], |row| row.get::<_, String>(0))
                    .optional()
            })
            .during("Reading an opportunity")?
            .map(|body| serde_json::from_str(&body).during("Understanding an opportunity"))
            .transpose()
    }

    /// All opportunities of a person, archived ones too, in order of id.
    ///
    /// # Errors
    /// Storage codes.
    pub fn opportunities_of_contact(
        &self,
        contact: &ContactId,
    ) -> Result<Vec<OpportunityId>, Error> {
        self.connection
            .prepare_cached("SELECT id FROM opportunity WHERE contact = ?1 ORDER BY id")
            .and_then(|mut statement| {
                statement
                    .query_map(params![contact.as_str()], |row| row.get::<_, String>(0))?
                    .map(|id| id.map(OpportunityId))
                    .collect()
            })
            .during("Reading a contact's opportunities")
    }

    /// The key of an opportunity inside this file.
    pub(crate) fn opportunity_seq(&self, id: &OpportunityId) -> Result<Option<i64>, Error> {
        self.connection
            .prepare_cached("SELECT seq FROM opportunity WHERE id = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row(params![id.as_str()], |row| row.get(0))
                    .optional()
            })
            .during("Finding an opportunity")
    }
}

/// The posting's owner as the application repeats it; stands in until the posting itself is known.
fn application_owner(opportunity: &Opportunity) -> &str {
    opportunity
        .applications
        .iter()
        .find_map(|application| application.posting_owner.as_ref())
        .map_or("", UserId::as_str)
}
