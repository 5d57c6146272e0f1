//! Candidates with an interview under way or just over, for the inbox.

use std::collections::BTreeMap;

use fulcrum_domain::ids::{OpportunityId, StageId, UserId};
use fulcrum_domain::journey::{Journey, State};
use rusqlite::{named_params, params};

use crate::cache::CacheReader;
use crate::cache::table::state_word;
use crate::error::{During, Error};

/// An active candidate with the current journeys that somebody may have to act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxRow {
    /// The opportunity.
    pub id: OpportunityId,
    /// Name as in Lever.
    pub name: String,
    /// Its posting's title, once known.
    pub posting_title: Option<String>,
    /// The stage.
    pub stage: StageId,
    /// In it since, ms.
    pub entered_at_ms: i64,
    /// Updated in Lever, ms; 0 when Lever does not say.
    pub updated_at_ms: i64,
    /// Owner.
    pub owner: Option<UserId>,
    /// The posting's owner.
    pub posting_owner: Option<UserId>,
    /// The asking user follows it.
    pub followed: bool,
    /// The latest attempt of each vendor, in order of vendor.
    pub journeys: Vec<Journey>,
}

impl CacheReader<'_> {
    /// Active candidates whose current journey is neither unbegun nor cancelled, in order of id. One that the vendor ignores
    /// (`NotEligible`) counts while it stands in one of `triggers`. Test candidates of a dry run need nobody.
    ///
    /// # Errors
    /// Storage codes.
    pub fn inbox_rows(&self, seat: &UserId, triggers: &[StageId]) -> Result<Vec<InboxRow>, Error> {
        let triggers =
            serde_json::Value::from(triggers.iter().map(StageId::as_str).collect::<Vec<_>>())
                .to_string();
        let rows: Vec<(InboxRow, String)> = self
            .connection
            .prepare_cached(INBOX_SQL)
            .and_then(|mut statement| {
                statement
                    .query_map(
                        named_params! { ":triggers": triggers, ":seat": seat.as_str() },
                        |row| {
                            let user = |text: String| (!text.is_empty()).then_some(UserId(text));
                            Ok((
                                InboxRow {
                                    id: row.get::<_, String>(0)?.into(),
                                    name: row.get(1)?,
                                    posting_title: row.get(2)?,
                                    stage: row.get::<_, String>(3)?.into(),
                                    entered_at_ms: row.get(4)?,
                                    updated_at_ms: row.get(5)?,
                                    owner: user(row.get(6)?),
                                    posting_owner: user(row.get(7)?),
                                    followed: row.get(8)?,
                                    journeys: Vec::new(),
                                },
                                row.get(9)?,
                            ))
                        },
                    )?
                    .collect()
            })
            .during("Reading who needs attention")?;
        let mut found: BTreeMap<OpportunityId, InboxRow> = BTreeMap::new();
        for (row, body) in rows {
            let journey: Journey = serde_json::from_str(&body).during("Understanding a journey")?;
            found
                .entry(row.id.clone())
                .or_insert(row)
                .journeys
                .push(journey);
        }
        Ok(found.into_values().collect())
    }

    /// How many results an opportunity has: finished interviews of all vendors, rounds and attempts.
    ///
    /// # Errors
    /// Storage codes.
    pub fn results_of(&self, opportunity: &OpportunityId) -> Result<u32, Error> {
        self.connection
            .prepare_cached(
                "SELECT COUNT(*) FROM journey j JOIN opportunity o ON o.seq = j.opportunity
                 WHERE o.id = ?1 AND j.state IN (SELECT value FROM json_each(?2))",
            )
            .and_then(|mut statement| {
                statement.query_row(params![opportunity.as_str(), results()], |row| row.get(0))
            })
            .during("Counting results")
    }

    /// When the latest note was written by anybody else than `seat`, ms.
    ///
    /// # Errors
    /// Storage codes.
    pub fn noted_by_others_ms(
        &self,
        opportunity: &OpportunityId,
        seat: &UserId,
    ) -> Result<Option<i64>, Error> {
        Ok(self
            .notes(opportunity)?
            .iter()
            .filter(|note| note.deleted_at_ms.is_none() && note.author.as_ref() != Some(seat))
            .map(|note| note.created_at_ms)
            .max())
    }
}

/// The states left out are those of the index `journey_underway`, word for word: SQLite compares the two. The mark of a test
/// candidate is `fulcrum_domain::dry_run::mark`.
pub(super) const INBOX_SQL: &str = "
SELECT o.id, o.name, p.title, o.stage, o.entered_at_ms, o.updated_at_ms, o.owner, o.posting_owner,
    EXISTS (SELECT 1 FROM opportunity_body b, json_each(b.body, '$.followers') f
        WHERE b.opportunity = o.seq AND f.value = :seat),
    j.body
FROM journey j JOIN opportunity o ON o.seq = j.opportunity LEFT JOIN posting p ON p.id = o.posting
WHERE j.current = 1 AND j.state NOT IN ('ready', 'moving', 'cancelled')
    AND o.archived = 0 AND o.anonymized = 0
    AND NOT EXISTS (SELECT 1 FROM opportunity_tag m WHERE m.opportunity = o.seq
        AND m.tag >= 'fulcrum-dry-run:' AND m.tag < 'fulcrum-dry-run;' AND length(m.tag) = 48)
    AND (j.state <> 'not_eligible' OR o.stage IN (SELECT value FROM json_each(:triggers)))
ORDER BY o.id, j.vendor";

fn results() -> String {
    words(&[State::Completed, State::FeedbackIn(None)])
}

fn words(states: &[State]) -> String {
    serde_json::Value::from(
        states
            .iter()
            .map(|state| state_word(*state))
            .collect::<Vec<_>>(),
    )
    .to_string()
}
