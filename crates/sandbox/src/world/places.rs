//! Where every opportunity stands in the account's lists: by what can be asked for, in the order in which Lever answers.
//!
//! A list is walked from the place that a page token names and left as soon as the page is full, so that its price is that of
//! the page and not that of the account.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::world::addresses::seconds;
use crate::world::facets::{Facet, From, Moment, Wanted, moments, values};
use crate::world::model::{Ms, Opportunity};
use crate::world::shelf::Index;

/// So many rows of a range of time are gathered and sorted; longer ranges are met on the way.
const GATHERED: usize = 4_000;

/// A row of a stage's list.
type Place = (Reverse<Ms>, Arc<str>);
/// Rows by stage.
type Stages = BTreeMap<Arc<str>, BTreeSet<Place>>;

struct Entered {
    stage: Arc<str>,
    place: Place,
    contact: Arc<str>,
    values: Vec<(Facet, Arc<str>)>,
    moments: Vec<(Moment, Ms)>,
}

/// The index of the opportunities.
#[derive(Default)]
pub struct Places {
    rows: BTreeMap<Facet, BTreeMap<Arc<str>, Stages>>,
    moments: BTreeMap<Moment, BTreeSet<(Ms, Arc<str>)>>,
    /// Person, opportunity: nearly each person has one, so that lists of their own would be a waste.
    candidacies: BTreeSet<(Arc<str>, Arc<str>)>,
    entered: BTreeMap<Arc<str>, Entered>,
}

impl Places {
    /// The values of a facet, and how many opportunities have each.
    pub(crate) fn counts(&self, facet: Facet) -> impl Iterator<Item = (&str, usize)> {
        self.rows
            .get(&facet)
            .into_iter()
            .flatten()
            .map(|(value, stages)| (&**value, stages.values().map(BTreeSet::len).sum()))
    }

    /// How many have the value and stand in the stage.
    pub(crate) fn count_in(&self, facet: Facet, value: &str, stage: &str) -> usize {
        self.stages(facet, value)
            .and_then(|stages| stages.get(stage))
            .map_or(0, BTreeSet::len)
    }

    /// Ids of all that have the value.
    pub(crate) fn all(&self, facet: Facet, value: &str) -> Vec<Arc<str>> {
        let rows = self.stages(facet, value).into_iter().flatten();
        rows.flat_map(|(_, places)| places)
            .map(|(_, id)| Arc::clone(id))
            .collect()
    }

    /// Ids of a person's opportunities.
    pub(crate) fn candidacies(&self, contact: &str) -> Vec<Arc<str>> {
        seconds(&self.candidacies, contact).cloned().collect()
    }

    /// At most `count` ids from `from` on, in the order of lists, of those that `keep` keeps. `rank` is a stage's rank.
    pub(crate) fn list(
        &self,
        wanted: &Wanted,
        rank: impl Fn(&str) -> f64,
        from: Option<&From>,
        count: usize,
        keep: impl Fn(&str) -> bool,
    ) -> Vec<Arc<str>> {
        if let Some(contacts) = &wanted.contacts {
            let rows: BTreeSet<&Arc<str>> = contacts
                .iter()
                .flat_map(|contact| seconds(&self.candidacies, contact))
                .collect();
            let rows: Vec<&Arc<str>> = rows.into_iter().collect();
            return self.sorted(&rows, rank, from, count, keep);
        }
        let (lead, length) = self.shortest(wanted);
        let ranges = wanted
            .between
            .iter()
            .map(|(moment, start, end)| self.range(*moment, *start, *end));
        let most = GATHERED.min(length);
        let gathered = ranges
            .map(|range| range.take(most).collect::<Vec<_>>())
            .filter(|rows| rows.len() < most)
            .min_by_key(Vec::len);
        match gathered {
            Some(rows) => self.sorted(&rows, rank, from, count, keep),
            None => walked(self.ways(lead, wanted), rank, from, count, keep),
        }
    }

