//! Changes of postings' tags: what was asked for, how far it got, and what was read before and after. A posting is nobody's
//! candidate, so these are no intents; they are kept for the same reason: a crash must leave nothing half said.

use fulcrum_domain::ids::{PostingId, TagRunId, TagWriteId};
use fulcrum_domain::tags::{TagEdit, same_tags};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Preference: what comparing a written posting with what it was before has shown last, a [`TagProof`].
pub const TAG_PROOF: &str = "tag_proof";

/// Changes that were asked for together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagRun {
    /// Ours.
    pub id: TagRunId,
    /// One, for which a person waits, or many.
    pub kind: TagRunKind,
    /// Asked for, ms.
    pub created_at_ms: i64,
    /// Where it stands. It has ended when none of its changes is open any more.
    pub state: TagRunState,
    /// The run it takes back.
    pub undoes: Option<TagRunId>,
}

/// One, or many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagRunKind {
    /// A person waits for its answer; what could not be tried is let go.
    One,
    /// Carried out one after the other; it can rest and go on.
    Many,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagRunState {
    /// Its changes leave one after the other.
    Going,
    /// The person paused it.
    Paused,
    /// The program was closed meanwhile.
    PausedByRestart,
    /// A posting came back with more changed than its tags.
    Locked,
}

impl TagRunState {
    /// Nothing of it leaves until the person says so.
    pub fn rests(self) -> bool {
        self != Self::Going
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Going => "going",
            Self::Paused => "paused",
            Self::PausedByRestart => "paused_by_restart",
            Self::Locked => "locked",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [
            Self::Going,
            Self::Paused,
            Self::PausedByRestart,
            Self::Locked,
        ]
        .into_iter()
        .find(|state| state.word() == word)
    }
}

/// The change of one posting's tags.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TagWrite {
    /// Ours.
    pub id: TagWriteId,
    /// What it was asked for with.
    pub run: TagRunId,
    /// The posting.
    pub posting: PostingId,
    /// The change.
    pub change: Change,
    /// How far it is.
    pub state: TagWriteState,
    /// Why it failed, waits or was not needed, as a stable word.
    pub code: Option<String>,
    /// Tags as they were read right before the write.
    pub before: Vec<String>,
    /// Tags as they were written.
    pub after: Vec<String>,
    /// All fields as they were read right before the write; only until what is there now has been compared with it.
    pub record: Option<Map<String, Value>>,
    /// Fields that were otherwise afterwards, by name.
    pub differing: Vec<String>,
    /// Whether what differed stands as before again; `None`: nothing differed, or nobody could look.
    pub put_back: Option<bool>,
    /// Settled, ms.
    pub at_ms: Option<i64>,
    /// The change it takes back.
    pub undoes: Option<TagWriteId>,
}

impl TagWrite {
    /// A change that nothing has been done about.
    pub fn waiting(id: TagWriteId, run: TagRunId, posting: PostingId, change: Change) -> Self {
        Self {
            id,
            run,
            posting,
            change,
            state: TagWriteState::Waiting,
            code: None,
            before: Vec::new(),
            after: Vec::new(),
            record: None,
            differing: Vec::new(),
            put_back: None,
            at_ms: None,
            undoes: None,
        }
    }

    /// Ends it.
    pub fn settle(&mut self, state: TagWriteState, code: Option<&str>, now_ms: i64) {
        self.state = state;
        self.code = code.map(str::to_owned);
        self.record = None;
        self.at_ms = Some(now_ms);
    }

    /// It wrote something that can be taken back.
    pub fn wrote(&self) -> bool {
        self.state == TagWriteState::Done && !same_tags(&self.before, &self.after)
    }
}

/// What is to become of a posting's tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Some go, one comes; the others stay whatever they are.
    Edit {
        /// The change.
        edit: TagEdit,
    },
    /// Back to what was, if nobody has changed them since.
    Restore {
        /// As this seat left them.
        expected: Vec<String>,
        /// As they were before.
        tags: Vec<String>,
    },
}

/// What a change comes to on the tags that are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnTags {
    /// It is so already.
    Already,
    /// Somebody changed the tags; it does not fit any more.
    Overtaken,
    /// The whole list to write.
    Write(Vec<String>),
}

impl Change {
    /// Tries it on a posting's tags.
    pub fn on(&self, tags: &[String]) -> OnTags {
        match self {
            Self::Edit { edit } if edit.is_done(tags) => OnTags::Already,
            Self::Edit { edit } => edit.apply(tags).map_or(OnTags::Overtaken, OnTags::Write),
            Self::Restore { tags: back, .. } if same_tags(tags, back) => OnTags::Already,
            Self::Restore {
                expected,
                tags: back,
            } if same_tags(tags, expected) => OnTags::Write(back.clone()),
            Self::Restore { .. } => OnTags::Overtaken,
        }
    }
}

/// How far a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagWriteState {
    /// Nothing done yet.
    Waiting,
    /// Handed to Lever; a crash here makes it unknown.
    Writing,
    /// Handed to Lever without an answer: settled by looking, never by repeating blindly.
    Unknown,
    /// More than the tags had changed; what can be is being put back.
    PuttingBack,
    /// Written, read again, and nothing but the tags is otherwise; or it was so already.
    Done,
    /// Not done, or not as it should be.
    Failed,
    /// Let go before it was tried.
    Stopped,
}

impl TagWriteState {
    /// Something may still happen.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Waiting | Self::Writing | Self::Unknown | Self::PuttingBack
        )
    }
}

/// What the latest comparison of a whole posting before and after a write has shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagProof {
    /// Nothing but the tags had changed.
    pub kept: bool,
    /// Compared, ms.
    pub at_ms: i64,
    /// The posting.
    pub posting: PostingId,
    /// Its title then.
    pub title: String,
    /// Fields that were otherwise.
    pub differing: Vec<String>,
    /// As [`TagWrite::put_back`].
    pub put_back: Option<bool>,
}
