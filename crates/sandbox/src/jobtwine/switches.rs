//! Where the vendor's behaviour is unknown, set by its admin, or broken on purpose. All of it can be changed while running.

use serde::{Deserialize, Serialize};

use super::choices::{
    Break, LetterCase, NoteScore, OnUntagged, Recovery, Reentry, RoundRule, SecureLinks, SlotLink,
    WithoutRounds,
};
use super::when::STYLES;
use super::wording::WORDINGS;
use crate::partner::hearing::Hearing;

/// The vendor's switches. As JSON, a missing field keeps its value and an unknown one is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    /// Whether candidates choose a time that an interviewer offers, when the sandbox plays them.
    pub self_schedule: SelfSchedule,
    /// How the first race for the slots of an attempt ends.
    pub first_claim: FirstClaim,
    /// Whom the note with the link addresses ("the owner of the application").
    pub addressed: Addressed,
    /// What happens where that owner is missing or deactivated.
    pub unreachable_owner: UnreachableOwner,
    /// What leaving the stage does to an attempt that is not finished.
    pub on_leave: OnLeave,
    /// What the archive does to an attempt, once the vendor looks.
    pub on_archived: OnArchived,
    /// When nothing at all is said.
    pub silence: Silence,
    /// What interviews meet when the sandbox plays everybody.
    pub course: Course,
    /// Which wording notes have (0 to 11); `null`: by chance per interview.
    pub wording: Option<usize>,
    /// Which style dates have in notes (0 to 9); `null`: by chance per interview.
    pub date_style: Option<usize>,
    /// IANA zone of the dates in notes; `null`: by chance per interview.
    pub zone: Option<String>,
    /// A note says that feedback is being written.
    pub pending_note: bool,
    /// A scheduled interview becomes an externally managed panel in Lever as well.
    pub panel: bool,
    /// Notes carry the vendor's Lever user as author; off: no `perform_as`, author null.
    pub note_author: bool,
    /// Virtual seconds between two looks at the postings.
    pub poll_seconds: i64,
    /// Hours until a link that asks for slots expires.
    pub link_hours: i64,
    /// Hours until the secure links of a feedback expire.
    pub media_hours: i64,
    /// What an expired secure link answers: 403 or 410.
    pub expired_status: u16,
    /// Played interviews are held only once their time has come; off: when the pace says, however far the date.
    pub waits_for_time: bool,
    /// The article writes the tag and the stage "JobTwine" and does not say whether the letters' case counts. Default: it
    /// does.
    pub letter_case: LetterCase,
    /// Several rounds and one stage: which one does an entry start? Default: the lowest without feedback.
    pub round_rule: RoundRule,
    /// "Once the multiple round information is added, the system is ready to pull candidates": of those moved before, nothing
    /// is said. Default: they are held, with one note.
    pub without_rounds: WithoutRounds,
    /// Entering the stage again is told nowhere. Default: while slots are wanted it changes nothing.
    pub reentry: Reentry,
    /// "The same link" is mailed to the candidate and noted for the owner. Default: the same one indeed.
    pub slot_link: SlotLink,
    /// Nothing says what becomes of open interviews when the posting's tag is taken off. Default: they finish.
    pub on_untagged: OnUntagged,
    /// Feedback and video are "secure links" that "can be downloaded etc. to be shared across". Default: they expire.
    pub secure_links: SecureLinks,
    /// Slots that must be given at least; documented nowhere. Default: 1.
    pub least_slots: usize,
    /// Slots that may be given at most; documented nowhere. Default: 8.
    pub most_slots: usize,
    /// Minutes that a slot must lie ahead; documented nowhere. Default: 0.
    pub lead_minutes: i64,
    /// Days that a slot may lie ahead; documented nowhere. Default: 365.
    pub horizon_days: i64,
    /// Hours before the start from which a candidate can no longer cancel or move; documented nowhere. Default: 0.
    pub notice_hours: i64,
    /// Minutes after which somebody counts as missing, in played interviews that wait for their time. Default: 15.
    pub grace_minutes: i64,
    /// Hours until the feedback is final, in played interviews that wait for their time. Default: 0.
    pub feedback_hours: i64,
    /// The highest rating of a section; documented nowhere. Default: 5.
    pub rating_scale: u8,
    /// Days for which a recording is kept after it was made; `null`: for ever.
    pub video_days: Option<i64>,
    /// When writes that [`break_before`](Self::break_before) left over are done.
    pub recovery: Recovery,
    /// The vendor breaks off before the next write of this kind, once.
    pub break_before: Option<Break>,
    /// How well the vendor hears Lever's webhooks.
    pub hearing: Hearing,
    /// Lever's notes may carry a score from 1 to 4, the vendor's scale has three words. Default: notes have no score.
    pub note_score: NoteScore,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            self_schedule: SelfSchedule::Dice,
            first_claim: FirstClaim::Dice,
            addressed: Addressed::OpportunityOwner,
            unreachable_owner: UnreachableOwner::Nobody,
            on_leave: OnLeave::CancelPending,
            on_archived: OnArchived::Stop,
            silence: Silence::Never,
            course: Course::Dice,
            wording: None,
            date_style: None,
            zone: None,
            pending_note: true,
            panel: false,
            note_author: true,
            poll_seconds: 60,
            link_hours: 7 * 24,
            media_hours: 72,
            expired_status: 410,
            waits_for_time: false,
            letter_case: LetterCase::Strict,
            round_rule: RoundRule::NextUnfinished,
            without_rounds: WithoutRounds::Hold,
            reentry: Reentry::Nothing,
            slot_link: SlotLink::Shared,
            on_untagged: OnUntagged::Finish,
            secure_links: SecureLinks::Expire,
            least_slots: 1,
            most_slots: 8,
            lead_minutes: 0,
            horizon_days: 365,
            notice_hours: 0,
            grace_minutes: 15,
            feedback_hours: 0,
            rating_scale: 5,
            video_days: None,
            recovery: Recovery::NextLook,
            break_before: None,
            hearing: Hearing::default(),
            note_score: NoteScore::Nothing,
        }
    }
}

