//! What a vendor still writes into Lever although it is switched off: the one thing that proves that its access was not revoked.

use fulcrum_cache::{CacheReader, CacheTx, Error};
use fulcrum_domain::evidence::{Confidence, Evidence, Source};
use fulcrum_domain::model::Opportunity;
use fulcrum_domain::vendor::Vendor;

use super::same_fact;

/// When a vendor that is switched off was last seen to have written something into Lever, in Lever's time, ms; `None` when it
/// was not.
///
/// # Errors
/// Storage codes.
pub fn last_writing_ms(tx: &CacheReader<'_>, vendor: Vendor) -> Result<Option<i64>, Error> {
    Ok(tx
        .sync_state(wrote(vendor))?
        .and_then(|text| text.parse().ok()))
}

fn wrote(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::MyInterview => "wrote/myinterview",
        Vendor::JobTwine => "wrote/jobtwine",
    }
}

/// Keeps the time of what the vendor has newly written about an opportunity. A tag or a link carries no time: it is as old as
/// Lever's last change of the record, and only where this seat knew the record before it came.
pub(super) fn remember_writing(
    tx: &mut CacheTx<'_>,
    vendor: Vendor,
    opportunity: &Opportunity,
    evidence: &[Evidence],
    first_sight: bool,
) -> Result<(), Error> {
    let before = tx.evidence(&opportunity.id)?;
    let newly = evidence
        .iter()
        .filter(|piece| piece.vendor == vendor && piece.confidence == Confidence::Proven)
        .filter(|piece| !before.iter().any(|known| same_fact(known, piece)));
    let seen = newly
        .filter_map(|piece| match piece.source {
            Source::Note { .. } => piece.at_ms,
            Source::Tag { .. } | Source::ContactLink { .. } if !first_sight => {
                piece.at_ms.or(opportunity.updated_at_ms)
            }
            // People move cards, and what a vendor answers when asked is not written into Lever.
            _ => None,
        })
        .max();
    let known = last_writing_ms(tx, vendor)?;
    match seen {
        Some(at) if known.is_none_or(|known| at > known) => {
            tx.set_sync_state(wrote(vendor), Some(&at.to_string()))
        }
        _ => Ok(()),
    }
}
