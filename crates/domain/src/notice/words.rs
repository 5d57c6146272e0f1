//! A notification's words. A lock screen shows them to anybody, so initials are the default.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::{Notice, NoticeEvent, NoticeTime};
use crate::evidence::FailureCode;
use crate::interview::{Outcome, Party};
use crate::journey::Link;
use crate::vendor::Vendor;

/// How much a notification says about the candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// Whole name and posting.
    Full,
    /// Initials only.
    #[default]
    Initials,
    /// Nobody's name.
    Hidden,
}

/// Plain text for the desktop's notification service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeText {
    /// One line.
    pub title: String,
    /// One or two sentences.
    pub body: String,
}

/// Words for `notice`. `name`: the candidate's, as in Lever; `posting`: its title, used at [`Privacy::Full`] only.
pub fn notice_text(
    notice: &Notice,
    name: &str,
    posting: Option<&str>,
    privacy: Privacy,
) -> NoticeText {
    let who = match privacy {
        Privacy::Full => Some(one_line(name)).filter(|name| !name.is_empty()),
        Privacy::Initials => initials(name),
        Privacy::Hidden => None,
    };
    let who = who.as_deref().unwrap_or("a candidate");
    let vendor = match notice.key.vendor {
        Vendor::MyInterview => "myInterview",
        Vendor::JobTwine => "JobTwine",
    };
    let (title, body) = match notice.event {
        NoticeEvent::Completed => (
            format!("Video in from {who}"),
            "The interview is completed and waits to be watched.".to_owned(),
        ),
        NoticeEvent::Failed { code } => (
            format!("Invite failed for {who}"),
            format!("{} Nothing was sent.", cause(code)),
        ),
        NoticeEvent::Stalled {
            link: Link::Completed,
        } => (
            format!("No video yet from {who}"),
            "The invite is open longer than it should be. Nudge or close.".to_owned(),
        ),
        NoticeEvent::Stalled {
            link: Link::SlotsGiven,
        } => (
            format!("Slots still missing for {who}"),
            "Neither you nor the candidate has given slots. Enter some or close.".to_owned(),
        ),
        NoticeEvent::Stalled {
            link: Link::Scheduled,
        } => (
            format!("No expert yet for {who}"),
            format!("{vendor} has not booked any of the slots. Give others or ask."),
        ),
        NoticeEvent::Stalled { link: Link::Held } => (
            format!("No news of the interview of {who}"),
            "It was booked at a time that is not certain. Check whether it took place.".to_owned(),
        ),
        NoticeEvent::Stalled {
            link: Link::FeedbackIn,
        } => (
            format!("No feedback yet on {who}"),
            format!("The interview should be over. Ask {vendor}."),
        ),
        NoticeEvent::SlotsWanted { .. } => (
            format!("Slots wanted for {who}"),
            format!("{vendor} asks for slots. The candidate has the same link."),
        ),
        NoticeEvent::Scheduled { at } => (format!("Interview booked for {who}"), start(at)),
        NoticeEvent::Rescheduled { at } => (format!("Interview moved for {who}"), start(at)),
        NoticeEvent::InterviewCancelled { by, .. } => (
            format!("Interview cancelled for {who}"),
            match by {
                Party::Candidate => "The candidate cancelled. Book again or close.".to_owned(),
                Party::Client => "Your side cancelled.".to_owned(),
                Party::Interviewer => "The interviewer cancelled. Book again.".to_owned(),
                Party::Vendor => format!("{vendor} cancelled. Book again."),
                Party::Unknown => "Book again or close.".to_owned(),
            },
        ),
        NoticeEvent::NoShow { who: missing, .. } => (
            format!("No-show at the interview of {who}"),
            match missing {
                Party::Candidate => "The candidate did not appear. Book again or close.".to_owned(),
                Party::Interviewer => "The interviewer did not appear. Book again.".to_owned(),
                _ => "Who was missing is not said. Book again or close.".to_owned(),
            },
        ),
        NoticeEvent::FeedbackIn { outcome } => (
            format!("Feedback in on {who}"),
            match outcome {
                Some(Outcome::StronglyRecommended) => "Strongly recommended.".to_owned(),
                Some(Outcome::GoodFit) => "A good fit.".to_owned(),
                Some(Outcome::NotRecommended) => "Not recommended.".to_owned(),
                None => "It waits to be read.".to_owned(),
            },
        ),
        NoticeEvent::AwaitingRounds => (
            format!("{vendor} holds {who}"),
            "The job has no rounds there yet. Enter them, and it goes on.".to_owned(),
        ),
        NoticeEvent::Stalled { .. } => (
            format!("No invite seen for {who}"),
            format!("{vendor} has not answered the move. The invite may not have gone out."),
        ),
    };
    let body = match (privacy, posting.map(one_line)) {
        (Privacy::Full, Some(posting)) if !posting.is_empty() => format!("{posting}. {body}"),
        _ => body,
    };
    NoticeText { title, body }
}

/// "Mon 10 Aug, 17:00 (UTC+05:30)": the writer's clock, named; no time where it is not certain.
fn start(at: Option<NoticeTime>) -> String {
    let shown = at.and_then(|at| {
        let offset = FixedOffset::east_opt(at.offset_minutes.checked_mul(60)?)?;
        let local = DateTime::from_timestamp_millis(at.at_ms)?.with_timezone(&offset);
        Some(local.format("%a %-d %b, %H:%M (UTC%:z).").to_string())
    });
    shown.unwrap_or_else(|| "The time in the note is not certain. Please check it.".to_owned())
}

fn cause(code: FailureCode) -> &'static str {
    match code {
        FailureCode::MissingEmail => "No email on file.",
        FailureCode::InvalidEmail => "The email on file is not an address.",
        FailureCode::TemplateNotFound => "The posting's tag names no template.",
        FailureCode::TemplateAmbiguous => "Several templates share the name in the posting's tag.",
        FailureCode::SeveralConfigurationTags => "The posting has several template tags.",
        FailureCode::Other => "The vendor gave a reason of its own.",
    }
}

/// `T. M.`: the first letters of the first and the last word; `None` when there is no letter at all. Lever keeps one
/// name field, so nothing is said about which is the family name.
pub fn initials(name: &str) -> Option<String> {
    let mut letters = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    let upper = |letter: char| letter.to_uppercase().collect::<String>();
    let first = letters.next()?;
    Some(match letters.next_back() {
        Some(last) => format!("{}. {}.", upper(first), upper(last)),
        None => format!("{}.", upper(first)),
    })
}

/// Names are typed by anybody: no line breaks, no text-direction tricks, no walls of text.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 80;
    let clean: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| {
            !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .collect();
    let mut line = clean
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if let Some((cut, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(cut);
        line.push('…');
    }
    line
}
