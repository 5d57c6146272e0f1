//! Session, problems, set-up, sync status, events.

use fulcrum_app::domain::vendor;
use fulcrum_app::view;

use super::{InboxCounts, Ms, OpportunityId, StageChoice, StageId, UserId, Wire, choice, shown};

choice! {
    Phase = view::Phase { Connect, ChooseSeat, Ready, Blocked }
    ProblemCode = view::ProblemCode {
        WrongKey, MissingPermission, Unreachable, NotLever, RateLimited, LeverDown, ClockOff, PortTaken, NoKeyring,
        KeyringLocked, CacheNewer, CacheBroken, DeskLost, DiskFull, ReadOnly, Busy, NotFound, Conflict, Stopped, Blocked, BadInput,
        LinkRefused, LinkExpired, FileRefused, VendorUnavailable, Internal,
    }
    SyncPhase = view::SyncPhase { Connecting, Backfill, Live, BackedOff, Offline, SignedOut, Stopped }
}

/// The vendor, in the one word both sides use.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Vendor {
    MyInterview,
    JobTwine,
}

impl Wire<Vendor> for vendor::Vendor {
    fn wire(self) -> Vendor {
        match self {
            vendor::Vendor::MyInterview => Vendor::MyInterview,
            vendor::Vendor::JobTwine => Vendor::JobTwine,
        }
    }
}

impl Wire<vendor::Vendor> for Vendor {
    fn wire(self) -> vendor::Vendor {
        match self {
            Vendor::MyInterview => vendor::Vendor::MyInterview,
            Vendor::JobTwine => vendor::Vendor::JobTwine,
        }
    }
}

shown! {
    Session = view::Session { phase: Phase, training: bool, seat: Option<Seat>, problem: Option<Problem> }
    Seat = view::Seat { user: UserId, name: String, email: String, role: String, account: String }
    Problem = view::Problem { code: ProblemCode, sentence: String, cause: String, way_out: String }
    LostChange = view::LostChange {
        opportunity: OpportunityId, name: Option<String>, to: Option<String>, now: Option<String>,
    }
    UserChoice = view::UserChoice { id: UserId, name: String, email: String, role: String }
    SyncStatus = view::SyncStatus {
        phase: SyncPhase, synced_at_ms: Option<Ms>, rate_tenths: u32, share_tenths: u32, opportunities: u32,
        queued: u32, next_try_ms: Option<Ms>, problem: Option<Problem>,
    }
    Setup = view::Setup {
        stages: Vec<StageChoice>, trigger_stage: Option<StageId>, neutral_stage: Option<StageId>, templates: u32,
        templates_as_of_ms: Option<Ms>, templates_source: Option<String>, vendor_profile: bool, hosts: Vec<String>,
        note_authors: Vec<UserId>, users: Vec<UserChoice>,
    }
    ChangesBody = view::Changes {
        opportunities: Vec<OpportunityId>, board: bool, dock: bool, session: bool, status: bool,
        inbox: Option<InboxCounts>,
    }
    NoticeBody = view::Notice {
        code: String, opportunity: OpportunityId, name: String, detail: Option<String>, title: Option<String>,
        body: Option<String>, at_ms: Ms,
    }
}

/// How the window looks; the person's choice.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Preferences {
    pub(crate) theme: Theme,
    pub(crate) density: Density,
}

choice! {
    Theme = view::Theme { System, Light, Dark, Contrast }
    Density = view::Density { Comfortable, Compact }
}

impl Wire<Preferences> for view::Preferences {
    fn wire(self) -> Preferences {
        Preferences {
            theme: self.theme.wire(),
            density: self.density.wire(),
        }
    }
}

impl Wire<view::Preferences> for Preferences {
    fn wire(self) -> view::Preferences {
        view::Preferences {
            theme: self.theme.wire(),
            density: self.density.wire(),
        }
    }
}
