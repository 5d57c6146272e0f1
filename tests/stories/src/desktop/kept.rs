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
        let Entry { item, session, .. } = self.entry(account).await?;
        let (_, _, secret, _): (OwnedObjectPath, Vec<u8>, Vec<u8>, String) =
            item.call("GetSecret", &session).await?;
        Ok(secret)
    }

    /// How many entries a program has, by the name that it gave to its service.
    ///
    /// # Errors
    /// [`Error::Keyring`] when it does not answer.
    pub async fn secrets_of(&self, service: &str) -> Result<usize> {
        let bus = zbus::connection::Builder::address(self.bus.address())?
            .build()
            .await?;
        let secrets = zbus::Proxy::new(
            &bus,
            SECRETS,
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service",
        )
        .await?;
        let attributes = HashMap::from([("service", service)]);
        let (open, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            secrets.call("SearchItems", &attributes).await?;
        Ok(open.len() + locked.len())
    }

    /// Puts another secret into an entry, as a keyring of another time or machine would hold it.
    ///
    /// # Errors
    /// As [`Desktop::kept_secret`].
    pub async fn replace_secret(&self, account: &str, secret: &str) -> Result<()> {
        let Entry { item, session, .. } = self.entry(account).await?;
        let secret = (session, Vec::<u8>::new(), secret.as_bytes(), "text/plain");
        Ok(item.call("SetSecret", &(secret,)).await?)
    }

    /// Removes an entry.
    ///
    /// # Errors
    /// As [`Desktop::kept_secret`].
    pub async fn forget_secret(&self, account: &str) -> Result<()> {
        let Entry { item, .. } = self.entry(account).await?;
        // An open keyring asks nobody: the question it names is none.
        let _question: OwnedObjectPath = item.call("Delete", &()).await?;
        Ok(())
    }

    async fn entry(&self, account: &str) -> Result<Entry> {
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
        let [path] = open.as_slice() else {
            return Err(Error::Wrong(format!(
                "{} open entries of {account}",
                open.len()
            )));
        };
        let item =
            zbus::Proxy::new(&bus, SECRETS, path.clone(), "org.freedesktop.Secret.Item").await?;
        Ok(Entry {
            item,
            session,
            _bus: bus,
        })
    }
}

/// An entry of the keyring, and the session its secret travels in.
struct Entry {
    item: zbus::Proxy<'static>,
    session: OwnedObjectPath,
    _bus: zbus::Connection,
}
