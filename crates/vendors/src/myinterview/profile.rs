//! The profile file: what the vendor does not publish, as data.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::Url;

use super::signer::Signer;
use crate::http::is_loopback;
use crate::placeholder::{fill, placeholders};

/// Where myInterview's interface is and how it wants to be asked.
///
/// The format is **proposed** by this project: the vendor publishes its credentials (access key, secret, company id), its
/// envelopes and its playback hash, but neither paths nor headers. Whoever learns the real ones writes them here. A JSON
/// object; fields not named below are remarks and are ignored.
///
/// ```json
/// {
///   "vendor": "myinterview",
///   "base_url": "https://…",                        // https; plain http on loopback, and only with "training": true
///   "training": false,
///   "authorization": {
///     "headers": { "Authorization": "apikey {access_key} exp={exp} sig={sig}", "X-Company-Id": "{company_id}" },
///     "sig": { "algorithm": "HMAC-SHA256", "key": "{secret}", "message": "apikey {access_key} exp={exp}",
///              "encoding": "lower-case hexadecimal" }
///   },
///   "operations": {
///     "listTemplates":  { "method": "GET", "path": "/templates" },
///     "findCandidates": { "method": "GET", "path": "/candidates", "query": { "external_id": "{opportunity_id}" } },
///     "getVideo":       { "method": "GET", "path": "/candidates/{candidate_id}/video" }
///   },
///   "playback": { "get_video_url": "https://…/getVideo" },
///   "hosts": { "review": ["app.example.com"], "candidate": ["start.example.com"] }
/// }
/// ```
///
/// - Placeholders in headers and signature: `{access_key}`, `{secret}`, `{company_id}`, `{exp}` (Unix seconds, one day
///   ahead) and, in headers, `{sig}`. The only algorithm is HMAC-SHA256, in lower-case hexadecimal.
/// - Operations that are missing are not offered. Answers come in the vendor's documented envelope; `data` is a list of
///   `{template_id, name}` for `listTemplates`, a list of `{candidate_id, status, invited_at, clicked_at, completed_at,
///   deadline}` (ms or RFC 3339) for `findCandidates`, and `{review_url, media_url, media_expires_at}` for `getVideo`.
/// - `findCandidates` without a `query` asks for `external_id` = Lever's opportunity id.
/// - `hosts` are proposals for pinning: links to them open without asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub(super) base_url: Url,
    pub(super) authorization: Signer,
    pub(super) list_templates: Option<Operation>,
    pub(super) find_candidates: Option<Operation>,
    pub(super) get_video: Option<Operation>,
    pub(super) get_video_url: Option<Url>,
    /// The profile is for the sandbox: marked everywhere, never for real candidates.
    pub training: bool,
    /// Hosts of review links, as `host` or `host:port`.
    pub review_hosts: Vec<String>,
    /// Hosts of candidates' links.
    pub candidate_hosts: Vec<String>,
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
    /// A signature that cannot be computed here.
    #[error("the profile asks for a signature other than HMAC-SHA256 in hexadecimal")]
    UnknownSignature,
    /// An operation with a method other than GET, or a path that does not start with a slash.
    #[error("an operation of the profile has a method or a path that cannot be used")]
    UnusableOperation,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Operation {
    method: String,
    path: String,
    #[serde(default, deserialize_with = "query")]
    query: BTreeMap<String, String>,
}

/// A text in this place is a remark.
fn query<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Object(map) => Ok(map
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())))
            .collect()),
        _ => Ok(BTreeMap::new()),
    }
}

#[derive(Deserialize)]
struct File {
    vendor: String,
    base_url: Url,
    #[serde(default)]
    training: bool,
    authorization: Signer,
    operations: BTreeMap<String, Operation>,
    #[serde(default)]
    playback: Option<PlaybackFile>,
    #[serde(default)]
    hosts: HostsFile,
}

#[derive(Deserialize)]
struct PlaybackFile {
    #[serde(default)]
    get_video_url: Option<Url>,
}

#[derive(Default, Deserialize)]
struct HostsFile {
    #[serde(default)]
    review: Vec<String>,
    #[serde(default)]
    candidate: Vec<String>,
}

