//! Which people an e-mail address belongs to, without regard to case.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::world::model::Contact;
use crate::world::shelf::Index;

/// The index of the people. Flat sets: of a hundred thousand people nearly each has an address of their own.
#[derive(Default)]
pub struct Addresses {
    /// Address, person.
    people: BTreeSet<(Arc<str>, Arc<str>)>,
    /// Person, address.
    entered: BTreeSet<(Arc<str>, Arc<str>)>,
}

impl Addresses {
    /// Ids of the people with this address.
    pub(crate) fn people(&self, address: &str) -> impl Iterator<Item = &str> {
        seconds(&self.people, &folded(address)).map(|id| &**id)
    }
}

impl Index<Contact> for Addresses {
    fn enter(&mut self, id: &str, person: &Contact) {
        let now: BTreeSet<String> = person.emails.iter().map(|email| folded(email)).collect();
        let before: Vec<Arc<str>> = seconds(&self.entered, id).cloned().collect();
        let key: Arc<str> = Arc::from(id);
        for address in before.iter().filter(|address| !now.contains(&***address)) {
            self.forget(address, &key);
        }
        for address in now
            .iter()
            .filter(|new| !before.iter().any(|old| **old == ***new))
        {
            let address: Arc<str> = Arc::from(address.as_str());
            self.people.insert((Arc::clone(&address), Arc::clone(&key)));
            self.entered.insert((Arc::clone(&key), address));
        }
    }

    fn leave(&mut self, id: &str) {
        let before: Vec<Arc<str>> = seconds(&self.entered, id).cloned().collect();
        for address in before {
            self.forget(&address, &Arc::from(id));
        }
    }
}

impl Addresses {
    fn forget(&mut self, address: &Arc<str>, id: &Arc<str>) {
        self.people.remove(&(Arc::clone(address), Arc::clone(id)));
        self.entered.remove(&(Arc::clone(id), Arc::clone(address)));
    }
}

/// The second halves of the pairs with this first half.
pub(crate) fn seconds<'a>(
    pairs: &'a BTreeSet<(Arc<str>, Arc<str>)>,
    first: &str,
) -> impl Iterator<Item = &'a Arc<str>> + use<'a> {
    let first: Arc<str> = Arc::from(first);
    pairs
        .range((Arc::clone(&first), Arc::from(""))..)
        .take_while(move |(known, _)| *known == first)
        .map(|(_, second)| second)
}

fn folded(address: &str) -> String {
    address.trim().to_lowercase()
}
