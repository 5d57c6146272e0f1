//! Times of day as written, and the minutes of the day they can mean.

use super::day::Choice;
use super::why::Why;

/// What tells the half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Am,
    Pm,
    /// Can only be the 24-hour clock: 13 or more, 0, or a leading zero.
    Day24,
    /// `9 Uhr`, `9h`: the 24-hour clock in writing, and in speech not always.
    Hours,
    /// `10:30`, `11:00`: two digits and minutes. Where no am or pm stands in the text, nobody means the night by it.
    Digits,
    /// Nothing.
    Plain,
    /// In words, or 12 by name.
    Noon,
    Midnight,
}

/// One time of day as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: i32,
    pub(super) minute: i32,
    pub(super) sign: Sign,
}

/// The part of the day named beside a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
    /// "any time", "lunch", "EOD": names no half.
    Vague,
}

/// Start and end in minutes from the midnight the day begins with; an end past 1440 is on the next day.
pub(super) type Minutes = (i32, i32);

const HALF_DAY: i32 = 12 * 60;
const DAY: i32 = 24 * 60;
/// Before seven nobody writes a plain number on the 24-hour clock and is sure to be understood.
const EARLY: i32 = 7;

impl Clock {
    /// As on the 24-hour clock.
    fn as_24(self) -> i32 {
        self.hour * 60 + self.minute
    }

    /// Without what its digits alone tell.
    pub(super) fn undecided(self) -> Self {
        let sign = match self.sign {
            Sign::Digits => Sign::Plain,
            other => other,
        };
        Self { sign, ..self }
    }

    /// In the first half of the day.
    fn first_half(self) -> i32 {
        (self.hour % 12) * 60 + self.minute
    }

    /// Where the sign leaves no doubt.
    fn certain(self) -> Option<i32> {
        match self.sign {
            Sign::Am => Some(self.first_half()),
            Sign::Pm => Some(self.first_half() + HALF_DAY),
            Sign::Day24 => Some(self.as_24()),
            Sign::Noon => Some(HALF_DAY),
            Sign::Digits => Some(self.as_24()),
            Sign::Hours if self.hour >= EARLY => Some(self.as_24()),
            Sign::Hours | Sign::Plain | Sign::Midnight => None,
        }
    }

    fn names_midnight(self) -> bool {
        self.sign == Sign::Midnight
            || (self.sign == Sign::Am && self.hour == 12 && self.minute == 0)
            || (self.sign == Sign::Day24 && self.as_24() % DAY == 0)
    }
}

/// Whether a part of the day and a time agree.
fn within(part: Part, start: i32) -> bool {
    match part {
        Part::Morning => (4 * 60..HALF_DAY).contains(&start),
        Part::Afternoon => (HALF_DAY..19 * 60).contains(&start),
        Part::Evening => (16 * 60..DAY).contains(&start),
        Part::Vague => true,
    }
}

/// The next time at or after which a 12-hour clock shows `clock` after `start`, less than half a day later.
fn next_shown(start: i32, clock: Clock) -> i32 {
    let gap = (clock.first_half() - start).rem_euclid(HALF_DAY);
    start + if gap == 0 { HALF_DAY } else { gap }
}

/// What "from `a` to `b`" can mean. `style_24`: the rest of the text is written on the 24-hour clock.
pub(super) fn range(a: Clock, b: Clock, part: Option<Part>, style_24: bool) -> Choice<Minutes> {
    // A part of the day says more than digits, and "9:00-10:00" begins as it always did.
    let named = part.is_some_and(|part| part != Part::Vague);
    let (a, b) = if named || a.sign == Sign::Plain {
        (a.undecided(), b.undecided())
    } else {
        (a, b)
    };
    let found = match (a.sign, b.sign) {
        _ if a.names_midnight() && a.sign != Sign::Day24 => after_midnight(b),
        (_, Sign::Midnight) => to_midnight(a),
        (Sign::Plain | Sign::Hours, Sign::Plain | Sign::Hours)
            if a.certain().is_none() || b.certain().is_none() =>
        {
            plain_range(a, b, part, style_24)
        }
        _ => match (a.certain(), b.certain()) {
            (Some(start), Some(end)) => both_certain(a, b, start, end),
            (Some(start), None) => open_end(a, start, b),
            (None, Some(end)) => open_start(a, b, end),
            (None, None) => plain_range(a, b, part, style_24),
        },
    };
    let found = match part {
        Some(part)
            if found.why.is_none()
                && !found.values.iter().all(|(start, _)| within(part, *start)) =>
        {
            Choice::ask(Why::CouldNotBeRead, found.values)
        }
        _ => found,
    };
    if found.why.is_none()
        && found
            .values
            .iter()
            .any(|(start, end)| end - start > HALF_DAY)
    {
        return Choice::ask(Why::VeryLong, found.values);
    }
    found
}

