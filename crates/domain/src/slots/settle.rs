//! From a phrase to slots, or to one question with every reading it can have.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::bind::{Phrase, TextZones};
use super::both_clocks::wall;
use super::clock::{self, Minutes};
use super::day::{Choice, Day, span_of};
use super::mood::Mood;
use super::phrase::{Entry, TimeWords};
use super::place::{PlaceQuestion, place_between};
use super::why::Why;
use super::zone::ZoneWord;
use super::{Answer, Assumed, Found, Question, Slot};

/// More readings than this are no help to anybody.
const MOST_ANSWERS: usize = 9;

/// What holds for the whole text.
pub(super) struct Settler<'a> {
    pub(super) text: &'a str,
    pub(super) zone: Tz,
    pub(super) now_ms: i64,
    pub(super) minutes: Option<u32>,
    /// The text is written on the 24-hour clock.
    pub(super) style_24: bool,
    pub(super) zones: &'a TextZones,
    /// Every zone that some time of the text names.
    pub(super) named: Vec<ZoneWord>,
    /// The day that was named last: a weekday behind it that would lie before it is not certain.
    pub(super) last_day: std::cell::Cell<Option<NaiveDate>>,
    /// The list of days of the time before: a second time on the same days is no step back.
    pub(super) last_list: std::cell::RefCell<Vec<Vec<Entry>>>,
}

/// The slots and the questions of one phrase.
#[derive(Default)]
pub(super) struct Settled {
    pub(super) slots: Vec<Found>,
    pub(super) questions: Vec<Question>,
}

/// One reading of one phrase: dates and a zone.
type Reading = (Vec<NaiveDate>, Minutes, Tz);

