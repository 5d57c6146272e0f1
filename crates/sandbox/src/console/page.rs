//! The frame of the console's pages: made on the server; the one script copies and refreshes, and nothing needs it.

use serde_json::Value;

use crate::console::display::{Display, Refresh, Theme};
use crate::console::forms::Note;
use crate::console::html::{form, time};
use crate::console::request_filter::RequestFilter;
use crate::console::{
    access_view, faults_view, messages_view, requests_view, vendors_view, webhooks_view, world_view,
};
use crate::lever::Entry;

/// Text for HTML, also inside quoted attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// One of the pages, by the name that it has in `?view=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    World,
    Requests,
    Messages,
    Webhooks,
    Vendors,
    Faults,
    Access,
}

impl View {
    pub(crate) const ALL: [Self; 7] = [
        Self::World,
        Self::Requests,
        Self::Messages,
        Self::Webhooks,
        Self::Vendors,
        Self::Faults,
        Self::Access,
    ];

    /// The page of that name; the first one for every other.
    pub(crate) fn named(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|view| view.name() == name).unwrap_or(Self::World)
    }

    fn name(self) -> &'static str {
        match self {
            Self::World => "world",
            Self::Requests => "requests",
            Self::Messages => "messages",
            Self::Webhooks => "webhooks",
            Self::Vendors => "vendors",
            Self::Faults => "faults",
            Self::Access => "access",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::World => "World",
            Self::Requests => "Requests",
            Self::Messages => "Messages",
            Self::Webhooks => "Webhooks",
            Self::Vendors => "Vendors",
            Self::Faults => "Faults",
            Self::Access => "Keys and grants",
        }
    }
}

/// What a page is made of.
pub(crate) struct Page<'a> {
    pub(crate) view: View,
    /// As `/console/state.json` gives it.
    pub(crate) state: &'a Value,
    /// All that the log keeps, oldest first; empty on the pages that show none.
    pub(crate) requests: &'a [Entry],
    pub(crate) filter: &'a RequestFilter,
    pub(crate) display: Display,
    pub(crate) note: Option<Note>,
    /// This page's own address, without a note.
    pub(crate) back: &'a str,
}

impl Page<'_> {
    /// The whole of it.
    pub(crate) fn render(&self) -> String {
        let Self { state, back, .. } = self;
        let content = match self.view {
            View::World => world_view::content(state, back),
            View::Requests => requests_view::content(state, self.requests, self.filter),
            View::Messages => messages_view::content(state),
            View::Webhooks => webhooks_view::content(state, back),
            View::Vendors => vendors_view::content(state, back),
            View::Faults => faults_view::content(state, back),
            View::Access => access_view::content(state, back),
        };
        let tabs: String = View::ALL.iter().map(|view| self.tab(*view)).collect();
        let note = self.note.as_ref().map_or_else(String::new, |note| {
            let (kind, role) = if note.good {
                ("ok", "status")
            } else {
                ("bad", "alert")
            };
            format!(
                "<p id=note class=\"note {kind}\" role={role}>{}</p>",
                escape(&note.sentence)
            )
        });
        format!(
            "<!doctype html><html lang=en{theme}><head><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\">\
             <meta name=color-scheme content=\"light dark\"><title>{title} · Sandbox console</title><link rel=icon href=\"data:,\">\
             <link rel=stylesheet href=\"/console/page.css\">{timer}<script src=\"/console/page.js\" defer></script></head>\
             <body data-refresh={refresh}><a class=skip href=\"#main\">To the content</a>\
             <header class=top><div class=bar><h1>Sandbox console</h1><p class=now>{now} UTC</p>{toggles}</div>\
             <nav aria-label=Pages>{tabs}</nav></header><main id=main tabindex=-1>{note}{content}</main>\
             <footer><p>The same for programs: <a href=\"/console/state.json\">state.json</a> \
             <a href=\"/console/requests.json\">requests.json</a></p></footer></body></html>",
            theme = match self.display.theme {
                Theme::System => "",
                Theme::Light => " data-theme=light",
                Theme::Dark => " data-theme=dark",
            },
            title = self.view.title(),
            // A browser without scripts refreshes only when somebody asked for it: it would empty forms that are half filled in.
            timer = if self.display.refresh == Refresh::On {
                "<noscript><meta http-equiv=refresh content=5></noscript>"
            } else {
                ""
            },
            refresh = if self.display.refresh == Refresh::Off {
                "off"
            } else {
                "on"
            },
            now = time(state.get("now")),
            toggles = self.toggles(),
        )
    }

    fn tab(&self, view: View) -> String {
        let here = if view == self.view {
            " aria-current=page"
        } else {
            ""
        };
        let count = match view {
            View::Faults => faults_view::planned(self.state),
            View::Webhooks => webhooks_view::undelivered(self.state),
            _ => 0,
        };
        let count = if count > 0 {
            format!(" <b>{count}</b>")
        } else {
            String::new()
        };
        format!(
            "<a href=\"/console?view={}\"{here}>{}{count}</a>",
            view.name(),
            view.title()
        )
    }

    fn toggles(&self) -> String {
        let button = |name: &str, value: &str, label: &str, on: bool| {
            format!("<button name={name} value={value} aria-pressed={on}>{label}</button>")
        };
        let theme = self.display.theme;
        let themes = [
            button("theme", "system", "System", theme == Theme::System),
            button("theme", "light", "Light", theme == Theme::Light),
            button("theme", "dark", "Dark", theme == Theme::Dark),
        ];
        let on = self.display.refresh != Refresh::Off;
        let refresh = [
            button("refresh", "on", "On", on),
            button("refresh", "off", "Off", !on),
        ];
        let display = |label: &str, buttons: String| {
            let group = format!("<fieldset><legend>{label}</legend>{buttons}</fieldset>");
            form("/console/display", self.back, &group)
        };
        display("Refresh", refresh.concat()) + &display("Colours", themes.concat())
    }
}
