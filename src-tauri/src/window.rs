//! The one window: opens it, forwards what the engine says, and leaves only after the engine has stopped.

use fulcrum_app::{App, AppConfig, AppEvent};
use tauri::async_runtime::{block_on, spawn};
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, RunEvent, WebviewUrl, WebviewWindowBuilder};
use tauri_specta::Event;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::asked::{self, AskedLink};
use crate::browser::Browser;
use crate::dto::{ChangesBody, Wire};
use crate::events::{Changes, DownloadChanged, FocusCard, Notice, SetupAsked};
use crate::{command_line, ipc, notification};

/// Label of the window; its capability file names it too.
const MAIN: &str = "main";

/// Name of a training on the desktop's bus.
const TRAINING: &str = "app.fulcrum.desktop.training";

/// Opens the window and stays until it is closed. `link`: where it leads first.
///
/// # Errors
/// When the window system or the webview refuses to start.
pub(crate) fn open(config: AppConfig, link: Option<&str>) -> tauri::Result<()> {
    let context = tauri::generate_context!("tauri.conf.json");
    #[cfg(target_os = "linux")]
    {
        let (id, lock) = if config.training.is_some() {
            (TRAINING, "first-training.lock")
        } else {
            (context.config().identifier.as_str(), "first.lock")
        };
        if crate::hand_over::handed_over(id, &config.data_dir.join(lock)) {
            return Ok(());
        }
    }
    let ipc = ipc::builder::<tauri::Wry>();
    let handler = ipc.invoke_handler();
    let asked = AskedLink::default();
    if let Some(link) = link {
        asked.ask(link);
    }
    let program = tauri::Builder::default()
        // Before the plugin below, which may hand over a link at once.
        .manage(asked);
    let program = with_one_window(program, config.training.is_some())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(handler)
        .setup(move |tauri_app| {
            ipc.mount_events(tauri_app);
            notification::listen(tauri_app.handle())?;
            // The window does not wait for the keyring, which may ask its owner first; its first question does, for a while.
            let app = block_on(async { App::begin(config) });
            spawn(forward(tauri_app.handle().clone(), app.events()));
            tauri_app.manage(app);
            tauri_app.manage(Browser::new(tauri_app.handle().clone()));
            tauri_app.manage(notification::Screen::new(tauri_app.handle().clone()));
            let mut window = WebviewWindowBuilder::new(tauri_app, MAIN, WebviewUrl::default());
            if let Some(folder) = spare_folder(tauri_app.handle()) {
                window = window.data_directory(folder);
            }
            let window = window
                .title(title(0))
                .inner_size(1360.0, 860.0)
                .min_inner_size(960.0, 640.0)
                // Cards are dragged by pointer events; the webview's own drag and drop would swallow them.
                .disable_drag_drop_handler()
                .on_navigation(|url| {
                    // The window never leaves its own pages; links open in the person's browser.
                    matches!(url.scheme(), "tauri" | "about")
                        || url
                            .host_str()
                            .is_some_and(|host| host == "tauri.localhost" || is_development(url))
                })
                .build()?;
            #[cfg(target_os = "linux")]
            crate::graphics::suit(&window)?;
            #[cfg(not(target_os = "linux"))]
            drop(window);
            Ok(())
        })
        .build(context)?;
    program.run(|handle, event| match event {
        // Held moves stay on the desk as "not sent"; open writes get a moment to settle.
        RunEvent::Exit => {
            let app = handle.state::<App>();
            let left = app.webview_left();
            block_on(app.shutdown());
            fulcrum_app::clear_webview(&left);
        }
        // This system hands links to the running program; the others start it again.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            if let Some(link) = urls.first() {
                bring_forward(handle);
                asked::follow(handle, link.as_str());
            }
        }
        _ => {}
    });
    Ok(())
}

type Program = tauri::Builder<tauri::Wry>;

#[cfg(target_os = "linux")]
fn with_one_window(program: Program, training: bool) -> Program {
    let (before, after) = crate::hand_over::watched();
    program
        .plugin(before)
        .plugin(one_window(training))
        .plugin(after)
}

#[cfg(not(target_os = "linux"))]
fn with_one_window(program: Program, training: bool) -> Program {
    program.plugin(one_window(training))
}