/// "midnight to 2am": the night before the day or the one after it.
fn after_midnight(b: Clock) -> Choice<Minutes> {
    let end = match b.certain() {
        Some(end) if end > 0 => end,
        _ => next_shown(0, b),
    };
    Choice::ask(Why::WhichMidnight, vec![(0, end), (DAY, DAY + end)])
}

fn to_midnight(a: Clock) -> Choice<Minutes> {
    match a.certain() {
        Some(start) if start >= HALF_DAY => Choice::certain((start, DAY)),
        Some(start) => Choice::ask(Why::VeryLong, vec![(start, DAY)]),
        None => Choice::ask(
            Why::MorningOrEvening,
            vec![(a.first_half() + HALF_DAY, DAY)],
        ),
    }
}

fn both_certain(a: Clock, b: Clock, start: i32, end: i32) -> Choice<Minutes> {
    if end > start {
        return Choice::certain((start, end));
    }
    let overnight = end + DAY;
    // From the evening over midnight: 11pm to 1am, 22:00 to 00:00.
    let evening = start >= 18 * 60 || (a.sign == Sign::Pm && b.sign == Sign::Am);
    if evening && overnight - start <= HALF_DAY {
        return Choice::certain((start, overnight));
    }
    Choice::ask(Why::EndBeforeStart, Vec::new())
}

/// "11am-1": the end has no half of its own.
fn open_end(a: Clock, start: i32, b: Clock) -> Choice<Minutes> {
    if a.sign == Sign::Day24 || a.sign == Sign::Hours {
        let end = b.as_24();
        if end > start {
            // `09:00-10`, and `08:00-5` where only five in the afternoon is after eight.
            return Choice::certain((start, end));
        }
        if b.hour == 0 || start >= 18 * 60 {
            return both_certain(a, b, start, end);
        }
        return Choice::ask(Why::EndBeforeStart, vec![(start, next_shown(start, b))]);
    }
    let end = next_shown(start, b);
    match end {
        _ if end - start == HALF_DAY => Choice::ask(Why::MorningOrEvening, vec![(start, end)]),
        _ if end > DAY => Choice::ask(Why::MorningOrEvening, vec![(start, end)]),
        _ => Choice::certain((start, end)),
    }
}

/// "9-10:30am", "11-1pm": the start has no half of its own.
fn open_start(a: Clock, b: Clock, end: i32) -> Choice<Minutes> {
    if b.sign == Sign::Day24 || b.sign == Sign::Hours {
        let start = a.as_24();
        if a.hour < 6 && end - start > 6 * 60 {
            return Choice::ask(
                Why::MorningOrEvening,
                vec![(start, end), (start + HALF_DAY, end)]
                    .into_iter()
                    .filter(|(start, end)| start < end)
                    .collect(),
            );
        }
        if a.hour < EARLY && b.hour < 13 {
            // `4-05:30`: only one of the two shows its clock.
            return Choice::ask(Why::MorningOrEvening, vec![(start, end)]);
        }
        return both_certain(a, b, start, end);
    }
    let gap = (end - a.first_half()).rem_euclid(HALF_DAY);
    let start = end - if gap == 0 { HALF_DAY } else { gap };
    if gap == 0 || start < 0 || b.names_midnight() {
        // "10-2am": over midnight, or a slip.
        let from = start.rem_euclid(DAY);
        let to = if end > from { end } else { end + DAY };
        return Choice::ask(Why::MorningOrEvening, vec![(from, to)]);
    }
    Choice::certain((start, end))
}

