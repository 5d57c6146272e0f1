//! The profile file: what the vendor does not publish, as data.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::http::is_loopback;
use crate::placeholder::{fill, placeholders};

/// Where JobTwine's interface is and how it wants to be asked.
///
/// JobTwine publishes no interface at all, so the format is **proposed** by this project, and `provenance` says who wrote
/// the profile at hand. Whoever learns the real paths writes them here. A JSON object; fields not named below are remarks
/// and are ignored.
///
/// ```json
/// {
///   "vendor": "jobtwine",
///   "provenance": "read from the vendor's admin pages, 2026-10-19",
///   "base_url": "https://…",                        // https; plain http on loopback, and only with "training": true
///   "training": false,
///   "authorization": { "headers": { "Authorization": "Bearer {api_key}" } },
///   "operations": {
///     "listJobs":       { "method": "GET",  "path": "/jobs" },
///     "findCandidates": { "method": "GET",  "path": "/candidates", "query": { "opportunity_id": "{opportunity_id}" } },
///     "offerSlots":     { "method": "POST", "path": "/candidates/{candidate_id}/slots" },
///     "getFeedback":    { "method": "GET",  "path": "/candidates/{candidate_id}/feedback" }
///   },
///   "fields": { "candidate_id": "interview.uid", "status": "state" },   // ours to theirs, dots lead into objects
///   "words":  { "Awaiting slots": "pending_slots" },                    // theirs to ours
///   "hosts": { "candidate": ["app.example.com"], "secure": ["files.example.com"] }
/// }
/// ```
///
/// - The only placeholder in headers is `{api_key}`.
/// - Operations that are missing are not offered. Moments are Unix milliseconds or RFC 3339. In our own words,
///   `listJobs` answers `{jobs: [{posting_id, rounds: [{name, minutes}], rounds_saved_at}]}`;
///   `findCandidates` `{candidates: [{candidate_id, round: {number, name, minutes}, attempt, status, link,
///   slots: [{start}], refused, claim: {start, end, interviewer, self_scheduled}, invited_at, scheduled_at, held_at,
///   feedback_at, ended_at}]}`; `getFeedback` `{outcome, outcome_text, sections: [{name, rating, comment}], summary,
///   report_url, video_url, links_expire_at}`. `offerSlots` is sent `{slots: [{start, end}], by: "client"}` and answers a
///   candidate. A failure answers `{error: {code}}`.
/// - Statuses, in our words: `awaiting_rounds pending_slots slots_given scheduled in_progress pending_feedback
///   feedback_ready candidate_no_show interviewer_no_show cancelled_by_candidate cancelled_by_client expired`; outcomes:
///   `strongly_recommended is_a_good_fit not_recommended`; failures: `already_scheduled closed expired`.
/// - `hosts` are proposals for pinning: links to them open without asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub(super) base_url: Url,
    headers: BTreeMap<String, String>,
    pub(super) list_jobs: Option<Operation>,
    pub(super) find_candidates: Option<Operation>,
    pub(super) offer_slots: Option<Operation>,
    pub(super) get_feedback: Option<Operation>,
    fields: BTreeMap<String, String>,
    words: BTreeMap<String, String>,
    /// Who wrote the profile and from what; `""` when it does not say.
    pub provenance: String,
    /// The profile is for the sandbox: marked everywhere, never for real candidates.
    pub training: bool,
    /// Hosts of the vendor's links, as `host` or `host:port`.
    pub hosts: Vec<String>,
}

/// Why a profile cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileProblem {
    /// Not JSON, or a field is missing or of the wrong kind.
    #[error("the profile is not a JSON object of the expected form")]
    Malformed,
    /// `vendor` names somebody else.
    #[error("the profile is for another vendor")]
    OtherVendor,
    /// An address is neither https nor loopback in a training profile.
    #[error(
        "the profile names an address that is not https (plain http is for this machine, in training profiles)"
    )]
    Insecure,
    /// A placeholder that nothing fills.
    #[error("the profile uses a placeholder that is not known")]
    UnknownPlaceholder,
    /// A method that the operation cannot have, or a path that does not begin with a slash.
    #[error("the profile names an operation with a method or path that cannot be used")]
    UnusableOperation,
}

