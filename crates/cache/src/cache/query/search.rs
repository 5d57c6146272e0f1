//! Search: any part of a word, from two letters, accents or not.

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_domain::ids::{OpportunityId, StageId};
use rusqlite::{params, params_from_iter};
use serde::{Deserialize, Serialize};

use super::filter::Conditions;
use crate::cache::CacheReader;
use crate::cache::table::search::{BEHIND_NAMES, Field, bigram, indexed};
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

/// Letters that so many entries hold are common. Whoever holds rare ones is fetched and sorted; with common ones people are
/// walked in order of their names until enough are found, which is soon just because many hold them.
const COMMON: u32 = 250;

/// Which of those that hold every word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// Names that begin with the first word.
    Beginning,
    /// Other names that hold one of the words.
    Name,
    /// The others.
    Elsewhere,
}

/// What a found row is read from.
const TITLED: &str = "LEFT JOIN posting p ON p.id = o.posting";

/// Rows in the order in which they are shown, with the columns of [`found`].
const COLUMNS: &str = "SELECT o.seq, o.id, o.name, o.stage, p.title, o.archived, o.posting";

impl CacheReader<'_> {
    /// Finds opportunities where every word (of two letters or more) is part of some field. Hits in names come first,
    /// beginnings before middles; then active before archived; then by name. Where very many hold each word, middles of names
    /// and hits outside names are any of those there are. Nothing for less than two letters.
    ///
    /// # Errors
    /// Storage codes.
    pub fn search(&self, text: &str, limit: u32) -> Result<Vec<SearchHit>, Error> {
        self.search_from(text, limit, COMMON)
    }

    /// As [`search`](Self::search), where letters count as common from `common` entries on.
    pub(crate) fn search_from(
        &self,
        text: &str,
        limit: u32,
        common: u32,
    ) -> Result<Vec<SearchHit>, Error> {
        let terms = terms(text);
        let mut rare = None;
        for term in &terms {
            if let Some(entries) = self.rare(term, common)? {
                rare = Some((term, entries));
                break;
            }
        }
        let found = match (rare, terms.is_empty()) {
            (_, true) => Vec::new(),
            (Some((rare, entries)), false) => self.gathered(rare, &entries, &terms, limit)?,
            (None, false) => self.walked(&terms, limit)?,
        };
        found
            .into_iter()
            .map(|(seq, posting, mut hit)| {
                hit.matched = self.best_field(seq, &posting, &terms)?;
                Ok(hit)
            })
            .collect()
    }

    /// The entries with a word that few opportunities hold, those of postings that hold it counted in.
    fn rare(&self, term: &str, common: u32) -> Result<Option<Vec<i64>>, Error> {
        let entries = self.entries_with(term, i64::MAX, common)?;
        if is_full(&entries, common) {
            return Ok(None);
        }
        let through_postings: i64 = self
            .connection
            .prepare_cached(
                "SELECT COUNT(*) FROM (SELECT 1 FROM search_entry e CROSS JOIN opportunity o ON o.posting = e.posting
                 WHERE e.field = ?1 AND instr(e.text, ?2) > 0 LIMIT ?3)",
            )
            .and_then(|mut statement| {
                statement.query_row(params![Field::Posting as i64, term, common], |row| row.get(0))
            })
            .during("Counting candidates of postings")?;
        Ok((through_postings < i64::from(common)).then_some(entries))
    }

    /// The first entries that hold a word, of those with a number below `end`: `most` of them at most.
    fn entries_with(&self, term: &str, end: i64, most: u32) -> Result<Vec<i64>, Error> {
        let Indexed {
            table,
            query,
            check,
        } = index_of(term);
        let (checked, condition) = match check {
            Check::Needed => (
                "CROSS JOIN search_entry e ON e.seq = f.rowid",
                "AND instr(e.text, ?4) > 0",
            ),
            Check::Done => ("", "AND ?4 <> ''"),
        };
        let sql = format!(
            "SELECT f.rowid FROM {table} f {checked}
             WHERE f.{table} MATCH ?1 AND f.rowid < ?2 {condition} LIMIT ?3"
        );
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement
                    .query_map(params![query, end, most, term], |row| row.get(0))?
                    .collect()
            })
            .during("Listing what holds a word")
    }

    /// Everybody who holds the rare word, those without the other words left out, sorted.
    fn gathered(
        &self,
        rare: &str,
        entries: &[i64],
        terms: &[String],
        limit: u32,
    ) -> Result<Vec<Found>, Error> {
        let mut conditions = Conditions::empty();
        let list = conditions.bind_numbers(entries);
        let entries =
            format!("FROM json_each({list}) held CROSS JOIN search_entry e ON e.seq = held.value");
        conditions.and(&format!(
            "(o.seq IN (SELECT e.opportunity {entries} WHERE e.opportunity <> 0)
              OR o.posting IN (SELECT e.posting {entries} WHERE e.posting <> ''))"
        ));
        for term in terms.iter().filter(|term| *term != rare) {
            let condition = text_condition(term, &mut conditions);
            conditions.and(&condition);
        }
        let first = conditions.bind(terms.first().cloned().unwrap_or_default());
        let words = conditions.bind_list(terms.iter().map(String::as_str));
        let limit = conditions.bind(i64::from(limit));
        let sql = format!(
            "{COLUMNS},
                 CASE WHEN instr(replace(o.sort_name, char(0), ' '), {first}) = 1 THEN 0
                      WHEN EXISTS (SELECT 1 FROM json_each({words}) w
                          WHERE instr(replace(o.sort_name, char(0), ' '), w.value) > 0) THEN 1
                      ELSE 2 END AS rank
             FROM opportunity o {TITLED}
             WHERE {} ORDER BY rank, o.archived, o.sort_name, o.seq LIMIT {limit}",
            conditions.sql()
        );
        self.found(&sql, conditions)
    }

    /// One rank after the other, each in order of name, until there are enough.
    fn walked(&self, terms: &[String], limit: u32) -> Result<Vec<Found>, Error> {
        // Names with a word in their middle may all stand at the end of the order: some of them are at hand, so that not all
        // the others are walked to get there.
        let (mut named, mut all_named) = (BTreeSet::new(), true);
        for term in terms {
            let held = self.entries_with(term, BEHIND_NAMES, COMMON)?;
            all_named &= !is_full(&held, COMMON);
            named.extend(held);
        }
        let named: Vec<i64> = named.into_iter().collect();
        let mut found = Vec::new();
        for rank in [Rank::Beginning, Rank::Name, Rank::Elsewhere] {
            for archived in [false, true] {
                let left = limit.saturating_sub(count(&found));
                match rank {
                    _ if left == 0 => {}
                    Rank::Elsewhere => found.extend(self.elsewhere(terms, archived, left)?),
                    Rank::Beginning => found.extend(self.walk(terms, rank, archived, None, left)?),
                    Rank::Name => {
                        let mut hits = self.walk(terms, rank, archived, Some(&named), left)?;
                        if !all_named && count(&hits) < left {
                            hits = self.walk(terms, rank, archived, None, left)?;
                        }
                        found.extend(hits);
                    }
                }
            }
        }
        Ok(found)
    }

    /// Those of one rank in order of name; of `named` alone, where that is given.
    fn walk(
        &self,
        terms: &[String],
        rank: Rank,
        archived: bool,
        named: Option<&[i64]>,
        limit: u32,
    ) -> Result<Vec<Found>, Error> {
        let mut conditions = Conditions::empty();
        let archived = conditions.bind(archived);
        conditions.and(&format!("o.archived = {archived}"));
        let first = conditions.bind(terms.first().cloned().unwrap_or_default());
        // Nothing that follows the word in a name comes behind the last of all characters.
        let begins = format!("o.sort_name >= {first} AND o.sort_name < {first} || char(1114111)");
        if rank == Rank::Beginning {
            conditions.and(&begins);
        } else {
            let mut in_name = Vec::new();
            for term in terms {
                let word = conditions.bind(term.clone());
                in_name.push(format!(
                    "instr(replace(o.sort_name, char(0), ' '), {word}) > 0"
                ));
            }
            conditions.and(&format!("NOT ({begins}) AND ({})", in_name.join(" OR ")));
        }
        let mut indexed = "INDEXED BY opportunity_by_name";
        if let Some(named) = named {
            let list = conditions.bind_numbers(named);
            conditions.and(&format!("o.seq IN (SELECT value FROM json_each({list}))"));
            indexed = "";
        }
        if terms.len() > 1 {
            for term in terms {
                let condition = text_condition(term, &mut conditions);
                conditions.and(&condition);
            }
        }
        let limit = conditions.bind(i64::from(limit));
        let sql = format!(
            "{COLUMNS} FROM opportunity o {indexed} {TITLED}
             WHERE {} ORDER BY o.sort_name, o.seq LIMIT {limit}",
            conditions.sql()
        );
        self.found(&sql, conditions)
    }

    /// Those whose name holds none of the words, in the order of the index: sorted by name, everybody would have to be walked
    /// who comes before them, and whoever has `zoe.` in an e-mail comes last.
    fn elsewhere(&self, terms: &[String], archived: bool, limit: u32) -> Result<Vec<Found>, Error> {
        // The longest is likely to be the rarest.
        let Some(leading) = terms.iter().max_by_key(|term| term.len()) else {
            return Ok(Vec::new());
        };
        let mut conditions = Conditions::empty();
        let (table, held) = index_condition(leading, &mut conditions);
        let names = conditions.bind(BEHIND_NAMES);
        conditions.and(&format!("{held} AND f.rowid >= {names}"));
        let archived = conditions.bind(archived);
        conditions.and(&format!("o.archived = {archived}"));
        for term in terms {
            let word = conditions.bind(term.clone());
            conditions.and(&format!(
                "instr(replace(o.sort_name, char(0), ' '), {word}) = 0"
            ));
        }
        for term in terms.iter().filter(|term| *term != leading) {
            let condition = text_condition(term, &mut conditions);
            conditions.and(&condition);
        }
        let limit = conditions.bind(i64::from(limit));
        // Somebody may hold the word several times; duplicates are left out while it is walked.
        let sql = format!(
            "{COLUMNS} FROM (SELECT DISTINCT o.seq FROM {table} f CROSS JOIN search_entry e ON e.seq = f.rowid
                 CROSS JOIN opportunity o ON o.seq = e.opportunity OR (e.posting <> '' AND o.posting = e.posting)
                 WHERE {} LIMIT {limit}) hit
             CROSS JOIN opportunity o ON o.seq = hit.seq {TITLED}",
            conditions.sql()
        );
        self.found(&sql, conditions)
    }

    fn found(&self, sql: &str, conditions: Conditions) -> Result<Vec<Found>, Error> {
        self.connection
            .prepare_cached(sql)
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
            .during("Searching")
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

/// A hit with its row's number and its posting.
type Found = (i64, String, SearchHit);

/// As many as were asked for: there may be more.
fn is_full(entries: &[i64], most: u32) -> bool {
    u32::try_from(entries.len()).map_or(true, |held| held >= most)
}

fn count(found: &[Found]) -> u32 {
    u32::try_from(found.len()).unwrap_or(u32::MAX)
}

/// What an index is asked for a word.
struct Indexed {
    table: &'static str,
    query: String,
    check: Check,
}

/// Whether every entry that the index gives holds the word.
enum Check {
    /// It does.
    Done,
    /// It holds the word's parts; its text says whether it holds them in a row.
    Needed,
}

/// Letters that one token of the index holds.
const TRIGRAM: usize = 3;

/// Up to this many letters the index is asked for all of a word's trigrams in a row, which is what it answers exactly.
const IN_A_ROW: usize = 5;

/// The index that answers a word, and the word as that index wants it. Of a long word it is asked for as few trigrams as cover
/// it: each of them is held by thousands, and all their entries are walked.
fn index_of(term: &str) -> Indexed {
    let letters: Vec<char> = term.chars().collect();
    if let &[first, second] = letters.as_slice() {
        return Indexed {
            table: "search_bigram",
            query: bigram(first, second),
            check: Check::Done,
        };
    }
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let (query, check) = if letters.len() <= IN_A_ROW {
        (quoted(term), Check::Done)
    } else {
        let last = letters.len().saturating_sub(TRIGRAM);
        let parts: Vec<String> = (0..last)
            .step_by(TRIGRAM)
            .chain([last])
            .filter_map(|from| letters.get(from..from + TRIGRAM))
            .map(|part| quoted(&part.iter().collect::<String>()))
            .collect();
        (parts.join(" AND "), Check::Needed)
    };
    Indexed {
        table: "search_trigram",
        query,
        check,
    }
}

/// "Entry `e`, of which `f` is the row in this index, holds the word."
fn index_condition(term: &str, conditions: &mut Conditions) -> (&'static str, String) {
    let Indexed {
        table,
        query,
        check,
    } = index_of(term);
    let query = conditions.bind(query);
    let mut condition = format!("f.{table} MATCH {query}");
    if matches!(check, Check::Needed) {
        let word = conditions.bind(term.to_owned());
        condition.push_str(&format!(" AND instr(e.text, {word}) > 0"));
    }
    (table, condition)
}

/// "This word is part of something that finds `o`", from the index.
pub(super) fn term_condition(term: &str, conditions: &mut Conditions) -> String {
    let (table, held) = index_condition(term, conditions);
    let entries =
        format!("FROM {table} f CROSS JOIN search_entry e ON e.seq = f.rowid WHERE {held}");
    format!(
        "(o.seq IN (SELECT e.opportunity {entries} AND e.opportunity <> 0)
          OR o.posting IN (SELECT e.posting {entries} AND e.posting <> ''))"
    )
}

/// The same from the texts of one `o` after the other: for few of them, or for a word that many hold.
fn text_condition(term: &str, conditions: &mut Conditions) -> String {
    let word = conditions.bind(term.to_owned());
    let posting = conditions.bind(Field::Posting as i64);
    format!(
        "(EXISTS (SELECT 1 FROM search_entry e WHERE e.opportunity = o.seq AND instr(e.text, {word}) > 0)
          OR o.posting IN (SELECT e.posting FROM search_entry e WHERE e.field = {posting} AND instr(e.text, {word}) > 0))"
    )
}
