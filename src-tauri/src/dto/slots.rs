//! The slot editor.

use fulcrum_app::view;

use super::{Ms, OpportunityId, Vendor, Wire, choice, shown};

choice! {
    SlotStage = view::SlotStage { Wanted, Given, Scheduled, Over }
    SlotSpanKind = view::SlotSpanKind { Found, Question, LeftOut }
}

shown! {
    SlotDesk = view::SlotDesk {
        opportunity: OpportunityId, name: String, posting: Option<String>, vendor: Vendor, round: Option<String>,
        minutes: u32, stage: SlotStage, since_ms: Option<Ms>, scheduled: Option<SlotTimes>,
        given_here_ms: Option<Ms>, candidate: SlotZone, recruiter: SlotZone, link: Option<SlotLink>, sends: bool, draft: Option<SlotDraft>,
    }
    SlotZone = view::SlotZone {
        zone: Option<String>, city: String, confirmed: bool, basis: Option<String>, offset_minutes: i32,
    }
    SlotLink = view::SlotLink { host: String, pinned: bool, noted_at_ms: Option<Ms> }
    SlotReading = view::SlotReading {
        zone: Option<SlotZone>, spans: Vec<SlotSpan>, slots: Vec<SlotLine>, questions: Vec<SlotQuestion>, findings: Vec<SlotFinding>,
        week: SlotWeek, changes: Vec<SlotClockChange>, obstacles: Vec<String>, text: String,
    }
    SlotSpan = view::SlotSpan { start: u32, end: u32, kind: SlotSpanKind }
    SlotLine = view::SlotLine {
        key: String, number: u32, words: Option<String>, question: Option<String>, usual_length: bool,
        times: SlotTimes,
    }
    SlotTimes = view::SlotTimes { start_ms: Ms, end_ms: Ms, candidate: SlotWall, recruiter: SlotWall }
    SlotWall = view::SlotWall { date: String, start_minute: u32, end_minute: u32 }
    SlotQuestion = view::SlotQuestion { key: String, words: String, why: String, answers: Vec<SlotReadingChoice> }
    SlotReadingChoice = view::SlotReadingChoice { slots: Vec<SlotTimes>, date: String }
    SlotFinding = view::SlotFinding { key: String, code: String, sentence: String }
    SlotWeek = view::SlotWeek {
        days: Vec<SlotDay>, before: Option<String>, after: String, hours: Vec<SlotHour>, apart_minutes: i32,
    }
    SlotDay = view::SlotDay { date: String, apart_minutes: i32, past_minutes: u32 }
    SlotHour = view::SlotHour { candidate: String, recruiter: String }
    SlotClockChange = view::SlotClockChange {
        date: String, city: String, candidate: bool, change_minutes: i32, before_minutes: i32, after_minutes: i32,
        before_day: Option<u32>,
    }
    ZoneChoice = view::ZoneChoice { zone: String, city: String, offset: String }
}

/// Slots were given. The address stays on this side: the shell has opened it.
#[derive(Clone, Debug, serde::Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SlotsGiven {
    pub(crate) slots: u32,
    pub(crate) sent: bool,
    pub(crate) noted: bool,
    pub(crate) note_problem: Option<String>,
}

impl Wire<SlotsGiven> for view::SlotsGiven {
    fn wire(self) -> SlotsGiven {
        SlotsGiven {
            slots: self.slots,
            sent: self.sent,
            noted: self.noted,
            note_problem: self.note_problem,
        }
    }
}

/// Declares a wire struct that the window sends, and gets back as it was kept.
macro_rules! entered {
    ($($(#[$doc:meta])* $name:ident = $view:path { $($field:ident: $type:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Serialize, serde::Deserialize, specta::Type)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $name {
            $(pub(crate) $field: $type,)+
        }

        impl Wire<$name> for $view {
            fn wire(self) -> $name {
                $name { $($field: self.$field.wire(),)+ }
            }
        }

        impl Wire<$view> for $name {
            fn wire(self) -> $view {
                $view { $($field: self.$field.wire(),)+ }
            }
        }
    )+};
}

entered! {
    /// Everything the person has entered so far.
    SlotDraft = view::SlotDraft {
        text: String, zone: String, confirmed: bool, drawn: Vec<DrawnSlot>, answers: Vec<SlotAnswer>,
        left_out: Vec<String>,
    }
    DrawnSlot = view::DrawnSlot { id: u32, date: String, start_minute: u32, end_minute: u32 }
    SlotAnswer = view::SlotAnswer { question: String, choice: Option<u32> }
    SlotWeekChoice = view::SlotWeekChoice { date: Option<String>, weekend: bool }
}
