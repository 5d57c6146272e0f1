//! An interview held by an expert, in the field's words: who, when, which round, with what outcome. JobTwine's notes are
//! read into these.

use serde::{Deserialize, Serialize};

/// What the expert recommends. The vendor knows three values; its own words are kept beside ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// `Strongly Recommended`.
    StronglyRecommended,
    /// `Is a Good Fit`.
    GoodFit,
    /// `Not Recommended`.
    NotRecommended,
}

/// Who cancelled, or who did not appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The candidate.
    Candidate,
    /// The hiring side: recruiter, hiring team, company.
    Client,
    /// The expert who was to interview.
    Interviewer,
    /// The vendor.
    Vendor,
    /// The note does not say.
    Unknown,
}

/// Which round, as far as it was stated.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Round {
    /// From 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// The round's name as written, without the word "round".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Round {
    /// Neither number nor name.
    pub fn is_unstated(&self) -> bool {
        self.number.is_none() && self.name.is_none()
    }
}

/// A time as a note gives it. Only a sure one goes on an agenda.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "time", rename_all = "snake_case")]
pub enum NotedTime {
    /// An instant.
    Sure {
        /// ms since the Unix epoch.
        at_ms: i64,
        /// The writer's offset from UTC then, minutes east.
        offset_minutes: i32,
        /// IANA zone, where one was named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zone: Option<String>,
    },
    /// Shown as written and asked about.
    Unsure {
        /// The note's own words.
        as_written: String,
        /// What is missing or has two meanings.
        why: UnsureTime,
    },
}

impl NotedTime {
    /// The instant, ms; `None` when unsure.
    pub fn at_ms(&self) -> Option<i64> {
        match self {
            Self::Sure { at_ms, .. } => Some(*at_ms),
            Self::Unsure { .. } => None,
        }
    }
}

/// Why a time is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnsureTime {
    /// `IST`, `CST`, `BST`…: one abbreviation, several zones.
    AmbiguousZone,
    /// Winter's abbreviation on a summer day or the other way round: an hour of doubt.
    ZoneOutOfSeason,
    /// No zone at all.
    NoZone,
    /// `08/11`: day and month could be exchanged.
    AmbiguousDay,
    /// `5:00` without a.m. or p.m.
    AmbiguousHour,
    /// No year, and the note's own date does not settle it.
    NoYear,
    /// A time of day without a day.
    NoDate,
    /// A day without a time of day.
    NoTime,
    /// The parts contradict each other (weekday and date, two different times).
    Contradiction,
    /// The clocks skip or repeat that hour.
    ClockChange,
}

impl UnsureTime {
    /// A plain clause, for "not certain: …".
    pub fn words(self) -> &'static str {
        match self {
            Self::AmbiguousZone => "the zone's abbreviation means several zones",
            Self::ZoneOutOfSeason => "the zone's abbreviation does not fit the season",
            Self::NoZone => "no zone is given",
            Self::AmbiguousDay => "day and month could be exchanged",
            Self::AmbiguousHour => "morning or afternoon is not said",
            Self::NoYear => "the year is not given",
            Self::NoDate => "no day is given",
            Self::NoTime => "no time of day is given",
            Self::Contradiction => "its parts contradict each other",
            Self::ClockChange => "the clocks change in that hour",
        }
    }
}

/// Feedback as an expert gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Feedback {
    /// Ours; `None`: not stated, or not in words we know.
    pub outcome: Option<Outcome>,
    /// The vendor's own words for it.
    pub outcome_words: Option<String>,
    /// In the note's order.
    pub sections: Vec<Section>,
    /// Free text.
    pub summary: Option<String>,
    /// The written report. A bearer link: open it, never log it.
    pub report_url: Option<String>,
    /// The recording. A bearer link: open it, never log it.
    pub video_url: Option<String>,
    /// The vendor still reviews it; what it says may change.
    #[serde(default)]
    pub under_review: bool,
}

/// One section of the feedback.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Section {
    /// As written.
    pub name: String,
    /// Where one was given.
    pub rating: Option<Rating>,
    /// Free text, `""` when there is none.
    pub comment: String,
}

/// A rating on the scale it was given on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rating {
    /// As written, e.g. `4/5`.
    pub as_written: String,
    /// Tenths of a point.
    pub tenths: u32,
    /// Tenths of the highest point.
    pub out_of_tenths: u32,
}
