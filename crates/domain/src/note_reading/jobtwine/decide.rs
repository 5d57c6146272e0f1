//! Claims → facts. What excludes each other, or is too faint, is not read.

use super::claims::{Claims, claims, moment_number};
use super::concept::Concept;
use super::outcome::{Stated, outcome};
use super::plain::Link;
use super::round::{round, round_of_result};
use super::words::has;
use super::{Taken, URL};
use crate::evidence::{Fact, FailureCode};
use crate::interview::{Feedback, NotedTime, Party, Round, UnsureTime};
use crate::note_reading::author::Origin;
use crate::note_reading::moment::Moment;
use crate::note_reading::patterns::Patterns;
use crate::note_reading::reading;

pub(super) fn facts(
    taken: &Taken,
    text: &str,
    origin: &Origin,
    patterns: &Patterns,
) -> Option<Vec<Fact>> {
    let claims = claims(&taken.sentences, origin.url.is_some());
    let round = round(&taken.spoken);
    if let Some(read) = feedback(taken, &claims) {
        return read;
    }
    let one = Reader {
        taken,
        claims: &claims,
        round,
        url: origin.url.clone(),
    };
    one.no_show()
        .or_else(|| one.called_off_or_moved())
        .or_else(|| one.held())
        .or_else(|| one.not_started(text, patterns))
        .or_else(|| one.booked())
        .or_else(|| one.slots())
        .flatten()
}

struct Reader<'a> {
    taken: &'a Taken,
    claims: &'a Claims,
    round: Round,
    url: Option<String>,
}

/// `Some(None)`: this is what the note is about, and it cannot be read safely.
type Read = Option<Option<Vec<Fact>>>;

