//! One day: what happens in it by chance, played to its quiet end.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use fulcrum_cache::desk::{Base, Intent, IntentKind, IntentState, Step, StepKind, StepState};
use fulcrum_domain::ids::{IntentId, StageId};
use fulcrum_domain::model::Opportunity;
use fulcrum_domain::move_hold::{HoldSettings, hold_times};
use fulcrum_sandbox::simulation::Simulation;

use crate::SEATS;
use crate::chance::Chance;
use crate::company::{self, Places};
use crate::error::Error;
use crate::laws;
use crate::seat::Seat;
use crate::wire::Doom;

/// Candidacies in the account.
const OPPORTUNITIES: usize = 40;
/// Things that happen in a day.
const HAPPENINGS: usize = 45;
/// Pauses between them, ms: from "while that is still on its way" to "the next but one round".
const PAUSES_MS: [u32; 7] = [20, 150, 700, 2_500, 9_000, 14_000, 40_000];
/// How often it is looked whether all is quiet, and how long it is waited between two looks, ms.
const LOOKS: u32 = 40;
const LOOK_MS: i64 = 20_000;

/// Something that a person asked for and the program accepted.
pub(crate) struct Asked {
    pub(crate) seat: usize,
    pub(crate) intent: IntentId,
    pub(crate) opportunity: String,
    pub(crate) step: StepKind,
    /// By Lever's clock, ms.
    pub(crate) at_ms: i64,
    /// The person took it back in time.
    pub(crate) undone: bool,
    /// The program ended while it was in its hold.
    pub(crate) ended_in_hold: bool,
}

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
    chance: Chance,
    begin_ms: i64,
    /// When a program that is down is started again, ms.
    restarts: [Option<i64>; SEATS],
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

    fn tell(&mut self, what: &str) {
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

    fn crash(&mut self, number: usize) {
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

    /// Something happens by chance.
    fn happen(&mut self) -> Result<(), Error> {
        let number = usize::try_from(self.chance.between(0, 2)).unwrap_or_default();
        match self.chance.between(1, 100) {
            1..=45 => self.ask(number)?,
            46..=52 => self.undo()?,
            53..=68 => {
                let world = &self.simulation.sandbox;
                let told = self.simulation.run(company::something_happens(
                    world,
                    &self.places,
                    &mut self.chance,
                ))??;
                self.tell(&told);
            }
            69..=75 => {
                let told = company::trouble(&self.simulation.sandbox, &mut self.chance)?;
                self.tell(&told);
            }
            76..=79 => {
                company::calm(&self.simulation.sandbox);
                self.tell("Lever is well");
            }
            80..=84 => {
                let offline = self.chance.percent(60);
                self.seat(number)?.set_offline(offline);
                self.tell(&format!("seat {number} offline: {offline}"));
            }
            85..=88 => {
                let after = self.chance.percent(60);
                self.seat(number)?.lose_a_write(after);
                self.tell(&format!(
                    "seat {number} will lose a write, or its answer: {after}"
                ));
            }
            89..=91 if self.seat(number)?.runs() => self.crash(number),
            92..=96 => {
                let requests = self.chance.between(1, 6);
                let doom = if self.chance.percent(50) {
                    Doom::Before(requests)
                } else {
                    Doom::After(requests)
                };
                self.seat(number)?.doom(doom);
                self.tell(&format!("seat {number} is doomed: {doom:?}"));
            }
            97..=100 if self.seat(number)?.runs() => {
                let seat = self.seats.get_mut(number).ok_or(Error::NotRunning)?;
                self.simulation.run(seat.quit())?;
                let wait = i64::from(self.chance.between(1_000, 60_000));
                let due = self.now_ms() + wait;
                if let Some(restart) = self.restarts.get_mut(number) {
                    *restart = Some(due);
                }
                self.tell(&format!("seat {number} is closed"));
            }
            _ => {}
        }
        Ok(())
    }

    fn seat(&mut self, number: usize) -> Result<&mut Seat, Error> {
        self.seats.get_mut(number).ok_or(Error::NotRunning)
    }

    /// The person at a seat asks for something.
    fn ask(&mut self, number: usize) -> Result<(), Error> {
        let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
        if !seat.runs() {
            return Ok(());
        }
        let people = self.simulation.run(seat.people())??;
        let Some(id) = self.chance.one_of(&people).cloned() else {
            return Ok(());
        };
        let Some(held) = self.simulation.run(seat.opportunity(id.as_str()))?? else {
            return Ok(());
        };
        let Some((kind, step)) = self.wish(&held) else {
            return Ok(());
        };
        let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
        let name = format!("wish-{number}-{}", self.asked.len());
        let intent = self.intent(seat, &name, kind, &step, &held);
        let at_ms = self.now_ms();
        if !self.simulation.run(seat.ask(intent))?? {
            return Ok(());
        }
        self.tell(&format!("seat {number} asks {name}: {step:?} for {id}"));
        self.asked.push(Asked {
            seat: number,
            intent: name.as_str().into(),
            opportunity: id.as_str().to_owned(),
            step,
            at_ms,
            undone: false,
            ended_in_hold: false,
        });
        Ok(())
    }

    /// What a person might want of a candidate as they see them.
    fn wish(&mut self, held: &Opportunity) -> Option<(IntentKind, StepKind)> {
        let what = self.chance.between(1, 100);
        Some(match what {
            1..=60 if held.archived.is_none() => {
                let to: &StageId = if self.chance.percent(45) {
                    self.chance.one_of(&self.places.triggers)?
                } else {
                    self.chance.one_of(&self.places.quiet)?
                };
                if *to == held.stage {
                    return None;
                }
                (IntentKind::Move, StepKind::SetStage { to: to.clone() })
            }
            61..=78 => {
                let text = format!("Note {}: call back", self.asked.len());
                let secret = self.chance.percent(20);
                (IntentKind::Note, StepKind::AddNote { text, secret })
            }
            79..=90 => {
                let known = self.chance.one_of(&held.tags).cloned();
                match known.filter(|_| self.chance.percent(40)) {
                    Some(tag) => (IntentKind::Tag, StepKind::RemoveTag { tag }),
                    None => {
                        let tag = format!("mine {}", self.chance.between(1, 6));
                        (IntentKind::Tag, StepKind::AddTag { tag })
                    }
                }
            }
            91..=100 => {
                let reason = match held.archived {
                    Some(_) => None,
                    None => self.chance.one_of(&self.places.archive_reasons),
                };
                let reason = reason.map(|id| id.as_str().into());
                (IntentKind::Archive, StepKind::SetArchived { reason })
            }
            _ => return None,
        })
    }

    /// As the program makes it of a wish: with a hold where a vendor would hear of it.
    fn intent(
        &self,
        seat: &Seat,
        name: &str,
        kind: IntentKind,
        step: &StepKind,
        held: &Opportunity,
    ) -> Intent {
        let now_ms = seat.now_ms();
        let setups = &self.places.rules.setups;
        let (hold_until_ms, valid_until_ms, contacts_candidate) = match step {
            StepKind::SetStage { to } => {
                let times = hold_times(&held.stage, to, setups, &HoldSettings::DEFAULT, now_ms);
                let hold = (times.hold_until_ms > now_ms).then_some(times.hold_until_ms);
                (hold, times.valid_until_ms, self.places.rules.triggers(to))
            }
            _ => (None, None, false),
        };
        Intent {
            id: name.into(),
            kind,
            opportunity: held.id.clone(),
            posting: None,
            steps: vec![Step {
                kind: step.clone(),
                state: if hold_until_ms.is_some() {
                    StepState::Held
                } else {
                    StepState::Waiting
                },
                code: None,
            }],
            base: Base {
                stage: held.stage.clone(),
                last_advanced_at_ms: held.last_advanced_at_ms,
            },
            created_at_ms: now_ms,
            hold_until_ms,
            valid_until_ms,
            contacts_candidate,
            overridden: Vec::new(),
            state: IntentState::Open,
            outcome: None,
        }
    }

    /// Somebody takes back what was asked for last, if that is still possible.
    fn undo(&mut self) -> Result<(), Error> {
        let Some(last) = self.asked.last_mut() else {
            return Ok(());
        };
        let seat = self.seats.get(last.seat).ok_or(Error::NotRunning)?;
        if !seat.runs() || last.undone {
            return Ok(());
        }
        let undone = self.simulation.run(seat.undo(&last.intent))??;
        last.undone = undone;
        let told = format!("{} is taken back: {undone}", last.intent.as_str());
        self.tell(&told);
        Ok(())
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
        let mut differences = Vec::new();
        for _ in 0..LOOKS {
            self.pass(LOOK_MS)?;
            differences = laws::unsettled(self)?;
            if differences.is_empty() {
                break;
            }
            for seat in &self.seats {
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
