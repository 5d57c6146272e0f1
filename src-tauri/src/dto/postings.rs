//! Postings and both vendors.

use fulcrum_app::view;

use super::{Ms, PostingId, Rounds, TagRunId, TagWriteId, TemplateId, Vendor, Wire, choice, shown};

choice! {
    CellStanding = view::CellStanding { Unused, Good, Unchecked, Wrong }
    RoundsStanding = view::RoundsStanding { Unused, NoJob, Stated, StatedNone, Read, Contradicted, Unknown }
    Invites = view::Invites { Both, MyInterview, JobTwine, Nobody }
    TagProgressState = view::TagProgressState { Going, Paused, PausedByRestart, Locked, Ended }
}

shown! {
    PostingMatrix = view::PostingMatrix {
        all: u32, problems: u32, ready: u32, untagged: u32, templates_known: bool, offset: u32, rows: Vec<PostingRow>,
    }
    PostingRow = view::PostingRow {
        id: PostingId, title: String, state: String, template: CellStanding, template_text: String, template_tags: u32,
        jobtwine: CellStanding, jobtwine_text: String, rounds: RoundsStanding, stated: Option<Rounds>,
        read: Option<Rounds>, invites: Invites, short: bool, problem: Option<u32>,
    }
    PostingLint = view::PostingLint {
        id: PostingId, title: String, tags: Vec<String>, place: u32, problem: Option<u32>, problems: u32,
        previous: Option<PostingId>, next: Option<PostingId>, findings: Vec<LintFinding>, can_share: bool,
        can_choose: bool, written: Option<WrittenTags>,
    }
    LintFinding = view::LintFinding {
        vendor: Vendor, code: String, in_prefix: bool, stored: Vec<String>, on_posting: Vec<MarkedPiece>,
        meant: Vec<MarkedPiece>, places: u32, in_vain: u32, in_vain_since_ms: Option<Ms>, fixes: Vec<LintFix>,
    }
    MarkedPiece = view::MarkedPiece { text: String, differs: bool }
    LintFix = view::LintFix {
        kind: String, template: Option<String>, tag: String, from: Vec<String>, to: Option<String>,
    }
    WrittenTags = view::WrittenTags { write: TagWriteId, gone: Vec<String>, came: Vec<String>, at_ms: Ms }
    TemplateChoice = view::TemplateChoice { id: TemplateId, name: String, shared: bool }
    TagDesk = view::TagDesk {
        proof: Option<ComparedPosting>, plain: u32, undecided: u32, run: Option<TagProgress>, last: Option<LastTags>,
    }
    ComparedPosting = view::ComparedPosting {
        kept: bool, at_ms: Ms, posting: PostingId, title: String, differing: Vec<String>, put_back: Option<bool>,
    }
    TagProgress = view::TagProgress {
        run: TagRunId, undo: bool, state: TagProgressState, total: u32, done: u32, failed: u32, stopped: u32,
        title: Option<String>, waits: Option<String>, failures: Vec<TagFailure>,
    }
    TagFailure = view::TagFailure {
        posting: PostingId, title: String, code: String, differing: Vec<String>, put_back: Option<bool>,
    }
    LastTags = view::LastTags { run: TagRunId, postings: u32, title: String, at_ms: Ms }
}
