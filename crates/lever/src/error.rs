use std::time::Duration;

use fulcrum_vault::VaultCode;

use crate::transport::TransportError;

/// What may be done about a failed call. Decides, where nobody should look at words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// The other side is busy or ill: try again, not before `retry_after` if it said so.
    Transient {
        /// The server's own wish; Lever documents none, an edge in between may send one.
        retry_after: Option<Duration>,
    },
    /// The same call will fail again.
    Permanent,
    /// No answer was received. A write may or may not have happened: look before repeating it.
    Network,
    /// The credentials are not accepted, or not for this.
    Auth,
    /// The world changed meanwhile: read again, decide again.
    Conflict,
}

/// What went wrong, as far as a program needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// 401: Lever does not know the key or token.
    KeyRejected,
    /// 403: the key is known but lacks a permission (see [`LeverError::permission`]).
    PermissionMissing,
    /// 404: the object is not there (deleted, confidential without the grant, or of another account).
    NotFound,
    /// 400 with a paging token that Lever no longer knows: the window must be read anew.
    StaleOffset,
    /// 400, 422: Lever refuses the request as it stands.
    Refused,
    /// 409.
    Conflict,
    /// 429.
    RateLimited,
    /// 5xx.
    LeverDown,
    /// Something answered that is not Lever's API: a login page, a proxy's page.
    NotJson,
    /// JSON arrived, but not of the expected shape.
    Unreadable,
    /// 3xx or another status with no meaning here.
    UnexpectedStatus,
    /// No connection: name not found, refused, network gone.
    Unreachable,
    /// The connection is not trusted: unknown certificate authority, wrong host name.
    Untrusted,
    /// The certificate is outside its dates, seen from this machine's clock.
    ClockOrCertificate,
    /// The request went out and no answer came in time.
    TimedOut,
    /// The connection broke while the answer was awaited.
    Interrupted,
    /// The answer is larger than anything Lever sends.
    TooLarge,
    /// None of the registered sign-in ports is free.
    PortsTaken,
    /// The person said no on Lever's consent page.
    SignInDenied,
    /// The browser came back with a `state` that is not ours.
    SignInMismatch,
    /// Nobody came back from the browser in time.
    SignInTimedOut,
    /// The organisation's OAuth app is not accepted: wrong client id, secret or redirect address.
    AppRejected,
    /// The app is not registered for a scope that is needed.
    ScopesRefused,
    /// Access was given, but not all that is needed (see [`LeverError::missing`]).
    ScopesMissing,
    /// Access was given to none of the API: the audience was not the API's address.
    NothingGranted,
    /// Lever refused a request that carried a PKCE challenge; the next one may go without.
    ProofRefused,
    /// The code the browser brought is no longer good: it is used once, and lives some minutes.
    CodeRefused,
    /// 403 "Unable to find a signing key": the token is of Lever's other environment (production, sandbox).
    WrongEnvironment,
    /// The refresh token is no longer valid: someone must sign in again.
    SignInExpired,
    /// There is no key or token yet.
    NotConnected,
    /// The keyring failed.
    Keyring(VaultCode),
}

