use std::collections::BTreeMap;

use fulcrum_domain::ids::{OpportunityId, StageId};
use fulcrum_domain::journey::{Actor, State};
use fulcrum_domain::model::{Archived, Opportunity};
use proptest::prelude::*;

use super::fixtures::{NOW, Place, applied_to, journey, opportunity, posting, stages};
use crate::query::{BoardQuery, Column, Filter, Heads, Scope, Sort};
use crate::{Cache, Cause, Store};

const STAGES: [&str; 3] = ["lead-new", "screen", "offer"];
const USERS: [&str; 2] = ["u0", "u1"];
const ACTORS: [Actor; 4] = [Actor::You, Actor::Candidate, Actor::Vendor, Actor::Nobody];

/// One generated card, kept apart from the store so that it can be counted without it.
#[derive(Clone, Debug)]
pub(super) struct Generated {
    pub(super) row: Opportunity,
    pub(super) actor: Actor,
    pub(super) due_ms: Option<i64>,
}

impl Generated {
    fn is_in(&self, query: &BoardQuery) -> bool {
        let posting = self.row.posting().map_or("", |posting| posting.as_str());
        let mine = match &query.scope {
            Scope::AllActive => true,
            // Posting pN is owned by user uN.
            Scope::Mine { user } => {
                self.row.owner.as_ref() == Some(user) || posting.replace('p', "u") == user.as_str()
            }
        };
        let filter = &query.filter;
        self.row.archived.is_none()
            && mine
            && (filter.postings.is_empty()
                || filter
                    .postings
                    .iter()
                    .any(|wanted| wanted.as_str() == posting))
            && (filter.actors.is_empty() || filter.actors.contains(&self.actor))
            && filter.tags.iter().all(|tag| self.row.tags.contains(tag))
    }
}

fn cards() -> impl Strategy<Value = Vec<Generated>> {
    let card = (
        0..STAGES.len(),
        proptest::option::of(0..2_usize),
        proptest::option::of(0..2_usize),
        proptest::bool::weighted(0.2),
        0..ACTORS.len(),
        proptest::option::of(-50..50_i64),
        (0..6_i64, "[a-c]{1,2}"),
        proptest::bool::ANY,
    );
    proptest::collection::vec(card, 0..24).prop_map(|cards| {
        cards
            .into_iter()
            .enumerate()
            .map(
                |(index, (stage, owner, job, archived, actor, due, (entered, name), tagged))| {
                    let mut row = opportunity(&format!("o{index:02}"), &name, STAGES[stage]);
                    row.owner = owner.map(|user| USERS[user].into());
                    row.applications = job
                        .map(|job| applied_to(&format!("p{job}")))
                        .unwrap_or_default();
                    row.archived = archived.then_some(Archived {
                        reason: None,
                        at_ms: NOW,
                    });
                    row.last_advanced_at_ms = Some(NOW - entered);
                    row.tags = if tagged {
                        vec!["referral".to_owned()]
                    } else {
                        Vec::new()
                    };
                    Generated {
                        row,
                        actor: ACTORS[actor],
                        due_ms: due.map(|due| NOW + due),
                    }
                },
            )
            .collect()
    })
}

fn queries() -> impl Strategy<Value = BoardQuery> {
    (
        proptest::option::of(0..2_usize),
        proptest::collection::vec(0..2_usize, 0..2),
        proptest::collection::vec(0..ACTORS.len(), 0..3),
        proptest::bool::weighted(0.2),
    )
        .prop_map(|(user, postings, actors, tagged)| BoardQuery {
            scope: user.map_or(Scope::AllActive, |user| Scope::Mine {
                user: USERS[user].into(),
            }),
            filter: Filter {
                postings: postings
                    .into_iter()
                    .map(|job| format!("p{job}").into())
                    .collect(),
                actors: actors.into_iter().map(|actor| ACTORS[actor]).collect(),
                tags: if tagged {
                    vec!["referral".to_owned()]
                } else {
                    Vec::new()
                },
                ..Filter::default()
            },
        })
}

