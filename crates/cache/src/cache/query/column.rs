//! One window of one column.

use fulcrum_domain::ids::StageId;
use rusqlite::params_from_iter;
use serde::{Deserialize, Serialize};

use super::Overlay;
use super::card::CardRow;
use super::filter::{BoardQuery, Conditions};
use crate::cache::CacheReader;
use crate::error::{During, Error};

/// Order of a column. In every order the cards that are being moved into it come first, the latest move leading, so that
/// a card does not vanish into the depth of a long column before its move is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Overdue ones first, the longest overdue leading; then those longest in the stage.
    TimeOwed,
    /// Latest into the stage first.
    Newest,
    /// By folded name.
    Name,
}

/// Which window of which column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column<'a> {
    /// The stage.
    pub stage: &'a StageId,
    /// Order.
    pub sort: Sort,
    /// Cards to skip.
    pub offset: u32,
    /// Cards to return at most.
    pub limit: u32,
    /// Now, ms: what is overdue depends on it.
    pub now_ms: i64,
}

impl Sort {
    pub(super) fn runs(self) -> &'static [Run] {
        match self {
            Self::TimeOwed => &[Run::Late, Run::InTime],
            Self::Newest => &[Run::Newest],
            Self::Name => &[Run::Name],
        }
    }
}

/// A run of cards in index order.
#[derive(Clone, Copy)]
pub(super) enum Run {
    Late,
    InTime,
    Newest,
    Name,
}

impl CacheReader<'_> {
    /// The cards of a window.
    ///
    /// # Errors
    /// Storage codes.
    pub fn column_page(
        &self,
        query: &BoardQuery,
        overlay: &Overlay,
        column: Column<'_>,
    ) -> Result<Vec<CardRow>, Error> {
        let mut wanted = Window {
            offset: column.offset,
            limit: column.limit,
        };
        let mut keys = wanted.cut(self.moved_in(query, overlay, column.stage)?);
        for run in column.sort.runs() {
            if wanted.limit == 0 {
                break;
            }
            keys.extend(self.run_keys(query, overlay, column, *run, &mut wanted)?);
        }
        keys.into_iter().map(|seq| self.card_of(seq)).collect()
    }

    /// Cards moved into the stage, the latest move first.
    fn moved_in(
        &self,
        query: &BoardQuery,
        overlay: &Overlay,
        stage: &StageId,
    ) -> Result<Vec<i64>, Error> {
        if !overlay.iter().any(|(_, to)| to == stage) {
            return Ok(Vec::new());
        }
        let mut into = Vec::new();
        for (index, (id, to)) in overlay.iter().enumerate().rev() {
            let superseded = overlay.iter().skip(index + 1).any(|(later, _)| later == id);
            if to == stage && !superseded {
                into.push(id.as_str());
            }
        }
        let mut conditions = Conditions::of(query);
        let moved = conditions.bind_list(into.into_iter());
        let sql = format!(
            "SELECT o.seq FROM json_each({moved}) m CROSS JOIN opportunity o ON o.id = m.value
             WHERE {} ORDER BY m.key",
            conditions.sql()
        );
        self.seqs(&sql, conditions)
    }

    fn run_keys(
        &self,
        query: &BoardQuery,
        overlay: &Overlay,
        column: Column<'_>,
        run: Run,
        wanted: &mut Window,
    ) -> Result<Vec<i64>, Error> {
        let mut conditions = run_conditions(query, overlay, column, run);
        let offset = conditions.bind(i64::from(wanted.offset));
        let limit = conditions.bind(i64::from(wanted.limit));
        let keys = self.seqs(&run_sql(run, &conditions, &offset, &limit), conditions)?;
        if keys.is_empty() && wanted.offset > 0 && matches!(run, Run::Late) {
            // The window lies beyond this run: the next one skips the rest.
            let conditions = run_conditions(query, overlay, column, run);
            let sql = format!(
                "SELECT COUNT(*) FROM opportunity o INDEXED BY {} WHERE {}",
                run_index(run),
                conditions.sql()
            );
            let passed: u32 = self
                .connection
                .prepare_cached(&sql)
                .and_then(|mut statement| {
                    statement.query_row(params_from_iter(conditions.values), |row| row.get(0))
                })
                .during("Counting overdue cards")?;
            wanted.offset = wanted.offset.saturating_sub(passed);
        } else {
            wanted.took(keys.len());
        }
        Ok(keys)
    }

    fn seqs(&self, sql: &str, conditions: Conditions) -> Result<Vec<i64>, Error> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement
                    .query_map(params_from_iter(conditions.values), |row| row.get(0))?
                    .collect()
            })
            .during("Reading a column")
    }
}

/// What is still to skip and to take.
struct Window {
    offset: u32,
    limit: u32,
}

impl Window {
    /// Takes the window's part of rows that are all at hand.
    fn cut(&mut self, rows: Vec<i64>) -> Vec<i64> {
        let length = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let part: Vec<i64> = rows
            .into_iter()
            .skip(usize::try_from(self.offset).unwrap_or(usize::MAX))
            .take(usize::try_from(self.limit).unwrap_or(usize::MAX))
            .collect();
        self.offset = self.offset.saturating_sub(length);
        self.limit = self
            .limit
            .saturating_sub(u32::try_from(part.len()).unwrap_or(u32::MAX));
        part
    }

    /// Rows were taken: nothing is left to skip.
    fn took(&mut self, rows: usize) {
        if rows > 0 {
            self.offset = 0;
        }
        self.limit = self
            .limit
            .saturating_sub(u32::try_from(rows).unwrap_or(u32::MAX));
    }
}

pub(super) fn run_conditions(
    query: &BoardQuery,
    overlay: &Overlay,
    column: Column<'_>,
    run: Run,
) -> Conditions {
    let mut conditions = Conditions::of(query);
    let stage = conditions.bind(column.stage.0.clone());
    conditions.and(&format!("o.stage = {stage}"));
    if !overlay.is_empty() {
        let moved = conditions.bind_list(overlay.iter().map(|(id, _)| id.as_str()));
        conditions.and(&format!(
            "o.seq NOT IN (SELECT moved.seq FROM opportunity moved
                WHERE moved.id IN (SELECT value FROM json_each({moved})))"
        ));
    }
    match run {
        Run::Late => {
            let now = conditions.bind(column.now_ms);
            conditions.and(&format!("o.due_ms < {now}"));
        }
        Run::InTime => {
            let now = conditions.bind(column.now_ms);
            conditions.and(&format!("o.due_ms >= {now}"));
        }
        Run::Newest | Run::Name => {}
    }
    conditions
}

fn run_index(run: Run) -> &'static str {
    match run {
        Run::Late => "opportunity_late",
        Run::InTime | Run::Newest => "opportunity_owed",
        Run::Name => "opportunity_name",
    }
}

pub(super) fn run_sql(run: Run, conditions: &Conditions, offset: &str, limit: &str) -> String {
    let order = match run {
        Run::Late => "o.due_ms, o.seq",
        Run::InTime => "o.entered_at_ms, o.seq",
        Run::Newest => "o.entered_at_ms DESC, o.seq DESC",
        Run::Name => "o.sort_name, o.seq",
    };
    format!(
        "SELECT o.seq FROM opportunity o INDEXED BY {} WHERE {} ORDER BY {order} LIMIT {limit} OFFSET {offset}",
        run_index(run),
        conditions.sql()
    )
}