    /// The facet that leaves the fewest rows, and how many.
    fn shortest<'w>(&self, wanted: &'w Wanted) -> (Option<&'w (Facet, Vec<String>)>, usize) {
        let facets = wanted
            .any_of
            .iter()
            .map(|lead| (Some(lead), self.length(Some(lead), wanted)));
        facets
            .min_by_key(|(_, length)| *length)
            .unwrap_or_else(|| (None, self.length(None, wanted)))
    }

    fn length(&self, lead: Option<&(Facet, Vec<String>)>, wanted: &Wanted) -> usize {
        self.ways(lead, wanted).map(|(_, rows)| rows.len()).sum()
    }

    /// The rows of a facet's values (or all), stage by stage.
    fn ways<'a>(
        &'a self,
        lead: Option<&'a (Facet, Vec<String>)>,
        wanted: &'a Wanted,
    ) -> impl Iterator<Item = (&'a str, &'a BTreeSet<Place>)> {
        let whole = [""];
        let (facet, values): (Facet, Vec<&str>) = match lead {
            Some((facet, values)) => (*facet, values.iter().map(String::as_str).collect()),
            None => (Facet::All, whole.to_vec()),
        };
        values
            .into_iter()
            .filter_map(move |value| self.stages(facet, value))
            .flatten()
            .map(|(stage, rows)| (&**stage, rows))
            .filter(|(stage, _)| {
                wanted.stages.is_empty() || wanted.stages.iter().any(|one| one == stage)
            })
    }

    fn range(
        &self,
        moment: Moment,
        start: Option<Ms>,
        end: Option<Ms>,
    ) -> impl Iterator<Item = &Arc<str>> {
        let start = (start.unwrap_or(Ms::MIN), Arc::from(""));
        self.moments
            .get(&moment)
            .into_iter()
            .flat_map(move |rows| rows.range(start.clone()..))
            .take_while(move |(at, _)| end.is_none_or(|end| *at <= end))
            .map(|(_, id)| id)
    }

    fn sorted(
        &self,
        rows: &[&Arc<str>],
        rank: impl Fn(&str) -> f64,
        from: Option<&From>,
        count: usize,
        keep: impl Fn(&str) -> bool,
    ) -> Vec<Arc<str>> {
        let mut rows: Vec<(f64, &Place)> = rows
            .iter()
            .filter(|id| keep(id))
            .filter_map(|id| self.entered.get(&***id))
            .map(|entered| (rank(&entered.stage), &entered.place))
            .filter(|(rank, (advanced, id))| {
                from.is_none_or(|(first, at, named)| {
                    rank.total_cmp(first)
                        .then_with(|| (advanced, &**id).cmp(&(&Reverse(*at), named.as_str())))
                        .is_ge()
                })
            })
            .collect();
        rows.sort_by(|(a, here), (b, there)| a.total_cmp(b).then_with(|| here.cmp(there)));
        rows.truncate(count);
        rows.into_iter()
            .map(|(_, (_, id))| Arc::clone(id))
            .collect()
    }

    fn stages(&self, facet: Facet, value: &str) -> Option<&Stages> {
        self.rows.get(&facet)?.get(value)
    }
}

/// Walks lists that are in order, all at once, stages in the order of their ranks.
fn walked<'a>(
    ways: impl Iterator<Item = (&'a str, &'a BTreeSet<Place>)>,
    rank: impl Fn(&str) -> f64,
    from: Option<&From>,
    count: usize,
    keep: impl Fn(&str) -> bool,
) -> Vec<Arc<str>> {
    let mut ways: Vec<(f64, &BTreeSet<Place>)> = ways
        .map(|(stage, rows)| (rank(stage), rows))
        .filter(|(rank, _)| from.is_none_or(|(first, _, _)| rank.total_cmp(first).is_ge()))
        .collect();
    ways.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut found: Vec<Arc<str>> = Vec::new();
    for together in ways.chunk_by(|(a, _), (b, _)| a.total_cmp(b).is_eq()) {
        let mut heads: Vec<_> = together
            .iter()
            .map(|(rank, rows)| match from {
                Some((first, at, id)) if rank.total_cmp(first).is_eq() => {
                    rows.range((Reverse(*at), Arc::from(id.as_str()))..)
                }
                _ => rows.range::<Place, _>(..),
            })
            .map(Iterator::peekable)
            .collect();
        let mut last: Option<&Place> = None;
        loop {
            if found.len() >= count {
                return found;
            }
            let next = heads
                .iter_mut()
                .filter_map(|rows| Some((*rows.peek()?, rows)))
                .min_by_key(|(place, _)| *place);
            let Some((place, rows)) = next else { break };
            rows.next();
            // A row with two of the wanted values stands in two lists.
            if last != Some(place) && keep(&place.1) {
                found.push(Arc::clone(&place.1));
            }
            last = Some(place);
        }
    }
    found
}

