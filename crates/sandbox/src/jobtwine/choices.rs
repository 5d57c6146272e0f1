//! The words of the vendor's newer switches: what each ambiguity of its help article may mean.

use serde::{Deserialize, Serialize};

/// How the tag of postings and the title of the stage are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterCase {
    /// Letter for letter, as the article writes them.
    Strict,
    /// Without regard to case; the job carries a warning.
    Lenient,
}

/// Which round an entry into the stage starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundRule {
    /// The lowest-numbered one without feedback.
    NextUnfinished,
    /// The first, and no other ever.
    FirstOnly,
    /// As [`NextUnfinished`](Self::NextUnfinished), and each further one begins by itself when feedback is in, as long as the
    /// candidate is still in the stage.
    Consecutive,
}

/// What becomes of a candidate who enters before the job has rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithoutRounds {
    /// Held until rounds are saved; a note says so.
    Hold,
    /// Held without a note.
    HoldQuietly,
    /// Not pulled at all; the stage has to be entered again.
    Drop,
}

/// What entering the stage again does while slots are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reentry {
    /// Nothing.
    Nothing,
    /// The same link goes out again, by mail and note.
    SendAgain,
}

/// Whether candidate and recruiter hold one link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotLink {
    /// One link for both; who acted is known only when the page was told.
    Shared,
    /// The note holds another link than the mail; each tells who acts.
    OneEach,
}

/// What taking the tag off a posting does to its open interviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnUntagged {
    /// They finish; only new candidates are not pulled.
    Finish,
    /// What has not been held is cancelled at the next look.
    Cancel,
}

/// What "secure links" that "can be shared" are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecureLinks {
    /// Whoever holds one may open it, until it expires.
    Expire,
    /// Whoever holds one may open it, without end.
    Permanent,
}

/// When writes that a crash left over are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// Only when the console says so, or another write about the same interview is due.
    ByHand,
    /// When the vendor next looks: a webhook about the candidacy, its page, its regular look at the postings.
    NextLook,
    /// By itself, half a minute later.
    ByItself,
}

/// What score a feedback note has in Lever, where 4 is a strong yes and 1 a strong no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteScore {
    /// None.
    Nothing,
    /// Strongly Recommended 4, Is a Good Fit 3, Not Recommended 1.
    StrongNo,
    /// Strongly Recommended 4, Is a Good Fit 3, Not Recommended 2.
    No,
}

/// A write before which the vendor can be made to break off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Break {
    /// Any note.
    Note,
    /// The panel of a scheduled interview.
    Panel,
    /// The removal of a panel.
    NoPanel,
}
