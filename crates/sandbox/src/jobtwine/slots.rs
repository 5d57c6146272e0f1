//! Slots are given, interviewers take one or none, candidates choose an offered time.

use std::sync::Arc;

use super::JobTwine;
use super::entry::HOUR_MS;
use super::interview::{By, Claim, Interview, Owed, Slot, State};
use super::ledger::NotTaken;
use super::messages;
use super::race::{self, POOL};
use super::switches::Switches;
use super::trouble::Trouble;
use super::wording::Kind;

/// A claim that the console decides: which slot (0 for the earliest), by whom.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish {
    pub(crate) slot: Option<usize>,
    pub(crate) interviewer: Option<String>,
}

impl JobTwine {
    /// Somebody gives slots (their starts, Unix milliseconds). The last word counts until an interviewer takes one; the
    /// same word twice changes nothing.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn give_slots(
        self: &Arc<Self>,
        id: &str,
        starts: &[i64],
        by: By,
    ) -> Result<(), Trouble> {
        let opportunity = self.opportunity_of(id)?;
        let turn = self.turn(&opportunity);
        let _turn = turn.lock().await;
        let (interview, _) = self.still_wanted(id).await?;
        let now = self.now();
        let slots = slots(starts, interview.minutes, now, &self.switches())?;
        self.ledger()
            .change(id, |one| {
                takes(one, now)?;
                if one.state != State::SlotsGiven || one.slots != slots {
                    one.state = State::SlotsGiven;
                    one.slots = slots;
                    one.slots_by = Some(by);
                    one.slots_at = Some(now);
                }
                Ok(())
            })
            .unwrap_or(Err(Trouble::NotFound("interview")))
    }

    /// The candidate chooses an offered time: `number`, or the first that is free.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn choose(
        self: &Arc<Self>,
        id: &str,
        number: Option<usize>,
    ) -> Result<(), Trouble> {
        let opportunity = self.opportunity_of(id)?;
        let turn = self.turn(&opportunity);
        let _turn = turn.lock().await;
        let (interview, _) = self.still_wanted(id).await?;
        let now = self.now();
        {
            let mut ledger = self.ledger();
            takes(&interview, now)?;
            let wanted = interview
                .offers
                .iter()
                .filter(|offer| offer.slot.start > now)
                .filter(|offer| number.is_none_or(|number| offer.number == number));
            let claims = wanted.map(|offer| Claim {
                interviewer: offer.interviewer.clone(),
                slot: offer.slot,
                at: now,
                self_scheduled: true,
            });
            let mut answer = Err(Trouble::Taken);
            for claim in claims {
                answer = ledger.take(id, claim).map_err(not_taken);
                if answer.is_ok() {
                    break;
                }
            }
            answer?;
        }
        self.announce(id).await;
        Ok(())
    }

    /// Interviewers race for the slots, or the console decides. Answers whether anybody took one.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn race(self: &Arc<Self>, id: &str, wish: &Wish) -> Result<bool, Trouble> {
        let opportunity = self.opportunity_of(id)?;
        let turn = self.turn(&opportunity);
        let _turn = turn.lock().await;
        let (interview, _) = self.still_wanted(id).await?;
        if interview.state != State::SlotsGiven {
            return Err(closed(&interview));
        }
        let now = self.now();
        let won = {
            let mut ledger = self.ledger();
            let wished = wish.slot.is_some() || wish.interviewer.is_some();
            let claim = if wished {
                Some(wished_claim(&interview, wish, now)?)
            } else {
                let first = self.switches().first_claim;
                let ahead: Vec<Slot> = interview
                    .slots
                    .iter()
                    .filter(|slot| slot.start > now)
                    .copied()
                    .collect();
                race::race(
                    self.dice,
                    id,
                    interview.asked,
                    &ahead,
                    first,
                    |name, slot| ledger.busy(name, id, slot.start, slot.end),
                )
                .and_then(|(place, name)| {
                    Some(Claim {
                        interviewer: name.to_owned(),
                        slot: *ahead.get(place)?,
                        at: now,
                        self_scheduled: false,
                    })
                })
            };
            match claim {
                Some(claim) => {
                    ledger.take(id, claim).map_err(not_taken)?;
                    true
                }
                None => false,
            }
        };
        if won {
            self.announce(id).await;
        } else {
            self.nobody(id).await;
        }
        Ok(won)
    }

    /// No interviewer wants any of the slots.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn refuse(self: &Arc<Self>, id: &str) -> Result<(), Trouble> {
        let opportunity = self.opportunity_of(id)?;
        let turn = self.turn(&opportunity);
        let _turn = turn.lock().await;
        let (interview, _) = self.still_wanted(id).await?;
        if interview.state != State::SlotsGiven {
            return Err(closed(&interview));
        }
        self.nobody(id).await;
        Ok(())
    }

    async fn nobody(self: &Arc<Self>, id: &str) {
        self.ledger().change(id, |one| {
            one.refused = one.refused.saturating_add(1);
        });
        self.ask_again(id, State::PendingSlots, Kind::NoTaker, None)
            .await;
    }

    /// Slots are wanted once more. The caller holds the turn.
    pub(super) async fn ask_again(
        self: &Arc<Self>,
        id: &str,
        state: State,
        kind: Kind,
        who: Option<&str>,
    ) {
        let now = self.now();
        let life = self.switches().link_hours.saturating_mul(HOUR_MS);
        let asked = self.ledger().change(id, |one| {
            one.state = state;
            one.asked = one.asked.saturating_add(1);
            one.slots.clear();
            one.slots_by = None;
            one.offers = race::offers(self.dice, &one.id, one.asked, one.minutes, now);
            one.expires_at = Some(now.saturating_add(life));
            one.clone()
        });
        let Some(interview) = asked else { return };
        messages::ask_again(&self.outbox, &interview, now);
        self.say(id, kind, who);
        if kind == Kind::NoShow {
            self.say(id, Kind::SlotsWanted, None);
        }
        self.settle(id).await;
        self.watch_link(&interview);
    }

    /// A date stands: a mail, a note, and a panel where that is on. The caller holds the turn.
    pub(super) async fn announce(self: &Arc<Self>, id: &str) {
        let booked = self.ledger().by_id(id).cloned();
        let Some(interview) = booked else { return };
        let moved = interview.before.is_some();
        messages::scheduled(&self.outbox, &interview, moved, self.now());
        let kind = if moved {
            Kind::Rescheduled
        } else {
            Kind::Scheduled
        };
        self.say(id, kind, None);
        if self.switches().panel {
            self.ledger().change(id, |one| one.owed.push(Owed::Panel));
        }
        self.settle(id).await;
    }
}

