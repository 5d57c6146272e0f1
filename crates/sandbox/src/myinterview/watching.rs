//! Watching a video: `getVideo` by the documented hash, the player, and the file behind a media link.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::MyInterview;
use super::choices::PlaybackKeys;
use super::pages::page;
use super::playback;
use crate::console::page::escape;

pub(super) use super::playback::MEDIA_LIFE_S;

/// Two seconds of colour bars: a valid WebM file (VP8, 64 × 48).
const MEDIA: &[u8] = include_bytes!("interview.webm");

type Vendor = State<Arc<MyInterview>>;
type Terms = Query<BTreeMap<String, String>>;

impl MyInterview {
    /// A media link of this video that lives ten minutes from `now`.
    pub(super) fn media_link(&self, video: &str) -> String {
        let expires = self.now() / 1_000 + MEDIA_LIFE_S;
        let signature = playback::media_signature(&self.credentials.secret_token, video, expires);
        format!(
            "{}/media/{video}.webm?expires={expires}&sig={signature}",
            self.start.base_url
        )
    }

    /// API key and secret token of playback, as long as the switch says.
    fn playback_pair(&self) -> (String, String) {
        let bytes = match self.switches().playback_keys {
            PlaybackKeys::Short => 48,
            PlaybackKeys::Long => 64,
            PlaybackKeys::Endless => 72,
        };
        let (key, token) = (
            self.credentials.api_key.clone(),
            self.credentials.secret_token.as_str(),
        );
        let more = self.dice.key(&["credential", "more of the secret token"]);
        let secret = token.chars().chain(more.chars());
        let secret = secret.take(bytes - key.len().min(bytes)).collect();
        (key, secret)
    }

    /// The playback keys for the console.
    pub(super) fn playback_keys(&self) -> Value {
        let (api_key, secret_token) = self.playback_pair();
        let bytes = api_key.len() + secret_token.len();
        json!({ "api_key": api_key, "secret_token": secret_token, "bytes": bytes })
    }

    /// The media link that the terms of a request buy.
    async fn bought(
        &self,
        terms: &BTreeMap<String, String>,
    ) -> Result<String, (StatusCode, &'static str)> {
        let term = |name: &str| terms.get(name).map(String::as_str).unwrap_or_default();
        let (key, secret) = self.playback_pair();
        let unauthorized = (StatusCode::UNAUTHORIZED, "unauthorized");
        let stated: i64 = term("hashTimestamp").parse().map_err(|_| unauthorized)?;
        if term("apiKey") != key {
            return Err(unauthorized);
        }
        let (hash, now) = (term("hash").to_owned(), self.now() / 1_000);
        let clock = self.switches().playback_clock.then_some(now);
        // A cost-10 hash takes tens of milliseconds: not on a thread that serves others.
        let checked = self
            .start
            .clock
            .away(move || playback::check(&key, &secret, stated, &hash, clock))
            .await;
        if !matches!(checked, Some(Ok(()))) {
            return Err(unauthorized);
        }
        if self.ledger().by_video(term("video")).is_none() {
            return Err((StatusCode::NOT_FOUND, "no such video"));
        }
        Ok(self.media_link(term("video")))
    }
}

/// GET `/2.21.2/getVideo?apiKey=&hashTimestamp=&hash=&video=`: a media link, as plain text or as a JSON string.
pub(super) async fn get_video(State(vendor): Vendor, Query(terms): Terms) -> Response {
    match vendor.bought(&terms).await {
        Ok(link) if vendor.switches().video_as_json => axum::Json(link).into_response(),
        Ok(link) => link.into_response(),
        Err(refused) => refused.into_response(),
    }
}

/// GET `/player.v4.html` with the same terms: the page that other sites show in a frame.
pub(super) async fn player(State(vendor): Vendor, Query(terms): Terms) -> Response {
    match vendor.bought(&terms).await {
        Ok(link) => {
            let autoplay = if terms.get("autoplay").is_some_and(|on| on == "1") {
                " autoplay"
            } else {
                ""
            };
            let body = format!(
                "<video controls{autoplay} src=\"{}\"></video>",
                escape(&link)
            );
            page(StatusCode::OK, "Video", &body)
        }
        Err((status, word)) => page(status, "Not available", &format!("<p>{}</p>", escape(word))),
    }
}

/// GET `/media/{video}.webm?expires=&sig=`.
pub(super) async fn media(
    State(vendor): Vendor,
    Path(file): Path<String>,
    Query(terms): Terms,
) -> Response {
    let video = file.strip_suffix(".webm").unwrap_or(&file);
    let term = |name: &str| terms.get(name).map(String::as_str).unwrap_or_default();
    let expires = term("expires").parse::<i64>().unwrap_or_default();
    let now = vendor.now() / 1_000;
    if !playback::media_open(
        &vendor.credentials.secret_token,
        video,
        expires,
        term("sig"),
        now,
    ) {
        return (StatusCode::FORBIDDEN, "this link has expired").into_response();
    }
    ([(header::CONTENT_TYPE, "video/webm")], MEDIA).into_response()
}
