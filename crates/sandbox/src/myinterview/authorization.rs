//! Who calls the vendor's API: the account, a job's direct link, or one candidate.
//!
//! `<level> <objectRef> [exp=<unixSeconds>] sig=<signature>` is the vendor's documented grammar for its recorder. Its
//! signature was never published: ours is HMAC-SHA256 over everything before it.

use axum::http::HeaderMap;

use super::envelope::Refusal;
use super::interview::{Interview, State};
use crate::partner::profile::Profile;
use crate::partner::signature::hmac_hex;

/// The credentials of the account, as the vendor's console shows them to an admin.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Credentials {
    /// Names the account in the REST profile.
    pub(crate) access_key: String,
    /// Signs requests of the REST profile.
    pub(crate) secret: String,
    /// The company.
    pub(crate) company_id: String,
    /// Names the account at playback.
    pub(crate) api_key: String,
    /// Is hashed into playback requests and opens every video of the account.
    pub(crate) secret_token: String,
}

/// What a signature allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// Everything of the account.
    Account,
    /// To make candidates for that job, and to read it: what a direct link allows.
    Job(String),
    /// That candidate, until the interview was handed in.
    Candidate(String),
}

/// Checks the request's headers at `now_s` (Unix seconds).
///
/// # Errors
/// [`Refusal::Unauthorized`] when anything is missing, malformed or wrong, [`Refusal::Expired`] when only its time is over.
pub(crate) fn read(
    headers: &HeaderMap,
    credentials: &Credentials,
    interface: &Profile,
    now_s: i64,
) -> Result<Level, Refusal> {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let sent = text("authorization");
    let (signed, signature) = sent.rsplit_once(" sig=").ok_or(Refusal::Unauthorized)?;
    if signature != hmac_hex(&credentials.secret, signed) {
        return Err(Refusal::Unauthorized);
    }
    let (named, exp) = match signed.rsplit_once(" exp=") {
        Some((named, exp)) => {
            let exp: i64 = exp.parse().map_err(|_| Refusal::Unauthorized)?;
            (named, Some(exp))
        }
        // The grammar leaves it out at will: such a token never expires.
        None => (signed, None),
    };
    let level = match named.split_once(' ') {
        Some(("apikey", key)) if key == credentials.access_key => {
            let company = interface
                .header_names()
                .into_iter()
                .find(|name| interface.header(name) == "{company_id}");
            if company.is_some_and(|name| text(name) != credentials.company_id) {
                return Err(Refusal::Unauthorized);
            }
            Level::Account
        }
        Some(("job", job)) if !job.is_empty() => Level::Job(job.to_owned()),
        Some(("candidate", candidate)) if !candidate.is_empty() => {
            Level::Candidate(candidate.to_owned())
        }
        _ => return Err(Refusal::Unauthorized),
    };
    if exp.is_some_and(|exp| exp < now_s) {
        return Err(Refusal::Expired);
    }
    Ok(level)
}

/// The token that opens one object of `level` (`job` or `candidate`), without end.
pub(crate) fn token(credentials: &Credentials, level: &str, object: &str) -> String {
    let named = format!("{level} {object}");
    let signature = hmac_hex(&credentials.secret, &named);
    format!("{named} sig={signature}")
}