fn moves() -> impl Strategy<Value = Vec<(OpportunityId, StageId)>> {
    proptest::collection::vec((0..8_usize, 0..STAGES.len()), 0..7).prop_map(|moves| {
        moves
            .into_iter()
            .map(|(card, stage)| (format!("o{card:02}").into(), STAGES[stage].into()))
            .collect()
    })
}

pub(super) fn filled(place: &Place, cards: &[Generated]) -> Store<Cache> {
    let store = place.cache();
    let cards = cards.to_vec();
    store
        .write_blocking(Cause::Sync, move |tx| {
            tx.replace_stages(&stages(&STAGES))?;
            tx.upsert_postings(&[
                posting("p0", "SRE", Some("u0")),
                posting("p1", "Design", Some("u1")),
            ])?;
            for card in &cards {
                tx.upsert_opportunities(std::slice::from_ref(&card.row), NOW, true)?;
                let id = &card.row.id;
                tx.put_journeys(
                    id,
                    &[journey(id, card.actor, State::Invited, card.due_ms)],
                    None,
                )?;
            }
            Ok(())
        })
        .unwrap();
    store
}

pub(super) fn heads(
    store: &Store<Cache>,
    query: &BoardQuery,
    overlay: &[(OpportunityId, StageId)],
) -> Heads {
    let (query, overlay) = (query.clone(), overlay.to_vec());
    store
        .read_blocking(move |cache| cache.column_heads(&query, &overlay))
        .unwrap()
}

pub(super) fn page(
    store: &Store<Cache>,
    query: &BoardQuery,
    overlay: &[(OpportunityId, StageId)],
    stage: &str,
    sort: Sort,
    (offset, limit): (u32, u32),
) -> Vec<String> {
    let (query, overlay, stage) = (query.clone(), overlay.to_vec(), StageId::from(stage));
    store
        .read_blocking(move |cache| {
            let column = Column {
                stage: &stage,
                sort,
                offset,
                limit,
                now_ms: NOW,
            };
            let cards = cache.column_page(&query, &overlay, column)?;
            Ok(cards.into_iter().map(|card| card.id.0).collect())
        })
        .unwrap()
}

