//! The real program, killed without warning at an instant that chance chooses: while it moves people, reads what changed,
//! brings old files forward, or erases somebody. Whatever the instant: no file is damaged, nothing that was acknowledged is
//! lost, nothing is done twice.
//!
//! A run is its number: what it does and how long it waits before it kills come from that number alone. How far the program
//! has come by then is the machine's affair, so a run shows another instant each time it is played.

mod erasing;
mod migrating;
mod moving;
mod refreshing;
mod scene;

use std::fmt;
use std::time::Duration;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::error::Result;
use scene::Scene;

/// What goes on when the program dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A recruiter moves people and writes a note.
    Moving,
    /// Colleagues have changed many people, and the program reads it.
    Refreshing,
    /// The program brings files of an earlier version forward.
    Migrating,
    /// People were deleted or made anonymous, and the program erases them.
    Erasing,
}

/// Every act; a run's number chooses among them in turn.
pub const ACTS: [Act; 4] = [Act::Moving, Act::Refreshing, Act::Migrating, Act::Erasing];

impl fmt::Display for Act {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Moving => "moving",
            Self::Refreshing => "refreshing",
            Self::Migrating => "migrating",
            Self::Erasing => "erasing",
        })
    }
}

/// What must never be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// A file is damaged, or had to be mended.
    Corrupt,
    /// Something acknowledged is gone, or something erased is still here.
    Lost,
    /// Something was done twice, or was done that must not be.
    Doubled,
}

/// Harm that was found, in words without names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub harm: Harm,
    /// What.
    pub what: String,
}

impl Finding {
    fn of(harm: Harm, what: impl Into<String>) -> Self {
        Self {
            harm,
            what: what.into(),
        }
    }
}

/// How a run went.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its number.
    pub run: u64,
    /// What went on.
    pub act: Act,
    /// How far it had come, in words.
    pub reached: String,
    /// What must not be; nothing, as a rule.
    pub findings: Vec<Finding>,
}

/// What goes on in a run.
#[must_use]
pub fn act_of(run: u64) -> Act {
    match run % 4 {
        0 => Act::Moving,
        1 => Act::Refreshing,
        2 => Act::Migrating,
        _ => Act::Erasing,
    }
}

/// Plays runs one after the other, on one desktop and one invented company, and tells of each. Stops after a run with harm:
/// what follows would be seen on files that are no longer as they should be.
///
/// # Errors
/// When the desktop, the company or the window cannot be started or driven.
pub async fn play(
    runs: impl IntoIterator<Item = u64>,
    mut told: impl FnMut(&Told),
) -> Result<Vec<Told>> {
    let mut all: Vec<Told> = Vec::new();
    let mut scene = Scene::set().await?;
    for run in runs {
        let mut chance = Chance(ChaCha8Rng::seed_from_u64(run));
        let act = act_of(run);
        let mut findings = Vec::new();
        let (next, reached) = match act {
            Act::Moving => moving::play(scene, run, &mut chance, &mut findings).await?,
            Act::Refreshing => refreshing::play(scene, run, &mut chance, &mut findings).await?,
            Act::Migrating => migrating::play(scene, run, &mut chance, &mut findings).await?,
            Act::Erasing => erasing::play(scene, run, &mut chance, &mut findings).await?,
        };
        scene = next;
        let harmed = !findings.is_empty();
        let one = Told {
            run,
            act,
            reached,
            findings,
        };
        told(&one);
        all.push(one);
        if harmed {
            break;
        }
    }
    Ok(all)
}

/// A run's own chance.
struct Chance(ChaCha8Rng);

impl Chance {
    /// A time below this.
    fn below(&mut self, most: Duration) -> Duration {
        most.mul_f64(self.0.random::<f64>())
    }

    /// A time between these.
    fn between(&mut self, least: Duration, most: Duration) -> Duration {
        least + self.below(most.saturating_sub(least))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_its_turn_and_a_run_waits_as_long_each_time() {
        let acts: Vec<Act> = (0..4).map(act_of).collect();
        assert_eq!(acts, ACTS);
        let wait = |run| Chance(ChaCha8Rng::seed_from_u64(run)).below(Duration::from_secs(2));
        assert_eq!(wait(7), wait(7));
        assert_ne!(wait(7), wait(8));
    }
}
