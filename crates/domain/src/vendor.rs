//! The two interview vendors and how this organisation has set them up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fold::fold;
use crate::ids::{PostingId, StageId, TemplateId, UserId};
use crate::leaving::Disabled;

/// Which vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// One-way video screening.
    MyInterview,
    /// Interviews held by experts.
    JobTwine,
}

/// What an admin pinned or stated about one vendor. Kept on the desk; everything may still be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorSetup {
    /// The vendor.
    pub vendor: Vendor,
    /// Entering this stage makes the vendor contact the candidate. Pinned by id.
    pub trigger_stage: Option<StageId>,
    /// A stage that triggers nothing; a resend passes through it.
    pub neutral_stage: Option<StageId>,
    /// Lever users whose notes are the vendor's. Pinned at set-up.
    pub note_authors: Vec<UserId>,
    /// Hosts (`host` or `host:port`, lower case) whose links are the vendor's and open at once. Pinned at set-up.
    pub hosts: Vec<String>,
    /// Known templates (myInterview), from the vendor's file or its API.
    pub templates: Option<TemplateCatalogue>,
    /// When a reaction of the vendor to a stage change was last seen in Lever, ms.
    pub last_reaction_at_ms: Option<i64>,
    /// What an admin stated about each posting's rounds (JobTwine); nothing can be read there. A posting that is not named
    /// is unknown.
    #[serde(default)]
    pub stated_rounds: BTreeMap<PostingId, StatedRounds>,
    /// The vendor also keeps interviews in Lever, so that those count as evidence (JobTwine; a switch on its side).
    #[serde(default)]
    pub keeps_interviews: bool,
    /// The vendor is switched off: its past is still read, nothing of it is counted on any more. What was pinned stays, for
    /// when it is switched on again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<Disabled>,
    /// What was pinned for the other vendors. Follows from their set-ups ([`introduce`]); never stored.
    #[serde(skip)]
    pub elsewhere: Pinned,
}

/// Authors and hosts by which notes are told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pinned {
    /// Lever users.
    pub authors: Vec<UserId>,
    /// Hosts, as [`VendorSetup::hosts`].
    pub hosts: Vec<String>,
}

/// Tells each set-up what was pinned for the others, so that a note is never counted for two vendors.
pub fn introduce(setups: &mut [VendorSetup]) {
    let all: Vec<(Vendor, Pinned)> = setups
        .iter()
        .map(|setup| {
            let pinned = Pinned {
                authors: setup.note_authors.clone(),
                hosts: setup.hosts.clone(),
            };
            (setup.vendor, pinned)
        })
        .collect();
    for setup in setups {
        setup.elsewhere = Pinned::default();
        for (_, other) in all.iter().filter(|(vendor, _)| *vendor != setup.vendor) {
            setup.elsewhere.authors.extend(other.authors.clone());
            setup.elsewhere.hosts.extend(other.hosts.clone());
        }
    }
}

/// The rounds of a posting, as an admin stated them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedRounds {
    /// How many; 0: none were entered at the vendor.
    pub rounds: u32,
    /// Their names in order, as far as they were stated; may be shorter than `rounds`.
    #[serde(default)]
    pub names: Vec<String>,
    /// How long each lasts, minutes, in order; `None`: not stated. May be shorter than `rounds`.
    #[serde(default)]
    pub minutes: Vec<Option<u32>>,
    /// When it was stated, ms.
    pub stated_at_ms: i64,
}

impl StatedRounds {
    /// The number of the round with this name, whatever its case and accents.
    pub fn numbered(&self, name: &str) -> Option<u32> {
        let wanted = fold(name.trim());
        self.names
            .iter()
            .position(|known| fold(known.trim()) == wanted)
            .and_then(|index| u32::try_from(index + 1).ok())
    }

    /// How long the round of this number (from 1) lasts, minutes, where that was stated.
    pub fn minutes_of(&self, round: u32) -> Option<u32> {
        let index = usize::try_from(round.checked_sub(1)?).ok()?;
        self.minutes.get(index).copied().flatten()
    }
}

impl VendorSetup {
    /// Nothing pinned yet.
    pub fn unset(vendor: Vendor) -> Self {
        Self {
            vendor,
            trigger_stage: None,
            neutral_stage: None,
            note_authors: Vec::new(),
            hosts: Vec::new(),
            templates: None,
            last_reaction_at_ms: None,
            stated_rounds: BTreeMap::new(),
            keeps_interviews: false,
            disabled: None,
            elsewhere: Pinned::default(),
        }
    }

    /// The stage whose entering makes the vendor contact the candidate now; `None` while it is switched off.
    pub fn invites_at(&self) -> Option<&StageId> {
        self.trigger_stage
            .as_ref()
            .filter(|_| self.disabled.is_none())
    }

    /// What was stated about the rounds of a posting.
    pub fn rounds_of(&self, posting: &PostingId) -> Option<&StatedRounds> {
        self.stated_rounds.get(posting)
    }
}

/// The vendor's templates as last read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateCatalogue {
    /// All templates; names may repeat and may hold special characters.
    pub templates: Vec<Template>,
    /// When read or imported, ms.
    pub as_of_ms: i64,
    /// `file` (imported export) or `api` (vendor profile).
    pub source: CatalogueSource,
}

/// Where the catalogue came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CatalogueSource {
    /// The vendor's exported file.
    File,
    /// The vendor's API, through a profile.
    Api,
}

/// One question template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// The vendor's id.
    pub id: TemplateId,
    /// Exact, case- and space-sensitive.
    pub name: String,
}
