//! How many requests go out, for the status line; and what their answers tell about the key and about others who use it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use fulcrum_domain::clock::Clock;
use fulcrum_lever::{RequestObserver, RequestRecord};

const WINDOW_MS: i64 = 10_000;

/// Over this long it is judged whether somebody else uses up the requests, ms.
pub const CROWD_MS: i64 = 300_000;

/// So many answers tell how long one takes.
const ANSWERS: usize = 31;

/// Counts requests over the last ten seconds.
pub struct Meter {
    clock: Arc<dyn Clock>,
    at_ms: Mutex<VecDeque<i64>>,
    /// How long the last requests that were answered took, ms.
    took_ms: Mutex<VecDeque<i64>>,
    /// When requests went out lately, and whether Lever asked for fewer, ms.
    lately: Mutex<VecDeque<(i64, bool)>>,
    allowed: Mutex<BTreeMap<&'static str, Allowed>>,
}

/// What ordinary requests showed about a permission.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// A request that needs it was carried out last, ms.
    pub used_ms: Option<i64>,
    /// It was refused last, ms.
    pub refused_ms: Option<i64>,
}

impl Allowed {
    /// Whether the last request was refused. One record may be refused to everybody, so this is a reason to ask, and no proof.
    pub fn is_doubtful(&self) -> bool {
        self.refused_ms > self.used_ms
    }
}

/// How much was asked lately, and how often Lever asked for fewer requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// Requests of this seat over the last [`CROWD_MS`].
    pub sent: u32,
    /// Those that were refused as too many.
    pub refused: u32,
}

impl Meter {
    /// Nothing counted yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            at_ms: Mutex::new(VecDeque::new()),
            took_ms: Mutex::new(VecDeque::new()),
            lately: Mutex::default(),
            allowed: Mutex::default(),
        }
    }

    /// What was sent lately, and refused as too many.
    pub fn crowd(&self) -> Crowd {
        let now = self.clock.now_ms();
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        forget_pairs(&mut lately, now);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Crowd {
            sent: count(lately.len()),
            refused: count(lately.iter().filter(|(_, refused)| *refused).count()),
        }
    }

    /// What ordinary requests showed about each permission (`notes:write`) since the program began.
    pub fn allowed(&self) -> BTreeMap<&'static str, Allowed> {
        self.allowed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn learn(&self, record: &RequestRecord, now: i64) {
        let Some(status) = record.status else { return };
        {
            let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
            forget_pairs(&mut lately, now);
            lately.push_back((now, status == 429));
        }
        let mut allowed = self.allowed.lock().unwrap_or_else(PoisonError::into_inner);
        let known = allowed.entry(record.permission).or_default();
        match status {
            200..=299 => known.used_ms = Some(now),
            403 => known.refused_ms = Some(now),
            _ => {}
        }
    }

    /// Requests per second over the last ten seconds, times ten.
    pub fn rate_tenths(&self) -> u32 {
        let now = self.clock.now_ms();
        let mut at_ms = self.at_ms.lock().unwrap_or_else(PoisonError::into_inner);
        forget(&mut at_ms, now);
        // Over ten seconds, requests per window are tenths per second.
        u32::try_from(at_ms.len()).unwrap_or(u32::MAX)
    }

    /// What one request took lately, from sending to the whole answer, ms: the middle one of the last answers, so that one
    /// slow answer says nothing. 0 before the first answer.
    pub fn typical_ms(&self) -> u32 {
        let took_ms = self.took_ms.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sorted: Vec<i64> = took_ms.iter().copied().collect();
        sorted.sort_unstable();
        let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
        u32::try_from(middle).unwrap_or(0)
    }
}

impl RequestObserver for Meter {
    fn finished(&self, record: &RequestRecord) {
        if record.status.is_some() {
            let mut took_ms = self.took_ms.lock().unwrap_or_else(PoisonError::into_inner);
            took_ms.push_back(record.took_ms);
            if took_ms.len() > ANSWERS {
                took_ms.pop_front();
            }
        }
        let now = self.clock.now_ms();
        self.learn(record, now);
        let mut at_ms = self.at_ms.lock().unwrap_or_else(PoisonError::into_inner);
        forget(&mut at_ms, now);
        at_ms.push_back(now);
    }
}

