//! The heads of all columns: how many cards, how many wait on the person.

use std::collections::BTreeMap;

use fulcrum_domain::ids::{OpportunityId, StageId};
use rusqlite::params_from_iter;
use serde::{Deserialize, Serialize};

use super::Overlay;
use super::filter::{BoardQuery, Conditions};
use crate::cache::CacheReader;
use crate::cache::table::actor_word;
use crate::error::{During, Error};

/// One column's head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The stage.
    pub stage: StageId,
    /// Cards in it.
    pub total: u32,
    /// Of these, waiting on the person at this seat.
    pub waiting_on_you: u32,
}

/// Who the cards of the whole board wait on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// On the recruiter.
    pub you: u32,
    /// On the candidate.
    pub candidate: u32,
    /// On the vendor.
    pub vendor: u32,
    /// On nobody.
    pub nobody: u32,
}

/// All heads of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    /// Every stage in the pipeline's order, empty ones too; then stages that cards name and the pipeline does not, by id.
    pub columns: Vec<Head>,
    /// Counts over all columns, or over the chosen ones.
    pub waiting: Waiting,
}

impl CacheReader<'_> {
    /// Counts a board.
    ///
    /// # Errors
    /// Storage codes.
    pub fn column_heads(&self, query: &BoardQuery, overlay: &Overlay) -> Result<Heads, Error> {
        let mut counts: BTreeMap<StageId, BTreeMap<String, i64>> = BTreeMap::new();
        let rows = match query.whole_board_of() {
            Some(user) => self.kept_heads(user, query)?,
            None => self.counted_heads(query)?,
        };
        for (stage, actor, count) in rows {
            *counts.entry(stage).or_default().entry(actor).or_default() += count;
        }
        for (id, from, actor) in self.overlaid(query, overlay)? {
            let Some((_, to)) = overlay.iter().rev().find(|(moved, _)| *moved == id) else {
                continue;
            };
            *counts
                .entry(from)
                .or_default()
                .entry(actor.clone())
                .or_default() -= 1;
            *counts
                .entry(to.clone())
                .or_default()
                .entry(actor)
                .or_default() += 1;
        }
        self.assemble(counts, &query.filter.stages)
    }

    fn kept_heads(
        &self,
        user: &str,
        query: &BoardQuery,
    ) -> Result<Vec<(StageId, String, i64)>, Error> {
        let mut rows = self.head_tally(user)?;
        let actors = &query.filter.actors;
        rows.retain(|(_, word, _)| {
            actors.is_empty() || actors.iter().any(|actor| actor_word(*actor) == word)
        });
        Ok(rows)
    }

    fn counted_heads(&self, query: &BoardQuery) -> Result<Vec<(StageId, String, i64)>, Error> {
        let conditions = Conditions::of(query);
        let sql = heads_sql(&conditions);
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement
                    .query_map(params_from_iter(conditions.values), |row| {
                        Ok((row.get::<_, String>(0)?.into(), row.get(1)?, row.get(2)?))
                    })?
                    .collect()
            })
            .during("Counting columns")
    }

    fn assemble(
        &self,
        mut counts: BTreeMap<StageId, BTreeMap<String, i64>>,
        chosen: &[StageId],
    ) -> Result<Heads, Error> {
        let mut waiting = Waiting::default();
        let shown = counts
            .iter()
            .filter(|(stage, _)| chosen.is_empty() || chosen.contains(stage));
        for (actor, count) in shown.flat_map(|(_, actors)| actors) {
            let slot = match actor.as_str() {
                "you" => &mut waiting.you,
                "candidate" => &mut waiting.candidate,
                "vendor" => &mut waiting.vendor,
                _ => &mut waiting.nobody,
            };
            *slot = slot.saturating_add_signed(i32::try_from(*count).unwrap_or(i32::MAX));
        }
        let head = |stage: StageId, actors: &BTreeMap<String, i64>| Head {
            stage,
            total: u32::try_from(actors.values().sum::<i64>()).unwrap_or(0),
            waiting_on_you: u32::try_from(actors.get("you").copied().unwrap_or(0)).unwrap_or(0),
        };
        let mut columns = Vec::new();
        for stage in self.stages()? {
            let actors = counts.remove(&stage.id).unwrap_or_default();
            columns.push(head(stage.id, &actors));
        }
        for (stage, actors) in counts {
            let unknown = head(stage, &actors);
            if unknown.total > 0 {
                columns.push(unknown);
            }
        }
        Ok(Heads { columns, waiting })
    }

    /// The overlay's opportunities that belong to the board, with the stage and actor that are held.
    fn overlaid(
        &self,
        query: &BoardQuery,
        overlay: &Overlay,
    ) -> Result<Vec<(OpportunityId, StageId, String)>, Error> {
        if overlay.is_empty() {
            return Ok(Vec::new());
        }
        let mut conditions = Conditions::of(query);
        let moved = conditions.bind_list(overlay.iter().map(|(id, _)| id.as_str()));
        let sql = format!(
            "SELECT o.id, o.stage, o.actor FROM opportunity o
             WHERE o.id IN (SELECT value FROM json_each({moved})) AND {}",
            conditions.sql()
        );
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement
                    .query_map(params_from_iter(conditions.values), |row| {
                        Ok((
                            row.get::<_, String>(0)?.into(),
                            row.get::<_, String>(1)?.into(),
                            row.get(2)?,
                        ))
                    })?
                    .collect()
            })
            .during("Counting moved cards")
    }
}

pub(super) fn heads_sql(conditions: &Conditions) -> String {
    format!(
        "SELECT o.stage, o.actor, COUNT(*) FROM opportunity o INDEXED BY opportunity_heads
         WHERE {} GROUP BY o.stage, o.actor",
        conditions.sql()
    )
}
