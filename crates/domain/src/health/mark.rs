//! What a check compares with how it was when it last worked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::StageId;
use crate::vendor::Template;

/// How something is, as far as a change of it matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mark {
    /// A pinned stage.
    Stage {
        /// Which.
        id: StageId,
        /// Its name; `None`: it is not in the pipeline.
        name: Option<String>,
        /// The whole pipeline, in order.
        order: Vec<StageId>,
    },
    /// What a posting says to a vendor.
    Posting {
        /// The tags that the vendor reads, as stored.
        tags: Vec<String>,
        /// The template they name, where one is known.
        template: Option<Template>,
    },
    /// Webhooks that could be seen, in a fixed order.
    Webhooks {
        /// `event host id` each.
        seen: Vec<String>,
    },
    /// Nothing is compared: it works or it does not.
    Works,
}

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A stage has another name.
    Renamed,
    /// A stage is not where it was among the others.
    Moved,
    /// A posting's tag was edited.
    TagEdited,
    /// The same tag names another template, or the template has another name.
    TemplateChanged,
    /// A webhook is gone, or calls somebody else.
    WebhooksChanged,
    /// A stage or a webhook is not there any more.
    Gone,
}

impl Mark {
    /// Whether both are about the same thing: a stage that was pinned anew is not a stage that changed.
    pub fn is_about_the_same_as(&self, was: &Self) -> bool {
        match (self, was) {
            (Self::Stage { id, .. }, Self::Stage { id: before, .. }) => id == before,
            _ => std::mem::discriminant(self) == std::mem::discriminant(was),
        }
    }

    /// What is different from how it was, if that matters.
    pub fn difference(&self, was: &Self) -> Option<Difference> {
        match (self, was) {
            (Self::Stage { name: None, .. }, Self::Stage { name: Some(_), .. }) => {
                Some(Difference::Gone)
            }
            (
                Self::Stage { id, name, order },
                Self::Stage {
                    name: before,
                    order: order_before,
                    ..
                },
            ) => {
                if name != before {
                    Some(Difference::Renamed)
                } else if has_moved(id, order_before, order) {
                    Some(Difference::Moved)
                } else {
                    None
                }
            }
            (
                Self::Posting { tags, template },
                Self::Posting {
                    tags: before,
                    template: template_before,
                },
            ) => {
                if tags != before {
                    Some(Difference::TagEdited)
                } else if template != template_before && template_before.is_some() {
                    Some(Difference::TemplateChanged)
                } else {
                    None
                }
            }
            (Self::Webhooks { seen }, Self::Webhooks { seen: before }) => before
                .iter()
                .any(|one| !seen.contains(one))
                .then_some(Difference::WebhooksChanged),
            _ => None,
        }
    }
}

/// Whether a stage was moved among those that were there before. A stage that was added or removed beside it, or another one
/// that was carried past it, has not moved it; where two that stand side by side changed places, both count as moved, since
/// nothing tells which was.
fn has_moved(id: &StageId, before: &[StageId], now: &[StageId]) -> bool {
    let place: BTreeMap<&StageId, usize> = before.iter().zip(0..).collect();
    let shared: Vec<(&StageId, usize)> = now
        .iter()
        .filter_map(|stage| Some((stage, *place.get(stage)?)))
        .collect();
    if !shared.iter().any(|(stage, _)| *stage == id) {
        return false;
    }
    let places = |without: bool| -> Vec<usize> {
        shared
            .iter()
            .filter(|(stage, _)| !(without && *stage == id))
            .map(|(_, place)| *place)
            .collect()
    };
    // The stages that kept their order are as many without this one: it is not needed to keep them in order.
    longest_in_order(&places(true)) == longest_in_order(&places(false))
}

/// Length of the longest rising subsequence.
fn longest_in_order(places: &[usize]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for place in places {
        let at = ends.partition_point(|end| end < place);
        match ends.get_mut(at) {
            Some(end) => *end = *place,
            None => ends.push(*place),
        }
    }
    ends.len()
}
