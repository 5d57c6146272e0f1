//! Objects by id, with an index that follows every change.
//!
//! A shelf reads like the map it holds. Whoever takes an object off it to change it leaves a mark, and the index is brought up
//! to date before it is asked the next time: a list of one page never looks at the whole account.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::world::model::Id;

/// What a shelf knows about its objects beside their ids.
pub trait Index<T>: Default {
    /// An object is new, or may have changed.
    fn enter(&mut self, id: &str, one: &T);
    /// An object is gone.
    fn leave(&mut self, id: &str);
}

/// Objects by id. Reads are those of [`BTreeMap`].
pub struct Shelf<T, I> {
    by_id: BTreeMap<Id, T>,
    known: RwLock<Known<I>>,
}

/// The index, and whose entries may be out of date.
struct Known<I> {
    index: I,
    touched: Vec<Id>,
}

impl<T, I: Index<T>> Shelf<T, I> {
    /// An object to be changed.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let one = self.by_id.get_mut(id)?;
        known(&mut self.known).touched.push(id.to_owned());
        Some(one)
    }

    /// All objects, to be changed: the whole index is made anew.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        known(&mut self.known).touched = self.by_id.keys().cloned().collect();
        self.by_id.values_mut()
    }

    /// Puts an object in its place; returns the one that was there.
    pub fn insert(&mut self, id: Id, one: T) -> Option<T> {
        known(&mut self.known).touched.push(id.clone());
        self.by_id.insert(id, one)
    }

    /// Takes an object away.
    pub fn remove(&mut self, id: &str) -> Option<T> {
        let gone = self.by_id.remove(id)?;
        known(&mut self.known).touched.push(id.to_owned());
        Some(gone)
    }

    /// Brings the index up to date, so that whoever reads next need not.
    pub fn tidy(&mut self) {
        let Self { by_id, known: held } = self;
        bring_up_to_date(by_id, known(held));
    }

    /// The index, up to date. It must not be asked for again while the answer is held.
    pub(crate) fn index(&self) -> impl Deref<Target = I> + '_ {
        let held = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if held.touched.is_empty() {
            return Look(held);
        }
        drop(held);
        let mut held = self.known.write().unwrap_or_else(PoisonError::into_inner);
        bring_up_to_date(&self.by_id, &mut held);
        Look(RwLockWriteGuard::downgrade(held))
    }
}

fn known<I>(held: &mut RwLock<Known<I>>) -> &mut Known<I> {
    held.get_mut().unwrap_or_else(PoisonError::into_inner)
}

fn bring_up_to_date<T, I: Index<T>>(by_id: &BTreeMap<Id, T>, known: &mut Known<I>) {
    for id in std::mem::take(&mut known.touched) {
        match by_id.get(&id) {
            Some(one) => known.index.enter(&id, one),
            None => known.index.leave(&id),
        }
    }
}

/// A look at the index.
struct Look<'a, I>(RwLockReadGuard<'a, Known<I>>);

impl<I> Deref for Look<'_, I> {
    type Target = I;

    fn deref(&self) -> &I {
        &self.0.index
    }
}

impl<T, I> Deref for Shelf<T, I> {
    type Target = BTreeMap<Id, T>;

    fn deref(&self) -> &Self::Target {
        &self.by_id
    }
}

impl<T, I: Index<T>> Default for Shelf<T, I> {
    fn default() -> Self {
        Self::from_iter([])
    }
}

impl<T, I: Index<T>> FromIterator<(Id, T)> for Shelf<T, I> {
    fn from_iter<A: IntoIterator<Item = (Id, T)>>(all: A) -> Self {
        let by_id: BTreeMap<Id, T> = all.into_iter().collect();
        Self {
            known: RwLock::new(Known {
                index: I::default(),
                touched: by_id.keys().cloned().collect(),
            }),
            by_id,
        }
    }
}

impl<'a, T, I> IntoIterator for &'a Shelf<T, I> {
    type Item = (&'a Id, &'a T);
    type IntoIter = std::collections::btree_map::Iter<'a, Id, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.by_id.iter()
    }
}

impl<T: fmt::Debug, I> fmt::Debug for Shelf<T, I> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.by_id.fmt(to)
    }
}
