//! Which requests of the log are asked for.

use std::collections::BTreeMap;

use crate::lever::Entry;

/// As a value of `route`: what Lever has no route for.
pub(crate) const UNKNOWN: &str = "unknown";
/// As a value of `caller`: who sent no key or token that is known.
pub(crate) const NOBODY: &str = "nobody";

/// GET parameters of the page and of `requests.json`; what is absent or empty lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RequestFilter {
    /// Only after this number.
    pub(crate) since: u64,
    /// Only before this number.
    pub(crate) before: Option<u64>,
    /// Name of the key or of the application, or [`NOBODY`].
    pub(crate) caller: String,
    /// `404`, `4xx`, or `fault` for those that a planned fault struck.
    pub(crate) status: String,
    /// The route as Lever has it (`GET /opportunities` or `/opportunities`), or [`UNKNOWN`].
    pub(crate) route: String,
}

impl RequestFilter {
    /// Of decoded parameters.
    pub(crate) fn of(query: &BTreeMap<String, String>) -> Self {
        let text = |key: &str| query.get(key).cloned().unwrap_or_default();
        let number = |key: &str| query.get(key).and_then(|text| text.parse().ok());
        Self {
            since: number("since").unwrap_or(0),
            before: number("before"),
            caller: text("caller"),
            status: text("status"),
            route: text("route"),
        }
    }

    /// Whether anything is left out.
    pub(crate) fn chooses(&self) -> bool {
        !(self.caller.is_empty() && self.status.is_empty() && self.route.is_empty())
    }

    /// Whether one is asked for.
    pub(crate) fn fits(&self, entry: &Entry) -> bool {
        entry.n > self.since
            && self.before.is_none_or(|before| entry.n < before)
            && self.caller_fits(&entry.caller)
            && self.status_fits(entry)
            && self.route_fits(entry)
    }

    fn caller_fits(&self, caller: &str) -> bool {
        match self.caller.as_str() {
            "" => true,
            NOBODY => caller.is_empty(),
            wanted => wanted == caller,
        }
    }

    fn status_fits(&self, entry: &Entry) -> bool {
        match self.status.as_str() {
            "" => true,
            "fault" => entry.fault.is_some(),
            wanted => {
                let status = entry.status.to_string();
                wanted == status
                    || wanted
                        .strip_suffix("xx")
                        .is_some_and(|class| class.len() == 1 && status.starts_with(class))
            }
        }
    }

    fn route_fits(&self, entry: &Entry) -> bool {
        match (self.route.as_str(), entry.route) {
            ("", _) | (UNKNOWN, None) => true,
            (_, None) => false,
            (wanted, Some(route)) => match wanted.split_once(' ') {
                Some((method, path)) => method == entry.method && path == route,
                None => wanted == route,
            },
        }
    }
}
