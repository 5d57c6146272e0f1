//! Postings × vendors: which are ready, what is wrong with the others, and mending them.

mod desk;
mod lint;
mod matrix;
mod run;
mod write;

pub(crate) use write::write_one;

use std::collections::BTreeMap;

use fulcrum_domain::ids::PostingId;
use fulcrum_domain::model::Posting;
use fulcrum_domain::tags::Readiness;
use fulcrum_domain::vendor::{TemplateCatalogue, Vendor};

use crate::failure;
use crate::ready::Ready;
use crate::view::Problem;

/// A posting of the matrix with how it stands.
pub(super) struct Judged {
    pub(super) posting: Posting,
    pub(super) readiness: Readiness,
}

impl Judged {
    /// A vendor ignores or refuses one of its tags.
    pub(super) fn is_problem(&self) -> bool {
        !self.readiness.findings.is_empty()
    }
}

/// The postings of the matrix, by title: published ones, and whatever else carries a tag that is meant for a vendor.
pub(super) fn judge(all: Vec<Posting>, catalogue: Option<&TemplateCatalogue>) -> Vec<Judged> {
    use fulcrum_domain::tags::{JobTwineStanding, TemplateTag};
    all.into_iter()
        .filter_map(|posting| {
            let readiness = Readiness::of(&posting.tags, catalogue);
            let tagged = readiness.template != TemplateTag::Unused
                || readiness.jobtwine != JobTwineStanding::Unused;
            (tagged || posting.state == "published").then_some(Judged { posting, readiness })
        })
        .collect()
}

/// Reads and judges them all.
pub(super) async fn judged(ready: &Ready) -> Result<Vec<Judged>, Problem> {
    let templates = ready.setup_of(Vendor::MyInterview).templates;
    ready
        .cache
        .read(move |tx| Ok(judge(tx.postings()?, templates.as_ref())))
        .await
        .map_err(failure::cache)
}

/// Titles of postings, where they are here.
pub(super) async fn titles(
    ready: &Ready,
    ids: Vec<PostingId>,
) -> Result<BTreeMap<PostingId, String>, Problem> {
    ready
        .cache
        .read(move |tx| {
            let mut titles = BTreeMap::new();
            for id in ids {
                if let Some(posting) = tx.posting(&id)? {
                    titles.insert(id, posting.text);
                }
            }
            Ok(titles)
        })
        .await
        .map_err(failure::cache)
}

pub(super) fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
