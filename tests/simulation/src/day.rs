//! One day: what happens in it by chance, played to its quiet end.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use fulcrum_cache::desk::IntentState;
use fulcrum_domain::ids::{BatchId, IntentId};
use fulcrum_sandbox::simulation::Simulation;

use crate::SEATS;
use crate::chance::Chance;
use crate::company::{self, Places};
use crate::error::Error;
use crate::laws;
use crate::seat::Seat;
use crate::wish::Asked;

/// Candidacies in the account.
const OPPORTUNITIES: usize = 40;
/// Things that happen in a day.
const HAPPENINGS: usize = 45;
/// Pauses between them, ms: from "while that is still on its way" to "the next but one round".
const PAUSES_MS: [u32; 7] = [20, 150, 700, 2_500, 9_000, 14_000, 40_000];
/// How often it is looked whether all is quiet, and how long it is waited between two looks, ms. Who asks for everything has it
/// long before the slowest lists are read by themselves, every ten minutes. Where nobody asks, it is waited for them, and for the
/// five minutes that may lie between two tries after an outage.
const LOOKS: u32 = 15;
const LOOK_MS: i64 = 20_000;
const PATIENT_LOOKS: u32 = 20;
const PATIENT_LOOK_MS: i64 = 60_000;

/// How a day went.
pub struct Day {
    /// Which.
    pub seed: u64,
    /// Stands for everything that was asked of Lever and all that was told: the same for the same seed.
    pub digest: u64,
    /// Laws that did not hold, a sentence each.
    pub broken: Vec<String>,
    /// What happened, a line each, with Lever's time since the beginning, ms.
    pub log: Vec<String>,
    /// Requests to Lever, the vendors' own included.
    pub requests: u64,
    /// What people asked for.
    pub asked: usize,
    /// Of that, what was done.
    pub done: usize,
    /// Programs that died.
    pub crashes: usize,
}

pub(crate) struct Playing {
    pub(crate) simulation: Simulation,
    pub(crate) places: Places,
    pub(crate) seats: Vec<Seat>,
    pub(crate) asked: Vec<Asked>,
    /// Bulk moves, and whose.
    pub(crate) batches: Vec<(usize, BatchId)>,
    pub(crate) chance: Chance,
    begin_ms: i64,
    /// When a program that is down is started again, ms.
    pub(crate) restarts: [Option<i64>; SEATS],
    crashes: usize,
    log: Vec<String>,
}

/// Plays the day of a seed.
///
/// # Errors
/// [`Error`] when it cannot be played; broken laws are no error but [`Day::broken`].
pub fn play(seed: u64) -> Result<Day, Error> {
    let mut day = Playing::begin(seed)?;
    for _ in 0..HAPPENINGS {
        let pause = *day
            .chance
            .one_of(&PAUSES_MS)
            .ok_or(Error::Missing("pause"))?;
        day.pass(i64::from(pause))?;
        day.happen()?;
    }
    let broken = day.end()?;
    day.report(seed, broken)
}

impl Playing {
    fn begin(seed: u64) -> Result<Self, Error> {
        let simulation = Simulation::new(company::settings(seed, OPPORTUNITIES))?;
        let world = &simulation.sandbox;
        let begin_ms = world.clock.now_ms();
        let mut chance = Chance::new(seed);
        let places = Places::of(world)?;
        let seats = simulation.run(async {
            let mut seats = Vec::new();
            for number in 0..SEATS {
                // Two in ten clocks are off: by a minute and a half, or by a day.
                let ahead_ms = match chance.between(1, 20) {
                    1 => 90_000,
                    2 => -90_000,
                    3 => 86_400_000,
                    4 => -86_400_000,
                    _ => 0,
                };
                let mut seat = company::seat(world, &places, number, ahead_ms).await?;
                seat.start(world).await?;
                seats.push(seat);
            }
            Ok::<_, Error>(seats)
        })??;
        Ok(Self {
            simulation,
            places,
            seats,
            asked: Vec::new(),
            batches: Vec::new(),
            chance,
            begin_ms,
            restarts: [None; SEATS],
            crashes: 0,
            log: Vec::new(),
        })
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.simulation.sandbox.clock.now_ms()
    }

    pub(crate) fn tell(&mut self, what: &str) {
        let at = self.now_ms() - self.begin_ms;
        self.log.push(format!("{at:>8}  {what}"));
    }