fn forget(at_ms: &mut VecDeque<i64>, now: i64) {
    // A clock that was set back would otherwise keep entries of the future.
    while at_ms
        .front()
        .is_some_and(|at| now - at > WINDOW_MS || *at > now)
    {
        at_ms.pop_front();
    }
}

fn forget_pairs(lately: &mut VecDeque<(i64, bool)>, now: i64) {
    while lately
        .front()
        .is_some_and(|(at, _)| now - at > CROWD_MS || *at > now)
    {
        lately.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use fulcrum_lever::Priority;

    use super::*;

    struct At(AtomicI64);

    impl Clock for At {
        fn now_ms(&self) -> i64 {
            self.0.load(Ordering::SeqCst)
        }
    }

    #[test]
    fn old_requests_are_forgotten_and_a_clock_set_back_does_no_harm() {
        let clock = Arc::new(At(AtomicI64::new(100_000)));
        let meter = Meter::new(clock.clone());
        let record = RequestRecord {
            endpoint: "GET /stages",
            permission: "stages:read",
            status: Some(200),
            took_ms: 1,
            waited_ms: 0,
            priority: Priority::Delta,
            attempt: 1,
        };
        meter.finished(&record);
        meter.finished(&record);
        assert_eq!(meter.rate_tenths(), 2);
        clock.0.store(100_000 + WINDOW_MS + 1, Ordering::SeqCst);
        assert_eq!(meter.rate_tenths(), 0);
        meter.finished(&record);
        clock.0.store(50_000, Ordering::SeqCst);
        assert_eq!(meter.rate_tenths(), 0);
    }

    #[test]
    fn the_middle_answer_tells_how_long_one_takes() {
        let meter = Meter::new(Arc::new(At(AtomicI64::new(0))));
        assert_eq!(meter.typical_ms(), 0);
        let answered = |took_ms, status| RequestRecord {
            endpoint: "GET /stages",
            permission: "stages:read",
            status,
            took_ms,
            waited_ms: 0,
            priority: Priority::Delta,
            attempt: 1,
        };
        for took_ms in [90, 4_000, 110] {
            meter.finished(&answered(took_ms, Some(200)));
        }
        meter.finished(&answered(30_000, None));
        assert_eq!(
            meter.typical_ms(),
            110,
            "what was never answered took no time"
        );
        for _ in 0..ANSWERS {
            meter.finished(&answered(300, Some(200)));
        }
        assert_eq!(meter.typical_ms(), 300, "only what happened lately counts");
    }

    #[test]
    fn answers_tell_what_the_key_may_and_whether_others_ask_too() {
        let clock = Arc::new(At(AtomicI64::new(1_000)));
        let meter = Meter::new(clock.clone());
        let answered = |endpoint, permission, status| RequestRecord {
            endpoint,
            permission,
            status: Some(status),
            took_ms: 1,
            waited_ms: 0,
            priority: Priority::Delta,
            attempt: 1,
        };
        meter.finished(&answered("GET /stages", "stages:read", 200));
        clock.0.store(2_000, Ordering::SeqCst);
        meter.finished(&answered("GET /stages", "stages:read", 403));
        meter.finished(&answered("GET /users", "users:read", 429));
        let allowed = meter.allowed();
        let doubtful = |permission| allowed.get(permission).map(Allowed::is_doubtful);
        assert_eq!(doubtful("stages:read"), Some(true));
        assert_eq!(
            doubtful("users:read"),
            Some(false),
            "too many is no refusal"
        );
        assert_eq!(doubtful("notes:write"), None);
        assert_eq!(
            meter.crowd(),
            Crowd {
                sent: 3,
                refused: 1
            }
        );
        clock.0.store(3_001 + CROWD_MS, Ordering::SeqCst);
        assert_eq!(meter.crowd(), Crowd::default());
    }
}
