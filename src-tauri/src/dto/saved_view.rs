//! Saved views of the board.

use fulcrum_app::view;

use super::{BoardQuery, SavedViewId, Wire, shown};

shown! {
    SavedView = view::SavedView {
        id: SavedViewId, name: String, query: BoardQuery, gone: Vec<GoneFilter>, count: u32,
    }
    GoneFilter = view::GoneFilter { kind: String, name: String }
}
