//! Where the vendor's behaviour is unknown, set by its admin, or broken on purpose. All of it can be changed while running.

use serde::{Deserialize, Serialize};

use super::choices::{
    CallId, Delimiter, ErrorMessage, FileHeader, LetterCase, OnArchived, OnRevoked, OpenReentry,
    PlaybackKeys, Recovery, ReviewLink, TagMode, TemplateFrom, TimeForm, TriggerBy,
};
use super::message_templates::{self, MessageTemplate};
use super::wording::WORDINGS;
use crate::partner::hearing::Hearing;

/// The vendor's switches. As JSON, a missing field keeps its value and an unknown one is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    /// Which spelling of "invited" is written (0 or 1); `null`: by chance per interview.
    pub invited_spelling: Option<usize>,
    /// Which spelling of "completed" is written (0 or 1); `null`: by chance per interview.
    pub completed_spelling: Option<usize>,
    /// Which wording notes have (0 to 11); `null`: by chance per interview.
    pub wording: Option<usize>,
    /// When nothing at all is said.
    pub silence: Silence,
    /// The next invitation fails for a reason that the help article calls "any other error".
    pub fail_next: bool,
    /// Order of the four writes at completion: each once, the new tag before the old one goes.
    pub completion_order: Vec<Write>,
    /// The next completion breaks off after this write; the console's `resume` does the rest.
    pub break_after: Option<Write>,
    /// A completed candidate who enters the trigger stage again is invited again.
    pub reinvite_completed: bool,
    /// Reminder mails are on.
    pub reminders: bool,
    /// Hours before the deadline at which the reminder goes out.
    pub reminder_hours: i64,
    /// Days from invitation to deadline.
    pub deadline_days: i64,
    /// Notes carry the vendor's Lever user as author; off: no `perform_as`, author null.
    pub note_author: bool,
    /// `getVideo` answers with a JSON string instead of a bare address.
    pub video_as_json: bool,
    /// The configuration tag is documented as `myInterview:` and the status tag once as `MyInterview:`. Default: only the
    /// documented letters configure.
    pub prefix_case: LetterCase,
    /// "Each posting must have a tag", yet opportunities inherit it. Default: the posting's is read.
    pub template_from: TemplateFrom,
    /// The summary names a stage called myInterview, the set-up lets any stage be chosen. Default: the chosen id.
    pub trigger_by: TriggerBy,
    /// A webhook may come late. On: the stage is read again, and who has moved on is not invited. Default: off, the event
    /// counts, since nothing says that the vendor looks.
    pub reads_stage_again: bool,
    /// "Moving the candidate to a different stage and back" resends; nothing says what becomes of an open invitation.
    /// Default: the same link again.
    pub open_reentry: OpenReentry,
    /// The tag "will change", elsewhere "be updated"; Lever knows adding and removing only. Default: replaced.
    pub status_tags: TagMode,
    /// The link is "in the candidate overview page", elsewhere in a note. Default: both.
    pub review_link: ReviewLink,
    /// The archive webhook is required and its effect is told nowhere. Default: hidden while archived.
    pub on_archived: OnArchived,
    /// "Revoke Access to disable the integration" leaves open what becomes of who is invited. Default: they may finish.
    pub on_revoked: OnRevoked,
    /// When writes left over by [`break_after`](Self::break_after) or [`break_at_once`](Self::break_at_once) are done.
    pub recovery: Recovery,
    /// The next completion breaks off before its first write.
    pub break_at_once: bool,
    /// A deadline has "a chosen time and time zone": `HH:MM` on the candidate's clocks; `null`: to the millisecond, so many
    /// days after the invitation.
    pub deadline_time: Option<String>,
    /// IANA zone that all candidates live in; `null`: by chance per candidate.
    pub zone: Option<String>,
    /// Reminders are "intervals before the deadline": hours of those after the first. Default: none.
    pub further_reminders: Vec<i64>,
    /// The account's message templates. Default: none, candidates get the stock texts.
    pub messages: Vec<MessageTemplate>,
    /// Branding: how the company signs messages and pages.
    pub company_name: String,
    /// `time` is documented as `Date | number`. Default: in turn.
    pub envelope_time: TimeForm,
    /// `callId` is optional in one of the vendor's libraries, required in the other. Default: missing in one call of three.
    pub envelope_call_id: CallId,
    /// `errorMessage` is documented as `string | ValidationError[]`. Default: by kind.
    pub error_message: ErrorMessage,
    /// Errors are answered with HTTP 200 and their status in the envelope only. No source says that the two agree; off.
    pub errors_as_200: bool,
    /// The templates file's format is told nowhere. Default: commas.
    pub file_delimiter: Delimiter,
    /// The templates file begins with a byte order mark.
    pub file_bom: bool,
    /// The templates file's first row.
    pub file_header: FileHeader,
    /// bcrypt reads 72 bytes; how long real keys are is unknown. Default: short enough to bind the time.
    pub playback_keys: PlaybackKeys,
    /// `getVideo` compares the stated second with its clock besides. Off: only the hash counts, and with
    /// [`PlaybackKeys::Endless`] one hash opens every video for ever.
    pub playback_clock: bool,
    /// How often the completion webhook of the vendor's own API is sent; no rule about repeats is documented.
    pub webhook_sends: u32,
    /// How well the vendor hears Lever's webhooks.
    pub hearing: Hearing,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            invited_spelling: None,
            completed_spelling: None,
            wording: None,
            silence: Silence::OneInTen,
            fail_next: false,
            completion_order: vec![Write::AddTag, Write::RemoveTag, Write::Note, Write::Link],
            break_after: None,
            reinvite_completed: false,
            reminders: true,
            reminder_hours: 48,
            deadline_days: 7,
            note_author: true,
            video_as_json: false,
            prefix_case: LetterCase::Strict,
            template_from: TemplateFrom::Posting,
            trigger_by: TriggerBy::Id,
            reads_stage_again: false,
            open_reentry: OpenReentry::SameLink,
            status_tags: TagMode::Replace,
            review_link: ReviewLink::Both,
            on_archived: OnArchived::Hide,
            on_revoked: OnRevoked::CandidatesFinish,
            recovery: Recovery::NextLook,
            break_at_once: false,
            deadline_time: None,
            zone: None,
            further_reminders: Vec::new(),
            messages: Vec::new(),
            company_name: "Northlight".to_owned(),
            envelope_time: TimeForm::Alternate,
            envelope_call_id: CallId::Alternate,
            error_message: ErrorMessage::ByKind,
            errors_as_200: false,
            file_delimiter: Delimiter::Comma,
            file_bom: false,
            file_header: FileHeader::Plain,
            playback_keys: PlaybackKeys::Short,
            playback_clock: true,
            webhook_sends: 1,
            hearing: Hearing::default(),
        }
    }
}