/// One request, as data.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Operation {
    method: String,
    path: String,
    #[serde(default)]
    query: Value,
}

#[derive(Deserialize)]
struct File {
    vendor: String,
    #[serde(default)]
    provenance: String,
    base_url: Url,
    #[serde(default)]
    training: bool,
    authorization: Authorization,
    operations: BTreeMap<String, Operation>,
    #[serde(default)]
    fields: BTreeMap<String, String>,
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    hosts: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Authorization {
    headers: BTreeMap<String, String>,
}

impl Profile {
    /// Reads and checks a profile file.
    ///
    /// # Errors
    /// [`ProfileProblem`], the first one found.
    pub fn parse(text: &str) -> Result<Self, ProfileProblem> {
        let text = text.trim_start_matches('\u{feff}');
        let file: File = serde_json::from_str(text).map_err(|_| ProfileProblem::Malformed)?;
        if !file.vendor.eq_ignore_ascii_case("jobtwine") {
            return Err(ProfileProblem::OtherVendor);
        }
        let loopback =
            file.training && file.base_url.scheme() == "http" && is_loopback(&file.base_url);
        if file.base_url.scheme() != "https" && !loopback {
            return Err(ProfileProblem::Insecure);
        }
        let headers = file.authorization.headers;
        if headers
            .values()
            .flat_map(|value| placeholders(value))
            .any(|name| name != "api_key")
        {
            return Err(ProfileProblem::UnknownPlaceholder);
        }
        let mut operations = file.operations;
        let mut take = |name: &str, method: &str, known: &str| match operations.remove(name) {
            Some(operation) => operation.check(method, known).map(|()| Some(operation)),
            None => Ok(None),
        };
        Ok(Self {
            list_jobs: take("listJobs", "GET", "")?,
            find_candidates: take("findCandidates", "GET", "opportunity_id")?,
            offer_slots: take("offerSlots", "POST", "candidate_id")?,
            get_feedback: take("getFeedback", "GET", "candidate_id")?,
            base_url: file.base_url,
            headers,
            fields: file.fields,
            words: file.words,
            provenance: file.provenance,
            training: file.training,
            hosts: hosts(file.hosts),
        })
    }

    /// The headers of a request.
    pub(super) fn headers(&self, api_key: &str) -> Vec<(String, String)> {
        let values = BTreeMap::from([("api_key", api_key.to_owned())]);
        self.headers
            .iter()
            .map(|(name, template)| (name.clone(), fill(template, &values)))
            .collect()
    }

    /// The vendor's name of a field.
    pub(super) fn field<'a>(&'a self, ours: &'a str) -> &'a str {
        self.fields.get(ours).map_or(ours, String::as_str)
    }

    /// A field of an answer, wherever the vendor keeps it.
    pub(super) fn get<'a>(&self, item: &'a Value, ours: &str) -> Option<&'a Value> {
        self.field(ours)
            .split('.')
            .try_fold(item, |inside, name| inside.get(name))
            .filter(|value| !value.is_null())
    }

    /// Our word for one of the vendor's.
    pub(super) fn word<'a>(&'a self, theirs: &'a str) -> &'a str {
        self.words.get(theirs).map_or(theirs, String::as_str)
    }
}

impl Operation {
    fn check(&self, method: &str, known: &str) -> Result<(), ProfileProblem> {
        if !self.method.eq_ignore_ascii_case(method) || !self.path.starts_with('/') {
            return Err(ProfileProblem::UnusableOperation);
        }
        let values = self.pairs().map(|(_, value)| value);
        let mut names = placeholders(&self.path).chain(values.flat_map(placeholders));
        match names.all(|name| name == known) {
            true => Ok(()),
            false => Err(ProfileProblem::UnknownPlaceholder),
        }
    }

    /// A query that is no object is a remark.
    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }

    /// The whole address, with values percent-encoded where they go.
    pub(super) fn url(&self, base: &Url, values: &BTreeMap<&str, String>) -> Url {
        let mut url = base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty();
            for segment in self.path.split('/').skip(1) {
                path.push(&fill(segment, values));
            }
        }
        for (name, template) in self.pairs() {
            url.query_pairs_mut()
                .append_pair(name, &fill(template, values));
        }
        url
    }
}

