//! What several stories begin with.

use fulcrum_stories::desktop::Options;
use fulcrum_stories::recruiter::{Evidence, Recruiter, Setting};
use fulcrum_stories::sandbox::World;

/// A posting whose tag names its template exactly, and one that misspells it in case.
pub(crate) const WELL_TAGGED: &str = "Backend Engineer, Payments";
pub(crate) const MISSPELT: &str = "Partnerships Manager";

/// A company small enough that a board shows everybody; candidates answer only when the console says so.
pub(crate) fn small_company(seed: u64) -> World {
    World {
        seed,
        opportunities: 40,
        postings: 24,
        past_interviews: 0.1,
        vendor_seconds: None,
    }
}

/// A recruiter at a small company on a complete desktop.
pub(crate) fn setting(seed: u64, evidence: Evidence) -> Setting {
    Setting {
        world: small_company(seed),
        evidence,
        desktop: Options::default(),
    }
}

/// Keeps a picture of the screen for who wants to look at it: in the folder that `FULCRUM_PICTURES` names.
pub(crate) fn keep_picture(at: &Recruiter, name: &str) {
    at.desktop.picture_where_asked_for(name).unwrap();
}
