//! A person at work while the whole account is read for the first time.

use fulcrum_cache::desk::{Base, Intent, IntentKind, IntentState, Step, StepKind};
use fulcrum_sandbox::simulation::Simulation;

use crate::chance::Chance;
use crate::company::{self, Places};
use crate::error::Error;

/// Between two things that the person does, ms.
const PAUSE_MS: i64 = 1_500;

/// How long each request that a person caused waited for the budget, ms, until an account of so many candidacies was read.
///
/// # Errors
/// [`Error`] when it cannot be played.
pub fn waits_during_the_first_reading(seed: u64, opportunities: usize) -> Result<Vec<i64>, Error> {
    let simulation = Simulation::new(company::settings(seed, opportunities))?;
    let world = &simulation.sandbox;
    let places = Places::of(world)?;
    let mut chance = Chance::new(seed);
    let mut seat = simulation.run(company::seat(world, &places, 0, 0))??;
    simulation.run(seat.start(world))??;
    let mut asked = 0;
    loop {
        simulation.run(world.clock.sleep(PAUSE_MS))?;
        if seat.is_filled() {
            break;
        }
        let people = simulation.run(seat.people())??;
        let Some(id) = chance.one_of(&people) else {
            continue;
        };
        let Some(held) = simulation.run(seat.opportunity(id.as_str()))?? else {
            continue;
        };
        asked += 1;
        let intent = Intent {
            id: format!("note-{asked}").as_str().into(),
            kind: IntentKind::Note,
            opportunity: held.id,
            posting: None,
            steps: vec![Step::waiting(StepKind::AddNote {
                text: format!("Note {asked}"),
                secret: false,
            })],
            base: Base {
                stage: held.stage,
                last_advanced_at_ms: None,
            },
            created_at_ms: seat.now_ms(),
            hold_until_ms: None,
            valid_until_ms: None,
            contacts_candidate: false,
            overridden: Vec::new(),
            state: IntentState::Open,
            outcome: None,
        };
        simulation.run(seat.ask(intent))??;
    }
    let waits = seat.waits();
    simulation.run(seat.quit())?;
    Ok(waits)
}
