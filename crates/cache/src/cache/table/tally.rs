//! Counts that are kept instead of counted: what the board's heads show costs the same with a thousand cards and with a
//! hundred thousand. Triggers keep them, so that no write can forget to.
//!
//! A card counts for everybody (user `''`), for its owner, and for its posting's owner where that is somebody else: as often
//! as it is on somebody's board. Rows that have come down to 0 stay; they name stages, users and postings only.

use fulcrum_domain::ids::{PostingId, StageId};
use rusqlite::params;

use crate::cache::CacheReader;
use crate::error::{During, Error};

/// Whom a card counts for who is on everybody's board.
pub(crate) const EVERYBODY: &str = "";

pub(crate) const V3: &str = "
CREATE TABLE head_tally (
    user TEXT NOT NULL,
    stage TEXT NOT NULL,
    actor TEXT NOT NULL,
    cards INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user, stage, actor)
) STRICT, WITHOUT ROWID;
CREATE TABLE posting_tally (
    user TEXT NOT NULL,
    posting TEXT NOT NULL,
    cards INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user, posting)
) STRICT, WITHOUT ROWID;
CREATE TABLE row_tally (
    name TEXT PRIMARY KEY,
    rows INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

INSERT INTO head_tally (user, stage, actor, cards)
    SELECT user, stage, actor, COUNT(*) FROM (
        SELECT '' AS user, stage, actor FROM opportunity WHERE archived = 0
        UNION ALL SELECT owner, stage, actor FROM opportunity WHERE archived = 0 AND owner <> ''
        UNION ALL SELECT posting_owner, stage, actor FROM opportunity
            WHERE archived = 0 AND posting_owner <> '' AND posting_owner <> owner
    ) GROUP BY user, stage, actor;
INSERT INTO posting_tally (user, posting, cards)
    SELECT user, posting, COUNT(*) FROM (
        SELECT '' AS user, posting FROM opportunity WHERE archived = 0
        UNION ALL SELECT owner, posting FROM opportunity WHERE archived = 0 AND owner <> ''
        UNION ALL SELECT posting_owner, posting FROM opportunity
            WHERE archived = 0 AND posting_owner <> '' AND posting_owner <> owner
    ) WHERE posting <> '' GROUP BY user, posting;
INSERT INTO row_tally (name, rows)
    SELECT 'opportunity', COUNT(*) FROM opportunity UNION ALL SELECT 'note', COUNT(*) FROM note;

CREATE TRIGGER opportunity_comes AFTER INSERT ON opportunity BEGIN
    UPDATE row_tally SET rows = rows + 1 WHERE name = 'opportunity';
    INSERT INTO head_tally (user, stage, actor, cards)
        SELECT DISTINCT column1, NEW.stage, NEW.actor, 1 FROM (VALUES (''), (NEW.owner), (NEW.posting_owner))
            WHERE NEW.archived = 0
        ON CONFLICT DO UPDATE SET cards = cards + 1;
    INSERT INTO posting_tally (user, posting, cards)
        SELECT DISTINCT column1, NEW.posting, 1 FROM (VALUES (''), (NEW.owner), (NEW.posting_owner))
            WHERE NEW.archived = 0 AND NEW.posting <> ''
        ON CONFLICT DO UPDATE SET cards = cards + 1;
END;
CREATE TRIGGER opportunity_goes AFTER DELETE ON opportunity BEGIN
    UPDATE row_tally SET rows = rows - 1 WHERE name = 'opportunity';
    UPDATE head_tally SET cards = cards - 1
        WHERE OLD.archived = 0 AND user IN ('', OLD.owner, OLD.posting_owner)
            AND stage = OLD.stage AND actor = OLD.actor;
    UPDATE posting_tally SET cards = cards - 1
        WHERE OLD.archived = 0 AND user IN ('', OLD.owner, OLD.posting_owner) AND posting = OLD.posting;
END;
CREATE TRIGGER opportunity_changes AFTER UPDATE OF stage, actor, owner, posting_owner, posting, archived ON opportunity
WHEN OLD.stage <> NEW.stage OR OLD.actor <> NEW.actor OR OLD.owner <> NEW.owner
    OR OLD.posting_owner <> NEW.posting_owner OR OLD.posting <> NEW.posting OR OLD.archived <> NEW.archived
BEGIN
    UPDATE head_tally SET cards = cards - 1
        WHERE OLD.archived = 0 AND user IN ('', OLD.owner, OLD.posting_owner)
            AND stage = OLD.stage AND actor = OLD.actor;
    UPDATE posting_tally SET cards = cards - 1
        WHERE OLD.archived = 0 AND user IN ('', OLD.owner, OLD.posting_owner) AND posting = OLD.posting;
    INSERT INTO head_tally (user, stage, actor, cards)
        SELECT DISTINCT column1, NEW.stage, NEW.actor, 1 FROM (VALUES (''), (NEW.owner), (NEW.posting_owner))
            WHERE NEW.archived = 0
        ON CONFLICT DO UPDATE SET cards = cards + 1;
    INSERT INTO posting_tally (user, posting, cards)
        SELECT DISTINCT column1, NEW.posting, 1 FROM (VALUES (''), (NEW.owner), (NEW.posting_owner))
            WHERE NEW.archived = 0 AND NEW.posting <> ''
        ON CONFLICT DO UPDATE SET cards = cards + 1;
END;
CREATE TRIGGER note_comes AFTER INSERT ON note BEGIN
    UPDATE row_tally SET rows = rows + 1 WHERE name = 'note';
END;
CREATE TRIGGER note_goes AFTER DELETE ON note BEGIN
    UPDATE row_tally SET rows = rows - 1 WHERE name = 'note';
END;
";

impl CacheReader<'_> {
    /// Cards of a user's whole board, or of [`EVERYBODY`]'s, by stage and by who acts next.
    pub(crate) fn head_tally(&self, user: &str) -> Result<Vec<(StageId, String, i64)>, Error> {
        self.connection
            .prepare_cached(
                "SELECT stage, actor, cards FROM head_tally WHERE user = ?1 AND cards > 0",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![user], |row| {
                        Ok((row.get::<_, String>(0)?.into(), row.get(1)?, row.get(2)?))
                    })?
                    .collect()
            })
            .during("Reading the columns' counts")
    }

    /// Cards of a user's whole board, or of [`EVERYBODY`]'s, by posting, in order of posting id.
    pub(crate) fn posting_tally(&self, user: &str) -> Result<Vec<(PostingId, u32)>, Error> {
        self.connection
            .prepare_cached(
                "SELECT posting, cards FROM posting_tally WHERE user = ?1 AND cards > 0 ORDER BY posting",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![user], |row| Ok((PostingId(row.get(0)?), row.get(1)?)))?
                    .collect()
            })
            .during("Reading the postings' counts")
    }
}
