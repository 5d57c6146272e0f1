//! Lever's rate limit: a token bucket per key, 10 requests a second, bursts of 20.

/// Requests a second, sustained.
pub(crate) const RATE: f64 = 10.0;
/// Requests at once, after a pause.
pub(crate) const BURST: f64 = 20.0;

/// One key's bucket. Time is an argument (milliseconds of any steady clock).
#[derive(Clone, Debug)]
pub struct TokenBucket {
    tokens: f64,
    at_ms: i64,
}

impl TokenBucket {
    /// A full bucket.
    pub fn new(now_ms: i64) -> Self {
        Self {
            tokens: BURST,
            at_ms: now_ms,
        }
    }

    /// Takes a token if there is one. Time that runs back adds nothing.
    pub fn take(&mut self, now_ms: i64) -> bool {
        let passed = now_ms.saturating_sub(self.at_ms).max(0);
        self.at_ms = self.at_ms.max(now_ms);
        self.tokens = (self.tokens + passed as f64 * RATE / 1000.0).min(BURST);
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            true
        } else {
            false
        }
    }

    /// What is in it at `now_ms`, without taking anything.
    pub fn left(&self, now_ms: i64) -> f64 {
        let passed = now_ms.saturating_sub(self.at_ms).max(0);
        (self.tokens + passed as f64 * RATE / 1000.0).min(BURST)
    }

    /// Milliseconds until the next token, counted from the last [`take`](Self::take).
    pub fn wait_ms(&self) -> u64 {
        ((1.0 - self.tokens).max(0.0) * 1000.0 / RATE).ceil() as u64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BURST, RATE, TokenBucket};

    fn granted(bucket: &mut TokenBucket, times: impl Iterator<Item = i64>) -> usize {
        times.filter(|time| bucket.take(*time)).count()
    }

    #[test]
    fn a_burst_of_twenty_then_ten_a_second() {
        let mut bucket = TokenBucket::new(0);
        assert_eq!(granted(&mut bucket, std::iter::repeat_n(0, 50)), 20);
        assert!(!bucket.take(99));
        assert!(bucket.take(100));
        assert_eq!(granted(&mut bucket, 101..=1100), 10);
    }

    #[test]
    fn the_next_one_comes_when_the_wait_is_over_and_not_before() {
        let mut bucket = TokenBucket::new(0);
        assert_eq!(granted(&mut bucket, std::iter::repeat_n(0, 20)), 20);
        assert!(!bucket.take(30));
        assert_eq!(bucket.wait_ms(), 70);
        assert!(!bucket.take(99));
        assert!(bucket.take(100));
    }

    proptest! {
        /// Whatever the pattern, no window holds more than a full bucket and what flowed in meanwhile.
        #[test]
        fn no_window_holds_more_than_burst_and_refill(waits in prop::collection::vec(0_i64..400, 1..300)) {
            let mut bucket = TokenBucket::new(0);
            let mut now = 0;
            let mut granted = Vec::new();
            for wait in waits {
                now += wait;
                if bucket.take(now) {
                    granted.push(now);
                }
            }
            for (first, from) in granted.iter().enumerate() {
                for (last, to) in granted.iter().enumerate().skip(first) {
                    let count = (last - first + 1) as f64;
                    prop_assert!(count <= BURST + (to - from) as f64 * RATE / 1000.0 + 1e-6);
                }
            }
        }
    }

    #[test]
    fn looking_takes_nothing() {
        let mut bucket = TokenBucket::new(0);
        assert_eq!(granted(&mut bucket, std::iter::repeat_n(0, 5)), 5);
        assert!((bucket.left(0) - 15.0).abs() < 1e-9);
        assert!((bucket.left(200) - 17.0).abs() < 1e-9);
        assert!((bucket.left(60_000) - 20.0).abs() < 1e-9);
        assert_eq!(granted(&mut bucket, std::iter::repeat_n(0, 50)), 15);
    }

    #[test]
    fn a_pause_fills_it_to_the_brim_and_no_further() {
        let mut bucket = TokenBucket::new(0);
        assert_eq!(granted(&mut bucket, std::iter::repeat_n(0, 20)), 20);
        assert_eq!(granted(&mut bucket, std::iter::repeat_n(60_000, 50)), 20);
    }

    #[test]
    fn time_that_runs_back_gives_nothing() {
        let mut bucket = TokenBucket::new(10_000);
        assert_eq!(granted(&mut bucket, std::iter::repeat_n(10_000, 20)), 20);
        assert!(!bucket.take(0));
        assert!(!bucket.take(10_050));
        assert!(bucket.take(10_100));
    }
}
