//! Every question and wish of the window. A command converts, calls one function of [`App`], converts back.

pub(crate) mod bulk;
pub(crate) mod day;
pub(crate) mod dry_run;
pub(crate) mod health;
pub(crate) mod inbox;
pub(crate) mod jobtwine;
pub(crate) mod leaving;
pub(crate) mod postings;
pub(crate) mod results;
pub(crate) mod saved_views;
pub(crate) mod slots;
pub(crate) mod wizard;

use std::time::Duration;

use fulcrum_app::App;
use fulcrum_app::view;
use tauri::State;
use tokio::time::timeout;

use crate::asked::AskedLink;
use crate::browser::Browser;
use crate::dto::{
    Board, BoardQuery, Candidate, ColumnPage, ConnectGuide, Dock, Environment, IntentId,
    LostChange, MoveAccepted, MovePreview, OpportunityId, PostingId, Preferences, Problem,
    SearchAnswer, Session, Setup, StageId, SyncStatus, UserChoice, UserId, Vendor, Wire,
};

/// How long the window shows nothing while the program opens what is there.
const OPENING: Duration = Duration::from_secs(2);

type Answer<T> = Result<T, Problem>;

/// Converts both sides of an answer.
fn answer<From: Wire<To>, To>(result: Result<From, view::Problem>) -> Answer<To> {
    result.map(Wire::wire).map_err(Wire::wire)
}

