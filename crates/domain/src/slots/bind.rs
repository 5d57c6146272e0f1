//! Which day, part of the day and zone belong to which time.

use chrono_tz::Tz;

use super::clock::Part;
use super::day::{DateWords, Week};
use super::item::{Item, What};
use super::mood::{Heading, Mood, heading, moods};
use super::phrase::{Entry, Is, Node, TimeWords, nodes};
use super::sentence::Sentence;
use super::vocabulary::Class;
use super::why::Why;
use super::zone::ZoneWord;

/// A time with everything that belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// The lists of days it can belong to; exactly one where that is certain.
    pub(super) days: Vec<Vec<Entry>>,
    pub(super) day_unclear: bool,
    pub(super) time: TimeWords,
    pub(super) part: Option<Part>,
    pub(super) zone: Option<ZoneWord>,
    /// A zone named earlier in the sentence for another time.
    pub(super) zone_beside: Option<ZoneWord>,
    pub(super) week: Option<Week>,
    pub(super) earlier_week: Option<Week>,
    pub(super) mood: Mood,
    /// Bytes in the text.
    pub(super) span: (usize, usize),
    /// Says the time before it once more, for another zone: "3pm PT / 6pm ET".
    pub(super) restates: bool,
}

/// What the whole text says about zones.
#[derive(Debug, Default)]
pub(super) struct TextZones {
    /// "All times ET".
    pub(super) all: Option<ZoneWord>,
    /// Cities the writer says to be in.
    pub(super) places: Vec<Tz>,
}

/// Carries what one sentence tells the next ones.
#[derive(Debug, Default)]
pub(super) struct Binder {
    heading: Option<Heading>,
    /// Days of a heading line: they hold for the lines below.
    carried: Option<Vec<Entry>>,
    /// Days named before, that may or may not hold.
    named: Option<Vec<Entry>>,
    week: Option<Week>,
    line_week: Option<Week>,
    pub(super) zones: TextZones,
}

impl Binder {
    /// Reads one sentence. `next` is the one behind it.
    pub(super) fn sentence(
        &mut self,
        items: &[Item],
        sentence: Sentence,
        next: Option<Sentence>,
    ) -> Vec<Phrase> {
        let nodes = nodes(items, sentence);
        let timed = nodes.iter().any(|node| matches!(node.is, Is::Time(_)));
        let ends_line = items
            .get(sentence.end)
            .is_none_or(|item| matches!(item.what, What::Line { .. }));
        let ends_in_colon = items
            .get(sentence.end.saturating_sub(1))
            .is_some_and(|item| item.what == What::Colon);
        self.text_zones(items, sentence, &nodes, timed);
        let moods = moods(items, sentence, self.heading.clone());
        let week = nodes.iter().find_map(|node| match node.is {
            Is::Week(week) => Some(week),
            _ => None,
        });
        let times_below = next.is_some_and(|next| {
            let below = super::phrase::nodes(items, next);
            below.iter().any(|node| matches!(node.is, Is::Time(_)))
                && !below.iter().any(|node| matches!(node.is, Is::Days(_)))
        });
        let mut reader = Reader {
            items,
            sentence,
            nodes: &nodes,
            taken: vec![false; nodes.len()],
            phrases: Vec::new(),
        };
        let heads = !timed && ends_line && (ends_in_colon || times_below);
        reader.times(self.carried.as_ref(), self.named.as_ref());
        if !heads {
            reader.parts();
            reader.lone_days();
        }
        let mut phrases = reader.phrases;
        for (phrase, (first, end)) in &mut phrases {
            phrase.mood = moods.of(*first, *end);
            phrase.week = week.or(self.line_week);
            phrase.earlier_week = self.week;
        }
        let has_days = nodes.iter().any(|node| matches!(node.is, Is::Days(_)));
        phrases.retain(|(phrase, _)| match phrase.time {
            // A day or a part of one is asked about only where it is offered.
            TimeWords::Nothing => {
                phrase.mood == Mood::Offered && (moods.offers() || !only_today(&phrase.days))
            }
            TimeWords::Part(_) => {
                !matches!(phrase.mood, Mood::Refused)
                    && (!phrase.days.is_empty()
                        || ((moods.offers() || has_days) && phrase.mood == Mood::Offered))
            }
            _ => true,
        });
        let last_days = nodes.iter().rev().find_map(|node| match &node.is {
            Is::Days(entries) => Some(entries.clone()),
            _ => None,
        });
        if let Some(days) = last_days {
            self.carried = heads.then(|| days.clone());
            self.named = Some(days);
        }
        if ends_in_colon && !timed {
            self.heading = heading(items, sentence);
        } else if moods.offers() {
            self.heading = None;
        }
        if week.is_some() {
            self.week = week;
            self.line_week = week.filter(|_| ends_in_colon || (heads && !timed));
        }
        phrases.into_iter().map(|(phrase, _)| phrase).collect()
    }

