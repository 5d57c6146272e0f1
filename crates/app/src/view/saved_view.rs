//! Saved views of the board.

use fulcrum_domain::ids::SavedViewId;

use super::BoardQuery;

/// A view that was saved under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Which.
    pub id: SavedViewId,
    /// What the person calls it.
    pub name: String,
    /// What it asks the board, without what is gone.
    pub query: BoardQuery,
    /// What it names and Lever no longer has.
    pub gone: Vec<GoneFilter>,
    /// Cards that it shows.
    pub count: u32,
}

/// Part of a saved view that names something Lever no longer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoneFilter {
    /// `posting` or `stage`.
    pub kind: String,
    /// What it was called when the view was saved.
    pub name: String,
}
