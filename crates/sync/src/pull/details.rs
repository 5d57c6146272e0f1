//! What hangs on one candidate: the opportunity itself, notes, interviews, the vendor's own answer.

use fulcrum_cache::{Cause, VendorAnswer};
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::{Journey, State};
use fulcrum_domain::model::Opportunity;
use fulcrum_lever::{Code, LeverError, Priority, Retry};

use super::page::{Reading, details_are_old, interaction};
use super::{Pull, PullError};
use crate::picture::rederive;
use crate::rules::detail_mark;
use crate::schedule::Detail;
use crate::vendor::VendorLink;

/// How often reading one candidate is tried before it waits: for the next change, for the slow lists to be read again, or for the
/// next start.
const TRIES: u32 = 4;

/// Open invitations that the vendor is asked about in one round.
const ASKED_PER_ROUND: usize = 50;

/// Journeys that are derived anew by time in one go.
const DUE_AT_ONCE: u32 = 200;

impl Pull {
    /// Takes up what is still unread: what an earlier run left, and what was given up after too many tries.
    pub(crate) async fn resume_details(&self) -> Result<(), PullError> {
        let unread = self
            .cache
            .read(|tx| tx.sync_state_names(crate::rules::UNREAD))
            .await?;
        let mut schedule = self.schedule();
        for name in unread {
            if let Some(id) = crate::rules::detail_of(&name)
                && !schedule.holds(&id)
            {
                schedule.add(Detail::new(id, Priority::Backfill));
            }
        }
        Ok(())
    }

    /// Reads the most urgent candidate's details; `false` when nobody waits.
    pub(crate) async fn read_next_detail(&self) -> Result<bool, PullError> {
        let Some(detail) = self.schedule().take() else {
            return Ok(false);
        };
        match self.read_detail(&detail).await {
            Ok(()) => Ok(true),
            Err(PullError::Lever(error)) if error.code == Code::NotFound => {
                // Erasing takes pending moves with it: only the opportunity's own absence is reason enough.
                let id = detail.opportunity.clone();
                match self.lever.at(detail.priority).opportunity(&id).await {
                    Err(gone) if gone.code == Code::NotFound => {
                        self.erase(vec![id]).await?;
                        Ok(true)
                    }
                    Err(other) => self.put_back(detail, other.into()),
                    Ok(_) => self.put_back(detail, error.into()),
                }
            }
            Err(PullError::Lever(error)) if error.code == Code::PermissionMissing => {
                tracing::warn!(
                    endpoint = error.endpoint,
                    "the key may not read this; going on without"
                );
                Ok(true)
            }
            Err(error) => self.put_back(detail, error),
        }
    }

    /// What hangs on the card on the screen is read again once something has happened to it, whoever it is, and where it could
    /// not be read: a panel that is open fills by itself.
    pub(crate) async fn refresh_screen(&self) -> Result<(), PullError> {
        let Some(id) = self.screen() else {
            return Ok(());
        };
        let looked_at = id.clone();
        let old = self
            .cache
            .read(move |tx| match tx.opportunity(&looked_at)? {
                Some(held) => details_are_old(tx, &held),
                None => Ok(false),
            })
            .await?;
        let mut schedule = self.schedule();
        if old && !schedule.holds(&id) {
            // Asked for at every round: one try each.
            let failures = TRIES - 1;
            schedule.add(Detail {
                failures,
                ..Detail::new(id, Priority::Screen)
            });
        }
        Ok(())
    }

    /// Lets a failed candidate wait again, until it has had its tries.
    fn put_back(&self, detail: Detail, error: PullError) -> Result<bool, PullError> {
        let failures = detail.failures + u32::from(of_this_record(&error));
        if failures < TRIES {
            self.schedule().add(Detail { failures, ..detail });
        }
        Err(error)
    }

