//! Which cards a board is about.

use fulcrum_domain::ids::{PostingId, StageId, UserId};
use fulcrum_domain::journey::{Actor, State};
use fulcrum_domain::vendor::Vendor;
use rusqlite::types::Value;
use serde::{Deserialize, Serialize};

use super::search::{term_condition, terms};
use crate::cache::table::tally::EVERYBODY;
use crate::cache::table::{actor_word, state_word, vendor_word};

/// Whose candidates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Scope {
    /// Active ones whose opportunity or posting this user owns.
    Mine {
        /// The user.
        user: UserId,
    },
    /// All active ones.
    AllActive,
}

/// Narrowing within a scope. Everything given must hold; within one list any entry will do, except tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Any of these postings; empty: all.
    pub postings: Vec<PostingId>,
    /// Only cards that stand in one of these stages, open moves counted in; empty: all. Narrows who waits on whom; every
    /// column keeps its own count.
    pub stages: Vec<StageId>,
    /// Any of these acts next; empty: all.
    pub actors: Vec<Actor>,
    /// Only journeys with this vendor.
    pub vendor: Option<Vendor>,
    /// A current journey (of `vendor`, when given) is in any of these states; a failure's code does not matter.
    pub states: Vec<State>,
    /// Has all of these tags, exactly.
    pub tags: Vec<String>,
    /// Every word of at least two letters is part of a name, an e-mail, a posting's title, a tag or a note.
    pub text: String,
}

/// A scope and a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardQuery {
    /// Whose.
    pub scope: Scope,
    /// Which of them.
    pub filter: Filter,
}

impl BoardQuery {
    /// The user whose whole board this is, [`EVERYBODY`] for all active cards, when nothing but the stage and who acts next
    /// narrows it: its counts are kept.
    pub(super) fn whole_board_of(&self) -> Option<&str> {
        let Filter {
            postings,
            stages: _,
            actors: _,
            vendor,
            states,
            tags,
            text,
        } = &self.filter;
        let whole = postings.is_empty()
            && vendor.is_none()
            && states.is_empty()
            && tags.is_empty()
            && terms(text).is_empty();
        match &self.scope {
            Scope::AllActive if whole => Some(EVERYBODY),
            Scope::Mine { user } if whole && !user.0.is_empty() => Some(user.as_str()),
            _ => None,
        }
    }
}

/// Conditions on `opportunity o`, with their parameters numbered from 1.
pub(super) struct Conditions {
    sql: String,
    pub(super) values: Vec<Value>,
}

impl Conditions {
    pub(super) fn of(query: &BoardQuery) -> Self {
        let mut conditions = Self {
            sql: "o.archived = 0".to_owned(),
            values: Vec::new(),
        };
        if let Scope::Mine { user } = &query.scope {
            let user = conditions.bind(user.0.clone());
            conditions.and(&format!("(o.owner = {user} OR o.posting_owner = {user})"));
        }
        let filter = &query.filter;
        if !filter.postings.is_empty() {
            let list = conditions.bind_list(filter.postings.iter().map(PostingId::as_str));
            conditions.and(&format!(
                "o.posting IN (SELECT value FROM json_each({list}))"
            ));
        }
        if !filter.actors.is_empty() {
            let list = conditions.bind_list(filter.actors.iter().map(|actor| actor_word(*actor)));
            conditions.and(&format!("o.actor IN (SELECT value FROM json_each({list}))"));
        }
        conditions.and_journey(filter);
        for tag in &filter.tags {
            let tag = conditions.bind(tag.clone());
            conditions.and(&format!(
                "EXISTS (SELECT 1 FROM opportunity_tag t WHERE t.opportunity = o.seq AND t.tag = {tag})"
            ));
        }
        for term in terms(&filter.text) {
            let condition = term_condition(&term, &mut conditions);
            conditions.and(&condition);
        }
        conditions
    }

    fn and_journey(&mut self, filter: &Filter) {
        if filter.vendor.is_none() && filter.states.is_empty() {
            return;
        }
        let mut journey = "j.opportunity = o.seq AND j.current = 1".to_owned();
        if let Some(vendor) = filter.vendor {
            let vendor = self.bind(vendor_word(vendor).to_owned());
            journey.push_str(&format!(" AND j.vendor = {vendor}"));
        }
        if !filter.states.is_empty() {
            let list = self.bind_list(filter.states.iter().map(|state| state_word(*state)));
            journey.push_str(&format!(
                " AND j.state IN (SELECT value FROM json_each({list}))"
            ));
        }
        self.and(&format!("EXISTS (SELECT 1 FROM journey j WHERE {journey})"));
    }

    pub(super) fn empty() -> Self {
        Self {
            sql: "1".to_owned(),
            values: Vec::new(),
        }
    }

    pub(super) fn and(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    /// The placeholder of a new parameter.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    /// The placeholder of a list, as a JSON array for `json_each`.
    pub(super) fn bind_list<'a>(&mut self, values: impl Iterator<Item = &'a str>) -> String {
        let list = serde_json::Value::from(values.collect::<Vec<_>>()).to_string();
        self.bind(list)
    }

    pub(super) fn bind_numbers(&mut self, numbers: &[i64]) -> String {
        self.bind(serde_json::Value::from(numbers).to_string())
    }

    pub(super) fn sql(&self) -> &str {
        &self.sql
    }
}
