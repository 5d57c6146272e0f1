//! A candidate entered the trigger stage: who is invited, who is not, and what is said about it.

use std::sync::Arc;

use reqwest::Method;
use serde_json::Value;

use super::MyInterview;
use super::choices::{LetterCase, OpenReentry, TagMode, TemplateFrom};
use super::deadline::deadline;
use super::interview::{Code, Interview, State, TagChange};
use super::messages;
use super::posting_tag::{Lookup, look_up};
use super::reach::{self, Email};
use super::status_tag::{self, Status};
use super::switches::{Silence, Switches};
use super::templates::Template;
use super::wording::{self, Matter, Mention};
use crate::partner::lever_side::Refused;
use crate::partner::zones::ZONES;

/// Why an attempt ends without an invitation.
enum Stop {
    /// Nothing was meant to happen.
    Ignore(Code),
    /// A note is due.
    Fail(Code, Matter),
    /// Lever cannot be told anything.
    Mute(Code),
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unauthorized => Self::Mute(Code::VendorUnauthorized),
            Refused::Status(_) | Refused::Unreadable | Refused::Unknown => {
                Self::Fail(Code::Other, Matter::Other)
            }
        }
    }
}

impl MyInterview {
    /// Handles an entry into the trigger stage. One at a time per candidacy.
    pub(super) async fn stage_entered(self: &Arc<Self>, opportunity: &str) {
        let turn = self.turn("opportunity", opportunity);
        let _turn = turn.lock().await;
        let now = self.now();
        let latest = self.ledger().latest(opportunity).cloned();
        let invited = self.ledger().latest_invited(opportunity).cloned();
        let switches = self.switches();
        let mut replaced = None;
        if switches.silence != Silence::Everything {
            match &invited {
                Some(before) if before.open_at(now) => match switches.open_reentry {
                    OpenReentry::SameLink => return self.send_again(before).await,
                    OpenReentry::Nothing => return,
                    OpenReentry::NewInvitation => replaced = Some(before.id.clone()),
                },
                Some(before)
                    if before.state == State::Completed && !switches.reinvite_completed =>
                {
                    return;
                }
                _ => {}
            }
        }
        let attempt = latest.map_or(1, |before| before.attempt.saturating_add(1));
        let mut interview = Interview::new(self.dice, opportunity, attempt, now);
        if switches.silence == Silence::Everything {
            interview.state = State::Silent;
            interview.code = Some(Code::Lost);
            self.ledger().add(interview);
            return;
        }
        match self.prepare(&mut interview).await {
            Ok(old_tags) => {
                if let Some(old) = replaced {
                    self.ledger().change(&old, |before| {
                        if before.open_at(now) {
                            before.state = State::Cancelled;
                            before.code = Some(Code::Replaced);
                        }
                    });
                }
                self.invite(interview, &old_tags).await;
            }
            Err(Stop::Ignore(code)) => {
                interview.state = State::Ignored;
                interview.code = Some(code);
                self.ledger().add(interview);
            }
            Err(Stop::Mute(code)) => {
                interview.state = State::Silent;
                interview.code = Some(code);
                self.ledger().add(interview);
            }
            Err(Stop::Fail(code, matter)) => self.fail(interview, code, &matter).await,
        }
    }

    /// Reads candidacy and posting from Lever, finds template and job, and fills the attempt in. Returns the status tags
    /// that stand on the candidacy.
    async fn prepare(&self, interview: &mut Interview) -> Result<Vec<String>, Stop> {
        let now = self.now();
        let opportunity = self.read_opportunity(&interview.opportunity).await?;
        interview.candidate = text(&opportunity, "name").to_owned();
        if opportunity
            .get("archived")
            .is_some_and(|archived| !archived.is_null())
        {
            return Err(Stop::Ignore(Code::Archived));
        }
        let switches = self.switches();
        if switches.reads_stage_again && !self.triggers(text(&opportunity, "stage")).await {
            return Err(Stop::Ignore(Code::LeftStage));
        }
        let posting_id = opportunity
            .pointer("/applications/0/posting")
            .and_then(Value::as_str)
            .ok_or(Stop::Ignore(Code::NoPosting))?
            .to_owned();
        interview.posting = Some(posting_id.clone());

        // Held from reading the tag to writing the job: of two candidates at once, the one who read the older tag must not
        // write last, and two first candidates must not make two jobs.
        let turn = self.turn("posting", &posting_id);
        let _turn = turn.lock().await;
        let posting = self
            .lever
            .call(Method::GET, &["postings", &posting_id], &[], None)
            .await;
        let posting = self.heard(posting)?;
        interview.title = text(&posting, "text").to_owned();
        let tags = match switches.template_from {
            TemplateFrom::Posting => strings(&posting, "tags"),
            TemplateFrom::Opportunity => strings(&opportunity, "tags"),
        };
        let template = self.template_for(&tags, switches.prefix_case)?;
        if let Lookup::Untagged = look_up(&tags, &[], LetterCase::Strict) {
            interview.warning = Some("the tag's prefix is not written myInterview:".to_owned());
        }
        interview.template_id = Some(template.template_id.clone());
        if template.questions.is_empty() || self.take_fail_next() {
            return Err(Stop::Fail(Code::Other, Matter::Other));
        }
        match reach::email(strings(&opportunity, "emails").iter().map(String::as_str)) {
            Email::Usable(address) => interview.mail = Some(address),
            Email::Missing => return Err(Stop::Fail(Code::MissingEmail, Matter::MissingEmail)),
            Email::Invalid => return Err(Stop::Fail(Code::InvalidEmail, Matter::InvalidEmail)),
        }
        interview.sms = sms_number(&opportunity);
        interview.job = Some(self.ledger().ensure_job(
            self.dice,
            &posting_id,
            &interview.title,
            &template.template_id,
            now,
        ));
        Ok(strings(&opportunity, "tags")
            .into_iter()
            .filter(|tag| status_tag::read(tag).is_some())
            .collect())
    }

