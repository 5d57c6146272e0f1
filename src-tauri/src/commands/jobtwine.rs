//! JobTwine's part of the set-up.

use fulcrum_app::App;
use tauri::State;

use super::{Answer, answer, done};
use crate::dto::{JobTwineSetup, PostingId, StatedRound, Wire};

#[tauri::command]
#[specta::specta]
pub(crate) async fn jobtwine_setup(app: State<'_, App>) -> Answer<JobTwineSetup> {
    answer(app.jobtwine_setup().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn state_rounds(
    app: State<'_, App>,
    posting: PostingId,
    rounds: Option<Vec<StatedRound>>,
) -> Answer<()> {
    done(app.state_rounds(&posting.wire(), rounds.wire()).await)
}
