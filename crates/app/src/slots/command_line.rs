//! Reading words for the command line: no program runs, no file is opened.

use chrono::DateTime;
use fulcrum_domain::slots::{read, to_command_line, zone_named};

/// Times as people write them, read in `zone` (IANA) at `now` (RFC 3339), as one line of JSON:
/// `{"slots":[{"start":…,"end":…}],"questions":[{"text":…,"why":…}]}`. `minutes` is the usual length; a start without
/// an end is a question when there is none.
///
/// # Errors
/// A sentence for the person: a zone that is none (with the nearest name), or a moment that cannot be read.
pub fn parse_slots(
    zone: &str,
    now: &str,
    minutes: Option<u32>,
    text: &str,
) -> Result<String, String> {
    // The error is a sentence already, with the nearest name.
    let zone = zone_named(zone).map_err(|unknown| unknown.to_string())?;
    let now = DateTime::parse_from_rfc3339(now.trim())
        .map_err(|_| format!("“{now}” is no moment in time; write one as 2026-10-20T09:42:00Z."))?;
    let reading = read(text, zone, now.timestamp_millis(), minutes);
    serde_json::to_string(&to_command_line(&reading))
        .map_err(|_| "The answer could not be written.".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const NOW: &str = "2026-10-20T09:42:00Z";

    fn answer(text: &str, minutes: Option<u32>) -> Value {
        let line = parse_slots("America/Chicago", NOW, minutes, text).unwrap();
        assert!(!line.contains('\n'));
        serde_json::from_str(&line).unwrap()
    }

    #[test]
    fn words_become_slots_with_the_zones_offset() {
        let read = answer("Mon 26 Oct 9–10:30am, or Mon 2 Nov 9-10am", None);
        assert_eq!(
            read,
            serde_json::json!({
                "slots": [
                    { "start": "2026-10-26T09:00:00-05:00", "end": "2026-10-26T10:30:00-05:00" },
                    { "start": "2026-11-02T09:00:00-06:00", "end": "2026-11-02T10:00:00-06:00" },
                ],
                "questions": [],
            })
        );
    }

    #[test]
    fn what_is_not_certain_is_a_question() {
        let read = answer("Thursday morning", None);
        assert_eq!(read["slots"], serde_json::json!([]));
        assert_eq!(read["questions"][0]["text"], "Thursday morning");
        let why = read["questions"][0]["why"].as_str().unwrap();
        assert!(why.ends_with('.'), "{why}");
    }

    #[test]
    fn a_start_alone_takes_the_usual_length_only_when_it_is_given() {
        assert_eq!(
            answer("Mon 26 Oct 3pm", None)["slots"],
            serde_json::json!([])
        );
        assert_eq!(
            answer("Mon 26 Oct 3pm", Some(60))["slots"][0]["end"],
            "2026-10-26T16:00:00-05:00"
        );
    }

    #[test]
    fn a_wrong_zone_is_told_with_the_nearest_name() {
        let said = parse_slots("America/Chicgo", NOW, None, "Mon 9-10am").unwrap_err();
        assert!(
            said.contains("America/Chicgo") && said.contains("America/Chicago"),
            "{said}"
        );
        let said = parse_slots("Middle Earth", NOW, None, "Mon 9-10am").unwrap_err();
        assert!(!said.contains("did you mean"), "{said}");
    }

    #[test]
    fn a_wrong_moment_is_told() {
        let said = parse_slots("UTC", "yesterday", None, "Mon 9-10am").unwrap_err();
        assert!(said.contains("yesterday") && said.ends_with('.'), "{said}");
    }
}