/// A second start hands its link to the first and ends before it has touched anything. A training is another program than
/// the real account.
fn one_window(training: bool) -> TauriPlugin<tauri::Wry> {
    let mut plugin =
        tauri_plugin_single_instance::Builder::new().callback(|handle, arguments, _folder| {
            bring_forward(handle);
            if let Some(link) = command_line::link_of(&arguments) {
                asked::follow(handle, &link);
            }
        });
    if training {
        plugin = plugin.dbus_id(TRAINING);
    }
    plugin.build()
}

/// A folder for the webview's own files where its usual one cannot be made: the window must open to say so. `None` where all is
/// well. It holds nothing of anybody, and the system clears it.
fn spare_folder(handle: &AppHandle) -> Option<std::path::PathBuf> {
    let usual = handle.path().app_local_data_dir().ok()?;
    std::fs::create_dir_all(usual).err()?;
    let spare = std::env::temp_dir().join(format!("fulcrum-window-{}", std::process::id()));
    let mut folder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(&spare).ok()?;
    Some(spare)
}

/// The development server, in development builds only.
fn is_development(url: &tauri::Url) -> bool {
    cfg!(dev) && url.host_str() == Some("127.0.0.1") && url.port() == Some(5173)
}

/// Shows the window to the person who asked for it again.
pub(crate) fn bring_forward(handle: &AppHandle) {
    if let Some(window) = handle.get_webview_window(MAIN) {
        // Each of these may be refused by the window system; none of them is worth an error.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Leads the person to a card.
pub(crate) fn show_card(handle: &AppHandle, opportunity: fulcrum_app::domain::ids::OpportunityId) {
    bring_forward(handle);
    if let Err(error) = (FocusCard {
        opportunity: opportunity.wire(),
    })
    .emit(handle)
    {
        tracing::warn!(%error, "The window did not hear which card to show.");
    }
}

/// Leads the person to the page of the set-up.
pub(crate) fn show_setup(handle: &AppHandle) {
    bring_forward(handle);
    if let Err(error) = SetupAsked.emit(handle) {
        tracing::warn!(%error, "The window did not hear which page to show.");
    }
}

/// Hands the engine's events to the window until the engine ends.
async fn forward(handle: AppHandle, mut events: Receiver<AppEvent>) {
    loop {
        let sent = match events.recv().await {
            Ok(AppEvent::Changes(changes)) => {
                if let Some(counts) = changes.inbox {
                    retitle(&handle, counts.unread);
                }
                Changes(changes.wire()).emit(&handle)
            }
            Ok(AppEvent::Notice(notice)) => {
                notification::show(&handle, &notice);
                Notice(notice.wire()).emit(&handle)
            }
            Ok(AppEvent::Notify(notice)) => {
                notification::show(&handle, &notice);
                Ok(())
            }
            Ok(AppEvent::Health(notice)) => {
                notification::show_health(&handle, &notice);
                Ok(())
            }
            Ok(AppEvent::Download(download)) => DownloadChanged(download.wire()).emit(&handle),
            Ok(AppEvent::Status(_)) => Changes(ChangesBody {
                status: true,
                ..nothing()
            })
            .emit(&handle),
            // Too slow for the engine: nothing is lost if the window asks for everything again.
            Err(RecvError::Lagged(_)) => {
                if let Ok(counts) = handle.state::<App>().inbox_counts().await {
                    retitle(&handle, counts.unread);
                }
                Changes(everything()).emit(&handle)
            }
            Err(RecvError::Closed) => return,
        };
        if let Err(error) = sent {
            tracing::warn!(%error, "The window did not hear of a change.");
        }
    }
}

/// The program's name, and how much of the inbox nobody has looked at: the number beside it in the window.
fn title(unread: u32) -> String {
    if unread == 0 {
        "Fulcrum".to_owned()
    } else {
        format!("({unread}) Fulcrum")
    }
}

fn retitle(handle: &AppHandle, unread: u32) {
    if let Some(window) = handle.get_webview_window(MAIN)
        && let Err(error) = window.set_title(&title(unread))
    {
        tracing::warn!(%error, "The title could not be changed.");
    }
}

/// No change.
fn nothing() -> ChangesBody {
    ChangesBody {
        opportunities: Vec::new(),
        board: false,
        dock: false,
        postings: false,
        session: false,
        status: false,
        dry_run: false,
        inbox: None,
        health: false,
    }
}

/// "Ask for everything again."
fn everything() -> ChangesBody {
    ChangesBody {
        board: true,
        dock: true,
        postings: true,
        session: true,
        status: true,
        dry_run: true,
        health: true,
        ..nothing()
    }
}