    fn template_for(&self, tags: &[String], case: LetterCase) -> Result<Template, Stop> {
        match look_up(tags, &self.templates(), case) {
            Lookup::Found(template) => Ok(template),
            Lookup::Untagged => Err(Stop::Ignore(Code::NoTag)),
            Lookup::NotFound { wanted } => Err(Stop::Fail(
                Code::TemplateNotFound,
                Matter::TemplateNotFound { wanted },
            )),
            Lookup::Ambiguous { wanted, ids } => Err(Stop::Fail(
                Code::TemplateAmbiguous,
                Matter::TemplateAmbiguous { wanted, ids },
            )),
            Lookup::Several { tags } => Err(Stop::Fail(
                Code::MultipleConfigTags,
                Matter::SeveralTags { tags },
            )),
        }
    }

    async fn invite(self: &Arc<Self>, mut interview: Interview, old_tags: &[String]) {
        let now = self.now();
        let switches = self.switches();
        interview.state = State::Invited;
        interview.invited_at = Some(now);
        interview.zone = self.zone_of(&interview.opportunity, &switches);
        interview.deadline = Some(deadline(
            now,
            switches.deadline_days,
            switches.deadline_time.as_deref(),
            &interview.zone,
        ));
        interview.link = Some(interview.candidate_link(&self.start.base_url));
        interview.sent = 1;
        let tag = Status::Invited.tag(switches.invited_spelling, self.dice, &interview.id);
        interview.tag = Some(tag.clone());
        interview.owed_tags.push(TagChange::Add(tag.clone()));
        if switches.status_tags == TagMode::Replace {
            let old = old_tags.iter().filter(|old| **old != tag).cloned();
            interview.owed_tags.extend(old.map(TagChange::Remove));
        }
        messages::invite(&self.outbox, &interview, &switches, now);
        self.ledger().add(interview.clone());
        self.settle_held(&interview.id).await;
        self.schedule(&interview);
    }

    /// The IANA zone that the vendor takes a candidate to live in.
    pub(super) fn zone_of(&self, opportunity: &str, switches: &Switches) -> String {
        let rolled = self.dice.pick(&ZONES, &["zone of", opportunity]);
        switches
            .zone
            .clone()
            .unwrap_or_else(|| (*rolled.unwrap_or(&"UTC")).to_owned())
    }

    /// The same link once more, to the address that is on file now.
    async fn send_again(self: &Arc<Self>, before: &Interview) {
        let Ok(opportunity) = self.read_opportunity(&before.opportunity).await else {
            return;
        };
        let mail = match reach::email(strings(&opportunity, "emails").iter().map(String::as_str)) {
            Email::Usable(address) => Some(address),
            Email::Missing | Email::Invalid => before.mail.clone(),
        };
        let sent = self.ledger().change(&before.id, |interview| {
            interview.mail = mail;
            interview.sms = sms_number(&opportunity);
            interview.sent = interview.sent.saturating_add(1);
            // Somebody may have taken the tag off meanwhile; adding a tag that is there changes nothing.
            if let Some(tag) = interview.tag.clone()
                && interview.owed_tags.is_empty()
            {
                interview.owed_tags.push(TagChange::Add(tag));
            }
            interview.clone()
        });
        if let Some(interview) = sent {
            messages::invite(&self.outbox, &interview, &self.switches(), self.now());
            self.settle_held(&interview.id).await;
        }
    }

    /// Nobody is invited. A note says so in most cases; until it is written, the failure is a silent one.
    async fn fail(self: &Arc<Self>, mut interview: Interview, code: Code, matter: &Matter) {
        let switches = self.switches();
        let number = interview.attempt.to_string();
        let silent = match switches.silence {
            Silence::OneInTen => {
                self.dice
                    .below(10, &["silent", &interview.opportunity, &number])
                    == 0
            }
            Silence::Failures | Silence::Everything => true,
            Silence::Never => false,
        };
        let mention = Mention {
            candidate: &interview.candidate,
            job: &interview.title,
            link: "",
        };
        let text = wording::note(matter, &mention, switches.wording, self.dice, &interview.id);
        interview.code = Some(code);
        interview.state = State::Silent;
        if silent {
            self.ledger().add(interview);
            return;
        }
        // Written before it is shown: whoever sees the failure finds its note.
        let written = self.note(&interview.opportunity, &text).await;
        match written {
            Ok(()) => interview.state = State::Failed,
            Err(refused) if refused.may_pass() => interview.owed_note = Some(text),
            Err(_) => {}
        }
        let id = interview.id.clone();
        let owes = interview.owes();
        self.ledger().add(interview);
        if owes {
            self.settle_later(id);
        }
    }

    pub(super) async fn read_opportunity(&self, id: &str) -> Result<Value, Refused> {
        let seen = self
            .lever
            .call(
                Method::GET,
                &["opportunities", id],
                &[("expand", "applications")],
                None,
            )
            .await;
        self.heard(seen)
    }
}

pub(super) fn text<'a>(object: &'a Value, field: &str) -> &'a str {
    object
        .get(field)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn strings(object: &Value, field: &str) -> Vec<String> {
    let list = object.get(field).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn sms_number(opportunity: &Value) -> Option<String> {
    let phones = opportunity.get("phones").and_then(Value::as_array);
    let written = phones.into_iter().flatten();
    reach::sms_number(
        written
            .filter(|phone| text(phone, "type") != "skype")
            .map(|phone| text(phone, "value")),
    )
}
