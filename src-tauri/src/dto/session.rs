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
    Environment = view::Environment { Production, Sandbox }
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
    ConnectGuide = view::ConnectGuide {
        environment: Environment, choosable: bool, host: String, permissions: Vec<PermissionNeed>, offline_scope: String,
        addresses: Vec<String>, patience_seconds: u32,
    }
    PermissionNeed = view::PermissionNeed { title: String, scope: String, reads: String, writes: Option<String> }
    Seat = view::Seat {
        user: UserId, name: String, email: String, role: String, account: String, rights: Rights,
    }
    Rights = view::Rights { writes: bool, postings: bool, admin: bool, integrations: bool }
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
        stages: Vec<StageChoice>, trigger_stage: Option<StageId>, neutral_stage: Option<StageId>,
        proposed_trigger: Option<StageId>, proposed_neutral: Option<StageId>, templates: u32,
        templates_as_of_ms: Option<Ms>, templates_source: Option<String>, vendor_profile: bool, hosts: Vec<String>,
        note_authors: Vec<UserId>, users: Vec<UserChoice>,
    }
    ChangesBody = view::Changes {
        opportunities: Vec<OpportunityId>, board: bool, dock: bool, postings: bool, session: bool, status: bool, dry_run: bool,
        inbox: Option<InboxCounts>, health: bool,
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
