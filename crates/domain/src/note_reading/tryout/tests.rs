use super::{LineError, PinError, pins, read_line, setups};
use crate::note_reading::Patterns;
use crate::vendor::Vendor;

fn line(value: &serde_json::Value) -> serde_json::Value {
    let authors = pins("jobtwine=j1, jobtwine=j2,myinterview=m1").unwrap();
    let hosts =
        pins("jobtwine=https://app.jobtwine.com/,myinterview=start.myinterview.com").unwrap();
    let out = read_line(
        &value.to_string(),
        &setups(&authors, &hosts),
        &Patterns::builtin().unwrap(),
    );
    serde_json::to_value(out.unwrap()).unwrap()
}

fn by(author: &str, text: &str) -> serde_json::Value {
    line(&serde_json::json!({"author": author, "value": text, "createdAt": 1_785_661_200_000_i64}))
}

#[test]
fn lines_in_the_promised_shape() {
    insta::assert_json_snapshot!(
        "lines",
        [
            by(
                "j2",
                "Round 2 interview scheduled for 2026-08-10T17:00:00+05:30. Details: https://app.jobtwine.com/i/1, help: https://example.org/h"
            ),
            by(
                "j1",
                "Interview scheduled for Mon, Aug 10, 2026, 05:00 PM IST"
            ),
            by("j1", "Interview scheduled."),
            by(
                "j1",
                "Rescheduled: the interview moved from 10 Aug 2026 17:00 UTC to 12 Aug 2026 18:00 UTC."
            ),
            by("j1", "Feedback: Not Recommended\nCoding: 2/5"),
            by("j1", "Welcome to JobTwine!"),
            by(
                "m1",
                "The candidate completed the interview: https://start.myinterview.com/r/1"
            ),
            by("m1", "Invite not sent: no email address on file."),
            by("recruiter", "Interview scheduled for Monday"),
            by(
                "recruiter",
                "Please share slots: https://app.jobtwine.com/s/1"
            ),
        ]
    );
}

#[test]
fn a_pinned_author_outweighs_the_other_vendors_link() {
    let told = by(
        "j1",
        "Interview cancelled by the candidate. https://start.myinterview.com/r/1",
    );
    assert_eq!(
        (told["vendor"].as_str(), told["kind"].as_str()),
        (Some("jobtwine"), Some("cancelled"))
    );
}

#[test]
fn times_and_authors_are_taken_as_they_come() {
    let text = "Interview scheduled for tomorrow at 17:00 UTC";
    for created in [
        serde_json::json!(1_785_661_200_000_i64),
        serde_json::json!("1785661200000"),
        serde_json::json!("2026-08-02T09:00:00Z"),
    ] {
        let told =
            line(&serde_json::json!({"author": {"id": "j1"}, "value": text, "createdAt": created}));
        assert_eq!(told["at"], "2026-08-03T17:00:00+00:00", "{created}");
    }
    let unsigned = line(&serde_json::json!({"author": null, "value": text}));
    assert_eq!(unsigned["kind"], "not_vendor");
}

#[test]
fn without_its_own_date_a_note_is_read_and_relative_days_stay_open() {
    let undated =
        |text: &str| line(&serde_json::json!({"author": "j1", "value": text, "createdAt": null}));
    insta::assert_json_snapshot!(
        "undated",
        [
            undated("Interview scheduled for tomorrow at 17:00 UTC"),
            undated("Interview scheduled for January 2 at 17:00 UTC"),
            undated("Interview scheduled for 10 Aug 2026 at 17:00 UTC"),
            undated("Interview cancelled by the candidate."),
            undated("Welcome to JobTwine!"),
            line(&serde_json::json!({"author": "recruiter", "value": "Scheduled for tomorrow"})),
        ]
    );
}

#[test]
fn a_bad_line_says_what_is_wrong() {
    let error = |text: &str| read_line(text, &[], &Patterns::builtin().unwrap()).unwrap_err();
    assert!(matches!(error("{"), LineError::NotJson(_)));
    assert!(matches!(error(""), LineError::NotJson(_)));
    assert_eq!(error("[]"), LineError::NoObject);
    assert_eq!(error("{}"), LineError::NoText);
    assert_eq!(error(r#"{"value": 3}"#), LineError::NoText);
    assert_eq!(
        error(r#"{"value": "", "createdAt": "soon"}"#),
        LineError::BadTime
    );
    assert_eq!(
        error(r#"{"value": "", "createdAt": []}"#),
        LineError::BadTime
    );
}

#[test]
fn pins_are_pairs() {
    assert_eq!(
        pins("JobTwine=a, myinterview = b ,jobtwine=c,"),
        Ok(vec![
            (Vendor::JobTwine, "a".to_owned()),
            (Vendor::MyInterview, "b".to_owned()),
            (Vendor::JobTwine, "c".to_owned())
        ])
    );
    assert_eq!(pins(""), Ok(Vec::new()));
    assert_eq!(pins("a"), Err(PinError::NotAPair("a".to_owned())));
    assert_eq!(
        pins("jobtwine="),
        Err(PinError::NotAPair("jobtwine=".to_owned()))
    );
    assert_eq!(pins("karat=x"), Err(PinError::NoVendor("karat".to_owned())));
}
