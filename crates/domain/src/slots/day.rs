//! Day words, and the dates they can mean.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::why::Why;

/// What is possible, and why it asks where that is not exactly one thing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choice<T> {
    pub(super) values: Vec<T>,
    pub(super) why: Option<Why>,
}

impl<T: PartialEq> Choice<T> {
    pub(super) fn certain(value: T) -> Self {
        Self {
            values: vec![value],
            why: None,
        }
    }

    pub(super) fn ask(why: Why, values: Vec<T>) -> Self {
        Self {
            values,
            why: Some(why),
        }
    }

    /// Certain where all values are the same.
    pub(super) fn unless_same(why: Why, values: Vec<T>) -> Self {
        let mut different: Vec<T> = Vec::new();
        for value in values {
            if !different.contains(&value) {
                different.push(value);
            }
        }
        let why = (different.len() != 1).then_some(why);
        Self {
            values: different,
            why,
        }
    }
}

/// Which of the weekdays of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Not said.
    Bare,
    /// "next Tue".
    Next,
    /// "this Tue".
    This,
    /// "the coming Tue".
    Coming,
    /// "every Tue", "Tuesdays", "Tuesday week".
    Any,
}

/// The part of a day's words that gives a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateWords {
    /// None.
    Nothing,
    /// "the 27th".
    OfMonth(u32),
    /// "27 Oct".
    MonthDay { month: u32, day: u32 },
    /// `10/11`.
    EitherOrder {
        first: u32,
        second: u32,
        year: Option<i32>,
    },
    /// With the year.
    Full(NaiveDate),
    /// "tomorrow" is 1.
    FromToday(u64),
    /// "31 November".
    Never,
}

/// One day as it was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) weekday: Option<Weekday>,
    pub(super) which: Which,
    pub(super) date: DateWords,
}

/// A week that was named for several days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Week {
    This,
    Next,
    /// "the week after next", "the following week", "in two weeks".
    Unclear,
}

/// Nobody offers an interview further ahead than this without naming the year, days.
const HALF_A_YEAR: i64 = 183;

fn ahead(date: NaiveDate, today: NaiveDate) -> i64 {
    date.signed_duration_since(today).num_days()
}

