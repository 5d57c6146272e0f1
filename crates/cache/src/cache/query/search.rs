//! Search: any part of a word, from two letters, accents or not.

use std::collections::BTreeMap;

use fulcrum_domain::ids::{OpportunityId, StageId};
use rusqlite::{params, params_from_iter};
use serde::{Deserialize, Serialize};

use super::filter::Conditions;
use crate::cache::CacheReader;
use crate::cache::table::search::{Field, bigram, indexed};
use crate::error::{During, Error};

/// Where the best hit lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchedField {
    /// The name.
    Name,
    /// An e-mail.
    Email,
    /// The posting's title.
    Posting,
    /// A tag.
    Tag,
    /// A note that is not secret.
    Note,
}

/// One found opportunity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// Which.
    pub id: OpportunityId,
    /// Name as in Lever.
    pub name: String,
    /// Its stage.
    pub stage: StageId,
    /// Its posting's title, once known.
    pub posting_title: Option<String>,
    /// Archived.
    pub archived: bool,
    /// The best field that holds one of the words.
    pub matched: MatchedField,
}

impl CacheReader<'_> {
    /// Finds opportunities where every word (of two letters or more) is part of some field. Hits in names come first,
    /// beginnings before middles; then active before archived; then by name. Nothing for less than two letters.
    ///
    /// # Errors
    /// Storage codes.
    pub fn search(&self, text: &str, limit: u32) -> Result<Vec<SearchHit>, Error> {
        let terms = terms(text);
        let Some(first) = terms.first().cloned() else {
            return Ok(Vec::new());
        };
        let mut conditions = Conditions::empty();
        for term in &terms {
            let condition = term_condition(term, &mut conditions);
            conditions.and(&condition);
        }
        let first = conditions.bind(first);
        let words = conditions.bind_list(terms.iter().map(String::as_str));
        let limit = conditions.bind(i64::from(limit));
        let sql = format!(
            "SELECT o.seq, o.id, o.name, o.stage, p.title, o.archived, o.posting,
                 CASE WHEN instr(replace(o.sort_name, char(0), ' '), {first}) = 1 THEN 0
                      WHEN EXISTS (SELECT 1 FROM json_each({words}) w
                          WHERE instr(replace(o.sort_name, char(0), ' '), w.value) > 0) THEN 1
                      ELSE 2 END AS rank
             FROM opportunity o LEFT JOIN posting p ON p.id = o.posting
             WHERE {} ORDER BY rank, o.archived, o.sort_name, o.seq LIMIT {limit}",
            conditions.sql()
        );
        let found: Vec<(i64, String, SearchHit)> = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement
                    .query_map(params_from_iter(conditions.values), |row| {
                        Ok((
                            row.get(0)?,
                            row.get(6)?,
                            SearchHit {
                                id: row.get::<_, String>(1)?.into(),
                                name: row.get(2)?,
                                stage: row.get::<_, String>(3)?.into(),
                                posting_title: row.get(4)?,
                                archived: row.get(5)?,
                                matched: MatchedField::Note,
                            },
                        ))
                    })?
                    .collect()
            })
            .during("Searching")?;
        found
            .into_iter()
            .map(|(seq, posting, mut hit)| {
                hit.matched = self.best_field(seq, &posting, &terms)?;
                Ok(hit)
            })
            .collect()
    }

    fn best_field(&self, seq: i64, posting: &str, terms: &[String]) -> Result<MatchedField, Error> {
        let texts: Vec<(i64, String)> = self
            .connection
            .prepare_cached(
                "SELECT field, text FROM search_entry WHERE opportunity = ?1
                 UNION ALL SELECT field, text FROM search_entry WHERE field = ?2 AND subject = ?3
                 ORDER BY field",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![seq, Field::Posting as i64, posting], |row| {
                        row.try_into()
                    })?
                    .collect()
            })
            .during("Reading what was found")?;
        let fields: BTreeMap<i64, MatchedField> = [
            (Field::Name, MatchedField::Name),
            (Field::Email, MatchedField::Email),
            (Field::Posting, MatchedField::Posting),
            (Field::Tag, MatchedField::Tag),
            (Field::Note, MatchedField::Note),
        ]
        .map(|(field, matched)| (field as i64, matched))
        .into();
        Ok(texts
            .iter()
            .find(|(_, text)| terms.iter().any(|term| text.contains(term.as_str())))
            .and_then(|(field, _)| fields.get(field).copied())
            .unwrap_or(MatchedField::Note))
    }
}

/// The words of a query as they are compared: folded, of at least two letters.
pub(super) fn terms(text: &str) -> Vec<String> {
    indexed(text)
        .split_whitespace()
        .filter(|term| term.chars().nth(1).is_some())
        .map(str::to_owned)
        .collect()
}

/// "This word is part of something that finds `o`."
pub(super) fn term_condition(term: &str, conditions: &mut Conditions) -> String {
    let mut letters = term.chars();
    let (table, query) = match (letters.next(), letters.next(), letters.next()) {
        (Some(first), Some(second), None) => ("search_bigram", bigram(first, second)),
        _ => (
            "search_trigram",
            format!("\"{}\"", term.replace('"', "\"\"")),
        ),
    };
    let query = conditions.bind(query);
    let entries = format!(
        "FROM {table} f CROSS JOIN search_entry e ON e.seq = f.rowid WHERE f.{table} MATCH {query}"
    );
    format!(
        "(o.seq IN (SELECT e.opportunity {entries} AND e.opportunity <> 0)
          OR o.posting IN (SELECT e.posting {entries} AND e.posting <> ''))"
    )
}
