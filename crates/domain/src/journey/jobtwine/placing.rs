//! Evidence sorted into rounds and attempts.

use crate::evidence::{Confidence, Evidence, Fact, Source};
use crate::journey::attempt::{VENDOR_CLOCK_SLACK_MS, happened_or_seen};
use crate::vendor::StatedRounds;

/// One pass through the trigger stage, or a round that the vendor went on to by itself.
#[derive(Debug)]
pub(super) struct Pass<'a> {
    /// From 1.
    pub(super) round: u32,
    /// The entry; `None` where Lever's history does not hold one.
    pub(super) entered: Option<&'a Evidence>,
    /// When the trigger stage was left again, ms.
    pub(super) left_ms: Option<i64>,
    /// Everything else, oldest first.
    pub(super) facts: Vec<&'a Evidence>,
    /// When the final feedback came, ms.
    pub(super) finished_ms: Option<i64>,
    /// Some fact stated the round's number.
    numbered: bool,
}

impl<'a> Pass<'a> {
    fn new(round: u32, entered: Option<&'a Evidence>) -> Self {
        Self {
            round,
            entered,
            left_ms: None,
            facts: Vec::new(),
            finished_ms: None,
            numbered: false,
        }
    }

    /// Nothing here is known to belong to a lower round: no number was stated and no interview was booked.
    fn could_be_any_round(&self) -> bool {
        !self.numbered
            && self.finished_ms.is_none()
            && self.facts.iter().all(|one| {
                matches!(
                    one.fact,
                    Fact::SlotsWanted { .. }
                        | Fact::SlotsGiven { .. }
                        | Fact::Invited
                        | Fact::AwaitingRounds
                        | Fact::UnreadNote
                        | Fact::ReviewLink { .. }
                )
            })
    }
}

/// Passes in the order in which they began. Facts are taken in order of time, so the order of `evidence` is of no matter.
pub(super) fn passes<'a>(
    evidence: &[&'a Evidence],
    stated: Option<&StatedRounds>,
) -> Vec<Pass<'a>> {
    let entries: Vec<i64> = evidence
        .iter()
        .filter(|one| one.fact == Fact::EnteredStage)
        .map(|one| happened_or_seen(one))
        .collect();
    let moment = |one: &Evidence| moment(one, &entries);
    let mut line: Vec<&Evidence> = evidence.to_vec();
    line.sort_by(|a, b| order(a, moment(a)).cmp(&order(b, moment(b))));
    let mut placed = Placed {
        passes: Vec::new(),
        current: 0,
    };
    for one in line {
        let moment = moment(one);
        match &one.fact {
            Fact::EnteredStage => placed.enter(one, moment),
            Fact::LeftStage => {
                if let Some(pass) = placed.running() {
                    pass.left_ms = pass.entered.map(|_| moment);
                }
            }
            fact => {
                let number = fact.round().and_then(|round| {
                    let by_name = round
                        .name
                        .as_deref()
                        .and_then(|name| stated.and_then(|stated| stated.numbered(name)));
                    round.number.or(by_name)
                });
                placed.add(one, number, moment);
            }
        }
    }
    placed.passes
}

struct Placed<'a> {
    passes: Vec<Pass<'a>>,
    /// The pass that is running.
    current: usize,
}

