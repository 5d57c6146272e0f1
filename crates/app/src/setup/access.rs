//! myInterview's own interface: keys in the keyring, and a profile that says where the interface is and how it wants to be
//! asked. The secret unlocks every video of the account, so it is kept on an admin's seat only, and playback links are
//! never minted with it from here.

use fulcrum_cache::Cause;
use fulcrum_domain::vendor::Vendor;
use fulcrum_vault::{Secret, SecretName};
use fulcrum_vendors::myinterview::{Profile, ProfileProblem};
use serde_json::json;

use super::profiles::{OWN_PROFILE, credentials, keep};
use crate::app::{App, State};
use crate::failure;
use crate::problem::Trouble;
use crate::view::{LeverPage, Problem, Session, VendorAccess, VendorKeys};

/// What to start from: the vendor publishes its credentials and envelopes, but neither addresses nor paths.
const PROPOSED: &str = include_str!("proposed_profile.json");

impl App {
    /// How myInterview's own interface is used.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; keyring and storage problems.
    pub async fn vendor_access(&self) -> Result<VendorAccess, Problem> {
        let ready = self.ready()?;
        let own = ready
            .desk
            .read(|tx| tx.preference::<String>(OWN_PROFILE))
            .await
            .map_err(failure::desk)?;
        let config = &self.inner.config;
        Ok(VendorAccess {
            keys: credentials(config).await?.is_some(),
            profile_kept: own.is_some(),
            profile: own
                .or_else(|| config.vendor_profile.clone())
                .unwrap_or_else(|| PROPOSED.to_owned()),
            in_use: ready.interface(Vendor::MyInterview).is_some(),
        })
    }

    /// Keeps the profile and, where they are given, the keys; then opens everything anew with them.
    ///
    /// # Errors
    /// `BadInput` for a profile that cannot be used or for keys that are not whole; `MissingPermission` where the seat's
    /// role is no admin's; keyring and storage problems.
    pub async fn set_vendor_access(
        &self,
        profile: &str,
        keys: Option<VendorKeys>,
    ) -> Result<Session, Problem> {
        let ready = self.admin()?;
        let parsed = Profile::parse(profile).map_err(|wrong| Trouble::BadInput {
            why: match wrong {
                ProfileProblem::Malformed => {
                    "The profile is not a JSON object of the expected form."
                }
                ProfileProblem::OtherVendor => "The profile is for another vendor.",
                ProfileProblem::Insecure => "The profile names an address that is not https.",
                ProfileProblem::UnknownPlaceholder => {
                    "The profile uses a placeholder that nothing fills."
                }
                ProfileProblem::UnknownSignature => {
                    "The profile asks for a signature other than HMAC-SHA256 in hexadecimal."
                }
                ProfileProblem::UnusableOperation => {
                    "An operation of the profile has a method or a path that cannot be used."
                }
            },
        })?;
        if parsed.training && !ready.training {
            return Err(Trouble::BadInput {
                why: "The profile is for a sandbox, and this is a real account.",
            }
            .into());
        }
        if let Some(keys) = keys {
            let whole = [&keys.access_key, &keys.secret, &keys.company_id]
                .iter()
                .all(|value| !value.trim().is_empty());
            if !whole {
                return Err(Trouble::BadInput {
                    why: "Access key, secret and company id go together.",
                }
                .into());
            }
            let text = json!({
                "access_key": keys.access_key.trim(),
                "secret": keys.secret.trim(),
                "company_id": keys.company_id.trim(),
            });
            let secret = Secret::from_text(text.to_string());
            keep(&self.inner.config, SecretName::MyInterview, secret).await?;
        }
        let text = profile.to_owned();
        ready
            .desk
            .write(Cause::Person, move |tx| {
                tx.set_preference(OWN_PROFILE, &text)
            })
            .await
            .map_err(failure::desk)?;
        drop(ready);
        self.open_anew().await
    }

    /// Forgets the keys and the profile; what is known then comes from Lever alone.
    ///
    /// # Errors
    /// As [`App::set_vendor_access`].
    pub async fn forget_vendor_access(&self) -> Result<Session, Problem> {
        let ready = self.admin()?;
        ready
            .desk
            .write(Cause::Person, |tx| {
                tx.set_preference(OWN_PROFILE, &None::<String>)
            })
            .await
            .map_err(failure::desk)?;
        drop(ready);
        self.forget(&[SecretName::MyInterview]).await?;
        self.open_anew().await
    }

    /// A page of Lever's settings for the browser. On a training server: its console, where an admin's work is done.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected.
    pub fn lever_page(&self, page: LeverPage) -> Result<String, Problem> {
        let ready = self.ready()?;
        if ready.training {
            return Ok(format!("http://{}/console", ready.host));
        }
        let site = if ready.host.contains("sandbox") {
            "https://hire.sandbox.lever.co"
        } else {
            "https://hire.lever.co"
        };
        Ok(match page {
            LeverPage::Webhooks | LeverPage::Credentials => format!("{site}/settings/integrations"),
            LeverPage::Stages => format!("{site}/settings"),
            LeverPage::Postings => format!("{site}/jobs"),
        })
    }

    /// Closes what is open and opens it again: the engine asks vendors from its start on.
    async fn open_anew(&self) -> Result<Session, Problem> {
        let turn = self.inner.turn.lock().await;
        let before = self.ready()?;
        self.set_state(State::Opening);
        before.close().await;
        drop(before);
        drop(turn);
        self.open().await;
        Ok(self.session())
    }
}
