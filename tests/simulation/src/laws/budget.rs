//! No seat sends more than its budget.

use fulcrum_lever::BudgetSettings;

/// Most requests of one run in any stretch of time.
pub(super) fn over(sent_ms: &[i64]) -> Option<String> {
    let BudgetSettings {
        rate_per_second,
        burst,
    } = BudgetSettings::default();
    let (rate, burst) = (i64::from(rate_per_second), i64::from(burst));
    // In thousandths: what was sent up to here, less what the rate has given up to here.
    let mut least = i64::MAX;
    for (count, at) in (0_i64..).zip(sent_ms) {
        let before = count * 1_000 - at * rate;
        least = least.min(before);
        if before + 1_000 - least > burst * 1_000 {
            return Some(format!("sent more than its budget until {at}"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::over;

    #[test]
    fn a_burst_and_the_rate_are_within_the_budget_and_one_more_is_not() {
        let burst = vec![1_000_i64; 16];
        assert_eq!(over(&burst), None);
        let mut steady = burst.clone();
        steady.extend((1..40).map(|step| 1_000 + step * 125));
        assert_eq!(over(&steady), None);
        let mut early = burst.clone();
        early.push(1_100);
        assert!(over(&early).is_some());
        // After a pause the burst is there again, and no more than that.
        let mut paused = burst;
        paused.extend([60_000; 16]);
        assert_eq!(over(&paused), None);
        paused.push(60_000);
        assert!(over(&paused).is_some());
    }
}
