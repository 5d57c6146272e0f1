//! What a program has put into the desktop's keyring, as any other program of the same person can read it.

use std::collections::HashMap;

use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use super::Desktop;
use crate::error::{Error, Result};

const SECRETS: &str = "org.freedesktop.secrets";

impl Desktop {
    /// The secret of one entry, by the name that the program gave to the account it belongs to. Source: the Secret Service
    /// API of freedesktop.org; the transfer is unencrypted, on a bus of this desktop alone.
    ///
    /// # Errors
    /// [`Error::Keyring`] when it does not answer; [`Error::Wrong`] unless exactly one entry has that name.
    pub async fn kept_secret(&self, account: &str) -> Result<Vec<u8>> {
        let bus = zbus::connection::Builder::address(self.bus.address())?
            .build()
            .await?;
        let service = zbus::Proxy::new(
            &bus,
            SECRETS,
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service",
        )
        .await?;
        let (_, session): (OwnedValue, OwnedObjectPath) = service
            .call("OpenSession", &("plain", Value::from("")))
            .await?;
        let attributes = HashMap::from([("username", account)]);
        let (open, _locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            service.call("SearchItems", &attributes).await?;
        let [entry] = open.as_slice() else {
            return Err(Error::Wrong(format!(
                "{} open entries of {account}",
                open.len()
            )));
        };
        let entry = zbus::Proxy::new(&bus, SECRETS, entry, "org.freedesktop.Secret.Item").await?;
        let (_, _, secret, _): (OwnedObjectPath, Vec<u8>, Vec<u8>, String) =
            entry.call("GetSecret", &session).await?;
        Ok(secret)
    }
}