impl Reader<'_> {
    fn slots_wanted(&self) -> Option<Fact> {
        (!self.claims.slots_wanted.is_empty()).then(|| Fact::SlotsWanted {
            url: self.url.clone(),
            round: self.round.clone(),
        })
    }

    fn no_show(&self) -> Read {
        // "The candidate did not join. Marked as no-show": the second sentence names nobody, and means nobody else.
        let mut named = self.claims.no_show.iter().map(|(_, who)| *who);
        let first = named.next()?;
        let known = |who: Party| who != Party::Unknown;
        let who = std::iter::once(first)
            .chain(named.clone())
            .find(|who| known(*who))
            .unwrap_or(first);
        let settled = named
            .chain([first])
            .all(|other| other == who || !known(other))
            && self.claims.moved.is_empty()
            && self.claims.held.is_empty()
            && self.claims.slots_given.is_empty()
            // "The no-show was settled; it is now booked for …" is two stories.
            && self
                .claims
                .booked
                .iter()
                .all(|number| self.moments_in(*number).is_empty());
        let mut facts = vec![Fact::NoShow {
            who,
            round: self.round.clone(),
        }];
        facts.extend(self.slots_wanted());
        Some(settled.then_some(facts))
    }

    fn called_off_or_moved(&self) -> Read {
        let moved = !self.claims.moved.is_empty();
        let Some((said, first)) = self.claims.cancelled.first().copied() else {
            return moved.then(|| self.moved());
        };
        // "Called off. Cancelled by the candidate": the first sentence names nobody, and means nobody else.
        let by = self
            .claims
            .cancelled
            .iter()
            .map(|(_, other)| *other)
            .find(|other| *other != Party::Unknown)
            .unwrap_or(first);
        let settled = self
            .claims
            .cancelled
            .iter()
            .all(|(_, other)| *other == by || *other == Party::Unknown)
            && self.claims.held.is_empty()
            && self.claims.slots_given.is_empty();
        if !settled {
            return Some(None);
        }
        if moved {
            return Some(self.moved());
        }
        // "… was cancelled. A new one is booked for …": one interview, another time.
        let rebooked = self
            .claims
            .booked
            .iter()
            .copied()
            .find(|number| *number > said && !self.moments_in(*number).is_empty());
        if let Some(number) = rebooked {
            return Some(match self.moments_in(number).as_slice() {
                [only] => Some(vec![Fact::Rescheduled {
                    from: None,
                    to: Some(only.time.clone()),
                    url: self.details(),
                    round: self.round.clone(),
                }]),
                _ => None,
            });
        }
        let mut facts = vec![Fact::InterviewCancelled {
            by,
            round: self.round.clone(),
        }];
        facts.extend(self.slots_wanted());
        Some(Some(facts))
    }

    fn moved(&self) -> Option<Vec<Fact>> {
        let blocked = !self.claims.held.is_empty()
            || !self.claims.slots_given.is_empty()
            || (!self.claims.slots_wanted.is_empty() && self.taken.moments.is_empty());
        if blocked {
            return None;
        }
        let (from, to) = self.exchanged();
        Some(vec![Fact::Rescheduled {
            from,
            to,
            url: self.details(),
            round: self.round.clone(),
        }])
    }

    /// The old and the new time. Each moment is what the nearest word before it in its line says: "from", "was", "to",
    /// "now"; an arrow leads from the old to the new.
    fn exchanged(&self) -> (Option<NotedTime>, Option<NotedTime>) {
        let (mut old, mut new, mut open) = (Vec::new(), Vec::new(), Vec::new());
        for sentence in &self.taken.sentences {
            let mut mode: Option<bool> = None;
            for word in sentence {
                if let Some(moment) =
                    moment_number(word).and_then(|number| self.taken.moments.get(number))
                {
                    match mode.take() {
                        Some(true) => new.push(&moment.time),
                        Some(false) => old.push(&moment.time),
                        None => open.push(&moment.time),
                    }
                } else if word.is(Concept::Old) != word.is(Concept::New) {
                    mode = Some(word.is(Concept::New));
                }
            }
        }
        let one = |mut times: Vec<&NotedTime>| -> Result<Option<NotedTime>, ()> {
            times.dedup();
            match times.as_slice() {
                [] => Ok(None),
                [only] => Ok(Some((*only).clone())),
                _ => Err(()),
            }
        };
        // What nothing marks is the other one.
        match (old.is_empty(), new.is_empty(), open.len()) {
            (_, _, 0) => {}
            (false, true, 1) => new.append(&mut open),
            (true, false, 1) => old.append(&mut open),
            (true, true, 1) => new.append(&mut open),
            (true, true, 2)
                if self.taken.spoken.contains(['→', '➜', '⇒'])
                    || self.taken.spoken.contains("->") =>
            {
                new.extend(open.pop());
                old.append(&mut open);
            }
            _ => {
                let written = self.taken.spoken.trim().lines().next().unwrap_or_default();
                let unsure = NotedTime::Unsure {
                    as_written: written.to_owned(),
                    why: UnsureTime::Contradiction,
                };
                return (None, Some(unsure));
            }
        }
        let contradiction = || NotedTime::Unsure {
            as_written: self.taken.spoken.trim().to_owned(),
            why: UnsureTime::Contradiction,
        };
        let from = one(old).unwrap_or(None);
        let to = one(new).unwrap_or_else(|()| Some(contradiction()));
        (from, to)
    }

    fn held(&self) -> Read {
        let said = !self.claims.held.is_empty() || !self.claims.feedback_pending.is_empty();
        if !said {
            return None;
        }
        let alone = self.claims.slots_wanted.is_empty()
            && self.claims.slots_given.is_empty()
            && self.claims.not_invited.is_empty()
            && !self.claims.denied
            && !self.booked_apart(&self.claims.held);
        // "Feedback will follow after the interview" in a booking speaks of what is to come.
        if self.claims.held.is_empty() && !self.claims.booked.is_empty() {
            return None;
        }
        let expected = self.claims.held.is_empty()
            && self.claims.feedback_pending.iter().all(|number| {
                self.taken.sentences.get(*number).is_some_and(|sentence| {
                    has(sentence, Concept::Modal)
                        || sentence.iter().any(|word| word.text.contains("will"))
                })
            });
        Some((alone && !expected).then(|| {
            vec![Fact::InterviewHeld {
                round: self.round.clone(),
            }]
        }))
    }

    /// Another sentence books something with a time of its own.
    fn booked_apart(&self, sentences: &[usize]) -> bool {
        self.claims
            .booked
            .iter()
            .any(|number| !sentences.contains(number) && !self.moments_in(*number).is_empty())
    }

    fn not_started(&self, text: &str, patterns: &Patterns) -> Read {
        let code = reading::failure_code(text, patterns)
            .filter(|code| matches!(code, FailureCode::MissingEmail | FailureCode::InvalidEmail));
        let rounds = !self.claims.rounds_missing.is_empty();
        let expired = !self.claims.expired.is_empty();
        let failed = code.is_some() || !self.claims.not_invited.is_empty();
        if !rounds && !expired && !failed {
            return None;
        }
        let alone = self.claims.booked.is_empty() && self.claims.slots_given.is_empty();
        let slots = !self.claims.slots_wanted.is_empty();
        let asked_anew = slots && self.url.is_some();
        let fact = match (rounds, expired, code) {
            (true, false, None) if !slots => Fact::AwaitingRounds,
            // "The old link expired, please use this one" asks again.
            (false, true, None) if self.claims.not_invited.is_empty() && !asked_anew => {
                Fact::Expired
            }
            (false, false, Some(code)) if !slots => Fact::InviteFailed { code },
            (false, false, None) if !slots => Fact::InviteFailed {
                code: FailureCode::Other,
            },
            _ => return Some(None),
        };
        Some(alone.then(|| vec![fact]))
    }

    fn booked(&self) -> Read {
        let labelled = self.claims.booked.is_empty() && self.announced();
        if self.claims.booked.is_empty() && !labelled {
            return None;
        }
        let time = self.booked_time();
        let wanted = self.claims.slots_wanted.iter().any(|number| {
            !self.claims.booked.contains(number)
                && self
                    .taken
                    .sentences
                    .get(*number)
                    .is_some_and(|sentence| !has(sentence, Concept::Hypothetical))
        });
        let given = !self.claims.slots_given.is_empty() && time.is_none();
        let in_doubt = self.claims.denied && time.is_none();
        Some((!wanted && !given && !in_doubt).then(|| {
            vec![Fact::Scheduled {
                at: time,
                url: self.details(),
                round: self.round.clone(),
            }]
        }))
    }

    /// "Interview: Mon, Aug 10 … with A. B. Join: <link>": no verb, but nothing else it could be.
    fn announced(&self) -> bool {
        let headed = self.taken.sentences.iter().any(|sentence| {
            let interview = sentence.iter().position(|word| word.is(Concept::Interview));
            let moment = sentence
                .iter()
                .position(|word| moment_number(word).is_some());
            match (interview, moment) {
                (Some(interview), Some(moment)) => {
                    interview < moment
                        && !sentence.iter().any(|word| {
                            word.supposed
                                || word.is(Concept::Modal)
                                || word.is(Concept::Negation)
                                || word.is(Concept::Slots)
                        })
                        && sentence
                            .get(interview)
                            .zip(sentence.get(moment))
                            .is_some_and(|(interview, moment)| interview.part < moment.part)
                }
                _ => false,
            }
        });
        headed
            && self.taken.moments.len() == 1
            && self.claims.slots_wanted.is_empty()
            && self.claims.slots_given.is_empty()
            && !self.claims.denied
    }

    /// The booking's time.
    fn booked_time(&self) -> Option<NotedTime> {
        let own: Vec<&Moment> = self
            .claims
            .booked
            .iter()
            .flat_map(|number| self.moments_in(*number))
            .collect();
        let all: Vec<&Moment> = (0..self.taken.sentences.len())
            .flat_map(|number| self.moments_in(number))
            .collect();
        let mut times: Vec<&NotedTime> = if own.is_empty() { all } else { own }
            .into_iter()
            .map(|moment| &moment.time)
            .collect();
        times.dedup();
        match times.as_slice() {
            [] => None,
            [only] => Some((*only).clone()),
            [first, rest @ ..] => {
                // The same instant on two clocks is one time.
                let same = first.at_ms().is_some()
                    && rest.iter().all(|other| other.at_ms() == first.at_ms());
                Some(if same {
                    (*first).clone()
                } else {
                    NotedTime::Unsure {
                        as_written: self.taken.spoken.trim().to_owned(),
                        why: UnsureTime::Contradiction,
                    }
                })
            }
        }
    }

    fn moments_in(&self, number: usize) -> Vec<&Moment> {
        self.taken
            .sentences
            .get(number)
            .into_iter()
            .flatten()
            .filter(|word| !word.supposed)
            .filter_map(moment_number)
            .filter_map(|number| self.taken.moments.get(number))
            .collect()
    }

    fn details(&self) -> Option<String> {
        let links = &self.taken.feedback.links;
        links
            .iter()
            .find(|link| {
                link.pinned && !link.label.contains("reschedul") && !link.label.contains("cancel")
            })
            .or_else(|| links.iter().find(|link| link.pinned))
            .map(|link| link.url.clone())
    }

    fn slots(&self) -> Read {
        match (self.slots_wanted(), self.claims.slots_given.is_empty()) {
            (Some(wanted), true) => {
                Some((!self.claims.denied || self.url.is_some()).then(|| vec![wanted]))
            }
            (None, false) => Some(Some(vec![Fact::SlotsGiven {
                round: self.round.clone(),
            }])),
            (Some(_), false) => Some(None),
            // Nothing else is told, and the reader is shown where slots are given.
            (None, true) => {
                (!self.claims.slots_offered.is_empty() && !self.claims.denied).then(|| {
                    Some(vec![Fact::SlotsWanted {
                        url: self.url.clone(),
                        round: self.round.clone(),
                    }])
                })
            }
        }
    }
}

