//! One request from start to end: budget, header, sending, judging, waiting, trying again.

use std::sync::atomic::Ordering;
use std::time::Duration;

use chrono::DateTime;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::endpoint::Repeat;
use super::{Endpoint, Lever, OffsetToken, Page, backoff};
use crate::error::{Code, LeverError, Retry};
use crate::observe::RequestRecord;
use crate::transport::{Body, Request, Response, TransportError};
use crate::wire;

/// Stands for "no answer carried a date yet".
pub(super) const NO_SKEW: i64 = i64::MIN;

/// A request without its transport.
pub(crate) struct Call<'a> {
    endpoint: Endpoint,
    ids: Vec<&'a str>,
    query: Vec<(&'static str, String)>,
    body: Option<Value>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(endpoint: Endpoint, ids: &[&'a str]) -> Self {
        Self {
            endpoint,
            ids: ids.to_vec(),
            query: Vec::new(),
            body: None,
        }
    }

    pub(crate) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    pub(crate) fn queries(mut self, pairs: Vec<(&'static str, String)>) -> Self {
        self.query.extend(pairs);
        self
    }

    pub(crate) fn offset(self, offset: Option<&OffsetToken>) -> Self {
        match offset {
            Some(token) => self.query("offset", token.0.clone()),
            None => self,
        }
    }

    pub(crate) fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    fn url(&self, base: &Url) -> Url {
        let mut url = base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty();
            let mut ids = self.ids.iter();
            for segment in self.endpoint.path().split('/').skip(1) {
                match segment {
                    ":id" => path.push(ids.next().unwrap_or(&"")),
                    fixed => path.push(fixed),
                };
            }
        }
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        url
    }
}

impl Lever {
    /// Difference between Lever's clock and this machine's, ms (positive: this machine is behind), from the `Date` of
    /// the latest answer; 0 where they may agree, `None` before the first. Good to about a second.
    pub fn clock_skew_ms(&self) -> Option<i64> {
        let skew = self.shared.skew_ms.load(Ordering::Relaxed);
        (skew != NO_SKEW).then_some(skew)
    }

    pub(crate) async fn one<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T, LeverError> {
        let (status, body) = self.json(&call).await?;
        wire::one(body).map_err(|_| unreadable(&call.endpoint, status))
    }

    /// An answer to a creation: what was made, and a word about it beside `data`.
    pub(crate) async fn created(&self, call: Call<'_>) -> Result<wire::CreatedBody, LeverError> {
        let (status, body) = self.json(&call).await?;
        wire::created(body).map_err(|_| unreadable(&call.endpoint, status))
    }

    /// A call whose answer has no body.
    pub(crate) async fn nothing(&self, call: Call<'_>) -> Result<(), LeverError> {
        self.send(&call).await.map(drop)
    }

    pub(crate) async fn page<T: DeserializeOwned>(
        &self,
        call: Call<'_>,
    ) -> Result<Page<T>, LeverError> {
        let (status, body) = self.json(&call).await?;
        let list = wire::list(body).map_err(|_| unreadable(&call.endpoint, status))?;
        if list.unreadable > 0 {
            tracing::warn!(
                endpoint = call.endpoint.name,
                count = list.unreadable,
                "records that could not be read"
            );
        }
        Ok(Page {
            items: list.items,
            next: list.next.map(OffsetToken),
            unreadable: list.unreadable,
        })
    }

    /// All pages of a short list.
    pub(crate) async fn whole<'a, T: DeserializeOwned>(
        &self,
        call: impl Fn(Option<&OffsetToken>) -> Call<'a>,
    ) -> Result<Vec<T>, LeverError> {
        let mut all = Vec::new();
        let mut offset = None;
        loop {
            let page = self.page(call(offset.as_ref())).await?;
            all.extend(page.items);
            match page.next {
                // A token that leads to itself would be read for ever.
                Some(next) if offset.as_ref() != Some(&next) => offset = Some(next),
                _ => return Ok(all),
            }
        }
    }

    async fn json(&self, call: &Call<'_>) -> Result<(u16, Value), LeverError> {
        let response = self.send(call).await?;
        match serde_json::from_slice(&response.body) {
            Ok(body) => Ok((response.status, body)),
            Err(_) => Err(failure(
                &call.endpoint,
                Code::NotJson,
                Retry::Permanent,
                Some(response.status),
            )),
        }
    }

    async fn send(&self, call: &Call<'_>) -> Result<Response, LeverError> {
        let connection = &self.shared.connection;
        let mut asked_for_new_header = false;
        let mut attempt = 1;
        loop {
            let header = connection.authorize.header().await?;
            let result = self
                .attempt(
                    call,
                    Request {
                        method: call.endpoint.method,
                        url: call.url(&connection.api_base),
                        authorization: Some(header.clone()),
                        body: call.body.clone().map(Body::Json),
                    },
                    attempt,
                )
                .await;
            let error = match result {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            if error.code == Code::KeyRejected && !asked_for_new_header {
                asked_for_new_header = true;
                if connection.authorize.rejected(header).await? {
                    continue;
                }
            }
            let Some(asked) = may_repeat(&call.endpoint, &error) else {
                return Err(error);
            };
            if !backoff::may_go_on(attempt, error.status.is_some()) {
                return Err(error);
            }
            let wait = backoff::wait(attempt, asked, self.random());
            let ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            if error.code == Code::RateLimited {
                // Everybody waits, not only this call: the limit is the key's.
                connection.budget.close_for(ms);
            } else {
                connection.timer.sleep_ms(ms).await;
            }
            attempt += 1;
        }
    }

    async fn attempt(
        &self,
        call: &Call<'_>,
        request: Request,
        attempt: u32,
    ) -> Result<Response, LeverError> {
        let connection = &self.shared.connection;
        let asked_at = connection.clock.now_ms();
        connection.budget.acquire(self.priority).await;
        let sent_at = connection.clock.now_ms();
        let answer = connection.transport.send(request).await;
        let done_at = connection.clock.now_ms();
        let record = RequestRecord {
            endpoint: call.endpoint.name,
            permission: call.endpoint.permission,
            status: answer.as_ref().ok().map(|response| response.status),
            took_ms: done_at.saturating_sub(sent_at).max(0),
            waited_ms: sent_at.saturating_sub(asked_at).max(0),
            priority: self.priority,
            attempt,
        };
        tracing::debug!(
            endpoint = record.endpoint,
            status = record.status,
            took_ms = record.took_ms,
            waited_ms = record.waited_ms,
            attempt,
            "request"
        );
        connection.observer.finished(&record);
        match answer {
            Ok(response) => {
                self.note_date(&response, sent_at, done_at);
                judge(&call.endpoint, response)
            }
            Err(error) => Err(from_transport(&call.endpoint, error)),
        }
    }

    fn note_date(&self, response: &Response, sent_at_ms: i64, done_at_ms: i64) {
        if let Some(date) = response
            .header("date")
            .and_then(|date| DateTime::parse_from_rfc2822(date).ok())
        {
            let skew = skew(date.timestamp_millis(), sent_at_ms, done_at_ms);
            self.shared.skew_ms.store(skew, Ordering::Relaxed);
        }
    }

    fn random(&self) -> u64 {
        let before = self.shared.jitter.fetch_add(1, Ordering::Relaxed);
        backoff::mix(before)
    }
}

/// The difference of two clocks, ms, that explains a `Date`. It counts whole seconds and leaves out the rest, and the answer
/// was made at any moment between sending and receiving: clocks that may agree do agree, so that what happened in the last
/// second before a beginning does not look as if it came after.
fn skew(date_ms: i64, sent_at_ms: i64, done_at_ms: i64) -> i64 {
    let least = date_ms.saturating_sub(done_at_ms);
    let most = date_ms.saturating_add(999).saturating_sub(sent_at_ms);
    if least <= 0 && most >= 0 { 0 } else { least }
}

/// Whether to try again by itself, and how long the server asked to wait.
fn may_repeat(endpoint: &Endpoint, error: &LeverError) -> Option<Option<Duration>> {
    let asked = match error.retry {
        Retry::Transient { retry_after } => retry_after,
        // Without a connection nothing changes within seconds: the engine waits, not the call.
        Retry::Network if error.outcome_unknown() => None,
        _ => return None,
    };
    match endpoint.repeat {
        Repeat::Freely => Some(asked),
        Repeat::OnlyIfNotDone => (!error.outcome_unknown()).then_some(asked),
    }
}

fn judge(endpoint: &Endpoint, response: Response) -> Result<Response, LeverError> {
    let status = response.status;
    if (200..300).contains(&status) {
        return Ok(response);
    }
    let body: Option<wire::ErrorBody> = serde_json::from_slice(&response.body).ok();
    let is_json = body.is_some();
    let body = body.unwrap_or_default();
    let (code, retry) = match status {
        401 => (Code::KeyRejected, Retry::Auth),
        // The only sign of a token of the other environment is Lever's sentence; its code is that of any other 403.
        403 if body.message.contains("Unable to find a signing key") => {
            (Code::WrongEnvironment, Retry::Auth)
        }
        403 if is_json => (Code::PermissionMissing, Retry::Auth),
        // A proxy's page, not Lever's refusal.
        400..=499 if !is_json && status != 429 && status != 408 => {
            (Code::NotJson, Retry::Permanent)
        }
        404 => (Code::NotFound, Retry::Permanent),
        408 => (Code::TimedOut, Retry::Transient { retry_after: None }),
        409 => (Code::Conflict, Retry::Conflict),
        // The only sign of a stale token is Lever's sentence; there is no code for it.
        400 if body.message.contains("Invalid offset token") => {
            (Code::StaleOffset, Retry::Conflict)
        }
        400..=428 | 430..=499 => (Code::Refused, Retry::Permanent),
        429 => (
            Code::RateLimited,
            Retry::Transient {
                retry_after: retry_after(&response),
            },
        ),
        500..=599 => (
            Code::LeverDown,
            Retry::Transient {
                retry_after: retry_after(&response),
            },
        ),
        _ => (Code::UnexpectedStatus, Retry::Permanent),
    };
    let mut error = failure(endpoint, code, retry, Some(status));
    error.lever_code = plain_word(body.code);
    if code == Code::PermissionMissing {
        error.permission = Some(endpoint.permission);
    }
    Err(error)
}

/// Lever's codes are single words; anything else may be personal data and is dropped.
fn plain_word(code: String) -> Option<String> {
    let plain = !code.is_empty()
        && code.len() <= 60
        && code
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    plain.then_some(code)
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.header("retry-after")?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn from_transport(endpoint: &Endpoint, error: TransportError) -> LeverError {
    let code = Code::from(error);
    failure(endpoint, code, code.retry(), None)
}

fn unreadable(endpoint: &Endpoint, status: u16) -> LeverError {
    failure(endpoint, Code::Unreadable, Retry::Permanent, Some(status))
}

fn failure(endpoint: &Endpoint, code: Code, retry: Retry, status: Option<u16>) -> LeverError {
    LeverError {
        status,
        ..LeverError::local(code, retry, endpoint.name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::skew;

    #[test]
    fn a_date_leaves_out_what_is_less_than_a_second() {
        assert_eq!(skew(40_000, 40_850, 40_900), 0);
        assert_eq!(skew(40_000, 39_990, 41_300), 0);
        assert_eq!(skew(130_000, 40_000, 40_010), 89_990);
        assert_eq!(skew(40_000, 130_000, 130_010), -90_010);
    }

    proptest! {
        /// Whatever the true difference and the moment: never further from it than the second and the journey, and none
        /// where there is none.
        #[test]
        fn never_further_off_than_a_second_and_the_journey(
            truth in prop_oneof![Just(0), -200_000_i64..200_000],
            sent in 1_000_000_i64..2_000_000,
            there in 0_i64..5_000,
            back in 0_i64..5_000,
        ) {
            let made = sent + there;
            let date = (made + truth).div_euclid(1_000) * 1_000;
            let found = skew(date, sent, made + back);
            prop_assert!((found - truth).abs() <= 999 + there + back);
            prop_assert!(truth != 0 || found == 0);
        }
    }
}
