//! The agenda: interviews by day.

use fulcrum_domain::journey::JourneyKey;

use super::InterviewTime;

/// Interviews of one's own candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agenda {
    /// IANA zone of the days and of "today".
    pub zone: String,
    /// Days with something on them, soonest first; of those that are over only this week's.
    pub days: Vec<AgendaDay>,
    /// Interviews whose time nobody can be sure of.
    pub unsure: Vec<AgendaEntry>,
    /// On the present day and not called off.
    pub today: u32,
}

/// One day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaDay {
    /// `YYYY-MM-DD` in the agenda's zone.
    pub date: String,
    /// Before, on or after the present day.
    pub standing: DayStanding,
    /// By time.
    pub entries: Vec<AgendaEntry>,
}

/// Where a day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayStanding {
    /// Over.
    Past,
    /// The present day.
    Today,
    /// To come.
    Ahead,
}

/// One interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaEntry {
    /// Which.
    pub journey: JourneyKey,
    /// The candidate's name.
    pub name: String,
    /// The posting's title.
    pub posting: Option<String>,
    /// The round's name as the vendor writes it.
    pub round_name: Option<String>,
    /// When.
    pub time: InterviewTime,
    /// Minutes; `None`: nobody said.
    pub length_minutes: Option<u32>,
    /// The interviewer as the vendor names them.
    pub interviewer: Option<String>,
    /// Called off.
    pub cancelled: bool,
}
