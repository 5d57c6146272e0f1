//! Trying note reading before trusting it: a line of JSON in, a line out that says what would be read and why.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde_json::Value;

use super::author::link_spans;
use super::{NoteReading, Patterns, pinned_host, read_as_written};
use crate::evidence::{Confidence, Fact};
use crate::ids::UserId;
use crate::interview::{NotedTime, Outcome, UnsureTime};
use crate::model::{Note, NoteField};
use crate::vendor::{Vendor, VendorSetup, introduce};

/// What one note would be read as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutLine {
    /// Whose note it is; `None`: nobody's but a person's.
    pub vendor: Option<Vendor>,
    /// `slots_wanted`, `scheduled`, `rescheduled`, `cancelled`, `no_show`, `feedback`, `invite_failed`, `completed`,
    /// `unread_vendor_note` or `not_vendor`.
    pub kind: &'static str,
    /// The interview's start, RFC 3339 with offset (the new one of a rescheduled interview); `None`: none, or not certain.
    pub at: Option<String>,
    /// `strongly_recommended`, `good_fit` or `not_recommended`, where feedback gives one.
    pub outcome: Option<Outcome>,
    /// All `http` and `https` links of the note, those to pinned hosts first.
    pub links: Vec<String>,
    /// `proven`, `inferred`; `None` for a note that was not read.
    pub confidence: Option<Confidence>,
    /// What decided, in a sentence.
    pub why: String,
    /// The round's number, where one is stated.
    pub round: Option<u32>,
}

/// Why a line could not be tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Not JSON.
    #[error(
        "this line is not JSON: {0}. Write one object per line, such as {{\"author\": \"…\", \"value\": \"…\", \"createdAt\": 1785661200000}}"
    )]
    NotJson(String),
    /// JSON, but no object.
    #[error(
        "this line holds no object. Write one object per line, with `author`, `value` and `createdAt`"
    )]
    NoObject,
    /// The note's text is missing.
    #[error("this line has no text. Put the note's text into `value`, in quotation marks")]
    NoText,
    /// `createdAt` is neither a number of milliseconds nor an RFC 3339 time.
    #[error(
        "`createdAt` is no time. Write milliseconds since 1970 or a time such as 2026-08-02T09:00:00Z"
    )]
    BadTime,
}

const UNDATED: &str =
    " The line has no `createdAt`, so \"tomorrow\" or a date without a year would not be certain.";

/// Reads one line `{"author", "value", "createdAt"}` as the vendors' notes would be read. `author`: a Lever user's id, or
/// nothing; `createdAt`: ms or RFC 3339. Without it the kind is read all the same, "tomorrow" and a date without a year
/// stay uncertain, and `why` says so.
///
/// # Errors
/// [`LineError`], a sentence each.
pub fn read_line(
    line: &str,
    setups: &[VendorSetup],
    patterns: &Patterns,
) -> Result<OutLine, LineError> {
    let value: Value = serde_json::from_str(line.trim_start_matches('\u{feff}').trim())
        .map_err(|error| LineError::NotJson(error.to_string()))?;
    let object = value.as_object().ok_or(LineError::NoObject)?;
    let text = object
        .get("value")
        .or_else(|| object.get("text"))
        .and_then(Value::as_str)
        .ok_or(LineError::NoText)?;
    let author = match object.get("author").or_else(|| object.get("user")) {
        Some(Value::String(id)) => Some(id.trim().to_owned()),
        Some(Value::Number(id)) => Some(id.to_string()),
        Some(Value::Object(user)) => user.get("id").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
    .filter(|id| !id.is_empty());
    let created_at_ms = created_at_ms(object.get("createdAt"))?;
    let note = note(
        text,
        author.as_deref().map(UserId::from),
        created_at_ms.unwrap_or_default(),
    );
    let mut out = judge(&note, text, setups, patterns, created_at_ms);
    if created_at_ms.is_none() && out.vendor.is_some() {
        out.why.push_str(UNDATED);
    }
    Ok(out)
}

fn created_at_ms(value: Option<&Value>) -> Result<Option<i64>, LineError> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => number
            .as_i64()
            .or_else(|| number.to_string().split('.').next()?.parse().ok())
            .map(Some)
            .ok_or(LineError::BadTime),
        Some(Value::String(text)) => {
            let text = text.trim();
            if let Ok(ms) = text.parse::<i64>() {
                return Ok(Some(ms));
            }
            DateTime::parse_from_rfc3339(text)
                .map(|at| Some(at.timestamp_millis()))
                .map_err(|_| LineError::BadTime)
        }
        Some(_) => Err(LineError::BadTime),
    }
}

