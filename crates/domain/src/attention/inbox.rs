//! The inbox: which journeys need the recruiter, which wait for somebody else, and where an item lies after it was seen,
//! done, snoozed or muted.
//!
//! An item is a function of a journey. Its key names opportunity, vendor, round, attempt and kind and never changes; its
//! version names what happened, so that the same thing happening anew comes back although the earlier one was done.

use serde::{Deserialize, Serialize};

use super::snooze::{Activity, Snooze};
use crate::evidence::FailureCode;
use crate::ids::StageId;
use crate::interview::{NotedTime, Outcome, Party};
use crate::journey::{Actor, Journey, JourneyKey, JourneyLink, Link, State};
use crate::vendor::Vendor;

/// What kind of item, in the list's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Nobody was invited.
    InviteFailed,
    /// The vendor waits for slots.
    SlotsNeeded,
    /// An interview is booked.
    Scheduled,
    /// A result has arrived: feedback, or a finished video.
    FeedbackIn,
    /// Something is overdue.
    Stalled,
}

impl ItemKind {
    fn word(self) -> &'static str {
        match self {
            Self::InviteFailed => "invite_failed",
            Self::SlotsNeeded => "slots_needed",
            Self::Scheduled => "scheduled",
            Self::FeedbackIn => "feedback_in",
            Self::Stalled => "stalled",
        }
    }
}

/// Which item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ItemKey {
    /// Of which journey.
    pub journey: JourneyKey,
    /// What kind.
    pub kind: ItemKind,
}

impl ItemKey {
    /// The key under which marks are kept: opportunity, vendor, round, attempt, kind. Names no person.
    pub fn text(&self) -> String {
        let vendor = match self.journey.vendor {
            Vendor::MyInterview => "myinterview",
            Vendor::JobTwine => "jobtwine",
        };
        let JourneyKey {
            opportunity,
            round,
            attempt,
            ..
        } = &self.journey;
        format!(
            "{opportunity}/{vendor}/{round}/{attempt}/{}",
            self.kind.word()
        )
    }
}

/// Why an item is here; the interface's catalogue turns the code into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// The vendor could not invite.
    Failed {
        /// Why.
        code: FailureCode,
    },
    /// Stands in the vendor's stage, and the vendor ignores the posting.
    Ignored,
    /// A finished video.
    VideoIn,
    /// Finished, and no link to the video has arrived in time.
    VideoWithoutLink,
    /// The vendor has not answered the move.
    NoInvite,
    /// The invitation is open for too long.
    NoVideo,
    /// The invitation ran out.
    Expired,
    /// JobTwine asks for slots.
    SlotsWanted,
    /// An interview is booked.
    Scheduled {
        /// Its start, ms; `None`: not certain.
        starts_at_ms: Option<i64>,
    },
    /// Feedback has arrived.
    Feedback {
        /// What it recommends, where that was read.
        outcome: Option<Outcome>,
    },
    /// Somebody did not appear.
    NoShow {
        /// Who.
        who: Party,
    },
    /// The interview was called off.
    InterviewCancelled {
        /// By whom.
        by: Party,
    },
    /// JobTwine waits until the job's rounds are entered there.
    RoundsMissing,
    /// Another link is overdue.
    Overdue {
        /// Which.
        link: Link,
    },
}

/// Something that needs the recruiter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Which.
    pub key: ItemKey,
    /// What happened. Another version under the same key is news again.
    pub version: String,
    /// Why it is here.
    pub reason: Reason,
    /// When it happened, ms; when its proof was first seen here where the proof carries no time.
    pub at_ms: Option<i64>,
}

/// What a journey asks of whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "attention", rename_all = "snake_case")]
pub enum Attention {
    /// The recruiter acts.
    NeedsYou(Item),
    /// The candidate or the vendor acts.
    Waiting {
        /// Who.
        on: Actor,
        /// Since when, ms.
        since_ms: Option<i64>,
        /// When it gets late, ms.
        due_ms: Option<i64>,
    },
}

