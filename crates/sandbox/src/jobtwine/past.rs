//! Interviews that lie in the past, or began there, when the sandbox starts.

use serde_json::Value;

use super::feedback;
use super::interview::{By, Claim, Code, Interview, Said, Slot, State};
use super::ledger::{Ledger, Round};
use super::media;
use super::race::{self, POOL};
use super::switches::Switches;
use super::when::ZONES;
use super::wording::{self, Kind, Mention};
use crate::partner::dice::Dice;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// The address that the caller puts in place of `{base}`.
const BASE: &str = "{base}";

/// A person for whom a past interview is invented. Times in Unix milliseconds.
pub struct PastPerson {
    /// Opportunity id.
    pub opportunity: String,
    /// Posting id.
    pub posting: String,
    /// Posting title.
    pub posting_title: String,
    /// Rounds of its job; the first is the one that was held.
    pub rounds: Vec<Round>,
    /// Candidate's name.
    pub name: String,
    /// First e-mail address on file.
    pub email: Option<String>,
    /// The opportunity's owner, where active: Lever user id and user name.
    pub owner: Option<(String, String)>,
    /// When the opportunity entered the stage.
    pub entered_at: i64,
    /// When it left the stage, or was archived.
    pub left_at: Option<i64>,
    /// Now. Nothing lies after it.
    pub now: i64,
}

/// What the past left in Lever and at the vendor. Its links hold the literal `{base}` where `http://HOST:PORT/jobtwine`
/// comes: the address is not known when a world is built.
#[derive(Clone, Debug)]
pub struct PastInterview {
    /// Opportunity id.
    pub opportunity: String,
    /// Notes by the vendor: text and time (Unix milliseconds).
    pub notes: Vec<(String, i64)>,
    /// The attempt as the vendor keeps it (its own shape).
    pub interview: Value,
}

/// When things happen to one person.
struct Plan {
    asked: i64,
    claimed: i64,
    slot: Slot,
    reported: i64,
    /// Where the stage was left: what had not happened by then never does.
    until: i64,
}

/// Invents one person's past: deterministic in `seed` and `person`. `None` when the entry is too fresh for anything to have
/// happened, or there is no round.
pub fn seed_past(seed: u64, person: &PastPerson) -> Option<PastInterview> {
    let dice = Dice::new(seed);
    let round = person.rounds.first()?;
    let mut one = Interview::new(dice, &person.opportunity, 1, 1, person.entered_at);
    one.posting = Some(person.posting.clone());
    one.title.clone_from(&person.posting_title);
    one.candidate.clone_from(&person.name);
    one.mail.clone_from(&person.email);
    one.round_name.clone_from(&round.name);
    one.minutes = round.minutes;
    let zone = dice.pick(&ZONES, &["jobtwine", "zone of", &person.opportunity]);
    (*zone.unwrap_or(&"UTC")).clone_into(&mut one.zone);
    let plan = plan(dice, person, &one)?;
    let mut story = Story {
        dice,
        switches: Switches::default(),
        one,
        notes: Vec::new(),
    };
    story.tell(person, &plan);
    Some(PastInterview {
        opportunity: person.opportunity.clone(),
        notes: story.notes,
        interview: serde_json::to_value(&story.one).ok()?,
    })
}

fn plan(dice: Dice, person: &PastPerson, one: &Interview) -> Option<Plan> {
    let asked = person.entered_at.saturating_add(2_000);
    if asked > person.now {
        return None;
    }
    let roll = |sides: u64, what: &str| {
        let parts = ["jobtwine", "past", what, &person.opportunity];
        i64::try_from(dice.below(sides, &parts)).unwrap_or(0)
    };
    let length = one.minutes * MINUTE_MS;
    let start = |at: i64| at.div_euclid(30 * MINUTE_MS) * 30 * MINUTE_MS;
    let stay = person.left_at.map(|left| left.saturating_sub(asked));
    let (claimed, begins, reported) = match stay {
        // Whoever was moved on after a decent time was moved on because of the feedback.
        Some(stay) if stay > 12 * HOUR_MS => (
            asked + stay / 5,
            start(asked + stay / 2),
            asked + stay / 10 * 9,
        ),
        _ => {
            let claimed = asked + (60 + roll(24 * 60, "claimed")) * MINUTE_MS;
            let begins = start(claimed + DAY_MS + roll(3 * 24 * 60, "begins") * MINUTE_MS);
            let reported = begins + length + (60 + roll(24 * 60, "reported")) * MINUTE_MS;
            (claimed, begins, reported)
        }
    };
    Some(Plan {
        asked,
        claimed,
        slot: Slot {
            start: begins,
            end: begins + length,
        },
        reported,
        until: person.left_at.unwrap_or(i64::MAX).min(person.now),
    })
}