/// Whether played candidates schedule by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelfSchedule {
    /// Each of them.
    Always,
    /// None of them.
    Never,
    /// Nine in twenty, by chance per interview.
    Dice,
}

/// How the first race of an attempt ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstClaim {
    /// No interviewer takes any slot.
    Fails,
    /// Somebody takes one, unless all are booked at those times.
    Succeeds,
    /// One in four fails, by chance per interview.
    Dice,
}

/// Whom the note with the link addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressed {
    /// The owner of the application's posting.
    PostingOwner,
    /// The owner of the opportunity.
    OpportunityOwner,
}

/// What happens where the addressed owner is missing or deactivated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnreachableOwner {
    /// The note addresses nobody.
    Nobody,
    /// The other of the two owners is addressed, if that one can be.
    OtherOwner,
    /// A deactivated owner is addressed all the same; nobody where there is no owner.
    MentionAnyway,
}

/// What leaving the stage does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnLeave {
    /// What waits for rounds, slots or an interviewer is cancelled; what is scheduled stays.
    CancelPending,
    /// What is scheduled is cancelled too.
    CancelAll,
    /// Nothing.
    Keep,
}

/// What the archive does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnArchived {
    /// The attempt is cancelled, with a note and without a mail.
    Stop,
    /// The attempt goes on.
    Keep,
}

/// When the vendor says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// Everything that has a note gets it.
    Never,
    /// One attempt in ten leaves no note, by chance.
    OneInTen,
    /// No notes; mails go out.
    Notes,
    /// Nothing happens at all, however well the posting is set up.
    Everything,
}

/// What played interviews meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// Each is held.
    Smooth,
    /// One in five is cancelled, missed by somebody, or moved first.
    Dice,
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
        if self.wording.is_some_and(|n| n >= WORDINGS) {
            return Err(format!("a wording is 0 to {}", WORDINGS - 1));
        }
        if self.date_style.is_some_and(|n| n >= STYLES) {
            return Err(format!("a date style is 0 to {}", STYLES - 1));
        }
        if let Some(zone) = &self.zone
            && zone.parse::<chrono_tz::Tz>().is_err()
        {
            return Err(format!("{zone} is no IANA zone"));
        }
        if self.poll_seconds < 1 || self.link_hours < 1 || self.media_hours < 1 {
            return Err("poll_seconds, link_hours and media_hours are 1 or more".to_owned());
        }
        if !matches!(self.expired_status, 403 | 410) {
            return Err("expired_status is 403 or 410".to_owned());
        }
        if !(1..=self.most_slots).contains(&self.least_slots) || self.most_slots > 50 {
            return Err("least_slots is 1 to most_slots, most_slots is 50 at most".to_owned());
        }
        let years = 0..=3_650;
        if [self.lead_minutes, self.notice_hours, self.grace_minutes]
            .iter()
            .chain([&self.feedback_hours, &self.horizon_days])
            .chain(&self.video_days)
            .any(|count| !years.contains(count))
        {
            return Err("counts of minutes, hours and days are 0 to 3650".to_owned());
        }
        if !matches!(self.rating_scale, 4 | 5 | 10) {
            return Err("rating_scale is 4, 5 or 10".to_owned());
        }
        self.hearing.check()
    }
}

#[cfg(test)]
mod tests {
    use super::{FirstClaim, Switches};
    use serde_json::json;

    #[test]
    fn a_patch_keeps_what_it_does_not_name() {
        let switches = Switches::default()
            .patched(&json!({ "first_claim": "fails", "zone": "Asia/Kolkata" }))
            .unwrap();
        assert_eq!(switches.first_claim, FirstClaim::Fails);
        let back = switches
            .patched(&json!({ "first_claim": "dice", "zone": null }))
            .unwrap();
        assert_eq!(back, Switches::default());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for patch in [
            json!({ "wording": 12 }),
            json!({ "date_style": 10 }),
            json!({ "zone": "IST" }),
            json!({ "expired_status": 404 }),
            json!({ "poll_seconds": 0 }),
            json!({ "media_hours": 0 }),
            json!({ "self_schedule": "sometimes" }),
            json!({ "least_slots": 9 }),
            json!({ "least_slots": 0 }),
            json!({ "lead_minutes": -1 }),
            json!({ "rating_scale": 0 }),
            json!({ "hearing": { "delay_seconds": -1 } }),
            json!({ "round_rule": "last" }),
            json!({ "silent": true }),
            json!([]),
        ] {
            assert!(Switches::default().patched(&patch).is_err(), "{patch}");
        }
    }
}
