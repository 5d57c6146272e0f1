//! What the shell tells the window without being asked.

use serde::Serialize;
use specta::Type;
use tauri_specta::Event;

use crate::dto::{ChangesBody, Download, NoticeBody, OpportunityId};

/// Something changed; visible windows ask again. Batched by the engine.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub(crate) struct Changes(pub(crate) ChangesBody);

/// A result worth a toast.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub(crate) struct Notice(pub(crate) NoticeBody);

/// A download went on, or ended. Holds no link.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub(crate) struct DownloadChanged(pub(crate) Download);

/// A link into the program was opened: ask for it.
#[derive(Clone, Copy, Debug, Serialize, Type, Event)]
pub(crate) struct LinkAsked;

/// A native notification was clicked: show this card.
#[derive(Clone, Debug, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FocusCard {
    pub(crate) opportunity: OpportunityId,
}

/// A native notification about the set-up was clicked: show its page.
#[derive(Clone, Copy, Debug, Serialize, Type, Event)]
pub(crate) struct SetupAsked;
