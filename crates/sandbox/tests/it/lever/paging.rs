//! Paging while the account moves: exactly what a keyset gives is missed, and exactly what it gives comes twice.

use std::cell::Cell;
use std::collections::BTreeMap;

use fulcrum_sandbox::simulation::Simulation;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reqwest::Method;
use serde_json::{Value, json};

use super::bench::still;

/// Where a record stands: stage in pipeline order; then who advanced last comes first; then by id.
type Place = (usize, std::cmp::Reverse<i64>, String);

/// What the account holds, kept beside it by what is known of Lever alone.
struct Model {
    records: BTreeMap<String, (usize, i64)>,
    archived: BTreeMap<String, bool>,
    stages: Vec<String>,
}

impl Model {
    /// The account as it is behind the scenes.
    fn read(simulation: &Simulation) -> Self {
        simulation.sandbox.lever.look(|world| {
            let stages: Vec<String> = world.stages.iter().map(|one| one.id.clone()).collect();
            let place = |stage: &str| stages.iter().position(|one| one == stage).unwrap();
            let all = world.opportunities.values();
            Self {
                records: all
                    .clone()
                    .map(|one| (one.id.clone(), (place(&one.stage), one.last_advanced_at)))
                    .collect(),
                archived: all
                    .map(|one| (one.id.clone(), one.archived.is_some()))
                    .collect(),
                stages,
            }
        })
    }

    fn sorted(&self) -> Vec<Place> {
        let mut all: Vec<Place> = self
            .records
            .iter()
            .map(|(id, (stage, advanced))| (*stage, std::cmp::Reverse(*advanced), id.clone()))
            .collect();
        all.sort();
        all
    }

    /// The page that begins at `from`, and the first record of the next one.
    fn page(&self, from: Option<&Place>, limit: usize) -> (Vec<String>, Option<Place>) {
        let mut rest = self.sorted();
        rest.retain(|place| from.is_none_or(|from| place >= from));
        let next = rest.get(limit).cloned();
        rest.truncate(limit);
        (rest.into_iter().map(|(_, _, id)| id).collect(), next)
    }
}

/// What somebody does between two pages; numbers choose who and where.
#[derive(Clone, Debug)]
enum Change {
    Move(usize, usize),
    Archive(usize),
    Delete(usize),
    Create,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let one = prop_oneof![
        6 => (any::<usize>(), any::<usize>()).prop_map(|(who, to)| Change::Move(who, to)),
        1 => any::<usize>().prop_map(Change::Archive),
        1 => any::<usize>().prop_map(Change::Delete),
        1 => Just(Change::Create),
    ];
    prop::collection::vec(one, 0..5)
}

fn apply(simulation: &Simulation, model: &mut Model, change: &Change) {
    simulation.advance(7);
    let now = simulation.sandbox.clock.now_ms();
    let chosen = |number: usize| {
        model
            .records
            .keys()
            .nth(number % model.records.len())
            .unwrap()
            .clone()
    };
    match change {
        Change::Move(who, to) => {
            let (id, to) = (chosen(*who), to % model.stages.len());
            let body = json!({ "stage": model.stages[to] });
            let path = format!("/v1/opportunities/{id}/stage");
            let done = simulation.call(Method::PUT, &path, Some(&body)).unwrap();
            assert_eq!(done.0, 200);
            let record = model.records.get_mut(&id).unwrap();
            if record.0 != to {
                *record = (to, now);
            }
        }
        Change::Archive(who) => {
            let id = chosen(*who);
            let reason = simulation
                .call(Method::GET, "/v1/archive_reasons", None)
                .unwrap();
            let body = json!({ "reason": reason.1["data"][0]["id"] });
            let path = format!("/v1/opportunities/{id}/archived");
            let done = simulation.call(Method::PUT, &path, Some(&body)).unwrap();
            assert_eq!(done.0, 200);
            // Only the first time counts as an advance.
            if !model.archived.insert(id.clone(), true).unwrap() {
                model.records.get_mut(&id).unwrap().1 = now;
            }
        }
        Change::Delete(who) => {
            if model.records.len() > 20 {
                let id = chosen(*who);
                let path = format!("/console/opportunities/{id}/delete");
                let done = simulation
                    .call(Method::POST, &path, Some(&json!({})))
                    .unwrap();
                assert_eq!(done.0, 200);
                model.records.remove(&id);
            }
        }
        Change::Create => {
            let wish = json!({ "name": "New", "stage": model.stages[0] });
            let path = "/console/opportunities";
            let (_, made) = simulation.call(Method::POST, path, Some(&wish)).unwrap();
            let id = made["id"].as_str().unwrap().to_owned();
            model.records.insert(id.clone(), (0, now));
            model.archived.insert(id, false);
        }
    }
}

fn ids(page: &Value) -> Vec<String> {
    let rows = page["data"].as_array().unwrap().iter();
    rows.map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_scan_sees_what_a_keyset_gives_however_the_account_moves() {
    let mut settings = still();
    settings.opportunities = 60;
    let simulation = Simulation::new(settings).unwrap();
    let (missed, doubled) = (Cell::new(0), Cell::new(0));
    let cases = (1_usize..25, prop::collection::vec(changes(), 12));
    let check = |(limit, rounds): (usize, Vec<Vec<Change>>)| {
        let mut model = Model::read(&simulation);
        let before: Vec<String> = model.records.keys().cloned().collect();
        let mut rounds = rounds.into_iter();
        let (mut seen, mut from, mut offset) = (Vec::new(), None, String::new());
        loop {
            let path = format!("/v1/opportunities?limit={limit}{offset}");
            let (status, page) = simulation.call(Method::GET, &path, None).unwrap();
            prop_assert_eq!(status, 200);
            let (expected, next) = model.page(from.as_ref(), limit);
            prop_assert_eq!(ids(&page), expected);
            seen.extend(ids(&page));
            prop_assert_eq!(&page["hasNext"], &json!(next.is_some()));
            prop_assert_eq!(page.get("next").is_some(), next.is_some());
            let Some(next) = next else { break };
            let token = page["next"].as_str().unwrap();
            prop_assert!(
                token.contains(&next.2),
                "it names the first record of the next page"
            );
            offset = format!("&offset={token}");
            from = Some(next);
            for change in rounds.next().unwrap_or_default() {
                apply(&simulation, &mut model, &change);
            }
        }
        let still_there = before.iter().filter(|id| model.records.contains_key(*id));
        missed.set(missed.get() + still_there.filter(|id| !seen.contains(id)).count());
        seen.sort();
        doubled.set(doubled.get() + seen.windows(2).filter(|two| two[0] == two[1]).count());
        Ok(())
    };
    let mut runner = TestRunner::new(ProptestConfig::with_cases(40));
    runner.run(&cases, check).unwrap();
    assert!(
        missed.get() > 0 && doubled.get() > 0,
        "{missed:?} {doubled:?}"
    );
}
