//! What an interview left behind: feedback, its links, and files that were fetched from them.

use fulcrum_domain::journey::JourneyKey;

use super::{Problem, VideoLine};

/// An expert's feedback, as the panel shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedbackBlock {
    /// `strongly_recommended`, `good_fit`, `not_recommended`; `None`: not said in words we know.
    pub outcome: Option<String>,
    /// The vendor's own words for it.
    pub outcome_words: Option<String>,
    /// In the vendor's order.
    pub sections: Vec<FeedbackSection>,
    /// Free text.
    pub summary: Option<String>,
    /// The interviewer as the vendor names them.
    pub interviewer: Option<String>,
    /// When it came, ms.
    pub at_ms: Option<i64>,
    /// The vendor still reviews it.
    pub under_review: bool,
    /// It was shown at this seat.
    pub seen: bool,
    /// The written report.
    pub report: Option<VideoLine>,
}

/// One section of the feedback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedbackSection {
    /// As written.
    pub name: String,
    /// Where one was given.
    pub rating: Option<RatingLine>,
    /// Free text, `""` when there is none.
    pub comment: String,
}

/// A rating on the scale it was given on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingLine {
    /// As written, e.g. `4/5`.
    pub as_written: String,
    /// Tenths of a point.
    pub tenths: u32,
    /// Tenths of the highest point.
    pub out_of_tenths: u32,
}

/// The time of an interview as a note gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterviewTime {
    /// Begins, ms; `None`: uncertain.
    pub at_ms: Option<i64>,
    /// IANA zone that was named with it.
    pub zone: Option<String>,
    /// An uncertain time in the vendor's words.
    pub as_written: Option<String>,
    /// Why it is uncertain (`ambiguous_zone`, `no_zone`, `ambiguous_day`, …).
    pub why: Option<String>,
}

/// Which of an interview's links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResultPart {
    /// The written report.
    Report,
    /// The recording.
    Video,
}

/// A file that is being fetched, or was, or one that was written here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    /// Names it until it is let go; counts from 1 with each start of the program.
    pub id: u32,
    /// The interview it belongs to; `None`: a calendar of several.
    pub journey: Option<JourneyKey>,
    /// The link it comes from; `None`: written here.
    pub part: Option<ResultPart>,
    /// The file's name without its folder; names no candidate.
    pub name: String,
    /// How far it is.
    pub state: DownloadState,
    /// Bytes here.
    pub received: i64,
    /// Bytes in all, where the server said.
    pub total: Option<i64>,
    /// Why it stopped by itself.
    pub problem: Option<Problem>,
}

/// How far a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DownloadState {
    /// On its way.
    Running,
    /// Stopped; what is here stays and can be resumed.
    Stopped,
    /// Whole, in the person's folder for downloads.
    Done,
}
