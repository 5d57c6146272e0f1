//! What can happen in a scenario.

use serde::Deserialize;
use serde_json::Value;

use crate::lever::Plan;

/// One thing that happens. `who` is a person of the file, by the name in `as`; `stage`, `posting`, `reason` and `by` are names
/// or ids in Lever (`by` may be `seat`, a username or an address).
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// A colleague moves the card.
    Move {
        /// Person.
        who: String,
        /// Stage.
        stage: String,
        /// Colleague; nobody where left out.
        by: Option<String>,
    },
    /// A colleague archives.
    Archive {
        /// Person.
        who: String,
        /// Archive reason; any where left out.
        reason: Option<String>,
    },
    /// A colleague takes it out of the archive.
    Restore {
        /// Person.
        who: String,
    },
    /// A colleague changes the tags.
    Tag {
        /// Person.
        who: String,
        /// New tags.
        #[serde(default)]
        add: Vec<String>,
        /// Tags to go.
        #[serde(default)]
        remove: Vec<String>,
    },
    /// A colleague types a note.
    Note {
        /// Person.
        who: String,
        /// What it says.
        text: String,
        /// Colleague; nobody where left out.
        by: Option<String>,
        /// Only those with sensitive-information privileges see it.
        #[serde(default)]
        secret: bool,
    },
    /// A Super Admin removes the person's data.
    Anonymize {
        /// Person.
        who: String,
    },
    /// A Super Admin deletes the candidacy.
    Delete {
        /// Person.
        who: String,
    },
    /// A colleague sets all manual tags of a posting.
    PostingTags {
        /// Posting.
        posting: String,
        /// All of them.
        tags: Vec<String>,
    },
    /// A colleague gives a posting another title; it is found by the old one in the rest of the file.
    RenamePosting {
        /// Posting.
        posting: String,
        /// New title.
        title: String,
    },
    /// The candidate's part at the video-interview vendor: `clicked`, `complete`, `expire`, `resume`.
    Myinterview {
        /// Person.
        who: String,
        /// Action of the console.
        action: String,
    },
    /// Somebody's part at the expert-interview vendor: `slots`, `self_schedule`, `claim`, `feedback`, `cancel` ….
    Jobtwine {
        /// Person.
        who: String,
        /// Action of the console.
        action: String,
        /// The action's body.
        #[serde(default)]
        with: Value,
    },
    /// An admin of the expert-interview vendor enters the rounds of a job.
    Rounds {
        /// Posting.
        posting: String,
        /// `[{name, minutes}]`
        rounds: Value,
    },
    /// A vendor behaves otherwise from now on.
    Switch {
        /// `myinterview` or `jobtwine`.
        vendor: Vendor,
        /// The switches to change.
        to: Value,
    },
    /// Bad days: the next requests to the API go wrong.
    Faults {
        /// As the console takes it.
        plan: Plan,
    },
    /// A Super Admin toggles a group of webhooks.
    Webhooks {
        /// Event, or `all`.
        group: String,
        /// On or off.
        on: bool,
    },
    /// Time goes on at once.
    Jump {
        /// So long.
        by: String,
    },
}

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// Video interviews.
    Myinterview,
    /// Expert interviews.
    Jobtwine,
}
