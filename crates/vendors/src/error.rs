use std::time::Duration;

/// What may be done about a failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// The vendor is busy or ill: later.
    Transient {
        /// Not before, if the vendor said so.
        retry_after: Option<Duration>,
    },
    /// The same call will fail again.
    Permanent,
    /// No answer.
    Network,
    /// The credentials are not accepted.
    Auth,
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// No profile is configured for this vendor: work from Lever's evidence.
    NoProfile,
    /// The profile does not name this operation.
    NotOffered,
    /// The profile file cannot be used.
    ProfileInvalid,
    /// Access key, secret or company are missing in the keyring.
    NoCredentials,
    /// The vendor does not accept the credentials.
    Unauthorized,
    /// No such object at the vendor.
    NotFound,
    /// The vendor refuses the request.
    Refused,
    /// The interview is not completed yet.
    NotCompleted,
    /// Too many requests.
    RateLimited,
    /// The vendor has trouble.
    Down,
    /// No connection, or no trusted one.
    Unreachable,
    /// Plain HTTP to another machine; nothing was sent.
    Untrusted,
    /// No answer in time.
    TimedOut,
    /// Something answered, but not in the vendor's documented envelope.
    NotVendor,
}

impl Code {
    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoProfile => "vendor_no_profile",
            Self::NotOffered => "vendor_not_offered",
            Self::ProfileInvalid => "vendor_profile_invalid",
            Self::NoCredentials => "vendor_no_credentials",
            Self::Unauthorized => "vendor_unauthorized",
            Self::NotFound => "vendor_not_found",
            Self::Refused => "vendor_refused",
            Self::NotCompleted => "vendor_not_completed",
            Self::RateLimited => "vendor_rate_limited",
            Self::Down => "vendor_unavailable",
            Self::Unreachable => "vendor_unreachable",
            Self::Untrusted => "vendor_untrusted",
            Self::TimedOut => "vendor_timed_out",
            Self::NotVendor => "vendor_not_vendor",
        }
    }

    /// A cause and a way out, for a person.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoProfile => {
                "No access to the vendor's own interface is set up; what is shown comes from Lever."
            }
            Self::NotOffered => {
                "The vendor's profile does not name this operation; an admin can add it."
            }
            Self::ProfileInvalid => {
                "The vendor's profile file cannot be read. Check it, or remove it to work from Lever alone."
            }
            Self::NoCredentials => {
                "The vendor's credentials are not in the keyring. An admin enters them in the set-up."
            }
            Self::Unauthorized => {
                "The vendor does not accept the credentials. Compare them with the vendor's console, and check this machine's clock."
            }
            Self::NotFound => "The vendor does not know this record.",
            Self::Refused => "The vendor refused the request as it was sent.",
            Self::NotCompleted => "The candidate has not finished the interview yet.",
            Self::RateLimited => "The vendor asks for fewer requests; it goes on by itself.",
            Self::Down => "The vendor has trouble at the moment; it goes on by itself.",
            Self::Unreachable => {
                "No trusted connection to the vendor. Check the network, the proxy and the profile's address."
            }
            Self::Untrusted => {
                "The vendor's address is not https; nothing was sent. Check the profile."
            }
            Self::TimedOut => "The vendor did not answer in time.",
            Self::NotVendor => {
                "Something other than the vendor answered. Check the profile's address and the proxy."
            }
        }
    }

    fn retry(self) -> Retry {
        match self {
            Self::Unauthorized | Self::NoCredentials => Retry::Auth,
            Self::RateLimited | Self::Down => Retry::Transient { retry_after: None },
            Self::Unreachable | Self::TimedOut => Retry::Network,
            _ => Retry::Permanent,
        }
    }
}

/// A failed call to a vendor. Holds no personal data and no secret; the vendor's message is dropped, since nothing says
/// what it quotes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", code.as_str(), code.sentence())]
pub struct VendorError {
    /// What happened.
    pub code: Code,
    /// What may be done.
    pub retry: Retry,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The vendor's internal error number; its values are not published.
    pub vendor_code: Option<i64>,
    /// The vendor's id of the call, for its support.
    pub call_id: Option<String>,
    /// Names of fields the vendor found wrong.
    pub fields: Vec<String>,
}

impl VendorError {
    /// An error without an answer.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            retry: code.retry(),
            status: None,
            vendor_code: None,
            call_id: None,
            fields: Vec::new(),
        }
    }
}

impl From<Code> for VendorError {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}