impl Settler<'_> {
    pub(super) fn settle(&self, phrase: &Phrase) -> Settled {
        let asks = match (&phrase.mood, &phrase.time) {
            // "not before 3pm" is no refusal of 3pm.
            (Mood::Refused, TimeWords::Asks(..)) => Some(Why::MayBeRefused),
            (Mood::Refused, _) => return Settled::default(),
            (Mood::Asks(why), _) => Some(why.clone()),
            (Mood::Offered, _) => None,
        };
        let (times, note) = self.times(phrase);
        if phrase.days.is_empty() {
            let why = match &phrase.time {
                TimeWords::Asks(why, _) => why.clone(),
                TimeWords::Part(_) => self.unspanned(phrase),
                _ => Why::WhichDay,
            };
            return self.ask(phrase, asks.unwrap_or(why), Vec::new());
        }
        let unclear = (phrase.day_unclear || phrase.days.len() != 1).then_some(Why::WhichDay);
        let mut settled = Settled::default();
        // Certain days share one question about the time or the zone; an uncertain day has one of its own.
        let again = *self.last_list.borrow() == phrase.days;
        self.last_list.replace(phrase.days.clone());
        let mut together: Vec<NaiveDate> = Vec::new();
        let mut apart: Vec<Choice<Vec<NaiveDate>>> = Vec::new();
        for entry in phrase.days.iter().flatten() {
            let mut dates = self.dates(entry, phrase);
            if !again {
                dates = self.after_the_last(entry, phrase, dates);
            }
            match (&dates.why, dates.values.as_slice()) {
                (None, [only]) if unclear.is_none() => together.extend(only),
                _ => apart.push(dates),
            }
        }
        if let Some(why) = unclear {
            let values = apart.into_iter().flat_map(|dates| dates.values).collect();
            apart = vec![Choice::ask(why, values)];
        }
        if !together.is_empty() {
            apart.insert(0, Choice::certain(together));
        }
        for dates in apart {
            self.settle_days(phrase, &dates, &times, note, asks.as_ref(), &mut settled);
        }
        settled
    }

    fn settle_days(
        &self,
        phrase: &Phrase,
        dates: &Choice<Vec<NaiveDate>>,
        times: &Choice<Minutes>,
        note: Option<Assumed>,
        asks: Option<&Why>,
        settled: &mut Settled,
    ) {
        let mut why = asks.cloned();
        let mut readings: Vec<Reading> = Vec::new();
        let mut zone_why = None;
        for days in &dates.values {
            for time in &times.values {
                let zones = self.zones_of(phrase, days, *time);
                zone_why = zone_why.or(zones.why);
                readings.extend(zones.values.iter().map(|zone| (days.clone(), *time, *zone)));
            }
        }
        if times.values.is_empty() {
            zone_why = None;
        }
        why = why.or(dates.why.clone()).or(times.why.clone()).or(zone_why);
        let mut answers: Vec<Answer> = Vec::new();
        let mut refused: Option<PlaceQuestion> = None;
        let mut over = false;
        let mut dropped_today = 0;
        for (days, time, zone) in &readings {
            match self.place(days, *time, *zone) {
                Ok(slots) if slots.iter().any(|slot| slot.start_ms <= self.now_ms) => {
                    over = true;
                    dropped_today +=
                        usize::from(slots.iter().all(|slot| slot.end_ms <= self.now_ms));
                }
                Ok(slots) => {
                    let answer = Answer::Slots { slots, zone: *zone };
                    if !answers.contains(&answer) {
                        answers.push(answer);
                    }
                }
                Err(question) => refused = refused.or(Some(question)),
            }
        }
        // "Tue" said on a Tuesday about a time that is over: only next week's is left.
        if why == Some(Why::TodayOrInAWeek)
            && dropped_today > 0
            && times.why.is_none()
            && answers.len() == 1
        {
            why = None;
        } else if why.is_none() && over {
            why = Some(Why::Over);
        }
        match (&why, refused) {
            (None, Some(question)) => {
                let (why, more) = refusal(&question);
                answers.extend(more);
                settled
                    .questions
                    .extend(self.ask(phrase, why, answers).questions);
            }
            (None, None) => {
                let Some(Answer::Slots { slots, zone }) = answers.into_iter().next() else {
                    settled
                        .questions
                        .extend(self.ask(phrase, Why::CouldNotBeRead, Vec::new()).questions);
                    return;
                };
                settled.slots.extend(slots.into_iter().map(|slot| Found {
                    slot,
                    span: phrase.span,
                    zone,
                    note,
                }));
            }
            (Some(why), refused) => {
                if let (true, Some(question)) = (answers.is_empty(), refused) {
                    let (_, more) = refusal(&question);
                    answers.extend(more);
                }
                if times.values.is_empty() {
                    answers.extend(
                        dates
                            .values
                            .iter()
                            .flatten()
                            .map(|date| Answer::Day { date: *date }),
                    );
                }
                answers.truncate(MOST_ANSWERS);
                settled
                    .questions
                    .extend(self.ask(phrase, why.clone(), answers).questions);
            }
        }
    }

    fn ask(&self, phrase: &Phrase, why: Why, answers: Vec<Answer>) -> Settled {
        let text = self
            .text
            .get(phrase.span.0..phrase.span.1)
            .unwrap_or_default();
        Settled {
            slots: Vec::new(),
            questions: vec![Question {
                span: phrase.span,
                text: text.to_owned(),
                why,
                answers,
            }],
        }
    }

    fn unspanned(&self, phrase: &Phrase) -> Why {
        let words = self
            .text
            .get(phrase.span.0..phrase.span.1)
            .unwrap_or_default();
        Why::NeedsStartAndEnd {
            words: words.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// The minutes of the day a phrase can mean.
    fn times(&self, phrase: &Phrase) -> (Choice<Minutes>, Option<Assumed>) {
        match &phrase.time {
            TimeWords::Range(from, to, length) => {
                let ranges = clock::range(*from, *to, phrase.part, self.style_24);
                let fits = |wanted: u32| {
                    ranges
                        .values
                        .iter()
                        .any(|(start, end)| i64::from(end - start) == i64::from(wanted))
                };
                match length {
                    Some(None) => (Choice::ask(Why::LengthUnclear, ranges.values), None),
                    Some(Some(wanted)) if !fits(*wanted) => {
                        (Choice::ask(Why::LengthUnclear, ranges.values), None)
                    }
                    _ => (ranges, None),
                }
            }
            TimeWords::Start(start, length) => {
                let starts = clock::start(*start, phrase.part, self.style_24);
                let spans = |minutes: u32| -> Vec<Minutes> {
                    let minutes = i32::try_from(minutes.min(24 * 60)).unwrap_or(0);
                    starts
                        .values
                        .iter()
                        .map(|start| (*start, start + minutes))
                        .collect()
                };
                match (length, self.minutes.filter(|minutes| *minutes > 0)) {
                    (Some(Some(minutes)), _) => (
                        Choice {
                            values: spans(*minutes),
                            why: starts.why.clone(),
                        },
                        None,
                    ),
                    (Some(None), _) => (Choice::ask(Why::LengthUnclear, Vec::new()), None),
                    (None, Some(minutes)) => (
                        Choice {
                            values: spans(minutes),
                            why: starts.why.clone(),
                        },
                        Some(Assumed::UsualLength),
                    ),
                    (None, None) => {
                        let mut values = spans(30);
                        values.extend(spans(60));
                        (
                            Choice::ask(starts.why.clone().unwrap_or(Why::NoEnd), values),
                            None,
                        )
                    }
                }
            }
            TimeWords::Asks(why, proposed) => {
                let values = proposed.map_or_else(Vec::new, |(from, to)| {
                    clock::range(from, to, phrase.part, self.style_24).values
                });
                (Choice::ask(why.clone(), values), None)
            }
            TimeWords::Part(part) => (
                Choice::ask(self.unspanned(phrase), clock::proposals(*part)),
                None,
            ),
            TimeWords::Nothing => (Choice::ask(self.unspanned(phrase), Vec::new()), None),
        }
    }

    /// "Mon 26, …, Fri": the Friday of that week, or the one before it?
    fn after_the_last(
        &self,
        entry: &Entry,
        phrase: &Phrase,
        dates: Choice<Vec<NaiveDate>>,
    ) -> Choice<Vec<NaiveDate>> {
        let ([days], None) = (dates.values.as_slice(), &dates.why) else {
            return dates;
        };
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return dates;
        };
        let bare = match entry {
            Entry::One(day) | Entry::Span(day, _) => {
                day.date == super::day::DateWords::Nothing && day.which == super::day::Which::Bare
            }
            Entry::All => false,
        };
        let again = self.last_day.get().is_some_and(|named| {
            use chrono::Datelike;
            named.weekday() != first.weekday()
        });
        if bare
            && again
            && phrase.week.is_none()
            && self.last_day.get().is_some_and(|named| *first < named)
        {
            let later = days
                .iter()
                .filter_map(|day| day.checked_add_days(Days::new(7)))
                .collect();
            return Choice::ask(Why::ThisWeekOrNext, vec![days.clone(), later]);
        }
        self.last_day.set(Some(*last));
        dates
    }

    fn dates(&self, entry: &Entry, phrase: &Phrase) -> Choice<Vec<NaiveDate>> {
        let today = wall(self.now_ms, self.zone).date();
        let read = |day: &Day, today: NaiveDate| day.dates(today, phrase.week, phrase.earlier_week);
        match entry {
            Entry::One(day) => {
                let here = read(day, today);
                // "tomorrow 9am PT" written in Tokyo: whose tomorrow?
                if let Some(ZoneWord::Is(other)) = phrase.zone {
                    let there = wall(self.now_ms, other).date();
                    let elsewhere = read(day, there);
                    if there != today && elsewhere.values != here.values && here.why.is_none() {
                        let values = here
                            .values
                            .iter()
                            .chain(&elsewhere.values)
                            .map(|date| vec![*date])
                            .collect();
                        return Choice::ask(Why::WhichDay, values);
                    }
                }
                Choice {
                    values: here.values.iter().map(|date| vec![*date]).collect(),
                    why: here.why,
                }
            }
            Entry::Span(from, to) => {
                let bare = to.weekday.is_some() && to.date == super::day::DateWords::Nothing;
                span_of(&read(from, today), &read(to, today), bare)
            }
            Entry::All => {
                let days = today
                    .iter_days()
                    .skip(1)
                    .filter(|day| {
                        !matches!(
                            chrono::Datelike::weekday(day),
                            chrono::Weekday::Sat | chrono::Weekday::Sun
                        )
                    })
                    .take(5)
                    .collect();
                Choice::ask(Why::WhichWeek, vec![days])
            }
        }
    }

    /// The zones a phrase can be read in; readings that come to the same instants are one.
    fn zones_of(&self, phrase: &Phrase, days: &[NaiveDate], time: Minutes) -> Choice<Tz> {
        let Some(first) = days.first() else {
            return Choice::certain(self.zone);
        };
        let named = |word: &ZoneWord| {
            let (zones, why) = word.zones(*first, self.zone);
            Choice { values: zones, why }
        };
        let choice = match (&phrase.zone, &self.zones.all) {
            (Some(own), _) => named(own),
            (None, Some(all)) => named(all),
            (None, None) => {
                let mut zones = vec![self.zone];
                for word in phrase.zone_beside.iter().chain(&self.named) {
                    zones.extend(word.zones(*first, self.zone).0);
                }
                zones.extend(&self.zones.places);
                Choice::unless_same(Why::ZoneNamedElsewhere, zones)
            }
        };
        let mut values: Vec<Tz> = Vec::new();
        for zone in choice.values {
            let same = |other: &Tz| {
                self.place(days, time, *other).ok() == self.place(days, time, zone).ok()
                    && self.place(days, time, zone).is_ok()
            };
            if !values.iter().any(same) && !values.contains(&zone) {
                values.push(zone);
            }
        }
        let settled = values.len() == 1;
        match choice.why {
            Some(why) if !settled => Choice::ask(why, values),
            _ => Choice { values, why: None },
        }
    }

    fn place(
        &self,
        days: &[NaiveDate],
        time: Minutes,
        zone: Tz,
    ) -> Result<Vec<Slot>, PlaceQuestion> {
        days.iter()
            .map(|day| {
                let start = at_minute(*day, time.0).ok_or(PlaceQuestion::OutOfRange)?;
                let end = at_minute(*day, time.1).ok_or(PlaceQuestion::OutOfRange)?;
                place_between(start, end, zone)
            })
            .collect()
    }
}

