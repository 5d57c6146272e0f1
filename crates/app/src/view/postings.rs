//! Postings and both vendors: the matrix, one posting's tags, and what is being written.

use fulcrum_domain::ids::{PostingId, TagRunId, TagWriteId, TemplateId};
use fulcrum_domain::vendor::Vendor;

use super::Rounds;

/// A window of the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingMatrix {
    /// Postings in it: published ones, and whatever else is tagged for a vendor.
    pub all: u32,
    /// Postings with a tag that a vendor ignores or refuses.
    pub problems: u32,
    /// Postings whose tags work.
    pub ready: u32,
    /// Postings without a tag for either vendor.
    pub untagged: u32,
    /// There is a list of templates to compare tags with.
    pub templates_known: bool,
    /// Place of the first row in what was asked for, from 0.
    pub offset: u32,
    /// By title.
    pub rows: Vec<PostingRow>,
}

/// One posting in the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingRow {
    /// Posting.
    pub id: PostingId,
    /// Title.
    pub title: String,
    /// `published`, `closed`, …
    pub state: String,
    /// How its template tag stands.
    pub template: CellStanding,
    /// The template's name, or what stands on the posting instead; `""` where nothing or several do.
    pub template_text: String,
    /// How many tags are meant to choose a template.
    pub template_tags: u32,
    /// How its JobTwine tag stands.
    pub jobtwine: CellStanding,
    /// The tag as stored.
    pub jobtwine_text: String,
    /// What is known of its rounds.
    pub rounds: RoundsStanding,
    /// What an admin stated.
    pub stated: Option<Rounds>,
    /// What JobTwine itself says, where a profile lets it be read.
    pub read: Option<Rounds>,
    /// Whose stage invites a candidate of this posting.
    pub invites: Invites,
    /// A vendor that it is tagged for would not invite, or nobody knows.
    pub short: bool,
    /// Place among the problems, from 1.
    pub problem: Option<u32>,
}

/// How a tag stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellStanding {
    /// No tag is meant for this vendor.
    Unused,
    /// It works.
    Good,
    /// There is nothing to compare it with.
    Unchecked,
    /// The vendor ignores or refuses it.
    Wrong,
}

/// What is known of a posting's rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundsStanding {
    /// The posting is not meant for JobTwine.
    Unused,
    /// JobTwine does not read the posting, so it has no job there.
    NoJob,
    /// An admin stated them.
    Stated,
    /// An admin stated that there are none.
    StatedNone,
    /// JobTwine says so, and nobody stated anything else.
    Read,
    /// JobTwine says something else than was stated.
    Contradicted,
    /// Nobody said.
    Unknown,
}

/// Whose stage invites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invites {
    /// Each in its own stage.
    Both,
    /// Only a move into myInterview's stage.
    MyInterview,
    /// Only a move into JobTwine's stage.
    JobTwine,
    /// Neither.
    Nobody,
}

/// One posting's tags, looked at closely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingLint {
    /// Posting.
    pub id: PostingId,
    /// Title.
    pub title: String,
    /// Its own tags, as stored.
    pub tags: Vec<String>,
    /// Place in the whole matrix, from 0.
    pub place: u32,
    /// Place among the problems, from 1; `None`: it has none.
    pub problem: Option<u32>,
    /// How many postings have one.
    pub problems: u32,
    /// The problem before it, by title.
    pub previous: Option<PostingId>,
    /// The problem after it, by title.
    pub next: Option<PostingId>,
    /// What is wrong, in the order in which to mend it.
    pub findings: Vec<LintFinding>,
    /// It could be shared with JobTwine.
    pub can_share: bool,
    /// There are templates to choose from.
    pub can_choose: bool,
    /// The latest change of its tags from here that can still be taken back.
    pub written: Option<WrittenTags>,
}

