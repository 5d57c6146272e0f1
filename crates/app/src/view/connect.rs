//! What the connect screen shows before anybody is connected.

/// What an admin has to know to connect an account, and what is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectGuide {
    /// Which of Lever's environments is asked.
    pub environment: Environment,
    /// Whether another one may be chosen here: not in a training, and not where an address was given at the start.
    pub choosable: bool,
    /// Host of the API that is asked.
    pub host: String,
    /// What Fulcrum asks for, and why.
    pub permissions: Vec<PermissionNeed>,
    /// Scope that keeps a sign-in alive; an API key has no such thing.
    pub offline_scope: String,
    /// Addresses that the organisation's app must have registered, in the order in which they are tried.
    pub addresses: Vec<String>,
    /// How long the browser is waited for, seconds.
    pub patience_seconds: u32,
}

/// One kind of record that Fulcrum uses. Its phrases are those of `docs/connecting.md`, which a test compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermissionNeed {
    /// Name for a person (`Archive reasons`).
    pub title: String,
    /// The app's scope (`archive_reasons:read:admin`).
    pub scope: String,
    /// What is read, and what for.
    pub reads: String,
    /// What is written, and when; `None`: nothing.
    pub writes: Option<String>,
}

/// Lever's environments. Keys, apps and tokens of one are unknown to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Where companies hire.
    Production,
    /// Where integrations are tried.
    Sandbox,
}
