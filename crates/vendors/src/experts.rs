//! Interviews that experts hold: rounds, slots, bookings, feedback.

use fulcrum_domain::evidence::{Confidence, Evidence, Fact, Source};
use fulcrum_domain::ids::{OpportunityId, PostingId};
use fulcrum_domain::interview::{Feedback, NotedTime, Party, Round};
use fulcrum_domain::vendor::Vendor;
use url::Url;

/// Where an interview stands at the vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpertStatus {
    /// The job has no rounds yet, so nobody was asked.
    AwaitingRounds,
    /// Slots are wanted.
    SlotsWanted,
    /// Slots were given; experts may take one.
    SlotsGiven,
    /// Booked, or going on.
    Scheduled,
    /// Held; feedback is being written or reviewed.
    FeedbackPending,
    /// Feedback is there.
    FeedbackIn,
    /// Somebody did not appear. After an expert's absence slots are wanted again.
    NoShow(Party),
    /// Called off.
    Cancelled(Party),
    /// Nobody gave slots in time.
    Expired,
    /// A word that is new to us.
    Other,
}

/// A booked time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Start, ms.
    pub start_ms: i64,
    /// End, ms, where the vendor gives one.
    pub end_ms: Option<i64>,
    /// The expert as the vendor shows them; initials, as a rule.
    pub interviewer: Option<String>,
    /// The candidate chose an offered time.
    pub self_scheduled: bool,
}

/// One attempt at one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpertInterview {
    /// The vendor's id.
    pub id: String,
    /// Which round.
    pub round: Round,
    /// Its length, minutes.
    pub minutes: Option<u32>,
    /// From 1, within the round.
    pub attempt: u32,
    /// Where it stands.
    pub status: ExpertStatus,
    /// The vendor's own word for that.
    pub status_word: String,
    /// Where candidate and recruiter give slots. A bearer link: open it, never log it.
    pub slot_link: Option<String>,
    /// Starts of the slots given, ms, earliest first.
    pub slots_ms: Vec<i64>,
    /// How often no expert took any of the slots given.
    pub refused: u32,
    /// The time that was taken.
    pub booking: Option<Booking>,
    /// When slots were first asked for, ms.
    pub invited_at_ms: Option<i64>,
    /// When it was booked, ms.
    pub scheduled_at_ms: Option<i64>,
    /// When it was held, ms.
    pub held_at_ms: Option<i64>,
    /// When feedback came, ms.
    pub feedback_at_ms: Option<i64>,
    /// When it ended without feedback, ms.
    pub ended_at_ms: Option<i64>,
    /// What the expert wrote, without the links: those go stale, and [`InterviewVendor::media_link`] gives fresh ones.
    ///
    /// [`InterviewVendor::media_link`]: crate::InterviewVendor::media_link
    pub feedback: Option<Feedback>,
}

impl ExpertInterview {
    /// What it says, in the order in which it happened, with the time, ms, where there is one.
    fn facts(&self) -> Vec<(Fact, Option<i64>)> {
        let round = || self.round.clone();
        let wanted = || Fact::SlotsWanted {
            url: self.slot_link.clone(),
            round: round(),
        };
        let mut said = Vec::new();
        if self.invited_at_ms.is_some() || self.status == ExpertStatus::SlotsWanted {
            said.push((wanted(), self.invited_at_ms));
        }
        let booked = |at_ms: i64| NotedTime::Sure {
            at_ms,
            offset_minutes: 0,
            zone: None,
        };
        if let Some(booking) = &self.booking {
            let scheduled = Fact::Scheduled {
                at: Some(booked(booking.start_ms)),
                url: None,
                round: round(),
            };
            said.push((scheduled, self.scheduled_at_ms));
        }
        if self.held_at_ms.is_some() {
            said.push((Fact::InterviewHeld { round: round() }, self.held_at_ms));
        }
        match &self.status {
            ExpertStatus::AwaitingRounds => said.push((Fact::AwaitingRounds, None)),
            ExpertStatus::SlotsGiven => said.push((Fact::SlotsGiven { round: round() }, None)),
            ExpertStatus::FeedbackIn => {
                let fact = Fact::FeedbackIn {
                    feedback: self.feedback.clone().unwrap_or_default(),
                    round: round(),
                };
                said.push((fact, self.feedback_at_ms));
            }
            // After an expert's absence slots are wanted again: nothing has ended, and the request stands.
            ExpertStatus::NoShow(_) if self.ended_at_ms.is_none() => {}
            ExpertStatus::NoShow(who) => {
                let fact = Fact::NoShow {
                    who: *who,
                    round: round(),
                };
                said.push((fact, self.ended_at_ms));
            }
            ExpertStatus::Cancelled(by) => {
                let fact = Fact::InterviewCancelled {
                    by: *by,
                    round: round(),
                };
                said.push((fact, self.ended_at_ms));
            }
            ExpertStatus::Expired => said.push((Fact::Expired, self.ended_at_ms)),
            ExpertStatus::SlotsWanted
            | ExpertStatus::Scheduled
            | ExpertStatus::FeedbackPending
            | ExpertStatus::Other => {}
        }
        said
    }
}

/// The vendor's answer about one opportunity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpertInterviews {
    /// Oldest first.
    pub interviews: Vec<ExpertInterview>,
    /// When it was read, ms.
    pub as_of_ms: i64,
}

impl ExpertInterviews {
    /// The same as evidence. Every fact is the vendor's own statement, hence proven.
    pub fn evidence(&self, vendor: Vendor, seen_at_ms: i64) -> Vec<Evidence> {
        self.interviews
            .iter()
            .flat_map(ExpertInterview::facts)
            .map(|(fact, at_ms)| Evidence {
                vendor,
                fact,
                at_ms,
                seen_at_ms,
                source: Source::VendorAnswer,
                confidence: Confidence::Proven,
            })
            .collect()
    }

    /// The latest attempt at a round; with no round named, the latest of all.
    pub fn latest(&self, round: Option<u32>) -> Option<&ExpertInterview> {
        self.interviews
            .iter()
            .filter(|one| round.is_none() || one.round.number == round)
            .max_by_key(|one| (one.round.number, one.attempt))
    }
}

/// Slots on a candidate's behalf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotOffer {
    /// Whose interview.
    pub opportunity: OpportunityId,
    /// Which round; `None`: the one that is open.
    pub round: Option<u32>,
    /// Start and end of each slot, ms.
    pub slots_ms: Vec<(i64, i64)>,
}

/// What became of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferAnswer {
    /// The vendor holds the slots; an expert may take one.
    Given(ExpertInterview),
    /// A time is booked already: the candidate or an expert was faster.
    AlreadyScheduled(Option<ExpertInterview>),
    /// The vendor takes no slots for this interview: it is over, or its link has run out.
    Closed(Option<ExpertInterview>),
}

/// A job at the vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorJob {
    /// Lever's posting.
    pub posting: PostingId,
    /// Its rounds, in order. Empty: none were entered.
    pub rounds: Vec<JobRound>,
    /// When they were entered, ms.
    pub rounds_saved_at_ms: Option<i64>,
}

/// A round of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRound {
    /// `""` where it has none.
    pub name: String,
    /// How long it lasts, minutes.
    pub minutes: Option<u32>,
}

/// A link that may be opened at all.
pub(crate) fn web_link(text: &str) -> Option<Url> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "https" | "http"))
}
