//! What the people at the seats ask for and take back.

use fulcrum_cache::desk::{Base, Intent, IntentKind, IntentState, Step, StepKind, StepState};
use fulcrum_domain::ids::{BatchId, IntentId, StageId};
use fulcrum_domain::model::Opportunity;
use fulcrum_domain::move_hold::{HoldSettings, HoldTimes, hold_times};

use crate::day::Playing;
use crate::error::Error;
use crate::seat::Seat;

/// Something that a person asked for and the program accepted.
pub(crate) struct Asked {
    pub(crate) seat: usize,
    pub(crate) intent: IntentId,
    pub(crate) opportunity: String,
    /// What has to be written, in order.
    pub(crate) steps: Vec<StepKind>,
    /// By Lever's clock, ms.
    pub(crate) at_ms: i64,
    /// Not before that long after, ms; 0: at once.
    pub(crate) hold_ms: i64,
    /// The bulk move it belongs to.
    pub(crate) batch: Option<BatchId>,
    /// The person took it back in time.
    pub(crate) undone: bool,
    /// The program ended while it was in its hold.
    pub(crate) ended_in_hold: bool,
    /// A person said afterwards that it is to go on, or ended its hold.
    pub(crate) resumed: bool,
    /// A person said afterwards that it is to rest.
    pub(crate) paused: bool,
}

impl Playing {
    /// The person at a seat asks for something.
    pub(crate) fn ask(&mut self, number: usize) -> Result<(), Error> {
        let Some(held) = self.somebody_held(number)? else {
            return Ok(());
        };
        let Some((kind, steps)) = self.wish(&held) else {
            return Ok(());
        };
        let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
        let intent = self.intent(seat, &self.name(number), kind, steps, &held);
        if self.simulation.run(seat.ask(intent.clone()))?? {
            self.remember(number, &intent, None);
        }
        Ok(())
    }

    pub(crate) fn name(&self, number: usize) -> String {
        format!("wish-{number}-{}", self.asked.len())
    }

    /// Somebody whom a running seat shows.
    pub(crate) fn somebody_held(&mut self, number: usize) -> Result<Option<Opportunity>, Error> {
        let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
        if !seat.runs() {
            return Ok(None);
        }
        let people = self.simulation.run(seat.people())??;
        let Some(id) = self.chance.one_of(&people) else {
            return Ok(None);
        };
        self.simulation.run(seat.opportunity(id.as_str()))?
    }

    pub(crate) fn remember(&mut self, seat: usize, intent: &Intent, batch: Option<&BatchId>) {
        let steps: Vec<StepKind> = intent.steps.iter().map(|step| step.kind.clone()).collect();
        let name = intent.id.as_str();
        let person = &intent.opportunity;
        self.tell(&format!("seat {seat} asks {name}: {steps:?} for {person}"));
        self.asked.push(Asked {
            seat,
            intent: intent.id.clone(),
            opportunity: person.as_str().to_owned(),
            steps,
            at_ms: self.now_ms(),
            hold_ms: intent
                .hold_until_ms
                .map_or(0, |until| until - intent.created_at_ms),
            batch: batch.cloned(),
            undone: false,
            ended_in_hold: false,
            resumed: false,
            paused: false,
        });
    }

