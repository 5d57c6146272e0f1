//! Which people an e-mail address belongs to, without regard to case.

use std::collections::{BTreeMap, BTreeSet};

use crate::world::model::{Contact, Id};
use crate::world::shelf::Index;

/// The index of the people.
#[derive(Default)]
pub struct Addresses {
    people: BTreeMap<String, BTreeSet<Id>>,
    entered: BTreeMap<Id, BTreeSet<String>>,
}

impl Addresses {
    /// Ids of the people with this address.
    pub(crate) fn people(&self, address: &str) -> impl Iterator<Item = &Id> {
        self.people.get(&folded(address)).into_iter().flatten()
    }
}

impl Index<Contact> for Addresses {
    fn enter(&mut self, id: &str, person: &Contact) {
        let now: BTreeSet<String> = person.emails.iter().map(|email| folded(email)).collect();
        if self.entered.get(id).is_some_and(|before| *before == now) {
            return;
        }
        self.leave(id);
        for address in &now {
            self.people
                .entry(address.clone())
                .or_default()
                .insert(id.to_owned());
        }
        if !now.is_empty() {
            self.entered.insert(id.to_owned(), now);
        }
    }

    fn leave(&mut self, id: &str) {
        for address in self.entered.remove(id).into_iter().flatten() {
            if let Some(people) = self.people.get_mut(&address) {
                people.remove(id);
                if people.is_empty() {
                    self.people.remove(&address);
                }
            }
        }
    }
}

fn folded(address: &str) -> String {
    address.trim().to_lowercase()
}
