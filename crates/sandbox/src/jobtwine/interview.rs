//! One attempt at one round of one candidacy, as the vendor keeps it.

use serde::{Deserialize, Serialize};

use super::feedback::Feedback;
use super::wording::Kind;
use crate::partner::dice::Dice;

/// Where an attempt stands. `InProgress` is never stored: it follows from the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// The job has no rounds yet.
    AwaitingRounds,
    /// Link sent, no slots given.
    PendingSlots,
    /// Interviewers may take one of the slots.
    SlotsGiven,
    Scheduled,
    /// Its time has come.
    InProgress,
    /// Held; the feedback is being written or reviewed.
    PendingFeedback,
    FeedbackReady,
    CandidateNoShow,
    /// Slots are asked for again.
    InterviewerNoShow,
    CancelledByCandidate,
    CancelledByClient,
    /// Nobody gave slots in time.
    Expired,
    /// Not meant to be interviewed.
    Ignored,
}

impl State {
    /// Whether slots can be given, or an offered time chosen.
    pub(crate) fn takes_slots(self) -> bool {
        matches!(
            self,
            Self::PendingSlots | Self::SlotsGiven | Self::InterviewerNoShow
        )
    }

    /// Whether anything is still to come.
    pub(crate) fn open(self) -> bool {
        self.takes_slots()
            || matches!(
                self,
                Self::AwaitingRounds | Self::Scheduled | Self::InProgress | Self::PendingFeedback
            )
    }

    /// Whether it can still be called off: what was held cannot.
    pub(crate) fn can_be_cancelled(self) -> bool {
        self.open() && self != Self::PendingFeedback
    }

    /// Whether the vendor's rules lead from here to `next`. [`InProgress`](Self::InProgress) is never stored.
    pub(crate) fn leads_to(self, next: Self) -> bool {
        use State::{
            AwaitingRounds, CancelledByCandidate, CancelledByClient, CandidateNoShow, Expired,
            FeedbackReady, InterviewerNoShow, PendingFeedback, PendingSlots, Scheduled, SlotsGiven,
        };
        if matches!(next, CancelledByCandidate | CancelledByClient) {
            return self.can_be_cancelled();
        }
        match self {
            AwaitingRounds => next == PendingSlots,
            PendingSlots | InterviewerNoShow => matches!(next, SlotsGiven | Scheduled | Expired),
            SlotsGiven => matches!(next, PendingSlots | Scheduled),
            Scheduled => matches!(
                next,
                SlotsGiven | PendingSlots | PendingFeedback | CandidateNoShow | InterviewerNoShow
            ),
            PendingFeedback => next == FeedbackReady,
            _ => false,
        }
    }
}

/// Why nobody was asked, or why an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Code {
    /// The posting does not have the tag, letter for letter.
    NoTag,
    /// The candidacy has no posting.
    NoPosting,
    /// The candidacy is archived.
    Archived,
    /// The candidacy is gone from Lever.
    Deleted,
    /// The candidacy left the stage.
    LeftStage,
    /// The job had no rounds yet, and the vendor does not wait.
    NoRounds,
    /// The tag was taken off the posting.
    Untagged,
}

/// What the interviewer found. Three values, as the vendor's portal shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    StronglyRecommended,
    IsAGoodFit,
    NotRecommended,
}

impl Outcome {
    /// The words of the chip.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::StronglyRecommended => "Strongly Recommended",
            Self::IsAGoodFit => "Is a Good Fit",
            Self::NotRecommended => "Not Recommended",
        }
    }
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum By {
    Candidate,
    /// The recruiting team.
    Client,
    /// Came by the shared link, which does not tell.
    Link,
}

/// A time at which the candidate could be interviewed. Unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub(crate) start: i64,
    pub(crate) end: i64,
}

/// A time that an interviewer offers, for scheduling by oneself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Offer {
    /// 1 for the first.
    pub(crate) number: usize,
    pub(crate) slot: Slot,
    pub(crate) interviewer: String,
}

