//! A cache that cannot be read is worth nothing: Lever has it all.

use crate::error::Error;
use crate::open::{Recovered, remove_file};
use crate::store::Place;

pub(super) fn start_empty(place: &Place) -> Result<Recovered, Error> {
    tracing::warn!("The cache is damaged and is started again.");
    remove_file(&place.path)?;
    Ok(Recovered::Rebuilt)
}
