//! Lever's two environments. Accounts, keys, apps and tokens of one are unknown to the other.

use url::Url;

/// Which of Lever's environments an account lives in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Environment {
    /// Where companies hire.
    #[default]
    Production,
    /// Where integrations are tried, on an account that Lever gives out for a while.
    Sandbox,
}

impl Environment {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Production, Self::Sandbox];

    /// In one word, for a setting.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
        }
    }

    /// Read from a setting.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Production => Self::Sandbox,
            Self::Sandbox => Self::Production,
        }
    }

    /// Base of the Data API. With a slash at its end it is the `audience` of a sign-in.
    pub fn api(self) -> &'static str {
        match self {
            Self::Production => "https://api.lever.co/v1",
            Self::Sandbox => "https://api.sandbox.lever.co/v1",
        }
    }

    /// Base of the sign-in: `/authorize` and `/oauth/token` are below it.
    pub fn auth(self) -> &'static str {
        match self {
            Self::Production => "https://auth.lever.co",
            Self::Sandbox => "https://sandbox-lever.auth0.com",
        }
    }

    /// Host of Lever's own pages.
    pub fn pages(self) -> &'static str {
        match self {
            Self::Production => "hire.lever.co",
            Self::Sandbox => "hire.sandbox.lever.co",
        }
    }

    /// Whose API lies at an address.
    pub fn of_api(address: &str) -> Option<Self> {
        let host = Url::parse(address).ok()?.host_str()?.to_owned();
        Self::ALL.into_iter().find(|one| {
            Url::parse(one.api()).is_ok_and(|api| api.host_str() == Some(host.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_is_known_by_its_word_and_its_host() {
        for one in Environment::ALL {
            assert_eq!(Environment::named(one.as_str()), Some(one));
            assert_eq!(Environment::of_api(one.api()), Some(one));
            assert_ne!(one.other(), one);
            assert_ne!(one.other().auth(), one.auth());
        }
        assert_eq!(Environment::default(), Environment::Production);
        assert_eq!(Environment::named("Sandbox "), None);
        assert_eq!(Environment::of_api("https://api.lever.co.example/v1"), None);
        assert_eq!(Environment::of_api("http://127.0.0.1:7/v1"), None);
    }
}