/// No half named at either end.
fn plain_range(a: Clock, b: Clock, part: Option<Part>, style_24: bool) -> Choice<Minutes> {
    let halves: Vec<Minutes> = [a.first_half(), a.first_half() + HALF_DAY]
        .into_iter()
        .map(|start| (start, next_shown(start, b)))
        .collect();
    if let Some(part) = part.filter(|part| *part != Part::Vague) {
        let fitting: Vec<Minutes> = halves
            .iter()
            .copied()
            .filter(|(start, end)| within(part, *start) && *end <= DAY)
            .collect();
        return match fitting.as_slice() {
            [only] => Choice::certain(*only),
            _ => Choice::ask(Why::MorningOrEvening, halves),
        };
    }
    let written_24 = style_24 || a.sign == Sign::Hours || b.sign == Sign::Hours;
    if written_24 && a.hour >= EARLY && b.as_24() > a.as_24() {
        return Choice::certain((a.as_24(), b.as_24()));
    }
    Choice::ask(Why::MorningOrEvening, halves)
}

/// What a lone start can mean, in minutes of the day.
pub(super) fn start(a: Clock, part: Option<Part>, style_24: bool) -> Choice<i32> {
    let a = if part.is_some_and(|part| part != Part::Vague) {
        a.undecided()
    } else {
        a
    };
    if a.names_midnight() && a.sign != Sign::Day24 {
        return Choice::ask(Why::WhichMidnight, vec![0, DAY]);
    }
    let halves = vec![a.first_half(), a.first_half() + HALF_DAY];
    let found = match a.certain() {
        Some(start) => Choice::certain(start),
        None if part.is_some_and(|part| part != Part::Vague) => {
            let fitting: Vec<i32> = halves
                .iter()
                .copied()
                .filter(|start| part.is_some_and(|part| within(part, *start)))
                .collect();
            match fitting.as_slice() {
                [only] => Choice::certain(*only),
                _ => Choice::ask(Why::MorningOrEvening, halves),
            }
        }
        None if style_24 && a.hour >= EARLY => Choice::certain(a.as_24()),
        None => Choice::ask(Why::MorningOrEvening, halves),
    };
    match part {
        Some(part)
            if found.why.is_none() && !found.values.iter().all(|start| within(part, *start)) =>
        {
            Choice::ask(Why::CouldNotBeRead, found.values)
        }
        _ => found,
    }
}

/// The spans the editor proposes for a part of the day that was offered without times.
pub(super) fn proposals(part: Part) -> Vec<Minutes> {
    let hours: &[(i32, i32)] = match part {
        Part::Morning => &[(9, 10), (8, 12)],
        Part::Afternoon => &[(14, 15), (13, 17)],
        Part::Evening => &[(18, 19), (17, 20)],
        Part::Vague => &[(9, 10), (9, 17)],
    };
    hours
        .iter()
        .map(|(from, to)| (from * 60, to * 60))
        .collect()
}

/// Where am or pm stands anywhere in a text, its digits alone decide nothing: "10:00 or 11:00 pm".
pub(super) fn digits_beside_halves(items: &mut [super::item::Item]) {
    let mut clocks: Vec<&mut Clock> = items
        .iter_mut()
        .filter_map(|item| match &mut item.what {
            super::item::What::Clock(clock) => Some(clock),
            _ => None,
        })
        .collect();
    if clocks
        .iter()
        .any(|clock| matches!(clock.sign, Sign::Am | Sign::Pm))
    {
        for clock in &mut clocks {
            **clock = clock.undecided();
        }
    }
}

/// Whether a text is written on the 24-hour clock: it shows an hour past twelve and no am or pm, or its language
/// (`spoken_24`) writes that way.
pub(super) fn written_24(items: &[super::item::Item], spoken_24: bool) -> bool {
    let sign = |wanted: &dyn Fn(&Clock) -> bool| {
        items.iter().any(|item| match &item.what {
            super::item::What::Clock(clock) => wanted(clock),
            _ => false,
        })
    };
    let halves = sign(&|clock| matches!(clock.sign, Sign::Am | Sign::Pm));
    !halves && (spoken_24 || sign(&|clock| clock.sign == Sign::Day24 && clock.hour >= 13))
}
