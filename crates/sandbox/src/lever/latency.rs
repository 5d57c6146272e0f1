//! How long answers take: a base and a spread per route, drawn from a stream of its own for each route.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::lever::pattern::Pattern;
use crate::world::chance::Chance;

/// No answer waits longer than its base and so many spreads.
const LONGEST_TAIL: f64 = 8.0;

/// How slow Lever is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LatencyModel {
    /// Seed of the draws; the world's when absent.
    pub seed: Option<u64>,
    /// The first row that fits a request counts; where none fits, nothing is waited for.
    pub routes: Vec<RouteLatency>,
}

/// How slow one route is. The wait is `base_ms` and a share of `spread_ms` that is drawn from an exponential distribution: on the
/// average one spread, now and then several, never more than eight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteLatency {
    /// Which requests; every one when absent.
    #[serde(default)]
    pub route: Pattern,
    /// Real milliseconds, always.
    pub base_ms: u64,
    /// Real milliseconds, on the average, on top.
    #[serde(default)]
    pub spread_ms: u64,
}

impl LatencyModel {
    /// Figures of our own (no source has any): lists are slower than single reads, writes slower than both.
    pub fn typical() -> Self {
        let row = |route: &str, base_ms, spread_ms| RouteLatency {
            route: Pattern::of(route),
            base_ms,
            spread_ms,
        };
        Self {
            seed: None,
            routes: vec![
                row("GET /opportunities", 250, 150),
                row("GET /opportunities/:opportunity", 90, 40),
                row("GET /opportunities/**", 110, 50),
                row("GET /postings", 200, 100),
                row("GET /**", 80, 40),
                row("POST /uploads", 900, 600),
                row("/**", 180, 90),
            ],
        }
    }
}

/// The model in force.
#[derive(Default)]
pub(crate) struct Latency(Mutex<State>);

#[derive(Default)]
struct State {
    model: LatencyModel,
    seed: u64,
    streams: BTreeMap<String, Chance>,
}

impl Latency {
    pub(crate) fn new(model: Option<LatencyModel>, world_seed: u64) -> Self {
        let this = Self::default();
        this.set(model.unwrap_or_default(), world_seed);
        this
    }

    /// Replaces the model; every stream starts anew.
    pub(crate) fn set(&self, model: LatencyModel, world_seed: u64) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *state = State {
            seed: model.seed.unwrap_or(world_seed),
            model,
            streams: BTreeMap::new(),
        };
    }

    /// The model.
    pub(crate) fn model(&self) -> LatencyModel {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.model.clone()
    }

    /// Real milliseconds that the next answer to such a request waits. `route` is the route's own path (with `:name` segments)
    /// where there is one: the n-th request of a route waits the same in every run of a seed.
    pub(crate) fn next_ms(&self, method: &str, path: &str, route: &str) -> u64 {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = state
            .model
            .routes
            .iter()
            .find(|row| row.route.fits(method, path));
        let Some((base, spread)) = fits.map(|row| (row.base_ms, row.spread_ms)) else {
            return 0;
        };
        let seed = state.seed;
        let stream = state
            .streams
            .entry(format!("{method} {route}"))
            .or_insert_with_key(|name| Chance::new(seed, &format!("latency {name}")));
        let tail = (-(1.0 - stream.share()).ln()).min(LONGEST_TAIL);
        base.saturating_add((tail * spread as f64) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::{Latency, LatencyModel};

    const LIST: &str = "/opportunities";

    fn waits(seed: u64, count: usize) -> Vec<u64> {
        let latency = Latency::new(Some(LatencyModel::typical()), seed);
        (0..count)
            .map(|_| latency.next_ms("GET", LIST, LIST))
            .collect()
    }

    #[test]
    fn the_same_seed_waits_the_same() {
        assert_eq!(waits(1, 50), waits(1, 50));
        assert_ne!(waits(1, 50), waits(2, 50));
    }

    #[test]
    fn other_routes_in_between_change_nothing() {
        let latency = Latency::new(Some(LatencyModel::typical()), 1);
        let mixed: Vec<u64> = (0..50)
            .map(|_| {
                latency.next_ms("PUT", "/opportunities/1/stage", "/opportunities/:x/stage");
                latency.next_ms("GET", LIST, LIST)
            })
            .collect();
        assert_eq!(mixed, waits(1, 50));
    }

    #[test]
    fn waits_lie_between_base_and_longest_tail_around_one_spread() {
        let all = waits(3, 2_000);
        assert!(all.iter().all(|ms| (250..=250 + 8 * 150).contains(ms)));
        let mean = all.iter().sum::<u64>() as f64 / 2_000.0;
        assert!((380.0..420.0).contains(&mean), "{mean}");
    }

    #[test]
    fn without_a_model_nothing_waits() {
        assert_eq!(Latency::new(None, 1).next_ms("GET", LIST, LIST), 0);
    }
}
