//! Feedback, the agenda, files that were fetched or written.

use fulcrum_app::domain::journey;
use fulcrum_app::view;

use super::{Ms, OpportunityId, Problem, Vendor, VideoLine, Wire, choice, shown};

choice! {
    /// Which of an interview's links.
    ResultPart = view::ResultPart { Report, Video }
    DownloadState = view::DownloadState { Running, Stopped, Done }
    DayStanding = view::DayStanding { Past, Today, Ahead }
}

shown! {
    FeedbackBlock = view::FeedbackBlock {
        outcome: Option<String>, outcome_words: Option<String>, sections: Vec<FeedbackSection>,
        summary: Option<String>, interviewer: Option<String>, at_ms: Option<Ms>, under_review: bool, seen: bool,
        report: Option<VideoLine>,
    }
    FeedbackSection = view::FeedbackSection { name: String, rating: Option<RatingLine>, comment: String }
    RatingLine = view::RatingLine { as_written: String, tenths: u32, out_of_tenths: u32 }
    InterviewTime = view::InterviewTime {
        at_ms: Option<Ms>, zone: Option<String>, as_written: Option<String>, why: Option<String>,
    }
    Download = view::Download {
        id: u32, journey: Option<JourneyKey>, part: Option<ResultPart>, name: String, state: DownloadState,
        received: Bytes, total: Option<Bytes>, problem: Option<Problem>,
    }
    Agenda = view::Agenda { zone: String, days: Vec<AgendaDay>, unsure: Vec<AgendaEntry>, today: u32 }
    AgendaDay = view::AgendaDay { date: String, standing: DayStanding, entries: Vec<AgendaEntry> }
    AgendaEntry = view::AgendaEntry {
        journey: JourneyKey, name: String, posting: Option<String>, round_name: Option<String>, time: InterviewTime,
        length_minutes: Option<u32>, interviewer: Option<String>, cancelled: bool,
    }
}

/// Which interview.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JourneyKey {
    opportunity: OpportunityId,
    vendor: Vendor,
    round: u32,
    attempt: u32,
}

impl Wire<JourneyKey> for journey::JourneyKey {
    fn wire(self) -> JourneyKey {
        JourneyKey {
            opportunity: self.opportunity.wire(),
            vendor: self.vendor.wire(),
            round: self.round,
            attempt: self.attempt,
        }
    }
}

impl Wire<journey::JourneyKey> for JourneyKey {
    fn wire(self) -> journey::JourneyKey {
        journey::JourneyKey {
            opportunity: self.opportunity.wire(),
            vendor: self.vendor.wire(),
            round: self.round,
            attempt: self.attempt,
        }
    }
}

/// A number of bytes. JavaScript's numbers hold them exactly up to 9 PB.
#[derive(Clone, Copy, Debug, serde::Serialize, specta::Type)]
#[serde(transparent)]
pub(crate) struct Bytes(#[specta(type = specta_typescript::Number)] i64);

impl Wire<Bytes> for i64 {
    fn wire(self) -> Bytes {
        Bytes(self)
    }
}
