//! The search index: folded texts, cut into trigrams by FTS5 for three letters and more, and into bigrams of our own
//! for two, which trigrams cannot answer.
//!
//! A posting's title is indexed once, not once per candidate. Both FTS tables run with `secure-delete`, so that the
//! words of an erased person do not linger in their segments.

use std::collections::BTreeSet;

use fulcrum_domain::fold::fold;
use rusqlite::{OptionalExtension, params};

use crate::cache::CacheTx;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE search_entry (
    seq INTEGER PRIMARY KEY,
    field INTEGER NOT NULL,
    subject TEXT NOT NULL,
    opportunity INTEGER NOT NULL DEFAULT 0,
    posting TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL,
    UNIQUE (field, subject)
) STRICT;
CREATE INDEX search_entry_opportunity ON search_entry (opportunity, field);
CREATE VIRTUAL TABLE search_trigram USING fts5
    (text, content = 'search_entry', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram case_sensitive 1');
CREATE VIRTUAL TABLE search_bigram USING fts5
    (grams, content = '', columnsize = 0, detail = 'none', tokenize = 'ascii');
INSERT INTO search_trigram (search_trigram, rank) VALUES ('secure-delete', 1);
INSERT INTO search_bigram (search_bigram, rank) VALUES ('secure-delete', 1);
";

/// Entries of names bear their opportunity's own number, all others stand behind: so the index alone says how many names hold
/// some letters, and whose.
pub(crate) const BEHIND_NAMES: i64 = 1 << 40;

/// Rows of the second version are numbered otherwise. Lever can give them again; until then the file starts empty.
pub(crate) const V3: &str = "
DELETE FROM opportunity;
DELETE FROM posting;
DELETE FROM search_entry;
DELETE FROM sync_state;
INSERT INTO search_trigram (search_trigram) VALUES ('delete-all');
INSERT INTO search_bigram (search_bigram) VALUES ('delete-all');
CREATE INDEX opportunity_by_name ON opportunity (sort_name, seq, archived);
";

/// Where a text comes from; the order is the order in which hits are worth showing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    Name = 1,
    Email = 2,
    Posting = 3,
    Tag = 4,
    Note = 5,
}

/// Text as it is indexed and compared. The trigram tokenizer stops at a NUL; nobody types one.
pub(crate) fn indexed(text: &str) -> String {
    fold(text).replace('\0', " ")
}

/// All pairs of neighbouring characters, as tokens that any tokenizer leaves alone.
pub(crate) fn bigrams(folded: &str) -> String {
    let mut pairs = BTreeSet::new();
    for (first, second) in folded.chars().zip(folded.chars().skip(1)) {
        pairs.insert(bigram(first, second));
    }
    pairs.into_iter().collect::<Vec<_>>().join(" ")
}

pub(crate) fn bigram(first: char, second: char) -> String {
    format!("{:06x}{:06x}", u32::from(first), u32::from(second))
}

impl CacheTx<'_> {
    /// Makes `text` what is found under (field, subject); an empty text removes it.
    pub(crate) fn index_text(
        &self,
        field: Field,
        subject: &str,
        opportunity: i64,
        posting: &str,
        text: &str,
    ) -> Result<(), Error> {
        let field = field as i64;
        let text = indexed(text);
        let held: Option<(i64, String)> = self
            .connection
            .prepare_cached("SELECT seq, text FROM search_entry WHERE field = ?1 AND subject = ?2")
            .and_then(|mut statement| {
                statement
                    .query_row(params![field, subject], |row| row.try_into())
                    .optional()
            })
            .during("Reading a search entry")?;
        if let Some((seq, old)) = held {
            if old == text {
                return Ok(());
            }
            self.unindex(seq, &old)?;
        }
        if text.is_empty() {
            return Ok(());
        }
        let own = (field == Field::Name as i64).then_some(opportunity);
        let seq: i64 = self
            .connection
            .prepare_cached(
                "INSERT INTO search_entry (seq, field, subject, opportunity, posting, text)
                 VALUES (COALESCE(?6, (SELECT MAX(seq) FROM search_entry WHERE seq >= ?7) + 1, ?7), ?1, ?2, ?3, ?4, ?5)
                 RETURNING seq",
            )
            .and_then(|mut statement| {
                statement.query_row(
                    params![field, subject, opportunity, posting, text, own, BEHIND_NAMES],
                    |row| row.get(0),
                )
            })
            .during("Storing a search entry")?;
        self.connection
            .prepare_cached("INSERT INTO search_trigram (rowid, text) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute(params![seq, text]))
            .during("Indexing trigrams")?;
        self.connection
            .prepare_cached("INSERT INTO search_bigram (rowid, grams) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute(params![seq, bigrams(&text)]))
            .during("Indexing bigrams")?;
        Ok(())
    }

    /// Removes one entry. Both FTS tables hold no text of their own and must be told what was indexed.
    pub(crate) fn unindex(&self, seq: i64, text: &str) -> Result<(), Error> {
        self.connection
            .prepare_cached("INSERT INTO search_trigram (search_trigram, rowid, text) VALUES ('delete', ?1, ?2)")
            .and_then(|mut statement| statement.execute(params![seq, text]))
            .during("Removing trigrams")?;
        self.connection
            .prepare_cached(
                "INSERT INTO search_bigram (search_bigram, rowid, grams) VALUES ('delete', ?1, ?2)",
            )
            .and_then(|mut statement| statement.execute(params![seq, bigrams(text)]))
            .during("Removing bigrams")?;
        self.connection
            .prepare_cached("DELETE FROM search_entry WHERE seq = ?1")
            .and_then(|mut statement| statement.execute(params![seq]))
            .during("Removing a search entry")?;
        Ok(())
    }

    /// Removes everything that finds an opportunity, its notes included.
    pub(crate) fn unindex_opportunity(&self, opportunity: i64) -> Result<(), Error> {
        let entries: Vec<(i64, String)> = self
            .connection
            .prepare_cached("SELECT seq, text FROM search_entry WHERE opportunity = ?1")
            .and_then(|mut statement| {
                statement
                    .query_map(params![opportunity], |row| row.try_into())?
                    .collect()
            })
            .during("Reading search entries")?;
        for (seq, text) in entries {
            self.unindex(seq, &text)?;
        }
        Ok(())
    }
}