    /// Zones that hold for the whole text, and cities the writer is in.
    fn text_zones(&mut self, items: &[Item], sentence: Sentence, nodes: &[Node], timed: bool) {
        for node in nodes {
            let near = |steps: usize| {
                items
                    .iter()
                    .take(node.first)
                    .skip(sentence.first.max(node.first.saturating_sub(steps)))
            };
            let of_all = || {
                near(4).any(|item| {
                    matches!(
                        item.word.as_str(),
                        "times" | "all" | "everything" | "timezone" | "zone"
                    )
                })
            };
            let zone = match &node.is {
                Is::Zone(zone) => zone.clone(),
                Is::City(city) => {
                    let lives =
                        near(2).any(|item| matches!(item.word.as_str(), "in" | "based" | "from"));
                    if !of_all() {
                        if lives && !beside_time(items, nodes, node) {
                            self.zones.places.push(*city);
                        }
                        continue;
                    }
                    ZoneWord::Is(*city)
                }
                _ => continue,
            };
            let only = !timed
                && items
                    .iter()
                    .take(sentence.end)
                    .skip(sentence.first)
                    .all(|item| {
                        !matches!(item.what, What::Word(Class::Unknown | Class::Elsewhere))
                    });
            let all_behind = items
                .iter()
                .take(sentence.end)
                .skip(node.end)
                .take(3)
                .any(|item| item.word == "times" || item.word == "all")
                && !timed;
            if of_all() || only || all_behind {
                self.zones.all = Some(zone);
            }
        }
    }
}

fn beside_time(items: &[Item], nodes: &[Node], city: &Node) -> bool {
    nodes.iter().any(|node| {
        matches!(node.is, Is::Time(_))
            && node.end <= city.first
            && items
                .iter()
                .take(city.first)
                .skip(node.end)
                .all(|item| matches!(item.what, What::Open | What::Word(Class::Filler)))
    })
}

/// "today" alone says little: people thank for today's talk.
fn only_today(days: &[Vec<Entry>]) -> bool {
    days.iter().flatten().all(|entry| match entry {
        Entry::One(day) => day.date == DateWords::FromToday(0),
        Entry::Span(..) | Entry::All => false,
    })
}

struct Reader<'a> {
    items: &'a [Item],
    sentence: Sentence,
    nodes: &'a [Node],
    taken: Vec<bool>,
    /// With the items each phrase covers.
    phrases: Vec<(Phrase, (usize, usize))>,
}