fn note(text: &str, author: Option<UserId>, created_at_ms: i64) -> Note {
    Note {
        id: "line".into(),
        opportunity: "line".into(),
        author: author.clone(),
        secret: false,
        created_at_ms,
        deleted_at_ms: None,
        fields: vec![NoteField {
            value: text.to_owned(),
            author,
            created_at_ms,
            score: None,
        }],
    }
}

fn judge(
    note: &Note,
    text: &str,
    setups: &[VendorSetup],
    patterns: &Patterns,
    written_at_ms: Option<i64>,
) -> OutLine {
    let by_author = |setup: &&VendorSetup| {
        note.author
            .as_ref()
            .is_some_and(|author| setup.note_authors.contains(author))
    };
    // A pinned author outweighs a link to the other vendor.
    let ordered = setups
        .iter()
        .filter(by_author)
        .chain(setups.iter().filter(|setup| !by_author(setup)));
    for setup in ordered {
        let reading = read_as_written(note, setup, patterns, |_| written_at_ms);
        let whose = if by_author(&setup) {
            "its author is pinned"
        } else {
            "it links to a pinned host"
        };
        match reading {
            NoteReading::NotVendor => {}
            NoteReading::Unread { .. } => {
                return OutLine {
                    vendor: Some(setup.vendor),
                    kind: "unread_vendor_note",
                    at: None,
                    outcome: None,
                    links: links(text, &setup.hosts),
                    confidence: None,
                    why: format!(
                        "It is the vendor's, since {whose}; what it says is not certain, so it is shown unread."
                    ),
                    round: None,
                };
            }
            NoteReading::Read { facts, confidence } => {
                return told(setup, whose, &facts, confidence, text);
            }
        }
    }
    let hosts: Vec<String> = setups
        .iter()
        .flat_map(|setup| setup.hosts.clone())
        .collect();
    OutLine {
        vendor: None,
        kind: "not_vendor",
        at: None,
        outcome: None,
        links: links(text, &hosts),
        confidence: None,
        why: "Neither its author nor a link in it is a vendor's; words alone never make a note the vendor's.".to_owned(),
        round: None,
    }
}

fn told(
    setup: &VendorSetup,
    whose: &str,
    facts: &[Fact],
    confidence: Confidence,
    text: &str,
) -> OutLine {
    let (kind, time) = facts.first().map_or(("unread_vendor_note", None), kind);
    let said = match kind {
        "slots_wanted" => "it asks for interview slots",
        "scheduled" => "it says that an interview is booked",
        "rescheduled" => "it says that the interview has another time",
        "cancelled" => "it says that the interview is cancelled",
        "no_show" => "it says that somebody did not appear",
        "feedback" => "it gives feedback",
        "invite_failed" => "it says that the candidate could not be invited",
        "completed" => "it says that the interview was held",
        _ => "what it says is none of the kinds listed here",
    };
    let mut why = format!("It is the vendor's, since {whose}, and {said}.");
    let at = match time {
        Some(Some(NotedTime::Unsure { why: open, .. })) => {
            why.push_str(&format!(" Its time is not certain: {}.", open.words()));
            None
        }
        Some(Some(sure)) => rfc3339(&sure),
        Some(None) if matches!(kind, "scheduled" | "rescheduled") => {
            why.push_str(&format!(
                " Its time is not certain: {}.",
                UnsureTime::NoDate.words()
            ));
            None
        }
        _ => None,
    };
    if confidence == Confidence::Inferred {
        why.push_str(" A person may only have pasted the link, so this is an inference.");
    }
    OutLine {
        vendor: Some(setup.vendor),
        kind,
        at,
        outcome: facts.iter().find_map(|fact| match fact {
            Fact::FeedbackIn { feedback, .. } => feedback.outcome,
            _ => None,
        }),
        links: links(text, &setup.hosts),
        confidence: Some(confidence).filter(|_| kind != "unread_vendor_note"),
        why,
        round: facts
            .iter()
            .find_map(|fact| fact.round().and_then(|round| round.number)),
    }
}

