use crate::budget::Priority;

/// What may be known about a request: no ids, no names, no query, no body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRecord {
    /// Method and path template, such as `GET /opportunities/:id`.
    pub endpoint: &'static str,
    /// The permission it needs, named like a scope without its suffix, such as `notes:write`.
    pub permission: &'static str,
    /// HTTP status, or `None` when no answer came.
    pub status: Option<u16>,
    /// From sending to the whole answer, ms; without the wait for the budget.
    pub took_ms: i64,
    /// Wait for the budget, ms.
    pub waited_ms: i64,
    /// For whom.
    pub priority: Priority,
    /// 1 for the first try.
    pub attempt: u32,
}

/// Told after every request on the wire: for the budget display, the log and tests.
pub trait RequestObserver: Send + Sync {
    /// One request is over.
    fn finished(&self, record: &RequestRecord);
}

/// Listens to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoObserver;

impl RequestObserver for NoObserver {
    fn finished(&self, _record: &RequestRecord) {}
}
