//! What archiving leaves open with the vendors, said before it happens.
//!
//! Nothing in Lever calls an interview off. JobTwine asks for no webhook about archiving, so it may never learn of it;
//! myInterview asks for one, and what it does with it is not documented.

use serde::{Deserialize, Serialize};

use crate::journey::{Journey, State};
use crate::model::Opportunity;
use crate::move_hold::HoldSettings;
use crate::move_hold::HoldTimes;
use crate::vendor::{Vendor, VendorSetup};

/// Something that is under way with a vendor and goes on after the candidate is archived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOpen {
    /// The vendor.
    pub vendor: Vendor,
    /// From 1; always 1 for myInterview.
    pub round: u32,
    /// What.
    pub what: OpenBusiness,
    /// When the interview begins, ms, where it is booked and the time is sure.
    pub at_ms: Option<i64>,
}

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenBusiness {
    /// An interview is booked.
    InterviewBooked,
    /// The booked time is running.
    InterviewRuns,
    /// The interview is over and its feedback is outstanding.
    FeedbackMissing,
    /// Slots were given; an expert has to take one.
    SlotsGiven,
    /// Slots are wanted.
    SlotsWanted,
    /// The candidate was invited.
    InviteOpen,
    /// The candidate stands in the vendor's stage, and the vendor has not answered yet: it may still invite.
    MayInvite,
}

/// What archiving would leave open: at most one piece of business per vendor, in the order of the set-ups.
pub fn left_open(
    opportunity: &Opportunity,
    setups: &[VendorSetup],
    journeys: &[Journey],
) -> Vec<LeftOpen> {
    setups
        .iter()
        .filter_map(|setup| {
            let journey = journeys
                .iter()
                .filter(|one| one.key.vendor == setup.vendor && one.state != State::Moving)
                .max_by_key(|one| (one.key.round, one.key.attempt))?;
            let here = setup.invites_at() == Some(&opportunity.stage);
            let what = open_business(journey.state, here)?;
            Some(LeftOpen {
                vendor: setup.vendor,
                round: journey.key.round,
                what,
                at_ms: journey
                    .interview
                    .at
                    .as_ref()
                    .filter(|_| what == OpenBusiness::InterviewBooked)
                    .and_then(crate::interview::NotedTime::at_ms),
            })
        })
        .collect()
}

fn open_business(state: State, here: bool) -> Option<OpenBusiness> {
    match state {
        State::Scheduled => Some(OpenBusiness::InterviewBooked),
        State::InProgress => Some(OpenBusiness::InterviewRuns),
        State::FeedbackPending => Some(OpenBusiness::FeedbackMissing),
        State::SlotsGiven => Some(OpenBusiness::SlotsGiven),
        State::SlotsWanted => Some(OpenBusiness::SlotsWanted),
        State::Invited => Some(OpenBusiness::InviteOpen),
        // Nobody invites a candidate who has left the stage.
        State::Triggered | State::AwaitingRounds if here => Some(OpenBusiness::MayInvite),
        _ => None,
    }
}

/// Whether archiving, or taking out of the archive, waits a moment so that it can be undone: when the candidate stands in a
/// vendor's trigger stage, or something is under way.
pub fn archiving_holds(
    opportunity: &Opportunity,
    setups: &[VendorSetup],
    journeys: &[Journey],
) -> bool {
    setups
        .iter()
        .any(|setup| setup.invites_at() == Some(&opportunity.stage))
        || !left_open(opportunity, setups, journeys).is_empty()
}

/// Times of a write asked for at `now_ms` that is held: as those of a move.
pub fn held(settings: &HoldSettings, now_ms: i64) -> HoldTimes {
    let hold_until_ms = now_ms.saturating_add(settings.hold_ms.max(0));
    HoldTimes {
        hold_until_ms,
        valid_until_ms: Some(
            now_ms
                .saturating_add(settings.valid_ms)
                .max(hold_until_ms.saturating_add(1)),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::NotedTime;
    use crate::journey::{Actor, ExpertInterview, JourneyKey};
    use crate::sample::opportunity;
    use proptest::prelude::*;

    fn setups() -> Vec<VendorSetup> {
        [
            (Vendor::MyInterview, "video"),
            (Vendor::JobTwine, "experts"),
        ]
        .into_iter()
        .map(|(vendor, stage)| VendorSetup {
            trigger_stage: Some(stage.into()),
            ..VendorSetup::unset(vendor)
        })
        .collect()
    }

    fn journey(vendor: Vendor, round: u32, state: State) -> Journey {
        Journey {
            key: JourneyKey {
                opportunity: "o1".into(),
                vendor,
                round,
                attempt: 1,
            },
            state,
            stalled: None,
            next: Actor::Nobody,
            since_ms: None,
            due_ms: None,
            links: Vec::new(),
            review_url: None,
            next_change_at_ms: None,
            interview: ExpertInterview {
                at: Some(NotedTime::Sure {
                    at_ms: 77,
                    offset_minutes: 0,
                    zone: None,
                }),
                ..ExpertInterview::default()
            },
        }
    }

    fn standing(stage: &str) -> Opportunity {
        Opportunity {
            stage: stage.into(),
            ..opportunity()
        }
    }

    #[test]
    fn a_booked_interview_is_named_with_its_time() {
        let journeys = [
            journey(Vendor::JobTwine, 1, State::FeedbackIn(None)),
            journey(Vendor::JobTwine, 2, State::Scheduled),
        ];
        let found = left_open(&standing("experts"), &setups(), &journeys);
        assert_eq!(
            found,
            [LeftOpen {
                vendor: Vendor::JobTwine,
                round: 2,
                what: OpenBusiness::InterviewBooked,
                at_ms: Some(77)
            }]
        );
    }

    #[test]
    fn what_is_finished_leaves_nothing_open_and_only_the_stage_holds() {
        let journeys = [
            journey(Vendor::MyInterview, 1, State::Completed),
            journey(Vendor::JobTwine, 1, State::FeedbackIn(None)),
        ];
        assert_eq!(left_open(&standing("experts"), &setups(), &journeys), []);
        assert!(archiving_holds(&standing("experts"), &setups(), &journeys));
        assert!(!archiving_holds(&standing("onsite"), &setups(), &journeys));
    }

    #[test]
    fn an_invitation_follows_the_candidate_out_of_the_stage_and_a_move_nobody_answered_does_not() {
        for (state, what) in [
            (State::Invited, Some(OpenBusiness::InviteOpen)),
            (State::SlotsGiven, Some(OpenBusiness::SlotsGiven)),
            (State::Triggered, None),
        ] {
            let journeys = [journey(Vendor::MyInterview, 1, state)];
            let found = left_open(&standing("onsite"), &setups(), &journeys);
            assert_eq!(found.first().map(|one| one.what), what, "{state:?}");
        }
        let waiting = [journey(Vendor::MyInterview, 1, State::Triggered)];
        let found = left_open(&standing("video"), &setups(), &waiting);
        assert_eq!(
            found.first().map(|one| one.what),
            Some(OpenBusiness::MayInvite)
        );
    }

    proptest! {
        #[test]
        fn a_hold_always_leaves_time_to_leave(hold in -5i64..10_000_000, valid in -5i64..10_000_000, now in 0i64..4_000_000_000_000) {
            let times = held(&HoldSettings { hold_ms: hold, valid_ms: valid }, now);
            prop_assert!(times.hold_until_ms >= now);
            prop_assert!(times.valid_until_ms.is_some_and(|until| until > times.hold_until_ms));
        }
    }
}
