//! The mail and the text messages that vendors send to candidates. Nothing leaves the machine.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// Why a message was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The invitation.
    Invite,
    /// A nudge before the deadline.
    Reminder,
    /// Confirmation after the interview was handed in.
    ThankYou,
    /// Slots are wanted once more.
    SlotsAgain,
    /// An interviewer took a slot.
    Scheduled,
    /// The interview was moved.
    Rescheduled,
    /// The interview was called off.
    Cancelled,
}

/// An e-mail to a candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// Opportunity it is about.
    pub opportunity: String,
    /// Why.
    pub purpose: Purpose,
    /// Address.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Virtual time, Unix milliseconds.
    pub at: i64,
}

/// A text message to a candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sms {
    /// Opportunity it is about.
    pub opportunity: String,
    /// Why.
    pub purpose: Purpose,
    /// `+` and digits.
    pub to: String,
    /// Plain text.
    pub body: String,
    /// Virtual time, Unix milliseconds.
    pub at: i64,
}

/// Everything sent so far, oldest first.
#[derive(Default)]
pub struct Outbox {
    sent: Mutex<Sent>,
}

/// A copy of the outbox.
#[derive(Clone, Default, Serialize)]
pub struct Sent {
    /// E-mails.
    pub mail: Vec<Mail>,
    /// Text messages.
    pub sms: Vec<Sms>,
}

impl Outbox {
    /// Sends an e-mail. Its subject and address are one line each, whatever a candidate or a posting is called.
    pub fn mail(&self, mut mail: Mail) {
        mail.subject = one_line(&mail.subject);
        mail.to = one_line(&mail.to);
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .mail
            .push(mail);
    }

    /// Sends a text message.
    pub fn sms(&self, mut sms: Sms) {
        sms.to = one_line(&sms.to);
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .sms
            .push(sms);
    }

    /// What was sent so far.
    pub fn sent(&self) -> Sent {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// A line break in a header would begin another header.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Mail, Outbox, Purpose};

    #[test]
    fn a_subject_is_one_line() {
        let outbox = Outbox::default();
        outbox.mail(Mail {
            opportunity: "o".to_owned(),
            purpose: Purpose::Invite,
            to: "a@example.com\r\nBcc: b@example.com".to_owned(),
            subject: "Cook\r\nX-Evil: yes".to_owned(),
            body: "one\ntwo".to_owned(),
            at: 0,
        });
        let mail = outbox.sent().mail.remove(0);
        assert_eq!(mail.subject, "Cook  X-Evil: yes");
        assert!(!mail.to.contains('\n'));
        assert_eq!(mail.body, "one\ntwo");
    }
}
