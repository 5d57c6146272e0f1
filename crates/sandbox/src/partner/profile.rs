//! A vendor's proposed interface as data: which operation lies at which method and path, and what its headers are called.
//!
//! The file is the only place where paths and header names stand. What serves them is looked up by the operation's name.

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::{MethodFilter, MethodRouter};
use serde_json::Value;

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Operation {
    /// Its name in the file.
    pub(crate) name: String,
    /// Upper case.
    pub(crate) method: String,
    /// Below the interface's base, with `{holes}`.
    pub(crate) path: String,
}

/// A profile file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    value: Value,
    operations: Vec<Operation>,
}

impl Profile {
    /// Reads a file that comes with this crate; what is no JSON has no operations.
    pub(crate) fn read(text: &str) -> Self {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let rows = value.get("operations").and_then(Value::as_object);
        let operations = rows
            .into_iter()
            .flatten()
            .filter_map(|(name, row)| {
                Some(Operation {
                    name: name.clone(),
                    method: row.get("method")?.as_str()?.to_owned(),
                    path: row.get("path")?.as_str()?.to_owned(),
                })
            })
            .collect();
        Self { value, operations }
    }

    /// All operations.
    #[cfg(test)]
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// A text of the file by its JSON pointer; empty where there is none.
    pub(crate) fn text(&self, pointer: &str) -> &str {
        self.value
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The template of a request header, for instance `Bearer {api_key}`.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.value
            .pointer("/authorization/headers")
            .and_then(|headers| headers.get(name))
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// Names of the request headers, in the file's order.
    pub(crate) fn header_names(&self) -> Vec<&str> {
        let headers = self.value.pointer("/authorization/headers");
        let headers = headers.and_then(Value::as_object);
        headers
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// The operation at `method` and `path`, with what stands in its holes.
    pub(crate) fn find(
        &self,
        method: &str,
        path: &str,
    ) -> Option<(&Operation, BTreeMap<String, String>)> {
        self.operations
            .iter()
            .filter(|operation| operation.method == method)
            .find_map(|operation| Some((operation, holes(&operation.path, path)?)))
    }

    /// A router of all operations; `serve` gives what answers one, for its method.
    pub(crate) fn router<S: Clone + Send + Sync + 'static>(
        &self,
        serve: impl Fn(&str, MethodFilter) -> Option<MethodRouter<S>>,
    ) -> Router<S> {
        let mut router = Router::new();
        for operation in &self.operations {
            let method = match operation.method.as_str() {
                "GET" => MethodFilter::GET,
                "POST" => MethodFilter::POST,
                "PUT" => MethodFilter::PUT,
                "DELETE" => MethodFilter::DELETE,
                _ => continue,
            };
            if let Some(answers) = serve(&operation.name, method) {
                router = router.route(&operation.path, answers);
            }
        }
        router
    }
}

/// What stands in the holes of `pattern` when `path` is one of it.
fn holes(pattern: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    let mut found = BTreeMap::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(found),
            (Some(want), Some(have)) => {
                match want
                    .strip_prefix('{')
                    .and_then(|name| name.strip_suffix('}'))
                {
                    Some(name) if !have.is_empty() => {
                        found.insert(name.to_owned(), have.to_owned());
                    }
                    None if want == have => {}
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Profile;

    const FILE: &str = r#"{
        "authorization": { "headers": { "X-Key": "{api_key}" } },
        "operations": {
            "list": { "method": "GET", "path": "/jobs" },
            "one": { "method": "GET", "path": "/jobs/{job}" },
            "broken": { "method": "GET" }
        }
    }"#;

    #[test]
    fn operations_are_found_by_method_and_path() {
        let profile = Profile::read(FILE);
        assert_eq!(profile.operations().len(), 2);
        assert_eq!(profile.header("X-Key"), "{api_key}");
        assert_eq!(profile.header_names(), ["X-Key"]);
        let (one, holes) = profile.find("GET", "/jobs/7").unwrap();
        assert_eq!((one.name.as_str(), holes["job"].as_str()), ("one", "7"));
        for (method, path) in [
            ("POST", "/jobs"),
            ("GET", "/jobs/"),
            ("GET", "/jobs/7/more"),
            ("GET", "/"),
        ] {
            assert!(profile.find(method, path).is_none(), "{method} {path}");
        }
        assert!(Profile::read("no JSON").operations().is_empty());
    }
}
