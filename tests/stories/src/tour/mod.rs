//! The guided tour of `cargo xtask demo`: a recruiter's morning in the real window, told step by step to somebody who watches.

mod report;
mod stations;

use std::path::Path;

use crate::error::Result;
use crate::sandbox::World;

pub use report::{Place, Report};

/// A link of the chain between a move and its news that can be broken on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Link {
    /// No notification daemon runs.
    Notifications,
    /// Lever's webhook of stage changes is off, so the vendor hears of no move.
    Vendor,
    /// A colleague has taken the template's tag off the posting.
    Tag,
}

/// The demo's company. `vendor_seconds`: candidates answer by themselves after about so many seconds.
#[must_use]
pub fn company(seed: u64, vendor_seconds: Option<u32>) -> World {
    World {
        seed,
        opportunities: 2_000,
        postings: 24,
        past_interviews: 0.15,
        vendor_seconds,
    }
}

/// Takes the tour and leaves pictures and a report in `pictures`. Returns whether every step was seen.
///
/// # Errors
/// When the folder cannot be written. A step that was not seen is no error of the tour: the report says it.
pub async fn take(seed: u64, broken: Option<Link>, pictures: &Path) -> Result<bool> {
    clear(pictures)?;
    let mut report = Report::default();
    let outcome = stations::walk(&company(seed, None), broken, pictures, &mut report).await;
    if let Err(error) = &outcome {
        report.not_seen(error);
    }
    report.close(pictures)?;
    Ok(outcome.is_ok())
}

/// Pictures of an earlier tour must not pass for this one's.
fn clear(pictures: &Path) -> Result<()> {
    std::fs::create_dir_all(pictures)?;
    for entry in std::fs::read_dir(pictures)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|kind| kind == "png" || kind == "txt")
        {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}
