//! Why something that was asked of the vendor did not happen.

/// A reason, with a sentence for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// There is no such thing.
    NotFound(&'static str),
    /// The link's time is over.
    Expired,
    /// An interviewer has taken a slot: slots can no longer be changed.
    Booked,
    /// The attempt is over, or not at that point.
    Closed,
    /// The offered time has been taken by another candidate, or has passed.
    Taken,
    /// What was sent cannot be.
    Invalid(String),
    /// The account withdrew its consent.
    Disconnected,
    /// Lever did not answer; later it may.
    Unavailable,
}

impl Trouble {
    /// HTTP status.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::NotFound(_) => 404,
            Self::Expired | Self::Disconnected => 410,
            Self::Booked | Self::Closed | Self::Taken => 409,
            Self::Invalid(_) => 422,
            Self::Unavailable => 503,
        }
    }

    /// Word for programs.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not_found",
            Self::Expired => "expired",
            Self::Booked => "already_scheduled",
            Self::Closed => "closed",
            Self::Taken => "offer_taken",
            Self::Invalid(_) => "invalid",
            Self::Disconnected => "disconnected",
            Self::Unavailable => "ats_unavailable",
        }
    }

    /// Sentence for people.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::NotFound(what) => format!("There is no such {what}."),
            Self::Expired => {
                "This link has expired. Ask the hiring team for a new invitation.".to_owned()
            }
            Self::Booked => {
                "An interviewer has already taken a slot. Reschedule instead.".to_owned()
            }
            Self::Closed => "This is not possible at this point of the interview.".to_owned(),
            Self::Taken => {
                "That time is no longer free. Choose another one, or give slots.".to_owned()
            }
            Self::Invalid(sentence) => sentence.clone(),
            Self::Disconnected => {
                "The hiring team has disconnected JobTwine. Nothing can be scheduled here."
                    .to_owned()
            }
            Self::Unavailable => {
                "The hiring team's system does not answer. Try again in a minute.".to_owned()
            }
        }
    }
}
