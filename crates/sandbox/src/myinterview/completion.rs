//! An interview goes on: opened, reminded, handed in, expired; and what completion writes to Lever.

use std::sync::Arc;

use super::MyInterview;
use super::choices::{OnArchived, OnRevoked, Recovery, ReviewLink, TagMode};
use super::interview::{Code, Interview, State, TagChange};
use super::ledger::Archived;
use super::messages;
use super::status_tag::Status;
use super::switches::{Switches, Write};
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

    pub(super) fn schedule_reminder(self: &Arc<Self>, interview: &Interview) {
        let Some(deadline) = interview.deadline else {
            return;
        };
        let switches = self.switches();
        let mut hours = vec![switches.reminder_hours];
        hours.extend(switches.further_reminders);
        hours.sort_unstable();
        hours.dedup();
        for hours in hours {
            let ahead = hours.saturating_mul(HOUR_MS);
            let wait = deadline.saturating_sub(ahead).saturating_sub(self.now());
            if wait <= 0 {
                continue;
            }
            let (id, this, clock) = (
                interview.id.clone(),
                Arc::downgrade(self),
                self.start.clock.clone(),
            );
            self.spawn(async move {
                clock.sleep(wait).await;
                if let Some(this) = this.upgrade() {
                    this.remind(&id, hours, deadline);
                }
            });
        }
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

    /// Sends the reminder of so many hours before `deadline`, if it is still of use and the deadline still that one.
    fn remind(&self, id: &str, hours: i64, deadline: i64) {
        let now = self.now();
        let switches = self.switches();
        if !switches.reminders || self.stopped(&switches) {
            return;
        }
        let due = self.ledger().change(id, |interview| {
            let due = interview.open_at(now)
                && !interview.hidden
                && interview.deadline == Some(deadline)
                && !interview.reminders.contains(&hours);
            if due {
                interview.reminded = true;
                interview.reminders.push(hours);
            }
            due.then(|| interview.clone())
        });
        if let Some(Some(interview)) = due {
            messages::remind(&self.outbox, &interview, &switches, now);
        }
    }

    /// Whether a revoked grant has ended everything, as far as the vendor has noticed.
    pub(super) fn stopped(&self, switches: &Switches) -> bool {
        switches.on_revoked == OnRevoked::EverythingStops && !self.connected()
    }

    /// As [`stopped`](Self::stopped), after asking Lever.
    async fn stopped_now(&self, opportunity: &str, switches: &Switches) -> bool {
        if switches.on_revoked == OnRevoked::EverythingStops {
            // Only whether the vendor is let in counts.
            let _ = self.read_opportunity(opportunity).await;
        }
        self.stopped(switches)
    }

    /// The candidate opened the link. `false` when it no longer opens.
    pub(super) fn opened(&self, id: &str) -> bool {
        let now = self.now();
        if self.stopped(&self.switches()) {
            return false;
        }
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
        let switches = self.switches();
        let opportunity = self.ledger().by_id(id).map(|one| one.opportunity.clone());
        if let Some(opportunity) = opportunity
            && self.stopped_now(&opportunity, &switches).await
        {
            return Err("the account has disconnected myInterview".to_owned());
        }
        let now = self.now();
        let handed_in = self.ledger().change(id, |interview| {
            if !interview.open_at(now) || interview.hidden {
                return None;
            }
            interview.state = State::Completed;
            interview.clicked_at = interview.clicked_at.or(Some(now));
            interview.completed_at = Some(now);
            interview.video = Some(interview.video_id(self.dice));
            interview.review = Some(interview.review_link(&self.start.base_url));
            if !interview.external {
                interview.next_tag = Some(Status::Completed.tag(
                    switches.completed_spelling,
                    self.dice,
                    &interview.id,
                ));
                interview.owed = owed(&switches);
            }
            Some(interview.clone())
        });
        let Some(Some(interview)) = handed_in else {
            return Err("the invitation is not open".to_owned());
        };
        messages::thank(&self.outbox, &interview, &switches, now);
        self.report(&interview);
        if !self.take_break_at_once(&interview) {
            self.settle(id).await;
        }
        Ok(())
    }

    /// Does the writes that are owed, in order, and stops at the first that fails. Where Lever only failed for the moment,
    /// it tries again later.
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
        self.settle_held(id).await;
    }

    /// As [`settle`](Self::settle), for who holds the candidacy's turn.
    pub(super) async fn settle_held(self: &Arc<Self>, id: &str) {
        let mut writes = 0;
        loop {
            let interview = self.ledger().by_id(id).cloned();
            let Some(interview) = interview else { return };
            let opportunity = interview.opportunity.as_str();
            let owes = interview.owed_note.is_some()
                || !interview.owed_tags.is_empty()
                || !interview.owed.is_empty();
            if owes && self.start.faults.crashes_after(writes) {
                self.recover_by_itself(&interview);
                return;
            }
            let mut done = None;
            let answer = if let Some(text) = &interview.owed_note {
                self.note_once(opportunity, text).await
            } else if let Some(change) = interview.owed_tags.first() {
                match change {
                    TagChange::Add(tag) => self.tag("addTags", opportunity, tag).await,
                    TagChange::Remove(tag) => self.tag("removeTags", opportunity, tag).await,
                }
            } else if let Some(write) = interview.owed.first().copied() {
                done = Some(write);
                self.write(&interview, write).await
            } else {
                return;
            };
            if let Err(refused) = answer {
                tracing::warn!(opportunity, ?refused, "Lever was not told");
                if refused == Refused::Status(404) {
                    // The candidacy is gone: there is nothing left to write to.
                    self.ledger().change(id, Interview::forgive);
                }
                if refused.may_pass() {
                    self.ledger()
                        .change(id, |interview| interview.unsure = true);
                    self.settle_later(id.to_owned());
                }
                return;
            }
            writes += 1;
            self.ledger()
                .change(id, |interview| interview.unsure = false);
            self.ledger().change(id, |interview| match done {
                Some(write) => written(interview, write),
                None if interview.owed_note.take().is_some() => interview.state = State::Failed,
                // Only settling takes from the front, and it is done one at a time.
                None if !interview.owed_tags.is_empty() => {
                    interview.owed_tags.remove(0);
                }
                None => {}
            });
            if let Some(write) = done
                && self.take_break_after(write)
            {
                self.recover_by_itself(&interview);
                return;
            }
        }
    }

    fn take_break_at_once(self: &Arc<Self>, interview: &Interview) -> bool {
        let breaks = !interview.external && std::mem::take(&mut self.switches_mut().break_at_once);
        if breaks {
            self.recover_by_itself(interview);
        }
        breaks
    }

    fn recover_by_itself(self: &Arc<Self>, interview: &Interview) {
        if self.switches().recovery == Recovery::ByItself {
            self.settle_later(interview.id.clone());
        }
    }

    /// The vendor looks at a candidacy anyway: what a crash left over is done now.
    pub(super) async fn look_again(self: &Arc<Self>, opportunity: &str) {
        if self.switches().recovery == Recovery::ByHand {
            return;
        }
        let owing = self.ledger().owing(Some(opportunity));
        for (id, _) in owing {
            self.settle(&id).await;
        }
    }

    pub(super) fn settle_later(self: &Arc<Self>, id: String) {
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
                if interview.unsure {
                    self.note_once(opportunity, &text).await
                } else {
                    self.note(opportunity, &text).await
                }
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

    /// The candidacy was archived (or taken out of the archive): recorded, and its invitation hidden (or shown), ended, or
    /// left alone. Where the sandbox plays the candidates, what is shown again goes on by itself.
    pub(super) fn archive_changed(self: &Arc<Self>, opportunity: &str, archived: bool) {
        let now = self.now();
        let rule = self.switches().on_archived;
        let open = {
            let mut ledger = self.ledger();
            ledger.archive.push(Archived {
                opportunity: opportunity.to_owned(),
                archived,
                at: now,
            });
            // What was hidden under another rule comes back under every one.
            if rule == OnArchived::Hide || !archived {
                ledger.hide(opportunity, archived);
            }
            let open = ledger
                .latest_invited(opportunity)
                .filter(|interview| interview.open_at(now))
                .cloned();
            if let (Some(one), OnArchived::Cancel, true) = (&open, rule, archived) {
                ledger.change(&one.id, |interview| {
                    interview.state = State::Cancelled;
                    interview.code = Some(Code::Archived);
                });
            }
            open
        };
        if let (Some(interview), false) = (open, archived) {
            self.schedule(&interview);
        }
    }
}

/// The writes of a completion, in the order and with the omissions that the switches ask for.
fn owed(switches: &Switches) -> Vec<Write> {
    let left_out = |write: Write| match write {
        Write::AddTag => false,
        Write::RemoveTag => switches.status_tags == TagMode::History,
        Write::Note => switches.review_link == ReviewLink::Link,
        Write::Link => switches.review_link == ReviewLink::Note,
    };
    let order = switches.completion_order.iter().copied();
    order.filter(|write| !left_out(*write)).collect()
}

fn written(interview: &mut Interview, write: Write) {
    interview.owed.retain(|owed| *owed != write);
    let was_last_tag = match write {
        Write::AddTag => !interview.owed.contains(&Write::RemoveTag),
        Write::RemoveTag => true,
        Write::Note | Write::Link => false,
    };
    if was_last_tag {
        interview.tag = interview.next_tag.take();
    }
}
