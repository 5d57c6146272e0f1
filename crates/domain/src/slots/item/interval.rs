//! "Nov 25 2pm ET to Nov 25 3pm ET": ranges whose ends both have their day, and perhaps their zone.

use std::ops::Range;

use super::{Item, What};

/// Says a day once that both ends name, and puts the zone of the start behind the range, where other ranges have it.
pub(super) fn shorten(items: &mut Vec<Item>) {
    let mut at = 0;
    while at < items.len() {
        if let Some(interval) = interval(items, at) {
            if let Some(zone) = interval.zone {
                // From the end to the start, so that places stay right.
                items.splice(interval.end + 1..interval.end + 1, zone.behind);
                items.drain(interval.repeated);
                items.remove(zone.at);
            } else {
                items.drain(interval.repeated);
            }
        }
        at += 1;
    }
}

struct Interval {
    /// The second day, where it is the first one again.
    repeated: Range<usize>,
    /// The clock at the end.
    end: usize,
    zone: Option<Moved>,
}

struct Moved {
    at: usize,
    /// Nothing where it stands behind the end already.
    behind: Option<Item>,
}

/// The range whose "to" stands at `to`.
fn interval(items: &[Item], to: usize) -> Option<Interval> {
    let what = |at: usize| items.get(at).map(|item| &item.what);
    let joint = |at: usize| usize::from(matches!(what(at), Some(What::Comma | What::At)));
    if !matches!(what(to), Some(What::To(_))) {
        return None;
    }
    let before = to.checked_sub(1)?;
    let zoned = matches!(what(before), Some(What::Zone(_)));
    let start = before.checked_sub(usize::from(zoned))?;
    let first = start.checked_sub(1)?;
    let first = first.checked_sub(joint(first))?;
    let second = to + 1;
    let end = second + 1 + joint(second + 1);
    let (Some(What::Clock(_)), Some(What::Day(day)), Some(What::Clock(_))) =
        (what(start), what(second), what(end))
    else {
        return None;
    };
    let again = what(first) == Some(&What::Day(*day));
    let zone = if !zoned {
        None
    } else if matches!(what(end + 1), Some(What::Zone(_))) {
        // Two zones in one range stay as they are: that is asked.
        (what(end + 1) == what(before)).then_some(Moved {
            at: before,
            behind: None,
        })
    } else {
        let (mut behind, place) = (items.get(before)?.clone(), items.get(end)?.end);
        (behind.start, behind.end) = (place, place);
        Some(Moved {
            at: before,
            behind: Some(behind),
        })
    };
    Some(Interval {
        repeated: if again { second..end } else { second..second },
        end,
        zone,
    })
}