/// What a column has to show, worked out without the store.
fn expected(
    cards: &[Generated],
    query: &BoardQuery,
    overlay: &[(OpportunityId, StageId)],
    stage: &str,
    sort: Sort,
) -> Vec<String> {
    let last: BTreeMap<&OpportunityId, (usize, &StageId)> = overlay
        .iter()
        .enumerate()
        .map(|(index, (id, to))| (id, (index, to)))
        .collect();
    let mut moved = Vec::new();
    let mut stay = Vec::new();
    for (seq, card) in cards
        .iter()
        .enumerate()
        .filter(|(_, card)| card.is_in(query))
    {
        match last.get(&card.row.id) {
            Some((index, to)) if to.as_str() == stage => {
                moved.push((std::cmp::Reverse(*index), card));
            }
            Some(_) => {}
            None if card.row.stage.as_str() == stage => stay.push((seq, card)),
            None => {}
        }
    }
    moved.sort_by_key(|(index, _)| *index);
    let entered = |card: &Generated| card.row.last_advanced_at_ms.unwrap();
    stay.sort_by_key(|(seq, card)| {
        let seq = i64::try_from(*seq).unwrap();
        match sort {
            Sort::Newest => (0, String::new(), -entered(card), -seq),
            Sort::Name => (0, card.row.name.clone(), seq, 0),
            Sort::TimeOwed => match card.due_ms.filter(|due| *due < NOW) {
                Some(due) => (0, String::new(), due, seq),
                None => (1, String::new(), entered(card), seq),
            },
        }
    });
    moved
        .into_iter()
        .map(|(_, card)| card)
        .chain(stay.into_iter().map(|(_, card)| card))
        .map(|card| card.row.id.0.clone())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn an_overlay_counts_as_if_the_moves_had_been_made(cards in cards(), query in queries(), overlay in moves()) {
        let place = Place::new();
        let store = filled(&place, &cards);
        let optimistic = heads(&store, &query, &overlay);

        let mut moved = cards.clone();
        for (id, to) in &overlay {
            for card in moved.iter_mut().filter(|card| card.row.id == *id) {
                card.row.stage = to.clone();
            }
        }
        for head in &optimistic.columns {
            let there: Vec<_> = moved
                .iter()
                .filter(|card| card.is_in(&query) && card.row.stage == head.stage)
                .collect();
            let yours = there.iter().filter(|card| card.actor == Actor::You).count();
            prop_assert_eq!(head.total as usize, there.len());
            prop_assert_eq!(head.waiting_on_you as usize, yours);
        }
        let waiting = optimistic.waiting;
        for (actor, count) in ACTORS.iter().zip([waiting.you, waiting.candidate, waiting.vendor, waiting.nobody]) {
            let there = moved.iter().filter(|card| card.is_in(&query) && card.actor == *actor).count();
            prop_assert_eq!(count as usize, there);
        }

        let rows: Vec<_> = moved.into_iter().map(|card| card.row).collect();
        store
            .write_blocking(Cause::Push, move |tx| tx.upsert_opportunities(&rows, NOW, true))
            .unwrap();
        prop_assert_eq!(heads(&store, &query, &[]), optimistic);
    }

    #[test]
    fn windows_of_any_size_make_up_the_whole_column(
        cards in cards(),
        query in queries(),
        overlay in moves(),
        stage in 0..STAGES.len(),
        sort in proptest::sample::select(vec![Sort::TimeOwed, Sort::Newest, Sort::Name]),
        limit in 1..7_u32,
    ) {
        let place = Place::new();
        let store = filled(&place, &cards);
        let whole = expected(&cards, &query, &overlay, STAGES[stage], sort);
        for offset in 0..=u32::try_from(whole.len()).unwrap() + 1 {
            let window = page(&store, &query, &overlay, STAGES[stage], sort, (offset, limit));
            let wanted: Vec<_> = whole.iter().skip(offset as usize).take(limit as usize).cloned().collect();
            prop_assert_eq!(window, wanted, "from {}", offset);
        }
        let head = heads(&store, &query, &overlay).columns[stage].clone();
        prop_assert_eq!(head.total as usize, whole.len());
    }
}

/// What a row repeats follows every change; a row of an earlier version repeats nothing, and another build may have written
/// something else there.
#[test]
fn a_card_shows_the_same_whatever_its_row_repeats() {
    let place = Place::new();
    let store = place.cache();
    let id = OpportunityId::from("o1");
    let read = || {
        let id = id.clone();
        let card = store.read_blocking(move |cache| cache.card(&id));
        card.unwrap().unwrap()
    };
    let tagged = |tags: &[&str]| {
        let mut row = opportunity("o1", "Ana", "screen");
        row.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        row.updated_at_ms = Some(NOW + i64::try_from(tags.len()).unwrap());
        row
    };
    let key = id.clone();
    let first = tagged(&["referral"]);
    store
        .write_blocking(Cause::Sync, move |tx| {
            tx.upsert_opportunities(&[first], NOW, true)?;
            let invited = journey(&key, Actor::Candidate, State::Invited, Some(NOW));
            tx.put_journeys(&key, &[invited], None)
        })
        .unwrap();
    assert_eq!((read().tags.len(), read().journeys.len()), (1, 1));
    let (key, more) = (id.clone(), tagged(&["referral", "Hot"]));
    store
        .write_blocking(Cause::Sync, move |tx| {
            tx.upsert_opportunities(&[more], NOW, false)?;
            tx.put_journeys(&key, &[], None)
        })
        .unwrap();
    let card = read();
    assert_eq!((card.tags.len(), card.journeys.len()), (2, 0));
    for repeated in ["", "{}", "{\"tags\":3}"] {
        store
            .write_blocking(Cause::Sync, move |tx| {
                let done = tx
                    .connection
                    .execute("UPDATE opportunity SET shown = ?1", [repeated]);
                assert_eq!(done.unwrap(), 1);
                Ok(())
            })
            .unwrap();
        assert_eq!(read(), card, "{repeated}");
    }
}
