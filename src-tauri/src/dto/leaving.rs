//! Leaving: vendors that are switched off, what is removed, what is left.

use fulcrum_app::view;

use super::{Bytes, Ms, OpportunityId, Session, Vendor, Wire, choice, shown};

choice! {
    VendorStanding = view::VendorStanding { Unused, On, Off, Reacting, Quiet, NotRead, TooEarly, NothingToAnswer }
}

shown! {
    Leaving = view::Leaving {
        vendors: Vec<VendorLeaving>, access: String, waiting: Vec<WaitingChange>, retention: RetentionView,
    }
    VendorLeaving = view::VendorLeaving {
        vendor: Vendor, stage: Option<String>, standing: VendorStanding, disabled_at_ms: Option<Ms>,
        revoked_at_ms: Option<Ms>, at_ms: Option<Ms>, unanswered: u32, mid_flow: Vec<MidFlow>, waiting: u32,
    }
    MidFlow = view::MidFlow {
        opportunity: OpportunityId, name: String, state: String, round: u32, since_ms: Option<Ms>,
    }
    WaitingChange = view::WaitingChange { opportunity: OpportunityId, name: String, to: Option<String> }
    RetentionView = view::RetentionView {
        days: Option<u32>, fewest: u32, most: u32, archived_here: u32, durations: u32,
    }
    Disconnected = view::Disconnected { session: Session, access: String, files_kept: bool }
    WipePlan = view::WipePlan {
        training: bool, removes: Vec<WipeLine>, saved: Option<Vec<SavedFile>>, waiting: u32,
    }
    WipeLine = view::WipeLine { what: String, said: String, count: u32, bytes: Bytes }
    SavedFile = view::SavedFile { path: String, bytes: Bytes }
    LeftBehind = view::LeftBehind { what: String, why: String, wanted: bool }
}

/// What a wipe did.
#[derive(Clone, Debug, serde::Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Receipt {
    began_ms: Ms,
    ended_ms: Ms,
    resumed: bool,
    complete: bool,
    removed: Vec<WipeLine>,
    left: Vec<LeftBehind>,
}

impl Wire<Receipt> for view::Receipt {
    fn wire(self) -> Receipt {
        Receipt {
            complete: self.is_complete(),
            began_ms: self.began_ms.wire(),
            ended_ms: self.ended_ms.wire(),
            resumed: self.resumed,
            removed: self.removed.wire(),
            left: self.left.wire(),
        }
    }
}
