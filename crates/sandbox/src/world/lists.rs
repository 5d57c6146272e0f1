//! The account's lists and counts, each at the price of its answer.

use std::sync::Arc;

use crate::world::World;
use crate::world::facets::{Facet, From, Wanted};
use crate::world::model::{Id, Opportunity};

impl World {
    /// At most `count` opportunities that `keep` keeps, from `from` (inclusive) on: by the rank of the stage, then by
    /// `lastAdvancedAt`, newest first, then by id. `wanted` says where to look; it must let through whatever `keep` keeps.
    pub(crate) fn opportunities_from(
        &self,
        wanted: &Wanted,
        from: Option<&From>,
        count: usize,
        keep: impl Fn(&Opportunity) -> bool,
    ) -> Vec<&Opportunity> {
        let ids = self.opportunities.index().list(
            wanted,
            |stage| self.stage_rank(stage),
            from,
            count,
            |id| self.opportunities.get(id).is_some_and(&keep),
        );
        ids.iter()
            .filter_map(|id| self.opportunities.get(&**id))
            .collect()
    }

    /// The texts of a facet, alphabetical by code point, and on how many opportunities each is.
    pub(crate) fn opportunity_counts(&self, facet: Facet) -> Vec<(String, usize)> {
        let index = self.opportunities.index();
        index
            .counts(facet)
            .map(|(text, count)| (text.to_owned(), count))
            .collect()
    }

    /// How many opportunities with the value stand in the stage.
    pub(crate) fn count_in_stage(&self, facet: Facet, value: &str, stage: &str) -> usize {
        self.opportunities.index().count_in(facet, value, stage)
    }

    /// Ids of the opportunities that have the value, in no order that means anything.
    pub(crate) fn opportunities_with(&self, facet: Facet, value: &str) -> Vec<Arc<str>> {
        self.opportunities.index().all(facet, value)
    }

    /// Ids of a person's opportunities.
    pub(crate) fn candidacies_of(&self, contact: &str) -> Vec<Arc<str>> {
        self.opportunities.index().candidacies(contact)
    }

    /// Ids of the people with this e-mail address, without regard to case.
    pub(crate) fn people_at(&self, address: &str) -> Vec<Id> {
        let index = self.contacts.index();
        index.people(address).map(str::to_owned).collect()
    }

    /// Brings all indexes up to date.
    pub(crate) fn tidy(&mut self) {
        self.opportunities.tidy();
        self.contacts.tidy();
    }
}

#[cfg(test)]
mod tests {
    use super::{Facet, From, Wanted, World};
    use crate::settings::Settings;
    use crate::world::chance::Chance;
    use crate::world::change::ContactChange;
    use crate::world::facets::Moment;
    use crate::world::generate::generate;
    use crate::world::model::{Id, Opportunity};

    const NOW: i64 = 1_772_442_000_000;

    fn world(seed: u64) -> World {
        let settings = Settings {
            seed,
            opportunities: 400,
            ..Settings::default()
        };
        generate(&settings, "http://localhost/myinterview", NOW).0
    }

    /// A colleague's hour: everything that moves a row from one list to another.
    fn change(world: &mut World, chance: &mut Chance, now: i64) {
        let ids: Vec<Id> = world.opportunities.keys().cloned().collect();
        let Some(id) = ids.get(chance.index(ids.len())).cloned() else {
            return;
        };
        let contact = world.opportunities[&id].contact.clone();
        match chance.index(8) {
            0 => {
                let stage = world.stages[chance.index(world.stages.len())].id.clone();
                world.move_to_stage(&id, &stage, None, now);
            }
            1 => world.change_tags(&id, &["new".to_owned()], &["Full-time".to_owned()], now),
            2 => {
                let reason = world.archive_reasons[0].id.clone();
                world.archive(&id, Some(&reason), now);
            }
            3 => world.archive(&id, None, now),
            4 => {
                world.delete_opportunity(&id, None, now);
            }
            5 => {
                let change = ContactChange {
                    emails: Some(vec![format!("Mail.{}@Example.com", chance.index(9))]),
                    ..ContactChange::default()
                };
                world.change_contact(&contact, change, now);
            }
            6 => {
                let postings: Vec<_> = world.postings.values().cloned().collect();
                let mut posting = postings[chance.index(postings.len())].clone();
                posting.text = format!("Renamed {}", chance.index(5));
                world.change_posting(posting, false, now);
            }
            _ => {
                let after = chance.index(world.stages.len());
                let after = world.stages[after].id.clone();
                if world.stages.len() < 16 {
                    world.make_stage("Another", Some(&after));
                }
            }
        }
        world.settle(now + 500);
    }

