//! A minute of load at a steady rate: of twenty requests, nineteen read one opportunity and one reads a page of a hundred.
//!
//! Requests fall due at their times whether or not earlier ones were answered, and each is measured from the time at which it
//! was due: a sandbox that stands still for a second is late for all that second's requests, not for one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::Value;

use crate::process::Sandbox;
use crate::{Arguments, Failure};

/// Requests that may be under way at once.
const AT_ONCE: u64 = 96;
/// Not counted: connections are made, and the log of requests fills up to its bound.
const WARM_UP: Duration = Duration::from_secs(15);
/// One page in so many requests.
const PAGES: u64 = 20;

/// What came out.
pub(crate) struct Load {
    pub(crate) answers: usize,
    pub(crate) answered_a_second: f64,
    pub(crate) median_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) p999_ms: f64,
    pub(crate) longest_ms: f64,
    /// Processor time of the sandbox for one request, where the system says.
    pub(crate) microseconds_each: Option<f64>,
    /// How much more the sandbox held at the end than after the warm-up.
    pub(crate) growth_mb: f64,
}

struct Target {
    http: Client,
    base: String,
    key: String,
    ids: Vec<String>,
    /// Where the next page begins.
    page: Mutex<Option<String>>,
}

impl Target {
    async fn get(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let request = self.http.get(format!("{}{path}", self.base));
        let answer = request.basic_auth(&self.key, Some("")).send().await?;
        let answer = answer.error_for_status()?;
        Ok(answer.bytes().await?.into())
    }

    /// The page behind the last one; the first again after the last. Answers with the ids on it.
    async fn next_page(&self) -> Result<(Vec<String>, bool), Failure> {
        let from = self.page().clone();
        let offset = from.map_or_else(String::new, |token| format!("&offset={token}"));
        let body = self
            .get(&format!("/opportunities?limit=100{offset}"))
            .await?;
        let body: Value = serde_json::from_slice(&body)?;
        let next = body.get("next").and_then(Value::as_str).map(str::to_owned);
        let last = next.is_none();
        *self.page() = next;
        let rows = body.get("data").and_then(Value::as_array);
        let ids = rows
            .into_iter()
            .flatten()
            .filter_map(|one| one.get("id")?.as_str());
        Ok((ids.map(str::to_owned).collect(), last))
    }

    /// The page behind the last one, unread: reading it is not what is measured.
    async fn a_page(&self, number: u64) -> Result<(), Failure> {
        // Every fifth page finds out where the next begins; the others read it once more.
        if number.is_multiple_of(PAGES * 5) {
            self.next_page().await?;
            return Ok(());
        }
        let offset = self.page().clone();
        let offset = offset.map_or_else(String::new, |token| format!("&offset={token}"));
        self.get(&format!("/opportunities?limit=100{offset}"))
            .await?;
        Ok(())
    }

    async fn one(&self, number: u64) -> Result<(), Failure> {
        // A stride that shares no factor with the count comes by everybody.
        let count = self.ids.len().max(1) as u64;
        let place = usize::try_from(number.wrapping_mul(48_271) % count)?;
        let id = self
            .ids
            .get(place)
            .ok_or("an account without opportunities")?;
        self.get(&format!("/opportunities/{id}")).await?;
        Ok(())
    }

    fn page(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.page.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When a request was answered, and how long after it was due.
type Answered = (Duration, Duration);

pub(crate) fn run(sandbox: &Sandbox, arguments: &Arguments) -> Result<Load, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(loaded(sandbox, arguments))
}

async fn loaded(sandbox: &Sandbox, arguments: &Arguments) -> Result<Load, Failure> {
    let mut target = Target {
        http: Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(10))
            .build()?,
        base: sandbox.api_base.clone(),
        key: sandbox.api_key.clone(),
        ids: Vec::new(),
        page: Mutex::new(None),
    };
    loop {
        let (ids, last) = target.next_page().await?;
        target.ids.extend(ids);
        if last {
            break;
        }
    }
    let target = Arc::new(target);
    let idle = sandbox.processor_seconds();
    let length = WARM_UP + Duration::from_secs(arguments.seconds);
    let (due, rate) = (Arc::new(AtomicU64::new(0)), arguments.rate.max(1));
    let began = Instant::now();
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            tokio::spawn(work(
                Arc::clone(&target),
                Arc::clone(&due),
                rate,
                began,
                length,
            ))
        })
        .collect();
    let mut resident = Vec::new();
    while began.elapsed() < length {
        tokio::time::sleep(Duration::from_secs(1)).await;
        resident.push((began.elapsed(), sandbox.resident_mb()?));
    }
    let mut answered: Vec<Answered> = Vec::new();
    for worker in workers {
        answered.extend(worker.await??);
    }
    let mut load = summed(&answered, &resident);
    load.microseconds_each = match (idle, sandbox.processor_seconds()) {
        (Some(before), Some(after)) => Some((after - before) * 1e6 / answered.len().max(1) as f64),
        _ => None,
    };
    Ok(load)
}

async fn work(
    target: Arc<Target>,
    due: Arc<AtomicU64>,
    rate: u64,
    began: Instant,
    length: Duration,
) -> Result<Vec<Answered>, Failure> {
    let mut answered = Vec::new();
    loop {
        let number = due.fetch_add(1, Ordering::Relaxed);
        let at = Duration::from_secs_f64(number as f64 / rate as f64);
        if at >= length {
            return Ok(answered);
        }
        let early = at.saturating_sub(began.elapsed());
        if !early.is_zero() {
            tokio::time::sleep(early).await;
        }
        if number.is_multiple_of(PAGES) {
            target.a_page(number).await?;
        } else {
            target.one(number).await?;
        }
        let now = began.elapsed();
        answered.push((now, now.saturating_sub(at)));
    }
}

fn summed(answered: &[Answered], resident: &[(Duration, f64)]) -> Load {
    let mut counted: Vec<Duration> = Vec::new();
    let mut last = WARM_UP;
    for (at, late) in answered {
        // Due after the warm-up.
        if at.saturating_sub(*late) >= WARM_UP {
            counted.push(*late);
            last = last.max(*at);
        }
    }
    counted.sort_unstable();
    let at = |share: f64| {
        let place = (counted.len() as f64 * share) as usize;
        let found = counted.get(place.min(counted.len().saturating_sub(1)));
        found.map_or(f64::INFINITY, |late| late.as_secs_f64() * 1_000.0)
    };
    let held = |(_, mb): &(Duration, f64)| *mb;
    let warm = resident
        .iter()
        .find(|(at, _)| *at >= WARM_UP)
        .map_or(0.0, held);
    let end = resident.iter().rev().take(10).map(held).fold(0.0, f64::max);
    Load {
        answers: counted.len(),
        answered_a_second: counted.len() as f64 / (last - WARM_UP).as_secs_f64().max(0.001),
        median_ms: at(0.5),
        p99_ms: at(0.99),
        p999_ms: at(0.999),
        longest_ms: at(1.0),
        microseconds_each: None,
        growth_mb: end - warm,
    }
}
