//! The slot editor: what was pasted, drawn and answered, on the candidate's and the recruiter's clock. Dates are
//! `YYYY-MM-DD`, minutes of a day count from midnight on the wall, zones are IANA names, spans count UTF-16 units (what a
//! webview counts).

use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::vendor::Vendor;
use serde::{Deserialize, Serialize};

/// For whom slots are entered, and whether they are still wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotDesk {
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Person's name.
    pub name: String,
    /// Posting's title.
    pub posting: Option<String>,
    /// Whose interview it is.
    pub vendor: Vendor,
    /// The round's name or number, as the vendor's note gives it.
    pub round: Option<String>,
    /// Shortest slot that the round needs, minutes.
    pub minutes: u32,
    /// Where the journey stands.
    pub stage: SlotStage,
    /// Since when, ms; `None` when not known.
    pub since_ms: Option<i64>,
    /// When the interview is, on both clocks, once it is scheduled.
    pub scheduled: Option<SlotTimes>,
    /// Slots were given from this seat, ms.
    pub given_here_ms: Option<i64>,
    /// The candidate's zone.
    pub candidate: SlotZone,
    /// The recruiter's zone.
    pub recruiter: SlotZone,
    /// The vendor's slot page.
    pub link: Option<SlotLink>,
    /// The vendor takes slots itself; otherwise they are copied and its page is opened.
    pub sends: bool,
    /// What was begun here and not sent.
    pub draft: Option<SlotDraft>,
}

/// Whether slots are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotStage {
    /// Asked for, or nothing speaks against entering them.
    Wanted,
    /// Somebody gave slots; more can be given.
    Given,
    /// The interview is scheduled.
    Scheduled,
    /// The interview is over or was called off.
    Over,
}

/// A zone, and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotZone {
    /// IANA name; `None` while nothing is known.
    pub zone: Option<String>,
    /// What people call it: `Chicago`.
    pub city: String,
    /// Said by a person; a guess has to be confirmed before anything is sent.
    pub confirmed: bool,
    /// The words the guess rests on.
    pub basis: Option<String>,
    /// Minutes east of UTC now.
    pub offset_minutes: i32,
}

/// The vendor's slot page, from its note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotLink {
    /// Host shown before it is opened.
    pub host: String,
    /// Opens at once; otherwise asks once.
    pub pinned: bool,
    /// The note was written, ms.
    pub noted_at_ms: Option<i64>,
}

/// Everything the person has entered so far. It goes back and forth whole, so that nothing is kept twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotDraft {
    /// Pasted or typed.
    pub text: String,
    /// The zone the words are read in, IANA.
    pub zone: String,
    /// The person said that this is the zone.
    pub confirmed: bool,
    /// Drawn on the week, or found and moved there.
    pub drawn: Vec<DrawnSlot>,
    /// Answers to questions.
    pub answers: Vec<SlotAnswer>,
    /// Found slots that were taken out, by key.
    pub left_out: Vec<String>,
}

/// A slot drawn on the week, on the candidate's wall clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnSlot {
    /// Chosen by the window; unique in the draft.
    pub id: u32,
    /// The day it starts.
    pub date: String,
    /// Minute of that day.
    pub start_minute: u32,
    /// Minute counted from the same midnight; above 1440 when it ends the next day.
    pub end_minute: u32,
}

/// What the person said to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotAnswer {
    /// The question's key.
    pub question: String,
    /// Which of its answers, from 0; `None`: leave it out.
    pub choice: Option<u32>,
}

/// Which week is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlotWeekChoice {
    /// Any day of it; `None`: the week of the first slot, or of today.
    pub date: Option<String>,
    /// Saturday and Sunday too, even when nothing lies on them.
    pub weekend: bool,
}

/// A draft, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotReading {
    /// The candidate's zone as the draft has it; `None` while it has none.
    pub zone: Option<SlotZone>,
    /// Where in the text something was found, in order, without overlaps.
    pub spans: Vec<SlotSpan>,
    /// By start.
    pub slots: Vec<SlotLine>,
    /// Open questions, in the order of the text.
    pub questions: Vec<SlotQuestion>,
    /// What is wrong with slots.
    pub findings: Vec<SlotFinding>,
    /// The week on screen.
    pub week: SlotWeek,
    /// Clock changes that matter to these slots, or to the week on screen.
    pub changes: Vec<SlotClockChange>,
    /// What stands in the way of sending (`no_slots`, `zone_unknown`, `zone_unconfirmed`, `findings`), the
    /// first thing to do first.
    pub obstacles: Vec<String>,
    /// The slots as text in the candidate's zone, for the clipboard.
    pub text: String,
}

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotSpan {
    /// First UTF-16 unit.
    pub start: u32,
    /// Unit behind the last.
    pub end: u32,
    /// What became of it.
    pub kind: SlotSpanKind,
}

