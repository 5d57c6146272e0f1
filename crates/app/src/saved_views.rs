//! Views of the board that this seat has saved. They live on the desk: Lever knows nothing of them.

use std::collections::BTreeMap;

use fulcrum_cache::desk::SavedView as Kept;
use fulcrum_cache::query::Overlay;
use fulcrum_cache::{CacheReader, Cause, DeskTx, Error};
use fulcrum_domain::ids::SavedViewId;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::board::cache_query;
use crate::failure;
use crate::moves::new_id;
use crate::picture::stage_name;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{BoardQuery, GoneFilter, Problem, SavedView};

/// Letters of a name at most.
const LONGEST_NAME: usize = 80;

/// Views at most: a sidebar is no archive.
const MOST: usize = 50;

/// What a view asks, and what the things it names were called when it was saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Asked {
    query: BoardQuery,
    names: BTreeMap<String, String>,
}

impl App {
    /// All saved views in the person's order, each with its number of cards.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn saved_views(&self) -> Result<Vec<SavedView>, Problem> {
        let ready = self.ready()?;
        let kept = ready
            .desk
            .read(|tx| tx.saved_views::<Asked>())
            .await
            .map_err(failure::desk)?;
        if kept.is_empty() {
            return Ok(Vec::new());
        }
        let overlay = ready.open_moves().await?.overlay();
        // While the first reading goes on, what is not here yet is not gone.
        let complete = ready.engine.status().filled;
        let seat = ready.clone();
        ready
            .cache
            .read(move |tx| {
                kept.into_iter()
                    .map(|view| shown(tx, &seat, view, &overlay, complete))
                    .collect()
            })
            .await
            .map_err(failure::cache)
    }

    /// Saves what the board shows under a name, as the last view. Returns which it is.
    ///
    /// # Errors
    /// `BadInput` for an empty or endless name, or one view too many; storage problems.
    pub async fn save_view(&self, name: &str, query: BoardQuery) -> Result<SavedViewId, Problem> {
        let ready = self.ready()?;
        let name = usable(name)?;
        let id = SavedViewId(new_id()?.0);
        let asked = asked(&ready, query).await?;
        let view = Kept {
            id: id.clone(),
            name,
            query: asked,
        };
        let saved = ready
            .desk
            .write(Cause::Person, move |tx| {
                if tx.saved_views::<Asked>()?.len() >= MOST {
                    return Ok(false);
                }
                tx.add_view(&view).map(|()| true)
            })
            .await
            .map_err(failure::desk)?;
        if saved {
            return Ok(id);
        }
        Err(Trouble::BadInput {
            why: "There are fifty saved views; delete one first.",
        }
        .into())
    }

    /// Gives a view another name.
    ///
    /// # Errors
    /// `BadInput` for an empty or endless name; `NotFound`; storage problems.
    pub async fn rename_view(&self, id: &SavedViewId, name: &str) -> Result<(), Problem> {
        let name = usable(name)?;
        self.change_view(id, move |tx, id| tx.rename_view(id, &name))
            .await
    }

    /// Deletes a view. [`App::restore_view`] takes it back until another one is deleted.
    ///
    /// # Errors
    /// `NotFound`; storage problems.
    pub async fn delete_view(&self, id: &SavedViewId) -> Result<(), Problem> {
        self.change_view(id, |tx, id| tx.remove_view(id)).await
    }

    /// Brings a deleted view back to its place.
    ///
    /// # Errors
    /// `NotFound` when another one was deleted since; storage problems.
    pub async fn restore_view(&self, id: &SavedViewId) -> Result<(), Problem> {
        self.change_view(id, |tx, id| tx.put_back_view(id)).await
    }

    /// Puts the views in this order.
    ///
    /// # Errors
    /// Storage problems.
    pub async fn order_views(&self, order: Vec<SavedViewId>) -> Result<(), Problem> {
        self.ready()?
            .desk
            .write(Cause::Person, move |tx| tx.order_views(&order))
            .await
            .map_err(failure::desk)
    }

    async fn change_view(
        &self,
        id: &SavedViewId,
        change: impl FnOnce(&mut DeskTx<'_>, &SavedViewId) -> Result<bool, Error> + Send + 'static,
    ) -> Result<(), Problem> {
        let id = id.clone();
        let found = self
            .ready()?
            .desk
            .write(Cause::Person, move |tx| change(tx, &id))
            .await
            .map_err(failure::desk)?;
        if found {
            return Ok(());
        }
        Err(Trouble::NotFound { what: "saved view" }.into())
    }
}

fn usable(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    let letters = name.chars().count();
    if letters == 0 || letters > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Trouble::BadInput {
            why: "A saved view has a name of one to eighty letters.",
        }
        .into());
    }
    Ok(name.to_owned())
}

/// The question with the names of what it names.
async fn asked(ready: &Ready, query: BoardQuery) -> Result<Asked, Problem> {
    ready
        .cache
        .read(move |tx| {
            let stages = tx.stages()?;
            let mut names: BTreeMap<String, String> = query
                .stages
                .iter()
                .map(|stage| (stage.0.clone(), stage_name(&stages, stage)))
                .collect();
            for id in &query.postings {
                if let Some(posting) = tx.posting(id)? {
                    names.insert(id.0.clone(), posting.text);
                }
            }
            Ok(Asked { query, names })
        })
        .await
        .map_err(failure::cache)
}

/// A view as the window shows it: what is gone is named and left out.
fn shown(
    tx: &CacheReader<'_>,
    ready: &Ready,
    view: Kept<Asked>,
    overlay: &Overlay,
    complete: bool,
) -> Result<SavedView, Error> {
    let Asked { mut query, names } = view.query;
    let mut gone = Vec::new();
    if complete {
        let stages = tx.stages()?;
        let mut here = Vec::new();
        for id in query.postings {
            if tx.posting(&id)?.is_some() {
                here.push(id);
            } else {
                gone.push(named("posting", &names, &id.0));
            }
        }
        query.postings = here;
        query.stages.retain(|id| {
            let here = stages.iter().any(|stage| stage.id == *id);
            if !here {
                gone.push(named("stage", &names, &id.0));
            }
            here
        });
    }
    let heads = tx.column_heads(&cache_query(ready, &query), overlay)?;
    let count = heads
        .columns
        .iter()
        .filter(|head| query.stages.is_empty() || query.stages.contains(&head.stage))
        .map(|head| head.total)
        .sum();
    Ok(SavedView {
        id: view.id,
        name: view.name,
        query,
        gone,
        count,
    })
}

fn named(kind: &str, names: &BTreeMap<String, String>, id: &str) -> GoneFilter {
    GoneFilter {
        kind: kind.to_owned(),
        name: names.get(id).cloned().unwrap_or_default(),
    }
}
