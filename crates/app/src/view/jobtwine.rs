//! JobTwine's part of the set-up: what is known, and how.

use fulcrum_domain::ids::{OpportunityId, PostingId, StageId, UserId};

use super::StageChoice;

/// JobTwine's part of the set-up. JobTwine shows Lever's users nothing of itself, so each line says how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobTwineSetup {
    /// The stage.
    pub stage: StageLine,
    /// Stage a resend passes through.
    pub neutral_stage: Option<StageId>,
    /// Stages to choose from.
    pub stages: Vec<StageChoice>,
    /// Users whose notes are the vendor's, by name.
    pub authors: Vec<PinnedAuthor>,
    /// Hosts whose links are the vendor's.
    pub hosts: Vec<String>,
    /// A note that looks like the vendor's and is not pinned yet; its author and host can be.
    pub first_note: Option<FirstNote>,
    /// When the vendor was last seen to answer a move, ms; `None`: never, and nothing else could prove that it hears Lever.
    pub reaction_at_ms: Option<i64>,
    /// The profile in use.
    pub profile: Option<ProfileLine>,
    /// Postings with the tag, or with one that was meant to be it. By title.
    pub postings: Vec<TaggedPosting>,
    /// Published postings without it, by title.
    pub untagged: Vec<UntaggedPosting>,
    /// When Lever was last read, ms.
    pub read_at_ms: Option<i64>,
}

/// The stage that makes JobTwine contact a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageLine {
    /// How it stands.
    pub standing: StageStanding,
    /// The pinned stage; where none is, the one that was probably meant.
    pub id: Option<StageId>,
    /// Its name now, exactly as in Lever.
    pub name: Option<String>,
}

/// How the pinned stage stands. JobTwine listens to a stage titled exactly `JobTwine`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageStanding {
    /// Pinned by id, and titled exactly so.
    Verified,
    /// Pinned by id, with another title now: JobTwine may not listen any more.
    Renamed,
    /// The pinned stage is not in Lever any more.
    Gone,
    /// Several stages have that title; one has to be chosen.
    Several,
    /// No stage has that title; one differs in letter case or blanks only.
    Near,
    /// No stage has that title.
    Missing,
    /// Lever's stages were never read.
    Unread,
}

/// A Lever user whose notes are the vendor's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinnedAuthor {
    /// User.
    pub id: UserId,
    /// Name; the id where Lever does not list the user.
    pub name: String,
}

/// A note that names the vendor and holds a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstNote {
    /// On whose card.
    pub opportunity: OpportunityId,
    /// Who wrote it; `None`: an integration without a user.
    pub author: Option<PinnedAuthor>,
    /// Host of its link.
    pub host: String,
    /// Written, ms.
    pub at_ms: i64,
}

/// A vendor profile in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileLine {
    /// Interviews can be asked about.
    pub interviews: bool,
    /// Slots can be given.
    pub offer_slots: bool,
    /// Rounds can be read.
    pub rounds: bool,
}

/// A posting that JobTwine reads, or was meant to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaggedPosting {
    /// Posting.
    pub id: PostingId,
    /// Title.
    pub title: String,
    /// `published`, `closed`, …
    pub state: String,
    /// The tag as stored.
    pub tag: String,
    /// It is spelt exactly `JobTwine`.
    pub exact: bool,
    /// What differs where it is not (`letter_case`, `whitespace`, `look_alike`, `spelling`).
    pub differs: Option<String>,
    /// What an admin stated; `None`: unknown.
    pub stated: Option<Rounds>,
    /// What JobTwine itself says, where a profile lets it be read.
    pub read: Option<Rounds>,
}

/// A posting that could be tagged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UntaggedPosting {
    /// Posting.
    pub id: PostingId,
    /// Title.
    pub title: String,
}

/// The rounds of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rounds {
    /// Names, in order; `""` where one has none. Empty: there are none.
    pub names: Vec<String>,
    /// How long each lasts, minutes; `None` where nobody said it. As many as names.
    pub minutes: Vec<Option<u32>>,
    /// Stated, or entered at the vendor, ms.
    pub at_ms: Option<i64>,
}

/// A round, as an admin states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedRound {
    /// `""`: no name.
    pub name: String,
    /// How long it lasts, minutes; `None`: not stated.
    pub minutes: Option<u32>,
}
