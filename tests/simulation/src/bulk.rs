//! Many at once: bulk moves, and corrections of a posting that concern everybody in it.

use fulcrum_cache::desk::{Batch, BatchState, Intent, IntentKind, StepKind, StepState};
use fulcrum_domain::ids::BatchId;
use fulcrum_domain::move_hold::HoldSettings;

use crate::day::Playing;
use crate::error::Error;

/// Most candidates in a bulk move of a day.
const MOST: u32 = 6;

impl Playing {
    /// The person at a seat moves several at once.
    pub(crate) fn ask_together(&mut self, number: usize) -> Result<(), Error> {
        let Some(to) = self.somewhere() else {
            return Ok(());
        };
        let mut intents: Vec<Intent> = Vec::new();
        for _ in 0..self.chance.between(2, MOST) {
            let Some(held) = self.somebody_held(number)? else {
                continue;
            };
            let twice = intents.iter().any(|intent| intent.opportunity == held.id);
            if twice || held.stage == to || held.archived.is_some() {
                continue;
            }
            let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
            let name = format!("{}-{}", self.name(number), intents.len());
            let steps = vec![StepKind::SetStage { to: to.clone() }];
            let mut intent = self.intent(seat, &name, IntentKind::Move, steps, &held);
            // All of them are held, also where a single one would not be.
            intent.hold_until_ms = Some(intent.created_at_ms + HoldSettings::DEFAULT.hold_ms);
            for step in &mut intent.steps {
                step.state = StepState::Held;
            }
            intents.push(intent);
        }
        let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
        if !seat.runs() || intents.is_empty() {
            return Ok(());
        }
        let now_ms = seat.now_ms();
        let batch = Batch {
            id: format!("batch-{number}-{}", self.batches.len())
                .as_str()
                .into(),
            to_stage: to,
            created_at_ms: now_ms,
            hold_until_ms: now_ms + HoldSettings::DEFAULT.hold_ms,
            state: BatchState::Going,
            begun: false,
        };
        let id = batch.id.clone();
        let stored = self.simulation.run(seat.ask_together(batch, intents))??;
        if stored.is_empty() {
            return Ok(());
        }
        self.tell(&format!("seat {number} moves {} at once", stored.len()));
        for intent in stored {
            self.remember(number, &intent, Some(&id));
        }
        self.batches.push((number, id));
        Ok(())
    }

    fn last_batch(&self, number: usize) -> Option<BatchId> {
        let mut mine = self.batches.iter().rev();
        let (_, batch) = mine.find(|(seat, _)| *seat == number)?;
        let runs = self.seats.get(number).is_some_and(crate::seat::Seat::runs);
        runs.then(|| batch.clone())
    }

    /// Whoever began the newest bulk move lets it rest, lets it go on, or drops what is left of it.
    pub(crate) fn lead_a_batch(&mut self) -> Result<(), Error> {
        let Some((number, _)) = self.batches.last().cloned() else {
            return Ok(());
        };
        let Some(batch) = self.last_batch(number) else {
            return Ok(());
        };
        match self.chance.between(1, 3) {
            1 => {
                let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
                let rests = self.simulation.run(seat.pause(&batch))??;
                for asked in &mut self.asked {
                    if asked.seat == number && rests.contains(&asked.intent) {
                        (asked.paused, asked.resumed) = (true, false);
                    }
                }
                let told = format!("{} of {} are paused", rests.len(), batch.as_str());
                self.tell(&told);
                Ok(())
            }
            2 => self.resume(number),
            _ => self.drop_rest(number, &batch),
        }
    }

    /// The last bulk move of a seat goes on, or ends its hold.
    pub(crate) fn resume(&mut self, number: usize) -> Result<(), Error> {
        let Some(batch) = self.last_batch(number) else {
            return Ok(());
        };
        let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
        let valid_until_ms = seat.now_ms() + HoldSettings::DEFAULT.valid_ms;
        let left = self.simulation.run(seat.resume(&batch, valid_until_ms))??;
        for asked in &mut self.asked {
            if asked.seat == number && left.contains(&asked.intent) {
                (asked.paused, asked.resumed) = (false, true);
            }
        }
        let told = format!("{} goes on with {}", batch.as_str(), left.len());
        self.tell(&told);
        Ok(())
    }

    /// What has not left of a bulk move is dropped.
    pub(crate) fn drop_rest(&mut self, number: usize, batch: &BatchId) -> Result<(), Error> {
        let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
        let dropped = self.simulation.run(seat.drop_rest(batch))??;
        for asked in &mut self.asked {
            asked.undone |= asked.seat == number && dropped.contains(&asked.intent);
        }
        let told = format!("{} of {} are dropped", dropped.len(), batch.as_str());
        self.tell(&told);
        Ok(())
    }

    /// The person at a seat corrects a tag of a posting and waits for the answer. The program may die meanwhile.
    pub(crate) fn fix_a_tag(&mut self, number: usize) -> Result<(), Error> {
        let Some(held) = self.somebody_held(number)? else {
            return Ok(());
        };
        let Some(posting) = held.posting().cloned() else {
            return Ok(());
        };
        let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
        let tags = self.simulation.run(seat.posting_tags(&posting))??;
        let step = StepKind::ReplacePostingTag {
            posting,
            // What another correction has put there stays: each of them can be found again.
            from: self
                .chance
                .one_of(&tags)
                .filter(|tag| tag.starts_with("colleague"))
                .cloned(),
            to: format!("put right {}", self.asked.len()),
        };
        let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
        let name = self.name(number);
        let intent = self.intent(seat, &name, IntentKind::PostingTag, vec![step], &held);
        self.remember(number, &intent, None);
        let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
        let id = intent.id.clone();
        let told = self.simulation.run(async {
            tokio::select! {
                biased;
                () = seat.died() => Ok(None),
                told = seat.fix(intent) => told.map(Some),
            }
        })??;
        match told {
            Some(told) => self.tell(&format!("{}: {told}", id.as_str())),
            None => self.crash(number),
        }
        Ok(())
    }
}
