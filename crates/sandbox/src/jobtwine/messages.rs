//! The vendor's mails to candidates. Nobody is mailed whose address Lever does not have.

use super::interview::Interview;
use super::when;
use crate::outbox::{Mail, Outbox, Purpose};

fn send(
    outbox: &Outbox,
    interview: &Interview,
    purpose: Purpose,
    subject: &str,
    text: &str,
    at: i64,
) {
    let Some(to) = interview.mail.clone() else {
        return;
    };
    let name = if interview.candidate.is_empty() {
        "there"
    } else {
        &interview.candidate
    };
    let link = interview.link.as_deref().unwrap_or_default();
    outbox.mail(Mail {
        opportunity: interview.opportunity.clone(),
        purpose,
        to,
        subject: format!(
            "{subject}: {} for {}",
            interview.round_name, interview.title
        ),
        body: format!("Hi {name},\n\n{text}\n\n{link}\n\nJobTwine"),
        at,
    });
}

/// The link to schedule by oneself or to give slots.
pub(super) fn invite(outbox: &Outbox, interview: &Interview, at: i64) {
    let text = format!(
        "you are invited to the interview \"{}\" ({} minutes). Choose one of our interviewers' times, or tell us when it suits you:",
        interview.round_name, interview.minutes
    );
    send(
        outbox,
        interview,
        Purpose::Invite,
        "Schedule your interview",
        &text,
        at,
    );
}

/// The same link again: nobody took the slots, an interviewer did not come, or the date was called into question.
pub(super) fn ask_again(outbox: &Outbox, interview: &Interview, at: i64) {
    let text = "please choose another time, or give us other slots:";
    send(
        outbox,
        interview,
        Purpose::SlotsAgain,
        "Another time, please",
        text,
        at,
    );
}

/// The date, in the candidate's zone.
pub(super) fn scheduled(outbox: &Outbox, interview: &Interview, moved: bool, at: i64) {
    let date = interview.claim.as_ref().map_or_else(String::new, |claim| {
        when::written(claim.slot, 0, &interview.zone)
    });
    let text = format!("your interview takes place on {date}. Details:");
    let (purpose, subject) = if moved {
        (Purpose::Rescheduled, "New time")
    } else {
        (Purpose::Scheduled, "Interview confirmed")
    };
    send(outbox, interview, purpose, subject, &text, at);
}

/// Called off.
pub(super) fn cancelled(outbox: &Outbox, interview: &Interview, at: i64) {
    let text = "your interview has been cancelled. Nothing is left to do for you.";
    send(
        outbox,
        interview,
        Purpose::Cancelled,
        "Interview cancelled",
        text,
        at,
    );
}
