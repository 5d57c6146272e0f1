//! Lists and single reads of what hangs on one opportunity. Recordings do not show the order of such lists: newest first here.

use serde_json::Value;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::page::{NEWEST_FIRST, Part, page};
use crate::world::model::{Id, Ms};

/// One record: its time, its id, and what the API shows of it.
pub(crate) type Row = (Ms, Id, Value);

/// One page of them.
///
/// # Errors
/// 400 for a bad `limit` or `offset`.
pub(crate) fn list(call: &Call<'_>, rows: Vec<Row>) -> Result<Reply, Refusal> {
    let keyed = rows
        .into_iter()
        .map(|(at, id, shape)| ([Part::Down(at), Part::text(id)], shape));
    page(call, &NEWEST_FIRST, keyed, |shape| shape)
}

/// The one that the second `:name` segment of the path names.
///
/// # Errors
/// 404 `<collection> <id> was not found`.
pub(crate) fn single(call: &Call<'_>, rows: Vec<Row>, collection: &str) -> Result<Reply, Refusal> {
    rows.into_iter()
        .find(|(_, id, _)| id == call.id(1))
        .map_or_else(
            || Err(Refusal::not_found(collection, call.id(1))),
            |(_, _, shape)| Reply::data(shape),
        )
}

/// A closed range of times out of the query.
pub(crate) struct Times {
    start: Option<Ms>,
    end: Option<Ms>,
}

impl Times {
    /// Reads `start` and `end`.
    ///
    /// # Errors
    /// 400 when one is no integer.
    pub(crate) fn read(call: &Call<'_>, start: &str, end: &str) -> Result<Self, Refusal> {
        Ok(Self {
            start: call.query.ms(start)?,
            end: call.query.ms(end)?,
        })
    }

    /// The range, with what was left out filled in.
    pub(crate) fn or(self, start: Ms, end: Ms) -> Self {
        Self {
            start: self.start.or(Some(start)),
            end: self.end.or(Some(end)),
        }
    }

    /// Both ends.
    pub(crate) fn ends(&self) -> (Option<Ms>, Option<Ms>) {
        (self.start, self.end)
    }

    /// Whether a time lies in it, both ends included.
    pub(crate) fn hold(&self, at: Ms) -> bool {
        self.start.is_none_or(|start| at >= start) && self.end.is_none_or(|end| at <= end)
    }
}
