//! Files of opportunities, uploads that wait for an application, and the history of files.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::world::World;
use crate::world::chance::Chance;
use crate::world::model::{Id, Ms, Opportunity};

const HOUR: i64 = 3_600_000;

/// Content of a file: what was sent, or nothing yet (a download then makes a page of it).
pub(crate) type Content = Option<Arc<[u8]>>;

/// A file of an opportunity.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) id: Id,
    /// With its extension.
    pub(crate) name: String,
    pub(crate) uploaded_at: Ms,
    /// `processing`, `processed`, `unsupported`, `error`, or none.
    pub(crate) status: Option<&'static str>,
    /// Bytes.
    pub(crate) size: usize,
    pub(crate) user: Option<Id>,
    pub(crate) content: Content,
}

/// A file that waits for an application which names it.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) expires_at: Ms,
    pub(crate) content: Arc<[u8]>,
}

impl Stored {
    /// As the API shows it. The extension has its dot here, and none in resumes.
    pub(crate) fn shape(&self, opportunity: &str) -> Value {
        json!({
            "id": self.id,
            "downloadUrl": format!("https://hire.lever.co/candidates/{opportunity}/files/{}/download", self.id),
            "ext": extension(&self.name).map(|ext| format!(".{ext}")),
            "name": self.name,
            "uploadedAt": self.uploaded_at,
            "status": self.status,
            "size": self.size,
        })
    }
}

/// What comes behind the last dot of a file's name, in small letters.
pub(crate) fn extension(name: &str) -> Option<String> {
    name.rsplit_once('.')
        .map(|(_, ext)| ext.to_lowercase())
        .filter(|ext| !ext.is_empty())
}

/// What becomes of a file once Lever looked into it. Pictures are kept and not read.
pub(crate) fn status_of(name: &str) -> &'static str {
    match extension(name).as_deref() {
        Some("docx" | "doc" | "js" | "pdf" | "txt" | "jpg" | "png") => "processed",
        _ => "unsupported",
    }
}

const NAMES: &[&str] = &[
    "Cover letter.pdf",
    "Portfolio.pdf",
    "Certificates.pdf",
    "References.docx",
    "Arbeitsprobe.txt",
    "Work sample.key",
    "photo.png",
];

impl World {
    /// The files of an opportunity, oldest first; none of a person whose data was removed.
    pub(crate) fn files_of(&self, one: &Opportunity) -> Vec<Stored> {
        if self.is_nameless(one) {
            return Vec::new();
        }
        match self.records.files.get(&one.id) {
            Some(kept) => kept.clone(),
            None => self.early_files(one),
        }
    }

    /// The kept files of an opportunity, to be changed.
    pub(crate) fn files_kept(&mut self, id: &str) -> Option<&mut Vec<Stored>> {
        if !self.records.files.contains_key(id) {
            let early = self.early_files(self.opportunities.get(id)?);
            self.records.files.insert(id.to_owned(), early);
        }
        self.records.files.get_mut(id)
    }

    fn early_files(&self, one: &Opportunity) -> Vec<Stored> {
        if !self.records.is_old(one.created_at) {
            return Vec::new();
        }
        let mut chance = self.records.chance("files", &one.id);
        let count = if chance.happens(0.22) {
            chance.between(1, 3)
        } else {
            0
        };
        let until = self.records.born() - 1;
        let mut files: Vec<Stored> = (0..count)
            .map(|_| {
                let name = chance.pick(NAMES).to_owned();
                let broken = chance.happens(0.06);
                Stored {
                    id: chance.id(),
                    status: Some(if broken { "error" } else { status_of(&name) }),
                    name,
                    uploaded_at: (one.created_at + chance.between(0, 40 * HOUR)).min(until),
                    size: usize::try_from(chance.between(20_000, 900_000)).unwrap_or(20_000),
                    user: one.owner.clone(),
                    content: None,
                }
            })
            .collect();
        files.sort_by(|a, b| (a.uploaded_at, &a.id).cmp(&(b.uploaded_at, &b.id)));
        files
    }

    /// What happened to files and resumes, newest first, as `file_actions` shows it.
    pub(crate) fn file_actions(&self, one: &Opportunity) -> Vec<(Ms, Id, Value)> {
        let removed = self.records.removed_files.get(&one.id);
        let removed = removed.map_or(&[][..], Vec::as_slice);
        let added = self
            .files_of(one)
            .into_iter()
            .chain(removed.iter().map(|(file, _, _)| file.clone()))
            .map(|file| ("file-added", file.id, file.uploaded_at, file.user));
        let resumes = self
            .resumes_of(one)
            .into_iter()
            .map(|resume| ("resume-imported", resume.id, resume.created_at, None));
        let gone = removed
            .iter()
            .map(|(file, at, by)| ("file-remove", file.id.clone(), *at, by.clone()));
        let mut rows: Vec<(Ms, Id, Value)> = added
            .chain(resumes)
            .chain(gone)
            .map(|(kind, subject, at, user)| {
                let id = action_id(self.records.chance("file action", &subject), kind);
                let row = json!({
                    "id": id,
                    "opportunityId": one.id,
                    "type": kind,
                    "occurredAt": at,
                    "createdAt": at,
                    "user": user.map(|id| json!({ "id": id })),
                    "meta": { "fileId": subject },
                });
                (at, id, row)
            })
            .collect();
        rows.sort_by(|a, b| (b.0, &b.1).cmp(&(a.0, &a.1)));
        rows
    }
}

/// Adding and removing one file are two actions with two ids.
fn action_id(mut chance: Chance, kind: &str) -> Id {
    let first = chance.id();
    if kind == "file-remove" {
        chance.id()
    } else {
        first
    }
}
