//! What crosses to the window. One wire type per view of `fulcrum_app::view`, in the same words; only here do the types
//! know specta. Ids become branded strings, ms become numbers, codes stay the strings that the rules use.

mod board;
mod bulk;
mod candidate;
mod day;
mod dry_run;
mod health;
mod ids;
mod inbox;
mod jobtwine;
mod leaving;
mod postings;
mod result;
mod saved_view;
mod session;
mod slots;
mod wizard;

pub(crate) use board::*;
pub(crate) use bulk::*;
pub(crate) use candidate::*;
pub(crate) use day::*;
pub(crate) use dry_run::*;
pub(crate) use health::*;
pub(crate) use ids::*;
pub(crate) use inbox::*;
pub(crate) use jobtwine::*;
pub(crate) use leaving::*;
pub(crate) use postings::*;
pub(crate) use result::*;
pub(crate) use saved_view::*;
pub(crate) use session::*;
pub(crate) use slots::*;
pub(crate) use wizard::*;

/// Turns a view into what the window gets (or back, for arguments).
pub(crate) trait Wire<To> {
    fn wire(self) -> To;
}

impl<From: Wire<To>, To> Wire<Option<To>> for Option<From> {
    fn wire(self) -> Option<To> {
        self.map(Wire::wire)
    }
}

impl<From: Wire<To>, To> Wire<Vec<To>> for Vec<From> {
    fn wire(self) -> Vec<To> {
        self.into_iter().map(Wire::wire).collect()
    }
}

macro_rules! same {
    ($($plain:ty),+) => {$(
        impl Wire<$plain> for $plain {
            fn wire(self) -> $plain {
                self
            }
        }
    )+};
}
same!(String, bool, u32, i32);

/// Declares a wire struct and its conversion from the view of the same shape, so that a field cannot be forgotten.
macro_rules! shown {
    ($($(#[$doc:meta])* $name:ident = $view:path { $($field:ident: $type:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, serde::Serialize, specta::Type)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $name {
            $(pub(crate) $field: $type,)+
        }

        impl Wire<$name> for $view {
            fn wire(self) -> $name {
                let $view { $($field),+ } = self;
                $name { $($field: $field.wire(),)+ }
            }
        }
    )+};
}

/// Declares a wire enum (camel-case strings) and its conversions from and to the view's enum.
macro_rules! choice {
    ($($(#[$doc:meta])* $name:ident = $view:path { $($variant:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize, specta::Type)]
        #[serde(rename_all = "camelCase")]
        pub(crate) enum $name {
            $($variant,)+
        }

        impl Wire<$name> for $view {
            fn wire(self) -> $name {
                use $view as View;
                match self {
                    $(View::$variant => $name::$variant,)+
                }
            }
        }

        impl Wire<$view> for $name {
            fn wire(self) -> $view {
                use $view as View;
                match self {
                    $($name::$variant => View::$variant,)+
                }
            }
        }
    )+};
}

pub(crate) use {choice, shown};
