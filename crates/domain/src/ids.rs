//! Identifiers. Lever's ids are strings: mostly lower-case UUIDs, but built-in stages are slugs such as `lead-new`,
//! so nothing here parses them.

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as Lever (or the vendor) wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                Self(value)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

id! {
    /// One candidacy of a contact.
    OpportunityId,
    /// A person. Contact data is shared by all of the person's opportunities.
    ContactId,
    /// The link between an opportunity and a posting (zero or one per opportunity).
    ApplicationId,
    /// A job posting.
    PostingId,
    /// A pipeline stage: a UUID, or a slug for Lever's built-in stages.
    StageId,
    /// A Lever user.
    UserId,
    /// A note (a thread: the note and its comments).
    NoteId,
    /// An interview inside a panel.
    InterviewId,
    /// An interview panel.
    PanelId,
    /// An archive reason; being hired is one of them.
    ArchiveReasonId,
    /// A myInterview question template, as in the vendor's exported file.
    TemplateId,
    /// An intent of this seat: something a person asked for that has not been settled yet. Ours, never sent.
    IntentId,
    /// A view of the board that this seat has saved. Ours, never sent.
    SavedViewId,
    /// Several moves that were asked for at once. Ours, never sent.
    BatchId,
    /// A dry run. Ours; Lever holds it inside the tag that marks the run's candidate.
    DryRunId,
    /// Tags of postings that were asked to be changed together, one or many. Ours, never sent.
    TagRunId,
    /// The change of one posting's tags in a run. Ours, never sent.
    TagWriteId,
}
