//! Which change of a journey deserves a notification, told once, in words that give away no more than asked.

mod pace;
mod quiet;
mod words;

pub use pace::{APART_MS, Pace};
pub use quiet::QuietHours;
pub use words::{NoticeText, Privacy, initials, notice_text};

use serde::{Deserialize, Serialize};

use crate::evidence::{Confidence, FailureCode};
use crate::interview::{NotedTime, Outcome, Party};
use crate::journey::{Journey, JourneyKey, Link, State};
use crate::vendor::Vendor;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum NoticeEvent {
    /// The candidate finished.
    Completed,
    /// The vendor said that it could not invite.
    Failed {
        /// Why.
        code: FailureCode,
    },
    /// A link is overdue.
    Stalled {
        /// Which.
        link: Link,
    },
    /// JobTwine wants slots.
    SlotsWanted {
        /// Asked at, ms: it may ask again.
        asked_at_ms: Option<i64>,
    },
    /// An interview is booked.
    Scheduled {
        /// Its start; `None`: not certain, so no time is told.
        at: Option<NoticeTime>,
    },
    /// A booked interview has another time.
    Rescheduled {
        /// The new start; `None`: not certain, so no time is told.
        at: Option<NoticeTime>,
    },
    /// The interview was called off.
    InterviewCancelled {
        /// By whom.
        by: Party,
        /// Told at, ms.
        told_at_ms: Option<i64>,
    },
    /// Somebody did not appear.
    NoShow {
        /// Who.
        who: Party,
        /// Told at, ms.
        told_at_ms: Option<i64>,
    },
    /// Feedback has arrived.
    FeedbackIn {
        /// What it recommends, where that was read.
        outcome: Option<Outcome>,
    },
    /// JobTwine waits until the job's rounds are entered there.
    AwaitingRounds,
}

/// A certain time, as its writer's clock shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NoticeTime {
    /// ms since the Unix epoch.
    pub at_ms: i64,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
}

/// A change worth a notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Whose.
    pub key: JourneyKey,
    /// What.
    pub event: NoticeEvent,
}

impl Notice {
    /// The notice ledger's unique key: opportunity, vendor, round, attempt, event. A notice whose key is in the ledger
    /// has been shown (or deliberately not shown) and never comes back, also after a restart or a rebuilt cache.
    pub fn ledger_key(&self) -> String {
        let vendor = match self.key.vendor {
            Vendor::MyInterview => "myinterview",
            Vendor::JobTwine => "jobtwine",
        };
        let at = |at: Option<i64>| at.map_or_else(|| "unsure".to_owned(), |at| at.to_string());
        let start = |time: Option<NoticeTime>| at(time.map(|time| time.at_ms));
        let event = match self.event {
            NoticeEvent::Completed => "completed".to_owned(),
            // One failure per attempt: a code that is read better later is no second event.
            NoticeEvent::Failed { .. } => "failed".to_owned(),
            NoticeEvent::Stalled { link } => format!("stalled-{}", link_word(link)),
            // What can happen again in one attempt is told apart by its time.
            NoticeEvent::SlotsWanted { asked_at_ms } => format!("slots-wanted-{}", at(asked_at_ms)),
            NoticeEvent::Scheduled { at: time } => format!("scheduled-{}", start(time)),
            NoticeEvent::Rescheduled { at: time } => format!("rescheduled-{}", start(time)),
            NoticeEvent::InterviewCancelled { told_at_ms, .. } => {
                format!("cancelled-{}", at(told_at_ms))
            }
            NoticeEvent::NoShow { told_at_ms, .. } => format!("no-show-{}", at(told_at_ms)),
            NoticeEvent::FeedbackIn { .. } => "feedback".to_owned(),
            NoticeEvent::AwaitingRounds => "awaiting-rounds".to_owned(),
        };
        format!(
            "{}/{vendor}/{}/{}/{event}",
            self.key.opportunity, self.key.round, self.key.attempt
        )
    }
}

fn link_word(link: Link) -> &'static str {
    match link {
        Link::Moved => "moved",
        Link::Invited => "invited",
        Link::Opened => "opened",
        Link::Completed => "completed",
        Link::ResultIn => "result",
        Link::Failed => "failed",
        Link::SlotsWanted => "slots-wanted",
        Link::SlotsGiven => "slots-given",
        Link::Scheduled => "scheduled",
        Link::Held => "held",
        Link::FeedbackIn => "feedback",
        Link::Cancelled => "cancelled",
        Link::NoShow => "no-show",
    }
}

