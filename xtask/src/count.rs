//! How many tests ran, read from what cargo's test harness, vitest and our own scripts print at their end.

/// Tests of one part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Who prints the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reporter {
    /// `test result: ok. 12 passed; 0 failed; …`, once per test binary.
    Cargo,
    /// `Tests  1 failed | 12 passed (13)`, once.
    Vitest,
    /// `12 passed, 1 failed`, as the last line.
    LastLine,
    /// A checker that knows no tests: it counts as one, by its exit code.
    ExitCode,
}

/// What ran, judged by output *and* exit code: a part that says nothing failed but exits with an error has one failure, and so
/// has a part that ran no test at all.
pub(crate) fn count(reporter: Reporter, output: &str, succeeded: bool) -> Count {
    let mut count = match reporter {
        Reporter::Cargo => output
            .lines()
            .filter(|line| line.starts_with("test result: "))
            .map(numbers)
            .fold(Count::default(), sum),
        Reporter::Vitest => output
            .lines()
            .filter(|line| line.trim_start().starts_with("Tests "))
            .map(numbers)
            .fold(Count::default(), sum),
        Reporter::LastLine => output.lines().next_back().map(numbers).unwrap_or_default(),
        Reporter::ExitCode => Count {
            passed: u64::from(succeeded),
            failed: 0,
        },
    };
    if count.failed == 0 && (!succeeded || count.passed == 0) {
        count.failed = 1;
    }
    count
}

fn sum(mut total: Count, more: Count) -> Count {
    total += more;
    total
}

/// The numbers before the words "passed" and "failed".
fn numbers(line: &str) -> Count {
    let words: Vec<&str> = line.split_whitespace().collect();
    let before = |word: &str| {
        let pairs = words.iter().zip(words.iter().skip(1));
        pairs
            .filter(|(_, next)| next.trim_end_matches([';', ',']) == word)
            .find_map(|(number, _)| number.parse().ok())
            .unwrap_or(0)
    };
    Count {
        passed: before("passed"),
        failed: before("failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_binary_counts() {
        let output = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
                      test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(
            count(Reporter::Cargo, output, false),
            Count {
                passed: 7,
                failed: 2
            }
        );
    }

    #[test]
    fn vitest_counts_tests_not_files() {
        let output = " Test Files  2 passed (2)\n      Tests  1 failed | 12 passed (13)\n";
        assert_eq!(
            count(Reporter::Vitest, output, false),
            Count {
                passed: 12,
                failed: 1
            }
        );
        assert_eq!(
            count(Reporter::Vitest, "      Tests  12 passed (12)\n", true),
            Count {
                passed: 12,
                failed: 0
            }
        );
    }

    #[test]
    fn a_sum_counts_as_the_last_line_only() {
        let output = "airbyte notes 650 = 650\n7 passed, 0 failed\n31 passed, 2 failed\n";
        assert_eq!(
            count(Reporter::LastLine, output, false),
            Count {
                passed: 31,
                failed: 2
            }
        );
        // A script that broke off after its first lines said nothing that counts.
        assert_eq!(
            count(
                Reporter::LastLine,
                "31 passed, 0 failed\nTraceback\n",
                false
            ),
            Count {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn nothing_run_is_a_failure() {
        assert_eq!(
            count(
                Reporter::Cargo,
                "test result: ok. 0 passed; 0 failed; 9 filtered out\n",
                true
            ),
            Count {
                passed: 0,
                failed: 1
            }
        );
        assert_eq!(
            count(Reporter::Vitest, "No test files found\n", true),
            Count {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn an_exit_code_is_believed_over_a_silent_report() {
        assert_eq!(
            count(Reporter::Cargo, "error: could not compile\n", false),
            Count {
                passed: 0,
                failed: 1
            }
        );
        assert_eq!(
            count(
                Reporter::Cargo,
                "test result: ok. 5 passed; 0 failed;\n",
                false
            ),
            Count {
                passed: 5,
                failed: 1
            }
        );
        assert_eq!(
            count(Reporter::ExitCode, "", true),
            Count {
                passed: 1,
                failed: 0
            }
        );
        assert_eq!(
            count(Reporter::ExitCode, "", false),
            Count {
                passed: 0,
                failed: 1
            }
        );
    }
}
