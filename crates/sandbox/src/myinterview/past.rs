//! Interviews that lie in the past when the sandbox starts.

use serde_json::Value;

use super::choices::LetterCase;
use super::interview::{Code, Interview, State};
use super::ledger::Ledger;
use super::posting_tag::{Lookup, PREFIX, look_up};
use super::reach::{self, Email};
use super::status_tag::Status;
use super::templates;
use super::wording::{self, Matter, Mention};
use crate::partner::dice::Dice;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// The address that the caller puts in place of `{base}`.
const BASE: &str = "{base}";

/// A person for whom a past interview is invented.
pub struct PastPerson {
    /// Opportunity id.
    pub opportunity: String,
    /// Posting id.
    pub posting: String,
    /// Posting title.
    pub posting_title: String,
    /// What stands behind the prefix of the posting's configuration tag: a template's name or id, right or wrong.
    pub template: String,
    /// Candidate's name.
    pub name: String,
    /// First e-mail address on file.
    pub email: Option<String>,
    /// First phone number on file, as typed.
    pub phone: Option<String>,
    /// The opportunity is archived.
    pub archived: bool,
    /// When the opportunity entered the trigger stage, Unix milliseconds.
    pub entered_at: i64,
    /// Now, Unix milliseconds. Nothing lies after it.
    pub now: i64,
}

/// What the past left in Lever and at the vendor. Its links hold the literal `{base}` where `http://HOST:PORT/myinterview`
/// comes: the address is not known when a world is built.
#[derive(Clone, Debug)]
pub struct PastInterview {
    /// Opportunity id.
    pub opportunity: String,
    /// Posting id.
    pub posting: String,
    /// Tags to add to the opportunity, in order.
    pub tags: Vec<String>,
    /// Notes by the vendor: text and time (Unix milliseconds).
    pub notes: Vec<(String, i64)>,
    /// Links to add to the contact.
    pub links: Vec<String>,
    /// When Lever was last written to, Unix milliseconds.
    pub tagged_at: i64,
    /// The attempt as the vendor keeps it (its own shape).
    pub interview: Value,
}

/// Invents one person's past: deterministic in `seed` and `person`. `None` when the entry is too fresh for anything to have
/// happened.
pub fn seed_past(seed: u64, person: &PastPerson) -> Option<PastInterview> {
    let dice = Dice::new(seed);
    let answered_at = person.entered_at.saturating_add(2_000);
    if answered_at > person.now {
        return None;
    }
    let mut interview = Interview::new(dice, &person.opportunity, 1, person.entered_at);
    interview.posting = Some(person.posting.clone());
    interview.title.clone_from(&person.posting_title);
    interview.candidate.clone_from(&person.name);
    interview.hidden = person.archived;
    let mut past = PastInterview {
        opportunity: person.opportunity.clone(),
        posting: person.posting.clone(),
        tags: Vec::new(),
        notes: Vec::new(),
        links: Vec::new(),
        tagged_at: answered_at,
        interview: Value::Null,
    };
    match obstacle(&mut interview, person) {
        Some((code, matter)) => {
            interview.code = Some(code);
            interview.state = State::Failed;
            past.notes
                .push((note(&matter, &interview, dice), answered_at));
        }
        None => invited(&mut interview, &mut past, person, dice, answered_at),
    }
    past.interview = serde_json::to_value(&interview).ok()?;
    Some(past)
}

fn obstacle(interview: &mut Interview, person: &PastPerson) -> Option<(Code, Matter)> {
    let templates = templates::catalogue();
    let template = match look_up(
        &[format!("{PREFIX}{}", person.template)],
        &templates,
        LetterCase::Strict,
    ) {
        Lookup::Found(template) => template,
        Lookup::NotFound { wanted } => {
            return Some((Code::TemplateNotFound, Matter::TemplateNotFound { wanted }));
        }
        Lookup::Ambiguous { wanted, ids } => {
            return Some((
                Code::TemplateAmbiguous,
                Matter::TemplateAmbiguous { wanted, ids },
            ));
        }
        Lookup::Untagged | Lookup::Several { .. } => return Some((Code::Other, Matter::Other)),
    };
    interview.template_id = Some(template.template_id);
    if template.questions.is_empty() {
        return Some((Code::Other, Matter::Other));
    }
    match reach::email(person.email.as_deref()) {
        Email::Usable(address) => interview.mail = Some(address),
        Email::Missing => return Some((Code::MissingEmail, Matter::MissingEmail)),
        Email::Invalid => return Some((Code::InvalidEmail, Matter::InvalidEmail)),
    }
    interview.sms = reach::sms_number(person.phone.as_deref());
    None
}