impl Reader<'_> {
    fn take(&mut self, node: usize) {
        if let Some(taken) = self.taken.get_mut(node) {
            *taken = true;
        }
    }

    fn is_taken(&self, node: usize) -> bool {
        self.taken.get(node).copied().unwrap_or(true)
    }

    fn between(&self, first: usize, end: usize) -> impl Iterator<Item = &Item> {
        self.items.iter().take(end).skip(first)
    }

    /// Nothing but quiet words between two items.
    fn quiet(&self, first: usize, end: usize, comma: bool) -> bool {
        first <= end
            && self.between(first, end).all(|item| {
                matches!(
                    item.what,
                    What::Word(Class::Filler)
                        | What::At
                        | What::Open
                        | What::Colon
                        | What::From
                        | What::Between
                        | What::Close
                ) || (comma && item.what == What::Comma)
            })
    }

    fn days_of(&self, node: usize) -> Option<&Vec<Entry>> {
        match self.nodes.get(node).map(|node| &node.is) {
            Some(Is::Days(entries)) => Some(entries),
            _ => None,
        }
    }

    fn is_time(&self, node: usize) -> bool {
        matches!(self.nodes.get(node).map(|node| &node.is), Some(Is::Time(_)))
    }

    /// The nearest day or time behind a node.
    fn next_of_kind(&self, node: usize) -> Option<usize> {
        (node + 1..self.nodes.len()).find(|at| self.days_of(*at).is_some() || self.is_time(*at))
    }

    fn times(&mut self, carried: Option<&Vec<Entry>>, named: Option<&Vec<Entry>>) {
        let order: Vec<usize> = (0..self.nodes.len())
            .filter(|at| self.days_of(*at).is_some() || self.is_time(*at))
            .collect();
        let time_first = order.first().is_some_and(|first| self.is_time(*first));
        for at in order
            .iter()
            .copied()
            .filter(|at| self.is_time(*at))
            .collect::<Vec<_>>()
        {
            let Some(Node {
                is: Is::Time(time),
                first,
                end,
            }) = self.nodes.get(at).cloned()
            else {
                continue;
            };
            let before = order
                .iter()
                .copied()
                .rfind(|day| *day < at && self.days_of(*day).is_some());
            let after = order
                .iter()
                .copied()
                .find(|day| *day > at && self.days_of(*day).is_some());
            let touching = after.filter(|after| {
                self.next_of_kind(at) == Some(*after)
                    && self.nodes.get(*after).is_some_and(|day| {
                        !self.between(end, day.first).any(|item| {
                            matches!(
                                item.what,
                                What::Comma
                                    | What::Or
                                    | What::And
                                    | What::Semicolon
                                    | What::Slash
                                    | What::To(_)
                            )
                        })
                    })
            });
            let (days, unclear) =
                self.choose(at, before, after, touching, time_first, carried, named);
            let own: Vec<Vec<Entry>> = days
                .iter()
                .filter_map(|day| match day {
                    From::Node(node) => self.days_of(*node).cloned(),
                    From::Before(entries) => Some(entries.clone()),
                })
                .collect();
            let mut covers = (first, end);
            let mut shown = (first, end);
            if let [From::Node(day)] = days.as_slice() {
                let new = !self.is_taken(*day);
                self.take(*day);
                if let Some(day) = self.nodes.get(*day).filter(|_| new) {
                    covers = (covers.0.min(day.first), covers.1.max(day.end));
                    let gap = if day.end <= first {
                        first - day.end
                    } else {
                        day.first.saturating_sub(end)
                    };
                    let crossing = self
                        .phrases
                        .last()
                        .is_some_and(|(_, (_, last))| *last > covers.0);
                    if gap <= 3 && !crossing {
                        shown = covers;
                    }
                }
            } else {
                for day in &days {
                    if let From::Node(day) = day {
                        self.take(*day);
                    }
                }
            }
            let part = self.part_of(at, &mut shown);
            let (zone, zone_beside) = self.zone_of(at, &mut shown);
            let restates = self.phrases.last().is_some_and(|(last, (_, ended))| {
                last.zone.is_some()
                    && zone.is_some()
                    && last.zone != zone
                    && self
                        .between(*ended, first)
                        .any(|item| matches!(item.what, What::Slash | What::Open))
                    && self.between(*ended, first).count() <= 3
            });
            self.push(
                shown,
                covers,
                Phrase {
                    day_unclear: unclear,
                    days: own,
                    time,
                    part,
                    zone,
                    zone_beside,
                    week: None,
                    earlier_week: None,
                    mood: Mood::Offered,
                    span: (0, 0),
                    restates,
                },
            );
        }
    }

    fn push(&mut self, shown: (usize, usize), covers: (usize, usize), mut phrase: Phrase) {
        let start = self.items.get(shown.0).map_or(0, |item| item.start);
        let end = self
            .items
            .get(shown.1.saturating_sub(1))
            .map_or(start, |item| item.end);
        phrase.span = (start, end.max(start));
        self.phrases.push((phrase, covers));
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the neighbours of one time, each of its own kind"
    )]
    fn choose(
        &self,
        at: usize,
        before: Option<usize>,
        after: Option<usize>,
        touching: Option<usize>,
        time_first: bool,
        carried: Option<&Vec<Entry>>,
        named: Option<&Vec<Entry>>,
    ) -> (Vec<From>, bool) {
        let time_behind = |day: usize| {
            self.next_of_kind(day)
                .is_some_and(|next| self.is_time(next))
        };
        if time_first && !(before.is_none() && carried.is_some() && touching.is_none()) {
            return match (before, after, touching) {
                // "9-10am Mon, Tue 2-3pm": the second day belongs to one of the two times.
                (_, _, Some(day))
                    if time_behind(day) && self.days_of(day).is_some_and(|list| list.len() > 1) =>
                {
                    (vec![From::Node(day)], true)
                }
                (_, _, Some(day)) => (vec![From::Node(day)], false),
                (None, Some(day), None) if !time_behind(day) => (vec![From::Node(day)], false),
                (None, Some(day), None) => {
                    // A list of times before one day: "9-10am or 2-3pm on Tue 4-5pm" cannot be told apart.
                    (vec![From::Node(day)], true)
                }
                (Some(day), Some(next), None) if !time_behind(next) => {
                    (vec![From::Node(next), From::Node(day)], true)
                }
                // The list of days stands between two times, and its members may belong to either.
                (Some(day), _, None) => {
                    let list = self.days_of(day).is_some_and(|list| list.len() > 1);
                    let behind_time = (0..day)
                        .rev()
                        .find(|at| self.days_of(*at).is_some() || self.is_time(*at))
                        .is_some_and(|at| self.is_time(at));
                    let joined = self
                        .nodes
                        .get(day)
                        .zip(self.nodes.get(at))
                        .is_some_and(|(day, time)| self.quiet(day.end, time.first, false));
                    (vec![From::Node(day)], list && behind_time && joined)
                }
                (None, None, None) => (
                    named
                        .map(|days| From::Before(days.clone()))
                        .into_iter()
                        .collect(),
                    true,
                ),
            };
        }
        match (before, touching) {
            (Some(day), Some(next)) if self.is_taken(day) && !time_behind(next) => {
                (vec![From::Node(day), From::Node(next)], true)
            }
            (Some(day), _) => (vec![From::Node(day)], false),
            (None, _) => match carried {
                Some(days) => (vec![From::Before(days.clone())], false),
                None => (Vec::new(), true),
            },
        }
    }

    /// A part of the day that tells the half: "Tue morning, 9-10", "3-4 in the afternoon".
    fn part_of(&mut self, at: usize, shown: &mut (usize, usize)) -> Option<Part> {
        let time = self.nodes.get(at)?.clone();
        let mut hint = None;
        if let Some(before) = at.checked_sub(1)
            && let Some(Node {
                is: Is::Part(part),
                first,
                end,
            }) = self.nodes.get(before).cloned()
            && !self.is_taken(before)
            && self.quiet(end, time.first, true)
        {
            self.take(before);
            hint = Some(part);
            shown.0 = shown.0.min(first);
        }
        if let Some(Node {
            is: Is::Part(part),
            first,
            end,
        }) = self.nodes.get(at + 1).cloned()
            && self.quiet(time.end, first, false)
            && hint.is_none()
        {
            self.take(at + 1);
            hint = Some(part);
            shown.1 = shown.1.max(end);
        }
        hint
    }

    /// The zone of a time, and one that only stands near.
    fn zone_of(
        &self,
        at: usize,
        shown: &mut (usize, usize),
    ) -> (Option<ZoneWord>, Option<ZoneWord>) {
        let Some(time) = self.nodes.get(at) else {
            return (None, None);
        };
        let zone_at = |node: usize, after: usize| match self.nodes.get(node) {
            Some(Node {
                is: Is::Zone(zone), ..
            }) => Some(zone.clone()),
            Some(Node {
                is: Is::City(city),
                first,
                ..
            }) if self.quiet(after, *first, false) => Some(ZoneWord::Is(*city)),
            _ => None,
        };
        // The next zone in the sentence, whatever times stand before it: "Tue 3-5pm or Wed 4-5pm PT".
        let mut end = time.end;
        for node in at + 1..self.nodes.len() {
            let Some(following) = self.nodes.get(node) else {
                break;
            };
            if let Some(zone) = zone_at(node, end) {
                if node == at + 1 && self.quiet(time.end, following.first, false) {
                    shown.1 = shown.1.max(following.end);
                }
                // "my time (London)", "my time, CET": the writer says which that is.
                let said = self.nodes.get(node + 1).filter(|next| {
                    zone == ZoneWord::OfTheWriter && self.quiet(following.end, next.first, true)
                });
                let zone = match said.map(|next| &next.is) {
                    Some(Is::Zone(zone)) => zone.clone(),
                    Some(Is::City(city)) => ZoneWord::Is(*city),
                    _ => zone,
                };
                return (Some(zone), None);
            }
            // "10 to 11, London" may name the clock or the office: it is asked about.
            if let Is::City(city) = &following.is
                && node == at + 1
                && self.quiet(end, following.first, true)
            {
                return (None, Some(ZoneWord::Is(*city)));
            }
            end = following.end;
        }
        let mut earlier = None;
        for node in (0..at).rev() {
            if let Some(Is::Zone(zone)) = self.nodes.get(node).map(|node| &node.is) {
                earlier = Some(zone.clone());
                break;
            }
        }
        // A zone before the first time of the sentence holds for all of them.
        let leads = earlier.is_some()
            && self
                .nodes
                .iter()
                .position(|node| matches!(node.is, Is::Zone(_)))
                .zip(
                    self.nodes
                        .iter()
                        .position(|node| matches!(node.is, Is::Time(_))),
                )
                .is_some_and(|(zone, time)| zone < time);
        if leads {
            return (earlier, None);
        }
        (None, earlier)
    }

    /// Parts of the day that no time explains.
    fn parts(&mut self) {
        for at in 0..self.nodes.len() {
            let Some(Node {
                is: Is::Part(part),
                first,
                end,
            }) = self.nodes.get(at).cloned()
            else {
                continue;
            };
            if self.is_taken(at) {
                continue;
            }
            let before = (0..at).rev().find(|day| self.days_of(*day).is_some());
            let after = self.next_of_kind(at).filter(|day| {
                self.days_of(*day).is_some()
                    && !self.is_taken(*day)
                    && self
                        .nodes
                        .get(*day)
                        .is_some_and(|day| self.quiet(end, day.first, false))
            });
            let day = after.or(before);
            let mut shown = (first, end);
            if let Some(day) = day {
                let new = !self.is_taken(day);
                self.take(day);
                if let Some(node) = self.nodes.get(day).filter(|_| new) {
                    let hull = (shown.0.min(node.first), shown.1.max(node.end));
                    if hull.1 - hull.0 <= node.end - node.first + 4 {
                        shown = hull;
                    }
                }
            }
            self.lone(day, shown, TimeWords::Part(part));
        }
        let sentence = self.sentence;
        self.phrases
            .sort_by_key(|(phrase, _)| phrase.span.0.max(sentence.first));
    }

    /// Days that no time belongs to.
    fn lone_days(&mut self) {
        for at in 0..self.nodes.len() {
            if self.days_of(at).is_none() || self.is_taken(at) {
                continue;
            }
            if let Some(shown) = self.nodes.get(at).map(|node| (node.first, node.end)) {
                self.lone(Some(at), shown, TimeWords::Nothing);
            }
        }
        self.phrases.sort_by_key(|(phrase, _)| phrase.span.0);
    }

    fn lone(&mut self, day: Option<usize>, shown: (usize, usize), time: TimeWords) {
        let days = day
            .and_then(|day| self.days_of(day).cloned())
            .into_iter()
            .collect();
        self.push(
            shown,
            shown,
            Phrase {
                days,
                day_unclear: false,
                time,
                part: None,
                zone: None,
                zone_beside: None,
                week: None,
                earlier_week: None,
                mood: Mood::Asks(Why::CouldNotBeRead),
                span: (0, 0),
                restates: false,
            },
        );
    }
}

/// Where the days of a time come from.
enum From {
    Node(usize),
    Before(Vec<Entry>),
}
