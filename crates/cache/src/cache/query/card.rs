//! What a card shows.

use fulcrum_domain::ids::{ContactId, OpportunityId, PostingId, StageId, UserId};
use fulcrum_domain::journey::Actor;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::cache::CacheReader;
use crate::cache::table::{JourneySummary, TagRow};
use crate::error::{Code, During, Error};

/// One card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardRow {
    /// The opportunity.
    pub id: OpportunityId,
    /// The person.
    pub contact: ContactId,
    /// Name as in Lever.
    pub name: String,
    /// Headline, `""` when unknown.
    pub headline: String,
    /// The stage that Lever last confirmed; differs from the column's while a move is open.
    pub stage: StageId,
    /// The opportunity's owner.
    pub owner: Option<UserId>,
    /// The posting.
    pub posting: Option<PostingId>,
    /// Its title, once known.
    pub posting_title: Option<String>,
    /// Entered the stage, ms.
    pub entered_at_ms: i64,
    /// Who acts next over all current journeys.
    pub next: Actor,
    /// When the next link is expected, ms.
    pub due_ms: Option<i64>,
    /// Confidential through its posting.
    pub confidential: bool,
    /// Personal data has been removed in Lever.
    pub anonymized: bool,
    /// Tags in Lever's order.
    pub tags: Vec<TagRow>,
    /// The latest attempt of each vendor.
    pub journeys: Vec<JourneySummary>,
}

impl CacheReader<'_> {
    /// One card, archived or not.
    ///
    /// # Errors
    /// Storage codes.
    pub fn card(&self, id: &OpportunityId) -> Result<Option<CardRow>, Error> {
        self.opportunity_seq(id)?
            .map(|seq| self.card_of(seq))
            .transpose()
    }

    pub(super) fn card_of(&self, seq: i64) -> Result<CardRow, Error> {
        let card = self
            .connection
            .prepare_cached(
                "SELECT o.id, o.contact, o.name, o.headline, o.stage, o.owner, o.posting, p.title,
                     o.entered_at_ms, o.actor, o.due_ms, o.confidential, o.anonymized, o.shown
                 FROM opportunity o LEFT JOIN posting p ON p.id = o.posting
                 WHERE o.seq = ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![seq], |row| {
                        let due_ms: i64 = row.get(10)?;
                        let card = CardRow {
                            id: row.get::<_, String>(0)?.into(),
                            contact: row.get::<_, String>(1)?.into(),
                            name: row.get(2)?,
                            headline: row.get(3)?,
                            stage: row.get::<_, String>(4)?.into(),
                            owner: unless_empty(row.get(5)?).map(UserId),
                            posting: unless_empty(row.get(6)?).map(PostingId),
                            posting_title: row.get(7)?,
                            entered_at_ms: row.get(8)?,
                            next: actor_of(&row.get::<_, String>(9)?),
                            due_ms: (due_ms < i64::MAX).then_some(due_ms),
                            confidential: row.get(11)?,
                            anonymized: row.get(12)?,
                            tags: Vec::new(),
                            journeys: Vec::new(),
                        };
                        Ok((card, row.get::<_, String>(13)?))
                    })
                    .optional()
            })
            .during("Reading a card")?;
        let (card, repeated) = card.ok_or_else(|| Error::new(Code::Internal, "Reading a card"))?;
        let shown = self.shown(seq, &repeated)?;
        Ok(CardRow {
            tags: shown.tags,
            journeys: shown.journeys,
            ..card
        })
    }
}

fn unless_empty(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn actor_of(word: &str) -> Actor {
    match word {
        "you" => Actor::You,
        "candidate" => Actor::Candidate,
        "vendor" => Actor::Vendor,
        _ => Actor::Nobody,
    }
}
