//! Registered applications.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::lever::access::Access;
use crate::lever::scopes;

/// A registered application.
#[derive(Clone, Debug)]
pub struct Client {
    /// Public id.
    pub id: String,
    /// Shown on the consent page.
    pub name: Cow<'static, str>,
    /// Secret.
    pub secret: String,
    /// A request must name one of them exactly.
    pub redirect_uris: Vec<String>,
    /// All it may ask for; `None`: whatever Lever has.
    pub scopes: Option<BTreeSet<String>>,
}

impl Access {
    /// Registers an application; id and secret are made here.
    pub fn register(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        redirect_uris: Vec<String>,
    ) -> Client {
        self.add_client(name.into(), redirect_uris, None)
    }

    /// Registers an application with the scopes it may ask for, as Lever's form wants them.
    ///
    /// # Errors
    /// A sentence: an unknown scope, more than twenty, no redirect URI, or one that is no absolute URL or has a fragment.
    pub fn register_with_scopes(
        &mut self,
        name: String,
        redirect_uris: Vec<String>,
        asked: BTreeSet<String>,
    ) -> Result<Client, String> {
        if let Some(unknown) = asked.iter().find(|scope| !scopes::known(scope)) {
            return Err(format!("there is no scope {unknown}"));
        }
        if asked.len() > scopes::MOST {
            return Err(format!(
                "{} scopes are too many; an application may have {}",
                asked.len(),
                scopes::MOST
            ));
        }
        if redirect_uris.is_empty() {
            return Err("a redirect URI is needed".to_owned());
        }
        let bad = redirect_uris
            .iter()
            .find(|uri| url::Url::parse(uri).map_or(true, |url| url.fragment().is_some()));
        if let Some(bad) = bad {
            return Err(format!("{bad} is no redirect URI"));
        }
        Ok(self.add_client(Cow::Owned(name), redirect_uris, Some(asked)))
    }

    fn add_client(
        &mut self,
        name: Cow<'static, str>,
        redirect_uris: Vec<String>,
        scopes: Option<BTreeSet<String>>,
    ) -> Client {
        let client = Client {
            id: self.chance.hex(16),
            name,
            secret: self.chance.hex(32),
            redirect_uris,
            scopes,
        };
        self.clients.push(client.clone());
        client
    }

    /// A registered application.
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id == id)
    }

    /// The id of an application, by id or by name (case does not matter).
    pub fn find_client(&self, id_or_name: &str) -> Option<String> {
        self.clients
            .iter()
            .find(|client| client.id == id_or_name || client.name.eq_ignore_ascii_case(id_or_name))
            .map(|client| client.id.clone())
    }
}
