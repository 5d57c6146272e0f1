//! Postings and both vendors: the matrix, one posting's tags, and what is being written.

use fulcrum_app::App;
use tauri::State;

use super::{Answer, answer, done};
use crate::dto::{
    PostingId, PostingLint, PostingMatrix, TagDesk, TagRunId, TagWriteId, TemplateChoice,
    TemplateId, Wire,
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn posting_matrix(
    app: State<'_, App>,
    problems_only: bool,
    offset: u32,
    limit: u32,
) -> Answer<PostingMatrix> {
    answer(app.posting_matrix(problems_only, offset, limit).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn posting_lint(app: State<'_, App>, posting: PostingId) -> Answer<PostingLint> {
    answer(app.posting_lint(&posting.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn template_choices(
    app: State<'_, App>,
    text: String,
) -> Answer<Vec<TemplateChoice>> {
    answer(app.template_choices(&text).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn tag_desk(app: State<'_, App>) -> Answer<TagDesk> {
    answer(app.tag_desk().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn mend_posting(
    app: State<'_, App>,
    posting: PostingId,
    from: Vec<String>,
    to: Option<String>,
) -> Answer<()> {
    done(app.mend_posting(&posting.wire(), from, to).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_posting_template(
    app: State<'_, App>,
    posting: PostingId,
    template: TemplateId,
) -> Answer<()> {
    done(
        app.choose_posting_template(&posting.wire(), &template.wire())
            .await,
    )
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn share_with_jobtwine(app: State<'_, App>, posting: PostingId) -> Answer<()> {
    done(app.share_with_jobtwine(&posting.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn fix_all_tags(app: State<'_, App>) -> Answer<()> {
    done(app.fix_all_tags().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_tag_run(app: State<'_, App>, run: TagRunId) -> Answer<()> {
    done(app.pause_tag_run(&run.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn resume_tag_run(app: State<'_, App>, run: TagRunId) -> Answer<()> {
    done(app.resume_tag_run(&run.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_tag_run(app: State<'_, App>, run: TagRunId) -> Answer<()> {
    done(app.stop_tag_run(&run.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_tag_write(app: State<'_, App>, write: TagWriteId) -> Answer<()> {
    done(app.undo_tag_write(&write.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_tag_run(app: State<'_, App>, run: TagRunId) -> Answer<()> {
    done(app.undo_tag_run(&run.wire()).await)
}
