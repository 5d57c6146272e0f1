//! An interview goes on: opened, reminded, handed in, expired; and what completion writes to Lever.

use std::sync::Arc;

use super::MyInterview;
use super::interview::{Interview, State};
use super::messages;
use super::status_tag::Status;
use super::switches::Write;
use super::wording::{self, Matter, Mention};
use crate::partner::lever_side::Refused;

const HOUR_MS: i64 = 3_600 * 1_000;
/// Pause before owed writes are tried again.
const LATER_MS: i64 = 30_000;

impl MyInterview {
    /// What happens to an invitation by itself: a reminder before the deadline, and, when the sandbox plays the candidates,
    /// opening and handing in.
    pub(super) fn schedule(self: &Arc<Self>, interview: &Interview) {
        self.schedule_reminder(interview);
        if let Some(seconds) = self.start.settings.vendor_seconds {
            self.schedule_candidate(interview.id.clone(), seconds);
        }
    }

    /// Past invitations that are still open: their candidates wait for the console, their reminders do not.
    pub(super) fn schedule_open_past(self: &Arc<Self>) {
        let now = self.now();
        let open: Vec<Interview> = self
            .ledger()
            .all()
            .iter()
            .filter(|i| i.open_at(now))
            .cloned()
            .collect();
        for interview in &open {
            self.schedule_reminder(interview);
        }
    }

    fn schedule_reminder(self: &Arc<Self>, interview: &Interview) {
        let Some(deadline) = interview.deadline else {
            return;
        };
        let ahead = self.switches().reminder_hours.saturating_mul(HOUR_MS);
        let wait = deadline.saturating_sub(ahead).saturating_sub(self.now());
        if wait <= 0 {
            return;
        }
        let (id, this, clock) = (
            interview.id.clone(),
            Arc::downgrade(self),
            self.start.clock.clone(),
        );
        self.spawn(async move {
            clock.sleep(wait).await;
            if let Some(this) = this.upgrade() {
                this.remind(&id);
            }
        });
    }

    fn schedule_candidate(self: &Arc<Self>, id: String, seconds: f64) {
        // Between six and fourteen tenths of the wanted time, half of it before the link is opened.
        let hundredths = 60 + self.dice.below(81, &["pace", &id]);
        let half = (seconds * 10.0 * hundredths as f64 / 2.0) as i64;
        let (this, clock) = (Arc::downgrade(self), self.start.clock.clone());
        self.spawn(async move {
            clock.sleep(half).await;
            if let Some(this) = this.upgrade() {
                this.opened(&id);
            }
            clock.sleep(half).await;
            if let Some(this) = this.upgrade() {
                // Refused when the invitation was hidden or used meanwhile; then there is nothing to do.
                let _ = this.complete(&id).await;
            }
        });
    }

    /// Sends the reminder, if it is still of use.
    fn remind(&self, id: &str) {
        let now = self.now();
        if !self.switches().reminders {
            return;
        }
        let due = self.ledger().change(id, |interview| {
            let due = interview.open_at(now) && !interview.hidden && !interview.reminded;
            interview.reminded |= due;
            due.then(|| interview.clone())
        });
        if let Some(Some(interview)) = due {
            messages::remind(&self.outbox, &interview, now);
        }
    }

    /// The candidate opened the link. `false` when it no longer opens.
    pub(super) fn opened(&self, id: &str) -> bool {
        let now = self.now();
        self.ledger()
            .change(id, |interview| {
                let opens = interview.open_at(now) && !interview.hidden;
                if opens && interview.state == State::Invited {
                    interview.state = State::Clicked;
                    interview.clicked_at = Some(now);
                }
                opens
            })
            .unwrap_or(false)
    }