    /// Lets time pass. Programs that die meanwhile are found dead, those that are due are started again.
    fn pass(&mut self, ms: i64) -> Result<(), Error> {
        let until = self.now_ms() + ms;
        loop {
            let due = self.restarts.iter().flatten().min().copied();
            let next = due.map_or(until, |due| due.min(until));
            let wait = (next - self.now_ms()).max(0);
            let clock = self.simulation.sandbox.clock.clone();
            let seats = &self.seats;
            let died = self.simulation.run(async {
                let deaths = seats.iter().enumerate().map(|(number, seat)| {
                    Box::pin(async move {
                        seat.died().await;
                        number
                    })
                });
                tokio::select! {
                    biased;
                    (number, _, _) = futures::future::select_all(deaths) => Some(number),
                    () = clock.sleep(wait) => None,
                }
            })?;
            for seat in &mut self.seats {
                seat.listen();
            }
            if let Some(number) = died {
                self.crash(number);
                continue;
            }
            let now = self.now_ms();
            for number in 0..SEATS {
                if self
                    .restarts
                    .get(number)
                    .copied()
                    .flatten()
                    .is_some_and(|due| due <= now)
                {
                    self.start(number)?;
                }
            }
            if now >= until {
                return Ok(());
            }
        }
    }

    fn start(&mut self, number: usize) -> Result<(), Error> {
        if let Some(restart) = self.restarts.get_mut(number) {
            *restart = None;
        }
        let world = &self.simulation.sandbox;
        let Some(seat) = self.seats.get_mut(number) else {
            return Ok(());
        };
        let held: BTreeSet<IntentId> = self
            .simulation
            .run(seat.start(world))??
            .into_iter()
            .collect();
        for asked in &mut self.asked {
            asked.ended_in_hold |= asked.seat == number && held.contains(&asked.intent);
        }
        self.tell(&format!(
            "seat {number} starts; {} were in their hold",
            held.len()
        ));
        Ok(())
    }

    pub(crate) fn crash(&mut self, number: usize) {
        let wait = i64::from(self.chance.between(1_000, 60_000));
        let now = self.now_ms();
        if let (Some(seat), Some(restart)) =
            (self.seats.get_mut(number), self.restarts.get_mut(number))
        {
            seat.crash();
            *restart = Some(now + wait);
            self.crashes += 1;
        }
        self.tell(&format!("seat {number} dies"));
    }

    pub(crate) fn seat(&mut self, number: usize) -> Result<&mut Seat, Error> {
        self.seats.get_mut(number).ok_or(Error::NotRunning)
    }

    /// Everything is well again and everybody at work; then it is waited until the seats show what Lever holds.
    fn end(&mut self) -> Result<Vec<String>, Error> {
        company::calm(&self.simulation.sandbox);
        for seat in &mut self.seats {
            seat.set_offline(false);
        }
        for number in 0..SEATS {
            if !self.seat(number)?.runs() {
                self.start(number)?;
            }
        }
        self.tell("everything is well");
        self.come_back()?;
        // Somebody who misses something asks for everything; on other days nobody does, and it comes by itself.
        let asks = self.chance.percent(75);
        let (looks, look_ms) = if asks {
            (LOOKS, LOOK_MS)
        } else {
            (PATIENT_LOOKS, PATIENT_LOOK_MS)
        };
        let mut differences = Vec::new();
        for _ in 0..looks {
            self.pass(look_ms)?;
            differences = laws::unsettled(self)?;
            if differences.is_empty() {
                break;
            }
            for seat in self.seats.iter().filter(|_| asks) {
                seat.sync_now();
            }
        }
        let mut broken = differences;
        broken.extend(laws::broken(self)?);
        Ok(broken)
    }

    fn report(mut self, seed: u64, broken: Vec<String>) -> Result<Day, Error> {
        let mut hasher = DefaultHasher::new();
        let requests = self.simulation.sandbox.lever.requests(0);
        for entry in &requests {
            (entry.n, entry.at, &entry.method, &entry.path, entry.status).hash(&mut hasher);
            entry.caller.hash(&mut hasher);
            entry.fault.hash(&mut hasher);
        }
        let mut done = 0;
        for asked in &self.asked {
            let seat = self.seats.get(asked.seat).ok_or(Error::NotRunning)?;
            let intent = self.simulation.run(seat.intent(&asked.intent))??;
            done += usize::from(
                intent
                    .as_ref()
                    .is_some_and(|intent| intent.state == IntentState::Done),
            );
            format!("{intent:?}").hash(&mut hasher);
        }
        for seat in &self.seats {
            seat.told.hash(&mut hasher);
        }
        for number in 0..SEATS {
            let seat = self.seats.get_mut(number).ok_or(Error::NotRunning)?;
            self.simulation.run(seat.quit())?;
        }
        Ok(Day {
            seed,
            digest: hasher.finish(),
            broken,
            log: self.log,
            requests: requests.last().map_or(0, |last| last.n),
            asked: self.asked.len(),
            done,
            crashes: self.crashes,
        })
    }
}
