//! The signature, as data. The only grammar the vendor documents is that of its browser widget,
//! `<level> <reference> [exp=<Unix seconds>] sig=<signature>`, without the signature's algorithm; a profile states one.

use std::collections::BTreeMap;

use hmac::{Hmac, Mac as _};
use serde::Deserialize;
use sha2::Sha256;

use super::adapter::Credentials;
use super::profile::ProfileProblem;
use crate::placeholder::{fill, placeholders};

/// The vendor recommends at least a day.
const LIFETIME_S: i64 = 24 * 3600;

/// Header templates and how `{sig}` in them is computed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Signer {
    headers: BTreeMap<String, String>,
    #[serde(default)]
    sig: Option<Signature>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Signature {
    algorithm: String,
    key: String,
    message: String,
    #[serde(default)]
    encoding: Option<String>,
}

impl Signer {
    /// Only what can be computed is accepted.
    pub(super) fn check(&self) -> Result<(), ProfileProblem> {
        if let Some(sig) = &self.sig {
            let hmac = sig.algorithm.eq_ignore_ascii_case("HMAC-SHA256");
            let hex = sig
                .encoding
                .as_deref()
                .is_none_or(|encoding| encoding.to_ascii_lowercase().contains("hex"));
            if !hmac || !hex {
                return Err(ProfileProblem::UnknownSignature);
            }
        }
        let unsigned = self.sig.is_none();
        let mut templates: Vec<&str> = self.headers.values().map(String::as_str).collect();
        if let Some(sig) = &self.sig {
            templates.extend([sig.key.as_str(), sig.message.as_str()]);
        }
        for template in templates {
            for name in placeholders(template) {
                let known = matches!(name, "access_key" | "secret" | "company_id" | "exp")
                    || (name == "sig" && !unsigned);
                if !known {
                    return Err(ProfileProblem::UnknownPlaceholder);
                }
            }
        }
        Ok(())
    }

    /// The headers of one request at this time (ms).
    pub(super) fn headers(&self, credentials: &Credentials, now_ms: i64) -> Vec<(String, String)> {
        let exp = (now_ms / 1000).saturating_add(LIFETIME_S).to_string();
        let text =
            |secret: &fulcrum_vault::Secret| secret.expose_text().unwrap_or_default().to_owned();
        let mut values = BTreeMap::from([
            ("access_key", text(&credentials.access_key)),
            ("secret", text(&credentials.secret)),
            ("company_id", credentials.company_id.clone()),
            ("exp", exp),
        ]);
        if let Some(sig) = &self.sig {
            let key = fill(&sig.key, &values);
            let message = fill(&sig.message, &values);
            values.insert("sig", hmac_hex(&key, &message));
        }
        self.headers
            .iter()
            .map(|(name, template)| (name.clone(), fill(template, &values)))
            .collect()
    }
}

fn hmac_hex(key: &str, message: &str) -> String {
    // HMAC takes keys of every length; the empty text on the impossible branch matches no signature.
    Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_or_else(
        |_| String::new(),
        |mut mac| {
            mac.update(message.as_bytes());
            hex::encode(mac.finalize().into_bytes())
        },
    )
}

#[cfg(test)]
mod tests {
    use fulcrum_vault::Secret;
    use serde_json::json;

    use super::*;

    fn signer(value: serde_json::Value) -> Signer {
        serde_json::from_value(value).unwrap()
    }

    fn proposed() -> Signer {
        signer(json!({
            "headers": {
                "Authorization": "apikey {access_key} exp={exp} sig={sig}",
                "X-Company-Id": "{company_id}"
            },
            "sig": {
                "algorithm": "HMAC-SHA256", "key": "{secret}",
                "message": "apikey {access_key} exp={exp}", "encoding": "lower-case hexadecimal"
            }
        }))
    }

    #[test]
    fn the_header_is_what_another_implementation_computes() {
        let credentials = Credentials {
            access_key: Secret::from_text("AK-1"),
            secret: Secret::from_text("s3cret"),
            company_id: "co-7".to_owned(),
        };
        let now_ms = (1_700_000_000 - 24 * 3600) * 1000;
        // printf 'apikey AK-1 exp=1700000000' | openssl dgst -sha256 -hmac s3cret
        assert_eq!(
            proposed().headers(&credentials, now_ms),
            [
                (
                    "Authorization".to_owned(),
                    "apikey AK-1 exp=1700000000 sig=d05a299b74259d07423249883a2dfce1dccb1e4baadeb7d1c5fc55746d866846".to_owned()
                ),
                ("X-Company-Id".to_owned(), "co-7".to_owned()),
            ]
        );
    }

    #[test]
    fn what_cannot_be_computed_is_refused() {
        assert_eq!(proposed().check(), Ok(()));
        let bearer = signer(json!({"headers": {"Authorization": "Bearer {access_key}"}}));
        assert_eq!(bearer.check(), Ok(()));
        let unknown = signer(json!({"headers": {"X": "{password}"}}));
        assert_eq!(unknown.check(), Err(ProfileProblem::UnknownPlaceholder));
        let unsigned = signer(json!({"headers": {"X": "{sig}"}}));
        assert_eq!(unsigned.check(), Err(ProfileProblem::UnknownPlaceholder));
        let rsa = signer(json!({"headers": {"X": "{sig}"},
            "sig": {"algorithm": "RSA", "key": "{secret}", "message": "m"}}));
        assert_eq!(rsa.check(), Err(ProfileProblem::UnknownSignature));
    }

    #[test]
    fn filling_leaves_everything_else_alone() {
        let values = BTreeMap::from([("a", "{b}".to_owned()), ("b", "2".to_owned())]);
        for (template, filled) in [
            ("{a}{b}", "{b}2"),
            ("x{c}y", "x{c}y"),
            ("{", "{"),
            ("a}b{", "a}b{"),
            ("{{b}", "{{b}"),
        ] {
            assert_eq!(fill(template, &values), filled, "{template}");
        }
    }
}