struct Story {
    dice: Dice,
    switches: Switches,
    one: Interview,
    notes: Vec<(String, i64)>,
}

impl Story {
    fn say(&mut self, kind: Kind, who: &str, at: i64) {
        let secret = media::link_secret(self.dice);
        let links = media::links(&secret, BASE, &self.one.id, media::ends(at, &self.switches));
        let mention = Mention {
            owner: &self.one.mention,
            who,
            report: &links.report,
            video: &links.video,
        };
        let text = wording::note(kind, &self.one, &mention, &self.switches, self.dice);
        self.one.said.push(Said {
            kind,
            at,
            text: text.clone(),
        });
        self.notes.push((text, at));
    }

    fn tell(&mut self, person: &PastPerson, plan: &Plan) {
        let one = &mut self.one;
        if let Some((id, name)) = &person.owner {
            one.addressed = Some(id.clone());
            one.mention = format!("@{name}");
        }
        one.state = State::PendingSlots;
        one.asked = 1;
        one.invited_at = Some(plan.asked);
        let life = self.switches.link_hours * HOUR_MS;
        one.expires_at = Some(plan.asked.saturating_add(life));
        one.link = Some(one.slot_link(BASE));
        one.offers = race::offers(self.dice, &one.id, 1, one.minutes, plan.asked);
        self.say(Kind::SlotsWanted, "", plan.asked);
        let fate = self
            .dice
            .below(12, &["jobtwine", "past", "fate", &person.opportunity]);
        if fate == 0 {
            self.never_answered(person, plan);
            return;
        }
        if plan.claimed > plan.until {
            self.left(person, plan);
            return;
        }
        self.booked(plan);
        match fate {
            1 => {
                let at = plan.claimed + 30 * MINUTE_MS;
                if at <= plan.until {
                    self.end(State::CancelledByCandidate, at);
                    self.say(Kind::Cancelled, "the candidate", at);
                }
                return;
            }
            2 => {
                let at = plan.slot.start + 15 * MINUTE_MS;
                if at <= plan.until {
                    self.end(State::CandidateNoShow, at);
                    self.say(Kind::NoShow, "the candidate", at);
                }
                return;
            }
            _ => {}
        }
        if plan.slot.end > plan.until {
            return;
        }
        self.one.state = State::PendingFeedback;
        self.one.held_at = Some(plan.slot.end);
        self.say(Kind::FeedbackPending, "", plan.slot.end);
        if plan.reported > plan.until {
            return;
        }
        let told = feedback::invent(self.dice, &self.one, None);
        self.one.outcome = Some(told.outcome);
        self.one.feedback = Some(told);
        self.one.feedback_at = Some(plan.reported);
        self.one.state = State::FeedbackReady;
        self.say(Kind::Feedback, "", plan.reported);
    }

    fn end(&mut self, state: State, at: i64) {
        self.one.state = state;
        self.one.ended_at = Some(at);
    }

    fn never_answered(&mut self, person: &PastPerson, plan: &Plan) {
        let over = self.one.expires_at.unwrap_or(i64::MAX);
        if over <= plan.until {
            self.end(State::Expired, over);
            self.say(Kind::Expired, "", over);
        } else {
            self.left(person, plan);
        }
    }

    /// Left before anything was booked: cancelled, if left at all.
    fn left(&mut self, person: &PastPerson, plan: &Plan) {
        if person.left_at.is_some() {
            self.end(State::CancelledByClient, plan.until);
            self.one.code = Some(Code::LeftStage);
            self.say(Kind::Cancelled, "your team", plan.until);
        }
    }

