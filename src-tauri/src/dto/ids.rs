//! Ids as branded strings, so that the window cannot hand a posting where an opportunity is asked for.

use fulcrum_app::domain::ids;
use specta_typescript::branded;

use super::Wire;

macro_rules! branded_ids {
    ($($name:ident),+ $(,)?) => {$(
        branded!(#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)] #[serde(transparent)] pub(crate) struct $name(String));

        impl Wire<$name> for ids::$name {
            fn wire(self) -> $name {
                $name(self.0)
            }
        }

        impl Wire<ids::$name> for $name {
            fn wire(self) -> ids::$name {
                ids::$name(self.0)
            }
        }
    )+};
}

branded_ids!(
    OpportunityId,
    PostingId,
    TemplateId,
    StageId,
    UserId,
    IntentId,
    BatchId,
    SavedViewId,
    NoteId,
    ArchiveReasonId,
    TagRunId,
    TagWriteId
);

/// Milliseconds since the Unix epoch. JavaScript's numbers hold them exactly for the next 285,000 years.
#[derive(Clone, Copy, Debug, serde::Serialize, specta::Type)]
#[serde(transparent)]
pub(crate) struct Ms(#[specta(type = specta_typescript::Number)] i64);

impl Wire<Ms> for i64 {
    fn wire(self) -> Ms {
        Ms(self)
    }
}
