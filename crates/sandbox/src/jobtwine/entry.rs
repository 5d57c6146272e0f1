//! A candidate enters the stage, or leaves it: who is asked for slots, for which round, and who is not.

use std::sync::Arc;

use reqwest::Method;
use serde_json::Value;

use super::JobTwine;
use super::choices::{Reentry, RoundRule, SlotLink, WithoutRounds};
use super::interview::{By, Code, Interview, State};
use super::jobs::{tag_of, text};
use super::ledger::Round;
use super::messages;
use super::race;
use super::switches::{Addressed, OnArchived, OnLeave, Silence, UnreachableOwner};
use super::trouble::Trouble;
use super::when::ZONES;
use super::wording::Kind;
use crate::partner::lever_side::Refused;

pub(super) const HOUR_MS: i64 = 3_600_000;
/// Pause before something that Lever did not answer is tried again.
pub(super) const LATER_MS: i64 = 30_000;
/// How often an entry is tried again before it is forgotten.
const TRIES: u32 = 5;

/// A candidacy as Lever shows it.
pub(super) struct Candidacy {
    pub(super) name: String,
    pub(super) mail: Option<String>,
    pub(super) stage: String,
    pub(super) archived: bool,
    pub(super) owner: Option<String>,
    pub(super) posting: Option<String>,
}

impl JobTwine {
    /// Reads a candidacy from Lever.
    pub(super) async fn look(&self, opportunity: &str) -> Result<Candidacy, Refused> {
        let path = ["opportunities", opportunity];
        let query = [("expand", "applications")];
        let seen = self.heard(self.lever.call(Method::GET, &path, &query, None).await)?;
        let mut mails = seen
            .get("emails")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let words = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        Ok(Candidacy {
            name: text(&seen, "name").to_owned(),
            mail: mails
                .find(|mail| {
                    mail.split_once('@')
                        .is_some_and(|(a, b)| !a.is_empty() && b.contains('.'))
                })
                .map(str::to_owned),
            stage: text(&seen, "stage").to_owned(),
            archived: seen.get("archived").is_some_and(|mark| !mark.is_null()),
            owner: words(seen.get("owner")),
            posting: words(seen.pointer("/applications/0/posting")),
        })
    }

    /// Handles an entry into the stage, one at a time per candidacy. Repeated and late events find nothing left to do.
    pub(super) async fn stage_entered(self: &Arc<Self>, opportunity: &str) {
        for _ in 0..TRIES {
            let turn = self.turn(opportunity);
            let turn = turn.lock().await;
            match self.enter(opportunity).await {
                Err(refused) if refused.may_pass() => {}
                _ => return,
            }
            drop(turn);
            self.start.clock.sleep(LATER_MS).await;
        }
    }

    async fn enter(self: &Arc<Self>, opportunity: &str) -> Result<(), Refused> {
        if !self.connected() || self.switches().silence == Silence::Everything {
            return Ok(());
        }
        let seen = self.look(opportunity).await?;
        if !self.stages().contains(&seen.stage) {
            return Ok(());
        }
        let now = self.now();
        let ignore = |code| {
            let mut interview = Interview::new(self.dice, opportunity, 0, 0, now);
            interview.candidate.clone_from(&seen.name);
            interview.posting.clone_from(&seen.posting);
            interview.code = Some(code);
            self.ledger().add(interview);
            Ok(())
        };
        if seen.archived {
            return ignore(Code::Archived);
        }
        let Some(posting_id) = &seen.posting else {
            return ignore(Code::NoPosting);
        };
        let path = ["postings", posting_id];
        let posting = self.heard(self.lever.call(Method::GET, &path, &[], None).await)?;
        let switches = self.switches();
        if tag_of(&posting, switches.letter_case).is_none() {
            return ignore(Code::NoTag);
        }
        let title = text(&posting, "text").to_owned();
        let rounds = {
            let mut ledger = self.ledger();
            ledger.ensure_job(posting_id, &title, now).rounds.clone()
        };
        let Some((round, attempt)) = self.next(opportunity, &rounds) else {
            if switches.reentry == Reentry::SendAgain {
                self.send_again(opportunity, &seen).await;
            }
            return Ok(());
        };
        if rounds.is_empty() && switches.without_rounds == WithoutRounds::Drop {
            return ignore(Code::NoRounds);
        }
        let mut interview = Interview::new(self.dice, opportunity, round, attempt, now);
        interview.posting = Some(posting_id.clone());
        interview.title = title;
        interview.candidate.clone_from(&seen.name);
        interview.mail.clone_from(&seen.mail);
        let id = interview.id.clone();
        if rounds.is_empty() {
            interview.state = State::AwaitingRounds;
            self.ledger().add(interview);
            if switches.without_rounds == WithoutRounds::Hold {
                self.say(&id, Kind::AwaitingRounds, None);
            }
            self.settle(&id).await;
        } else {
            let owner = self.owner(&seen).await;
            // Complete before anybody can see it.
            self.begin(&mut interview, &rounds, owner);
            self.ledger().add(interview);
            self.ask(&id).await;
        }
        Ok(())
    }