/// Nothing to say but that it worked.
fn done(result: Result<(), view::Problem>) -> Answer<()> {
    result.map_err(Wire::wire)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn session(app: State<'_, App>) -> Answer<Session> {
    // Opening takes a moment as a rule; only what takes longer is worth a page of its own. Running out is not an error.
    let _ = timeout(OPENING, app.opened()).await;
    Ok(app.session().wire())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn try_again(app: State<'_, App>) -> Answer<Session> {
    Ok(app.try_again().await.wire())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn read_again(app: State<'_, App>) -> Answer<Session> {
    answer(app.read_again().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn begin_anew(app: State<'_, App>) -> Answer<Session> {
    answer(app.begin_anew().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn lost_changes(app: State<'_, App>) -> Answer<Vec<LostChange>> {
    answer(app.lost_changes().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn mending_seen(app: State<'_, App>) -> Answer<Session> {
    answer(app.mending_seen().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn take_link(asked: State<'_, AskedLink>) -> Answer<Option<OpportunityId>> {
    answer(asked.take())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn check_key(app: State<'_, App>, key: String) -> Answer<Vec<UserChoice>> {
    answer(app.check_key(&key).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_guide(app: State<'_, App>) -> Answer<ConnectGuide> {
    Ok(app.connect_guide().wire())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_environment(
    app: State<'_, App>,
    environment: Environment,
) -> Answer<Session> {
    answer(app.choose_environment(environment.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(
    app: State<'_, App>,
    browser: State<'_, Browser>,
    client_id: String,
    client_secret: String,
) -> Answer<()> {
    let url = app
        .sign_in(&client_id, &client_secret)
        .await
        .map_err(Wire::wire)?;
    done(browser.open(&url).inspect_err(|_| app.cancel_sign_in()))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_finished(app: State<'_, App>) -> Answer<Vec<UserChoice>> {
    answer(app.sign_in_finished().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_sign_in(app: State<'_, App>) -> Answer<()> {
    app.cancel_sign_in();
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_seat(app: State<'_, App>, user: UserId) -> Answer<Session> {
    answer(app.choose_seat(&user.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn disconnect(app: State<'_, App>) -> Answer<Session> {
    answer(app.disconnect().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn reconnect(app: State<'_, App>) -> Answer<Session> {
    answer(app.reconnect().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn board(app: State<'_, App>, query: BoardQuery) -> Answer<Board> {
    answer(app.board(&query.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn column(
    app: State<'_, App>,
    query: BoardQuery,
    stage: StageId,
    offset: u32,
    limit: u32,
) -> Answer<ColumnPage> {
    answer(
        app.column(&query.wire(), &stage.wire(), offset, limit)
            .await,
    )
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn candidate(app: State<'_, App>, id: OpportunityId) -> Answer<Candidate> {
    answer(app.candidate(&id.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn preview(
    app: State<'_, App>,
    id: OpportunityId,
    to_stage: StageId,
) -> Answer<MovePreview> {
    answer(app.preview(&id.wire(), &to_stage.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn move_card(
    app: State<'_, App>,
    id: OpportunityId,
    to_stage: StageId,
    override_block: bool,
) -> Answer<MoveAccepted> {
    answer(
        app.move_card(&id.wire(), &to_stage.wire(), override_block)
            .await,
    )
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn undo(app: State<'_, App>, intent: IntentId) -> Answer<()> {
    done(app.undo(&intent.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn send_now(app: State<'_, App>, intent: IntentId) -> Answer<()> {
    done(app.send_now(&intent.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn dismiss(app: State<'_, App>, intent: IntentId) -> Answer<()> {
    done(app.dismiss(&intent.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn retry(app: State<'_, App>, intent: IntentId) -> Answer<MoveAccepted> {
    answer(app.retry(&intent.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn dock(app: State<'_, App>) -> Answer<Dock> {
    answer(app.dock().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn search(app: State<'_, App>, text: String, limit: u32) -> Answer<SearchAnswer> {
    answer(app.search(&text, limit).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn fix_posting_tag(
    app: State<'_, App>,
    posting: PostingId,
    from: Option<String>,
    to: String,
) -> Answer<()> {
    done(
        app.fix_posting_tag(&posting.wire(), from.as_deref(), &to)
            .await,
    )
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_email(app: State<'_, App>, id: OpportunityId, email: String) -> Answer<()> {
    done(app.set_email(&id.wire(), &email).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_phone(app: State<'_, App>, id: OpportunityId, phone: String) -> Answer<()> {
    done(app.set_phone(&id.wire(), &phone).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn resend(
    app: State<'_, App>,
    id: OpportunityId,
    anyway: bool,
) -> Answer<MoveAccepted> {
    if anyway {
        answer(app.resend_anyway(&id.wire()).await)
    } else {
        answer(app.resend(&id.wire()).await)
    }
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_video(
    app: State<'_, App>,
    browser: State<'_, Browser>,
    id: OpportunityId,
    vendor: Vendor,
    round: u32,
    attempt: u32,
    allow_host: bool,
) -> Answer<()> {
    let url = app
        .open_video(&id.wire(), vendor.wire(), (round, attempt), allow_host)
        .await
        .map_err(Wire::wire)?;
    done(browser.open(&url))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_in_lever(
    app: State<'_, App>,
    browser: State<'_, Browser>,
    id: OpportunityId,
) -> Answer<()> {
    let url = app.lever_url(&id.wire()).await.map_err(Wire::wire)?;
    done(browser.open(&url))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_status(app: State<'_, App>) -> Answer<SyncStatus> {
    answer(app.sync_status().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_now(app: State<'_, App>) -> Answer<()> {
    done(app.sync_now().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn setup(app: State<'_, App>) -> Answer<Setup> {
    answer(app.setup().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_trigger_stage(
    app: State<'_, App>,
    vendor: Vendor,
    stage: StageId,
) -> Answer<()> {
    done(app.choose_trigger_stage(vendor.wire(), &stage.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_neutral_stage(
    app: State<'_, App>,
    vendor: Vendor,
    stage: StageId,
) -> Answer<()> {
    done(app.choose_neutral_stage(vendor.wire(), &stage.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn pin_host(app: State<'_, App>, vendor: Vendor, host: String) -> Answer<()> {
    done(app.pin_host(vendor.wire(), &host).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn pin_author(app: State<'_, App>, vendor: Vendor, user: UserId) -> Answer<()> {
    done(app.pin_author(vendor.wire(), &user.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn preferences(app: State<'_, App>) -> Answer<Preferences> {
    app.opened().await;
    answer(app.preferences().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_preferences(app: State<'_, App>, preferences: Preferences) -> Answer<()> {
    done(app.set_preferences(preferences.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn seen(app: State<'_, App>, opportunity: OpportunityId) -> Answer<()> {
    done(app.seen(&opportunity.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn looks_away(app: State<'_, App>) -> Answer<()> {
    done(app.looks_away())
}
