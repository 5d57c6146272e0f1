//! Why a time is asked about instead of placed: a closed list, each with its plain words.

use serde::{Deserialize, Serialize};

/// Why words became a question. The code is what programs compare, [`Why::sentence`] is what people read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Why {
    /// `10/11`: 10 November or 11 October.
    DayOrMonthFirst,
    /// A time stands without a day, or between two days it could belong to.
    WhichDay,
    /// "next Tuesday" while this week's Tuesday is still to come.
    ThisWeekOrNext,
    /// "Tue", said on a Tuesday before that time.
    TodayOrInAWeek,
    /// "every Tuesday", "weekdays": no single day.
    WhichWeek,
    /// "Mon 27" where the 27th is no Monday.
    WeekdayAndDateDisagree,
    /// The day or the time is over, or was so recently that the past may be meant.
    Over,
    /// The month or the year is not said and more than one is possible.
    WhichMonthOrYear,
    /// "31 November".
    NoSuchDay,
    /// "4 to 5:30": morning or afternoon.
    MorningOrEvening,
    /// "3pm" without a usual length.
    NoEnd,
    /// "Thursday morning", "any time Thursday".
    NeedsStartAndEnd {
        /// The words, as written.
        words: String,
    },
    /// "after 3pm", "until 11".
    OpenEnded,
    /// "around 3pm", "3ish".
    Approximate,
    /// The length that was named does not fit, or is a range itself.
    LengthUnclear,
    /// "3pm to 1pm".
    EndBeforeStart,
    /// Longer than half a day.
    VeryLong,
    /// "Tuesday midnight": the night before it or after it.
    WhichMidnight,
    /// "Mon 9am to Wed 5pm".
    SeveralDays,
    /// An abbreviation of several zones.
    ZoneShared {
        /// As written.
        word: String,
        /// Who uses it, in words.
        used_by: Vec<String>,
    },
    /// "PST" on a day of daylight time, "CEST" in winter.
    ZoneSeason {
        /// As written.
        word: String,
    },
    /// A zone word that is not known here.
    ZoneUnknown {
        /// As written.
        word: String,
    },
    /// "your time": the reader's, which these words do not tell.
    ZoneOfTheReader,
    /// Another place in the text names a zone, this one does not.
    ZoneNamedElsewhere,
    /// Two zones that say different instants.
    ZonesDisagree,
    /// "maybe", "might".
    OnlyMaybe,
    /// "if", "unless", "depending".
    OnlyIf,
    /// May be the time of something else: a flight, a mail, a meeting.
    NotClearlyOffered,
    /// Words of refusal stand beside it.
    MayBeRefused,
    /// Stands in a quotation of somebody else.
    Quoted,
    /// A wall time that clocks skip.
    DoesNotExist {
        /// The whole sentence, as [`super::PlaceQuestion::sentence`] gives it.
        sentence: String,
    },
    /// A wall time that comes twice when clocks go back.
    HappensTwice {
        /// The whole sentence, as [`super::PlaceQuestion::sentence`] gives it.
        sentence: String,
    },
    /// Looks like a time and could not be read.
    CouldNotBeRead,
}

impl Why {
    /// The code, as it is serialised.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DayOrMonthFirst => "day_or_month_first",
            Self::WhichDay => "which_day",
            Self::ThisWeekOrNext => "this_week_or_next",
            Self::TodayOrInAWeek => "today_or_in_a_week",
            Self::WhichWeek => "which_week",
            Self::WeekdayAndDateDisagree => "weekday_and_date_disagree",
            Self::Over => "over",
            Self::WhichMonthOrYear => "which_month_or_year",
            Self::NoSuchDay => "no_such_day",
            Self::MorningOrEvening => "morning_or_evening",
            Self::NoEnd => "no_end",
            Self::NeedsStartAndEnd { .. } => "needs_start_and_end",
            Self::OpenEnded => "open_ended",
            Self::Approximate => "approximate",
            Self::LengthUnclear => "length_unclear",
            Self::EndBeforeStart => "end_before_start",
            Self::VeryLong => "very_long",
            Self::WhichMidnight => "which_midnight",
            Self::SeveralDays => "several_days",
            Self::ZoneShared { .. } => "zone_shared",
            Self::ZoneSeason { .. } => "zone_season",
            Self::ZoneUnknown { .. } => "zone_unknown",
            Self::ZoneOfTheReader => "zone_of_the_reader",
            Self::ZoneNamedElsewhere => "zone_named_elsewhere",
            Self::ZonesDisagree => "zones_disagree",
            Self::OnlyMaybe => "only_maybe",
            Self::OnlyIf => "only_if",
            Self::NotClearlyOffered => "not_clearly_offered",
            Self::MayBeRefused => "may_be_refused",
            Self::Quoted => "quoted",
            Self::DoesNotExist { .. } => "does_not_exist",
            Self::HappensTwice { .. } => "happens_twice",
            Self::CouldNotBeRead => "could_not_be_read",
        }
    }

    /// The plain words.
    pub fn sentence(&self) -> String {
        let fixed = match self {
            Self::DayOrMonthFirst => "The day or the month could come first.",
            Self::WhichDay => "It is not certain which day this belongs to.",
            Self::ThisWeekOrNext => "This could be this week or the week after.",
            Self::TodayOrInAWeek => "This could be today or in a week.",
            Self::WhichWeek => "This could be more than one week.",
            Self::WeekdayAndDateDisagree => "The weekday and the date do not agree.",
            Self::Over => "This day or time is over.",
            Self::WhichMonthOrYear => "The month or the year is not certain.",
            Self::NoSuchDay => "There is no such day.",
            Self::MorningOrEvening => "This could be before or after noon.",
            Self::NoEnd => "No end, and no usual length was given.",
            Self::OpenEnded => "Only a start or only an end was given.",
            Self::Approximate => "The time is only approximate.",
            Self::LengthUnclear => "The length that was given does not fit this time.",
            Self::EndBeforeStart => "The end is before the start.",
            Self::VeryLong => "This is longer than half a day.",
            Self::WhichMidnight => "This could be the night before that day or the night after it.",
            Self::SeveralDays => "This reaches over several days.",
            Self::ZoneOfTheReader => "“Your time” does not say which zone is meant.",
            Self::ZoneNamedElsewhere => {
                "Other words name a time zone, and it is not certain that it holds here."
            }
            Self::ZonesDisagree => "The times given for two zones are not the same moment.",
            Self::OnlyMaybe => "This was offered only as a maybe.",
            Self::OnlyIf => "This was offered only on a condition.",
            Self::NotClearlyOffered => "This may be the time of something else.",
            Self::MayBeRefused => "Words beside it say that some time does not suit.",
            Self::Quoted => "This stands in quoted words of somebody else.",
            Self::CouldNotBeRead => "This looks like a time and could not be read.",
            Self::NeedsStartAndEnd { words } => {
                return format!("“{words}” needs a start and an end.");
            }
            Self::ZoneShared { word, used_by } => {
                return format!("{word} is used by {}.", listed(used_by));
            }
            Self::ZoneSeason { word } => {
                return format!("{word} is not what clocks there show on that day.");
            }
            Self::ZoneUnknown { word } => {
                return format!("“{word}” does not name one known time zone.");
            }
            Self::DoesNotExist { sentence } | Self::HappensTwice { sentence } => {
                return sentence.clone();
            }
        };
        fixed.to_owned()
    }
}

/// "India, Israel and Ireland".
fn listed(names: &[String]) -> String {
    match names {
        [] => "nobody known".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
