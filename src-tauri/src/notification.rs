//! Native notifications: one per due notice. A click leads to the card; so does Open, and Snooze puts it off for an hour. A
//! server without buttons still has the click, and without clicks the inbox lists the same card.

use fulcrum_app::App;
use fulcrum_app::domain::ids::OpportunityId;
use fulcrum_app::view::{HealthNotice, Notice, SnoozeChoice};
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::{Action, ActionPerformed, ActionType, NotificationExt};

use crate::window;

/// Key under which a notification carries its opportunity.
const OPPORTUNITY: &str = "opportunity";

/// Marks a notification about the set-up.
const SETUP: &str = "setup";

/// The buttons of a notification about one candidate.
const CANDIDATE: &str = "candidate";
const OPEN: &str = "open";
const SNOOZE: &str = "snooze";

/// These speak of several candidates.
const OF_SEVERAL: [&str; 2] = ["digest", "bulk_ended"];

/// Listens for clicks. Must happen before the first notification is shown.
///
/// # Errors
/// When the platform's notifications cannot be reached at all.
pub(crate) fn listen(handle: &AppHandle) -> tauri_plugin_notification::Result<()> {
    let buttons = vec![
        Action::builder(OPEN, "Open").build(),
        Action::builder(SNOOZE, "Snooze 1 h").build(),
    ];
    handle.notification().register_action_types(vec![
        ActionType::builder(CANDIDATE).actions(buttons).build(),
    ])?;
    let program = handle.clone();
    handle
        .notification()
        .on_action(move |performed| act(&program, performed))
}

fn act(program: &AppHandle, performed: &ActionPerformed) {
    let opportunity = performed
        .notification()
        .and_then(|shown| shown.extra().get(OPPORTUNITY))
        .and_then(|id| id.as_str())
        .map(OpportunityId::from);
    let setup = performed
        .notification()
        .is_some_and(|shown| shown.extra().contains_key(SETUP));
    if setup {
        return window::show_setup(program);
    }
    match (performed.action_id(), opportunity) {
        (SNOOZE, Some(id)) => {
            let app = program.state::<App>().inner().clone();
            tauri::async_runtime::spawn(async move {
                if let Err(problem) = app.snooze_candidate(&id, SnoozeChoice::Hour).await {
                    tracing::warn!(code = ?problem.code, "The candidate was not put off.");
                }
            });
        }
        (_, Some(id)) => window::show_card(program, id),
        (_, None) => window::bring_forward(program),
    }
}

/// Shows the notice natively, if its privacy level gave it words. Without a notification service the window's own
/// inbox and toasts remain.
pub(crate) fn show(handle: &AppHandle, notice: &Notice) {
    let Some(title) = &notice.title else { return };
    let mut native = handle.notification().builder().title(title);
    if !OF_SEVERAL.contains(&notice.code.as_str()) {
        native = native
            .extra(OPPORTUNITY, notice.opportunity.as_str())
            .action_type_id(CANDIDATE);
    }
    if let Some(body) = &notice.body {
        native = native.body(body);
    }
    if let Err(error) = native.show() {
        tracing::warn!(%error, "The notification could not be shown.");
    }
}

/// Tells that something changed under the set-up. A click leads to the page that says what to do.
pub(crate) fn show_health(handle: &AppHandle, notice: &HealthNotice) {
    let native = handle
        .notification()
        .builder()
        .title(&notice.title)
        .body(&notice.body)
        .extra(SETUP, true);
    if let Err(error) = native.show() {
        tracing::warn!(%error, "The notification could not be shown.");
    }
}

/// What this program has put on the screen. A state of its own, so that commands need not know which runtime shows the window.
pub(crate) struct Screen(Box<dyn Fn() -> bool + Send + Sync>);

impl Screen {
    pub(crate) fn new<R: tauri::Runtime>(handle: AppHandle<R>) -> Self {
        Self(Box::new(move || {
            handle.notification().remove_all_active().is_ok()
        }))
    }

    /// Closes every notification that is still shown, as far as the platform lets a program do that.
    pub(crate) fn clear(&self) -> bool {
        (self.0)()
    }
}
