//! What the vendor's notes say. The real sentences exist only as pictures, so there are many, unlike one another in order,
//! tone, layout and naming. They are known to the sandbox alone: whoever reads notes must cope with sentences that were
//! never shown to it.

use serde::{Deserialize, Serialize};

use super::feedback::{self, Feedback};
use super::interview::{Claim, Interview};
use super::race::initials;
use super::switches::Switches;
use super::when::{self, STYLES, ZONES};
use super::wordings::{asking, booking, results};
use crate::partner::dice::Dice;
use crate::partner::sentence::filled;

/// How many wordings each kind has.
pub(crate) const WORDINGS: usize = 12;

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// The link, addressed to the owner.
    SlotsWanted,
    /// The job has no rounds.
    AwaitingRounds,
    Scheduled,
    Rescheduled,
    /// By the candidate or by the company.
    Cancelled,
    /// Of the candidate or of the interviewer.
    NoShow,
    FeedbackPending,
    Feedback,
    /// No interviewer took any of the slots.
    NoTaker,
    /// Nobody gave slots in time.
    Expired,
}

impl Kind {
    /// All of them.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 10] = [
        Self::SlotsWanted,
        Self::AwaitingRounds,
        Self::Scheduled,
        Self::Rescheduled,
        Self::Cancelled,
        Self::NoShow,
        Self::FeedbackPending,
        Self::Feedback,
        Self::NoTaker,
        Self::Expired,
    ];

    fn wordings(self) -> &'static [&'static str; WORDINGS] {
        match self {
            Self::SlotsWanted => &asking::SLOTS_WANTED,
            Self::AwaitingRounds => &asking::AWAITING_ROUNDS,
            Self::Scheduled => &booking::SCHEDULED,
            Self::Rescheduled => &booking::RESCHEDULED,
            Self::Cancelled => &booking::CANCELLED,
            Self::NoShow => &booking::NO_SHOW,
            Self::FeedbackPending => &results::FEEDBACK_PENDING,
            Self::Feedback => &results::FEEDBACK,
            Self::NoTaker => &asking::NO_TAKER,
            Self::Expired => &asking::EXPIRED,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::SlotsWanted => "slots wanted",
            Self::AwaitingRounds => "awaiting rounds",
            Self::Scheduled => "scheduled",
            Self::Rescheduled => "rescheduled",
            Self::Cancelled => "cancelled",
            Self::NoShow => "no-show",
            Self::FeedbackPending => "feedback pending",
            Self::Feedback => "feedback",
            Self::NoTaker => "no taker",
            Self::Expired => "expired",
        }
    }
}

/// What a sentence may say beyond what the attempt itself tells.
#[derive(Default)]
pub(crate) struct Mention<'a> {
    /// `@name` of the addressed owner; empty where nobody is addressed.
    pub(crate) owner: &'a str,
    /// Who cancelled or did not come, in words.
    pub(crate) who: &'a str,
    /// Secure link to the report.
    pub(crate) report: &'a str,
    /// Secure link to the recording.
    pub(crate) video: &'a str,
}