/// When the vendor says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// One failure in ten leaves no note, by chance per interview ("in most cases … a note will be attached").
    OneInTen,
    /// Every failure leaves a note.
    Never,
    /// No failure leaves a note.
    Failures,
    /// Nothing happens at all, however well the posting is set up.
    Everything,
}

/// One write to Lever when an interview is completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Write {
    /// The tag that says "completed".
    AddTag,
    /// The tag that said "invited" goes.
    RemoveTag,
    /// The note with the review link.
    Note,
    /// The review link on the contact.
    Link,
}

impl Switches {
    /// These switches with the fields of `patch` (a JSON object) laid over them.
    ///
    /// # Errors
    /// A sentence that names what cannot be.
    pub fn patched(&self, patch: &serde_json::Value) -> Result<Self, String> {
        let mut merged = serde_json::to_value(self).map_err(|error| error.to_string())?;
        let (Some(fields), Some(changes)) = (merged.as_object_mut(), patch.as_object()) else {
            return Err("switches are a JSON object".to_owned());
        };
        for (name, value) in changes {
            fields.insert(name.clone(), value.clone());
        }
        let switches: Self = serde_json::from_value(merged).map_err(|error| error.to_string())?;
        switches.check()?;
        Ok(switches)
    }

    fn check(&self) -> Result<(), String> {
        if [self.invited_spelling, self.completed_spelling]
            .iter()
            .flatten()
            .any(|n| *n > 1)
        {
            return Err("a spelling is 0 or 1".to_owned());
        }
        if self.wording.is_some_and(|n| n >= WORDINGS) {
            return Err(format!("a wording is 0 to {}", WORDINGS - 1));
        }
        let mut sorted = self.completion_order.clone();
        sorted.sort_unstable();
        if sorted != [Write::AddTag, Write::RemoveTag, Write::Note, Write::Link] {
            return Err(
                "completion_order names add_tag, remove_tag, note and link, each once".to_owned(),
            );
        }
        let at = |write| self.completion_order.iter().position(|w| *w == write);
        if at(Write::AddTag) > at(Write::RemoveTag) {
            return Err("add_tag comes before remove_tag".to_owned());
        }
        if !(1..=3_650).contains(&self.deadline_days) {
            return Err(
                "deadline_days is 1 to 3650: a deadline cannot be on the day of the invitation"
                    .to_owned(),
            );
        }
        if let Some(time) = &self.deadline_time
            && chrono::NaiveTime::parse_from_str(time, "%H:%M").is_err()
        {
            return Err(format!("{time} is no time of day; write it like 23:59"));
        }
        if let Some(zone) = &self.zone
            && zone.parse::<chrono_tz::Tz>().is_err()
        {
            return Err(format!("{zone} is no IANA zone"));
        }
        if self.further_reminders.len() > 8 || self.webhook_sends > 8 {
            return Err("further_reminders and webhook_sends are 8 at most".to_owned());
        }
        self.hearing.check()?;
        message_templates::check(&self.messages)
    }
}

#[cfg(test)]
mod tests {
    use super::{Silence, Switches, Write};
    use serde_json::json;

    #[test]
    fn a_patch_keeps_what_it_does_not_name() {
        let switches = Switches::default()
            .patched(&json!({ "silence": "never", "invited_spelling": 1 }))
            .unwrap();
        assert_eq!(switches.silence, Silence::Never);
        let back = switches
            .patched(&json!({ "invited_spelling": null, "silence": "one_in_ten" }))
            .unwrap();
        assert_eq!(back, Switches::default());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for patch in [
            json!({ "completion_order": ["add_tag", "note", "link"] }),
            json!({ "completion_order": ["remove_tag", "add_tag", "note", "link"] }),
            json!({ "wording": 12 }),
            json!({ "invited_spelling": 2 }),
            json!({ "deadline_days": 0 }),
            json!({ "deadline_time": "noon" }),
            json!({ "zone": "CET+1" }),
            json!({ "webhook_sends": 9 }),
            json!({ "hearing": { "delay_seconds": -1 } }),
            json!({ "on_archived": "forget" }),
            json!({ "messages": [{ "kind": "invite_email", "name": "a", "body": " " }] }),
            json!({ "silent": true }),
            json!([]),
        ] {
            assert!(Switches::default().patched(&patch).is_err(), "{patch}");
        }
        let order = json!({ "completion_order": ["note", "link", "add_tag", "remove_tag"], "break_after": "note" });
        assert_eq!(
            Switches::default().patched(&order).unwrap().break_after,
            Some(Write::Note)
        );
    }
}
