//! What became of everything that was asked for, step by step.

use std::collections::BTreeMap;

use fulcrum_cache::desk::{Intent, IntentKind, IntentState, Step, StepKind, StepState};
use fulcrum_sync::outcome;

use crate::day::Playing;
use crate::error::Error;
use crate::seat::Seat;
use crate::wish::Asked;

/// Outcomes that say that nothing further was sent.
const UNTOUCHED: [&str; 3] = [
    outcome::CLOSED_DURING_HOLD,
    outcome::TOO_OLD,
    outcome::INVITED_MEANWHILE,
];

/// Wishes that did not end as they should.
pub(super) fn broken(day: &Playing) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for (place, asked) in day.asked.iter().enumerate() {
        let name = asked.intent.as_str();
        let seat = day.seats.get(asked.seat).ok_or(Error::NotRunning)?;
        let intent = day.simulation.run(seat.intent(&asked.intent))??;
        let there = day.simulation.sandbox.lever.look(|world| {
            let person = world.opportunities.get(&asked.opportunity)?;
            let contact = world.contacts.get(&person.contact);
            (!contact.is_some_and(|one| one.is_anonymized)).then_some(())
        });
        if there.is_none() {
            // Gone in Lever: gone here, with what was asked for.
            continue;
        }
        let Some(intent) = intent else {
            found.push(format!("{name} is lost"));
            continue;
        };
        let traces: Vec<_> = asked
            .steps
            .iter()
            .map(|step| traces(day, place, asked, step, seat))
            .collect();
        of_the_whole(asked, &intent, &traces, &mut found);
        of_its_steps(asked, &intent, &traces, &mut found);
        came_back(day, asked, &intent, &traces, &mut found);
    }
    found.extend(posting_writes(day)?);
    Ok(found)
}

/// What was taken back or ended in its hold is not done at all, nothing leaves before its hold has ended, and what ended
/// undone says why.
fn of_the_whole(
    asked: &Asked,
    intent: &Intent,
    traces: &[Option<Vec<i64>>],
    found: &mut Vec<String>,
) {
    let name = asked.intent.as_str();
    let state = format!("{:?} ({:?})", intent.state, intent.outcome);
    let mut done = traces.iter().flatten().flatten();
    if asked.undone && done.clone().next().is_some() {
        found.push(format!("{name} was taken back, and done"));
    }
    // Unless somebody said afterwards that it is to go on.
    if asked.ended_in_hold && !asked.resumed {
        if done.clone().next().is_some() {
            found.push(format!(
                "{name} was in its hold when the program ended, and was done"
            ));
        }
        if intent.state == IntentState::Done {
            found.push(format!(
                "{name} was in its hold when the program ended, and is {state}"
            ));
        }
    }
    if asked.paused && done.clone().next().is_some() {
        found.push(format!("{name} was to rest, and was done"));
    }
    let may_leave_ms = asked.at_ms + asked.hold_ms;
    if !asked.resumed && done.any(|at| *at < may_leave_ms) {
        found.push(format!("{name} left before its hold had ended"));
    }
    let ended = !matches!(intent.state, IntentState::Open | IntentState::Done);
    // A person who waits for a posting's tag is told at once, and nothing is kept.
    if ended && intent.outcome.is_none() && intent.kind != IntentKind::PostingTag {
        found.push(format!("{name} is {state} and does not say why"));
    }
}

/// Each step at most once and in order; what is called done was done, and what was never handed over was not.
fn of_its_steps(
    asked: &Asked,
    intent: &Intent,
    traces: &[Option<Vec<i64>>],
    found: &mut Vec<String>,
) {
    let name = asked.intent.as_str();
    let says_untouched = intent
        .outcome
        .as_deref()
        .is_some_and(|why| UNTOUCHED.contains(&why));
    let mut all_before_done = true;
    let mut latest_ms = i64::MIN;
    for (number, (step, times)) in intent.steps.iter().zip(traces).enumerate() {
        let is_done = step.state == StepState::Done;
        if !all_before_done && is_done {
            found.push(format!("step {number} of {name} is done before its turn"));
        }
        if let Some(times) = times {
            let already = step.code.as_deref() == Some(outcome::ALREADY);
            if times.len() > 1 {
                let count = times.len();
                found.push(format!("step {number} of {name} was done {count} times"));
            }
            if is_done && times.is_empty() && !already {
                found.push(format!(
                    "step {number} of {name} is called done, and was not"
                ));
            }
            let untouched = never_handed_over(step) || (!is_done && says_untouched);
            if untouched && !times.is_empty() {
                let state = (step.state, &intent.outcome);
                found.push(format!(
                    "step {number} of {name} was done, and is {state:?}"
                ));
            }
            if !times.is_empty() && !all_before_done {
                found.push(format!("step {number} of {name} was done before its turn"));
            }
            if times.iter().any(|at| *at < latest_ms) {
                found.push(format!("the steps of {name} were done out of order"));
            }
            latest_ms = times.iter().copied().fold(latest_ms, i64::max);
        }
        all_before_done &= is_done;
    }
}