    async fn read_detail(&self, detail: &Detail) -> Result<(), PullError> {
        let id = detail.opportunity.clone();
        let held = {
            let id = id.clone();
            self.cache
                .read(move |tx| {
                    let mark = tx.sync_state(&detail_mark(&id))?;
                    Ok(tx.opportunity(&id)?.map(|held| (held, mark)))
                })
                .await?
        };
        let Some((held, mark)) = held else {
            return Ok(());
        };
        let lever = self.lever.at(detail.priority);
        let notes = lever.notes(&id).await?;
        let read_before = mark
            .as_deref()
            .is_some_and(|mark| mark != crate::rules::UNREAD);
        let moved_since = mark.as_deref() != Some(interaction(&held).as_str());
        let interviews = if detail.priority == Priority::Screen || (read_before && moved_since) {
            unless_forbidden(lever.interviews(&id).await)?
        } else {
            None
        };
        let answers = self.ask_vendors(&id).await;
        let rules = self.rules();
        let now_ms = self.clock.now_ms();
        self.cache
            .write(Cause::Sync, move |tx| {
                // Erased while the answer was on its way: nothing is written about them any more, not even that it was read.
                if tx.opportunity(&id)?.is_none() {
                    return Ok(());
                }
                tx.replace_notes(&id, &notes)?;
                if let Some(interviews) = &interviews {
                    tx.replace_interviews(&id, interviews)?;
                }
                for answer in &answers {
                    tx.store_vendor_answer(&id, answer)?;
                }
                rederive(tx, &id, &rules, false, now_ms)?;
                // What happened while the notes were on their way is read again: the mark is the state asked about.
                tx.set_sync_state(&detail_mark(&id), Some(&interaction(&held)))
            })
            .await?;
        Ok(())
    }

    /// What each vendor that can be asked says about a candidate.
    async fn ask_vendors(&self, id: &OpportunityId) -> Vec<VendorAnswer> {
        let mut answers = Vec::new();
        let rules = self.rules();
        let on = |link: &&VendorLink| !rules.is_off(link.vendor());
        for vendor in self.vendors.iter().filter(on) {
            answers.extend(vendor.answer(id, self.clock.now_ms()).await);
        }
        answers
    }

    /// Asks each vendor about what is open there, those asked about longest ago first. A deadline that passes, a link that
    /// is opened and slots that are given may leave no trace in Lever.
    pub(crate) async fn ask_about_open_invitations(&self) -> Result<(), PullError> {
        for link in &self.vendors {
            self.ask_about_open(link).await?;
        }
        Ok(())
    }

    async fn ask_about_open(&self, link: &VendorLink) -> Result<(), PullError> {
        let vendor = link.vendor();
        let rules = self.rules();
        let mut open = self
            .cache
            .read(move |tx| {
                let triggers: Vec<_> = rules
                    .setups
                    .iter()
                    .filter(|setup| setup.vendor == vendor)
                    .filter_map(|setup| setup.invites_at().cloned())
                    .collect();
                let mut open = Vec::new();
                for staged in tx.opportunities_in_stages(&triggers)? {
                    let journeys = tx.journeys(&staged.id)?;
                    let mut of_vendor = journeys
                        .iter()
                        .filter(|journey| journey.key.vendor == vendor);
                    if of_vendor.next_back().is_some_and(waits) {
                        let answers = tx.vendor_answers(&staged.id)?;
                        let asked = answers
                            .iter()
                            .filter(|answer| answer.vendor == vendor)
                            .map(|answer| answer.at_ms)
                            .max();
                        open.push((asked, staged.id));
                    }
                }
                Ok(open)
            })
            .await?;
        open.sort();
        for (_, id) in open.into_iter().take(ASKED_PER_ROUND) {
            let Some(answer) = link.answer(&id, self.clock.now_ms()).await else {
                continue;
            };
            let rules = self.rules();
            let now_ms = self.clock.now_ms();
            self.cache
                .write(Cause::Sync, move |tx| {
                    if tx.store_vendor_answer(&id, &answer)? {
                        rederive(tx, &id, &rules, false, now_ms)?;
                    }
                    Ok(())
                })
                .await?;
        }
        Ok(())
    }

