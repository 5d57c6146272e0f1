//! What holds in every day, whatever happened.
//!
//! 1. Nothing that a person asked for is lost: it is done, or it says why not, or it rests until somebody says to go on.
//! 2. Nothing is done twice by one seat, the steps of a wish are done in their order, nothing leaves before its hold has ended,
//!    nothing that was taken back or ended in its hold is done at all, and what is called done was done.
//! 3. After quiet a seat shows what Lever holds, in every field, and nobody who was deleted or archived long ago: candidates, postings, stages,
//!    users, archive reasons, and the notes of whoever it keeps fresh.
//! 4. No seat sends more than its budget, and Lever never has to say so.
//! 5. No news is told twice.

mod account;
mod budget;
mod mirror;
mod wishes;

use fulcrum_cache::desk::IntentState;

use crate::day::Playing;
use crate::error::Error;

/// What is not settled yet: things still open, and fields that a seat shows otherwise than Lever holds them.
pub(crate) fn unsettled(day: &Playing) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for (number, seat) in day.seats.iter().enumerate() {
        if !seat.runs() {
            found.push(format!("seat {number} is down"));
        } else if !seat.is_filled() {
            found.push(format!("seat {number} still reads"));
        }
    }
    if !found.is_empty() {
        return Ok(found);
    }
    for (number, seat) in day.seats.iter().enumerate() {
        let resting = day.simulation.run(seat.resting())??;
        for asked in day.asked.iter().filter(|asked| asked.seat == number) {
            let intent = day.simulation.run(seat.intent(&asked.intent))??;
            let waits = intent.is_some_and(|intent| intent.state == IntentState::Open);
            if waits && !resting.contains(&asked.intent) {
                found.push(format!("{} is still open", asked.intent.as_str()));
            }
        }
    }
    for number in 0..day.seats.len() {
        found.extend(mirror::differences(day, number)?);
    }
    Ok(found)
}

/// Laws that do not hold.
pub(crate) fn broken(day: &Playing) -> Result<Vec<String>, Error> {
    let mut found = wishes::broken(day)?;
    for (number, seat) in day.seats.iter().enumerate() {
        for sent in seat.sent_ms() {
            found.extend(budget::over(&sent).map(|what| format!("seat {number} {what}")));
        }
        for (news, times) in seat.told.iter().filter(|(_, times)| **times > 1) {
            found.push(format!("seat {number} told {news} {times} times"));
        }
    }
    for entry in day.simulation.sandbox.lever.requests(0) {
        let ours = day.seats.iter().any(|seat| seat.key_name == entry.caller);
        if ours && entry.status == 429 && entry.fault.is_none() {
            found.push(format!(
                "Lever had to say that {} asked too much, at {}",
                entry.caller, entry.at
            ));
        }
    }
    Ok(found)
}