fn invited(
    interview: &mut Interview,
    past: &mut PastInterview,
    person: &PastPerson,
    dice: Dice,
    at: i64,
) {
    interview.state = State::Invited;
    interview.invited_at = Some(at);
    interview.deadline = Some(at.saturating_add(7 * DAY_MS));
    interview.link = Some(interview.candidate_link(BASE));
    interview.sent = 1;
    let roll = |sides: u64, what: &str| dice.below(sides, &["past", &person.opportunity, what]);
    // Three in four hand in, between half an hour and five days after the invitation.
    let handed_in = at.saturating_add(
        i64::try_from(30 + roll(5 * 24 * 60 - 30, "minutes")).unwrap_or(30) * MINUTE_MS,
    );
    let opened = handed_in.saturating_sub(20 * MINUTE_MS);
    let finishes = roll(4, "finishes") > 0;
    if opened <= person.now && (finishes || roll(2, "opens") == 0) {
        interview.state = State::Clicked;
        interview.clicked_at = Some(opened);
    }
    if finishes && handed_in <= person.now {
        interview.state = State::Completed;
        interview.completed_at = Some(handed_in);
        interview.video = Some(interview.video_id(dice));
        let review = interview.review_link(BASE);
        interview.review = Some(review.clone());
        interview.tag = Some(Status::Completed.tag(None, dice, &interview.id));
        past.notes
            .push((note(&Matter::Completed, interview, dice), handed_in));
        past.links.push(review);
        past.tagged_at = handed_in;
    } else {
        interview.tag = Some(Status::Invited.tag(None, dice, &interview.id));
    }
    past.tags.extend(interview.tag.clone());
}

fn note(matter: &Matter, interview: &Interview, dice: Dice) -> String {
    let mention = Mention {
        candidate: &interview.candidate,
        job: &interview.title,
        link: interview.review.as_deref().unwrap_or_default(),
    };
    wording::note(matter, &mention, None, dice, &interview.id)
}

/// Enters the past into the ledger: attempts in the order of their beginnings, jobs from the first invitations.
pub(super) fn remember(ledger: &mut Ledger, past: &[PastInterview], dice: Dice, base: &str) {
    let mut attempts: Vec<Interview> = past
        .iter()
        .filter_map(|past| {
            let text = past.interview.to_string().replace(BASE, base);
            serde_json::from_str(&text).ok()
        })
        .collect();
    attempts.sort_by_key(|interview| interview.at);
    for mut interview in attempts {
        if let (Some(at), Some(posting), Some(template)) = (
            interview.invited_at,
            &interview.posting,
            &interview.template_id,
        ) {
            let job = ledger.ensure_job(dice, posting, &interview.title, template, at);
            interview.job = Some(job);
        }
        ledger.add(interview);
    }
}

#[cfg(test)]
mod tests {
    use super::{PastInterview, PastPerson, seed_past};
    use crate::myinterview::status_tag::{self, Status};

    const NOW: i64 = 1_800_000_000_000;
    const DAY: i64 = 86_400_000;

    fn person(number: u64, days_ago: i64) -> PastPerson {
        PastPerson {
            opportunity: format!("o-{number}"),
            posting: "p-1".to_owned(),
            posting_title: "Cook".to_owned(),
            template: "Lever Demo".to_owned(),
            name: "Ana".to_owned(),
            email: Some("ana@example.com".to_owned()),
            phone: None,
            archived: false,
            entered_at: NOW - days_ago * DAY,
            now: NOW,
        }
    }

    fn state(past: &PastInterview) -> &str {
        past.interview["state"].as_str().unwrap()
    }

    #[test]
    fn what_lever_shows_agrees_with_what_the_vendor_keeps() {
        let mut seen = std::collections::BTreeSet::new();
        for number in 0..300 {
            let past =
                seed_past(5, &person(number, i64::try_from(number % 12).unwrap() + 1)).unwrap();
            seen.insert(state(&past).to_owned());
            let tags: Vec<_> = past.tags.iter().map(|tag| status_tag::read(tag)).collect();
            assert_eq!(
                past.tags.first().map(String::as_str),
                past.interview["tag"].as_str()
            );
            if state(&past) == "completed" {
                assert_eq!(tags, [Some(Status::Completed)]);
                assert_eq!(past.links, [past.interview["review"].as_str().unwrap()]);
                assert!(
                    past.notes[0].0.contains(&past.links[0]),
                    "{}",
                    past.notes[0].0
                );
                assert!(past.notes[0].1 <= NOW && past.tagged_at <= NOW);
            } else {
                assert_eq!(tags, [Some(Status::Invited)]);
                assert!(past.notes.is_empty() && past.links.is_empty());
            }
        }
        assert_eq!(
            seen.into_iter().collect::<Vec<_>>(),
            ["clicked", "completed", "invited"]
        );
    }

    #[test]
    fn what_could_not_be_invited_left_a_note() {
        for (change, code) in [
            (
                Box::new(|p: &mut PastPerson| p.email = None) as Box<dyn Fn(&mut PastPerson)>,
                "missing_email",
            ),
            (
                Box::new(|p: &mut PastPerson| p.email = Some("ana".to_owned())),
                "invalid_email",
            ),
            (
                Box::new(|p: &mut PastPerson| p.template = "lever demo".to_owned()),
                "template_not_found",
            ),
            (
                Box::new(|p: &mut PastPerson| p.template = "General Screening".to_owned()),
                "template_ambiguous",
            ),
        ] {
            let mut who = person(1, 3);
            change(&mut who);
            let past = seed_past(5, &who).unwrap();
            assert_eq!(
                (state(&past), past.interview["code"].as_str()),
                ("failed", Some(code))
            );
            assert_eq!((past.notes.len(), past.tags.len()), (1, 0));
        }
    }

    #[test]
    fn the_same_seed_invents_the_same_past() {
        let one = seed_past(9, &person(1, 3)).unwrap();
        let two = seed_past(9, &person(1, 3)).unwrap();
        assert_eq!(format!("{one:?}"), format!("{two:?}"));
        assert!(seed_past(9, &person(1, 0)).is_none());
    }
}
