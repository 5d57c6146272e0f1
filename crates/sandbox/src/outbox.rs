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
    /// Sends an e-mail.
    pub fn mail(&self, mail: Mail) {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .mail
            .push(mail);
    }

    /// Sends a text message.
    pub fn sms(&self, sms: Sms) {
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
