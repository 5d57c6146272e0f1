//! The training file: the one JSON line that a training server prints when it starts. It says where an invented Lever and
//! an invented vendor listen on this machine, so that a person can try everything without a real candidate.

use fulcrum_domain::ids::{StageId, UserId};
use fulcrum_domain::move_hold::HoldSettings;
use serde::Deserialize;

use crate::problem::Trouble;
use crate::view::Problem;

/// What a training server says about itself.
#[derive(Clone, Deserialize)]
pub struct TrainingFile {
    /// Base of the Data API, ending in `/v1`; loopback only.
    pub api_base: String,
    /// A key of the invented account.
    pub api_key: String,
    /// Base of the sign-in page and its token endpoint; loopback only. Absent: only a key can be used.
    #[serde(default)]
    pub auth_base: Option<String>,
    /// The invented organisation's app.
    #[serde(default)]
    pub oauth: Option<TrainingOAuth>,
    /// The seat that the training is bound to; absent: the person chooses.
    #[serde(default)]
    pub seat: Option<TrainingSeat>,
    /// Page behind the scenes, which stands for Lever's settings; loopback only.
    #[serde(default)]
    pub console: Option<String>,
    /// How long moves wait and stay good, ms; absent: as with a real account. Half an hour is long for a lesson.
    #[serde(default)]
    pub hold: Option<HoldSettings>,
    /// Lever is asked as seldom as with a real account. Absent: every few seconds, since an invented vendor answers soon.
    #[serde(default)]
    pub real_pace: bool,
    /// The video-interview vendor.
    pub myinterview: TrainingVendor,
    /// The vendor whose experts hold interviews.
    #[serde(default)]
    pub jobtwine: Option<TrainingExperts>,
}

/// An app that is registered with the invented account. Its id and secret are typed in, as with a real account.
#[derive(Clone, Deserialize)]
pub struct TrainingOAuth {
    /// Loopback addresses that the browser may come back to, in the order tried.
    pub redirect_uris: Vec<String>,
    /// How long the browser is waited for, ms; absent: as with a real account, which is also the most.
    #[serde(default)]
    pub patience_ms: Option<u64>,
}

/// A seat of the invented account.
#[derive(Clone, Deserialize)]
pub struct TrainingSeat {
    /// The Lever user every write is performed as.
    pub user_id: UserId,
}

/// The invented vendor.
#[derive(Clone, Deserialize)]
pub struct TrainingVendor {
    /// Base of the vendor's own API.
    pub base: String,
    /// Entering this stage invites. Absent: the person chooses, as with a real account.
    #[serde(default)]
    pub trigger_stage_id: Option<StageId>,
    /// A stage that triggers nothing.
    #[serde(default)]
    pub neutral_stage_id: Option<StageId>,
    /// Where the template file can be downloaded.
    #[serde(default)]
    pub templates_file: Option<String>,
    /// `host` or `host:port` of review links.
    #[serde(default)]
    pub review_host: Option<String>,
    /// Lever user whose notes are the vendor's.
    #[serde(default)]
    pub note_author: Option<UserId>,
    /// Vendor profile (operations, header grammar, envelope).
    #[serde(default)]
    pub profile: serde_json::Value,
    /// Credentials that go with the profile.
    #[serde(default)]
    pub credentials: serde_json::Value,
    /// `"off"`: work from Lever evidence alone, although a profile is there.
    #[serde(default)]
    pub vendor_profile: Option<String>,
}

/// The invented vendor whose experts hold interviews.
#[derive(Clone, Default, Deserialize)]
pub struct TrainingExperts {
    /// Base of the vendor's pages; loopback only.
    #[serde(default)]
    pub base: Option<String>,
    /// Entering this stage asks the candidate for slots. Absent: the stage that bears the vendor's name.
    #[serde(default)]
    pub stage_id: Option<StageId>,
    /// A stage that triggers nothing.
    #[serde(default)]
    pub neutral_stage_id: Option<StageId>,
    /// `host` or `host:port` of the vendor's links.
    #[serde(default)]
    pub link_host: Option<String>,
    /// Lever user whose notes are the vendor's.
    #[serde(default)]
    pub vendor_user_id: Option<UserId>,
    /// Vendor profile (paths, header and field names). Anything but an object: work from Lever's evidence alone.
    #[serde(default)]
    pub vendor_profile: serde_json::Value,
    /// Goes with the profile.
    #[serde(default)]
    pub api_key: Option<String>,
}