impl Code {
    /// Stable name, for the window and the command line to act on.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::KeyRejected => "key_rejected",
            Self::PermissionMissing => "permission_missing",
            Self::NotFound => "not_found",
            Self::StaleOffset => "stale_offset",
            Self::Refused => "refused",
            Self::Conflict => "conflict",
            Self::RateLimited => "rate_limited",
            Self::LeverDown => "lever_down",
            Self::NotJson => "not_json",
            Self::Unreadable => "unreadable",
            Self::UnexpectedStatus => "unexpected_status",
            Self::Unreachable => "unreachable",
            Self::Untrusted => "untrusted",
            Self::ClockOrCertificate => "clock_or_certificate",
            Self::TimedOut => "timed_out",
            Self::Interrupted => "interrupted",
            Self::TooLarge => "too_large",
            Self::PortsTaken => "ports_taken",
            Self::SignInDenied => "sign_in_denied",
            Self::SignInMismatch => "sign_in_mismatch",
            Self::SignInTimedOut => "sign_in_timed_out",
            Self::AppRejected => "app_rejected",
            Self::ScopesRefused => "scopes_refused",
            Self::ScopesMissing => "scopes_missing",
            Self::NothingGranted => "nothing_granted",
            Self::ProofRefused => "proof_refused",
            Self::CodeRefused => "code_refused",
            Self::WrongEnvironment => "wrong_environment",
            Self::SignInExpired => "sign_in_expired",
            Self::NotConnected => "not_connected",
            Self::Keyring(code) => code.as_str(),
        }
    }

    /// What may be done about a failure below HTTP.
    pub(crate) fn retry(self) -> Retry {
        match self {
            Self::Unreachable | Self::TimedOut | Self::Interrupted => Retry::Network,
            _ => Retry::Permanent,
        }
    }

    /// A cause and a way out, for a person.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::KeyRejected => {
                "Lever does not know this key. Copy it again from Settings → Integrations and API → API Credentials, whole, and check that it belongs to this environment."
            }
            Self::PermissionMissing => {
                "The key lacks a permission. A Super Admin can issue a new key that has it; permissions are chosen when a key is made."
            }
            Self::NotFound => "Lever has no such record any more, or this key may not see it.",
            Self::StaleOffset => "The list moved on while it was read; it is read again.",
            Self::Refused => "Lever refused the request as it was sent.",
            Self::Conflict => "The record changed in Lever meanwhile; look at it again.",
            Self::RateLimited => "Lever asks for fewer requests; it goes on by itself.",
            Self::LeverDown => "Lever has trouble at the moment; it goes on by itself.",
            Self::NotJson => {
                "Something other than Lever answered, usually a company proxy's sign-in page or a wrong address. Sign in to the network, or check the address."
            }
            Self::Unreadable => {
                "Lever answered in a shape this version does not know. An update may help; nothing was changed here."
            }
            Self::UnexpectedStatus => {
                "Lever answered with a status this version does not know. Check the address."
            }
            Self::Unreachable => {
                "Lever cannot be reached. Check the network, the address and the proxy."
            }
            Self::Untrusted => {
                "The connection is not trusted. If your company inspects traffic, its certificate authority must be installed on this machine."
            }
            Self::ClockOrCertificate => {
                "The server's certificate is outside its dates, seen from this machine. Check the machine's date and time first."
            }
            Self::TimedOut => "Lever did not answer in time; it will be tried again.",
            Self::Interrupted => {
                "The connection broke while Lever answered; it will be tried again."
            }
            Self::TooLarge => {
                "The answer was larger than anything Lever sends; it was not read. Check the address."
            }
            Self::PortsTaken => {
                "All three ports for signing in are taken by other programs. Close one of them and sign in again."
            }
            Self::SignInDenied => {
                "Lever's consent page was answered with no. A Super Admin has to accept."
            }
            Self::SignInMismatch => {
                "The browser came back from a sign-in that was not started here. Start it again from this window."
            }
            Self::SignInTimedOut => "The browser did not come back. Start the sign-in again.",
            Self::AppRejected => {
                "Lever does not accept the organisation's app: check client id, client secret and the registered addresses."
            }
            Self::ScopesRefused => {
                "The organisation's app is not registered for every scope that is needed. A Super Admin can have them added."
            }
            Self::ScopesMissing => {
                "Lever gave less access than is needed. Have the app's scopes completed and sign in again."
            }
            Self::NothingGranted => {
                "Lever gave access to none of its API. The app most likely belongs to Lever's other environment."
            }
            Self::ProofRefused => {
                "Lever refused the proof that went with the sign-in. Sign in again: it goes without one."
            }
            Self::CodeRefused => {
                "The sign-in took too long between the browser and here, or its code was used before. Sign in again."
            }
            Self::WrongEnvironment => {
                "The token belongs to Lever's other environment: production and sandbox do not know each other's. Choose the right one and sign in again."
            }
            Self::SignInExpired => "The sign-in has expired or was revoked. Sign in again.",
            Self::NotConnected => "Lever is not connected yet.",
            Self::Keyring(code) => match code {
                VaultCode::NoKeyring => {
                    "This machine has no keyring to keep the key in. Start one and try again."
                }
                VaultCode::Locked => "The keyring is locked. Unlock it and try again.",
                VaultCode::Denied => "The system did not allow this program to use the keyring.",
                VaultCode::Broken => "The keyring gave an answer that cannot be used.",
            },
        }
    }
}

impl From<TransportError> for Code {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Unreachable => Self::Unreachable,
            TransportError::Untrusted => Self::Untrusted,
            TransportError::ClockOrCertificate => Self::ClockOrCertificate,
            TransportError::TimedOut => Self::TimedOut,
            TransportError::Interrupted => Self::Interrupted,
            TransportError::TooLarge => Self::TooLarge,
        }
    }
}

/// A failed call. Holds no personal data and no secret; safe to log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} {endpoint}: {}", code.as_str(), code.sentence())]
pub struct LeverError {
    /// What happened.
    pub code: Code,
    /// What may be done.
    pub retry: Retry,
    /// Method and path template, such as `GET /opportunities/:id`; never an id.
    pub endpoint: &'static str,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// Lever's own error code such as `ResourceNotFound`, when it is a plain word.
    pub lever_code: Option<String>,
    /// The permission that a 403 speaks of, named like the scope without its suffix, such as `postings:read`.
    pub permission: Option<&'static str>,
    /// Scopes that a sign-in did not give, whole (`postings:write:admin`); empty otherwise.
    pub missing: Vec<&'static str>,
}

impl LeverError {
    /// An error without an HTTP answer.
    pub fn local(code: Code, retry: Retry, endpoint: &'static str) -> Self {
        Self {
            code,
            retry,
            endpoint,
            status: None,
            lever_code: None,
            permission: None,
            missing: Vec::new(),
        }
    }

    /// Whether a write may have been carried out although the call failed. `false` means: certainly not carried out.
    pub fn outcome_unknown(&self) -> bool {
        matches!(
            self.code,
            Code::TimedOut
                | Code::Interrupted
                | Code::LeverDown
                | Code::NotJson
                | Code::Unreadable
                | Code::TooLarge
                | Code::UnexpectedStatus
        )
    }
}
