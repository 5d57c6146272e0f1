//! A Lever whose clock is off: the stamps it sets are shifted in its answers, and so are the windows it is asked for.

use serde_json::Value;

use crate::world::model::Ms;

/// No time stamp in milliseconds is smaller (2001-09-09).
const EARLIEST: i64 = 1_000_000_000_000;

/// Shifts every stamp that Lever's own clock set: fields whose name ends in `At`. Times that people chose (an interview's `date`, a
/// panel's `start`) stay.
pub(crate) fn shift(value: &mut Value, ms: Ms) {
    if ms == 0 {
        return;
    }
    match value {
        Value::Object(map) => {
            for (name, value) in map.iter_mut() {
                match value.as_i64() {
                    Some(at) if name.ends_with("At") && at >= EARLIEST => {
                        *value = Value::from(at.saturating_add(ms));
                    }
                    _ => shift(value, ms),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| shift(item, ms)),
        _ => {}
    }
}

/// A time as HTTP's `Date` writes it.
pub(crate) fn http_date(at: Ms) -> String {
    chrono::DateTime::from_timestamp_millis(at)
        .unwrap_or_default()
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{http_date, shift};

    #[test]
    fn stamps_move_and_chosen_times_stay() {
        let at = 1_772_442_000_000_i64;
        let mut value = json!({ "data": [{ "createdAt": at, "updatedAt": null, "date": at, "archived": { "archivedAt": at }, "toStageIndexAt": 3 }] });
        shift(&mut value, -60_000);
        let moved = at - 60_000;
        assert_eq!(
            value,
            json!({ "data": [{ "createdAt": moved, "updatedAt": null, "date": at, "archived": { "archivedAt": moved }, "toStageIndexAt": 3 }] })
        );
    }

    #[test]
    fn the_date_header_is_written_as_http_wants_it() {
        assert_eq!(
            http_date(1_772_442_000_000),
            "Mon, 02 Mar 2026 09:00:00 GMT"
        );
    }
}
