/// A token bucket as a pure function of time. Lever documents one per API key: 10 requests a second, bursts of 20.
///
/// Time comes in as ms and may step backwards when the machine's clock is corrected; the bucket then neither gains nor
/// loses and goes on from the new time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    rate_per_second: u32,
    burst: u32,
    // Thousandths of a token: at `rate` tokens a second, `rate` thousandths come in each ms, without rounding.
    thousandths: u64,
    at_ms: i64,
    closed_until_ms: Option<i64>,
}

impl Bucket {
    /// A full bucket. A rate or burst of 0 counts as 1: a bucket that never opens would hang its caller.
    pub fn new(rate_per_second: u32, burst: u32, now_ms: i64) -> Self {
        let burst = burst.max(1);
        Self {
            rate_per_second: rate_per_second.max(1),
            burst,
            thousandths: u64::from(burst) * 1000,
            at_ms: now_ms,
            closed_until_ms: None,
        }
    }

    /// Takes one token.
    ///
    /// # Errors
    /// The ms (at least 1) after which to ask again.
    pub fn take(&mut self, now_ms: i64) -> Result<(), u64> {
        self.refill(now_ms);
        if let Some(until) = self.closed_until_ms {
            return Err(until.abs_diff(now_ms).max(1));
        }
        if self.thousandths >= 1000 {
            self.thousandths -= 1000;
            return Ok(());
        }
        let missing = 1000 - self.thousandths;
        Err(missing.div_ceil(u64::from(self.rate_per_second)).max(1))
    }

    /// Lever said "too many": whatever is in the bucket is wrong. Empty it and keep it closed for so many ms.
    pub fn close(&mut self, now_ms: i64, for_ms: u64) {
        self.refill(now_ms);
        self.thousandths = 0;
        let until = now_ms.saturating_add(i64::try_from(for_ms).unwrap_or(i64::MAX));
        self.closed_until_ms = Some(self.closed_until_ms.map_or(until, |old| old.max(until)));
    }

    /// Whole tokens left now.
    pub fn available(&mut self, now_ms: i64) -> u32 {
        self.refill(now_ms);
        if self.closed_until_ms.is_some() {
            return 0;
        }
        u32::try_from(self.thousandths / 1000).unwrap_or(self.burst)
    }

    fn refill(&mut self, now_ms: i64) {
        if now_ms < self.at_ms {
            // The clock went back: a closing in the "future" would otherwise last as long as the step.
            let back = self.at_ms.saturating_sub(now_ms);
            self.closed_until_ms = self.closed_until_ms.map(|until| until.saturating_sub(back));
            self.at_ms = now_ms;
            return;
        }
        let mut from_ms = self.at_ms;
        self.at_ms = now_ms;
        if let Some(until) = self.closed_until_ms {
            if now_ms < until {
                return;
            }
            self.closed_until_ms = None;
            from_ms = from_ms.max(until);
        }
        let elapsed = now_ms.abs_diff(from_ms);
        self.thousandths = elapsed
            .saturating_mul(u64::from(self.rate_per_second))
            .saturating_add(self.thousandths)
            .min(u64::from(self.burst) * 1000);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_full_bucket_gives_its_burst_and_then_the_rate() {
        let mut bucket = Bucket::new(10, 20, 0);
        for _ in 0..20 {
            assert_eq!(bucket.take(0), Ok(()));
        }
        assert_eq!(bucket.take(0), Err(100));
        assert_eq!(bucket.take(99), Err(1));
        assert_eq!(bucket.take(100), Ok(()));
        assert_eq!(bucket.take(100), Err(100));
    }

    #[test]
    fn the_clock_may_step_back_an_hour() {
        let hour = 3_600_000;
        let mut bucket = Bucket::new(10, 1, hour);
        assert_eq!(bucket.take(hour), Ok(()));
        assert_eq!(bucket.take(0), Err(100));
        assert_eq!(bucket.take(100), Ok(()));
    }

    #[test]
    fn a_closing_survives_a_step_back_without_growing() {
        let hour = 3_600_000;
        let mut bucket = Bucket::new(10, 20, hour);
        bucket.close(hour, 2_000);
        assert_eq!(bucket.take(hour), Err(2_000));
        assert_eq!(bucket.take(0), Err(2_000));
        assert_eq!(bucket.available(1_999), 0);
        // Closed means empty: after the pause tokens come at the rate, not as a burst.
        assert_eq!(bucket.take(2_000), Err(100));
        assert_eq!(bucket.take(2_100), Ok(()));
    }

    proptest! {
        /// In no window of time, wherever it starts, are more tokens given than burst + rate × length.
        #[test]
        fn never_more_than_burst_and_rate(
            rate in 1_u32..50,
            burst in 1_u32..50,
            steps in proptest::collection::vec(0_i64..400, 1..200),
        ) {
            let mut bucket = Bucket::new(rate, burst, 0);
            let mut now = 0;
            let mut taken = Vec::new();
            for step in steps {
                now += step;
                while bucket.take(now).is_ok() {
                    taken.push(now);
                }
            }
            for (index, start) in taken.iter().enumerate() {
                for (later, end) in taken.iter().enumerate().skip(index) {
                    let count = (later - index + 1) as i64;
                    let allowed = i64::from(burst) + (end - start) * i64::from(rate) / 1000 + 1;
                    prop_assert!(count <= allowed, "{count} in {} ms", end - start);
                }
            }
        }

        /// Waiting exactly as told always works, whatever happened before, also after steps back.
        #[test]
        fn waiting_as_told_is_enough(
            rate in 1_u32..50,
            burst in 1_u32..50,
            steps in proptest::collection::vec((-100_000_i64..100_000, 0_u64..3, 0_u64..5_000), 1..80),
        ) {
            let mut bucket = Bucket::new(rate, burst, 0);
            let mut now = 0_i64;
            for (step, kind, pause) in steps {
                now += step;
                if kind == 0 {
                    bucket.close(now, pause);
                }
                let mut waits = 0;
                while let Err(wait) = bucket.take(now) {
                    prop_assert!(wait >= 1);
                    now += i64::try_from(wait).unwrap();
                    waits += 1;
                    // At most: the closing ends, then one token flows in.
                    prop_assert!(waits <= 2, "told to wait {waits} times");
                }
                prop_assert!(bucket.available(now) <= burst);
            }
        }
    }
}
