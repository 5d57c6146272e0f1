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
    /// Too close to the date for a candidate to change it.
    TooLate,
    /// There is such a place, and it is not used that way.
    WrongVerb,
    /// No key, or another one.
    Unauthorized,
}

impl Trouble {
    /// HTTP status.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::NotFound(_) => 404,
            Self::Expired | Self::Disconnected => 410,
            Self::Booked | Self::Closed | Self::Taken | Self::TooLate => 409,
            Self::Invalid(_) => 422,
            Self::Unavailable => 503,
            Self::WrongVerb => 405,
            Self::Unauthorized => 401,
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
            Self::TooLate => "too_late",
            Self::WrongVerb => "method_not_allowed",
            Self::Unauthorized => "unauthorized",
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
            Self::TooLate => "It is too late to change this here. Ask the hiring team.".to_owned(),
            Self::WrongVerb => "This place cannot be used that way.".to_owned(),
            Self::Unauthorized => "Send the API key as a bearer token.".to_owned(),
        }
    }
}