    /// The open attempt's link once more, to the address that is on file now, and as a note.
    async fn send_again(self: &Arc<Self>, opportunity: &str, seen: &Candidacy) {
        let now = self.now();
        let open = self
            .ledger()
            .of(opportunity)
            .find(|one| one.link_open_at(now))
            .map(|one| one.id.clone());
        let Some(id) = open else { return };
        let sent = self.ledger().change(&id, |one| {
            one.mail.clone_from(&seen.mail);
            one.sent = one.sent.saturating_add(1);
            one.clone()
        });
        if let Some(interview) = sent {
            messages::invite(&self.outbox, &interview, now);
            self.say(&id, Kind::SlotsWanted, None);
            self.settle(&id).await;
        }
    }

    /// Round and attempt that an entry starts; `None` when one is open, or all are finished.
    fn next(&self, opportunity: &str, rounds: &[Round]) -> Option<(u32, u32)> {
        let ledger = self.ledger();
        if ledger.of(opportunity).any(|one| one.state.open()) {
            return None;
        }
        let finished = |round: u32| {
            ledger
                .of(opportunity)
                .any(|one| one.round == round && one.state == State::FeedbackReady)
        };
        let count = match self.switches().round_rule {
            RoundRule::FirstOnly => 1,
            RoundRule::NextUnfinished | RoundRule::Consecutive => {
                u32::try_from(rounds.len().max(1)).unwrap_or(1)
            }
        };
        let round = (1..=count).find(|round| !finished(*round))?;
        let attempts = ledger.of(opportunity).filter(|one| one.round == round);
        let last = attempts.map(|one| one.attempt).max().unwrap_or(0);
        Some((round, last.saturating_add(1)))
    }

    /// Rounds were entered for somebody who waited for them.
    pub(super) async fn rounds_came(self: &Arc<Self>, id: &str) -> Result<(), Trouble> {
        let opportunity = self.opportunity_of(id)?;
        let turn = self.turn(&opportunity);
        let _turn = turn.lock().await;
        let (interview, seen) = self.still_wanted(id).await?;
        let rounds = {
            let ledger = self.ledger();
            let job = interview
                .posting
                .as_ref()
                .and_then(|posting| ledger.jobs.get(posting));
            job.map(|job| job.rounds.clone()).unwrap_or_default()
        };
        if interview.state == State::AwaitingRounds && !rounds.is_empty() {
            let owner = self.owner(&seen).await;
            self.ledger()
                .change(id, |one| self.begin(one, &rounds, owner));
            self.ask(id).await;
        }
        Ok(())
    }

    /// Makes an attempt one that waits for slots of its round; `owner` is whom the note will address.
    fn begin(&self, one: &mut Interview, rounds: &[Round], owner: (Option<String>, String)) {
        let now = self.now();
        let switches = self.switches();
        let life = switches.link_hours.saturating_mul(HOUR_MS);
        let place = usize::try_from(one.round).unwrap_or(1).saturating_sub(1);
        if let Some(round) = rounds.get(place) {
            one.round_name.clone_from(&round.name);
            one.minutes = round.minutes;
        }
        let zone = self
            .dice
            .pick(&ZONES, &["jobtwine", "zone of", &one.opportunity]);
        (*zone.unwrap_or(&"UTC")).clone_into(&mut one.zone);
        one.state = State::PendingSlots;
        one.asked = 1;
        (one.addressed, one.mention) = owner;
        one.invited_at = Some(now);
        one.expires_at = Some(now.saturating_add(life));
        one.sent = 1;
        one.link = Some(one.slot_link(&self.start.base_url));
        if switches.slot_link == SlotLink::OneEach {
            let key = |what| self.dice.key(&["jobtwine", what, &one.id]);
            one.client_token = format!("{}{}", key("client token"), key("client more"));
            one.client_link = Some(format!("{}/s/{}", self.start.base_url, one.client_token));
        }
        one.offers = race::offers(self.dice, &one.id, 1, one.minutes, now);
    }

    /// Sends the link of an attempt that has just begun: a mail to the candidate, a note to the owner.
    async fn ask(self: &Arc<Self>, id: &str) {
        let begun = self.ledger().by_id(id).cloned();
        let Some(interview) = begun else { return };
        messages::invite(&self.outbox, &interview, self.now());
        self.say(id, Kind::SlotsWanted, None);
        self.settle(id).await;
        self.watch_link(&interview);
        self.drive(&interview);
    }

