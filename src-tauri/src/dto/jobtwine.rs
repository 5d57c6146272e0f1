//! JobTwine's part of the set-up.

use fulcrum_app::view;

use super::{Ms, OpportunityId, PostingId, StageChoice, StageId, UserId, Wire, choice, shown};

choice! {
    StageStanding = view::StageStanding { Verified, Renamed, Gone, Several, Near, Missing, Unread }
}

shown! {
    JobTwineSetup = view::JobTwineSetup {
        stage: StageLine, neutral_stage: Option<StageId>, stages: Vec<StageChoice>, authors: Vec<PinnedAuthor>,
        hosts: Vec<String>, first_note: Option<FirstNote>, reaction_at_ms: Option<Ms>, profile: Option<ProfileLine>,
        postings: Vec<TaggedPosting>, untagged: Vec<UntaggedPosting>, read_at_ms: Option<Ms>,
    }
    StageLine = view::StageLine { standing: StageStanding, id: Option<StageId>, name: Option<String> }
    PinnedAuthor = view::PinnedAuthor { id: UserId, name: String }
    FirstNote = view::FirstNote {
        opportunity: OpportunityId, author: Option<PinnedAuthor>, host: String, at_ms: Ms,
    }
    ProfileLine = view::ProfileLine { interviews: bool, offer_slots: bool, rounds: bool }
    TaggedPosting = view::TaggedPosting {
        id: PostingId, title: String, state: String, tag: String, exact: bool, differs: Option<String>,
        stated: Option<Rounds>, read: Option<Rounds>,
    }
    UntaggedPosting = view::UntaggedPosting { id: PostingId, title: String }
    Rounds = view::Rounds { names: Vec<String>, minutes: Vec<Option<u32>>, at_ms: Option<Ms> }
}

/// A round, as an admin states it.
#[derive(Clone, Debug, serde::Deserialize, specta::Type)]
pub(crate) struct StatedRound {
    pub(crate) name: String,
    pub(crate) minutes: Option<u32>,
}

impl Wire<view::StatedRound> for StatedRound {
    fn wire(self) -> view::StatedRound {
        view::StatedRound {
            name: self.name,
            minutes: self.minutes,
        }
    }
}
