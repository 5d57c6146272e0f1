//! How long a slot has to be: as long as the round it is for. The vendor says so where its profile lets it be asked, or an
//! admin stated it.

use std::time::Duration;

use super::{Subject, VENDOR, given};
use crate::ready::Ready;
use crate::setup::POSSIBLE_MINUTES;
use crate::view::Problem;

/// Where nobody says how long a round lasts, minutes. The vendor documents no length; its interviews last an hour.
pub(super) const USUAL: u32 = 60;

/// How long the vendor may keep the editor waiting.
const VENDOR_PATIENCE: Duration = Duration::from_secs(3);

/// The length, minutes, from what is known here.
///
/// # Errors
/// Storage problems.
pub(super) async fn known(ready: &Ready, subject: &Subject) -> Result<u32, Problem> {
    let kept = given::kept(ready, &subject.opportunity.id).await?;
    let said = kept.minutes.get(&subject.asked.number).copied();
    Ok(said.or_else(|| stated(ready, subject)).unwrap_or(USUAL))
}

/// The length, minutes; the vendor is asked once where it has not said it yet.
///
/// # Errors
/// Storage problems.
pub(super) async fn asked_for(ready: &Ready, subject: &Subject) -> Result<u32, Problem> {
    let (id, round) = (&subject.opportunity.id, subject.asked.number);
    let kept = given::kept(ready, id).await?;
    if !kept.minutes.contains_key(&round)
        && let Some(minutes) = vendor_says(ready, subject).await
    {
        given::keep_minutes(ready, id, round, minutes).await?;
    }
    known(ready, subject).await
}

async fn vendor_says(ready: &Ready, subject: &Subject) -> Option<u32> {
    let interface = ready.interface(VENDOR)?;
    if !interface.capabilities().interviews {
        return None;
    }
    let asking = interface.interviews(&subject.opportunity.id);
    // Without an answer the length is what was stated, and the next opening asks again.
    let answer = tokio::time::timeout(VENDOR_PATIENCE, asking).await.ok()?;
    let interviews = answer.ok()?;
    let minutes = interviews.latest(Some(subject.asked.number))?.minutes?;
    // Anything else is a mistake and counts as unsaid.
    POSSIBLE_MINUTES.contains(&minutes).then_some(minutes)
}

fn stated(ready: &Ready, subject: &Subject) -> Option<u32> {
    let setup = ready.setup_of(VENDOR);
    setup
        .rounds_of(subject.opportunity.posting()?)?
        .minutes_of(subject.asked.number)
}