/// Feedback is worth points: an outcome, rated sections, the word itself with "ready", a link that says so.
fn feedback(taken: &Taken, claims: &Claims) -> Read {
    let round = round_of_result(&taken.spoken);
    let stated = outcome(&taken.sentences, &taken.spoken);
    let sections = taken.feedback.sections.len();
    let named = taken.sentences.iter().any(|sentence| {
        sentence
            .iter()
            .any(|word| word.is(Concept::Feedback) && !word.negated && !word.supposed)
    });
    let about = named
        || taken.sentences.iter().any(|sentence| {
            has(sentence, Concept::Interview)
                || has(sentence, Concept::Round)
                || has(sentence, Concept::Candidate)
                || has(sentence, Concept::Interviewer)
        })
        || round.as_ref().is_none_or(|round| !round.is_unstated());
    let arrived = !claims.feedback_arrived.is_empty();
    let pinned = taken.feedback.links.iter().any(|link| link.pinned);
    let report = taken
        .feedback
        .links
        .iter()
        .any(|link| link.pinned && tells_of_result(&link.label));
    let has_outcome = matches!(stated, Stated::One(..));
    let points = 2 * u32::from(has_outcome)
        + u32::from(about)
        + 2 * u32::from(sections > 1)
        + u32::from(sections == 1)
        + u32::from(named && sections > 0)
        + 2 * u32::from(arrived)
        + u32::from(arrived && pinned)
        + u32::from(report && named)
        + u32::from(taken.feedback.summary.is_some() && named);
    let something = has_outcome
        || sections > 0
        || (arrived && pinned)
        || (report && named && claims.feedback_pending.is_empty());
    if !something || points < 3 {
        return None;
    }
    let contradicted = stated == Stated::Unclear
        || !claims.no_show.is_empty()
        || !claims.cancelled.is_empty()
        || !claims.moved.is_empty()
        || !claims.slots_wanted.is_empty()
        || !claims.slots_given.is_empty();
    let Some(round) = round.filter(|_| !contradicted) else {
        return Some(None);
    };
    let (outcome, outcome_words) = match stated {
        Stated::One(outcome, words) => (Some(outcome), Some(words)),
        _ => (None, None),
    };
    let (report_url, video_url) = result_links(&taken.feedback.links);
    let nothing_in_it = outcome.is_none() && sections == 0 && !claims.feedback_pending.is_empty();
    if nothing_in_it {
        return None;
    }
    Some(Some(vec![
        Fact::FeedbackIn {
            feedback: Feedback {
                outcome,
                outcome_words,
                sections: taken.feedback.sections.clone(),
                summary: taken.feedback.summary.clone(),
                report_url,
                video_url,
                under_review: !claims.feedback_pending.is_empty(),
            },
            round: round.clone(),
        },
        Fact::InterviewHeld { round },
    ]))
}

fn tells_of_result(label: &str) -> bool {
    [
        "feedback",
        "report",
        "scorecard",
        "result",
        "evaluation",
        "assessment",
        "bericht",
        "rapport",
        "compte rendu",
    ]
    .iter()
    .any(|word| label.contains(word))
}

fn tells_of_video(text: &str) -> bool {
    [
        "video",
        "recording",
        "aufzeichnung",
        "enregistrement",
        "playback",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// The report's link and the recording's: by the last word beside each, then by the address, then by order.
fn result_links(links: &[Link]) -> (Option<String>, Option<String>) {
    let (mut report, mut video) = (None, None);
    for link in links {
        let near = link
            .label
            .rsplit(['.', ',', ';', '|'])
            .next()
            .unwrap_or_default();
        let near = near.rsplit(URL).next().unwrap_or_default();
        let path = link.url.to_lowercase();
        let is_video = tells_of_video(near) || (!tells_of_result(near) && tells_of_video(&path));
        let place = if is_video { &mut video } else { &mut report };
        if place.is_none() && (is_video || link.pinned || tells_of_result(near)) {
            *place = Some(link.url.clone());
        }
    }
    (report, video)
}
