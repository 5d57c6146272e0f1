//! API keys. Their permissions, and whether they open confidential data, are chosen when they are made and never changed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::lever::access::Access;
use crate::lever::scopes;

pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) permissions: BTreeSet<String>,
    pub(crate) confidential: bool,
}

/// What a new key is to be.
#[derive(Clone, Debug, Default)]
pub struct KeyWish {
    /// Name for the request log.
    pub name: String,
    /// The only permissions (`notes:write`) it has; `None`: all there are.
    pub only: Option<BTreeSet<String>>,
    /// Permissions it lacks.
    pub without: BTreeSet<String>,
    /// Opens confidential data.
    pub confidential: bool,
}

impl Access {
    /// Makes a key with every permission but `without`.
    pub fn make_key(
        &mut self,
        name: &str,
        without: &BTreeSet<String>,
        confidential: bool,
    ) -> String {
        self.add_key(KeyWish {
            name: name.to_owned(),
            only: None,
            without: without.clone(),
            confidential,
        })
    }

    /// Makes the key that is wished for.
    ///
    /// # Errors
    /// A permission that Lever does not have.
    pub fn make_chosen_key(&mut self, wish: KeyWish) -> Result<String, String> {
        let boxes = scopes::boxes();
        let unknown = wish
            .only
            .iter()
            .flatten()
            .chain(&wish.without)
            .find(|name| !boxes.contains(*name));
        match unknown {
            Some(name) => Err(name.clone()),
            None => Ok(self.add_key(wish)),
        }
    }

    fn add_key(&mut self, wish: KeyWish) -> String {
        let key = self.chance.hex(24);
        let permissions = wish
            .only
            .unwrap_or_else(scopes::boxes)
            .into_iter()
            .filter(|one| !wish.without.contains(one))
            .collect();
        self.keys.insert(
            key.clone(),
            Key {
                name: wish.name,
                permissions,
                confidential: wish.confidential,
            },
        );
        key
    }

    /// Forgets a key.
    pub fn drop_key(&mut self, key: &str) -> bool {
        self.keys.remove(key).is_some()
    }

    /// The key of a name whose last four letters are known: the whole was shown when it was made.
    pub fn find_key(&self, name: &str, ends_with: &str) -> Option<String> {
        let mut found = self
            .keys
            .iter()
            .filter(|(key, one)| one.name == name && ends(key) == ends_with);
        found.next().map(|(key, _)| key.clone())
    }

    /// For the console: which keys there are. A key itself was shown when it was made, and is not shown again.
    pub fn key_list(&self) -> Value {
        self.keys
            .iter()
            .map(|(key, one)| {
                json!({
                    "name": one.name,
                    "ends_with": ends(key),
                    "confidential": one.confidential,
                    "permissions": one.permissions,
                })
            })
            .collect()
    }
}

fn ends(key: &str) -> &str {
    key.get(key.len().saturating_sub(4)..).unwrap_or_default()
}