/// Where a step found the candidate there already, somebody has brought them there since the step before: who was led out and
/// never back is no resend that is done.
fn came_back(
    day: &Playing,
    asked: &Asked,
    intent: &Intent,
    traces: &[Option<Vec<i64>>],
    found: &mut Vec<String>,
) {
    let before = traces.iter().zip(intent.steps.iter().zip(traces).skip(1));
    for (earlier, (step, times)) in before {
        let StepKind::SetStage { to } = &step.kind else {
            continue;
        };
        let left_ms = earlier.iter().flatten().max();
        let (Some(left_ms), Some([])) = (left_ms, times.as_deref()) else {
            continue;
        };
        let entered = day.simulation.sandbox.lever.look(|world| {
            let held = world.opportunities.get(&asked.opportunity);
            let mut changes = held.into_iter().flat_map(|held| &held.stage_changes);
            changes.any(|one| one.to_stage_id == to.as_str() && one.updated_at >= *left_ms)
        });
        if step.state == StepState::Done && !entered {
            let name = asked.intent.as_str();
            found.push(format!("{name} is called done, and nobody came back"));
        }
    }
}

fn never_handed_over(step: &Step) -> bool {
    matches!(step.state, StepState::Held | StepState::Waiting) && step.code.is_none()
}

/// When Lever shows that a seat did a step, ms; `None` where that leaves no countable trace.
fn traces(
    day: &Playing,
    place: usize,
    asked: &Asked,
    step: &StepKind,
    seat: &Seat,
) -> Option<Vec<i64>> {
    let user = seat.user.as_str();
    day.simulation.sandbox.lever.look(|world| match step {
        StepKind::SetStage { to } => {
            // Until the same seat moves the same candidate again, what it does to them is this.
            let until_ms = day
                .asked
                .iter()
                .skip(place + 1)
                .filter(|later| later.seat == asked.seat && later.opportunity == asked.opportunity)
                .find(|later| {
                    let mut steps = later.steps.iter();
                    steps.any(|step| matches!(step, StepKind::SetStage { .. }))
                })
                .map_or(i64::MAX, |later| later.at_ms);
            let held = world.opportunities.get(&asked.opportunity)?;
            let changes = held.stage_changes.iter().filter(|change| {
                change.to_stage_id == to.as_str()
                    && change.user_id.as_deref() == Some(user)
                    && (asked.at_ms..until_ms).contains(&change.updated_at)
            });
            Some(changes.map(|change| change.updated_at).collect())
        }
        StepKind::AddNote { text, .. } => {
            let notes = world.notes.get(&asked.opportunity);
            let same = notes.into_iter().flatten().filter(|note| {
                let said = note.fields.first().map(|field| &field.value);
                said == Some(text)
            });
            Some(same.map(|note| note.created_at).collect())
        }
        // Twice is as good as once in Lever, and leaves no trace of its own.
        _ => None,
    })
}

/// A posting is written at most as often as its tags were to be corrected, and a correction that was let go is not there.
fn posting_writes(day: &Playing) -> Result<Vec<String>, Error> {
    let mut wanted: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut found = Vec::new();
    for asked in &day.asked {
        for step in &asked.steps {
            let StepKind::ReplacePostingTag { posting, to, .. } = step else {
                continue;
            };
            *wanted.entry((asked.seat, posting.as_str())).or_default() += 1;
            let seat = day.seats.get(asked.seat).ok_or(Error::NotRunning)?;
            let intent = day.simulation.run(seat.intent(&asked.intent))??;
            let let_go = intent.is_some_and(|intent| intent.state == IntentState::Cancelled);
            let there = day.simulation.sandbox.lever.look(|world| {
                let posting = world.postings.get(posting.as_str());
                posting.is_some_and(|posting| posting.tags.contains(to))
            });
            if (let_go || asked.undone) && there {
                let name = asked.intent.as_str();
                found.push(format!("{name} was let go, and its tag is there"));
            }
        }
    }
    let mut written: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for entry in day.simulation.sandbox.lever.requests(0) {
        // A page of HTML in place of Lever's answer is no success, whatever its status.
        let is_levers = entry
            .fault
            .as_ref()
            .is_none_or(|name| !name.contains("html"));
        let posting = entry
            .path
            .strip_prefix("/v1/postings/")
            .filter(|_| is_levers);
        let seat = day
            .seats
            .iter()
            .position(|seat| seat.key_name == entry.caller);
        if let (Some(posting), Some(seat), "POST", 200) =
            (posting, seat, entry.method.as_str(), entry.status)
        {
            let id = posting.split('?').next().unwrap_or_default().to_owned();
            *written.entry((seat, id)).or_default() += 1;
        }
    }
    for ((seat, posting), times) in written {
        let asked = wanted
            .get(&(seat, posting.as_str()))
            .copied()
            .unwrap_or_default();
        if times > asked {
            found.push(format!(
                "seat {seat} wrote the posting {posting} {times} times, {asked} were asked for"
            ));
        }
    }
    Ok(found)
}