impl TrainingExperts {
    /// The profile's text, where the vendor's own interface is to be used.
    pub(crate) fn profile(&self) -> Option<String> {
        self.vendor_profile
            .is_object()
            .then(|| self.vendor_profile.to_string())
    }
}

impl TrainingFile {
    /// Reads the line.
    ///
    /// # Errors
    /// `BadInput` when it is not such a line, or when it points anywhere but to this machine.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let file: Self = serde_json::from_str(text.trim()).map_err(|_| Trouble::BadInput {
            why: "The training file is not the line a training server prints.",
        })?;
        let addresses = [&file.api_base, &file.myinterview.base];
        let experts = file.jobtwine.as_ref().and_then(|file| file.base.as_ref());
        let pages = file.auth_base.iter().chain(&file.console);
        for address in addresses.into_iter().chain(pages).chain(experts) {
            if !is_loopback(address) {
                return Err(Trouble::BadInput {
                    why: "A training file may only point to this machine.",
                }
                .into());
            }
        }
        Ok(file)
    }

    /// Whether the vendor's own API is to be used.
    pub fn with_vendor_profile(&self) -> bool {
        self.myinterview.vendor_profile.as_deref() != Some("off")
            && self.myinterview.profile.is_object()
    }

    /// Works from Lever's evidence alone, whatever profiles the file holds.
    pub fn without_vendor_profiles(&mut self) {
        self.myinterview.vendor_profile = Some("off".to_owned());
        if let Some(experts) = &mut self.jobtwine {
            experts.vendor_profile = serde_json::Value::Null;
        }
    }

    /// The hosts whose links are myInterview's.
    pub(crate) fn review_hosts(&self) -> Vec<String> {
        self.myinterview
            .review_host
            .iter()
            .map(|host| host.to_lowercase())
            .collect()
    }
}

// The credentials are secrets; an accidental `{:?}` must not show them.
impl std::fmt::Debug for TrainingFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TrainingFile")
            .field("api_base", &self.api_base)
            .finish_non_exhaustive()
    }
}

/// Whether an address is plain or secure HTTP on this machine.
pub(crate) fn is_loopback(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && match url.host() {
                Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
                Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
                Some(url::Host::Domain(name)) => name == "localhost",
                None => false,
            }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(api: &str) -> String {
        serde_json::json!({
            "api_base": api, "auth_base": "http://127.0.0.1:1", "api_key": "very-secret",
            "console": "http://127.0.0.1:1/console",
            "myinterview": { "available": true, "base": "http://127.0.0.1:1/myinterview", "trigger_stage_id": "s1",
                             "credentials": { "secret": "very-secret" } }
        })
        .to_string()
    }

    #[test]
    fn only_this_machine_is_accepted() {
        assert!(TrainingFile::parse(&line("http://127.0.0.1:7/v1")).is_ok());
        assert!(TrainingFile::parse(&line("http://[::1]:7/v1")).is_ok());
        for outside in [
            "https://api.lever.co/v1",
            "http://127.0.0.1.example.com/v1",
            "http://10.0.0.1/v1",
            "file:///v1",
        ] {
            assert!(TrainingFile::parse(&line(outside)).is_err(), "{outside}");
        }
        let elsewhere = line("http://127.0.0.1:7/v1")
            .replace("http://127.0.0.1:1\"", "https://auth.lever.co\"");
        assert!(elsewhere.contains("auth.lever.co"));
        assert!(TrainingFile::parse(&elsewhere).is_err(), "the sign-in");
        let experts = |base: &str| {
            let line = line("http://127.0.0.1:7/v1");
            format!(
                "{{ \"jobtwine\": {{ \"base\": \"{base}\" }}, {}",
                &line[1..]
            )
        };
        assert!(TrainingFile::parse(&experts("http://127.0.0.1:1/jobtwine")).is_ok());
        assert!(TrainingFile::parse(&experts("https://app.jobtwine.com")).is_err());
    }

    #[test]
    fn debug_shows_no_key() {
        let file = TrainingFile::parse(&line("http://127.0.0.1:7/v1")).unwrap();
        assert!(!format!("{file:?}").contains("very-secret"));
    }
}