/// Slots from their starts: sorted, each once, as many and as far ahead as the switches allow.
pub(super) fn slots(
    starts: &[i64],
    minutes: i64,
    now: i64,
    switches: &Switches,
) -> Result<Vec<Slot>, Trouble> {
    let mut slots: Vec<Slot> = starts
        .iter()
        .map(|start| Slot {
            start: *start,
            end: start.saturating_add(minutes.saturating_mul(60_000)),
        })
        .collect();
    slots.sort_unstable();
    slots.dedup();
    let (least, most) = (switches.least_slots, switches.most_slots);
    if slots.is_empty() {
        return Err(Trouble::Invalid("Give at least one slot.".to_owned()));
    }
    if slots.len() < least {
        return Err(Trouble::Invalid(format!(
            "Give {least} different slots at least."
        )));
    }
    if slots.len() > most {
        return Err(Trouble::Invalid(format!(
            "Give {most} slots at most; the best ones are enough."
        )));
    }
    let first = now.saturating_add(switches.lead_minutes.saturating_mul(60_000));
    let last = now.saturating_add(switches.horizon_days.saturating_mul(24 * HOUR_MS));
    if slots.iter().any(|slot| slot.start <= now) {
        return Err(Trouble::Invalid(
            "A slot lies in the past; choose times ahead.".to_owned(),
        ));
    }
    if slots.iter().any(|slot| slot.start < first) {
        return Err(Trouble::Invalid(
            "A slot is too soon for an interviewer; choose later times.".to_owned(),
        ));
    }
    if slots.iter().any(|slot| slot.start > last) {
        return Err(Trouble::Invalid(
            "A slot lies too far ahead; choose earlier times.".to_owned(),
        ));
    }
    Ok(slots)
}

fn takes(interview: &Interview, now: i64) -> Result<(), Trouble> {
    if interview.link_open_at(now) {
        Ok(())
    } else if interview.state.takes_slots() {
        Err(Trouble::Expired)
    } else {
        Err(closed(interview))
    }
}

fn closed(interview: &Interview) -> Trouble {
    match interview.state {
        State::Scheduled | State::InProgress => Trouble::Booked,
        State::Expired => Trouble::Expired,
        _ => Trouble::Closed,
    }
}

fn not_taken(refusal: NotTaken) -> Trouble {
    match refusal {
        NotTaken::Closed => Trouble::Booked,
        NotTaken::NotOffered | NotTaken::Busy => Trouble::Taken,
    }
}

fn wished_claim(interview: &Interview, wish: &Wish, now: i64) -> Result<Claim, Trouble> {
    let slot = interview
        .slots
        .get(wish.slot.unwrap_or(0))
        .copied()
        .ok_or_else(|| Trouble::Invalid("There is no such slot.".to_owned()))?;
    if slot.start <= now {
        return Err(Trouble::Taken);
    }
    let interviewer = match &wish.interviewer {
        Some(name) => POOL
            .iter()
            .find(|known| *known == name)
            .copied()
            .ok_or_else(|| Trouble::Invalid("There is no such interviewer.".to_owned()))?,
        None => POOL.first().copied().unwrap_or_default(),
    };
    Ok(Claim {
        interviewer: interviewer.to_owned(),
        slot,
        at: now,
        self_scheduled: false,
    })
}
