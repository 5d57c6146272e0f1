//! The note that says in Lever which slots were offered, and how such a note is known again. It is ours, never a vendor's:
//! it names no link, and a colleague's window that reads it infers that slots were given.

use chrono_tz::Tz;

use crate::evidence::{Confidence, Evidence, Fact, Source};
use crate::interview::Round;
use crate::model::Note;
use crate::slots::{OnTheWall, Slot, both_clocks, city, offset_words};
use crate::vendor::Vendor;

/// What is offered, by whom and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotOffer<'a> {
    /// The candidate's name.
    pub name: &'a str,
    /// Whom the slots are for, as people call it: `JobTwine`.
    pub vendor: &'a str,
    /// Which round.
    pub round: &'a Round,
    /// Who offers.
    pub by: &'a str,
    /// By start.
    pub slots: &'a [Slot],
    /// The candidate's zone.
    pub zone: Tz,
}

const FIRST: &str = "Interview slots for ";
const OFFERED: &str = ", offered to ";
const THROUGH: &str = " through Fulcrum.";
const ROUND: &str = "Round";

impl SlotOffer<'_> {
    /// The note's text.
    pub fn note(&self) -> String {
        let mut lines = vec![format!(
            "{FIRST}{}{OFFERED}{} by {}{THROUGH}",
            one_line(self.name),
            one_line(self.vendor),
            one_line(self.by)
        )];
        lines.extend(round_line(self.round));
        lines.push(self.list());
        lines.push(format!(
            "Times are {} time ({}).",
            city(self.zone),
            self.zone.name()
        ));
        lines.join("\n")
    }

    /// The slots alone, one a line, for the clipboard.
    pub fn list(&self) -> String {
        let lines: Vec<String> = self
            .slots
            .iter()
            .enumerate()
            .map(|(at, slot)| {
                let wall = both_clocks(*slot, self.zone, self.zone).candidate;
                format!("{}. {}", at + 1, line(&wall))
            })
            .collect();
        lines.join("\n")
    }
}

/// `Mon 26 Oct 2026 09:00–10:30 Chicago time (UTC-05:00)`. The offset is that of the slot's start.
fn line(wall: &OnTheWall) -> String {
    let day = |date: chrono::NaiveDate| date.format("%a %-d %b %Y").to_string();
    let clock = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    let end = if wall.end_date == wall.start_date {
        clock(wall.end_time)
    } else {
        format!("{} {}", day(wall.end_date), clock(wall.end_time))
    };
    format!(
        "{} {}–{end} {} time ({})",
        day(wall.start_date),
        clock(wall.start_time),
        city(wall.zone),
        offset_words(wall.offset_minutes)
    )
}

/// Somebody's name must not look like a line of ours, or like a link.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace("://", ": ")
}

/// `Round 2: System design`; as much of it as is known.
fn round_line(round: &Round) -> Option<String> {
    let name = round
        .name
        .as_deref()
        .map(one_line)
        .filter(|name| !name.is_empty());
    match (round.number, name) {
        (Some(number), Some(name)) => Some(format!("{ROUND} {number}: {name}")),
        (Some(number), None) => Some(format!("{ROUND} {number}")),
        (None, Some(name)) => Some(format!("{ROUND}: {name}")),
        (None, None) => None,
    }
}

/// The round that a note of this kind speaks of; `None` when it is no such note. Anybody can write these words, so what
/// follows from them is inferred.
pub fn offered_round(note: &Note) -> Option<Round> {
    if note.deleted_at_ms.is_some() {
        return None;
    }
    let mut lines = note.fields.first()?.value.lines();
    let first = lines.next()?;
    let ours = first.starts_with(FIRST) && first.contains(OFFERED) && first.ends_with(THROUGH);
    if !ours {
        return None;
    }
    let second = lines.next()?;
    let Some(rest) = second.strip_prefix(ROUND) else {
        return second.starts_with("1. ").then(Round::default);
    };
    let (number, name) = rest
        .split_once(": ")
        .map_or((rest, None), |(number, name)| (number, Some(name)));
    let number = number.trim();
    if !(number.is_empty() || number.chars().all(|digit| digit.is_ascii_digit())) {
        return None;
    }
    Some(Round {
        number: number.parse().ok(),
        name: name.map(str::to_owned),
    })
}

