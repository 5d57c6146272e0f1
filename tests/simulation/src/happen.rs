//! What may happen in a day.

use crate::company;
use crate::day::Playing;
use crate::error::Error;
use crate::wire::Doom;

impl Playing {
    /// Something happens by chance.
    pub(crate) fn happen(&mut self) -> Result<(), Error> {
        let number = usize::try_from(self.chance.between(0, 2)).unwrap_or_default();
        match self.chance.between(1, 100) {
            1..=34 => self.ask(number)?,
            35..=39 => self.ask_together(number)?,
            40..=42 => self.lead_a_batch()?,
            43..=45 => self.fix_a_tag(number)?,
            46..=49 => self.open_a_panel(number)?,
            50..=55 => self.undo()?,
            56..=73 => self.something_happens()?,
            74..=78 => {
                let told = company::trouble(&self.simulation.sandbox, &mut self.chance)?;
                self.tell(&told);
            }
            79..=81 => {
                company::calm(&self.simulation.sandbox);
                self.tell("Lever is well");
            }
            82..=85 => {
                let offline = self.chance.percent(60);
                self.seat(number)?.set_offline(offline);
                self.tell(&format!("seat {number} offline: {offline}"));
            }
            86..=89 => {
                let after = self.chance.percent(60);
                self.seat(number)?.lose_a_write(after);
                self.tell(&format!(
                    "seat {number} will lose a write, or its answer: {after}"
                ));
            }
            90..=92 if self.seat(number)?.runs() => self.crash(number),
            93..=96 => {
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

    /// Colleagues, candidates and an admin at work.
    fn something_happens(&mut self) -> Result<(), Error> {
        let looked_at: Vec<String> = self
            .seats
            .iter()
            .filter_map(|seat| seat.screen.clone())
            .collect();
        let (world, places) = (&self.simulation.sandbox, &self.places);
        let chance = &mut self.chance;
        let told = self.simulation.run(async {
            match chance.between(1, 10) {
                1..=2 => company::account_changes(world, places, chance).await,
                3..=4 => company::colleague_writes(world, places, chance, &looked_at).await,
                _ => company::something_happens(world, places, chance).await,
            }
        })??;
        self.tell(&told);
        Ok(())
    }

    /// The person at a seat looks at somebody.
    fn open_a_panel(&mut self, number: usize) -> Result<(), Error> {
        let seat = self.seats.get(number).ok_or(Error::NotRunning)?;
        if !seat.runs() {
            return Ok(());
        }
        let people = self.simulation.run(seat.people())??;
        if let Some(id) = self.chance.one_of(&people).cloned() {
            self.seat(number)?.open_panel(id.as_str());
            self.tell(&format!("seat {number} opens the panel of {id}"));
        }
        Ok(())
    }

    /// All is well again: half of the people say of a bulk move that rests that it is to go on, and half of them look again at
    /// whom they looked at before. The others leave the last panel open as it is.
    pub(crate) fn come_back(&mut self) -> Result<(), Error> {
        for number in 0..self.seats.len() {
            if self.chance.percent(50) {
                self.resume(number)?;
            }
            if self.chance.percent(50) {
                self.seat(number)?.open_panels_again();
                self.tell(&format!("seat {number} looks through everybody again"));
            }
        }
        Ok(())
    }
}
