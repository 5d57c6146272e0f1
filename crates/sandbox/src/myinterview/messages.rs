//! What candidates read: the account's message templates, rendered, or the vendor's stock texts. They are the candidate's
//! messages, not Lever's notes.

use crate::outbox::{Mail, Outbox, Purpose, Sms};
use crate::partner::sentence::filled;

use super::deadline;
use super::interview::Interview;
use super::message_templates::{MessageKind, applying};
use super::switches::Switches;

const INVITE_SUBJECT: &str = "Your video interview for {job}";
const INVITE: &str = "Dear {candidate},\n\nplease record your answers for {job} whenever it suits you, and submit them before the deadline, {deadline}:\n\n{link}\n\nThe link is yours alone.\n\n{company}";
const INVITE_SMS: &str = "{job}: record your video interview here: {link}";
const REMINDER_SUBJECT: &str = "Reminder: your video interview for {job}";
const REMINDER: &str = "Dear {candidate},\n\nyour interview is still waiting for you, until {deadline}:\n\n{link}\n\n{company}";
const THANKS_SUBJECT: &str = "Thank you for your interview for {job}";
const THANKS: &str =
    "Dear {candidate},\n\nthank you: your video has reached the team.\n\n{company}";

/// Sends the invitation by e-mail, and by SMS when a number is known.
pub(crate) fn invite(outbox: &Outbox, interview: &Interview, switches: &Switches, at: i64) {
    mail(outbox, interview, Purpose::Invite, switches, at);
    if let Some(to) = &interview.sms {
        let body = applying(&switches.messages, MessageKind::InviteSms)
            .map_or(INVITE_SMS, |template| template.body.as_str());
        outbox.sms(Sms {
            opportunity: interview.opportunity.clone(),
            purpose: Purpose::Invite,
            to: to.clone(),
            body: rendered(body, interview, switches),
            at,
        });
    }
}

/// Sends the reminder.
pub(crate) fn remind(outbox: &Outbox, interview: &Interview, switches: &Switches, at: i64) {
    mail(outbox, interview, Purpose::Reminder, switches, at);
}

/// Confirms that the interview was handed in.
pub(crate) fn thank(outbox: &Outbox, interview: &Interview, switches: &Switches, at: i64) {
    mail(outbox, interview, Purpose::ThankYou, switches, at);
}

fn mail(outbox: &Outbox, interview: &Interview, purpose: Purpose, switches: &Switches, at: i64) {
    let Some(to) = &interview.mail else { return };
    let (kind, subject, body) = match purpose {
        Purpose::Reminder => (MessageKind::ReminderEmail, REMINDER_SUBJECT, REMINDER),
        Purpose::ThankYou => (MessageKind::ThankYouEmail, THANKS_SUBJECT, THANKS),
        _ => (MessageKind::InviteEmail, INVITE_SUBJECT, INVITE),
    };
    let own = applying(&switches.messages, kind);
    let subject = own
        .map(|template| template.subject.as_str())
        .filter(|subject| !subject.trim().is_empty())
        .unwrap_or(subject);
    let body = own.map_or(body, |template| template.body.as_str());
    outbox.mail(Mail {
        opportunity: interview.opportunity.clone(),
        purpose,
        to: to.clone(),
        subject: rendered(subject, interview, switches),
        body: rendered(body, interview, switches),
        at,
    });
}

fn rendered(text: &str, interview: &Interview, switches: &Switches) -> String {
    let until = interview
        .deadline
        .map_or_else(String::new, |end| deadline::written(end, &interview.zone));
    filled(text, |hole| match hole {
        "candidate" => interview.candidate.as_str(),
        "job" => interview.title.as_str(),
        "link" => interview.link.as_deref().unwrap_or_default(),
        "company" => switches.company_name.as_str(),
        "deadline" => until.as_str(),
        _ => "",
    })
}