/// What such a note proves: slots were given. The vendor did not say so, hence inferred, and told to nobody; what the
/// vendor says afterwards counts more.
pub fn offered(note: &Note, seen_at_ms: i64) -> Option<Evidence> {
    Some(Evidence {
        vendor: Vendor::JobTwine,
        fact: Fact::SlotsGiven {
            round: offered_round(note)?,
        },
        at_ms: Some(note.created_at_ms),
        seen_at_ms,
        source: Source::Note {
            note: note.id.clone(),
        },
        confidence: Confidence::Inferred,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::{NoteId, OpportunityId, UserId};
    use crate::journey::{Link, State};
    use crate::model::NoteField;
    use crate::note_reading::{NoteReading, Patterns, read};
    use crate::sample::jobtwine::{entered, journeys, scheduled, slots_wanted, sure};
    use crate::vendor::VendorSetup;

    const HOUR_MS: i64 = 3_600_000;
    /// 26 October 2026, 14:00 UTC.
    const AT_MS: i64 = 1_793_023_200_000;

    fn offer<'a>(slots: &'a [Slot], name: &'a str, round: &'a Round) -> SlotOffer<'a> {
        SlotOffer {
            name,
            vendor: "JobTwine",
            round,
            by: "Marta Vellinho",
            slots,
            zone: Tz::America__Chicago,
        }
    }

    fn round(number: Option<u32>, name: Option<&str>) -> Round {
        Round {
            number,
            name: name.map(str::to_owned),
        }
    }

    fn note(text: &str) -> Note {
        Note {
            id: NoteId::from("n1"),
            opportunity: OpportunityId::from("o1"),
            author: Some(UserId::from("u1")),
            created_at_ms: AT_MS,
            secret: false,
            deleted_at_ms: None,
            fields: vec![NoteField {
                author: None,
                created_at_ms: AT_MS,
                value: text.to_owned(),
                score: None,
            }],
        }
    }

    fn some_slots() -> Vec<Slot> {
        [0, 24, 9 * 24]
            .map(|hours| Slot {
                start_ms: AT_MS + hours * HOUR_MS,
                end_ms: AT_MS + hours * HOUR_MS + HOUR_MS * 3 / 2,
            })
            .to_vec()
    }

    #[test]
    fn says_everything_in_plain_words() {
        let slots = some_slots();
        insta::assert_snapshot!(
            offer(
                &slots,
                "Γεωργία Θαλασσινοπούλου",
                &round(Some(2), Some("System design"))
            )
            .note()
        );
    }

    #[test]
    fn a_slot_over_midnight_names_both_days() {
        let slots = [Slot {
            start_ms: AT_MS + 14 * HOUR_MS,
            end_ms: AT_MS + 16 * HOUR_MS,
        }];
        let list = offer(&slots, "Ana", &Round::default()).list();
        assert_eq!(
            list,
            "1. Mon 26 Oct 2026 23:00–Tue 27 Oct 2026 01:00 Chicago time (UTC-05:00)"
        );
    }

    #[test]
    fn other_notes_are_not_ours() {
        for text in [
            "",
            "Interview slots for Ana",
            "Please give interview slots for Ana, offered to JobTwine by me through Fulcrum.",
            "JobTwine: please share interview slots for Ana",
        ] {
            assert_eq!(offered_round(&note(text)), None, "{text}");
        }
        let slots = some_slots();
        let mut deleted = note(&offer(&slots, "Ana", &Round::default()).note());
        deleted.deleted_at_ms = Some(AT_MS);
        assert_eq!(offered_round(&deleted), None);
    }

    #[test]
    fn slots_count_as_given_until_the_vendor_says_more() {
        let slots = some_slots();
        let text = offer(&slots, "Ana", &round(Some(1), None)).note();
        let given = offered(&note(&text), AT_MS).unwrap();
        let asked = [
            entered(AT_MS - 3 * HOUR_MS),
            slots_wanted(AT_MS - 2 * HOUR_MS, Some(1)),
        ];
        let last = |evidence: &[Evidence]| journeys(evidence, AT_MS + HOUR_MS).pop().unwrap();
        assert_eq!(last(&asked).state, State::SlotsWanted);

        let mut all = asked.to_vec();
        all.push(given);
        let journey = last(&all);
        assert_eq!(journey.state, State::SlotsGiven);
        let link = journey
            .links
            .iter()
            .find(|step| step.link == Link::SlotsGiven)
            .unwrap();
        assert_eq!(link.confidence, Some(Confidence::Inferred));

        let mut again = all.clone();
        again.push(slots_wanted(AT_MS + HOUR_MS / 2, Some(1)));
        assert_eq!(last(&again).state, State::SlotsWanted, "no expert took one");
        all.push(scheduled(
            AT_MS + HOUR_MS / 2,
            sure(AT_MS + 48 * HOUR_MS),
            Some(1),
        ));
        assert_eq!(last(&all).state, State::Scheduled);
    }

    proptest! {
        #[test]
        fn is_known_again_and_is_no_vendors_note(
            name in ".{0,60}",
            by in ".{0,40}",
            number in proptest::option::of(1_u32..20),
            round_name in proptest::option::of(".{0,40}"),
        ) {
            let slots = some_slots();
            let round = round(number, round_name.as_deref());
            let written = SlotOffer { by: &by, ..offer(&slots, &name, &round) }.note();
            let name = round_name.map(|name| one_line(&name)).filter(|name| !name.is_empty());
            prop_assert_eq!(offered_round(&note(&written)), Some(Round { number, name }));
            let setup = VendorSetup {
                hosts: vec!["app.jobtwine.com".to_owned()],
                ..VendorSetup::unset(Vendor::JobTwine)
            };
            prop_assert_eq!(read(&note(&written), &setup, &Patterns::builtin().unwrap()), NoteReading::NotVendor);
        }
    }
}