/// The note's text.
pub(crate) fn note(
    kind: Kind,
    interview: &Interview,
    mention: &Mention<'_>,
    switches: &Switches,
    dice: Dice,
) -> String {
    let wordings = kind.wordings();
    let asked = interview.asked.to_string();
    let roll = |sides: usize, what: &str| {
        let parts = ["jobtwine", what, kind.name(), &interview.id, &asked];
        usize::try_from(dice.below(sides as u64, &parts)).unwrap_or(0)
    };
    let number = switches
        .wording
        .unwrap_or_else(|| roll(WORDINGS, "wording"));
    let style = switches
        .date_style
        .unwrap_or_else(|| roll(STYLES, "date style"));
    let rolled = ZONES
        .get(roll(ZONES.len(), "zone"))
        .copied()
        .unwrap_or("UTC");
    let zone = switches.zone.as_deref().unwrap_or(rolled);
    let time = |claim: &Option<Claim>| {
        claim
            .as_ref()
            .map_or_else(String::new, |claim| when::written(claim.slot, style, zone))
    };
    let (when, old) = (time(&interview.claim), time(&interview.before));
    let interviewer = interview
        .claim
        .as_ref()
        .map_or_else(String::new, |claim| initials(&claim.interviewer));
    let sections = interview
        .feedback
        .as_ref()
        .map_or_else(String::new, |told| feedback::sections(told, number));
    let place = interview.round.to_string();
    let fill = |name: &str| match name {
        "owner" if mention.owner.is_empty() => "Hiring team",
        "owner" => mention.owner,
        "candidate" if interview.candidate.is_empty() => "the candidate",
        "candidate" => interview.candidate.as_str(),
        "job" if interview.title.is_empty() => "this posting",
        "job" => interview.title.as_str(),
        "round" => interview.round_name.as_str(),
        "number" => place.as_str(),
        "link" => interview
            .client_link
            .as_ref()
            .or(interview.link.as_ref())
            .map_or("", String::as_str),
        "when" => when.as_str(),
        "old" => old.as_str(),
        "interviewer" => interviewer.as_str(),
        "who" => mention.who,
        "outcome" => interview
            .outcome
            .map_or("", super::interview::Outcome::words),
        "sections" => sections.as_str(),
        "summary" => interview
            .feedback
            .as_ref()
            .map_or("", |told: &Feedback| told.summary.as_str()),
        "report" => mention.report,
        "video" => mention.video,
        _ => "",
    };
    wordings
        .get(number % WORDINGS)
        .map_or_else(String::new, |wording| filled(wording, fill))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Kind, Mention, Switches, WORDINGS, note};
    use crate::jobtwine::feedback;
    use crate::jobtwine::interview::{Claim, Interview, Outcome, Slot};
    use crate::partner::dice::Dice;

    fn interview() -> Interview {
        let mut interview = Interview::new(Dice::new(1), "o", 2, 1, 0);
        interview.candidate = "Ana {link}".to_owned();
        interview.title = "Cook".to_owned();
        interview.round_name = "System Design".to_owned();
        interview.link = Some("http://x/s/1".to_owned());
        let claim = |start| Claim {
            interviewer: "Grace Mwangi".to_owned(),
            slot: Slot {
                start,
                end: start + 3_600_000,
            },
            at: 0,
            self_scheduled: false,
        };
        interview.claim = Some(claim(1_786_361_400_000));
        interview.before = Some(claim(1_786_275_000_000));
        interview.outcome = Some(Outcome::IsAGoodFit);
        interview.feedback = Some(feedback::invent(
            Dice::new(1),
            &interview,
            Some(Outcome::IsAGoodFit),
        ));
        interview
    }

    fn texts(kind: Kind) -> Vec<String> {
        let mention = Mention {
            owner: "@ana.b",
            who: "the candidate",
            report: "http://x/report",
            video: "http://x/video",
        };
        (0..WORDINGS)
            .map(|n| {
                let switches = Switches {
                    wording: Some(n),
                    date_style: Some(3),
                    zone: Some("UTC".to_owned()),
                    ..Switches::default()
                };
                note(kind, &interview(), &mention, &switches, Dice::new(1))
            })
            .collect()
    }

    #[test]
    fn every_kind_has_twelve_different_notes_and_no_hole_is_left() {
        let mut seen = BTreeSet::new();
        for kind in Kind::ALL {
            for text in texts(kind) {
                assert!(
                    !text.replace("Ana {link}", "").contains(['{', '}']),
                    "{text}"
                );
                assert!(seen.insert(text));
            }
        }
        assert_eq!(seen.len(), Kind::ALL.len() * WORDINGS);
        const { assert!(WORDINGS >= 12) };
    }

    #[test]
    fn each_note_holds_what_it_must() {
        let told = interview().feedback.unwrap();
        for kind in Kind::ALL {
            let wanted: &[&str] = match kind {
                Kind::SlotsWanted | Kind::NoTaker => &["@ana.b", "http://x/s/1", "System Design"],
                Kind::AwaitingRounds => &["JobTwine", "Cook"],
                Kind::Scheduled => &["2026-08-10T11:30:00+00:00", "System Design"],
                Kind::Rescheduled => &["2026-08-10T11:30:00+00:00", "2026-08-09T11:30:00+00:00"],
                Kind::Cancelled | Kind::NoShow => &["System Design", "the candidate"],
                Kind::FeedbackPending | Kind::Expired => &["System Design"],
                Kind::Feedback => &[
                    "Is a Good Fit",
                    "http://x/report",
                    "http://x/video",
                    &told.summary,
                ],
            };
            for text in texts(kind) {
                let lower = text.to_lowercase();
                for must in wanted {
                    assert!(
                        lower.contains(&must.to_lowercase()),
                        "{kind:?}: {must}: {text}"
                    );
                }
                if kind == Kind::Feedback {
                    for section in &told.sections {
                        assert!(text.contains(&section.name), "{text}");
                    }
                    assert_eq!(text.matches("http://x/video").count(), 1, "{text}");
                }
            }
        }
    }

    #[test]
    fn by_chance_every_wording_comes_up() {
        let mention = Mention::default();
        for kind in Kind::ALL {
            let seen: BTreeSet<String> = (0..400)
                .map(|n| {
                    let mut one = interview();
                    one.id = n.to_string();
                    let switches = Switches {
                        date_style: Some(0),
                        zone: Some("UTC".to_owned()),
                        ..Switches::default()
                    };
                    note(kind, &one, &mention, &switches, Dice::new(2))
                })
                .collect();
            assert_eq!(seen.len(), WORDINGS, "{kind:?}");
        }
    }
}
