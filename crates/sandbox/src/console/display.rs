//! How the console looks to one browser: a cookie each for its colours and for refreshing by itself.

use axum::extract::RawForm;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::console::forms::{is_foreign, own_page};

/// Whose colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// Whether the page refreshes by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Refresh {
    /// Where there are scripts: they leave half-filled forms alone.
    #[default]
    WithScript,
    On,
    Off,
}

/// What one browser chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Display {
    pub(crate) theme: Theme,
    pub(crate) refresh: Refresh,
}

impl Display {
    /// As the cookies of a request say.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let cookies = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .map(str::trim);
        let mut display = Self::default();
        for cookie in cookies {
            match cookie {
                "console_theme=light" => display.theme = Theme::Light,
                "console_theme=dark" => display.theme = Theme::Dark,
                "console_refresh=on" => display.refresh = Refresh::On,
                "console_refresh=off" => display.refresh = Refresh::Off,
                _ => {}
            }
        }
        display
    }
}

/// POST `/console/display`: a form with `theme` (`system`, `light`, `dark`) or `refresh` (`on`, `off`), and `~back`.
pub(crate) async fn choose(headers: HeaderMap, RawForm(form): RawForm) -> Response {
    if is_foreign(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(&form).into_owned().collect();
    let one = |key: &str| {
        let found = fields.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    };
    let cookie = match (one("theme"), one("refresh")) {
        (Some("light"), _) => "console_theme=light",
        (Some("dark"), _) => "console_theme=dark",
        (Some("system"), _) => "console_theme=system",
        (_, Some("on")) => "console_refresh=on",
        (_, Some("off")) => "console_refresh=off",
        _ => return (StatusCode::BAD_REQUEST, "theme or refresh is needed\n").into_response(),
    };
    let cookie = format!("{cookie}; Path=/console; Max-Age=31536000; SameSite=Strict; HttpOnly");
    let back = own_page(one("~back").unwrap_or_default());
    ([(header::SET_COOKIE, cookie)], Redirect::to(back)).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{Display, Refresh, Theme};

    #[test]
    fn cookies_choose_and_others_are_left_alone() {
        let mut headers = HeaderMap::new();
        let cookies = HeaderValue::from_static("a=b; console_theme=dark; console_refresh=off");
        headers.insert(header::COOKIE, cookies);
        let wanted = Display {
            theme: Theme::Dark,
            refresh: Refresh::Off,
        };
        assert_eq!(Display::of(&headers), wanted);
        assert_eq!(Display::of(&HeaderMap::new()), Display::default());
    }
}
