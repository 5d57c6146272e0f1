//! The words of the vendor's switches: what each contradiction or gap of its help article may mean.

use serde::{Deserialize, Serialize};

/// How letters are compared where the article contradicts itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterCase {
    /// Letter for letter, as documented.
    Strict,
    /// Without regard to case, with a warning kept on the attempt.
    Lenient,
}

/// Where the configuration tag is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateFrom {
    /// On the posting.
    Posting,
    /// On the opportunity, which inherited the posting's tags.
    Opportunity,
}

/// How the trigger stage is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerBy {
    /// By the id that was chosen when the vendor was connected.
    Id,
    /// By the title that the chosen stage had then: any stage of that title triggers, a renamed one does not.
    Title,
}

/// What a second entry into the trigger stage does while the invitation is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenReentry {
    /// The same link goes out again.
    SameLink,
    /// A new invitation replaces it; the old link dies.
    NewInvitation,
    /// Nothing.
    Nothing,
}

/// What completion does to the tag that said "invited".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagMode {
    /// It is replaced: the new one is added, then the old one goes.
    Replace,
    /// It stays beside the new one, as a history.
    History,
}

/// Where the review link is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewLink {
    /// In a note and among the contact's links.
    Both,
    /// In a note only.
    Note,
    /// Among the contact's links only.
    Link,
}

/// What archiving a candidacy does to its open invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnArchived {
    /// The invitation is hidden until the candidacy is taken out of the archive.
    Hide,
    /// The invitation ends for good.
    Cancel,
    /// It is recorded, and nothing else.
    Keep,
}

/// What a revoked grant means to candidates who are invited already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnRevoked {
    /// They may finish at the vendor; Lever hears nothing of it.
    CandidatesFinish,
    /// Their links close and nobody is written to.
    EverythingStops,
}

/// When writes that a crash left over are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// Only when the console says so.
    ByHand,
    /// When the vendor next looks at the candidacy: a webhook about it, its review page, a new consent.
    NextLook,
    /// By itself, half a minute later.
    ByItself,
}

/// How the envelope gives the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeForm {
    /// In turn: a number, then a text.
    Alternate,
    /// Unix milliseconds.
    Number,
    /// RFC 3339.
    Text,
}

/// Whether the envelope names the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallId {
    /// In two calls of three.
    Alternate,
    /// Always.
    Present,
    /// Never.
    Missing,
}

/// What the error envelope's message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorMessage {
    /// A list for wrong fields, a text for everything else.
    ByKind,
    /// Always one text.
    Text,
    /// Always a list.
    List,
}

/// What stands between the columns of the templates file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, as spreadsheets of many countries write it.
    Semicolon,
    /// A tabulator.
    Tab,
}

impl Delimiter {
    pub(crate) fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
        }
    }
}

/// The templates file's first row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileHeader {
    /// `template_id`, `name`.
    Plain,
    /// `Template ID`, `Template Name`.
    Titled,
    /// `name`, `template_id`: the columns the other way round.
    NameFirst,
}

/// How long the playback keys are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaybackKeys {
    /// 48 bytes: the hash binds the second.
    Short,
    /// 64 bytes: the last two digits of the second are no longer hashed.
    Long,
    /// 72 bytes: no digit of the second is hashed, one hash fits every second.
    Endless,
}
