//! The filters of `GET /opportunities`. Repeated keys mean "or", different keys mean "and".

use crate::lever::call::{Call, Refusal};
use crate::world::World;
use crate::world::facets::{Facet, Moment, Wanted};
use crate::world::model::{Ms, Opportunity};

/// A closed range of milliseconds.
#[derive(Default)]
struct Range {
    start: Option<Ms>,
    end: Option<Ms>,
}

impl Range {
    fn read(call: &Call<'_>, start: &str, end: &str) -> Result<Self, Refusal> {
        Ok(Self {
            start: call.query.ms(start)?,
            end: call.query.ms(end)?,
        })
    }

    /// A time that is absent lies in no range, except in the one without bounds.
    fn holds(&self, time: Option<Ms>) -> bool {
        if self.start.is_none() && self.end.is_none() {
            return true;
        }
        time.is_some_and(|time| {
            self.start.is_none_or(|start| time >= start) && self.end.is_none_or(|end| time <= end)
        })
    }
}

/// What was asked for.
pub(crate) struct Filter {
    tag: Vec<String>,
    email: Option<String>,
    origin: Vec<String>,
    source: Vec<String>,
    confidentiality: Confidentiality,
    stage_id: Vec<String>,
    posting_id: Vec<String>,
    archived_posting_id: Vec<String>,
    archive_reason_id: Vec<String>,
    contact_id: Vec<String>,
    location: Vec<String>,
    archived: Option<bool>,
    snoozed: Option<bool>,
    created: Range,
    updated: Range,
    advanced: Range,
    archived_at: Range,
}

/// Which side of the confidentiality line is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confidentiality {
    /// The default.
    Open,
    /// Only confidential.
    Only,
    /// Both.
    All,
}

impl Confidentiality {
    /// Reads the parameter.
    ///
    /// # Errors
    /// 400 for an unknown value; 403 without the grant.
    pub(crate) fn read(call: &Call<'_>) -> Result<Self, Refusal> {
        let asked = match call.query.one("confidentiality") {
            None | Some("non-confidential") => return Ok(Self::Open),
            Some("confidential") => Self::Only,
            Some("all") => Self::All,
            Some(_) => return Err(Refusal::malformed("confidentiality")),
        };
        if call.confidential {
            Ok(asked)
        } else {
            Err(Refusal::forbidden("No access to confidential data"))
        }
    }

    /// Whether something of this confidentiality is asked for.
    pub(crate) fn wants(self, confidentiality: &str) -> bool {
        match self {
            Self::Open => confidentiality != "confidential",
            Self::Only => confidentiality == "confidential",
            Self::All => true,
        }
    }
}