impl Index<Opportunity> for Places {
    fn enter(&mut self, id: &str, one: &Opportunity) {
        let before = self.take(id);
        let id = before
            .as_ref()
            .map_or_else(|| Arc::from(id), |before| Arc::clone(&before.place.1));
        let place: Place = (Reverse(one.last_advanced_at), id);
        let stayed = before
            .as_ref()
            .filter(|before| *before.stage == *one.stage && before.place == place);
        let (values, moments) = (values(one), moments(one));
        let held = |facet: Facet, value: &str| {
            let mut known = stayed.into_iter().flat_map(|before| &before.values);
            known.find(|(at, known)| *at == facet && **known == *value)
        };
        let stage = match stayed {
            Some(before) => Arc::clone(&before.stage),
            None => self.shared(Facet::All, "", &one.stage),
        };
        let entered = values
            .iter()
            .map(|(facet, value)| match held(*facet, value) {
                Some((_, value)) => (*facet, Arc::clone(value)),
                None => (*facet, self.put(*facet, value, &stage, place.clone())),
            })
            .collect();
        for (facet, value) in before.iter().flat_map(|before| &before.values) {
            let stays = stayed.is_some()
                && values
                    .iter()
                    .any(|(at, kept)| at == facet && **kept == **value);
            if let (false, Some(before)) = (stays, &before) {
                self.drop(*facet, value, &before.stage, &before.place);
            }
        }
        let contact = match before.as_ref().map(|before| &before.contact) {
            Some(contact) if **contact == *one.contact => Arc::clone(contact),
            other => {
                if let Some(other) = other {
                    let pair = (Arc::clone(other), Arc::clone(&place.1));
                    self.candidacies.remove(&pair);
                }
                let contact: Arc<str> = Arc::from(one.contact.as_str());
                let pair = (Arc::clone(&contact), Arc::clone(&place.1));
                self.candidacies.insert(pair);
                contact
            }
        };
        self.change_moments(
            &place.1,
            before.as_ref().map_or(&[], |before| &before.moments),
            &moments,
        );
        let key = Arc::clone(&place.1);
        let entered = Entered {
            stage,
            place,
            contact,
            values: entered,
            moments,
        };
        self.entered.insert(key, entered);
    }

    fn leave(&mut self, id: &str) {
        if let Some(gone) = self.take(id) {
            for (facet, value) in &gone.values {
                self.drop(*facet, value, &gone.stage, &gone.place);
            }
            self.change_moments(&gone.place.1, &gone.moments, &[]);
            self.candidacies.remove(&(gone.contact, gone.place.1));
        }
    }
}

impl Places {
    fn take(&mut self, id: &str) -> Option<Entered> {
        self.entered.remove(id)
    }

    /// The stage's name as the lists already hold it, so that it is held once.
    fn shared(&self, facet: Facet, value: &str, stage: &str) -> Arc<str> {
        self.stages(facet, value)
            .and_then(|stages| stages.get_key_value(stage))
            .map_or_else(|| Arc::from(stage), |(stage, _)| Arc::clone(stage))
    }

    fn put(&mut self, facet: Facet, value: &str, stage: &Arc<str>, place: Place) -> Arc<str> {
        let values = self.rows.entry(facet).or_default();
        let value: Arc<str> = values
            .get_key_value(value)
            .map_or_else(|| Arc::from(value), |(value, _)| Arc::clone(value));
        let stages = values.entry(Arc::clone(&value)).or_default();
        stages.entry(Arc::clone(stage)).or_default().insert(place);
        value
    }

    fn drop(&mut self, facet: Facet, value: &str, stage: &str, place: &Place) {
        let Some(values) = self.rows.get_mut(&facet) else {
            return;
        };
        let Some(stages) = values.get_mut(value) else {
            return;
        };
        if let Some(rows) = stages.get_mut(stage) {
            rows.remove(place);
            if rows.is_empty() {
                stages.remove(stage);
            }
        }
        // What nobody has any more is no value: `GET /tags` must not name it.
        if stages.is_empty() {
            values.remove(value);
        }
    }

    fn change_moments(&mut self, id: &Arc<str>, old: &[(Moment, Ms)], new: &[(Moment, Ms)]) {
        for (moment, at) in old.iter().filter(|one| !new.contains(one)) {
            if let Some(rows) = self.moments.get_mut(moment) {
                rows.remove(&(*at, Arc::clone(id)));
            }
        }
        for (moment, at) in new.iter().filter(|one| !old.contains(one)) {
            let rows = self.moments.entry(*moment).or_default();
            rows.insert((*at, Arc::clone(id)));
        }
    }
}