fn at_minute(day: NaiveDate, minute: i32) -> Option<NaiveDateTime> {
    let days = u64::try_from(minute.div_euclid(1_440)).ok()?;
    let minute = u32::try_from(minute.rem_euclid(1_440)).ok()?;
    let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0)?;
    Some(day.checked_add_days(Days::new(days))?.and_time(time))
}

/// What a refusal of [`place_between`] asks.
fn refusal(question: &PlaceQuestion) -> (Why, Vec<Answer>) {
    let sentence = question.sentence();
    match question {
        PlaceQuestion::DoesNotExist { .. } => (Why::DoesNotExist { sentence }, Vec::new()),
        PlaceQuestion::HappensTwice {
            zone,
            earlier,
            later,
            ..
        } => {
            let answers = [earlier.0, later.0]
                .into_iter()
                .flatten()
                .map(|slot| Answer::Slots {
                    slots: vec![slot],
                    zone: *zone,
                })
                .collect();
            (Why::HappensTwice { sentence }, answers)
        }
        PlaceQuestion::EndBeforeStart => (Why::EndBeforeStart, Vec::new()),
        PlaceQuestion::OutOfRange => (Why::CouldNotBeRead, Vec::new()),
    }
}

impl Settler<'_> {
    /// A time said twice, for two zones: one slot where both say the same instants, else a question about either.
    pub(super) fn restated(
        &self,
        before: &mut Settled,
        first: &Phrase,
        now: Settled,
        second: &Phrase,
    ) -> Settled {
        let instants = |settled: &Settled| -> Vec<Slot> {
            settled.slots.iter().map(|found| found.slot).collect()
        };
        let asked = !before.questions.is_empty() || !now.questions.is_empty();
        if asked || instants(before) == instants(&now) {
            return if asked { now } else { Settled::default() };
        }
        let answers = |settled: &Settled| -> Vec<Answer> {
            settled
                .slots
                .iter()
                .map(|found| Answer::Slots {
                    slots: vec![found.slot],
                    zone: found.zone,
                })
                .collect()
        };
        let again = self.ask(second, Why::ZonesDisagree, answers(&now));
        *before = self.ask(first, Why::ZonesDisagree, answers(before));
        again
    }
}