    /// What a look at every opportunity finds.
    fn scanned<'w>(
        world: &'w World,
        from: Option<&From>,
        count: usize,
        keep: &dyn Fn(&Opportunity) -> bool,
    ) -> Vec<&'w str> {
        let key = |one: &Opportunity| {
            (
                world.stage_rank(&one.stage),
                -one.last_advanced_at,
                one.id.clone(),
            )
        };
        let mut all: Vec<_> = world
            .opportunities
            .values()
            .filter(|one| keep(one))
            .filter(|one| from.is_none_or(|(rank, at, id)| key(one) >= (*rank, -at, id.clone())))
            .collect();
        all.sort_by(|a, b| key(a).partial_cmp(&key(b)).unwrap());
        all.truncate(count);
        all.into_iter().map(|one| one.id.as_str()).collect()
    }

    type Keep<'a> = Box<dyn Fn(&Opportunity) -> bool + 'a>;

    /// A random question, as the index and as a plain look understand it.
    fn question<'a>(world: &'a World, chance: &mut Chance) -> (Wanted, Keep<'a>) {
        let some = world
            .opportunities
            .values()
            .nth(chance.index(world.opportunities.len()))
            .unwrap();
        let other = world
            .opportunities
            .values()
            .nth(chance.index(world.opportunities.len()))
            .unwrap();
        let mut wanted = Wanted::default();
        let mut keeps: Vec<Keep<'a>> = Vec::new();
        if chance.happens(0.4) {
            let tags = vec![
                some.tags.first().cloned().unwrap_or_default(),
                "Full-time".to_owned(),
            ];
            wanted.any_of.push((Facet::Tag, tags.clone()));
            keeps.push(Box::new(move |one| {
                tags.iter().any(|tag| one.tags.contains(tag))
            }));
        }
        if chance.happens(0.4) {
            let stages = vec![some.stage.clone(), other.stage.clone()];
            wanted.stages.clone_from(&stages);
            keeps.push(Box::new(move |one| stages.contains(&one.stage)));
        }
        if chance.happens(0.3) {
            let archived = chance.happens(0.5);
            wanted
                .any_of
                .push((Facet::Archived, vec![archived.to_string()]));
            keeps.push(Box::new(move |one| one.archived.is_some() == archived));
        }
        if chance.happens(0.2) {
            wanted.contacts = Some(vec![some.contact.clone()]);
            keeps.push(Box::new(|one| one.contact == some.contact));
        }
        if chance.happens(0.4) {
            let (a, b) = (some.updated_at, other.updated_at);
            wanted.between.push((Moment::Updated, a.min(b), a.max(b)));
            keeps.push(Box::new(move |one| {
                one.updated_at.is_some_and(|at| {
                    a.min(b).is_none_or(|from| at >= from) && a.max(b).is_none_or(|to| at <= to)
                })
            }));
        }
        (
            wanted,
            Box::new(move |one| keeps.iter().all(|keep| keep(one))),
        )
    }

    #[test]
    fn every_list_is_what_a_look_at_the_whole_account_finds_also_after_changes() {
        for seed in 1..=6 {
            let (mut world, mut chance) = (world(seed), Chance::new(seed, "questions"));
            for round in 0..120 {
                change(&mut world, &mut chance, NOW + round * 1_000);
                let (wanted, keep) = question(&world, &mut chance);
                let count = 1 + chance.index(40);
                let mut from: Option<From> = None;
                for _ in 0..4 {
                    let found: Vec<&str> = world
                        .opportunities_from(&wanted, from.as_ref(), count, &keep)
                        .iter()
                        .map(|one| one.id.as_str())
                        .collect();
                    assert_eq!(
                        found,
                        scanned(&world, from.as_ref(), count, &keep),
                        "{wanted:?}"
                    );
                    let Some(last) = found.last().map(|id| &world.opportunities[*id]) else {
                        break;
                    };
                    from = Some((
                        world.stage_rank(&last.stage),
                        last.last_advanced_at,
                        last.id.clone(),
                    ));
                }
            }
        }
    }

    #[test]
    fn counts_and_addresses_follow_every_change() {
        let (mut world, mut chance) = (world(9), Chance::new(9, "questions"));
        for round in 0..200 {
            change(&mut world, &mut chance, NOW + round * 1_000);
            let mut counted = std::collections::BTreeMap::<&str, usize>::new();
            for one in world.opportunities.values() {
                let texts: std::collections::BTreeSet<&str> =
                    one.tags.iter().map(String::as_str).collect();
                texts
                    .into_iter()
                    .for_each(|tag| *counted.entry(tag).or_default() += 1);
            }
            let listed = world.opportunity_counts(Facet::Tag);
            let listed: Vec<(&str, usize)> = listed
                .iter()
                .map(|(tag, count)| (tag.as_str(), *count))
                .collect();
            assert_eq!(listed, counted.into_iter().collect::<Vec<_>>());
            for (id, person) in &world.contacts {
                for email in &person.emails {
                    assert!(world.people_at(&email.to_uppercase()).contains(id));
                }
            }
        }
        assert_eq!(world.people_at("nobody@example.com"), Vec::<Id>::new());
    }
}