/// The slot that an interviewer took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claim {
    pub(crate) interviewer: String,
    pub(crate) slot: Slot,
    /// When it was taken, Unix milliseconds.
    pub(crate) at: i64,
    /// The candidate chose it among the offered times.
    pub(crate) self_scheduled: bool,
}

/// A write that Lever is still owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Owed {
    /// A note.
    Note { kind: Kind, text: String },
    /// The panel as the claim now says.
    Panel,
    /// No panel any more.
    NoPanel,
}

/// A note that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) kind: Kind,
    /// Unix milliseconds.
    pub(crate) at: i64,
    pub(crate) text: String,
}

/// An attempt. Times in Unix milliseconds. Links in a stored past hold `{base}` where the vendor's address comes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Interview {
    /// 24 hexadecimal digits.
    pub(crate) id: String,
    /// Opens the slot page, whoever holds it.
    pub(crate) token: String,
    pub(crate) opportunity: String,
    pub(crate) posting: Option<String>,
    /// Posting title.
    pub(crate) title: String,
    pub(crate) candidate: String,
    /// 1 for the first round; 0 where nobody was to be interviewed.
    pub(crate) round: u32,
    /// Empty while rounds are awaited.
    pub(crate) round_name: String,
    pub(crate) minutes: i64,
    /// 1 for the first attempt at this round.
    pub(crate) attempt: u32,
    pub(crate) state: State,
    pub(crate) code: Option<Code>,
    pub(crate) outcome: Option<Outcome>,
    /// What candidate and recruiter open; `None` before rounds are known.
    pub(crate) link: Option<String>,
    /// Lever user whom the note with the link addressed.
    pub(crate) addressed: Option<String>,
    /// `@name` of that user; empty where nobody was addressed.
    pub(crate) mention: String,
    /// The candidate's address; `None` where Lever has none that can be used.
    pub(crate) mail: Option<String>,
    /// The candidate's IANA zone, as the vendor guesses it.
    pub(crate) zone: String,
    /// Times that interviewers offer.
    pub(crate) offers: Vec<Offer>,
    /// Slots given, earliest first.
    pub(crate) slots: Vec<Slot>,
    /// Who gave them.
    pub(crate) slots_by: Option<By>,
    /// How often slots were asked for.
    pub(crate) asked: u32,
    /// How often no interviewer took any slot.
    pub(crate) refused: u32,
    pub(crate) claim: Option<Claim>,
    /// The claim before this one, where it was moved or missed.
    pub(crate) before: Option<Claim>,
    /// Lever's panel.
    pub(crate) panel: Option<String>,
    pub(crate) feedback: Option<Feedback>,
    pub(crate) owed: Vec<Owed>,
    pub(crate) said: Vec<Said>,
    pub(crate) at: i64,
    pub(crate) invited_at: Option<i64>,
    pub(crate) slots_at: Option<i64>,
    pub(crate) scheduled_at: Option<i64>,
    pub(crate) held_at: Option<i64>,
    pub(crate) feedback_at: Option<i64>,
    /// Ended without feedback.
    pub(crate) ended_at: Option<i64>,
    /// The link's last millisecond.
    pub(crate) expires_at: Option<i64>,
    /// Opens the slot page for the hiring team, where that has a link of its own; empty otherwise.
    #[serde(default)]
    pub(crate) client_token: String,
    /// The hiring team's own link.
    #[serde(default)]
    pub(crate) client_link: Option<String>,
    /// How often the link was mailed as an invitation.
    #[serde(default)]
    pub(crate) sent: u32,
    /// The first owed note may be in Lever already: its answer was lost, and so was the look for it.
    #[serde(default)]
    pub(crate) unsure: bool,
    /// States it has been in, without the present one.
    #[serde(default)]
    pub(crate) trail: Vec<State>,
}