impl Profile {
    /// Reads and checks a profile file.
    ///
    /// # Errors
    /// [`ProfileProblem`], the first one found.
    pub fn parse(text: &str) -> Result<Self, ProfileProblem> {
        let text = text.trim_start_matches('\u{feff}');
        let file: File = serde_json::from_str(text).map_err(|_| ProfileProblem::Malformed)?;
        if !file.vendor.eq_ignore_ascii_case("myinterview") {
            return Err(ProfileProblem::OtherVendor);
        }
        let secure = |url: &Url| {
            url.scheme() == "https" || (file.training && url.scheme() == "http" && is_loopback(url))
        };
        let get_video_url = file.playback.and_then(|playback| playback.get_video_url);
        if !secure(&file.base_url) || !get_video_url.as_ref().is_none_or(secure) {
            return Err(ProfileProblem::Insecure);
        }
        file.authorization.check()?;
        let mut operations = file.operations;
        let mut take = |name: &str, known: &[&str]| match operations.remove(name) {
            Some(operation) => operation.check(known).map(|()| Some(operation)),
            None => Ok(None),
        };
        let list_templates = take("listTemplates", &[])?;
        let mut find_candidates = take("findCandidates", &["opportunity_id"])?;
        let get_video = take("getVideo", &["candidate_id"])?;
        if let Some(operation) = &mut find_candidates
            && operation.query.is_empty()
            && placeholders(&operation.path).next().is_none()
        {
            operation
                .query
                .insert("external_id".to_owned(), "{opportunity_id}".to_owned());
        }
        let lower = |hosts: Vec<String>| {
            hosts
                .into_iter()
                .map(|host| host.trim().to_lowercase())
                .filter(|host| !host.is_empty())
                .collect()
        };
        Ok(Self {
            base_url: file.base_url,
            authorization: file.authorization,
            list_templates,
            find_candidates,
            get_video,
            get_video_url,
            training: file.training,
            review_hosts: lower(file.hosts.review),
            candidate_hosts: lower(file.hosts.candidate),
        })
    }

    /// Where playback links are minted, if the profile says so.
    pub fn get_video_url(&self) -> Option<&Url> {
        self.get_video_url.as_ref()
    }
}

impl Operation {
    fn check(&self, known: &[&str]) -> Result<(), ProfileProblem> {
        // Everything the app asks is a read.
        if !self.method.eq_ignore_ascii_case("GET") || !self.path.starts_with('/') {
            return Err(ProfileProblem::UnusableOperation);
        }
        let mut names = placeholders(&self.path)
            .chain(self.query.values().flat_map(|value| placeholders(value)));
        match names.all(|name| known.contains(&name)) {
            true => Ok(()),
            false => Err(ProfileProblem::UnknownPlaceholder),
        }
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
        if !self.query.is_empty() {
            let pairs = self
                .query
                .iter()
                .map(|(name, template)| (name, fill(template, values)));
            url.query_pairs_mut().extend_pairs(pairs);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file() -> Value {
        json!({
            "vendor": "myinterview", "standing": "proposed", "base_url": "https://vendor.example/api/",
            "authorization": {"headers": {"Authorization": "Bearer {access_key}"}},
            "operations": {
                "listTemplates": {"method": "GET", "path": "/templates", "data": "a remark"},
                "findCandidates": {"method": "GET", "path": "/candidates", "query": "a remark"},
                "createJob": {"method": "POST", "path": "/jobs"}
            },
            "hosts": {"review": ["App.Vendor.example", ""]}
        })
    }

    fn parse(file: &Value) -> Result<Profile, ProfileProblem> {
        Profile::parse(&format!("\u{feff}{file}"))
    }

    #[test]
    fn what_is_named_is_offered() {
        let profile = parse(&file()).unwrap();
        assert!(profile.list_templates.is_some() && profile.get_video.is_none());
        assert_eq!(profile.review_hosts, ["app.vendor.example"]);
        let values = BTreeMap::from([("opportunity_id", "a/b &c".to_owned())]);
        assert_eq!(
            profile
                .find_candidates
                .unwrap()
                .url(&profile.base_url, &values)
                .as_str(),
            "https://vendor.example/api/candidates?external_id=a%2Fb+%26c"
        );
    }

    #[test]
    fn a_value_in_a_path_cannot_leave_its_segment() {
        let mut file = file();
        file["operations"]["getVideo"] =
            json!({"method": "get", "path": "/candidates/{candidate_id}/video"});
        let profile = parse(&file).unwrap();
        let values = BTreeMap::from([("candidate_id", "../jobs?x=".to_owned())]);
        assert_eq!(
            profile
                .get_video
                .unwrap()
                .url(&profile.base_url, &values)
                .as_str(),
            "https://vendor.example/api/candidates/..%2Fjobs%3Fx=/video"
        );
    }

    #[test]
    fn every_problem_has_its_name() {
        type Change = fn(&mut Value);
        let cases: [(Change, ProfileProblem); 7] = [
            (
                |file| file["vendor"] = json!("jobtwine"),
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
                |file| file["playback"] = json!({"get_video_url": "http://vendor.example/v"}),
                ProfileProblem::Insecure,
            ),
            (
                |file| file["operations"]["getVideo"] = json!({"method": "DELETE", "path": "/x"}),
                ProfileProblem::UnusableOperation,
            ),
            (
                |file| {
                    file["operations"]["getVideo"] = json!({"method": "GET", "path": "/{secret}"});
                },
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
        assert_eq!(Profile::parse("<html>"), Err(ProfileProblem::Malformed));
    }

    #[test]
    fn loopback_is_for_training() {
        let mut file = file();
        file["base_url"] = json!("http://127.0.0.1:4000/api");
        file["training"] = json!(true);
        assert!(parse(&file).unwrap().training);
    }
}