/// Where the candidate stands now.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The stage.
    pub stage: &'a StageId,
    /// In it since, ms.
    pub entered_at_ms: i64,
    /// The vendor's trigger stage.
    pub trigger: Option<&'a StageId>,
}

/// What the current attempt of a journey asks; `None`: nothing of anybody.
///
/// Moving the candidate on after it happened answers an item: somebody has decided. What happened before the attempt
/// began (an old tag speaking for a new one) is not its news.
pub fn attention(journey: &Journey, place: &Place<'_>) -> Option<Attention> {
    let there = place.trigger == Some(place.stage);
    let found = found(journey, there);
    let Some((kind, version, reason, happened)) = found else {
        // Whoever moved the candidate on does not wait any more.
        let waits = there && matches!(journey.next, Actor::Candidate | Actor::Vendor);
        return waits.then(|| Attention::Waiting {
            on: journey.next,
            since_ms: journey
                .since_ms
                .or_else(|| moment(journey, Link::Invited).at_ms())
                .or_else(|| moment(journey, Link::Moved).at_ms()),
            due_ms: journey.due_ms,
        });
    };
    let began_ms = moment(journey, Link::Moved).at_ms();
    if let (Some(began_ms), Some(at_ms)) = (began_ms, happened.at_ms())
        && at_ms < began_ms
    {
        return None;
    }
    let answered = match happened {
        Moment::Proven(at_ms) => place.entered_at_ms > at_ms,
        // An untimed proof says nothing about what came first.
        Moment::Seen(_) | Moment::Unknown => true,
    };
    if !there && answered {
        return None;
    }
    Some(Attention::NeedsYou(Item {
        key: ItemKey {
            journey: journey.key.clone(),
            kind,
        },
        version,
        reason,
        at_ms: happened.at_ms(),
    }))
}

fn found(journey: &Journey, there: bool) -> Option<(ItemKind, String, Reason, Moment)> {
    let once = || "1".to_owned();
    let due = || journey.due_ms.map_or(Moment::Unknown, Moment::Proven);
    Some(match (journey.state, journey.stalled) {
        (State::Failed(code), _) => {
            let at = moment(journey, Link::Failed);
            // A code that is read better later is the same failure; a later note is another one.
            let version = at.at_ms().unwrap_or_default().to_string();
            (ItemKind::InviteFailed, version, Reason::Failed { code }, at)
        }
        (State::NotEligible, _) if there && moment(journey, Link::Moved) != Moment::Unknown => (
            ItemKind::InviteFailed,
            "ignored".to_owned(),
            Reason::Ignored,
            moment(journey, Link::Moved),
        ),
        (State::Completed, stalled) if journey.next == Actor::You => (
            ItemKind::FeedbackIn,
            once(),
            match stalled {
                None => Reason::VideoIn,
                Some(_) => Reason::VideoWithoutLink,
            },
            moment(journey, Link::Completed),
        ),
        (State::Expired, _) if journey.next == Actor::You => (
            ItemKind::Stalled,
            "expired".to_owned(),
            Reason::Expired,
            journey.since_ms.map_or(Moment::Unknown, Moment::Proven),
        ),
        (State::Triggered, Some(_)) if there => (
            ItemKind::Stalled,
            "invited".to_owned(),
            Reason::NoInvite,
            due(),
        ),
        (State::Invited, Some(_)) if there => (
            ItemKind::Stalled,
            "completed".to_owned(),
            Reason::NoVideo,
            due(),
        ),
        (_, stalled) => return found_in_expert_interview(journey, stalled, there),
    })
}

