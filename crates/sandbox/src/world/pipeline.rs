//! Stages and archive reasons.

use crate::world::chance::Chance;
use crate::world::model::{ArchiveReason, Id, Stage};
use crate::world::{Cast, World};

/// Built-in id or none, text, pipeline, rank, interviews.
const STAGES: &[(Option<&str>, &str, &str, f64, bool)] = &[
    (Some("lead-new"), "New lead", "lead", 1.0, false),
    (Some("lead-reached-out"), "Reached out", "lead", 3.0, false),
    (Some("lead-responded"), "Responded", "lead", 5.0, false),
    (
        Some("applicant-new"),
        "New applicant",
        "applicant",
        101.0,
        false,
    ),
    (None, "Re-invite (parking)", "applicant", 105.5, false),
    (None, "Recruiter screen", "screen", 201.0, true),
    (None, "myInterview", "screen", 203.5, false),
    (None, "Manager review", "screen", 205.5, false),
    (None, "JobTwine", "onsite", 230.5, false),
    (None, "On-site interview", "onsite", 231.0, true),
    (Some("offer"), "Offer", "offer", 261.0, false),
];

const REASONS: &[(&str, &str, &str)] = &[
    ("Underqualified", "active", "non-hired"),
    ("Position closed", "active", "non-hired"),
    ("Hired", "active", "hired"),
    ("Withdrew", "active", "non-hired"),
    ("Salary expectations", "active", "non-hired"),
    ("Not a culture add", "inactive", "non-hired"),
    ("Timing", "active", "non-hired"),
    ("Offer declined", "active", "non-hired"),
    ("Unresponsive", "active", "non-hired"),
    ("Overqualified", "active", "non-hired"),
    ("Location", "active", "non-hired"),
    ("Duplicate", "active", "non-hired"),
];

/// The stages in pipeline order; names the three with a part.
pub(crate) fn stages(seed: u64, cast: &mut Cast) -> Vec<Stage> {
    let mut chance = Chance::new(seed, "stages");
    STAGES
        .iter()
        .map(|(built_in, text, pipeline, rank, has_interview)| {
            let id = built_in.map_or_else(|| chance.id(), str::to_owned);
            match *text {
                "myInterview" => cast.video_stage.clone_from(&id),
                "JobTwine" => cast.expert_stage.clone_from(&id),
                "Re-invite (parking)" => cast.neutral_stage.clone_from(&id),
                _ => {}
            }
            Stage {
                id,
                text: (*text).to_owned(),
                pipeline,
                rank: *rank,
                has_interview: *has_interview,
            }
        })
        .collect()
}

impl World {
    /// A new stage behind `after`, or behind all. Returns its id; `None` when there is no such stage.
    pub fn make_stage(&mut self, text: &str, after: Option<&str>) -> Option<Id> {
        let place = match after {
            Some(after) => self.stages.iter().position(|stage| stage.id == after)?,
            None => self.stages.len().checked_sub(1)?,
        };
        let before = self.stages.get(place)?;
        let rank = self
            .stages
            .get(place + 1)
            .map_or(before.rank + 10.0, |next| (before.rank + next.rank) / 2.0);
        let stage = Stage {
            id: self.ids.id(),
            text: text.to_owned(),
            pipeline: before.pipeline,
            rank,
            has_interview: false,
        };
        let id = stage.id.clone();
        self.stages.insert(place + 1, stage);
        Some(id)
    }

    /// Gives a stage another title. Returns whether there is such a stage.
    pub fn rename_stage(&mut self, id: &str, text: &str) -> bool {
        let stage = self.stages.iter_mut().find(|stage| stage.id == id);
        stage
            .map(|stage| text.clone_into(&mut stage.text))
            .is_some()
    }
}

impl World {
    /// Gives an archive reason another text, or takes it out of use or back. Returns whether there is such a reason.
    pub fn change_archive_reason(
        &mut self,
        id: &str,
        text: Option<String>,
        active: Option<bool>,
    ) -> bool {
        let Some(reason) = self.archive_reasons.iter_mut().find(|one| one.id == id) else {
            return false;
        };
        if let Some(text) = text {
            reason.text = text;
        }
        if let Some(active) = active {
            reason.status = if active { "active" } else { "inactive" };
        }
        true
    }
}

/// The archive reasons: one inactive, exactly one hired.
pub(crate) fn archive_reasons(seed: u64) -> Vec<ArchiveReason> {
    let mut chance = Chance::new(seed, "archive reasons");
    REASONS
        .iter()
        .map(|(text, status, kind)| ArchiveReason {
            id: chance.id(),
            text: (*text).to_owned(),
            status,
            kind,
        })
        .collect()
}