fn plus(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

fn minus(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}

/// Days from one weekday to the next of the other, 0 to 6.
fn steps(from: Weekday, to: Weekday) -> u64 {
    u64::from((7 + to.num_days_from_monday() - from.num_days_from_monday()) % 7)
}

/// That weekday in the week after this one. On a Sunday the week that begins tomorrow is "next" to some and "this" to
/// others, and a Sunday opens or closes its week.
fn in_next_week(weekday: Weekday, today: NaiveDate) -> Vec<NaiveDate> {
    let monday = plus(today, 7 - u64::from(today.weekday().num_days_from_monday()));
    let date = plus(monday, u64::from(weekday.num_days_from_monday()));
    let mut dates = vec![date];
    if weekday == Weekday::Sun {
        dates.push(minus(date, 7));
    } else if today.weekday() == Weekday::Sun {
        dates.push(plus(date, 7));
    }
    dates.sort();
    dates
}

impl Day {
    pub(super) fn of_weekday(weekday: Weekday) -> Self {
        Self {
            weekday: Some(weekday),
            which: Which::Bare,
            date: DateWords::Nothing,
        }
    }

    pub(super) fn of_date(date: DateWords) -> Self {
        Self {
            weekday: None,
            which: Which::Bare,
            date,
        }
    }

    /// The dates this day can be, said on `today`. `week` is the week its sentence names; `earlier_week` one that an
    /// earlier sentence named, which may or may not still hold.
    pub(super) fn dates(
        &self,
        today: NaiveDate,
        week: Option<Week>,
        earlier_week: Option<Week>,
    ) -> Choice<NaiveDate> {
        match (self.date, self.weekday) {
            (DateWords::Nothing, Some(weekday)) => {
                self.weekday_dates(weekday, today, week, earlier_week)
            }
            (DateWords::Nothing, None) => Choice::ask(Why::CouldNotBeRead, Vec::new()),
            (DateWords::Never, _) => Choice::ask(Why::NoSuchDay, Vec::new()),
            (DateWords::OfMonth(day), weekday) => of_month(day, weekday, today),
            (DateWords::FromToday(days), weekday) => {
                agree(Choice::certain(plus(today, days)), weekday, today)
            }
            (DateWords::Full(date), weekday) if date < today => {
                let why = match weekday {
                    Some(weekday) if date.weekday() != weekday => Why::WeekdayAndDateDisagree,
                    _ => Why::Over,
                };
                Choice::ask(why, Vec::new())
            }
            (DateWords::Full(date), weekday) => agree(Choice::certain(date), weekday, today),
            (DateWords::MonthDay { month, day }, weekday) => month_day(month, day, weekday, today),
            (
                DateWords::EitherOrder {
                    first,
                    second,
                    year,
                },
                weekday,
            ) => either_order(first, second, year, weekday, today),
        }
    }

    fn weekday_dates(
        &self,
        weekday: Weekday,
        today: NaiveDate,
        week: Option<Week>,
        earlier_week: Option<Week>,
    ) -> Choice<NaiveDate> {
        let coming = plus(today, steps(today.weekday(), weekday));
        let after_today = if coming == today {
            plus(today, 7)
        } else {
            coming
        };
        match (self.which, week) {
            (Which::Any, _) => Choice::ask(Why::WhichWeek, vec![after_today]),
            (Which::Next, _) => {
                let mut dates = vec![after_today];
                dates.extend(in_next_week(weekday, today));
                Choice::unless_same(Why::ThisWeekOrNext, dates)
            }
            (Which::Coming, _) => Choice::certain(after_today),
            (Which::This, _) | (Which::Bare, Some(Week::This)) => {
                let left = u64::from(6 - today.weekday().num_days_from_monday());
                if coming <= plus(today, left) {
                    Choice::certain(coming)
                } else {
                    Choice::ask(Why::Over, vec![coming])
                }
            }
            (Which::Bare, Some(Week::Next)) => {
                Choice::unless_same(Why::ThisWeekOrNext, in_next_week(weekday, today))
            }
            (Which::Bare, Some(Week::Unclear)) => Choice::ask(Why::WhichWeek, Vec::new()),
            (Which::Bare, None) => match earlier_week {
                Some(Week::Next) => {
                    let mut dates = in_next_week(weekday, today);
                    dates.push(coming);
                    Choice::unless_same(Why::ThisWeekOrNext, dates)
                }
                Some(Week::Unclear) => Choice::ask(Why::WhichWeek, vec![coming]),
                _ if coming == today => Choice::ask(Why::TodayOrInAWeek, vec![today, after_today]),
                _ => Choice::certain(coming),
            },
        }
    }
}

/// Holds a date against the weekday that was named beside it.
fn agree(
    dates: Choice<NaiveDate>,
    weekday: Option<Weekday>,
    today: NaiveDate,
) -> Choice<NaiveDate> {
    let Some(weekday) = weekday else {
        return dates;
    };
    let fitting: Vec<NaiveDate> = dates
        .values
        .iter()
        .copied()
        .filter(|date| date.weekday() == weekday)
        .collect();
    match fitting.as_slice() {
        [_] if dates.why != Some(Why::Over) => Choice {
            values: fitting,
            why: None,
        },
        [] if !dates.values.is_empty() => {
            let mut values = dates.values;
            values.push(plus(today, steps(today.weekday(), weekday)));
            Choice::ask(Why::WeekdayAndDateDisagree, values)
        }
        _ => dates,
    }
}

fn of_month(day: u32, weekday: Option<Weekday>, today: NaiveDate) -> Choice<NaiveDate> {
    if !(1..=31).contains(&day) {
        return Choice::ask(Why::NoSuchDay, Vec::new());
    }
    let months = |back: bool| {
        (0..3u32).filter_map(move |step| {
            let months = chrono::Months::new(step);
            let first = today.with_day(1)?;
            let month = if back {
                first.checked_sub_months(months)?
            } else {
                first.checked_add_months(months)?
            };
            month.with_day(day)
        })
    };
    let Some(next) = months(false).find(|date| *date >= today) else {
        return Choice::ask(Why::NoSuchDay, Vec::new());
    };
    let Some(weekday) = weekday else {
        // In another month and far: the day that has just been may be meant.
        return if next.month() == today.month() || ahead(next, today) <= 21 {
            Choice::certain(next)
        } else {
            Choice::ask(Why::WhichMonthOrYear, vec![next])
        };
    };
    if next.weekday() == weekday {
        return Choice::certain(next);
    }
    let was = months(true).find(|date| *date < today);
    if was.is_some_and(|date| date.weekday() == weekday && ahead(date, today) >= -31) {
        return Choice::ask(Why::Over, Vec::new());
    }
    match months(false).find(|date| *date >= today && date.weekday() == weekday) {
        Some(later) => Choice::ask(Why::WeekdayAndDateDisagree, vec![next, later]),
        None => agree(Choice::certain(next), Some(weekday), today),
    }
}

/// A date without a year: this year's while it is ahead; next year's only if that is near.
fn month_day(
    month: u32,
    day: u32,
    weekday: Option<Weekday>,
    today: NaiveDate,
) -> Choice<NaiveDate> {
    let on = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    let year = today.year();
    if NaiveDate::from_ymd_opt(2024, month, day).is_none() {
        return Choice::ask(Why::NoSuchDay, Vec::new());
    }
    match (on(year), on(year + 1)) {
        (Some(date), next) if date >= today => {
            let was_lately = on(year - 1).is_some_and(|was| ahead(was, today) >= -31);
            if was_lately && ahead(date, today) > HALF_A_YEAR {
                return Choice::ask(Why::WhichMonthOrYear, vec![date]);
            }
            // The weekday may contradict this year and fit the next: too far to be sure, near enough to be shown.
            match (weekday, next) {
                (Some(weekday), Some(next))
                    if date.weekday() != weekday && next.weekday() == weekday =>
                {
                    Choice::ask(Why::WeekdayAndDateDisagree, vec![date, next])
                }
                _ => agree(Choice::certain(date), weekday, today),
            }
        }
        (Some(date), Some(next)) => {
            let fits = weekday
                .is_some_and(|weekday| next.weekday() == weekday && date.weekday() != weekday);
            if ahead(next, today) <= HALF_A_YEAR || (fits && ahead(date, today) < -31) {
                agree(Choice::certain(next), weekday, today)
            } else {
                Choice::ask(Why::Over, vec![next])
            }
        }
        (_, Some(next)) if ahead(next, today) <= HALF_A_YEAR => {
            agree(Choice::certain(next), weekday, today)
        }
        // 29 February of a year that has none.
        _ => Choice::ask(Why::NoSuchDay, Vec::new()),
    }
}

fn either_order(
    first: u32,
    second: u32,
    year: Option<i32>,
    weekday: Option<Weekday>,
    today: NaiveDate,
) -> Choice<NaiveDate> {
    let read = |month: u32, day: u32| match year {
        None => month_day(month, day, None, today),
        Some(year) => match NaiveDate::from_ymd_opt(year, month, day) {
            None => Choice::ask(Why::NoSuchDay, Vec::new()),
            Some(date) if date < today => Choice::ask(Why::Over, Vec::new()),
            Some(date) => Choice::certain(date),
        },
    };
    let day_first = read(second, first);
    if first == second {
        return agree(day_first, weekday, today);
    }
    let month_first = read(first, second);
    let mut values = day_first.values;
    values.extend(month_first.values);
    if let Some(weekday) = weekday {
        let fitting: Vec<NaiveDate> = values
            .iter()
            .copied()
            .filter(|date| date.weekday() == weekday)
            .collect();
        return match fitting.as_slice() {
            [_] => Choice {
                values: fitting,
                why: None,
            },
            [] => agree(
                Choice::ask(Why::DayOrMonthFirst, values),
                Some(weekday),
                today,
            ),
            _ => Choice::ask(Why::DayOrMonthFirst, fitting),
        };
    }
    Choice::ask(Why::DayOrMonthFirst, values)
}

/// The dates from one day to another, both included, and why they are not certain.
pub(super) fn span_of(
    first: &Choice<NaiveDate>,
    last: &Choice<NaiveDate>,
    last_is_bare_weekday: bool,
) -> Choice<Vec<NaiveDate>> {
    let (Some(from), Some(named)) = (first.values.first(), last.values.first()) else {
        let why = first.why.clone().or(last.why.clone());
        return Choice::ask(why.unwrap_or(Why::CouldNotBeRead), Vec::new());
    };
    let straddles = named < from;
    let to = if last_is_bare_weekday {
        plus(*from, steps(from.weekday(), named.weekday()))
    } else {
        *named
    };
    let length = ahead(to, *from);
    if !(1..=13).contains(&length) {
        return Choice::ask(Why::SeveralDays, Vec::new());
    }
    let days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day <= to).collect();
    let weekend = |day: &NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let over_weekend = days
        .iter()
        .skip(1)
        .take(days.len().saturating_sub(2))
        .any(weekend)
        && !weekend(&to);
    let why = first
        .why
        .clone()
        .or(if last_is_bare_weekday {
            None
        } else {
            last.why.clone()
        })
        // "Mon-Wed" said on a Tuesday: the rest of this week, or the whole of the next.
        .or((straddles && last_is_bare_weekday).then_some(Why::ThisWeekOrNext))
        .or((straddles && !last_is_bare_weekday).then_some(Why::EndBeforeStart))
        .or(over_weekend.then_some(Why::SeveralDays));
    Choice {
        values: vec![days],
        why,
    }
}
