//! How many requests go out, for the status line.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use fulcrum_domain::clock::Clock;
use fulcrum_lever::{RequestObserver, RequestRecord};

const WINDOW_MS: i64 = 10_000;

/// So many answers tell how long one takes.
const ANSWERS: usize = 31;

/// Counts requests over the last ten seconds.
pub struct Meter {
    clock: Arc<dyn Clock>,
    at_ms: Mutex<VecDeque<i64>>,
    /// How long the last requests that were answered took, ms.
    took_ms: Mutex<VecDeque<i64>>,
}

impl Meter {
    /// Nothing counted yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            at_ms: Mutex::new(VecDeque::new()),
            took_ms: Mutex::new(VecDeque::new()),
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
}