    /// Whom the note addresses: Lever user id and `@name`.
    async fn owner(&self, seen: &Candidacy) -> (Option<String>, String) {
        let switches = self.switches();
        let of_posting = match &seen.posting {
            Some(posting) => self
                .lever
                .call(Method::GET, &["postings", posting], &[], None)
                .await
                .ok()
                .and_then(|posting| {
                    let owner = posting.get("owner");
                    let id = owner
                        .and_then(|owner| owner.as_str().or_else(|| owner.get("id")?.as_str()));
                    id.map(str::to_owned)
                }),
            None => None,
        };
        let (first, other) = match switches.addressed {
            Addressed::PostingOwner => (of_posting, seen.owner.clone()),
            Addressed::OpportunityOwner => (seen.owner.clone(), of_posting),
        };
        let found = match self.user(first.as_deref()).await {
            Some((name, active)) if active => Some((first, name)),
            Some((name, _)) if switches.unreachable_owner == UnreachableOwner::MentionAnyway => {
                Some((first, name))
            }
            _ if switches.unreachable_owner == UnreachableOwner::OtherOwner => {
                let user = self.user(other.as_deref()).await;
                user.filter(|(_, active)| *active)
                    .map(|(name, _)| (other, name))
            }
            _ => None,
        };
        found.map_or((None, String::new()), |(id, name)| (id, format!("@{name}")))
    }

    /// User name, and whether the user is active.
    async fn user(&self, id: Option<&str>) -> Option<(String, bool)> {
        let user = self
            .lever
            .call(Method::GET, &["users", id?], &[], None)
            .await;
        let user = self.heard(user).ok()?;
        let active = user.get("deactivatedAt").is_none_or(Value::is_null);
        Some((text(&user, "username").to_owned(), active))
    }

    /// Handles an exit from the stage.
    pub(super) async fn stage_left(self: &Arc<Self>, opportunity: &str) {
        let switches = self.switches();
        if switches.on_leave == OnLeave::Keep || switches.silence == Silence::Everything {
            return;
        }
        let turn = self.turn(opportunity);
        let _turn = turn.lock().await;
        let open = self
            .ledger()
            .of(opportunity)
            .find(|one| one.state.open())
            .cloned();
        let Some(interview) = open else { return };
        let ends = interview.state == State::AwaitingRounds
            || interview.state.takes_slots()
            || (interview.state == State::Scheduled && switches.on_leave == OnLeave::CancelAll);
        // Whoever came back meanwhile has not left.
        let back = match self.look(opportunity).await {
            Ok(seen) => self.stages().contains(&seen.stage),
            Err(Refused::Unauthorized) => true,
            Err(_) => false,
        };
        if ends && !back {
            self.close(&interview.id, By::Client, Some(Code::LeftStage), true)
                .await;
        }
    }

    pub(super) fn opportunity_of(&self, id: &str) -> Result<String, Trouble> {
        self.ledger()
            .by_id(id)
            .map(|one| one.opportunity.clone())
            .ok_or(Trouble::NotFound("interview"))
    }

    /// Reads the candidacy again before anything that a candidate would notice. The caller holds the turn.
    pub(super) async fn still_wanted(
        self: &Arc<Self>,
        id: &str,
    ) -> Result<(Interview, Candidacy), Trouble> {
        let interview = self
            .ledger()
            .by_id(id)
            .cloned()
            .ok_or(Trouble::NotFound("interview"))?;
        if !self.connected() {
            return Err(Trouble::Disconnected);
        }
        let seen = match self.look(&interview.opportunity).await {
            Ok(seen) => seen,
            Err(Refused::Unauthorized) => return Err(Trouble::Disconnected),
            Err(Refused::Status(404)) => {
                if interview.state.can_be_cancelled() {
                    self.close(id, By::Client, Some(Code::Deleted), false).await;
                }
                return Err(Trouble::Closed);
            }
            Err(_) => return Err(Trouble::Unavailable),
        };
        if seen.archived
            && interview.state.can_be_cancelled()
            && self.switches().on_archived == OnArchived::Stop
        {
            self.close(id, By::Client, Some(Code::Archived), false)
                .await;
            return Err(Trouble::Closed);
        }
        let fresh = self.ledger().change(id, |one| {
            one.candidate.clone_from(&seen.name);
            one.mail.clone_from(&seen.mail);
            one.clone()
        });
        Ok((fresh.unwrap_or(interview), seen))
    }
}