type Time = Option<Option<NotedTime>>;

fn kind(fact: &Fact) -> (&'static str, Time) {
    match fact {
        Fact::SlotsWanted { .. } => ("slots_wanted", None),
        Fact::Scheduled { at, .. } => ("scheduled", Some(at.clone())),
        Fact::Rescheduled { to, .. } => ("rescheduled", Some(to.clone())),
        Fact::InterviewCancelled { .. } => ("cancelled", None),
        Fact::NoShow { .. } => ("no_show", None),
        Fact::FeedbackIn { .. } => ("feedback", None),
        Fact::InviteFailed { .. } | Fact::AwaitingRounds => ("invite_failed", None),
        Fact::InterviewHeld { .. } | Fact::Completed => ("completed", None),
        _ => ("unread_vendor_note", None),
    }
}

fn rfc3339(time: &NotedTime) -> Option<String> {
    let NotedTime::Sure {
        at_ms,
        offset_minutes,
        ..
    } = time
    else {
        return None;
    };
    let offset = FixedOffset::east_opt(offset_minutes.checked_mul(60)?)?;
    Some(
        DateTime::from_timestamp_millis(*at_ms)?
            .with_timezone(&offset)
            .to_rfc3339(),
    )
}

fn links(text: &str, hosts: &[String]) -> Vec<String> {
    let (mut pinned, mut others) = (Vec::new(), Vec::new());
    for (start, end) in link_spans(text) {
        let link = text.get(start..end).unwrap_or_default().to_owned();
        let list = if pinned_host(&link, hosts).is_some() {
            &mut pinned
        } else {
            &mut others
        };
        if !list.contains(&link) {
            list.push(link);
        }
    }
    pinned.extend(others);
    pinned
}

/// Why a list such as `jobtwine=ID,myinterview=ID` could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// No `=`, or nothing on one side of it.
    #[error(
        "{0:?} is not written as vendor=value. Write, for example, jobtwine=3f0c…,myinterview=91ab…"
    )]
    NotAPair(String),
    /// A vendor's name that is not known.
    #[error("{0:?} is no vendor. The vendors are jobtwine and myinterview")]
    NoVendor(String),
}

/// Reads `jobtwine=ID,myinterview=ID`; a vendor may be repeated. Blanks round the parts are ignored.
///
/// # Errors
/// [`PinError`], a sentence each.
pub fn pins(list: &str) -> Result<Vec<(Vendor, String)>, PinError> {
    list.split(',')
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (vendor, value) = pair
                .split_once('=')
                .map(|(vendor, value)| (vendor.trim(), value.trim()))
                .filter(|(vendor, value)| !vendor.is_empty() && !value.is_empty())
                .ok_or_else(|| PinError::NotAPair(pair.to_owned()))?;
            let vendor = match vendor.to_lowercase().as_str() {
                "jobtwine" => Vendor::JobTwine,
                "myinterview" => Vendor::MyInterview,
                _ => return Err(PinError::NoVendor(vendor.to_owned())),
            };
            Ok((vendor, value.to_owned()))
        })
        .collect()
}

/// Set-ups with these authors and hosts pinned and nothing else, one per vendor. A host may be given as a whole address.
pub fn setups(authors: &[(Vendor, String)], hosts: &[(Vendor, String)]) -> Vec<VendorSetup> {
    let mut setups: Vec<VendorSetup> = [Vendor::MyInterview, Vendor::JobTwine]
        .into_iter()
        .map(|vendor| {
            let of = |list: &[(Vendor, String)]| -> Vec<String> {
                list.iter()
                    .filter(|(owner, _)| *owner == vendor)
                    .map(|(_, value)| value.clone())
                    .collect()
            };
            VendorSetup {
                note_authors: of(authors).into_iter().map(UserId::from).collect(),
                hosts: of(hosts).iter().map(|host| bare_host(host)).collect(),
                ..VendorSetup::unset(vendor)
            }
        })
        .collect();
    introduce(&mut setups);
    setups
}

fn bare_host(host: &str) -> String {
    let host = host.trim().to_lowercase();
    let host = host
        .strip_prefix("https://")
        .or_else(|| host.strip_prefix("http://"))
        .unwrap_or(&host);
    host.split('/').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