/// Something wrong with a posting's tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LintFinding {
    /// Whose tag it is.
    pub vendor: Vendor,
    /// `letter_case`, `whitespace`, `look_alike`, `spelling`, `shared_name`, `unknown` or `several_tags`.
    pub code: String,
    /// The vendor's word is what differs.
    pub in_prefix: bool,
    /// The stored tags it is about.
    pub stored: Vec<String>,
    /// The stored tag in pieces, beside what was meant.
    pub on_posting: Vec<MarkedPiece>,
    /// What was meant, in pieces; empty: nothing is near.
    pub meant: Vec<MarkedPiece>,
    /// In how many places they differ.
    pub places: u32,
    /// Moves into the vendor's stage after which nobody was invited.
    pub in_vain: u32,
    /// The first of them, ms.
    pub in_vain_since_ms: Option<i64>,
    /// What would mend it, best first.
    pub fixes: Vec<LintFix>,
}

/// A piece of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedPiece {
    /// Letters.
    pub text: String,
    /// The other text has something else here.
    pub differs: bool,
}

/// One way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LintFix {
    /// `use_name`, `use_id`, `keep` or `write_job_twine`.
    pub kind: String,
    /// The template it chooses, by name.
    pub template: Option<String>,
    /// What it writes, or the tag that stays.
    pub tag: String,
    /// Tags that go.
    pub from: Vec<String>,
    /// The tag that comes.
    pub to: Option<String>,
}

/// A change of a posting's tags that was carried out from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenTags {
    /// The change.
    pub write: TagWriteId,
    /// Tags that went.
    pub gone: Vec<String>,
    /// Tags that came.
    pub came: Vec<String>,
    /// When, ms.
    pub at_ms: i64,
}

/// A template to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateChoice {
    /// The vendor's id.
    pub id: TemplateId,
    /// Exact name.
    pub name: String,
    /// Another one has the same name.
    pub shared: bool,
}

/// What is being written, what was, and what comparing has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagDesk {
    /// The comparison that opened or locked changing many; `None`: nothing was ever written from here.
    pub proof: Option<ComparedPosting>,
    /// Problems that can be mended together.
    pub plain: u32,
    /// Problems that need somebody's decision.
    pub undecided: u32,
    /// The latest change of many.
    pub run: Option<TagProgress>,
    /// The latest change, of one or of many, that can be taken back.
    pub last: Option<LastTags>,
}

/// A written posting, compared with what it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedPosting {
    /// Nothing but its tags had changed.
    pub kept: bool,
    /// Compared, ms.
    pub at_ms: i64,
    /// Posting.
    pub posting: PostingId,
    /// Its title then.
    pub title: String,
    /// Fields that were otherwise.
    pub differing: Vec<String>,
    /// Whether they stand as before again; `None`: nobody can say.
    pub put_back: Option<bool>,
}

/// How far changing many is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagProgress {
    /// The run.
    pub run: TagRunId,
    /// It takes another one back.
    pub undo: bool,
    /// Where it stands.
    pub state: TagProgressState,
    /// Postings in it.
    pub total: u32,
    /// Written and compared, or so already.
    pub done: u32,
    /// Not done, or not as it should be.
    pub failed: u32,
    /// Let go before they were tried.
    pub stopped: u32,
    /// The one that is next, or under way.
    pub title: Option<String>,
    /// Why it waits, as a stable word of the request.
    pub waits: Option<String>,
    /// The first of those that failed.
    pub failures: Vec<TagFailure>,
}

/// Where changing many stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagProgressState {
    /// One after the other.
    Going,
    /// The person paused it.
    Paused,
    /// The program was closed meanwhile.
    PausedByRestart,
    /// A posting came back with more changed than its tags.
    Locked,
    /// Nothing is left.
    Ended,
}

/// A posting whose tags could not be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagFailure {
    /// Posting.
    pub posting: PostingId,
    /// Title.
    pub title: String,
    /// `changed`, `not_kept`, `forbidden`, `gone`, `refused`.
    pub code: String,
    /// Fields that were otherwise afterwards.
    pub differing: Vec<String>,
    /// As [`ComparedPosting::put_back`].
    pub put_back: Option<bool>,
}

/// A change that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastTags {
    /// The run.
    pub run: TagRunId,
    /// Postings it changed and that were not taken back.
    pub postings: u32,
    /// The only one's, or the first one's title.
    pub title: String,
    /// When, ms.
    pub at_ms: i64,
}
