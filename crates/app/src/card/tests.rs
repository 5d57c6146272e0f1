use fulcrum_domain::attention::{CardSignal, Chip, Phrase};
use fulcrum_domain::evidence::FailureCode;
use fulcrum_domain::journey::{Actor, Link};
use fulcrum_domain::preflight::FindingCode;
use fulcrum_domain::vendor::Vendor;

use super::{ChipKind, chip};

const AT: Option<i64> = Some(1);

/// Kind, code and time of the window's chip.
fn shown(vendor: Vendor, one: Chip) -> (ChipKind, Option<String>, Option<i64>) {
    let signal = CardSignal {
        vendor,
        chip: one,
        next: Actor::You,
        phrase: Phrase::Nothing,
        late: false,
    };
    let chip = chip(&signal, &[]);
    (chip.kind, chip.code, chip.since_ms)
}

#[test]
fn where_an_interview_with_an_expert_stands_has_a_chip_of_its_own() {
    let since_ms = AT;
    for (one, kind, code) in [
        (
            Chip::RoundsMissing { since_ms },
            ChipKind::Obstacle,
            Some("rounds_missing"),
        ),
        (
            Chip::SlotsRequested { since_ms },
            ChipKind::SlotsNeeded,
            None,
        ),
        (Chip::SlotsGiven { since_ms }, ChipKind::SlotsGiven, None),
        (
            Chip::Scheduled {
                at_ms: AT,
                running: false,
            },
            ChipKind::Scheduled,
            None,
        ),
        (
            Chip::Scheduled {
                at_ms: AT,
                running: true,
            },
            ChipKind::Scheduled,
            Some("running"),
        ),
        (Chip::CalledOff { since_ms }, ChipKind::CalledOff, None),
        (Chip::NoShow { since_ms }, ChipKind::NoShow, None),
        (
            Chip::FeedbackPending { since_ms },
            ChipKind::FeedbackPending,
            None,
        ),
        (
            Chip::FeedbackIn {
                since_ms,
                read: false,
            },
            ChipKind::FeedbackIn,
            Some("not_read"),
        ),
        (
            Chip::FeedbackIn {
                since_ms,
                read: true,
            },
            ChipKind::FeedbackIn,
            None,
        ),
    ] {
        let wanted = (kind, code.map(str::to_owned), AT);
        assert_eq!(shown(Vendor::JobTwine, one), wanted);
    }
}

/// What both vendors can say is said in the words of the one that says it.
#[test]
fn a_chip_tells_the_vendors_apart() {
    let code = |vendor, one: &Chip| shown(vendor, one.clone()).1.unwrap_or_default();
    let invited = Chip::Invited {
        since_ms: AT,
        first_seen: false,
    };
    let untagged = Chip::Eligible {
        blocked_by: Some(FindingCode::PostingUntagged),
    };
    let failed = Chip::Failed {
        code: FailureCode::Other,
    };
    let silent = Chip::Stalled {
        link: Link::FeedbackIn,
        since_ms: AT,
    };
    for (one, experts, video) in [
        (invited, "slot_link", ""),
        (untagged, "jobtwine_tag_missing", "posting_untagged"),
        (failed, "jobtwine_other", "other"),
        (silent, "feedback_in", "feedback_in"),
    ] {
        assert_eq!(code(Vendor::JobTwine, &one), experts);
        assert_eq!(code(Vendor::MyInterview, &one), video);
    }
}