/// Whether `level` reaches `operation` on the object named in its path. `about` is the candidate it is about, if known.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::Sealed`] for a candidate's own token once the interview was handed in.
pub(crate) fn permit(
    level: &Level,
    operation: &str,
    object: Option<&str>,
    about: Option<&Interview>,
) -> Result<(), Refusal> {
    let allowed = match level {
        Level::Account => true,
        Level::Job(job) => {
            operation == "createCandidate" || (operation == "getJob" && object == Some(job))
        }
        Level::Candidate(own) => {
            if object != Some(own) {
                return Err(Refusal::NotAllowed);
            }
            if about.is_some_and(|one| one.state == State::Completed) {
                return Err(Refusal::Sealed);
            }
            matches!(
                operation,
                "getCandidate" | "getStatus" | "getVideo" | "submitInterview"
            )
        }
    };
    if allowed {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::{Credentials, Level, Profile, Refusal, permit, read, token};
    use crate::myinterview::console::PROFILE;
    use crate::myinterview::interview::{Interview, State};
    use crate::partner::dice::Dice;
    use crate::partner::signature::hmac_hex;

    fn credentials() -> Credentials {
        let text = |text: &str| text.to_owned();
        Credentials {
            access_key: text("ak"),
            secret: text("s3cret"),
            company_id: text("co"),
            api_key: text("k"),
            secret_token: text("t"),
        }
    }

    fn check(authorization: &str, company: &str, now: i64) -> Result<Level, Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", authorization.parse().unwrap());
        headers.insert("x-company-id", company.parse().unwrap());
        read(&headers, &credentials(), &Profile::read(PROFILE), now)
    }

    #[test]
    fn the_header_is_checked_in_every_part() {
        // Computed with another implementation: printf 'apikey ak exp=1700000000' | openssl dgst -sha256 -hmac s3cret
        let good = "apikey ak exp=1700000000 sig=7136f2483325cc7cf0e43572190ea1dba6234c88a1e53de65654c3e2fbcdd17d";
        assert_eq!(
            hmac_hex("s3cret", "apikey ak exp=1700000000"),
            "7136f2483325cc7cf0e43572190ea1dba6234c88a1e53de65654c3e2fbcdd17d"
        );
        let at = 1_700_000_000;
        assert_eq!(check(good, "co", at), Ok(Level::Account));
        assert_eq!(check(good, "co", at + 1), Err(Refusal::Expired));
        for (authorization, company) in [
            (good, "other"),
            (
                "apikey zz exp=1700000000 sig=7136f2483325cc7cf0e43572190ea1dba6234c88a1e53de65654c3e2fbcdd17d",
                "co",
            ),
            (
                "apikey ak exp=1700000001 sig=7136f2483325cc7cf0e43572190ea1dba6234c88a1e53de65654c3e2fbcdd17d",
                "co",
            ),
            (
                "apikey ak sig=7136f2483325cc7cf0e43572190ea1dba6234c88a1e53de65654c3e2fbcdd17d",
                "co",
            ),
            ("apikey ak exp=1700000000", "co"),
            ("Basic YTpi", "co"),
            ("", "co"),
        ] {
            assert_eq!(
                check(authorization, company, at),
                Err(Refusal::Unauthorized),
                "{authorization}"
            );
        }
    }

    #[test]
    fn tokens_name_their_level_and_need_no_end() {
        let at = 1_700_000_000;
        let candidate = token(&credentials(), "candidate", "c1");
        assert_eq!(
            check(&candidate, "", at),
            Ok(Level::Candidate("c1".to_owned()))
        );
        let job = token(&credentials(), "job", "j1");
        assert_eq!(check(&job, "", at), Ok(Level::Job("j1".to_owned())));
        let account = token(&credentials(), "apikey", "ak");
        assert_eq!(check(&account, "co", at), Ok(Level::Account));
        let forged = candidate.replacen("c1", "c2", 1);
        assert_eq!(check(&forged, "", at), Err(Refusal::Unauthorized));
        let strange = token(&credentials(), "admin", "x");
        assert_eq!(check(&strange, "co", at), Err(Refusal::Unauthorized));
    }

    #[test]
    fn a_candidates_token_is_sealed_once_handed_in() {
        let mut one = Interview::new(Dice::new(1), "o", 1, 0);
        one.id = "c1".to_owned();
        one.state = State::Invited;
        let own = Level::Candidate("c1".to_owned());
        let ask = |operation, object, about: &Interview| {
            permit(&own, operation, Some(object), Some(about))
        };
        assert_eq!(ask("getCandidate", "c1", &one), Ok(()));
        assert_eq!(ask("getCandidate", "c2", &one), Err(Refusal::NotAllowed));
        assert_eq!(ask("inviteCandidate", "c1", &one), Err(Refusal::NotAllowed));
        one.state = State::Completed;
        for operation in ["getCandidate", "getStatus", "getVideo", "submitInterview"] {
            assert_eq!(
                ask(operation, "c1", &one),
                Err(Refusal::Sealed),
                "{operation}"
            );
        }
        let job = Level::Job("j1".to_owned());
        assert_eq!(permit(&job, "createCandidate", None, None), Ok(()));
        assert_eq!(permit(&job, "getJob", Some("j1"), None), Ok(()));
        assert_eq!(
            permit(&job, "getJob", Some("j2"), None),
            Err(Refusal::NotAllowed)
        );
        assert_eq!(
            permit(&job, "listJobs", None, None),
            Err(Refusal::NotAllowed)
        );
    }
}