fn hosts(named: BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut hosts: Vec<String> = named
        .into_values()
        .flatten()
        .map(|host| host.trim().to_lowercase())
        .filter(|host| !host.is_empty())
        .collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file() -> Value {
        json!({
            "vendor": "jobtwine", "provenance": "a guess", "base_url": "https://vendor.example/api",
            "authorization": {"headers": {"X-Key": "{api_key}"}},
            "operations": {
                "findCandidates": {"method": "GET", "path": "/c", "query": {"of": "{opportunity_id}"}},
                "offerSlots": {"method": "POST", "path": "/c/{candidate_id}/slots", "body": "a remark"}
            },
            "fields": {"status": "state.word"}, "words": {"Booked": "scheduled"},
            "hosts": {"candidate": ["App.Vendor.example", ""], "secure": ["app.vendor.example"]}
        })
    }

    fn parse(file: &Value) -> Result<Profile, ProfileProblem> {
        Profile::parse(&format!("\u{feff}{file}"))
    }

    #[test]
    fn what_is_named_is_offered() {
        let profile = parse(&file()).unwrap();
        assert!(profile.list_jobs.is_none() && profile.get_feedback.is_none());
        assert_eq!(profile.hosts, ["app.vendor.example"]);
        assert_eq!(profile.headers("k"), [("X-Key".to_owned(), "k".to_owned())]);
        let find = profile.find_candidates.clone().unwrap();
        let values = BTreeMap::from([("opportunity_id", "a/b &c".to_owned())]);
        assert_eq!(
            find.url(&profile.base_url, &values).as_str(),
            "https://vendor.example/api/c?of=a%2Fb+%26c"
        );
        let offer = profile.offer_slots.clone().unwrap();
        let values = BTreeMap::from([("candidate_id", "../jobs?x=".to_owned())]);
        assert_eq!(
            offer.url(&profile.base_url, &values).as_str(),
            "https://vendor.example/api/c/..%2Fjobs%3Fx=/slots"
        );
        let item = json!({"state": {"word": "Booked"}, "link": null});
        assert_eq!(profile.get(&item, "status"), Some(&json!("Booked")));
        assert_eq!(profile.get(&item, "link"), None);
        assert_eq!(profile.word("Booked"), "scheduled");
        assert_eq!(profile.word("expired"), "expired");
    }

    #[test]
    fn every_problem_has_its_name() {
        type Change = fn(&mut Value);
        let cases: [(Change, ProfileProblem); 8] = [
            (
                |file| file["vendor"] = json!("myinterview"),
                ProfileProblem::OtherVendor,
            ),
            (
                |file| file["base_url"] = json!("http://vendor.example/api"),
                ProfileProblem::Insecure,
            ),
            (
                // Loopback, but not marked as training.
                |file| file["base_url"] = json!("http://127.0.0.1:4000/api"),
                ProfileProblem::Insecure,
            ),
            (
                // An offer is a write: whoever marks it as a read has mistaken something.
                |file| file["operations"]["offerSlots"]["method"] = json!("GET"),
                ProfileProblem::UnusableOperation,
            ),
            (
                |file| file["operations"]["findCandidates"]["path"] = json!("c"),
                ProfileProblem::UnusableOperation,
            ),
            (
                |file| file["operations"]["findCandidates"]["path"] = json!("/{candidate_id}"),
                ProfileProblem::UnknownPlaceholder,
            ),
            (
                |file| file["authorization"]["headers"]["X"] = json!("{secret}"),
                ProfileProblem::UnknownPlaceholder,
            ),
            (
                |file| file["operations"] = json!([]),
                ProfileProblem::Malformed,
            ),
        ];
        for (change, problem) in cases {
            let mut file = file();
            change(&mut file);
            assert_eq!(parse(&file), Err(problem), "{file}");
        }
    }

    #[test]
    fn loopback_is_for_training() {
        let mut file = file();
        file["base_url"] = json!("http://127.0.0.1:4000/api");
        file["training"] = json!(true);
        assert!(parse(&file).unwrap().training);
    }
}
