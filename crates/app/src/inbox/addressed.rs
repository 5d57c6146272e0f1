//! Whom the vendor's note addresses.

use fulcrum_cache::{CacheReader, Error};
use fulcrum_domain::attention::mentions;
use fulcrum_domain::evidence::Source;
use fulcrum_domain::journey::{Journey, Link};
use fulcrum_domain::model::Note;
use fulcrum_domain::note_reading::pinned_link;
use fulcrum_domain::vendor::VendorSetup;

/// Whether the note that asks for slots mentions this user.
///
/// Where the vendor's own answer is the proof, the notes that the vendor has written since the attempt began are looked at: the
/// answer names nobody.
pub(super) fn to(
    tx: &CacheReader<'_>,
    journey: &Journey,
    setup: Option<&VendorSetup>,
    username: Option<&str>,
) -> Result<bool, Error> {
    let step = |wanted| journey.links.iter().find(|step| step.link == wanted);
    let (Some(username), Some(asked)) = (username, step(Link::SlotsWanted)) else {
        return Ok(false);
    };
    let began_ms = step(Link::Moved).and_then(|moved| moved.at_ms);
    let asks = |note: &Note| match &asked.source {
        Some(Source::Note { note: proof }) => note.id == *proof,
        _ => {
            began_ms.is_none_or(|began_ms| note.created_at_ms >= began_ms)
                && setup.is_some_and(|setup| is_the_vendors(note, setup))
        }
    };
    Ok(tx
        .notes(&journey.key.opportunity)?
        .iter()
        .filter(|note| note.deleted_at_ms.is_none() && asks(note))
        .filter_map(|note| note.fields.first())
        .any(|first| mentions(&first.value, username)))
}

/// Written by a pinned author, or with a link to a pinned host.
fn is_the_vendors(note: &Note, setup: &VendorSetup) -> bool {
    let author = note.author.as_ref();
    author.is_some_and(|author| setup.note_authors.contains(author))
        || note
            .fields
            .first()
            .is_some_and(|first| pinned_link(&first.value, &setup.hosts).is_some())
}
