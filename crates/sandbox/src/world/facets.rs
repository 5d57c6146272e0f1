//! What opportunities can be found by, and what a list asks for.

use crate::world::model::{Ms, Opportunity};

/// A property by whose value opportunities can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Facet {
    /// The whole account; its value is empty.
    All,
    /// `true` or `false`.
    Archived,
    /// Id of the reason.
    ArchiveReason,
    /// Posting id of an application that is archived.
    ArchivedPosting,
    /// `confidential` or `non-confidential`.
    Confidentiality,
    /// Of the posting; `unspecified` where there is none.
    Location,
    /// As stored.
    Origin,
    /// User id.
    Owner,
    /// Posting id of an application that is not archived.
    OpenPosting,
    /// Posting id.
    Posting,
    /// Those that were ever snoozed; its value is empty.
    Snoozed,
    /// Letter for letter.
    Source,
    /// Letter for letter.
    Tag,
}

/// A time by which opportunities can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Moment {
    /// `createdAt`
    Created,
    /// `updatedAt`
    Updated,
    /// `lastAdvancedAt`
    Advanced,
    /// `archived.archivedAt`
    Archived,
}

/// What a list is narrowed to. It may let more through than was asked for, never less: whoever asks looks at each row again.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// Stages; none means all.
    pub(crate) stages: Vec<String>,
    /// People, where asked for: nobody means nothing.
    pub(crate) contacts: Option<Vec<String>>,
    /// For each facet, one of the values.
    pub(crate) any_of: Vec<(Facet, Vec<String>)>,
    /// For each moment, a closed range.
    pub(crate) between: Vec<(Moment, Option<Ms>, Option<Ms>)>,
}

/// A stage's rank, `lastAdvancedAt` and id: the first row of a page.
pub(crate) type From = (f64, Ms, String);

/// Every value of an opportunity, each once.
pub(crate) fn values(one: &Opportunity) -> Vec<(Facet, &str)> {
    let mut values = vec![
        (Facet::All, ""),
        (
            Facet::Archived,
            if one.archived.is_some() {
                "true"
            } else {
                "false"
            },
        ),
        (Facet::Confidentiality, one.confidentiality),
        (
            Facet::Location,
            one.location.as_deref().unwrap_or("unspecified"),
        ),
        (Facet::Origin, one.origin.as_str()),
    ];
    if let Some(mark) = &one.archived {
        values.push((Facet::ArchiveReason, &mark.reason));
    }
    if let Some(owner) = &one.owner {
        values.push((Facet::Owner, owner));
    }
    if one.snoozed_until.is_some() {
        values.push((Facet::Snoozed, ""));
    }
    if let Some(application) = &one.application {
        let side = match application.archived {
            Some(_) => Facet::ArchivedPosting,
            None => Facet::OpenPosting,
        };
        values.extend([
            (Facet::Posting, &*application.posting),
            (side, &*application.posting),
        ]);
    }
    values.extend(
        one.sources
            .iter()
            .map(|source| (Facet::Source, source.as_str())),
    );
    values.extend(one.tags.iter().map(|tag| (Facet::Tag, tag.as_str())));
    // A text that is there twice counts once, as in a list of it.
    values.sort_unstable();
    values.dedup();
    values
}

/// Every moment that an opportunity has.
pub(crate) fn moments(one: &Opportunity) -> Vec<(Moment, Ms)> {
    let archived = one.archived.as_ref().map(|mark| mark.archived_at);
    let mut moments = vec![
        (Moment::Created, one.created_at),
        (Moment::Advanced, one.last_advanced_at),
    ];
    moments.extend(one.updated_at.map(|at| (Moment::Updated, at)));
    moments.extend(archived.map(|at| (Moment::Archived, at)));
    moments
}
