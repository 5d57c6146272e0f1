//! Resumes: most people who apply bring one, some profiles were imported without a file.

use serde_json::{Value, json};

use crate::world::World;
use crate::world::chance::Chance;
use crate::world::model::{Id, Ms, Opportunity};
use crate::world::records::files::{Content, extension};

/// A resume and what was read in it.
#[derive(Clone, Debug)]
pub(crate) struct Resume {
    pub(crate) id: Id,
    pub(crate) created_at: Ms,
    pub(crate) file: Option<ResumeFile>,
    /// `{positions, schools}`
    pub(crate) parsed: Value,
}

/// The file of a resume.
#[derive(Clone, Debug)]
pub(crate) struct ResumeFile {
    pub(crate) name: String,
    pub(crate) status: &'static str,
    /// Bytes.
    pub(crate) size: usize,
    pub(crate) content: Content,
}

impl Resume {
    /// As the API shows it; `file` is absent for profiles without one.
    pub(crate) fn shape(&self, opportunity: &str) -> Value {
        let mut shape = json!({
            "id": self.id,
            "createdAt": self.created_at,
            "parsedData": self.parsed,
        });
        if let (Some(file), Value::Object(map)) = (&self.file, &mut shape) {
            let file = json!({
                "name": file.name,
                "ext": extension(&file.name),
                "downloadUrl": format!("https://hire.lever.co/candidates/{opportunity}/resumes/{}/download", self.id),
                "uploadedAt": self.created_at + 4,
                "status": file.status,
                "size": file.size,
            });
            map.insert("file".to_owned(), file);
        }
        shape
    }
}

const ORGS: &[&str] = &[
    "Northwind Labs",
    "Blue Finch",
    "Tallpine Systems",
    "Harbor & Co",
    "Studio Acht",
    "Brightmoor",
];
const TITLES: &[&str] = &[
    "Engineer",
    "Senior Engineer",
    "Analyst",
    "Account Manager",
    "Nurse",
    "Designer",
    "Team lead",
];
const SCHOOLS: &[&str] = &["Greenfield University", "Hafenstadt TU", "École du Lac"];
const DEGREES: &[&str] = &["BSc", "MSc", "BA", ""];
const SUBJECTS: &[&str] = &["Computer Science", "Economics", "Design", "Nursing"];

/// What a reader of resumes makes of a file it knows nothing about.
pub(crate) fn empty() -> Value {
    json!({ "positions": [], "schools": [] })
}

impl World {
    /// The resumes of an opportunity, oldest first; none of a person whose data was removed.
    pub(crate) fn resumes_of(&self, one: &Opportunity) -> Vec<Resume> {
        if self.is_nameless(one) {
            return Vec::new();
        }
        match self.records.resumes.get(&one.id) {
            Some(kept) => kept.clone(),
            None => self.early_resumes(one),
        }
    }

    /// Adds a resume.
    pub(crate) fn keep_resume(&mut self, id: &str, resume: Resume) {
        let Some(one) = self.opportunities.get(id) else {
            return;
        };
        let mut all = self.resumes_of(one);
        all.push(resume);
        self.records.resumes.insert(id.to_owned(), all);
    }

    fn early_resumes(&self, one: &Opportunity) -> Vec<Resume> {
        if !self.records.is_old(one.created_at) {
            return Vec::new();
        }
        let mut chance = self.records.chance("resume", &one.id);
        let share = match one.origin.as_str() {
            "applied" => 0.94,
            "referred" | "university" => 0.7,
            _ => 0.45,
        };
        if !chance.happens(share) {
            return Vec::new();
        }
        let until = self.records.born() - 1;
        let year = 2025 - chance.between(0, 2);
        vec![Resume {
            id: chance.id(),
            created_at: (one.created_at + chance.between(20, 9_000)).min(until),
            file: (one.origin == "applied" || chance.happens(0.5)).then(|| ResumeFile {
                name: if chance.happens(0.8) {
                    "Resume.pdf".to_owned()
                } else {
                    "Lebenslauf.docx".to_owned()
                },
                status: if chance.happens(0.03) {
                    "error"
                } else {
                    "processed"
                },
                size: usize::try_from(chance.between(40_000, 700_000)).unwrap_or(40_000),
                content: None,
            }),
            parsed: parsed(&mut chance, year),
        }]
    }
}

fn parsed(chance: &mut Chance, mut year: i64) -> Value {
    let positions: Vec<Value> = (0..chance.between(1, 3))
        .map(|_| {
            let end = year;
            year -= chance.between(1, 4);
            json!({
                "org": chance.pick(ORGS),
                "title": chance.pick(TITLES),
                "summary": "What was done there, in two lines.",
                "location": chance.pick(&["Berlin", "Haifa", "Lisbon", ""]),
                "start": { "year": year, "month": chance.between(1, 12) },
                "end": { "year": end, "month": chance.between(1, 12) },
            })
        })
        .collect();
    let schools: Vec<Value> = (0..chance.between(0, 2))
        .map(|_| {
            let end = year;
            year -= 3;
            json!({
                "org": chance.pick(SCHOOLS),
                "degree": chance.pick(DEGREES),
                "field": chance.pick(SUBJECTS),
                "summary": null,
                "start": { "year": year, "month": 9 },
                "end": { "year": end, "month": 6 },
            })
        })
        .collect();
    json!({ "positions": positions, "schools": schools })
}