/// What became of a piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotSpanKind {
    /// A slot.
    Found,
    /// An open question.
    Question,
    /// Taken out by the person.
    LeftOut,
}

/// A slot that would be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotLine {
    /// Found: the key of its words. Drawn: `drawn-<id>`.
    pub key: String,
    /// From 1, by start.
    pub number: u32,
    /// The words it was read from; `None` when drawn.
    pub words: Option<String>,
    /// The key of the question whose answer it is, when the person chose this reading of the words.
    pub question: Option<String>,
    /// No end was written; the round's length was taken.
    pub usual_length: bool,
    /// Both clocks.
    pub times: SlotTimes,
}

/// One span of time on both clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotTimes {
    /// Start, ms.
    pub start_ms: i64,
    /// End, ms.
    pub end_ms: i64,
    /// The candidate's clock.
    pub candidate: SlotWall,
    /// The recruiter's clock.
    pub recruiter: SlotWall,
}

/// A slot on one wall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotWall {
    /// The day it starts.
    pub date: String,
    /// Minute of that day.
    pub start_minute: u32,
    /// Counted from the same midnight; above 1440 when it ends the next day.
    pub end_minute: u32,
}

/// Words that need an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotQuestion {
    /// Stays the same while the words do.
    pub key: String,
    /// The words.
    pub words: String,
    /// A plain sentence that says what is not certain.
    pub why: String,
    /// What they could mean; pressing one answers.
    pub answers: Vec<SlotReadingChoice>,
}

/// One thing that words could mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotReadingChoice {
    /// These slots; none when only the day is certain.
    pub slots: Vec<SlotTimes>,
    /// The day, on the candidate's calendar.
    pub date: String,
}

/// What is wrong with a slot, in plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotFinding {
    /// The slot's key.
    pub key: String,
    /// Stable word (`past`, `too_short`, `overlaps`, `ends_before_it_starts`, `too_far_ahead`, `duplicate`,
    /// `cannot_be_placed`).
    pub code: String,
    /// A plain sentence.
    pub sentence: String,
}

/// A week on the candidate's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotWeek {
    /// Five or seven days.
    pub days: Vec<SlotDay>,
    /// Any day of the week before, `None` when it is over; and of the week after.
    pub before: Option<String>,
    /// Any day of the week after.
    pub after: String,
    /// Both scales, one line per full hour of the candidate's day.
    pub hours: Vec<SlotHour>,
    /// How far the recruiter's clock is ahead in this week, minutes; that of the scale.
    pub apart_minutes: i32,
}

/// A day of the week on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotDay {
    /// The day.
    pub date: String,
    /// How far the recruiter's clock is ahead at noon, minutes. Differs from the scale's when clocks change in the week.
    pub apart_minutes: i32,
    /// Minutes of this day that are over: 0 for a day to come, 1440 for a day gone.
    pub past_minutes: u32,
}

/// A line of both scales.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotHour {
    /// The candidate's wall time: `07:00`.
    pub candidate: String,
    /// The recruiter's.
    pub recruiter: String,
}

/// One clock changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotClockChange {
    /// The day on that wall.
    pub date: String,
    /// What people call the zone.
    pub city: String,
    /// It is the candidate's clock.
    pub candidate: bool,
    /// 60 forward, −60 back.
    pub change_minutes: i32,
    /// How far the recruiter's clock is ahead before, minutes.
    pub before_minutes: i32,
    /// And from then on.
    pub after_minutes: i32,
    /// It comes before this day of the week on screen, from 0; `None` when it lies in another week.
    pub before_day: Option<u32>,
}

/// Slots were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotsGiven {
    /// How many.
    pub slots: u32,
    /// The vendor took them itself.
    pub sent: bool,
    /// The checked address of the vendor's page, for the browser; never shown.
    pub link: Option<String>,
    /// The note is in Lever; otherwise it goes there as soon as Lever answers.
    pub noted: bool,
    /// Why the note will not be in Lever, as a sentence, although the vendor has the slots.
    pub note_problem: Option<String>,
}

/// A zone to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneChoice {
    /// IANA name.
    pub zone: String,
    /// What people call it.
    pub city: String,
    /// `UTC−05:00`, now.
    pub offset: String,
}
