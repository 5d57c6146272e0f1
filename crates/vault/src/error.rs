/// Why a secret could not be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultCode {
    /// The machine has no keyring service, or the service holds no keyring.
    NoKeyring,
    /// The keyring is locked, and nobody unlocked it in time (or the question was closed).
    Locked,
    /// The system refused this program access.
    Denied,
    /// The keyring answered in a way that makes no sense: damaged entry, lost connection, value too long.
    Broken,
}

impl VaultCode {
    /// Stable name, for the window and the command line to act on.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoKeyring => "no_keyring",
            Self::Locked => "keyring_locked",
            Self::Denied => "keyring_denied",
            Self::Broken => "keyring_broken",
        }
    }
}

/// A failed access to the keyring. Holds no secret and no account name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct VaultError {
    /// What happened.
    pub code: VaultCode,
}

impl VaultError {
    /// An error with this code.
    pub fn new(code: VaultCode) -> Self {
        Self { code }
    }

    /// A sentence, a cause and a way out, for a person.
    pub fn sentence(&self) -> &'static str {
        match self.code {
            VaultCode::NoKeyring => {
                "This machine has no keyring, so there is no safe place for the key. \
                 Start one (on Linux: gnome-keyring or KWallet with the Secret Service) and try again."
            }
            VaultCode::Locked => {
                "The keyring of this machine is locked and was not unlocked. Unlock it (usually with the login password) and try again."
            }
            VaultCode::Denied => {
                "The system did not allow this program to use the keyring. Allow it in the keyring's settings and try again."
            }
            VaultCode::Broken => {
                "The keyring of this machine gave an answer that cannot be used. Restart its service or log in again; if that does not help, connect anew."
            }
        }
    }
}

impl From<VaultCode> for VaultError {
    fn from(code: VaultCode) -> Self {
        Self::new(code)
    }
}
