//! How SQLite would answer the board's questions, for the tests.

use rusqlite::params_from_iter;

use super::Overlay;
use super::column::{Column, run_conditions, run_sql};
use super::filter::{BoardQuery, Conditions};
use super::heads::heads_sql;
use crate::cache::CacheReader;
use crate::error::{During, Error};

/// The steps of one statement.
pub(crate) type Plan = Vec<String>;

impl CacheReader<'_> {
    pub(crate) fn heads_plan(&self, query: &BoardQuery) -> Result<Plan, Error> {
        let conditions = Conditions::of(query);
        self.plan(&heads_sql(&conditions), conditions)
    }

    pub(crate) fn column_plans(
        &self,
        query: &BoardQuery,
        overlay: &Overlay,
        column: Column<'_>,
    ) -> Result<Vec<Plan>, Error> {
        column
            .sort
            .runs()
            .iter()
            .map(|run| {
                let mut conditions = run_conditions(query, overlay, column, *run);
                let offset = conditions.bind(i64::from(column.offset));
                let limit = conditions.bind(i64::from(column.limit));
                self.plan(&run_sql(*run, &conditions, &offset, &limit), conditions)
            })
            .collect()
    }

    pub(crate) fn inbox_plan(&self) -> Result<Plan, Error> {
        let mut conditions = Conditions::empty();
        conditions.bind("u1".to_owned());
        conditions.bind("[]".to_owned());
        self.plan(super::inbox::INBOX_SQL, conditions)
    }

    fn plan(&self, sql: &str, conditions: Conditions) -> Result<Plan, Error> {
        self.connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .and_then(|mut statement| {
                statement
                    .query_map(params_from_iter(conditions.values), |row| row.get("detail"))?
                    .collect()
            })
            .during("Explaining a query")
    }
}