/// The same for an interview that an expert holds.
fn found_in_expert_interview(
    journey: &Journey,
    stalled: Option<Link>,
    there: bool,
) -> Option<(ItemKind, String, Reason, Moment)> {
    let at = |link: Link| {
        let proof = moment(journey, link);
        let since = journey.since_ms.map_or(proof, Moment::Proven);
        (since.at_ms().unwrap_or_default().to_string(), since)
    };
    let yours = journey.next == Actor::You;
    Some(match journey.state {
        // Asked again is another version: the slots that were given did not do.
        State::SlotsWanted if yours => {
            let (version, happened) = at(Link::SlotsWanted);
            (
                ItemKind::SlotsNeeded,
                version,
                Reason::SlotsWanted,
                happened,
            )
        }
        State::Scheduled if stalled.is_none() => {
            let starts_at_ms = journey.interview.at.as_ref().and_then(NotedTime::at_ms);
            let version = starts_at_ms.unwrap_or_default().to_string();
            let reason = Reason::Scheduled { starts_at_ms };
            (ItemKind::Scheduled, version, reason, at(Link::Scheduled).1)
        }
        State::FeedbackIn(outcome) if yours => {
            let reason = Reason::Feedback { outcome };
            let happened = at(Link::FeedbackIn).1;
            (ItemKind::FeedbackIn, "1".to_owned(), reason, happened)
        }
        State::NoShow(who) if yours => {
            let (version, happened) = at(Link::NoShow);
            (ItemKind::Stalled, version, Reason::NoShow { who }, happened)
        }
        State::InterviewCancelled(by) if yours => {
            let (version, happened) = at(Link::Cancelled);
            let reason = Reason::InterviewCancelled { by };
            (ItemKind::Stalled, version, reason, happened)
        }
        State::AwaitingRounds => {
            let (_, happened) = at(Link::Moved);
            let version = "rounds".to_owned();
            (ItemKind::Stalled, version, Reason::RoundsMissing, happened)
        }
        _ => {
            let link = stalled.filter(|_| there)?;
            let due = journey.due_ms.map_or(Moment::Unknown, Moment::Proven);
            let reason = Reason::Overdue { link };
            (ItemKind::Stalled, format!("{link:?}"), reason, due)
        }
    })
}

/// When something happened, as far as known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// The proof says when.
    Proven(i64),
    /// First seen here.
    Seen(i64),
    Unknown,
}

impl Moment {
    fn at_ms(self) -> Option<i64> {
        match self {
            Self::Proven(at_ms) | Self::Seen(at_ms) => Some(at_ms),
            Self::Unknown => None,
        }
    }
}

fn moment(journey: &Journey, wanted: Link) -> Moment {
    let step: Option<&JourneyLink> = journey.links.iter().find(|step| step.link == wanted);
    match step {
        Some(JourneyLink {
            at_ms: Some(at_ms), ..
        }) => Moment::Proven(*at_ms),
        Some(JourneyLink {
            seen_at_ms: Some(seen_at_ms),
            ..
        }) => Moment::Seen(*seen_at_ms),
        _ => Moment::Unknown,
    }
}

/// What this seat has done with an item.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks<'a> {
    /// The version that was looked at.
    pub seen: Option<&'a str>,
    /// The version that was done.
    pub done: Option<&'a str>,
    /// A snooze.
    pub snooze: Option<&'a Snooze>,
    /// The candidate is muted.
    pub muted: bool,
}

/// Where an item lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Needs the recruiter.
    NeedsYou {
        /// Nobody at this seat has looked at it.
        unread: bool,
    },
    /// Until its snooze ends.
    Snoozed,
    /// The candidate is muted.
    Muted,
    /// Done.
    Done,
}

/// Where an item lies. `watched_since_ms`: what happened before this seat first read the whole account is no news and
/// never unread; `None` while the first reading goes on.
pub fn tab(
    item: &Item,
    marks: &Marks<'_>,
    activity: &Activity,
    watched_since_ms: Option<i64>,
) -> Tab {
    if marks.done == Some(item.version.as_str()) {
        return Tab::Done;
    }
    if marks.muted {
        return Tab::Muted;
    }
    if marks
        .snooze
        .is_some_and(|snooze| snooze.version == item.version && !snooze.ended(activity))
    {
        return Tab::Snoozed;
    }
    let news = match (watched_since_ms, item.at_ms) {
        (Some(since_ms), Some(at_ms)) => at_ms >= since_ms,
        // A snooze that ended is news, however old the item.
        _ => false,
    } || marks
        .snooze
        .is_some_and(|snooze| snooze.version == item.version);
    Tab::NeedsYou {
        unread: news && marks.seen != Some(item.version.as_str()),
    }
}

#[cfg(test)]
mod tests;