    /// The candidate handed the interview in.
    ///
    /// # Errors
    /// A sentence, when the invitation is not open.
    pub(super) async fn complete(self: &Arc<Self>, id: &str) -> Result<(), String> {
        let now = self.now();
        let switches = self.switches();
        let handed_in = self.ledger().change(id, |interview| {
            if !interview.open_at(now) || interview.hidden {
                return None;
            }
            interview.state = State::Completed;
            interview.clicked_at = interview.clicked_at.or(Some(now));
            interview.completed_at = Some(now);
            interview.video = Some(interview.video_id(self.dice));
            interview.review = Some(interview.review_link(&self.start.base_url));
            interview.next_tag =
                Some(Status::Completed.tag(switches.completed_spelling, self.dice, &interview.id));
            interview.owed.clone_from(&switches.completion_order);
            Some(interview.clone())
        });
        let Some(Some(interview)) = handed_in else {
            return Err("the invitation is not open".to_owned());
        };
        messages::thank(&self.outbox, &interview, now);
        self.settle(id).await;
        Ok(())
    }

    /// Does the writes that completion still owes, in order, and stops at the first that fails. Where Lever only failed for
    /// the moment, it tries again later.
    pub(super) async fn settle(self: &Arc<Self>, id: &str) {
        let Some(opportunity) = self
            .ledger()
            .by_id(id)
            .map(|interview| interview.opportunity.clone())
        else {
            return;
        };
        let turn = self.turn("opportunity", &opportunity);
        let _turn = turn.lock().await;
        loop {
            let interview = self.ledger().by_id(id).cloned();
            let Some(interview) = interview else { return };
            let Some(write) = interview.owed.first().copied() else {
                return;
            };
            if let Err(refused) = self.write(&interview, write).await {
                tracing::warn!(
                    opportunity,
                    ?write,
                    ?refused,
                    "a completion could not be written to Lever"
                );
                if refused.may_pass() {
                    self.settle_later(id.to_owned());
                }
                return;
            }
            self.ledger().change(id, |interview| {
                interview.owed.retain(|owed| *owed != write);
                if write == Write::RemoveTag {
                    interview.tag = interview.next_tag.take();
                }
            });
            if self.take_break_after(write) {
                return;
            }
        }
    }

    fn settle_later(self: &Arc<Self>, id: String) {
        let (this, clock) = (Arc::downgrade(self), self.start.clock.clone());
        self.spawn(async move {
            clock.sleep(LATER_MS).await;
            if let Some(this) = this.upgrade() {
                // Boxed: this future may contain itself.
                Box::pin(this.settle(&id)).await;
            }
        });
    }

    async fn write(&self, interview: &Interview, write: Write) -> Result<(), Refused> {
        let opportunity = interview.opportunity.as_str();
        match write {
            Write::AddTag => match &interview.next_tag {
                Some(tag) => self.tag("addTags", opportunity, tag).await,
                None => Ok(()),
            },
            // Exactly the text that was written at the invitation: another spelling is another tag to Lever.
            Write::RemoveTag => match &interview.tag {
                Some(tag) => self.tag("removeTags", opportunity, tag).await,
                None => Ok(()),
            },
            Write::Note => {
                let mention = Mention {
                    candidate: &interview.candidate,
                    job: &interview.title,
                    link: interview.review.as_deref().unwrap_or_default(),
                };
                let fixed = self.switches().wording;
                let text = wording::note(
                    &Matter::Completed,
                    &mention,
                    fixed,
                    self.dice,
                    &interview.id,
                );
                self.note(opportunity, &text).await
            }
            Write::Link => match &interview.review {
                Some(review) => self.link(opportunity, review).await,
                None => Ok(()),
            },
        }
    }

    /// The deadline of the open invitation passes now.
    pub(super) fn expire(&self, id: &str) {
        let now = self.now();
        self.ledger().change(id, |interview| {
            interview.deadline = Some(now.saturating_sub(1));
        });
    }

    /// The candidacy was archived (or taken out of the archive): its invitation is hidden (or shown) and, where the sandbox
    /// plays the candidates, goes on by itself.
    pub(super) fn archive_changed(self: &Arc<Self>, opportunity: &str, archived: bool) {
        let now = self.now();
        let open = {
            let mut ledger = self.ledger();
            ledger.hide(opportunity, archived);
            ledger
                .latest_invited(opportunity)
                .filter(|interview| interview.open_at(now))
                .cloned()
        };
        if let (Some(interview), false) = (open, archived) {
            self.schedule(&interview);
        }
    }
}
