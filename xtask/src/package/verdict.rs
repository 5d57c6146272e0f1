//! What was looked at, one line each, and the sum.

use std::process::ExitCode;

/// Counts as it goes.
#[derive(Default)]
pub(super) struct Verdict {
    passed: u32,
    failed: u32,
}

impl Verdict {
    /// `wrong`: what was found instead; empty when it holds.
    pub(super) fn holds(&mut self, what: &str, wrong: &str) {
        let wrong = wrong.trim();
        if wrong.is_empty() {
            self.passed += 1;
            println!("ok      {what}");
        } else {
            self.failed += 1;
            println!("FAILED  {what}: {wrong}");
        }
    }

    /// The last line, and the exit code that goes with it.
    pub(super) fn told(&self) -> ExitCode {
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 && self.passed > 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_is_a_failure_and_nothing_is_one_too() {
        let mut verdict = Verdict::default();
        assert_eq!(verdict.told(), ExitCode::FAILURE);
        verdict.holds("a", " \n");
        assert_eq!(verdict.told(), ExitCode::SUCCESS);
        verdict.holds("b", "is not there");
        assert_eq!(verdict.told(), ExitCode::FAILURE);
    }
}
