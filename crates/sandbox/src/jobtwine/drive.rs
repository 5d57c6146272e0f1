//! What happens by itself: links expire, and, where the sandbox plays everybody, candidates, interviewers and reviewers act.

use std::sync::Arc;

use super::JobTwine;
use super::course::Move;
use super::interview::{By, Interview, State};
use super::slots::Wish;
use super::switches::{Course, SelfSchedule};
use super::trouble::Trouble;

impl JobTwine {
    /// Closes the link when its time is over and nobody used it.
    pub(super) fn watch_link(self: &Arc<Self>, interview: &Interview) {
        let Some(end) = interview.expires_at else {
            return;
        };
        let (this, clock, id) = (
            Arc::downgrade(self),
            self.start.clock.clone(),
            interview.id.clone(),
        );
        self.spawn(async move {
            loop {
                let Some(vendor) = this.upgrade() else { return };
                let wait = end.saturating_sub(vendor.now()).saturating_add(1).max(0);
                drop(vendor);
                clock.sleep(wait).await;
                let Some(vendor) = this.upgrade() else { return };
                let due = vendor.ledger().by_id(&id).is_some_and(|one| {
                    one.expires_at == Some(end)
                        && matches!(one.state, State::PendingSlots | State::InterviewerNoShow)
                });
                if !due || vendor.expire(&id).await != Err(Trouble::Unavailable) {
                    return;
                }
                drop(vendor);
                clock.sleep(super::entry::LATER_MS).await;
            }
        });
    }

    /// Links of the past that are still open expire like any other.
    pub(super) fn watch_open_links(self: &Arc<Self>) {
        let open: Vec<Interview> = {
            let ledger = self.ledger();
            let all = ledger.all().iter();
            all.filter(|one| one.state.takes_slots()).cloned().collect()
        };
        for interview in &open {
            self.watch_link(interview);
        }
    }

    /// Plays the interview to its end, where the sandbox plays everybody.
    pub(super) fn drive(self: &Arc<Self>, interview: &Interview) {
        let Some(seconds) = self.start.settings.vendor_seconds else {
            return;
        };
        let id = interview.id.clone();
        // From invitation to feedback it takes four steps, each between six and fourteen tenths of a quarter.
        let hundredths = 60 + self.dice.below(81, &["jobtwine", "pace", &id]);
        let step = ((seconds * 10.0 * hundredths as f64 / 4.0) as i64).max(20);
        let (this, clock) = (Arc::downgrade(self), self.start.clock.clone());
        self.spawn(async move {
            loop {
                clock.sleep(step).await;
                let Some(this) = this.upgrade() else { return };
                let interview = this.ledger().by_id(&id).cloned();
                let Some(interview) = interview.filter(|one| one.state.open()) else {
                    return;
                };
                // What is refused now (closed meanwhile, Lever away) looks different at the next step.
                if this.step(&interview).await == Err(Trouble::Disconnected) {
                    return;
                }
            }
        });
    }

    /// One step of a played interview.
    async fn step(self: &Arc<Self>, interview: &Interview) -> Result<(), Trouble> {
        let id = interview.id.as_str();
        let switches = self.switches();
        let asked = interview.asked.to_string();
        let roll = |sides, what: &str| self.dice.below(sides, &["jobtwine", what, id, &asked]);
        match interview.state {
            State::PendingSlots | State::InterviewerNoShow => {
                let by_themselves = match switches.self_schedule {
                    SelfSchedule::Always => true,
                    SelfSchedule::Never => false,
                    SelfSchedule::Dice => roll(20, "self-schedule") < 9,
                };
                if by_themselves {
                    self.choose(id, None).await
                } else if roll(3, "answers") < 2 {
                    let starts = self.wanted_slots(interview);
                    self.give_slots(id, &starts, By::Candidate).await
                } else {
                    // Leaves it to the recruiter.
                    Ok(())
                }
            }
            State::SlotsGiven => self.race(id, &Wish::default()).await.map(|_| ()),
            State::Scheduled => self.meet(interview).await,
            State::PendingFeedback => {
                let hours = switches
                    .feedback_hours
                    .saturating_mul(super::entry::HOUR_MS);
                let ready = interview.held_at.unwrap_or(0).saturating_add(hours);
                if switches.waits_for_time && self.now() < ready {
                    Ok(())
                } else {
                    self.finish(id, None).await
                }
            }
            _ => Ok(()),
        }
    }

    /// The day of a played interview comes.
    async fn meet(self: &Arc<Self>, interview: &Interview) -> Result<(), Trouble> {
        let id = interview.id.as_str();
        let switches = self.switches();
        let now = self.now();
        let over = interview.claim.as_ref().map_or(now, |claim| claim.slot.end);
        let fate = match switches.course {
            Course::Smooth => 19,
            Course::Dice => self.dice.below(20, &["jobtwine", "course", id]),
        };
        let missing = interview.claim.as_ref().map_or(now, |claim| {
            let grace = switches.grace_minutes.saturating_mul(60_000);
            claim.slot.start.saturating_add(grace)
        });
        let first_time = interview.asked == 1 && interview.before.is_none();
        match fate {
            0 => self.cancel(id, By::Candidate).await,
            1 if first_time => {
                let later = interview
                    .claim
                    .as_ref()
                    .map_or(now, |claim| claim.slot.start);
                let day = 24 * super::entry::HOUR_MS;
                self.reschedule(
                    id,
                    Move::To(later.max(now).saturating_add(day)),
                    By::Candidate,
                )
                .await
            }
            2 | 3 if switches.waits_for_time && now < missing => Ok(()),
            2 => self.missed(id, By::Candidate).await,
            3 if first_time => self.missed(id, By::Client).await,
            _ if switches.waits_for_time && now < over => Ok(()),
            _ => self.hold(id).await,
        }
    }

    /// One to four times that a played candidate proposes.
    fn wanted_slots(&self, interview: &Interview) -> Vec<i64> {
        let asked = interview.asked.to_string();
        let count = 1 + self
            .dice
            .below(4, &["jobtwine", "slot count", &interview.id, &asked]);
        let count = usize::try_from(count).unwrap_or(1);
        let now = self.now();
        interview
            .offers
            .iter()
            .map(|offer| offer.slot.start + super::entry::HOUR_MS)
            .filter(|start| *start > now)
            .take(count)
            .collect()
    }
}
