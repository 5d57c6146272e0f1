//! Is this list of slots fit to be sent?

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Slot, both_clocks::wall_words};

/// Further ahead than this, a slot is more likely a slip in the year than a plan. A leap year's length, in ms.
const FAR_MS: i64 = 366 * 24 * 60 * 60 * 1_000;

/// What is wrong with one slot. Positions are those of the list that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotFinding {
    /// The slot.
    pub slot: usize,
    /// What.
    pub problem: SlotProblem,
    /// In plain words.
    pub sentence: String,
}

/// The closed list of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum SlotProblem {
    /// It began already.
    Past,
    /// Shorter than the round needs.
    TooShort {
        /// Its true length, minutes, rounded down.
        minutes: i64,
        /// What is needed, minutes.
        minimum_minutes: u32,
    },
    /// Shares time with an earlier entry of the list.
    Overlaps {
        /// That entry.
        with: usize,
    },
    /// No time between start and end.
    EndsBeforeItStarts,
    /// Starts more than a year ahead.
    TooFarAhead,
    /// The same as an earlier entry of the list.
    Duplicate {
        /// That entry.
        of: usize,
    },
}

/// Checks the slots in their order. `zone` is the zone the sentences speak in, `now_ms` in ms since the epoch. A slot
/// that ends before it starts gets that one finding: nothing else said about it would be true.
pub fn check(slots: &[Slot], zone: Tz, now_ms: i64, minimum_minutes: u32) -> Vec<SlotFinding> {
    let mut findings = Vec::new();
    for (position, slot) in slots.iter().enumerate() {
        let mut add = |problem: SlotProblem, sentence: String| {
            findings.push(SlotFinding {
                slot: position,
                problem,
                sentence,
            });
        };
        let start = wall_words(slot.start_ms, zone);
        if slot.end_ms <= slot.start_ms {
            add(
                SlotProblem::EndsBeforeItStarts,
                format!("The slot of {start} ends before it starts."),
            );
            continue;
        }
        if slot.start_ms <= now_ms {
            add(SlotProblem::Past, format!("{start} is in the past."));
        }
        if slot.start_ms.saturating_sub(now_ms) > FAR_MS {
            add(
                SlotProblem::TooFarAhead,
                format!("{start} is more than a year ahead."),
            );
        }
        if slot.end_ms.saturating_sub(slot.start_ms) < i64::from(minimum_minutes) * 60_000 {
            let minutes = slot.minutes();
            add(
                SlotProblem::TooShort {
                    minutes,
                    minimum_minutes,
                },
                format!("{start} is {minutes} min long, {minimum_minutes} are needed."),
            );
        }
        let earlier = || slots.iter().enumerate().take(position);
        if let Some((of, _)) = earlier().find(|(_, other)| *other == slot) {
            add(
                SlotProblem::Duplicate { of },
                format!("{start} is in the list twice."),
            );
            continue;
        }
        for (with, other) in earlier() {
            if other.start_ms < slot.end_ms && slot.start_ms < other.end_ms {
                add(
                    SlotProblem::Overlaps { with },
                    format!(
                        "{start} overlaps with the slot of {}.",
                        wall_words(other.start_ms, zone)
                    ),
                );
            }
        }
    }
    findings
}