impl Interview {
    /// An attempt of which nothing but the candidacy is known.
    pub(crate) fn new(dice: Dice, opportunity: &str, round: u32, attempt: u32, at: i64) -> Self {
        let (place, number) = (round.to_string(), attempt.to_string());
        let key = |what: &str| dice.key(&["jobtwine", what, opportunity, &place, &number]);
        Self {
            id: key("interview"),
            token: format!("{}{}", key("token"), key("more")),
            opportunity: opportunity.to_owned(),
            posting: None,
            title: String::new(),
            candidate: String::new(),
            round,
            round_name: String::new(),
            minutes: 60,
            attempt,
            state: State::Ignored,
            code: None,
            outcome: None,
            link: None,
            addressed: None,
            mention: String::new(),
            mail: None,
            zone: "UTC".to_owned(),
            offers: Vec::new(),
            slots: Vec::new(),
            slots_by: None,
            asked: 0,
            refused: 0,
            claim: None,
            before: None,
            panel: None,
            feedback: None,
            owed: Vec::new(),
            said: Vec::new(),
            at,
            invited_at: None,
            slots_at: None,
            scheduled_at: None,
            held_at: None,
            feedback_at: None,
            ended_at: None,
            expires_at: None,
            client_token: String::new(),
            client_link: None,
            sent: 0,
            unsure: false,
            trail: Vec::new(),
        }
    }

    /// Who holds this token of the slot page, as far as the token tells.
    pub(crate) fn holder(&self, token: &str) -> By {
        if self.client_token.is_empty() {
            By::Link
        } else if token == self.client_token {
            By::Client
        } else {
            By::Candidate
        }
    }

    /// The page for candidate and recruiter, below `base`.
    pub(crate) fn slot_link(&self, base: &str) -> String {
        format!("{base}/s/{}", self.token)
    }

    /// Where it stands at `now`.
    pub(crate) fn state_at(&self, now: i64) -> State {
        match (self.state, &self.claim) {
            (State::Scheduled, Some(claim))
                if (claim.slot.start..claim.slot.end).contains(&now) =>
            {
                State::InProgress
            }
            (state, _) => state,
        }
    }

    /// Whether the link still takes slots at `now`.
    pub(crate) fn link_open_at(&self, now: i64) -> bool {
        self.state.takes_slots() && self.expires_at.is_none_or(|end| now <= end)
    }

    /// The word that the vendor's portal shows, where it has one.
    pub(crate) fn chip(&self) -> Option<&'static str> {
        match self.state {
            State::Scheduled | State::InProgress => Some("Scheduled"),
            State::PendingFeedback => Some("Pending Feedback Review"),
            State::FeedbackReady => self.outcome.map(Outcome::words),
            State::CandidateNoShow => Some("Candidate No Show"),
            State::CancelledByCandidate => Some("Cancelled by Candidate"),
            _ => None,
        }
    }

    /// As the console shows it at `now`.
    pub(crate) fn json_at(&self, now: i64) -> serde_json::Value {
        let mut shown = serde_json::to_value(self).unwrap_or_default();
        if let Some(map) = shown.as_object_mut() {
            let state = serde_json::to_value(self.state_at(now)).unwrap_or_default();
            map.insert("state".to_owned(), state);
            map.insert("chip".to_owned(), self.chip().into());
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, Dice, Interview, Slot, State};

    #[test]
    fn an_interview_is_in_progress_only_in_its_own_time() {
        let mut interview = Interview::new(Dice::new(1), "o", 1, 1, 0);
        interview.state = State::Scheduled;
        interview.claim = Some(Claim {
            interviewer: "A".to_owned(),
            slot: Slot {
                start: 100,
                end: 200,
            },
            at: 0,
            self_scheduled: false,
        });
        let states = [99, 100, 199, 200].map(|now| interview.state_at(now));
        assert_eq!(
            states,
            [
                State::Scheduled,
                State::InProgress,
                State::InProgress,
                State::Scheduled
            ]
        );
    }

    #[test]
    fn rounds_and_attempts_have_links_of_their_own() {
        let link = |round, attempt| {
            Interview::new(Dice::new(1), "o", round, attempt, 0).slot_link("http://h/jobtwine")
        };
        assert_ne!(link(1, 1), link(1, 2));
        assert_ne!(link(1, 1), link(2, 1));
        assert_eq!(link(1, 1), link(1, 1));
        assert_eq!(link(1, 1).len(), "http://h/jobtwine/s/".len() + 48);
    }
}