    /// Reads one opportunity now and stores it; for a person's action and for settling an unknown outcome.
    pub(crate) async fn observe(&self, id: &OpportunityId) -> Result<Opportunity, PullError> {
        let read = self.lever.at(Priority::Person).opportunity(id).await?;
        self.store_page(vec![read.clone()], Reading::Delta).await?;
        Ok(read)
    }

    /// Derives anew what changes by time alone (an overdue link). Returns when the next change is due, ms.
    pub(crate) async fn pass_time(&self) -> Result<Option<i64>, PullError> {
        let rules = self.rules();
        let now_ms = self.clock.now_ms();
        let due = self
            .cache
            .read(move |tx| tx.due_journeys(now_ms, DUE_AT_ONCE))
            .await?;
        if !due.is_empty() {
            self.cache
                .write(Cause::Clock, move |tx| {
                    for id in &due {
                        rederive(tx, id, &rules, false, now_ms)?;
                    }
                    Ok(())
                })
                .await?;
        }
        Ok(self.cache.read(|tx| tx.next_change_at_ms()).await?)
    }

    /// Derives everything anew, because the set-up changed. What it brings to light is a baseline, not news.
    pub(crate) async fn rederive_all(&self) -> Result<(), PullError> {
        let rules = self.rules();
        let now_ms = self.clock.now_ms();
        let ids = self.cache.read(|tx| tx.all_opportunity_ids()).await?;
        for some in ids.chunks(200) {
            let some = some.to_vec();
            let rules = rules.clone();
            let details = self
                .cache
                .write(Cause::Person, move |tx| {
                    let mut details = Vec::new();
                    for id in &some {
                        rederive(tx, id, &rules, true, now_ms)?;
                        let Some(held) = tx.opportunity(id)? else {
                            continue;
                        };
                        if rules.concerns_a_vendor(&held)
                            && tx.sync_state(&detail_mark(id))?.is_none()
                        {
                            tx.set_sync_state(&detail_mark(id), Some(crate::rules::UNREAD))?;
                            details.push(Detail::new(id.clone(), Priority::Backfill));
                        }
                    }
                    Ok(details)
                })
                .await?;
            let mut schedule = self.schedule();
            for detail in details {
                schedule.add(detail);
            }
        }
        Ok(())
    }
}

/// Whether the vendor may know more than Lever shows.
fn waits(journey: &Journey) -> bool {
    matches!(
        journey.state,
        State::Triggered
            | State::Invited
            | State::AwaitingRounds
            | State::SlotsWanted
            | State::SlotsGiven
            | State::Scheduled
            | State::InProgress
            | State::FeedbackPending
    )
}

fn unless_forbidden<T>(read: Result<T, LeverError>) -> Result<Option<T>, LeverError> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(error) if error.code == Code::PermissionMissing => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a failure counts against the record that was read. Being offline, signed out or asked to wait says nothing about
/// it, and a few minutes of that must not leave its notes unread until the next start.
fn of_this_record(error: &PullError) -> bool {
    match error {
        PullError::Lever(error) => {
            !matches!(error.retry, Retry::Network | Retry::Auth)
                && !matches!(error.code, Code::RateLimited | Code::NotJson)
        }
        PullError::Store(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_that_is_away_does_not_count_against_a_candidate() {
        let failed = |code, retry| {
            of_this_record(&PullError::Lever(LeverError::local(
                code,
                retry,
                "GET /opportunities/{id}/notes",
            )))
        };
        let busy = Retry::Transient { retry_after: None };
        assert!(!failed(Code::Unreachable, Retry::Network));
        assert!(!failed(Code::TimedOut, Retry::Network));
        assert!(!failed(Code::KeyRejected, Retry::Auth));
        assert!(!failed(Code::RateLimited, busy));
        assert!(failed(Code::LeverDown, busy));
        assert!(failed(Code::Unreadable, Retry::Permanent));
    }
}