    /// What a person might want of a candidate as they see them.
    fn wish(&mut self, held: &Opportunity) -> Option<(IntentKind, Vec<StepKind>)> {
        let what = self.chance.between(1, 100);
        let (kind, step) = match what {
            1..=60 if held.archived.is_none() => {
                if self.places.triggers.contains(&held.stage) && self.chance.percent(60) {
                    return self.again(held);
                }
                let to = self.somewhere()?;
                if to == held.stage {
                    return None;
                }
                (IntentKind::Move, StepKind::SetStage { to })
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
        };
        Some((kind, vec![step]))
    }

    /// A stage, a vendor's in almost half of the cases.
    pub(crate) fn somewhere(&mut self) -> Option<StageId> {
        let stages = if self.chance.percent(45) {
            &self.places.triggers
        } else {
            &self.places.quiet
        };
        self.chance.one_of(stages).cloned()
    }

    /// The invitation once more: out through the stage that triggers nothing and back in, now and then with a tag of the
    /// posting put right before.
    fn again(&mut self, held: &Opportunity) -> Option<(IntentKind, Vec<StepKind>)> {
        let mut setups = self.places.rules.setups.iter();
        let setup = setups.find(|setup| setup.trigger_stage.as_ref() == Some(&held.stage))?;
        let neutral = setup.neutral_stage.clone()?;
        let out_and_in = [
            StepKind::SetStage { to: neutral },
            StepKind::SetStage {
                to: held.stage.clone(),
            },
        ];
        let posting = held.posting().cloned();
        Some(match posting.filter(|_| self.chance.percent(40)) {
            Some(posting) => {
                let to = format!("put right {}", self.asked.len());
                let fix = StepKind::ReplacePostingTag {
                    posting,
                    from: None,
                    to,
                };
                let steps = [fix].into_iter().chain(out_and_in).collect();
                (IntentKind::FixTagThenResend, steps)
            }
            None => (IntentKind::Resend, out_and_in.to_vec()),
        })
    }

    /// As the program makes it of a wish: with a hold where a vendor would hear of it.
    pub(crate) fn intent(
        &self,
        seat: &Seat,
        name: &str,
        kind: IntentKind,
        steps: Vec<StepKind>,
        held: &Opportunity,
    ) -> Intent {
        let now_ms = seat.now_ms();
        let setups = &self.places.rules.setups;
        let mut stages = steps.iter().filter_map(|step| match step {
            StepKind::SetStage { to } => Some(to),
            _ => None,
        });
        let (first, last) = (stages.next(), stages.next_back());
        // What ends where it began has the hold of leaving it.
        let (from, to) = match (first, last) {
            (Some(out), Some(back)) => (out, Some(back)),
            (only, _) => (&held.stage, only),
        };
        let times = match to {
            Some(to) => hold_times(from, to, setups, &HoldSettings::DEFAULT, now_ms),
            None => HoldTimes {
                hold_until_ms: now_ms,
                valid_until_ms: None,
            },
        };
        let contacts_candidate = to.is_some_and(|to| self.places.rules.triggers(to));
        let hold_until_ms = (times.hold_until_ms > now_ms).then_some(times.hold_until_ms);
        let posting = steps.iter().find_map(|step| match step {
            StepKind::ReplacePostingTag { posting, .. } => Some(posting.clone()),
            _ => None,
        });
        let state = if hold_until_ms.is_some() {
            StepState::Held
        } else {
            StepState::Waiting
        };
        Intent {
            id: name.into(),
            kind,
            opportunity: held.id.clone(),
            posting,
            steps: steps
                .into_iter()
                .map(|kind| Step {
                    kind,
                    state,
                    code: None,
                })
                .collect(),
            base: Base {
                stage: held.stage.clone(),
                last_advanced_at_ms: held.last_advanced_at_ms,
            },
            created_at_ms: now_ms,
            hold_until_ms,
            valid_until_ms: times.valid_until_ms,
            contacts_candidate,
            overridden: Vec::new(),
            state: IntentState::Open,
            outcome: None,
        }
    }

    /// Somebody takes back what was asked for last, if that is still possible.
    pub(crate) fn undo(&mut self) -> Result<(), Error> {
        let Some(last) = self.asked.last_mut() else {
            return Ok(());
        };
        let seat = self.seats.get(last.seat).ok_or(Error::NotRunning)?;
        if !seat.runs() || last.undone {
            return Ok(());
        }
        if let Some(batch) = last.batch.clone() {
            let number = last.seat;
            return self.drop_rest(number, &batch);
        }
        let undone = self.simulation.run(seat.undo(&last.intent))??;
        last.undone = undone;
        let told = format!("{} is taken back: {undone}", last.intent.as_str());
        self.tell(&told);
        Ok(())
    }
}
