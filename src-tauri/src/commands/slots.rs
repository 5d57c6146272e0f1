//! The slot editor. `here` is the IANA name of the zone this machine is in, which the webview knows.

use fulcrum_app::App;
use fulcrum_app::view;
use tauri::State;

use super::{Answer, answer, done};
use crate::browser::Browser;
use crate::dto::{
    OpportunityId, SlotDesk, SlotDraft, SlotReading, SlotWeekChoice, SlotsGiven, Wire, ZoneChoice,
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn slot_desk(
    app: State<'_, App>,
    id: OpportunityId,
    here: String,
) -> Answer<SlotDesk> {
    answer(app.slot_desk(&id.wire(), &here).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn read_slots(
    app: State<'_, App>,
    id: OpportunityId,
    here: String,
    draft: SlotDraft,
    week: SlotWeekChoice,
) -> Answer<SlotReading> {
    let (draft, week): (view::SlotDraft, view::SlotWeekChoice) = (draft.wire(), week.wire());
    answer(app.read_slots(&id.wire(), &here, &draft, &week).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn zones(app: State<'_, App>) -> Answer<Vec<ZoneChoice>> {
    Ok(app.zones().wire())
}

/// Gives the slots; opens the vendor's page where the person has to enter them there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_slots(
    app: State<'_, App>,
    browser: State<'_, Browser>,
    id: OpportunityId,
    here: String,
    draft: SlotDraft,
    allow_host: bool,
) -> Answer<SlotsGiven> {
    let draft: view::SlotDraft = draft.wire();
    let given = app
        .send_slots(&id.wire(), &here, &draft, allow_host)
        .await
        .map_err(Wire::wire)?;
    if let Some(link) = &given.link {
        // The note is written and the slots are in hand: a browser that does not open takes nothing back.
        let _ = browser.open(link);
    }
    Ok(given.wire())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_slot_page(
    app: State<'_, App>,
    browser: State<'_, Browser>,
    id: OpportunityId,
    allow_host: bool,
) -> Answer<()> {
    let url = app
        .slot_page(&id.wire(), allow_host)
        .await
        .map_err(Wire::wire)?;
    done(browser.open(&url))
}