/// The notice that the change from `before` to `after` deserves, if any. Both have the same key; `before` is `None` for
/// an attempt that was not there before.
///
/// `baseline`: this is the first sight of the opportunity (first sync, rebuilt cache, unarchived): what stands there
/// happened before anybody watched, so nothing is told. Only what is proven is told; an inferred state is not.
///
/// The caller still asks its ledger: this function compares two states and remembers nothing.
pub fn notice(before: Option<&Journey>, after: &Journey, baseline: bool) -> Option<Notice> {
    if baseline {
        return None;
    }
    let event = proven_event(after)?;
    let told_before = before.and_then(proven_event);
    let same = match (told_before, event) {
        (Some(NoticeEvent::Failed { .. }), NoticeEvent::Failed { .. }) => true,
        // Read better later is no second event.
        (Some(NoticeEvent::FeedbackIn { .. }), NoticeEvent::FeedbackIn { .. }) => true,
        (told, event) => told == Some(event),
    };
    let event = match (told_before, event) {
        (Some(NoticeEvent::Scheduled { .. }), NoticeEvent::Scheduled { at }) => {
            NoticeEvent::Rescheduled { at }
        }
        (_, event) => event,
    };
    (!same).then(|| Notice {
        key: after.key.clone(),
        event,
    })
}

fn proven_event(journey: &Journey) -> Option<NoticeEvent> {
    let proven = |link: Link| {
        journey
            .links
            .iter()
            .any(|step| step.link == link && step.confidence == Some(Confidence::Proven))
    };
    match (journey.state, journey.stalled) {
        // A late link to a finished interview is no news: the completion itself was told.
        (State::Completed, _) => proven(Link::Completed).then_some(NoticeEvent::Completed),
        (State::Failed(code), _) => proven(Link::Failed).then_some(NoticeEvent::Failed { code }),
        (State::Triggered, Some(link)) => {
            proven(Link::Moved).then_some(NoticeEvent::Stalled { link })
        }
        (State::Invited, Some(link)) => {
            proven(Link::Invited).then_some(NoticeEvent::Stalled { link })
        }
        (State::AwaitingRounds, _) => proven(Link::Failed).then_some(NoticeEvent::AwaitingRounds),
        (State::SlotsWanted, Some(link)) => {
            proven(Link::SlotsWanted).then_some(NoticeEvent::Stalled { link })
        }
        (State::SlotsWanted, None) => {
            proven(Link::SlotsWanted).then_some(NoticeEvent::SlotsWanted {
                asked_at_ms: journey.since_ms,
            })
        }
        (State::SlotsGiven, Some(link)) => {
            proven(Link::SlotsGiven).then_some(NoticeEvent::Stalled { link })
        }
        (State::Scheduled, Some(link)) => {
            proven(Link::Scheduled).then_some(NoticeEvent::Stalled { link })
        }
        // An interview that began meanwhile was still booked: whoever was away hears of it.
        (State::Scheduled | State::InProgress, None) => {
            proven(Link::Scheduled).then(|| NoticeEvent::Scheduled { at: start(journey) })
        }
        // That it is over follows from the clock; that nobody wrote about it does not.
        (State::FeedbackPending, Some(link)) => {
            (proven(Link::Held) || proven(Link::Scheduled)).then_some(NoticeEvent::Stalled { link })
        }
        (State::FeedbackIn(outcome), _) => {
            proven(Link::FeedbackIn).then_some(NoticeEvent::FeedbackIn { outcome })
        }
        (State::InterviewCancelled(by), _) => {
            proven(Link::Cancelled).then_some(NoticeEvent::InterviewCancelled {
                by,
                told_at_ms: journey.since_ms,
            })
        }
        (State::NoShow(who), _) => proven(Link::NoShow).then_some(NoticeEvent::NoShow {
            who,
            told_at_ms: journey.since_ms,
        }),
        _ => None,
    }
}

/// The booked start, where it is certain.
fn start(journey: &Journey) -> Option<NoticeTime> {
    match journey.interview.at.as_ref()? {
        NotedTime::Sure {
            at_ms,
            offset_minutes,
            ..
        } => Some(NoticeTime {
            at_ms: *at_ms,
            offset_minutes: *offset_minutes,
        }),
        NotedTime::Unsure { .. } => None,
    }
}

#[cfg(test)]
mod tests;
