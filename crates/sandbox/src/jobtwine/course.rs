//! What becomes of an interview: held, reported, moved, called off, missed, expired.

use std::sync::Arc;

use super::JobTwine;
use super::choices::RoundRule;
use super::feedback;
use super::interview::{By, Claim, Code, Interview, Outcome, Owed, Slot, State};
use super::messages;
use super::slots;
use super::switches::Switches;
use super::trouble::Trouble;
use super::wording::Kind;

/// To when an interview is moved.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    /// To that start (Unix milliseconds), with the same interviewer.
    To(i64),
    /// To one of these starts, if an interviewer takes it.
    Slots(Vec<i64>),
    /// Somebody is to say when.
    Ask,
}

impl JobTwine {
    /// The interview was held.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn hold(self: &Arc<Self>, id: &str) -> Result<(), Trouble> {
        self.after(id, State::Scheduled, |one, now| {
            one.state = State::PendingFeedback;
            one.held_at = Some(now);
        })
        .await?;
        if self.switches().pending_note {
            self.say(id, Kind::FeedbackPending, None);
            self.settle_of(id).await;
        }
        Ok(())
    }

    /// The feedback is there: `outcome`, or one by chance.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn finish(
        self: &Arc<Self>,
        id: &str,
        outcome: Option<Outcome>,
    ) -> Result<(), Trouble> {
        let scale = self.switches().rating_scale;
        self.after(id, State::PendingFeedback, |one, now| {
            let told = feedback::invent(self.dice, one, outcome).scaled(scale);
            one.outcome = Some(told.outcome);
            one.feedback = Some(told);
            one.feedback_at = Some(now);
            one.state = State::FeedbackReady;
        })
        .await?;
        self.say(id, Kind::Feedback, None);
        self.settle_of(id).await;
        if self.switches().round_rule == RoundRule::Consecutive {
            let opportunity = self.opportunity_of(id)?;
            let (this, piece) = (Arc::clone(self), self.at_work.begin());
            self.spawn(async move {
                this.stage_entered(&opportunity).await;
                drop(piece);
            });
        }
        Ok(())
    }

    /// Cancelled before it was held.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn cancel(self: &Arc<Self>, id: &str, by: By) -> Result<(), Trouble> {
        let opportunity = self.opportunity_of(id)?;
        let turn = self.turn(&opportunity);
        let _turn = turn.lock().await;
        let (interview, _) = self.still_wanted(id).await?;
        if !interview.state.can_be_cancelled() {
            return Err(Trouble::Closed);
        }
        self.in_time(&interview, by)?;
        self.close(id, by, None, true).await;
        Ok(())
    }

    /// Ends an attempt as cancelled, with a note and, where wanted, a mail. The caller holds the turn.
    pub(super) async fn close(self: &Arc<Self>, id: &str, by: By, code: Option<Code>, mail: bool) {
        let now = self.now();
        let closed = self.ledger().change(id, |one| {
            let asked = one.invited_at.is_some();
            one.state = match by {
                By::Candidate => State::CancelledByCandidate,
                By::Client | By::Link => State::CancelledByClient,
            };
            one.code = code;
            one.ended_at = Some(now);
            one.owed.retain(|owed| *owed != Owed::Panel);
            if one.panel.is_some() {
                one.owed.push(Owed::NoPanel);
            }
            (asked, one.clone())
        });
        let Some((asked, interview)) = closed else {
            return;
        };
        // Who was only waiting for rounds has heard nothing yet, and there is no round to name.
        if asked {
            if mail {
                messages::cancelled(&self.outbox, &interview, now);
            }
            let who = match by {
                By::Candidate => "the candidate",
                By::Client | By::Link => "your team",
            };
            if code != Some(Code::Deleted) {
                self.say(id, Kind::Cancelled, Some(who));
            }
        }
        self.settle(id).await;
    }

    /// A scheduled interview is moved.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn reschedule(
        self: &Arc<Self>,
        id: &str,
        to: Move,
        by: By,
    ) -> Result<(), Trouble> {
        let opportunity = self.opportunity_of(id)?;
        let turn = self.turn(&opportunity);
        let _turn = turn.lock().await;
        let (interview, _) = self.still_wanted(id).await?;
        let (State::Scheduled, Some(old)) = (interview.state, interview.claim.clone()) else {
            return Err(Trouble::Closed);
        };
        self.in_time(&interview, by)?;
        let now = self.now();
        match to {
            Move::To(start) => {
                // One time to agree on, however many slots are asked for otherwise.
                let one = Switches {
                    least_slots: 1,
                    ..self.switches()
                };
                let slot = one_slot(start, &interview, now, &one)?;
                {
                    let mut ledger = self.ledger();
                    if ledger.busy(&old.interviewer, id, slot.start, slot.end) {
                        return Err(Trouble::Taken);
                    }
                    ledger.change(id, |one| {
                        one.claim = Some(Claim {
                            slot,
                            at: now,
                            ..old.clone()
                        });
                        one.before = Some(old);
                        one.scheduled_at = Some(now);
                    });
                }
                self.announce(id).await;
            }
            Move::Slots(starts) => {
                let slots = slots::slots(&starts, interview.minutes, now, &self.switches())?;
                let life = self
                    .switches()
                    .link_hours
                    .saturating_mul(super::entry::HOUR_MS);
                self.ledger().change(id, |one| {
                    one.before = one.claim.take();
                    one.state = State::SlotsGiven;
                    one.slots = slots;
                    one.slots_by = Some(by);
                    one.slots_at = Some(now);
                    one.asked = one.asked.saturating_add(1);
                    one.expires_at = Some(now.saturating_add(life));
                });
            }
            Move::Ask => {
                self.ledger()
                    .change(id, |one| one.before = one.claim.take());
                self.ask_again(id, State::PendingSlots, Kind::SlotsWanted, None)
                    .await;
            }
        }
        Ok(())
    }

    /// Somebody did not come. A missing interviewer means that slots are wanted again.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn missed(self: &Arc<Self>, id: &str, by: By) -> Result<(), Trouble> {
        if by == By::Candidate {
            self.after(id, State::Scheduled, |one, now| {
                one.state = State::CandidateNoShow;
                one.ended_at = Some(now);
            })
            .await?;
            self.say(id, Kind::NoShow, Some("the candidate"));
            self.settle_of(id).await;
            return Ok(());
        }
        let opportunity = self.opportunity_of(id)?;
        let turn = self.turn(&opportunity);
        let _turn = turn.lock().await;
        let (interview, _) = self.still_wanted(id).await?;
        if interview.state != State::Scheduled {
            return Err(Trouble::Closed);
        }
        self.ledger().change(id, |one| {
            one.claim = None;
            one.before = None;
            one.owed.retain(|owed| *owed != Owed::Panel);
            if one.panel.is_some() {
                one.owed.push(Owed::NoPanel);
            }
        });
        self.ask_again(
            id,
            State::InterviewerNoShow,
            Kind::NoShow,
            Some("the interviewer"),
        )
        .await;
        Ok(())
    }

    /// The link's time is over and nobody gave slots.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn expire(self: &Arc<Self>, id: &str) -> Result<(), Trouble> {
        let opportunity = self.opportunity_of(id)?;
        let turn = self.turn(&opportunity);
        let _turn = turn.lock().await;
        let (interview, _) = self.still_wanted(id).await?;
        if !matches!(
            interview.state,
            State::PendingSlots | State::InterviewerNoShow
        ) {
            return Err(Trouble::Closed);
        }
        let now = self.now();
        self.ledger().change(id, |one| {
            one.state = State::Expired;
            one.ended_at = Some(now);
            one.expires_at = one.expires_at.map(|end| end.min(now.saturating_sub(1)));
        });
        self.say(id, Kind::Expired, None);
        self.settle(id).await;
        Ok(())
    }

    /// Whether a candidate may still change a date. The hiring team always may.
    fn in_time(&self, interview: &Interview, by: By) -> Result<(), Trouble> {
        let notice = self
            .switches()
            .notice_hours
            .saturating_mul(super::entry::HOUR_MS);
        let close = interview
            .claim
            .as_ref()
            .filter(|_| interview.state == State::Scheduled)
            .is_some_and(|claim| claim.slot.start.saturating_sub(self.now()) < notice);
        if close && by != By::Client {
            Err(Trouble::TooLate)
        } else {
            Ok(())
        }
    }

    /// A change that no candidate notices, from exactly one state.
    async fn after(
        self: &Arc<Self>,
        id: &str,
        from: State,
        change: impl FnOnce(&mut Interview, i64),
    ) -> Result<(), Trouble> {
        let opportunity = self.opportunity_of(id)?;
        let turn = self.turn(&opportunity);
        let _turn = turn.lock().await;
        if !self.connected() {
            return Err(Trouble::Disconnected);
        }
        let now = self.now();
        self.ledger()
            .change(id, |one| {
                if one.state != from {
                    return Err(Trouble::Closed);
                }
                change(one, now);
                Ok(())
            })
            .unwrap_or(Err(Trouble::NotFound("interview")))
    }

    async fn settle_of(self: &Arc<Self>, id: &str) {
        if let Ok(opportunity) = self.opportunity_of(id) {
            self.settle_now(id, &opportunity).await;
        }
    }
}

fn one_slot(
    start: i64,
    interview: &Interview,
    now: i64,
    switches: &Switches,
) -> Result<Slot, Trouble> {
    slots::slots(&[start], interview.minutes, now, switches)?
        .first()
        .copied()
        .ok_or(Trouble::Closed)
}