impl<'a> Placed<'a> {
    fn running(&mut self) -> Option<&mut Pass<'a>> {
        self.passes.get_mut(self.current)
    }

    fn begin(&mut self, pass: Pass<'a>) {
        self.passes.push(pass);
        self.current = self.passes.len() - 1;
    }

    fn enter(&mut self, entry: &'a Evidence, moment: i64) {
        let Some(pass) = self.running() else {
            self.begin(Pass::new(1, Some(entry)));
            return;
        };
        if pass
            .entered
            .is_some_and(|known| happened_or_seen(known) == happened_or_seen(entry))
        {
            return;
        }
        let finished = pass.finished_ms.is_some_and(|finished| finished <= moment);
        let round = pass.round;
        if finished {
            self.begin(Pass::new(round.saturating_add(1), Some(entry)));
        } else if pass.entered.is_none() && self.passes.len() == 1 {
            // Found before the entry that Lever's history shows: the history began late.
            if let Some(pass) = self.running() {
                pass.entered = Some(entry);
            }
        } else {
            self.begin(Pass::new(round, Some(entry)));
        }
    }

    fn add(&mut self, one: &'a Evidence, number: Option<u32>, moment: i64) {
        let proven = one.confidence == Confidence::Proven;
        let index = match number {
            Some(number) => self.of_round(number, proven),
            None => self.unnumbered(one, moment, proven),
        };
        let Some(pass) = index.and_then(|index| self.passes.get_mut(index)) else {
            return;
        };
        pass.numbered |= number.is_some();
        pass.facts.push(one);
        let finishes =
            matches!(&one.fact, Fact::FeedbackIn { feedback, .. } if !feedback.under_review);
        if finishes && proven {
            pass.finished_ms = Some(pass.finished_ms.map_or(moment, |known| known.min(moment)));
        }
    }

    /// The pass of a stated round.
    fn of_round(&mut self, number: u32, proven: bool) -> Option<usize> {
        let Some(running) = self.passes.get(self.current) else {
            self.begin(Pass::new(number, None));
            return Some(self.current);
        };
        if running.round == number {
            return Some(self.current);
        }
        if let Some(index) = self.passes.iter().rposition(|pass| pass.round == number) {
            return Some(index);
        }
        let (higher, free) = (number > running.round, running.could_be_any_round());
        if higher && free {
            // The feedback of the round before was never seen, or that round was held elsewhere.
            if let Some(pass) = self.running() {
                pass.round = number;
            }
            return Some(self.current);
        }
        if !proven {
            // A guess begins nothing.
            return None;
        }
        if higher {
            self.begin(Pass::new(number, None));
            return Some(self.current);
        }
        self.passes.push(Pass::new(number, None));
        Some(self.passes.len() - 1)
    }

    fn unnumbered(&mut self, one: &Evidence, moment: i64, proven: bool) -> Option<usize> {
        let begins = matches!(
            one.fact,
            Fact::SlotsWanted { .. }
                | Fact::SlotsGiven { .. }
                | Fact::Scheduled { .. }
                | Fact::Invited
        );
        match self.passes.get(self.current) {
            None => self.begin(Pass::new(1, None)),
            // Slots wanted after the final feedback are the next round's: the vendor went on by itself.
            Some(pass)
                if begins
                    && proven
                    && pass.finished_ms.is_some_and(|finished| finished < moment) =>
            {
                let next = pass.round.saturating_add(1);
                self.begin(Pass::new(next, None));
            }
            Some(_) => {}
        }
        Some(self.current)
    }
}

/// When a piece of evidence counts, ms. The vendor's clock is its own, so its answers may lie a little before the move they
/// answer; an interview in Lever says nothing about when it was booked, but that was before it began.
fn moment(one: &Evidence, entries: &[i64]) -> i64 {
    let moment = happened_or_seen(one);
    match (&one.source, &one.fact) {
        (Source::VendorAnswer, fact) => {
            let late = moment.saturating_add(VENDOR_CLOCK_SLACK_MS);
            let running = entries.iter().any(|entered| *entered <= moment);
            let next = entries.iter().filter(|entered| **entered > moment).min();
            match next {
                // Nothing is booked, held or called off by being moved: that ends what was running, however soon somebody
                // moves the candidate again.
                Some(next) if running && !answers_a_move(fact) => late.min(next.saturating_sub(1)),
                _ => late,
            }
        }
        (Source::Interview { .. }, Fact::Scheduled { at: Some(at), .. }) if one.at_ms.is_none() => {
            at.at_ms().map_or(moment, |start| start.min(moment))
        }
        _ => moment,
    }
}

/// The first thing a vendor says about somebody who was moved.
fn answers_a_move(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Invited
            | Fact::Opened
            | Fact::SlotsWanted { .. }
            | Fact::AwaitingRounds
            | Fact::InviteFailed { .. }
    )
}

fn order(one: &Evidence, moment: i64) -> (i64, u8, &Fact, &Source, Confidence, i64) {
    (
        moment,
        rank(&one.fact),
        &one.fact,
        &one.source,
        one.confidence,
        one.seen_at_ms,
    )
}

/// What was written at one moment, in the order in which it can have happened. A no-show or a cancellation that asks for
/// slots in the same note stands as what it is.
pub(super) fn rank(fact: &Fact) -> u8 {
    match fact {
        Fact::LeftStage => 0,
        Fact::EnteredStage => 1,
        Fact::AwaitingRounds => 2,
        Fact::InviteFailed { .. } => 3,
        Fact::Invited => 4,
        Fact::Opened => 5,
        Fact::SlotsWanted { .. } => 6,
        Fact::SlotsGiven { .. } => 7,
        Fact::Scheduled { .. } => 8,
        Fact::Rescheduled { .. } => 9,
        Fact::InterviewHeld { .. } => 10,
        Fact::FeedbackIn { .. } => 11,
        Fact::Completed => 12,
        Fact::InterviewCancelled { .. } => 13,
        Fact::NoShow { .. } => 14,
        Fact::Expired => 15,
        Fact::ReviewLink { .. } => 16,
        Fact::UnreadNote => 17,
    }
}
