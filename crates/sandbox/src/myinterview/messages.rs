//! What candidates read: the account's message templates, rendered. They are the candidate's messages, not Lever's notes.

use crate::outbox::{Mail, Outbox, Purpose, Sms};

use super::interview::Interview;

/// Sends the invitation by e-mail, and by SMS when a number is known.
pub(crate) fn invite(outbox: &Outbox, interview: &Interview, at: i64) {
    let link = interview.link.as_deref().unwrap_or_default();
    mail(
        outbox,
        interview,
        Purpose::Invite,
        at,
        &format!("Your video interview for {}", interview.title),
        &format!(
            "Dear {},\n\nplease record your answers for {} whenever it suits you, before the deadline:\n\n{link}\n\nThe link is yours alone.",
            interview.candidate, interview.title
        ),
    );
    if let Some(to) = &interview.sms {
        outbox.sms(Sms {
            opportunity: interview.opportunity.clone(),
            purpose: Purpose::Invite,
            to: to.clone(),
            body: format!(
                "{}: record your video interview here: {link}",
                interview.title
            ),
            at,
        });
    }
}

/// Sends the reminder.
pub(crate) fn remind(outbox: &Outbox, interview: &Interview, at: i64) {
    let link = interview.link.as_deref().unwrap_or_default();
    mail(
        outbox,
        interview,
        Purpose::Reminder,
        at,
        &format!("Reminder: your video interview for {}", interview.title),
        &format!(
            "Dear {},\n\nyour interview is still waiting for you:\n\n{link}",
            interview.candidate
        ),
    );
}

/// Confirms that the interview was handed in.
pub(crate) fn thank(outbox: &Outbox, interview: &Interview, at: i64) {
    mail(
        outbox,
        interview,
        Purpose::ThankYou,
        at,
        &format!("Thank you for your interview for {}", interview.title),
        &format!(
            "Dear {},\n\nthank you: your video has reached the team.",
            interview.candidate
        ),
    );
}

fn mail(
    outbox: &Outbox,
    interview: &Interview,
    purpose: Purpose,
    at: i64,
    subject: &str,
    body: &str,
) {
    if let Some(to) = &interview.mail {
        outbox.mail(Mail {
            opportunity: interview.opportunity.clone(),
            purpose,
            to: to.clone(),
            subject: subject.to_owned(),
            body: body.to_owned(),
            at,
        });
    }
}