    fn booked(&mut self, plan: &Plan) {
        let id = self.one.id.clone();
        let alone = self.dice.below(20, &["jobtwine", "past", "self", &id]) < 9;
        let name = self.dice.pick(&POOL, &["jobtwine", "past", "by", &id]);
        let one = &mut self.one;
        if !alone {
            one.slots = vec![plan.slot];
            one.slots_by = Some(By::Candidate);
            one.slots_at = Some(plan.asked + (plan.claimed - plan.asked) / 2);
        }
        one.state = State::Scheduled;
        one.scheduled_at = Some(plan.claimed);
        one.claim = Some(Claim {
            interviewer: (*name.unwrap_or(&"Dana Feldstein")).to_owned(),
            slot: plan.slot,
            at: plan.claimed,
            self_scheduled: alone,
        });
        self.say(Kind::Scheduled, "", plan.claimed);
    }
}

/// Enters the past into the ledger, in the order of its beginnings.
pub(super) fn remember(ledger: &mut Ledger, past: &[PastInterview], base: &str) {
    let mut attempts: Vec<Interview> = past
        .iter()
        .filter_map(|past| {
            let text = past.interview.to_string().replace(BASE, base);
            serde_json::from_str(&text).ok()
        })
        .collect();
    attempts.sort_by_key(|interview| interview.at);
    for interview in attempts {
        ledger.add(interview);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{DAY_MS, PastPerson, Round, seed_past};

    const NOW: i64 = 1_800_000_000_000;

    fn person(number: u64, days_ago: i64, stayed: Option<i64>) -> PastPerson {
        let entered_at = NOW - days_ago * DAY_MS;
        PastPerson {
            opportunity: format!("o-{number}"),
            posting: "p-1".to_owned(),
            posting_title: "Cook".to_owned(),
            rounds: vec![Round {
                name: "Coding".to_owned(),
                minutes: 60,
            }],
            name: "Ana".to_owned(),
            email: None,
            owner: Some(("u".to_owned(), "ana.b".to_owned())),
            entered_at,
            left_at: stayed.map(|days| entered_at + days * DAY_MS),
            now: NOW,
        }
    }

    #[test]
    fn notes_and_states_agree_and_nothing_lies_ahead() {
        let mut states: BTreeMap<String, u32> = BTreeMap::new();
        for number in 0..400 {
            let days = i64::try_from(number % 14).unwrap() + 1;
            let stayed = (number % 3 == 0)
                .then_some(days - 1)
                .filter(|days| *days > 0);
            let past = seed_past(5, &person(number, days, stayed)).unwrap();
            let one = &past.interview;
            let state = one["state"].as_str().unwrap();
            *states.entry(state.to_owned()).or_default() += 1;
            assert!(past.notes.iter().all(|(_, at)| *at <= NOW));
            assert!(past.notes.is_sorted_by_key(|(_, at)| *at), "{past:?}");
            assert!(past.notes[0].0.contains("@ana.b") && past.notes[0].0.contains("{base}/s/"));
            let last = one["said"].as_array().unwrap().last().unwrap()["kind"]
                .as_str()
                .unwrap();
            let wanted = match state {
                "pending_slots" => "slots_wanted",
                "scheduled" => "scheduled",
                "pending_feedback" => "feedback_pending",
                "feedback_ready" => "feedback",
                "expired" => "expired",
                "candidate_no_show" => "no_show",
                "cancelled_by_candidate" | "cancelled_by_client" => "cancelled",
                other => panic!("{other}"),
            };
            assert_eq!(last, wanted);
            assert_eq!(one["feedback"].is_null(), state != "feedback_ready");
        }
        assert_eq!(states.len(), 8, "{states:?}");
        assert!(states["feedback_ready"] > 100, "{states:?}");
    }

    #[test]
    fn the_same_seed_invents_the_same_past() {
        let made = || format!("{:?}", seed_past(9, &person(1, 9, None)).unwrap());
        assert_eq!(made(), made());
        assert!(seed_past(9, &person(1, 0, None)).is_none());
    }
}
