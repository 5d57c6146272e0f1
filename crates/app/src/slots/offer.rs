//! The vendor takes slots itself, where its profile says how.

use fulcrum_domain::slots::Slot;
use fulcrum_vendors::{OfferAnswer, SlotOffer};

use super::{Subject, VENDOR};
use crate::problem::Trouble;
use crate::ready::Ready;

/// The vendor's profile says how slots are given.
pub(super) fn possible(ready: &Ready) -> bool {
    let interface = ready.interface(VENDOR);
    interface.is_some_and(|interface| interface.capabilities().offer_slots)
}

/// Offers the slots to the vendor. The vendor keeps the last word: the same slots offered twice are one offer.
///
/// # Errors
/// [`Trouble::SlotsTooLate`] when it wants none any more, [`Trouble::SlotsNotSent`] when it refused or gave no answer.
pub(super) async fn offer(ready: &Ready, subject: &Subject, slots: &[Slot]) -> Result<(), Trouble> {
    let not_sent = |why| Trouble::SlotsNotSent { why };
    let interface = ready
        .interface(VENDOR)
        .ok_or_else(|| not_sent(fulcrum_vendors::Code::NoProfile.sentence()))?;
    let offer = SlotOffer {
        opportunity: subject.opportunity.id.clone(),
        round: Some(subject.asked.number),
        slots_ms: slots
            .iter()
            .map(|slot| (slot.start_ms, slot.end_ms))
            .collect(),
    };
    let too_late = |why| {
        // What the vendor knows and Lever does not show yet.
        ready.engine.read_again(&subject.opportunity.id);
        Err(Trouble::SlotsTooLate { why })
    };
    match interface.offer_slots(&offer).await {
        Ok(OfferAnswer::Given(_)) => Ok(()),
        Ok(OfferAnswer::AlreadyScheduled(_)) => {
            too_late("The interview has been scheduled meanwhile.")
        }
        Ok(OfferAnswer::Closed(_)) => {
            too_late("The interview is over, or the time to give slots has run out.")
        }
        Err(error) => {
            tracing::info!(code = error.code.as_str(), "slots were not taken");
            Err(not_sent(error.code.sentence()))
        }
    }
}