impl Filter {
    /// Reads all parameters.
    ///
    /// # Errors
    /// 400 for a malformed one.
    pub(crate) fn read(call: &Call<'_>) -> Result<Self, Refusal> {
        let all = |key: &str| {
            call.query
                .all(key)
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        Ok(Self {
            tag: all("tag"),
            email: call.query.one("email").map(canonical_email).transpose()?,
            origin: all("origin"),
            source: all("source"),
            confidentiality: Confidentiality::read(call)?,
            stage_id: all("stage_id"),
            posting_id: all("posting_id"),
            archived_posting_id: all("archived_posting_id"),
            archive_reason_id: all("archive_reason_id"),
            contact_id: all("contact_id"),
            location: all("location"),
            archived: call.query.flag("archived")?,
            snoozed: call.query.flag("snoozed")?,
            created: Range::read(call, "created_at_start", "created_at_end")?,
            updated: Range::read(call, "updated_at_start", "updated_at_end")?,
            advanced: Range::read(call, "advanced_at_start", "advanced_at_end")?,
            archived_at: Range::read(call, "archived_at_start", "archived_at_end")?,
        })
    }

    /// Where to look for what passes. Facets and moments that no index knows are left to [`matches`](Self::matches).
    pub(crate) fn wanted(&self, world: &World) -> Wanted {
        let mut wanted = Wanted {
            stages: self.stage_id.clone(),
            ..Wanted::default()
        };
        let mut narrow = |facet, values: &[String]| {
            if !values.is_empty() {
                wanted.any_of.push((facet, values.to_vec()));
            }
        };
        narrow(Facet::Tag, &self.tag);
        narrow(Facet::Origin, &self.origin);
        narrow(Facet::Source, &self.source);
        narrow(Facet::OpenPosting, &self.posting_id);
        narrow(Facet::ArchivedPosting, &self.archived_posting_id);
        narrow(Facet::ArchiveReason, &self.archive_reason_id);
        narrow(Facet::Location, &self.location);
        if let Some(archived) = self.archived {
            narrow(Facet::Archived, &[archived.to_string()]);
        }
        if self.snoozed == Some(true) {
            narrow(Facet::Snoozed, &[String::new()]);
        }
        if self.confidentiality == Confidentiality::Only {
            narrow(Facet::Confidentiality, &["confidential".to_owned()]);
        }
        if !self.contact_id.is_empty() {
            wanted.contacts = Some(self.contact_id.clone());
        }
        if let Some(email) = &self.email {
            // Nobody with the address means nothing to look at, not everything.
            wanted.contacts = Some(world.people_at(email));
        }
        for (moment, range) in [
            (Moment::Created, &self.created),
            (Moment::Updated, &self.updated),
            (Moment::Advanced, &self.advanced),
            (Moment::Archived, &self.archived_at),
        ] {
            if range.start.is_some() || range.end.is_some() {
                wanted.between.push((moment, range.start, range.end));
            }
        }
        wanted
    }

    /// Whether an opportunity passes. Rows with `updatedAt: null` never pass a range of `updated_at`.
    pub(crate) fn matches(&self, world: &World, one: &Opportunity, now: Ms) -> bool {
        let posting_active = one
            .application
            .as_ref()
            .filter(|app| app.archived.is_none());
        let posting_archived = one
            .application
            .as_ref()
            .filter(|app| app.archived.is_some());
        self.confidentiality.wants(one.confidentiality)
            && any(&self.stage_id, |wanted| *wanted == one.stage)
            && any(&self.tag, |wanted| one.tags.contains(wanted))
            && any(&self.origin, |wanted| *wanted == one.origin)
            && any(&self.source, |wanted| one.sources.contains(wanted))
            && any(&self.posting_id, |wanted| {
                posting_active.is_some_and(|app| app.posting == *wanted)
            })
            && any(&self.archived_posting_id, |wanted| {
                posting_archived.is_some_and(|app| app.posting == *wanted)
            })
            && any(&self.archive_reason_id, |wanted| {
                one.archived
                    .as_ref()
                    .is_some_and(|mark| mark.reason == *wanted)
            })
            && any(&self.contact_id, |wanted| *wanted == one.contact)
            && any(&self.location, |wanted| {
                one.location.as_deref().unwrap_or("unspecified") == wanted
            })
            && self
                .archived
                .is_none_or(|wanted| one.archived.is_some() == wanted)
            && self
                .snoozed
                .is_none_or(|wanted| one.snoozed_until.is_some_and(|until| until > now) == wanted)
            && self.created.holds(Some(one.created_at))
            && self.updated.holds(one.updated_at)
            && self.advanced.holds(Some(one.last_advanced_at))
            && self
                .archived_at
                .holds(one.archived.as_ref().map(|mark| mark.archived_at))
            && self.email.as_ref().is_none_or(|wanted| {
                world.contact_of(one).is_some_and(|person| {
                    person
                        .emails
                        .iter()
                        .any(|email| canonical_email(email).is_ok_and(|email| email == *wanted))
                })
            })
    }
}

fn any(wanted: &[String], matches: impl Fn(&String) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(matches)
}

/// An address as addresses are compared.
///
/// # Errors
/// 400 `Email address is not valid`.
pub(crate) fn canonical_email(text: &str) -> Result<String, Refusal> {
    let text = text.trim().to_lowercase();
    match text.split_once('@') {
        Some((local, host)) if !local.is_empty() && host.contains('.') => Ok(text),
        _ => Err(Refusal::bad("Email address is not valid")),
    }
}
