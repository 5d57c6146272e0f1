//! Errors of the lower floors as problems with words.

use fulcrum_lever::{Code as LeverCode, LeverError};
use fulcrum_vault::{VaultCode, VaultError};

use crate::problem::Trouble;
use crate::view::Problem;

/// Which file failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum File {
    /// Lever can give it again.
    Cache,
    /// Only this seat has it.
    Desk,
}

pub(crate) fn lever(error: &LeverError, host: &str) -> Trouble {
    let host = host.to_owned();
    match error.code {
        LeverCode::KeyRejected => Trouble::WrongKey,
        LeverCode::SignInExpired => Trouble::SignInExpired,
        LeverCode::AppRejected => Trouble::AppRejected,
        LeverCode::PermissionMissing => Trouble::MissingPermission {
            permission: error.permission.unwrap_or("for this").to_owned(),
        },
        LeverCode::NotJson
        | LeverCode::Unreadable
        | LeverCode::UnexpectedStatus
        | LeverCode::TooLarge => Trouble::NotLever { host },
        LeverCode::RateLimited => Trouble::RateLimited,
        LeverCode::LeverDown => Trouble::LeverDown,
        LeverCode::NotFound => Trouble::NotFound { what: "record" },
        LeverCode::Refused | LeverCode::Conflict | LeverCode::StaleOffset => Trouble::Refused {
            code: error
                .lever_code
                .clone()
                .unwrap_or_else(|| error.code.as_str().to_owned()),
        },
        LeverCode::ClockOrCertificate => Trouble::CertificateDates { host },
        LeverCode::SignInDenied => Trouble::SignInDenied,
        LeverCode::SignInMismatch => Trouble::SignInForeign,
        LeverCode::SignInTimedOut => Trouble::SignInUnanswered,
        LeverCode::ScopesRefused => Trouble::ScopesRefused,
        LeverCode::ScopesMissing => Trouble::ScopesMissing {
            scopes: error.missing.join(", "),
        },
        LeverCode::NothingGranted => Trouble::NothingGranted,
        LeverCode::ProofRefused => Trouble::ProofRefused,
        LeverCode::CodeRefused => Trouble::CodeRefused,
        LeverCode::WrongEnvironment => Trouble::WrongEnvironment { host },
        LeverCode::NotConnected => Trouble::NotConnected,
        LeverCode::Keyring(code) => vault_code(code),
        _ => Trouble::Unreachable { host },
    }
}

/// As [`lever`], for a sign-in that may come back to these addresses.
pub(crate) fn sign_in(error: &LeverError, host: &str, redirect_uris: &[String]) -> Trouble {
    if error.code != LeverCode::PortsTaken {
        return lever(error, host);
    }
    let ports: Vec<String> = redirect_uris
        .iter()
        .filter_map(|text| url::Url::parse(text).ok()?.port_or_known_default())
        .map(|port| port.to_string())
        .collect();
    Trouble::PortsTaken {
        ports: ports.join(", "),
    }
}

pub(crate) fn vault(error: &VaultError) -> Trouble {
    vault_code(error.code)
}

fn vault_code(code: VaultCode) -> Trouble {
    match code {
        VaultCode::NoKeyring => Trouble::NoKeyring,
        VaultCode::Locked => Trouble::KeyringLocked,
        VaultCode::Denied | VaultCode::Broken => Trouble::KeyringRefused,
    }
}

pub(crate) fn store(error: &fulcrum_cache::Error, file: File) -> Trouble {
    use fulcrum_cache::Code;
    match (error.code(), file) {
        (Code::Newer { .. }, _) => Trouble::CacheNewer,
        (Code::Corrupt | Code::WrongKey, File::Cache) => Trouble::CacheBroken,
        (Code::Corrupt | Code::WrongKey, File::Desk) => Trouble::DeskUnreadable { waiting: 0 },
        (Code::DiskFull, _) => Trouble::DiskFull,
        (Code::ReadOnly | Code::Io, _) => Trouble::ReadOnly,
        (Code::Locked, _) => Trouble::Busy,
        (Code::Closed, _) => Trouble::NotConnected,
        (Code::Internal, _) => Trouble::Internal,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
pub(crate) fn cache(error: fulcrum_cache::Error) -> Problem {
    tracing::warn!(code = error.code().as_str(), "the cache failed");
    store(&error, File::Cache).into()
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
pub(crate) fn desk(error: fulcrum_cache::Error) -> Problem {
    tracing::warn!(code = error.code().as_str(), "the desk failed");
    store(&error, File::Desk).into()
}

pub(crate) fn sync(trouble: &fulcrum_sync::Trouble, host: &str) -> Trouble {
    match trouble {
        fulcrum_sync::Trouble::Lever(error) => lever(error, host),
        fulcrum_sync::Trouble::Store(error) => store(error, File::Cache),
        fulcrum_sync::Trouble::Clock(skew_ms) => Trouble::ClockOff {
            seconds: skew_ms / 1_000,
        },
    }
}

pub(crate) fn folder(error: &std::io::Error) -> Trouble {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Trouble::DiskFull,
        _ => Trouble::ReadOnly,
    }
}
